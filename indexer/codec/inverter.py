"""Turn a batch of texts into posting lists, and merge the lists of many batches into one.

Inverting sorts whole batches at once instead of adding one posting at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.codec.merging import gather, group, run_sums
from indexer.codec.merging import ragged as ragged
from indexer.codec.postings import TermBatch
from indexer.text.bulk_normalizer import normalize_all
from indexer.text.normalizer import character_table
from indexer.text.trie import to_units as to_units

RAW = 0x10000  # keys of `chars` from here on: characters that normalisation drops, as printed
Units = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class InvertedTexts:
    """A batch of texts: their normal forms as UTF-16 units, and the postings of these.

    lengths: units of each row. chars: single units (and RAW characters). pairs: neighbouring
    units, key `first << 16 | second`, with positions.
    """

    units: Units
    lengths: npt.NDArray[np.uint32]
    chars: TermBatch
    pairs: TermBatch


def invert_texts(texts: Sequence[str]) -> InvertedTexts:
    """Normalise and invert texts; row numbers are places in the sequence."""
    return invert_forms(normalize_all(texts), texts)


def invert_forms(forms: Sequence[str], texts: Sequence[str]) -> InvertedTexts:
    """As `invert_texts`, for callers who have normalised the texts already."""
    units = to_units("".join(forms))
    if all(map(str.isascii, forms)) or units.size == sum(map(len, forms)):
        lengths = np.fromiter(map(len, forms), np.int64, len(forms))
    else:
        lengths = np.array([len(to_units(form)) for form in forms], np.int64)
    starts = np.cumsum(lengths) - lengths
    row_of_unit = np.repeat(np.arange(len(forms), dtype=np.uint32), lengths)
    pairs = _invert_pairs(units, row_of_unit, starts)
    chars = _invert_chars(units, row_of_unit, texts)
    return InvertedTexts(units, lengths.astype(np.uint32), chars, pairs)


def _invert_pairs(
    units: Units, row_of_unit: npt.NDArray[np.uint32], starts: npt.NDArray[np.int64]
) -> TermBatch:
    places = np.flatnonzero(row_of_unit[1:] == row_of_unit[:-1])
    keys = units[places].astype(np.uint32) << np.uint32(16) | units[places + 1]
    rows = row_of_unit[places]
    return TermBatch(*group(keys, rows, (places - starts[rows]).astype(np.uint32)))


def _invert_chars(
    units: Units,
    row_of_unit: npt.NDArray[np.uint32],
    texts: Sequence[str],
) -> TermBatch:
    raw_keys, raw_rows = _removed(texts)
    keys = np.concatenate([units.astype(np.uint32), raw_keys])
    return TermBatch(*group(keys, np.concatenate([row_of_unit, raw_rows]), None))


def _removed(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Keys and rows of the characters that normalisation drops, one an occurrence."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    places = np.flatnonzero(_dropped_characters()[codes])
    ends = np.cumsum([len(text) for text in texts])
    rows = np.searchsorted(ends, places, side="right")
    return codes[places] + np.uint32(RAW), rows.astype(np.uint32)


@cache
def _dropped_characters() -> npt.NDArray[np.bool_]:
    dropped = np.zeros(0x110000, bool)
    dropped[[code for code, form in character_table().items() if not form]] = True
    return dropped


def invert_words(numbers: npt.NDArray[np.uint32], rows: npt.NDArray[np.uint32]) -> TermBatch:
    """Postings of words given as numbers, one a token, beside the row of each token."""
    return TermBatch(*group(numbers, rows, None))


def merge_terms(parts: Sequence[TermBatch]) -> TermBatch:
    """Bring together the postings of parts whose rows ascend from part to part."""
    keys = np.concatenate([p.keys for p in parts])
    if not len(keys):
        return parts[0]
    order = np.argsort(keys, kind="stable")
    sizes = np.concatenate([p.doc_freqs for p in parts]).astype(np.int64)
    rows, freqs = (np.concatenate([getattr(p, name) for p in parts]) for name in ("rows", "freqs"))
    ends = np.cumsum(sizes)
    positions = None
    if parts[0].positions is not None:
        totals = run_sums(freqs, sizes)
        all_positions = np.concatenate([p.positions for p in parts if p.positions is not None])
        starts = np.cumsum(totals) - totals
        positions = gather(all_positions, starts[order], totals[order]).astype(np.uint32)
    ordered = keys[order]
    first = np.flatnonzero(np.diff(ordered, prepend=np.int64(-1)))
    starts, sizes = (ends - sizes)[order], sizes[order]
    return TermBatch(
        ordered[first].astype(np.uint32),
        np.add.reduceat(sizes, first).astype(np.uint32),
        gather(rows, starts, sizes).astype(np.uint32),
        gather(freqs, starts, sizes).astype(np.uint32),
        positions,
    )


class TermPart:
    """The terms of one batch or segment, cut by ranges of keys for a merge.

    The arrays may be mapped and narrow: only the range asked for is copied.
    """

    def __init__(self, batch: TermBatch, row_base: int) -> None:
        self.batch, self._row_base = batch, row_base
        sizes = batch.doc_freqs.astype(np.int64)
        self._ends = np.cumsum(sizes)
        self.totals = run_sums(batch.freqs, sizes)
        self._occurrence_ends = np.cumsum(self.totals)

    def between(self, low: int, high: int) -> TermBatch:
        """The terms with low ≤ key < high, their rows moved to where the merge puts them."""
        a, b = (int(self.batch.keys.searchsorted(border)) for border in (low, high))
        first, last = (int(self._ends[i - 1]) if i else 0 for i in (a, b))
        positions = None
        if self.batch.positions is not None:
            start, end = (int(self._occurrence_ends[i - 1]) if i else 0 for i in (a, b))
            positions = self.batch.positions[start:end]
        return TermBatch(
            self.batch.keys[a:b],
            self.batch.doc_freqs[a:b],
            self.batch.rows[first:last].astype(np.uint32) + np.uint32(self._row_base),
            self.batch.freqs[first:last],
            positions,
        )


def merge_parts(parts: Sequence[TermPart], most: int = 4_000_000) -> Iterator[TermBatch]:
    """The terms of all parts in key order, in batches of about `most` occurrences."""
    for low, high in pairwise(_key_ranges(parts, most)):
        pieces = [piece for part in parts if len((piece := part.between(low, high)).keys)]
        if pieces:
            yield merge_terms(pieces)


def _key_ranges(parts: Sequence[TermPart], most: int) -> list[int]:
    """Borders that cut the terms of all parts into ranges; a single term may exceed `most`."""
    keys = np.concatenate([part.batch.keys for part in parts])
    if not len(keys):
        return [0, 1 << 32]
    order = np.argsort(keys, kind="stable")
    running = np.cumsum(np.concatenate([part.totals for part in parts])[order])
    cuts = keys[order][np.searchsorted(running, np.arange(most, int(running[-1]), most))]
    return [0, *sorted({int(c) for c in cuts} - {0}), 1 << 32]
