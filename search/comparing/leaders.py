"""Tell which figures answer a question: of a table of units, of a course, or of anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.text.normalizer import normalize
from search.comparing.asked_names import YEARS
from search.comparing.asked_units import asked_of_units
from search.comparing.courses import course_of
from search.comparing.tables.ranking import UnitFigures
from search.comparing.tables.running import running_answers, running_years
from search.comparing.wordings.peaks import peak_answers
from search.comparing.wordings.ranks import rank_answers
from search.figures.answer import FigureAnswer
from search.figures.asking import may_be_answered, sought_in, without_most
from search.figures.dimensions import number
from search.figures.superlatives import NEXT_BEST
from search.request import SearchRequest
from search.results import Interpretation
from search.rewrite.questions import plain_most
from search.searcher import Searcher

_DEALT_WITH = re.compile("[破抓捕诉结]|查处|打掉|打击|办理|侦办|挽|追")
_ENDS_IN_CASES = re.compile("(?:犯罪|诈骗|盗窃|抢[劫夺]|(?<![立破发])案件?)$")


def answers_to(
    searcher: Searcher, request: SearchRequest, query: Interpretation, of_units: UnitFigures | None
) -> tuple[FigureAnswer, ...]:
    """The figures that answer a question as it was understood: those of the table `of_units`, if
    any (`units_asked`); of anything else those whose indicator says so."""
    request = replace(request, q=query.meant)
    if of_units is not None:
        return _of_units(of_units)
    if ranked := rank_answers(searcher, request):
        return ranked
    # In which year it was most is told by the years of its course.
    answers = peak_answers(searcher, request) or _of_cases(searcher, request)
    running = running_answers(searcher, request)
    printed = [one for one in answers if one.row.figure.kind == "streak"]  # 连续七年下降
    if running and (
        not printed
        or len(running) > len(answers)
        or running_years(running[0]) > number(printed[0].row)  # and went on
    ):
        answers = running
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


def _of_units(told: UnitFigures) -> tuple[FigureAnswer, ...]:
    """As the page has it: who leads, where that is asked for, else what each unit says."""
    first = [ln for ln in told.lines if ln.unit in told.leading or not told.is_ranked]
    behind = [ln.rows[0] for ln in told.lines if ln.unit not in told.leading]
    return tuple(
        FigureAnswer(
            row,
            len(told.lines) + told.left_out,
            tuple(behind[:NEXT_BEST]) if told.is_ranked else (),
            theme=told.theme,
            silent=told.silent,
        )
        for line in first
        for row in line.rows
    )
