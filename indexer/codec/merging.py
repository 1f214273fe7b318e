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

_VERSION = 5  # of the functions' arguments

Ints = npt.NDArray[np.int64]

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
