"""Answer a question for figures over years that is put in a reader's own words.

By the question without its other words, by the printed name that has its words, or by what is told
of a name in quotation marks. 拦了多少个诈骗电话 asks for 拦截诈骗电话, 查酒驾 for 查处酒驾: every
word of the question but those that only ask stands in the printed name, in any order, a verb of one
character in one of two.
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
from search.comparing.tables.asked_table import only_asks_for_figures
from search.comparing.tables.course_lines import lines_of_rows
from search.comparing.tables.reworded import reworded
from search.comparing.wordings.quoted_figures import figures_of_named
from search.figures.asking import sought_in
from search.figures.dimensions import ANY_UNIT, PEOPLE
from search.figures.request import FigureRequest
from search.request import Filters, SearchRequest
from search.results import Interpretation
from search.rewrite.questions import light_words, particles, question_words
from search.searcher import Searcher

_MARKS = re.compile('[“”「」『』"]')
_LONGEST_NAME = 8  # characters of a name in quotation marks that a question begins with
_OF_WORD = 60  # measures of a word that are looked at
_MOST = 2  # names that are told
_KINDS = ("count", "amount", "rate", "measure", "duration")
_COVERED = 3  # a name has no more than so many characters for each of the question's
# What asks how much, or in which course, and is of nothing.
_HOW_MUCH = re.compile(
    "规模|体量|量|时间|时长|平均|总[量数共]|数[量目字据]?|[人件起次]数|多|大|几.*|多少.*|前后|左右|上下|实际|当年|全年|年度"
    "|一?年|人|名|个|起|件|次|万|元|钱|块|长|涨|跌|变|升|降|到|至|什么|程度|报|是|前|后|请|提供|列出"
    "|分别|共|一共|总共|累计|为|给|向|把|将|被|有|没|了|去|来|过|的|案子|案件|成立|以来|自|从|起"
)
_UNIT = re.compile(f"{ANY_UNIT}数?")
# Words of readers and those of reports: each stands in the other.
_MAY = re.compile(
    "(?![破立发抓死亡伤返退止冻损追缴])[一-龥]"
)  # a verb that reports say otherwise: 拦
_DONE = re.compile("^(?:成功|共|全年|累计|全市|全县|全区|各类|各种|新)+|(?:各类|各种|的)")


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
    silent = few_years({*asked.span, *course.unread}) or few_years(asked.span)
    return replace(course, silent=silent, unreported=missing)


def printed_names(searcher: Searcher, text: str, filters: Filters) -> tuple[str, ...]:
    """The names under which the units of the `filters` tell what a text without units and years
    asks for, the one that says least beside it first; () where a word is left that none has."""
    must, may = content_of(searcher, text)
    telling = sorted((word for word in must if len(word) > 1), key=len, reverse=True)
    if not telling:
        return ()
    letters = len("".join((*must, *may)))
    found: dict[str, tuple[bool, int, int]] = {}
    for word in searcher.figure_words(telling[0], is_cut=False) or telling[1:2]:
        request = FigureRequest(q=word, kinds=_KINDS, filters=filters)
        for one in searcher.figure_indicators(request, _OF_WORD, is_folded=True)[0]:
            name = _DONE.sub("", normalize(one.indicator))
            if len(name) <= _COVERED * letters and all(_says(searcher, name, w) for w in must):
                unmet = sum(word not in name for word in may)
                found.setdefault(one.indicator, (unmet > 0, len(name), -one.count))
    return tuple(sorted(found, key=lambda name: found[name]))[:_MOST]


def content_of(searcher: Searcher, text: str) -> tuple[Sequence[str], Sequence[str]]:
    """The words that a name must say, and the verbs for any doing (办, 抓), which it may."""
    form = normalize(text)
    words = [word for word in searcher.dictionary_words(form) if word.strip()]
    asking = {*question_words(words, form), *particles(words)}
    content: list[str] = []
    is_next = False  # whether the word before is a single character of what is asked for
    for word in words:
        asks = word in asking or only_asks_for_figures(word)
        if asks or _HOW_MUCH.fullmatch(word) or _UNIT.fullmatch(word):
            is_next = False
        elif is_next and len(word) == 1 and not light_words([word], form):
            content[-1] += word  # 酒 驾
        else:
            content.append(word)
            is_next = len(word) == 1 and not light_words([word], form)
    light = light_words(content, form)
    may = [word for word in content if word in light or _MAY.fullmatch(word)]
    return [word for word in dict.fromkeys(content) if word not in may], may


def _says(searcher: Searcher, name: str, word: str) -> bool:
    if word in name or searcher.figure_families([word])[0] in searcher.figure_families([name])[0]:
        return True
    return any(form in name for form in searcher.figure_words(word, is_cut=False))
