"""Answer in which year a unit's measure was most or least, however that is asked, by its course.

数哪一年最多, 哪年到的顶, 最高年份, 什么时候人最多: without what asks so the rest is a measure, and
its course tells the years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.text.normalizer import normalize
from search.comparing.courses import Course, course_of
from search.comparing.tables.course_lines import counts_like
from search.figures.answer import FigureAnswer
from search.figures.asking import sought_in
from search.figures.dating import is_of_part
from search.figures.dimensions import number
from search.figures.results import FigureRow
from search.figures.superlatives import NEXT_BEST
from search.request import SearchRequest
from search.searcher import Searcher

_LONGEST = 40  # characters of a question
_WHEN = re.compile(
    "(?:出现|发生|落)?[是在]?(?:的?是)?(?:哪一?个?年(?:份|度)?|哪个年[份头]|什么时[候间]|啥时候?|何[时年]|几几年|(?<=的)?年份)(?:的)?是?"
)
_MOST = re.compile(
    "(?P<least>最[少低小]|谷底|最低点)|得?最[多高大强壮](?:大)?|[到封]的?顶(?!点)|见顶|峰值|顶峰|最?高峰|顶点"
)
_WHO = re.compile("谁|哪[一几]?[个家些](?!年)|单位|各局")
_FILLS = re.compile("[,，、。?!的是在了数来着呢啊到达得\\s]+")
_PEOPLE = re.compile("(?:队伍|队员|成员|人(?:手|马)?|规模)$")
_SAYS_LITTLE = re.compile("(?:起|次|场|件|数)+$")


def peak_answers(searcher: Searcher, request: SearchRequest) -> tuple[FigureAnswer, ...]:
    """The year with the most, or the least, of what one unit tells; () for other questions, and
    where fewer than two years are told, or more are not. Some months are set beside no year."""
    form = normalize(request.q)
    if not request.is_first or request.is_narrowed or len(form) > _LONGEST:
        return ()
    most, when, sought = _MOST.search(form), _WHEN.search(form), sought_in(form)
    if not (most and when) or _WHO.search(form) or (sought and sought.is_change):
        return ()
    bare = _FILLS.sub(" ", _MOST.sub(" ", _WHEN.sub(" ", form))).strip()
    for text in _texts(bare):
        course = course_of(searcher, text)
        rows = rows_of_years(course) if course is not None else []
        unread = course.unread if course is not None else ()
        if len(rows) > max(1, len(unread)):
            answers = _answers(rows, is_least=most["least"] is not None)
            return tuple(replace(one, unread=unread) for one in answers)
    return ()


def _texts(bare: str) -> Iterator[str]:
    """Texts that ask for the course; of a team how many people it has."""
    joined = bare.replace(" ", "")
    if _PEOPLE.search(joined):
        yield f"{_PEOPLE.sub('', joined)}人数历年"
    yield f"{joined}历年"
    if (less := _SAYS_LITTLE.sub("", joined)) != joined:
        yield f"{less}历年"


def rows_of_years(course: Course) -> list[FigureRow]:
    """Of each year one figure that was reached, by the first line and those of like measure; none
    where several units tell."""
    done = [line for line in course.lines if not line.is_aim]
    if not done or len({line.unit for line in done}) > 1:
        return []
    first = next((line for line in done if not line.is_other), done[0])
    years: dict[int, FigureRow] = {}
    for line in (first, *(line for line in done if counts_like(line.measure, first.measure))):
        for year, rows in line.years:
            whole = [row for row in rows if not is_of_part(row) or row.figure.kind == "rate"]
            if whole:
                years.setdefault(year, whole[0])
    return list(years.values())


def _answers(rows: list[FigureRow], is_least: bool) -> tuple[FigureAnswer, ...]:
    rows.sort(key=number, reverse=not is_least)
    best = [row for row in rows if number(row) == number(rows[0])]
    if len(best) == len(rows):
        return ()
    behind = tuple(rows[len(best) : len(best) + NEXT_BEST])
    return tuple(FigureAnswer(row, len(rows), behind, is_when=True) for row in best)
