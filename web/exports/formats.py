"""Name every format of a file of hits, and say what the formats ask of a table that becomes one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import IO, Any, Literal, Protocol

Write = Callable[[Any, IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. What is given to `write` is a Table, a Sheet or an iterator of References.

    `writer` is module and function: libraries of formats are imported when a file is asked for,
    because a start must be quick.
    """

    ending: str
    label: str
    media_type: str
    holds: Literal["table", "excerpts", "references"]
    writer: tuple[str, str]

    @property
    def write(self) -> Write:
        module, function = self.writer
        written: Write = getattr(import_module(module), function)
        return written

    @property
    def content_type(self) -> str:
        is_binary = self.media_type.startswith(_OFFICE)
        return self.media_type if is_binary else f"{self.media_type}; charset=utf-8"


_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD, _EXCEL = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"
_RIS, _BIB = "application/x-research-info-systems", "application/x-bibtex"
_MARKDOWN, _REFERENCES = "web.exports.markdown", "web.exports.references"
_ROWS = (
    Format("docx", "Word", _WORD, "excerpts", ("web.exports.docx", "write_docx")),
    Format("xlsx", "Excel", _EXCEL, "table", ("web.exports.xlsx", "write_xlsx")),
    Format("csv", "CSV", "text/csv", "table", ("web.exports.csv", "write_csv")),
    Format("md", "Markdown", "text/markdown", "excerpts", (_MARKDOWN, "write_markdown")),
    Format("ris", "RIS", _RIS, "references", (_REFERENCES, "write_ris")),
    Format("bib", "BibTeX", _BIB, "references", (_REFERENCES, "write_bibtex")),
)
# By their endings, in the order in which pages offer them.
FORMATS = {row.ending: row for row in _ROWS}
TABLES = tuple(row for row in _ROWS if row.holds == "table")
REFERENCES = tuple(row for row in _ROWS if row.holds == "references")


class Table(Protocol):
    """Rows of text cells. Walked once, row by row: no file holds them in memory."""

    @property
    def name(self) -> str:
        """Of the worksheet."""
        ...

    @property
    def words(self) -> str:
        """What was asked, for the name of the file."""
        ...

    @property
    def day(self) -> date: ...

    @property
    def count(self) -> int:
        """How many rows there are."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        ...

    @property
    def numeric(self) -> frozenset[str]:
        """Columns whose cells are numbers, where a format knows numbers."""
        ...

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row of cells after the other."""
        ...

    def about(self) -> tuple[tuple[str, str], ...]:
        """What was asked, when, and of which index: names and values."""
        ...
