"""A name that the library prints in quotation marks is one word of a question about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.settings import Settings
from search.request import SearchRequest
from search.searcher import Searcher

TEXTS = [
    "2021年6月，市局首创“江豚夜巡”：水警驾艇，每晚沿78公里江岸巡查。",
    "“江豚夜巡”增配救援艇12艘。",
    "江豚多次现身，夜巡队员拍下照片。",
    "城区夜巡扩到12个社区，链上企业增加3家。",
]


@pytest.fixture(scope="module")
def library(
    index_of_lines: Callable[..., Settings], opened: Callable[[Settings], Searcher]
) -> Searcher:
    lines = [{"id": f"d{at}", "document": f"d{at}", "text": text} for at, text in enumerate(TEXTS)]
    return opened(index_of_lines(lines))


@pytest.mark.parametrize(
    "question",
    ["江豚夜巡是怎么巡的", "什么是江豚夜巡", "江豚夜巡是谁搞的", "哪个局搞了江豚夜巡"],
)
def test_a_quoted_name_is_one_word_of_a_question(library: Searcher, question: str) -> None:
    found = library.search(SearchRequest(question))
    assert {hit.paragraph.id for hit in found.hits if hit.match != "some"} == {"d0", "d1"}


def test_what_is_printed_without_quotation_marks_falls_into_its_words(library: Searcher) -> None:
    found = library.search(SearchRequest("链上企业夜巡怎么搞"))
    assert "d3" in {hit.paragraph.id for hit in found.hits}
