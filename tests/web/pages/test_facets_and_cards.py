"""Facets tell how much there is and what is not stated; a name gets a card; pages have numbers."""

from __future__ import annotations

import dataclasses

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.request import SearchRequest
from search.results import FacetValue
from search.searcher import Searcher
from web.pages.facets import facets
from web.pages.pager import paged


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "html.parser")


def test_any_value_of_a_long_facet_is_found_without_scripts(client: FlaskClient) -> None:
    page = soup(client, "/search")
    box = page.select_one('input[name="facet_query.initiative"]')
    assert box is not None and box["form"] == "search"
    found = soup(client, "/search?facet_query.initiative=屯警点")
    values = [b["value"] for b in found.select('#facets input[type=checkbox][name="initiative"]')]
    assert values and all("屯警点" in str(value) for value in values)
    none = soup(client, "/search?facet_query.initiative=没有的名字")
    assert none.select('#facets [data-field="initiative"] .none')


def test_the_number_of_folded_values_is_the_true_one(
    client: FlaskClient, searcher: Searcher
) -> None:
    size = searcher.search(SearchRequest()).facet_values["initiative"]
    facet = soup(client, "/search").select_one('[data-field="initiative"]')
    assert facet is not None
    shown = len(facet.select(":scope > ul input"))
    summary = facet.select_one("summary")
    assert summary is not None and f"更多 {size - shown} 项" in summary.text


def test_honours_and_meetings_are_folded_under_other_names(
    searcher: Searcher,
) -> None:
    result = searcher.search(SearchRequest())
    kinds = {i.name: i.kind for i in searcher.taxonomy().initiatives}
    drawn = facets(result, SearchRequest(), lambda name: kinds.get(name, ""))
    facet = next(f for f in drawn if f.field == "initiative")
    *by_kind, others = facet.more
    assert others.title == "其他名称" and others.rows
    assert by_kind and all({kinds[r.value] for r in fold.rows} == {fold.title} for fold in by_kind)
    assert {kinds[row.value] for row in others.rows} <= {"荣誉", "会议", "口号", "其他", "活动"}
    assert not {kinds[row.value] for row in facet.rows} & {"荣誉", "会议", "口号"}


def test_paragraphs_without_a_value_are_counted(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest())
    sources = tuple(FacetValue(v.value, v.count - 1, False) for v in result.facets["source"])
    changed = dataclasses.replace(result, facets={**result.facets, "source": sources})
    drawn = facets(changed, SearchRequest(), lambda name: "")
    facet = next(f for f in drawn if f.field == "source")
    assert facet.unnamed == len(sources)


@pytest.mark.parametrize(
    ("words", "field", "says"),
    [
        ("反诈", "主题", "6 段"),
        ("平安前哨", "举措", "在本库中最早"),
        ("海安市公安局", "来源", "又写作"),
    ],
)
def test_a_name_has_a_card(client: FlaskClient, words: str, field: str, says: str) -> None:
    card = soup(client, f"/search?q={words}").select_one(".card")
    assert card is not None
    heading = card.select_one("h2")
    assert heading is not None and field in heading.text and words in heading.text
    assert says in card.text


def test_a_sentence_or_another_page_has_no_card(client: FlaskClient) -> None:
    for address in ("/search?q=反诈 宣传", "/search?q=反诈&page=2", "/search?q=反诈&mode=exact"):
        assert not soup(client, address).select(".card")


@pytest.mark.parametrize(
    ("page", "pages", "expected"),
    [
        (1, 1, [1]),
        (1, 4, [1, 2, 3, 4]),
        (1, 9, [1, 2, 3, 0, 9]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (10, 20, [1, 0, 8, 9, 10, 11, 12, 0, 20]),
        (30, 20, [1, 0, 20]),
    ],
)
def test_pages_are_numbered_around_this_one(page: int, pages: int, expected: list[int]) -> None:
    pager = paged(page, pages, lambda number: f"/search?q=警&page={number}")
    assert [link.number for link in pager.links] == expected
    assert pager.pairs == (("q", "警"),) and pager.path == "/search"


def test_scattered_hits_alone_are_not_told_as_finds(client: FlaskClient) -> None:
    def count(words: str) -> str:
        line = soup(client, f"/search?q={words}").select_one(".count")
        assert line is not None
        return line.text

    assert "没有一段写出“无人机潜水艇”" in count("无人机潜水艇")
    assert "本库没有「铁甲夜巡队」" in count("南通有没有铁甲夜巡队")
    assert "没有一段写出“潜水艇”“声呐”" in count("无人机 潜水艇 声呐")
    assert "没有一段含全部词" not in count("反诈")
    assert "没有一段含全部词" not in count("哪个城市命案全破时间最长")
