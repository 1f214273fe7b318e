"""The values that metadata are proposed from, and the proposals with their evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document that tells something; `number` is where it stands in the source."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value proposed for a field: the words it came from, and how sure we are (0–1).

    `value` is text, also for years ("2021") and regions ("江苏省/南通市").
    """

    field: str
    value: str
    words: str
    confidence: float
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Clues:
    """What the importer has told apart in a document, for metadata to be found in.

    `letterheads`, `mastheads`, `stamps` (发布时间), `bylines`, `dates` and `numbers` are lines
    above the body; `signatures` the unit and date below it. `declared` is what the file itself
    says. `paragraphs` are the body's, in order.
    """

    title: str | None
    paragraphs: tuple[str, ...]
    letterheads: tuple[Line, ...] = ()
    mastheads: tuple[Line, ...] = ()
    numbers: tuple[Line, ...] = ()
    stamps: tuple[Line, ...] = ()
    dates: tuple[Line, ...] = ()
    bylines: tuple[Line, ...] = ()
    signatures: tuple[Line, ...] = ()
    declared: tuple[Evidence, ...] = ()
    sites: tuple[str, ...] = ()
