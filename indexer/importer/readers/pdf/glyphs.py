"""Take the printed characters and ruled lines of a page from PDFium.

Characters that lie askew, or large and pale, are a watermark's; one printed twice in nearly the
same place (poor man's bold) counts once.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

from indexer.importer.readers.pdf.lines import Glyph, Ruling

MAX_OBJECTS = 100_000  # path objects of a page that are looked at for rulings
_THIN = 2.5  # points: a filled rectangle this thin is a line
_SHORTEST = 6.0  # points: shorter lines are no rulings
_ASKEW = 0.035  # two degrees, in radians
_PALE, _LARGE = 190, 24.0  # each colour channel above, points: together a watermark
_BOLD_WEIGHT = 600


def page_glyphs(page: Any, raw: Any) -> tuple[list[Glyph], str, int]:
    """The page's characters without white space, the watermark's, and how many are unreadable."""
    text_page = page.get_textpage()
    handle, height = text_page.raw, page.get_height()
    glyphs: list[Glyph] = []
    watermark: list[str] = []
    unreadable = 0
    is_spaced = False
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for i in range(raw.FPDFText_CountChars(handle)):
        char = _character(raw, handle, i)
        if char is None or char.isspace():
            unreadable += char is None
            is_spaced = char is not None and raw.FPDFText_IsGenerated(handle, i) != 1
            continue
        size = _size(raw, handle, i)
        if _is_askew(raw.FPDFText_GetCharAngle(handle, i)) or (
            size >= _LARGE and _is_pale(raw, handle, i)
        ):
            watermark.append(char)
            continue
        raw.FPDFText_GetLooseCharBox(handle, i, box)
        raw.FPDFText_GetCharOrigin(handle, i, x, y)
        is_bold = raw.FPDFText_GetFontWeight(handle, i) >= _BOLD_WEIGHT
        left, right = min(box.left, box.right), max(box.left, box.right)
        glyphs.append(Glyph(char, left, right, height - y.value, size, is_bold, is_spaced))
        is_spaced = False
    return _without_doubles(glyphs), "".join(watermark), unreadable


def _character(raw: Any, handle: Any, i: int) -> str | None:
    """The i-th character; None for one whose font says not what it means."""
    code = raw.FPDFText_GetUnicode(handle, i)
    if raw.FPDFText_IsHyphen(handle, i) == 1:
        return "-"
    if raw.FPDFText_IsGenerated(handle, i) == 1 or code in (9, 10, 13):
        return " "
    is_meaningless = code < 0x20 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF)
    if is_meaningless or raw.FPDFText_HasUnicodeMapError(handle, i) == 1:
        return None
    return chr(code)


def _size(raw: Any, handle: Any, i: int) -> float:
    """The height of the letters on the page: the font's size as the text matrix scales it."""
    matrix = raw.FS_MATRIX()
    size = float(raw.FPDFText_GetFontSize(handle, i))
    if raw.FPDFText_GetMatrix(handle, i, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    return round(max(1.0, min(size, 400.0)), 1)


def _is_askew(angle: float) -> bool:
    quarter = math.pi / 2
    off = angle % quarter
    return angle >= 0 and min(off, quarter - off) > _ASKEW


def _is_pale(raw: Any, handle: Any, i: int) -> bool:
    channels = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFText_GetFillColor(handle, i, *channels):
        return False
    red, green, blue, alpha = (channel.value for channel in channels)
    return min(red, green, blue) >= _PALE or alpha <= 255 - _PALE


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """Each character once where it is printed again less than a third of its size away."""
    kept: list[Glyph] = []
    places: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        reach = max(1.0, 0.3 * glyph.size)
        column, row = int(glyph.left // 8), int(glyph.base // 8)
        near = (
            other
            for c in (column - 1, column, column + 1)
            for r in (row - 1, row, row + 1)
            for other in places.get((glyph.char, c, r), ())
        )
        if any(abs(o.left - glyph.left) < reach and abs(o.base - glyph.base) < reach for o in near):
            continue
        places.setdefault((glyph.char, column, row), []).append(glyph)
        kept.append(glyph)
    return kept


def page_rulings(page: Any, raw: Any) -> list[Ruling]:
    """The horizontal and vertical lines drawn on a page."""
    rulings: list[Ruling] = []
    height = page.get_height()
    for count, item in enumerate(page.get_objects(max_depth=3)):
        if count >= MAX_OBJECTS:
            break
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            rulings += _of_path(item, raw, height)
    return rulings


def _of_path(item: Any, raw: Any, height: float) -> Iterator[Ruling]:
    left, bottom, right, top = item.get_bounds()
    if right - left < _THIN or top - bottom < _THIN:
        if max(right - left, top - bottom) >= _SHORTEST:
            middle_x, middle_y = (left + right) / 2, height - (top + bottom) / 2
            if right - left > top - bottom:
                yield Ruling(left, middle_y, right, middle_y)
            else:
                yield Ruling(middle_x, height - top, middle_x, height - bottom)
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    if not stroke.value:
        return
    yield from _of_segments(item, raw, height)


def _of_segments(item: Any, raw: Any, height: float) -> Iterator[Ruling]:
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for i in range(min(raw.FPDFPath_CountSegments(item.raw), 2_000)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = matrix.on_point(x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif last is not None:
            yield from _straight(last, here, height)
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            yield from _straight(here, first, height)
        last = here


def _straight(
    start: tuple[float, float], end: tuple[float, float], height: float
) -> Iterator[Ruling]:
    x0, x1 = sorted((start[0], end[0]))
    y0, y1 = sorted((height - start[1], height - end[1]))
    if min(x1 - x0, y1 - y0) < _THIN and max(x1 - x0, y1 - y0) >= _SHORTEST:
        if x1 - x0 > y1 - y0:
            yield Ruling(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        else:
            yield Ruling((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
