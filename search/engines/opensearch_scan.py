"""Tell whether a normalised text holds a wildcard, two near literals, or a very long literal.

OpenSearch has no exact test for these, so it narrows down and we compare; pure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TypeAlias

from search.query import Everything, Literal, Near, Wildcard

Scanned: TypeAlias = "Wildcard | Near | Literal | Everything"

MAX_GAP = 20  # characters that one `*` may stand for
_SENTENCE_END = re.compile(r"[。!?;…]")  # in normal form


def predicate(node: Scanned) -> Callable[[str], bool]:
    """The test of one normalised text."""
    if isinstance(node, Wildcard):
        pattern = re.compile(wildcard_regex(node.pattern), re.DOTALL)
        return lambda form: pattern.search(form) is not None
    if isinstance(node, Near):
        return lambda form: _is_near(form, node)
    if isinstance(node, Literal):
        return lambda form: any(literal in form for literal in node.forms)
    return lambda form: True


def wildcard_regex(pattern: str) -> str:
    """`*` is any run of up to 20 characters, `?` is one; all else stands for itself."""
    signs = {"*": f".{{0,{MAX_GAP}}}", "?": "."}
    return "".join(signs.get(char) or re.escape(char) for char in pattern)


def _is_near(form: str, node: Near) -> bool:
    left, right = _places(form, node.left), _places(form, node.right)
    if node.distance is None:
        ends = [match.start() for match in _SENTENCE_END.finditer(form)]
        sentences = [{bisect_right(ends, start) for start, _ in side} for side in (left, right)]
        return not sentences[0].isdisjoint(sentences[1])
    return any(
        0 <= b[0] - a[1] <= node.distance or 0 <= a[0] - b[1] <= node.distance
        for a in left
        for b in right
    )


def _places(form: str, literal: Literal) -> list[tuple[int, int]]:
    return [place for wanted in literal.forms for place in _occurrences(form, wanted)]


def _occurrences(form: str, wanted: str) -> Iterator[tuple[int, int]]:
    start = form.find(wanted) if wanted else -1
    while start >= 0:
        yield start, start + len(wanted)
        start = form.find(wanted, start + 1)
