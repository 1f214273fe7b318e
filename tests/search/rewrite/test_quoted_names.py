"""A name that the library prints in quotation marks is one word of a question about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher

TEXTS = [
    "2021年6月，市局首创“江豚夜巡”：水警驾艇，每晚沿78公里江岸巡查。",
    "“江豚夜巡”增配救援艇12艘，民警随艇。",
    "江豚多次现身，夜巡队员拍下照片。",
    "城区夜巡扩到12个社区，链上企业增加3家。",
]


@pytest.fixture(scope="module")
def library(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(TEXTS, "text")


@pytest.mark.parametrize(
    "question",
    [
        "江豚夜巡是怎么巡的",
        "什么是江豚夜巡",
        "江豚夜巡是谁搞的",
        "哪个局搞了江豚夜巡",
        "江豚夜巡警怎么搞的",  # 巡警 is a word, and printed nowhere
    ],
)
def test_a_quoted_name_is_one_word_of_a_question(library: Searcher, question: str) -> None:
    found = library.search(SearchRequest(question))
    assert {hit.paragraph.id for hit in found.hits if hit.match != "some"} == {"d0#1", "d1#1"}


def test_what_is_printed_without_quotation_marks_falls_into_its_words(library: Searcher) -> None:
    found = library.search(SearchRequest("链上企业夜巡怎么搞"))
    assert "d3#1" in {hit.paragraph.id for hit in found.hits}


@pytest.mark.parametrize(
    "query",
    [
        "各局江豚夜巡救援艇",
        "近几年江豚夜巡的救援艇",
        "几家公安局搞了江豚夜巡",
        "江豚夜巡 近几年",
        "这几年江豚夜巡趋势",
    ],
)
def test_what_asks_of_whom_or_of_which_years_is_not_told_as_missing(
    library: Searcher, query: str
) -> None:
    found = library.search(SearchRequest(query))
    assert not [note for note in found.query.notes if note.startswith("库中没有")]
    assert found.hits[0].match != "some"


def test_it_is_looked_for_where_it_is_printed_or_all_that_is_asked(library: Searcher) -> None:
    assert library.search(SearchRequest("近几年")).query.notes == ("库中没有「近几年」",)
    assert "链上企业" in library.search(SearchRequest("几家链上企业")).query.normalized


@pytest.mark.parametrize(
    "query",
    [
        "江豚夜巡原文",
        "江豚夜巡 定义 是什么",
        "江豚夜巡 是谁搞的",
        "找一下江豚夜巡的表述",
        "江豚夜巡 首次提出 原文",
        "江豚夜巡 品牌",
    ],
)
def test_what_is_wanted_of_a_text_is_not_looked_for_in_it(library: Searcher, query: str) -> None:
    found = library.search(SearchRequest(query))
    assert not [note for note in found.query.notes if note.startswith("库中没有")]
    assert {hit.paragraph.id for hit in found.hits if hit.match != "some"} == {"d0#1", "d1#1"}
