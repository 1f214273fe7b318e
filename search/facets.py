"""Turn facet counts into the rows that readers see: ordered, selected ones kept, regions nested."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from indexer.model.schema import SCHEMA
from search.query.years import is_in_years
from search.request import Filters
from search.results import FacetValue

Rows = tuple[FacetValue, ...]


def facet_rows(
    counts: Mapping[str, Mapping[str, int]], filters: Filters, limit: int | None
) -> dict[str, Rows]:
    """All facets. `limit` cuts each list; a selected value is listed even then, and at 0."""
    return {
        field: _rows(field, counts.get(field, {}), filters.of(field), limit)
        for field in SCHEMA.facets
    }


def _rows(
    field: str, counts: Mapping[str, int], selected: tuple[str, ...], limit: int | None
) -> Rows:
    chosen = _selected_values(field, counts, selected) if selected else {}
    listed = {**dict.fromkeys(chosen, 0), **counts}
    ordered = sorted(listed.items())
    if SCHEMA[field].kind != "year":
        ordered.sort(key=_count, reverse=True)  # keeps the order of values of equal counts
    kept = ordered if limit is None else ordered[:limit]
    if chosen:
        kept += [item for item in ordered[len(kept) :] if item[0] in chosen]
    return tuple(
        FacetValue(value, count, value in chosen, _parent(field, value)) for value, count in kept
    )


_count = itemgetter(1)


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


def _parent(field: str, value: str) -> str | None:
    if SCHEMA[field].kind != "path" or "/" not in value:
        return None
    return value.rsplit("/", 1)[0]
