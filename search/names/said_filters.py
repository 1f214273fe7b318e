"""Read conditions that readers say in words: 不要岚塘, 不含2019年, 2020年以后, 只看新闻报道.

Such a condition stands by itself beside what is sought. It becomes a filter of the query, of which
the reader is told; what the library prints so is text (不要转账).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from indexer.settings import SearchSettings
from indexer.text.normalizer import normalize
from search.query.parser import parse_query
from search.query.quotes import has_marks
from search.query.syntax import ParsedQuery
from search.query.tree import FacetMatch, YearRange
from search.query.years import is_in_years
from search.request import Filters
from search.rewrite.facet_names import FacetNames

_LONGEST = 40  # characters of a query; a longer one is pasted
_BETWEEN = re.compile(r"[\s,，、;；]+")
_EXCEPT = re.compile(
    "(?:不要|不看|不含|不包括|不包含|排除|去掉|剔除|除了?)(?P<ahead>[^不除]{2,16}?)(?:以外|之外|外)?的?"
    "|(?P<behind>[^不除]{2,16}?)(?:以外|之外|除外|不要|不算|不看)的?"
)
_ONLY = re.compile("[只仅光单](?:看|要|查|限)(?P<only>.{2,16}?)的?")
_SINCE = re.compile(r"(?P<year>(?:19|20)\d\d)年?(?:(?P<on>[以之]后)|[以之]前)的?")
_PRESS = re.compile("报纸|报刊|新闻|媒体|报道|新闻报道|媒体报道|报纸上?的?")
_PRINTED_BY = "(?:新闻|媒体|报纸|报刊|通讯).*|.*报道"


def parsed_as_said(
    text: str,
    told: tuple[str, ...],
    caps: SearchSettings,
    names: FacetNames,
    count: Callable[[str], int],
) -> ParsedQuery:
    """A query text, parsed without the conditions that it says, which are its filters. `told`: what
    is told of it beside; `count`: in how many paragraphs a normal form stands."""
    rest, filters, read = _conditions(text, names, count)
    parsed = parse_query(rest, caps)
    return replace(parsed, notes=(*read, *parsed.notes, *told), filters=filters)


def without_named_conditions(text: str) -> str:
    """A text without 不要砚州, 除了砚州, 只看砚州."""
    pieces = (p for p in _BETWEEN.split(text) if not any(c.fullmatch(p) for c in (_EXCEPT, _ONLY)))
    return " ".join(pieces)


def _conditions(
    text: str, names: FacetNames, count: Callable[[str], int]
) -> tuple[str, Filters, tuple[str, ...]]:
    """What a text says beside its conditions, these, and what is told of them."""
    pieces = _BETWEEN.split(text.strip())
    if len(pieces) < 2 or len(text) > _LONGEST or count(normalize(text)):
        return text, Filters(), ()
    said: dict[str, tuple[str, tuple[str, ...]]] = {}
    for piece in pieces:
        found = None if has_marks(piece) else _condition(normalize(piece), names, count)
        said |= {piece: found} if found else {}
    rest = " ".join(piece for piece in pieces if piece not in said)
    if not said or not rest:
        return text, Filters(), ()
    chosen: dict[str, tuple[str, ...]] = {}
    for field, held in said.values():  # each narrows what the others left
        before = chosen.get(field)
        chosen[field] = tuple(v for v in held if before is None or v in before)
    if not all(chosen.values()):  # the only unit is left out, or 2018年以前 beside 2020年以后
        return text, Filters(), ()
    told = f"「{'」「'.join(said)}」读作条件，只在符合的段落里找；要按原文检索请加引号"
    return rest, Filters(**chosen), (told,)


def _condition(
    piece: str, names: FacetNames, count: Callable[[str], int]
) -> tuple[str, tuple[str, ...]] | None:
    """The field of a condition with those of its values that meet it."""
    if since := _SINCE.fullmatch(piece):
        year = int(since["year"])
        return "year", _held_years(f"{year}.." if since["on"] else f"..{year - 1}", names)
    if count(piece):
        return None
    if only := _ONLY.fullmatch(piece):
        return _named(only["only"], names)
    if (but := _EXCEPT.fullmatch(piece)) and (
        found := _named(but["ahead"] or but["behind"], names)
    ):
        field, left_out = found
        return field, tuple(value for value in names.values(field) if value not in left_out)
    return None


def _held_years(span: str, names: FacetNames) -> tuple[str, ...]:
    held = tuple(year for year in names.values("year") if is_in_years(int(year), (span,)))
    return held or (span,)


def _named(name: str, names: FacetNames) -> tuple[str, tuple[str, ...]] | None:
    """What a name stands for in the field that says who, when or in what kind of text."""
    if _PRESS.fullmatch(name):
        press = tuple(v for v in names.values("genre") if re.fullmatch(_PRINTED_BY, v))
        return ("genre", press) if press else None
    for match in names.named(name):
        if isinstance(match, YearRange) and match.field == "year":
            return "year", _held_years(str(match), names)
        if isinstance(match, FacetMatch) and match.field in ("source", "genre"):
            return match.field, match.values
    return None
