"""Join the characters of a page to lines and put the lines in reading order, column by column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from indexer.importer.readers.pdf.lines import Glyph, PageLine
from indexer.importer.source_text import usual_size

_SAME_LINE = 0.4  # of the letters' size: base lines this close are one line
_GAP = 1.2  # of the letters' size: a wider gap may part two columns
_LEAST_ROWS = 3  # rows that a gutter must go through
_FILLED = 0.55  # how much of its column's width a line of running text fills, on average
_LEAST_WIDTH = 10  # of the letters' size: columns of text are no narrower
_MAX_DEPTH = 3
_LETTER, _SPACE = 0.9, 0.25  # of the letters' size beside the usual gap: a wide, a narrow space
_PARTED = re.compile("^第[一二三四五六七八九十百零0-9]+[条章节]$|公安局$")  # one stands behind it
_CELL_GAP = 2.0  # of the letters' size: no gap inside a sentence is that wide
_LEAST_CELLS = 3
_SMALL_NOTE, _RAISED = 0.88, 0.75  # of the body's size: a note's letters; of its row's: its call


def page_lines(glyphs: Sequence[Glyph]) -> list[PageLine]:
    """The lines of a page in reading order; `column` counts up where a new column begins."""
    ordered = _in_columns(without_calls(rows_of(glyphs)), 0)
    lines: list[PageLine] = []
    column = 0
    for index, block in enumerate(ordered):
        column += index > 0
        lines += _with_rows([_line(row, column) for row in block], [_cells(row) for row in block])
    return lines


def _with_rows(lines: list[PageLine], cells: list[list[str]]) -> list[PageLine]:
    """Lines of three and more cells apart, at least two in a row, are a table without rulings."""
    is_wide = [len(texts) >= _LEAST_CELLS for texts in cells]
    return [
        replace(line, text=" | ".join(cells[i]), is_row=True)
        if is_wide[i] and True in (*is_wide[max(0, i - 1) : i], *is_wide[i + 1 : i + 2])
        else line
        for i, line in enumerate(lines)
    ]


def _cells(row: Sequence[Glyph]) -> list[str]:
    """The pieces of a row that stand far apart."""
    parts: list[list[Glyph]] = [[row[0]]]
    for before, glyph in pairwise(row):
        if glyph.left - before.right > _CELL_GAP * glyph.size:
            parts.append([])
        parts[-1].append(glyph)
    return [join_glyphs(part) for part in parts]


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters on one base line together, from left to right, lines from the top."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.left)):
        row = rows[-1] if rows else None
        if row and abs(glyph.base - row[0].base) <= _SAME_LINE * max(glyph.size, row[0].size):
            row.append(glyph)
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda g: g.left)
    return rows


def without_calls(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """The rows without the small numbers behind Han characters that call a note below: 提升1。"""
    body = usual_size((glyph.size, 1) for row in rows for glyph in row)
    small = [row for row in rows if row[-1].size < _SMALL_NOTE * body]
    notes = {"".join(g.char for g in takewhile(lambda g: g.char.isdigit(), r)) for r in small}
    return [_without(row, notes) for row in rows] if notes - {""} else rows


def _without(row: list[Glyph], notes: set[str]) -> list[Glyph]:
    least = _RAISED * max(glyph.size for glyph in row)
    kept: list[Glyph] = []
    for is_small, group in groupby(row, lambda g: g.char.isdigit() and g.size < least):
        glyphs = list(group)
        is_call = is_small and "".join(g.char for g in glyphs) in notes
        if not (is_call and kept and not kept[-1].char.isascii()):
            kept += glyphs
    return kept


def join_glyphs(row: Sequence[Glyph]) -> str:
    """The text of one row: spaces between words and wide gaps only; inside Chinese text none but
    one of a letter's width, or behind the number of an article, which the file has no sign for."""
    gaps = [(b.left - a.right) / b.size for a, b in pairwise(row)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    text = "".join(glyph.char for glyph in row[:1])
    for (before, glyph), gap in zip(pairwise(row), gaps, strict=True):
        latin = before.char.isascii() and glyph.char.isascii()
        if glyph.is_spaced or (latin and gap > 0.18) or gap > _GAP:
            text += " "
        elif gap > usual + _LETTER:
            text += "\u3000"
        elif gap > usual + _SPACE and _PARTED.search(text):
            text += " "
        text += glyph.char
    return text


def _in_columns(rows: list[list[Glyph]], depth: int) -> list[list[list[Glyph]]]:
    """Blocks of rows in reading order: what stands across the page, then column after column."""
    blocks: list[list[list[Glyph]]] = []
    while rows:
        region = _region(rows) if depth < _MAX_DEPTH else None
        if region is None:
            blocks.append(rows)
            break
        start, end, gutter = region
        if start:
            blocks.append(rows[:start])
        left = [[g for g in row if g.right <= gutter] for row in rows[start:end]]
        right = [[g for g in row if g.right > gutter] for row in rows[start:end]]
        for side in (left, right):
            blocks += _in_columns([row for row in side if row], depth + 1)
        rows = rows[end:]
    return blocks


def _region(rows: Sequence[list[Glyph]]) -> tuple[int, int, float] | None:
    """The first stretch of rows with a gutter: (first row, row after the last, its place)."""
    gaps = [_gaps(row) for row in rows]
    for start, found in enumerate(gaps):
        for low, high in found:
            end = start
            both = 0
            edges = (low, high)
            while end < len(rows):
                cut = _narrowed(rows[end], gaps[end], *edges)
                if cut is None:
                    break
                edges = cut[:2]
                both += cut[2]
                end += 1
            gutter = (edges[0] + edges[1]) / 2
            first, last = _trimmed(rows, start, end, gutter)
            if both >= _LEAST_ROWS and _is_running(rows[first:last], gutter):
                return first, last, gutter
    return None


def _trimmed(rows: Sequence[list[Glyph]], start: int, end: int, gutter: float) -> tuple[int, int]:
    """The region without rows at its edges that are centred over both columns (a name)."""
    lefts = sorted(row[0].left for row in rows[start:end] if row[0].right <= gutter)
    if not lefts:
        return start, start
    edge = lefts[len(lefts) // 4]

    def is_centered(row: list[Glyph]) -> bool:
        return edge + 3 * row[0].size < row[0].left < gutter < row[-1].right

    while start < end and is_centered(rows[start]):
        start += 1
    while end > start and is_centered(rows[end - 1]):
        end -= 1
    return start, end


def _gaps(row: Sequence[Glyph]) -> list[tuple[float, float]]:
    return [
        (a.right, b.left)
        for a, b in pairwise(row)
        if b.left - a.right > _GAP * max(a.size, b.size) * 0.75
    ]


def _narrowed(
    row: Sequence[Glyph], gaps: Sequence[tuple[float, float]], low: float, high: float
) -> tuple[float, float, int] | None:
    """What this row leaves of the gutter, and 1 if the row has text on both sides of it."""
    least = 0.6 * row[0].size
    for a, b in gaps:
        edges = max(a, low), min(b, high)
        if edges[1] - edges[0] >= least:
            return (*edges, 1)
    if row[0].left >= low + least:
        return low, min(high, row[0].left), 0
    if row[-1].right <= high - least:
        return max(low, row[-1].right), high, 0
    return None


def _is_running(rows: Sequence[Sequence[Glyph]], gutter: float) -> bool:
    """Whether both sides hold running text, not the short entries of a table or a form."""
    for side in (True, False):
        spans = [
            (part[0].left, part[-1].right)
            for row in rows
            if (part := [g for g in row if (g.right <= gutter) == side])
        ]
        if len(spans) < _LEAST_ROWS:
            return False
        width = max(right for _, right in spans) - min(left for left, _ in spans)
        filled = sum(right - left for left, right in spans) / len(spans)
        size = rows[0][0].size
        if filled < _FILLED * width or width < _LEAST_WIDTH * size:
            return False
    return True


def _line(row: Sequence[Glyph], column: int) -> PageLine:
    size = usual_size((glyph.size, 1) for glyph in row)
    is_bold = sum(g.is_bold for g in row) * 2 > len(row)
    return PageLine(
        join_glyphs(row), row[0].left, row[-1].right, row[0].base, size, is_bold, column
    )
