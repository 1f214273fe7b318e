"""Facet rows are ordered, keep what is selected, and nest regions."""

from __future__ import annotations

import pytest

from indexer.model.schema import SCHEMA
from search.facets import facet_rows
from search.request import Filters

COUNTS = {
    "source": {"乙局": 2, "甲局": 2, "丙局": 5},
    "year": {"2022": 9, "2019": 1, "2021": 3},
    "region": {"江苏省": 4, "江苏省/南通市": 3, "浙江省/海安市": 1, "江苏省/南通市/海安市": 1},
}


def _rows(
    field: str, limit: int | None = None, **chosen: tuple[str, ...]
) -> list[tuple[str, int, bool]]:
    rows = facet_rows(COUNTS, Filters(**chosen), limit)[field]
    return [(row.value, row.count, row.selected) for row in rows]


def test_all_six_are_there_even_without_counts() -> None:
    assert tuple(facet_rows({}, Filters(), None)) == SCHEMA.facets


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
    rows = facet_rows(COUNTS, Filters(region=("海安市",)), None)["region"]
    parents = {row.value: row.parent for row in rows}
    assert parents["江苏省"] is None
    assert parents["江苏省/南通市/海安市"] == "江苏省/南通市"
    assert {r.value for r in rows if r.selected} == {"浙江省/海安市", "江苏省/南通市/海安市"}
