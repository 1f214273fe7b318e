"""Write hits as a Word document of excerpts, each with its reference as a footnote.

python-docx makes the document's styles and parts. The excerpts are written into its body as XML,
one by one: elements in memory would take gigabytes for ten thousand long paragraphs.

It writes no footnotes (ECMA-376 Part 1, 17.11): a part of notes, of which the first two are the
separators; its relation to the body and its content type; the separators named in the settings.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from search.results import spans
from web.addresses import readable
from web.pages.citations import public_link

_NOTES_PART = "word/footnotes.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_STYLE, _MARK_STYLE = "FootnoteText", "FootnoteReference"
_FIRST = 1  # -1 and 0 are the separators
_NOTES_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<w:footnotes xmlns:w="{_W}">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
).encode()
_NOTES_TAIL = b"</w:footnotes>"
_SEPARATORS = (
    b'<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'  # of settings.xml
)
_NOTE_STYLES = (
    f'<w:style w:type="paragraph" w:styleId="{_STYLE}"><w:name w:val="footnote text"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:after="0"/>'
    '<w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>'
    f'<w:style w:type="character" w:styleId="{_MARK_STYLE}">'
    '<w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    "</w:style>"
).encode()
_MARKED = f'<w:r><w:rPr><w:rStyle w:val="{_MARK_STYLE}"/></w:rPr>'
# What follows the separators in the settings' fixed order of elements, as python-docx writes them.
_AFTER_SEPARATORS = (b"<w:endnotePr", b"<w:compat>", b"<w:compat ", b"<w:rsids>", b"</w:settings>")


def _footnote(number: int, runs: str) -> str:
    """The XML of a note, which begins with its own number."""
    return (
        f'<w:footnote w:id="{number - 1 + _FIRST}"><w:p><w:pPr><w:pStyle w:val="{_STYLE}"/></w:pPr>'
        f"{_MARKED}<w:footnoteRef/></w:r>{runs}</w:p></w:footnote>"
    )


def _footnote_mark(number: int) -> str:
    """The XML of the number in the text that leads to a note."""
    return f'{_MARKED}<w:footnoteReference w:id="{number - 1 + _FIRST}"/></w:r>'


def _with_footnotes(name: str, part: bytes) -> bytes:
    """A part of a document, with what it has to say of the notes."""
    if name == "[Content_Types].xml":
        told = f'<Override PartName="/{_NOTES_PART}" ContentType="{_CONTENT}"/>'.encode()
        return part.replace(b"</Types>", told + b"</Types>")
    if name == "word/_rels/document.xml.rels":
        told = (
            f'<Relationship Id="rIdFootnotes" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>'
        ).encode()
        return part.replace(b"</Relationships>", told + b"</Relationships>")
    if name == "word/styles.xml":
        return part.replace(b"</w:styles>", _NOTE_STYLES + b"</w:styles>")
    if name == "word/settings.xml":
        at = min(at for mark in _AFTER_SEPARATORS if (at := part.find(mark)) >= 0)
        return part[:at] + _SEPARATORS + part[at:]
    return part


if TYPE_CHECKING:
    from search.results import Hit, StoredParagraph
    from web.exports.sheet import Sheet
    from web.pages.citations import Citation

_HAN_FONT = "宋体"
_HAN_HEADING = "黑体"
_LATIN_FONT = "Times New Roman"
_THIN_SPACE = "\u2009"
_A4, _MARGIN = (Mm(210), Mm(297)), Mm(25)
_FACTS, EXCERPT, _NOTE = "Excerpt Facts", "Excerpt Text", "Excerpt Note"
_STYLES = ("Heading 1", "Heading 2", _FACTS, EXCERPT, _NOTE)
_TITLE_CHARS = 255  # what the core properties of the format can hold
_BODY = "word/document.xml"
_AT_ONCE = 1 << 16  # bytes
_LEVEL = 1  # of deflate: a third of the time of 6, for a fifth more bytes
_END = b"<w:sectPr"  # the page's measures close the body
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"([\t\n])")
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}


def write_docx(sheet: Sheet, file: IO[bytes]) -> None:
    """A sheet of excerpts: number and title, the paragraph with its hits in bold, a footnote.

    The body and the notes are written side by side: a file takes one part after the other, so the
    notes wait in a temporary file.
    """
    frame, styles = _frame(sheet)
    with (
        zipfile.ZipFile(frame) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as new,
        TemporaryFile() as notes,
    ):
        for part in old.infolist():
            if part.filename != _BODY:
                new.writestr(part, _with_footnotes(part.filename, old.read(part)))
        head, mark, tail = old.read(_BODY).rpartition(_END)
        notes.write(_NOTES_HEAD)
        # Each piece alone would be a call of the compressor.
        with io.BufferedWriter(new.open(_BODY, "w", force_zip64=True), _AT_ONCE) as body:
            body.write(head)
            for paragraph in _paragraphs(sheet, styles, notes):
                body.write(paragraph.encode())
            body.write(mark + tail)
        notes.write(_NOTES_TAIL)
        notes.seek(0)
        with new.open(_NOTES_PART, "w", force_zip64=True) as part_of_notes:
            shutil.copyfileobj(notes, part_of_notes)


def printable(text: str) -> str:
    """`text` without characters that XML cannot carry."""
    return _UNFIT.sub("", text)


def _frame(sheet: Sheet) -> tuple[IO[bytes], dict[str, str]]:
    """An empty document with our properties and fonts, and the ids of its styles by name."""
    book = docx.Document()
    book.core_properties.title = printable(f"前哨{_heading(sheet)}")[:_TITLE_CHARS]
    book.core_properties.author = "前哨"
    set_fonts(book)
    _set_page(book)
    _add_styles(book)
    out = io.BytesIO()
    book.save(out)
    return out, {name: book.styles[name].style_id for name in _STYLES}


def _paragraphs(sheet: Sheet, styles: dict[str, str], notes: IO[bytes]) -> Iterator[str]:
    yield _paragraph([_heading(sheet)], style=styles["Heading 1"])
    yield _paragraph([_summary(sheet)])
    if sheet.missing:
        yield _paragraph([f"以下各段已不在库中，未能收入：{'、'.join(sheet.missing)}"])
    before = ""
    for number, hit, citation in sheet.entries():
        notes.write(_note(number, citation).encode())
        goes_on = hit.paragraph.document == before
        warning = "" if goes_on else citation.shortfall  # once a document
        yield from _excerpt(sheet, number, hit, styles, goes_on, bool(warning))
        if warning:
            yield _paragraph([f"〔{warning}〕"], styles[_FACTS])
        before = hit.paragraph.document


def _heading(sheet: Sheet) -> str:
    """What the sheet is of: a query, a basket by the name that somebody gave it, or the day."""
    if sheet.address:
        return f"摘录：{sheet.words}"
    if sheet.words == sheet.name:
        return f"摘编（{sheet.day.year}年{sheet.day.month}月{sheet.day.day}日）"
    return f"摘编：{sheet.words}"


def _note(number: int, citation: Citation) -> str:
    return _footnote(number, _run(f" {citation.edition_2025}"))


def _paragraph(texts: Iterable[str], style: str = "", end: str = "", is_kept: bool = False) -> str:
    """The XML of a paragraph of these texts, of which every second one is bold, and its `end`;
    one that `is_kept` stays on the page of what follows."""
    kept = "<w:keepNext/>" * is_kept
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>' if style else ""
    runs = (_run(text, place % 2 == 1) for place, text in enumerate(texts) if text)
    return f"<w:p>{properties}{''.join(runs)}{end}</w:p>"


def _run(text: str, is_bold: bool = False) -> str:
    properties = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    if text.isprintable():  # nearly all: nothing to take out, no break
        return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    pieces = (
        _BREAKS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in _BREAK.split(printable(text))
        if piece
    )
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def _summary(sheet: Sheet) -> str:
    count, total = sheet.listing.count, sheet.listing.total
    if sheet.unit == "篇":
        told = f"{total} 段，{count} 篇，每篇收最相关的一段"
    else:
        told = f"共 {total} 段" + ("" if count == total else f"，本文件收当前页 {count} 段")
    at = readable(sheet.address)  # a path alone leads nobody on, but says what was filtered
    where = f"{'检索地址' if public_link(at) else '检索条件'}：{at} 。" if at else ""
    return f"{told}。{where}导出日期：{sheet.day.isoformat()}。出处见脚注。"


def _when(p: StoredParagraph) -> str:
    """The day of publication, and the year told of where that is another, or known alone."""
    year = "" if p.year is None else str(p.year)
    if not (p.date and year):
        return p.date or year
    return p.date if p.date.startswith(year) else f"{year}年，{p.date}发布"


def _excerpt(
    sheet: Sheet, number: int, hit: Hit, styles: dict[str, str], goes_on: bool, warned: bool
) -> Iterator[str]:
    """Title and facts stay on the page on which their text begins, a warning where it ends.

    One that `goes_on` is of the document before it and stands below the same heading.
    """
    p = hit.paragraph
    facts = [p.source, _when(p), f"第{p.ordinal}段", p.heading]
    facts += [f"本篇共 {hit.in_document} 段命中"] if (hit.in_document or 0) > 1 else []
    if not goes_on:
        yield _paragraph([p.called], style=styles["Heading 2"])
    told = " · ".join(fact for fact in facts if fact)
    yield _paragraph([f"{number}. {told}"], style=styles[_FACTS])
    # Behind a bare figure the number of a note would look like an exponent of it.
    gap = _run(_THIN_SPACE) if p.text.rstrip()[-1:].isascii() else ""
    end = gap + _footnote_mark(number)
    yield _paragraph(_alternating(hit), styles[EXCERPT], end, is_kept=warned)
    if note := sheet.notes.get(p.id):
        yield _paragraph(["", "批注：", note], styles[_NOTE], is_kept=warned)
    if remark := (sheet.remarks or {}).get(p.id):
        yield _paragraph([f"〔{remark}〕"], "Normal", is_kept=warned)


def _alternating(hit: Hit) -> list[str]:
    """The paragraph's text cut at its marks: plain, marked, plain, …"""
    texts = [""]
    for span in spans(hit.paragraph.text, hit.marks):
        if span.matched == (len(texts) % 2 == 1):
            texts.append("")
        texts[-1] += span.text
    return texts


def set_fonts(book: Any) -> None:
    """Han text needs its own font name in Word beside the Latin one, and its language said."""
    for name, font in (
        ("Normal", _HAN_FONT),
        ("Heading 1", _HAN_HEADING),
        ("Heading 2", _HAN_HEADING),
    ):
        properties = book.styles[name].element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win
        fonts.set(qn("w:ascii"), _LATIN_FONT)
        fonts.set(qn("w:hAnsi"), _LATIN_FONT)
        fonts.set(qn("w:eastAsia"), font)
    book.styles["Normal"].font.size = Pt(11)
    for language in book.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")  # of Latin letters: zh-CN would break words anywhere
        language.set(qn("w:eastAsia"), "zh-CN")
    book.core_properties.language = "zh-CN"


def _set_page(book: Any) -> None:
    """A4 with even margins, and the number of the page at its foot."""
    section = book.sections[0]
    section.page_width, section.page_height = _A4
    section.left_margin = section.right_margin = section.top_margin = _MARGIN
    section.bottom_margin = _MARGIN
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _add_styles(book: Any) -> None:
    """Of the facts above an excerpt, which stay with it, and of its text; headings in black."""
    for name in ("Heading 1", "Heading 2"):
        book.styles[name].font.color.rgb = RGBColor(0, 0, 0)
    facts = book.styles.add_style(_FACTS, WD_STYLE_TYPE.PARAGRAPH)
    facts.base_style = book.styles["Normal"]
    facts.font.size, facts.font.color.rgb = Pt(9), RGBColor(0x55, 0x55, 0x55)
    facts.paragraph_format.keep_with_next = True
    facts.paragraph_format.space_after = Pt(3)
    note = book.styles.add_style(_NOTE, WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = book.styles["Normal"]
    note.paragraph_format.left_indent = Pt(22)
    text = book.styles.add_style(EXCERPT, WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = book.styles["Normal"]
    text.paragraph_format.widow_control = True
    text.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    text.paragraph_format.line_spacing = 1.3
    indent = text.element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")  # two characters, of whatever size
    indent.set(qn("w:firstLine"), "440")
