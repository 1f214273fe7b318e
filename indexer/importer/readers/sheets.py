"""Turn tables of a spreadsheet or a CSV file into source lines, each row under its column names."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence

from indexer.importer.readers.children import CHILDREN
from indexer.importer.readers.plain_text import decode_with_marks
from indexer.importer.readers.sandbox import Limits
from indexer.importer.source_text import (
    Doubt,
    ImportRefusedError,
    SourceLine,
    SourceText,
    clean,
)
from indexer.importer.table_rows import is_header, labelled

_LIMITS = Limits(seconds=120.0)
_DELIMITERS = ",\t;|"
MAX_ROWS = 200_000
MAX_CELL = 100_000  # characters; csv's own limit is not enough for a cell with a report in it

# 填报单位：某局 | 填报日期：… stands above a table's header.
_REMARK = re.compile(
    r"(?:填[报表]|编制|制表|上报|报送|统计|汇总|负责)(?:单位|部门|日期|时间|人)\s*[:：]|单\s*位\s*[:：]"
)

Sheet = tuple[str, list[list[str]]]


def read_csv(data: bytes, name: str) -> SourceText:
    """One line a row; the first row with several names gives the names of the columns."""
    text, _, doubts = decode_with_marks(data, name)
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
    done = CHILDREN.ask("indexer.importer.readers.sheet_child", data, _LIMITS)
    if done.timed_out:
        raise ImportRefusedError(name, "too_costly", "表格读取超时；请拆成几个文件")
    try:
        answer = json.loads(done.output)
    except ValueError as error:
        raise ImportRefusedError(name, "too_costly", "表格太大或已损坏；请拆小后再导入") from error
    if "refused" in answer:
        raise ImportRefusedError(name, *answer["refused"])
    doubts = [Doubt(None, f"隐藏的工作表未收入：「{sheet}」") for sheet in answer["hidden"]]
    return _source([(title, rows) for title, rows in answer["sheets"]], name, doubts)


def _source(sheets: Sequence[Sheet], name: str, doubts: list[Doubt]) -> SourceText:
    if sum(len(rows) for _, rows in sheets) > MAX_ROWS:
        raise ImportRefusedError(name, "too_large", f"超过 {MAX_ROWS} 行；请拆成几个文件")
    lines: list[SourceLine] = []
    filled = [(title, rows) for title, rows in sheets if any(any(row) for row in rows)]
    for title, rows in filled:
        made = list(_rows(rows, len(lines) + 1, is_first=title == filled[0][0]))
        if len(filled) > 1 and title:
            # The workbook's title stands above the name of its first sheet.
            at = 1 if made and made[0].kind == "title" else 0
            made.insert(at, SourceLine(len(lines) + 1, title, "heading", level=2))
        lines += made
    doubts.append(Doubt(None, "表格每行收作一段，写作“列名：内容”", is_note=True))
    return SourceText(tuple(lines), tuple(doubts))


def _rows(rows: Sequence[Sequence[str]], number: int, is_first: bool) -> Iterator[SourceLine]:
    header: list[str] | None = None
    for row in rows:
        cells = [" ".join(clean(cell).split()) for cell in row]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        number += 1
        if header is None and len(filled) == 1:
            yield SourceLine(number, filled[0], "title" if is_first else "row")
            is_first = False
        elif header is None and any(_REMARK.match(cell) for cell in filled):
            yield SourceLine(number, "　".join(filled), "row")
        elif header is None and is_header(filled):
            header = cells
        else:
            yield SourceLine(number, labelled(cells, header), "row")
    if header is not None and number and len(rows) == 1:
        yield SourceLine(number, " | ".join(filter(None, header)), "row")
