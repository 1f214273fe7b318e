"""Tell whether a normalised text holds a pattern, two near literals, or a very long literal; pure.

For marks; for OpenSearch, which has no exact test for these and so narrows down for us to compare;
and for the embedded engine without its compiled part. Time grows with the text, never with the
ways to fill the gaps.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from indexer.codec.doc_values import HEADING_SEPARATOR
from search.errors import QueryTooCostlyError
from search.query.expression_matcher import ExpressionMatcher, expression_matcher
from search.query.tree import Everything, Expression, Literal, Near, Wildcard

Scanned: TypeAlias = "Wildcard | Expression | Near | Literal | Everything"

MAX_GAP = 20  # characters that one `*` may stand for
MOST_COMPARED = 2_000_000_000  # characters of texts, times the steps of an expression: seconds
SENTENCE_ENDS = "。!?;…"  # in normal form; one begins the next sentence
_SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")
_SIGNS = re.compile(r"[*?]+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A wildcard pattern: its literal pieces, the least and most characters of the gap before
    each, and the least number of characters after the last one."""

    pieces: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...]
    tail: int

    @classmethod
    def of(cls, pattern: str) -> Pattern:
        """`*` is any run of up to MAX_GAP characters, `?` is one; all else stands for itself."""
        first, *rest = _SIGNS.split(pattern)
        gaps = [_gap(sign) for sign in _SIGNS.findall(pattern)]
        if first:
            gaps, rest = [(0, 0), *gaps], [first, *rest]
        if rest and not rest[-1]:
            return cls(tuple(rest[:-1]), tuple(gaps[:-1]), gaps[-1][0])
        return cls(tuple(rest), tuple(gaps), 0)

    def is_in(self, form: str) -> bool:
        return bool(self.places(form))

    def places(self, form: str) -> list[tuple[int, int]]:
        """From each beginning that leads to an end the range up to the nearest end, ascending.

        From the last piece to the first: where does what begins here end? Of two beginnings the
        later one never ends earlier, so the first one within reach of a gap is the best.
        """
        if not self.pieces:
            return []
        size, lead = len(form), self.gaps[0][0]
        ends = [(begin, end + self.tail) for begin, end in _occurrences(form, self.pieces[-1])]
        found = [(begin, end) for begin, end in ends if end <= size]
        for piece, gap in zip(self.pieces[-2::-1], self.gaps[:0:-1], strict=True):
            found = list(_leading(_occurrences(form, piece), found, gap))
        return [(begin - lead, end) for begin, end in found if begin >= lead]


def _leading(
    places: Iterator[tuple[int, int]], found: list[tuple[int, int]], gap: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """From each place that something found follows after such a gap to the end of that."""
    begins = [begin for begin, _ in found]
    for begin, end in places:
        next_ = bisect_left(begins, end + gap[0])
        if next_ < len(begins) and begins[next_] <= end + gap[1]:
            yield begin, found[next_][1]


def _gap(signs: str) -> tuple[int, int]:
    """Least and most characters that a run of wildcard signs stands for."""
    least = signs.count("?")
    return least, least + MAX_GAP * signs.count("*")


def _has_within(places: list[int], low: int, high: int) -> bool:
    """Whether one of ascending places lies in low ≤ place ≤ high."""
    after = bisect_right(places, high)
    return after > 0 and places[after - 1] >= low


def require_affordable(matcher: ExpressionMatcher, chars: int) -> None:
    """QueryTooCostlyError where an expression would be compared with too much text."""
    limit = MOST_COMPARED // matcher.steps
    if chars > limit:
        raise QueryTooCostlyError("正则表达式要比对的文字（字）", chars, limit)


def predicate(node: Scanned) -> Callable[[str], bool]:
    """The test of one normalised text."""
    if isinstance(node, Wildcard):
        return Pattern.of(node.pattern).is_in
    if isinstance(node, Expression):
        matcher = expression_matcher(node.pattern)
        # Each heading of a paragraph is a line to expressions.
        return lambda form: matcher.is_in(form.replace(HEADING_SEPARATOR, "\n"))
    if isinstance(node, Near):
        return lambda form: _is_near(form, node)
    if isinstance(node, Literal):
        return lambda form: any(literal in form for literal in node.forms)
    return lambda form: True


def _is_near(form: str, node: Near) -> bool:
    left, right = _places(form, node.left), _places(form, node.right)
    if not left or not right:
        return False
    if node.distance is None:
        ends = [match.start() for match in _SENTENCE_END.finditer(form)]
        sentences = [{bisect_right(ends, start) for start, _ in side} for side in (left, right)]
        return not sentences[0].isdisjoint(sentences[1])
    return _follows(left, right, node.distance) or _follows(right, left, node.distance)


def _follows(first: list[tuple[int, int]], second: list[tuple[int, int]], distance: int) -> bool:
    """Whether one of `second` begins at most `distance` characters after one of `first` ends."""
    ends = sorted(end for _, end in first)
    return any(_has_within(ends, begin - distance, begin) for begin, _ in second)


def _places(form: str, literal: Literal) -> list[tuple[int, int]]:
    return [place for wanted in literal.forms for place in _occurrences(form, wanted)]


def _occurrences(form: str, wanted: str) -> Iterator[tuple[int, int]]:
    start = form.find(wanted) if wanted else -1
    while start >= 0:
        yield start, start + len(wanted)
        start = form.find(wanted, start + 1)
