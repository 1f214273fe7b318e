"""Answer with a file of all hits: tables, a sheet of excerpts, references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from search.errors import BadRequestError
from web.addresses import figures_address, search_address
from web.context import printed_root, site
from web.errors import ExportTooLargeError
from web.exports.download import download, offer_files
from web.exports.figure_sheet import FigureSheet, figure_words
from web.exports.formats import FORMATS, Table
from web.exports.references import Reference, of_document, of_paragraph
from web.exports.sheet import DocumentSheet, Sheet, remarks_on
from web.pages.concordance.lines import found_lines
from web.pages.concordance.sheet import ConcordanceSheet
from web.params import ViewOptions, read_figures, read_search, read_view_options

exports = Blueprint("exports", __name__)


def _hits_as(ending: str) -> Response:
    """All hits: rows as the page shows them, excerpts, or a reference of each."""
    format = FORMATS[ending]
    sheet: Any = _table() if format.holds == "table" else _sheet(format.holds == "excerpts")
    rows = _references(sheet) if format.holds == "references" else sheet
    return download(rows, format.write, ending, sheet.words, sheet.day)


def _figures_as(ending: str) -> Response:
    sheet = _figure_sheet()
    return download(sheet, FORMATS[ending].write, ending, sheet.words, sheet.day)


offer_files(exports, "/search", _hits_as, FORMATS)
offer_files(exports, "/figures", _figures_as)


def _references(sheet: Sheet) -> Iterator[Reference]:
    """Of every paragraph, or under 按篇 of every document."""
    is_grouped = read_search(request.args).request.group == "document"
    of = of_document if is_grouped else of_paragraph
    return (of(hit.paragraph, sheet.root, sheet.day) for _, hit, _ in sheet.entries())


def _table() -> Table:
    """The rows as the page shows them: paragraphs, documents (按篇) or lines of hits (对照)."""
    sheet = _sheet(is_marked=read_view_options(request.args).view == "kwic")
    asked = read_search(request.args).request
    if read_view_options(request.args).view == "kwic":
        found = found_lines(sheet.listing, sheet.max_bytes)
        return ConcordanceSheet(asked, "found", found, sheet.root, sheet.day)
    return DocumentSheet(sheet) if asked.group == "document" else sheet


def _sheet(is_marked: bool = False) -> Sheet:
    """All hits in order, or the page that is shown. ExportTooLargeError above `export.max_rows`."""
    asked = read_search(request.args).request
    is_whole = _is_whole()
    root, limit = printed_root(), site().settings.export.max_rows
    whole = replace(asked, page=1, size=max(1, limit), explain=False)
    listing = site().searcher.listing(whole if is_whole else asked, is_marked)
    unit = "篇" if asked.group == "document" else "段"
    if is_whole and (listing.total > limit and (unit == "段" or listing.count >= limit)):
        raise ExportTooLargeError(listing.total, limit)
    return Sheet(
        words=asked.q.strip() or "全部",
        address=root + search_address(asked, read_view_options(request.args)),
        root=root,
        day=date.today(),
        listing=listing,
        max_bytes=site().settings.export.max_bytes,
        unit=unit,
        within=asked.within,
        remarks=remarks_on(site().searcher.corrections()) or None,
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
    root, export = printed_root(), site().settings.export
    listing = site().searcher.figure_listing(asked, _is_whole())
    if listing.total > export.max_rows:
        raise ExportTooLargeError(listing.total, export.max_rows, "行")
    return FigureSheet(
        words=figure_words(asked),
        address=root + figures_address(asked, ViewOptions()),
        root=root,
        day=date.today(),
        listing=listing,
        max_bytes=export.max_bytes,
    )
