"""The figures table gives what the extractor read, filtered, sorted and paged as asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from figure_scores import is_decimal_text

from indexer.build.builder import BuildOptions, rebuild
from indexer.figures import extract, figure_ids
from indexer.generations.store import GenerationStore
from indexer.model.documents import text_hash
from indexer.model.figures import DIRECTIONS, KINDS, MODALITIES
from indexer.settings import Settings
from search.comparing.nearest import named_indicator
from search.errors import BadRequestError
from search.figures.request import FigureRequest
from search.figures.response import figures_body
from search.request import Filters
from search.searcher import Searcher, open_searcher
from web.pages.citations import quote_path

TEXTS = {
    "乙#2": "全年破案12起、抓获30人，同比分别下降15%和2.5%。",
    "乙#10": "出警平均用时由9.5分钟缩短至6分钟，近四成警情发生在夜间。",
    "甲#1": "累计走访3.8万余户；破案率100%，列全市第一。",
    "甲#2": "没有数字的一段。",
    "丙#1": "电诈破案率上升1.5个百分点，追赃挽损3.6亿元，𠮷市投入1,250套设备。",
}
META: dict[str, dict[str, Any]] = {
    "甲": {"source": "甲局", "year": 2021, "region": "江苏省/南通市"},
    "乙": {"source": "乙局", "year": 2022, "title": "乙的报告"},
    "丙": {"themes": ["反诈"]},
}


def rows(texts: dict[str, str]) -> list[dict[str, Any]]:
    return [{"id": id, "text": text, **META[id[0]]} for id, text in texts.items()]


@pytest.fixture(scope="module")
def searcher(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(rows(TEXTS))


def ids(searcher: Searcher, **asked: Any) -> list[str]:
    page = searcher.figures(FigureRequest(**asked))
    return [row["id"] for row in figures_body(page, quote_path)["rows"]]


def test_every_row_is_what_the_extractor_read_in_reading_order(searcher: Searcher) -> None:
    order = ["丙#1", "乙#2", "乙#10", "甲#1"]
    expected = [
        (id, figure)
        for id in order
        for figure in extract(TEXTS[id], year=META[id[0]].get("year")).rows
    ]
    page = searcher.figures(FigureRequest())
    assert [(row.paragraph.id, row.figure) for row in page.rows] == expected
    assert page.total == len(expected) > 10


def test_bodies_leave_nothing_out_and_hold_to_the_contract(searcher: Searcher) -> None:
    rows = figures_body(searcher.figures(FigureRequest()), quote_path)["rows"]
    known = {row["id"] for row in rows}
    assert len(known) == len(rows)
    for row in rows:
        text = TEXTS[row["paragraph"]]
        assert text[row["start"] : row["end"]] == row["quote"]
        assert text[row["value_start"] : row["value_end"]] == row["value_text"]
        assert row["kind"] in KINDS and row["modality"] in MODALITIES
        assert row["direction"] in (None, *DIRECTIONS)
        assert row["value"] is None or is_decimal_text(row["value"])
        assert row["pair"] is None or row["pair"] in known
        mark = f"&mark={row['start']}-{row['end']}"
        link = f"?h={text_hash(text)}{mark}#p{row['ordinal']}"
        assert unquote(row["url"]) == f"/documents/{row['document']}{link}"
    pairs = {row["id"]: row["pair"] for row in rows if row["pair"]}
    assert len(pairs) == 2 and all(pairs[pairs[id]] == id for id in pairs)
    assert rows[0]["title"] is None and rows[0]["region"] == [] and rows[-1]["year"] == 2021


@pytest.mark.parametrize(
    ("asked", "paragraphs"),
    [
        ({"documents": ("甲",)}, {"甲#1"}),
        ({"documents": ("甲", "丙")}, {"甲#1", "丙#1"}),
        ({"paragraphs": ("乙#10", "没有")}, {"乙#10"}),
        ({"paragraphs": ("乙#10",), "documents": ("甲",)}, set()),
        ({"kinds": ("rank", "amount")}, {"甲#1", "丙#1"}),
        ({"units": ("分钟",)}, {"乙#10"}),
        ({"filters": Filters(year=("2022..",))}, {"乙#2", "乙#10"}),
        ({"filters": Filters(region=("南通市",))}, {"甲#1"}),
        ({"filters": Filters(theme=("反诈",))}, {"丙#1"}),
        ({"filters": Filters(source=("甲局", "乙局")), "kinds": ("rate",)}, {"甲#1", "乙#10"}),
        ({"q": "破案率"}, {"甲#1", "丙#1"}),
        ({"q": "破案 电诈"}, {"丙#1"}),
        ({"q": "破案率 没有的词"}, set()),
    ],
)
def test_filters_choose_rows(searcher: Searcher, asked: Any, paragraphs: set[str]) -> None:
    page = searcher.figures(FigureRequest(**asked))
    assert {row.paragraph.id for row in page.rows} == paragraphs
    assert page.total == len(page.rows)


def test_words_that_stand_nowhere_as_typed_are_cut_by_the_dictionary(searcher: Searcher) -> None:
    rows = searcher.figures(FigureRequest(q="电诈率")).rows
    assert {row.figure.indicator for row in rows} <= {"电诈破案率"}


def test_values_sort_both_ways_with_none_last(searcher: Searcher) -> None:
    for sort, step in (("value", 1), ("-value", -1)):
        rows = searcher.figures(FigureRequest(sort=sort)).rows  # type: ignore[arg-type]
        values = [row.figure.value for row in rows]
        numbers = [float(value) * step for value in values if value is not None]
        assert numbers == sorted(numbers) and None not in values[: len(numbers)]


def test_pages_join_to_the_whole_and_end(searcher: Searcher) -> None:
    whole = ids(searcher)
    parts = [ids(searcher, page=page, size=3) for page in range(1, len(whole) // 3 + 3)]
    assert [id for part in parts for id in part] == whole and parts[-1] == []


def test_a_listing_has_every_row_and_reads_them_as_one_walks(searcher: Searcher) -> None:
    listing = searcher.figure_listing(FigureRequest(size=2))
    assert [figure_ids(row.figure, row.paragraph.id).id for row in listing.rows] == ids(searcher)
    assert listing.total == len(ids(searcher))


def test_figures_of_hits_come_by_paragraph(searcher: Searcher) -> None:
    found = searcher.figures_of(["乙#2", "甲#2", "没有", "丙#1"])
    assert list(found) == ["乙#2", "丙#1"]
    assert found["乙#2"] == extract(TEXTS["乙#2"], year=2022)


def test_what_is_unread_is_listed_with_its_reason(library_of: Callable[..., Searcher]) -> None:
    text = "盗窃、抢劫、诈骗案件同比分别下降12%、8%。"
    assert extract(text).unread, "the sentence must be one that cannot be read"
    searcher = library_of(rows({"甲#1": text}))
    body = figures_body(searcher.figures(FigureRequest(q="没有", size=1)), quote_path)
    assert body["rows"] == [] and body["unread_total"] == len(extract(text).unread)
    first = body["unread"][0]
    assert text[first["start"] : first["end"]] == first["text"] and first["reason"]
    assert first["paragraph"] == "甲#1"


def test_a_library_without_figures_answers_with_none(library_of: Callable[..., Searcher]) -> None:
    searcher = library_of(rows({"甲#1": "没有。"}))
    assert searcher.figures(FigureRequest(q="破案")).rows == ()
    assert searcher.figures(FigureRequest(kinds=("rank",))).total == 0
    assert searcher.figures_of(["甲#1"]) == {}


def test_a_withdrawn_document_takes_its_figures_along(
    index_of_lines: Callable[..., Settings], opened: Callable[[Settings], Searcher]
) -> None:
    settings = index_of_lines(rows(TEXTS))
    searcher = opened(settings)
    assert searcher.figures_of(["乙#2"])
    GenerationStore(settings.index_path()).withdrawals.withdraw("乙", "更正")
    assert {row.paragraph.document for row in searcher.figures(FigureRequest()).rows} == {
        "甲",
        "丙",
    }
    assert searcher.figures(FigureRequest(documents=("乙",))).total == 0
    assert searcher.figures_of(["乙#2"]) == {}


def test_malformed_years_are_refused_and_unknown_values_noted(searcher: Searcher) -> None:
    with pytest.raises(BadRequestError):
        searcher.figures(FigureRequest(filters=Filters(year=("去年",))))
    page = searcher.figures(FigureRequest(filters=Filters(source=("没有的局",))))
    assert page.rows == () and len(page.notes) == 1


def test_an_indicator_finds_its_other_wordings_and_counts_them_together(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "taxonomy").mkdir(parents=True)
    (folder / "documents").mkdir()
    (folder / "taxonomy" / "synonyms.yaml").write_text("- [电信网络诈骗, 电诈]\n", "utf-8")
    for name, text in {
        "甲": "电诈破案数1200起。",
        "乙": "电信网络诈骗案件破案数1500起。",
        "丙": "电信网络诈骗案件破案数同比上升15%，盗窃案件破案数30起。",
        "丁": "电诈案件发案数下降16%，破案数同比上升9%。",
        "戊": "破案数同比上升3%。",  # of all cases: never beside those of one sort
    }.items():
        (folder / "documents" / f"{name}.md").write_text(f"{text}\n", "utf-8")
    settings = Settings(index=str(tmp_path / "index"), corpus=str(folder))
    rebuild(str(folder), settings, BuildOptions())
    searcher = open_searcher(settings)
    rows = searcher.figures(FigureRequest(indicators=("电诈破案数",), units=("起",))).rows
    assert {row.figure.value for row in rows} == {"1200", "1500"}
    assert len({row.family for row in rows}) == 1
    changes = searcher.figures(FigureRequest(indicators=("电诈破案数",), kinds=("change",))).rows
    assert {row.figure.value for row in changes} == {"15", "9"}
    counts, total = searcher.figure_indicators(FigureRequest(q="破案"))
    told = {(one.kind, one.unit, one.count) for one in counts if "诈" in one.indicator}
    assert told == {("count", "起", 2), ("change", "%", 2)} and total == len(counts) == 4
    assert {"电诈破案数", "电信网络诈骗案件破案数"} in (set(c.wordings) for c in counts)
    assert searcher.figure_indicators(FigureRequest(), limit=1)[1] == 5
    searcher.close()


def test_on_pages_a_sentence_that_a_document_says_again_counts_once(
    library_of: Callable[..., Searcher],
) -> None:
    said = [("甲", 2021, "电诈破案数1200起。"), ("甲", 2021, "2021年电诈破案数1200起。")]
    said += [("甲", 2021, "电诈破案数1201起。"), ("乙", 2021, "电诈破案数1200起。")]
    lines = [
        {"id": f"{document}#{n}", "document": document, "year": year, "text": text}
        for n, (document, year, text) in enumerate(said)
    ]
    library = library_of(lines)
    for is_folded, count in ((False, 4), (True, 3)):
        [found], _ = library.figure_indicators(FigureRequest(), is_folded=is_folded)
        assert found.count == count
    named = named_indicator(library, "电诈破案数")
    assert named is not None and named.figures == 3
