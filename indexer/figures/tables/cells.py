"""Take a table's row that says the names of its columns apart: whose it is, of when, its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from indexer.model.documents import OF_DOCUMENT, Document, Paragraph

_LONGEST_ROW, _LEAST_COLUMNS, _LONGEST_NAME, _LONGEST_UNIT = 600, 3, 30, 24
_SUM = re.compile("[合总小共]计|全[年市省县区州]|累计")
_NUMBER_OF_ROW = re.compile("序号|编号|行号|排序|No\\.?")
_TIME_COLUMN = re.compile(
    "(?:统计|所属|数据|报告|填报)?(?:年度|年份|年月|年|月份|月度|月|季度|季|时间|时期|时段|期间|周期)"
)
_LEVELS = "(?:[省市州县区旗镇乡村局所队]|街道|分局|单位|全称|简称|名称|[、/和])"
_UNIT_COLUMN = re.compile(
    "(?:单位|部门|机构|地区|辖区|区域|分局|派出所|所队|[总支大中]队|街道|社区|地方|地名|名称|[省市州县区旗镇乡村局所队])"
    f"{_LEVELS}*(?:[（(]{_LEVELS}+[)）])?{_LEVELS}*别?"
)
# Whose a unit's cell is, and of what: 责任单位 of a task, 案发地区 of a case.
_OF_ELSE = re.compile(
    "责任|牵头|配合|[主承协]办|签发|发案|案发|户籍|来源|涉|嫌|报警|处置|联系|发生|目的|流[入出]"
)
UNIT_NAME = re.compile(
    r"(?:[省市县区州旗乡镇村局所队厅处科室院园]|分局|街道|社区|支队|大队|中队|中心|派出所|部门|窗口)$"
)
_AMONG = re.compile("^(?:其中|[内含]|＃|#)[：:]?\\s*")
_NO_UNIT = re.compile(
    r"[合总共小]计|总[数量]|平均|全[省市县区州局]$|其他|其它|等|[、，和及\d：:]|各"
)
_SHORT_NAME = re.compile("[\u4e00-\u9fff]{2,4}")  # 溪岭 in a column of 单位, 城关 in one of 派出所
_NAMED_BY = re.compile("分局|派出所|[支大中]队")
_OFFICE_OF = re.compile(
    "(?P<seat>.{2,}公安(?:分?局|厅))(?:.{2,}(?:办公室|中心|支队|大队|小组|科|处|分局))?"
)
_PART = re.compile("(?!.*公安)(?P<own>.{2,}(?:分局|派出所|[总支大中]队))")
_AREA = re.compile("(?!.*(?:公安|局)).{2,}(?:[县市]|(?<!前)旗)")
_ITSELF = re.compile(
    "[省市县区州本](?:局|公安局|厅)(?:机关|本级)?|(?:局|市|县)?(?:机关|本级|直属?)"
)
_WHOLE_YEAR = re.compile("(?P<year>(?:19|20)[0-9]{2})(?:年度?)?(?:全年)?")
_YEAR_SAID = re.compile("(?<![0-9])((?:19|20)[0-9]{2})(?=年)")


class Cell(NamedTuple):
    """A cell under the name of its column, and where both begin in the row."""

    name: str
    text: str
    start: int
    value_start: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row without its number: the `times` that say of when it is, and the other cells, of which
    the first says of what the others are."""

    times: tuple[Cell, ...]
    cells: tuple[Cell, ...]

    @property
    def unit(self) -> str:
        """The office or place that the row is of, as printed; "" for any other row."""
        name, text = self.cells[0].name, without_among(self.cells[0].text)
        if _UNIT_COLUMN.fullmatch(name) is None or _OF_ELSE.search(name) or _NO_UNIT.search(text):
            return ""
        if 1 < len(text) <= _LONGEST_UNIT and UNIT_NAME.search(text):
            return text
        kind = _NAMED_BY.fullmatch(name)
        is_name = _SHORT_NAME.fullmatch(text) is not None
        return (text + kind[0] if kind else text) if is_name else ""

    @property
    def year(self) -> int | None:
        """The year that its own cells say."""
        years = {int(year) for cell in self.times for year in _years_of(cell.text)}
        return years.pop() if len(years) == 1 else None


def without_among(text: str) -> str:
    """溪岭县公安局 of 其中：溪岭县公安局, whose figures those of a row above have in them."""
    return _AMONG.sub("", text)


def _years_of(text: str) -> list[str]:
    whole = _WHOLE_YEAR.fullmatch(text)
    return [whole["year"]] if whole else _YEAR_SAID.findall(text)


def year_said(text: str) -> int | None:
    """The one year that a title names: 2022年各分局接警统计表; None for none and for several."""
    years = set(_YEAR_SAID.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def table_row(text: str) -> TableRow | None:
    """What a row of at least three columns says; None for any other text."""
    cells = [c for c in cells_of(text) if not _NUMBER_OF_ROW.fullmatch(c.name)]
    times = tuple(cell for cell in cells if _TIME_COLUMN.fullmatch(cell.name))
    others = tuple(cell for cell in cells if cell not in times)
    return TableRow(times, others) if others else None


def is_sum(text: str) -> bool:
    """Whether a text is the row of a table that adds the others up: 单位：合计."""
    row = table_row(text)
    return row is not None and any(adds_up(c.text) for c in (*row.times, row.cells[0]))


def adds_up(name: str) -> bool:
    """Whether the name of a row or column says that it adds others up: 合计, 全年."""
    return _SUM.search(name) is not None


def whole_name(unit: str, source: str | None) -> str | None:
    """What a unit of a bureau's table is called: 城关派出所 of 溪岭县公安局 by both names, for
    every county has one, and 溪岭县 as the bureau whose work its figures are."""
    seat = _OFFICE_OF.fullmatch(source or "")
    if seat is None:
        return unit
    if unit in seat["seat"] or _ITSELF.fullmatch(unit):
        return source
    if (part := _PART.fullmatch(unit)) is not None:
        return seat["seat"] + part["own"]
    return f"{unit}公安局" if _AREA.fullmatch(unit) else unit


def is_table_row(text: str) -> bool:
    """Whether a text is a row as the importer writes it, each cell behind its column's name."""
    return bool(cells_of(text, 2))


def row_name(text: str) -> str:
    """What a table's row is of, as its first cell says; "" for any other text."""
    return next((cell.text for cell in cells_of(text, 2)), "")


def cells_of(text: str, least: int = _LEAST_COLUMNS) -> list[Cell]:
    """The cells with the names of their columns; [] for what is no such row."""
    if len(text) > _LONGEST_ROW or text.count("；") < least - 1 or "\n" in text:
        return []
    cells, at = [], 0
    for part in text.split("；"):
        name, colon, value = part.partition("：")
        if not colon or not name or len(name) > _LONGEST_NAME or "。" in name or "，" in name:
            return []
        cells.append(Cell(name, value, at, at + len(name) + 1))
        at += len(part) + 1
    return cells if len({cell.name for cell in cells}) == len(cells) else []


def as_row(document: Document, paragraph: Paragraph) -> tuple[Document, Paragraph]:
    """A table's row as it is indexed, any other paragraph as it is.

    It has the title of its table: it is found by the words of both, wherever it stands, since it
    says nothing without it. And it is of the unit and the year that its columns say, whoever made
    the table: 单位：溪岭县公安局；年度：2022. What the document says of itself stays in it, for
    whoever cites it: see `as_document`.
    """
    if not is_table_row(paragraph.text):
        return document, paragraph
    heading, headings = paragraph.heading, paragraph.headings or ()
    if heading and heading not in headings:
        paragraph = replace(paragraph, headings=(heading, *headings))
    row = table_row(paragraph.text)
    return (_of_its_row(document, row, heading or "") if row else document), paragraph


def _of_its_row(document: Document, row: TableRow, heading: str) -> Document:
    source, year = document.source, row.year or year_said(heading)
    if year is None and document.year is None:
        year = year_said(document.title or "")
    unit = whole_name(row.unit, source) if row.unit else source
    if unit == source and year in (None, document.year):
        return document
    own = (OF_DOCUMENT, f"{source or ''}\t{document.year or ''}")
    return replace(
        document,
        source=unit,
        year=document.year if year is None else year,
        more=(*(item for item in document.more if item[0] != OF_DOCUMENT), own),
    )
