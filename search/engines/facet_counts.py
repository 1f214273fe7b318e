"""Count facet values over the rows that match; a facet ignores its own filter.

Rows are counted once, by their combination of facet values; each facet then adds up the few
combinations. Where a segment has too many of them, each facet counts its own column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.codec.columns import NO_YEAR
from search.engines.evaluation import Evaluation, Rows
from search.engines.shelf import FACET_COLUMNS, Shelf

Counts: TypeAlias = dict[str, dict[str, int]]
Numbers: TypeAlias = npt.NDArray[np.int64]


def count_facets(
    evaluation: Evaluation, fields: Iterable[str], shelves: Sequence[Shelf], everything: Counts
) -> Counts:
    """{field: {value: paragraphs}}. `everything` keeps the counts of the whole index, once made."""
    fields = list(fields)
    if evaluation.is_everything:
        missing = [field for field in fields if field not in everything]
        everything.update(_count(evaluation, missing, shelves))
        return {field: dict(everything[field]) for field in fields}
    return _count(evaluation, fields, shelves)


def _count(evaluation: Evaluation, fields: Sequence[str], shelves: Sequence[Shelf]) -> Counts:
    counts: Counts = {field: {} for field in fields}
    for number, shelf in enumerate(shelves):
        shared: Numbers | None = None
        for field in fields:
            if evaluation.has_filter(field):
                of_profile = _by_profile(shelf, evaluation.rows_without(field, number))
                rows = evaluation.rows_without(field, number) if of_profile is None else None
            else:
                if shared is None:
                    shared = _by_profile(shelf, evaluation.rows[number])
                of_profile, rows = shared, evaluation.rows[number]
            _add(counts[field], _values(shelf, field, of_profile, rows))
    return counts


def _add(total: dict[str, int], more: dict[str, int]) -> None:
    for value, count in more.items():
        total[value] = total.get(value, 0) + count


def _by_profile(shelf: Shelf, rows: Rows) -> Numbers | None:
    """Rows by combination of facet values; None where the segment does not number them."""
    profiles = shelf.segment.profiles
    if profiles is None:
        return None
    return np.bincount(profiles.ordinals[rows], minlength=len(profiles.fields["source"]))


def _values(
    shelf: Shelf, field: str, of_profile: Numbers | None, rows: Rows | None
) -> dict[str, int]:
    profiles = shelf.segment.profiles
    if of_profile is not None and profiles is not None:
        ordinals, weights = profiles.fields[FACET_COLUMNS.get(field, field)], of_profile
        if field == "year":
            return _years(ordinals, weights)
        return shelf.facet(field).counts(ordinals, weights)
    assert rows is not None
    if field == "year":
        return _years(shelf.segment.years[rows], None)
    return shelf.facet(field).counts(shelf.facet(field).ordinals[rows], None)


def _years(years: npt.NDArray[np.integer], weights: Numbers | None) -> dict[str, int]:
    numbers = np.bincount(years.astype(np.int64) - NO_YEAR, weights)
    found = np.flatnonzero(numbers)
    return {str(int(y) + NO_YEAR): int(numbers[y]) for y in found if y > 0}
