"""Read the figures of a row that says the names of its columns."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from indexer.figures.context import KINDS
from indexer.figures.quantities import scan_quantities
from indexer.figures.times import find_times
from indexer.figures.traps import names_nothing
from indexer.figures.units import Quantity
from indexer.model.figures import Figure

_LONGEST_ROW, _LEAST_COLUMNS = 600, 3
_NAME, _UNIT = (
    re.compile(r"(.{1,30}?)[（(]([^（()）]{1,8})[)）]"),
    re.compile(r"[万亿千百]*[^\d\s]{1,6}"),
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?[^\d\s；：，。]{0,6}")
_YEAR_COLUMN = re.compile("(?:统计|所属)?(?:年度|年份|年)")
_YEAR, _IN_NAME = re.compile(r"((?:19|20)\d\d)年?"), re.compile(r"((?:19|20)\d\d)(?:年度?)?")
# 各派出所接处警情况统计表（单位：起）: what a table of units and years counts, and in what.
_COUNTED = re.compile(
    r"([一-鿿]{2,12}?)(?:情况|数据|数量)?(?:分年度?|历年)?(?:统计|汇总|对比|对照|一览)?表"
    r"(?:[（(][\d年度—–~～至-]+[）)])?[（(]单位：([^（()）、/]{1,6})[）)]"
)
_SEVERAL = re.compile(
    r"主要|有关|相关|数据|工作|情况|基本|各[类项种]|指标|业务|考核|综合|[和与及、]|统计|汇总|对比"
)
_DEED = re.compile("(?:[立发破结受]案|侦破|破获)数?")
_OF = re.compile("(.{2,}?)[立发受]案数?")
# What a column holds beside figures, or figures that are none of the year told of.
_OTHER = re.compile(
    r"序号|编号|代码|电话|号码|邮编|日期|时间|月份|季度|\d|[年月日周]|占比|比重|排名|位次|名次|顺序"
    r"|同比|环比|增[减长幅加]|[升降减]幅|上升|下降|增|减|[比较]|目标|计划|任务|预算|预计|拟|应|标准|分值"
)
_UNIT_NAME = re.compile(
    r"(?:[省市县区州旗乡镇村局所队厅处科室院园]|分局|街道|社区|支队|大队|中队|中心|派出所|部门|窗口)$"
)
_WHOLE = re.compile(r"[合总共]计|总[数量]|全[市县区省州局]")
_NO_WHOSE = re.compile(r"小计|平均|序号|编号|时间|日期|月份|季度|[一二三四五六七八九十]月|\d")
_AIMS = re.compile("目标|计划|打算|预算|任务|标准|安排|考核")


class _Cell(NamedTuple):
    name: str
    text: str
    start: int  # of the name in the row
    value_start: int


def figures_of_row(text: str, year: int | None, title: str, heading: str | None) -> list[Figure]:
    """The figures of a row of at least three columns; none of a text that is no such row.

    `year` is the one that the document tells of. A row of aims, or of a month, has none: its
    figures would be taken for those of the year.
    """
    cells = _cells(text)
    if not cells or _AIMS.search(f"{title}{heading or ''}"):
        return []
    dated = [cell for cell in cells if _YEAR_COLUMN.fullmatch(cell.name)]
    others = [cell for cell in cells if cell not in dated]
    if len(dated) == 1 and others and _UNIT_NAME.search(others[0].text):
        cells = [others[0], dated[0], *others[1:]]  # 年度：2022；单位：东塘分局 as well
    first = cells[0]
    period = _period_of(title, year)
    is_year = _YEAR.fullmatch(first.text)
    own_year = is_year or (_YEAR.fullmatch(dated[0].text) if len(dated) == 1 else None)
    if own_year is not None:
        period = own_year[1]
    if is_year is None and _NO_WHOSE.search(f"{first.name}{first.text}"):
        return []
    whose = "" if is_year is not None or _WHOLE.search(first.text) else first.text
    counted = _counted(heading or "", first) if is_year is None else ("", "")
    rows: list[Figure] = []
    of = ""
    for cell in cells[1:]:
        found = _OF.fullmatch(_named(cell.name)[0])
        of = found[1] if found is not None else of
        what = _measured(cell, first, whose, period, counted)
        row = None if what is None else _figure(text, cell, *what)
        row = None if row is None else _of_its_cases(row, of)
        rows += [] if row is None else [row]
    return rows


def _of_its_cases(row: Figure, of: str) -> Figure | None:
    """破案 behind a column of 电信网络诈骗发案 is of these cases; where no column says of which,
    what is all together (合计) is not told: it would be taken for that of all cases."""
    if row.subject or _DEED.fullmatch(row.indicator) is None:
        return row
    if of:
        return replace(row, subject=of)
    return row if row.place else None


def _counted(heading: str, first: _Cell) -> tuple[str, str]:
    """What the title of a table of units counts in all its columns, and its unit; else "" both.

    Only where the title says whose they are, as the first column does: 各派出所…统计表.
    """
    behind = heading.rpartition(f"各{first.name}")[2] if f"各{first.name}" in heading else ""
    found = _COUNTED.fullmatch(behind)
    if found is None or _SEVERAL.search(found[1]):
        return "", ""
    return found[1], found[2]


def _figure(
    text: str, cell: _Cell, name: str, unit: str, whose: str, period: str | None
) -> Figure | None:
    if _OTHER.search(name) or names_nothing(name) or not re.search("[一-鿿]{2}", name):
        return None
    found = _quantity(cell.text, unit)
    if found is None:
        return None
    is_place = _UNIT_NAME.search(whose) is not None
    end = cell.value_start + len(cell.text)
    return Figure(
        indicator=name,
        kind=KINDS.get(found.kind, "count"),
        value=found.decimal,
        value_max=None,
        unit=found.unit,
        value_text=cell.text,
        value_start=cell.value_start,
        value_end=end,
        qualifier=None,
        direction=None,
        comparison=None,
        base=None,
        group_start=0,
        copy=0,
        period=period,
        period_text=None,
        place=whose if is_place else None,
        modality="actual",
        quote=text[:end],
        start=0,
        end=end,
        subject=whose if whose and not is_place else None,
    )


def _measured(
    cell: _Cell, first: _Cell, whose: str, period: str | None, counted: tuple[str, str]
) -> tuple[str, str, str, str | None] | None:
    """Name, unit, whose and when of a cell's figure; None where nothing says what is counted."""
    name, unit = _named(cell.name)
    of_year = _IN_NAME.fullmatch(name)
    if of_year is None:
        return name, unit, whose, period
    if counted[0]:  # 派出所：东塘派出所；2023年：318；2024年：280
        return *counted, whose, of_year[1]
    if _UNIT_NAME.search(whose):
        return None
    name, own = _named(first.text)  # 指标：立案(起)；2023年：318；2024年：280
    return name, unit or own, "", of_year[1]


def is_table_row(text: str) -> bool:
    """Whether a text is a row as the importer writes it, each cell behind its column's name."""
    return bool(_cells(text, 2))


def _cells(text: str, least: int = _LEAST_COLUMNS) -> list[_Cell]:
    """The cells with the names of their columns; [] for what is no such row."""
    if len(text) > _LONGEST_ROW or text.count("；") < least - 1 or "\n" in text:
        return []
    cells, at = [], 0
    for part in text.split("；"):
        name, colon, value = part.partition("：")
        if not colon or not name or len(name) > 30 or "。" in name or "，" in name:
            return []
        cells.append(_Cell(name, value, at, at + len(name) + 1))
        at += len(part) + 1
    return cells if len({cell.name for cell in cells}) == len(cells) else []


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


def _period_of(title: str, year: int | None) -> str | None:
    """The part of a year that a title names (上半年), else the year."""
    told = [time.period for time in find_times(title, title, year, year, year) if time.period]
    inner = [period for period in told if "-" in period]
    return inner[-1] if inner else None if year is None else f"{year:04}"
