"""Find where in a text the sentence, or the clause, of something begins."""

from __future__ import annotations

PRINTED_ENDS = "。！？!?\n"


def clause_start(text: str, at: int, ends: str = PRINTED_ENDS, first: int = 0) -> int:
    """The place behind the last of these signs before `at`; no earlier than `first`, as a paragraph
    may be one sentence."""
    for sign in ends:
        first = max(first, text.rfind(sign, first, at) + 1)
    return first
