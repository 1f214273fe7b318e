"""Answer with a file of all hits: CSV, Excel or Word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from tempfile import TemporaryFile
from typing import IO, TypeVar
from urllib.parse import quote

from flask import Blueprint, Response, request

from search.errors import BadRequestError
from web.context import root_address, site
from web.errors import ExportNotWrittenError, ExportTooLargeError
from web.exports.csv import write_csv
from web.exports.figure_sheet import FigureSheet, figure_words
from web.exports.sheet import Sheet
from web.exports.table import Table
from web.params import ViewOptions, figures_address, read_figures, read_search, search_address

exports = Blueprint("exports", __name__)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "docx": f"{_OFFICE}wordprocessingml.document",
}
S = TypeVar("S", bound=Table)
_PIECE = 65_536  # bytes of a file that are read and sent at a time


@exports.get("/search.csv")
def as_csv() -> Response:
    return _download(_sheet(), write_csv, "csv")


@exports.get("/search.xlsx")
def as_xlsx() -> Response:
    from web.exports.xlsx import write_xlsx  # imported when asked for: a start must be quick

    return _download(_sheet(), write_xlsx, "xlsx")


@exports.get("/search.docx")
def as_docx() -> Response:
    from web.exports.docx import write_docx

    return _download(_sheet(is_marked=True), write_docx, "docx")


@exports.get("/figures.csv")
def figures_as_csv() -> Response:
    return _download(_figure_sheet(), write_csv, "csv")


@exports.get("/figures.xlsx")
def figures_as_xlsx() -> Response:
    from web.exports.xlsx import write_xlsx

    return _download(_figure_sheet(), write_xlsx, "xlsx")


def file_name(words: str, day: date, ending: str) -> str:
    """前哨-平安前哨-2026-11-21.csv: the query without characters that file systems refuse."""
    kept = "".join(c for c in words if c.isalnum() or c in "-—·、（）")[:30]
    return "-".join(part for part in ("前哨", kept, day.isoformat()) if part) + f".{ending}"


def disposition(name: str) -> str:
    """Content-Disposition as RFC 6266 has it: an ASCII name, and the real one in UTF-8."""
    plain = "".join(c for c in name if c.isascii() and (c.isalnum() or c in ".-")).strip("-")
    return f"attachment; filename=\"qianshao-{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _download(sheet: S, write: Callable[[S, IO[bytes]], None], ending: str) -> Response:
    """The file is written whole before the first byte leaves: a refusal can still be one.

    It goes to a temporary file: neither the writing nor a slow reader costs memory.
    """
    try:
        file, size = _written(write, sheet)
    except OSError as error:
        raise ExportNotWrittenError(error.strerror or str(error)) from error
    response = Response(_pieces(file), content_type=_TYPES[ending])
    response.call_on_close(file.close)
    response.content_length = size
    name = file_name(sheet.words, sheet.day, ending)
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _written(write: Callable[[S, IO[bytes]], None], sheet: S) -> tuple[IO[bytes], int]:
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(TemporaryFile())
        write(sheet, file)
        size = file.tell()
        file.seek(0)
        stack.pop_all()  # written: the response will close it
    return file, size


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece


def _sheet(is_marked: bool = False) -> Sheet:
    """All hits in order, or the page that is shown. ExportTooLargeError above `export.max_rows`."""
    asked = read_search(request.args).request
    is_whole = _is_whole()
    root, limit = root_address(), site().settings.export.max_rows
    whole = replace(asked, group="none", page=1, size=max(1, limit), explain=False)
    listing = site().searcher.listing(whole if is_whole else asked, is_marked)
    if is_whole and listing.total > limit:
        raise ExportTooLargeError(listing.total, limit)
    return Sheet(
        words=asked.q.strip() or "全部",
        address=search_address(asked, ViewOptions(), root),
        root=root,
        day=date.today(),
        listing=listing,
        max_bytes=site().settings.export.max_bytes,
    )


def _is_whole() -> bool:
    """Whether all rows are wanted, and not only the page that is shown."""
    extent = request.args.get("export", "") or "all"
    if extent not in ("all", "page"):
        raise BadRequestError("export", extent[:80], "all 或 page")
    return extent == "all"


def _figure_sheet() -> FigureSheet:
    """The rows asked for, in order. ExportTooLargeError above `export.max_rows`."""
    asked = read_figures(request.args).request
    root, export = root_address(), site().settings.export
    listing = site().searcher.figure_listing(asked, _is_whole())
    if listing.total > export.max_rows:
        raise ExportTooLargeError(listing.total, export.max_rows, "行")
    return FigureSheet(
        words=figure_words(asked),
        address=figures_address(asked, root),
        root=root,
        day=date.today(),
        listing=listing,
        max_bytes=export.max_bytes,
    )
