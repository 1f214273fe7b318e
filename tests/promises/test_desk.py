"""Promises 21 and 26: narrowing and ordering without losing sight of the rest."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from collection import Collection

from indexer.model.schema import SCHEMA
from search.request import Filters
from search.results import FacetValue


def _rows(
    collection: Collection, field: str, query: str, filters: Filters
) -> tuple[FacetValue, ...]:
    return collection.search(query, filters=filters).facets[field]


@pytest.mark.parametrize("query", ["", "平安", "100%"])
@pytest.mark.parametrize("field", ["source", "genre", "year"])
def test_21_other_values_stay_with_the_counts_they_would_add(
    reports: Collection, query: str, field: str
) -> None:
    """Of facets with one value a paragraph, the count is exactly what ticking it adds."""
    offered = _rows(reports, field, query, Filters())
    for chosen in offered:
        selected = Filters(**{field: (chosen.value,)})
        before = reports.search(query, filters=selected)
        rows = before.facets[field]
        assert {row.value for row in rows} == {row.value for row in offered}
        assert [row.value for row in rows if row.selected] == [chosen.value]
        for row in rows:
            if not row.selected:
                both = Filters(**{field: (chosen.value, row.value)})
                assert reports.search(query, filters=both).total - before.total == row.count


@pytest.mark.parametrize("field", SCHEMA.facets)
def test_21_a_count_is_what_choosing_that_value_alone_lists(
    reports: Collection, field: str
) -> None:
    elsewhere = Filters(year=("2020..2022",)) if field != "year" else Filters(genre=("综述",))
    for row in _rows(reports, field, "平安", elsewhere):
        chosen = {name: elsewhere.of(name) for name in SCHEMA.facets} | {field: (row.value,)}
        assert reports.search("平安", filters=Filters(**chosen)).total == row.count


def test_21_a_chosen_value_is_listed_even_at_nought(reports: Collection) -> None:
    rows = _rows(reports, "source", "经典", Filters(source=("河口县公安局",)))
    assert ("河口县公安局", 0, True) in {(r.value, r.count, r.selected) for r in rows}


def test_26_time_title_source_theme_and_sort_narrow_the_first_page(reports: Collection) -> None:
    years = reports.search("平安", filters=Filters(year=("2022..",)), size=100)
    assert {hit.paragraph.year for hit in years.hits} == {2022}
    titles = reports.search("平安前哨", field="title", size=100)
    assert {hit.paragraph.document for hit in titles.hits} == {"qianshao"}
    source = reports.search("平安", filters=Filters(source=("山城市公安局",)), size=100)
    assert {hit.paragraph.source for hit in source.hits} == {"山城市公安局"}
    theme = reports.search("", filters=Filters(theme=("反诈",)), size=100)
    assert theme.total and all("反诈" in hit.paragraph.themes for hit in theme.hits)
    newest = [h.paragraph.date or str(h.paragraph.year) for h in years.hits if h.paragraph.date]
    assert newest
    for sort, direction in (("newest", -1), ("oldest", 1)):
        hits = reports.search("平安", sort=sort, size=100).hits
        dates = [_day(h.paragraph.date or str(h.paragraph.year)) for h in hits]
        assert dates == sorted(dates, key=lambda day: direction * day)


def _day(date: str) -> int:
    parts = [*map(int, date.split("-")), 1, 1][:3]
    return parts[0] * 10_000 + parts[1] * 100 + parts[2]


def _least_ms(ask: Callable[[], object]) -> float:
    times: list[float] = []
    for _ in range(7):
        started = time.process_time()
        ask()
        times.append((time.process_time() - started) * 1000)
    return min(times)


@pytest.mark.parametrize("engine", ["whoosh"], indirect=True, scope="session")
@pytest.mark.parametrize("query", ["", "平", "平 OR 安"])
def test_26_page_fifty_is_as_fast_as_page_one(jumble: Collection, query: str) -> None:
    size = 5
    assert jumble.search(query).total > 49 * size
    first = _least_ms(lambda: jumble.search(query, size=size))
    fiftieth = _least_ms(lambda: jumble.search(query, page=50, size=size))
    assert fiftieth <= 3 * first + 20
    assert fiftieth < 100
