"""The arithmetic of BM25 over arrays: rarity of a term, weight of its frequency in a paragraph."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.model.schema import K1 as K1
from indexer.model.schema import B as B

Floats: TypeAlias = npt.NDArray[np.float64]


def idf(doc_freq: int, num_docs: int) -> float:
    """Weight of a term's rarity: log(1 + (N - n + 0.5) / (n + 0.5)).

    "doc" means paragraph. Never negative. Source: Robertson & Zaragoza 2009, as in Lucene.
    """
    return math.log(1 + (num_docs - doc_freq + 0.5) / (doc_freq + 0.5))


def length_norms(
    lengths: npt.NDArray[np.integer], average: float, k1: float = K1, b: float = B
) -> Floats:
    """What stands beside the frequency in the denominator: k1 * (1 - b + b * length / average).

    One number a row; `average` is that of all live paragraphs (1 where there are none).
    """
    norms: Floats = k1 * (1 - b + b * lengths.astype(np.float64) / max(average, 1e-9))
    return norms


def saturate(freqs: npt.NDArray[np.integer], norms: Floats, k1: float = K1) -> Floats:
    """The share of `idf` that frequencies earn: tf * (k1 + 1) / (tf + norm). Below k1 + 1."""
    counts = freqs.astype(np.float64)
    saturated: Floats = counts * (k1 + 1) / (counts + norms)
    return saturated
