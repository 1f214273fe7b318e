"""Quote what comes nearest, where a table or a course has no figure of a year, unit or cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from search.clauses import SENTENCE, normal
from search.comparing.courses import Course
from search.comparing.measures import year_of
from search.comparing.outcomes import deeds_called, is_outcome, split_outcome
from search.comparing.tables.accounted import years_reported
from search.comparing.tables.ranking import UnitFigures
from search.comparing.tables.unit_tables import UnitTable
from search.figures.dating import is_of_part
from search.figures.results import FigureRow
from search.request import Filters
from search.searcher import Searcher
from search.sentences.deeds import Deed
from search.sentences.unread_years import (
    NamedMeasure,
    named_measure,
    names_told,
    sentences_of_years,
)

# A sentence by the unit and year of a course, the unit of a table, or also the column of a cell.
Unread: TypeAlias = Mapping[str | tuple[str, int] | tuple[str, int, str], Deed]

_LONGEST = 160  # characters of a sentence
_NAMES, _PLACES = 5, 8  # names of a measure, and places, for which a sentence is looked for


def years_unread(searcher: Searcher, course: Course) -> Unread:
    """Of the years of which its units, as far as few are asked for, tell nothing that is read."""
    found: dict[str | tuple[str, int] | tuple[str, int, str], Deed] = {}
    rows = [row for line in course.lines for _, own in line.years for row in own]
    names = names_told(course.name, rows)
    shown = {(year_of(row) or 0, row.paragraph.id, row.figure.value_start) for row in rows}
    measure, of = course.lines[0].measure.unit, None
    for unit, years in _silent_years(searcher, course):
        if not years or len(found) >= _PLACES:
            continue
        of = of or named_measure(searcher, names)
        told = sentences_of_years(searcher, of, unit, years, measure, shown)
        found |= {(unit, year): deed for year, deed in told.items()}
    return found


def told_at_once(course: Course) -> Deed | None:
    """The one sentence that tells all years of a course, if that is short: it may tell more of them
    than is read (2013年33.8万辆，五年后为71.2万辆)."""
    rows = [row for line in course.lines for _, own in line.years for row in own]
    paragraph = rows[0].paragraph
    places = {row.figure.value_start for row in rows if row.paragraph.id == paragraph.id}
    if any(row.paragraph.id != paragraph.id for row in rows):
        return None
    for sentence in SENTENCE.finditer(normal(paragraph.text)):
        if all(sentence.start() <= at < sentence.end() for at in places):
            is_short = sentence.end() - sentence.start() <= _LONGEST
            return Deed(paragraph, *sentence.span()) if is_short else None
    return None


def _silent_years(searcher: Searcher, course: Course) -> Iterator[tuple[str, set[int]]]:
    """Each unit with the years of the course of which it tells nothing of the whole; of names
    without a unit also the year before, in which they may have begun."""
    units = (*course.units, *course.untold)
    if len(units) == 1:
        years = set(course.silent)
        if not course.filters:
            years.add(course.years[0] - 1)
        yield units[0], years
    for unit in units[:_PLACES] if len(units) > 1 and course.filters else ():
        own = (line.years for line in course.lines if line.unit == unit)
        told = {year for years in own for year, rows in years if not all(map(is_of_part, rows))}
        yield unit, set(course.years) - told  # a year without a report may be told by the next


def cells_unreported(searcher: Searcher, course: Course) -> frozenset[tuple[str, int]]:
    """The units and years of a course of several of which the library has no report."""
    reported = {unit: years_reported(searcher, Filters(source=(unit,))) for unit in course.units}
    return frozenset((u, y) for u, own in reported.items() for y in course.years if y not in own)


def units_unread(searcher: Searcher, told: UnitFigures) -> Unread:
    """Of the units that tell nothing of the year that is read."""
    rows = [row for line in (*told.lines, *told.near) for row in line.rows]
    units = told.unread[:_PLACES]
    if not units:
        return {}
    of = named_measure(searcher, names_told(told.name, rows))
    measure = rows[0].figure.unit if rows else ""
    found = (
        (unit, sentences_of_years(searcher, of, unit, (told.year,), measure).get(told.year))
        for unit in units
    )
    return {unit: deed for unit, deed in found if deed is not None}


def cells_unread(searcher: Searcher, table: UnitTable) -> Unread:
    """Of the cells in which nothing is read."""
    told: dict[str, list[FigureRow]] = {name: [] for name in table.columns}
    own: dict[str, list[FigureRow]] = {}  # of each unit: how it calls its subject
    empty: list[tuple[str, int, str]] = []
    if len(table.years) == 1:
        silent = (unit for unit in table.silent if unit not in table.unreported)
        empty += [(unit, table.years[0], name) for unit in silent for name in table.columns]
    for line in table.lines:
        for name, cell in zip(table.columns, line.cells, strict=True):
            if cell is None:
                empty.append((line.unit, line.year, name))
            else:
                told[name] += cell.told.rows
                own.setdefault(line.unit, []).extend(cell.told.rows)
    found: dict[str | tuple[str, int] | tuple[str, int, str], Deed] = {}
    named: dict[str, NamedMeasure] = {}
    for unit, year, column in empty[:_PLACES]:
        rows = told[column]
        said = (split_outcome(r.figure.measured)[0] for r in (*own.get(unit, ()), *rows))
        what = next(filter(None, said), table.word)
        told_so = (f"{what}{deed}" for deed in deeds_called(column) if len(deed) > 1)
        names = (f"{what}{column}", *told_so)[:_NAMES]
        measure = rows[0].figure.unit if rows else ""
        if names[0] not in named:
            named[names[0]] = named_measure(searcher, names)
        of = named[names[0]]
        deed = sentences_of_years(searcher, of, unit, (year,), measure).get(year)
        words = deeds_called(column) if is_outcome(column) else ("",)
        if deed is not None and any(word in deed.quote for word in words):
            found[unit, year, column] = deed
    return found
