"""Count facet values over the rows that match; a facet ignores its own filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from indexer.codec.columns import NO_YEAR
from search.engines.evaluation import Evaluation, Rows
from search.engines.shelf import Shelf

Counts = dict[str, dict[str, int]]


def count_facets(
    evaluation: Evaluation, fields: Iterable[str], shelves: Sequence[Shelf], everything: Counts
) -> Counts:
    """{field: {value: paragraphs}}. `everything` keeps the counts of the whole index, once made."""
    counts: Counts = {}
    for field in fields:
        if evaluation.is_everything:
            if field not in everything:
                everything[field] = _count(evaluation, field, shelves)
            counts[field] = dict(everything[field])
        else:
            counts[field] = _count(evaluation, field, shelves)
    return counts


def _count(evaluation: Evaluation, field: str, shelves: Sequence[Shelf]) -> dict[str, int]:
    total: dict[str, int] = {}
    for number, shelf in enumerate(shelves):
        rows = evaluation.rows[number]
        if evaluation.has_filter(field):
            rows = evaluation.rows_without(field, number)
        counts = _years(shelf, rows) if field == "year" else shelf.facet(field).counts(rows)
        for value, count in counts.items():
            total[value] = total.get(value, 0) + count
    return total


def _years(shelf: Shelf, rows: Rows) -> dict[str, int]:
    years = shelf.segment.years[rows].astype(np.int64) - NO_YEAR
    counts = np.bincount(years) if len(years) else np.zeros(0, np.int64)
    return {str(int(y) + NO_YEAR): int(counts[y]) for y in np.flatnonzero(counts) if y > 0}
