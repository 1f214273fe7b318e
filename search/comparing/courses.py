"""Answer a question for an indicator's figures over years: what each unit says of each year.

The name is that of an indicator, or is held by the names of a few: 道路亡人 by 道路交通事故亡人.
Each is told under the name that is printed, so that a reader sees what it is of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from indexer.text.normalizer import normalize
from search.comparing.asked_names import CHANGE, RANK, AskedName, without_change
from search.comparing.asked_units import asked_of_units
from search.comparing.measures import Measure, measures_in, part_of
from search.comparing.outcomes import OF_SPAN, is_outcome
from search.comparing.tables.accounted import of_offices, silent_years, years_reported
from search.comparing.theme_outcomes import names_theme
from search.comparing.told_measure import changes_of_measure, rows_of_measure
from search.comparing.wordings.quoted_figures import members_of, teams_of
from search.comparing.wordings.told_otherwise import with_others
from search.figures.asking import sought_in, without_most
from search.figures.dating import (
    exact_of_year,
    is_of_part,
    month_by_month,
    of_months,
    sum_of_months,
)
from search.figures.dimensions import PEOPLE, common_unit, counts_alike, counts_what_is_asked
from search.figures.results import FigureRow
from search.request import Filters
from search.searcher import Searcher

_SHOWN, _OF_YEAR = 6, 3  # lines, figures of one year
_NO_LEVELS = ("change", "rank", "streak", "spec")
_SOLVED = re.compile("(?<=..)(?:(?:全部?|均|都|悉数)[侦告]?破获?|侦破|告破)$")
_STATE = re.compile("[全必]破$")


@dataclass(frozen=True, slots=True)
class CourseLine:
    """What one unit says of one measure, year by year; of an aim what was to be reached.

    `is_other`: under another name than that asked for; `others`: the years that are told under yet
    other ones.
    """

    unit: str
    indicator: str
    measure: Measure
    years: tuple[tuple[int, tuple[FigureRow, ...]], ...]
    is_other: bool = False
    others: frozenset[int] = frozenset()

    @property
    def family(self) -> str:
        return next(
            row.family for year, rows in self.years if year not in self.others for row in rows
        )

    @property
    def is_aim(self) -> bool:
        return self.measure.modality != "actual"


@dataclass(frozen=True, slots=True)
class Course:
    """The lines of what is asked for by a name, and how many are left out; `filters` chose its
    units, `indicator` is the first that is told.

    `silent` are years asked for, or between others, of which nothing is told; `unreported` those
    of them of which the library has no report of these units. `theme`: what is
    asked for came of its cases, and units name it otherwise (侦破, 群众损失). `when`: the words for
    years that are no numbers (近三年), and the first and the last that they mean. `untold`: those
    of several units of which nothing is read.
    """

    name: str
    indicator: str
    filters: Filters
    lines: tuple[CourseLine, ...]
    left_out: int
    silent: tuple[int, ...] = ()
    unreported: tuple[int, ...] = ()
    theme: str = ""
    when: tuple[str, int, int] | None = None
    untold: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """Those that tell what was reached, each once."""
        return tuple(dict.fromkeys(line.unit for line in self.lines if not line.is_aim))

    @property
    def years(self) -> tuple[int, ...]:
        """The years that any of its lines tells."""
        return tuple(sorted({year for line in self.lines for year, _ in line.years}))

    @property
    def told(self) -> int:
        """How many years of its lines are told."""
        return sum(len(line.years) for line in self.lines)

    @property
    def unread(self) -> tuple[int, ...]:
        """The silent years that are reported."""
        return tuple(year for year in self.silent if year not in self.unreported)

    @property
    def partial(self) -> tuple[int, ...]:
        """The silent years of which some months are told."""
        told = {year for line in self.lines if not line.is_aim for year, _ in line.years}
        return tuple(year for year in self.silent if year in told)

    @property
    def is_of_one_year(self) -> bool:
        return len({*self.years, *self.silent}) == 1


def course_of(searcher: Searcher, text: str) -> Course | None:
    """None for a text that asks for no figures over years, or for those of which none are read.

    A unit beside a name asks, too, and a superlative; of a single year there is no course.
    """
    form = normalize(text)
    is_most = sought_in(form) is not None
    asked, filters = asked_of_units(searcher, without_most(form) if is_most else text, form)
    asked = replace(asked, asks=asked.asks or is_most)
    return course_of_asked(searcher, asked, filters)


def course_of_asked(searcher: Searcher, asked: AskedName, filters: Filters) -> Course | None:
    if len(asked.name) < 2 or not (filters or asked.asks):
        return None
    best, most, is_done = None, 0, False
    for name in _names_tried(searcher, asked):
        own = replace(asked, name=name)
        lines, theme = _lines(searcher, own, filters)
        found = told_course(searcher, asked, filters, lines, name, theme)
        told = found.told if found is not None else 0
        done = found is not None and not all(line.is_aim for line in found.lines)
        if (told > most or done > is_done) and (told > 1 or filters or asked.span):
            best, most, is_done = found, told, done
        if is_done and (most > 1 or (most and len(asked.span) == 1)):
            break  # of one of many years, and of aims alone, another name may tell more
    return best


def told_course(
    searcher: Searcher,
    asked: AskedName,
    filters: Filters,
    lines: Sequence[CourseLine],
    name: str,
    theme: str = "",
) -> Course | None:
    """The course of these lines, in the years asked for; None without any."""
    asked, lines = _of_last_years(searcher, asked, lines, filters)
    if not lines:
        return None
    done, aimed = (_years_told(lines, asked, is_aim) for is_aim in (False, True))
    reported = years_reported(searcher, filters)
    units = filters.of("source")
    if not units and len(own := {line.unit for line in lines}) == 1 and done:  # of a name
        every = years_reported(searcher, Filters(source=tuple(own)))
        units, reported = tuple(own), {year for year in every if year >= min(done)}
    silent = silent_years(asked, done, aimed, reported if len(units) == 1 else ())
    lines = _with_otherwise(searcher, replace(asked, name=name), lines)
    silent = tuple(year for year in silent if not any(year in line.others for line in lines))
    unreported = tuple(year for year in silent if reported and year not in reported)
    when = (asked.when, asked.since, asked.until) if asked.when else None
    shown = tuple(lines[:_SHOWN])
    left_out, first = len(lines) - len(shown), lines[0].indicator
    return Course(name, first, filters, shown, left_out, silent, unreported, theme, when)


def _with_otherwise(
    searcher: Searcher, asked: AskedName, lines: Sequence[CourseLine]
) -> list[CourseLine]:
    """The lines; where one unit tells them, the first of what was reached with what it tells
    otherwise in other years, and what newspapers print."""
    first = next((line for line in lines if not line.is_aim), None)
    if first is None or len({line.unit for line in lines}) > 1:
        return list(lines)
    own = dict(first.years)
    every = with_others(searcher, asked, own, _years_told(lines, asked), first.unit)
    years = tuple(sorted(every.items(), key=itemgetter(0)))
    filled = replace(first, years=years, others=first.others | (every.keys() - own.keys()))
    return [filled if line is first else line for line in lines]


def _years_told(lines: Iterable[CourseLine], asked: AskedName, is_aim: bool = False) -> set[int]:
    """The years of which more is told than of some months, where no months are asked for."""
    told = ((year, rows) for ln in lines if ln.is_aim == is_aim for year, rows in ln.years)
    is_any = asked.months is not None
    return {
        y for y, rows in told if is_any or sum_of_months(rows) or not all(map(is_of_part, rows))
    }


def _of_last_years(
    searcher: Searcher, asked: AskedName, lines: Sequence[CourseLine], filters: Filters
) -> tuple[AskedName, list[CourseLine]]:
    """Of 近三年 the three up to the last that is told, or that the units have reports of."""
    told = {year for line in lines if not line.is_aim for year, _ in line.years}
    if not (asked.last and told):
        return asked, list(lines)
    reported = years_reported(searcher, filters)
    # What is of next year, or of half of it, are plans.
    last = max(told) if max(reported, default=0) <= max(told) + 1 else max(reported)
    asked = replace(asked, since=last - asked.last + 1, until=last)
    kept = (
        replace(line, years=tuple((y, rows) for y, rows in line.years if asked.has(y)))
        for line in lines
    )
    return asked, [line for line in kept if line.years]


def _names_tried(searcher: Searcher, asked: AskedName) -> Iterator[str]:
    """Those of what is asked for; of a theme alone (电诈历年) how many cases were opened."""
    theme = without_change(asked.name)
    if asked.asks and names_theme(searcher, theme):
        yield f"{theme}立案"
    yield from asked.names


def _lines(searcher: Searcher, asked: AskedName, filters: Filters) -> tuple[list[CourseLine], str]:
    """What is told of the measure, in years without it what may stand for it or is told in other
    words, of a team the numbers of its people; and the theme that it is of."""
    if found := _members(searcher, asked, filters):
        return found, ""
    if asked.unit == CHANGE:
        told = changes_of_measure(searcher, asked, filters)
        if found := lines_of_rows(searcher, asked, told.same, told.near):
            return found, ""
        asked = replace(asked, unit="")
    told = rows_of_measure(searcher, asked, filters, is_series=True)
    return lines_of_rows(searcher, asked, told.same, told.near), told.theme


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
    """The years of a line that its unit has not told, in the line that counts the like."""
    if other.is_aim:
        return
    own = [line for line in lines if line.unit == other.unit and not line.is_aim]
    told = {year for line in own for year, _ in line.years}
    years = tuple((year, rows) for year, rows in other.years if year not in told)
    like = (line for line in own if counts_like(line.measure, other.measure))
    if years and (line := next(like, None)):
        at = lines.index(line)
        every = tuple(sorted((*line.years, *years), key=itemgetter(0)))
        lines[at] = replace(line, years=every, others=line.others | {year for year, _ in years})
    elif years:
        lines.append(replace(other, years=years))


def _names_it(row: FigureRow, asked: AskedName) -> bool:
    return any(f"{name}”" in row.figure.indicator for name in asked.names)


def counts_like(one: Measure, other: Measure) -> bool:
    return one.kind == other.kind and counts_alike(one.unit, other.unit)


def _members(searcher: Searcher, asked: AskedName, filters: Filters) -> list[CourseLine]:
    """The numbers of a named team's people, of its teams, or (规模) of both."""
    is_whole = asked.name.endswith("规模")
    found: list[FigureRow] = []
    if is_whole or asked.unit in ("支", "队", "组"):
        found += teams_of(searcher, asked.name, filters)
    if is_whole or asked.unit in PEOPLE:
        found += members_of(searcher, asked.name, filters)
    asked = replace(asked, unit="")
    lines = _course_lines(measures_in(searcher, of_offices(found, False), "source"), asked)
    return sorted(lines, key=lambda line: (line.is_aim, line.unit))


def _of_rows(searcher: Searcher, asked: AskedName, rows: Iterable[FigureRow]) -> list[CourseLine]:
    """Lines that are headed by the name that is printed."""
    parted: tuple[list[FigureRow], list[FigureRow]] = ([], [])
    for row in rows:  # 半年内止付2960万元 is of no whole year
        parted[OF_SPAN.match(row.figure.measured) is not None].append(row)
    measures = (measures_in(searcher, part, "source") for part in parted)
    return [line for own in measures for line in _course_lines(own, asked)]


def _course_lines(measures: Sequence[Measure], asked: AskedName) -> list[CourseLine]:
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
    return tuple(exact_of_year(whole))[:_OF_YEAR]


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
    levels = [m for m in measures if m.kind not in _NO_LEVELS and not m.is_of_years]
    return [m for m in levels if counts_what_is_asked(asked.unit, m.unit)]
