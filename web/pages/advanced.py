"""Turn the rows of the advanced form into a query line, and a query line back into rows.

The rows are read from top to bottom, as readers of CNKI expect: `(甲 OR 乙) AND 丙`. What the form
cannot show goes into its first row as it stands, so that nothing is lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from flask import Blueprint, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from indexer.model.schema import SCHEMA
from search.query.quotes import without_enclosing_pair
from search.request import SearchRequest
from web.addresses import search_address
from web.context import current_view, site
from web.i18n import render
from web.params import read_search

Joint = Literal["AND", "OR", "NOT", "~句", "~5", "~10", "~20", "~50"]
JOINTS: tuple[Joint, ...] = get_args(Joint)
EMPTY_ROWS, MAX_ROWS = 2, 12

advanced = Blueprint("advanced", __name__)

_JOINT = re.compile(r" (AND|OR|NOT|~句|~5|~10|~20|~50) ")
_QUOTES = re.compile(r'["“”]')
_SIGNS = re.compile(r'["“”()（）]')


@dataclass(frozen=True, slots=True)
class QueryRow:
    """One row: how it is joined to those above it, where it is sought, and whether literally."""

    words: str
    joint: Joint = "AND"
    field: str = ""  # "" is the text
    is_literal: bool = False


@advanced.get("/advanced")
def form() -> str | Response:
    """The form, filled from a query; or the results, where its rows have been filled in."""
    view_options = current_view()
    if request.args.getlist("words"):
        pairs = [(n, v) for n, v in request.args.items(multi=True) if n not in _OWN]
        parsed = read_search(MultiDict([*pairs, ("q", write_rows(_typed_rows()))]))
        return redirect(search_address(parsed.request, view_options))
    asked = read_search(request.args).request
    rows = read_rows(asked.q)
    if asked.mode == "exact" and asked.q.strip():
        rows = (QueryRow(asked.q.strip(), is_literal=True),)
    return render(
        "advanced.html",
        rows=(*rows, *(QueryRow("") for _ in range(max(EMPTY_ROWS, 4 - len(rows))))),
        joints=JOINTS,
        fields=[SCHEMA[name] for name in dict.fromkeys(SCHEMA.asked.values())],
        asked=asked,
        hidden=[pair for pair in asked.filters.pairs if pair[0] != "year"],
        years=asked.filters.of("year"),
        max_chars=site().settings.search.max_query_chars,
        known=_known_values(),
        view_options=view_options,
    )


def _known_values() -> list[str]:
    """What the fields hold, to choose from: sources, themes, names …, the most frequent of each."""
    whole = site().searcher.search(SearchRequest(size=1, facet_limit=_OFFERED)).facets
    fields = (name for name in SCHEMA.facets if SCHEMA[name].kind != "year")
    found = (v.value.rsplit("/", 1)[-1] for name in fields for v in whole.get(name, ()) if v.count)
    return list(dict.fromkeys(found))


_OFFERED = 40  # values of each field
_OWN = ("words", "joint", "in", "how", "q", "mode")


def _typed_rows() -> tuple[QueryRow, ...]:
    """The rows of the address. Each has all four values, empty or not: a form sends them so."""
    columns = (request.args.getlist(name)[:MAX_ROWS] for name in ("words", "joint", "in", "how"))
    words, joints, fields, hows = columns
    rows = []
    for at, text in enumerate(words):
        joint = joints[at] if at < len(joints) else "AND"
        known: Joint = next((one for one in JOINTS if one == joint), "AND")
        field = fields[at] if at < len(fields) and fields[at] in SCHEMA.named else ""
        rows.append(QueryRow(text, known, field, at < len(hows) and hows[at] == "exact"))
    return tuple(rows)


def write_rows(rows: Iterable[QueryRow]) -> str:
    """The query line of these rows; empty ones are left out."""
    filled = [replace(row, words=" ".join(row.words.split())) for row in rows]
    filled = [row for row in filled if row.words]
    if len(filled) == 1 and not filled[0].field and not filled[0].is_literal:
        return filled[0].words  # the line as the reader wrote it
    line, last = "", ""
    for row in _units(filled):
        if line and last and row.joint != last:
            line = f"({line})"
        last = row.joint if line else ""
        line = f"{line} {row.joint} {row.words}" if line else row.words
    return line


def _units(rows: Sequence[QueryRow]) -> Iterator[QueryRow]:
    """Rows as terms, those that lie near the row above them joined to it: that binds closest."""
    unit: QueryRow | None = None
    for row in rows:
        term = _term(row)
        if unit is not None and row.joint.startswith("~"):
            unit = replace(unit, words=f"{unit.words} {row.joint} {term}")
            continue
        if unit is not None:
            yield unit
        unit = replace(row, words=term, joint="AND" if row.joint.startswith("~") else row.joint)
    if unit is not None:
        yield unit


def _term(row: QueryRow) -> str:
    label = f"{SCHEMA[row.field].label}:" if row.field else ""
    if row.is_literal or (label and " " in row.words):
        return f'{label}"{_QUOTES.sub("", row.words)}"'
    words = row.words if _is_outside(row.words, len(row.words)) else _SIGNS.sub("", row.words)
    return f"{label}({words})" if " " in words else f"{label}{words}"


def read_rows(line: str) -> tuple[QueryRow, ...]:
    """The rows that give this line; one row that holds all of it where the form cannot show it."""
    text = line.strip()
    rows = _rows_of(text)
    if rows and write_rows(rows) == text:
        return rows
    return (QueryRow(text),) if text else ()


def _rows_of(text: str) -> tuple[QueryRow, ...]:
    """The rows of a line, its last joint first; () where it is not made of rows."""
    joints = [found for found in _JOINT.finditer(text) if _is_outside(text, found.start())]
    if not joints:
        if text.startswith("(") and _closing(text) == len(text) - 1 and _JOINT.search(text):
            return _rows_of(text[1:-1])
        row = _row_of(text)
        return (row,) if row else ()
    last = joints[-1]
    row, above = _row_of(text[last.end() :]), _rows_of(text[: last.start()])
    joint = next(one for one in JOINTS if one == last[1])
    return (*above, replace(row, joint=joint)) if row and above else ()


def _row_of(term: str) -> QueryRow | None:
    name, colon, rest = term.partition(":")
    field = SCHEMA.asked.get(name, "") if colon else ""
    words = rest if field else term
    bare = without_enclosing_pair(words)
    if bare != words:
        return QueryRow(bare, field=field, is_literal=True)
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1]
    return QueryRow(words, field=field) if words and not _SIGNS.search(words) else None


def _is_outside(text: str, at: int) -> bool:
    """Whether a place lies outside brackets and quotation marks."""
    before = text[:at]
    return before.count("(") == before.count(")") and before.count('"') % 2 == 0


def _closing(text: str) -> int:
    """Where the bracket closes that a text begins with; -1 where it does not."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at
    return -1
