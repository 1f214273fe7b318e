"""Describe the parameters of every address exactly, each once, as OpenAPI's parameter objects."""

from __future__ import annotations

from typing import get_args

from indexer.model.figures import KINDS
from indexer.model.schema import SCHEMA
from search.request import FACET_LIMIT
from web.api.schemas import TEXT, Schema
from web.pages.concordance.lines import Order
from web.pages.initiatives.rows import Order as IndexOrder
from web.pages.terms import MAX_TERM_CHARS, MAX_TERMS, Column, Unit
from web.params import (
    FALSE,
    FIGURE_LISTS,
    MAX_FACET_QUERY,
    MAX_FACETS,
    MAX_PAGE,
    MAX_SIZE,
    MAX_VALUE_CHARS,
    MAX_VALUES,
    MAX_WITHIN,
    TRUE,
    facet_query_names,
)

AMOUNT: Schema = {"type": "array", "maxItems": MAX_VALUES}
ALL_FILTERS = f"All together: at most {MAX_VALUES} values of {MAX_VALUE_CHARS} characters"


_WITHIN = (
    "Query texts that must find each hit, too (在结果中检索): they narrow the result and change"
    f" neither its classes nor its order. All together: at most {MAX_VALUE_CHARS} characters"
)
_FACET_TEXT: Schema = {"type": "string", "maxLength": MAX_FACET_QUERY}
_FACET_WORDS = "Of this facet, only values that contain the text (and selected ones) are listed"


def filter_parameters() -> list[Schema]:
    return [
        parameter(f, {**AMOUNT, "items": _YEAR if SCHEMA[f].kind == "year" else TEXT}, ALL_FILTERS)
        for f in SCHEMA.filters
    ]


def concordance_query(max_chars: int) -> list[Schema]:
    order = parameter("order", one_of(*get_args(Order)), "by so many characters left or right")
    return [p for p in search_query(max_chars) if p["name"] not in ("size", "group")] + [order]


def initiatives_query() -> list[Schema]:
    return [
        parameter("q", TEXT, "A part of a name, or what sounds or looks like one"),
        parameter("sort", one_of(*get_args(IndexOrder))),
    ]


def terms_query() -> list[Schema]:
    names = f"Names, one a line: at most {MAX_TERMS} of {MAX_TERM_CHARS} characters"
    return [
        parameter("terms", TEXT, names),
        parameter("by", one_of(*get_args(Column)), "What the columns are"),
        parameter("count", one_of(*get_args(Unit)), "What is counted"),
    ]


def figures_query() -> list[Schema]:
    kinds = {"type": "string", "enum": ["", *KINDS]}
    lists = {name: kinds if name == "kind" else TEXT for name in FIGURE_LISTS}
    return [
        parameter("q", TEXT, "Words between spaces, each of which stands in the indicator"),
        *(parameter(n, {**AMOUNT, "items": of}, ALL_FILTERS) for n, of in lists.items()),
        *filter_parameters(),
        parameter("page", whole(1, MAX_PAGE, 1)),
        parameter("size", page_size(MAX_SIZE)),
        parameter("sort", one_of("document", "value", "-value"), "-value: greatest first"),
    ]


def search_query(max_chars: int) -> list[Schema]:
    text = {"type": "string", "maxLength": max_chars}
    return [
        parameter("q", text, "Query text; empty lists what passes the filters"),
        parameter("mode", one_of("smart", "exact")),
        parameter("field", one_of("all", "title")),
        *filter_parameters(),
        parameter("within", {**AMOUNT, "maxItems": MAX_WITHIN, "items": text}, _WITHIN),
        parameter("sort", one_of("relevance", "newest", "oldest")),
        parameter("page", whole(1, MAX_PAGE, 1)),
        parameter("size", page_size(10)),
        parameter("group", one_of("none", "document")),
        parameter("explain", one_of(*FALSE, *TRUE)),
        parameter("facet_limit", whole(0, MAX_FACETS, FACET_LIMIT)),
        *(parameter(name, _FACET_TEXT, _FACET_WORDS) for name in facet_query_names()),
        parameter("min_match", {"type": "number", "minimum": 0, "maximum": 1}),
        parameter("expand", one_of(*TRUE, *FALSE), "0: only the words as typed (只查原词)"),
        parameter("entities", one_of(*TRUE, *FALSE), "0: who, where, when by text only (只按原文)"),
        parameter("correct", one_of(*TRUE, *FALSE), "0: no search in a surely meant spelling"),
        parameter("semantic", one_of(*TRUE, *FALSE), "0: by words only, not by meaning"),
    ]


def parameter(name: str, schema: Schema, words: str = "") -> Schema:
    """A parameter that may be left out, or left blank, as a form does with an empty field."""
    found: Schema = {"name": name, "in": "query", "required": False, "schema": schema}
    if schema.get("type") == "array":
        found |= {"style": "form", "explode": True}
    elif schema is not TEXT:
        found["allowEmptyValue"] = True
    return found | ({"description": words} if words else {})


def in_path(name: str) -> Schema:
    words = "Percent-encoded UTF-8; a slash may stand as it is"
    text = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": text, "description": words}


def paragraph_id() -> Schema:
    return in_path("id") | {"in": "query", "description": "A paragraph's id"}


def one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values), "default": values[0]}


def whole(low: int, high: int, default: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high, "default": default}


def page_size(default: int) -> Schema:
    return whole(1, MAX_SIZE, default)


def _ascending() -> str:
    """A pattern of two years, the second not before the first: they differ first in one digit."""
    ways = [r"([0-9]{4})\.\.\1"]
    for same in range(4):
        rest = "[0-9]" * (3 - same)
        start, again = (f"([0-9]{{{same}}})", f"\\{same + 1}") if same else ("", "")
        steps = (f"{d}{rest}\\.\\.{again}[{d + 1}-9]{rest}" for d in range(9))
        ways.append(f"{start}(?:{'|'.join(steps)})")
    return "|".join(ways)


YEAR_PATTERN = rf"^(?:[0-9]{{4}}|[0-9]{{4}}\.\.|\.\.[0-9]{{4}}|{_ascending()})?$"
_YEAR: Schema = {
    "type": "string",
    "pattern": YEAR_PATTERN,
    "examples": ["2021", "2020..2022", "2020..", "..2022"],
}
