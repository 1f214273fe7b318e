"""Cut the text below an element of a web page into lines, as a browser would show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from indexer.importer.source_text import Doubt, Kind, SourceLine, source_line
from indexer.word_list import words

HIDDEN = (
    "[hidden], [style*='display:none'], [style*='display: none'], [style*='DISPLAY: none'],"
    " [aria-hidden='true'][style*='position']"
)
_BREAKING = frozenset(
    words("""
        address article aside blockquote body br center dd div dl dt fieldset figcaption figure
        footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td
        tfoot th thead tr ul caption
    """)
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = ("b", "strong")
_WIDE = r"[\u3000-\u9fff\uff00-\uffef]"
_BREAK_IN_HAN = re.compile(rf"(?<={_WIDE})[ \t]*\r?\n\s*(?={_WIDE})")
_SPACES = re.compile(r"[ \t\r\n]+")
_CENTERED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_MAX_CELL = 400  # characters: a longer cell makes the table one of layout


class BlockReader:
    """Reads elements in document order; numbers the lines and counts what has no text."""

    def __init__(self, leave_out: Any = None) -> None:
        self._leave_out = None if leave_out is None else leave_out.mem_id
        self._number = 0
        self._pictures = 0
        self._tables = 0

    def lines(self, root: Any) -> Iterator[SourceLine]:
        """The text below `root`, cut at block elements, with blank lines between paragraphs."""
        block = _Block()
        skipped: int | None = None
        for is_end, node in walk(root, self._leave_out):
            if skipped is not None:
                if is_end and node.mem_id == skipped:
                    skipped = None
                continue
            if node.tag == "-text":
                block.add(node)
                continue
            if node.tag == "img" and not is_end:
                self._pictures += 1
            if node.tag not in _BREAKING:
                block.style(node, is_end)
                continue
            yield from self._cut(block, "text" if node.tag == "br" or block.has_br else "paragraph")
            block.has_br = node.tag == "br"
            if node.tag == "table" and not is_end and is_data_table(node):
                yield from self._table(node)
                skipped = node.mem_id
            elif node.tag != "br":
                block.enter(node, is_end)
                if is_end and node.tag in ("p", "li", *_HEADINGS):
                    self._number += 1
                    yield SourceLine(self._number, "")
        yield from self._cut(block, "text" if block.has_br else "paragraph")

    def doubts(self) -> list[Doubt]:
        doubts = []
        if self._tables:
            doubts.append(Doubt(None, "有表格；每行收作一段，单元格之间以“ | ”隔开", is_note=True))
        if self._pictures:
            doubts.append(
                Doubt(None, f"正文有图片 {self._pictures} 张；图中文字未收入", is_note=True)
            )
        return doubts

    def _cut(self, block: _Block, kind: Kind) -> Iterator[SourceLine]:
        """The collected strings as lines (line breaks survive only in `pre`)."""
        for raw in block.take():
            self._number += 1
            level = block.level
            line = source_line(self._number, block.label + raw, kind)
            block.label = ""
            yield replace(
                line, kind="heading" if level else kind, level=level, is_marked=block.is_marked
            )
        block.all_bold = True

    def _table(self, table: Any) -> Iterator[SourceLine]:
        self._tables += 1
        spans: dict[int, tuple[int, str]] = {}  # column → rows to go, text of the cell above
        for row in table.css("tr"):
            texts: list[str] = []
            for cell in (c for c in row.iter() if c.tag in ("td", "th")):
                _fill(spans, texts)
                text = " ".join(_SPACES.sub(" ", cell.text(separator=" ")).split())
                text = _BETWEEN_HAN.sub("", text)
                rows, columns = _count(cell, "rowspan"), _count(cell, "colspan")
                if rows > 1:
                    spans[len(texts)] = (rows - 1, text)
                texts.append(text)
                texts += [""] * (columns - 1)
            _fill(spans, texts)
            kept = [text for text in texts if text]
            if kept:
                self._number += 1
                yield source_line(self._number, " | ".join(kept), "row")


class _Block:
    """The strings collected since the last cut and how they look."""

    def __init__(self) -> None:
        self._pending: list[str] = []
        self._bold = 0
        self._centers: list[int] = []
        self._lists: list[int | None] = []
        self._pre = 0
        self.all_bold = True
        self.has_br = False
        self.level = 0
        self.label = ""

    @property
    def is_marked(self) -> bool:
        return bool(self._centers) or (self.all_bold and not self.level)

    def add(self, node: Any) -> None:
        raw = node.text_content or ""
        text = raw if self._pre else _SPACES.sub(" ", _BREAK_IN_HAN.sub("", raw))
        if not self._pending and not self._pre:
            text = text.lstrip(" ")
        if text.strip():
            self.all_bold = self.all_bold and self._bold > 0
        if text:
            self._pending.append(text)

    def take(self) -> list[str]:
        joined = "".join(self._pending)
        if not self._pre:
            joined = _BREAK_IN_HAN.sub("", joined)
        self._pending.clear()
        return [line for line in joined.split("\n") if line.strip()]

    def style(self, node: Any, is_end: bool) -> None:
        if node.tag in _BOLD:
            self._bold += -1 if is_end else 1

    def enter(self, node: Any, is_end: bool) -> None:
        """Note where the walk stands after the start or end of a block element."""
        if node.tag in _HEADINGS:
            self.level = 0 if is_end else _HEADINGS[node.tag]
        elif node.tag == "pre":
            self._pre += -1 if is_end else 1
        elif node.tag in ("ol", "ul"):
            self._enter_list(node, is_end)
        elif node.tag == "li" and not is_end and self._lists and self._lists[-1] is not None:
            self.label = f"{self._lists[-1]}. "
            self._lists[-1] += 1
        if is_end and self._centers and self._centers[-1] == node.mem_id:
            self._centers.pop()
        elif not is_end and _is_centered(node):
            self._centers.append(node.mem_id)

    def _enter_list(self, node: Any, is_end: bool) -> None:
        if is_end and self._lists:
            self._lists.pop()
        elif not is_end:
            start = str(node.attributes.get("start") or "1")
            is_plain = "list-style" in str(node.attributes.get("style") or "")
            is_numbered = node.tag == "ol" and not is_plain and start.isdigit()
            self._lists.append(int(start[:6]) if is_numbered else None)


_BETWEEN_HAN = re.compile(rf"(?<={_WIDE}) (?={_WIDE})")


def _is_centered(node: Any) -> bool:
    attributes = node.attributes
    align = str(attributes.get("align") or "").lower()
    style = str(attributes.get("style") or "")
    return node.tag == "center" or align == "center" or bool(_CENTERED.search(style))


def is_data_table(table: Any) -> bool:
    """Whether a table holds data: rows of short cells, no table inside."""
    if len(table.css("table")) > 1:
        return False
    rows = [[c for c in row.iter() if c.tag in ("td", "th")] for row in table.css("tr")]
    wide = sum(len(cells) >= 2 for cells in rows)
    longest = max((len(c.text().strip()) for cells in rows for c in cells), default=0)
    return wide >= 1 and longest <= _MAX_CELL


def _fill(spans: dict[int, tuple[int, str]], texts: list[str]) -> None:
    """Put in the cells that reach down from rows above."""
    while len(texts) in spans:
        column = len(texts)
        rows, text = spans.pop(column)
        if rows > 1:
            spans[column] = (rows - 1, text)
        texts.append(text)


def _count(cell: Any, name: str) -> int:
    text = str(cell.attributes.get(name) or "1").strip()
    return max(1, min(int(text), 1000)) if text.isdigit() else 1


def walk(root: Any, leave_out: int | None = None) -> Iterator[tuple[bool, Any]]:
    """Elements (start and end) and strings below `root` in document order, without recursion."""
    stack: list[tuple[bool, Any]] = [(False, root)]
    while stack:
        is_end, node = stack.pop()
        if node.mem_id == leave_out:
            continue
        if node.tag == "-text":
            yield False, node
            continue
        if node.tag.startswith(("-", "_", "!")):
            continue  # comments, processing instructions
        yield is_end, node
        if not is_end:
            stack.append((True, node))
            children = []
            child = node.child
            while child is not None:
                children.append(child)
                child = child.next
            stack.extend((False, child) for child in reversed(children))
