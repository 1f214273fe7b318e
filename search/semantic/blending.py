"""Join what words and what meaning say of the same paragraphs, for every engine alike.

Measured (README.md in this folder): scores scaled to 0–1 over the paragraphs that lead by either
order, best with weights of .4 to .5 for meaning; joining ranks instead of scores is worse.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

POOL = 100  # paragraphs that lead by words, and as many by meaning, are ordered by both
MOST_SEMANTIC = 50  # hits that meaning alone may add

BLENDED = f"前 {POOL} 段按词语和意思重排"
BY_WORDS = "词语"


def blended(lexical: Floats, cosines: Floats, weight: float) -> tuple[Floats, Floats]:
    """What words and what meaning give each paragraph; their sum, within 0 and 1, orders them."""
    return (1.0 - weight) * _scaled(lexical), weight * _scaled(cosines)


def _scaled(scores: Floats) -> Floats:
    """From 0 for the least to 1 for the largest; 0 where all are equal."""
    if not len(scores):
        return scores
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros(len(scores))


def by_meaning(cosine: float) -> str:
    """The label of what meaning gave a hit."""
    return f"意思（余弦 {cosine:.4f}）"
