"""Read what figures of a theme a question sets side by side: 2023年反诈 立案 破案 止付, 四局反诈.

Every word of it must be a unit, a year, a word for the theme, a thing that comes of its cases, or
ask; anything else left means that it asks for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from indexer.text.normalizer import normalize
from indexer.word_list import words
from search.comparing.asked_names import in_years, without_frame
from search.comparing.asked_units import is_plain, rest_and_years, units_named
from search.comparing.measures import By
from search.comparing.outcomes import fewest, is_of_fraud, place_of_outcome, same_outcome
from search.comparing.theme_outcomes import (
    ThemeWords,
    in_words_of_themes,
    theme_of_fraud,
    words_of_themes,
)
from search.request import Filters
from search.rewrite.first_year import LEVEL, UNIT
from search.searcher import Searcher

_KIND = f"(?:[市县区]公安(?!局|分局|机关)|{UNIT}|[家个])"
# Of whom it is asked: 各单位, 四家单位, 五个市局, 各县公安局, 三县一区, 全省各市, 兄弟单位.
_OTHERS = "兄弟|友邻|周边|其[他它]|别的|同类|同级|下属|所属|所辖|辖区|下辖"
GROUP = re.compile(
    r"(?:[一两二三四五六七八九][市县区]){2,}的?"
    rf"|(?:全省)?{LEVEL}(?:里面?|当中)?的?|(?:(?:全[省市县区州]|[省市]内)?(?<!全国)各个?|所有的?|全部的?|每一?|[这那]?几|(?:{_OTHERS})的?(?:各|几)?个?"
    r"|(?:(?<![0-9第十百千万])|(?<=(?:19|20)[0-9][0-9]))"  # 2024六家
    rf"(?:[两二三四五六七八九多]|[0-9]{{1,2}}(?=[个家]))[个家]?"
    rf"|[两二三四五六七八九十]?(?=[市县区]局))(?:{_KIND}[、和与及]?)+(?:之间|里面?|当中)?的?"
)
_KINDS = (
    re.compile("分局"),
    re.compile("县(?![市区])"),
    re.compile("(?<!分)局|[市区](?!分局)|单位|部门|地|家"),
)
# Which of them: 反诈哪家强, 哪个局电诈破案多.
_WHICH = re.compile(f"哪[一几]?[个家些](?:{_KIND})?|谁家?")
_BOTH = re.compile("[发立]案?破案?(?=情况|数|[^一-龥]|$)")  # 命案发破
_FIGURES = words("""
    数据 数字 数值 指标 统计 汇总 一览 清单 对比 比较 相比 横向 对照 并列 比一比 比比 差距 差异 区别
    横评 成绩 战果 战绩 业绩 实绩 成效 成果 效果 成绩单 答卷 战报 排名 多少 高低 强弱 好坏 高下 优劣
""")
_ASKING = (
    *("工作", "情况", "形势", "状况", "水平", "力度", "表现", "怎么样", "怎么", "怎样", "如何"),
    *("咋样", "做得", "干得", "抓得", "搞得", "分别", "各自", "各", "都", "好", "强", "多", "高"),
    *("少", "低", "差", "弱", "更好", "最好", "更强", "最强", "一组", "几组", "整体", "总体"),
    *("基本", "各项", "主要", "方面", "有关", "相关", "关于", "案件", "最新", "目前", "请"),
    *("反", "防", "打击", "防范", "预防", "治理", "防治", "打防", "整治"),
    *("请问", "看看", "查", "查询", "列出", "列", "表", "图", "列表", "全年", "当年", "年"),
    *("年度", "想知道", "看", "一下", "一个", "的", "了", "吗", "呢", "是", "有", "在", "和"),
    *("与", "及", "跟", "同", "比", "数", "写", "说", "给", "把", "、", ",", "，", "?", "!"),
    *("。", ":", "：", ";", " "),
)
_TIMES = words("历年 逐年 每年 各年 这几年 近年 近年来 年来 变化 趋势 走势")
_WHOLE = ("全市", "全省", "全县", "全区", "全州", "市局")
_SAYS = frozenset((*_FIGURES, *_ASKING, *_TIMES, *_WHOLE))
_AROUND = re.compile(
    "^(?>{0})+(?=..)|(?<=..)(?>{0})+$".format(
        "|".join(map(re.escape, sorted(_SAYS - {"案件", "数"}, key=len, reverse=True)))
    )
)
_LONGEST = 12  # characters of a word
_MOST_THINGS = 6

_OF_ANY = frozenset(("接报", "警情", "受理"))  # is told of calls of any kind


@dataclass(frozen=True, slots=True)
class AskedOfUnits:
    """Whom a question is of: the units of each name, or those meant without a name (各分局: the
    branches; () for all)."""

    by: By
    named: tuple[tuple[str, ...], ...]
    meant: tuple[str, ...]

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unit for own in self.named for unit in own)) or self.meant

    @property
    def filters(self) -> Filters:
        return Filters(**{self.by: self.units})


@dataclass(frozen=True, slots=True)
class AskedTable(AskedOfUnits):
    """The theme with the word that it is called by, what is asked of it (() for what is told most),
    and the years as filters have them, () for the latest.

    `asks`: whether it has words for figures or a comparison; `is_of_years`: for several years.
    """

    theme: ThemeWords
    word: str
    outcomes: tuple[str, ...]
    years: tuple[str, ...]
    asks: bool
    is_of_years: bool

    @property
    def is_of_several_years(self) -> bool:
        """Whether several years are named (2022 2023, 2019—2020) or meant (历年)."""
        is_span = len(self.years) > 1 or any(not year.isdecimal() for year in self.years)
        return is_span or self.is_of_years

    @property
    def of_one_thing(self) -> str:
        """The plain question for one thing of one year: 各单位 2022年电诈破案; "" for others."""
        if len(self.outcomes) != 1 or self.is_of_several_years:
            return ""
        when = "".join(f"{year}年" for year in self.years)
        return f"{' '.join(self.units) or '各单位'} {when}{self.word}{self.outcomes[0]}"

    @property
    def filters(self) -> Filters:
        """What chooses its units and years."""
        return Filters(**{self.by: self.units, "year": self.years})


def _last_year(searcher: Searcher) -> int:
    known = searcher.facet_pairs("year", "source").values()
    return max((int(year) for own in known for year in own), default=0)


def asked_table(searcher: Searcher, text: str) -> AskedTable | None:
    """None for a text with any other word, and for one that asks for one thing of all units alone:
    a theme by itself is no comparison, one of a year (2024年反诈) is."""
    if not is_plain(text):
        return None
    text = _BOTH.sub("立案破案", in_years(without_frame(text), lambda: _last_year(searcher)))
    form = normalize(text)
    pieces = searcher.unit_names().apart_as_typed(text)
    field, named = units_named(searcher, pieces[1::2])
    if pieces[1:] and not named:
        return None
    groups = [found[0] for piece in pieces[::2] for found in GROUP.finditer(piece)]
    named = () if groups and len(named) == 1 else named  # 澜州各分局
    if named and not any(map(_says_how_many(len(named)).match, groups)):  # 甲县 乙县 各市
        named += tuple((unit,) for unit in searcher.unit_names().meant(" ".join(groups)))
    bare = [_WHICH.sub(" ", GROUP.sub(" ", piece)) for piece in pieces[::2]]
    groups += [found[0] for piece in pieces[::2] for found in _WHICH.finditer(piece)]
    rest, years = rest_and_years(bare)
    found = _covered(searcher, " ".join(rest), is_of_units=bool(groups or named))
    if found is None:
        return None
    theme, words, things, says = found
    asks = not says.isdisjoint(_FIGURES) or len(things) > 1
    if not (asks or groups or len(named) > 1 or (years and not named)):
        return None
    of_kinds = {kind for kind in _KINDS for group in groups if kind.search(_plain(group))}
    is_beside = bool(of_kinds) and not says.isdisjoint(_WHOLE)  # 全市和四个县局
    is_all = len(of_kinds) > 1 or is_beside  # 各分局和县局 are not the branches alone
    return AskedTable(
        "region" if named and field == "region" else "source",
        named,
        () if named or is_all else searcher.unit_names().meant(form),
        theme,
        _telling_word(theme, words),
        things[:_MOST_THINGS],
        years,
        asks,
        not says.isdisjoint(_TIMES),
    )


def _says_how_many(units: int) -> re.Pattern[str]:
    """What begins a group that says how many units are named before it: 甲乙两市."""
    return re.compile(f"[{'零一二三四五六七八九'[units : units + 1]}{'两' * (units == 2)}{units}]")


def without_asking(text: str) -> str:
    """A normal form without the words that ask for figures or a comparison at its ends."""
    return _AROUND.sub("", text).strip()


def only_asks_for_figures(word: str) -> bool:
    """Whether a word asks for figures or a comparison, and is of nothing: 情况, 对比."""
    return word in _SAYS or not any(map(str.isalnum, word))


def _plain(group: str) -> str:
    """What kinds of units are meant: 各县公安局 are counties."""
    return re.sub("(?:公安)?局", "", group) if "县" in group and "分局" not in group else group


@dataclass(frozen=True, slots=True)
class _Cover:
    words: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    says: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.words) + len(self.things) + len(self.says)


_Covered: TypeAlias = tuple[ThemeWords, tuple[str, ...], tuple[str, ...], frozenset[str]]


def _covered(searcher: Searcher, text: str, is_of_units: bool) -> _Covered | None:
    """The theme with its words, what came of it and what asks, if these are the whole text; also in
    the words of readers (诈骗), and of several things of some units that are not said to be of any
    theme (甲县 乙县 立案 破案) those of fraud, of which reports tell them."""
    found = next(_covers(searcher, text), None)
    if found is None and (meant := in_words_of_themes(searcher, text)) is not None:
        found = next(_covers(searcher, meant.form), None)
    bare = _cover(text, frozenset()) if found is None and is_of_units else None
    theme = theme_of_fraud(searcher) if bare is not None else None
    if bare is None or theme is None:
        return found
    if len(set(bare.things)) < 2 and not any(map(is_of_fraud, bare.things)):
        return None
    if _OF_ANY.issuperset(bare.things):
        return None  # 接报警情
    return theme, (normalize(theme.name),), tuple(dict.fromkeys(bare.things)), frozenset(bare.says)


def _covers(searcher: Searcher, text: str) -> Iterator[_Covered]:
    """Of each theme."""
    for theme in words_of_themes(searcher.taxonomy().themes):
        if not any(form in text for form in theme.forms):
            continue
        found = _cover(text, frozenset(theme.forms))
        if found is not None and found.words:
            told = tuple(dict.fromkeys(found.things))
            yield theme, tuple(dict.fromkeys(found.words)), told, frozenset(found.says)


def _cover(text: str, forms: frozenset[str]) -> _Cover | None:
    """The fewest words that make up a text, its spaces left out; None where something is left."""
    return fewest(text, _LONGEST, _Cover(), lambda before, word: _with_word(before, word, forms))


def _with_word(before: _Cover, piece: str, forms: frozenset[str]) -> _Cover | None:
    """What was read before, and a word behind it; None for what is none."""
    if piece in forms:
        return _Cover((*before.words, piece), before.things, before.says)
    if piece in _SAYS:
        return _Cover(before.words, before.things, (*before.says, piece))
    thing = same_outcome(piece.removesuffix("了")) if len(piece) > 1 else piece  # 破了
    if place_of_outcome(thing) is None:
        return None
    return _Cover(before.words, (*before.things, thing), before.says)


def _telling_word(theme: ThemeWords, words: tuple[str, ...]) -> str:
    """Of several words the one that says more than the name of the theme: 反诈, 电诈立案."""
    own = [word for word in words if word != normalize(theme.name)]
    return (own or words)[0]
