"""What stands in quotation marks in a title names what its report is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher

TITLE = "栖霖市公安局“三色门铃”工作规范（试行）"
TEXTS = (
    "预警信息按紧急程度分为红、橙、蓝三色。",
    "级别：红色；处置人：派出所民警；时限：20分钟内登门",
    "设备每套1850元，由财政列支。",
)


@pytest.fixture(scope="module")
def rules(library_of: Callable[..., Searcher]) -> Searcher:
    lines = [
        {"id": f"r#{n}", "document": "r", "title": TITLE, "text": text}
        for n, text in enumerate(TEXTS, 1)
    ]
    other = {"id": "o#1", "document": "o", "title": "小结", "text": "会议室每套桌椅按红色编号。"}
    return library_of([*lines, other])


def test_a_name_that_only_a_title_has_finds_its_report(rules: Searcher) -> None:
    found = rules.search(SearchRequest("三色门铃"))
    assert [hit.paragraph.text for hit in found.hits] == list(TEXTS)
    assert found.query.notes[0] == "正文里没有找到，以下段落所在报告的标题符合检索词"


@pytest.mark.parametrize(
    ("question", "text"),
    [("三色门铃每套多少钱", TEXTS[2]), ("三色门铃红色时限", TEXTS[1])],
)
def test_a_rule_is_found_by_the_name_in_its_title(
    rules: Searcher, question: str, text: str
) -> None:
    first = rules.search(SearchRequest(question)).hits[0]
    assert (first.paragraph.text, first.match) == (text, "all")


@pytest.mark.parametrize(
    ("question", "asks"),
    [("三色门铃红色几分钟内登门", "几分钟"), ("三色门铃红色登门年度件数", "件数")],
)
def test_how_many_of_what_asks_for_the_unit_that_texts_print(
    rules: Searcher, question: str, asks: str
) -> None:
    found = rules.search(SearchRequest(question))
    assert found.hits[0].paragraph.text == TEXTS[1]
    assert not any(asks in note and "库中没有" in note for note in found.query.notes)
