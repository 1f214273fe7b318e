"""Find figures in the arrays of a generation: by paragraph, words, kind; in the order asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.codec.doc_values import Column
from indexer.codec.figures.reading import SegmentFigures
from indexer.model.figures import Figures
from indexer.text.normalizer import normalize
from search.engines.base import Engine
from search.engines.embedded.evaluation import passing
from search.engines.embedded.segment_reader import SegmentReader
from search.figures.corrections import Corrections, find_corrections
from search.figures.families import Families
from search.figures.request import FigureRequest, FigureSort
from search.figures.results import (
    SAID_AGAIN,
    FigureListing,
    FigurePage,
    FigureRow,
    IndicatorCount,
    UnreadRow,
)
from search.results import StoredParagraph

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
_WORDINGS = 5  # of a measure that are told
# What was wrong is no indicator: 一览表中茶山纠纷有误.
_MISTAKE = re.compile("(?:有误|误作|应[作为]|颠倒|口径重复)$|^[一-龥]{0,6}所[写载记]的?")
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd: two figures that differ are never made alike by chance


@dataclass(frozen=True, slots=True)
class FoundFigures:
    """Figures as places, in order: the reader, the row in it, and the number in its figures."""

    readers: Ints
    rows: Ints
    numbers: Ints

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, part: slice | Ints) -> FoundFigures:
        return FoundFigures(self.readers[part], self.rows[part], self.numbers[part])


class FigureTable:
    """All figures of live paragraphs. Threads share it; it holds no row in memory."""

    def __init__(
        self,
        readers: Sequence[SegmentReader],
        cut: Callable[[str], Sequence[str]],
        families: Families,
    ) -> None:
        """`cut` gives the dictionary words of a normal form."""
        self.readers, self._cut, self._families = readers, cut, families
        # Of each distinct indicator the number of its family, 0 until somebody asks for it.
        self._numbers = [np.zeros(len(r.segment.figures.indicators), np.int64) for r in readers]
        self.corrections = Corrections()

    def correct(self, engine: Engine) -> FigureTable:
        """The table, with what corrects its figures looked up: once, before anybody reads it."""
        self.corrections = find_corrections(
            engine, lambda asked: self.rows(self.find(asked)), self.family
        )
        return self

    # -- finding ---------------------------------------------------------------------------------

    def find(self, request: FigureRequest) -> FoundFigures:
        """All figures that the request asks for, in its order."""
        return self._ordered(self._matching(request), request.sort)

    def _matching(self, request: FigureRequest) -> list[tuple[Ints, Ints]]:
        """Of each reader, the rows and the numbers of the figures asked for."""
        words = self._words(request.q)
        wanted = np.array([self._families.number(i) for i in request.indicators], np.int64)
        is_of_part = request.paragraphs or request.documents or request.filters
        parts = []
        for at, reader in enumerate(self.readers):
            figures = reader.segment.figures
            rows, named = _rows(reader, request, figures.counts), None
            if words:
                named = figures.naming(words)
            elif len(wanted) and not is_of_part:
                named = np.isin(self._families_at(at, np.arange(len(figures.indicators))), wanted)
            numbers, rows = figures.numbers_of(rows, named)
            wants = {"kind": request.kinds, "unit": request.units, "value": request.values}
            for name, values in wants.items():
                if values:
                    kept = figures.having(name, values, numbers)
                    numbers, rows = numbers[kept], rows[kept]
            if len(wanted):
                kept = np.isin(self._families_of(at, numbers), wanted)
                numbers, rows = numbers[kept], rows[kept]
            parts.append((rows, numbers))
        return parts

    def find_unread(self, request: FigureRequest) -> FoundFigures:
        """What was not read in the paragraphs that the request asks for, in reading order."""
        parts = []
        for reader in self.readers:
            figures = reader.segment.figures
            numbers, rows = figures.unread_of(_rows(reader, request, figures.unread_counts))
            parts.append((rows, numbers))
        return self._ordered(parts, "document")

    def _words(self, q: str) -> list[str]:
        """The words that an indicator must hold, in normal form: as typed where one is there,
        else those that the dictionary finds in it."""
        forms = [form for word in q.split() if (form := normalize(word))]
        return [part for form in forms for part in self._parts(form)]

    def words_in_indicators(self, text: str, is_cut: bool = True) -> list[str]:
        """The text and its synonyms, or else (if it may be cut) its words, that indicators hold."""
        form = normalize(text)
        held = [word for word in self._families.synonyms(form) if word and self._is_held(word)]
        if held or not form:
            return held
        if not is_cut:
            return []
        words = [w for w in dict.fromkeys(self._cut(form)) if len(w) > 1 and self._is_held(w)]
        return sorted(words, key=len, reverse=True)

    def _is_held(self, form: str) -> bool:
        return any(len(r.segment.figures.indicators.find(form).rows) for r in self.readers)

    def _parts(self, form: str) -> Sequence[str]:
        if self._is_held(form):
            return [form]
        return [word for word in self._cut(form) if word.strip()] or [form]

    def _ordered(self, parts: Sequence[tuple[Ints, Ints]], sort: FigureSort) -> FoundFigures:
        sizes = [len(numbers) for _, numbers in parts]
        found = FoundFigures(
            np.repeat(np.arange(len(parts)), sizes),
            _joined([rows for rows, _ in parts]),
            _joined([numbers for _, numbers in parts]),
        )
        found = found[np.argsort(self._reading_keys(parts), kind="stable")]
        if sort == "document":
            return found
        keys = np.empty(len(found), np.float64)
        for number, reader in enumerate(self.readers):
            own = found.readers == number
            keys[own] = reader.segment.figures.value_keys(found.numbers[own])
        return found[np.argsort(keys if sort == "value" else -keys, kind="stable")]

    def _reading_keys(self, parts: Sequence[tuple[Ints, Ints]]) -> Ints:
        """Numbers that sort figures by document and ordinal; within a row their order stands."""
        return _joined(
            [
                ranks[reader.segment.columns["document"].ordinals[rows]] << 32
                | reader.segment.ordinals[rows].astype(np.int64)
                for reader, ranks, (rows, _) in zip(self.readers, self._ranks, parts, strict=True)
            ]
        )

    @cached_property
    def _ranks(self) -> list[Ints]:
        """Of each reader the places of its documents among all, by their slugs."""
        slugs = [reader.segment.columns["document"].values.all() for reader in self.readers]
        ranks = {slug: rank for rank, slug in enumerate(sorted({s for own in slugs for s in own}))}
        return [np.array([ranks[slug] for slug in own], np.int64) for own in slugs]

    # -- counting --------------------------------------------------------------------------------

    def _families_of(self, at: int, numbers: Ints) -> Ints:
        """The families of these figures of a reader."""
        column = self.readers[at].segment.figures.texts["indicator"]
        return self._families_at(at, column.ordinals[numbers])

    def _families_at(self, at: int, ordinals: Ints) -> Ints:
        """The families of these indicators of a reader, each named by its ordinal."""
        column, known = self.readers[at].segment.figures.texts["indicator"], self._numbers[at]
        for ordinal in np.unique(ordinals[known[ordinals] == 0]).tolist():
            known[ordinal] = self._families.number(column.values[ordinal])
        families: Ints = known[ordinals]
        return families

    def _said_once(self, at: int, rows: Ints, numbers: Ints) -> Ints:
        """These figures of a reader; of what a document says again (`statement_of`) the first."""
        segment = self.readers[at].segment
        texts = segment.figures.texts
        told = self._families_of(at, numbers).astype(np.uint64)
        said = [segment.columns["document"].ordinals[rows], segment.years[rows]]
        said += [texts[name].ordinals[numbers] for name in SAID_AGAIN]
        periods = _period_codes(texts["period"])[texts["period"].ordinals[numbers]]
        said[1] = np.where(periods == 0, said[1], periods)
        for one in said:
            told = told * _MIX + one.astype(np.int64).astype(np.uint64)
        firsts: Ints = np.unique(told, return_index=True)[1]
        return numbers[np.sort(firsts)]

    def indicators(
        self, request: FigureRequest, limit: int, is_folded: bool
    ) -> tuple[tuple[IndicatorCount, ...], int]:
        """The first `limit` measures of the figures asked for, and how many there are.

        The most frequent first, equally frequent ones by their first figure. `is_folded`: what a
        document says again counts once, as on pages.
        """
        matching = self._matching(request)
        parts = [numbers for _, numbers in matching]
        if is_folded:
            parts = [self._said_once(at, *found) for at, found in enumerate(matching)]
        readers = np.repeat(np.arange(len(parts)), [len(numbers) for numbers in parts])
        families = _joined([self._families_of(at, own) for at, own in enumerate(parts)])
        units: dict[str, int] = {}
        codes = _joined(
            [
                _codes(reader.segment.figures, own, units)
                for reader, own in zip(self.readers, parts, strict=True)
            ]
        )
        order = np.lexsort((codes, families))
        is_first = np.ones(len(order), bool)
        is_first[1:] = (np.diff(families[order]) != 0) | (np.diff(codes[order]) != 0)
        firsts = np.flatnonzero(is_first)
        counts = np.diff(np.append(firsts, len(order)))
        numbers = _joined(parts)
        most = np.lexsort((order[firsts], -counts))[:limit]
        found = []
        for group in most.tolist():
            members = order[firsts[group] : firsts[group] + counts[group]]
            found.append(self._indicator(readers[members], numbers[members]))
        return tuple(i for i in found if not _MISTAKE.search(i.indicator)), len(firsts)

    def _indicator(self, readers: Ints, numbers: Ints) -> IndicatorCount:
        """What these figures, all of one measure, are called."""
        wordings: Counter[str] = Counter()
        for at, reader in enumerate(self.readers):
            column = reader.segment.figures.texts["indicator"]
            own, times = np.unique(column.ordinals[numbers[readers == at]], return_counts=True)
            for ordinal, count in zip(own.tolist(), times.tolist(), strict=True):
                wordings[column.values[ordinal]] += count
        texts = self.readers[int(readers[0])].segment.figures.texts
        first = int(numbers[0])
        names = [name for name, _ in wordings.most_common(_WORDINGS)]
        kind, unit = texts["kind"][first], texts["unit"][first]
        return IndicatorCount(names[0], kind, unit, len(numbers), tuple(names))

    def family(self, indicator: str) -> str:
        """What all wordings of this indicator have in common."""
        return self._families.key(indicator)

    # -- reading ---------------------------------------------------------------------------------

    def rows(self, found: FoundFigures) -> Iterator[FigureRow]:
        """The figures at these places, with their paragraphs."""
        families: dict[str, str] = {}
        for reader, paragraph, row, number in self._walk(found):
            figure = reader.segment.figures.figure(number, row, paragraph.text)
            name = figure.measured
            if name not in families:
                families[name] = self._families.key(name)
            yield self.corrections.marked(FigureRow(figure, paragraph, families[name]))

    def unread(self, found: FoundFigures) -> Iterator[UnreadRow]:
        """What was not read at these places, with its paragraphs."""
        for reader, paragraph, _, number in self._walk(found):
            yield UnreadRow(reader.segment.figures.unread(number, paragraph.text), paragraph)

    def _walk(
        self, found: FoundFigures
    ) -> Iterator[tuple[SegmentReader, StoredParagraph, int, int]]:
        last: tuple[int, int] = (-1, -1)
        paragraph: StoredParagraph | None = None
        places = zip(found.readers.tolist(), found.rows.tolist(), found.numbers, strict=True)
        for at, row, number in places:
            reader = self.readers[at]
            if paragraph is None or (at, row) != last:
                paragraph = reader.paragraph(row)
                last = (at, row)
            yield reader, paragraph, row, int(number)

    def back(self, paragraph: StoredParagraph, most: int) -> Iterator[StoredParagraph]:
        """A paragraph and those before it in its document, the nearest first."""
        for reader in self.readers:
            segment = reader.segment
            row = segment.row_of(paragraph.id)
            if row < 0 or not (reader.live is None or reader.live[row]):
                continue
            documents = segment.columns["document"].ordinals
            own = np.flatnonzero(documents == documents[row])
            own = own[segment.ordinals[own] <= segment.ordinals[row]]
            for place in own[np.argsort(-segment.ordinals[own].astype(np.int64))][:most].tolist():
                if reader.live is None or reader.live[place]:
                    yield reader.paragraph(place)
            return

    def of_paragraphs(self, ids: Iterable[str]) -> dict[str, Figures]:
        """What was read of these paragraphs, by id; without those that nothing was read of."""
        found: dict[str, Figures] = {}
        for id in ids:
            for reader in self.readers:
                row = reader.segment.row_of(id)
                if row < 0 or not (reader.live is None or reader.live[row]):
                    continue
                figures = reader.segment.figures
                if figures.counts[row] or figures.unread_counts[row]:
                    found[id] = figures.of_row(row, reader.paragraph(row).text)
                break
        return found


def figure_page(
    table: FigureTable, request: FigureRequest, generation: str, notes: tuple[str, ...]
) -> FigurePage:
    """The page of rows that a request asks for, and as much of what was not read."""
    found, unread = table.find(request), table.find_unread(request)
    part = slice((request.page - 1) * request.size, request.page * request.size)
    return FigurePage(
        rows=tuple(table.rows(found[part])),
        total=len(found),
        unread=tuple(table.unread(unread[part])),
        unread_total=len(unread),
        page=request.page,
        size=request.size,
        generation=generation,
        notes=notes,
    )


def figure_listing(
    table: FigureTable, request: FigureRequest, generation: str, is_whole: bool
) -> FigureListing:
    """All rows that a request asks for, or those of its page."""
    found = table.find(request)
    if not is_whole:
        found = found[(request.page - 1) * request.size : request.page * request.size]
    return FigureListing(len(found), generation, table.rows(found))


def _rows(reader: SegmentReader, request: FigureRequest, counts: npt.NDArray[np.uint8]) -> Ints:
    """The live rows that have any figures and pass all that is asked of paragraphs."""
    segment = reader.segment
    if request.paragraphs:
        known = {row for id in request.paragraphs if (row := segment.row_of(id)) >= 0}
        rows = np.array(sorted(known), np.int64)
    elif request.documents:
        rows = segment.columns["document"].rows_of(request.documents)
    else:
        rows = np.flatnonzero(counts)
    rows = rows[counts[rows] > 0]
    if reader.live is not None:
        rows = rows[reader.live[rows]]
    if request.paragraphs and request.documents:
        slugs = [segment.columns["document"][row] for row in rows.tolist()]
        rows = rows[[slug in request.documents for slug in slugs]]
    for field, values in request.filters.chosen:
        if len(rows):
            rows = rows[passing(field, values, reader, rows.astype(np.int32))]
    return rows


def _codes(figures: SegmentFigures, numbers: Ints, units: dict[str, int]) -> Ints:
    """A number for each figure that those of the same kind and unit share; `units` numbers them."""
    codes = np.zeros(len(numbers), np.int64)
    for name in ("kind", "unit"):
        column = figures.texts[name]
        own = [units.setdefault(value, len(units)) for value in column.values.all()]
        codes = codes << 32 | np.array(own, np.int64)[column.ordinals[numbers]]
    return codes


def _period_codes(column: Column) -> Ints:
    """A number for each distinct period: that of a year itself, 0 where none is told."""
    periods = enumerate(column.values.all(), 10_000)
    return np.array([int(p) if p.isdecimal() else n if p else 0 for n, p in periods], np.int64)


def _joined(parts: Sequence[npt.NDArray[np.integer]]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *parts]).astype(np.int64)
