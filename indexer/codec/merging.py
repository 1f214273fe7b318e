"""Inner loops over the arrays of a build: the compiled ones where they were built, or NumPy's.

`_merging.c` is optional like `_kernels.c`: with or without it the files are the same, bit for bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.codec import blocks
from indexer.codec.blocks import ragged as ragged
from indexer.compiled import load_compiled

_VERSION = 3  # of the functions' arguments

Ints = npt.NDArray[np.int64]

compiled = load_compiled("indexer.codec._merging", _VERSION)


Keys = npt.NDArray[np.uint32]


def invert(
    keys: Keys, rows: Keys, positions: Keys | None
) -> tuple[Keys, Keys, Keys, Keys, Keys | None]:
    """Occurrences, whose rows ascend, as postings: what makes a TermBatch, in its order."""
    if compiled is None:
        return _invert(keys, rows, positions)
    out = [np.empty(len(keys), np.uint32) for _ in range(4)]
    none = np.zeros(0, np.uint32)
    placed = none if positions is None else np.empty(len(keys), np.uint32)
    given = none if positions is None else positions
    terms, postings = compiled.invert(keys, rows, given, *out, placed)
    sizes = (terms, terms, postings, postings)
    a, b, c, d = (array[:size].copy() for array, size in zip(out, sizes, strict=True))
    return a, b, c, d, None if positions is None else placed


def _invert(
    keys: Keys, rows: Keys, positions: Keys | None
) -> tuple[Keys, Keys, Keys, Keys, Keys | None]:
    """A key and the place of its occurrence share one 64-bit number, so one plain sort brings
    terms together in text order."""
    places = np.arange(len(keys), dtype=np.uint64)
    ordered = np.sort((keys.astype(np.uint64) << np.uint64(32)) | places)
    keys = (ordered >> np.uint64(32)).astype(np.uint32)
    order = (ordered & np.uint64(0xFFFFFFFF)).astype(np.int64)
    rows = rows[order]
    new_key = np.ones(len(keys), bool)
    new_key[1:] = keys[1:] != keys[:-1]
    new_posting = new_key.copy()
    new_posting[1:] |= rows[1:] != rows[:-1]
    at = np.flatnonzero(new_posting)
    freqs = np.diff(at, append=len(keys)).astype(np.uint32)
    term_at = np.flatnonzero(new_key[at])
    doc_freqs = np.diff(term_at, append=len(at)).astype(np.uint32)
    placed = None if positions is None else positions[order]
    return keys[at[term_at]], doc_freqs, rows[at], freqs, placed


def gather(source: npt.NDArray[Any], starts: Ints, sizes: Ints) -> npt.NDArray[Any]:
    """The runs source[start : start + size], one after the other."""
    if compiled is None:
        return source[ragged(starts, sizes)]
    out = np.empty(int(sizes.sum()), source.dtype)
    compiled.gather(np.ascontiguousarray(source), source.itemsize, starts, sizes, out)
    return out


def run_sums(values: npt.NDArray[np.integer], sizes: Ints) -> Ints:
    """The sum of each of the runs that the values consist of."""
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)])
    ends = np.cumsum(sizes)
    sums: Ints = running[ends] - running[ends - sizes]
    return sums


def pack(values: blocks.Values, sizes: npt.NDArray[np.integer]) -> blocks.Packed:
    """See blocks.pack."""
    if compiled is None:
        return blocks.pack(values, sizes)
    data = np.empty(4 * len(values), np.uint8)
    widths = np.empty(int(blocks.blocks_in(sizes).sum()), np.uint8)
    used, _ = compiled.pack(values, sizes.astype(np.int64), data, widths)
    return blocks.Packed(data[:used].copy(), widths)
