"""Write hits as a Word document of excerpts, each with its reference below it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from web.excerpts import spans

if TYPE_CHECKING:
    from search.results import Hit
    from web.citations import Citation
    from web.sheet import Sheet

_HAN_FONT = "宋体"
_HAN_HEADING = "黑体"


def docx_file(sheet: Sheet) -> bytes:
    """A sheet of excerpts: number and title, the paragraph with its hits in bold, the reference."""
    book = docx.Document()
    book.core_properties.title = printable(f"前哨摘录：{sheet.words}")
    book.core_properties.author = "前哨"
    _set_fonts(book)
    book.add_heading(printable(f"摘录：{sheet.words}"), level=1)
    book.add_paragraph(printable(_summary(sheet)))
    for number, (hit, citation) in enumerate(zip(sheet.hits, sheet.citations, strict=True), 1):
        _add_excerpt(book, number, hit, citation)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def printable(text: str) -> str:
    """`text` without characters that XML cannot carry."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and not _is_unfit(c)))


def _is_unfit(char: str) -> bool:
    return 0xD800 <= ord(char) <= 0xDFFF or char in "\ufffe\uffff" or "\x7f" <= char <= "\x9f"


def _summary(sheet: Sheet) -> str:
    part = "" if len(sheet.hits) == sheet.total else f"，本文件收当前页 {len(sheet.hits)} 段"
    return (
        f"共 {sheet.total} 段{part}。检索地址：{sheet.address}。导出日期：{sheet.day.isoformat()}。"
    )


def _add_excerpt(book: Any, number: int, hit: Hit, citation: Citation) -> None:
    p = hit.paragraph
    facts = [p.source, str(p.year) if p.year is not None else None, f"第{p.ordinal}段", p.heading]
    title = p.title or p.document
    book.add_heading(printable(f"{number}. {title}"), level=2)
    book.add_paragraph(printable(" · ".join(fact for fact in facts if fact)))
    body = book.add_paragraph()
    for span in spans(p.text, hit.marks):
        run = body.add_run(printable(span.text))
        run.bold = span.matched
    note = book.add_paragraph()
    note.add_run(printable(citation.edition_2025)).font.size = Pt(9)


def _set_fonts(book: Any) -> None:
    """Han text needs its own font name in Word, beside the Latin one."""
    for name, font in (
        ("Normal", _HAN_FONT),
        ("Heading 1", _HAN_HEADING),
        ("Heading 2", _HAN_HEADING),
    ):
        style = book.styles[name]
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    book.styles["Normal"].font.size = Pt(11)
