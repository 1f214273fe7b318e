"""Turn lines of the access log into what readers search: often, in vain, slowly.

Nobody is named: addresses and users only serve to tell a query that is still being typed from one
that is finished, and never leave this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs

from indexer.word_list import words

# A page searches while its reader types: what the same reader goes on with is not counted.
_TYPING_S = 5.0
# What may stand in an address without making fewer paragraphs match.
_PLAIN = frozenset(
    words("q mode page size sort group view lang facet_limit expand entities correct semantic")
)
_PATHS = ("/search", "/search.json", "/api/v1/search", "/embed")


@dataclass(frozen=True, slots=True)
class Search:
    """One search as logged. `total` is None where the line does not say what was found."""

    at: float  # seconds since 1970
    query: str
    is_filtered: bool
    total: int | None
    ms: float
    reader: str


@dataclass(frozen=True, slots=True)
class QueryCount:
    """How often a query was asked, and how it went: `total` is what it found the last time."""

    query: str
    times: int
    total: int | None
    slowest_ms: float


@dataclass(frozen=True, slots=True)
class QueryReport:
    """What a log says. `without_hits` leaves out searches that filters may have emptied."""

    first: str
    last: str
    searches: int
    unread_lines: int
    frequent: tuple[QueryCount, ...]
    without_hits: tuple[QueryCount, ...]
    slow: tuple[QueryCount, ...]


def report(lines: Iterable[str], limit: int, slow_ms: float) -> QueryReport:
    """The report over lines in any order; each list has at most `limit` rows."""
    searches: list[Search] = []
    unread = 0
    for line in lines:
        if not line.strip():
            continue
        entry = _entry(line)
        unread += entry is None
        search = _search(entry) if entry else None
        if search is not None:
            searches.append(search)
    searches.sort(key=lambda search: search.at)
    finished = list(_finished(searches))
    frequent = _counted(finished)
    in_vain = _counted(s for s in finished if s.total == 0 and not s.is_filtered)
    slow = _counted(s for s in searches if s.ms >= slow_ms)
    slow.sort(key=lambda row: -row.slowest_ms)
    return QueryReport(
        _day(finished[0].at) if finished else "",
        _day(finished[-1].at) if finished else "",
        len(finished),
        unread,
        tuple(frequent[:limit]),
        tuple(in_vain[:limit]),
        tuple(slow[:limit]),
    )


def _entry(line: str) -> dict[str, object] | None:
    """A line as an object; None for a line that is none of ours."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "path" in entry else None


def _search(entry: dict[str, object]) -> Search | None:
    """The search that a line tells of: the first page of one that was answered."""
    if entry.get("path") not in _PATHS or entry.get("status") != 200:
        return None
    asked = parse_qs(str(entry.get("query") or ""))
    words = " ".join(asked.get("q", [""])[0].split())
    if not words or asked.get("page", ["1"])[0] != "1":
        return None
    try:
        at = datetime.fromisoformat(str(entry.get("time"))).timestamp()
    except ValueError:
        return None
    total, ms = entry.get("total"), entry.get("ms")
    return Search(
        at,
        words,
        any(name not in _PLAIN for name in asked),
        total if isinstance(total, int) else None,
        float(ms) if isinstance(ms, int | float) else 0.0,
        f"{entry.get('user') or ''} {entry.get('remote') or ''} {entry.get('agent') or ''}",
    )


def _finished(searches: list[Search]) -> Iterator[Search]:
    """Searches, oldest first, without those that their reader was still typing."""
    following: dict[str, Search] = {}
    kept: list[Search] = []
    for search in reversed(searches):
        later = following.get(search.reader)
        following[search.reader] = search
        if later is None or not _goes_on(search, later):
            kept.append(search)
    return reversed(kept)


def _goes_on(search: Search, later: Search) -> bool:
    """Whether `later` is the same query, longer or as long: typed on, or narrowed by a filter."""
    return later.at - search.at <= _TYPING_S and later.query.startswith(search.query)


def _counted(searches: Iterable[Search]) -> list[QueryCount]:
    """One row a query, most frequent first."""
    rows: dict[str, QueryCount] = {}
    for search in searches:
        known = rows.get(search.query)
        rows[search.query] = QueryCount(
            search.query,
            (known.times if known else 0) + 1,
            search.total if search.total is not None or known is None else known.total,
            max(search.ms, known.slowest_ms if known else 0.0),
        )
    return sorted(rows.values(), key=lambda row: (-row.times, row.query))


def _day(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().date().isoformat()
