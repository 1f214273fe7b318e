"""Turn a PDF with a text layer into source lines, paragraphs whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.importer.readers.children import said_of
from indexer.importer.readers.ocr import read_scan
from indexer.importer.readers.pdf.lines import PageLine, PdfPage
from indexer.importer.readers.pdf.margins import without_margins
from indexer.importer.readers.pdf.paragraphs import join_page_lines
from indexer.importer.readers.sandbox import Limits
from indexer.importer.source_text import Doubt, ImportRefusedError, SourceText

LIMITS = Limits(seconds=120.0)
_OCR = "请先做文字识别（OCR；装有 tesseract 时可加 --ocr），或把文字存为 .docx，再导入"
_LEAST_LETTERS = 10  # a page on average; below it the file is a scan
_UNREADABLE = 0.2  # share of characters without meaning above which nothing is imported


def read_pdf(data: bytes, name: str, ocr: bool = False) -> SourceText:
    """The paragraphs of all pages, without page numbers, running heads and watermarks.

    ImportRefusedError for encrypted, cut and scanned files (the latter are read if `ocr`).
    """
    if b"%%EOF" not in data[-2048:]:
        raise ImportRefusedError(name, "damaged", "PDF 不完整（没有结尾）；请重新取得原文件")
    pages = _pages(data, name)
    letters = sum(len(line.text) for page in pages for line in page.lines)
    unreadable = sum(page.unreadable for page in pages)
    if unreadable > _UNREADABLE * (letters + unreadable):
        advice = f"里有 {unreadable} 个字没有对应的编码，读出来会是乱码；{_OCR}"
        raise ImportRefusedError(name, "garbled", advice)
    if letters < _LEAST_LETTERS * len(pages):
        if ocr:
            return read_scan(data, name)
        raise ImportRefusedError(name, "scan", f"没有文字层，可能是扫描件；{_OCR}")
    return text_of_pages(pages, _page_doubts(pages))


def text_of_pages(pages: list[PdfPage], doubts: Sequence[Doubt] = ()) -> SourceText:
    """The paragraphs of pages without what is printed in their margins, which is told."""
    kept, dropped = without_margins(pages)
    told = [Doubt(None, f"页眉页脚和页码删去：「{text}」", is_note=True) for text in dropped]
    lines, joints = join_page_lines(kept)
    return SourceText(tuple(lines), (*doubts, *told, *joints))


def _page_doubts(pages: list[PdfPage]) -> list[Doubt]:
    doubts = [
        Doubt(None, f"PDF 第 {number} 页没有文字，可能是图片；未收入")
        for number, page in enumerate(pages, start=1)
        if not page.lines
    ]
    marks = dict.fromkeys(mark for page in pages for mark in page.watermarks)
    doubts += [Doubt(None, f"水印删去：「{mark}」", is_note=True) for mark in marks]
    unreadable = [(n, page.unreadable) for n, page in enumerate(pages, 1) if page.unreadable]
    doubts += [
        Doubt(None, f"PDF 第 {n} 页有 {count} 个字读不出来，未收入") for n, count in unreadable
    ]
    if any(line.is_row for page in pages for line in page.lines):
        doubts.append(Doubt(None, "有表格；每行收作一段，单元格之间以“ | ”隔开", is_note=True))
    columns = max((line.column for page in pages for line in page.lines), default=0)
    if columns:
        doubts.append(Doubt(None, "有分栏的页面；按栏阅读，请核对顺序", is_note=True))
    return doubts


def _pages(data: bytes, name: str) -> list[PdfPage]:
    """What `child` says, run as a process of its own: a hostile PDF can hurt only that."""
    slow = f"{LIMITS.seconds:.0f} 秒内没有读完；请拆成几个文件，或另存为 .docx"
    broken = "内容过于复杂或已损坏，读取时超出内存限制；请另存为 .docx"
    told = said_of("indexer.importer.readers.pdf.child", data, LIMITS, name, slow, broken)
    return [_page(*values) for values in told["pages"]]


def _page(width: float, height: float, lines: Any, marks: Any, unreadable: int) -> PdfPage:
    read = tuple(PageLine(*line) for line in lines)
    return PdfPage(width, height, read, tuple(marks), unreadable)
