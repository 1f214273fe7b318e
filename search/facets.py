"""Turn facet counts into the rows that readers see: ordered, selected ones kept, regions nested."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from search.request import FACET_FIELDS, Filters
from search.results import FacetValue

Rows = tuple[FacetValue, ...]


def facet_rows(
    counts: Mapping[str, Mapping[str, int]], filters: Filters, limit: int | None
) -> dict[str, Rows]:
    """All six facets. `limit` cuts each list; a selected value is listed even then, and at 0."""
    return {
        field: _rows(field, counts.get(field, {}), filters.of(field), limit)
        for field in FACET_FIELDS
    }


def _rows(
    field: str, counts: Mapping[str, int], selected: tuple[str, ...], limit: int | None
) -> Rows:
    chosen = _selected_values(field, counts, selected) if selected else {}
    listed = {**dict.fromkeys(chosen, 0), **counts}
    ordered = sorted(listed.items())
    if field != "year":
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
        if field == "year" and ".." in value:
            low, _, high = value.partition("..")
            inside = [y for y in counts if (low or "0") <= y <= (high or "9999")]
            chosen.update(dict.fromkeys(inside))
            continue
        if field == "region" and value not in counts:
            nodes = [node for node in counts if node.rsplit("/", 1)[-1] == value]
            if nodes:
                chosen.update(dict.fromkeys(nodes))
                continue
        chosen[value] = None
    return chosen


def _parent(field: str, value: str) -> str | None:
    if field != "region" or "/" not in value:
        return None
    return value.rsplit("/", 1)[0]
