"""Count facet values over the rows that match; a facet ignores its own filter.

Rows are counted once, by their combination of facet values; each facet then adds up the few
combinations. Where a segment has too many of them, each facet counts its own column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.kernels import Rows
from search.engines.embedded.evaluation import Evaluation
from search.engines.embedded.segment_reader import SegmentReader

Counts: TypeAlias = dict[str, dict[str, int]]


def count_facets(
    evaluation: Evaluation,
    fields: Iterable[str],
    readers: Sequence[SegmentReader],
    everything: Counts,
) -> Counts:
    """{field: {value: paragraphs}}. `everything` keeps the counts of the whole index, once made."""
    fields = list(fields)
    if evaluation.is_everything:
        missing = [field for field in fields if field not in everything]
        everything.update(_count(evaluation, missing, readers))
        return {field: dict(everything[field]) for field in fields}
    return _count(evaluation, fields, readers)


def _count(
    evaluation: Evaluation, fields: Sequence[str], readers: Sequence[SegmentReader]
) -> Counts:
    counts: Counts = {field: {} for field in fields}
    for number, reader in enumerate(readers):
        shared = _Tally(reader, evaluation.matched[number].rows)
        for field in fields:
            own = shared
            if evaluation.has_filter(field):
                own = _Tally(reader, evaluation.rows_without(field, number))
            _add(counts[field], own.of(field))
    return counts


class _Tally:
    """Some rows of one reader, counted by combination once and then by the values of any field."""

    def __init__(self, reader: SegmentReader, rows: Rows) -> None:
        self._reader, self._rows = reader, rows
        self._of_profile: npt.NDArray[np.int64] | None = None

    def of(self, field: str) -> dict[str, int]:
        profiles = self._reader.segment.profiles
        table = self._reader.facet(field)
        if profiles is None or not table.has_profiles:
            return table.count_rows(self._rows)
        if self._of_profile is None:
            size = len(next(iter(profiles.fields.values())))
            self._of_profile = kernels.tally(profiles.ordinals, self._rows, size)
        return table.count_profiles(self._of_profile)


def _add(total: dict[str, int], more: dict[str, int]) -> None:
    if not total:
        total.update(more)
        return
    for value, count in more.items():
        total[value] = total.get(value, 0) + count
