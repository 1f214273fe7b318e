"""The values that metadata are proposed from, and the proposals with their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indexer.word_list import words

# Metadata stand at the head, in the tail and in the opening of a body, so what a field is weighed
# by has an end, however long a text is: lines of a clue, and paragraphs altogether.
_LINE_CHARS = 500
_BODY_CHARS = 100_000
_LINES = words("letterheads mastheads numbers stamps dates bylines signatures sites")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value proposed for a field: the words it came from, and how sure we are (0–1; 0 where a
    file declares it, and nobody has weighed it yet).

    `value` is text, also for years ("2021") and regions ("江苏省/南通市").
    """

    field: str
    value: str
    words: str
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Clues:
    """What the importer has told apart in a document, for metadata to be found in.

    `letterheads`, `mastheads`, `stamps` (发布时间), `bylines`, `dates` and `numbers` are lines
    above the body; `signatures` the unit and date below it. `declared` is what the file itself
    says. `paragraphs` are the body's, in order.
    """

    title: str | None
    paragraphs: tuple[str, ...] = ()
    letterheads: tuple[str, ...] = ()
    mastheads: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    declared: tuple[Evidence, ...] = ()
    sites: tuple[str, ...] = ()

    def shortened(self) -> Clues:
        """The same clues, cut to what is looked at; those of nearly every document are whole."""
        return replace(
            self,
            title=self.title and self.title[:_LINE_CHARS],
            paragraphs=tuple(_within(self.paragraphs, _BODY_CHARS)),
            declared=tuple(
                replace(e, value=e.value[:_LINE_CHARS], words=e.words[:_LINE_CHARS])
                for e in self.declared
            ),
            **{name: _cut(getattr(self, name)) for name in _LINES},
        )


def _cut(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line[:_LINE_CHARS] for line in lines)


def _within(texts: Iterable[str], chars: int) -> Iterator[str]:
    """The first texts up to so many characters, the last of them cut."""
    for text in texts:
        if chars <= 0:
            return
        yield text[:chars]
        chars -= len(text)
