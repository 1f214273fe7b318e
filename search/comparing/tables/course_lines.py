"""Lay the figures of a measure out as lines: what each unit says of it, year by year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from indexer.model.figures import Figures
from search.comparing.asked_names import CHANGE, RANK, AskedName
from search.comparing.measures import Measure, measures_in, part_of
from search.comparing.outcomes import OF_SPAN, is_outcome
from search.comparing.told_measure import NO_LEVELS, changed
from search.figures.dating import (
    difference,
    exact_of_year,
    is_of_part,
    level_before,
    month_by_month,
    of_months,
)
from search.figures.dimensions import common_unit, counts_alike, counts_what_is_asked, number
from search.figures.results import FigureRow
from search.searcher import Searcher

_OF_YEAR = 3  # figures
_SOLVED = re.compile("(?<=..)(?:(?:全部?|均|都|悉数)[侦告]?破获?|侦破|告破)$")
_STATE = re.compile("[全必]破$")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A level, as it would be printed, with the next year's and its change: 1034起 of 871起，
    比2021年少163起."""

    shown: str
    rows: tuple[FigureRow, FigureRow]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """What one unit says of one measure, year by year; of an aim what was to be reached.

    `is_other`: under another name than that asked for; `others`: the years that are told under yet
    other ones; `worked`: by how many % the figures of a year changed, where that is worked out;
    `reckoned`: of years that are not told, what the next one's figure and its change make them.
    """

    unit: str
    indicator: str
    measure: Measure
    years: tuple[tuple[int, tuple[FigureRow, ...]], ...]
    is_other: bool = False
    others: frozenset[int] = frozenset()
    worked: Mapping[int, float] = field(default_factory=dict)
    reckoned: Mapping[int, Reckoned] = field(default_factory=dict)

    @property
    def family(self) -> str:
        own = (rows for year, rows in self.years if year not in self.others)
        [row, *_] = next(own, self.years[0][1])  # all years may be told in others' words
        return row.family

    @property
    def all_years(self) -> list[int]:
        """Those told and those worked out, in their order."""
        return sorted({*dict(self.years), *self.reckoned})

    @property
    def is_aim(self) -> bool:
        return self.measure.modality != "actual"


def with_years_before(searcher: Searcher, line: CourseLine, asked: AskedName) -> CourseLine:
    """The line with the years of which the next one's report alone tells, by how many more or
    fewer there were."""
    known = {year for year, rows in line.years if not all(map(is_of_part, rows))}
    found: dict[int, Reckoned] = {}
    for year, rows in line.years if not line.is_aim else ():
        if len(rows) > 1 or year - 1 in known or not asked.has(year - 1) or year not in known:
            continue
        [now] = rows
        held = searcher.figures_of([now.paragraph.id]).get(now.paragraph.id, Figures()).rows
        named = (f for f in held if f.measured == now.figure.measured and f.kind == "change")
        steps = (replace(now, figure=figure) for figure in named)
        step = next((one for one in steps if changed(one, is_percent=False)), None)
        if step is not None and (shown := level_before(now, step)):
            found[year - 1] = Reckoned(shown, (now, step))
    return replace(line, reckoned=found)


@dataclass(frozen=True, slots=True)
class YearStep:
    """By how much what a unit tells of one year differs from that of another.

    `amount`: without its sign, as the figures are printed, 447起; "" of two that are printed in
    different ways (12.1万起, 8900起). `change` in %.
    """

    unit: str
    year: int
    base: int
    rows: tuple[FigureRow, FigureRow]
    amount: str
    change: float


def step_of(line: CourseLine, year: int, base: int) -> YearStep | None:
    """None without a single whole figure of each of these years, of one kind."""
    told = dict(line.years)
    now, before = told.get(year, ()), told.get(base, ())
    if (
        line.is_aim
        or len(now) != 1
        or len(before) != 1
        or is_of_part(now[0]) != is_of_part(before[0])
    ):
        return None
    rows = now[0], before[0]
    units = {row.figure.unit for row in rows}
    values = number(rows[0]), number(rows[1])
    if len(units) > 1 or any(row.figure.qualifier for row in rows) or values[1] <= 0:
        return None
    change = round(100 * (values[0] / values[1] - 1), 1)
    return YearStep(line.unit, year, base, rows, difference(*rows), change)


def lines_of_rows(
    searcher: Searcher,
    asked: AskedName,
    rows: Iterable[FigureRow],
    others: Iterable[FigureRow] = (),
) -> list[CourseLine]:
    """A line of each unit; years of which only `others` tell are told in their words."""
    lines = _of_rows(searcher, asked, rows)
    named: dict[str, list[FigureRow]] = {}
    for row in others:
        named.setdefault(row.family, []).append(row)
    more = [line for own in named.values() for line in _of_rows(searcher, asked, own)]
    units = {common_unit(line.measure.unit) for line in lines}
    for line in more:
        if not (line.is_aim or units) or any(counts_alike(line.measure.unit, u) for u in units):
            add_years(lines, line)
    return sorted(
        (_called(searcher, line, asked) for line in lines),
        key=lambda ln: (ln.is_aim, ln.unit, ln.is_other, ln.years[0][0]),
    )


def _called(searcher: Searcher, line: CourseLine, asked: AskedName) -> CourseLine:
    """The line without names that hold the thing asked for in quotation marks: 布下“雪线驿站”24处
    is told by no other name."""
    other = frozenset(
        year for year, rows in line.years if year in line.others and not _names_it(rows[0], asked)
    )
    is_own = line.family == searcher.figure_families([asked.name])[0]
    is_other = not (is_own or _names_it(line.years[0][1][0], asked))
    return replace(line, is_other=is_other, others=other)


def add_years(lines: list[CourseLine], other: CourseLine) -> None:
    """The years of a line that its unit has not told, in the line that counts the like; a whole
    year rather than half of it under the usual name."""
    if other.is_aim:
        return
    own = [line for line in lines if line.unit == other.unit and not line.is_aim]
    told = {year: all(map(is_of_part, rows)) for line in own for year, rows in line.years}
    years = tuple(
        (year, rows)
        for year, rows in other.years
        if year not in told or (told[year] and not all(map(is_of_part, rows)))
    )
    like = (line for line in own if counts_like(line.measure, other.measure))
    if years and (line := next(like, None)):
        at = lines.index(line)
        every = tuple(sorted({**dict(line.years), **dict(years)}.items(), key=itemgetter(0)))
        reckoned = {**other.reckoned, **line.reckoned}
        for year, rows in every:
            if not all(map(is_of_part, rows)):
                reckoned.pop(year, None)  # what is printed stands
        others = line.others | {year for year, _ in years}
        lines[at] = replace(line, years=every, others=others, reckoned=reckoned)
    elif years:
        lines.append(replace(other, years=years))


def _names_it(row: FigureRow, asked: AskedName) -> bool:
    return any(f"{name}”" in row.figure.indicator for name in asked.names)


def counts_like(one: Measure, other: Measure) -> bool:
    return one.kind == other.kind and counts_alike(one.unit, other.unit)


def _of_rows(searcher: Searcher, asked: AskedName, rows: Iterable[FigureRow]) -> list[CourseLine]:
    """Lines that are headed by the name that is printed."""
    parted: tuple[list[FigureRow], list[FigureRow]] = ([], [])
    for row in rows:  # 半年内止付2960万元 is of no whole year
        parted[OF_SPAN.match(row.figure.measured) is not None].append(row)
    measures = (measures_in(searcher, part, "source") for part in parted)
    return [line for own in measures for line in course_lines(own, asked)]


def course_lines(measures: Sequence[Measure], asked: AskedName) -> list[CourseLine]:
    lines = []
    for measure in _answering(measures, asked):
        for unit in measure.units:
            years = tuple(
                (year, rows)
                for year in measure.years
                if year is not None and asked.has(year)
                if (rows := _of_months(measure.cells.get((unit, year), ()), asked))
            )
            if years:
                lines.append(CourseLine(unit, _usual_name(years, asked), measure, years))
    # 首次少于五万, beside 4.98万起, is no course of its own.
    told = {(ln.unit, year) for ln in lines if ln.measure.unit for year, _ in ln.years}
    return [
        line
        for line in lines
        if line.measure.unit or not told.issuperset((line.unit, year) for year, _ in line.years)
    ]


def _usual_name(years: Sequence[tuple[int, Sequence[FigureRow]]], asked: AskedName) -> str:
    """The name that most of the years print, rather one that says of what it is: 电诈立案."""
    names = [rows[0].figure.measured for _, rows in years]
    is_count = years[0][1][0].figure.kind == "count"
    if is_count and "破" not in asked.name:  # 命案11起全破: so many there were
        names = [_SOLVED.sub("", name) for name in names]
    telling = [name for name in names if not is_outcome(name)]
    return Counter(telling or names).most_common(1)[0][0]


def _of_months(rows: Sequence[FigureRow], asked: AskedName) -> tuple[FigureRow, ...]:
    """The figures of a cell that are of the months asked for; where none is, those of each."""
    whole = _of_whole(of_months(rows, asked.months))
    own = [row for row in rows if not part_of(row) and row.corrected is None]
    return whole or tuple(month_by_month(own, asked.months))


def _of_whole(rows: Sequence[FigureRow]) -> tuple[FigureRow, ...]:
    """The figures of a cell that are not of a part of its unit, as corrected; exact ones rather
    than 突破99%. 不到2018年的一半 is no level."""
    whole = [row for row in rows if not part_of(row) and row.corrected is None]
    kept = ("change", "rank")  # 首次超过2019年的4.6万人次 is no level of this year
    whole = [row for row in whole if row.figure.kind in kept or not row.figure.base]
    values = {(r.figure.value, r.figure.unit): r for r in reversed(exact_of_year(whole))}
    return tuple(reversed(values.values()))[:_OF_YEAR]  # said twice it is told once


def _answering(measures: Sequence[Measure], asked: AskedName) -> list[Measure]:
    """The levels of an indicator; its ranks where these are asked for, and of a state for how many
    years it has lasted, which the number of cases does not tell. A word for how much (多少人)
    must be met."""
    if asked.unit == RANK:
        return [m for m in measures if m.kind == "rank"]
    if asked.unit == CHANGE:
        return [m for m in measures if m.kind == "change" and not m.is_of_years]
    if _STATE.search(asked.name) and (lasting := [m for m in measures if m.kind == "streak"]):
        return [m for m in lasting if asked.asks and asked.unit in ("", "年")]
    levels = [m for m in measures if m.kind not in NO_LEVELS and not m.is_of_years]
    return [m for m in levels if counts_what_is_asked(asked.unit, m.unit)]
