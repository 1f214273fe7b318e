"""A pasted sentence is told as printed, nearly printed or nowhere, and is told once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher
from search.suggest.pasted import NOT_PRINTED, as_written

TEXTS = (
    "全市立电信网络诈骗案件1820起，同比下降12.4%，破案763起，抓获犯罪嫌疑人932人，挽损8650万元。",
    "出入境管理支队推出“侨胞云窗口”，实现护照换发全程网办，平均办理时限由7日压缩至4日。",
    "民警与网格员结对1386组，网格员上报线索2.2万条；议事厅增至233个。",
)


@pytest.fixture(scope="module")
def searcher(texts_opened: Callable[..., Searcher]) -> Searcher:
    return texts_opened(TEXTS)


@pytest.mark.parametrize(
    "mark", ["[3]", "［12］", "〔1〕", "①", "²", " [3] ", " - 12 - ", "第 3 页 共 8 页"]
)
def test_what_copying_left_is_left_out_and_told(searcher: Searcher, mark: str) -> None:
    pasted = f"出入境管理支队推出“侨胞云窗口”{mark}，实现护照换发全程网办。"
    result = searcher.search(SearchRequest(pasted))
    assert result.matches.phrase == 1 and result.hits[0].paragraph.document == "d1"
    assert f"「{mark.strip()}」像是脚注号或页码，不参与检索" in result.query.notes
    assert searcher.search(SearchRequest(pasted, mode="exact")).total == 0


def test_numbers_that_are_no_footnotes_stay() -> None:
    for text in (
        "根据海公发〔2021〕15号文件要求全面推进",
        "按照①②两条路径分别推进各项工作落实",
        "2019 - 12 - 3全市启动打击治理专项行动",
        "全市5G基站和10L灭火器在2019年全部配发",
    ):
        assert as_written(text, lambda form: 0) == (text, ())


def test_a_nearly_printed_sentence_is_told_once(searcher: Searcher) -> None:
    slip = TEXTS[0].replace("763", "736").replace("犯罪嫌疑人", "嫌疑人")
    query = searcher.search(SearchRequest(slip)).query
    assert [e.kind for e in query.expansions if e.kind == "near"]
    assert not query.suggestions
    assert [note for note in query.notes if note.startswith("库中没有")] == [
        note for note in query.notes if "原文「763」" in note
    ]


def test_of_a_sentence_that_is_half_printed_the_half_is_named(searcher: Searcher) -> None:
    pasted = "民警与网格员结对1386组，每月走访企业三次，联合开展夜间武装巡逻"
    result = searcher.search(SearchRequest(pasted))
    assert result.query.notes[0] == NOT_PRINTED
    assert [(s.text, s.reason) for s in result.query.suggestions] == [
        ("民警与网格员结对1386组", "part")
    ]


def test_a_page_of_marks_is_left_as_it_is() -> None:
    for text in ("字[1]" * 5_000, "[1" * 10_000, "字" * 20_000 + "，①", "lO" * 900, "- " * 900):
        assert as_written(text, lambda form: 0) == (text, ())


def test_letters_that_a_scan_read_for_figures_are_figures_and_told(searcher: Searcher) -> None:
    pasted = TEXTS[0].replace("全市", "2O2l年全市").replace("1820", "l820").replace("763", "736")
    query = searcher.search(SearchRequest(pasted)).query
    assert "「2O2l」里的字母当作数字" in query.notes
    assert not query.corrected and "2021年" in next(
        e.origin for e in query.expansions if e.kind == "near"
    )
