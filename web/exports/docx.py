"""Write hits as a Word document of excerpts, each with its reference below it.

python-docx makes the document's styles and parts. The excerpts are written into its body as XML,
one by one: elements in memory would take gigabytes for ten thousand long paragraphs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from web.pages.excerpts import spans

if TYPE_CHECKING:
    from search.results import Hit
    from web.exports.sheet import Sheet
    from web.pages.citations import Citation

_HAN_FONT = "宋体"
_HAN_HEADING = "黑体"
_TITLE_CHARS = 255  # what the core properties of the format can hold
_BODY = "word/document.xml"
_END = b"<w:sectPr"  # the page's measures close the body
_SMALL = '<w:sz w:val="18"/>'  # half points
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"([\t\n])")
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}


def write_docx(sheet: Sheet, file: IO[bytes]) -> None:
    """A sheet of excerpts: number and title, the paragraph with its hits in bold, the reference."""
    frame, styles = _frame(sheet)
    with zipfile.ZipFile(frame) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != _BODY:
                new.writestr(part, old.read(part))
        head, mark, tail = old.read(_BODY).rpartition(_END)
        with new.open(_BODY, "w", force_zip64=True) as body:
            body.write(head)
            for paragraph in _paragraphs(sheet, styles):
                body.write(paragraph.encode())
            body.write(mark + tail)


def printable(text: str) -> str:
    """`text` without characters that XML cannot carry."""
    return _UNFIT.sub("", text)


def _frame(sheet: Sheet) -> tuple[IO[bytes], dict[str, str]]:
    """An empty document with our properties and fonts, and the ids of its styles by name."""
    book = docx.Document()
    book.core_properties.title = printable(f"前哨摘录：{sheet.words}")[:_TITLE_CHARS]
    book.core_properties.author = "前哨"
    set_fonts(book)
    out = io.BytesIO()
    book.save(out)
    return out, {name: book.styles[name].style_id for name in ("Heading 1", "Heading 2")}


def _paragraphs(sheet: Sheet, styles: dict[str, str]) -> Iterator[str]:
    yield _paragraph([f"摘录：{sheet.words}"], style=styles["Heading 1"])
    yield _paragraph([_summary(sheet)])
    for number, hit, citation in sheet.entries():
        yield from _excerpt(number, hit, citation, styles["Heading 2"])


def _paragraph(texts: Iterable[str], style: str = "", is_small: bool = False) -> str:
    """The XML of a paragraph of these texts, of which every second one is bold."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = (_run(text, place % 2 == 1, is_small) for place, text in enumerate(texts) if text)
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def _run(text: str, is_bold: bool, is_small: bool) -> str:
    looks = "<w:b/>" * is_bold + _SMALL * is_small
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    pieces = (
        _BREAKS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in _BREAK.split(printable(text))
        if piece
    )
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def _summary(sheet: Sheet) -> str:
    count, total = sheet.listing.count, sheet.listing.total
    part = "" if count == total else f"，本文件收当前页 {count} 段"
    return f"共 {total} 段{part}。检索地址：{sheet.address}。导出日期：{sheet.day.isoformat()}。"


def _excerpt(number: int, hit: Hit, citation: Citation, style: str) -> Iterator[str]:
    p = hit.paragraph
    facts = [p.source, str(p.year) if p.year is not None else None, f"第{p.ordinal}段", p.heading]
    yield _paragraph([f"{number}. {p.title or p.document}"], style=style)
    yield _paragraph([" · ".join(fact for fact in facts if fact)])
    yield _paragraph(_alternating(hit))
    yield _paragraph([citation.edition_2025], is_small=True)


def _alternating(hit: Hit) -> list[str]:
    """The paragraph's text cut at its marks: plain, marked, plain, …"""
    texts = [""]
    for span in spans(hit.paragraph.text, hit.marks):
        if span.matched == (len(texts) % 2 == 1):
            texts.append("")
        texts[-1] += span.text
    return texts


def set_fonts(book: Any) -> None:
    """Han text needs its own font name in Word, beside the Latin one."""
    for name, font in (
        ("Normal", _HAN_FONT),
        ("Heading 1", _HAN_HEADING),
        ("Heading 2", _HAN_HEADING),
    ):
        style = book.styles[name]
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    book.styles["Normal"].font.size = Pt(11)
