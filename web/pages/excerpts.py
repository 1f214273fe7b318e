"""Turn a paragraph and its marks into what a page shows: spans, excerpts, concordance lines.

Offsets are code points throughout. Nothing here is markup: templates draw `<mark>` from spans.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.figures.tables.cells import is_table_row
from search.results import Span, spans

_CELL_PARTS = re.compile("[^：；]*[：；]|[^：；]+")
Marks = Sequence[tuple[int, int]]

WHOLE_CHARS = 240  # a paragraph up to this length is shown whole
EXCERPT_CHARS = 180
KWIC_CHARS = 24
_STOPS = "。！？；\n"
_BACK = 60  # how far before its first mark an excerpt looks for the start of a sentence
_ROOM = 40  # characters of an excerpt that are left for what stands around its marks


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a paragraph with its marks; the flags say whether text was left out."""

    spans: tuple[Span, ...]
    cut_before: bool
    cut_after: bool


def in_cells(spans: Sequence[Span]) -> list[tuple[list[Span], list[Span]]]:
    """A table's row cell by cell, each in the name of its column and what stands under it; any
    other text as one cell without a name. The texts of all join to that of the spans."""
    if not is_table_row("".join(span.text for span in spans)):
        return [([], list(spans))]
    cells: list[tuple[list[Span], list[Span]]] = [([], [])]
    for span in spans:
        for piece in _CELL_PARTS.findall(span.text):
            name, told = cells[-1]
            (told if told or (name and name[-1].text.endswith("：")) else name).append(
                Span(piece, span.matched)
            )
            if piece.endswith("；"):
                cells.append(([], []))
    return [cell for cell in cells if cell != ([], [])]


@dataclass(frozen=True, slots=True)
class Concordance:
    """One mark with what stands before and after it (对照, KWIC)."""

    left: str
    keyword: str
    right: str


def excerpt(
    text: str, marks: Marks, size: int = EXCERPT_CHARS, whole: int = WHOLE_CHARS
) -> Excerpt:
    """The stretch of about `size` characters with most of the marked words; texts of no more than
    `whole` stay whole."""
    if len(text) <= max(whole, size):
        return Excerpt(spans(text, marks), False, False)
    first, last = _best_window(text, sorted(marks), size - _ROOM)
    start = _sentence_start(text, first, min(_BACK, max(0, size - (last - first))))
    end = min(len(text), start + size)
    for low, high in marks:  # never cut through a mark
        if low < end < high:
            end = high
    return Excerpt(spans(text, marks, start, end), start > 0, end < len(text))


def concordance(text: str, marks: Marks, width: int = KWIC_CHARS) -> tuple[Concordance, ...]:
    """One line for each mark; line breaks inside the context become spaces."""
    lines = []
    for low, high in sorted(marks):
        left = text[max(0, low - width) : low].replace("\n", " ")
        right = text[high : high + width].replace("\n", " ")
        lines.append(Concordance(left, text[low:high], right))
    return tuple(lines)


def _best_window(text: str, marks: Marks, width: int) -> tuple[int, int]:
    """From where to where the marks stand that are of most different words and, among these, the
    most marked characters, `width` apart at most; (0, 0) without marks."""
    best, most = (0, 0), (0, 0)
    inside: Counter[str] = Counter()
    covered = first = 0
    for low, high in marks:
        inside[text[low:high]] += 1
        covered += high - low
        while high - marks[first][0] > width and marks[first] != (low, high):
            left, right = marks[first]
            word = text[left:right]
            inside[word] -= 1
            if not inside[word]:
                del inside[word]
            covered -= right - left
            first += 1
        if (len(inside), covered) > most:
            best, most = (marks[first][0], high), (len(inside), covered)
    return best


def _sentence_start(text: str, position: int, back: int) -> int:
    """A little before `position`: after a full stop if one is near, else some characters back."""
    low = max(0, position - back)
    for at in range(position - 1, low - 1, -1):
        if text[at] in _STOPS:
            return at + 1
    return 0 if low == 0 else max(0, position - back // 3)
