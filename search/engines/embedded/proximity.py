"""Score rows by how close together the parts of a query stand in their texts.

These are late parts (see scoring): they read texts, and so look at the best rows only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.codec.inverter import ragged, to_units
from indexer.codec.ngram_index import TextIndex
from search.engines.bm25 import Floats
from search.engines.embedded.statistics import CollectionStatistics
from search.engines.ranking import PROXIMITY_SCALE
from search.query.tree import Part

Rows = npt.NDArray[np.int32]
Places = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class ProximityPart:
    """Parts of a query near each other (late): weight / (1 + distance / scale)."""

    label: str
    parts: tuple[Part, ...]
    weight: float

    def bound(self) -> float:
        return self.weight

    def add(
        self, statistics: CollectionStatistics, reader_number: int, rows: Rows, total: Floats
    ) -> None:
        """The mean nearness of neighbouring parts; a part that is missing is near to nothing."""
        window = Window(statistics.readers[reader_number].segment.text, rows)
        nearness = np.zeros(len(rows), np.float64)
        places = [window.places(part.forms) for part in self.parts]
        for left, right in pairwise(places):
            nearness += 1.0 / (1.0 + window.least_gaps(left, right) / PROXIMITY_SCALE)
        total += self.weight * nearness / (len(self.parts) - 1)


class Window:
    """The texts of a few rows, laid one after the other, to look for literals in all at once."""

    def __init__(self, text: TextIndex, rows: Rows) -> None:
        starts = text.starts[rows].astype(np.int64)
        self._sizes = text.starts[rows + 1].astype(np.int64) - starts
        self._units = text.units[ragged(starts, self._sizes)]
        self._row_of = np.repeat(np.arange(len(rows)), self._sizes)

    def places(self, literals: Sequence[str]) -> Places:
        """First and last units of every place of every literal, by first unit."""
        firsts: list[npt.NDArray[np.int64]] = []
        lasts: list[npt.NDArray[np.int64]] = []
        for literal in literals:
            units = to_units(literal)
            at = np.flatnonzero(self._units[: len(self._units) - len(units) + 1] == units[0])
            for offset, unit in enumerate(units[1:], 1):
                at = at[self._units[at + offset] == unit]
            last = at + len(units) - 1
            inside = self._row_of[at] == self._row_of[last] if len(at) else np.zeros(0, bool)
            firsts.append(at[inside])
            lasts.append(last[inside])
        first, last = np.concatenate(firsts), np.concatenate(lasts)
        order = np.argsort(first, kind="stable")
        return first[order], last[order]

    def least_gaps(self, left: Places, right: Places) -> Floats:
        """For each row the units between the nearest two places; infinite where one is missing."""
        gaps = np.full(len(self._sizes), np.inf)
        for before, after in ((left, right), (right, left)):
            if not len(before[0]) or not len(after[0]):
                continue
            # Every place in `after` with the nearest one in `before` that begins no later.
            at = np.searchsorted(before[0], after[0], side="right") - 1
            known = at >= 0
            first, last = after[0][known], before[1][at[known]]
            same = self._row_of[first] == self._row_of[last]
            gap = np.maximum(first[same] - last[same] - 1, 0).astype(np.float64)
            np.minimum.at(gaps, self._row_of[first[same]], gap)
        return gaps
