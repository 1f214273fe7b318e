"""Turn a PDF with a text layer into source lines."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import Any

from indexer.importer.source_text import (
    Doubt,
    ImportRefusedError,
    SourceLine,
    SourceText,
    source_line,
)

MAX_PAGES = 2_000
MAX_CHARS = 20_000_000
_OCR = "请先做文字识别（OCR），把结果存为 .txt 或 .docx，再导入"
_PAGE_NUMBER = re.compile(r"[-—–·\s]*(第?\s*\d{1,4}\s*页?)([\s/共,，]*\d{1,4}\s*页?)?[-—–·\s]*")


def read_pdf(data: bytes, name: str) -> SourceText:
    """The lines of all pages, without page numbers and running heads.

    ImportRefusedError for encrypted, cut and scanned files.
    """
    if b"%%EOF" not in data[-2048:]:
        raise ImportRefusedError(name, "damaged", "PDF 不完整（没有结尾）；请重新取得原文件")
    pages = _page_texts(data, name)
    letters = sum(len(page.strip()) for page in pages)
    if letters < 10 * len(pages):
        raise ImportRefusedError(name, "scan", f"没有文字层，可能是扫描件；{_OCR}")
    doubts = [
        Doubt(None, f"PDF 第 {number} 页没有文字，可能是图片；未收入")
        for number, page in enumerate(pages, start=1)
        if not page.strip()
    ]
    lines, dropped = _without_running_heads(pages)
    if dropped:
        doubts.append(Doubt(None, f"页眉页脚和页码删去 {dropped} 行"))
    return SourceText(lines, tuple(doubts))


def _page_texts(data: bytes, name: str) -> list[str]:
    pypdf = _pypdf(name)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            advice = "是加密的 PDF；请用密码打开后另存为不加密的 PDF，再导入"
            raise ImportRefusedError(name, "encrypted", advice)
        if len(reader.pages) > MAX_PAGES:
            raise ImportRefusedError(name, "too_large", f"超过 {MAX_PAGES} 页；请拆成几个文件")
        texts: list[str] = []
        total = 0
        for page in reader.pages:
            texts.append(page.extract_text() or "")
            total += len(texts[-1])
            if total > MAX_CHARS:
                raise ImportRefusedError(name, "too_large", f"文字超过 {MAX_CHARS} 个；请拆开")
        return texts
    except ImportRefusedError:
        raise
    except (Exception, RecursionError) as error:  # a broken PDF makes pypdf raise almost anything
        raise ImportRefusedError(name, "damaged", "PDF 已损坏；请重新取得原文件") from error


def _pypdf(name: str) -> Any:
    try:
        import pypdf
    except ImportError as error:
        advice = "需要 pypdf；请运行 pip install 'qianshao[import]'"
        raise ImportRefusedError(name, "missing_package", advice) from error
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    return pypdf


def _without_running_heads(pages: list[str]) -> tuple[tuple[SourceLine, ...], int]:
    """All lines but page numbers and what stands at the edge of most of three or more pages."""
    by_page = [[line for line in page.split("\n") if line.strip()] for page in pages]
    edges = Counter(_shape(line) for page in by_page for line in {*page[:1], *page[-2:]})
    running = {shape for shape, n in edges.items() if len(pages) > 2 and 2 * n > len(pages)}
    lines: list[SourceLine] = []
    dropped = number = 0
    for page in by_page:
        for index, raw in enumerate(page):
            number += 1
            is_edge = index == 0 or index >= len(page) - 2
            if is_edge and (_is_page_number(raw) or _shape(raw) in running):
                dropped += 1
            else:
                lines.append(source_line(number, raw))
    return tuple(lines), dropped


def _is_page_number(line: str) -> bool:
    return len(line) <= 30 and _PAGE_NUMBER.fullmatch(line.strip()) is not None


def _shape(line: str) -> str:
    """A line without its numbers: what running heads of different pages share."""
    return re.sub(r"\d+|\s+", "", line)
