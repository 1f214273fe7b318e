"""Find the sentences of a text, and where the sentence or the clause of something begins."""

from __future__ import annotations

import re

from indexer.text.normalizer import normalize

PRINTED_ENDS = "。！？!?\n"
SENTENCE = re.compile("[^。！？\n]+")


def normal(text: str) -> str:
    """A normal form with the places of the printed text; this itself where there is none."""
    form = normalize(text)
    return form if len(form) == len(text) else text.lower()


def clause_start(text: str, at: int, ends: str = PRINTED_ENDS, first: int = 0) -> int:
    """The place behind the last of these signs before `at`; no earlier than `first`, as a paragraph
    may be one sentence."""
    for sign in ends:
        first = max(first, text.rfind(sign, first, at) + 1)
    return first
