"""Give the figures of a segment back: by row, or as arrays to be filtered and sorted by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.codec.blocks import ragged
from indexer.codec.container import Container
from indexer.codec.doc_values import one_by_one
from indexer.codec.figures.writing import INDICATOR, PLACES, TEXTS
from indexer.codec.ngram_index import TextIndex
from indexer.codec.printed_forms import open_column
from indexer.model.figures import Figure, Figures, UnreadFigure, figure_key

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
_MAY_BE_EMPTY = ("indicator", "kind", "unit", "modality")  # texts in any case, never None


class SegmentFigures:
    """The figures of all rows of a segment, numbered from 0 in their order. Threads share it."""

    def __init__(self, container: Container) -> None:
        array = container.array
        self.counts, self.unread_counts = array("figures.counts"), array("unread.counts")
        self._places = {name: one_by_one(array(f"figures.{name}")) for name in PLACES}
        self.indicators = TextIndex(container, INDICATOR)
        indexed = {INDICATOR: self.indicators}
        columns = {name: f"figures.{name}" for name in TEXTS}
        self.texts = {n: open_column(container, c, indexed.get(c)) for n, c in columns.items()}
        self._keys = array("figures.value.keys")
        self._unread_start, self._unread_end = array("unread.start"), array("unread.end")
        self._reasons = open_column(container, "unread.reason", None)

    @cached_property
    def _firsts(self) -> Ints:
        return _starts(self.counts)

    @cached_property
    def _unread_firsts(self) -> Ints:
        return _starts(self.unread_counts)

    def __len__(self) -> int:
        return len(self._places["start"])

    def numbers_of(
        self, rows: npt.NDArray[np.integer[Any]], named: Mask | None = None
    ) -> tuple[Ints, Ints]:
        """The figures of these rows, one row's after the other's, and the row of each.

        `named`: of the segment's indicators those that are asked for. They are few of very many,
        so their figures are picked first.
        """
        if named is None:
            return _entries(self._firsts, self.counts, rows)
        is_asked = np.zeros(len(self.counts), bool)
        is_asked[rows] = True
        numbers = np.flatnonzero(named[self.texts["indicator"].ordinals])
        own = np.searchsorted(self._firsts, numbers, "right") - 1
        kept = is_asked[own]
        return numbers[kept], own[kept]

    def naming(self, words: Sequence[str]) -> Mask:
        """Which of the segment's indicators hold all these words."""
        naming = np.ones(len(self.indicators), bool)
        for word in words:
            holding = np.zeros(len(self.indicators), bool)
            holding[self.indicators.find(word).rows] = True
            naming &= holding
        return naming

    def having(self, name: str, values: Sequence[str], numbers: Ints) -> Mask:
        """Which of these figures have one of these values as their `name`."""
        column = self.texts[name]
        holds: Mask = column.chosen(values)[column.ordinals[numbers]]
        return holds

    def unread_of(self, rows: npt.NDArray[np.integer[Any]]) -> tuple[Ints, Ints]:
        """As `numbers_of`, of what was not read."""
        return _entries(self._unread_firsts, self.unread_counts, rows)

    def value_keys(self, numbers: Ints) -> npt.NDArray[np.float64]:
        """What these figures sort by; NaN for one without a value."""
        keys: npt.NDArray[np.float64] = self._keys[self.texts["value"].ordinals[numbers]]
        return keys

    def of_row(self, row: int, text: str) -> Figures:
        """All that was read of a row, whose printed text is `text`."""
        first, last = int(self._firsts[row]), int(self._firsts[row + 1])
        unread = range(int(self._unread_firsts[row]), int(self._unread_firsts[row + 1]))
        return Figures(
            tuple(self.figure(number, row, text) for number in range(first, last)),
            tuple(self.unread(number, text) for number in unread),
        )

    def figure(self, number: int, row: int, text: str) -> Figure:
        """One figure of a row, whose printed text is `text`."""
        texts: dict[str, Any] = {name: own.value(number) for name, own in self.texts.items()}
        texts |= {name: texts[name] or "" for name in _MAY_BE_EMPTY}
        places: dict[str, Any] = {name: own[number] for name, own in self._places.items()}
        pair, named = places.pop("pair"), places.pop("subject")
        measured = texts.pop("indicator")
        return Figure(
            **texts,
            indicator=measured[named:],
            subject=measured[:named] or None,
            **places,
            value_text=text[places["value_start"] : places["value_end"]],
            quote=text[places["start"] : places["end"]],
            pair=self._key(int(self._firsts[row]) + pair - 1) if pair else None,
        )

    def unread(self, number: int, text: str) -> UnreadFigure:
        """One figure that was seen in `text` and not understood."""
        start, end = int(self._unread_start[number]), int(self._unread_end[number])
        return UnreadFigure(text[start:end], start, end, self._reasons[number])

    def _key(self, number: int) -> str:
        return figure_key(*(self._places[n][number] for n in ("value_start", "value_end", "copy")))


def _starts(counts: npt.NDArray[Any]) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])


def _entries(
    firsts: Ints, counts: npt.NDArray[Any], rows: npt.NDArray[np.integer[Any]]
) -> tuple[Ints, Ints]:
    sizes = counts[rows].astype(np.int64)
    return ragged(firsts[rows], sizes), np.repeat(rows.astype(np.int64), sizes)
