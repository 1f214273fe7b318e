"""Promises 8, 9, 10 and 19: one thing is found however it is written, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from collection import Collection

OfLines = Callable[[Sequence[Mapping[str, object]]], Collection]


def _ids(collection: Collection, query: str, **options: object) -> set[str]:
    return {hit.id for hit in collection.ranked(query, **options)}


@pytest.mark.parametrize(
    ("query", "found", "not_found"),
    [
        ("12", ["shuzi#2"], []),  # in 123, and not in 1.2 (exact, below)
        ("15.72%", ["shuzi#1", "qianshao#2"], ["shuzi#2"]),
        ("１５．７２％", ["shuzi#1", "qianshao#2"], ["shuzi#2"]),
        ("15.72", ["shuzi#1", "shuzi#2", "qianshao#2"], []),
    ],
)
def test_08_figures_are_compared_as_figures(
    reports: Collection, query: str, found: list[str], not_found: list[str]
) -> None:
    exact = _ids(reports, query, mode="exact")
    assert set(found) <= exact
    assert exact.isdisjoint(not_found)
    assert exact <= _ids(reports, query)


def test_08_a_figure_is_found_in_a_longer_one_and_not_across_a_decimal_point(
    of_lines: OfLines,
) -> None:
    collection = of_lines([{"id": "a#1", "text": "共123人"}, {"id": "a#2", "text": "计1.2万元"}])
    for mode in ("smart", "exact"):
        assert _ids(collection, "12", mode=mode) == {"a#1"}


@pytest.mark.parametrize(
    ("query", "other", "id"),
    [
        ("23876", "23,876", "shuzi#1"),
        ("23,876", "23876", "shuzi#2"),
        ("５分钟", "五分钟", "shuzi#3"),
        ("五分钟", "5分钟", "shuzi#4"),
    ],
)
def test_08_other_forms_of_a_figure_are_shown_expansions(
    reports: Collection, query: str, other: str, id: str
) -> None:
    result = reports.search(query, size=100)
    assert id in {hit.paragraph.id for hit in result.hits}
    assert other in {form for e in result.query.expansions for form in e.to}
    assert id not in _ids(reports, query, mode="exact")
    assert id not in _ids(reports, query, expand=False)


@pytest.mark.parametrize("written", ["1、3、5分钟", "1.35分钟", "135分钟", "“1、3、5分钟”"])
def test_08_the_written_forms_of_one_programme_are_one(reports: Collection, written: str) -> None:
    result = reports.search(written, size=100)
    assert result.hits[0].paragraph.id == "shuzi#5"
    assert "1、3、5分钟" in {value.value for value in result.facets["initiative"]}


@pytest.mark.parametrize("name", ["1+N", "蓝剑-2024", "蓝剑—2024", "政务+公安"])
def test_08_signs_inside_names_are_text(reports: Collection, name: str) -> None:
    for mode in ("smart", "exact"):
        assert _ids(reports, name, mode=mode) == {"shuzi#6"}


@pytest.mark.parametrize("query", ["電信網絡詐騙", "电信网络诈骗", "“電信網絡詐騙”"])
def test_09_traditional_and_simplified_find_each_other(reports: Collection, query: str) -> None:
    both = {"fanti#1", "fanti#2"}
    assert _ids(reports, query, mode="exact") == both
    assert both <= _ids(reports, query)
    printed = reports.search(query, mode="exact", size=10).hits
    assert {hit.paragraph.text[:2] for hit in printed} == {"電信", "电信"}, "shown as printed"


@pytest.mark.parametrize(("query", "printed_otherwise"), [("百分之百", "#4"), ("100%", "#3")])
def test_10_percent_in_words_and_signs_is_one_with_a_way_out(
    reports: Collection, query: str, printed_otherwise: str
) -> None:
    result = reports.search(query, size=100)
    found = {hit.paragraph.id for hit in result.hits}
    assert {"shuzi#3", "shuzi#4", "biaoji#3"} <= found
    assert result.query.expansions
    literally = _ids(reports, query, expand=False)
    assert f"shuzi{printed_otherwise}" not in literally
    assert literally


def test_19_spaces_and_line_breaks_in_print_do_not_matter(reports: Collection) -> None:
    for query in ("平安前哨", "平 安 前 哨", "平安\n前哨", "平安\u3000前哨\u200b"):
        for mode in ("smart", "exact"):
            assert {"qianshao#3", "qianshao#4"} <= _ids(reports, query, mode=mode), query
