"""Turn a PDF with a text layer into source lines."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter

from indexer.importer.source_text import (
    Doubt,
    ImportRefusedError,
    SourceLine,
    SourceText,
    source_line,
)

MAX_SECONDS = 120
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
    """What `pdf_pages` says, run as a process of its own: a hostile PDF can hurt only that."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-W", "ignore", "-m", "indexer.importer.pdf_pages"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, env=environment, timeout=MAX_SECONDS
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        advice = f"{MAX_SECONDS} 秒内没有读完；请拆成几个文件，或另存为 .docx"
        raise ImportRefusedError(name, "too_costly", advice) from error
    except ValueError as error:  # it died of a limit before it could answer
        advice = "内容过于复杂或已损坏，读取时超出内存限制；请另存为 .docx"
        raise ImportRefusedError(name, "too_costly", advice) from error
    if "refused" in answer:
        raise ImportRefusedError(name, *answer["refused"])
    return [str(page) for page in answer["pages"]]


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
