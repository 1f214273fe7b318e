"""Say of a search without hits which of its conditions, taken off, would give how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.model.schema import SCHEMA
from search.request import SearchRequest
from search.results import SearchResult
from search.searcher import Searcher
from web.addresses import search_address, with_filter, without_text
from web.context import prefix
from web.pages.facets import without_filters, year_label
from web.params import ViewOptions

_MOST = 12  # conditions tried: each is a search of its own


@dataclass(frozen=True, slots=True)
class WayOut:
    """The same search without one condition, or without all (`title` ""), and what it finds."""

    title: str
    value: str
    total: int
    address: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """`ways` take off one condition each, `bare` all of them; `unworded` keeps them and takes off
    the query, told where that has no hit anywhere. None where there is nothing to take off."""

    ways: tuple[WayOut, ...] = ()
    bare: WayOut | None = None
    unworded: WayOut | None = None


def nothing(
    result: SearchResult, asked: SearchRequest, view_options: ViewOptions, searcher: Searcher
) -> Nothing | None:
    """None where something was found."""
    if result.total:
        return None
    if not asked.filters and not asked.within:
        return Nothing()

    def way(title: str, value: str, without: SearchRequest) -> WayOut:
        counted = replace(without, page=1, size=1, facet_limit=0, group="none", correct=False)
        address = search_address(replace(without, page=1), view_options, prefix())
        return WayOut(title, value, searcher.search(counted).total, address)

    bare = way("", asked.q, without_filters(asked))
    ways = [way(*one) for one in _without_one(asked)] if bare.total else []
    unworded = None
    if asked.q.strip() and not bare.total:
        unworded = way("", "", replace(asked, q=""))
    return Nothing(tuple(ways), bare, unworded if unworded and unworded.total else None)


def _without_one(asked: SearchRequest) -> Iterator[tuple[str, str, SearchRequest]]:
    """Each condition by its name, with the search that lacks it: all values of a filter are one,
    for any of them would do."""
    for field, values in asked.filters.chosen[:_MOST]:
        is_year = SCHEMA[field].kind == "year"
        shown = "、".join(year_label(value) if is_year else value for value in values)
        yield SCHEMA[field].label, shown, with_filter(asked, field, ())
    for text in asked.within[: _MOST - len(asked.filters.chosen)]:
        yield "结果中检索", text, without_text(asked, text)
