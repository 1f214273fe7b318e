"""Cut a query text into words, quoted phrases, brackets and minus signs.

Decides what is syntax and what is pasted prose: brackets count in a pair that stands where terms
begin and end; `-` counts after a space (or at the start, or after such a bracket) and before a
word. A term between slashes is a regular expression, if no space touches these inside. Everything
else belongs to words. No string is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from search.query.quotes import Quotations, QuotedSpan, has_marks, split_quotations

Kind = Literal["word", "quoted", "expression", "open", "close", "minus"]
_OPEN, _CLOSE = "(（", ")）"
_SIGNS = frozenset(_OPEN + _CLOSE + "-/")
_EXPRESSION = re.compile(
    r"(?:^|(?<=[\s(（-]))/(?![\s/])((?:[^/\\]|\\.)+)(?<!\s)/(?=$|[\s)）])", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class QueryToken:
    """A piece of the query text. `spaced`: white space, or the start, comes right before it."""

    kind: Kind
    text: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Lexed:
    """The tokens; `stray` and `empty` as in Quotations."""

    tokens: tuple[QueryToken, ...]
    stray: str
    empty: int


def lex(text: str, one_word_brackets: bool = True) -> Lexed:
    """The tokens of a text, quotation marks, and the slashes of expressions, taken out.

    `one_word_brackets` False reads brackets around a single word, as in （试行）, as text.
    """
    if _SIGNS.isdisjoint(text) and not has_marks(text):  # as most queries are: words only
        return Lexed(tuple(QueryToken("word", word, True) for word in text.split()), "", 0)
    quotations = _split(text)
    units: list[QuotedSpan] = []
    for segment in quotations.segments:
        if segment.quoted or segment.is_expression:
            units.append(segment)
        else:
            units.extend(QuotedSpan(char, False) for char in segment.text)
    tokens = tuple(_Scanner(units, one_word_brackets).tokens())
    return Lexed(tokens, quotations.stray, quotations.empty)


def _split(text: str) -> Quotations:
    """Quotations, and expressions that stand outside of any."""
    segments: list[QuotedSpan] = []
    empty, start = 0, 0
    for found in _EXPRESSION.finditer(text):
        before = split_quotations(text[start : found.start()])
        if before.stray:
            continue
        segments += [*before.segments, QuotedSpan(found[1], False, is_expression=True)]
        empty, start = empty + before.empty, found.end()
    rest = split_quotations(text[start:])
    return Quotations((*segments, *rest.segments), rest.stray, empty + rest.empty)


class _Scanner:
    """Walks over units: one character each, or one whole quoted phrase or expression."""

    def __init__(self, units: list[QuotedSpan], one_word_brackets: bool) -> None:
        self._units = units
        self._one_word_brackets = one_word_brackets
        self._syntax = self._find_syntax()

    def tokens(self) -> Iterator[QueryToken]:
        at = 0
        spaced = True
        while at < len(self._units):
            unit = self._units[at]
            end = at + 1
            if self._is_space(at):
                at, spaced = end, True
                continue
            if unit.quoted or unit.is_expression:
                yield QueryToken("quoted" if unit.quoted else "expression", unit.text, spaced)
            elif at in self._syntax:
                yield QueryToken(self._syntax[at], unit.text, spaced)
            else:
                end = self._word_end(at)
                word = "".join(inner.text for inner in self._units[at:end])
                yield QueryToken("word", word, spaced)
            at, spaced = end, False

    def _word_end(self, at: int) -> int:
        while at < len(self._units) and not (self._is_edge(at) or at in self._syntax):
            at += 1
        return at

    def _is_space(self, at: int) -> bool:
        unit = self._units[at]
        return not self._is_whole(at) and unit.text.isspace()

    def _is_whole(self, at: int) -> bool:
        """A quoted phrase or an expression: a term by itself."""
        return self._units[at].quoted or self._units[at].is_expression

    def _is_edge(self, at: int) -> bool:
        """Outside the text, white space, a quoted phrase or an expression."""
        return not 0 <= at < len(self._units) or self._is_whole(at) or self._is_space(at)

    def _find_syntax(self) -> dict[int, Kind]:
        """The brackets and minus signs that are syntax, by position."""
        pairs = self._bracket_pairs()
        closers = self._closers_at_term_ends(pairs)
        found: dict[int, Kind] = {}
        for at, unit in enumerate(self._units):
            if self._is_whole(at):
                continue
            after_open = found.get(at - 1) == "open"
            if unit.text in _OPEN and pairs.get(at) in closers:
                negated = found.get(at - 1) == "minus"
                starts = self._is_edge(at - 1) or after_open or negated
                if starts and self._holds_terms(at, pairs[at]):
                    found[at] = "open"
                    found[pairs[at]] = "close"
            elif unit.text == "-" and (at == 0 or self._is_space(at - 1) or after_open):
                found |= {at: "minus"} if self._can_negate(at + 1, pairs, closers) else {}
        return found

    def _bracket_pairs(self) -> dict[int, int]:
        """Opening → closing position of all pairs, syntax or not; widths may be mixed."""
        stack: list[int] = []
        pairs: dict[int, int] = {}
        for at, unit in enumerate(self._units):
            if not self._is_whole(at) and unit.text in _OPEN:
                stack.append(at)
            elif not self._is_whole(at) and unit.text in _CLOSE and stack:
                pairs[stack.pop()] = at
        return pairs

    def _closers_at_term_ends(self, pairs: dict[int, int]) -> set[int]:
        found: set[int] = set()
        for close in sorted(pairs.values(), reverse=True):
            if self._is_edge(close + 1) or close + 1 in found:
                found.add(close)
        return found

    def _holds_terms(self, opened: int, closed: int) -> bool:
        """Whether there are terms between two brackets, and more than one if that is asked."""
        inside = range(opened + 1, closed)
        if not any(self._is_whole(i) or self._units[i].text.isalnum() for i in inside):
            return False
        return self._one_word_brackets or any(self._is_edge(i) for i in inside)

    def _can_negate(self, at: int, pairs: dict[int, int], closers: set[int]) -> bool:
        """Whether a term that `-` can negate starts here: a phrase, a bracket or a real word."""
        if at >= len(self._units):
            return False
        if self._is_whole(at):
            return True
        if self._units[at].text in _OPEN:
            return pairs.get(at) in closers and self._holds_terms(at, pairs[at])
        end = at
        while not self._is_edge(end):
            end += 1
        word = [unit.text for unit in self._units[at:end]]
        return bool(word) and word[0] not in _CLOSE + "-" and any(c.isalnum() for c in word)
