"""Find the sentences of a text, and where the sentence or the clause of something begins."""

from __future__ import annotations

import re

from indexer.text.normalizer import normalize, normalize_with_offsets

PRINTED_ENDS = "。！？!?\n"
SENTENCE = re.compile("[^。！？\n]+")
# A first sentence that is a heading, or asks (记者问：毒品案呢？答：破案85起): short and without a
# figure; 二、 counts it.
_OPENING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?)?(?:[一-龥]{0,8}问[：:])?"
    r"[^。！？!?；;：:\n\d]{2,30}[。：:？?\n]"
)


def normal(text: str) -> str:
    """A normal form with the places of the printed text; this itself where there is none."""
    form = normalize(text)
    return form if len(form) == len(text) else text.lower()


def opening(text: str) -> str:
    """The heading that a text opens with: （四）命案。 or 枢纽一刻钟：; "" without one."""
    found = _OPENING.match(text)
    return found[0] if found is not None else ""


def printed_place(text: str, *forms: str) -> tuple[int, int] | None:
    """Where the first of these normal forms that a text prints stands in it."""
    whole, offsets = normalize_with_offsets(text)
    for form in forms:
        if form and (at := whole.find(form)) >= 0:
            return offsets[at], offsets[at + len(form) - 1] + 1
    return None


def clause_start(text: str, at: int, ends: str = PRINTED_ENDS, first: int = 0) -> int:
    """The place behind the last of these signs before `at`; no earlier than `first`, as a paragraph
    may be one sentence."""
    for sign in ends:
        first = max(first, text.rfind(sign, first, at) + 1)
    return first


def clauses(sentence: re.Match[str], first: int, last: int, signs: str) -> tuple[int, int]:
    """Of a sentence the part between these signs that has two places of its text."""
    text, (start, end) = sentence.string, sentence.span()
    stops = (at for sign in signs if (at := text.find(sign, last, end)) >= 0)
    return clause_start(text, first, signs, start), min(stops, default=end)
