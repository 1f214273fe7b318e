"""Cut a document's body into paragraphs, keeping character offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.model.documents import Paragraph

MAX_PARAGRAPH_CHARS = 200_000  # two hundred pages: a whole book in one block, never a paragraph
_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r" {0,3}(#{1,6})(?!\S)")


@dataclass(frozen=True, slots=True)
class Block:
    """One block between blank lines or headings: `body[start:end] == text`, trimmed, not empty.

    `heading` is the nearest heading above it, of whatever level, or None. `headings` belong to it:
    those between the block before and this one, and after the last block those that follow.
    """

    heading: str | None
    text: str
    start: int
    end: int
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading in its place: `body[start:end]` is its whole line, `text` may be empty."""

    level: int
    text: str
    start: int
    end: int


def split_blocks(body: str) -> Iterator[Block]:
    """The blocks of `body` in reading order; headings themselves are not among them.

    A blank line holds nothing but white space. A heading is one to six `#`, then white space or
    the end of the line (CommonMark's ATX heading); it needs no blank lines around it. Offsets are
    code points. Lines may end in LF, CRLF or CR. An empty body gives nothing.
    """
    last: Block | None = None
    headings: list[str] = []
    for item in split_items(body):
        if isinstance(item, HeadingLine):
            headings += [item.text] if item.text else []
            continue
        if last is not None:
            yield last
        last, headings = replace(item, headings=tuple(headings)), []
    if last is not None:
        yield replace(last, headings=(*last.headings, *headings))


def split_items(body: str) -> Iterator[HeadingLine | Block]:
    """Headings and blocks in reading order; of a block here `headings` is not known yet."""
    heading: str | None = None
    block_start: int | None = None
    for start, end in _lines(body):
        line = body[start:end]
        level = heading_level(line)
        if level or not line or line.isspace():
            if block_start is not None:
                yield _block(body, heading, block_start, start)
                block_start = None
            if level:
                words = heading_text(line)
                heading = words or None
                yield HeadingLine(level, words, start, end)
        elif block_start is None:
            block_start = start
    if block_start is not None:
        yield _block(body, heading, block_start, len(body))


def split_paragraphs(body: str, slug: str) -> tuple[Paragraph, ...]:
    """The paragraphs of one document, numbered from 1 as `<slug>#<ordinal>`."""
    return tuple(
        Paragraph(
            id=f"{slug}#{ordinal}",
            document_id=slug,
            ordinal=ordinal,
            text=block.text,
            heading=block.heading,
            start=block.start,
            end=block.end,
            headings=block.headings,
        )
        for ordinal, block in enumerate(split_blocks(body), start=1)
    )


def heading_level(line: str) -> int:
    """1–6 for a heading line, 0 for any other."""
    marks = _HEADING.match(line)
    return len(marks[1]) if marks else 0


def heading_text(line: str) -> str:
    """The words of a heading line, without its `#` marks; may be empty."""
    text = line.strip().lstrip("#").strip()
    without_closing = text.rstrip("#")
    if without_closing != text and (not without_closing or without_closing[-1].isspace()):
        text = without_closing.rstrip()
    return text


def _lines(body: str) -> Iterator[tuple[int, int]]:
    """Offsets of each line, without its end (LF, CRLF or CR)."""
    start = 0
    for line_end in _LINE_END.finditer(body):
        yield start, line_end.start()
        start = line_end.end()
    yield start, len(body)


def _block(body: str, heading: str | None, start: int, end: int) -> Block:
    raw = body[start:end]
    text = raw.strip()
    first = start + len(raw) - len(raw.lstrip())
    return Block(heading=heading, text=text, start=first, end=first + len(text))
