"""Answer questions for the most or for how many with the rows that say so, or not at all.

A question is recognised by its words alone, so that other queries cost nothing. Every word of it
must be met: by the row's indicator or sentence, or, who, where and when, by what is known of its
paragraph. Where kinds, units or bases differ, nothing is put above the other: each is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from indexer.figures.names import VERB
from indexer.text.normalizer import normalize
from search.figures.asking import Question, Sought, is_for_figures, read_question
from search.figures.dating import may_be_of_last_year, tells_no_year, year_of_period
from search.figures.dimensions import (
    IN_UNITS,
    SAME_UNITS,
    TIMES,
    dimension,
    kinds_and_units,
    may_count_the_same,
    number,
)
from search.figures.matching import SOLVED, Matcher, is_still_the_same, names_of
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.sections import SectionTimes, is_aim, is_done, tells_one_year, tells_years
from search.figures.table import FigureTable
from search.figures.unit_names import UnitNames
from search.query.tree import Query, Ranked
from search.request import SearchRequest

_OWN = re.compile(r"[全本我该]")
_LONG = ("streak", "duration")  # kinds that last over years
_SUMMED = ("count", "amount", "change")  # of five years they are more than of one
_FROM_HERE = re.compile("[由从](?:[0-9]{4}年的?)?$")
_LOOKED_FOR = 3  # words of a question
_LONG_NAME = 4  # characters
_MOST_ROWS = 2_000  # figures of one word
_MOST_GROUPS, _MOST_SHOWN, _NEXT_BEST = 2, 4, 3
# For a year: a figure that is so far from the others is of more than a year, or of less.
_OUTLIER, _ENOUGH = 3.0, 5
_MOST_VALUES = 2  # of one thing in one unit: of more nothing says which is meant


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """A row that answers, and the number of figures of its kind that it was compared with.

    `next_best`: those that it surpasses, the nearest first, no more than a few.
    """

    row: FigureRow
    compared: int
    next_best: tuple[FigureRow, ...] = ()

    @property
    def year(self) -> int | None:
        """The year that it is of: printed, told by its section, or its document's."""
        row = self.row
        if isinstance(row.section, int) and tells_no_year(row):
            return row.section
        year = year_of_period(row.figure)
        return int(year) if year.isdecimal() else row.paragraph.year


def with_answers(
    query: Query, request: SearchRequest, answers: Callable[[str], Sequence[FigureAnswer]]
) -> Query:
    """The query with the paragraphs whose figures answer it, on every page and under any filter."""
    if not isinstance(query, Ranked) or not is_for_figures(request):
        return query
    return replace(query, answers=tuple(a.row.paragraph.id for a in answers(request.q)))


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
    found = list(_found(table, matcher))
    sections = SectionTimes(table.back)
    done = [row for row in found if matcher.is_met(row, is_dated=False)]
    done = [replace(row, section=sections.of(row)) for row in done]
    is_told = is_aim if question.is_aim else is_done
    done = [row for row in done if is_told(row) and matcher.is_met(row)]
    done = [row for row in done if not matcher.is_of_another(row, found)]
    if question.sought is not None:
        return _the_most(question.words, question.sought, done, matcher)
    asked = [row for row in done if _is_asked_for(question, row, matcher)]
    if not asked:
        asked = [row for row in done if _is_asked_for(question, row, matcher, False)]
    if question.years or question.is_of_one_year:
        asked = [row for row in asked if tells_one_year(row)]
    very = [row for row in asked if matcher.is_the_very(row)]
    whole = [row for row in asked if not matcher.rest_of(row)]
    return _how_many(very or whole or (asked if matcher.is_telling else ()))


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


def _found(table: FigureTable, matcher: Matcher) -> Iterable[FigureRow]:
    """The rows whose indicators hold the longest words of a question, each once."""
    found: dict[tuple[str, str], FigureRow] = {}
    telling = [*matcher.wordings, *_telling(matcher.things)]
    telling += [table.family(word) for word in telling]
    telling += [word.replace("全破", way) for word in telling if "全破" in word for way in SOLVED]
    for word in filter(None, dict.fromkeys(telling)):
        asked = (FigureRequest(q=word), FigureRequest(indicators=(word,)))
        places = [at for one in asked if len(at := table.find(one)) <= _MOST_ROWS]
        for row in (row for at in places for row in table.rows(at)):
            if row.figure.role != "from" and row.figure.value is not None:
                found.setdefault((row.paragraph.id, row.figure.key), row)
    return found.values()


def _the_most(
    words: Sequence[str], sought: Sought, rows: Sequence[FigureRow], matcher: Matcher
) -> tuple[FigureAnswer, ...]:
    """The rows that no other row surpasses; () where too few are compared.

    Which place asks for two at least, which year for two years: a lone figure surpasses nothing.
    """
    rows = _latest_streaks(rows) if sought.is_of_place else rows
    of_all = [row for row in rows if _is_of_the_last_thing(words, row, matcher)]
    met = _of_the_thing_itself(words, of_all, matcher)
    if len(_different(met)) == 1 < len(_different(of_all)):
        return ()  # the most of nothing: the others are of something else
    if sought.is_of_year and len(_different(met)) < 2:
        return ()
    met = [row for row in met if row.figure.kind in _LONG or tells_one_year(row)]
    if sought.is_of_place:
        met = _of_several_places(met)
    answers = _superlative(met, sought, matcher)
    if len(_different(of_all)) < 2 or any(_is_surpassed(a.row, rows, sought) for a in answers):
        return ()  # a lone figure surpasses nothing, nor does one that a left-out one surpasses
    if sought.is_of_place and len({_unit_of(row) for a in answers for row in _beside(a)}) < 2:
        return ()
    if sought.is_of_year and any(
        _is_outlier(a.row, met) or may_be_of_last_year(a.row) for a in answers
    ):
        return ()
    return answers


def _beside(answer: FigureAnswer) -> tuple[FigureRow, ...]:
    return answer.row, *answer.next_best


def _is_surpassed(row: FigureRow, others: Sequence[FigureRow], sought: Sought) -> bool:
    """Whether a figure of the same measure that was left out is beyond the one that answers."""
    kind, unit = _measure(row)
    same = [r for r in others if r.figure.kind == kind and dimension(r.figure.unit) in ("", unit)]
    same = [r for r in same if row.family in r.family or r.family.startswith(row.family)]
    if any(r.figure.role is None and _FROM_HERE.search(_until(r)) for r in same):
        return True  # 由8300万增加到, and what it came to was not read
    same = [r for r in same if kind not in _SUMMED or not tells_years(r)]
    if sought.is_change:
        same = [r for r in same if r.figure.direction == row.figure.direction]
    if sought.is_most:
        return any(number(r) > number(row) for r in same)
    return any(number(r) < number(row) for r in same)


def _until(row: FigureRow) -> str:
    """What is printed in a figure's clause in front of it."""
    return row.figure.quote[: row.figure.value_start - row.figure.start]


def _is_of_the_last_thing(words: Sequence[str], row: FigureRow, matcher: Matcher) -> bool:
    """派出所, not 派出所建成综合指挥室; 案件, not 案件案损数.

    Behind what is asked for nothing else is done or measured.
    """
    indicator = normalize(row.figure.measured)
    ends = [at + len(word) for word in words if (at := indicator.rfind(word)) >= 0]
    if matcher.is_the_very(row):
        return True
    if row.figure.kind == "streak" and indicator.endswith(SOLVED):
        return True  # 命案全破 and 命案破案率100%, year after year, say one thing
    if not ends or len(indicator) == max(ends):
        return True
    behind = max(ends)
    return VERB.search(indicator, behind) is None and is_still_the_same(indicator, behind)


def _of_the_thing_itself(
    words: Sequence[str], rows: list[FigureRow], matcher: Matcher
) -> list[FigureRow]:
    """财政赤字, not 中央财政赤字, where some figure is of what begins with the words asked for."""
    first = words[0] if words else ""
    own = [
        row
        for row in rows
        if matcher.is_the_very(row)
        or row.family.startswith(matcher.family(first))
        or any(name.startswith(first) for name in names_of(row).split())
    ]
    return own or rows


def _of_several_places(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """Those of which two places at least have one in the same kind and unit."""
    places: dict[tuple[str, str], set[tuple[str | None, ...]]] = {}
    for row in rows:
        places.setdefault(_measure(row), set()).add(_place_of(row))
    return [row for row in rows if len(places[_measure(row)]) > 1]


def _latest_streaks(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """Of a streak that a unit tells year after year, the latest alone is as long as it is."""
    latest: dict[tuple[str | None, ...], int] = {}
    for row in rows:
        place = _place_of(row)
        latest[place] = max(latest.get(place, 0), row.paragraph.year or 0)
    return [
        row
        for row in rows
        if row.figure.kind != "streak" or (row.paragraph.year or 0) == latest[_place_of(row)]
    ]


def _measure(row: FigureRow) -> tuple[str, str]:
    return (row.figure.kind, dimension(row.figure.unit))


def _place_of(row: FigureRow) -> tuple[str | None, ...]:
    printed = row.figure.place
    named = None if printed is None or _OWN.match(printed) else printed  # 全市 is the source's own
    return (*_unit_of(row), named)


def _unit_of(row: FigureRow) -> tuple[str | None, ...]:
    return (row.paragraph.source, *(row.paragraph.region or ()))


def _telling(words: Sequence[str]) -> list[str]:
    """The words that are looked for in indicators: the longest, which are the rarest."""
    things = [word for word in dict.fromkeys(words) if len(word) > 1 and not word.isdecimal()]
    return sorted(things, key=len, reverse=True)[:_LOOKED_FOR]


def _is_outlier(row: FigureRow, rows: Sequence[FigureRow]) -> bool:
    same = [r for r in rows if (r.figure.kind, r.figure.unit) == (row.figure.kind, row.figure.unit)]
    middle, value = median(map(number, same)), number(row)
    return len(same) >= _ENOUGH and not middle / _OUTLIER <= value <= middle * _OUTLIER


def _superlative(
    rows: Sequence[FigureRow], sought: Sought, matcher: Matcher
) -> tuple[FigureAnswer, ...]:
    """The first of each group that may be compared: of one kind, unit, base and thing."""
    groups: dict[tuple[str | None, ...], list[FigureRow]] = {}
    for row in rows:
        key = _compared_as(row, sought, matcher)
        if key is not None:
            groups.setdefault(key, []).append(row)
    groups = _of_the_very_thing(_with_unit(groups), sought)
    if len(groups) > _MOST_GROUPS:
        return ()
    answers: list[FigureAnswer] = []
    for group in sorted(groups.values(), key=len, reverse=True):
        best = (max if sought.is_most else min)(map(number, group))
        first = _different([row for row in group if number(row) == best])
        if len(first) > _MOST_SHOWN:
            return ()
        rest = [row for row in _different(group) if number(row) != best]
        if len(first) > 1 and not rest:
            continue  # all the same: none is the most
        rest.sort(key=number, reverse=sought.is_most)
        behind = tuple(rest[:_NEXT_BEST])
        answers += [FigureAnswer(row, len(_different(group)), behind) for row in first]
    return tuple(answers)


def _compared_as(row: FigureRow, sought: Sought, matcher: Matcher) -> tuple[str | None, ...] | None:
    """What all figures that are compared with this one share; None if it is not asked for."""
    figure = row.figure
    if figure.kind not in (("change",) if sought.is_change else sought.kinds):
        return None
    unit = SAME_UNITS.get(figure.unit, dimension(figure.unit))
    if figure.kind == "measure" and sought.kinds[:2] == TIMES and unit != "米":
        return None  # 最长: of times and of lengths
    against: tuple[str | None, ...] = ()
    if sought.is_change:
        if sought.direction not in (None, figure.direction):
            return None
        against = (figure.direction, *_against(row))
    elif figure.kind == "rate" and "平均" in _until(row):
        against = ("平均",)  # of the year, and not at its end
    return figure.kind, unit, matcher.rest_of(row), *against


def _of_the_very_thing(
    groups: dict[tuple[str | None, ...], list[FigureRow]], sought: Sought
) -> dict[tuple[str | None, ...], list[FigureRow]]:
    """Where some are of nothing but what is asked for, these; of a year only what is compared."""
    compared = {key: rows for key, rows in groups.items() if len(_different(rows)) > 1}
    very = {key: rows for key, rows in compared.items() if key[2] == ""}
    return very or (compared if sought.is_of_year else groups)


def _with_unit(
    groups: dict[tuple[str | None, ...], list[FigureRow]],
) -> dict[tuple[str | None, ...], list[FigureRow]]:
    """农村贫困人口减少1386万 is in the unit that the others print, if it is one."""
    bare = [key for key in groups if key[1] == ""]
    for key in bare:
        others = [k for k in groups if k[1] and (k[0], *k[2:]) == (key[0], *key[2:])]
        if len(others) == 1:
            groups[others[0]] += groups.pop(key)
    return groups


def _against(row: FigureRow) -> tuple[str | None, ...]:
    """What a change is against; in a report of a year an unsaid base is the year before."""
    comparison, base = row.figure.comparison, row.figure.base
    is_yearly = comparison in (None, "比上年") and base is None
    return ("同比" if is_yearly else comparison), base, "实际" if "实际" in _until(row) else None


def _is_asked_for(
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
        is_it = figure.kind in kinds and (not units or figure.unit in units)
        in_units = IN_UNITS.search(text)
        if is_it and not units and in_units is not None and figure.kind != "rank":
            is_it = dimension(figure.unit) == dimension(in_units["unit"]) or (
                not is_exact
                and figure.kind == "count"
                and may_count_the_same(in_units["unit"], figure.unit)
            )
    return is_it and matcher.is_counted(row)


def _how_many(counted: Sequence[FigureRow]) -> tuple[FigureAnswer, ...]:
    """All that count it, the latest first; () where nothing tells which of several is meant."""
    answers = [FigureAnswer(row, 1) for row in _different(counted)]
    values: dict[str, set[str | None]] = {}
    for answer in answers:
        values.setdefault(answer.row.figure.unit, set()).add(answer.row.figure.value)
    is_each_its_own = len({(_place_of(a.row), a.year) for a in answers}) == len(answers)
    too_many = any(len(of_unit) > _MOST_VALUES for of_unit in values.values())
    if len(answers) > _MOST_SHOWN or (too_many and not is_each_its_own):
        return ()
    answers.sort(key=lambda answer: -(answer.year or 0))
    return tuple(replace(answer, compared=len(answers)) for answer in answers)


def _different(rows: Iterable[FigureRow]) -> list[FigureRow]:
    """Without what the same source says again of the same year."""
    found: dict[tuple[object, ...], FigureRow] = {}
    for row in rows:
        paragraph, figure = row.paragraph, row.figure
        said = (paragraph.source or paragraph.document, paragraph.year, row.family)
        found.setdefault((*said, figure.kind, figure.value, figure.unit), row)
    return list(found.values())
