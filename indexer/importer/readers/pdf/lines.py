"""The values that travel from a PDF's page to its paragraphs, as lines with their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.importer.source_text import usual_size


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character; `left`, `right`, `base` (the base line, from the top) in points."""

    char: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool = False
    is_spaced: bool = False  # the file has a space in front of it


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal or vertical line on the page from (x0, y0) to (x1, y1), from the top."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page (or one row of a table), its place in points from the page's top left.

    `column` numbers the columns of text in reading order: a paragraph may go on from one to the
    next. `is_row`: of a table.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool = False
    column: int = 0
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page's lines in reading order, its size and what was left out."""

    width: float
    height: float
    lines: tuple[PageLine, ...]
    watermarks: tuple[str, ...] = ()
    unreadable: int = 0  # characters that the font gives no meaning


def body_size(pages: Sequence[PdfPage]) -> float:
    """The size of most of the letters."""
    return usual_size(((line.size, len(line.text)) for page in pages for line in page.lines), 12.0)
