"""Work out for how many years running what units tell has fallen, or risen, by their courses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.text.normalizer import normalize
from search.comparing.asked_names import CHANGE
from search.comparing.asked_units import asked_of_units
from search.comparing.courses import course_of_asked
from search.comparing.measures import is_told, year_of
from search.comparing.theme_outcomes import cases_opened
from search.comparing.told_measure import changes_of_measure, told_measure
from search.comparing.wordings.peaks import rows_of_years
from search.figures.answer import FigureAnswer
from search.figures.dating import Lasting, is_of_part, lasting
from search.figures.dimensions import number
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.unit_names import offices
from search.request import Filters, SearchRequest
from search.rewrite.first_year import UNIT
from search.searcher import Searcher

_MOST_UNITS, _SHOWN, _LEAST = 32, 8, 2  # units whose courses are read; answers; years
TIED = "并列"  # of several that are as long
_RUNNING = re.compile(
    "(?:已经?)?(?:连续|接连|连年|连)(?:了|有)?(?P<n>(?:几|多少)个?年)?(?:都|在)?"
    "(?:(?P<down>下降|减少|降|跌)|上升|增长|增加|升|涨)(?:了)?(?P<long>(?:几|多少)个?年|(?:的?(?:时间|年[数头限]))?最[长久多])?的?"
)
_SINCE = re.compile("(?:从|自)?(?:哪一?年|什么时候|何时)(?:开始|起)?")
_WHO = re.compile(
    f"(?:是)?(?:谁|哪一?[个家些]{UNIT}?|各{UNIT})的?|的?{UNIT}[?？]?$|(?:时间)?最[长久]的?"
)


def running_answers(searcher: Searcher, request: SearchRequest) -> tuple[FigureAnswer, ...]:
    """Of each unit asked for, the longest first; () for other questions."""
    form = normalize(request.q)
    asks = _RUNNING.search(bare := _SINCE.sub("", form))
    is_asked = asks and (asks["n"] or asks["long"] or bare != form or _WHO.search(form))
    if asks is None or not is_asked or request.filters:
        return ()
    bare = _WHO.sub("", _RUNNING.sub("", bare)).strip(" ?？的")
    way = "down" if asks["down"] else "up"
    if not bare:
        return _of_anything(searcher, way)
    asked, filters = asked_of_units(searcher, f"{bare}历年", form)
    subject = asked.name
    asked = replace(asked, name=cases_opened(searcher, subject) or subject)
    measure = told_measure(searcher, asked.name, filters)
    told = (*measure.same, *measure.near)
    names = {row.family for row in told}
    moved = _moved(searcher, way, filters)
    moved = [row for row in moved if row.family in names or subject in row.family]
    changes = changes_of_measure(searcher, replace(asked, unit=CHANGE), filters)
    every = (row for row in (*changes.same, *changes.steps) if row.figure.direction)
    steps = [row for row in every if is_told(row) and not is_of_part(row)]
    sources = dict.fromkeys(row.paragraph.source or "" for row in (*told, *moved, *steps))
    units = filters.of("source") or offices(sources)
    found = []
    for unit in units if len(units) <= _MOST_UNITS else ():
        course = course_of_asked(searcher, asked, Filters(source=(unit,)))
        rows = rows_of_years(course) if course is not None else []
        own, said = ([r for r in one if r.paragraph.source == unit] for one in (moved, steps))
        found += _of_unit(_run(rows, said, way), own)
    return _ordered(found)


def _of_unit(run: Sequence[FigureRow], printed: Sequence[FigureRow]) -> list[FigureAnswer]:
    """What a unit printed last, and how long that is now if its course tells that it went on; or
    its course alone, where this is longer."""
    last = max(printed, key=_year, default=None)
    if last is None or number(last) < len(run):
        return [_worked_out(run)] if len(run) >= _LEAST else []
    later = [_year(row) for row in run if _year(row) > _year(last)]
    goes_on = later and later[-1] == _year(last) + 1
    at = (later[0], int(number(last)) + len(later)) if goes_on else None
    return [replace(_as_printed(last), at=at)]


def running_years(answer: FigureAnswer) -> float:
    """For how many years it has gone on."""
    return answer.at[1] if answer.at else number(answer.row)


def _ordered(found: list[FigureAnswer]) -> tuple[FigureAnswer, ...]:
    """The longest first; of several units those that have it together say so."""
    found.sort(key=running_years, reverse=True)
    top = [one for one in found if running_years(one) == running_years(found[0])]
    said = TIED if len(top) > 1 else ""
    found = [replace(one, said=said) for one in top] + found[len(top) :]
    return tuple(replace(one, compared=len(found)) for one in found[:_SHOWN])


def _of_anything(searcher: Searcher, direction: str) -> tuple[FigureAnswer, ...]:
    """Whatever reports print to have moved so for years, where nothing says of what it is asked."""
    moved = sorted(_moved(searcher, direction, Filters()), key=number)
    longest = {(row.paragraph.source, row.family): row for row in moved}
    return _ordered([_as_printed(row) for row in longest.values()])


def _moved(searcher: Searcher, direction: str, filters: Filters) -> list[FigureRow]:
    """What reports print to have moved so for years."""
    rows = searcher.figure_listing(FigureRequest(kinds=("streak",), filters=filters)).rows
    return [row for row in rows if row.figure.direction == direction and is_told(row)]


def _as_printed(row: FigureRow) -> FigureAnswer:
    span = lasting(row)
    return FigureAnswer(row, 1, begun=(row, span) if span is not None else None)


def _run(rows: Sequence[FigureRow], steps: Iterable[FigureRow], way: str) -> list[FigureRow]:
    """The figures of the last years in which a measure moved that way, the latest first: told less
    (or more) than of the year before, or said to be (交通亡人82人，同比下降6.8%)."""
    levels = {_year(row): row for row in rows}
    said = {_year(row): row for row in steps}
    found: list[FigureRow] = []
    for year in range(max((*levels, *said), default=0), 0, -1):
        own, before = levels.get(year), levels.get(year - 1)
        if own is not None and before is not None:
            moved = number(own) - number(before)
            is_so = moved < 0 if way == "down" else moved > 0
        else:
            is_so = year in said and said[year].figure.direction == way
        if not is_so:
            break
        found.append(own or said[year])
    return found


def _worked_out(run: Sequence[FigureRow]) -> FigureAnswer:
    last, years = run[0], len(run)
    said = replace(
        last.figure, kind="streak", unit="年", value=str(years), value_text=f"推算{years}年"
    )
    span = Lasting(_year(run[-1]), _year(last), False, False, last.figure.quote)
    row = replace(last, figure=said)
    return FigureAnswer(row, 1, begun=(row, span))


def _year(row: FigureRow) -> int:
    return year_of(row) or 0
