"""Say what the formats ask of any table that becomes a file: columns, rows, where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol


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
