"""Lay what a library says of one subject out as units × years: a sentence, its own figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from indexer.model.figures import Figure, Figures
from search.comparing.measures import By, is_dated, unit_of, year_of
from search.comparing.outcomes import is_outcome
from search.comparing.subjects import (
    Aspect,
    aspects_of,
    heading_of,
    is_heading_of,
    own_figures,
    own_things,
)
from search.figures.results import FigureRow
from search.query.years import is_in_years
from search.request import SearchRequest
from search.results import StoredParagraph
from search.searcher import Searcher

MAX_HITS = 2_000  # paragraphs that are laid out; of more, the most relevant
MAX_UNITS, MAX_YEARS = 40, 30
_LOOKED_AT = 20  # paragraphs of a cell among which its sentence is chosen
_LONGEST = 140  # characters of a sentence that is shown whole
_FURTHEST = 240  # of one that is cut, where its own figures go on
_AROUND = 60
_MARKED = 60  # words of a theme or an initiative
_FORMS = 200  # ways in which a subject is printed that are told from what is measured
_MOST_OWN = 6  # figures that make a sentence better than one with fewer
_STOPS = "。！？!?\n"
_STOP = re.compile(f"[{_STOPS}]")
_CLOSING = "”’」』）)"
_SENTENCE = re.compile(rf"[^。！？!?；;\n]+[。！？!?；;]?[{_CLOSING}]*")


@dataclass(frozen=True, slots=True)
class SentencePiece:
    """A piece of a sentence: what was asked for, a figure, or neither; or of its heading."""

    text: str
    is_mark: bool = False
    is_figure: bool = False
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """What a unit says in a year: the sentence that says most, of how many paragraphs.

    `own`: the figures of the subject in all paragraphs looked at; `text[start:end]` of the
    paragraph is what is shown of it, `corrected` what is right instead of figures there.
    """

    paragraph: StoredParagraph
    pieces: tuple[SentencePiece, ...]
    count: int
    own: tuple[FigureRow, ...]
    start: int
    end: int
    corrected: tuple[FigureRow, ...] = ()


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
    aspects: tuple[Aspect, ...]

    @property
    def tells_other_years(self) -> bool:
        """Whether some figure is of another year than its document: a report tells of the last."""
        return any(
            year is not None and is_dated(row) and year_of(row) not in (None, year)
            for (_, year), cell in self.cells.items()
            for row in cell.own
        )


def unit_grid(
    searcher: Searcher,
    request: SearchRequest,
    by: By,
    things: Iterable[tuple[str, FigureRow]] = (),
) -> UnitGrid:
    """What passes the request, laid out, with figures that were read for it elsewhere behind the
    `things` that they tell, in the years asked for, whatever year their report is of. Marked, and
    the subject of other figures, are the query's own words, or the forms of what it filters by.

    Of a theme's words one that is weak says less: a sentence with others is chosen before it.
    """
    words, weak = _marked(searcher, request), _weak(searcher, request)
    asked = replace(request, page=1, size=MAX_HITS, sort="relevance", group="none")
    listing = searcher.listing(asked, is_marked=False)
    things = [(thing, row) for thing, row in things if _is_asked(request, year_of(row))]
    read = [row for _, row in things]
    held = _held(request, (hit.paragraph for hit in listing.hits), read, by)
    sizes: dict[str, int] = {}
    for (unit, _), paragraphs in held.items():
        sizes[unit] = sizes.get(unit, 0) + len(paragraphs)
    ordered = sorted(sizes, key=lambda unit: (not unit, -sizes[unit], unit))
    units = tuple(ordered[:MAX_UNITS])
    known = sorted({year for unit, year in held if unit in units and year is not None})
    years: tuple[int | None, ...] = tuple(known[-MAX_YEARS:])
    years += (None,) if any(year is None for _, year in held) else ()
    wanted = {c: p for c, p in held.items() if c[0] in units and c[1] in years}
    sights = _sights(searcher, wanted, words, read)
    cells = _cells(searcher, wanted, sights, weak)
    own = (row for cell in cells.values() for row in cell.own)
    said = searcher.figure_families(_said(sights.values()))
    return UnitGrid(
        units,
        years,
        cells,
        listing.total,
        len(ordered) - len(units),
        listing.total <= MAX_HITS,
        aspects_of(things or own_things(own, said), by),
    )


def _held(
    request: SearchRequest,
    paragraphs: Iterable[StoredParagraph],
    read: Iterable[FigureRow],
    by: By,
) -> dict[tuple[str, int | None], list[StoredParagraph]]:
    """The paragraphs of each cell, behind them those of figures read elsewhere."""
    every = {paragraph.id: (paragraph, paragraph.year) for paragraph in paragraphs}
    for row in read:
        own = row.paragraph.year
        year = own if _is_asked(request, own) else year_of(row)
        every.setdefault(row.paragraph.id, (row.paragraph, year))
    held: dict[tuple[str, int | None], list[StoredParagraph]] = {}
    for paragraph, year in every.values():
        held.setdefault((unit_of(paragraph, by), year), []).append(paragraph)
    return held


def _is_asked(request: SearchRequest, year: int | None) -> bool:
    chosen = request.filters.of("year")
    return not chosen or (year is not None and is_in_years(year, chosen))


def _marked(searcher: Searcher, request: SearchRequest) -> list[SearchRequest]:
    """The searches whose hits are marked."""
    if request.q.strip():
        return [request]
    taxonomy = searcher.taxonomy()
    names = {i.name: i.forms for i in taxonomy.initiatives}
    themes = {t.name: (t.name, *t.strong, *t.weak) for t in taxonomy.themes}
    words = [w for v in request.filters.of("initiative") for w in names.get(v, (v,))]
    words += [w for v in request.filters.of("theme") for w in themes.get(v, (v,))]
    return [SearchRequest(q=word, mode="exact") for word in dict.fromkeys(words)][:_MARKED]


def _weak(searcher: Searcher, request: SearchRequest) -> frozenset[str]:
    """The words of the themes filtered by of which one alone does not give a theme."""
    if request.q.strip():
        return frozenset()
    chosen = request.filters.of("theme")
    return frozenset(w for t in searcher.taxonomy().themes if t.name in chosen for w in t.weak)


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is seen in a paragraph: the places of the subject's words, all figures, its own ones,
    the end of a heading that names the subject, and by their keys the figures read elsewhere."""

    paragraph: StoredParagraph
    marks: tuple[tuple[int, int], ...]
    rows: tuple[Figure, ...]
    own: tuple[Figure, ...]
    heading_end: int
    read: Mapping[str, FigureRow]


def _sights(
    searcher: Searcher,
    held: Mapping[tuple[str, int | None], Sequence[StoredParagraph]],
    words: Sequence[SearchRequest],
    read: Iterable[FigureRow],
) -> dict[str, _Sight]:
    looked_at = [p for paragraphs in held.values() for p in paragraphs[:_LOOKED_AT]]
    marks = marks_of(searcher, words, [paragraph.text for paragraph in looked_at])
    above = marks_of(searcher, words, [paragraph.heading or "" for paragraph in looked_at])
    figures = searcher.figures_of([paragraph.id for paragraph in looked_at])
    told: dict[str, dict[str, FigureRow]] = {}
    for row in read:
        told.setdefault(row.paragraph.id, {})[row.figure.key] = row
    seen = {}
    for paragraph, places, heads in zip(looked_at, marks, above, strict=True):
        rows = figures.get(paragraph.id, Figures()).rows
        is_under = is_heading_of(paragraph.heading, heads)
        named = {f.key for f in own_figures(paragraph.text, rows, places, is_under)}
        other = told.get(paragraph.id, {})
        own = tuple(f for f in rows if f.key in named or f.key in other)
        heading = heading_of(paragraph.text, rows, places)
        seen[paragraph.id] = _Sight(paragraph, places, rows, own, heading, other)
    return seen


def marks_of(
    searcher: Searcher, words: Sequence[SearchRequest], texts: Sequence[str]
) -> list[tuple[tuple[int, int], ...]]:
    """Where any of the words stand in each of the texts, in order."""
    found: list[set[tuple[int, int]]] = [set() for _ in texts]
    for request in words:
        for marked, places in zip(found, searcher.marks(request, texts), strict=True):
            marked.update(places)
    return [tuple(sorted(marked)) for marked in found]


def _said(sights: Iterable[_Sight]) -> list[str]:
    """The printed forms of the subject, as many as are worth looking at."""
    forms = (s.paragraph.text[start:end] for s in sights for start, end in s.marks)
    return list(islice(dict.fromkeys(forms), _FORMS))


def _cells(
    searcher: Searcher,
    held: Mapping[tuple[str, int | None], Sequence[StoredParagraph]],
    sights: Mapping[str, _Sight],
    weak: frozenset[str],
) -> dict[tuple[str, int | None], GridCell]:
    names = list({row.measured for sight in sights.values() for row in sight.own})
    families = dict(zip(names, searcher.figure_families(names), strict=True))
    corrections = searcher.corrections()
    cells = {}
    for key, paragraphs in held.items():
        seen = [sights[p.id] for p in paragraphs[:_LOOKED_AT]]
        cell = _cell(seen, families, len(paragraphs), weak)
        own = tuple(map(corrections.marked, cell.own))
        right = tuple(
            row
            for row in corrections.of_paragraph(cell.paragraph.id)
            if row.withdrawn and cell.start <= row.withdrawn.value_start < cell.end
        )
        cells[key] = replace(cell, own=own, corrected=right)
    return cells


def _cell(
    sights: Sequence[_Sight], families: Mapping[str, str], count: int, weak: frozenset[str]
) -> GridCell:
    """The sentence with most figures of the subject; without any the first that has its words and
    some figure; else either, else any."""
    own = tuple(
        sight.read.get(figure.key) or FigureRow(figure, sight.paragraph, families[figure.measured])
        for sight in sights
        for figure in sight.own
    )
    sentences = ((sight, *sentence) for sight in sights for sentence in _sentences(sight, weak))
    best = max(sentences, key=lambda sentence: sentence[1], default=None)
    if best is None:
        first = sights[0].paragraph
        shown = first.text[:_LONGEST]
        return GridCell(first, (SentencePiece(shown),), count, own, 0, len(shown))
    sight, _, start, end = best
    text = sight.paragraph.text
    start = _begun(text, start, end)
    if sight.heading_end and end <= _LONGEST:
        start = 0  # its heading says of what it is, and nothing by itself
        behind = _STOP.search(text, sight.heading_end)
        end = max(end, min(behind.end() if behind else len(text), _LONGEST))
    end = _gone_on(sight, start, _ended(text, start, end))
    start, end, cut = _shortened(sight, start, end)
    return GridCell(sight.paragraph, _pieces(sight, start, end, cut), count, own, start, end)


def _sentences(sight: _Sight, weak: frozenset[str]) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """Every sentence of a paragraph after its worth. A paragraph may have many thousands."""
    text = sight.paragraph.text
    spans = [found.span() for found in _SENTENCE.finditer(text)]
    starts = [start for start, _ in spans]

    def held(places: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
        """The places within each sentence, by its number."""
        found: dict[int, list[tuple[int, int]]] = {}
        for start, end in places:
            at = bisect_right(starts, start) - 1
            if at >= 0 and end <= spans[at][1]:
                found.setdefault(at, []).append((start, end))
        return found

    marks = held(sight.marks)
    own = held((row.value_start, row.value_end) for row in sight.own)
    done = held((r.value_start, r.value_end) for r in sight.own if r.modality == "actual")
    figures = held((row.value_start, row.value_end) for row in sight.rows)
    for at, (start, end) in enumerate(spans):
        said = {text[a:b] for a, b in marks.get(at, ())}
        owned, reached = len(own.get(at, ())), min(len(done.get(at, ())), _MOST_OWN)
        is_strong = bool(said - weak) or (sight.heading_end > 0 and at in own)
        told = min(owned, _MOST_OWN)
        is_said = 2 * bool(said) + (at in figures)
        worth = (reached * is_strong, reached, told * is_strong, told, is_said, is_strong)
        yield worth, start, end


def _begun(text: str, start: int, end: int) -> int:
    """Where what is shown begins: before its semicolons, which part a figure from its subject,
    where that is not too long."""
    first = max(end - _LONGEST, 0)
    begun = max(text.rfind(stop, first, start) for stop in _STOPS) + 1
    while begun and text[begun : begun + 1] and text[begun] in _CLOSING:
        begun += 1  # the mark that closes what was quoted before
    return begun if begun or not first else start


def _ended(text: str, start: int, end: int) -> int:
    """Where what is shown ends: behind its semicolons, where that is not too long."""
    if text[end - 1 : end] in _STOPS:
        return end
    last = start + _LONGEST
    stop = _STOP.search(text, end, last)
    return stop.end() if stop else len(text) if len(text) <= last else end


def _gone_on(sight: _Sight, start: int, end: int) -> int:
    """Where the next sentence ends, if it says what came of the same cases (破案139件) and both are
    not too long."""
    behind = _STOP.search(sight.paragraph.text, end, start + _LONGEST)
    own = [row for row in sight.own if end <= row.value_start]
    if behind is None or not own or not is_outcome(own[0].indicator):
        return end
    return behind.end() if own[0].value_start < behind.start() else end


def _shortened(sight: _Sight, start: int, end: int) -> tuple[int, int, tuple[bool, bool]]:
    """A long sentence, from the clause of its first own figure on; else around what was asked."""
    if end - start <= _LONGEST:
        return start, end, (False, False)
    own = [row for row in sight.own if start <= row.value_start and row.value_end <= end]
    if own:
        first = max(start, own[0].start)
        near = [row.value_end for row in own if row.value_end <= first + _FURTHEST]
    else:
        at = next((a for a, b in sight.marks if start <= a and b <= end), start)
        first = max(start, at - _AROUND)
        behind = (r.value_end for r in sight.rows if at <= r.value_start and r.value_end <= end)
        near = [min(next(behind, at) + 10, at + 2 * _LONGEST)]
    last = min(end, max(first + _LONGEST, *near))
    return first, last, (first > start, last < end)


def _pieces(
    sight: _Sight, start: int, end: int, cut: tuple[bool, bool]
) -> tuple[SentencePiece, ...]:
    text, marks = sight.paragraph.text, sight.marks
    heading = sight.heading_end if sight.heading_end < end else 0
    values = [(row.value_start, row.value_end) for row in sight.own or sight.rows]
    edges = {start, end, max(start, min(heading, end))}
    for a, b in (*marks, *values):
        edges |= {place for place in (a, b) if start < place < end}
    places = sorted(edges)
    pieces = [
        SentencePiece(
            text[a:b],
            any(m <= a and b <= n for m, n in marks),
            any(m <= a and b <= n for m, n in values),
            b <= heading,
        )
        for a, b in pairwise(places)
    ]
    before, after = (SentencePiece("…"),) * cut[0], (SentencePiece("…"),) * cut[1]
    return (*before, *pieces, *after)
