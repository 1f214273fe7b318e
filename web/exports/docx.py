"""Write hits as a Word document of excerpts, each with its reference below it.

python-docx gives the document, its styles and its parts. The paragraphs are appended as elements:
its own `add_paragraph` looks up style and place anew each time, a minute for ten thousand excerpts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

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
_SMALL = "18"  # half points
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"([\t\n])")
_P, _PPR, _STYLE = qn("w:p"), qn("w:pPr"), qn("w:pStyle")
_R, _RPR, _BOLD, _SIZE = qn("w:r"), qn("w:rPr"), qn("w:b"), qn("w:sz")
_T, _VALUE, _SPACE = qn("w:t"), qn("w:val"), qn("xml:space")
_BREAKS = {"\t": qn("w:tab"), "\n": qn("w:br")}


def docx_file(sheet: Sheet) -> bytes:
    """A sheet of excerpts: number and title, the paragraph with its hits in bold, the reference."""
    book = docx.Document()
    book.core_properties.title = printable(f"前哨摘录：{sheet.words}")[:_TITLE_CHARS]
    book.core_properties.author = "前哨"
    _set_fonts(book)
    page = _Page(book)
    page.add([f"摘录：{sheet.words}"], "Heading 1")
    page.add([_summary(sheet)])
    for number, (hit, citation) in enumerate(zip(sheet.hits, sheet.citations, strict=True), 1):
        _add_excerpt(page, number, hit, citation)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def printable(text: str) -> str:
    """`text` without characters that XML cannot carry."""
    return _UNFIT.sub("", text)


class _Page:
    """The body of a document, to which paragraphs are added at its end."""

    def __init__(self, book: Any) -> None:
        self._body = book.element.body
        self._end = self._body.find(qn("w:sectPr"))  # the page's measures close the body
        names = ("Heading 1", "Heading 2")
        self._styles = {name: book.styles[name].style_id for name in names}

    def add(self, texts: Iterable[str], style: str = "", is_small: bool = False) -> None:
        """A paragraph of these texts, of which every second one is bold."""
        paragraph = self._body.makeelement(_P)
        if style:
            _child(_child(paragraph, _PPR), _STYLE).set(_VALUE, self._styles[style])
        for place, text in enumerate(texts):
            if text:
                _add_run(paragraph, printable(text), place % 2 == 1, is_small)
        self._end.addprevious(paragraph)


def _add_run(paragraph: Any, text: str, is_bold: bool, is_small: bool) -> None:
    run = _child(paragraph, _R)
    if is_bold or is_small:
        properties = _child(run, _RPR)
        if is_bold:
            _child(properties, _BOLD)
        if is_small:
            _child(properties, _SIZE).set(_VALUE, _SMALL)
    for piece in _BREAK.split(text):
        if piece in _BREAKS:
            _child(run, _BREAKS[piece])
        elif piece:
            element = _child(run, _T)
            element.text = piece
            element.set(_SPACE, "preserve")


def _child(parent: Any, tag: str) -> Any:
    child = parent.makeelement(tag)
    parent.append(child)
    return child


def _summary(sheet: Sheet) -> str:
    part = "" if len(sheet.hits) == sheet.total else f"，本文件收当前页 {len(sheet.hits)} 段"
    return (
        f"共 {sheet.total} 段{part}。检索地址：{sheet.address}。导出日期：{sheet.day.isoformat()}。"
    )


def _add_excerpt(page: _Page, number: int, hit: Hit, citation: Citation) -> None:
    p = hit.paragraph
    facts = [p.source, str(p.year) if p.year is not None else None, f"第{p.ordinal}段", p.heading]
    page.add([f"{number}. {p.title or p.document}"], "Heading 2")
    page.add([" · ".join(fact for fact in facts if fact)])
    page.add(_alternating(hit))
    page.add([citation.edition_2025], is_small=True)


def _alternating(hit: Hit) -> list[str]:
    """The paragraph's text cut at its marks: plain, marked, plain, …"""
    texts = [""]
    for span in spans(hit.paragraph.text, hit.marks):
        if span.matched == (len(texts) % 2 == 1):
            texts.append("")
        texts[-1] += span.text
    return texts


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
