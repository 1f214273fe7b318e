"""Answer a question for several figures of a theme with a small table: of units, or of years.

2023年反诈 立案 破案 止付 has a row of each unit, 云栖县反诈数据 one of each year. What is asked
without things (四局反诈) gets those that most of the units tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from indexer.text.normalizer import normalize
from search.comparing.measures import By, is_told, place_of, with_corrected, year_of
from search.comparing.outcomes import OUTCOMES, is_outcome, near_outcomes, split_outcome
from search.comparing.related import told_by_units
from search.comparing.tables.accounted import (
    latest_told,
    of_offices,
    units_expected,
    units_unreported,
)
from search.comparing.tables.asked_table import AskedTable, asked_table
from search.comparing.tables.ranking import UnitFigure
from search.comparing.theme_outcomes import (
    LEVELS,
    same_subject,
    theme_of_fraud,
    thing_told,
    told_outcomes,
    words_of_themes,
)
from search.comparing.told_measure import changed, longer_names, wider_names
from search.comparing.unit_figures import grouped, is_alike, is_whole, of_year
from search.figures.dating import is_of_part
from search.figures.dimensions import counted_unit, in_unit
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.query.years import parse_year_range
from search.request import Filters, SearchRequest
from search.searcher import Searcher

_Line: TypeAlias = tuple[str, int]  # a unit and a year
_Column: TypeAlias = Mapping[_Line, UnitFigure]
_MOST_UNITS, _MOST_LINES, _MOST_COLUMNS = 16, 20, 5
_LATEST, _OF_NAMED, _BEFORE = 3, 6, 2  # years that are looked at, and before them
_MOST_ROWS = 2_000  # figures of a theme among which its things are looked for
_ENOUGH = 0.4  # of the units: what fewer of them tell is no column unless it is asked for


@dataclass(frozen=True, slots=True)
class TableCell:
    """What a unit says of a year; `is_near`: of what only seems to be the same (涉案金额 for 损失),
    or under a longer name (见面劝阻), as `name` has it."""

    told: UnitFigure
    name: str
    is_near: bool


@dataclass(frozen=True, slots=True)
class TableLine:
    """A cell for each column, None where nothing is read."""

    unit: str
    year: int
    cells: tuple[TableCell | None, ...]


@dataclass(frozen=True, slots=True)
class UnitTable:
    """What units say came of the cases of a theme, called by `word`; `filters` choose it all.

    `silent` are units asked for, or of the kind that tells, without any figure here; of these
    `unreported` have no report of the one year that is told. `wholes` are units whose figures
    hold those of others.
    """

    theme: str
    word: str
    columns: tuple[str, ...]
    lines: tuple[TableLine, ...]
    filters: Filters
    silent: tuple[str, ...] = ()
    unreported: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    left_out: int = 0  # silent units, or lines of earlier years, that a table has no room for
    is_of_latest: bool = False  # of several years one was chosen
    things: tuple[tuple[str, FigureRow], ...] = ()  # from which it was chosen, of every year

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.unit for line in self.lines))

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({line.year for line in self.lines}))


def unit_table(searcher: Searcher, text: str) -> UnitTable | None:
    """None for a text that asks for none, or of which less is told than a table needs."""
    asked = asked_table(searcher, text)
    if asked is None:
        return None
    if asked.outcomes == ("破案率",):  # what tells it, where none prints it
        asked = replace(asked, outcomes=("立案", "破案", "破案率"))
    # One figure of one unit is told by its course, which has what its reports tell of other years.
    is_of_one = len(asked.named) == 1 or not asked.is_of_several_years
    return None if len(asked.outcomes) == 1 and is_of_one else _read(searcher, asked)


def theme_table(searcher: Searcher, filters: Filters, by: By) -> UnitTable | None:
    """The same for the page that compares units on a theme, which these filters choose; None where
    they choose by anything but one theme, units and years."""
    names, fields = filters.of("theme"), {field for field, values in filters.chosen if values}
    theme = next(
        (t for t in words_of_themes(searcher.taxonomy().themes) if (t.name,) == names), None
    )
    if theme is None or normalize(theme.name) not in theme.forms or fields - {"theme", by, "year"}:
        return None
    named = tuple((unit,) for unit in filters.of(by))
    word, years = normalize(theme.name), filters.of("year")
    return _read(searcher, AskedTable(by, named, (), theme, word, (), years, True, False), True)


def _read(searcher: Searcher, asked: AskedTable, is_page: bool = False) -> UnitTable | None:
    years = _years_of(searcher, asked)
    if not years:
        return None
    if not asked.outcomes and asked.theme != theme_of_fraud(searcher):
        held = _of_many_things(searcher, asked)
        found = _table(searcher, replace(asked, outcomes=tuple(held)), held, years)
        told = {n: [r for one in column.values() for r in one.rows] for n, column in held.items()}
        return None if found is None else replace(found, things=_things(told))
    wanted = asked.outcomes or OUTCOMES
    near = {other for name in asked.outcomes for other in near_outcomes(name)}
    before = 0 if asked.years else _BEFORE
    looked_at = f"{years[0] - before}..{years[-1] + 1}"  # a report tells of the year before it
    # Of every year for the page, which shows the sentences of all, unless too much is told.
    every = ("",) if is_page and not asked.years else ()
    kinds, of = (*LEVELS, "change"), (asked.theme, asked.word, {*wanted, *near})
    outcomes: dict[str, tuple[FigureRow, ...]] = {}
    for span in (*every, looked_at):
        filters = asked.filters.replaced(year=(span,) if span else ())
        outcomes = outcomes or told_outcomes(searcher, *of, filters, kinds) or {}
    if "警情" in outcomes:
        outcomes["警情"] += _told_wider(searcher, asked, filters)
    held = {}
    for name, rows in outcomes.items():  # who tells no level may tell how it changed
        levels = _column(asked, (row for row in rows if row.figure.kind != "change"))
        by = _column(asked, filter(changed, rows)) if name in wanted else {}
        if levels or by:
            held[name] = {**by, **levels}
    found = _table(searcher, asked, held, years)
    return (
        None
        if found is None
        else replace(_filled(searcher, asked, found), things=_things(outcomes))
    )


def _things(told: Mapping[str, Iterable[FigureRow]]) -> tuple[tuple[str, FigureRow], ...]:
    """Each figure that says what was reached, behind the thing that it tells."""
    rows = ((name, row) for name, own in told.items() for row in with_corrected(own))
    return tuple((name, row) for name, row in rows if is_told(row))


def _of_many_things(searcher: Searcher, asked: AskedTable) -> dict[str, _Column]:
    """What most units tell of a theme that is of more than one thing, or of a word of it (命案),
    each as it is printed: 道路交通事故死亡, 毒品案件, 命案全破."""
    words = same_subject(searcher, asked.theme, asked.word)
    is_whole_theme = asked.word == normalize(asked.theme.name)
    filters = asked.filters.replaced(theme=(asked.theme.name,), year=())
    request = FigureRequest(kinds=LEVELS, filters=filters)
    names: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    for row in filter(is_told, islice(searcher.figure_listing(request).rows, _MOST_ROWS)):
        counted = counted_unit(row.family, row.figure.unit)
        if not is_outcome(row.family) and (is_whole_theme or words.search(row.family)):
            thing = thing_told(row, words) or row.family
            printed = names.setdefault((thing, row.figure.kind, counted), {})
            printed.setdefault(row.figure.measured, set()).add(place_of(row, asked.by))
    told = {thing: len(set().union(*printed.values())) for thing, printed in names.items()}
    enough = max(2, _ENOUGH * max(told.values(), default=0))
    first = sorted((one for one in told if told[one] >= enough), key=lambda one: -told[one])
    held: dict[str, _Column] = {}
    read: set[tuple[str, str]] = set()
    for thing, kind, counted in first[:_MOST_COLUMNS]:
        printed = names[thing, kind, counted]
        is_outcome_of = bool(split_outcome(thing)[1])  # 命案发案 rather than 发命案
        begun = {name for name in printed if is_outcome_of and words.match(normalize(name))}
        title = max(printed, key=lambda one: (one in begun, len(printed[one])))
        name = thing if is_outcome_of else title
        request = FigureRequest(indicators=(name,), filters=asked.filters.replaced(year=()))
        rows = (r for r in told_by_units(searcher, request) if r.figure.kind == kind)
        like = (row for row in rows if counted_unit(row.family, row.figure.unit) == counted)
        family = searcher.figure_families([title])[0]
        own = (replace(row, family=family) for row in like)
        column = _column(asked, own)
        keys = {r.key for one in column.values() for r in one.rows}
        # 死亡 and 亡人 may tell the same again.
        if is_outcome_of or 2 * len(keys & read) < len(keys):
            held[title] = column
        read |= keys
    return held


def _told_wider(searcher: Searcher, asked: AskedTable, filters: Filters) -> tuple[FigureRow, ...]:
    """How many cases units tell by a word that is wider than the theme's: 诈骗警情, for 电诈."""
    names = tuple(wider_names(searcher, asked.theme, "立案", filters))
    request = FigureRequest(indicators=names, filters=filters, kinds=("count",))
    return tuple(searcher.figure_listing(request).rows) if names else ()


def _years_of(searcher: Searcher, asked: AskedTable) -> tuple[int, ...]:
    """The years asked for that reports of the theme are of, or else the latest of these."""
    there = asked.filters.replaced(theme=(asked.theme.name,), year=())
    found = searcher.search(SearchRequest(filters=there, size=1, facet_limit=None)).facets
    known = sorted(int(row.value) for row in found.get("year", ()) if row.count)
    if asked.years:
        spans = [parse_year_range(year) for year in asked.years]
        # What is told of a year may stand in the report of the next one alone.
        known = sorted({*known, *(year - 1 for year in known)})
        return tuple(year for year in known if any(span.holds(year) for span in spans))
    if asked.is_of_years:
        return tuple(known[-_MOST_LINES:])
    # Two that are named may have no year in common among the last few.
    return tuple(known[-(_OF_NAMED if asked.units else _LATEST) :])


def _column(asked: AskedTable, rows: Iterable[FigureRow]) -> _Column:
    """What each unit says of each year: in the kind and unit that most of them have."""
    done = of_offices(filter(is_told, with_corrected(rows)), bool(asked.named))
    groups = grouped(done, asked.by)
    lines: dict[_Line, list[FigureRow]] = {}
    for place, own in groups[0].items() if groups else ():
        for row in filter(is_whole, own):
            if (year := year_of(row)) is not None:
                lines.setdefault((place, year), []).append(row)
    return {line: UnitFigure(line[0], of_year(own, line[1])) for line, own in lines.items()}


def _table(
    searcher: Searcher, asked: AskedTable, held: Mapping[str, _Column], years: Sequence[int]
) -> UnitTable | None:
    near = {other for name in asked.outcomes for other in near_outcomes(name)}
    every = {line for name in {*asked.outcomes, *near} or held for line in held.get(name, ())}
    lines = _lines(searcher, asked, every, held, years)
    columns = asked.outcomes or _told_most(held, lines)
    columns = tuple(name for name in columns if _cells(held, name, lines))
    lines = [one for one in lines if any(_cell(held, name, one) for name in columns)]
    if not asked.units and len({year for _, year in lines}) == 1:
        lines.sort(key=lambda line: -_first_value(held, columns, line))
    if len(columns) * len(lines) < 2:
        return None
    told = dict.fromkeys(unit for unit, _ in lines)
    every_unit = {*told, *(unit for unit, _ in every)}
    expected = units_expected(searcher, asked.by, asked.named, asked.meant, every_unit)
    every_silent = tuple(unit for unit in expected if unit not in told)
    silent = every_silent[: max(0, _MOST_UNITS - len(told))]
    shown = tuple(sorted({year for _, year in lines}))
    years_asked = asked.years or (tuple(map(str, shown)) if len(shown) == 1 else ())
    return UnitTable(
        asked.theme.name,
        asked.word,
        columns,
        tuple(
            TableLine(u, y, tuple(_cell(held, n, (u, y), columns) for n in columns))
            for u, y in lines
        ),
        asked.filters.replaced(theme=(asked.theme.name,), year=years_asked),
        silent,
        units_unreported(searcher, asked.by, silent, shown[0]) if len(shown) == 1 else (),
        searcher.unit_names().containing(told),
        len(every_silent) - len(silent) + _earlier(every, lines, years),
        not asked.years and len(shown) == 1 < len({year for _, year in every}),
    )


def _lines(
    searcher: Searcher,
    asked: AskedTable,
    every: Iterable[_Line],
    held: Mapping[str, _Column],
    years: Sequence[int],
) -> list[_Line]:
    """The lines of a table: of one unit its years; of several a late year that most of them tell
    of, or all that are asked for while these are few."""
    found = [(unit, year) for unit, year in every if year in years]
    is_of_years = len(asked.units) == 1 or asked.is_of_several_years
    while is_of_years and len(found) > _MOST_LINES and len({year for _, year in found}) > 1:
        first_year = min(year for _, year in found)  # the latest ones, where there are many
        found = [line for line in found if line[1] != first_year]
    if not is_of_years or len(found) > _MOST_LINES:
        units = Counter(line[1] for line in found if _is_whole(held, line))
        units = units or Counter(year for _, year in found)
        best = latest_told(searcher, asked.by, asked.units or {u for u, _ in found}, units)
        found = [line for line in found if line[1] == best]
    order = {unit: at for at, unit in enumerate(asked.units)}
    first = Counter(unit for column in held.values() for unit, _ in column)
    found.sort(key=lambda line: (order.get(line[0], 0), -first[line[0]], line[0], line[1]))
    return found[: _MOST_LINES if is_of_years else _MOST_UNITS]


def _earlier(every: Iterable[_Line], lines: Sequence[_Line], years: Sequence[int]) -> int:
    """How many lines of a table of several years are of those before its first."""
    shown = {year for _, year in lines}
    is_of_years = len(shown) > 1
    return sum(is_of_years and year in years and year < min(shown) for _, year in every)


def _is_whole(held: Mapping[str, _Column], line: _Line) -> bool:
    """Whether something of a line is of the whole year."""
    told = (column[line].rows for column in held.values() if line in column)
    return not all(is_of_part(row) for rows in told for row in rows)


def _told_most(held: Mapping[str, _Column], lines: Sequence[_Line]) -> tuple[str, ...]:
    """The things that most of the lines tell, in the order of reports; of those near to one another
    the one told most, in whose column the others stand."""
    counts = {name: sum(line in held.get(name, ()) for line in lines) for name in OUTCOMES}
    kept: list[str] = []
    in_its_kind = {name: (*near_outcomes(name), name).index(name) for name in OUTCOMES}
    for name in sorted(OUTCOMES, key=lambda one: (-counts[one], in_its_kind[one])):
        near = set(near_outcomes(name))
        told = sum(any(line in held.get(one, ()) for one in {name, *near}) for line in lines)
        if counts[name] and told >= _ENOUGH * len(lines) and near.isdisjoint(kept):
            kept.append(name)
    return tuple(name for name in OUTCOMES if name in kept[:_MOST_COLUMNS])


def _filled(searcher: Searcher, asked: AskedTable, table: UnitTable) -> UnitTable:
    """With what units without a figure of a thing tell of it under a longer name: 见面劝阻."""
    longer = {
        name: _named_longer(searcher, asked, table, at)
        for at, name in enumerate(table.columns)
        if not all(line.cells[at] for line in table.lines)
    }
    lines = tuple(
        replace(
            line,
            cells=tuple(
                cell or longer[name].get((line.unit, line.year))
                for name, cell in zip(table.columns, line.cells, strict=True)
            ),
        )
        for line in table.lines
    )
    return replace(table, lines=lines)


def _named_longer(
    searcher: Searcher, asked: AskedTable, table: UnitTable, at: int
) -> dict[_Line, TableCell]:
    """What is told of a column's thing under names that end in it, as it is counted there."""
    known = [cell.told.rows[0] for line in table.lines if (cell := line.cells[at]) is not None]
    filters = table.filters.replaced(year=(f"{table.years[0] - 1}..{table.years[-1] + 1}",))
    names = tuple(longer_names(searcher, table.columns[at], filters))
    asked_for = FigureRequest(indicators=names, filters=filters)
    rows = searcher.figure_listing(asked_for).rows if names else ()
    lines: dict[_Line, list[FigureRow]] = {}
    for row in with_corrected(rows):
        if is_told(row) and is_whole(row) and any(is_alike(row, one) for one in known):
            lines.setdefault((place_of(row, asked.by), year_of(row) or 0), []).append(row)
    told = {line: UnitFigure(line[0], of_year(rows, line[1])) for line, rows in lines.items()}
    return {ln: TableCell(own, own.rows[0].figure.called, True) for ln, own in told.items()}


def _first_value(held: Mapping[str, _Column], columns: Sequence[str], line: _Line) -> float:
    """What a line tells of the first thing, in the unit that all tell it in; -1 for nothing."""
    told = held.get(columns[0], {}).get(line) if columns else None
    row = told.rows[0] if told is not None else None
    is_level = row is not None and row.figure.kind != "change"
    return in_unit(row, row.figure.unit) if row is not None and is_level else -1.0


def _cells(held: Mapping[str, _Column], name: str, lines: Sequence[_Line]) -> list[TableCell]:
    cells = (_cell(held, name, line) for line in lines)
    return [cell for cell in cells if cell is not None]


def _cell(
    held: Mapping[str, _Column], name: str, line: _Line, columns: Sequence[str] = ()
) -> TableCell | None:
    """What is told of a thing, or else of what is near to it and has no column of its own."""
    near = (other for other in near_outcomes(name) if other not in columns)
    for other in dict.fromkeys((name, *near)):
        if (told := held.get(other, {}).get(line)) is not None:
            return TableCell(told, other, other != name)
    return None
