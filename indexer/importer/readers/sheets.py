"""Turn tables of a spreadsheet or a CSV file into source lines, each row under its column names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import PurePath

from indexer.importer.readers.children import said_of
from indexer.importer.readers.plain_text import decode_with_marks
from indexer.importer.readers.sandbox import Limits
from indexer.importer.source_text import (
    Doubt,
    ImportRefusedError,
    SourceLine,
    SourceText,
    clean,
)
from indexer.importer.table_rows import is_header, joined_heads, labelled, turned
from indexer.metadata.clues import Evidence
from indexer.metadata.dates import first_date
from indexer.metadata.units import is_unit, units_in

_LIMITS = Limits(seconds=120.0)
_DELIMITERS = ",\t;|"
MAX_ROWS = 200_000
MAX_CELL = 100_000  # characters; csv's own limit is not enough for a cell with a report in it

# 填报单位：某局 | 填报日期：… stands above a table's header.
_REMARK = re.compile(
    r"(?:填[报表]|制表)\s*[:：]|(?:填[报表]|编制|制表|上报|报送|统计|汇总|负责)(?:单位|部门|日期|时间|人)\s*[:：]"
    r"|单\s*位\s*[:：]"
)
_UNIT = re.compile(r"单\s*位\s*[:：]\s*([^\s\d:：]{1,8})")
_FILLED_IN = re.compile(r"(?:填[报表]|编制|制表|上报|报送)(?:日期|时间)\s*[:：]")
_NOTE = re.compile(
    r"[（(]?(?:注|备注|附注|说明|(?:数据|资料)来源|统计口径)\s*(?:\d+\s*)?[:：]|[*※]"
)
_HEAD_ROWS = 6  # rows in which a title, remarks and names of columns stand
_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST_NAME = 4  # Han characters that make a file's name a title

Sheet = tuple[str, list[list[str]]]


def read_csv(data: bytes, name: str) -> SourceText:
    """One line a row; the first row with several names gives the names of the columns."""
    text, doubts = decode_with_marks(data, name)
    csv.field_size_limit(MAX_CELL)
    sample = text[:8192]
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(sample, _DELIMITERS)
    except csv.Error:
        dialect = csv.excel_tab if "\t" in sample else csv.excel
    try:
        rows = [row for row, _ in zip(csv.reader(text.split("\n"), dialect), range(MAX_ROWS + 1))]  # noqa: B905
    except csv.Error as error:
        raise ImportRefusedError(name, "damaged", f"不是完整的 CSV（{error}）") from error
    return _source([("", rows)], name, doubts)


def read_xlsx(data: bytes, name: str) -> SourceText:
    """All visible sheets, one line a row, values as Excel shows them."""
    slow, broken = "表格读取超时；请拆成几个文件", "表格太大或已损坏；请拆小后再导入"
    told = said_of("indexer.importer.readers.sheet_child", data, _LIMITS, name, slow, broken)
    doubts = [Doubt(None, f"隐藏的工作表未收入：「{sheet}」") for sheet in told["hidden"]]
    return _source([(title, rows) for title, rows in told["sheets"]], name, doubts)


def _source(sheets: Sequence[Sheet], name: str, doubts: list[Doubt]) -> SourceText:
    if sum(len(rows) for _, rows in sheets) > MAX_ROWS:
        raise ImportRefusedError(name, "too_large", f"超过 {MAX_ROWS} 行；请拆成几个文件")
    lines: list[SourceLine] = []
    filled = [(title, rows) for title, rows in sheets if any(any(row) for row in rows)]
    own = [_own_title(rows) for _, rows in filled]
    stem = PurePath(name).stem
    # Titles that differ are those of the tables, and none is the workbook's.
    is_of_tables = len(set(own)) > 1 and all(own) and len(_HAN.findall(stem)) >= _LEAST_NAME
    if is_of_tables:
        lines.append(SourceLine(1, stem, "title"))
    for (title, rows), printed in zip(filled, own, strict=True):
        told = _rows(rows, len(lines) + 1, is_first=not lines)
        made = [replace(line, sheet=title) for line in told]
        if is_of_tables:
            full = printed if own.count(printed) == 1 else f"{title}　{printed}"
            made[0] = replace(made[0], text=_heading(full, rows), kind="heading", level=2)
        elif len(filled) > 1 and title:
            # The workbook's title stands above the name of its first sheet.
            at = 1 if made and made[0].kind == "title" else 0
            head = SourceLine(len(lines) + 1, _heading(title, rows), "heading", level=2)
            made.insert(at, head)
        lines += made
    doubts.append(Doubt(None, "表格每行收作一段，写作“列名：内容”", is_note=True))
    declared = _declared(filled, own if is_of_tables else [])
    return SourceText(tuple(lines), tuple(doubts), declared=declared)


def _filled(row: Sequence[str]) -> list[str]:
    return [text for cell in row if (text := " ".join(clean(cell).split()))]


def _own_title(rows: Sequence[Sequence[str]]) -> str:
    """What stands alone in the first row that holds anything, else ""."""
    first = next((cells for row in rows if (cells := _filled(row))), [])
    return first[0] if len(first) == 1 else ""


def _remarks(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The cells of a sheet's first rows that say who filled it in, when, and its unit."""
    for row in rows[:_HEAD_ROWS]:
        yield from (cell for cell in _filled(row) if _REMARK.match(cell))


def _heading(title: str, rows: Sequence[Sequence[str]]) -> str:
    """A table's title with the unit that the sheet prints for all its figures (单位：起)."""
    units = {found[1] for cell in _remarks(rows) if (found := _UNIT.fullmatch(cell))}
    unit = units.pop() if len(units) == 1 else ""
    return f"{title}（单位：{unit}）" if unit and not is_unit(unit) and unit not in title else title


def _declared(sheets: Sequence[Sheet], titles: Sequence[str]) -> tuple[Evidence, ...]:
    """The day on which all sheets were filled in, and the office that the titles of all name."""
    told: dict[str | None, str] = {}
    for _, rows in sheets:
        for cell in _remarks(rows):
            if _FILLED_IN.match(cell):
                told[first_date(cell)] = cell
    declared = [Evidence("date", day, words) for day, words in told.items() if day]
    declared = declared if len(told) == 1 else []
    offices = {next(iter(units_in(title)), "") for title in titles}
    if len(offices) == 1 and (office := offices.pop()):
        declared.append(Evidence("from", office, titles[0]))
    return tuple(declared)


def _rows(rows: Sequence[Sequence[str]], number: int, is_first: bool) -> Iterator[SourceLine]:
    """The lines of a sheet, numbered from here on; `page` is the row of the sheet."""
    header: list[str] | None = None
    read = [[" ".join(clean(cell).split()) for cell in row] for row in rows]
    printed, read = read, _with_turned(read)
    below = iter([*read[1:], []])
    for row, cells in enumerate(read, 1):
        place = row if read is printed else 0  # a turned table's rows are columns of the sheet
        following = next(below)
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        number += 1
        if header is None and len(filled) == 1:
            title = _heading(filled[0], rows) if is_first else filled[0]
            yield SourceLine(number, title, "title" if is_first else "row")
            is_first = False
        elif _is_remark(filled, header):
            yield SourceLine(number, "　".join(filled), "row", page=place)
        elif header is None and (names := joined_heads(*_trimmed(cells, following))):
            header = names
            following.clear()  # the second row of names
        elif header is None and is_header(filled):
            header = cells
        else:
            yield SourceLine(number, labelled(cells, header), "row", page=place)
    if header is not None and number and len(rows) == 1:
        yield SourceLine(number, " | ".join(filter(None, header)), "row")


def _with_turned(rows: list[list[str]]) -> list[list[str]]:
    """The rows of a sheet, its table turned if its columns are units."""
    at = next((n for n, row in enumerate(rows) if len(list(filter(None, row))) > 1), len(rows))
    below = list(takewhile(lambda row: sum(map(bool, row)) > 1, rows[at + 1 :]))
    table = _trimmed(*rows[at : at + 1], *below)
    made = turned(table[0], table[1:]) if below else None
    return rows if made is None else [*rows[:at], *made, *rows[at + 1 + len(below) :]]


def _trimmed(*rows: Sequence[str]) -> list[list[str]]:
    """The rows without the columns behind the last that any of them fills."""
    width = max((at for row in rows for at, cell in enumerate(row, 1) if cell), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _is_remark(filled: Sequence[str], header: Sequence[str] | None) -> bool:
    """Whether these cells tell of the table: who filled it in above it, a note below it."""
    if header is None:
        return any(_REMARK.match(cell) for cell in filled)
    return all(_REMARK.match(cell) for cell in filled) or (
        len(filled) == 1 and _NOTE.match(filled[0]) is not None
    )
