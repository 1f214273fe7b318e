"""Find the units that a query names beside a subject: 临河 青浦港 反诈, 临河市公安局反诈.

The names are those of the library's own sources and regions. Nothing of the query is changed: what
is found here is offered beside its own results.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.text.normalizer import normalize
from search.query.tree import FacetMatch
from search.request import Filters, SearchRequest

if TYPE_CHECKING:
    from search.searcher import Searcher

_LONGEST = 60  # characters of a query
_MOST = 12  # units
_SYNTAX = re.compile(r'["“”「」:：()|/*]|(?:^|\s)-|\b(?:AND|OR|NOT)\b')  # says itself what to find
_JOINT = (
    r"[和与及跟同、,，的\s]|对比|比较|相比|之间|情况|数据|各年|历年"
    "|[两二三四五六七八九十几]个?(?:公安局|单位|局|地方?|家)"
)
_ONLY_JOINS = re.compile(f"(?>{_JOINT})*+")
_AT_ENDS = re.compile(f"^(?>{_JOINT})+|(?>{_JOINT})+$")


@dataclass(frozen=True, slots=True)
class AskedUnits:
    """The units, or else regions, that a query names, and its subject: `asked` finds both."""

    units: tuple[str, ...]
    subject: str
    asked: SearchRequest
    total: int


def asked_units(searcher: Searcher, text: str) -> AskedUnits | None:
    """None for a query that names no unit or nothing beside, or of which these units say nothing.

    One unit alone must stand beside a theme or an initiative, for it may be part of a name.
    """
    form = normalize(text)
    if len(form) > _LONGEST or _SYNTAX.search(text):
        return None
    pieces = searcher.apart_from_units(form)
    field, units = _units(searcher, pieces[1::2])
    if not 0 < len(units) <= _MOST:
        return None
    rest = [piece for piece in pieces[::2] if not _ONLY_JOINS.fullmatch(piece)]
    chosen = Filters(**{field: units})
    subjects = _subjects(rest)
    for subject in subjects:
        tag = _tag_of(searcher, subject)
        if tag is not None:
            tagged = chosen.replaced(**{tag.field: tag.values})
            request = SearchRequest(filters=tagged)
            total = searcher.search(replace(request, size=1, facet_limit=0)).total
            return AskedUnits(units, subject, request, total) if total else None
    for subject in subjects if len(units) > 1 else ():
        request = SearchRequest(subject, filters=chosen, correct=False)
        found = searcher.search(replace(request, size=1, facet_limit=0))
        is_whole = found.matches.phrase or (subject == subjects[-1] and found.matches.all)
        if is_whole:
            return AskedUnits(units, subject, request, found.total)
    return None


def _subjects(rest: Sequence[str]) -> list[str]:
    """What is left, as it stands and without what joins it to the names: 和谐社区, 的反诈."""
    whole = " ".join(piece.strip() for piece in rest)
    bare = " ".join(filter(None, (_AT_ENDS.sub("", piece) for piece in rest)))
    return [one for one in dict.fromkeys((whole, bare)) if len(one) > 1]


def _units(searcher: Searcher, names: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The sources of these names, or else the regions, where each name has one."""
    for field in ("source", "region"):
        called = [searcher.units_called(name, field) for name in names]
        if called and all(called):
            return field, tuple(dict.fromkeys(value for one in called for value in one))
    return "source", ()


def _tag_of(searcher: Searcher, subject: str) -> FacetMatch | None:
    """The theme or initiative that a subject is called."""
    named = (n for n in searcher.named(subject) if isinstance(n, FacetMatch))
    return next((n for n in named if n.field in ("theme", "initiative")), None)
