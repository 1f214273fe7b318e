"""Answer a question for figures over years that is put in a reader's own words.

By the question without its other words, by the printed name that has its words, or by what is told
of a name in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.text.normalizer import normalize
from search.comparing.asked_names import AskedName
from search.comparing.asked_units import asked_of_units, is_plain
from search.comparing.courses import Course, course_of, course_of_asked, told_course
from search.comparing.outcomes import is_outcome, outcomes_in
from search.comparing.tables.accounted import few_years, years_reported
from search.comparing.tables.course_lines import lines_of_rows
from search.comparing.tables.reworded import reworded
from search.comparing.wordings.printed_names import content_of, printed_names
from search.comparing.wordings.quoted_figures import figures_of_named
from search.figures.asking import sought_in
from search.figures.dimensions import PEOPLE
from search.request import Filters, SearchRequest
from search.results import Interpretation
from search.searcher import Searcher

_MARKS = re.compile('[“”「」『』"]')
_LONGEST_NAME = 8  # characters of a name in quotation marks that a question begins with


def course_in_other_words(searcher: Searcher, query: Interpretation) -> Course | None:
    """The course of what a question is about once its other words are left out; of several names
    that it sets side by side one after the other."""
    plain = reworded(searcher, query)
    several = list(_of_several(searcher, query.meant))
    for texts in (*several, *(plain.courses if plain else ())):
        told = [course_of(searcher, text) or other_years_of(searcher, text) for text in texts]
        if found := [one for one in told if one is not None]:
            return _side_by_side(found) if len(found) == len(texts) else None
    return _course_as_printed(searcher, query)


def _side_by_side(found: Sequence[Course]) -> Course:
    """The lines of courses one after the other; where there are several each says of which."""
    is_other = len(found) > 1
    lines = tuple(
        replace(line, is_other=True, indicator=one.name) if is_other else line
        for one in found
        for line in one.lines
    )
    return replace(found[0], name="、".join(dict.fromkeys(one.name for one in found)), lines=lines)


def _of_several(searcher: Searcher, text: str) -> Iterator[tuple[str, ...]]:
    """The questions for each of several things that came of cases: 命案发案 and 命案破案 of
    命案发破."""
    name = asked_of_units(searcher, text, text)[0].name
    form = normalize(text)
    for at in range(2, len(name) - 1) if name in form else ():
        outcomes = outcomes_in(name[at:])
        if len(outcomes) > 1 and not is_outcome(name[:at]):
            yield tuple(form.replace(name, name[:at] + one) for one in outcomes)
            return


def _course_as_printed(searcher: Searcher, query: Interpretation) -> Course | None:
    """The course of the measure whose printed name has all words of a question, or of what it asks
    of a name that reports print in quotation marks."""
    for text in dict.fromkeys(_MARKS.sub("", text) for text in (query.text, query.meant)):
        asked, filters = asked_of_units(searcher, text, text)
        if not is_plain(text) or sought_in(normalize(text)) is not None:
            continue
        if found := _course_of_named(searcher, text, asked, filters):
            return found
        unit = asked.unit if asked.unit in (*PEOPLE, "元", "年", "分钟", "%") else ""
        for name in printed_names(searcher, asked.name, filters) if asked.asks else ():
            if found := course_of_asked(searcher, replace(asked, name=name, unit=unit), filters):
                return found
    return None


def _course_of_named(
    searcher: Searcher, text: str, asked: AskedName, filters: Filters
) -> Course | None:
    form = normalize(asked.name)
    named = [one for one in searcher.named_words(SearchRequest(text)) if one in form]
    # 苇哨报上来的线索: a dictionary cuts no name that it has not
    for name in named or [form[:end] for end in range(min(len(form) - 1, _LONGEST_NAME), 1, -1)]:
        must, may = content_of(searcher, form.replace(name, " ", 1))
        says = must or may
        rows = figures_of_named(searcher, name, says, filters, asked.unit) if says else ()
        if lines := lines_of_rows(searcher, asked, (), rows):
            return told_course(searcher, asked, filters, lines, f"{name} {'、'.join(says)}")
    return None


def other_years_of(searcher: Searcher, text: str) -> Course | None:
    """What units say of other years, where nothing is read of those that are asked for (`silent`);
    None for a text that asks for no year of a unit's figures, or for a part of one: the whole year
    may be told."""
    asked, filters = asked_of_units(searcher, text, text)
    is_of_years = bool(asked.span and filters) and asked.months is None
    if not is_of_years or sought_in(normalize(text)) is not None:
        return None
    course = course_of_asked(searcher, AskedName(asked.name, unit=asked.unit, asks=True), filters)
    reported = years_reported(searcher, filters)
    missing = few_years(year for year in asked.span if year not in reported)
    if course is None:
        return None
    # What is told in other words of a year asked for is found by the years beside it.
    own = [(ln, tuple(told for told in ln.years if asked.has(told[0]))) for ln in course.lines]
    if lines := tuple(replace(line, years=years) for line, years in own if years):
        told = {year for line in lines for year, _ in line.years}
        silent = few_years(year for year in asked.span if year not in told)
        return replace(course, lines=lines, silent=silent, unreported=())
    return replace(course, silent=few_years(asked.span), unreported=missing)
