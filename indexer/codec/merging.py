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

_VERSION = 6  # of the functions' arguments

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint32]

compiled = load_compiled("indexer.codec._merging", _VERSION)


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


def group(
    keys: Numbers, rows: Numbers, positions: Numbers | None
) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers | None]:
    """Occurrences, whose rows ascend within a key, as postings.

    Gives the distinct keys in order and how many rows each has, the rows and how often each has the
    key, and the positions in this order.
    """
    if compiled is None:
        return group_by_sorting(keys, rows, positions)
    placed = np.empty(0 if positions is None else len(keys), np.uint32)
    found = [np.empty(len(keys), np.uint32) for _ in range(4)]
    given = (np.ascontiguousarray(a, np.uint32) for a in (keys, rows))
    terms, postings = compiled.group(
        *given, placed if positions is None else positions, *found, placed
    )
    terms_, doc_freqs, rows_, freqs = found
    return (
        terms_[:terms].copy(),
        doc_freqs[:terms].copy(),
        rows_[:postings],
        freqs[:postings],
        None if positions is None else placed,
    )


def group_by_sorting(
    keys: Numbers, rows: Numbers, positions: Numbers | None
) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers | None]:
    """One plain sort: a key and the place of its occurrence share one 64-bit number."""
    ordered = keys.astype(np.uint64) << np.uint64(32)
    ordered |= np.arange(len(keys), dtype=np.uint64)
    ordered.sort()
    order = (ordered & np.uint64(0xFFFFFFFF)).astype(np.int64)
    keys, rows = (ordered >> np.uint64(32)).astype(np.uint32), rows[order]
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
