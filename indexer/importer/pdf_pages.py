"""Turn a PDF on standard input into the texts of its pages, as JSON on standard output.

Run as a process of its own, within limits of memory and time: a PDF can be small and yet ask for
any amount of work.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any

MAX_PAGES = 2_000
MAX_CHARS = 20_000_000
MAX_MEMORY_BYTES = 900 * 1024 * 1024
_DAMAGED = ("damaged", "PDF 已损坏；请重新取得原文件")


class PdfRefusedError(Exception):
    """Why there is no text to be had: a stable kind and a Chinese sentence."""

    def __init__(self, kind: str, advice: str) -> None:
        super().__init__(advice)
        self.kind, self.advice = kind, advice


def extract_pages(data: bytes) -> list[str]:
    """The text of each page, lines as printed. PdfRefusedError where there is none to be had."""
    pypdf = _pypdf()
    try:
        return _extract(pypdf.PdfReader(io.BytesIO(data)))
    except PdfRefusedError:
        raise
    except MemoryError as error:
        advice = "内容过于复杂，读取时超出内存限制；请另存为 .docx"
        raise PdfRefusedError("too_costly", advice) from error
    except Exception as error:  # a broken PDF makes pypdf raise almost anything
        raise PdfRefusedError(*_DAMAGED) from error


def _extract(reader: Any) -> list[str]:
    if reader.is_encrypted:
        advice = "是加密的 PDF；请用密码打开后另存为不加密的 PDF，再导入"
        raise PdfRefusedError("encrypted", advice)
    if len(reader.pages) > MAX_PAGES:
        raise PdfRefusedError("too_large", f"超过 {MAX_PAGES} 页；请拆成几个文件")
    texts: list[str] = []
    total = 0
    for page in reader.pages:
        texts.append(page.extract_text() or "")
        total += len(texts[-1])
        if total > MAX_CHARS:
            raise PdfRefusedError("too_large", f"文字超过 {MAX_CHARS} 个；请拆成几个文件")
    return texts


def _pypdf() -> Any:
    try:
        import pypdf
    except ImportError as error:
        advice = "需要 pypdf；请运行 pip install 'qianshao[import]'"
        raise PdfRefusedError("missing_package", advice) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return pypdf


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the caller's time limit must do
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


def main() -> None:
    """Read standard input, answer `{"pages": […]}` or `{"refused": [kind, advice]}`."""
    _limit_memory()
    answer: dict[str, list[str]]
    try:
        answer = {"pages": extract_pages(sys.stdin.buffer.read())}
    except PdfRefusedError as error:
        answer = {"refused": [error.kind, error.advice]}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
