"""Turn an Excel workbook into rows of shown values, as JSON.

Run in a process of its own (`children`), within limits of memory and time.
"""

from __future__ import annotations

import datetime
import io
import json
import re
import warnings
import zipfile
from typing import Any

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_COLUMNS = 500
_MOST_MERGED = 1_000  # rows of a merged cell
_EMPTY_ROWS = 1_000  # in a row: the sheet ends here, whatever it says


def sheet_rows(data: bytes) -> dict[str, Any]:
    """`sheets`: (name, rows) of each visible sheet; `hidden`: the others' names."""
    try:
        import openpyxl
    except ImportError:
        return _refused("missing_package", "需要 openpyxl；请运行 pip install 'qianshao[import]'")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(m.file_size for m in archive.infolist()) > MAX_UNPACKED_BYTES:
                limit = MAX_UNPACKED_BYTES >> 20
                return _refused("bomb", f"解开后超过 {limit} MiB，可能是压缩炸弹；未读取")
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        visible = [s for s in book.worksheets if s.sheet_state == "visible"]
        return {
            "sheets": [(s.title, _filled_down(_rows(s), _merged(data, s))) for s in visible],
            "hidden": [s.title for s in book.worksheets if s.sheet_state != "visible"],
        }
    except MemoryError:
        return _refused("too_costly", "表格太大，超出内存限制；请拆小后再导入")
    except Exception:  # a broken workbook makes openpyxl raise almost anything
        return _refused("damaged", "表格已损坏或加密；请重新取得原文件")


def _refused(kind: str, advice: str) -> dict[str, Any]:
    return {"refused": [kind, advice]}


def _rows(sheet: Any) -> list[list[str]]:
    rows: list[list[str]] = []
    empty = 0
    for row in sheet.iter_rows(max_col=MAX_COLUMNS):
        cells = [_shown(cell.value, getattr(cell, "number_format", "") or "") for cell in row]
        empty = 0 if any(cells) else empty + 1
        if empty > _EMPTY_ROWS:
            break
        rows.append(cells)
    return rows


def _merged(data: bytes, sheet: Any) -> list[tuple[int, int, int, int]]:
    """First and last row, first and last column, from 0, of cells that are merged downwards."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        printed = archive.read(sheet._worksheet_path.lstrip("/")).decode("utf-8", "replace")
    found = re.finditer(r'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"', printed)
    places = ((int(m[2]) - 1, int(m[4]) - 1, _column(m[1]), _column(m[3])) for m in found)
    return [place for place in places if place[0] < place[1] <= place[0] + _MOST_MERGED]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _filled_down(rows: list[list[str]], merged: list[tuple[int, int, int, int]]) -> list[list[str]]:
    """The rows with the text of merged cells in each of theirs that says anything else."""
    for first, last, left, right in merged:
        for row in rows[first + 1 : last + 1]:
            is_told = any(row[:left]) or any(row[right + 1 :])
            if is_told and left < len(row) and left < len(rows[first]):
                row[left] = rows[first][left]
    return rows


def _shown(value: Any, number_format: str) -> str:
    """A value as Excel shows it, for the formats that reports use."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    pattern = number_format.split(";")[0]
    digits = re.search(r"\.(0+)", pattern)
    places = len(digits[1]) if digits else 0
    comma = "," if "#,##" in pattern else ""
    if "%" in pattern:
        return f"{100 * value:{comma}.{places}f}%"
    if pattern not in ("General", "@", "") and re.fullmatch(r"[#,0.]+_?\s*\)?", pattern):
        return f"{value:{comma}.{places}f}"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def answer(data: bytes) -> bytes:
    return json.dumps(sheet_rows(data)).encode()
