"""Show and export the concordance of a query: lines sorted by neighbours, and these counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

from flask import Blueprint, Response, make_response, request

from search.request import SearchRequest
from web.addresses import search_address
from web.context import current_view, printed_root, site
from web.exports.download import download, offer_files
from web.exports.formats import FORMATS, TABLES
from web.i18n import render
from web.pages.concordance.lines import (
    ConcordanceLine,
    FoundLines,
    Order,
    found_lines,
    in_order,
    neighbours,
)
from web.pages.concordance.sheet import ConcordanceSheet, order_name
from web.pages.pager import paged
from web.pages.places import concordance_address, reading_address
from web.params import ViewOptions, read_choice, read_search

concordances = Blueprint("concordances", __name__)

LINES_A_PAGE = 100


@concordances.get("/concordance")
def page() -> Response:
    """A page of lines in the order asked for, with the neighbours and how often each stands."""
    asked, order, view_options = _asked(), _order(), current_view()
    found = _lines(asked)
    lines = in_order(found.lines, order)
    start = (asked.page - 1) * LINES_A_PAGE
    pages = -(-len(lines) // LINES_A_PAGE)
    return make_response(
        render(
            "concordance.html",
            asked=asked,
            order=order,
            orders=[
                (o, order_name(o), concordance_address(replace(asked, page=1), view_options, o))
                for o in get_args(Order)
            ],
            found=found,
            lines=[
                (line, reading_address(line.place.paragraph, asked, view_options))
                for line in lines[start : start + LINES_A_PAGE]
            ],
            neighbours=[
                (text, n, _with_neighbour(asked, text, order, lines, view_options))
                for text, n in neighbours(lines, order)
            ],
            pager=paged(
                asked.page,
                pages,
                lambda n: concordance_address(replace(asked, page=n), view_options, order),
            ),
            back=search_address(replace(asked, page=1), replace(view_options, view="kwic")),
            files=[
                (f.label, concordance_address(asked, view_options, order, f".{f.ending}"))
                for f in TABLES
            ],
        )
    )


def as_file(ending: str) -> Response:
    """All lines in the order asked for."""
    asked = _asked()
    sheet = ConcordanceSheet(asked, _order(), _lines(asked), printed_root(), date.today())
    return download(sheet, FORMATS[ending].write, ending, sheet.words, sheet.day)


offer_files(concordances, "/concordance", as_file)


def _asked() -> SearchRequest:
    return replace(read_search(request.args).request, group="none")


def _order() -> Order:
    return read_choice(request.args, "order", get_args(Order), "found")


def _lines(asked: SearchRequest) -> FoundLines:
    """The lines of as many hits, and as much text, as a file may hold."""
    export = site().settings.export
    whole = replace(asked, page=1, size=max(1, export.max_rows), explain=False)
    listing = site().searcher.listing(whole)
    return found_lines(listing, export.max_bytes)


def _with_neighbour(
    asked: SearchRequest,
    text: str,
    order: Order,
    lines: list[ConcordanceLine],
    view_options: ViewOptions,
) -> str:
    """The paragraphs where this neighbour stands beside the hit, as printed."""
    line = next(line for line in lines if line.beside(order) == text)
    whole = text + line.keyword if order[0] == "l" else line.keyword + text
    narrowed = replace(asked, q=whole, mode="exact", page=1)
    return search_address(narrowed, replace(view_options, view="kwic"))
