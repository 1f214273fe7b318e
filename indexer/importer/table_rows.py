"""Write the rows of a table of figures under the names of their columns, alike in every format."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.importer.source_text import Doubt
from indexer.importer.wrapping import DraftBlock

_NUMBER = re.compile(r"[-+—–]?\d[\d,，.]*\s*(?:[%％‰]|个百分点|[\u4e00-\u9fff]{1,2})?")
_EMPTY = frozenset(("", "-", "—", "——", "/"))
_BAR = re.compile(r" \|(?: |$)")
_LONGEST_NAME = 30  # characters of a column's name
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?)?")


def is_header(filled: Sequence[str]) -> bool:
    """Whether these cells name columns: words, each once, none of them long; or years in their
    order below words (指标 | 2022 | 2023)."""
    others = _without_years(filled)
    are_words = all(
        not cell.replace(".", "").isdigit() and len(cell) <= _LONGEST_NAME for cell in others
    )
    return are_words and len(set(filled)) == len(filled)


def _without_years(cells: Sequence[str]) -> Sequence[str]:
    """The cells without those that are years, where these are two or more in their order."""
    years = [int(found[1]) for cell in cells if (found := _YEAR.fullmatch(cell))]
    steps = {b - a for a, b in itertools.pairwise(years)}
    if len(steps) != 1 or steps <= {0}:
        return cells
    return [cell for cell in cells if not _YEAR.fullmatch(cell)]


def labelled(cells: Sequence[str], header: Sequence[str] | None) -> str:
    """A row as 列名：内容；…; without a header its cells with bars between them."""
    names = [*(header or ()), *[""] * len(cells)]
    parts = [
        f"{label}：{cell}" if label and header else cell
        for cell, label in zip(cells, names, strict=False)
        if cell
    ]
    return "；".join(parts) if header else " | ".join(parts)


def under_their_heads(pieces: Sequence[DraftBlock], doubts: list[Doubt]) -> list[DraftBlock]:
    """The pieces with each row of figures under the names of its columns: a row that is found or
    cited alone says what its figures are. The row of names itself is in each of them and goes.

    A form, a table of words, and rows of another width than their header keep their bars.
    """
    made: list[DraftBlock] = []
    count = 0
    for table in _tables(pieces):
        cells = [_cells(piece) for piece in table]
        if not _is_of_figures(cells[0], cells[1:]):
            made += table
            continue
        count += len(table) - 1
        made += [
            replace(piece, text=labelled(row, cells[0]))
            for piece, row in zip(table[1:], cells[1:], strict=True)
        ]
    if count:
        doubts.append(Doubt(None, f"数据表 {count} 行写作“列名：内容”", is_note=True))
    return made


def _tables(pieces: Sequence[DraftBlock]) -> Iterator[list[DraftBlock]]:
    """Rows of one width below a row of names; whatever else there is, alone."""
    table: list[DraftBlock] = []
    for piece in pieces:
        cells = _cells(piece)
        goes_on = bool(table) and len(cells) > 1 and len(cells) == len(_cells(table[0]))
        if table and not (goes_on and not _names_columns(cells)):
            yield table
            table = []
        table.append(piece)
    if table:
        yield table


def _cells(piece: DraftBlock) -> list[str]:
    """The cells of a row, one for what is none."""
    return _BAR.split(piece.text) if piece.kind == "row" else [""]


def _names_columns(cells: Sequence[str]) -> bool:
    are_names = all(c not in _EMPTY and "：" not in c and not _NUMBER.fullmatch(c) for c in cells)
    return are_names and is_header(cells)


def _is_of_figures(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds numbers only; two columns alone need two rows of them.

    Years name columns where numbers that are no years stand in each of theirs: 成立 | 2001年 |
    2003年 is a row as those below it are.
    """
    words = _without_years(header)
    if not words or not _names_columns(words) or len(rows) < (1 if len(header) > 2 else 2):
        return False
    columns = list(zip(header[1:], list(zip(*rows, strict=True))[1:], strict=True))
    if len(words) < len(header):
        return all(
            _holds_numbers(column) and not any(map(_YEAR.fullmatch, column))
            for name, column in columns
            if _YEAR.fullmatch(name)
        )
    return any(_holds_numbers(column) for _, column in columns)


def _holds_numbers(column: Sequence[str]) -> bool:
    return any(cell not in _EMPTY for cell in column) and all(
        cell in _EMPTY or _NUMBER.fullmatch(cell) for cell in column
    )
