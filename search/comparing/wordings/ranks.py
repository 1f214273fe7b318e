"""Answer who stands at a place in an order, or when, by what reports say of places: 居全市第一."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from indexer.text.normalizer import normalize
from indexer.text.numerals import whole_number
from search.clauses import clause_start
from search.comparing.asked_units import units_named
from search.comparing.measures import is_told, year_of
from search.figures.answer import FigureAnswer, unit_of
from search.figures.dimensions import number
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.request import Filters, SearchRequest
from search.rewrite.first_year import UNIT
from search.searcher import Searcher

_LONGEST, _MOST_ROWS, _SHOWN = 40, 2_000, 4
_NUMBER = "[一二三四五六七八九十]{1,2}|[0-9]{1,2}"
_PLACE = re.compile(
    rf"(?:[居列排位]|排名|位次)*(?:[在到过进]|升[至到])*(?P<last>倒数|末位|垫底)?(?:第(?P<at>{_NUMBER})(?![季期批次届])|(?P<first>首位|榜首|头名))[名位]?"
)
_BEST = re.compile("最[好高前]|最靠前")
_WORST = re.compile("最[差低后]|最?靠后|垫底")
_RANK = re.compile("排名|名次|位次|第几[名位]?|排[在到]过?")
_WHO = re.compile(f"谁家?|哪[一几]?[个家些]{UNIT}?")
_WHEN = re.compile("哪一?年份?|什么时[候间]|啥时候?|何[时年]|几几年")
_SCOPE = re.compile("全[省市国县区]")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年?(?!\d)")
_FILLS = re.compile(
    "请问|里面?|之?中|当中|各?[县市区]{1,3}(?=里|中|排|$)|各|[,，、。?!的是在了过到呢啊得最好差靠前后高低排居列位\\s]+"
)


def rank_answers(searcher: Searcher, request: SearchRequest) -> tuple[FigureAnswer, ...]:
    """What reports say of the place that is asked for, the latest first; () for other questions."""
    form = normalize(request.q)
    if not request.is_first or request.is_narrowed or len(form) > _LONGEST:
        return ()
    place, who, when = _PLACE.search(form), _WHO.search(form), _WHEN.search(form)
    is_extreme = (_BEST.search(form) or _WORST.search(form)) and _RANK.search(form)
    if not ((place or is_extreme) and (who or when)) or "连续" in form:
        return ()
    pieces = list(searcher.unit_names().apart_as_typed(form))
    field, named = units_named(searcher, pieces[1::2])
    units = tuple(dict.fromkeys(unit for own in named for unit in own))
    measure, is_worst = _measure(pieces), _WORST.search(form) is not None
    rows = _rows(searcher, form, measure, units if field == "source" else ())
    rows = _at_place(rows, place) if place else _extreme(rows, is_worst)
    if who and place and units and not rows:  # of the counties of a city
        every = _at_place(_rows(searcher, form, measure, ()), place)
        rows = [row for row in every if pieces[1] in _clause(row)]
    rows.sort(key=lambda row: -(year_of(row) or 0))
    if when is None:
        rows = list({unit_of(row): row for row in reversed(rows)}.values())[::-1]
    return tuple(FigureAnswer(row, len(rows), is_when=when is not None) for row in rows[:_SHOWN])


def _measure(pieces: Sequence[str]) -> str:
    """What is left of a question: 安全感."""
    rest = " ".join(pieces[::2])
    for pattern in (_YEAR, _WHEN, _WHO, _PLACE, _SCOPE, _RANK, _FILLS):
        rest = pattern.sub(" ", rest)
    return "".join(rest.split())


def _rows(searcher: Searcher, form: str, measure: str, units: Sequence[str]) -> list[FigureRow]:
    """The places told of a measure, in the order and the year that are asked for."""
    if len(measure) < 2:
        return []
    asked = FigureRequest(kinds=("rank",), filters=Filters(source=units))
    told = islice(searcher.figure_listing(asked).rows, _MOST_ROWS)
    scope, year = _SCOPE.search(form), _YEAR.search(form)
    return [
        row
        for row in told
        if row.figure.value is not None and row.figure.qualifier is None and is_told(row)
        if measure in (clause := _clause(row)) and (scope is None or scope[0] in clause)
        if year is None or year_of(row) == int(year["year"])
    ]


def _clause(row: FigureRow) -> str:
    """The sentence of a place, up to it, from the last semicolon on."""
    text, end = row.paragraph.text, row.figure.end
    start = clause_start(text, row.figure.value_start, "。！？；;\n")
    return normalize(text[start:end])


def _at_place(rows: Sequence[FigureRow], place: re.Match[str]) -> list[FigureRow]:
    numeral = place["at"]
    at = whole_number(numeral) or 0 if numeral else 1
    is_last = place["last"] is not None
    return [row for row in rows if number(row) == at and ("倒数" in row.figure.quote) == is_last]


def _extreme(rows: Sequence[FigureRow], is_worst: bool) -> list[FigureRow]:
    """Where one unit, or all in one order, stood highest or lowest."""
    rows = [row for row in rows if "倒数" not in row.figure.quote]
    if len(rows) < 2:
        return []
    best = (max if is_worst else min)(map(number, rows))
    return [row for row in rows if number(row) == best]
