"""Weigh the expressions of a paragraph into the themes that it gives a sentence to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

STRONG, WEAK, AGAINST = 2.0, 1.0, -2.0
ENOUGH = 2  # one strong expression, or two weak ones …
_SENTENCE_STEP, _SENTENCE_MOST = 38, 6  # … and more where a sentence is long
_PARAGRAPH_STEP = 60  # what is spread over a paragraph must be as dense
_LISTED = 3  # 、 in a clause that make it a mere list
_IN_PASSING = 0.5  # what an expression counts for in a list or a frame

_SENTENCE_ENDS = "。!?;\n"
_CLAUSE_END = re.compile(rf"[,:{_SENTENCE_ENDS}]")
# Clauses that say what guides the work, what did not happen or what it is done for.
_GUIDED = re.compile(
    "(?:坚持|始终)?(?:以[^,]*为|坚持以)|在[^,]*下,$|(?:全面|深入|认真|坚决|学习)*贯彻"
    "|(?:紧紧)?围绕|紧扣|聚焦|按照|根据|[^,]{0,6}(?:没有|未)再?(?:发生|出现)"
)
_PURPOSE = re.compile(
    "(?:有力|有效|切实|坚决|全力|努力|不断|进一步|以)*(?:维护|保障|确保|促进|保持|增强|赋能)|为.*(?:保障|贡献)"
)


class ThemeEvidence(NamedTuple):
    """An expression in a normalised text and what it says for a theme; sorted, longest first."""

    start: int
    minus_length: int
    expression: str
    theme: int
    weight: float


class ThemeVerdict(NamedTuple):
    """All that was said for a theme, and by how much it is more than enough (negative: less)."""

    total: float
    margin: float


def weigh(form: str, evidence: Iterable[ThemeEvidence]) -> dict[int, ThemeVerdict]:
    """The verdict on each theme that a normalised paragraph has evidence for.

    A theme needs a sentence of its own or as much said in several: an expression in a long sentence
    is a mention, and so is an item of a list. Each expression counts once in a sentence, and once
    in the paragraph, and not where it is only a part of a longer one for the same theme: 打击犯罪
    is one expression, not three.
    """
    sentences, clauses = _starts(form)
    said: dict[tuple[int, int], float] = {}  # by theme and sentence, -1 for the paragraph
    counted: set[tuple[str, int, int]] = set()
    ends: dict[int, int] = {}
    passing: dict[int, bool] = {}  # by clause: a text without a full stop is one, however long
    for start, minus_length, expression, theme, weight in sorted(evidence):
        end = start - minus_length
        if end <= ends.get(theme, 0):
            continue
        ends[theme] = end
        sentence = bisect_right(sentences, start) - 1
        if weight > 0:
            clause = bisect_right(clauses, start) - 1
            if clause not in passing:
                begin, stop = clauses[clause], clauses[clause + 1]
                passing[clause] = _is_in_passing(form, begin, stop, begin == sentences[sentence])
            weight *= _IN_PASSING if passing[clause] else 1
        for place in (-1, sentence):
            if (expression, theme, place) not in counted:
                counted.add((expression, theme, place))
                said[theme, place] = said.get((theme, place), 0) + weight
    totals = {theme: total for (theme, place), total in said.items() if place < 0}
    # A theme that no sentence is about needs 2, and one more for each 60 characters.
    enough = ENOUGH + len(form) // _PARAGRAPH_STEP
    margins = {theme: total - enough for theme, total in totals.items()}
    for (theme, place), total in said.items():
        if place >= 0:
            # Figures do not make a sentence longer.
            length = sum(map(str.isalpha, form[sentences[place] : sentences[place + 1]]))
            enough = min(ENOUGH + length // _SENTENCE_STEP, _SENTENCE_MOST)
            margins[theme] = max(margins[theme], total - enough)
    return {theme: ThemeVerdict(total, margins[theme]) for theme, total in totals.items()}


def _starts(form: str) -> tuple[list[int], list[int]]:
    """Where the sentences of a text begin, and its clauses; behind them its length."""
    clause_ends = [match.end() for match in _CLAUSE_END.finditer(form)]
    sentence_ends = [end for end in clause_ends if form[end - 1] in _SENTENCE_ENDS]
    return [0, *sentence_ends, len(form)], [0, *clause_ends, len(form)]


def _is_in_passing(form: str, begin: int, stop: int, is_first: bool) -> bool:
    """Whether `form[begin:stop]`, a clause, is a mere list, or the frame of what is said."""
    if form.count("、", begin, stop) >= _LISTED or _GUIDED.match(form, begin, stop):
        return True
    return not is_first and _PURPOSE.match(form, begin, stop) is not None
