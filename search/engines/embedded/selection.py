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
    size: int,
    most: int,
) -> tuple[Indices, npt.NDArray[np.int64]]:
    """The best place of each of the `most` best groups, in order, and the sizes of these groups.

    `groups[row]` is the group of a row, one of `size`; equal keys go by ascending `ranks[row]`.
    """
    leaders, sizes = kernels.lead_groups(keys, ranks, rows, groups, size)
    places = np.sort(leaders[leaders >= 0])
    chosen = places[kernels.best(keys[places], ranks, rows[places], most)]
    return chosen, sizes[groups[rows[chosen]]]


def demoted(groups: npt.NDArray[np.uint32], classes: npt.NDArray[np.uint8]) -> Indices:
    """Indices of rows that repeat an earlier row (ascending) of the same document and class.

    `groups`: a number that near-identical rows of one document share.
    """
    _, first = np.unique(groups.astype(np.int64) * 4 + classes, return_index=True)
    again = np.ones(len(groups), bool)
    again[first] = False
    return np.flatnonzero(again)
