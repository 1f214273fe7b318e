"""Answer with a file of all hits: tables, a sheet of excerpts, references."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, request

from search.errors import BadRequestError
from web.context import root_address, site
from web.errors import ExportTooLargeError
from web.exports.csv import write_csv
from web.exports.download import download
from web.exports.figure_sheet import FigureSheet, figure_words
from web.exports.references import of_document, of_paragraph, write_bibtex, write_ris
from web.exports.sheet import Sheet
from web.exports.table import Table
from web.exports.views import concordance_sheet, document_sheet
from web.params import (
    figures_address,
    read_figures,
    read_search,
    read_view_options,
    search_address,
)

exports = Blueprint("exports", __name__)


@exports.get("/search.csv")
def as_csv() -> Response:
    table = _table()
    return download(table, write_csv, "csv", table.words, table.day)


@exports.get("/search.xlsx")
def as_xlsx() -> Response:
    from web.exports.xlsx import write_xlsx  # imported when asked for: a start must be quick

    table = _table()
    return download(table, write_xlsx, "xlsx", table.words, table.day)


@exports.get("/search.docx")
def as_docx() -> Response:
    from web.exports.docx import write_docx

    sheet = _sheet(is_marked=True)
    return download(sheet, write_docx, "docx", sheet.words, sheet.day)


@exports.get("/search.ris")
def as_ris() -> Response:
    return _references("ris")


@exports.get("/search.bib")
def as_bibtex() -> Response:
    return _references("bib")


@exports.get("/figures.csv")
def figures_as_csv() -> Response:
    sheet = _figure_sheet()
    return download(sheet, write_csv, "csv", sheet.words, sheet.day)


@exports.get("/figures.xlsx")
def figures_as_xlsx() -> Response:
    from web.exports.xlsx import write_xlsx

    sheet = _figure_sheet()
    return download(sheet, write_xlsx, "xlsx", sheet.words, sheet.day)


def _references(ending: str) -> Response:
    """Of every paragraph, or under 按篇 of every document."""
    sheet, is_grouped = _sheet(), read_search(request.args).request.group == "document"
    of = of_document if is_grouped else of_paragraph
    found = (of(hit.paragraph, sheet.root, sheet.day) for _, hit, _ in sheet.entries())
    write = write_ris if ending == "ris" else write_bibtex
    return download(found, write, ending, sheet.words, sheet.day)


def _table() -> Table:
    """The rows as the page shows them: paragraphs, documents (按篇) or lines of hits (对照)."""
    is_kwic = read_view_options(request.args).view == "kwic"
    sheet = _sheet(is_marked=is_kwic)
    if is_kwic:
        return concordance_sheet(sheet)
    if read_search(request.args).request.group == "document":
        return document_sheet(sheet)
    return sheet


def _sheet(is_marked: bool = False) -> Sheet:
    """All hits in order, or the page that is shown. ExportTooLargeError above `export.max_rows`."""
    asked = read_search(request.args).request
    is_whole = _is_whole()
    root, limit = root_address(), site().settings.export.max_rows
    whole = replace(asked, page=1, size=max(1, limit), explain=False)
    listing = site().searcher.listing(whole if is_whole else asked, is_marked)
    unit = "篇" if asked.group == "document" else "段"
    if is_whole and (listing.total > limit and (unit == "段" or listing.count >= limit)):
        raise ExportTooLargeError(listing.total, limit)
    return Sheet(
        words=asked.q.strip() or "全部",
        address=search_address(asked, read_view_options(request.args), root),
        root=root,
        day=date.today(),
        listing=listing,
        max_bytes=site().settings.export.max_bytes,
        unit=unit,
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
