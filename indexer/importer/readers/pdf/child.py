"""Turn a PDF into the lines of its pages, as JSON.

Run in a process of its own (`children`), within limits of memory and time: a PDF can be small and
yet ask for any amount of work.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from indexer.importer.readers.pdf.columns import page_lines
from indexer.importer.readers.pdf.glyphs import page_glyphs, page_rulings
from indexer.importer.readers.pdf.lines import Glyph, PageLine, PdfPage
from indexer.importer.readers.pdf.tables import find_grids, table_lines

MAX_PAGES = 2_000
MAX_CHARS = 5_000_000
_DAMAGED = ("damaged", "PDF 已损坏；请重新取得原文件")


class PdfRefusedError(Exception):
    """Why there is no text to be had: a stable kind and a Chinese sentence."""

    def __init__(self, kind: str, advice: str) -> None:
        super().__init__(advice)
        self.kind, self.advice = kind, advice


def extract_pages(data: bytes) -> list[PdfPage]:
    """The lines of each page. PdfRefusedError where there are none to be had."""
    pdfium, raw = _pdfium()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            advice = "是加密的 PDF；请用密码打开后另存为不加密的 PDF，再导入"
            raise PdfRefusedError("encrypted", advice) from error
        raise PdfRefusedError(*_DAMAGED) from error
    try:
        return _pages(document, raw)
    except PdfRefusedError:
        raise
    except MemoryError as error:
        advice = "内容过于复杂，读取时超出内存限制；请另存为 .docx"
        raise PdfRefusedError("too_costly", advice) from error
    except Exception as error:  # a broken PDF makes PDFium raise almost anything
        raise PdfRefusedError(*_DAMAGED) from error
    finally:
        document.close()


def _pages(document: Any, raw: Any) -> list[PdfPage]:
    if len(document) > MAX_PAGES:
        raise PdfRefusedError("too_large", f"超过 {MAX_PAGES} 页；请拆成几个文件")
    pages: list[PdfPage] = []
    total = 0
    for index in range(len(document)):
        page = document[index]
        pages.append(_page(page, raw))
        page.close()
        total += sum(len(line.text) for line in pages[-1].lines)
        if total > MAX_CHARS:
            raise PdfRefusedError("too_large", f"文字超过 {MAX_CHARS} 个；请拆成几个文件")
    return pages


def _page(page: Any, raw: Any) -> PdfPage:
    glyphs, watermark, unreadable = page_glyphs(page, raw)
    grids = find_grids(page_rulings(page, raw)) if glyphs else []
    inside: list[list[Glyph]] = [[] for _ in grids]
    outside: list[Glyph] = []
    for glyph in glyphs:
        home = next((i for i, grid in enumerate(grids) if grid.holds(glyph)), None)
        (outside if home is None else inside[home]).append(glyph)
    tables = [
        (grid.rows[0], table_lines(grid, members))
        for grid, members in zip(grids, inside, strict=True)
    ]
    lines = _with_tables(page_lines(outside), tables)
    marks = (watermark,) if watermark else ()
    size = round(page.get_width(), 1), round(page.get_height(), 1)
    return PdfPage(*size, tuple(lines), marks, unreadable)


def _with_tables(
    lines: list[PageLine], tables: list[tuple[float, list[PageLine]]]
) -> list[PageLine]:
    """Each table before the first line that stands below its top."""
    for top, rows in sorted(tables, key=lambda table: table[0]):
        at = next((i for i, line in enumerate(lines) if line.base > top), len(lines))
        column = lines[min(at, len(lines) - 1)].column if lines else 0
        lines[at:at] = [dataclasses.replace(row, column=column) for row in rows]
    return lines


def _pdfium() -> tuple[Any, Any]:
    try:
        import pypdfium2
        import pypdfium2.raw
    except ImportError as error:
        advice = "需要 pypdfium2；请运行 pip install 'qianshao[import]'"
        raise PdfRefusedError("missing_package", advice) from error
    return pypdfium2, pypdfium2.raw


def answer(data: bytes) -> bytes:
    """`{"pages": […]}` or `{"refused": [kind, advice]}`."""
    said: dict[str, Any]
    try:
        said = {"pages": [_values(page) for page in extract_pages(data)]}
    except PdfRefusedError as error:
        said = {"refused": [error.kind, error.advice]}
    return json.dumps(said).encode()


def _values(page: PdfPage) -> list[Any]:
    """As `dataclasses.astuple`, which copies every value, a text too."""
    names = [field.name for field in dataclasses.fields(PageLine)]
    values = [getattr(page, field.name) for field in dataclasses.fields(PdfPage)]
    values[2] = [[getattr(line, name) for name in names] for line in page.lines]
    return values
