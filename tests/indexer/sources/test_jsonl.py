"""Bulk input: what a line gives, and what is said of a bad one."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import CorpusError
from indexer.model.documents import Document, Paragraph
from indexer.model.problem import Problem
from indexer.sources import jsonl as bulk
from indexer.sources.jsonl import MAX_LINE_BYTES, open_lines, parse_line, unread_keys
from indexer.sources.splitter import MAX_PARAGRAPH_CHARS


def parsed(**record: object) -> tuple[Document, Paragraph]:
    result = parse_line(json.dumps({"id": "a#1", "text": "甲", **record}).encode(), "b.jsonl", 1)
    assert isinstance(result, tuple), result
    return result


def code(line: bytes) -> str:
    result = parse_line(line, "b.jsonl", 7)
    assert isinstance(result, Problem)
    assert (result.place, result.line, result.fatal) == ("b.jsonl", 7, False)
    assert result.reason
    return result.code


def test_a_full_line_gives_document_and_paragraph() -> None:
    line = {
        "id": "laws-12#3",
        "text": " 第三条\n甲 ",
        "document": "条例 一",
        "title": "题",
        "heading": "第一章",
        "source": "市公安局",
        "region": "江苏省/ 南通市",
        "date": "2020-05-14",
        "year": 2020,
        "genre": "条例",
        "url": "https://example.org/1",
        "themes": ["反诈", "反诈"],
        "initiatives": [],
        "score": 0.5,
    }
    document, paragraph = parsed(**line)
    assert document == Document(
        slug="条例 一",
        title="题",
        source="市公安局",
        region=("江苏省", "南通市"),
        date="2020-05-14",
        year=2020,
        genre="条例",
        url="https://example.org/1",
    )
    assert paragraph == Paragraph(
        id="laws-12#3",
        document_id="条例 一",
        ordinal=0,
        text=" 第三条\n甲 ",
        heading="第一章",
        themes=("反诈",),
        initiatives=(),
    )


def test_publisher_number_and_author_may_be_said() -> None:
    document, _ = parsed(publisher="日报", doc_number="通公〔2020〕1号", author="张三")
    assert (document.publisher, document.doc_number) == ("日报", "通公〔2020〕1号")
    assert document.author == "张三"


def test_a_short_line_leaves_the_rest_unsaid() -> None:
    assert parsed() == (Document("a"), Paragraph("a#1", "a", 0, "甲"))


@pytest.mark.parametrize(
    ("id_", "document"),
    [("a#1", "a"), ("a#b#12", "a#b"), ("a", "a"), ("#1", "#1"), ("a#", "a"), ("law:1", "law:1")],
)
def test_the_document_is_what_precedes_the_last_hash(id_: str, document: str) -> None:
    assert parsed(id=id_)[1].document_id == document


@pytest.mark.parametrize(
    ("value", "region"),
    [
        ("江苏省", ("江苏省",)),
        ("江苏省/南通市/", ("江苏省", "南通市")),
        (["江苏省", " 南通市"], ("江苏省", "南通市")),
        ([], ()),
        ("", ()),
        (None, ()),
    ],
)
def test_region_is_a_list_or_a_path(value: object, region: tuple[str, ...]) -> None:
    assert parsed(region=value)[0].region == region


@pytest.mark.parametrize("key", ["document", "title", "heading", "date", "year", "url", "themes"])
def test_null_is_absent(key: str) -> None:
    assert parsed(**{key: None}) == parsed()


def test_years_and_dates_may_be_written_as_text_or_number() -> None:
    assert parsed(year="2020")[0].year == 2020
    assert parsed(date=2020)[0].date == "2020"
    assert parsed(date="2020-12")[0].date == "2020-12"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"id": None}, "bad_id"),
        ({"id": ""}, "bad_id"),
        ({"id": "a 1"}, "bad_id"),
        ({"id": "a\u30001"}, "bad_id"),
        ({"id": 12}, "bad_id"),
        ({"text": None}, "bad_text"),
        ({"text": " \n　"}, "bad_text"),
        ({"text": ["甲"]}, "bad_text"),
        ({"title": 12}, "wrong_type"),
        ({"document": ["a"]}, "wrong_type"),
        ({"region": 12}, "wrong_type"),
        ({"region": ["江苏省", 3]}, "wrong_type"),
        ({"themes": "反诈"}, "wrong_type"),
        ({"initiatives": [""]}, "wrong_type"),
        ({"date": "2020-02-30"}, "bad_value"),
        ({"date": "2020/02/03"}, "bad_value"),
        ({"date": ["2020"]}, "bad_value"),
        ({"year": True}, "bad_value"),
        ({"year": 20.5}, "bad_value"),
        ({"year": 10**30}, "bad_value"),
        ({"year": "二〇二〇"}, "bad_value"),
        ({"year": float("nan")}, "bad_value"),
        ({"url": "javascript:alert(1)"}, "bad_value"),
        ({"text": "\ud83d"}, "bad_text"),
        ({"title": "\ud83d"}, "bad_text"),
    ],
)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_bad_values_are_told(change: dict[str, object], expected: str, ascii_only: bool) -> None:
    record = {"id": "a#1", "text": "甲", **change}
    line = json.dumps(record, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    has_surrogate = "\\ud83d" in json.dumps(change)
    assert code(line) == ("undecodable" if has_surrogate and not ascii_only else expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"", "blank_line"),
        (b" \r", "blank_line"),
        (b"[]", "not_an_object"),
        (b"null", "not_an_object"),
        (b'"a"', "not_an_object"),
        (b"{", "bad_json"),
        (b'{"id": "a", "text": "b"} x', "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'{"id": "a", "text": "b", "x": ' + b"9" * 5000 + b"}", "bad_json"),
        ('{"id": "a", "text": "甲"}'.encode("gb18030"), "undecodable"),
        ('{"id": "a", "text": "甲"}'.encode("utf-16"), "undecodable"),
        (b"\0", "bad_json"),
    ],
)
def test_lines_that_are_no_json_object_are_told(line: bytes, expected: str) -> None:
    assert code(line) == expected


def test_a_text_over_the_cap_is_told() -> None:
    assert parsed(text="甲" * MAX_PARAGRAPH_CHARS)[1].text
    record = {"id": "a", "text": "甲" * (MAX_PARAGRAPH_CHARS + 1)}
    assert code(json.dumps(record, ensure_ascii=False).encode()) == "paragraph_too_long"


@given(st.binary(max_size=80))
def test_no_bytes_raise(line: bytes) -> None:
    assert isinstance(parse_line(line, "x", 1), tuple | Problem)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
KEYS = (
    *("id", "text", "document", "title", "heading", "source", "region", "date", "year"),
    *("genre", "url", "themes", "initiatives", "other"),
)
records = st.dictionaries(
    st.sampled_from(KEYS), json_values | st.sampled_from(["a#1", "甲", "2020", "2020-01"])
)


@given(records)
def test_both_json_readers_agree_and_never_raise(record: dict[str, object]) -> None:
    pytest.importorskip("orjson")
    line = json.dumps(record).encode()
    fast = parse_line(line, "x", 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_fast_loads", bulk._loads)
        assert repr(parse_line(line, "x", 1)) == repr(fast)


def write(folder: Path, content: bytes, name: str = "a.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_lines_come_without_bom_and_trailing_blank_lines(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf{}\r\n\n1\n \n\n")
    assert [line.strip() for line in open_lines(path)] == [b"{}", b"", b"1"]


def test_the_last_line_needs_no_line_end_and_pieces_do_not_matter(tmp_path: Path) -> None:
    lines = [b"%07d" % i * 40 for i in range(20_000)]
    path = write(tmp_path, b"\n".join(lines))
    assert list(open_lines(path)) == lines


def test_gzip_is_known_by_its_bytes_not_by_its_name(tmp_path: Path) -> None:
    packed = gzip.compress(b"1\n2\n") + gzip.compress(b"3\n")
    for name in ("a.jsonl.gz", "a.jsonl"):
        assert list(open_lines(write(tmp_path, packed, name))) == [b"1", b"2", b"3"]


def test_a_cut_gzip_file_gives_its_good_lines_and_one_problem(tmp_path: Path) -> None:
    content = b"".join(b'{"id": "a#%d", "text": "%d"}\n' % (i, i * 7919) for i in range(50_000))
    packed = gzip.compress(content)
    results = [
        parse_line(line, "a", n)
        for n, line in enumerate(open_lines(write(tmp_path, packed[: len(packed) // 2])), 1)
    ]
    problems = [r for r in results if isinstance(r, Problem)]
    assert len(results) - len(problems) > 10_000
    assert problems[-1].code == "truncated"
    assert len(problems) <= 2  # the line in the middle of which it was cut, and the cut itself


def test_a_line_over_the_cap_is_told_and_the_next_one_read(tmp_path: Path) -> None:
    long = b'{"id": "a", "text": "' + b"x" * MAX_LINE_BYTES + b'"}'
    path = write(tmp_path, b'{"id": "1", "text": "a"}\n' + long + b'\n{"id": "3", "text": "c"}\n')
    first, second, third = [parse_line(line, "a", n) for n, line in enumerate(open_lines(path), 1)]
    assert isinstance(first, tuple) and isinstance(third, tuple)
    assert isinstance(second, Problem) and (second.line, second.code) == (2, "line_too_long")


def test_a_missing_file_is_a_corpus_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        list(open_lines(tmp_path / "none.jsonl"))


def test_a_dash_reads_standard_input() -> None:
    program = "from indexer.sources.jsonl import open_lines; print(list(open_lines('-')))"
    packed = gzip.compress(b"1\n2\n")
    done = subprocess.run([sys.executable, "-c", program], input=packed, capture_output=True)
    assert done.stdout.strip() == b"[b'1', b'2']"


def test_what_nothing_reads_is_told_with_the_field_that_may_be_meant() -> None:
    lines = [b'{"id": "a#1", "text": "t", "heading": "h", "Section": "s", "page": 3}', b"[", b"[1]"]
    told = unread_keys([*lines, b'{"id": "a#2", "text": "t", "Section": "s"}'])
    assert told == [
        "前 200 行里有 2 行写了「Section」，没有这个字段，未读取；如果是小标题，字段名应写 heading",
        "前 200 行里有 1 行写了「page」，没有这个字段，未读取",
    ]
