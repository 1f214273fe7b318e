"""Propose other searches; of one without hits tell what taking off a condition gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.searcher import Searcher
from web.addresses import plain_address, with_filter, without_text
from web.pages.facets import without_filters, year_label
from web.pages.initiatives.rows import sharing_letters
from web.pages.results.inquiry import Inquiry, WayOut
from web.pages.results.readings import is_misspelt

_MOST = 12  # conditions tried: each is a search of its own
_HELD = 20  # units or years told
_NAMES, _INSTEAD = 8, 4  # offered
_LONGEST = 60  # characters of a query that may be a name
_NAMING = ("initiative", "theme", "source")  # the facets whose values readers look up by name


@dataclass(frozen=True, slots=True)
class Nothing:
    """`ways` take off one condition each, `bare` all of them, and `instead` puts another value of
    the same field in the place of one, the nearest years; `unworded` keeps them and takes off
    the query, told where that has no hit anywhere. None where there is nothing to take off.
    `smart` and `in_text` lift what the query was held to: the exact wording, titles.

    Of a query that the library has nowhere: `names` that are like it, `words` of it that are found
    or may be asked instead; `index` looks it up where initiatives are like it. `held`: where none
    of these finds anything, whose reports the library has."""

    ways: tuple[WayOut, ...] = ()
    instead: tuple[WayOut, ...] = ()
    bare: WayOut | None = None
    unworded: WayOut | None = None
    smart: WayOut | None = None
    in_text: WayOut | None = None
    names: tuple[WayOut, ...] = ()
    words: tuple[WayOut, ...] = ()
    held: tuple[WayOut, ...] = ()
    more_held: int = 0
    index: str = ""


def nothing(inquiry: Inquiry, is_unmet: bool) -> Nothing | None:
    """None where something was found, unless the name that was asked is unmet by all of it; names
    like a unit that the library has not are no way to it."""
    asked, result = inquiry.asked, inquiry.result
    is_elsewhere = bool(result.query.unheld) and not asked.is_narrowed
    if is_elsewhere or (result.total and not is_unmet):
        return None
    proposed = {suggestion.text for suggestion in result.query.suggestions}
    if is_unmet:
        return _with_offers(Nothing(), asked.q, proposed, inquiry)

    def way(title: str, value: str, without: SearchRequest) -> WayOut:
        total = inquiry.searcher.total(replace(without, group="none", correct=False))
        return inquiry.way(title, value, total, replace(without, page=1))

    bare = way("", asked.q, without_filters(asked)) if asked.is_narrowed else None
    is_nowhere = bare is None or not bare.total
    ways = [way(*one) for one in _without_one(asked)] if not is_nowhere else []
    unworded = (
        way("", "", replace(asked, q="")) if bare and is_nowhere and asked.q.strip() else None
    )
    smart = way("", "", replace(asked, mode="smart")) if asked.mode == "exact" else None
    in_text = way("", "", replace(asked, field="all")) if asked.field == "title" else None
    found = Nothing(
        ways=tuple(ways),
        instead=tuple(_instead(inquiry)),
        bare=bare,
        unworded=_finding(unworded),
        smart=_finding(smart),
        in_text=_finding(in_text),
    )
    if not is_nowhere:
        return found
    return _with_offers(found, asked.q, proposed, inquiry)


def proposals(inquiry: Inquiry) -> tuple[WayOut, ...]:
    """Other searches that find something, each behind the reason for it. Totals of suggestions know
    no filters, so their links have none.

    What the hits already are of is not proposed once more, nor parts beside another spelling."""
    bare, query = without_filters(inquiry.asked), inquiry.query
    has_spelling = is_misspelt(inquiry.result)
    return tuple(
        inquiry.way(s.reason, s.text, s.total, replace(bare, q=s.text))
        for s in query.suggestions
        if s.text != query.corrected and not (s.reason == "part" and has_spelling)
    )


def _with_held(found: Nothing, inquiry: Inquiry) -> Nothing:
    """The same with what the library has, where nothing else leads to a hit."""
    is_led = found.names or found.words or found.instead
    if is_led or found.unworded or found.smart or found.in_text:
        return found
    there = held(inquiry)
    return replace(found, held=tuple(there[:_HELD]), more_held=len(there[_HELD:]))


def _with_offers(found: Nothing, query: str, proposed: set[str], inquiry: Inquiry) -> Nothing:
    """The same with what the library has instead of a query that it has nowhere; what is proposed
    as another spelling is not offered once more."""
    text = query.strip()[:_LONGEST]
    like = _names_like(text, inquiry.searcher)
    is_indexed = any(field == "initiative" for field, _, _ in like)
    index = plain_address("/initiatives", inquiry.view_options, [("q", text)])
    offered = replace(
        found,
        names=tuple(
            inquiry.way(SCHEMA[field].label, name, total, _of_value(field, name))
            for field, name, total in like
            if name not in proposed
        ),
        words=tuple(
            inquiry.way("", s.text, s.total, SearchRequest(s.text))
            for s in inquiry.searcher.library().words_found(text)
            if s.text not in proposed
        ),
        index=index if is_indexed else "",
    )
    return offered if proposed else _with_held(offered, inquiry)


def held(inquiry: Inquiry) -> list[WayOut]:
    """The units, or else the years, that the library has, the most frequent first: what can be
    read instead."""
    for field in ("source", "year"):
        if counts := inquiry.searcher.counts(field):
            label = SCHEMA[field].label
            return [inquiry.way(label, v, n, _of_value(field, v)) for v, n in counts.items()]
    return []


def _of_value(field: str, value: str) -> SearchRequest:
    return with_filter(SearchRequest(), field, (value,))


def _instead(inquiry: Inquiry) -> Iterator[WayOut]:
    """Of each filter of one value, others that leave hits: counts of a facet ignore its choice."""
    asked = inquiry.asked
    for field, values in asked.filters.chosen:
        found = [
            v for v in inquiry.result.facets.get(field, ()) if v.count and v.value not in values
        ]
        if len(values) > 1 or (SCHEMA[field].kind == "year" and not values[0].isdigit()):
            continue
        if SCHEMA[field].kind == "year":
            found.sort(key=lambda v: abs(int(v.value) - int(values[0])))
        for other in found[:_INSTEAD]:
            there = with_filter(asked, field, (other.value,))
            yield inquiry.way(SCHEMA[field].label, other.value, other.count, there)


def _finding(way: WayOut | None) -> WayOut | None:
    """A way out, if it leads to anything."""
    return way if way and way.total else None


def _names_like(text: str, searcher: Searcher) -> list[tuple[str, str, int]]:
    """Names that sound like a text or share most of its characters: field, name, paragraphs."""
    if not text:
        return []
    facets = searcher.search(SearchRequest(size=1, facet_limit=None)).facets
    counts = {(f, v.value): v.count for f in _NAMING for v in facets.get(f, ()) if v.count}
    heard = [(line.kind, line.text) for line in searcher.suggest(text, _NAMES)]
    alike = sharing_letters(normalize(text), ((value, (f, value)) for f, value in counts))
    near = [key for key in dict.fromkeys((*heard, *alike)) if key in counts]
    return [(field, value, counts[field, value]) for field, value in near[:_NAMES]]


def _without_one(asked: SearchRequest) -> Iterator[tuple[str, str, SearchRequest]]:
    """Each condition by its name, with the search that lacks it: all values of a filter are one,
    for any of them would do."""
    for field, values in asked.filters.chosen[:_MOST]:
        is_year = SCHEMA[field].kind == "year"
        shown = "、".join(year_label(value) if is_year else value for value in values)
        yield SCHEMA[field].label, shown, with_filter(asked, field, ())
    for text in asked.within[: _MOST - len(asked.filters.chosen)]:
        yield "结果中检索", text, without_text(asked, text)
