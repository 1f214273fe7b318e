"""Choose and order the rows of one page out of all that match."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.kernels import Rows

Keys = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def best_of_groups(
    keys: Keys,
    ranks: npt.NDArray[np.uint32],
    rows: Rows,
    groups: npt.NDArray[np.integer],
    most: int,
) -> tuple[Indices, npt.NDArray[np.int64]]:
    """The best index of each of the `most` best groups, in order, and the sizes of these groups.

    Equal keys go by ascending `ranks[row]`.
    """
    if most <= 0 or not len(keys):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    _, compact = np.unique(groups, return_inverse=True)
    sizes = np.bincount(compact)
    top = np.full(len(sizes), -np.inf)
    np.maximum.at(top, compact, keys)
    leading = np.flatnonzero(keys == top[compact])
    first = np.full(len(sizes), np.iinfo(np.int64).max)
    of_leading = ranks[rows[leading]].astype(np.int64)
    np.minimum.at(first, compact[leading], of_leading)
    leading = leading[of_leading == first[compact[leading]]]
    chosen = leading[kernels.best(keys[leading], ranks, rows[leading], most)]
    return chosen, sizes[compact[chosen]].astype(np.int64)


def demoted(groups: npt.NDArray[np.uint32], classes: npt.NDArray[np.uint8]) -> Indices:
    """Indices of rows that repeat an earlier row (ascending) of the same document and class.

    `groups`: a number that near-identical rows of one document share.
    """
    _, first = np.unique(groups.astype(np.int64) * 4 + classes, return_index=True)
    again = np.ones(len(groups), bool)
    again[first] = False
    return np.flatnonzero(again)
