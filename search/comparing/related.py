"""Find the other names under which a library tells the same measure: 破案率, 命案破案率, 全破.

Whether they are of the same thing is for the reader to see: each keeps a row of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from search.comparing.asked_names import CHANGE, AskedName
from search.comparing.courses import course_of_asked
from search.comparing.measures import (
    By,
    Measure,
    is_told,
    measures_in,
    place_of,
    rows_named,
    said_of,
    year_of,
)
from search.comparing.outcomes import is_outcome
from search.comparing.theme_outcomes import LEVELS
from search.comparing.told_measure import measure_word, told_measure
from search.figures.dating import is_of_one_month, is_of_part
from search.figures.dimensions import counted_unit
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.query.years import is_in_years
from search.request import Filters
from search.searcher import Searcher

_LOOKED_AT, _SHOWN = 2_000, 60  # figures, rows of names
_MOST_UNITS = 32  # of which the course of each is read
_MOST_WORDS = 4  # names that are told of those that say the same


@dataclass(frozen=True, slots=True)
class RelatedName:
    """What one unit says under one name, by years."""

    indicator: str
    unit: str
    cells: Mapping[int | None, tuple[FigureRow, ...]]


@dataclass(frozen=True, slots=True)
class RelatedNames:
    """The rows of all other names of a measure; `words` are what the names end in, or where they
    are of the same thing the names themselves (`is_same`)."""

    words: tuple[str, ...]
    years: tuple[int | None, ...]
    names: tuple[RelatedName, ...]
    left_out: int
    is_same: bool = False

    def at(self, unit: str, year: int | None) -> tuple[RelatedName, ...]:
        """The names under which a unit tells of a year."""
        return tuple(name for name in self.names if name.unit == unit and year in name.cells)


def measures_in_all_words(
    searcher: Searcher, request: FigureRequest, by: By
) -> tuple[Measure, ...]:
    """Every measure of an indicator, as `measures_in` has it, with what the course of each unit
    tells of the years of which nothing whole is said by its name: the search box says the same."""
    every = replace(request, filters=request.filters.replaced(year=()))
    rows = rows_named(searcher, every)
    is_known = bool(rows or rows_named(searcher, replace(every, filters=Filters())))
    families = {row.family for row in rows}
    told = {_cell_of(r, by) for r in rows if r.figure.modality == "actual" and not is_of_part(r)}
    more = told_by_units(searcher, every, ("", CHANGE)) if is_known else ()
    for row in (*more, *_streaks(searcher, request)):
        if row.family not in families and _cell_of(row, by) not in told:
            rows.append(row)
    found = measures_in(searcher, _without_months(_of_years(request, rows), by), by)
    chosen = request.filters.of(by)  # each has its row, also of those that tell nothing
    return tuple(replace(one, units=tuple(dict.fromkeys((*one.units, *chosen)))) for one in found)


def _streaks(searcher: Searcher, request: FigureRequest) -> Iterator[FigureRow]:
    """What is told of a state in other words (全破14年, 全破年数：10年), as questions are answered:
    of the units asked for, where nothing else is."""
    chosen = dict(request.filters.chosen)
    if chosen.keys() <= {"source", "year"}:
        units = chosen.get("source", ())
        told = searcher.library().states.streaks(request.indicators[0])
        yield from (row for row in told if not units or row.paragraph.source in units)


def told_by_units(
    searcher: Searcher, request: FigureRequest, counted: Collection[str] = ("",)
) -> Iterator[FigureRow]:
    """The figures of the course of each unit that tells an indicator, of how much there was (as
    `counted`), or by how much it changed; of very many units what they say in the same words."""
    asked = AskedName(request.indicators[0], asks=True)
    found = told_measure(searcher, asked.name, request.filters)
    told = found.same or found.near
    same = {row.family for row in told}
    units = sorted({place_of(row, "source") for row in told})
    is_read = len(units) <= _MOST_UNITS and not is_outcome(asked.name)  # 破案, of whatever
    for source in filter(None, units if is_read else ()):
        filters = request.filters.replaced(source=(source,))
        for unit in counted:
            course = course_of_asked(searcher, replace(asked, unit=unit), filters)
            for line in course.lines if course is not None else ():
                # 诈骗警情 of a unit that tells no 立案 at all is not drawn among these.
                is_same = line.family in same or unit == CHANGE
                if is_same and not line.is_aim:
                    yield from (row for _, rows in line.years for row in rows)
    yield from (row for row in told if row.figure.kind in LEVELS and not is_read)


def _of_years(request: FigureRequest, rows: Iterable[FigureRow]) -> list[FigureRow]:
    """The figures of the years asked for, whatever year the report is of."""
    chosen = request.filters.of("year")
    return [row for row in rows if not chosen or is_in_years(year_of(row) or 0, chosen)]


def _without_months(rows: Sequence[FigureRow], by: By) -> list[FigureRow]:
    """Without each month of which a table has the whole year as well."""
    whole = {_cell_of(row, by) for row in rows if not is_of_part(row)}
    return [row for row in rows if not is_of_one_month(row) or _cell_of(row, by) not in whole]


def _cell_of(row: FigureRow, by: By) -> tuple[object, ...]:
    unit = counted_unit("案件", row.figure.unit)
    return place_of(row, by), year_of(row), row.figure.kind, unit


def related_names(
    searcher: Searcher, request: FigureRequest, measure: Measure, by: By
) -> RelatedNames | None:
    """Other names than those asked for, of the same measure in the same kind and unit, or None."""
    every = replace(request, filters=request.filters.replaced(year=()))
    own = set(searcher.figure_families(request.indicators))
    same, near = _told_otherwise(searcher, every, measure, own)

    def others(rows: Iterable[FigureRow]) -> list[FigureRow]:
        """What does not stand in the table."""
        cells = ((row, measure.cells.get((place_of(row, by), year_of(row)), ())) for row in rows)
        said = [row for row, cell in cells if said_of(row) not in map(said_of, cell)]
        return _of_years(request, said)

    rows = others([*same, *near])
    names = tuple(dict.fromkeys(row.figure.measured for row in rows))[:_MOST_WORDS]
    word = measure_word(request.indicators[0])
    if not word:
        return replace(_laid_out(names, rows, by), is_same=not near) if rows else None
    units = tuple(filter(None, measure.printed))
    asked = replace(every, q=word, indicators=(), kinds=(measure.kind,), units=units)
    more = (
        row
        for row in islice(searcher.figure_listing(asked).rows, _LOOKED_AT)
        if measure_word(row.figure.measured) == word and row.figure.unit in measure.printed
        if is_told(row) and row.family not in own
    )
    rows += others(more)
    return _laid_out((word,), rows, by) if rows else None


def _told_otherwise(
    searcher: Searcher, request: FigureRequest, measure: Measure, own: Collection[str]
) -> tuple[list[FigureRow], list[FigureRow]]:
    """What units say of the same in words of their own (发案, also below a heading), and of what is
    near to it: as the table above the hits of a question has it."""
    if measure.modality != "actual" or measure.is_of_years or measure.kind not in LEVELS:
        return [], []
    told = told_measure(searcher, request.indicators[0], request.filters)
    unit = counted_unit("案件", measure.unit)

    def others(rows: Iterable[FigureRow]) -> list[FigureRow]:
        return [
            row
            for row in rows
            if row.figure.kind == measure.kind and row.family not in own
            if counted_unit("案件", row.figure.unit) == unit
        ]

    return others(told.same), others(told.near)


def _laid_out(words: tuple[str, ...], rows: Iterable[FigureRow], by: By) -> RelatedNames:
    wordings: dict[str, str] = {}  # the first wording of each family
    found: dict[tuple[str, str], dict[int | None, list[FigureRow]]] = {}
    for row in rows:
        name = wordings.setdefault(row.family, row.figure.measured)
        cell = found.setdefault((name, place_of(row, by)), {}).setdefault(year_of(row), [])
        if said_of(row) not in map(said_of, cell):
            cell.append(row)
    names = [
        RelatedName(name, unit, {year: tuple(cell) for year, cell in cells.items()})
        for (name, unit), cells in found.items()
    ]
    shown = tuple(names[:_SHOWN])
    years = {year for name in shown for year in name.cells}
    return RelatedNames(
        words,
        tuple(sorted(years, key=lambda year: (year is None, year or 0))),
        shown,
        len(names) - len(shown),
    )
