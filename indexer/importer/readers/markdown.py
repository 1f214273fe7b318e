"""Read a Markdown file: a corpus document as it is, any other into source lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.importer.readers.plain_text import decode_with_marks
from indexer.importer.source_text import Doubt, Kind, SourceLine, SourceText, source_line
from indexer.importer.wrapping import joined
from indexer.sources.front_matter import cut_front_matter
from indexer.sources.splitter import heading_level, heading_text, split_blocks

_ITEM = re.compile(r"\s*(?:[-*+]\s+)(?=\S)")
_RULE = re.compile(r"\s*\|?\s*:?-{3,}[-:|\s]*")
_TORN = re.compile(r"(?<=[A-Za-z])-\n(?=[a-z])")
_FENCE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")


def read_markdown(data: bytes, name: str) -> SourceText:
    """Front matter and body are kept as they are; without front matter the blocks become lines."""
    text, _, doubts = decode_with_marks(data, name)
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
    for line in text.split("\n"):
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
