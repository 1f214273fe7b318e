"""Tell which kinds and units a question asks for, and bring those of one dimension together."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.figures.units import KINDS
from search.figures.results import FigureRow

# What each word of degree can be said of. 最快 and 最短 are the least of durations.
TIMES, AMOUNTS = ("streak", "duration"), ("count", "amount", "measure", "frequency")
SAID_OF: Mapping[str, tuple[tuple[str, ...], bool]] = {
    **dict.fromkeys(("长", "久"), ((*TIMES, "measure"), True)),
    **dict.fromkeys(("多", "大"), (AMOUNTS, True)),
    **dict.fromkeys(("少", "小"), (AMOUNTS, False)),
    "高": (("rate", *AMOUNTS), True),
    "低": (("rate", *AMOUNTS), False),
    "短": ((*TIMES, "measure"), False),
    "快": (("duration",), False),
    "慢": (("duration",), True),
}
# Units of one thing, and how many of the first each is: 1.4万亿斤 is more than 5.31亿吨.
_SIZES: Mapping[str, tuple[str, float]] = {
    "吨": ("吨", 1.0),
    **{"公斤": ("吨", 1e-3), "千克": ("吨", 1e-3), "斤": ("吨", 5e-4), "担": ("吨", 0.05)},
    "克": ("吨", 1e-6),
    **{"米": ("米", 1.0), "公里": ("米", 1e3), "千米": ("米", 1e3)},
    **{"亩": ("亩", 1.0), "公顷": ("亩", 15.0)},
    **{"天": ("秒", 86_400.0), "小时": ("秒", 3_600.0), "分钟": ("秒", 60.0), "秒": ("秒", 1.0)},
}
# What the word behind 多少 or 几 asks for, where it is more than a measure word: kinds and units.
PEOPLE, _MONEY = frozenset(("人", "名", "位", "人次")), frozenset(("元",))
_ASKED_UNITS: tuple[tuple[re.Pattern[str], tuple[str, ...], frozenset[str]], ...] = (
    (re.compile(r"(?:多少|几)(?:个)?(年|月)|年数$"), TIMES, frozenset()),
    (re.compile(r"(?:多少|几)(?:个)?(天|小时|分钟|秒)"), TIMES, frozenset()),
    (re.compile(r"多少[万亿]?(?:元|块?钱)"), ("amount",), _MONEY),
    (re.compile(r"(?:多少|几)(?:人|名)(?!次)"), ("count",), PEOPLE),
    (re.compile(r"第几|排名"), ("rank",), frozenset()),
)
ANY_UNIT = f"(?:{'|'.join(sorted(KINDS, key=len, reverse=True))})"
# 购置多少辆铁骑: the measure word asks for its unit, and is no thing to be met.
IN_UNITS = re.compile(rf"(?<=[少几])[万亿]*(?P<unit>{ANY_UNIT})(?!口|民|员|数|件)")


def kinds_and_units(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """What can answer a question for how many; no units: any."""
    for pattern, kinds, units in _ASKED_UNITS:
        if (found := pattern.search(text)) is not None:
            return kinds, units or frozenset(filter(None, found.groups()))
    return (*AMOUNTS, "duration", "rate"), frozenset()


# Measure words of one thing: 行政法规47件 is more than 行政法规37部.
SAME_UNITS = {"人": "名", "位": "名", "宗": "起", "部": "件"}
# Measure words of which a question may have another than the report: 指挥室多少个, 122家.
_ALIKE = (frozenset("个家所处座间顶"), frozenset("起件宗例"), frozenset("辆台架部"))
_OF_OTHERS = PEOPLE | {"户", "次", "起", "元"}


def may_count_the_same(asked: str, unit: str) -> bool:
    """Whether what is asked for in one measure word may be told in another; most things are 个."""
    if asked == "个":
        return unit not in _OF_OTHERS
    return any(asked in units and unit in units for units in _ALIKE)


def dimension(unit: str) -> str:
    return _SIZES.get(unit, (unit, 1.0))[0]


def common_unit(unit: str) -> str:
    """What units of a dimension and measure words of one thing share: 斤 and 吨, 人 and 名."""
    return SAME_UNITS.get(unit, dimension(unit))


def counts_what_is_asked(asked: str, unit: str) -> bool:
    if (
        not asked
        or (not unit and asked in CASE_UNITS)
        or common_unit(asked) == common_unit(unit)
        or may_count_the_same(asked, unit)
    ):
        return True
    return {asked, unit} <= {"人", "名", "位", "人次"}


# Of these a 件 or 例 is a case, which others print as 起.
_OF_CASES = re.compile(
    r"[立破发]案|案件|警情|纠纷|诈骗|盗窃|抢[劫夺]|(?<![备档方个])案(?:$|发生|发出)|[破立]$|破获$|侦破$"
)
CASE_UNITS = frozenset(("起", "件", "宗", "例", ""))  # 命案发6破6 prints none


def counted_unit(name: str, unit: str) -> str:
    """As `common_unit`; cases are one thing however they are counted: 立案3640件, 1764起."""
    if unit in ("条", "个") and name.endswith("亡"):  # 夺去296条生命, 路上亡人29个
        return "名"
    return "起" if counts_cases(name, unit) else common_unit(unit)


def counts_cases(name: str, unit: str) -> bool:
    """Whether it is so many cases, whatever the measure word."""
    return unit in CASE_UNITS and _OF_CASES.search(name) is not None


def in_unit(row: FigureRow, unit: str) -> float:
    """The value in another unit of its dimension."""
    return number(row) / _SIZES.get(unit, ("", 1.0))[1]


def number(row: FigureRow) -> float:
    """The value, in the unit that all of its dimension are compared in."""
    return float(row.figure.value or 0) * _SIZES.get(row.figure.unit, ("", 1.0))[1]


def counts_alike(one: str, other: str) -> bool:
    """Whether 件 of one report may be 起 of another, 个 of the first be 处 of later ones."""
    return common_unit(one) == common_unit(other) or may_count_the_same(one, other)


def plain_number(value: float) -> str:
    """As a reader writes it: no exponent, no zeros at the end."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")
