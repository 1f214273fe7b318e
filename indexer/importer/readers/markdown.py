"""Read a Markdown file: a corpus document as it is, any other into source lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.importer.readers.plain_text import decode_with_marks
from indexer.importer.source_text import Doubt, Kind, SourceLine, SourceText, source_line
from indexer.importer.wrapping import joined
from indexer.sources.front_matter import cut_front_matter
from indexer.sources.splitter import heading_level, heading_text, split_blocks

_ITEM = re.compile(r"\s*(?:[-*+]\s+)(?=\S)")
_RULE = re.compile(r"\s*\|?\s*:?-{3,}[-:|\s]*")
_TORN = re.compile(r"(?<=[A-Za-z])-\n(?=[a-z])")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*")
_EMPHASIS = re.compile(
    r"(?<![\\*])\*{2}(?=\S)(?P<strong>[^*\n]+?)(?<=\S)\*{2}|(?<![\\\w*])\*(?=\S)(?P<soft>[^*\n]+?)(?<=\S)\*(?![\w*])"
    r"|!?\[(?P<link>[^\]\n^]{0,300})\]\([^()\s]*(?:\s+[\"'][^\n]*?[\"'])?\)|\\(?P<plain>[*_#\[\]()`.+-])"
)
_NOTE_TEXT = re.compile(r"\[\^(?P<name>[^\]\s]{1,20})\]:\s*(?P<text>.+)")
_NOTE_MARK = re.compile(r"\[\^(?P<name>[^\]\s]{1,20})\]")
_FENCE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")


def read_markdown(data: bytes, name: str) -> SourceText:
    """Front matter and body are kept as they are; without front matter the blocks become lines."""
    text, doubts = decode_with_marks(data, name)
    front, body, _ = cut_front_matter(text)
    if front is None:
        return SourceText(tuple(_lines(text)), tuple(doubts))
    torn = [match.start() for match in _TORN.finditer(body)]
    for at in torn:
        word = body[max(0, at - 8) : at + 10].replace("\n", "")
        doubts.append(Doubt(None, f"行末连字符已去掉：「{word}」", is_note=True))
    head = text[: len(text) - len(body)]
    whole = head + _TORN.sub("", body)
    return SourceText(tuple(_lines(body)), tuple(doubts), markdown=whole)


def _lines(body: str) -> Iterator[SourceLine]:
    """The blocks as lines without marks of emphasis and links, notes where they are called."""
    notes = {m["name"]: m["text"] for m in _NOTE_TEXT.finditer(body)}
    for line in _raw_lines(_NOTE_TEXT.sub("", body) if notes else body):
        called = [name for name in _NOTE_MARK.findall(line.text) if name in notes]
        text = _NOTE_MARK.sub(lambda m: "" if m["name"] in notes else m[0], line.text)
        plain = _EMPHASIS.sub(lambda m: next(g for g in m.groups() if g is not None), text)
        is_bold = line.kind == "paragraph" and text.startswith("**") and text.endswith("**")
        yield replace(line, text=plain.strip(), is_marked=is_bold)
        for name in called:
            yield source_line(line.number, notes.pop(name, ""), "note")
    for text in notes.values():
        yield source_line(0, text, "note")


def _raw_lines(body: str) -> Iterator[SourceLine]:
    number = 0
    last_end = 0
    is_first = True
    for block in split_blocks(body):
        for line in body[last_end : block.start].split("\n"):
            level = heading_level(line)
            if level and (words := heading_text(line)):
                number += 1
                kind: Kind = "title" if is_first and level == 1 else "heading"
                yield SourceLine(number, words, kind, level=level)
                is_first = False
        last_end = block.end
        for kind, text in _block(block.text):
            number += 1
            if kind == "heading" and is_first:
                kind = "title"
            is_first = False
            yield source_line(number, text, kind)
        number += 1
        yield SourceLine(number, "")
    for line in body[last_end:].split("\n"):
        level = heading_level(line)
        if level and (words := heading_text(line)):
            number += 1
            yield SourceLine(number, words, "heading", level=level)


def _block(text: str) -> Iterator[tuple[Kind, str]]:
    """A table row by row, a list item by item, anything else as one paragraph."""
    whole = ""
    lines = text.split("\n")
    if len(lines) == 2 and _UNDERLINE.fullmatch(lines[1]) and not _ITEM.match(lines[0]):
        yield "heading", lines[0].strip()
        return
    for line in lines:
        is_row = line.strip().startswith("|") and line.count("|") >= 2
        if _FENCE.fullmatch(line) or _RULE.fullmatch(line):
            continue
        if is_row or _ITEM.match(line):
            if whole:
                yield "paragraph", whole
            whole = "" if is_row else _ITEM.sub("", line).strip()
            if is_row:
                yield "row", " | ".join(c.strip() for c in line.strip().strip("|").split("|"))
        else:
            whole = joined(whole, line.strip())[0] if whole else line.strip()
    if whole:
        yield "paragraph", whole
