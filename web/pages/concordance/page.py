"""Show and export the concordance of a query: lines sorted by neighbours, and these counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import get_args

from flask import Blueprint, Response, make_response, request

from search.request import SearchRequest
from web.addresses import search_address
from web.context import prefix, printed_root, site
from web.exports.download import download
from web.exports.formats import FORMATS, TABLES
from web.i18n import render
from web.pages.concordance.lines import (
    ConcordanceLine,
    FoundLines,
    Order,
    in_order,
    lines_of,
    neighbours,
)
from web.pages.pager import paged
from web.pages.places import concordance_address
from web.pages.search import reading_address
from web.params import ViewOptions, read_choice, read_search, read_view_options

concordances = Blueprint("concordances", __name__)

LINES_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class ConcordanceSheet:
    """The sorted lines as a file: see `web.exports.table.Table`."""

    asked: SearchRequest
    order: Order
    found: FoundLines
    day: date
    name: str = "对照"
    numeric: frozenset[str] = frozenset(("同邻行数",))

    @property
    def words(self) -> str:
        return f"{self.asked.q.strip() or '全部'}（对照）"

    @property
    def count(self) -> int:
        return len(self.found.lines)

    @property
    def columns(self) -> tuple[str, ...]:
        beside = ("邻字", "同邻行数") if self.order != "found" else ()
        where = ("题名", "来源", "年份", "段号", "永久链接")
        return ("序号", "前文", "命中", "后文", *beside, *where)

    def rows(self) -> Iterator[tuple[str, ...]]:
        order, root = self.order, printed_root()
        lines = in_order(self.found.lines, order)
        counts = Counter(line.beside(order) for line in lines) if order != "found" else {}
        for number, line in enumerate(lines, 1):
            near = () if order == "found" else (line.beside(order), str(counts[line.beside(order)]))
            p = line.place
            year = "" if p.year is None else str(p.year)
            yield (
                *(str(number), line.left, line.keyword, line.right, *near),
                *(p.called, p.source or "", year, str(p.ordinal), root + p.link),
            )

    def about(self) -> tuple[tuple[str, str], ...]:
        at = concordance_address(self.asked, ViewOptions(), self.order)
        told = (
            ("检索词", self.asked.q.strip() or "全部"),
            ("排序", order_name(self.order)),
            ("在结果中检索", "；".join(self.asked.within)),
            ("地址", printed_root() + at.removeprefix(prefix())),
            ("看过的段数", f"{self.found.read}，共 {self.found.total} 段命中"),
            ("导出日期", self.day.isoformat()),
            ("索引", self.found.generation),
        )
        return tuple((name, value) for name, value in told if value)


@concordances.get("/concordance")
def page() -> Response:
    """A page of lines in the order asked for, with the neighbours and how often each stands."""
    asked, order, view_options = _asked(), _order(), read_view_options(request.args)
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
                (line, reading_address(line.place, asked, view_options))
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
            back=search_address(
                replace(asked, page=1), ViewOptions("kwic", view_options.lang), prefix()
            ),
            files=[
                (f.label, concordance_address(asked, view_options, order, f".{f.ending}"))
                for f in TABLES
            ],
        )
    )


def as_file(ending: str) -> Response:
    """All lines in the order asked for."""
    asked = _asked()
    sheet = ConcordanceSheet(asked, _order(), _lines(asked), date.today())
    return download(sheet, FORMATS[ending].write, ending, sheet.words, sheet.day)


for _row in TABLES:
    concordances.add_url_rule(
        f"/concordance.{_row.ending}", _row.ending, partial(as_file, _row.ending)
    )


def order_name(order: Order) -> str:
    """What a reader calls an order."""
    if order == "found":
        return "按相关"
    return f"按{'左' if order[0] == 'l' else '右'}邻 {order[1:]} 字"


def _asked() -> SearchRequest:
    return replace(read_search(request.args).request, group="none")


def _order() -> Order:
    return read_choice(request.args, "order", get_args(Order), "found")


def _lines(asked: SearchRequest) -> FoundLines:
    """The lines of as many hits, and as much text, as a file may hold."""
    export = site().settings.export
    whole = replace(asked, page=1, size=max(1, export.max_rows), explain=False)
    listing = site().searcher.listing(whole)
    lines, is_cut = lines_of(listing.hits, most_chars=export.max_bytes)
    return FoundLines(tuple(lines), listing.count, listing.total, is_cut, listing.generation)


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
    return search_address(narrowed, ViewOptions("kwic", view_options.lang), prefix())
