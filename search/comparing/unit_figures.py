"""Answer a question for one figure of several units: what each of them says of one year.

临河、宁塘2024年电诈立案多少, 电诈破案数哪家多: the outcome of a theme, in whatever words each unit
has for it, or an indicator by its name. Silent where fewer than two units tell of the same year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from indexer.text.normalizer import normalize
from search.comparing.asked_names import QUOTES, AskedName
from search.comparing.asked_units import asked_of_units, without_signs
from search.comparing.courses import course_of_asked
from search.comparing.measures import (
    By,
    against,
    is_of_years,
    part_of,
    place_of,
    year_of,
)
from search.comparing.outcomes import split_outcome
from search.comparing.tables.accounted import (
    latest_told,
    of_offices,
    of_owners,
    units_expected,
    units_unreported,
    with_newspapers,
)
from search.comparing.tables.asked_figures import AskedFigures, asked_figures
from search.comparing.tables.asked_table import asked_table
from search.comparing.tables.ranking import (
    UnitFigure,
    UnitFigures,
    cut,
    in_order,
    ranked,
    worked_out,
)
from search.comparing.tables.reworded import reworded
from search.comparing.tables.unit_courses import asked_over_years
from search.comparing.tables.ways import asks_for_ways
from search.comparing.theme_outcomes import cases_opened, names_theme
from search.comparing.told_measure import told_measure
from search.figures.dating import exact_of_year, is_of_part, of_months
from search.figures.dimensions import CASE_UNITS, PEOPLE, counted_unit, number
from search.figures.results import FigureRow
from search.request import Filters, SearchRequest
from search.results import Interpretation
from search.searcher import Searcher
from search.states.naming import names_a_state

_Held: TypeAlias = dict[str, list[FigureRow]]  # by unit

_MOST_ROWS, _OF_UNIT = 600, 3
_MOST_REREAD = 12  # units whose reports are read again; where there are more, none
_MOST_REPORTS = 400  # years of units, of which one measure is read whole


def units_asked(
    searcher: Searcher, request: SearchRequest, query: Interpretation
) -> UnitFigures | None:
    """What several units say, where a first, whole list is asked so: by the words as they were
    mended. None where a unit is named that the library has not."""
    if not request.is_first or request.is_narrowed or query.unheld:
        return None
    meant = without_signs(query.meant.strip(QUOTES))
    if asks_for_ways(meant) or asked_over_years(searcher, meant) is not None:
        return None
    if names_a_state(normalize(meant)):
        answers = searcher.figure_answers(replace(request, q=meant))
        if any(one.lasting or one.row.figure.kind == "streak" for one in answers):
            return None  # each unit is told by its streak
    found = unit_figures(searcher, meant)
    if found is None:
        table, plain = asked_table(searcher, meant), reworded(searcher, query)
        texts = [table.of_one_thing] if table else []
        texts += plain.tables if plain and not (table and table.is_of_several_years) else ()
        told = (unit_figures(searcher, text) for text in texts if text)
        found = next(filter(None, told), None)
    if found is not None and names_theme(searcher, found.name):
        # 各单位反诈 asks for what came of a theme, not for 反诈志愿者; 命案几起 for cases
        is_counted = asked_of_units(searcher, meant)[0].unit in CASE_UNITS
        return found if is_counted and cases_opened(searcher, found.name) else None
    return found


def unit_figures(searcher: Searcher, text: str) -> UnitFigures | None:
    """None for a text that does not ask so, or that is not surely answered."""
    asked = asked_figures(searcher, text)
    if asked is None:
        return None
    known = searcher.facet_pairs("year", "source")
    filters = asked.filters
    if asked.year is not None and sum(map(len, known.values())) > _MOST_REPORTS:
        filters = filters.replaced(year=(f"{asked.year - 1}..{asked.year + 1}",))
    filters = with_newspapers(searcher, filters) if asked.by == "source" else filters
    for subject in asked.subjects:
        told = told_measure(searcher, subject, filters, asked.lacks, asked.is_change)
        asked = _within(asked, known, (*told.same, *told.near))
        same, near = (
            _asked_of(asked, of_owners(searcher, of_months(rows, asked.months)))
            for rows in (told.same, told.near)
        )
        groups = grouped(same, asked.by)
        near += [row for own in groups[1:] for rows in own.values() for row in rows]
        held = _levels(searcher, asked, subject, filters) if asked.is_change else []
        groups = groups or [{}] * bool(held)
        levels = held, told.steps
        found = _table(searcher, asked, subject, groups[0], near, levels) if groups else None
        if found is not None:
            aims = told.aims if asked.is_of_aims and not asked.is_change else ()
            return replace(found, theme=told.theme, aims=_aims(asked, aims, found.year))
    return None


def _asked_of(asked: AskedFigures, rows: Iterable[FigureRow]) -> list[FigureRow]:
    """Of the units that are named alone, else of offices where any tell."""
    found = of_offices(rows, bool(asked.units))
    if asked.by != "source" or not asked.units:
        return found
    return [row for row in found if row.paragraph.source in asked.units]


def _within(
    asked: AskedFigures, known: Mapping[str, Mapping[str, int]], told: Iterable[FigureRow]
) -> AskedFigures:
    """What is asked of a year after the last report, of which none tells, is of that last year."""
    last = max((int(year) for years in known.values() for year in years), default=0)
    is_after = asked.year is not None and asked.year > last > 0
    is_after = is_after and all(year_of(row) != asked.year for row in told)
    return replace(asked, year=last) if is_after else asked


def _levels(searcher: Searcher, asked: AskedFigures, subject: str, filters: Filters) -> list[_Held]:
    """What each unit says of how much there was, where by how much it changed is asked, and behind
    it what is near to that, of one name each."""
    told = told_measure(searcher, subject, filters, asked.lacks)
    same, near = (
        grouped(filter(is_whole, of_offices(rows, bool(asked.units))), asked.by, is_named)
        for rows, is_named in ((told.same, False), (told.near, True))
    )
    return [*same, *near] if same and not asked.months else []


def _aims(
    asked: AskedFigures, rows: Sequence[FigureRow], year: int
) -> dict[str, tuple[FigureRow, ...]]:
    """What each unit aimed at for a year."""
    units = by_place(filter(is_whole, rows), asked.by)
    return {unit: aims for unit, own in units.items() if (aims := of_year(own, year))}


def _table(
    searcher: Searcher,
    asked: AskedFigures,
    name: str,
    told: _Held,
    near: Sequence[FigureRow],
    levels: tuple[Sequence[_Held], Sequence[FigureRow]],
) -> UnitFigures | None:
    """The figures of the year asked for, else of one that most units tell of, or of each unit's
    own where that is asked for; of a streak (连续16年) it is what holds now."""
    held = {unit: own for unit, rows in told.items() if (own := list(filter(is_whole, rows)))}
    held.pop(_whole_of(searcher, asked, held), None)
    year = asked.year or _main_year(searcher, asked, held, levels[0][0] if levels[0] else {})
    told_so = [
        UnitFigure(unit, of_unit)
        for unit, rows in held.items()
        if (of_unit := of_year(rows, year) if year else _nearest(rows, 0, asked))
    ]
    whole = [line for line in told_so if not all(map(is_of_part, line.rows))]
    others, more = _told_alone(searcher, asked, name, whole, _others(asked, held, near, year))
    lines = [*whole, *more] or [line for line in told_so if line in others]
    lines = lines or _of_one_thing(others, year)
    if lines and not told_so:
        name = _thing(lines[0].rows[0])
    for at, group in enumerate(levels[0]):
        worked = worked_out(searcher, group, levels[1], year, of_year)
        known = {line.unit for line in lines}
        (others if at else lines).extend(line for line in worked if line.unit not in known)
    beside, silent = _beside(searcher, asked, lines, others)
    if asked.year and not (
        lines or any(ln.year and abs(ln.year - asked.year) < 2 for ln in beside)
    ):
        return None  # of 1998, for which what is told of 2016 stands for nothing
    is_of_all = asked.is_group and asked.degree is None and len([*lines, *beside, *silent]) > 1
    is_enough = bool(lines or beside) if is_of_all else bool(lines and len(lines) + len(beside) > 1)
    if not is_enough:
        return None
    year = max((line.year or 0 for line in lines), default=year)
    return _finished(searcher, asked, name, year, lines, beside, silent)


def _finished(
    searcher: Searcher,
    asked: AskedFigures,
    name: str,
    year: int,
    lines: Sequence[UnitFigure],
    beside: Sequence[UnitFigure],
    silent: tuple[str, ...],
) -> UnitFigures:
    """The table with its lines in order, and what is to be said of it."""
    called = tuple(dict.fromkeys(row.figure.indicator for line in lines for row in line.rows))
    own = asked.subjects[:2][-1]  # 毒品案件, which nobody says were opened
    if own.startswith(name.removesuffix("立案")) and not {"立", "发"} & {*own, *"".join(called)}:
        name = own
    missing = [*(line.unit for line in beside if line.year != year), *silent]
    found = UnitFigures(
        name,
        year,
        tuple(in_order(asked, lines)),
        tuple(in_order(asked, beside)),
        silent,
        0,
        wordings=called if len(called) > 1 else (),
        wholes=searcher.unit_names().containing(line.unit for line in (*lines, *beside)),
        unreported=units_unreported(searcher, asked.by, missing, year),
        is_of_asked_year=asked.year is not None,
        is_ever=asked.is_ever,
    )
    return cut(ranked(asked, found))


def _whole_of(searcher: Searcher, asked: AskedFigures, units: Iterable[str]) -> str:
    """The bureau that has all the others, which is none of them where the first is asked for."""
    is_of_parts = asked.degree is not None and not asked.named
    return (searcher.unit_names().whole_of(units) or "") if is_of_parts else ""


def _beside(
    searcher: Searcher,
    asked: AskedFigures,
    lines: Sequence[UnitFigure],
    others: Sequence[UnitFigure],
) -> tuple[list[UnitFigure], tuple[str, ...]]:
    """What other units than those of the lines say otherwise, and those that say nothing."""
    shown = {line.unit for line in lines}
    every = shown.union(line.unit for line in others)
    expected = units_expected(searcher, asked.by, asked.named, asked.meant, every)
    beside = [ln for ln in others if ln.unit not in shown and ln.unit in expected]
    shown |= {line.unit for line in beside} | {_whole_of(searcher, asked, expected)}
    return beside, tuple(unit for unit in expected if unit not in shown)


def _main_year(searcher: Searcher, asked: AskedFigures, told: _Held, counted: _Held) -> int:
    """The year that most units tell the whole of, or by how much it was `counted` changed, where
    any does, 0 where none tells the same year as another, or each unit's own is asked for; where
    none is to be the first, the latest that nearly as many do."""
    is_streak = any(row.figure.kind == "streak" for rows in told.values() for row in rows)
    if asked.is_latest or asked.is_ever or is_streak:
        return 0
    held = {unit: [*told.get(unit, ()), *counted.get(unit, ())] for unit in {**told, **counted}}
    whole = {unit: [r for r in rows if not is_of_part(r)] for unit, rows in held.items()}
    whole = whole if any(whole.values()) else held
    years = (year for rows in whole.values() for year in {year_of(row) for row in rows})
    counts = Counter(year for year in years if year is not None)
    if asked.degree is None:
        return latest_told(searcher, asked.by, asked.units or held, counts)
    most = max(counts.values(), default=0)
    return max((year for year, units in counts.items() if units == most > 1), default=0)


def _others(
    asked: AskedFigures, held: _Held, near: Sequence[FigureRow], year: int
) -> list[UnitFigure]:
    """What each unit says of that year in other words, the nearest of them, or else of the year
    nearest to it: of the same kind and unit as the table's."""
    first = next(row for rows in held.values() for row in rows) if held else None
    alike = [row for row in near if first is not None and is_alike(row, first) and is_whole(row)]
    found = {unit: _nearest(rows, year, asked) for unit, rows in held.items()}
    for unit, rows in by_place(alike, asked.by).items():
        told = of_year(rows, year)
        one = of_year([row for row in rows if row.family == told[0].family], year) if told else ()
        found[unit] = one or found.get(unit, ())
    return [UnitFigure(unit, rows) for unit, rows in found.items() if rows]


def _told_alone(
    searcher: Searcher,
    asked: AskedFigures,
    name: str,
    told: Sequence[UnitFigure],
    others: Sequence[UnitFigure],
) -> tuple[list[UnitFigure], list[UnitFigure]]:
    """What others than the units that have `told` say of the year asked for: those of which no
    figure of the whole year is there as each would be told if it alone were asked for; behind it
    what of this is told by the name itself."""
    year = asked.year
    if year is None or asked.is_change:  # how another year fell is no answer
        return [line for line in others if year is None or line.year == year], []
    if asked.by != "source" or asked.months:
        return list(others), []
    found, same = {line.unit: line for line in others}, list[UnitFigure]()
    shown = {line.unit for line in told}
    every = units_expected(searcher, asked.by, asked.named, asked.meant, {*shown, *found})
    late = [unit for unit in every if unit not in shown and not _is_of(found.get(unit), year)]
    named = AskedName(name, asks=True)
    for unit in late if len(late) <= _MOST_REREAD else ():
        course = course_of_asked(searcher, named, Filters(source=(unit,)))
        for one in course.lines if course is not None else ():
            line = UnitFigure(unit, dict(one.years).get(year, ()))
            if one.is_aim or not (_is_of(line, year) and _is_beside(line, told)):
                continue
            if one.is_other:
                found[unit] = line
            else:
                same.append(line)
                found.pop(unit, None)
    return list(found.values()), same


def _is_of(line: UnitFigure | None, year: int) -> bool:
    """Whether a unit tells a whole year."""
    if line is None or not line.rows:
        return False
    return line.year == year and not all(map(is_of_part, line.rows))


def _is_beside(line: UnitFigure, told: Sequence[UnitFigure]) -> bool:
    """Whether a line counts what the others do, if there are any."""
    return not told or is_alike(line.rows[0], told[0].rows[0])


def _of_one_thing(others: Sequence[UnitFigure], year: int) -> list[UnitFigure]:
    """What most units tell of a year that none tells as it is asked: 毒品案最多, where all of them
    tell only how many were solved."""
    of_year = [ln for ln in others if ln.year == year and len(ln.rows) == 1]
    told = Counter(_thing(line.rows[0]) for line in of_year)
    most = max(told, key=told.__getitem__, default="")
    return [line for line in of_year if _thing(line.rows[0]) == most]


def _thing(row: FigureRow) -> str:
    """毒品破案 of 破获毒品案件 and 毒品案件侦破."""
    return "".join(split_outcome(row.family)) or row.family


def is_alike(row: FigureRow, other: FigureRow) -> bool:
    """Persons and times are told beside one another: 劝阻2.6万人, 劝阻3380人次."""
    one, two = (counted_unit(r.family, r.figure.unit) for r in (row, other))
    return row.figure.kind == other.figure.kind and (one == two or {one, two} <= {*PEOPLE, "次"})


def _nearest(rows: Sequence[FigureRow], year: int, asked: AskedFigures) -> tuple[FigureRow, ...]:
    """The figures of the year that is nearest to this one, rather of a later one; for no year of
    the last, or of that with the most, where that is asked for."""
    years = {told for row in rows if (told := year_of(row)) is not None}
    best = min(years, key=lambda told: (abs(told - year) if year else -told, -told), default=0)
    if asked.is_ever:
        whole = [row for row in rows if not is_of_part(row)]
        first = (max if asked.degree else min)(whole, key=number, default=None)
        best = best if first is None else year_of(first) or best
    return of_year(rows, best)


def by_place(rows: Iterable[FigureRow], by: By) -> _Held:
    """The figures of each unit, or region."""
    held: _Held = {}
    for row in rows:
        if place := place_of(row, by):
            held.setdefault(place, []).append(row)
    return held


def grouped(rows: Iterable[FigureRow], by: By, is_named: bool = False) -> list[_Held]:
    """The figures of one kind and unit (and where they are `is_named` of one name), by place: those
    of most places first."""
    groups: dict[tuple[str, ...], list[FigureRow]] = {}
    for row in rows:
        key = (row.figure.kind, counted_unit(row.family, row.figure.unit))
        groups.setdefault((*key, _thing(row)) if is_named else key, []).append(row)
    held = (by_place(own, by) for own in groups.values())
    return sorted(filter(None, held), key=len, reverse=True)


def is_whole(row: FigureRow) -> bool:
    """Whether a figure is the unit's own of one year, as it is right, and against nothing."""
    is_bare = row.figure.kind == "change" or not against(row)
    is_own = is_bare and not part_of(row) and row.corrected is None
    return is_own and not is_of_years(row)


def of_year(rows: Sequence[FigureRow], year: int) -> tuple[FigureRow, ...]:
    """The figures of a year: the exact ones, of the whole of it rather than of half, and of these
    those of that year's own reports."""
    exact = exact_of_year(row for row in rows if year_of(row) == year)
    printed = [r for r in exact if r.withdrawn or r.paragraph.year == year] or exact
    values = {(row.figure.value, row.figure.unit): row for row in reversed(printed)}
    return tuple(reversed(values.values()))[:_OF_UNIT]
