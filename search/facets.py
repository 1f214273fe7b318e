"""Turn facet counts into the rows that readers see: ordered, selected ones kept, regions nested."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import repeat

from indexer.model.documents import WAITING
from indexer.model.schema import SCHEMA
from search.engines.value_counts import ValueCounts
from search.query.years import is_in_years
from search.request import FACET_LIMIT, SearchRequest
from search.results import FacetValue

Rows = tuple[FacetValue, ...]
_FACET_VALUE = partial(tuple.__new__, FacetValue)  # a page has hundreds: without a call of Python


@dataclass(frozen=True, slots=True)
class FacetLists:
    """The rows of every facet, and how many there would be if none were left out."""

    rows: dict[str, Rows]
    sizes: dict[str, int]


def facet_lists(
    counts: Mapping[str, Mapping[str, int]],
    request: SearchRequest,
    candidates: Collection[str] = (),
) -> FacetLists:
    """All facets, cut to the limit and the containing text of a request.

    `candidates` are the initiatives that nobody has listed yet.

    A selected value is listed whatever the limit and the text, and at 0.
    """
    rows: dict[str, Rows] = {}
    sizes: dict[str, int] = {}
    for field in SCHEMA.facets:
        is_year = SCHEMA[field].kind == "year"
        counted = ValueCounts.of(counts.get(field, {}), is_year)
        selected = request.filters.of(field)
        chosen = _selected_values(field, counted, selected) if selected else {}
        rows[field] = _rows(field, counted, chosen, request)
        if field == "initiative" and candidates:
            rows[field] = tuple(
                row._replace(status=WAITING) if row.value in candidates else row
                for row in rows[field]
            )
        sizes[field] = len(counted) + sum(value not in counted for value in chosen)
    return FacetLists(rows, sizes)


def _rows(
    field: str, counted: ValueCounts, chosen: Mapping[str, None], request: SearchRequest
) -> Rows:
    listed = counted.leading(_limit(field, request), request.facet_text(field))
    if chosen:
        listed = _with_chosen(field, listed, counted, chosen, request)
    is_path = SCHEMA[field].kind == "path"
    parents = [_parent(value) for value, _ in listed] if is_path else repeat(None)
    selected = [value in chosen for value, _ in listed] if chosen else repeat(False)
    columns = zip(*listed, strict=True) if listed else ((), ())
    return tuple(map(_FACET_VALUE, zip(*columns, selected, parents, repeat(None), strict=False)))


def _limit(field: str, request: SearchRequest) -> int | None:
    """How many values are listed. Years are a chart, which must not end in the midst of time: all
    of them, unless fewer than usual are asked for."""
    limit = request.facet_limit
    is_chart = SCHEMA[field].kind == "year" and limit is not None and limit >= FACET_LIMIT
    return None if is_chart else limit


def _with_chosen(
    field: str,
    listed: list[tuple[str, int]],
    counted: ValueCounts,
    chosen: Mapping[str, None],
    request: SearchRequest,
) -> list[tuple[str, int]]:
    """The same with every chosen value: at its place in the order, else behind the others."""
    known = {value for value, _ in listed}
    others = [(value, counted.get(value, 0)) for value in chosen if value not in known]
    everything = ValueCounts.ordered([*listed, *others], SCHEMA[field].kind == "year")
    if request.facet_text(field):
        return [*listed, *(item for item in everything if item[0] not in known)]
    limit = _limit(field, request)
    limit = len(everything) if limit is None else limit
    return everything[:limit] + [item for item in everything[limit:] if item[0] in chosen]


def _selected_values(
    field: str, counts: Mapping[str, int], selected: tuple[str, ...]
) -> dict[str, None]:
    """The rows that a selection ticks: a bare region name ticks every node of that name."""
    chosen: dict[str, None] = {}
    for value in selected:
        if SCHEMA[field].kind == "year" and ".." in value:
            inside = [year for year in counts if is_in_years(int(year), (value,))]
            chosen.update(dict.fromkeys(inside))
            continue
        if SCHEMA[field].kind == "path" and value not in counts:
            nodes = [node for node in counts if node.rsplit("/", 1)[-1] == value]
            if nodes:
                chosen.update(dict.fromkeys(nodes))
                continue
        chosen[value] = None
    return chosen


@lru_cache(maxsize=4096)
def _parent(path: str) -> str | None:
    return path.rsplit("/", 1)[0] if "/" in path else None
