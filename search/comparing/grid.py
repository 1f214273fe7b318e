"""Lay what a library says of one subject out as units × years, one sentence for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from indexer.model.figures import Figures
from search.request import SearchRequest
from search.results import StoredParagraph

if TYPE_CHECKING:
    from search.searcher import Searcher

By = Literal["source", "region"]

MAX_HITS = 2_000  # paragraphs that are laid out; of more, the most relevant
MAX_UNITS, MAX_YEARS = 40, 30
_LOOKED_AT = 5  # paragraphs of a cell among which its sentence is chosen
_LONGEST = 140  # characters of a sentence that is shown whole
_AROUND = 60
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")


@dataclass(frozen=True, slots=True)
class SentencePiece:
    """A piece of a sentence: what was asked for, a figure, or neither."""

    text: str
    is_mark: bool = False
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """What a unit says in a year: the sentence that says most, of how many paragraphs."""

    paragraph: StoredParagraph
    pieces: tuple[SentencePiece, ...]
    count: int


@dataclass(frozen=True, slots=True)
class UnitGrid:
    """Units × years; no cell where the library has nothing. `left_out` counts units not shown.

    `is_whole`: every paragraph that matches was looked at, so what is empty is empty.
    """

    units: tuple[str, ...]
    years: tuple[int | None, ...]
    cells: Mapping[tuple[str, int | None], GridCell]
    total: int
    left_out: int
    is_whole: bool


def unit_grid(
    searcher: Searcher, request: SearchRequest, by: By, words: Sequence[SearchRequest]
) -> UnitGrid:
    """What passes the request, laid out. `words`: searches whose hits are marked in the cells."""
    asked = replace(request, page=1, size=MAX_HITS, sort="relevance", group="none")
    listing = searcher.listing(asked, is_marked=False)
    held: dict[tuple[str, int | None], list[StoredParagraph]] = {}
    for hit in listing.hits:
        for unit in _units_of(hit.paragraph, by):
            held.setdefault((unit, hit.paragraph.year), []).append(hit.paragraph)
    sizes: dict[str, int] = {}
    for (unit, _), paragraphs in held.items():
        sizes[unit] = sizes.get(unit, 0) + len(paragraphs)
    ordered = sorted(sizes, key=lambda unit: (not unit, -sizes[unit], unit))
    units = tuple(ordered[:MAX_UNITS])
    known = sorted({year for unit, year in held if unit in units and year is not None})
    years: tuple[int | None, ...] = tuple(known[-MAX_YEARS:])
    years += (None,) if any(year is None for _, year in held) else ()
    wanted = {c: p for c, p in held.items() if c[0] in units and c[1] in years}
    return UnitGrid(
        units,
        years,
        _cells(searcher, wanted, words),
        listing.total,
        len(ordered) - len(units),
        listing.total <= MAX_HITS,
    )


def _units_of(paragraph: StoredParagraph, by: By) -> tuple[str, ...]:
    """A paragraph of several regions (江苏省, 南通市) is of the last one."""
    if by == "source":
        return (paragraph.source or "",)
    return ("/".join(paragraph.region),) if paragraph.region else ("",)


def _cells(
    searcher: Searcher,
    held: Mapping[tuple[str, int | None], Sequence[StoredParagraph]],
    words: Sequence[SearchRequest],
) -> dict[tuple[str, int | None], GridCell]:
    looked_at = [p for paragraphs in held.values() for p in paragraphs[:_LOOKED_AT]]
    texts = [paragraph.text for paragraph in looked_at]
    marks: list[set[tuple[int, int]]] = [set() for _ in texts]
    for request in words:
        for place, found in zip(marks, searcher.marks(request, texts), strict=True):
            place.update(found)
    of_paragraph = {p.id: sorted(m) for p, m in zip(looked_at, marks, strict=True)}
    figures = searcher.figures_of([p.id for p in looked_at])
    return {
        key: GridCell(*_best(paragraphs[:_LOOKED_AT], of_paragraph, figures), count=len(paragraphs))
        for key, paragraphs in held.items()
    }


def _best(
    paragraphs: Sequence[StoredParagraph],
    marks: Mapping[str, Sequence[tuple[int, int]]],
    figures: Mapping[str, Figures],
) -> tuple[StoredParagraph, tuple[SentencePiece, ...]]:
    """The first sentence that has both what was asked for and a figure; else either, else any."""
    best: tuple[int, StoredParagraph, int, int] | None = None
    for paragraph in paragraphs:
        rows = figures[paragraph.id].rows if paragraph.id in figures else ()
        values = [(row.value_start, row.value_end) for row in rows]
        for found in _SENTENCE.finditer(paragraph.text):
            start, end = found.span()
            worth = 2 * _has(marks[paragraph.id], start, end) + _has(values, start, end)
            if best is None or worth > best[0]:
                best = worth, paragraph, start, end
    if best is None:
        return paragraphs[0], (SentencePiece(paragraphs[0].text[:_LONGEST]),)
    _, paragraph, start, end = best
    rows = figures[paragraph.id].rows if paragraph.id in figures else ()
    values = [(row.value_start, row.value_end) for row in rows]
    start, end, cut = _shortened(start, end, marks[paragraph.id], values)
    return paragraph, _pieces(paragraph.text, start, end, cut, marks[paragraph.id], values)


def _has(places: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(start <= a and b <= end for a, b in places)


def _shortened(
    start: int,
    end: int,
    marks: Sequence[tuple[int, int]],
    values: Sequence[tuple[int, int]],
) -> tuple[int, int, tuple[bool, bool]]:
    """A long sentence, around the first of what was asked for and the figure behind it."""
    if end - start <= _LONGEST:
        return start, end, (False, False)
    at = next((a for a, b in marks if start <= a and b <= end), start)
    value = next((b for a, b in values if at <= a and b <= end), at)
    first = max(start, at - _AROUND)
    last = min(end, max(first + _LONGEST, min(value + 10, at + 2 * _LONGEST)))
    return first, last, (first > start, last < end)


def _pieces(
    text: str,
    start: int,
    end: int,
    cut: tuple[bool, bool],
    marks: Sequence[tuple[int, int]],
    values: Sequence[tuple[int, int]],
) -> tuple[SentencePiece, ...]:
    edges = {start, end}
    for a, b in (*marks, *values):
        edges |= {place for place in (a, b) if start < place < end}
    places = sorted(edges)
    pieces = [
        SentencePiece(
            text[a:b],
            any(m <= a and b <= n for m, n in marks),
            any(m <= a and b <= n for m, n in values),
        )
        for a, b in pairwise(places)
    ]
    before, after = (SentencePiece("…"),) * cut[0], (SentencePiece("…"),) * cut[1]
    return (*before, *pieces, *after)
