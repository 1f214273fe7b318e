"""Tell of which year a figure is, as far as it and its document's title say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import ceil

from indexer.model.figures import Figure
from indexer.text.normalizer import normalize
from search.clauses import clause_start
from search.figures.dimensions import CASE_UNITS
from search.figures.results import FigureRow

# A report of these is given at the year's beginning: what it tells without a time is of the last.
OF_LAST_YEAR = re.compile(r"(?:政府|法院|检察院|委员会)工作报告")
_SAYS_YEAR = re.compile(r"[今去前明上本当]年|[0-9〇○零一二三四五六七八九]{4}")
_YEAR_PRINTED = re.compile("[0-9〇○零一二三四五六七八九]{4}年")
_SPAN = re.compile(r"(?<!\d)(?:19|20)\d\d年?\s*[-—–~～至到]{1,2}\s*(?P<until>(?:19|20)\d\d)(?!\d)")
_SHOWN = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>\D+)")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_MONTHS = re.compile(
    r"(?P<year>\d{4})-(?P<first>\d\d)(?:-\d\d)?(?:/(?P=year)-(?P<last>\d\d)(?:-\d\d)?)?"
)
# 自2008年以来连续13年, 从2013年算起已有七年, 2018年…重新起步，目前已连续三年, and behind it
# 连续三年（2022年至2024年）
_SINCE = re.compile(
    r"(?:[自从])?(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?"
    r"(?:以来|开始|算起|至今|以后|之后|起(?!诉)|[至到—-]+(?:19|20)\d\d年|(?<=始于\d\d\d\d年)的|[^，,。；;]{0,8}重新(?:起步|起算|开始|开启))"
)
_BROKEN = re.compile(
    r"(?<!未)(?<!没有)(?<!不曾)(?<!从未被)(?:中断|中止|断档|终结|终止|止步|归零|[未没]能?(?:得以)?(?:延续|保持|守住)|[画划]上了?句号|[到就至由]此(?:断|为?止)|被?打破)(?!的?风险|的?可能)"
)
_BREAKS = re.compile(
    "(?:中断|中止|结束|打破|终结|终止|断送|告别)了?(?:其?(?:此前|之前|先前|以往|原有|已有|长达|保持|持续|连续|第|的|(?:现行)?命案|全[市县区省]))*$"
)
# 至2020年已保持17年的全破纪录中断: its last year stands there
_UP_TO_YEAR = re.compile(r"[至到](?:19|20)\d\d年[^，,。；;\d]{0,10}$")
_STREAK_CHARS, _BEHIND_CHARS = 60, 40  # around a streak that may say since when, and its end
_CLAUSE_END = re.compile("[，,。；;！？\n]")
_LAST_MONTHS = {"上半年": "06", "前三季度": "09", "一季度": "03"}
# The days of a festival, but for no plan of years; nothing behind it says that all is meant.
_DURING = re.compile("[一-龥](?<![五年度划任])期间(?!.*(?:全年|全市|年内|累计))")
_CLOSE = 4  # characters in front of a figure that say of it 其中
_REPORT_ON_PART = re.compile(
    "(?P<part>上半年|前三季度|一季度)(?!.{0,12}(?:计划|打算|要点|安排|部署|方案))"
)
_LEVELS = ("rate", "measure", "count", "amount", "duration")
# What is there at a time, and no sum: 高速公路总里程达9.56万公里.
_STOCK = re.compile(
    "(?:总里程|里程|寿命|余额|保有量|总规模|储备)(?:[^，,。]{0,4}(?:达到?|[到至为]|突破|超过))?$"
)
_ON_AVERAGE = re.compile("平均每|年均|每年|一直|始终|累计|新增|新建")


@dataclass(frozen=True, slots=True)
class Lasting:
    """From which year to which a streak lasted: `first` to `last`, the year that tells of it or,
    where that says it was broken (`is_over`), the one before. `is_printed`: the first year stands
    in the text; else it is counted back from the last. `quote` is the text that says so."""

    first: int
    last: int
    is_printed: bool
    is_over: bool
    quote: str


def lasting(row: FigureRow) -> Lasting | None:
    """When a streak of years began, as its sentence prints it, or else its length tells; None where
    neither is sure: 连续十多年, and a printed year that its length does not lead to."""
    figure, text = row.figure, row.paragraph.text
    told = told_year(row)
    if figure.kind != "streak" or figure.unit != "年" or not figure.value or told is None:
        return None
    behind = _CLAUSE_END.split(text[figure.value_end : figure.value_end + _BEHIND_CHARS])[0]
    end = max(figure.end, figure.value_end + len(behind))
    before = text[max(0, figure.value_start - _BEHIND_CHARS) : figure.value_start]
    is_over = (_BROKEN.search(behind) or _BREAKS.search(before)) is not None
    last = told - 1 if is_over and _UP_TO_YEAR.search(before) is None else told
    counted = last - ceil(float(figure.value)) + 1
    start = max(0, figure.value_start - _STREAK_CHARS)
    start = clause_start(text, figure.value_start, "。；！？\n", start)
    for found in reversed(list(_SINCE.finditer(text, start, end))):
        if abs(int(found["year"]) - counted) <= 1:
            quote = text[min(found.start(), figure.start) : end]
            return Lasting(int(found["year"]), last, True, is_over, quote)
    if figure.qualifier is not None or may_be_of_last_year(row):
        return None
    return Lasting(counted, last, False, is_over, text[figure.start : end])


def is_end(figure: Figure) -> bool:
    """Whether a figure is the level that years led to: 增加到4.2万公里, 参合率91.5%."""
    before = figure.ahead
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


def told_year(row: FigureRow) -> int | None:
    """The year that a figure is of: printed, told by its section, or its document's."""
    return row.section if isinstance(row.section, int) and tells_no_year(row) else dated(row)


def dated(row: FigureRow) -> int | None:
    """The year of a figure's period, else that of its document, or the last that this is about
    (2018—2022); what holds since 2017 is of now."""
    year, own = year_of_period(row.figure), row.paragraph.year
    if own and not row.figure.period_text and year in ("", str(own)):
        return min(_last_told(row.paragraph.title or "") or own, own)
    if not year.isdecimal() or (own and (row.figure.period or "").endswith("/..")):
        return own
    return int(year)


@lru_cache(10_000)
def _last_told(title: str) -> int:
    """The last of the years that a title says a document is about; 0 for one that says none."""
    found = _SPAN.search(title)
    return int(found["until"]) if found is not None else 0


_UNTIL = re.compile(r"\.\./(?P<year>\d{4})-\d\d(?:-\d\d)?")


def period_of(row: FigureRow) -> str:
    """A figure's period; where it prints no time, that of a report on a part of its year: 接警
    21.3万起 of 2021年上半年工作小结. 截至6月底 is its first half year, but for what there is then.
    """
    figure, year = row.figure, row.paragraph.year
    part = _REPORT_ON_PART.search(normalize(row.paragraph.title or ""))
    is_flow = part is not None or figure.unit in CASE_UNITS or figure.kind == "amount"
    if is_flow and (until := _UNTIL.fullmatch(figure.period or "")) is not None:
        return f"{until['year']}-01/{until[0][3:10]}"
    is_unsaid = not figure.period_text and figure.period in (None, str(year))
    if part is None or year is None or not is_unsaid or figure.modality != "actual":
        return figure.period or ""
    return f"{year}-01/{year}-{_LAST_MONTHS[part['part']]}"


def months_of(row: FigureRow) -> tuple[int, int] | None:
    """The first and last month of a figure of some months of its year (上半年立案1796起: 1, 6)."""
    found = _MONTHS.fullmatch(period_of(row))
    if found is None or (found["first"], found["last"]) == ("01", "12"):
        return None
    return int(found["first"]), int(found["last"] or found["first"])


def is_of_part(row: FigureRow) -> bool:
    """Whether a figure is of some months of its year, or of a festival (赛会期间接警1.2万起)."""
    at = row.figure.value_start
    start = clause_start(row.paragraph.text, at, "。；;！？\n", max(at - _STREAK_CHARS, 0))
    ahead = row.paragraph.text[start:at]
    return months_of(row) is not None or _DURING.search(ahead) is not None


def is_of_one_month(row: FigureRow) -> bool:
    """Whether a figure is of a single month."""
    months = months_of(row)
    return months is not None and months[0] == months[1]


def of_months(rows: Sequence[FigureRow], months: tuple[str, str] | None) -> Sequence[FigureRow]:
    """The figures of these months, the first and the last, of their year; all for None."""
    if months is None:
        return rows
    first, last = map(int, months)
    return [row for row in rows if months_of(row) == (first, last)]


def month_by_month(rows: Sequence[FigureRow], months: tuple[str, str] | None) -> list[FigureRow]:
    """Counts of each of these months, in their order, where every one has a single one."""
    first, last = map(int, months or (0, 0))
    of_each = {m[0]: row for row in rows if (m := months_of(row)) is not None and m[0] == m[1]}
    counted = [row for row in rows if is_of_one_month(row)]
    every = [of_each[month] for month in range(first, last + 1) if month in of_each]
    is_whole = 0 < first < last and len(every) == last - first + 1
    return every if is_whole and len(counted) == len(of_each) and sum_of_months(every) else []


def sum_of_months(rows: Sequence[FigureRow]) -> str:
    """What counts of several single months come to, as they are printed; "" for other figures."""
    told = [(row.figure.value_text.replace(",", ""), row.figure) for row in rows]
    behind = {figure.shown.removeprefix(figure.value_text) for _, figure in told}
    is_count = all(
        figure.kind in ("count", "amount") and _DIGITS.fullmatch(text) for text, figure in told
    )
    if len(rows) < 2 or not is_count or len(behind) != 1 or not all(map(is_of_one_month, rows)):
        return ""
    return f"{sum(Decimal(text) for text, _ in told)}{behind.pop()}"


def difference(one: FigureRow, other: FigureRow) -> str:
    """How far two figures are apart, as they are printed (447起); "" where they are printed in
    different ways (12.1万起, 8900起)."""
    return _put_together(one, other, lambda a, b: abs(a - b))


def level_before(now: FigureRow, step: FigureRow) -> str:
    """What a figure was before it changed by so many, as they are printed: 1034起."""
    rose = step.figure.direction == "up"
    return _put_together(now, step, lambda a, b: a - b if rose else a + b)


def _put_together(
    one: FigureRow, other: FigureRow, by: Callable[[Decimal, Decimal], Decimal]
) -> str:
    shown = (one.figure.shown.replace(",", ""), other.figure.shown.replace(",", ""))
    a, b = map(_SHOWN.fullmatch, shown)
    if a is None or b is None or a["unit"] != b["unit"]:
        return ""
    return f"{by(Decimal(a['number']), Decimal(b['number']))}{a['unit']}"


def _is_share(row: FigureRow) -> bool:
    at = row.figure.value_start
    return "其中" in row.paragraph.text[max(at - _CLOSE, 0) : at]


def exact_of_year(rows: Iterable[FigureRow]) -> list[FigureRow]:
    """Figures of one unit and year without bounds (突破99%), then without what is a part of another
    (其中16起), and without those of some of its months, where there are others."""
    rows = list(rows)
    exact = [row for row in rows if row.figure.qualifier is None] or rows
    exact = [row for row in exact if not _is_share(row)] or exact
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
