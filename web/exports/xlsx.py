"""Write rows as an Excel workbook of text and numbers, with a sheet that says what was asked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from itertools import islice
from typing import IO
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

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
_ROWS = "xl/worksheets/sheet1.xml"
_SAMPLE = re.compile(rb'(<row r="2".*?</row>)')
_STYLE = re.compile(r' s="\d+"')
_DIMENSION = re.compile(rb'(<dimension ref="A1:[A-Z]+)\d+')
_EXCEL_ESCAPE = re.compile("(_x[0-9a-fA-F]{4}_)")
_LEVEL = 1  # of deflate: a third of the time of 6, for a fifth more bytes
_AT_ONCE = 64  # rows
_SHORT, _MOST_KNOWN = 60, 2_000  # characters of a cell that is kept, and cells of a column
_EXACT_DIGITS = 15  # of a number in Excel; what has more stays a text


def write_xlsx(table: Table, file: IO[bytes]) -> None:
    """One line for each row; no string becomes a formula, a number or a link.

    xlsxwriter makes the workbook around a sample row, in whose place ours are written as XML, some
    at a time: itself it takes ten microseconds a cell.
    """
    titles = table.columns
    widths = [_width(title, title in table.numeric) for title in titles]
    frame = _frame(table, widths)
    packed = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
    with zipfile.ZipFile(frame) as old, packed as new:
        for part in old.infolist():
            if part.filename != _ROWS:
                new.writestr(part, old.read(part))
        head, sample, tail = _SAMPLE.split(old.read(_ROWS))
        plain, *of_amounts = _STYLE.findall(sample.decode())
        columns = [
            _Column(
                number,
                width if title not in _folded(titles) else 0,
                title in table.numeric,
                (plain, *(of_amounts if title in _AMOUNTS else (plain, plain))),
            )
            for number, (title, width) in enumerate(zip(titles, widths, strict=True))
        ]
        with new.open(_ROWS, "w", force_zip64=True) as sheet:
            sheet.write(_DIMENSION.sub(rb"\g<1>%d" % (table.count + 1), head))
            rows = (_row_xml(line, row, columns) for line, row in enumerate(table.rows(), 2))
            while some := b"".join(islice(rows, _AT_ONCE)):
                sheet.write(some)
            sheet.write(tail)


def _frame(table: Table, widths: list[int]) -> IO[bytes]:
    """The whole workbook, with one row of which only the format counts."""
    out, titles = io.BytesIO(), table.columns
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        cell = {"text_wrap": True, "valign": "top"}
        page = wide_page(book, table.name)
        folded = _folded(titles)
        for column, title in enumerate(titles):
            page.write_string(0, column, title, bold)
            is_behind = column > 0 and titles[column - 1] in folded
            how = {"level": 1, "hidden": True} if title in folded else {"collapsed": is_behind}
            page.set_column(column, column, widths[column], None, how)
        for column, number_format in enumerate(("General", WHOLE, BROKEN)):
            page.write_blank(
                1, column, None, book.add_format({**cell, "num_format": number_format})
            )
        page.freeze_panes(1, titles.index(_NAMES) + 1 if _NAMES in titles else 0)
        page.repeat_rows(0)
        if table.count:
            page.autofilter(0, 0, table.count, len(titles) - 1)
            last = next((titles.index(name) for name in _PRINTED_TO if name in titles), -1)
            page.print_area(0, 0, table.count, last % len(titles))
        _write_about(wide_page(book, "说明"), table)
    return out


def _folded(titles: Sequence[str]) -> frozenset[str]:
    return frozenset(titles) - _SHOWN if _OF_FIGURES in titles else frozenset()


class _Column:
    """Turns the cells of one column into XML. What is short comes again, so it is kept.

    `width` is 0 of a column that is folded away: its cells need no line. `styles` are those of a
    text, a whole and a broken number."""

    def __init__(
        self, number: int, width: int, is_numeric: bool, styles: tuple[str, str, str]
    ) -> None:
        self.head = f'<c r="{xl_col_to_name(number)}'
        self._width, self._is_numeric, self._styles = width, is_numeric, styles
        self._known: dict[str, tuple[str, int]] = {}

    def write(self, cell: str) -> tuple[str, int]:
        """The XML behind the number of the line, and how many lines of text a cell needs."""
        known = self._known.get(cell)
        if known is None:
            known = self._xml(cell), _lines(cell, self._width) if self._width else 1
            if len(cell) <= _SHORT:
                self._known = {} if len(self._known) >= _MOST_KNOWN else self._known
                self._known[cell] = known
        return known

    def _xml(self, cell: str) -> str:
        if self._is_numeric and _is_exact(cell):
            style = self._styles[1 + (not float(cell).is_integer())]
            return f'"{style}><v>{float(cell):.16G}</v></c>'
        text = cell
        if 2 * len(cell) > CELL_CHARS or not cell.isprintable():
            text = fitting(cell)
        if "_x" in text:
            text = _EXCEL_ESCAPE.sub(r"_x005F\1", text)
        kept = ' xml:space="preserve"' if text != text.strip() else ""
        return f'"{self._styles[0]} t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'


def _row_xml(line: int, row: tuple[str, ...], columns: Sequence[_Column]) -> bytes:
    """A row in its line, from 1; empty cells are left out. Higher than one line where a cell needs
    it, and no higher than a row can be."""
    lines, cells = 1, []
    for cell, column in zip(row, columns, strict=True):
        if cell:
            xml, needed = column.write(cell)
            cells.append(f"{column.head}{line}{xml}")
            if needed > lines:
                lines = needed
    points = min(_MOST_POINTS, _LINE_POINTS * lines)
    height = f' ht="{points}" customHeight="1"' if lines > 1 else ""
    return f'<row r="{line}"{height}>{"".join(cells)}</row>'.encode("utf-8", "replace")


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
