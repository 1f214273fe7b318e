"""Tell names of what was done about cases, and which of them are one thing: 破获 and 破案数.

Only what says the same is one: 立案 and 发案 count the cases that were opened; 挽回损失 and 损失
are opposites, 打处 is more than 抓获.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sized
from functools import lru_cache
from typing import TypeVar

from indexer.word_list import words

S = TypeVar("S", bound=Sized)
_DEEDS = words("""
    破案 破获 侦破 发案 案发 发 立案 受案 立 破 抓获 抓捕 抓 捕获 归案 打处 打击处理 处理 查处 刑拘
    刑事拘留 拘留 逮捕 批捕 起诉 移送 受理 侦办 查办 移诉 判决 打掉 捣毁 案损 损失 被骗 挽损 挽回
    追赃 追缴 追回 返还 归还 退还 发还 退给 退回 还给 退 止付 冻结 查扣 扣押 查冻 查封 堵截 拦截
    接报 报案 劝阻 预警 避免 涉案 遣返 抓回 劝返 警情 挽 受损
""")
_FILLERS = words("""
    犯罪 违法 嫌疑人 嫌疑 人员 对象 团伙 窝点 案件 案 各类 类 资金 现金 金额 赃款 款物 款项 款 钱
    财物 财产 经济 直接 价值 群众 百姓 市民 受害人 潜在 企业 账户 境外 境内 其中 为 从 的 成功 紧急
    快速 及时 累计 共 总 数 量 率 额 值 人 金 各 全市 全省 全县 全区 全年 新 现 涉
""")


_WORDS = frozenset((*_DEEDS, *_FILLERS))
_LONGEST = max(map(len, _WORDS))
KEPT_NAMES = 10_000  # names that were looked at: thousands of figures have the same few hundred
_LONGEST_NAME = 12  # characters of a thing in a list of several
_JOINT = re.compile("[、，,;；和与及\\s]|以及|或者?")
# 半年内止付: of a part of its year
_ONLY = re.compile("^(?:仅仅?|只|[又再])(?=[一-龥])")  # 命案仅发5起
OF_SPAN = re.compile("^(?:半年|[一二三四五六七八九十两几0-9]{1,2}个月)(?:[内来间里])?(?=..)")
_PEOPLE = r"(?:违法|犯罪)*(?:嫌疑人员?|人员|对象)?(?:人?数)?"
_MONEY = r"(?:被骗|涉案)?(?:资金|金额|现金|钱款?|款项|赃款|款物|财物|款|经济|财产|直接|群众|金)*"
_WHOSE = (
    r"(?:为|给|向)?(?:受害|被骗)?(?:群众|百姓|市民|受害人|企业)*(?:共|累计|成功|紧急|快速|及时)*"
)
_GIVEN_BACK = "(?:返还|归还|发还|退还|退给|退回|还给)"
# One thing each, whole: its wordings, and the one that stands for all.
_ALIKE = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (
            r"(?:新)?(?:立案|发案|发生(?:案件)?|受案|受理(?:案件?)?|立|案件(?:立案|发案)|案发|案|发)(?:起|件|总)*数?",
            "立案",
        ),
        (r"(?:侦办|查办)案?件?(?:起|件|总)*数?", "侦办"),
        (r"(?:查处|查获)(?:案件?)?(?:起|件|总)*数?", "查处"),
        (r"(?:接报|报案)(?:案件?)?(?:起|件|总)*数?", "接报"),
        (
            r"(?:破案|破获|侦破|案?破|(?:破获|侦破)案件?|案件(?:破案|破获|侦破))(?:起|件|总)*数?",
            "破案",
        ),
        (r"(?:案件)?(?:破案|侦破|破获)率", "破案率"),
        (r"接报警情|警情接报", "警情"),
        (
            rf"(?:因诈骗?|造成|导致)?{_WHOSE}(?:直接|经济|财产|实际)*(?:损失|案损|受损|被骗){_MONEY}(?:总?[数额量]*)",
            "损失",
        ),
        (rf"(?:抓获|抓捕|抓){_PEOPLE}", "抓获"),
        (rf"(?:打处|打击处理)(?:涉诈)?{_PEOPLE}", "打处"),
        (rf"(?:刑拘|刑事拘留){_PEOPLE}", "刑拘"),
        (rf"(?:移诉|移送起诉){_PEOPLE}", "移送起诉"),
        (rf"{_WHOSE}(?:追赃)?(?:挽损|挽回|追回){_WHOSE}{_MONEY}(?:损失)?(?:总?[数额])?", "挽损"),
        (
            rf"{_WHOSE}(?:追[赃回缴]{_MONEY})?{_GIVEN_BACK}{_WHOSE}{_MONEY}(?:总?[数额量])?",
            "返还",
        ),
        (rf"(?:被骗|涉案)?(?:资金|钱款?|款项?)(?:{_GIVEN_BACK}|退)", "返还"),
        (rf"{_WHOSE}止付{_MONEY}", "止付"),
        (rf"{_WHOSE}止付挽损{_MONEY}", "止付挽损"),
        (rf"{_WHOSE}(?:止付冻结|冻结止付){_MONEY}", "止付冻结"),
        (rf"{_WHOSE}冻结{_MONEY}", "冻结"),
        (
            r"(?:成功|预警|见面|及时|96110|上门|当面|电话)*劝阻(?:潜在)?(?:群众|受害人|人员)*(?:人[数次])?",
            "劝阻",
        ),
    )
)


# What is near one another, and not the same: whoever sets one beside the other must be told.
_NEAR = (
    ("损失", "涉案金额", "涉案资金", "涉案价值", "涉案", "被骗资金"),
    ("抓获", "打处", "刑拘", "移送起诉", "逮捕", "批捕", "起诉", "查处", "采取刑事强制措施"),
    ("立案", "侦办", "警情", "接警", "接报"),
    ("挽损", "返还"),
    ("止付", "止付冻结", "止付冻结资金", "冻结", "止付挽损"),
)
# What is done about fraud alone, so that it need not be said of what.
_OF_FRAUD = ("止付", "止付冻结", "止付挽损", "劝阻", "返还")
FRAUD = "诈"  # in the words of its theme
# In the order of a report: what happened, what was done about it, what was lost and won back.
OUTCOMES = words("""
    警情 接警 接报 立案 侦办 破案 破案率 抓获 打处 刑拘 逮捕 移送起诉 起诉 损失 涉案金额 涉案资金
    止付 冻结 止付冻结 止付挽损 挽损 返还 劝阻
""")


def place_of_outcome(name: str) -> int | None:
    """Where a report tells of a thing (as `same_outcome` has it); None for any other name."""
    return OUTCOMES.index(name) if name in OUTCOMES else None


def is_of_fraud(name: str) -> bool:
    """Whether a thing is done about fraud alone, whatever its name says of a theme."""
    return same_outcome(name) in _OF_FRAUD or ("被骗" in name and is_outcome(name))


def near_outcomes(name: str) -> tuple[str, ...]:
    """The names of what is near to a thing (as `same_outcome` has it) without being the same."""
    return next((names for names in _NEAR if name in names), ())


@lru_cache(KEPT_NAMES)
def outcomes_in(name: str) -> tuple[str, ...]:
    """The things that a name lists without more than signs between them, each as `same_outcome` has
    it: 立案 and 破案 of 立案数、破案; the fewest that it may be parted into (止付冻结 is one), ()
    where something else is left."""
    none: tuple[str, ...] = ()
    return tuple(dict.fromkeys(fewest(name, _LONGEST_NAME, none, _with_outcome) or none))


def _with_outcome(before: tuple[str, ...], piece: str) -> tuple[str, ...] | None:
    if _JOINT.fullmatch(piece):
        return before
    form = same_outcome(piece)
    return None if place_of_outcome(form) is None else (*before, form)


def fewest(text: str, longest: int, none: S, with_piece: Callable[[S, str], S | None]) -> S | None:
    """The fewest pieces that make up a text, read from the left: `with_piece` gives what was read
    before and a piece behind it, None for one that is nothing; None where something is left."""
    best: list[S | None] = [none, *(None for _ in text)]
    for at in range(len(text)):
        if (before := best[at]) is None:
            continue
        for end in range(at + 1, min(at + longest, len(text)) + 1):
            told = with_piece(before, text[at:end])
            if told is not None and ((other := best[end]) is None or len(told) < len(other)):
                best[end] = told
    return best[-1]


@lru_cache(KEPT_NAMES)
def is_outcome(name: str) -> bool:
    """Whether a name only says what was done about cases or came of them, never of which."""
    # By place, whether a deed is among the words that end there: a regular expression would try
    # every way to part 金额金额….
    ends: list[set[bool]] = [{False}, *(set() for _ in name)]
    for at, deeds in enumerate(ends):
        for end in range(at + 1, min(at + _LONGEST, len(name)) + 1) if deeds else ():
            word = name[at:end]
            if word in _WORDS:
                ends[end] |= {True} if word in _DEEDS else deeds
    is_whole = len(name) > 2 and place_of_outcome(same_outcome(name)) is not None  # no bare 案
    return True in ends[-1] or is_whole


@lru_cache(KEPT_NAMES)
def same_outcome(name: str) -> str:
    """The wording that stands for all names of one thing; any other name as it is."""
    bare = _ONLY.sub("", OF_SPAN.sub("", name.replace("的", "")))
    return next((form for like, form in _ALIKE if like.fullmatch(bare)), name)


def stand_ins(name: str) -> tuple[str, ...]:
    """What a unit may tell where it does not tell this: what was reported (接报) for 立案, what was
    given back for what was won back."""
    return {"立案": ("接报",), "挽损": ("返还",)}.get(name, ())


def deeds_called(name: str) -> tuple[str, ...]:
    """The bare words for one thing: 立案, 发案, 立."""
    return tuple(deed for deed in _DEEDS if same_outcome(deed) == name)


_LEADING = re.compile("(?:造成|导致|致使|案件|案|犯罪|的|共|让|使)+$")  # 电信网络诈骗造成


def split_outcome(name: str) -> tuple[str, str]:
    """What it is of and what came of that: 电信网络诈骗, 损失; ("", "") for other names."""
    for at in range(1, len(name)):
        form = next((form for like, form in _ALIKE if like.fullmatch(name, at)), "")
        if form:
            return _LEADING.sub("", name[:at]), form
    return "", ""
