"""Split a query text at its quoted phrases, whatever the style of the quotation marks.

Only a pair is a quotation. “ ends with ” if there is one, nested pairs counted; else, since readers
and input methods mix them, with any other double mark. Quotation marks never matter to matching
(normalisation removes them all), so they are taken out of the texts.
"""

from __future__ import annotations

from dataclasses import dataclass

_CLOSERS = {
    '"': '"', "＂": "＂", "“": "”", "„": "”", "〝": "〞",
    "‘": "’", "「": "」", "『": "』", "｢": "｣", "﹁": "﹂", "﹃": "﹄", "«": "»",
}  # fmt: skip
_DOUBLE = '"＂“”„‟〝〞'
_APOSTROPHES = "’‛"  # alone they are part of a word such as it’s, not worth a note
_MARKS = frozenset(_DOUBLE + "‚" + _APOSTROPHES + "".join(_CLOSERS) + "".join(_CLOSERS.values()))


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A stretch of the query text without its quotation marks, or without the slashes around it.

    `is_expression`: what stood between slashes, which is one term as a quoted phrase is.
    """

    text: str
    quoted: bool
    is_expression: bool = False


@dataclass(frozen=True, slots=True)
class Quotations:
    """`segments` in order; `stray`: the unpaired marks; `empty`: how many pairs hold nothing."""

    segments: tuple[QuotedSpan, ...]
    stray: str
    empty: int


def split_quotations(text: str) -> Quotations:
    """Quoted and unquoted segments of a text, in order; an empty pair counts as a space."""
    segments: list[QuotedSpan] = []
    plain, stray = "", ""
    empty = 0
    at = 0
    while at < len(text):
        char = text[at]
        end = _closing_mark(text, at) if char in _MARKS else -1
        if end < 0:
            plain += "" if char in _MARKS else char
            stray += char if char in _MARKS and char not in _APOSTROPHES else ""
            at += 1
            continue
        inner = "".join(c for c in text[at + 1 : end] if c not in _MARKS).strip()
        if inner:
            segments += [QuotedSpan(plain, False), QuotedSpan(inner, True)]
            plain = ""
        else:
            plain, empty = plain + " ", empty + 1
        at = end + 1
    segments.append(QuotedSpan(plain, False))
    return Quotations(tuple(segment for segment in segments if segment.text), stray, empty)


def has_marks(text: str) -> bool:
    """Whether any character of the text could open or close a quotation."""
    return not _MARKS.isdisjoint(text)


def without_enclosing_pair(text: str) -> str:
    """The text, trimmed, without the one pair of quotation marks that encloses all of it."""
    text = text.strip()
    if len(text) > 1 and text[0] in _CLOSERS and _closing_mark(text, 0) == len(text) - 1:
        return text[1:-1]
    return text


def _closing_mark(text: str, at: int) -> int:
    """Where the quotation that opens at `at` ends, or -1."""
    opener = text[at]
    closer = _CLOSERS.get(opener, "")
    found = _own_closer(text, at, opener, closer) if closer else -1
    if found < 0 and opener in _DOUBLE:
        found = next((i for i in range(at + 1, len(text)) if text[i] in _DOUBLE), -1)
    return found


def _own_closer(text: str, at: int, opener: str, closer: str) -> int:
    if opener == closer:
        return text.find(closer, at + 1)
    depth = 0
    for index in range(at, len(text)):
        depth += (text[index] == opener) - (text[index] == closer)
        if depth == 0:
            return index
    return -1
