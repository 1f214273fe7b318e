"""Score rows by how close together the parts of a query stand in their texts.

These are late parts (see scoring): they read texts, and so look at the best rows only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.inverter import ragged, to_units
from indexer.codec.ngram_index import TextIndex
from search.engines.bm25 import Floats
from search.engines.embedded.statistics import CollectionStatistics
from search.engines.ranking import PROXIMITY_SCALE
from search.engines.scanning import SENTENCE_ENDS
from search.query.tree import Part

Rows = npt.NDArray[np.int32]
_SENTENCE_ENDS = to_units(SENTENCE_ENDS)
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
        rows_near = self._with_neighbours(statistics, reader_number, rows)
        if not len(rows_near):
            return
        text = statistics.readers[reader_number].segment.text
        literals = [list(map(to_units, part.forms)) for part in self.parts]
        gaps: Iterable[Floats] | None
        gaps = kernels.least_gaps(text.units, text.starts, rows_near, literals)
        nearness = np.zeros(len(rows_near), np.float64)
        for gap in self._gaps(Window(text, rows_near)) if gaps is None else gaps:
            nearness += 1.0 / (1.0 + gap / PROXIMITY_SCALE)
        places = kernels.locate(rows_near, rows)
        total[places] += self.weight * nearness / (len(self.parts) - 1)

    def _with_neighbours(
        self, statistics: CollectionStatistics, reader_number: int, rows: Rows
    ) -> Rows:
        """Of the rows those that hold two parts which follow each other in the query: only their
        texts have to be read, and of a name that few texts print there are next to none."""
        found = [statistics.found(part.forms)[reader_number].rows for part in self.parts]
        here = [kernels.intersect(rows, some) for some in found]
        return kernels.unite([kernels.intersect(*both) for both in pairwise(here)])

    def _gaps(self, window: Window) -> Iterator[Floats]:
        """What the kernel finds."""
        for left, right in pairwise([window.places(part.forms) for part in self.parts]):
            yield window.least_gaps(left, right)


@dataclass(frozen=True, slots=True)
class SentencePart:
    """Words of a query that stand in one sentence (late): of the best one the sum of their weights.

    A sentence that has one of the `answers`, after one of the `befores` if there are any, earns
    `answer_share` more.
    """

    label: str
    words: tuple[tuple[str, float], ...]
    share: float
    befores: npt.NDArray[np.uint16]
    answers: npt.NDArray[np.uint16]
    answer_share: float

    def bound(self) -> float:
        return sum(weight for _, weight in self.words) * (self.share + self.answer_share)

    def add(
        self, statistics: CollectionStatistics, reader_number: int, rows: Rows, total: Floats
    ) -> None:
        if not len(rows):
            return
        window = Window(statistics.readers[reader_number].segment.text, rows)
        sentences = window.sentences()
        carried = np.zeros(sentences.count, np.float64)
        for word, weight in self.words:
            holding = np.zeros(sentences.count, bool)
            holding[sentences.of_unit[window.begins(word)]] = True
            carried += weight * holding
        total += self.share * sentences.best(carried)
        if len(self.answers):
            answering = np.zeros(sentences.count, bool)
            at = window.find_any(self.answers)
            if len(self.befores):
                at = np.intersect1d(at, window.find_any(self.befores) + 1, assume_unique=True)
            answering[sentences.of_unit[at]] = True
            total += self.answer_share * sentences.best(np.where(answering, carried, 0.0))


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a window's texts, numbered through: that of each unit, the first of rows.

    A row without text has one sentence, without units.
    """

    of_unit: npt.NDArray[np.int64]
    firsts: npt.NDArray[np.int64]
    count: int

    def best(self, scores: Floats) -> Floats:
        """For each row the highest score of its sentences."""
        best: Floats = np.maximum.reduceat(scores, self.firsts)
        return best


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
            firsts.append(self.begins(literal))
            lasts.append(firsts[-1] + len(to_units(literal)) - 1)
        first, last = np.concatenate(firsts), np.concatenate(lasts)
        order = np.argsort(first, kind="stable")
        return first[order], last[order]

    def begins(self, literal: str) -> npt.NDArray[np.int64]:
        """The first units of every place of a literal, ascending."""
        units = to_units(literal)
        at = np.flatnonzero(self._units[: max(0, len(self._units) - len(units) + 1)] == units[0])
        for offset, unit in enumerate(units[1:], 1):
            at = at[self._units[at + offset] == unit]
        return at[self._row_of[at] == self._row_of[at + len(units) - 1]] if len(at) else at

    def find_any(self, units: npt.NDArray[np.uint16]) -> npt.NDArray[np.int64]:
        """Where one of these units stands."""
        wanted = np.zeros(1 << 16, bool)
        wanted[units] = True
        return np.flatnonzero(wanted[self._units])

    def sentences(self) -> Sentences:
        """An end of a sentence belongs to it; the next unit begins another."""
        ends = self.find_any(_SENTENCE_ENDS)
        rows = self._row_of[ends]
        numbers = np.arange(len(self._sizes)) + np.searchsorted(rows, np.arange(len(self._sizes)))
        breaks = np.zeros(len(self._units), np.int64)
        breaks[ends] = 1
        of_unit = np.cumsum(breaks) - breaks + self._row_of
        return Sentences(of_unit, numbers, len(self._sizes) + len(ends))

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
