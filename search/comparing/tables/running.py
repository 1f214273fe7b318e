"""Work out for how many years running what units tell has fallen, or risen, by their courses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from indexer.text.normalizer import normalize
from search.comparing.asked_units import asked_of_units
from search.comparing.courses import course_of_asked
from search.comparing.measures import is_told, year_of
from search.comparing.told_measure import told_measure
from search.comparing.wordings.peaks import rows_of_years
from search.figures.answer import FigureAnswer
from search.figures.dating import Lasting
from search.figures.dimensions import number
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.unit_names import offices
from search.request import Filters, SearchRequest
from search.rewrite.first_year import UNIT
from search.searcher import Searcher

_MOST_UNITS, _SHOWN, _LEAST = 32, 8, 2  # units whose courses are read; answers; years
_RUNNING = re.compile(
    "(?:已经?)?(?:连续|接连|连年|连)(?:了|有)?(?P<n>(?:几|多少)个?年)?(?:都|在)?"
    "(?:(?P<down>下降|减少|降|跌)|上升|增长|增加|升|涨)(?:了)?(?P<long>(?:几|多少)个?年|(?:的?(?:时间|年[数头限]))?最[长久多])?的?"
)
_WHO = re.compile(
    f"(?:是)?(?:谁|哪一?[个家些]{UNIT}?|各{UNIT})的?|的?{UNIT}[?？]?$|(?:时间)?最[长久]的?"
)


def running_answers(searcher: Searcher, request: SearchRequest) -> tuple[FigureAnswer, ...]:
    """Of each unit asked for, the longest first; () for other questions."""
    form = normalize(request.q)
    asks = _RUNNING.search(form)
    if asks is None or not (asks["n"] or asks["long"] or _WHO.search(form)) or request.filters:
        return ()
    bare = _WHO.sub("", _RUNNING.sub("", form)).strip(" ?？的")
    if not bare:
        return _of_anything(searcher, "down" if asks["down"] else "up")
    asked, filters = asked_of_units(searcher, f"{bare}历年", form)
    units = filters.of("source")
    if not units:
        told = told_measure(searcher, asked.name, Filters())
        every = (row.paragraph.source or "" for row in (*told.same, *told.near))
        units = tuple(offices(dict.fromkeys(every)))
    found = []
    for unit in units if len(units) <= _MOST_UNITS else ():
        course = course_of_asked(searcher, asked, Filters(source=(unit,)))
        rows = rows_of_years(course) if course is not None else []
        run = _run(rows, bool(asks["down"]))
        own = replace(request, q=f"{unit}{asked.name}连续几年{'下降' if asks['down'] else '上升'}")
        printed = next((o for o in searcher.figure_answers(own) if _tells(o, len(run))), None)
        if printed is not None:
            found.append((int(number(printed.row)), printed))
        elif len(run) >= _LEAST:
            found.append((len(run), _answer(run, len(rows))))
    found.sort(key=lambda one: -one[0])
    return tuple(answer for _, answer in found[:_SHOWN])


def _of_anything(searcher: Searcher, direction: str) -> tuple[FigureAnswer, ...]:
    """Whatever reports print to have moved so for years, where nothing says of what it is asked."""
    rows = searcher.figure_listing(FigureRequest(kinds=("streak",))).rows
    moved = sorted((r for r in rows if r.figure.direction == direction and is_told(r)), key=number)
    longest = {(row.paragraph.source, row.family): row for row in moved}
    return tuple(FigureAnswer(row, len(longest)) for row in reversed(longest.values()))[:_SHOWN]


def _tells(answer: FigureAnswer, worked_out: int) -> bool:
    """Whether a report prints for how long it moved so, and for longer than its figures show."""
    figure = answer.row.figure
    moved = re.search("[降减跌升增涨]", figure.quote) is not None
    return figure.kind == "streak" and moved and number(answer.row) >= worked_out


def _run(rows: Sequence[FigureRow], falls: bool) -> list[FigureRow]:
    """The last years of which each is followed by the next, and told less than the one before."""
    latest = sorted(rows, key=lambda row: -(year_of(row) or 0))
    pairs = takewhile(lambda pair: _goes_on(*pair, falls), pairwise(latest))
    return [row for row, _ in pairs]


def _goes_on(row: FigureRow, before: FigureRow, falls: bool) -> bool:
    is_next = (year_of(row) or 0) - 1 == year_of(before)
    return is_next and (number(row) < number(before) if falls else number(row) > number(before))


def _answer(run: Sequence[FigureRow], compared: int) -> FigureAnswer:
    last, years = run[0], len(run)
    said = replace(
        last.figure, kind="streak", unit="年", value=str(years), value_text=f"推算{years}年"
    )
    span = Lasting(year_of(run[-1]) or 0, year_of(last) or 0, False, False, last.figure.quote)
    row = replace(last, figure=said)
    return FigureAnswer(row, compared, begun=(row, span))
