"""Answer a question for one figure of several units: what each of them says of one year.

临河、宁塘2024年电诈立案多少, 电诈破案数哪家多: the outcome of a theme, in whatever words each unit
has for it, or an indicator by its name. Silent where fewer than two units tell of the same year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from indexer.text.normalizer import normalize
from search.comparing.asked_names import QUOTES, AskedName
from search.comparing.asked_units import (
    is_plain,
    rest_and_years,
    subjects_asked,
    units_named,
)
from search.comparing.measures import (
    By,
    against,
    is_of_years,
    is_told,
    part_of,
    place_of,
    rewritten,
    with_corrected,
    year_of,
)
from search.comparing.outcomes import near_outcomes, same_outcome
from search.comparing.related import measure_word
from search.comparing.tables.asked_table import GROUP
from search.comparing.theme_outcomes import AskedOutcome, asked_outcome, theme_outcome
from search.figures.dating import exact_of_year
from search.figures.dimensions import counted_unit, in_unit
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.request import Filters, SearchRequest
from search.results import Interpretation
from search.rewrite.questions import plain_most

if TYPE_CHECKING:
    from search.searcher import Searcher

_Rows: TypeAlias = Mapping[str, Sequence[FigureRow]]  # by unit
_Held: TypeAlias = tuple[_Rows, _Rows]

_MOST_UNITS, _MOST_ROWS, _OF_UNIT, _MOST_UNREPORTED = 16, 600, 3, 8
_BUREAU = re.compile("(?:局|厅|总队|支队|大队)$")
_NO_LEVELS_NOR_STREAKS = ("change", "rank", "spec")
_NO_LEVELS = (*_NO_LEVELS_NOR_STREAKS, "streak")
_ASKS_WHICH = re.compile(
    "哪[几一]?[个家些]|谁|排名|排行|对比|比较|横向|比一比"
    "|最[高多大低少小]的(?:单位|部门|公安局|[市县分]?局|地方|[市县区])(?![一-龥])"
)
# 甲和乙谁的立案更多: who of them, and which way
_WHO = re.compile(
    "谁家?的?|哪[几一]?[个家](?:公安局|单位|地方|局|地)?的?"
    "|(?:谁|哪[个家边])?[更最比较]*(?<!多)[多少高低大小](?!少)一?些?[?？]?$"
)
_LATEST = re.compile("(?:(?:目前|现在)的?)?(?:最新|最近一[次年]|最近)的?(?:数据?|数值|情况|一年)?")
_OVER_YEARS = re.compile(
    "历年|逐年|每年|各年|这几年|近[几两三四五六七八九十]年|走势|趋势|变化|以来"
)
# How much it changed is no level: the figures themselves would answer another question.
_CHANGE = re.compile(
    "[降升增涨]幅|增速|[降升增涨减]得|(?:下降|上升|增长|减少|增加)(?:了|最|多少|得)"
)
_MOST = re.compile("[最更谁家个局位][高多大]|[高多大]的?(?:是谁|[?？]?$)")
_LEAST = re.compile("[最更谁家个局位](?:低|(?<!多)少|小)|(?:低|(?<!多)少|小)的?(?:是谁|[?？]?$)")


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """What one unit says: mostly one figure, a few where its reports give several."""

    unit: str
    rows: tuple[FigureRow, ...]

    @property
    def year(self) -> int | None:
        return year_of(self.rows[0])

    @property
    def printed(self) -> tuple[tuple[FigureRow, str], ...]:
        """Each figure, and its value in digits where it is not printed so."""
        return tuple((row, rewritten(row, row.figure.unit)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What units say of `name` in a year, the greatest first where the most is asked for; `theme`
    is that of which it is an outcome, "" for an indicator.

    `near`: what other units say of what only seems to be the same (涉案金额 for 损失); `silent`:
    units that were named, of which nothing is read. `leading`: the units with the most,
    or the least (`is_least`), where that is asked for (`is_ranked`) and can be told. `wordings`:
    the printed names, if they differ: whether they count the same is for the reader to see.
    `wholes`: units whose figures hold those of others here. `unreported`: bureaus of which the
    library has no report of that year. `rivals`: units of `near` that may be before the first.
    """

    name: str
    year: int
    lines: tuple[UnitFigure, ...]
    near: tuple[UnitFigure, ...]
    silent: tuple[str, ...]
    left_out: int
    leading: tuple[str, ...] = ()
    is_ranked: bool = False
    is_least: bool = False
    wordings: tuple[str, ...] = ()
    theme: str = ""
    wholes: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    unreported: tuple[str, ...] = ()

    @property
    def is_level(self) -> bool:
        """Whether it is higher or lower, as rates are, and not more or less."""
        return self.lines[0].rows[0].figure.kind == "rate"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question names: the units of each name, or those that it means, subjects to be tried,
    and the year."""

    by: By
    named: tuple[tuple[str, ...], ...]
    meant: tuple[str, ...]  # without names: 各分局, the branches
    subjects: tuple[str, ...]
    year: int | None
    degree: bool | None  # True: the most, False: the least
    is_latest: bool = False  # each unit's own latest year

    @property
    def filters(self) -> Filters:
        units = tuple(dict.fromkeys(unit for own in self.named for unit in own)) or self.meant
        years = () if self.year is None else (str(self.year), str(self.year + 1))
        return Filters(**{self.by: units, "year": years})


def units_asked(
    searcher: Searcher, request: SearchRequest, query: Interpretation
) -> UnitFigures | None:
    """What several units say, where a first, whole list is asked so: by the words as they were
    mended. None where a unit is named that the library has not."""
    is_first = request.mode == "smart" and request.page == 1
    if not is_first or request.filters or request.within or query.unheld:
        return None
    return unit_figures(searcher, query.meant.strip(QUOTES))


def unit_figures(searcher: Searcher, text: str) -> UnitFigures | None:
    """None for a text that does not ask so, or that is not surely answered."""
    asked = _read(searcher, text)
    if asked is None:
        return None
    for subject in asked.subjects:
        of = asked_outcome(searcher, subject)
        held, near = (
            _of_theme(searcher, asked, subject, of)
            if of is not None
            else (_of_indicator(searcher, asked, subject), {})
        )
        if asked.degree is not None and not asked.named:
            whole = searcher.unit_names().whole_of(held)
            held, near = ({u: r for u, r in h.items() if u != whole} for h in (held, near))
        told = _told(asked, subject, held, near)
        if told is not None:
            wholes = searcher.unit_names().containing(line.unit for line in told.lines)
            theme = of.theme.name if of is not None else ""
            unreported = _unreported(searcher, asked, told)
            return replace(told, theme=theme, wholes=wholes, unreported=unreported)
    return None


def _unreported(searcher: Searcher, asked: _Asked, told: UnitFigures) -> tuple[str, ...]:
    """The bureaus asked for that have no report of the year asked for, but of one beside it."""
    if asked.year is None or asked.named or asked.by != "source":
        return ()
    beside = {str(asked.year - 1), str(asked.year + 1)}
    known = searcher.facet_pairs("year", "source")
    shown = {line.unit for line in (*told.lines, *told.near)}
    return tuple(
        unit
        for unit, years in known.items()
        if unit not in shown and (not asked.meant or unit in asked.meant) and _BUREAU.search(unit)
        if beside & years.keys() and str(asked.year) not in years
    )[:_MOST_UNREPORTED]


def _read(searcher: Searcher, text: str) -> _Asked | None:
    form = plain_most(normalize(text))
    if not is_plain(text) or _OVER_YEARS.search(form) or _CHANGE.search(form):
        return None
    pieces = searcher.unit_names().apart_as_typed(text, form)
    names = tuple(dict.fromkeys(pieces[1::2]))
    field, named = units_named(searcher, names)
    is_across = not names and any(asks.search(form) for asks in (GROUP, _ASKS_WHICH))
    if not (is_across or (len(names) > 1 and len(named) > 1)):
        return None
    pieces = [_WHO.sub("", piece) if names else piece for piece in pieces[::2]]
    rest, years = rest_and_years([_LATEST.sub(" ", GROUP.sub(" ", piece)) for piece in pieces])
    if len(years) > 1 or any(not year.isdecimal() for year in years):
        return None
    subjects = tuple(reversed(subjects_asked(rest)))
    degree = True if _MOST.search(form) else False if _LEAST.search(form) else None
    year = int(years[0]) if years else None
    is_latest = year is None and degree is None and _LATEST.search(form) is not None
    meant = () if named else searcher.unit_names().meant(form)
    by: By = "region" if field == "region" and named else "source"
    return _Asked(by, named, meant, subjects, year, degree, is_latest)


def _of_theme(searcher: Searcher, asked: _Asked, subject: str, of: AskedOutcome) -> _Held:
    """What the units say of an outcome of a theme, in all words for it, and what is near to it."""
    wanted = same_outcome(of.outcome)
    held = _most_told(searcher, asked, subject)
    near: dict[str, list[FigureRow]] = {}
    for name in near_outcomes(wanted) if held else ():
        if name != wanted:
            for unit, rows in _most_told(searcher, asked, of.word + name).items():
                near.setdefault(unit, []).extend(rows)
    return held, near


def _most_told(searcher: Searcher, asked: _Asked, subject: str) -> _Rows:
    found = theme_outcome(searcher, subject, asked.filters)
    rows = with_corrected(found.rows) if found is not None else ()
    told = (row for row in rows if row.figure.kind not in _NO_LEVELS and is_told(row))
    groups = grouped(told, asked.by, lambda row: "")
    return groups[0] if groups else {}


def _of_indicator(searcher: Searcher, asked: _Asked, name: str) -> _Rows:
    """What the units say of an indicator; of a bare 破案率 that of one thing that two tell."""
    for one in AskedName(name).names:
        lacks = _NO_LEVELS if asked.degree is not None else _NO_LEVELS_NOR_STREAKS
        rows = _levels(searcher, FigureRequest(indicators=(one,), filters=asked.filters), lacks)
        groups = grouped(rows, asked.by, lambda row: "")
        if groups and len(groups[0]) > 1:
            return groups[0]
    if measure_word(name) != name:
        return {}
    rows = _levels(searcher, FigureRequest(q=name, filters=asked.filters))
    groups = grouped(
        (row for row in rows if row.family.endswith(name)), asked.by, lambda row: row.family
    )
    shared = [group for group in groups if len(group) > 1]
    return shared[0] if len(shared) == 1 else {}


def _levels(
    searcher: Searcher, request: FigureRequest, lacks: Sequence[str] = _NO_LEVELS
) -> list[FigureRow]:
    listing = searcher.figure_listing(request)
    rows = with_corrected(islice(listing.rows, _MOST_ROWS))
    return [r for r in rows if r.figure.kind not in lacks and is_told(r)]


def grouped(rows: Iterable[FigureRow], by: By, name: object) -> list[dict[str, list[FigureRow]]]:
    """The figures of one name, kind and unit, by place: those of most places first."""
    groups: dict[tuple[object, ...], dict[str, list[FigureRow]]] = {}
    for row in rows:
        figure = row.figure
        key = (name(row), figure.kind, counted_unit(row.family, figure.unit))  # type: ignore[operator]
        if place := place_of(row, by):
            groups.setdefault(key, {}).setdefault(place, []).append(row)
    return sorted(groups.values(), key=len, reverse=True)


def _told(asked: _Asked, name: str, held: _Rows, near: _Rows) -> UnitFigures | None:
    """The figures of the year asked for, else of the latest one that most units tell of, or of each
    unit's own where that is asked for; of a streak (连续16年) it is what holds now."""
    is_streak = any(row.figure.kind == "streak" for rows in held.values() for row in rows)
    if asked.is_latest or (is_streak and asked.year is None):
        return _latest(asked, name, held)
    years = (year_of(r) for rows in held.values() for r in _different_years(rows))
    counts = Counter(year for year in years if year is not None)
    year = asked.year or max(counts, key=lambda one: (counts[one], one), default=0)
    lines = _lines(asked, held, year)
    told = {line.unit for line in lines}
    beside = [line for line in _lines(asked, near, year) if line.unit not in told]
    if not lines or len(lines) + len(beside) < 2:
        return None
    told |= {line.unit for line in beside}
    leading, rivals = _leading(asked, lines), _rivals(asked, lines, beside)
    called = dict.fromkeys(row.figure.indicator for line in lines for row in line.rows)
    return UnitFigures(
        name,
        year,
        tuple(lines[:_MOST_UNITS]),
        tuple(beside[:_MOST_UNITS]),
        tuple(own[0] for own in asked.named if own and not told.intersection(own)),
        max(0, len(lines) - _MOST_UNITS),
        () if rivals else leading,
        asked.degree is not None,
        asked.degree is False,
        tuple(called) if len(called) > 1 else (),
        rivals=rivals if leading else (),
    )


def _latest(asked: _Asked, name: str, held: _Rows) -> UnitFigures | None:
    """What each unit told last."""
    own = {unit: list(filter(is_whole, rows)) for unit, rows in held.items()}
    years = {unit: max((year_of(r) or 0 for r in rows), default=0) for unit, rows in own.items()}
    lines = [line for unit in own for line in _lines(asked, {unit: own[unit]}, years[unit])]
    if len(lines) < 2:
        return None
    if not asked.named:
        lines.sort(key=lambda line: (line.year or 0, _value(line)), reverse=True)
    return UnitFigures(
        name,
        max(years.values()),
        tuple(lines[:_MOST_UNITS]),
        (),
        tuple(own[0] for own in asked.named if own and not held.keys() & own),
        max(0, len(lines) - _MOST_UNITS),
        wordings=tuple(dict.fromkeys(r.figure.indicator for ln in lines for r in ln.rows)),
    )


def _different_years(rows: Sequence[FigureRow]) -> Iterable[FigureRow]:
    return {year_of(row): row for row in rows if is_whole(row)}.values()


def _lines(asked: _Asked, held: _Rows, year: int) -> list[UnitFigure]:
    """In the order in which units are named; by value where the most is asked for, or no unit."""
    told = ((unit, of_year(list(filter(is_whole, rows)), year)) for unit, rows in held.items())
    lines = [UnitFigure(unit, rows) for unit, rows in told if rows]
    if asked.degree is not None or not asked.named:
        return sorted(lines, key=_value, reverse=asked.degree is not False)
    order = {unit: at for at, unit in enumerate(unit for own in asked.named for unit in own)}
    return sorted(lines, key=lambda line: order.get(line.unit, len(order)))


def _leading(asked: _Asked, lines: Sequence[UnitFigure]) -> tuple[str, ...]:
    if asked.degree is None or len(lines) < 2 or any(len(line.rows) > 1 for line in lines):
        return ()
    first = tuple(line.unit for line in lines if _value(line) == _value(lines[0]))
    return first if len(first) < len(lines) else ()


def _rivals(
    asked: _Asked, lines: Sequence[UnitFigure], beside: Sequence[UnitFigure]
) -> tuple[str, ...]:
    """Units that count in other words and would not stand behind the first: 接报198起, where the
    fewest 立案 are 263. Nobody can say who is first then."""
    if asked.degree is None or not lines:
        return ()
    best, kind = _value(lines[0]), lines[0].rows[0].figure.kind
    values = [(line.unit, _value(line)) for line in beside if line.rows[0].figure.kind == kind]
    return tuple(unit for unit, v in values if (v >= best if asked.degree else v <= best))


def is_whole(row: FigureRow) -> bool:
    """Whether a figure is the unit's own of one year, as it is right, and against nothing."""
    is_own = not part_of(row) and not against(row) and row.corrected is None
    return is_own and not is_of_years(row)


def of_year(rows: Sequence[FigureRow], year: int) -> tuple[FigureRow, ...]:
    """The figures of a year: those of that year's own reports, and the exact ones."""
    own = [row for row in rows if year_of(row) == year]
    printed = [r for r in own if r.withdrawn or r.paragraph.year == year] or own
    exact = reversed(exact_of_year(printed))
    values = {(row.figure.value, row.figure.unit): row for row in exact}
    return tuple(reversed(values.values()))[:_OF_UNIT]


def _value(line: UnitFigure) -> float:
    return in_unit(line.rows[0], line.rows[0].figure.unit)
