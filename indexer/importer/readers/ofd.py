"""Turn an OFD file (GB/T 33190) into source lines, its characters placed as on the page.

A reader of our own: what is kept up in Python brings along a renderer, OpenCV and a copyleft PDF
library, for what is a zip of XML files with characters and their offsets.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from indexer.importer.readers.pdf.columns import page_lines
from indexer.importer.readers.pdf.lines import Glyph, PdfPage
from indexer.importer.readers.pdf.reader import text_of_pages
from indexer.importer.readers.word.package import Package, local
from indexer.importer.source_text import ImportRefusedError, SourceText

MAX_PAGES = 2_000
MAX_CHARS = 5_000_000
_POINTS = 72 / 25.4  # OFD measures in millimetres
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")


def read_ofd(data: bytes, name: str) -> SourceText:
    """The paragraphs of all pages. ImportRefusedError for a damaged file or one without text."""
    package = Package(data, name, main="OFD.xml")
    pages = [_page(*found) for found in _page_roots(package, name)]
    letters = sum(len(line.text) for page in pages for line in page.lines)
    if not letters:
        raise ImportRefusedError(
            name, "scan", "OFD 里没有文字，可能是扫描件；请先做文字识别（OCR）"
        )
    return text_of_pages(pages)


def _page_roots(package: Package, name: str) -> Iterator[tuple[Any, tuple[float, float]]]:
    main = package.parse("OFD.xml", required=True)
    assert main is not None  # a required part
    for root_path in [e.text for e in main.iter() if local(e) == "DocRoot" and e.text]:
        path = root_path.lstrip("/")
        document = package.parse(path) if path in package.members else None
        if document is None:
            raise ImportRefusedError(name, "damaged", "OFD 不完整；请重新取得原文件")
        usual = _box(document, "PhysicalBox") or [0, 0, 210, 297]
        places = [e.get("BaseLoc") or "" for e in document.iter() if local(e) == "Page"]
        for place in places[:MAX_PAGES]:
            page_path = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
            page = package.parse(page_path) if page_path in package.members else None
            if page is not None:
                box = _box(page, "PhysicalBox") or usual
                yield page, (box[2] * _POINTS, box[3] * _POINTS)


def _box(root: Any, name: str) -> list[float] | None:
    found = next((e.text for e in root.iter() if local(e) == name and e.text), None)
    numbers = _numbers(found or "")
    return numbers if len(numbers) == 4 else None


def _page(root: Any, size: tuple[float, float]) -> PdfPage:
    glyphs = [
        glyph for item in root.iter() if local(item) == "TextObject" for glyph in _glyphs(item)
    ]
    return PdfPage(*size, tuple(page_lines(glyphs)))


def _glyphs(item: Any) -> Iterator[Glyph]:
    box = _numbers(item.get("Boundary") or "") or [0.0, 0.0]
    matrix = _numbers(item.get("CTM") or "")
    matrix = matrix if len(matrix) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    size = (_numbers(item.get("Size") or "") or [4.0])[0]
    is_bold = (_numbers(item.get("Weight") or "") or [400.0])[0] >= 600
    for code in (e for e in item if local(e) == "TextCode"):
        x = (_numbers(code.get("X") or "") or [0.0])[0]
        y = (_numbers(code.get("Y") or "") or [0.0])[0]
        steps = zip_longest(_deltas(code.get("DeltaX")), _deltas(code.get("DeltaY")), fillvalue=0.0)
        moves = [(0.0, 0.0), *steps]
        is_spaced = False
        for at, char in enumerate((code.text or "").strip("\n")):
            dx, dy = moves[at] if at < len(moves) else (size if at else 0.0, 0.0)
            x, y = x + dx, y + dy
            if char.isspace():
                is_spaced = True
                continue
            left = (box[0] + matrix[0] * x + matrix[2] * y + matrix[4]) * _POINTS
            base = (box[1] + matrix[1] * x + matrix[3] * y + matrix[5]) * _POINTS
            points = size * abs(matrix[3] or 1.0) * _POINTS
            width = points * (0.5 if char.isascii() else 1.0)
            yield Glyph(char, left, left + width, base, round(points, 1), is_bold, is_spaced)
            is_spaced = False


def _deltas(text: str | None) -> list[float]:
    """Offsets from character to character; "g 3 4.2" stands for 4.2 three times."""
    words = (text or "").split()
    deltas: list[float] = []
    at = 0
    while at < len(words) and len(deltas) < MAX_CHARS:
        if words[at] == "g" and at + 2 < len(words) and words[at + 1].isdigit():
            deltas += _numbers(words[at + 2])[:1] * min(int(words[at + 1]), 100_000)
            at += 3
        else:
            deltas += _numbers(words[at])[:1]
            at += 1
    return deltas


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]
