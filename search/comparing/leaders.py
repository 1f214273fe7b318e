"""Tell which figures answer a question: of a table of units, of a theme's cases, or of anything.

Of what came of a theme's cases it also tells whose is the greatest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.text.normalizer import normalize
from search.comparing.asked_names import CHANGE, YEARS
from search.comparing.asked_units import asked_of_units
from search.comparing.courses import course_of
from search.comparing.measures import year_of
from search.comparing.related import told_by_units
from search.comparing.tables.ranking import UnitFigures
from search.comparing.tables.running import running_answers
from search.comparing.theme_outcomes import asked_outcome, names_theme
from search.comparing.wordings.peaks import peak_answers
from search.comparing.wordings.ranks import rank_answers
from search.figures.answer import FigureAnswer, different, unit_of
from search.figures.answers import of_whole_years
from search.figures.asking import CHANGED, may_be_answered, sought_in, without_most
from search.figures.dimensions import counted_unit, number
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.superlatives import NEXT_BEST, next_best
from search.request import Filters, SearchRequest
from search.results import Interpretation
from search.rewrite.questions import plain_most
from search.searcher import Searcher

_OF_YEAR = 3  # figures of one year
_DEALT_WITH = re.compile("[破抓捕诉结]|查处|打掉|打击|办理|侦办|挽|追")
_ENDS_IN_CASES = re.compile("(?:犯罪|诈骗|盗窃|抢[劫夺]|(?<![立破发])案件?)$")


def answers_to(
    searcher: Searcher, request: SearchRequest, query: Interpretation, of_units: UnitFigures | None
) -> tuple[FigureAnswer, ...]:
    """The figures that answer a question as it was understood: those of the table `of_units`, if
    any (`units_asked`); of what came of a theme's cases those of all units, however named; of
    anything else those whose indicator says so."""
    request = replace(request, q=query.meant)
    if of_units is not None:
        meant = searcher.unit_names().meant(normalize(request.q))
        return _of_units(searcher, of_units, Filters(source=meant))
    if ranked := rank_answers(searcher, request):
        return ranked
    # In which year it was most is told by the years of its course.
    answers = peak_answers(searcher, request) or _leaders(searcher, request)
    answers = answers or _of_cases(searcher, request)
    if not any(one.row.figure.kind == "streak" for one in answers):  # 连续七年下降, as printed
        answers = running_answers(searcher, request) or answers
    if _is_outdated(searcher, request, answers):
        return ()
    return tuple(replace(one, wholes=_wholes(searcher, one)) for one in answers)


def _is_outdated(
    searcher: Searcher, request: SearchRequest, answers: Sequence[FigureAnswer]
) -> bool:
    """Whether a question that names no year has a later answer in other words: 6处 of 2022, where
    “警灯夜市”巡防点增至9处 in 2023. Its course tells both."""
    form = normalize(request.q)
    is_level = all(one.lasting is None and one.row.figure.kind != "streak" for one in answers)
    if not answers or not is_level or sought_in(form) is not None or YEARS.search(form):
        return False
    course = course_of(searcher, request.q)
    done = (line for line in (course.lines if course is not None else ()) if not line.is_aim)
    latest = max((year for line in done for year, _ in line.years), default=0)
    return latest > max(one.year or 0 for one in answers)


def _of_cases(searcher: Searcher, request: SearchRequest) -> tuple[FigureAnswer, ...]:
    """What answers by its words; of cases (盗窃哪年最多) those that were opened, and none that were
    solved: 涉网犯罪 by 涉网新型犯罪立案, where nothing is counted under that name alone."""
    answers = searcher.figure_answers(request)
    form = plain_most(normalize(request.q))
    sought = sought_in(form) if may_be_answered(request) else None
    if sought is None or sought.is_change or "count" not in sought.kinds:
        return answers
    name = asked_of_units(searcher, without_most(form), form)[0].name
    if not name or name not in form or _ENDS_IN_CASES.search(name) is None:
        return answers
    answers = tuple(one for one in answers if not _DEALT_WITH.search(one.row.figure.measured))
    opened = replace(request, q=form.replace(name, f"{name}立案", 1))
    return answers or searcher.figure_answers(opened)


def _wholes(searcher: Searcher, answer: FigureAnswer) -> tuple[str, ...]:
    """Units that an answer sets beside others whose figures theirs hold; a streak holds none."""
    rows = (answer.row, *answer.next_best)
    if answer.lasting is not None or len(rows) < 2 or answer.row.figure.kind == "streak":
        return ()
    return searcher.unit_names().containing(row.paragraph.source or "" for row in rows)


def _of_units(searcher: Searcher, told: UnitFigures, filters: Filters) -> tuple[FigureAnswer, ...]:
    """As the page has it: who leads, where that is asked for, else what each unit says."""
    rows = [row for line in told.lines for row in line.rows]
    silent = told.silent
    if told.is_ranked and told.theme and not silent:
        silent = _silent_units(searcher, told.theme, filters, rows)
    first = [ln for ln in told.lines if ln.unit in told.leading or not told.is_ranked]
    behind = [ln.rows[0] for ln in told.lines if ln.unit not in told.leading]
    return tuple(
        FigureAnswer(
            row,
            len(told.lines) + told.left_out,
            tuple(behind[:NEXT_BEST]) if told.is_ranked else (),
            theme=told.theme,
            silent=silent,
        )
        for line in first
        for row in line.rows
    )


def _leaders(searcher: Searcher, request: SearchRequest) -> tuple[FigureAnswer, ...]:
    """Who has the most of what came of a theme's cases, or in which year it was most, by the
    courses of all units that tell it."""
    form = plain_most(normalize(request.q))
    sought = sought_in(form) if may_be_answered(request) else None
    if sought is None:
        return ()
    form = CHANGED.sub("", form) if sought.is_change else form
    asked, filters = asked_of_units(searcher, without_most(form), form)
    # 电诈哪年最多 asks for its cases, and not for those that were solved.
    name = f"{asked.name}立案" if names_theme(searcher, asked.name) else asked.name
    of = asked_outcome(searcher, name) if name else None
    if of is None:
        return ()
    wanted = FigureRequest(indicators=(name,), filters=filters)
    told = told_by_units(searcher, wanted, (CHANGE if sought.is_change else "",))
    kinds = ("change",) if sought.is_change else sought.kinds
    rows = of_whole_years([row for row in told if row.figure.kind in kinds])
    if sought.is_change:
        rows = [row for row in rows if sought.direction in (None, row.figure.direction)]
    every = [(row, year) for row in rows if (year := year_of(row)) is not None]
    rows = _of_most_units([row for row, year in every if asked.has(year)])
    if sought.is_of_place and not filters:
        whole = searcher.unit_names().whole_of(row.paragraph.source or "" for row in rows)
        rows = [row for row in rows if row.paragraph.source != whole]
    is_of_years_alone = sought.is_of_year or sum(len(own) for _, own in filters.chosen) == 1
    if len({year_of(row) if is_of_years_alone else unit_of(row) for row in rows}) < 2:
        return ()  # a lone figure surpasses nothing
    best = (max if sought.is_most else min)(map(number, rows))
    first = different([row for row in rows if number(row) == best])
    behind = next_best(first, different([r for r in rows if number(r) != best]), sought)
    compared, theme = len(different(rows)), of.theme.name
    silent = () if is_of_years_alone else _silent_units(searcher, theme, filters, rows)
    others = [row for row, _ in every if row.paragraph.source in silent]
    if any(number(row) > number(first[0]) for row in others) and sought.is_most:
        return ()  # who was not read for the year tells more of another
    return tuple(
        FigureAnswer(row, compared, behind, sought.is_of_year, theme, silent)
        for row in first[:_OF_YEAR]
    )


def _of_most_units(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """Those of the kind and unit in which most units tell it: no other is set beside them."""
    groups: dict[tuple[str, str], list[FigureRow]] = {}
    for row in rows:
        key = row.figure.kind, counted_unit(row.family, row.figure.unit)
        groups.setdefault(key, []).append(row)
    return max(groups.values(), key=lambda own: len(set(map(unit_of, own))), default=[])


def _silent_units(
    searcher: Searcher, theme: str, filters: Filters, rows: Sequence[FigureRow]
) -> tuple[str, ...]:
    """The units asked for whose reports speak of the theme and were not compared."""
    there = SearchRequest(filters=filters.replaced(theme=(theme,)), size=1, facet_limit=None)
    told = {row.paragraph.source or "" for row in rows}
    found = searcher.search(there).facets.get("source", ())
    asked = set(filters.of("source") or (one.value for one in found))
    told.update(searcher.unit_names().seats_of(told))
    return tuple(v.value for v in found if v.count and v.value in asked and v.value not in told)
