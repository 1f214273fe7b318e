"""Turn a Word document into source lines, its declared headings kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Literal

from indexer.importer.source_text import (
    Doubt,
    ImportRefusedError,
    SourceLine,
    SourceText,
    source_line,
)

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_MEMBERS = 5_000
_MAX_XML_BYTES = 16 * 1024 * 1024
_LEFT_OUT = (
    (b"w:txbxContent", "文本框里的文字未收入"),
    (b"w:footnoteReference", "脚注未收入"),
    (b"w:endnoteReference", "尾注未收入"),
    (b"<w:sdt>", "有内容控件；其中的文字可能未收入"),
    (b"<w:numPr>", "有自动编号；编号本身（如“一、”）未收入"),
    (b"w:ins ", "有未接受的修订；修订插入的文字可能缺失，请先在 Word 里接受修订"),
)


def read_docx(data: bytes, name: str) -> SourceText:
    """Paragraphs and table rows in reading order, one line each.

    ImportRefusedError for a damaged file, one that unpacks to more than 100 MiB, or one with
    entity declarations.
    """
    document_xml = _checked_document_xml(data, name)
    lines = tuple(_lines(_open(data, name)))
    doubts = [Doubt(None, reason) for mark, reason in _LEFT_OUT if mark in document_xml]
    if b"<w:tbl>" in document_xml:
        doubts.append(Doubt(None, "有表格；每行收作一段，单元格之间以“ | ”隔开"))
    return SourceText(lines, tuple(doubts))


def _checked_document_xml(data: bytes, name: str) -> bytes:
    """The main part, after every part has been checked for its size and for entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
                limit = MAX_UNPACKED_BYTES >> 20
                advice = f"解开后超过 {limit} MiB，可能是压缩炸弹；未读取"
                raise ImportRefusedError(name, "bomb", advice)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, member, name)
            return archive.read("word/document.xml")
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ImportRefusedError(name, "damaged", "文件已损坏或加密；请重新取得原文件") from error


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    if member.file_size > _MAX_XML_BYTES:
        advice = f"{member.filename} 超过 {_MAX_XML_BYTES >> 20} MiB；未读取"
        raise ImportRefusedError(name, "bomb", advice)
    content = archive.read(member)
    if b"<!DOCTYPE" in content or b"<\0!\0D\0O\0C\0T\0Y\0P\0E" in content:
        raise ImportRefusedError(name, "bomb", "含有实体声明，正常的 Word 文档没有；未读取")


def _open(data: bytes, name: str) -> Any:
    try:
        import docx
    except ImportError as error:
        advice = "需要 python-docx；请运行 pip install 'qianshao[import]'"
        raise ImportRefusedError(name, "missing_package", advice) from error
    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx lets lxml's and its own errors through
        raise ImportRefusedError(name, "damaged", f"无法解读（{error}）") from error


def _lines(document: Any) -> Iterator[SourceLine]:
    number = 0
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                number += 1
                yield source_line(number, " | ".join(_cell_texts(row)))
            continue
        kind = _kind(block)
        for part in block.text.split("\n"):
            number += 1
            yield source_line(number, part, kind)


def _cell_texts(row: Any) -> Iterator[str]:
    """Each cell once: merged cells come repeatedly."""
    seen = set()
    for cell in row.cells:
        if id(cell._tc) not in seen:
            seen.add(id(cell._tc))
            yield " ".join(cell.text.split())


def _kind(paragraph: Any) -> Literal["text", "heading", "title"]:
    name = str(getattr(paragraph.style, "name", "") or "").lower()
    if name in ("title", "标题"):
        return "title"
    if name.startswith(("heading ", "标题 ")) and name[-1].isdigit():
        return "heading"
    return "text"
