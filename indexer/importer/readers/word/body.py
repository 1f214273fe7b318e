"""Turn a Word document into source lines: headings, numbers, tables and notes as they are printed.

Tracked insertions count as text and deletions do not; text boxes, foot and end notes follow the
paragraph that calls them. Whatever is left out (hidden text, comments, page heads) is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from indexer.importer.readers.word.numbering import Numbering
from indexer.importer.readers.word.package import Package, attribute, child, local
from indexer.importer.readers.word.runs import Runs
from indexer.importer.readers.word.styles import Look, Styles, look_of
from indexer.importer.source_text import (
    Doubt,
    ImportRefusedError,
    Kind,
    SourceLine,
    SourceText,
    source_line,
)

# What holds paragraphs and tables without being one itself.
_CONTAINERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body"))
_MAX_HEADING_CHARS = 60
_SENTENCE_ENDS = ("。", "；", "！", "？", "，", "：")


def read_docx(data: bytes, name: str) -> SourceText:
    """Paragraphs and table rows in reading order, one line each.

    ImportRefusedError for a damaged file, one that unpacks to more than 100 MiB, or one with
    entity declarations. Macros are not even looked at, links and outside parts never followed.
    """
    package = Package(data, name)
    root = package.parse(package.main, required=True)
    body = child(root, "body")
    if body is None:
        raise ImportRefusedError(name, "damaged", "里没有 Word 正文；请重新取得原文件")
    reader = _BodyReader(package)
    lines = tuple(reader.lines(body))
    return SourceText(lines, tuple(reader.doubts()), tuple(_page_heads(package, reader)))


class _BodyReader:
    """Walks once through a body; counts numbers and collects notes on the way."""

    def __init__(self, package: Package) -> None:
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"))
        self.runs = Runs(self._styles, package.part("footnotes"), package.part("endnotes"))
        self._number = 0
        self._tables = 0
        self._embedded = 0
        self._comments = sum(1 for root in package.parts("comments") for _ in root)

    def lines(self, container: Any) -> Iterator[SourceLine]:
        """The lines of everything below this element."""
        for block in container:
            kind = local(block)
            if kind == "p":
                yield from self._paragraph(block)
            elif kind == "tbl":
                self._tables += 1
                yield from self._table(block)
            elif kind == "altChunk":
                self._embedded += 1
            elif kind == "AlternateContent":
                choice = child(block, "Choice")
                yield from self.lines(block if choice is None else choice)
            elif kind in _CONTAINERS:
                yield from self.lines(block)

    def doubts(self) -> Iterator[Doubt]:
        yield from self.runs.doubts()
        if self._tables:
            yield Doubt(None, "有表格；每行收作一段，单元格之间以“ | ”隔开", is_note=True)
        if self._comments:
            yield Doubt(None, f"有批注 {self._comments} 条；未收入", is_note=True)
        if self._embedded:
            yield Doubt(None, f"嵌入了另外的文档 {self._embedded} 份；其中的文字未收入，请另行导入")

    def _paragraph(self, element: Any) -> Iterator[SourceLine]:
        look, label = self._look(element), ""
        if look.number_id and look.number_id != "0":
            label = self._numbering.label(look.number_id, look.number_level or 0)
        text, size, is_bold = self.runs.text(element, look)
        for at, part in enumerate(text.split("\n")):
            if not part.strip() and at:
                continue
            whole = label + part.lstrip(" ") if at == 0 and part.strip() else part
            yield self._line(whole, look, size, is_bold)
        for note in self.runs.take_notes():
            yield self._plain(note, "note")
        for box in self.runs.take_boxes():
            yield from self.lines(box)

    def _line(self, text: str, look: Look, size: float, is_bold: bool) -> SourceLine:
        self._number += 1
        line = source_line(self._number, text)
        kind, level = _kind(look, line.text)
        is_marked = is_bold or bool(look.is_centered)
        return replace(line, kind=kind, level=level, size=size, is_marked=is_marked)

    def _plain(self, text: str, kind: Kind) -> SourceLine:
        self._number += 1
        return source_line(self._number, " ".join(text.split("\n")), kind)

    def _look(self, element: Any) -> Look:
        properties = child(element, "pPr")
        if properties is None:
            return self._styles.look(None)
        style = child(properties, "pStyle")
        base = self._styles.look(None if style is None else attribute(style, "val"))
        own = look_of(properties)
        if own.is_hidden:  # of the paragraph's mark only, not of its text
            own = Look(own.name, own.outline, own.number_id, own.number_level)
        return own.over(base)

    def _table(self, table: Any) -> Iterator[SourceLine]:
        """Each row as a line; a cell's own tables after the row, prose in a lone cell as prose."""
        above: dict[int, str] = {}
        rows = list(_inside(table, "tr"))
        for row, following in zip_longest(rows, rows[1:3]):
            # The names of columns stand in two rows where some of them are merged downwards.
            is_head = following is not None and any(map(_goes_on, _inside(following, "tc")))
            texts: list[str] = []
            after: list[SourceLine] = []
            column = 0
            cells = list(_inside(row, "tc"))
            for cell in cells:
                inner = list(self.lines(cell))
                own = [line for line in inner if line.kind != "row"]
                after += [line for line in inner if line.kind == "row"]
                text = " ".join(line.text for line in own if line.text)
                if _goes_on(cell):
                    text = text or above.get(column, "")
                above[column] = text
                column += _span(cell)
                texts += [text, *[""] * (_span(cell) - 1 if is_head and len(cells) > 1 else 0)]
                if len(cells) == 1 and len([line for line in own if line.text]) > 1:
                    yield from own
                    texts.clear()
            if any(texts):
                yield self._plain(" | ".join(" ".join(text.split()) for text in texts), "row")
            yield from after


def _kind(look: Look, text: str) -> tuple[Kind, int]:
    """What the style says that this line is; a whole sentence is a paragraph all the same."""
    is_short = 0 < len(text) <= _MAX_HEADING_CHARS and not text.endswith(_SENTENCE_ENDS)
    if not is_short:
        return "paragraph", 0
    if look.name in ("title", "标题"):
        return "title", 0
    if look.outline is not None and look.outline < 9:
        return "heading", look.outline + 1
    if look.name.startswith(("heading ", "标题 ")) and look.name[-1].isdigit():
        return "heading", int(look.name[-1])
    return "paragraph", 0


def _inside(element: Any, name: str) -> Iterator[Any]:
    """The children of this name, also those wrapped in controls or tracked changes."""
    for part in element:
        if local(part) == name:
            if not (name == "tr" and child(part, "trPr", "del") is not None):
                yield part
        elif local(part) in _CONTAINERS:
            yield from _inside(part, name)


def _goes_on(cell: Any) -> bool:
    """Whether the cell belongs to one above it (a vertical merge that did not begin here)."""
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and attribute(merge, "val") != "restart"


def _span(cell: Any) -> int:
    span = child(cell, "tcPr", "gridSpan")
    text = "" if span is None else attribute(span, "val") or ""
    return min(int(text), 1000) if text.isdigit() else 1


def _page_heads(package: Package, reader: _BodyReader) -> Iterator[SourceLine]:
    """The texts of page heads and feet, for finding date and source only."""
    seen = set()
    for kind in ("header", "footer"):
        for root in package.parts(kind):
            for line in reader.lines(root):
                if line.text and line.text not in seen and not line.text.strip("-— ").isdigit():
                    seen.add(line.text)
                    yield line
