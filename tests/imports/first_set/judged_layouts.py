"""Lay a made-up report out as a file of some format, as offices and sites do."""

from __future__ import annotations

import html
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from judged_texts import Report

_NAV = "".join(f'<li><a href="/c{n}">{t}</a></li>' for n, t in enumerate(
    ("首页", "机构职能", "政务公开", "警务动态", "办事服务", "互动交流")))  # fmt: skip


def head_lines(report: Report) -> list[tuple[str, str]]:
    """What stands above the body: (kind, text), kind "title" or the part's name."""
    parts = report.layout
    names = {"notice": ("letterhead", "number"), "briefing": ("masthead", "issue", "unit")}
    above = [(name, parts[name]) for name in names.get(report.kind, ())]
    below = {"speech": ("date", "speaker"), "news": ("stamp", "byline")}
    after = [(name, parts[name]) for name in below.get(report.kind, ())]
    return [*above, ("title", report.title), *after]


def as_text(report: Report, encoding: str = "utf-8", width: int = 0) -> bytes:
    """A text file; `width` > 0 breaks its lines after so many characters."""
    lines = [text for _, text in head_lines(report)] + [""]
    for kind, text in report.blocks:
        whole = text if kind == "heading" else f"　　{text}"
        step = width or len(whole)
        lines += [whole[i : i + step] for i in range(0, len(whole), step)]
        lines += [] if width else [""]
    return "\r\n".join(lines).encode(encoding)


def as_markdown(report: Report) -> bytes:
    lines = [f"# {report.title}"]
    lines += [f"## {text}" if kind == "heading" else text for kind, text in report.blocks]
    return "\n\n".join(lines).encode()


def as_docx(report: Report, styled: bool) -> bytes:
    """A Word file with styles, or with nothing but fonts and alignment, as most are."""
    made: Any = docx.Document()
    for kind, text in head_lines(report):
        if kind == "title" and styled:
            made.add_heading(text, level=0)
            continue
        paragraph = made.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.font.size = Pt({"title": 22, "letterhead": 36, "masthead": 36}.get(kind, 16))
    rows: list[list[str]] = []
    for kind, text in (*report.blocks, ("text", "")):
        if kind == "row" or (report.kind == "table" and text):
            rows.append(text.split(" | "))
            continue
        if rows:
            table = made.add_table(rows=len(rows), cols=len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, value in zip(row.cells, cells, strict=True):
                    cell.text = value
            rows = []
        if kind == "heading" and styled:
            made.add_heading(text, level=2 if text.startswith("（") else 1)
        elif text:
            run = made.add_paragraph().add_run(text)
            run.font.size = Pt(16)
            run.font.bold = kind == "heading"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def as_page(report: Report, style: str) -> bytes:
    """A government site's page, a WeChat article ("wechat") or a page cut by `br` ("breaks")."""
    site = report.layout.get("site", f"{report.source}门户网站")
    stamp = report.layout.get("stamp", "")
    title = html.escape(report.title)
    body = "".join(_page_blocks(report, style))
    editor = f"<p>{report.layout['editor']}</p>" if "editor" in report.layout else ""
    if style == "wechat":
        return (
            f'<!DOCTYPE html><html><head><meta property="og:title" content="{title}">'
            f"<title>{title}</title></head><body><h1 id='activity-name'>{title}</h1><div id='meta'>"
            f"<a id='js_name'>{report.publisher}</a><em id='publish_time'></em></div>"
            f"<div id='js_content' style='visibility: hidden'>{body}</div><div>阅读 1万+　在看 12"
            f"</div><script>var createTime = '{report.date} 10:00';</script></body></html>"
        ).encode()
    shown = f"<h1>{title}</h1>" if style == "plain" else f"<center><b>{title}</b></center>"
    return (
        f"<html><head><meta charset='utf-8'><title>{title}-{site}</title></head><body>"
        f"<div class='top'>{site}</div><ul>{_NAV}</ul>"
        "<div>您的位置：首页 &gt; 警务动态 &gt; 正文</div>"
        f"<div class='article'>{shown}<div class='info'>{stamp}</div><div class='text'>{body}"
        f"{editor}</div><p>【打印本页】【关闭窗口】</p></div>"
        f"<div class='foot'><p>版权所有：{site}　苏ICP备00000000号</p>"
        "<p>地址：某某路1号　邮编：226000</p></div></body></html>"
    ).encode()


def _page_blocks(report: Report, style: str) -> Iterator[str]:
    rows: list[str] = []
    for kind, text in (*report.blocks, ("end", "")):
        if kind == "row":
            cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in text.split(" | "))
            rows.append(f"<tr>{cells}</tr>")
            continue
        if rows:
            yield f"<table border=1>{''.join(rows)}</table>"
            rows = []
        shown = html.escape(text)
        if kind == "heading":
            yield f"<b>{shown}</b><br>" if style == "breaks" else f"<p><strong>{shown}</strong></p>"
        elif text:
            yield f"　　{shown}<br>\n" if style == "breaks" else f"<p>　　{shown}</p>\n"


def as_xlsx(report: Report) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([report.title])
    for _, text in report.blocks:
        sheet.append(text.split(" | "))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@dataclass(slots=True)
class _Printer:
    """Sets lines on A4 pages; `columns` of text below the head."""

    columns: int
    running: str
    pages: list[list[str]]
    top: float = 0.0
    column: int = 0
    start: float = 780.0

    @property
    def width(self) -> float:
        return (451.0 - 24.0 * (self.columns - 1)) / self.columns

    def left(self) -> float:
        return 72.0 + self.column * (self.width + 24.0)

    def turn(self) -> None:
        self.pages.append([])
        self.top, self.column, self.start = 780.0, 0, 780.0
        number = len(self.pages)
        if self.running:
            self.put(72.0, 810.0, 9.0, self.running)
        self.put(285.0, 40.0, 9.0, f"— {number} —")

    def put(self, x: float, y: float, size: float, text: str) -> None:
        shown = text.encode("utf-16-be").hex()
        self.pages[-1].append(f"BT /F1 {size} Tf 1 0 0 1 {x:.1f} {y:.1f} Tm <{shown}> Tj ET")

    def line(self, text: str, size: float, x: float) -> None:
        if self.top < 72.0:
            self.column += 1
            self.top = self.start
            if self.column == self.columns:
                self.turn()
            x = x - 72.0 + self.left() if x < 110.0 else x
        self.put(x, self.top, size, text)
        self.top -= 1.75 * size


def _width(text: str) -> float:
    return float(sum(1 if ord(c) > 0x7F else 0.5 for c in text))


def as_pdf(report: Report, columns: int = 1, running: str = "") -> bytes:
    """A PDF with a text layer, its paragraphs indented and set to the column's width."""
    printer = _Printer(columns, running, [])
    printer.turn()
    for kind, text in head_lines(report):
        size = {"title": 20.0, "letterhead": 30.0, "masthead": 30.0}.get(kind, 12.0)
        per_line = int(451 / size)
        for i in range(0, len(text), per_line):
            part = text[i : i + per_line]
            printer.line(part, size, 72.0 + (451.0 - size * _width(part)) / 2)
    printer.start = printer.top = printer.top - 12.0
    rows: list[str] = []
    for kind, text in (*report.blocks, ("end", "")):
        if kind == "row":
            rows.append(text)
            continue
        if rows:
            _print_table(printer, rows)
            printer.start = printer.top
            rows = []
        is_signed = report.kind == "notice" and (text == report.source or text[4:5] == "年")
        if is_signed and len(text) < 24:
            printer.line(text, 12.0, 330.0)
        elif text:
            for number, part in enumerate(_broken(text, printer.width, kind == "text")):
                indent = 24.0 if number == 0 and kind == "text" else 0.0
                printer.line(part, 12.0, printer.left() + indent)
    return _pdf_file(printer.pages)


def _broken(text: str, width: float, indented: bool) -> Iterator[str]:
    room = width - (24.0 if indented else 0.0)
    line = ""
    for char in text:
        if 12.0 * (_width(line) + _width(char)) > room:
            yield line
            line, room = "", width
        line += char
    yield line


def _print_table(printer: _Printer, rows: list[str]) -> None:
    if printer.top < 72.0 + 21.0 * len(rows) or printer.columns > 1:
        printer.turn()
    page, x0, top = printer.pages[-1], 72.0, printer.top + 15.0
    step = 451.0 / len(rows[0].split(" | "))
    for number, row in enumerate(rows):
        y = top - 21.0 * number
        page.append(f"{x0} {y:.1f} m 523 {y:.1f} l S")
        for at, cell in enumerate(row.split(" | ")):
            printer.put(x0 + at * step + 4, y - 15.0, 12.0, cell)
    bottom = top - 21.0 * len(rows)
    page.append(f"{x0} {bottom:.1f} m 523 {bottom:.1f} l S")
    for at in range(len(rows[0].split(" | ")) + 1):
        page.append(f"{x0 + at * step:.1f} {top:.1f} m {x0 + at * step:.1f} {bottom:.1f} l S")
    printer.top = bottom - 24.0


def _pdf_file(pages: list[list[str]]) -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
        b" /DescendantFonts [4 0 R] >>"
    )
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500"
        b" 814 939 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
    )
    objects, kids = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font, descendant], []
    for lines in pages:
        stream = zlib.compress("\n".join(lines).encode())
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + table + trailer % (len(objects) + 1, len(out))
