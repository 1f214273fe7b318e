"""Turn hits into concordance lines, sort them by the characters beside the hit, count these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from search.results import Hit, Listing, StoredParagraph
from web.pages.citations import permanent_path
from web.pages.excerpts import concordance

# As found, or by so many characters to the left or the right of the hit.
Order = Literal["found", "l1", "l2", "l3", "r1", "r2", "r3"]

WIDTH = 40  # characters on each side
MOST_LINES = 20_000
_SHOWN_NEIGHBOURS = 30
_NO_NEIGHBOUR = " \u3000\n“”‘’「」『』《》〈〉（）()[]【】，。、；：！？…—·,.;:!?-"


@dataclass(frozen=True, slots=True)
class LinePlace:
    """The paragraph that a line is of, without its text.

    Thousands of lines wait to be sorted, and a paragraph may have a hundred thousand characters.
    """

    paragraph: StoredParagraph  # its text and headings are empty
    link: str  # the permanent one, from the root of our address on


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A place where the query stands; `number` counts them as they were found, from 1."""

    number: int
    left: str
    keyword: str
    right: str
    place: LinePlace

    def beside(self, order: Order) -> str:
        """The characters that `order` looks at, as printed; "" at a paragraph's end or a mark."""
        size = int(order[1:])
        text = self.left[-size:] if order[0] == "l" else self.right[:size]
        return "" if any(character in _NO_NEIGHBOUR for character in text) else text


@dataclass(frozen=True, slots=True)
class FoundLines:
    """The lines found. `read` of `total` paragraphs were looked at; `is_cut`: there are more lines
    than are kept."""

    lines: tuple[ConcordanceLine, ...]
    read: int
    total: int
    is_cut: bool
    generation: str


def found_lines(listing: Listing, most_chars: int | None = None) -> FoundLines:
    """The lines of a listing, which is walked once."""
    lines, is_cut = lines_of(listing.hits, most_chars=most_chars)
    return FoundLines(tuple(lines), listing.count, listing.total, is_cut, listing.generation)


def lines_of(
    hits: Iterable[Hit], most: int = MOST_LINES, most_chars: int | None = None
) -> tuple[list[ConcordanceLine], bool]:
    """One line a mark, in the order of the hits; whether some were left out.

    `most_chars`: of all texts that are looked through.
    """
    found: list[ConcordanceLine] = []
    read = 0
    for hit in hits:
        read += len(hit.paragraph.text)
        if most_chars is not None and read > most_chars:
            return found, True
        whole = _place_of(hit)
        for place in concordance(hit.paragraph.text, hit.marks, WIDTH):
            if len(found) == most:
                return found, True
            number = len(found) + 1
            found.append(ConcordanceLine(number, place.left, place.keyword, place.right, whole))
    return found, False


def _place_of(hit: Hit) -> LinePlace:
    return LinePlace(replace(hit.paragraph, text="", headings=()), permanent_path(hit.paragraph))


def in_order(lines: Sequence[ConcordanceLine], order: Order) -> list[ConcordanceLine]:
    """Sorted by what stands beside the hit: the commonest neighbours first, none last.

    FoundLines with the same neighbours stay together and are sorted by what stands further out.
    """
    if order == "found":
        return list(lines)
    counts = Counter(line.beside(order) for line in lines)

    def place(line: ConcordanceLine) -> tuple[bool, int, str, str, int]:
        near = line.beside(order)
        further = line.left[::-1] if order[0] == "l" else line.right
        return not near, -counts[near], near, further, line.number

    return sorted(lines, key=place)


def neighbours(
    lines: Sequence[ConcordanceLine], order: Order, most: int = _SHOWN_NEIGHBOURS
) -> list[tuple[str, int]]:
    """What stands beside the hit, the commonest first, each with the number of lines."""
    if order == "found":
        return []
    counts = Counter(line.beside(order) for line in lines)
    counts.pop("", None)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
