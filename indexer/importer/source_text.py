"""The values that travel inside the importer: lines as found, doubts, declared fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.errors import CorpusError

# "text" is a printed line, perhaps a piece of a paragraph; "paragraph" is a whole one, as the
# format itself says; so are "row" (of a table) and "note" (foot note, text box), which are never
# headings. "heading" and "title" only where the format declares them.
Kind = Literal["text", "paragraph", "row", "note", "heading", "title"]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source, trimmed; blank lines are kept, as "".

    `number` is 1-based: the line of a text file, the paragraph of a docx or html file, the line
    of a PDF's text. `level` is a declared heading's (1–9, 0 unknown), `size` the letters' height in
    points (0 unknown), `page` the page of a PDF or OFD file on which it begins, or the row of a
    sheet (0 unknown), and `sheet` the name of this.
    """

    number: int
    text: str
    kind: Kind = "text"
    is_indented: bool = False
    level: int = 0
    size: float = 0.0
    is_bold: bool = False
    is_centered: bool = False
    page: int = 0
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at. `line` is a SourceLine's number, or None.

    `is_note`: it only says what was done, and nothing is likely to be wrong. `field` names the
    field of the front matter that it is about.
    """

    line: int | None
    reason: str
    is_note: bool = False
    field: str | None = None

    def __str__(self) -> str:
        return self.reason if self.line is None else f"第 {self.line} 行：{self.reason}"


@dataclass(frozen=True, slots=True)
class Declared:
    """A value that the file itself declares for a field (a meta tag, a mail's header)."""

    field: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """All lines of one file, and what reading it left unsure.

    `aside` are lines that stand outside the main text (menus, page heads): searched for date and
    source, never taken into the body. `markdown` is set where the file is a corpus document.
    """

    lines: tuple[SourceLine, ...]
    doubts: tuple[Doubt, ...] = ()
    aside: tuple[SourceLine, ...] = ()
    declared: tuple[Declared, ...] = ()
    markdown: str | None = None


class ImportRefusedError(CorpusError):
    """A file that cannot be imported as it is; the sentence says why and how to convert it."""

    code = "import_refused"

    def __init__(self, place: str, kind: str, advice: str) -> None:
        super().__init__(f"「{place}」{advice}")
        self.place, self.kind, self.advice = place, kind, advice


_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\f"))


def source_lines(text: str) -> tuple[SourceLine, ...]:
    """Plain text (line ends LF) as source lines; odd spaces become plain ones."""
    return tuple(source_line(i, line) for i, line in enumerate(text.split("\n"), start=1))


def source_line(number: int, raw: str, kind: Kind = "text") -> SourceLine:
    """One line, trimmed; two full-width or four other spaces in front are an indent."""
    line = clean(raw)
    text = line.strip()
    lead = line[: len(line) - len(line.lstrip())]
    width = sum(2 if c in "\u3000\u2003" else 1 for c in lead.expandtabs(4))
    return SourceLine(number, text, kind, is_indented=bool(text) and width >= 2)


def clean(raw: str) -> str:
    """Text without invisible characters; a no-break space becomes a plain one."""
    return raw.replace("\xa0", " ").translate(_INVISIBLE)
