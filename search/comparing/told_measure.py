"""Decide which figures tell a measure that is asked for, which a near one, and which another.

电诈立案 is told by 通讯网络诈骗发案 as well, and by 死亡24人 below 交通工作 what died in accidents;
接报 is near to 立案 and is told as another wording, 养老诈骗立案 is neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from indexer.figures.lexicon import TAILS
from indexer.text.normalizer import normalize
from search.comparing.asked_names import CHANGE, AskedName, bare_name, without_change
from search.comparing.measures import has_value, is_told, told_as, with_corrected, year_of
from search.comparing.outcomes import (
    FRAUD,
    deeds_called,
    is_of_fraud,
    is_outcome,
    near_outcomes,
    same_outcome,
    split_outcome,
    stand_ins,
)
from search.comparing.theme_outcomes import (
    LEVELS,
    AskedOutcome,
    ThemeWords,
    asked_outcome,
    keys_of_fraud,
    names_theme,
    same_subject,
    told_outcomes,
    wider_words,
)
from search.comparing.wordings.bare_figures import below_headings, words_in
from search.figures.dimensions import CASE_UNITS, counts_what_is_asked
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.superlatives import is_yearly
from search.request import Filters
from search.searcher import Searcher

_WORDS, _OF_WORD, _MOST = 2, 40, 5  # words looked for, measures of each, other names told
_MOST_ROWS = 600  # figures of a name that are read
_ENOUGH = 2  # figures of a name that needs no other
_MOST_LONGER = 20  # names that end in a deed
NO_LEVELS = ("change", "rank", "streak", "spec")
NO_LEVELS_NOR_STREAKS = ("change", "rank", "spec")
_LEAST = 2  # characters of a part of a name
_CASES_TOLD = ("立案", "侦办", "破案")  # how many cases there were, each in its way
_MARKS = re.compile("[“”\"‘’'《》]")
_SET_UP = re.compile("^(?:建成|建起|设立|设置|启用|组建|成立|打造|推出)(?=.)")  # 首个“湖心屋”
_SAYS_NOTHING = re.compile(
    "各[类种项]|(?:人民)?群众(?=满意)|全[市县区]|共|累计|全年|成功|的|数量?$"
)
# Shorter tails (收入, 投资, 人数) say too little of what is measured.
_TELLING = [tail for tail in TAILS if len(tail) > 2 or tail in ("发案", "破案")]
_WORD = re.compile(
    rf"(?:{'|'.join(sorted(_TELLING, key=len, reverse=True))}"
    r"|全部侦破|全破|[^的、和及与]{2}(?:率|感|满意度|指数))$"
)
_TOLD_TO_POLICE = "(?:受理|接报|接到|接|发生|立|犯罪|全[省市县区])*"
_AVERAGE = re.compile("[日月人户]均|平均")  # 日均接警 is no 接警


@dataclass(frozen=True, slots=True)
class ToldMeasure:
    """The figures of a measure, done and as corrected: the `same` in all words for it, and those
    of what is `near`, the nearest first. `theme` is that of whose cases it came, "" for others;
    `aims` are those of the same that were aimed at, `steps` yearly changes of it in no %."""

    same: tuple[FigureRow, ...] = ()
    near: tuple[FigureRow, ...] = ()
    theme: str = ""
    aims: tuple[FigureRow, ...] = ()
    steps: tuple[FigureRow, ...] = ()


def told_measure(
    searcher: Searcher,
    name: str,
    filters: Filters,
    lacks: Sequence[str] = NO_LEVELS_NOR_STREAKS,
    is_change: bool = False,
) -> ToldMeasure:
    """What is told of a name, without the kinds that it `lacks`; else by how much it changed from
    the year before."""
    found = rows_of_measure(searcher, AskedName(name, asks=True), filters, is_change)
    same, near = (
        tuple(
            r
            for r in with_corrected(rows)
            if (changed(r) if is_change else r.figure.kind not in lacks) and is_told(r)
        )
        for rows in (found.same, found.near)
    )
    aims = tuple(row for row in found.same if has_value(row) and told_as(row) == "target")
    return ToldMeasure(same, near, found.theme, aims, _steps(found.same))


def rows_of_measure(
    searcher: Searcher,
    asked: AskedName,
    filters: Filters,
    is_change: bool = False,
    is_series: bool = False,
) -> ToldMeasure:
    """Every figure of what is asked for, whatever it says; `is_series`: near is only what may stand
    for it in a year of which it is not told itself."""
    if split_outcome(split_outcome(bare_name(normalize(asked.name)))[0])[1]:
        return ToldMeasure()  # 诈骗立案破案 is of two things
    tried = (asked_outcome(searcher, name) for name in AskedName(asked.name).names)
    of = next(filter(None, tried), None)  # 电诈案件, as 电诈立案
    if of is None:
        return _of_indicator(searcher, asked, filters, is_series)
    found = _of_theme(searcher, asked, of, filters, is_change, is_series)
    if is_series and not (found.same or found.near):
        return _of_indicator(searcher, asked, filters, is_series)
    return found


def changes_of_measure(searcher: Searcher, asked: AskedName, filters: Filters) -> ToldMeasure:
    """By how many % a measure changed from year to year, done or aimed at."""
    for name in dict.fromkeys((without_change(asked.name), *asked.names)):
        one = replace(asked, name=name)
        told = rows_of_measure(searcher, one, filters, is_change=True)
        same, near = (
            tuple(row for row in with_corrected(rows) if changed(row))
            for rows in (told.same, told.near)
        )
        if same or near:
            return ToldMeasure(same, near, steps=_steps(told.same))
    return ToldMeasure()


def _steps(rows: Sequence[FigureRow]) -> tuple[FigureRow, ...]:
    """The yearly changes in no %."""
    return tuple(r for r in with_corrected(rows) if changed(r, is_percent=False) and is_told(r))


def changed(row: FigureRow, is_percent: bool = True) -> bool:
    """Whether a figure says by how much something changed from the year before."""
    figure = row.figure
    is_so = figure.kind == "change" and (figure.unit == "%") == is_percent
    return is_so and figure.direction is not None and is_yearly(row)


def _of_theme(
    searcher: Searcher,
    asked: AskedName,
    of: AskedOutcome,
    filters: Filters,
    is_change: bool,
    is_series: bool,
) -> ToldMeasure:
    """What came of a theme's cases; where it is asked for by a wider word (诈骗立案), what is told
    by this word first."""
    name, wanted = asked.name, same_outcome(of.outcome)
    others = stand_ins(wanted) if is_series else near_outcomes(wanted)
    if is_series and asked.is_of_cases and FRAUD not in of.word:
        others = (*others, *_CASES_TOLD[1:], "查处")  # 查处毒品案件24起 beside 毒品案件19起
    names = dict.fromkeys(
        (wanted, *sorted(others, key=lambda one: wanted not in one), *_CASES_TOLD)
    )
    kinds = ("change",) if is_change else LEVELS
    told = told_outcomes(searcher, of.theme, of.word, names, filters, kinds) or {}
    own = told.get(wanted, ())
    if not (wanted in _CASES_TOLD and _are_told_once_solved(told, of.word)):
        told = {one: rows for one, rows in told.items() if one in others}
    near = tuple(chain.from_iterable(told.pop(one) for one in tuple(told) if one != wanted))
    wide = _named(searcher, (name,), filters) if of.is_everyday else ()
    same, near = (wide, (*own, *near)) if wide else (own, near)
    near += _named(searcher, wider_names(searcher, of.theme, wanted, filters), filters)
    if not is_change and (same_outcome(name) == wanted or is_of_fraud(wanted)):
        near += _named(searcher, longer_names(searcher, wanted, filters), filters)
    elif is_series:
        words = same_subject(searcher, of.theme, of.word).pattern
        near += _named(searcher, longer_names(searcher, wanted, filters, words), filters)
    return ToldMeasure(same, near, of.theme.name)


def _are_told_once_solved(told: Mapping[str, Sequence[FigureRow]], word: str) -> bool:
    """Whether nobody tells how many cases of a subject were opened, as of 毒品: then a bare
    毒品案件58起 and 破获毒品案件377起 may be set beside one another; of fraud they differ."""
    opened = told.get("立案", ())
    is_said = any(re.search("[立发]", row.figure.measured) for row in opened)
    return bool(told.get("破案")) and not is_said and FRAUD not in word


def longer_names(searcher: Searcher, deed: str, filters: Filters, subject: str = "") -> list[str]:
    """Names that end in a deed: behind that of a team in quotation marks (“沔江哨”劝阻), or of what
    is done about fraud alone behind any words (上门劝阻); else in a pattern of a `subject` and it
    (刚冒头的电话诈骗立案)."""
    deeds = [one for one in deeds_called(deed) if len(one) > 1]
    behind = ".+" if is_of_fraud(deed) else "“[^”]+”"
    behind = f".+(?:{subject})" if subject else behind
    called = re.compile(f"{behind}(?:{'|'.join(map(re.escape, deeds))})")
    found: dict[str, None] = {}
    for one in deeds:
        asked = FigureRequest(q=one, filters=filters)
        named = searcher.figure_indicators(asked, _OF_WORD, is_folded=True)[0]
        words = (word for measure in named for word in measure.wordings)
        found |= dict.fromkeys(word for word in words if called.fullmatch(word))
    return [one for one in found if same_outcome(one) != deed][:_MOST_LONGER]


def wider_names(searcher: Searcher, theme: ThemeWords, deed: str, filters: Filters) -> list[str]:
    """Names of a deed, or of what is near to it, by a word that is wider than those of the theme:
    诈骗警情 and 受理诈骗警情 of a unit that does not say 电诈."""
    wide = wider_words(searcher, theme.forms)
    near = {deed, *near_outcomes(deed)}
    deeds = sorted({one for name in near for one in deeds_called(name)}, key=len, reverse=True)
    called = re.compile(
        rf"{_TOLD_TO_POLICE}(?:{'|'.join(map(re.escape, wide))}){_TOLD_TO_POLICE}"
        rf"(?:{'|'.join(deeds)}){'?' if deed == '立案' else ''}(?:案件?)?[数量]?"
    )
    found: dict[str, None] = {}
    for word in wide:
        asked = FigureRequest(q=word, filters=filters)
        named = searcher.figure_indicators(asked, _OF_WORD, is_folded=True)[0]
        found |= dict.fromkeys(one for measure in named for one in measure.wordings)
    return [one for one in found if wide and called.fullmatch(one)][:_MOST_LONGER]


def _of_indicator(
    searcher: Searcher, asked: AskedName, filters: Filters, is_series: bool
) -> ToldMeasure:
    if names_theme(searcher, asked.name) and not _named(searcher, (asked.name,), filters):
        # 反诈 is no measure, as 命案 may be; 反诈志愿者 is another. 化解矛盾纠纷 is 矛盾纠纷化解
        letters = _letters(_plain(searcher, asked.name))
        alike = alike_names(searcher, asked, filters, is_few=True)
        alike = [one for one in alike if _letters(_plain(searcher, one)) == letters]
        return ToldMeasure(_named(searcher, alike, filters))
    for name in AskedName(asked.name).names:
        one = replace(asked, name=name)
        if same := _same(searcher, one, filters):
            told = {(row.paragraph.source, year_of(row)) for row in same}
            is_few = not is_series or len(told) < _ENOUGH
            near = _named(searcher, alike_names(searcher, one, filters, is_few), filters)
            return ToldMeasure(same, near)
    return _of_longer_names(searcher, asked, filters)


def _same(searcher: Searcher, asked: AskedName, filters: Filters) -> tuple[FigureRow, ...]:
    """What is told of a name, and under what else surely means it."""
    rows = (
        *_named(searcher, (asked.name,), filters),
        *below_headings(searcher, asked, filters),
        *_cases(searcher, asked.name, filters),
    )
    if not is_outcome(asked.name):
        return rows
    # A bare 破案 behind 电诈立案 is no 破案 of all cases.
    of_fraud = keys_of_fraud(searcher, asked.name, filters)
    return tuple(row for row in rows if row.key not in of_fraud)


def _of_longer_names(searcher: Searcher, asked: AskedName, filters: Filters) -> ToldMeasure:
    """What is told of a name that stands in longer ones alone (视频监控 in 联网视频监控): the one
    that most units tell is the same, the others are near."""
    kinds = ("change",) if asked.unit == CHANGE else LEVELS
    for name in AskedName(asked.name).names:
        alike = alike_names(searcher, replace(asked, name=name), filters, is_few=True)
        rows = [row for row in _named(searcher, alike, filters) if row.figure.kind in kinds]
        units: dict[str, set[str]] = {}
        for row in rows:
            units.setdefault(row.family, set()).add(row.paragraph.source or "")
        if units:
            first = max(units, key=lambda family: len(units[family]))
            near = tuple(row for row in rows if row.family != first)
            return ToldMeasure(tuple(row for row in rows if row.family == first), near)
    return ToldMeasure()


def _named(searcher: Searcher, names: Sequence[str], filters: Filters) -> tuple[FigureRow, ...]:
    request = FigureRequest(indicators=tuple(names), filters=filters)
    return tuple(islice(searcher.figure_listing(request).rows, _MOST_ROWS)) if names else ()


def _behind(key: str, words: Sequence[str]) -> re.Pattern[str]:
    """What names hold that count a thing printed in quotation marks: 义警 of “岷江义警”注册, and
    “红袖晚八点”在册 where its 队员 are asked for."""
    heads = (key.removesuffix(word) for word in words if key.endswith(word))
    named = "|".join(re.escape(head) for head in heads if len(head) > _LEAST)
    of_head = rf'|(?:{named})[”"](?:在册|现有|队伍|规模|总数)?$' if named else ""
    return re.compile(rf'{re.escape(key)}[”"]{of_head}')


def _cases(searcher: Searcher, name: str, filters: Filters) -> tuple[FigureRow, ...]:
    """What counts cases by their name alone, where it is asked how many were opened: 盗窃2.04万起
    of 盗窃立案."""
    what, outcome = split_outcome(normalize(name))
    if outcome != "立案" or len(what) < _LEAST:
        return ()
    rows = _named(searcher, (what, f"{what}案", f"{what}案件"), filters)
    return tuple(r for r in rows if r.figure.kind == "count" and r.figure.unit in CASE_UNITS)


def measure_word(indicator: str) -> str:
    """What an indicator's name says is measured: 破案率 of 命案破案率; "" where nothing is told."""
    found = _WORD.search(indicator)
    return found.group() if found is not None else ""


def alike_names(searcher: Searcher, asked: AskedName, filters: Filters, is_few: bool) -> list[str]:
    """Names that hold the one asked for: those that go on behind it (群众安全感满意率) and, where
    it has but few figures itself, the few others that hold its characters in their order."""
    if not (asked.asks or measure_word(asked.name)):
        return []
    key = _plain(searcher, asked.name)
    if len(asked.span) == 1:  # fewer names are told of one year
        filters = filters.replaced(year=(str(asked.since),))
    cut = [word for word in words_in(searcher, asked.name) if len(word) > 1]
    named: dict[str, str] = {}
    for word in dict.fromkeys((asked.name, *sorted(cut, key=len, reverse=True)[:_WORDS])):
        request = FigureRequest(q=word, filters=filters)
        for one in searcher.figure_indicators(request, _OF_WORD, is_folded=True)[0]:
            if _is_asked_kind(asked, one.kind, one.unit):
                named.setdefault(_plain(searcher, one.indicator), one.indicator)
    named.pop(key, None)
    if not _AVERAGE.match(key):
        named = {name: one for name, one in named.items() if not _AVERAGE.match(name)}
    # What is measured stands last: 高铁里程 is held by 高铁营业里程, 破案 by no 破案率.
    holds = re.compile(".*?".join(map(re.escape, key)) + "(?:资金|金额|人员|人数|指数)?$")
    behind = _behind(key, cut)
    letters = _letters(key)
    going_on = [
        one
        for name, one in named.items()
        if _letters(name) == letters  # 矛盾纠纷排查, 排查各类矛盾纠纷
        or (
            _SET_UP.sub("", name).startswith(key)
            and _is_of(key, one)
            and not is_outcome(name[len(key) :])
        )
        or (asked.unit and behind.search(one))
    ]
    holding = [one for name, one in named.items() if one not in going_on and holds.search(name)]
    holding = [one for one in holding if is_few or f"“{key}”" in one]  # 首批设立“红袖标驿站”
    if len(going_on) + len(holding) <= _MOST:
        going_on += holding
    return going_on if len(going_on) <= _MOST else []


def _is_asked_kind(asked: AskedName, kind: str, unit: str) -> bool:
    is_level = kind not in NO_LEVELS and counts_what_is_asked(asked.unit, unit)
    return is_level or asked.unit == CHANGE  # a name may be of both


def _letters(name: str) -> list[str]:
    """The characters of a name without words that say nothing, in whatever order."""
    return sorted(_SAYS_NOTHING.sub("", name))


def _is_of(key: str, name: str) -> bool:
    """Whether a name begins with a key, and not with one in quotation marks that does: 劝阻群众,
    and no “劝阻一小时”见面率."""
    name = _SET_UP.sub("", name)
    return not name.startswith("“") or name.startswith(f"“{key}”")


def _plain(searcher: Searcher, name: str) -> str:
    """What all wordings of a name have in common, without quotation marks."""
    return _MARKS.sub("", searcher.figure_families([name])[0])
