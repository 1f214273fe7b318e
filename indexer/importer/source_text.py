"""The values that travel inside the importer: lines as found, doubts about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.errors import CorpusError


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source, trimmed; blank lines are kept, as "".

    `number` is 1-based: the line of a text file, the paragraph of a docx or html file, the line
    of a PDF's text. `kind` is "heading" or "title" only where the format itself says so.
    """

    number: int
    text: str
    kind: Literal["text", "heading", "title"] = "text"
    is_indented: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at. `line` is a SourceLine's number, or None."""

    line: int | None
    reason: str

    def __str__(self) -> str:
        return self.reason if self.line is None else f"第 {self.line} 行：{self.reason}"


@dataclass(frozen=True, slots=True)
class SourceText:
    """All lines of one file, and what reading it left unsure.

    `aside` are lines that stand outside the main text (menus, page heads): searched for date and
    source, never taken into the body.
    """

    lines: tuple[SourceLine, ...]
    doubts: tuple[Doubt, ...] = ()
    aside: tuple[SourceLine, ...] = ()


class ImportRefusedError(CorpusError):
    """A file that cannot be imported as it is; the sentence says why and how to convert it."""

    code = "import_refused"

    def __init__(self, place: str, kind: str, advice: str) -> None:
        super().__init__(f"「{place}」{advice}")
        self.place, self.kind, self.advice = place, kind, advice


def source_lines(text: str) -> tuple[SourceLine, ...]:
    """Plain text (line ends LF) as source lines; odd spaces become plain ones."""
    return tuple(source_line(i, line) for i, line in enumerate(text.split("\n"), start=1))


def source_line(
    number: int, raw: str, kind: Literal["text", "heading", "title"] = "text"
) -> SourceLine:
    """One line, trimmed; two full-width or four other spaces in front are an indent."""
    line = raw.replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "").replace("\f", "")
    text = line.strip()
    lead = line[: len(line) - len(line.lstrip())]
    width = sum(2 if c == "\u3000" else 1 for c in lead.expandtabs(4))
    return SourceLine(number, text, kind, is_indented=bool(text) and width >= 2)
