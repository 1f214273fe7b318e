"""Build Word files with the parts that python-docx has no words for, as raw WordprocessingML."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_SIDES = {"left": None, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}


class Word:
    """A document under construction; call the methods in reading order, then `save`."""

    def __init__(self) -> None:
        self.made: Any = docx.Document()
        self.notes: list[str] = []

    def line(
        self,
        text: str,
        size: float = 16,
        side: str = "left",
        bold: bool = False,
        font: str = "仿宋",
    ) -> Any:
        """A paragraph; a line feed in `text` is a line break, a tab a tab."""
        paragraph = self.made.add_paragraph()
        paragraph.alignment = _SIDES[side]
        run = paragraph.add_run(text)
        run.font.size, run.font.bold, run.font.name = Pt(size), bold or None, font
        run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
        if side == "left" and size >= 14 and not bold:
            paragraph.paragraph_format.first_line_indent = Pt(32)
        return paragraph

    def blocks(self, blocks: list[tuple[str, str]], heading: str = "look") -> None:
        """Headings by look (黑体 or bold), or by Word's styles; rows become a table."""
        rows: list[list[str]] = []
        for kind, text in [*blocks, ("end", "")]:
            if kind == "row":
                rows.append(text.split(" | "))
                continue
            if rows:
                self.table(rows)
                rows = []
            if kind == "heading" and heading == "style":
                self.made.add_heading(text, level=2 if text.startswith("（") else 1)
            elif kind == "heading":
                self.line(text, font="楷体" if text.startswith("（") else "黑体")
            elif text:
                self.line(text)

    def table(self, rows: list[list[str]]) -> Any:
        table = self.made.add_table(rows=len(rows), cols=len(rows[0]))
        table.style = "Table Grid"
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, cells, strict=True):
                cell.text = value
        return table

    def raw(self, xml: str) -> Any:
        """A paragraph, or a block that may stand where one stands, from its XML."""
        element = parse_xml(re.sub(r"^<(\S+?)([ >])", rf"<\1 {_SPACES}\2", xml, count=1))
        self.made.element.body.insert(len(self.made.element.body) - 1, element)
        return element

    def noted(self, text: str, note: str) -> None:
        """A paragraph with a real footnote at its end."""
        self.notes.append(note)
        self.raw(
            f"<w:p><w:r><w:rPr><w:sz w:val='32'/></w:rPr><w:t>{escape(text)}</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/>"
            f"</w:rPr><w:footnoteReference w:id='{len(self.notes)}'/></w:r></w:p>"
        )

    def boxed(self, text: str, box: str) -> None:
        """A paragraph to which a text box is anchored, with the old form beside the new."""
        inner = f"<w:txbxContent><w:p><w:r><w:t>{escape(box)}</w:t></w:r></w:p></w:txbxContent>"
        self.raw(
            f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r><w:r><mc:AlternateContent>"
            "<mc:Choice Requires='wps'><w:drawing><wp:inline><wp:extent cx='1800000' cy='900000'/>"
            "<wp:docPr id='7' name='文本框 7'/><a:graphic><a:graphicData uri='http://schemas."
            "microsoft.com/office/word/2010/wordprocessingShape'><wps:wsp><wps:cNvSpPr/><wps:spPr>"
            "<a:prstGeom prst='rect'/></wps:spPr>"
            f"<wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
            "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
            f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )

    def numbered(self, text: str, level: int, number: int = 77) -> None:
        """A paragraph that Word itself numbers (一、 · （一） · 1.), see `numbering`."""
        self.raw(
            f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
            f"</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
        )

    def numbering(self, number: int = 77) -> None:
        forms = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
        levels = "".join(
            f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
            f"<w:lvlText w:val='{text}'/></w:lvl>"
            for level, (form, text) in enumerate(forms)
        )
        part = self.made.part.numbering_part.element
        abstract = f"<w:abstractNum xmlns:w='{_W}' w:abstractNumId='90'>{levels}</w:abstractNum>"
        part.insert(0, parse_xml(abstract))
        part.append(
            parse_xml(
                f"<w:num xmlns:w='{_W}' w:numId='{number}'><w:abstractNumId w:val='90'/></w:num>"
            )
        )

    def running(self, head: str, foot: str = "") -> None:
        section = self.made.sections[0]
        section.header.paragraphs[0].text = head
        section.footer.paragraphs[0].text = foot
        section.footer.paragraphs[0].alignment = ALIGN.CENTER
        for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
            run = section.footer.paragraphs[0].add_run()
            xml = f"<w:fldChar xmlns:w='{_W}' w:fldCharType='{kind}'/>"
            told = f"<w:instrText xmlns:w='{_W}'>{text}</w:instrText>"
            run._element.append(parse_xml(xml if kind else told))

    def columns(self, count: int) -> None:
        """What follows stands in so many columns."""
        section = self.made.add_section(WD_SECTION.CONTINUOUS)
        columns = section._sectPr.find(qn("w:cols"))
        columns.set(qn("w:num"), str(count))
        columns.set(qn("w:space"), "720")

    def save(self) -> bytes:
        buffer = io.BytesIO()
        self.made.save(buffer)
        return _with_notes(buffer.getvalue(), self.notes) if self.notes else buffer.getvalue()


def _with_notes(data: bytes, notes: list[str]) -> bytes:
    """The same file with a part of footnotes, which python-docx cannot write."""
    body = "".join(
        f"<w:footnote w:id='{number}'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val='18'/></w:rPr><w:t xml:space='preserve'>"
        f" {escape(note)}</w:t></w:r></w:p></w:footnote>"
        for number, note in enumerate(notes, start=1)
    )
    rule = (
        "<w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
    )
    part = f"<?xml version='1.0' encoding='UTF-8'?><w:footnotes xmlns:w='{_W}'>{rule}{body}</w:footnotes>"
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            text = source.read(name)
            if name == "[Content_Types].xml":
                kind = f"<Override PartName='/word/footnotes.xml' ContentType='{office}'/></Types>"
                text = text.replace(b"</Types>", kind.encode())
            if name == "word/_rels/document.xml.rels":
                row = f"<Relationship Id='rIdN' Type='{relation}' Target='footnotes.xml'/>"
                text = text.replace(b"</Relationships>", f"{row}</Relationships>".encode())
            made.writestr(name, text)
        made.writestr("word/footnotes.xml", part)
    return buffer.getvalue()
