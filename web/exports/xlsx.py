"""Write rows as an Excel workbook of text cells, with a sheet that says what was asked."""

from __future__ import annotations

import re
from tempfile import TemporaryDirectory
from typing import IO

import xlsxwriter

from web.exports.table import Table

CELL_CHARS = 32_767  # Excel's own limit; a longer string would be dropped without a word
_CUT = "……（超出单元格上限，全文见永久链接）"
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
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
    "指标": 30,
    "类型": 8,
    "数值": 14,
    "单位": 8,
    "增减": 6,
    "起止": 6,
    "性质": 8,
    "原句": 60,
    "名称": 30,
    "合计": 8,
}
_NAMES = "名称"  # a column that stays in view beside as many numbers as there are
_PRINTED_TO = "正文"  # the last column on paper; what follows is for sorting and citing
_LINE_POINTS, _MOST_POINTS = 15, 409  # the height of a line, and the most that a row can have
_EXACT_DIGITS = 15  # of a number in Excel; what has more stays a text


def write_xlsx(table: Table, file: IO[bytes]) -> None:
    """One line for each row; no string becomes a formula, a number or a link.

    In constant memory: rows go to temporary files as they come, and strings into their cells.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with (
        TemporaryDirectory() as folder,
        xlsxwriter.Workbook(file, {**options, "tmpdir": folder}) as book,
    ):
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        page = _sheet(book, table.name)
        titles = table.columns
        widths = [_width(title, title in table.numeric) for title in titles]
        for column, title in enumerate(titles):
            page.write_string(0, column, title, bold)
            page.set_column(column, column, widths[column])
        numeric = [title in table.numeric for title in titles]
        line = 0
        for line, row in enumerate(table.rows(), 1):
            if (points := _height(row, widths)) > _LINE_POINTS:
                page.set_row(line, points)
            for column, cell in enumerate(row):
                if not cell:
                    continue  # every cell that is there costs ten microseconds
                if numeric[column] and _is_exact(cell):
                    page.write_number(line, column, float(cell), wrapped)
                else:
                    page.write_string(line, column, fitting(cell), wrapped)
        page.freeze_panes(1, titles.index(_NAMES) + 1 if _NAMES in titles else 0)
        page.repeat_rows(0)
        if line:
            page.autofilter(0, 0, line, len(titles) - 1)
            last = titles.index(_PRINTED_TO) if _PRINTED_TO in titles else len(titles) - 1
            page.print_area(0, 0, line, last)
        _write_about(_sheet(book, "说明"), table)


def _sheet(book: xlsxwriter.Workbook, name: str) -> xlsxwriter.worksheet.Worksheet:
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


def _height(row: tuple[str, ...], widths: list[int]) -> int:
    """What a row needs in points to show every cell whole, if it can: not every program finds out
    by itself. A Han character is two letters wide, and has three bytes."""
    lines = 1
    for cell, width in zip(row, widths, strict=True):
        if 2 * len(cell) > width:
            letters = (len(cell) + len(cell.encode("utf-8", "replace"))) // 2
            lines = max(lines, -(-letters // width) + cell.count("\n"))
    return min(_MOST_POINTS, _LINE_POINTS * lines)


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
