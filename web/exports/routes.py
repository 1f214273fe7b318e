"""Answer with a file of all hits: CSV, Excel or Word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, request

from search.errors import BadRequestError
from search.request import SearchRequest
from search.results import SearchResult
from web.context import root_address, site
from web.errors import ExportTooLargeError
from web.exports.csv import csv_file
from web.exports.sheet import Sheet
from web.pages.citations import cite
from web.params import ViewOptions, read_search, search_address

exports = Blueprint("exports", __name__)


@exports.get("/search.csv")
def as_csv() -> Response:
    return _download(csv_file, "csv", "text/csv; charset=utf-8")


@exports.get("/search.xlsx")
def as_xlsx() -> Response:
    from web.exports.xlsx import xlsx_file  # imported when asked for: a start must be quick

    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(xlsx_file, "xlsx", kind)


@exports.get("/search.docx")
def as_docx() -> Response:
    from web.exports.docx import docx_file

    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _download(docx_file, "docx", kind)


def file_name(words: str, day: date, ending: str) -> str:
    """前哨-平安前哨-2026-11-21.csv: the query without characters that file systems refuse."""
    kept = "".join(c for c in words if c.isalnum() or c in "-—·、（）")[:30]
    return "-".join(part for part in ("前哨", kept, day.isoformat()) if part) + f".{ending}"


def disposition(name: str) -> str:
    """Content-Disposition as RFC 6266 has it: an ASCII name, and the real one in UTF-8."""
    plain = "".join(c for c in name if c.isascii() and (c.isalnum() or c in ".-")).strip("-")
    return f"attachment; filename=\"qianshao-{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _download(write: Callable[[Sheet], bytes], ending: str, kind: str) -> Response:
    sheet = _sheet()
    response = Response(write(sheet), content_type=kind)
    name = file_name(sheet.words, sheet.day, ending)
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _sheet() -> Sheet:
    """All hits in order, or the page that is shown. ExportTooLargeError above `export.max_rows`."""
    asked = read_search(request.args).request
    extent = request.args.get("export", "") or "all"
    if extent not in ("all", "page"):
        raise BadRequestError("export", extent[:80], "all 或 page")
    result = _page(asked) if extent == "page" else _everything(asked)
    today, root = date.today(), root_address()
    return Sheet(
        words=asked.q.strip() or "全部",
        address=search_address(asked, ViewOptions(), root),
        total=result.total,
        day=today,
        generation=result.generation,
        hits=result.hits,
        citations=tuple(cite(hit.paragraph, root, today) for hit in result.hits),
    )


def _page(asked: SearchRequest) -> SearchResult:
    return site().searcher.search(replace(asked, facet_limit=0))


def _everything(asked: SearchRequest) -> SearchResult:
    limit = site().settings.export.max_rows
    flat = replace(asked, group="none", page=1, facet_limit=0, explain=False)
    total = site().searcher.search(replace(flat, size=1)).total
    if total > limit:
        raise ExportTooLargeError(total, limit)
    return site().searcher.search(replace(flat, size=max(1, total)))
