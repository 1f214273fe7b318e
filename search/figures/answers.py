"""Answer questions for the most or for how many with the rows that say so, or not at all.

A question is recognised by its words alone, so that other queries cost nothing. Every word of it
must be met: by the row's indicator or sentence, or, who, where and when, by what is known of its
paragraph. Where kinds, units or bases differ, nothing is put above the other: each is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from search.figures.answer import FigureAnswer, different, is_of_other_unit, place_of
from search.figures.asking import Question, is_for_figures, read_question
from search.figures.dating import Lasting, dated, is_of_one_month, is_of_part
from search.figures.dimensions import (
    IN_UNITS,
    PEOPLE,
    dimension,
    kinds_and_units,
    may_count_the_same,
    number,
)
from search.figures.matching import Matcher
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.sections import SectionTimes, is_aim, is_done, tells_one_year
from search.figures.superlatives import the_most
from search.figures.table import FigureTable
from search.figures.unit_names import UnitNames, offices
from search.names.named_units import rows_of_names
from search.query.tree import Query, Ranked
from search.request import Filters, SearchRequest

_WHICH_MONTH = re.compile("哪一?个?月|几月份?最")
_MONTHS = re.compile("[上下]半年|季度|[0-9一二三四五六七八九十]个?月")
_LOOKED_FOR = 3  # words of a question
_LONG_NAME = 4  # characters
_MOST_ROWS = 2_000  # figures of one word
_MOST_SHOWN = 4
_MOST_UNITS = 8  # of which the latest year alone is shown
_MOST_VALUES = 2  # of one thing in one unit: of more nothing says which is meant


def with_answers(
    query: Query, request: SearchRequest, answers: Callable[[str], Sequence[FigureAnswer]]
) -> Query:
    """The query with the paragraphs whose figures answer it, on every page and under any filter;
    in an order by date they lead nothing."""
    is_by_date = request.sort != "relevance"
    if not isinstance(query, Ranked) or is_by_date or not is_for_figures(request):
        return query
    return replace(query, answers=tuple(a.row.paragraph.id for a in answers(request.q)))


def paragraphs_telling(table: FigureTable, filters: Filters) -> tuple[str, ...]:
    """The paragraphs under these filters that say what was done in figures: they come before those
    that only plan. Of very many nothing is said."""
    found = table.find(FigureRequest(filters=filters))
    if len(found) > _MOST_ROWS:
        return ()
    rows = (row for row in table.rows(found) if row.figure.modality == "actual")
    return tuple(dict.fromkeys(row.paragraph.id for row in rows))


def answer_question(
    text: str, cut: Callable[[str], Sequence[str]], table: FigureTable, units: UnitNames
) -> tuple[FigureAnswer, ...]:
    """The rows that answer, or () for anything that is not surely answered.

    `cut` gives the dictionary words of a normal form.
    """
    question = read_question(text, cut, units)
    if question is None:
        return ()
    question = replace(question, words=_held(table, question.words, units))
    matcher = Matcher(question, units, table.family, cut)
    found = list(_found(table, matcher, units))
    sections = SectionTimes(table.back)
    done = [row for row in found if matcher.is_met(row, is_dated=False)]
    done = [replace(row, section=sections.of(row)) for row in done]
    is_told = is_aim if question.is_aim else is_done
    done = [row for row in done if is_told(row) and matcher.is_met(row)]
    done = _exact([row.corrected or row for row in done if not is_of_other_unit(row, units)])
    if _WHICH_MONTH.search(question.text) is not None:
        done = [row for row in done if is_of_one_month(row)]
    elif _MONTHS.search(question.text) is None:
        done = of_whole_years(done, is_only=bool(question.years))
    is_meant = units.whose(question.text)
    if is_meant is not None:
        done = [row for row in done if is_meant(row.paragraph, row.figure.place)]
    # A branch in the region of a city is not its bureau.
    if named := {source for name in matcher.names for source in units.called(name, "source")}:
        others = offices(row.paragraph.source or "" for row in done)
        done = [r for r in done if r.paragraph.source in named or r.paragraph.source not in others]
    if question.sought is not None:
        done = [row for row in done if _is_of_kind_named(question, row)]
        return the_most(question.words, question.sought, done, matcher)
    return _amounts(question, _without_parts(done, question.text), matcher)


def _amounts(
    question: Question, done: Sequence[FigureRow], matcher: Matcher
) -> tuple[FigureAnswer, ...]:
    """What answers a question for how much or how many."""
    counted = done if question.shares else [row for row in done if matcher.is_counted(row)]
    asked = [row for row in counted if is_of_kind_asked(question, row, matcher)]
    if not asked:
        asked = [row for row in counted if is_of_kind_asked(question, row, matcher, False)]
    if question.years or question.is_of_one_year:
        asked = [row for row in asked if tells_one_year(row)]
    very = [row for row in asked if matcher.is_the_very(row)]
    whole = [row for row in asked if not matcher.rest_of(row)]
    found = very or whole or (asked if matcher.is_telling else [])
    return how_many(found, len(different(found)))


def _without_parts(rows: Sequence[FigureRow], question: str) -> list[FigureRow]:
    """Without what is told of parts of a unit (a table's 城关派出所) that are not asked for, where
    the same paragraphs' document tells the whole, too (合计)."""
    whole = {(row.paragraph.document, row.family, dated(row)) for row in rows if not _part(row)}
    return [
        row
        for row in rows
        if not (part := _part(row))
        or part in question
        or (row.paragraph.document, row.family, dated(row)) not in whole
    ]


def _part(row: FigureRow) -> str | None:
    return place_of(row)[-1]


def _is_of_kind_named(question: Question, row: FigureRow) -> bool:
    """Whether a level counts people where 人数 is asked for (no 事故1136起), money for 金额."""
    if question.sought is not None and question.sought.is_change:
        return True
    is_person = row.figure.unit in PEOPLE or "人数" not in question.text
    return is_person and ("金额" not in question.text or row.figure.kind == "amount")


def _exact(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """Without what a paragraph tells exactly, too: 死亡19人，首次降到二十人以下."""
    exact = {_told_as(row) for row in rows if row.figure.qualifier is None}
    return [row for row in rows if row.figure.qualifier is None or _told_as(row) not in exact]


def of_whole_years(rows: Sequence[FigureRow], *, is_only: bool = False) -> list[FigureRow]:
    """Without what a unit says of some months of a year of which it tells as a whole, too;
    `is_only`: of whole years alone."""

    def told(row: FigureRow) -> tuple[object, ...]:
        return *place_of(row), dated(row), row.family, row.figure.kind, row.figure.unit

    whole = {told(row) for row in rows if not is_of_part(row)}
    return [r for r in rows if not is_of_part(r) or not (is_only or told(r) in whole)]


def _told_as(row: FigureRow) -> tuple[str | None, ...]:
    figure = row.figure
    return row.paragraph.id, row.family, figure.kind, figure.unit, figure.period


def _held(table: FigureTable, words: Sequence[str], names: UnitNames) -> tuple[str, ...]:
    """A name that no figure has is that of a thing and what it is of: 平安前哨 | 工作站."""
    parts: list[str] = []
    for word in words:
        is_thing = len(word) > _LONG_NAME and word not in names
        if is_thing and not table.words_in_indicators(word, False):
            ends = (at for at in range(2, len(word) - 1))
            at = next((at for at in ends if table.words_in_indicators(word[at:], False)), 0)
            parts += [word[:at], word[at:]] if at else [word]
        else:
            parts.append(word)
    return tuple(parts)


def _found(table: FigureTable, matcher: Matcher, units: UnitNames) -> Iterable[FigureRow]:
    """The rows whose indicators hold the longest words of a question, each once."""
    found: dict[tuple[str, str], FigureRow] = {}
    telling = [*matcher.wordings, *_telling(matcher.things)]
    telling += [table.family(word) for word in telling]
    asked: list[FigureRequest] = []
    for word in filter(None, dict.fromkeys(telling)):
        asked += (FigureRequest(q=word), FigureRequest(indicators=(word,)))
    for row in rows_of_names(table, asked, _MOST_ROWS, matcher.names, units):
        if row.figure.role != "from" and row.figure.value is not None:
            found.setdefault(row.key, row)
    return found.values()


def _telling(words: Sequence[str]) -> list[str]:
    """The words that are looked for in indicators: the longest, which are the rarest."""
    things = [word for word in dict.fromkeys(words) if len(word) > 1 and not word.isdecimal()]
    return sorted(things, key=len, reverse=True)[:_LOOKED_FOR]


def is_of_kind_asked(
    question: Question, row: FigureRow, matcher: Matcher, is_exact: bool = True
) -> bool:
    """Whether a row is of the kind, unit and direction that a question for how many asks for.

    Not `is_exact`: it may have another measure word.
    """
    figure, text = row.figure, question.text
    if question.shares:
        return figure.kind == "rate" and matcher.is_share(row)
    if question.changed is not None:
        is_it = figure.kind == "change" and figure.direction == question.changed
    else:
        kinds, units = kinds_and_units(text)
        kinds = (*kinds, "change") if question.is_aim else kinds
        is_it = figure.kind in kinds and (not units or figure.unit in units)
        if figure.kind == "rate" and figure.measured.endswith("率") and "率" not in text:
            is_it = is_it and matcher.is_the_very(row)  # 抓获多少吸毒人员 asks for no 管控率
        in_units = IN_UNITS.search(text)
        if is_it and not units and in_units is not None and figure.kind != "rank":
            is_it = dimension(figure.unit) == dimension(in_units["unit"]) or (
                not is_exact
                and figure.kind == "count"
                and (
                    may_count_the_same(in_units["unit"], figure.unit)
                    or (in_units["unit"] == "个" and matcher.is_the_very(row))  # 死了几个
                )
            )
    return is_it


def how_many(counted: Sequence[FigureRow], found: int) -> tuple[FigureAnswer, ...]:
    """All that count it, the latest first, of streaks the longest; of many units their latest year.

    `found`: how many were read, of a streak the shorter ones, too. () where nothing tells which of
    several is meant.
    """
    answers = [FigureAnswer(row, 1) for row in different(counted)]
    most = _MOST_SHOWN
    if len(answers) > most and len({place_of(one.row) for one in answers}) > 1:
        answers, most = _latest_of_units(answers), _MOST_UNITS
    values: dict[str, set[str | None]] = {}
    for answer in answers:
        values.setdefault(answer.row.figure.unit, set()).add(answer.row.figure.value)
    is_each_its_own = len({(place_of(a.row), a.year) for a in answers}) == len(answers)
    too_many = any(len(of_unit) > _MOST_VALUES for of_unit in values.values())
    if len(answers) > most or (too_many and not is_each_its_own):
        return ()
    is_streak = all(answer.row.figure.kind == "streak" for answer in answers)
    answers.sort(key=lambda one: -(number(one.row) if is_streak else (one.year or 0)))
    compared = found if is_streak else len(answers)
    return tuple(replace(answer, compared=compared) for answer in answers)


def streaks_apart(
    told: Sequence[tuple[FigureRow, Lasting]],
) -> list[tuple[FigureRow, Lasting]]:
    """Each streak of a unit once, the earliest first: as a report prints its first year, else as
    the latest tells it; over where one says so."""
    streaks: list[list[tuple[FigureRow, Lasting]]] = []
    for one in sorted(told, key=lambda one: one[1].first):
        if streaks and one[1].first - streaks[-1][-1][1].first <= 1:
            streaks[-1].append(one)
        else:
            streaks.append([one])
    best = (max(one, key=lambda s: (s[1].is_over, s[1].is_printed, s[1].last)) for one in streaks)
    ends = (max(span.last for _, span in same) for same in streaks)
    return [
        (row, span if span.is_over else replace(span, last=end))
        for (row, span), end in zip(best, ends, strict=True)
    ]


def _latest_of_units(answers: Sequence[FigureAnswer]) -> list[FigureAnswer]:
    """Of each unit and place what it tells of the latest year."""
    latest: dict[tuple[str | None, ...], int] = {}
    for answer in answers:
        place = place_of(answer.row)
        latest[place] = max(latest.get(place, 0), answer.year or 0)
    return [answer for answer in answers if (answer.year or 0) == latest[place_of(answer.row)]]
