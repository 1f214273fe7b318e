"""Tell the vocabulary what it learns from: batches before they are merged, or finished segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.codec.doc_values import split_set
from indexer.codec.run import SortedRun
from indexer.codec.segment import Segment
from indexer.codec.segment_list import Deleted, live_rows

_POSTINGS_AT_ONCE = 4_000_000

Ints = npt.NDArray[np.int64]


class VocabularyInput(Protocol):
    """Paragraphs in the order of the build, without deleted ones."""

    def __len__(self) -> int: ...

    def counts(self, column: str, most: int | None = None) -> dict[str, int]:
        """Paragraphs by value of a column, sets taken apart; only its `most` used values."""
        ...

    def words(self) -> Iterable[tuple[str, int]]:
        """The words and, of each, in how many paragraphs it is; parts of a number may follow."""
        ...

    def forms(self, numbers: Ints, most: int) -> list[str]:
        """The normal forms of the paragraphs of these numbers, which ascend; of each at most so
        many characters."""
        ...


class RunInput:
    """All batches of a build."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._batches = [SortedRun(path) for path in paths]
        self._ends = np.cumsum([len(batch) for batch in self._batches])

    def __len__(self) -> int:
        return int(self._ends[-1])

    def counts(self, column: str, most: int | None = None) -> dict[str, int]:
        counts: dict[str, int] = {}
        for batch in self._batches:
            table, ordinals = batch.column(column)
            numbers = np.bincount(ordinals, minlength=len(table))
            for value, number in zip(table, numbers.tolist(), strict=True):
                counts[value] = counts.get(value, 0) + number
        used = sorted(counts.items(), key=lambda item: -item[1])[:most]
        return _taken_apart(used)

    def words(self) -> Iterable[tuple[str, int]]:
        for batch in self._batches:
            table = batch.strings("words.words")
            postings = batch.terms("words", 0).batch
            for number, count in zip(
                postings.keys.tolist(), postings.doc_freqs.tolist(), strict=True
            ):
                yield table[number], count

    def forms(self, numbers: Ints, most: int) -> list[str]:
        forms: list[str] = []
        cuts = np.searchsorted(numbers, self._ends).tolist()
        for batch, end, (a, b) in zip(
            self._batches, self._ends.tolist(), pairwise([0, *cuts]), strict=True
        ):
            ends = np.cumsum(batch.lengths, dtype=np.int64)
            for row in (numbers[a:b] - (end - len(batch))).tolist():
                start, end = int(ends[row]) - int(batch.lengths[row]), int(ends[row])
                units = batch.units[start : min(end, start + 2 * most)]  # two units a character
                forms.append(units.tobytes().decode("utf-16-le", "surrogatepass")[:most])
        return forms


class SegmentInput:
    """The live rows of one segment."""

    def __init__(self, segment: Segment, deleted: Deleted) -> None:
        self._segment = segment
        self._rows = live_rows(segment, deleted)

    def __len__(self) -> int:
        return len(self._rows)

    def counts(self, column: str, most: int | None = None) -> dict[str, int]:
        values = self._segment.columns[column].values
        ordinals = self._segment.columns[column].ordinals[self._rows]
        numbers = np.bincount(ordinals, minlength=len(values))
        used = np.argsort(-numbers, kind="stable")[:most].tolist()
        return _taken_apart([(values[n], int(numbers[n])) for n in used])

    def words(self) -> Iterable[tuple[str, int]]:
        segment = self._segment
        complete = len(self._rows) == len(segment)
        freqs = segment.words.doc_freqs if complete else self._live_doc_freqs()
        words = zip(segment.word_table.all(), freqs.tolist(), strict=True)
        return ((word, count) for word, count in words if count)

    def forms(self, numbers: Ints, most: int) -> list[str]:
        return [self._segment.text.form(row)[:most] for row in self._rows[numbers].tolist()]

    def _live_doc_freqs(self) -> Ints:
        """As `words.doc_freqs`, deleted rows left out; some million postings at a time."""
        is_alive = np.zeros(len(self._segment), np.int64)
        is_alive[self._rows] = 1
        words = self._segment.words
        ends = np.cumsum(words.doc_freqs, dtype=np.int64)
        last = int(ends[-1]) if len(ends) else 0
        cuts = np.searchsorted(ends, np.arange(0, last, _POSTINGS_AT_ONCE))
        parts = [np.zeros(0, np.int64)]
        for low, high in pairwise([*np.unique(cuts).tolist(), len(ends)]):
            batch = words.decode_range(low, high)
            starts = np.cumsum(batch.doc_freqs, dtype=np.int64) - batch.doc_freqs
            parts.append(np.add.reduceat(is_alive[batch.rows], starts))
        return np.concatenate(parts)


def _taken_apart(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    apart: dict[str, int] = {}
    for value, count in counts:
        for one in split_set(value):
            if count:
                apart[one] = apart.get(one, 0) + count
    return apart
