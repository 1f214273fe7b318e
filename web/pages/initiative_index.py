"""Lay out every initiative of the library: found by name or by sound, in four orders, as a file."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from flask import Blueprint, Response, request

from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.searcher import Searcher
from search.terms import Prints
from web.addresses import address, encoded, plain_address, search_address
from web.context import prefix, printed_root, site
from web.exports.download import download
from web.exports.formats import FORMATS, TABLES
from web.i18n import render
from web.pages.facets import UNPRINTED
from web.params import ViewOptions, read_choice, read_view_options

if TYPE_CHECKING:
    from indexer.taxonomy.taxonomy import Initiative

initiative_index = Blueprint("initiative_index", __name__)

T = TypeVar("T")
Order = Literal["kind", "name", "year", "count"]
MAX_LISTED = 2_000  # names of a page; files have all
_AT_FIRST = 30  # names that are not folded, of all groups
_MOST_OPEN = 10  # groups of which some names are shown; of more, each is a line to unfold
_NEAREST = 20
_LEAST_SHARED = 0.6  # of the characters of what is looked for, in a name that is near to it
_LIST_OF_TERMS = 200  # names that 名单 takes


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One line of the index. Kind, themes and aliases are empty where the taxonomy does not know
    it; `sources` are who uses it, those with most paragraphs first; `sound` is how it is read.

    `printed` of its paragraphs print its name in some form, since `first_year`; the others print
    what stands for a part of it, or were assigned to it by hand."""

    name: str
    count: int
    kind: str
    themes: tuple[str, ...]
    aliases: tuple[str, ...]
    printed: int
    is_candidate: bool = False
    first_year: int | None = None
    sources: tuple[str, ...] = ()
    sound: tuple[str, ...] = ()

    @property
    def is_unprinted(self) -> bool:
        """Whether the library has paragraphs of it, of which none prints its name."""
        return self.count > 0 and not self.printed

    @property
    def letter(self) -> str:
        """The letter under which it is looked up: of its pinyin, its own, "0–9" or ""."""
        first = self.sound[0][:1] if self.sound else ""
        if first.isdecimal():
            return "0–9"
        return first.upper() if first.isascii() else ""


@dataclass(frozen=True, slots=True)
class Matching:
    """The rows with what is looked for in name or alias or, where there are none, those near it."""

    rows: tuple[IndexRow, ...]
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class IndexSheet:
    """The index as a file: see `web.exports.table.Table`."""

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


class IndexCache:
    """The rows of the generation that is live; counted again only after a publish."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[str, tuple[IndexRow, ...]] = ("", ())

    def of(self, searcher: Searcher) -> tuple[str, tuple[IndexRow, ...]]:
        """The generation and its rows, most used first."""
        generation = searcher.search(SearchRequest(size=1, facet_limit=0)).generation
        with self._lock:
            if self._kept[0] != generation:
                self._kept = generation, index_rows(searcher)
            return self._kept


@initiative_index.get("/initiatives")
def index() -> str:
    options = read_view_options(request.args)
    order, wanted = _asked()
    _, rows = site().initiatives.of(site().searcher)
    is_whole = "unused" in request.args
    offered = rows if wanted or is_whole else tuple(row for row in rows if row.count)
    found = matching(offered, wanted, site().searcher)
    shown = found.rows[:MAX_LISTED]

    def at(**changed: str) -> str:
        pairs = {"q": wanted, "sort": order, **changed}
        kept = [(n, v) for n, v in pairs.items() if v and (n, v) != ("sort", "kind")]
        return plain_address("/initiatives", options, prefix(), kept)

    groups = [] if found.is_near else grouped(shown, order)
    return render(
        "initiatives.html",
        groups=groups,
        shown=_AT_FIRST // (len(groups) or 1),
        most_open=_MOST_OPEN,
        near=shown if found.is_near else (),
        total=sum(1 for row in rows if row.count),
        unused=sum(1 for row in rows if not row.count),
        unprinted=sum(1 for row in rows if row.is_unprinted),
        with_unused="" if is_whole else at(unused="1"),
        count=len(found.rows),
        listed=len(shown),
        order=order,
        orders=[(label, at(sort=name), name == order) for name, label in _ORDERS],
        wanted=wanted,
        typed="",
        terms="\n".join(row.name for row in found.rows[:_LIST_OF_TERMS]),
        most_terms=_LIST_OF_TERMS,
        anywhere=search_address(SearchRequest(wanted), options, prefix()),
        files=[(f.label, _file_address(f.ending, order, wanted)) for f in TABLES],
        to=lambda name: plain_address(f"/initiatives/{encoded(name)}", options, prefix()),
        **_quoted_values(wanted, options),
    )


def _quoted_values(wanted: str, options: ViewOptions) -> dict[str, object]:
    """What the page says of names that reports quote and no list has."""
    overview, form = site().overview.of(site().searcher), normalize(wanted)
    return {
        "quoted": [one for one in overview.quoted if form in normalize(one.name)],
        "has_more": overview.has_more,
        "quoted_at": lambda one: search_address(one.request, options, prefix()),
    }


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


for _row in TABLES:
    initiative_index.add_url_rule(
        f"/initiatives.{_row.ending}", _row.ending, partial(as_file, _row.ending)
    )


def _asked() -> tuple[Order, str]:
    order = read_choice(request.args, "sort", get_args(Order), "kind")
    return order, " ".join(request.args.get("q", "").split())[:100]


def _file_address(ending: str, order: Order, wanted: str) -> str:
    pairs = [("q", wanted)] if wanted else []
    pairs += [("sort", order)] if order != "kind" else []
    return address(f"{prefix()}/initiatives.{ending}", pairs)


def matching(rows: Sequence[IndexRow], wanted: str, searcher: Searcher) -> Matching:
    """By a part of a name; else by sound or spelling, as the search box; else by characters."""
    form = normalize(wanted)
    if not form:
        return Matching(tuple(rows))
    having = [r for r in rows if any(form in normalize(text) for text in (r.name, *r.aliases))]
    if having:
        return Matching(tuple(having))
    completed = [c.text for c in searcher.suggest(wanted, _NEAREST) if c.kind == "initiative"]
    by_name = {row.name: row for row in rows}
    near = [by_name[name] for name in completed if name in by_name]
    near += sharing_letters(form, ((text, r) for r in rows for text in (r.name, *r.aliases)))
    return Matching(tuple(dict.fromkeys(near))[:_NEAREST], is_near=True)


def sharing_letters(form: str, named: Iterable[tuple[str, T]]) -> list[T]:
    """What is called by a name that has most characters of a normal form, the likest first."""
    letters = {char for char in form if char.isalnum()}
    least = max(2, _LEAST_SHARED * len(letters))
    shares = [(-len(letters & set(normalize(name))), len(name), one) for name, one in named]
    shares.sort(key=lambda share: share[:2])
    return [one for shared, _, one in shares if -shared >= least]


def grouped(rows: Iterable[IndexRow], order: Order) -> list[tuple[str, list[IndexRow]]]:
    """Sections of the list with their headings, which are kinds, letters, years or none."""
    if order == "count":
        listed = sorted(rows, key=lambda row: (-row.count, row.name))
        return [("", listed)] if listed else []
    if order == "name":
        ordered = sorted(rows, key=lambda r: (r.letter == "", r.letter, r.sound, r.name))
        return [(key, list(group)) for key, group in groupby(ordered, lambda r: r.letter)]
    if order == "year":
        ordered = sorted(rows, key=lambda r: (r.first_year or 9999, -r.count, r.name))
        years = groupby(ordered, lambda r: str(r.first_year or ""))
        return [(year, list(group)) for year, group in years]
    kinds: dict[str, list[IndexRow]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    return sorted(kinds.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))


def index_rows(searcher: Searcher) -> tuple[IndexRow, ...]:
    """Every initiative of the taxonomy or the index, most used first."""
    first: dict[str, int] = {}
    users: dict[str, list[tuple[int, str]]] = {}
    whole = searcher.search(SearchRequest(size=1, facet_limit=None))
    counts = {v.value: v.count for v in whole.facets.get("initiative", ()) if v.count}
    by_year = searcher.facet_pairs("initiative", "year")
    for year in sorted(by_year, key=int):
        for name in by_year[year]:
            first.setdefault(name, int(year))
    for source, used in searcher.facet_pairs("initiative", "source").items():
        for name, count in used.items():
            users.setdefault(name, []).append((-count, source))
    known = {i.name: i for i in searcher.taxonomy().initiatives}
    gone = {i.name for i in known.values() if i.is_candidate} - counts.keys()
    names = sorted({*counts, *known} - gone, key=lambda name: (-counts.get(name, 0), name))
    prints = searcher.initiative_prints()
    rows = [row_of(name, counts.get(name, 0), known.get(name), prints.get(name)) for name in names]
    return tuple(
        replace(
            row,
            first_year=row.first_year if row.name in prints else first.get(row.name),
            sources=tuple(source for _, source in sorted(users.get(row.name, ()))),
            sound=sound,
        )
        for row, sound in zip(rows, searcher.sounds(names), strict=True)
    )


def row_of(name: str, count: int, known: Initiative | None, prints: Prints | None) -> IndexRow:
    """With what the taxonomy knows of a name; `prints` of one that is not always printed."""
    if known is None:
        return IndexRow(name, count, "", (), (), count)
    printed, year = (prints.paragraphs, prints.first_year) if prints else (count, None)
    return IndexRow(
        name,
        count,
        known.kind,
        known.themes,
        known.aliases,
        printed,
        known.is_candidate,
        year,
    )
