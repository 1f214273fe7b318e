"""Tell of which year a figure is, as far as it and its document's title say so."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.model.figures import Figure
from indexer.text.normalizer import normalize
from search.figures.results import FigureRow

# A report of these is given at the year's beginning: what it tells without a time is of the last.
OF_LAST_YEAR = re.compile(r"(?:政府|法院|检察院|委员会)工作报告")
_SAYS_YEAR = re.compile(r"[今去前明上本当]年|[0-9〇○零一二三四五六七八九]{4}")
_YEAR_PRINTED = re.compile("[0-9〇○零一二三四五六七八九]{4}年")
_MONTHS = re.compile(
    r"(?P<year>\d{4})-(?P<first>\d\d)(?:-\d\d)?(?:/(?P=year)-(?P<last>\d\d)(?:-\d\d)?)?"
)
_LEVELS = ("rate", "measure", "count", "amount", "duration")
# What is there at a time, and no sum: 高速公路总里程达9.56万公里.
_STOCK = re.compile(
    "(?:总里程|里程|寿命|余额|保有量|总规模|储备)(?:[^，,。]{0,4}(?:达到?|[到至为]|突破|超过))?$"
)
_ON_AVERAGE = re.compile("平均每|年均|每年|一直|始终|累计|新增|新建")


def is_end(figure: Figure) -> bool:
    """Whether a figure is the level that years led to: 增加到4.2万公里, 参合率91.5%."""
    before = figure.quote[: figure.value_start - figure.start]
    is_level = figure.kind == "rate" or _STOCK.search(before) is not None
    return (
        figure.role == "to"
        or (figure.direction is not None and figure.kind in _LEVELS)
        or (is_level and figure.role is None and _ON_AVERAGE.search(before) is None)
    )


def year_of_period(figure: Figure) -> str:
    """The one year of a figure's period; the last of several where it is a level they led to.

    "" for any other figure of several years, and without a period.
    """
    first, _, last = (figure.period or "").partition("/")
    if last in ("", "..") or last[:4] == first[:4]:
        return first[:4]
    return last[:4] if is_end(figure) else ""


def dated(row: FigureRow) -> int | None:
    """The year of a figure's period, else that of its document; what holds since 2017 is of now."""
    year, own = year_of_period(row.figure), row.paragraph.year
    if not year.isdecimal() or (own and (row.figure.period or "").endswith("/..")):
        return own
    return int(year)


def months_of(row: FigureRow) -> tuple[int, int] | None:
    """The first and last month of a figure of some months of its year (上半年立案1796起: 1, 6)."""
    found = _MONTHS.fullmatch(row.figure.period or "")
    if found is None or (found["first"], found["last"]) == ("01", "12"):
        return None
    return int(found["first"]), int(found["last"] or found["first"])


def is_of_part(row: FigureRow) -> bool:
    """Whether a figure is of some months of its year."""
    return months_of(row) is not None


def exact_of_year(rows: Iterable[FigureRow]) -> list[FigureRow]:
    """Figures of one unit and year without bounds (突破99%), and then without those of some of its
    months, where there are others."""
    rows = list(rows)
    exact = [row for row in rows if row.figure.qualifier is None] or rows
    return [row for row in exact if not is_of_part(row)] or exact


def may_be_of_last_year(row: FigureRow) -> bool:
    """Whether nothing but the report's own year says when, and that is the year it was given in.

    Where its section (过去一年) or its paragraph tells (2001年…，年末…), that is known.
    """
    is_known = year_of_period(row.figure) not in ("", str(row.paragraph.year))
    if is_known or isinstance(row.section, int):
        return False
    return OF_LAST_YEAR.search(row.paragraph.title or "") is not None and tells_no_year(row)


def is_surely_dated(row: FigureRow) -> bool:
    """Whether a year is printed with a figure, or in a work report told by what stands before it:
    then it is of that year, and not of its document's."""
    year = year_of_period(row.figure)
    if not year or "/" in (row.figure.period or ""):
        return False
    is_printed = _YEAR_PRINTED.search(normalize(row.figure.period_text or ""))
    is_of_report = OF_LAST_YEAR.search(row.paragraph.title or "") is not None
    return is_printed is not None or (is_of_report and year != str(row.paragraph.year))


def tells_no_year(row: FigureRow) -> bool:
    """Whether the time printed with a figure (全年, 年末) names no year, or none is printed."""
    return _SAYS_YEAR.search(normalize(row.figure.period_text or "")) is None
