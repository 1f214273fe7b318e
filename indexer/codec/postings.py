"""Store and read posting lists: which rows hold a term, how often, and where.

A *row* is one text of an index (a paragraph, or one title of many that are alike). For each term,
in the order of its key, four streams of `blocks`: gaps between rows, frequency − 1 and, where
positions are kept, the low byte of every position as it is and the rest (`>> 8`) in blocks.
Positions count UTF-16 units from the start of the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.codec import blocks, kernels
from indexer.codec.container import Container, ContainerWriter
from indexer.codec.merging import pack, run_sums

Rows = npt.NDArray[np.int32]
Freqs = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TermBatch:
    """Postings of neighbouring terms, ready to write. All arrays lie flat, term after term.

    keys: one a term, ascending. doc_freqs: rows a term has. rows/freqs: one a posting.
    positions: one an occurrence (sum of freqs), or None.
    """

    keys: npt.NDArray[np.uint32]
    doc_freqs: npt.NDArray[np.uint32]
    rows: npt.NDArray[np.uint32]
    freqs: npt.NDArray[np.uint32]
    positions: npt.NDArray[np.uint32] | None


class PostingsWriter:
    """Packs batches of terms; `finish` writes all streams under `name.` into a container.

    The packed bytes of finished batches are kept in memory: about two bytes a posting.
    """

    def __init__(self, name: str, with_positions: bool) -> None:
        self._name, self._with_positions = name, with_positions
        self._keys: list[npt.NDArray[np.uint32]] = []
        self._doc_freqs: list[npt.NDArray[np.uint32]] = []
        self._totals: list[npt.NDArray[np.uint32]] = []
        streams = ("rows", "freqs", "highs") if with_positions else ("rows", "freqs")
        self._streams: dict[str, list[blocks.Packed]] = {s: [] for s in streams}
        self._lows: list[npt.NDArray[np.uint8]] = []

    def add(self, batch: TermBatch) -> None:
        if not len(batch.keys):
            return
        self._keys.append(batch.keys)
        self._doc_freqs.append(batch.doc_freqs)
        sizes = batch.doc_freqs.astype(np.int64)
        starts = np.cumsum(sizes) - sizes
        gaps = np.diff(batch.rows, prepend=np.uint32(0)) - np.uint32(1)
        gaps[starts] = batch.rows[starts]
        self._streams["rows"].append(pack(gaps, sizes))
        self._streams["freqs"].append(pack(batch.freqs - np.uint32(1), sizes))
        totals = run_sums(batch.freqs, sizes)
        self._totals.append(totals.astype(np.uint32))
        if self._with_positions:
            assert batch.positions is not None
            self._lows.append(batch.positions.astype(np.uint8))  # the low byte
            self._streams["highs"].append(pack(batch.positions >> np.uint32(8), totals))

    def finish(self, container: ContainerWriter) -> None:
        name = self._name
        container.add(f"{name}.keys", _join(self._keys, np.uint32))
        container.add(f"{name}.doc_freqs", _join(self._doc_freqs, np.uint32))
        container.add(f"{name}.totals", _join(self._totals, np.uint32))
        for stream, parts in self._streams.items():
            with container.pieces(f"{name}.{stream}", np.uint8) as piece:
                for part in parts:
                    piece.append(part.data)
            container.add(f"{name}.{stream}.widths", _join([p.widths for p in parts], np.uint8))
        if self._with_positions:
            with container.pieces(f"{name}.lows", np.uint8) as piece:
                for low in self._lows:
                    piece.append(low)


def _join(parts: list[npt.NDArray[Any]], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype)


_STEP = 64  # terms between two whose places are kept


class _Stream:
    """One mapped stream; `sizes` are the values that each term has in it."""

    __slots__ = ("_landmarks", "_sizes", "data", "widths")

    def __init__(self, container: Container, name: str, sizes: npt.NDArray[np.uint32]) -> None:
        self.data = container.array(name)
        self.widths = container.array(f"{name}.widths")
        self._sizes = sizes
        count = (len(sizes) + _STEP - 1) // _STEP
        self._landmarks = kernels.landmarks(self.widths, sizes, 0, 0, 0, _STEP, count)

    def _place(self, term: int) -> tuple[int, int]:
        """The first block and the first byte of a term's group."""
        number, rest = divmod(term, _STEP)
        block, start = self._landmarks[number].tolist()
        if rest:
            args = (self.widths, self._sizes, term - rest, block, start, rest, 2)
            block, start = kernels.landmarks(*args)[1].tolist()
        return block, start

    def packed(self, term: int, size: int) -> tuple[Bytes, int, Bytes, int, int]:
        """What the kernels unpack a term's group from."""
        block, start = self._place(term)
        return self.data, start, self.widths, block, size

    def groups(self, first: int, sizes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
        """The groups of neighbouring terms from `first` on, one after the other."""
        if not len(sizes):
            return np.zeros(0, np.uint32)
        block, start = self._place(first)
        count = int(blocks.blocks_in(sizes).sum())
        return blocks.unpack_groups(self.data[start:], self.widths[block : block + count], sizes)


class Postings:
    """The postings of one field of one segment, mapped."""

    def __init__(self, container: Container, name: str) -> None:
        self.keys = container.array(f"{name}.keys")
        self.doc_freqs = container.array(f"{name}.doc_freqs")
        self.totals = container.array(f"{name}.totals")
        self._rows = _Stream(container, f"{name}.rows", self.doc_freqs)
        self._freqs = _Stream(container, f"{name}.freqs", self.doc_freqs)
        self.has_positions = f"{name}.lows" in container
        if self.has_positions:
            self._highs = _Stream(container, f"{name}.highs", self.totals)
            self._lows = container.array(f"{name}.lows")
            steps = np.arange(0, len(self.totals), _STEP)
            sums = np.add.reduceat(self.totals, steps, dtype=np.int64) if len(steps) else steps
            self._low_landmarks = np.cumsum(sums) - sums

    def term_of(self, key: int) -> int:
        """The term number of a key, or -1 when no row has it."""
        index = int(self.keys.searchsorted(np.uint32(key)))
        return index if index < len(self.keys) and self.keys[index] == key else -1

    def rows(self, term: int) -> Rows:
        """Rows that hold a term, ascending."""
        return kernels.unpack_rows(*self._rows.packed(term, int(self.doc_freqs[term])))

    def freqs(self, term: int) -> Freqs:
        """How often each of those rows holds it."""
        return kernels.unpack_freqs(*self._freqs.packed(term, int(self.doc_freqs[term])))

    def position_bytes(self, term: int) -> tuple[Freqs, Bytes]:
        """Every position of a term, as the part above its low byte, and the low byte."""
        total = int(self.totals[term])
        start = self._low_start(term)
        return kernels.unpack(*self._highs.packed(term, total)), self._lows[start : start + total]

    def _low_start(self, term: int) -> int:
        """Where the low bytes of a term begin."""
        number, rest = divmod(term, _STEP)
        passed = self.totals[term - rest : term].sum(dtype=np.int64)
        return int(self._low_landmarks[number] + passed)

    def positions(self, term: int) -> npt.NDArray[np.int64]:
        """Every position of a term, row after row (as many as the sum of `freqs`)."""
        highs, lows = self.position_bytes(term)
        positions: npt.NDArray[np.int64] = (highs.astype(np.int64) << 8) | lows
        return positions

    def decode_range(self, low: int, high: int) -> TermBatch:
        """All postings of the terms low ≤ term < high: what a merge reads."""
        doc_freqs, totals = self.doc_freqs[low:high], self.totals[low:high]
        gaps = self._rows.groups(low, doc_freqs)
        starts = np.cumsum(doc_freqs, dtype=np.int64) - doc_freqs
        steps = gaps + np.uint32(1)
        steps[starts] = gaps[starts]
        running = np.cumsum(steps, dtype=np.int64)
        base = running[starts] - steps[starts]
        rows = (running - np.repeat(base, doc_freqs)).astype(np.uint32)
        freqs = self._freqs.groups(low, doc_freqs) + np.uint32(1)
        positions = None
        if self.has_positions:
            first = self._low_start(low) if low < high else 0
            lows = self._lows[first : first + int(totals.sum())].astype(np.uint32)
            positions = (self._highs.groups(low, totals) << np.uint32(8)) | lows
        return TermBatch(self.keys[low:high], doc_freqs, rows, freqs, positions)
