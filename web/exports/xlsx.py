"""Write rows as an Excel workbook of text and numbers, with a sheet that says what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO

import xlsxwriter

from web.exports.formats import Table

CELL_CHARS = 32_767  # Excel's own limit; a longer string would be dropped without a word
_CUT = "……（超出单元格上限，全文见永久链接）"
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTH = 18
_WIDTHS = {  # where columns hold more or less than names
    "序号": 6,
    "段落编号": 20,
    "题名": 36,
    "来源": 16,
    "日期": 12,
    "年份": 8,
    "体裁": 10,
    "小标题": 20,
    "段号": 6,
    "匹配": 8,
    "正文": 80,
    "永久链接": 40,
    "引用（GB/T 7714—2025）": 60,
    "前文": 60,
    "命中": 16,
    "后文": 60,
    "备注": 30,
    "行编号": 24,
    "指标": 24,
    "类型": 8,
    "数值": 20,
    "数值上限": 20,
    "时期": 12,
    "单位": 8,
    "增减": 6,
    "起止": 6,
    "性质": 8,
    "原句": 60,
    "名称": 30,
    "合计": 8,
}
_NAMES = "名称"  # a column that stays in view beside as many numbers as there are
_PRINTED_TO = ("正文", "原句")  # the last column on paper; what follows is for sorting and citing
# Of a table of figures what is read; the columns between are folded behind a + and do not print.
_OF_FIGURES = "原句"
_SHOWN = frozenset(
    ("序号", "来源", "年份", "指标", "数值", "单位", "增减", "时期", "性质", _OF_FIGURES)
)
_AMOUNTS = ("数值", "数值上限")
# Whole and broken amounts: one format of both would leave 12. a point, and none 1.2E+11.
WHOLE, BROKEN = "#,##0", "#,##0.##########"
_LINE_POINTS, _MOST_POINTS = 15, 409  # the height of a line, and the most that a row can have
_EXACT_DIGITS = 15  # of a number in Excel; what has more stays a text


def write_xlsx(table: Table, file: IO[bytes]) -> None:
    """One line for each row; no string becomes a formula, a number or a link.

    The rows go to a temporary file one by one: none of them is held in memory.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.use_zip64()
        page = wide_page(book, table.name)
        _write_head(book, page, table.columns, table.numeric)
        _write_rows(book, page, table)
        if table.count:
            page.autofilter(0, 0, table.count, len(table.columns) - 1)
            last = next((table.columns.index(n) for n in _PRINTED_TO if n in table.columns), -1)
            page.print_area(0, 0, table.count, last % len(table.columns))
        _write_about(wide_page(book, "说明"), table)


def _write_head(
    book: xlsxwriter.Workbook,
    page: xlsxwriter.worksheet.Worksheet,
    titles: Sequence[str],
    numeric: frozenset[str],
) -> None:
    """The names of the columns, which stay in view and on each page of paper; their widths."""
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    folded = _folded(titles)
    for column, title in enumerate(titles):
        page.write_string(0, column, title, bold)
        is_behind = column > 0 and titles[column - 1] in folded
        how = {"level": 1, "hidden": True} if title in folded else {"collapsed": is_behind}
        page.set_column(column, column, _width(title, title in numeric), None, how)
    page.freeze_panes(1, titles.index(_NAMES) + 1 if _NAMES in titles else 0)
    page.repeat_rows(0)


def _write_rows(
    book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, table: Table
) -> None:
    """Each row as high as its cells need, and no higher than a row can be."""
    plain, whole, broken = (
        book.add_format({"text_wrap": True, "valign": "top", "num_format": how})
        for how in ("General", WHOLE, BROKEN)
    )
    titles, folded = table.columns, _folded(table.columns)
    widths = [0 if t in folded else _width(t, t in table.numeric) for t in titles]
    for line, row in enumerate(table.rows(), 1):
        lines = max(_lines(cell, width) for cell, width in zip(row, widths, strict=True) if width)
        if lines > 1:
            page.set_row(line, min(_MOST_POINTS, _LINE_POINTS * lines))
        for column, (title, cell) in enumerate(zip(titles, row, strict=True)):
            if title in table.numeric and _is_exact(cell):
                of_amount = whole if float(cell).is_integer() else broken
                form = of_amount if title in _AMOUNTS else plain
                page.write_number(line, column, float(cell), form)
            elif cell:
                page.write_string(line, column, fitting(cell), plain)


def _folded(titles: Sequence[str]) -> frozenset[str]:
    return frozenset(titles) - _SHOWN if _OF_FIGURES in titles else frozenset()


def wide_page(book: xlsxwriter.Workbook, name: str) -> xlsxwriter.worksheet.Worksheet:
    """A sheet that prints on A4 across, as wide as one page and as long as it takes."""
    page = book.add_worksheet(name)
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    return page


def _width(title: str, is_numeric: bool) -> int:
    """In characters of Latin letters; a column of numbers is as wide as its name needs."""
    if title in _WIDTHS:
        return _WIDTHS[title]
    return min(_WIDTH, max(8, 2 * len(title) + 2)) if is_numeric else _WIDTH


def _lines(cell: str, width: int) -> int:
    """How many lines show a cell whole: not every program finds out by itself. A Han character is
    two letters wide, and has three bytes."""
    if 2 * len(cell) <= width:
        return 1
    letters = (len(cell) + len(cell.encode("utf-8", "replace"))) // 2
    return -(-letters // width) + cell.count("\n")


def _is_exact(cell: str) -> bool:
    """Whether Excel would keep every digit of a decimal text."""
    return 0 < sum(map(str.isdigit, cell)) <= _EXACT_DIGITS


def fitting(cell: str) -> str:
    """A cell that Excel can hold; a cut is said in the cell itself."""
    text = _UNFIT.sub("", cell)
    if 2 * len(text) <= CELL_CHARS:  # a character takes two units at most
        return text
    units = len(text.encode("utf-16-le", "replace")) // 2
    if units <= CELL_CHARS:
        return text
    room = (CELL_CHARS - len(_CUT)) * 2
    cut = text.encode("utf-16-le", "replace")[:room].decode("utf-16-le", "ignore")
    return cut + _CUT


def _write_about(page: xlsxwriter.worksheet.Worksheet, table: Table) -> None:
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 90)
    for line, (name, value) in enumerate(table.about()):
        page.write_string(line, 0, name)
        page.write_string(line, 1, fitting(value))
