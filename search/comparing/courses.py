"""Answer a question for an indicator's figures over years: what each unit says of each year.

The name is that of an indicator, or is held by the names of a few: 道路亡人 by 道路交通事故亡人.
Each is told under the name that is printed, so that a reader sees what it is of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from indexer.text.normalizer import normalize
from search.comparing.asked_names import CHANGE, AskedName, without_change
from search.comparing.asked_units import asked_of_units
from search.comparing.measures import measures_in
from search.comparing.tables.accounted import of_offices, silent_years, years_reported
from search.comparing.tables.course_lines import (
    CourseLine,
    YearStep,
    course_lines,
    lines_of_rows,
    step_of,
    with_years_before,
)
from search.comparing.tables.ranking import worked_out
from search.comparing.theme_outcomes import names_theme
from search.comparing.told_measure import changes_of_measure, rows_of_measure
from search.comparing.wordings.quoted_figures import members_of, teams_of
from search.comparing.wordings.told_otherwise import with_others
from search.figures.asking import sought_in, without_most
from search.figures.dating import (
    is_of_part,
    sum_of_months,
)
from search.figures.dimensions import PEOPLE
from search.figures.results import FigureRow
from search.request import Filters
from search.searcher import Searcher

_SHOWN, _OF_ONE_YEAR = 6, 12  # lines


@dataclass(frozen=True, slots=True)
class Course:
    """The lines of what is asked for by a name, and how many are left out; `filters` chose its
    units, `indicator` is the first that is told.

    `silent` are years asked for, or between others, of which nothing is told; `unreported` those
    of them of which the library has no report of these units. `theme`: what is
    asked for came of its cases, and units name it otherwise (侦破, 群众损失). `when`: the words for
    years that are no numbers (近三年), and the first and the last that they mean. `untold`: those
    of several units of which nothing is read. `than`: the year whose difference is asked for, and
    that which it is compared with.
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
    than: tuple[int, int] | None = None

    @property
    def steps(self) -> tuple[YearStep, ...]:
        """By how much the figures of the two years of `than` differ, where both are told."""
        found = (step_of(line, *self.than) for line in self.lines) if self.than else ()
        return tuple(step for step in found if step is not None)

    @property
    def units(self) -> tuple[str, ...]:
        """Those that tell what was reached, each once."""
        return tuple(dict.fromkeys(line.unit for line in self.lines if not line.is_aim))

    @property
    def years(self) -> tuple[int, ...]:
        """The years that any of its lines tells."""
        return tuple(sorted({year for line in self.lines for year in line.all_years}))

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
    if not units and len(own := {line.unit for line in lines}) == 1:  # of a name
        # Of 5月首批招募420人 it is told from then on.
        done = done or {year for line in lines for year, _ in line.years}
        every = years_reported(searcher, Filters(source=tuple(own)))
        units, reported = tuple(own), {year for year in every if year >= min(done)}
    silent = silent_years(asked, done, aimed, reported if len(units) == 1 else ())
    told = _with_otherwise(searcher, replace(asked, name=name), lines)
    lines = [with_years_before(searcher, line, asked) for line in told]
    told_so = {year for line in lines for year in (*line.others, *line.reckoned)}
    silent = tuple(year for year in silent if year not in told_so)
    unreported = tuple(year for year in silent if reported and year not in reported)
    when = (asked.when, asked.since, asked.until) if asked.when else None
    is_of_one = len({year for line in lines for year, _ in line.years}) == 1
    shown = tuple(lines[: _OF_ONE_YEAR if is_of_one else _SHOWN])
    left_out, first = len(lines) - len(shown), lines[0].indicator
    return Course(
        name, first, filters, shown, left_out, silent, unreported, theme, when, than=asked.than
    )


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
    yield from asked.cases
    yield from asked.names


def _lines(searcher: Searcher, asked: AskedName, filters: Filters) -> tuple[list[CourseLine], str]:
    """What is told of the measure, in years without it what may stand for it or is told in other
    words, of a team the numbers of its people; and the theme that it is of."""
    if found := _members(searcher, asked, filters):
        return found, ""
    if asked.unit == CHANGE:
        told = changes_of_measure(searcher, asked, filters)
        lines = lines_of_rows(searcher, asked, told.same, told.near)
        lines = _with_worked_out(searcher, asked, filters, lines, told.steps)
        if lines or asked.span:
            return lines, ""
        asked = replace(asked, unit="")
    told = rows_of_measure(searcher, asked, filters, is_series=True)
    return lines_of_rows(searcher, asked, told.same, told.near), told.theme


def _members(searcher: Searcher, asked: AskedName, filters: Filters) -> list[CourseLine]:
    """The numbers of a named team's people, of its teams, or (规模) of both."""
    is_whole = asked.name.endswith("规模")
    found: list[FigureRow] = []
    if is_whole or asked.unit in ("支", "队", "组"):
        found += teams_of(searcher, asked.name, filters)
    if is_whole or asked.unit in PEOPLE:
        found += members_of(searcher, asked.name, filters)
    asked = replace(asked, unit="")
    lines = course_lines(measures_in(searcher, of_offices(found, False), "source"), asked)
    return sorted(lines, key=lambda line: (line.is_aim, line.unit))


def _with_worked_out(
    searcher: Searcher,
    asked: AskedName,
    filters: Filters,
    lines: list[CourseLine],
    steps: Sequence[FigureRow],
) -> list[CourseLine]:
    """Lines of changes with those of other years that the figures of two years tell."""
    first = asked.since - 1 if asked.span else asked.since
    levels = replace(asked, name=without_change(asked.name), unit="", since=first, only=())
    told = rows_of_measure(searcher, levels, filters, is_series=True)
    found = {line.unit: line for line in reversed(lines) if not line.is_aim}
    for line in lines_of_rows(searcher, levels, told.same, told.near):
        measure = replace(line.measure, kind="change", unit="%")
        own = found.get(line.unit, replace(line, measure=measure, years=(), others=frozenset()))
        known = {year for year, rows in own.years if not all(map(is_of_part, rows))}
        held = {line.unit: [row for _, rows in line.years for row in rows]}
        worked = {
            year: one
            for year in sorted({year for year, _ in line.years} - known)
            if asked.has(year) and not line.is_aim
            for one in worked_out(searcher, held, steps, year, _reader_of(line))
        }
        if worked:
            every = {**dict(own.years), **{year: one.rows[:1] for year, one in worked.items()}}
            by = {year: one.change or 0.0 for year, one in worked.items()}
            told_so = tuple(sorted(every.items(), key=itemgetter(0)))
            found[line.unit] = replace(own, years=told_so, worked={**own.worked, **by})
    aims = [line for line in lines if line.is_aim]
    return [*sorted(found.values(), key=lambda line: line.unit), *aims]


def _reader_of(line: CourseLine) -> Callable[[Sequence[FigureRow], int], tuple[FigureRow, ...]]:
    """Reads what a line tells of a whole year."""
    years = dict(line.years)
    return lambda _, year: tuple(row for row in years.get(year, ()) if not is_of_part(row))
