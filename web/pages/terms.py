"""Lay out how often each of many names occurs, by unit or by year: a page, files and JSON."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from flask import Blueprint, Response, abort, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.text.normalizer import normalize
from indexer.text.numerals import whole_number
from search.request import Filters, Group, SearchRequest
from search.response import body_bytes
from search.suggest.sure import SPELLINGS
from search.terms import TermCount, TermTable
from web.addresses import encoded, plain_address, search_address
from web.context import current_view, printed_root, site
from web.exports.download import download, offer_files
from web.exports.formats import FORMATS, TABLES
from web.i18n import render
from web.params import ViewOptions, read_choice

Column = Literal["source", "year"]
Unit = Literal["paragraphs", "documents"]

MAX_TERMS, MAX_TERM_CHARS = 200, 100
MAX_PROPOSED = 20  # names for which another spelling is looked for
MAX_COLUMNS, MAX_YEARS = 60, 20  # of the page: units, years in sight; files have all
_MOST_YEARS = 200  # from the first to the last: a mistyped one is no reason for a thousand columns
_SHARED_CHARS = 6_000  # of an address: what every proxy and every chat takes

_BULLETS = re.compile(r"^(?:[-–—•·●○■□◆◇▪‣*\uf000-\uf0ff]\s*)+")
_COUNTED = "[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}"
_NUMBER = re.compile(
    rf"^(?:(?P<circled>[①-⑳㈠-㈩])|[(（](?P<enclosed>{_COUNTED})[)）]"
    rf"|(?P<marked>{_COUNTED})(?:[、)）．]|\.(?![0-9]))|(?P<spaced>[0-9]{{1,3}})\s+(?=[^\s0-9]))\s*"
)
_DIGIT = re.compile(r"[0-9０-９]")

term_lists = Blueprint("term_lists", __name__)


@dataclass(frozen=True, slots=True)
class TermList:
    """What is asked: names in their order, each once, and what of the list was left out."""

    names: tuple[str, ...]
    by: Column = "source"
    count: Unit = "paragraphs"
    repeated: int = 0
    too_long: int = 0
    too_many: int = 0
    stripped: tuple[tuple[str, str], ...] = ()  # lines that lost a number or bullet, their names

    @property
    def text(self) -> str:
        return "\n".join(self.names)


@dataclass(frozen=True, slots=True)
class TermSheet:
    """The table as a file: see `web.exports.formats.Table`."""

    asked: TermList
    table: TermTable
    values: tuple[str, ...]
    first: Mapping[str, int]
    address: str
    day: date
    name: str = "名单"
    words: str = "名单"

    @property
    def numeric(self) -> frozenset[str]:
        return frozenset(self.columns) - {"名称"}

    @property
    def count(self) -> int:
        return len(self.table.rows)

    @property
    def columns(self) -> tuple[str, ...]:
        return ("序号", "名称", "合计", *self.values, "未注明", "在本库中最早")

    def rows(self) -> Iterator[tuple[str, ...]]:
        for number, row in enumerate(self.table.rows, 1):
            cells = (row.by_value.get(value, 0) for value in self.values)
            yield (
                *(str(number), row.text, str(total_of(row, self.asked))),
                *map(str, cells),
                str(unnamed_of(row, self.asked)),
                str(self.first.get(row.text, "")),
            )

    def about(self) -> tuple[tuple[str, str], ...]:
        unit = "篇数" if self.asked.count == "documents" else "段数"
        return (
            ("数字", f"含这个名称的{unit}，名称按原样查找"),
            ("地址", self.address),
            ("导出日期", self.day.isoformat()),
            ("索引", self.table.generation),
        )


@term_lists.route("/terms", methods=["GET", "POST"])
def page() -> AnyResponse:
    """The form and, where names are given, their table. A short list gets an address of its own."""
    asked, view_options = read_terms(), current_view()
    at = terms_address(asked, view_options)
    if request.method == "POST" and at and asked == TermList(asked.names, asked.by, asked.count):
        return redirect(at, 303)
    table = _table(asked) if asked.names else None
    values = column_values(table, asked) if table else ()
    shown = values[-MAX_YEARS:] if asked.by == "year" else values[:MAX_COLUMNS]
    left = [value for value in values if value not in shown]
    return make_response(
        render(
            "terms.html",
            asked=asked,
            table=table,
            values=shown,
            columns=len(values),
            others_of=lambda row: sum(row.by_value.get(value, 0) for value in left),
            total_of=lambda row: total_of(row, asked),
            unnamed_of=lambda row: unnamed_of(row, asked),
            has_unnamed=bool(table and any(unnamed_of(row, asked) for row in table.rows)),
            hits=_hits_address(asked, view_options),
            also=also_initiatives(table) if table else {},
            first=first_years(asked) if table else {},
            meant=other_spellings(table) if table else {},
            initiative=lambda name: plain_address(f"/initiatives/{encoded(name)}", view_options),
            formats=TABLES,
            address=at,
            max_terms=MAX_TERMS,
            max_chars=MAX_TERM_CHARS,
            today=date.today().isoformat(),
        )
    )


def as_file(ending: str) -> Response:
    """The table with all its columns."""
    asked = read_terms()
    table = _table(asked)
    address = terms_address(asked, ViewOptions()) or "/terms"
    sheet = TermSheet(
        asked,
        table,
        column_values(table, asked),
        first_years(asked),
        printed_root() + address,
        date.today(),
    )
    return download(sheet, FORMATS[ending].write, ending, sheet.words, sheet.day)


offer_files(term_lists, "/terms", as_file, methods=("GET", "POST"))


@term_lists.get("/terms.json")
@term_lists.get("/api/v1/terms")
def as_json() -> Response:
    return Response(body_bytes(terms_body(read_terms())), content_type="application/json")


def terms_body(asked: TermList) -> dict[str, object]:
    """The table for programs: every value of the field, of each term those that are not 0."""
    table, first = _table(asked), first_years(asked)
    return {
        "by": asked.by,
        "count": asked.count,
        "values": list(column_values(table, asked)),
        "terms": [
            {
                "text": row.text,
                "paragraphs": row.paragraphs,
                "documents": row.documents,
                "first_year": first.get(row.text),
                "counts": {value: n for value, n in row.by_value.items() if n},
            }
            for row in table.rows
        ],
        "left_out": {
            "repeated": asked.repeated,
            "too_long": asked.too_long,
            "too_many": asked.too_many,
        },
        "stripped": [{"line": line, "name": name} for line, name in asked.stripped],
        "generation": table.generation,
    }


def read_terms() -> TermList:
    """The list of the address or of the form. BadRequestError for what cannot be meant.

    No other site may spend our readers' share of the server with a form.
    """
    sent = request.headers.get("Sec-Fetch-Site", "none")
    if request.method == "POST" and sent not in ("same-origin", "none"):
        abort(403, "名单只接受从本站页面提交")
    lines = [line for text in request.values.getlist("terms") for line in text.splitlines()]
    found: dict[str, str] = {}
    repeated = too_long = 0
    written = [line for line in (" ".join(line.split()) for line in lines) if line]
    names_of_lines = without_numbers(written, _printed)
    for name in names_of_lines:
        if len(name) > MAX_TERM_CHARS:
            too_long += 1
        elif (form := normalize(name) or name) in found:
            repeated += 1
        else:
            found[form] = name
    names = tuple(found.values())
    return TermList(
        names[:MAX_TERMS],
        read_choice(request.values, "by", get_args(Column), "source"),
        read_choice(request.values, "count", get_args(Unit), "paragraphs"),
        repeated,
        too_long,
        max(0, len(names) - MAX_TERMS),
        tuple(pair for pair in zip(written, names_of_lines, strict=True) if pair[0] != pair[1]),
    )


def without_numbers(
    lines: Sequence[str], printed: Callable[[Sequence[str]], Container[str]]
) -> list[str]:
    """The lines without the numbers or bullets that a list copied from Word has before its names.

    Numbers are a list's only if lines in a row count on: 1. 2. or （一）（二）. What is part of a
    name stays: 1、3、5分钟, 110接处警, 十四五; so does a line that is nothing else, and one that
    the library knows as it is: `printed` tells which of some lines those are.
    """
    bare = [_BULLETS.sub("", line) or line for line in lines]
    marks = [_list_mark(line) for line in bare]
    names = list(bare)
    for at, (mark, line) in enumerate(zip(marks, bare, strict=True)):
        if mark is not None and any(
            (mark[0], mark[1] + step) == marks[at + step]
            for step in (-1, 1)
            if 0 <= at + step < len(marks)
        ):
            rest = _NUMBER.sub("", line, count=1)
            names[at] = line if not rest or _DIGIT.match(rest) else rest
    changed = [line for line, name in zip(bare, names, strict=True) if line != name]
    known = printed(changed[:MAX_TERMS])
    return [line if line in known else name for line, name in zip(bare, names, strict=True)]


def _list_mark(line: str) -> tuple[str, int] | None:
    """How a line is numbered, and its number."""
    found = _NUMBER.match(line)
    if found is None:
        return None
    kind = found.lastgroup or ""
    text = unicodedata.normalize("NFKC", found[kind]).strip("()")
    number = whole_number(text)
    return None if number is None else (kind if text.isdecimal() else f"{kind}中", number)


def _printed(lines: Sequence[str]) -> frozenset[str]:
    """Those that are a name of the taxonomy or stand so in a paragraph."""
    if not lines:
        return frozenset()
    names = {normalize(form) for form, _ in _forms()}
    table = site().searcher.term_table(tuple(dict.fromkeys(lines)), "source", False)
    return frozenset(
        row.text for row in table.rows if row.paragraphs or normalize(row.text) in names
    )


def _forms() -> Iterator[tuple[str, str]]:
    """Every written form of an initiative with its name."""
    for initiative in site().searcher.taxonomy().initiatives:
        yield from ((form, initiative.name) for form in initiative.forms)


def also_initiatives(table: TermTable) -> dict[str, tuple[str, int]]:
    """Of terms that are a form of an initiative: its name and its paragraphs in all its forms.

    Only where those are others than the term's own: a term is looked for as it is written.
    """
    known = {normalize(form): name for form, name in _forms()}
    named = [(row, known[form]) for row in table.rows if (form := normalize(row.text)) in known]
    if not named:
        return {}
    counts = site().searcher.counts("initiative")
    return {
        row.text: (name, counts[name])
        for row, name in named
        if counts.get(name, row.paragraphs) != row.paragraphs
    }


def other_spellings(table: TermTable) -> dict[str, str]:
    """Of terms that stand nowhere: what the search box would propose instead."""
    absent = [row.text for row in table.rows if not row.paragraphs]
    found: dict[str, str] = {}
    for text in absent[:MAX_PROPOSED]:
        query = site().searcher.search(SearchRequest(text, size=1, facet_limit=0)).query
        spelled = [s.text for s in query.suggestions if s.reason in SPELLINGS]
        if spelled:
            found[text] = spelled[0]
    return found


def terms_address(asked: TermList, view_options: ViewOptions) -> str:
    """Where this list is found again; "" for one that is too long for an address."""
    pairs = [("terms", asked.text)] if asked.names else []
    pairs += [("by", asked.by)] if asked.by != "source" else []
    pairs += [("count", asked.count)] if asked.count != "paragraphs" else []
    found = plain_address("/terms", view_options, pairs)
    return found if len(found) <= _SHARED_CHARS else ""


def _table(asked: TermList) -> TermTable:
    return site().searcher.term_table(asked.names, asked.by, asked.count == "documents")


def first_years(asked: TermList) -> dict[str, int]:
    """Of each name that has a dated paragraph its first year, which is no claim about the world."""
    if not asked.names:
        return {}
    table = site().searcher.term_table(asked.names, "year", False)
    return {row.text: year for row in table.rows if (year := row.first_year) is not None}


def column_values(table: TermTable, asked: TermList) -> tuple[str, ...]:
    """The columns: every year from the first to the last, or the units with most first."""
    if asked.by == "year":
        years = sorted(int(value) for value in table.values if value.lstrip("-").isdigit())
        if years and years[-1] - years[0] < _MOST_YEARS:
            years = list(range(years[0], years[-1] + 1))
        return tuple(map(str, years))
    has = {value: sum(row.by_value.get(value, 0) for row in table.rows) for value in table.values}
    return tuple(sorted(has, key=lambda value: (-has[value], -table.values[value], value)))


def total_of(row: TermCount, asked: TermList) -> int:
    return row.documents if asked.count == "documents" else row.paragraphs


def unnamed_of(row: TermCount, asked: TermList) -> int:
    """What has none of the values: a field of one value a paragraph tells it by the sum."""
    return max(0, total_of(row, asked) - sum(row.by_value.values()))


def _hits_address(asked: TermList, view_options: ViewOptions) -> Callable[[str, str], str]:
    """Where the hits of a cell are: of a name and a value, or of a name alone."""
    group: Group = "document" if asked.count == "documents" else "none"

    def at(name: str, value: str = "") -> str:
        filters = Filters(**{asked.by: (value,)}) if value else Filters()
        found = SearchRequest(name, "exact", filters=filters, group=group)
        return search_address(found, view_options)

    return at
