"""Find any run of characters in a collection of texts, exactly, from mapped postings.

A literal of one unit is a posting list of `chars`, one of two units a list of `pairs`. A longer
one starts from the positions of its rarest pair and is then compared unit by unit with the stored
normal form: nothing is ever missed and nothing wrong returned, whatever a segmenter would cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.container import Container, ContainerWriter
from indexer.codec.inverter import Units, to_units
from indexer.codec.postings import Postings, PostingsWriter, Rows

NO_ROWS: Rows = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that hold a literal, ascending, and how often each does."""

    rows: Rows
    freqs: npt.NDArray[np.uint32]


NOTHING = Found(NO_ROWS, np.zeros(0, np.uint32))


class TextIndexWriter:
    """Collects merged term batches and units of one collection, and writes them as `name.…`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.chars = PostingsWriter(f"{name}.chars", with_positions=False)
        self.pairs = PostingsWriter(f"{name}.pairs", with_positions=True)

    def finish(
        self, container: ContainerWriter, units: list[Units], lengths: npt.NDArray[np.uint32]
    ) -> None:
        self.chars.finish(container)
        self.pairs.finish(container)
        starts = np.zeros(len(lengths) + 1, np.uint32)
        np.cumsum(lengths, out=starts[1:], dtype=np.uint32)
        container.add(f"{self.name}.starts", starts)
        with container.pieces(f"{self.name}.units", np.uint16) as piece:
            for part in units:
                piece.append(part)


class TextIndex:
    """One collection of texts, mapped."""

    def __init__(self, container: Container, name: str) -> None:
        self.starts = container.array(f"{name}.starts")
        self.units = container.array(f"{name}.units")
        self._container, self._name = container, name

    @cached_property
    def chars(self) -> Postings:
        """Single units (and, from `inversion.RAW` on, characters that normalisation drops)."""
        return Postings(self._container, f"{self._name}.chars")

    @cached_property
    def pairs(self) -> Postings:
        """Neighbouring units, with positions."""
        return Postings(self._container, f"{self._name}.pairs")

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def has_pairs(self) -> bool:
        """Whether any text holds characters of two units; mostly none does."""
        keys = self.chars.keys
        return bool(keys.searchsorted(0xDC00) < keys.searchsorted(0xE000))

    def lengths(self) -> npt.NDArray[np.uint32]:
        """Units of each row's normal form."""
        lengths: npt.NDArray[np.uint32] = np.diff(self.starts)
        return lengths

    def form(self, row: int) -> str:
        """The normal form of a row."""
        units = self.units[int(self.starts[row]) : int(self.starts[row + 1])]
        return units.tobytes().decode("utf-16-le", "surrogatepass")

    def find(self, literal: str) -> Found:
        """Rows whose normal form contains `literal` (not empty, already normalised)."""
        units = to_units(literal)
        if len(units) <= 2:
            postings, term = self._short_term(units)
            if term < 0:
                return NOTHING
            return Found(postings.rows(term), postings.freqs(term))
        terms = self._pair_terms(units)
        if terms is None:
            return NOTHING
        rarest = int(np.argmin(self.pairs.totals[terms]))
        term = int(terms[rarest])
        verified = kernels.verify(
            self.units,
            self.starts,
            self.pairs.rows(term),
            self.pairs.freqs(term),
            *self.pairs.position_bytes(term),
            units,
            rarest,
        )
        return Found(*verified) if verified else self._verify(units, rarest, term)

    def doc_freq_bound(self, literal: str) -> int:
        """No more rows than this hold the literal; cheap, for planning. Exact up to two units."""
        units = to_units(literal)
        if len(units) <= 2:
            postings, term = self._short_term(units)
            return int(postings.doc_freqs[term]) if term >= 0 else 0
        terms = self._pair_terms(units)
        return 0 if terms is None else int(self.pairs.doc_freqs[terms].min())

    def _short_term(self, units: Units) -> tuple[Postings, int]:
        if len(units) == 1:
            return self.chars, self.chars.term_of(int(units[0]))
        return self.pairs, self.pairs.term_of(int(units[0]) << 16 | int(units[1]))

    def _pair_terms(self, units: Units) -> npt.NDArray[np.int64] | None:
        keys = (units[:-1].astype(np.uint32) << np.uint32(16)) | units[1:]
        if not len(self.pairs.keys):
            return None
        terms = np.minimum(self.pairs.keys.searchsorted(keys), len(self.pairs.keys) - 1)
        return terms if (self.pairs.keys[terms] == keys).all() else None

    def _verify(self, units: Units, rarest: int, term: int) -> Found:
        """What `kernels.verify` does, comparing one unit after the other for all places at once."""
        rows = np.repeat(self.pairs.rows(term), self.pairs.freqs(term))
        offsets = self.pairs.positions(term) - rarest
        starts = self.starts[rows].astype(np.int64)
        fits = (offsets >= 0) & (starts + offsets + len(units) <= self.starts[rows + 1])
        base, rows = (starts + offsets)[fits], rows[fits]
        alive = np.arange(len(rows))
        for index, unit in enumerate(units):
            if index in (rarest, rarest + 1):
                continue
            alive = alive[self.units[base[alive] + index] == unit]
        return count_rows(rows[alive])


def united(founds: Sequence[Found]) -> Found:
    """Rows of any, with the sum of their frequencies."""
    together = founds[0] if founds else NOTHING
    for found in founds[1:]:
        together = Found(*kernels.add_lists(together.rows, together.freqs, found.rows, found.freqs))
    return together


def count_rows(rows: Rows) -> Found:
    """Collapse rows of occurrences (ascending) into distinct rows and their frequencies."""
    if not len(rows):
        return NOTHING
    first = np.flatnonzero(np.diff(rows, prepend=np.int32(-1)))
    freqs = np.diff(first, append=len(rows)).astype(np.uint32)
    return Found(rows[first], freqs)
