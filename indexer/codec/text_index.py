"""Find any run of characters in a collection of texts, exactly, from mapped postings.

A literal of one unit is a posting list of `chars`, one of two units a list of `pairs`. A longer
one starts from the positions of its rarest pair and is then compared unit by unit with the stored
normal form: nothing is ever missed and nothing wrong returned, whatever a segmenter would cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.container import Container, ContainerWriter
from indexer.codec.inversion import Units, to_units
from indexer.codec.postings import Postings, PostingsWriter, Rows

NO_ROWS: Rows = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that hold a literal, ascending, and how often each does."""

    rows: Rows
    freqs: npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every place of a literal: its row and the unit offset within the row, in reading order."""

    rows: Rows
    offsets: npt.NDArray[np.int64]


NOTHING = Found(NO_ROWS, np.zeros(0, np.uint32))
NOWHERE = Occurrences(NO_ROWS, np.zeros(0, np.int64))


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

    def characters_before(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Places in units as numbers of characters: both halves of a character get the same."""
        if not len(self._low_surrogates):
            return places
        return places - self._low_surrogates.searchsorted(places, side="right")

    @cached_property
    def _low_surrogates(self) -> npt.NDArray[np.int64]:
        """Where the second halves of characters beyond the basic plane stand; mostly nowhere."""
        keys = self.chars.keys
        if keys.searchsorted(0xDC00) == keys.searchsorted(0xE000):
            return np.zeros(0, np.int64)
        return np.flatnonzero((self.units & 0xFC00) == 0xDC00)

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
        return Found(*verified) if verified else count_rows(self.occurrences(literal).rows)

    def doc_freq_bound(self, literal: str) -> int:
        """No more rows than this hold the literal; cheap, for planning. Exact up to two units."""
        units = to_units(literal)
        if len(units) <= 2:
            postings, term = self._short_term(units)
            return int(postings.doc_freqs[term]) if term >= 0 else 0
        terms = self._pair_terms(units)
        return 0 if terms is None else int(self.pairs.doc_freqs[terms].min())

    def occurrences(self, literal: str) -> Occurrences:
        """Every place of `literal`; overlapping ones are all counted."""
        units = to_units(literal)
        if len(units) == 1:
            return self._unit_occurrences(int(units[0]))
        terms = self._pair_terms(units)
        if terms is None:
            return NOWHERE
        rarest = int(np.argmin(self.pairs.totals[terms]))
        rows, offsets = self._places(int(terms[rarest]))
        if len(units) > 2:
            rows, offsets = self._verify(units, rarest, rows, offsets)
        return Occurrences(rows, offsets)

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

    def _places(self, term: int) -> tuple[Rows, npt.NDArray[np.int64]]:
        rows = self.pairs.rows(term)
        offsets = self.pairs.positions(term)
        if len(offsets) != len(rows):
            rows = np.repeat(rows, self.pairs.freqs(term))
        return rows, offsets

    def _verify(
        self, units: Units, rarest: int, rows: Rows, offsets: npt.NDArray[np.int64]
    ) -> tuple[Rows, npt.NDArray[np.int64]]:
        """Keep the places where the whole literal stands, comparing unit by unit."""
        offsets = offsets - rarest
        starts = self.starts[rows].astype(np.int64)
        fits = (offsets >= 0) & (starts + offsets + len(units) <= self.starts[rows + 1])
        if not fits.all():
            rows, offsets, starts = rows[fits], offsets[fits], starts[fits]
        base = starts + offsets
        alive = np.arange(len(rows))
        for index, unit in enumerate(units):
            if index in (rarest, rarest + 1):
                continue
            alive = alive[self.units[base[alive] + index] == unit]
        return rows[alive], offsets[alive]

    def _unit_occurrences(self, unit: int) -> Occurrences:
        term = self.chars.term_of(unit)
        if term < 0:
            return NOWHERE
        rows = self.chars.rows(term)
        sizes = (self.starts[rows + 1] - self.starts[rows]).astype(np.int64)
        shift = np.repeat(self.starts[rows].astype(np.int64) - (np.cumsum(sizes) - sizes), sizes)
        places = np.arange(int(sizes.sum())) + shift
        hit = np.flatnonzero(self.units[places] == unit)
        of_row = np.repeat(rows, sizes)[hit]
        return Occurrences(of_row, places[hit] - self.starts[of_row].astype(np.int64))


def count_rows(rows: Rows) -> Found:
    """Collapse rows of occurrences (ascending) into distinct rows and their frequencies."""
    if not len(rows):
        return NOTHING
    first = np.flatnonzero(np.diff(rows, prepend=np.int32(-1)))
    freqs = np.diff(first, append=len(rows)).astype(np.uint32)
    return Found(rows[first], freqs)
