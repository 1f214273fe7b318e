"""Tell what a file is by its bytes, so that each one is read or refused with advice."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

from indexer.importer import docx, html, pdf, plain_text
from indexer.importer.source_text import ImportRefusedError, SourceText

MAX_FILE_BYTES = 64 * 1024 * 1024
# What a folder is searched for: the readable ones and those that deserve a word of advice.
SUFFIXES = (
    *(".txt", ".text", ".html", ".htm", ".xhtml", ".docx", ".pdf"),
    *(".doc", ".wps", ".wpt", ".ofd", ".rtf", ".odt", ".caj", ".mht", ".mhtml"),
    *(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"),
)
_TO_DOCX = "请用 WPS 或 Word 打开后另存为 .docx，再导入"
_OCR = "请先做文字识别（OCR），把结果存为 .txt 或 .docx，再导入"
_REFUSED_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "ole", f"是旧格式（.doc、.wps）或加密的文档；{_TO_DOCX}"),
    (b"{\\rtf", "rtf", f"是 RTF 文档；{_TO_DOCX}"),
    (b"\xff\xd8\xff", "image", f"是图片；{_OCR}"),
    (b"\x89PNG", "image", f"是图片；{_OCR}"),
    (b"II*\0", "image", f"是图片；{_OCR}"),
    (b"MM\0*", "image", f"是图片；{_OCR}"),
    (b"BM", "image", f"是图片；{_OCR}"),
    (b"GIF8", "image", f"是图片；{_OCR}"),
    (b"CAJ", "caj", "是 CAJ 文件；请用 CAJViewer 导出为 PDF 或文字，再导入"),
    (b"HN\0\0", "caj", "是 CAJ 文件；请用 CAJViewer 导出为 PDF 或文字，再导入"),
)
_REFUSED_SUFFIX = {
    ".doc": _REFUSED_MAGIC[0][1:],
    ".wps": _REFUSED_MAGIC[0][1:],
    ".wpt": _REFUSED_MAGIC[0][1:],
    ".mht": ("mht", "是网页存档；请在浏览器里另存为 .html，再导入"),
    ".mhtml": ("mht", "是网页存档；请在浏览器里另存为 .html，再导入"),
}


def read_source(path: Path) -> SourceText:
    """The lines of one file. ImportRefusedError if it cannot be read or is of another kind."""
    data = _read(path)
    reader = _reader(data, path)
    return reader(data, path.name)


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ImportRefusedError(path.name, "not_a_file", "不是普通文件")
        if status.st_size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES >> 20
            raise ImportRefusedError(path.name, "too_large", f"超过 {limit} MiB；请拆成几个文件")
        data = path.read_bytes()
    except OSError as error:
        reason = f"无法读取（{error.strerror}）"
        raise ImportRefusedError(path.name, "unreadable", reason) from error
    if not data.strip():
        raise ImportRefusedError(path.name, "empty", "是空文件")
    return data


def _reader(data: bytes, path: Path) -> Callable[[bytes, str], SourceText]:
    if data.startswith(b"PK\x03\x04"):
        return _zip_reader(data, path.name)
    if b"%PDF-" in data[:1024]:
        return pdf.read_pdf
    is_text = path.suffix.lower() in (".txt", ".text")
    for magic, kind, advice in _REFUSED_MAGIC:
        if data.startswith(magic) and not (is_text and magic.isalpha()):
            raise ImportRefusedError(path.name, kind, advice)
    if path.suffix.lower() in _REFUSED_SUFFIX:
        raise ImportRefusedError(path.name, *_REFUSED_SUFFIX[path.suffix.lower()])
    if path.suffix.lower() in (".html", ".htm", ".xhtml") or html.looks_like_html(data):
        return html.read_html
    return plain_text.read_text


def _zip_reader(data: bytes, name: str) -> Callable[[bytes, str], SourceText]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ImportRefusedError(name, "damaged", "文件已损坏或不完整；请重新取得原文件") from error
    if "word/document.xml" in members:
        return docx.read_docx
    if any(member.lower().endswith("ofd.xml") for member in members):
        advice = "是 OFD 版式文件；请用 OFD 阅读器导出为 PDF 或文字，再导入"
        raise ImportRefusedError(name, "ofd", advice)
    raise ImportRefusedError(name, "unknown", f"不是 Word 文档；若是文字文档，{_TO_DOCX}")
