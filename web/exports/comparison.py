"""Write a comparison as an Excel workbook: measures and units by years, with every sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import xlsxwriter

from indexer.model.figures import DIRECTION_LABELS, KIND_LABELS, MODALITY_LABELS
from search.comparing.grid import UnitGrid
from search.comparing.measures import Measure, against, part_of, signed, told_as, year_of
from search.comparing.related import RelatedNames
from search.figures.results import FigureRow
from web.exports.xlsx import BROKEN, WHOLE, fitting, wide_page
from web.pages.citations import cite, quote_path

_UNSAID, _NO_YEAR = "未注明", "年份未注明"
_MOST_TOLD = 300  # characters of a remark
_TABLE = ("指标", "类型", "计量单位", "单位", "原文名称")
_SOURCES = (
    *("指标", "单位", "所属年份", "数值", "计量单位", "增减", "比较", "性质", "更正", "原文写法"),
    *("原文名称", "原句", "题名", "段号", "永久链接", "引用（GB/T 7714—2025）"),
)
_WIDTHS = {
    "指标": 26,
    "单位": 20,
    "原文名称": 24,
    "说明": 60,
    "原句": 60,
    "题名": 30,
    "永久链接": 40,
}
_NARROW, _WIDE, _OF_YEAR, _OF_SENTENCE = 10, 60, 14, 50


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """What one unit says of one measure over the years, in `measured_in`; what fell is below 0."""

    indicator: str
    kind: str
    measured_in: str
    unit: str
    cells: Mapping[int | None, tuple[FigureRow, ...]]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonBook:
    """A comparison as it is shown; `sentences` are those of a subject's cells, by unit and year.

    `root` is our address up to and with the sub-path.
    """

    words: str
    address: str
    root: str
    day: date
    generation: str
    lines: tuple[ComparedLine, ...]
    sentences: Mapping[tuple[str, int | None], str]


def lines_of_grid(grid: UnitGrid) -> tuple[ComparedLine, ...]:
    """A line for each measure of a subject and each unit that tells of it."""
    return tuple(
        ComparedLine(aspect.thing, aspect.kind, aspect.unit, unit, _by_years(aspect.cells[unit]))
        for aspect in grid.aspects
        for unit in grid.units
        if unit in aspect.cells
    )


def lines_of_measures(
    indicator: str, measures: Sequence[tuple[Measure, RelatedNames | None]]
) -> Iterator[ComparedLine]:
    """A line for each measure of an indicator and each unit, and for those of other names."""
    for measure, related in measures:
        remark = _told(
            "计划、目标" if measure.modality == "target" else "",
            "几年的，或没有写明哪年" if measure.is_of_years else "",
            f"比较的基准不同：{'、'.join(b or '未说明' for b in measure.bases)}"
            if measure.bases
            else "",
        )
        for unit in measure.units:
            cells = {y: measure.cells[unit, y] for y in measure.years if (unit, y) in measure.cells}
            yield ComparedLine(indicator, measure.kind, measure.unit, unit, cells, remark)
        for name in related.names if related is not None else ():
            told = _told("其他写法，没有合并", remark)
            yield ComparedLine(
                name.indicator, measure.kind, measure.unit, name.unit, name.cells, told
            )


def _by_years(rows: Iterable[FigureRow]) -> dict[int | None, tuple[FigureRow, ...]]:
    found: dict[int | None, tuple[FigureRow, ...]] = {}
    for row in rows:
        found[year_of(row)] = (*found.get(year_of(row), ()), row)
    return found


def _told(*parts: str) -> str:
    return "；".join(filter(None, parts))[:_MOST_TOLD]


def write_comparison(book: ComparisonBook, file: IO[bytes]) -> None:
    """The table first, then every figure with its sentence and source. No string becomes a formula
    or a link."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        pages = _Pages(workbook)
        years = _years(year for line in book.lines for year in line.cells)
        pages.write(
            "比较",
            (*_TABLE, *map(_year_name, years), "说明"),
            (_table_row(line, years) for line in book.lines),
            len(_TABLE),
        )
        pages.write("原文", _SOURCES, _source_rows(book), 3)
        if book.sentences:
            told = _years(year for _, year in book.sentences)
            pages.write(
                "各年怎么说",
                ("单位", *map(_year_name, told)),
                _sentence_rows(book.sentences, told),
                1,
                _OF_SENTENCE,
            )
        pages.write("说明", ("项目", "内容"), _about(book), 1)


class _Pages:
    """The sheets of a workbook: text wrapped, numbers as numbers, titles in view and printed."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        cell = {"text_wrap": True, "valign": "top"}
        self._book = workbook
        self._title = workbook.add_format({**cell, "bold": True, "bottom": 1})
        self._text = workbook.add_format(cell)
        self._whole = workbook.add_format({**cell, "num_format": WHOLE})
        self._broken = workbook.add_format({**cell, "num_format": BROKEN})

    def write(
        self,
        name: str,
        titles: Sequence[str],
        rows: Iterable[Sequence[str | float | int]],
        frozen: int,
        other_width: int = _OF_YEAR,
    ) -> None:
        """`frozen` columns stay in view; `other_width`: of columns behind them without one."""
        page = wide_page(self._book, name)
        page.repeat_rows(0)
        page.freeze_panes(1, frozen)
        for column, title in enumerate(titles):
            page.write_string(0, column, title, self._title)
            width = _WIDTHS.get(title, _NARROW if column < frozen else other_width)
            page.set_column(column, column, _WIDE if title == "内容" else width)
        line = 0
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._write_cell(page, line, column, value)
        if line:
            page.autofilter(0, 0, line, len(titles) - 1)

    def _write_cell(self, page: Any, line: int, column: int, value: str | float | int) -> None:
        if isinstance(value, str):
            if value:
                page.write_string(line, column, fitting(value), self._text)
        else:
            is_whole = float(value).is_integer()
            page.write_number(line, column, value, self._whole if is_whole else self._broken)


def _years(years: Iterable[int | None]) -> tuple[int | None, ...]:
    return tuple(sorted(set(years), key=lambda year: (year is None, year or 0)))


def _year_name(year: int | None) -> str:
    return _NO_YEAR if year is None else str(year)


def _table_row(line: ComparedLine, years: Sequence[int | None]) -> list[str | float | int]:
    """The right number of each year; in words what stands beside it, and what was corrected."""
    told: list[str] = [line.remark] if line.remark else []
    cells: list[str | float | int] = []
    for year in years:
        rows = line.cells.get(year, ())
        whole = [row for row in rows if row.corrected is None and not part_of(row)]
        shown = (whole or [row for row in rows if row.corrected is None])[:1]
        value = signed(shown[0], line.measured_in) if shown else None
        cells.append(
            _printed(shown[0]) if shown and value is None else "" if value is None else value
        )
        told += _remarks(year, rows, shown)
    kind = KIND_LABELS[line.kind]
    called = dict.fromkeys(row.figure.called for rows in line.cells.values() for row in rows)
    return [
        *(line.indicator, kind, line.measured_in, line.unit or _UNSAID, "、".join(called)),
        *cells,
        "；".join(told)[:_MOST_TOLD],
    ]


def _remarks(
    year: int | None, rows: Sequence[FigureRow], shown: Sequence[FigureRow]
) -> Iterator[str]:
    name = _year_name(year)
    for row in rows:
        if row.corrected is not None:
            said = _printed(row.corrected)
            yield f"{name}：原写{_printed(row)}，后更正为{said}"
        elif row not in shown:
            of = part_of(row) or against(row)
            yield f"{name}：另有{_printed(row)}" + (f"（{of}）" if of else "")
        elif row.figure.qualifier or row.figure.value_max:
            yield f"{name}：原文“{row.figure.value_text}”"


def _printed(row: FigureRow) -> str:
    figure = row.figure
    way = DIRECTION_LABELS.get(figure.direction or "", "") if figure.kind == "change" else ""
    return f"{way}{figure.value_text}"


def _source_rows(book: ComparisonBook) -> Iterator[list[str | float | int]]:
    for line in book.lines:
        for year in _years(line.cells):
            for row in line.cells[year]:
                yield _source_row(book, line, year, row)


def _source_row(
    book: ComparisonBook, line: ComparedLine, year: int | None, row: FigureRow
) -> list[str | float | int]:
    figure, paragraph = row.figure, row.paragraph
    corrected = "已更正，勿用" if row.corrected is not None else "更正后" if row.withdrawn else ""
    value = signed(row, figure.unit)
    return [
        *(line.indicator, line.unit or _UNSAID, _NO_YEAR if year is None else year),
        *("" if value is None else value, figure.unit),
        *(DIRECTION_LABELS.get(figure.direction or "", ""), against(row)),
        *(MODALITY_LABELS[told_as(row)], corrected, figure.value_text, figure.called),
        *(figure.quote, paragraph.called, paragraph.ordinal, book.root + quote_path(row)),
        cite(paragraph, book.root, book.day).edition_2025,
    ]


def _sentence_rows(
    sentences: Mapping[tuple[str, int | None], str], years: Sequence[int | None]
) -> Iterator[list[str | float | int]]:
    for unit in dict.fromkeys(unit for unit, _ in sentences):
        yield [unit or _UNSAID, *(sentences.get((unit, year), "没有读到") for year in years)]


def _about(book: ComparisonBook) -> Iterator[tuple[str, str]]:
    yield "比较", book.words
    yield "地址", book.address
    yield "导出日期", book.day.isoformat()
    yield "索引", book.generation
    yield "数值", "已换算成“计量单位”一列的单位；下降、减少的为负数；空格是没有读到，不等于原文没有"
    yield "更正", "后来的报告更正过的，表中用更正后的数，原数见“说明”和“原文”"
    yield "原文", "每个数的原句、写法和出处；同一指标各单位用词不同，口径不一定相同"
