"""Find the figures that no other of their kind, unit, base and thing surpasses.

Where these differ, nothing is put above the other: each group has an answer of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from indexer.figures.names import VERB
from indexer.figures.tables.cells import is_sum
from indexer.text.normalizer import normalize
from search.figures.answer import FigureAnswer, different, place_of, unit_of
from search.figures.asking import Sought
from search.figures.dating import dated, is_of_part, may_be_of_last_year
from search.figures.dimensions import TIMES, common_unit, dimension, number
from search.figures.matching import Matcher, is_still_the_same, names_of
from search.figures.results import FigureRow
from search.figures.sections import tells_one_year, tells_years

_LONG = ("streak", "duration")  # kinds that last over years
_SUMMED = ("count", "amount", "change")  # of five years they are more than of one
_FROM_HERE = re.compile("[由从](?:[0-9]{4}年的?)?$")
_MOST_GROUPS, _MOST_SHOWN, NEXT_BEST = 2, 4, 3
# For a year: a figure that is so far from the others is of more than a year, or of less.
_OUTLIER, _ENOUGH = 3.0, 5


def the_most(
    words: Sequence[str], sought: Sought, rows: Sequence[FigureRow], matcher: Matcher
) -> tuple[FigureAnswer, ...]:
    """The rows that no other row surpasses; () where too few are compared.

    Which place asks for two at least, which year for two years: a lone figure surpasses nothing.
    """
    rows = without_months(rows) if sought.is_of_year else rows
    rows = [row for row in rows if not is_sum(row.paragraph.text)]
    if not matcher.is_telling:  # 破案: of all cases, and not of one kind
        rows = [row for row in rows if matcher.is_the_very(row)]
    of_all = [row for row in rows if _is_of_the_last_thing(words, row, matcher)]
    met = _of_the_thing_itself(words, of_all, matcher)
    if len(different(met)) == 1 < len(different(of_all)):
        return ()  # the most of nothing: the others are of something else
    if sought.is_of_year and len(different(met)) < 2:
        return ()
    met = [row for row in met if row.figure.kind in _LONG or tells_one_year(row)]
    if sought.is_of_place:
        met = _of_several_places(met)
    answers = _superlative(met, sought, matcher)
    if len(different(of_all)) < 2 or any(
        _is_surpassed(a.row, rows, sought, matcher) for a in answers
    ):
        return ()  # a lone figure surpasses nothing, nor does one that a left-out one surpasses
    if sought.is_of_place and len({unit_of(row) for a in answers for row in _beside(a)}) < 2:
        return ()
    if sought.is_of_year and any(
        _is_outlier(a.row, met) or may_be_of_last_year(a.row) for a in answers
    ):
        return ()
    return answers


def without_months(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """Without sums of some months of a year, which are less than those of years, where there are
    any of years."""
    whole = [r for r in rows if r.figure.kind not in _SUMMED or not is_of_part(r)]
    return whole or list(rows)


def _beside(answer: FigureAnswer) -> tuple[FigureRow, ...]:
    return answer.row, *answer.next_best


def _is_surpassed(
    row: FigureRow, others: Sequence[FigureRow], sought: Sought, matcher: Matcher
) -> bool:
    """Whether a figure of the same measure that was left out is beyond the one that answers."""
    kind, unit = _measure(row)
    same = [r for r in others if r.figure.kind == kind and dimension(r.figure.unit) in ("", unit)]
    same = [r for r in same if row.family in r.family or r.family.startswith(row.family)]
    if kind == "rate" and matcher.is_the_very(row):  # 命案破案率 is no other 破案率
        same = [r for r in same if matcher.is_the_very(r)]
    if any(r.figure.role is None and _FROM_HERE.search(r.figure.ahead) for r in same):
        return True  # 由8300万增加到, and what it came to was not read
    same = [r for r in same if kind not in _SUMMED or not tells_years(r)]
    if sought.is_change:
        same = [r for r in same if r.figure.direction == row.figure.direction]
    if sought.is_most:
        return any(number(r) > number(row) for r in same)
    return any(number(r) < number(row) for r in same)


def _is_of_the_last_thing(words: Sequence[str], row: FigureRow, matcher: Matcher) -> bool:
    """派出所, not 派出所建成综合指挥室; 案件, not 案件案损数.

    Behind what is asked for nothing else is done or measured.
    """
    indicator = normalize(row.figure.measured)
    ends = [at + len(word) for word in words if (at := indicator.rfind(word)) >= 0]
    if matcher.is_the_very(row):
        return True
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
        places.setdefault(_measure(row), set()).add(place_of(row))
    return [row for row in rows if len(places[_measure(row)]) > 1]


def _measure(row: FigureRow) -> tuple[str, str]:
    return (row.figure.kind, dimension(row.figure.unit))


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
        first = different([row for row in group if number(row) == best])
        if len(first) > _MOST_SHOWN:
            return ()
        rest = [row for row in different(group) if number(row) != best]
        if len(first) > 1 and not rest:
            continue  # all the same: none is the most
        behind = next_best(first, rest, sought)
        compared, is_when = len(different(group)), sought.is_of_year
        answers += [FigureAnswer(row, compared, behind, is_when) for row in first]
    return tuple(answers)


def next_best(
    first: Sequence[FigureRow], rest: Sequence[FigureRow], sought: Sought
) -> tuple[FigureRow, ...]:
    """Those behind the first, the nearest first; of places the best of each other one."""
    ordered = sorted(rest, key=number, reverse=sought.is_most)
    is_by_unit = first[0].figure.kind == "streak" and not sought.is_of_year
    if sought.is_of_place or is_by_unit:
        best: dict[tuple[str | None, ...], FigureRow] = {}
        for row in ordered:
            best.setdefault(unit_of(row), row)
        ordered = [row for unit, row in best.items() if unit not in map(unit_of, first)]
    return tuple(ordered[:NEXT_BEST])


def _compared_as(row: FigureRow, sought: Sought, matcher: Matcher) -> tuple[str | None, ...] | None:
    """What all figures that are compared with this one share; None if it is not asked for."""
    figure = row.figure
    kinds = ("change",) if sought.is_change else sought.kinds
    if figure.kind not in kinds and not ("count" in kinds and _is_level(row)):
        return None
    unit = common_unit(figure.unit)
    if figure.kind == "measure" and sought.kinds[:2] == TIMES and unit != "米":
        return None  # 最长: of times and of lengths
    against: tuple[str | None, ...] = ()
    if sought.is_change:
        if sought.direction not in (None, figure.direction):
            return None
        against = (figure.direction, *_against(row))
    elif figure.kind == "rate" and "平均" in row.figure.ahead:
        against = ("平均",)  # of the year, and not at its end
    return figure.kind, unit, matcher.rest_of(row), *against


def _is_level(row: FigureRow) -> bool:
    """What is more or less, and higher or lower, as counts are: 每千人口托位4.1个, 预期寿命81岁."""
    figure = row.figure
    is_of_each = figure.kind == "rate" and figure.unit not in ("", "%", "‰")
    return is_of_each or (figure.kind == "duration" and figure.unit == "岁")


def _of_the_very_thing(
    groups: dict[tuple[str | None, ...], list[FigureRow]], sought: Sought
) -> dict[tuple[str | None, ...], list[FigureRow]]:
    """Where some are of nothing but what is asked for, these; of a year only what is compared."""
    compared = {key: rows for key, rows in groups.items() if len(different(rows)) > 1}
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


def is_yearly(row: FigureRow) -> bool:
    """Whether a change is against the year before, said so, by its number or not at all."""
    comparison, base, year = row.figure.comparison, row.figure.base, dated(row)
    if comparison == "比基期" and year is not None and base == f"{year - 1}年":
        return True  # 较2021年的1604起下降13.4%
    return comparison in (None, "比上年", "同比") and base is None


def _against(row: FigureRow) -> tuple[str | None, ...]:
    """What a change is against; in a report of a year an unsaid base is the year before."""
    figure = row.figure
    base = ("同比", None) if is_yearly(row) else (figure.comparison, figure.base)
    return *base, "实际" if "实际" in row.figure.ahead else None
