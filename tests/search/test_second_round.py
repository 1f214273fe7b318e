"""Each line of “Second round” of the search design, as a reader meets it in the bundled library.

The third column says what 0.1.0 answered. Other writings of print (radicals, zeros, dots, brackets,
quantities) are not in these five reports: `test_writings` has texts of its own for them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from search.request import Filters, SearchRequest
from search.searcher import Searcher

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def searcher(bundled_library: Searcher) -> Searcher:
    return bundled_library


@pytest.mark.parametrize(
    ("q", "first", "match", "before"),
    [
        ("乘势而上", "haian-2024#2", "phrase", "none, and 库中没有: it stands in a heading"),
        (r"/命案连续\d+年/", "haian-2024#5", "all", "taken for text"),
        ("淮南 反诈", "huainan-2021#5", "all", "what prints 淮南"),
        ("海安 无人机", "haian-2024#4", "all", "scattered: no paragraph about it prints 海安"),
        ("南京 智慧警务", "nanjing-2022#15", "all", "scattered"),
        ("2021年 命案", "huainan-2021#2", "all", "what prints 2021年"),
        ("南通 海安 南京 淮南 反诈", "nantong-2021#6", "all", "scattered: nothing prints all four"),
        ("淮南公安 反诈", "huainan-2021#5", "all", "what prints 淮南公安"),
        ("城市:南京 命案", "nanjing-2022#2", "all", "taken for text"),
        ("单位:南通 反诈", "nantong-2021#6", "all", "taken for text"),
        ("省份:安徽 命案", "huainan-2021#2", "all", "taken for text"),
        ("回眸 治安", "huainan-2021#6", "all", "回眸 dropped in silence"),
        ("哪个城市命案全破时间最长", "haian-2024#5", "all", "not among the first ten"),
        ("江南", "nanjing-2022#8", "phrase", "not told from the word 江南"),
        ("pinganqianshao", "nantong-2020#2", "phrase", "none, with a proposal"),
        ("电诈 破案 同比", "haian-2024#5", "all", "the command took one word"),
    ],
)
def test_each_asked_word_is_met(
    searcher: Searcher, q: str, first: str, match: str, before: str
) -> None:
    hit = searcher.search(SearchRequest(q)).hits[0]
    assert (hit.paragraph.id, hit.match) == (first, match), f"before: {before}"
    assert hit.marks or any(hit.heading_marks)


@pytest.mark.parametrize(
    ("q", "told"),
    [
        ("无人机 xyzzy", "库中没有「xyzzy」"),
        ("回眸 治安", "「回眸」只见于标题"),
        ("无人机 and 巡逻", "「and」不作检索词"),
        ("无人机 && 巡逻", "「&&」不作检索词"),
        ("无人机 + 巡逻", "「+」不作检索词"),
        ("无人机 | 直升机", "「|」读作 OR"),
        ("pinganqianshao", "以下是「平安前哨」的结果"),
        ("城市:南京 命案", "按字段“地区”检索"),
        ("命案全破", "也找「命案全破」的词分开出现的段落"),
    ],
)
def test_what_was_dropped_or_read_otherwise_is_named(searcher: Searcher, q: str, told: str) -> None:
    assert any(told in note for note in searcher.search(SearchRequest(q)).query.notes)


def test_a_heading_opens_its_first_paragraph_and_is_marked_in_every_mode(
    searcher: Searcher,
) -> None:
    for mode in ("smart", "exact"):
        (hit,) = searcher.search(SearchRequest("乘势而上", mode=mode)).hits  # type: ignore[arg-type]
        ((start, end),) = hit.heading_marks[0]
        assert hit.paragraph.headings[0][start:end] == "乘势而上" and not hit.marks


def test_a_place_is_met_by_what_is_known_told_and_undone(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("海安 无人机"))
    understood = {(e.text, e.field, e.value) for e in result.query.entities if e.is_met}
    assert ("海安", "region", "江苏省/南通市/海安市") in understood
    literal = searcher.search(SearchRequest("海安 无人机", entities=False))
    assert literal.query.entities == () and literal.matches.all == 0
    filtered = SearchRequest("无人机", filters=Filters(region=("江苏省/南通市/海安市",)))
    assert [hit.paragraph.id for hit in searcher.search(filtered).hits] == ["haian-2024#4"]


def test_a_name_alone_finds_the_text_and_offers_what_it_names(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("淮南"))
    assert {hit.match for hit in result.hits} == {"phrase"}
    offered = {entity.field: entity for entity in result.query.entities}
    assert offered.keys() == {"source", "region"} and not any(e.is_met for e in offered.values())
    assert offered["region"].total == 8


def test_phrase_hits_hide_no_paragraph_that_words_it_otherwise(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("命案全破"))
    classes = {hit.paragraph.id: hit.match for hit in result.hits}
    assert classes["haian-2024#5"] == "all"  # 命案连续31年全破
    assert [hit.match for hit in result.hits] == sorted(
        (hit.match for hit in result.hits), key=("phrase", "all", "some").index
    )


@pytest.mark.parametrize("query", ["海安 命案全破", "命案全破 海安市公安局"])
def test_what_a_unit_words_otherwise_leads_what_others_say(searcher: Searcher, query: str) -> None:
    """Others print 命案全破; the unit that is named, 命案连续31年全破."""
    result = searcher.search(SearchRequest(query))
    first = result.hits[0]
    assert (first.paragraph.id, first.match) == ("haian-2024#5", "all")
    assert f"也找「{query}」的词分开出现的段落：命案、全破" in result.query.notes


def test_latin_letters_are_a_word_and_no_scattered_letters(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("GDP增长"))
    assert ("gdp", ("国内生产总值",)) in [(e.origin, e.to) for e in result.query.expansions]
    assert [hit.lacks for hit in result.hits] == [("gdp",)]  # 增长点


def test_what_stands_across_words_says_so(searcher: Searcher) -> None:
    (hit,) = searcher.search(SearchRequest("江南")).hits
    assert hit.is_across_words and "长江南京段" in hit.paragraph.text
