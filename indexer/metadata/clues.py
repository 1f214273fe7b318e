"""The values that metadata are proposed from, and the proposals with their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

# Metadata stand at the head, in the tail and in the opening of a body, so what a field is weighed
# by has an end, however long a text is: lines of a clue, and paragraphs altogether.
_LINE_CHARS = 500
_BODY_CHARS = 100_000


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

    def shortened(self) -> Clues:
        """The same clues, cut to what is looked at; those of nearly every document are whole."""
        return replace(
            self,
            title=self.title and self.title[:_LINE_CHARS],
            paragraphs=tuple(_within(self.paragraphs, _BODY_CHARS)),
            letterheads=_cut(self.letterheads),
            mastheads=_cut(self.mastheads),
            numbers=_cut(self.numbers),
            stamps=_cut(self.stamps),
            dates=_cut(self.dates),
            bylines=_cut(self.bylines),
            signatures=_cut(self.signatures),
            declared=tuple(
                replace(e, value=e.value[:_LINE_CHARS], words=e.words[:_LINE_CHARS])
                for e in self.declared
            ),
            sites=tuple(site[:_LINE_CHARS] for site in self.sites),
        )


def _cut(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, text=line.text[:_LINE_CHARS]) for line in lines)


def _within(texts: Iterable[str], chars: int) -> Iterator[str]:
    """The first texts up to so many characters, the last of them cut."""
    for text in texts:
        if chars <= 0:
            return
        yield text[:chars]
        chars -= len(text)
