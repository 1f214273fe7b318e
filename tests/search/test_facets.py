"""Facet rows are ordered, keep what is selected, and nest regions."""

from __future__ import annotations

import random

import pytest

from indexer.model.schema import SCHEMA
from search.facets import facet_lists
from search.request import FACET_LIMIT, Filters, SearchRequest

COUNTS = {
    "source": {"乙局": 2, "甲局": 2, "丙局": 5},
    "year": {"2022": 9, "2019": 1, "2021": 3},
    "region": {"江苏省": 4, "江苏省/南通市": 3, "浙江省/海安市": 1, "江苏省/南通市/海安市": 1},
}


def _rows(
    field: str, limit: int | None = None, containing: str = "", **chosen: tuple[str, ...]
) -> list[tuple[str, int, bool]]:
    asked = SearchRequest(
        filters=Filters(**chosen), facet_limit=limit, facet_query=((field, containing),)
    )
    rows = facet_lists(COUNTS, asked).rows[field]
    return [(row.value, row.count, row.selected) for row in rows]


def test_all_six_are_there_even_without_counts() -> None:
    lists = facet_lists({}, SearchRequest())
    assert tuple(lists.rows) == tuple(lists.sizes) == SCHEMA.facets


def test_values_come_by_count_then_name_and_years_ascending() -> None:
    assert [value for value, _, _ in _rows("source")] == ["丙局", "乙局", "甲局"]
    assert [value for value, _, _ in _rows("year")] == ["2019", "2021", "2022"]


def test_a_selected_value_is_listed_at_nought_and_beyond_the_limit() -> None:
    assert _rows("source", 1, source=("甲局", "没有")) == [
        ("丙局", 5, False), ("甲局", 2, True), ("没有", 0, True),
    ]  # fmt: skip
    assert _rows("source", 0) == []


@pytest.mark.parametrize(
    ("chosen", "ticked"),
    [
        ("2021", ["2021"]),
        ("2020..2022", ["2021", "2022"]),
        ("..2019", ["2019"]),
        ("2022..", ["2022"]),
    ],
)
def test_a_range_ticks_the_years_in_it(chosen: str, ticked: list[str]) -> None:
    rows = _rows("year", year=(chosen,))
    assert [value for value, _, selected in rows if selected] == ticked
    assert len(rows) == 3


def test_regions_name_their_parent_and_a_bare_name_ticks_every_node() -> None:
    asked = SearchRequest(filters=Filters(region=("海安市",)))
    rows = facet_lists(COUNTS, asked).rows["region"]
    parents = {row.value: row.parent for row in rows}
    assert parents["江苏省"] is None
    assert parents["江苏省/南通市/海安市"] == "江苏省/南通市"
    assert {r.value for r in rows if r.selected} == {"浙江省/海安市", "江苏省/南通市/海安市"}


def test_a_text_narrows_the_list_of_its_facet_only() -> None:
    counts = {**COUNTS, "genre": {"甲类": 1}}
    asked = SearchRequest(facet_query=(("source", "甲"),))
    lists = facet_lists(counts, asked).rows
    assert [row.value for row in lists["source"]] == ["甲局"]
    assert len(lists["region"]) == 4 and len(lists["genre"]) == 1


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("南通", ["江苏省/南通市", "江苏省/南通市/海安市"]),
        ("江蘇", ["江苏省", "江苏省/南通市", "江苏省/南通市/海安市"]),
        ("省/", ["江苏省/南通市", "江苏省/南通市/海安市", "浙江省/海安市"]),
        ("没有", []),
    ],
)
def test_values_contain_the_text_as_printed_or_in_normal_form(text: str, values: list[str]) -> None:
    assert [value for value, _, _ in _rows("region", containing=text)] == values


def test_a_selected_value_is_listed_behind_those_that_contain_the_text() -> None:
    assert _rows("source", 1, "局", source=("没有", "乙局")) == [
        ("丙局", 5, False), ("乙局", 2, True), ("没有", 0, True),
    ]  # fmt: skip


def test_sizes_count_the_values_that_are_not_listed() -> None:
    many = {f"举措{n}": n % 7 + 1 for n in range(4 * FACET_LIMIT)}
    asked = SearchRequest(filters=Filters(source=("没有",)))
    lists = facet_lists({**COUNTS, "initiative": many}, asked)
    assert lists.sizes["initiative"] == 4 * FACET_LIMIT
    assert lists.sizes["source"] == 4 and lists.sizes["theme"] == 0
    ordered = sorted(many.items(), key=lambda item: (-item[1], item[0]))
    rows = [(row.value, row.count) for row in lists.rows["initiative"]]
    assert rows == ordered[:FACET_LIMIT]


@pytest.mark.parametrize("limit", [0, 1, 3, 50, 999, 1000, 1001, None])
def test_a_cut_list_is_the_beginning_of_the_whole(limit: int | None) -> None:
    chance = random.Random(4)
    counts = {"source": {f"单位{n}": chance.randint(1, 40) for n in range(1000)}}
    whole = facet_lists(counts, SearchRequest(facet_limit=None)).rows["source"]
    assert facet_lists(counts, SearchRequest(facet_limit=limit)).rows["source"] == whole[:limit]


def test_the_years_of_two_centuries_are_all_listed_unless_few_are_asked_for() -> None:
    counts = {"year": {str(year): 1 for year in range(1826, 2027)}}
    listed = {
        limit: [row.value for row in facet_lists(counts, asked).rows["year"]]
        for limit in (FACET_LIMIT, 10)
        for asked in [SearchRequest(facet_limit=limit, filters=Filters(year=("2026",)))]
    }
    assert listed[FACET_LIMIT] == [str(year) for year in range(1826, 2027)]
    assert listed[10] == [*(str(year) for year in range(1826, 1836)), "2026"]
