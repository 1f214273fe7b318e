"""Decide which figures tell a measure that is asked for, which a near one, and which another.

电诈立案 is told by 通讯网络诈骗发案 as well, and by 死亡24人 below 交通工作 what died in accidents;
接报 is near to 立案 and is told as another wording, 养老诈骗立案 is neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from indexer.text.normalizer import normalize
from search.comparing.asked_names import AskedName
from search.comparing.measures import is_told, with_corrected
from search.comparing.outcomes import is_outcome, near_outcomes, same_outcome
from search.comparing.subjects import is_heading_of
from search.comparing.theme_outcomes import AskedOutcome, asked_outcome, told_outcomes
from search.figures.dimensions import common_unit, may_count_the_same
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.request import Filters

if TYPE_CHECKING:
    from search.searcher import Searcher

_WORDS, _OF_WORD, _MOST = 2, 40, 3  # words looked for, measures of each, other names told
_MOST_ROWS = 600  # figures of a name that are read
_NO_LEVELS = ("change", "rank", "streak", "spec")
NO_LEVELS_NOR_STREAKS = ("change", "rank", "spec")
_TAIL, _SUBJECT = 4, 2  # characters of a bare name, and of what a heading must say
_BEGINNING = 12  # characters of a paragraph
_COUNTS = re.compile("^[（(]?[一二三四五六七八九十0-9]+[）)]?[、.．]?")  # 四、 of a heading
_MARKS = re.compile("[“”\"‘’'《》]")
_AVERAGE = re.compile("[日月人户]均|平均")  # 日均接警 is no 接警


@dataclass(frozen=True, slots=True)
class ToldMeasure:
    """The figures of a measure, done and as corrected: the `same` in all words for it, and those
    of what is `near`, the nearest first. `theme` is that of whose cases it came, "" for others."""

    same: tuple[FigureRow, ...] = ()
    near: tuple[FigureRow, ...] = ()
    theme: str = ""


def told_measure(
    searcher: Searcher, name: str, filters: Filters, lacks: Sequence[str] = NO_LEVELS_NOR_STREAKS
) -> ToldMeasure:
    """What is told of a name, without the kinds that it `lacks`."""
    of = asked_outcome(searcher, name)
    found = (
        _of_theme(searcher, name, of, filters)
        if of is not None
        else _of_indicator(searcher, name, filters)
    )
    same, near = (
        tuple(r for r in with_corrected(rows) if r.figure.kind not in lacks and is_told(r))
        for rows in (found.same, found.near)
    )
    return ToldMeasure(same, near, found.theme)


def _of_theme(searcher: Searcher, name: str, of: AskedOutcome, filters: Filters) -> ToldMeasure:
    """What came of a theme's cases; where it is asked for by a wider word (诈骗立案), what is told
    by this word first."""
    wanted = same_outcome(of.outcome)
    others = near_outcomes(wanted)
    names = dict.fromkeys(
        (
            wanted,
            *sorted(others, key=lambda one: wanted not in one),
        )
    )
    told = told_outcomes(searcher, of.theme, of.word, names, filters) or {}
    own = told.pop(wanted, ())
    near = tuple(chain.from_iterable(told.values()))
    wide = _named(searcher, (name,), filters) if of.is_everyday else ()
    same, near = (wide, (*own, *near)) if wide else (own, near)
    return ToldMeasure(same, near, of.theme.name)


def _of_indicator(searcher: Searcher, name: str, filters: Filters) -> ToldMeasure:
    for one in AskedName(name).names:
        same = (*_named(searcher, (one,), filters), *_below_headings(searcher, one, filters))
        if same:
            asked = AskedName(one, asks=True)
            alike = tuple(alike_names(searcher, asked, filters, is_few=True))
            return ToldMeasure(same, _named(searcher, alike, filters))
    return ToldMeasure()


def _named(searcher: Searcher, names: Sequence[str], filters: Filters) -> tuple[FigureRow, ...]:
    request = FigureRequest(indicators=tuple(names), filters=filters)
    return tuple(islice(searcher.figure_listing(request).rows, _MOST_ROWS)) if names else ()


def _below_headings(searcher: Searcher, name: str, filters: Filters) -> tuple[FigureRow, ...]:
    """What is told by the last word of a name alone, below a heading that says of what it is: the
    first such figure of each paragraph."""
    family = searcher.figure_families([name])[0]
    lengths = range(1, min(_TAIL, len(family) - _SUBJECT) + 1)
    told: dict[str, FigureRow] = {}
    for row in _named(searcher, [family[-n:] for n in lengths], filters):
        is_bare = row.figure.kind not in NO_LEVELS_NOR_STREAKS and family.endswith(row.family)
        if is_bare and _is_below(row, family[:_SUBJECT]):
            told.setdefault(row.paragraph.id, row)
    return tuple(told.values())


def _is_below(row: FigureRow, subject: str) -> bool:
    """Whether the heading of a figure names the subject; one that names others, too, does so for
    what the paragraph begins with (四、交通与电动车: 一是死亡34人)."""
    heading = row.paragraph.heading or ""
    at = heading.find(subject)
    if at >= 0 and row.figure.value_start < _BEGINNING:
        return _COUNTS.sub("", heading[:at]) == "" or is_heading_of(heading, [(at, at + 1)])
    return at >= 0 and is_heading_of(heading, [(at, at + 1)])


def counts_what_is_asked(asked: str, unit: str) -> bool:
    if not asked or common_unit(asked) == common_unit(unit) or may_count_the_same(asked, unit):
        return True
    return {asked, unit} <= {"人", "名", "位", "人次"}


def alike_names(searcher: Searcher, asked: AskedName, filters: Filters, is_few: bool) -> list[str]:
    """Names that hold the one asked for: those that go on behind it (群众安全感满意率) and, where
    it has but few figures itself, the few others that hold its characters in their order."""
    key = _plain(searcher, asked.name)
    cut = [word for word in searcher.dictionary_words(normalize(asked.name)) if len(word) > 1]
    named: dict[str, str] = {}
    for word in dict.fromkeys((asked.name, *sorted(cut, key=len, reverse=True)[:_WORDS])):
        request = FigureRequest(q=word, filters=filters)
        for one in searcher.figure_indicators(request, _OF_WORD, is_folded=True)[0]:
            if one.kind not in _NO_LEVELS and counts_what_is_asked(asked.unit, one.unit):
                named.setdefault(_plain(searcher, one.indicator), one.indicator)
    named.pop(key, None)
    if not _AVERAGE.match(key):
        named = {name: one for name, one in named.items() if not _AVERAGE.match(name)}
    # What is measured stands last: 高铁里程 is held by 高铁营业里程, 破案 by no 破案率.
    holds = re.compile(".*?".join(map(re.escape, key)) + "(?:资金|金额|人员|人数)?$")
    behind = re.compile(f'{re.escape(key)}[”"]')  # 义警 of “岷江义警”注册
    going_on = [
        one
        for name, one in named.items()
        if (name.startswith(key) and not is_outcome(name[len(key) :]))
        or (asked.unit and behind.search(one))
    ]
    holding = [one for name, one in named.items() if one not in going_on and holds.search(name)]
    holding = [one for one in holding if is_few or f"“{key}”" in one]  # 首批设立“红袖标驿站”
    if len(going_on) + len(holding) <= _MOST:
        going_on += holding
    return going_on if len(going_on) <= _MOST else []


def _plain(searcher: Searcher, name: str) -> str:
    """What all wordings of a name have in common, without quotation marks."""
    return _MARKS.sub("", searcher.figure_families([name])[0])
