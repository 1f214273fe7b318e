"""What any bytes at all must not break, as functions of bytes that raise when something breaks.

`fuzz.py` looks for such bytes with the coverage of our own code as its guide; `test_targets.py`
asks a few of hypothesis'. Each target turns bytes into the input of one part and checks what holds
whatever the input is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from flask.testing import FlaskClient

from indexer.build.builder import BuildOptions, rebuild
from indexer.codec import kernels
from indexer.settings import Settings
from indexer.sources.folder import parse_document
from indexer.text.analyzer import Segmenter
from indexer.text.bulk_normalizer import normalize_all_with_offsets
from indexer.text.decoding import Decoded, decode
from indexer.text.normalizer import normalize, normalize_with_offsets
from search.errors import SearchError
from search.request import SearchRequest
from search.searcher import Searcher, open_searcher
from web.app import create_app

_scratch: list[tempfile.TemporaryDirectory[str]] = []  # kept until the process ends


@cache
def _settings() -> Settings:
    """An index of the bundled library."""
    _scratch.append(tempfile.TemporaryDirectory())
    folder = Path(_scratch[0].name)
    settings = Settings(index=str(folder / "index"))
    rebuild(str(settings.corpus_path()), settings, BuildOptions())
    return settings


@cache
def _searcher() -> Searcher:
    return open_searcher(_settings())


@cache
def _client() -> FlaskClient:
    return create_app(_settings(), _searcher()).test_client()


@cache
def _segmenter(implementation: str) -> Segmenter:
    return Segmenter(("平安前哨", "一网六控"), implementation)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def document(data: bytes) -> None:
    """A file is read whole, or refused with a place and a reason."""
    decoded = decode(data)
    if not isinstance(decoded, Decoded):
        assert decoded.code and decoded.reason
        return
    parsed, problems = parse_document(decoded.text, "a", "documents/a.md")
    assert (parsed is None) == bool(problems)
    lines = decoded.text.count("\n") + 1
    for problem in problems:
        assert problem.code and problem.reason and 1 <= (problem.line or 1) <= lines
    if parsed:
        assert decoded.text.endswith(parsed.body)
        for paragraph in parsed.paragraphs:
            assert paragraph.text == parsed.body[paragraph.start : paragraph.end]
            assert paragraph.text.strip() == paragraph.text != ""


def normal_form(data: bytes) -> None:
    """Normalising twice is normalising once, and many at a time as one by one; words join up."""
    texts = data.decode("utf-16-le", "replace")  # no document holds half a character
    for text in (texts, *texts.split("\n")[:3]):
        form, offsets = normalize_with_offsets(text)
        assert form == normalize(text) == normalize(form)
        assert len(offsets) == len(form) + 1 and offsets == sorted(offsets)
        assert offsets[0] >= 0 and offsets[-1] == len(text)
        bulk_form, bulk_offsets = normalize_all_with_offsets([text, form])[0]
        assert (bulk_form, list(bulk_offsets)) == (form, list(offsets))
        words = Segmenter.cut_whole(_segmenter("jieba"), form)
        assert "".join(words) == form
        if _segmenter_is_compiled():
            assert _segmenter("compiled").cut_whole(form) == words


@cache
def _segmenter_is_compiled() -> bool:
    return Segmenter().implementation == "compiled"


def query(data: bytes) -> None:
    """Any query is answered or refused by name; what is found has its marks, and can be counted."""
    if not data:
        return
    exact, text = data[0] % 4 == 0, _text(data[1:])
    request = SearchRequest(
        text,
        mode="exact" if exact else "smart",
        group="document" if data[0] % 3 == 0 else "none",
        min_match=0.0 if data[0] % 5 == 0 else None,
        expand=data[0] % 7 != 0,
        size=100,
    )
    try:
        result = _searcher().search(request)
    except SearchError as error:
        assert error.code and str(error)
        return
    assert result.total >= len(result.hits) - (request.group == "document") * len(result.hits)
    for hit in result.hits:
        printed = hit.paragraph.text
        assert all(0 <= start < end <= len(printed) for start, end in hit.marks)
        if exact and normalize(text):
            where = [printed, *hit.paragraph.headings]
            assert any(normalize(text) in normalize(each) for each in where)
            assert hit.marks or any(hit.heading_marks)


def address(data: bytes) -> None:
    """Whatever stands behind the question mark, the page and the interface answer or explain."""
    kinds = (
        "/search",
        "/api/v1/search",
        "/api/v1/suggest",
        "/embed",
        "/search.csv",
        "/initiatives",
    )
    path = kinds[data[0] % len(kinds)] if data else "/"
    answer = _client().get(path, query_string=data[1:].decode("latin-1"))
    assert answer.status_code in (200, 302, 308, 400), answer.status_code
    if answer.status_code == 400 and path.startswith("/api"):
        assert answer.get_json()["code"]


def damaged_index(data: bytes) -> None:
    """The compiled loops refuse what leads beyond its array, and never read there."""
    if kernels.compiled is None or len(data) < 24:
        return
    numbers = np.frombuffer(data[: len(data) // 4 * 4], np.uint32)
    small = (numbers % 64).astype(np.uint32)
    units = np.frombuffer(data[: len(data) // 2 * 2], np.uint16).copy()
    starts, rows = small.copy(), (numbers % 40).astype(np.int32)
    piece, size = units[: 1 + data[0] % 3], int(numbers[0] % 300)
    widths = np.frombuffer(data, np.uint8)
    for call in (
        lambda: kernels.unpack(widths, data[1], widths % 40, data[2] % 8, size),
        lambda: kernels.unpack_rows(widths, data[1] % 16, widths % 34, 0, size),
        lambda: kernels.landmarks(widths % 34, small, data[3] % 4, 0, 0, 1 + data[4] % 5, 3),
        lambda: kernels.near(units, starts, rows, [piece], [units[2:4]], 5, piece, True),
        lambda: kernels.in_sequence(units, starts, rows, [piece, piece], [(0, 0), (0, 9)], 1, True),
        lambda: kernels.verify(units, starts, rows, small, small, widths, units[:3], 1),
        lambda: kernels.tally(widths % 50, rows, 40),
    ):
        _refused_or_done(call)


def _refused_or_done(call: Callable[[], npt.NDArray | object]) -> None:
    try:
        call()
    except ValueError as error:
        assert "beyond" in str(error)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "document": document,
    "normal-form": normal_form,
    "query": query,
    "address": address,
    "damaged-index": damaged_index,
}
# Sentences to begin with: the grammar's own words are hard to come upon by chance.
SEEDS: dict[str, tuple[str, ...]] = {
    "document": (
        "---\ntitle: 平安\nsource: 市公安局\nregion: [江苏省, 南通市]\ndate: 2022-12-06\n"
        "overrides:\n  - paragraph: 1\n    themes: [智慧警务]\n---\n\n# 一\n\n正文。\n\n"
        "二、正文。\n",
        "\ufeff正文\r\n\r\n- 一\n- 二\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n",
    ),
    "normal-form": ("平安前哨ＡＢ“１５．７２％”", "ﬀﬃ㍿㎞\u200b𠮷e\u0301\n一网六控"),
    "query": (
        '1“平安前哨” AND (来源:南通 OR 主题:"智慧警务") NOT 年份:2020..2022',
        "2国*法?的 ~5 人^2 -安",
        "3平安 ~句 前哨 标题:报告 地区:江苏省/南通市",
        "4哪些城市一亿三千万元增长百分之十五？",
    ),
    "address": (
        "\x00q=%E5%B9%B3%E5%AE%89&page=2&size=20&sort=newest&group=document&source=%E5%8D%97",
        "\x01q=a&mode=exact&facets=year&filter.year=2020..2022&min_match=0.5&explain=1",
    ),
    "damaged-index": ("平安前哨平安前哨平安前哨平安前哨" * 4,),
}
