"""Offer the units that a comparison can be narrowed to, and those that it is narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from flask import request

from search.comparing.measures import By, Measure
from search.comparing.related import measures_in_all_words
from search.figures.request import FigureRequest
from search.request import SearchRequest
from search.results import FacetValue
from web.addresses import address
from web.context import prefix, site

MOST_UNITS = 60  # that are offered to be ticked; of more, those with most to say


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """The units of a form, `further` more that it has no room for, and what else it sends.

    `every` is the address of the same comparison with all units.
    """

    units: tuple[FacetValue, ...]
    further: int
    kept: tuple[tuple[str, str], ...]
    every: str

    @property
    def chosen(self) -> int:
        return sum(unit.selected for unit in self.units)


def units_of_library() -> dict[str, Any]:
    """The units and the years of the library, for the page on which a comparison is begun."""
    result = site().searcher.search(SearchRequest(size=1, facet_limit=MOST_UNITS))
    units = result.facets["source"]
    years = sorted((row.value for row in result.facets["year"]), reverse=True)
    further = result.facet_values["source"] - len(units)
    return {"units": units, "further": further, "years": years}


def units_of_subject(asked: SearchRequest) -> UnitChoice:
    """Those that say something of a subject, whichever are chosen, with their paragraphs."""
    counted = replace(asked, page=1, size=1, facet_limit=MOST_UNITS, group="none")
    result = site().searcher.search(counted)
    units = result.facets["source"]
    return _choice(units, max(result.facet_values["source"] - len(units), 0))


def units_of_indicator(asked: FigureRequest, measures: Sequence[Measure], by: By) -> UnitChoice:
    """Those that tell of an indicator, with their figures; `measures` are of the chosen ones."""
    if by == "region":
        return _choice((), 0)
    chosen = asked.filters.of("source")
    if chosen:
        every = replace(asked, filters=asked.filters.replaced(source=()))
        measures = measures_in_all_words(site().searcher, every, by)
    counts = dict.fromkeys(chosen, 0)  # also of those that tell nothing of it
    for (unit, _), rows in chain.from_iterable(m.cells.items() for m in measures):
        counts[unit] = counts.get(unit, 0) + len(rows)
    ordered = sorted(filter(None, counts), key=lambda unit: (-counts[unit], unit))
    units = tuple(FacetValue(unit, counts[unit], unit in chosen) for unit in ordered)
    return _choice(units[:MOST_UNITS], max(len(units) - MOST_UNITS, 0))


def _choice(units: Sequence[FacetValue], further: int) -> UnitChoice:
    kept = tuple((k, v) for k, v in request.args.items(multi=True) if k != "source" and v)
    return UnitChoice(tuple(units), further, kept, address(f"{prefix()}/compare", kept))
