"""Lay out every initiative of the library: found by name or by sound, in four orders, as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from flask import Blueprint, Response, request

from indexer.text.normalizer import normalize
from search.request import SearchRequest
from web.addresses import address, encoded, plain_address, search_address
from web.context import current_view, prefix, printed_root, site
from web.exports.download import download, offer_files
from web.exports.formats import FORMATS, TABLES
from web.i18n import render
from web.pages.facets import UNPRINTED
from web.pages.initiatives.rows import IndexRow, Matching, Order, grouped, matching, sharing_letters
from web.pages.overview import QuotedName
from web.params import read_choice

initiative_index = Blueprint("initiative_index", __name__)

MAX_LISTED = 2_000  # names of a page; files have all
_AT_FIRST = 30  # names that are not folded, of all groups
_MOST_OPEN = 10  # groups of which some names are shown; of more, each is a line to unfold
_LIST_OF_TERMS = 200  # names that 名单 takes


@dataclass(frozen=True, slots=True)
class IndexSheet:
    """The index as a file: see `web.exports.formats.Table`."""

    listed: tuple[IndexRow, ...]
    address: str
    generation: str
    day: date
    name: str = "举措"
    words: str = "举措索引"
    columns: tuple[str, ...] = (
        "名称",
        "种类",
        "又写作",
        "主题",
        "来源",
        "在本库中最早",
        "段数",
        "状态",
    )
    numeric: frozenset[str] = frozenset({"在本库中最早", "段数"})

    @property
    def count(self) -> int:
        return len(self.listed)

    def rows(self) -> Iterator[tuple[str, ...]]:
        for row in self.listed:
            yield (
                row.name,
                row.kind,
                "、".join(row.aliases),
                "、".join(row.themes),
                "、".join(row.sources),
                str(row.first_year or ""),
                str(row.count),
                "待核" if row.is_candidate else UNPRINTED if row.is_unprinted else "",
            )

    def about(self) -> tuple[tuple[str, str], ...]:
        return (
            ("段数", "归到这个名称的段落，不论怎样写；最早年份只看写出名称的段落"),
            ("地址", self.address),
            ("导出日期", self.day.isoformat()),
            ("索引", self.generation),
        )


@initiative_index.get("/initiatives")
def index() -> str:
    options = current_view()
    order, wanted = _asked()
    _, rows = site().initiatives.of(site().searcher)
    is_whole = "unused" in request.args
    offered = rows if wanted or is_whole else tuple(row for row in rows if row.count)
    overview = site().overview.of(site().searcher)
    found, own = _found(offered, overview.quoted, wanted)
    shown = found.rows[:MAX_LISTED]

    def at(**changed: str) -> str:
        pairs = {"q": wanted, "sort": order, **changed}
        kept = [(n, v) for n, v in pairs.items() if v and (n, v) != ("sort", "kind")]
        return plain_address("/initiatives", options, kept)

    groups = [] if found.is_near else grouped(shown, order)
    return render(
        "initiatives.html",
        groups=groups,
        shown=_AT_FIRST // (len(groups) or 1),
        most_open=_MOST_OPEN,
        near=shown if found.is_near else (),
        **_counted(rows),
        with_unused="" if is_whole else at(unused="1"),
        count=len(found.rows),
        listed=len(shown),
        order=order,
        orders=[(label, at(sort=name), name == order) for name, label in _ORDERS],
        wanted=wanted,
        typed="",
        terms="\n".join(row.name for row in found.rows[:_LIST_OF_TERMS]),
        most_terms=_LIST_OF_TERMS,
        anywhere=search_address(SearchRequest(wanted), options),
        files=[(f.label, _file_address(f.ending, order, wanted)) for f in TABLES],
        to=lambda name: plain_address(f"/initiatives/{encoded(name)}", options),
        quoted=own,
        overview=overview,
        quoted_at=lambda one: search_address(one.request, options),
    )


def _counted(rows: Sequence[IndexRow]) -> dict[str, int]:
    return {
        "total": sum(1 for row in rows if row.count),
        "unused": sum(1 for row in rows if not row.count),
        "unprinted": sum(1 for row in rows if row.is_unprinted),
    }


def _found(
    rows: Sequence[IndexRow], quoted: Sequence[QuotedName], wanted: str
) -> tuple[Matching, list[QuotedName]]:
    """The listed names that are looked for, and those that no list has: no listed one is like
    what one of these has."""
    found, own = matching(rows, wanted, site().searcher), _own_names(quoted, wanted)
    is_own = any(normalize(wanted) in normalize(one.name) for one in own)
    return Matching(()) if found.is_near and is_own else found, own


def _own_names(quoted: Sequence[QuotedName], wanted: str) -> list[QuotedName]:
    """By a part of a name; else by sound or spelling, as the search box; else by characters."""
    form = normalize(wanted)
    having = [one for one in quoted if form in normalize(one.name)]
    if having:
        return having
    completed = {line.text for line in site().searcher.suggest(wanted)}
    near = [one for one in quoted if one.name in completed]
    return near or sharing_letters(form, ((one.name, one) for one in quoted))


_ORDERS = (("kind", "按种类"), ("name", "按拼音"), ("year", "按最早年份"), ("count", "按段数"))


def as_file(ending: str) -> Response:
    """What the page lists, whole and in its order."""
    order, wanted = _asked()
    generation, rows = site().initiatives.of(site().searcher)
    found = matching(rows, wanted, site().searcher).rows
    listed = tuple(row for _, group in grouped(found, order) for row in group)
    at = address("/initiatives", [("q", wanted)] if wanted else [])
    sheet = IndexSheet(listed, printed_root() + at, generation, date.today())
    return download(sheet, FORMATS[ending].write, ending, sheet.words, sheet.day)


offer_files(initiative_index, "/initiatives", as_file)


def _asked() -> tuple[Order, str]:
    order = read_choice(request.args, "sort", get_args(Order), "kind")
    return order, " ".join(request.args.get("q", "").split())[:100]


def _file_address(ending: str, order: Order, wanted: str) -> str:
    pairs = [("q", wanted)] if wanted else []
    pairs += [("sort", order)] if order != "kind" else []
    return address(f"{prefix()}/initiatives.{ending}", pairs)
