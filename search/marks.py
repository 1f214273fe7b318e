"""Find where a query's words stand in a text: code-point ranges to mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.normalizer import normalize_with_offsets
from search.query import And, Literal, Near, Or, Query, Ranked, RawLiteral, TextField, Wildcard

Marks = tuple[tuple[int, int], ...]
_SHORT = 60  # characters of a text whose normal form is kept for the next time
_normalize_again = lru_cache(maxsize=2048)(normalize_with_offsets)
_MAX_GAP = 20  # as in search.engines.matching: what one `*` may stand for


class Marker:
    """Marks what a query found. Whatever it excludes or filters by is not marked."""

    def __init__(self, query: Query) -> None:
        self._patterns: dict[TextField, re.Pattern[str] | None] = {}
        self._raw: list[str] = []
        found: dict[TextField, dict[str, None]] = {"text": {}, "title": {}}
        for field, pattern in self._collect(query):
            found[field][pattern] = None
        for field, patterns in found.items():
            # A look-ahead finds overlapping places too; the longest wording goes first.
            alternatives = "|".join(sorted(patterns, key=len, reverse=True))
            self._patterns[field] = re.compile(f"(?=({alternatives}))") if patterns else None

    def marks(self, text: str) -> Marks:
        """Ranges of a paragraph's text: sorted, apart from each other, end-exclusive."""
        places = [
            (match.start(), match.end())
            for raw in self._raw
            for match in re.finditer(re.escape(raw), text)
        ]
        return _join([*places, *self._places("text", text)])

    def title_marks(self, title: str) -> Marks:
        """Ranges of a title: what was sought in titles, or else what was sought in texts."""
        field: TextField = "title" if self._patterns["title"] else "text"
        return _join(list(self._places(field, title)))

    def _places(self, field: TextField, text: str) -> Iterator[tuple[int, int]]:
        pattern = self._patterns[field]
        if pattern is None or not text:
            return
        # Titles come again and again, on a page and from page to page.
        short = len(text) <= _SHORT
        form, offsets = (_normalize_again if short else normalize_with_offsets)(text)
        for match in pattern.finditer(form):
            start, end = match.span(1)
            if end > start:
                yield offsets[start], offsets[end - 1] + 1

    def _collect(self, query: Query) -> Iterator[tuple[TextField, str]]:
        match query:
            case Literal(forms, field):
                yield from ((field, re.escape(form)) for form in forms if form)
            case Ranked(phrase, parts):
                for forms in (phrase, *(part.forms for part in parts)):
                    yield from (("text", re.escape(form)) for form in forms if form)
            case Near(left, right, _):
                for side in (left, right):
                    yield from self._collect(side)
            case Wildcard(pattern, field):
                yield field, _wildcard_pattern(pattern)
            case RawLiteral(text):
                self._raw.append(text)
            case And(children) | Or(children):
                for child in children:
                    yield from self._collect(child)
            case _:
                return


def _wildcard_pattern(pattern: str) -> str:
    signs = {"*": f".{{0,{_MAX_GAP}}}?", "?": "."}
    return "".join(signs.get(char) or re.escape(char) for char in pattern.strip("*"))


def _join(places: list[tuple[int, int]]) -> Marks:
    """Overlapping and touching ranges become one: 刑事 + 案件 is one mark."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
