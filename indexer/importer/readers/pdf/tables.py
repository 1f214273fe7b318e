"""Put the characters of ruled tables into rows: one line a row, its cells apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.importer.readers.pdf.columns import join_glyphs, rows_of
from indexer.importer.readers.pdf.lines import Glyph, PageLine, Ruling

_TWO_ROWS = 2
_NEAR = 4.0  # points: rulings this close are one, and touch
_MAX_RULINGS = 2_000  # of one page; more are a drawing


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the edges of its columns and rows, and the rulings that are really there."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    rulings: tuple[Ruling, ...]

    def holds(self, glyph: Glyph) -> bool:
        middle = (glyph.left + glyph.right) / 2
        up = glyph.base - 0.35 * glyph.size
        return self.columns[0] <= middle <= self.columns[-1] and self.rows[0] <= up <= self.rows[-1]


def find_grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """The tables on a page: groups of touching rulings with at least two columns and a row."""
    if len(rulings) > _MAX_RULINGS:
        return []
    grids = []
    for group in _groups(rulings):
        columns = _merged([r.x0 for r in group if not r.is_horizontal])
        rows = _merged([r.y0 for r in group if r.is_horizontal])
        left = min((r.x0 for r in group if r.is_horizontal), default=0.0)
        right = max((r.x1 for r in group if r.is_horizontal), default=0.0)
        columns = _merged([*columns, left, right])  # tables open at both sides
        if len(columns) >= 3 and len(rows) >= 2:
            grids.append(Grid(tuple(columns), tuple(rows), tuple(group)))
    return grids


def table_lines(grid: Grid, glyphs: Sequence[Glyph]) -> list[PageLine]:
    """The rows of a table, cells apart by " | "; a cell over several rows is read with each.

    Empty cells stay: on the next page they tell the rest of a row that did not fit.
    """
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        column = bisect_right(grid.columns, (glyph.left + glyph.right) / 2) - 1
        row = bisect_right(grid.rows, glyph.base - 0.35 * glyph.size) - 1
        at = (min(max(row, 0), len(grid.rows) - 2), min(max(column, 0), len(grid.columns) - 2))
        cells.setdefault(_origin(grid, *at), []).append(glyph)
    lines = []
    # The names of columns stand in two rows where some of them are merged downwards.
    below = range(len(grid.columns) - 1) if len(grid.rows) > _TWO_ROWS else ()
    is_head = any(_origin(grid, 1, column)[0] == 0 for column in below)
    for row in range(len(grid.rows) - 1):
        texts: list[str] = []
        seen: set[tuple[int, int]] = set()
        members: list[Glyph] = []
        for column in range(len(grid.columns) - 1):
            origin = _origin(grid, row, column)
            if origin in seen and is_head and row == 0:
                texts.append("")
            elif origin not in seen:
                seen.add(origin)
                members += cells.get(origin, [])
                texts.append(_cell_text(cells.get(origin, [])))
        if any(texts):
            size = members[0].size if members else 0.0
            base = grid.rows[row + 1]
            text = " | ".join(texts)
            line = PageLine(text, grid.columns[0], grid.columns[-1], base, size, is_row=True)
            lines.append(line)
    return lines


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    text = ""
    for row in rows_of(glyphs):
        line = join_glyphs(row)
        gap = " " if text and text[-1].isascii() and line[:1].isascii() else ""
        text += gap + line
    return text


def _origin(grid: Grid, row: int, column: int) -> tuple[int, int]:
    """The first cell of the merged one that this belongs to: no ruling lies between them."""
    while column > 0 and not _is_ruled(grid, row, column, vertical=True):
        column -= 1
    while row > 0 and not _is_ruled(grid, row, column, vertical=False):
        row -= 1
    return row, column


def _is_ruled(grid: Grid, row: int, column: int, vertical: bool) -> bool:
    """Whether a ruling separates this cell from the one to its left (or above)."""
    middle_x = (grid.columns[column] + grid.columns[column + 1]) / 2
    middle_y = (grid.rows[row] + grid.rows[row + 1]) / 2
    for ruling in grid.rulings:
        if vertical and not ruling.is_horizontal:
            is_here = abs(ruling.x0 - grid.columns[column]) <= _NEAR
            if is_here and ruling.y0 - _NEAR <= middle_y <= ruling.y1 + _NEAR:
                return True
        elif not vertical and ruling.is_horizontal:
            is_here = abs(ruling.y0 - grid.rows[row]) <= _NEAR
            if is_here and ruling.x0 - _NEAR <= middle_x <= ruling.x1 + _NEAR:
                return True
    return False


def _groups(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Rulings that touch each other, directly or by way of others."""
    groups: list[list[Ruling]] = []
    for ruling in rulings:
        touching = [g for g in groups if any(_touch(ruling, other) for other in g)]
        merged = [ruling, *(other for group in touching for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append(merged)
    return groups


def _touch(a: Ruling, b: Ruling) -> bool:
    return (
        a.x0 - _NEAR <= b.x1
        and b.x0 - _NEAR <= a.x1
        and a.y0 - _NEAR <= b.y1
        and b.y0 - _NEAR <= a.y1
    )


def _merged(places: list[float]) -> list[float]:
    """Sorted places, near ones only once."""
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > _NEAR:
            merged.append(place)
    return merged
