"""Read the figures of a row that says the names of its columns."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from indexer.figures.context import KINDS
from indexer.figures.quantities import scan_quantities
from indexer.figures.tables.cells import (
    UNIT_NAME,
    Cell,
    TableRow,
    table_row,
    without_among,
    year_said,
)
from indexer.figures.times import find_times
from indexer.figures.traps import names_nothing
from indexer.figures.units import Quantity
from indexer.model.figures import Figure

_NAME, _UNIT = (
    re.compile(r"(.{1,30}?)[（(]([^（()）]{1,8})[)）]"),
    re.compile(r"[万亿千百]*[^\d\s]{1,6}"),
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?[^\d\s；：，。]{0,6}")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?)?")
_OF_YEAR = re.compile(r"((?:19|20)\d\d)年度?(?![\d一二三四上下前]|$)")
_MONTH = re.compile(r"((?:19|20)\d\d)[-./年]([01]?\d)月?")
_ALL_YEAR = re.compile("[合总]计|总数|全年|累计|年度?合计")
# 各派出所接处警情况统计表（单位：起）: what a table of units and times counts, and in what.
_COUNTED = re.compile(
    r"([一-鿿]{2,14}?)(?:情况|数据|数量|分布)?(?:分年度?|分月|历年|按月)?"
    r"(?:(?:统计|汇总|对比|对照|一览|明细)?表|(?:统计)?[月季年]报表?|统计|汇总|(?<=情况)(?=[（(]单位))"
    r"(?:[（(]单位：([^（()）、/]{1,6})[）)])?"
)
# 110接报警情分月统计（万起）, （单位：万元）: in what a table counts what its columns do not say
_OF_TABLE = re.compile("[（(](?:单位[:：])?([万亿千百]*[元起件人次名户吨]{1,2})[)）]$")
_TIME_BEHIND = re.compile(r"[（(][\d年月度—–~～至-]+[）)]")
_BEFORE_COUNTED = re.compile(
    r".*(?:[各分](?:[省市县区州旗乡镇村局所队（）()、/]|街道|分局|派出所|单位|部门|地)+"
    r"|(?:19|20)\d\d(?:年度?|年\d{1,2}[-—–~至]\d{1,2}月|年[上下]半年|年第?[一二三四]季度)(?:全[省市县区])?)"
)
# 关于2025年一季度电信网络诈骗形势的通报: of what cases all its figures are.
_OF_TITLE = re.compile(
    r"(?:关于|[年月度]|半年|全[省市县区]|公安局)(?P<of>(?!.*(?:[年度]|(?<![分逐按])月|关于|公安))[一-鿿]{2,10}?)(?:违法犯罪|犯罪|案件)*"
    r"(?:(?:[形态]势|[立发]案|情况|工作)+(?:分析)?的?(?:通报|报告|分析|简报|(?:统计|汇总)?表|[月季年]报)"
    r"|(?<=案件)(?:[分逐按]月|分季|分(?:县区|单位))?(?:统计|汇总|情况)*表)"
)
# In what is counted what prints no unit: 死亡人数, 立案.
_COUNTED_IN = re.compile("(?P<what>.{2,}?)(?P<unit>[起件人户次名处宗场条台])数")
_CASES = re.compile("(?:.*(?:[立发受破]案|警情|接警|报警|事故))数?")
_PEOPLE = re.compile(".*(?:死亡|受伤|抓获|亡人|民警|辅警|警力|人员)数?")
_SEVERAL = re.compile(
    r"主要|有关|相关|数据|工作|情况|基本|各[类项种]|指标|业务|考核|综合|[和与及、]|统计|汇总|对比"
)
_DEED = re.compile("(?:[立发破结受]案|侦破|破获)数?|死亡|受伤")
_OF = re.compile("(.{2,}?)[立发受]案数?")
# What a column holds beside figures, or figures that are none of the year told of.
_OTHER = re.compile(
    r"序号|编号|代码|电话|号码|邮编|日期|时间|月份|季度|\d|[年月日周]|占比|比重|排名|位次|名次|顺序"
    r"|同比|环比|增[减长幅加]|[升降减]幅|上升|下降|增|减|[比较]|目标|计划|任务|预算|预计|拟|应|标准|分值"
)
_WHOLE = re.compile(r"[合总共]计|总[数量]|全[市县区省州局]")
_NO_WHOSE = re.compile(r"小计|平均|序号|编号|时间|日期|月份|季度|[一二三四五六七八九十]月|\d")
_MONTHS = 12
_UNIT_COLUMN, _VALUE = (
    re.compile("(?:计量)?单位"),
    re.compile("数[值量]|本[期年月]|当年|实绩|完成数?"),
)
_AIMS = re.compile("目标|计划|打算|预算|任务|标准|安排|考核")


class _Told(NamedTuple):
    """What a row's figures are of: whose, which may be a place, when, what a title says that they
    count, the name and unit that the row begins with (指标：接警；单位：起；2023年：318), and the
    unit of the whole table."""

    whose: str
    is_place: bool
    period: str | None
    year: int | None
    printed: str | None
    counted: tuple[str, str] | None
    named: tuple[str, str]
    unit: str


def figures_of_row(text: str, year: int | None, title: str, heading: str | None) -> list[Figure]:
    """The figures of a row of at least three columns; none of a text that is no such row.

    `year` is the one that the document tells of. A row of aims has none: its figures would be taken
    for what was reached.
    """
    row = table_row(text)
    if row is None or _AIMS.search(f"{title}{heading or ''}"):
        return []
    first = None if _NUMBER.fullmatch(row.cells[0].text) else row.cells[0]
    if first is not None and _NO_WHOSE.search(f"{first.name}{first.text}"):
        return []
    if first is None and not row.times:
        return []
    told = _Told(
        "" if first is None or _WHOLE.search(first.text) else without_among(first.text),
        bool(row.unit) or UNIT_NAME.search(first.text if first else "") is not None,
        _period_of(row, title, heading or "", year),
        row.year or year_said(heading or "") or year,
        next((cell.text for cell in row.times if _time(cell.text, year) or row.year), None),
        None if first is None else _counted(heading or "") or _counted(title),
        ("", "") if first is None else _of_indicator(row, first),
        next((found[1] for one in (heading or "", title) if (found := _OF_TABLE.search(one))), ""),
    )
    found = _OF_TITLE.search(title)
    of = found["of"] if found is not None and not _SEVERAL.search(found["of"]) else ""
    rows: list[Figure] = []
    for cell in row.cells[first is not None :]:
        named = _OF.fullmatch(_named(cell.name)[0])
        of = named[1] if named is not None else of
        one = _measured(text, cell, told)
        one = None if one is None else _of_its_cases(one, of)
        rows += [] if one is None else [one]
    return rows


def _of_its_cases(row: Figure, of: str) -> Figure | None:
    """破案 behind a column of 电信网络诈骗发案 is of these cases; where no column says of which,
    what is all together (合计) is not told: it would be taken for that of all cases."""
    if row.subject or _DEED.fullmatch(row.indicator) is None:
        return row
    if of:
        return replace(row, subject=of)
    return row if row.place else None


def _counted(heading: str) -> tuple[str, str] | None:
    """What the title of a table counts in all its columns, and its unit; None where it does not
    say: 各派出所接处警情况统计表（单位：起）."""
    heading = _TIME_BEHIND.sub("", heading)
    found = _COUNTED.fullmatch(heading[_end_of(_BEFORE_COUNTED.match(heading)) :])
    if found is None or _SEVERAL.search(found[1]):
        return None
    name, unit = _unit_told(found[1], found[2] or "")
    return (name, unit) if unit else None


def _end_of(found: re.Match[str] | None) -> int:
    return 0 if found is None else found.end()


def _unit_told(name: str, unit: str) -> tuple[str, str]:
    """A name and in what it is counted, also where only the name says so: 死亡人数, 立案."""
    found = _COUNTED_IN.fullmatch(name)
    if found is not None:
        return found["what"], unit or found["unit"]
    usual = "起" if _CASES.fullmatch(name) else "人" if _PEOPLE.fullmatch(name) else ""
    return name, unit or usual


def _figure(
    text: str, cell: Cell, name: str, unit: str, told: _Told, period: str | None
) -> Figure | None:
    if _OTHER.search(name) or names_nothing(name) or not re.search("[一-鿿]{2}", name):
        return None
    found = _quantity(cell.text, unit)
    if found is None:
        return None
    place = told.whose if told.is_place else ""
    end = cell.value_start + len(cell.text)
    return Figure(
        indicator=name,
        kind=KINDS.get(found.kind, "count"),
        value=found.decimal,
        unit=found.unit,
        value_text=cell.text,
        value_start=cell.value_start,
        value_end=end,
        period=period,
        period_text=told.printed if period == told.period else None,
        place=place or None,
        quote=text[:end],
        start=0,
        end=end,
        subject=(told.whose or None) if not place else None,
    )


def _of_indicator(row: TableRow, first: Cell) -> tuple[str, str]:
    """The name that a row begins with, and its unit, which may have a column of its own."""
    name, unit = _unit_told(*_named(first.text))
    printed = next((cell.text for cell in row.cells[1:] if _UNIT_COLUMN.fullmatch(cell.name)), "")
    return name, printed or unit


def _measured(text: str, cell: Cell, told: _Told) -> Figure | None:
    """A cell's figure; None where nothing says what is counted."""
    name, unit = _named(cell.name.removeprefix("其中"))
    if (of_year := _OF_YEAR.match(name)) is not None:  # 2022年 above 立案
        name, told = name[of_year.end() :], told._replace(period=of_year[1])
    when = _time_of_column(name, told)
    if when is None and not (_VALUE.fullmatch(name) and not told.is_place):
        return _figure(text, cell, *_unit_told(name, unit or told.unit), told, told.period)
    if when is not None and told.counted is not None:  # 派出所：东塘派出所；2023年：318
        return _figure(text, cell, *told.counted, told, when)
    if told.is_place or not told.named[0]:
        return None
    name, own = told.named  # 指标：立案(起)；2023年：318；2024年：280
    return _figure(text, cell, name, unit or own, told._replace(whose=""), when or told.period)


def _time_of_column(name: str, told: _Told) -> str | None:
    """The time whose figures a column has: 2023年, 3月, 合计 of such a table; None for others."""
    if (year := _YEAR.fullmatch(name)) is not None:
        return year[1]
    if _ALL_YEAR.fullmatch(name) and told.counted is not None:
        return told.period
    return _time(name, told.year)


def _time(printed: str, year: int | None) -> str | None:
    """The period that is all that a cell says: 2024年3月, 2024-03, 一季度."""
    if (month := _MONTH.fullmatch(printed)) is not None and 0 < int(month[2]) <= _MONTHS:
        return f"{month[1]}-{int(month[2]):02}"
    found = find_times(printed, printed, year, year, year)
    is_whole = len(found) == 1 and found[0].text.rstrip("份") == printed.rstrip("份")
    return found[0].period if is_whole else None


def _named(name: str) -> tuple[str, str]:
    """A column's name without the unit in parentheses behind it, and this unit or ""."""
    found = _NAME.fullmatch(name)
    if found is None or _UNIT.fullmatch(found[2]) is None:
        return name, ""
    return found[1].strip(), found[2].removeprefix("单位：").strip()


def _quantity(printed: str, unit: str) -> Quantity | None:
    """The number of a cell in its own unit or that of its column, if it is that and no more."""
    if _NUMBER.fullmatch(printed) is None:
        return None
    whole = printed if not printed[-1].isdigit() else printed + unit
    found = list(scan_quantities(whole))
    is_one = len(found) == 1 and found[0].start == 0 and found[0].end == len(whole)
    return found[0] if is_one and found[0].unit and found[0].value is not None else None


def _period_of(row: TableRow, title: str, heading: str, year: int | None) -> str | None:
    """When a row's figures are of: what its own columns say, else its table's title, else the part
    of a year that the document's names (上半年), else the year."""
    own = row.year or year_said(heading)
    parts = [part for cell in row.times if (part := _time(cell.text, own or year))]
    is_whole = any(_WHOLE.search(cell.text) for cell in row.times)  # 月份：合计
    if row.times and not (parts or row.year or is_whole):
        return None  # 月份：某日
    if parts and "-" in max(parts, key=len):
        return max(parts, key=len)
    if row.year:
        return f"{row.year:04}"
    for words, of in ((heading, own), (title, year)):
        told = [time.period for time in find_times(words, words, of, of, of) if time.period]
        if inner := [period for period in told if "-" in period]:
            return inner[-1]
        if own:
            return f"{own:04}"
    return None if year is None else f"{year:04}"
