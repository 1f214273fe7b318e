"""Say where a paragraph is read, with what is marked, and from which list a reader came to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol
from urllib.parse import parse_qsl

from flask import g
from werkzeug.datastructures import MultiDict

from indexer.model.documents import text_hash
from search.errors import BadRequestError, NotFoundError
from search.request import SearchRequest
from search.results import StoredParagraph
from web.addresses import (
    address,
    encoded,
    part_pairs,
    plain_address,
    search_address,
    write_search,
)
from web.context import current_view, site
from web.pages.citations import quote_pairs
from web.params import ViewOptions, read_search, read_view_options

_AT_ONCE, _CHARS = 500, 2_000_000
LEFT, _LEFT_CHARS = "back", 2_000  # the list that was left; characters of it
_MARKING = ("q", "mode", "expand", "entities", "within")


def paragraphs_with_hashes(slug: str, wanted: Collection[str]) -> dict[str, StoredParagraph]:
    """By hash, the first paragraph of a whole document that has it. Empty where there is none."""
    found: dict[str, StoredParagraph] = {}
    start: int | None = 1
    while start is not None and len(found) < len(set(wanted)):
        try:
            part = site().searcher.document_part(slug, start, _CHARS, _AT_ONCE)
        except NotFoundError:
            break
        for paragraph in part.paragraphs:
            if (own := text_hash(paragraph.text)) in wanted:
                found.setdefault(own, paragraph)
        start = part.next
    return found


def marking_pairs(asked: SearchRequest) -> list[tuple[str, str]]:
    """What the address of a document takes along of a search, so that its hits are marked."""
    pairs = [("q", asked.q)] if asked.q else []
    pairs += [("mode", asked.mode)] if asked.mode != "smart" else []
    pairs += [(name, "0") for name in ("expand", "entities") if not getattr(asked, name)]
    return [*pairs, *(("within", text) for text in asked.within)]


class QuotePlace(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


class Quoted(Protocol):
    """What says which part of a paragraph it was read from."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def lead_back(marked: SearchRequest, left: SearchRequest) -> None:
    """Have every quote on this page lead to its document as a hit of the list `left` does."""
    g.list_left = marked, left


def quoted_address(paragraph: StoredParagraph, quote: Quoted | None = None) -> str:
    """Where a paragraph stands in its document, its quote marked, in the language of the page."""
    marked = [] if quote is None else quote_pairs(quote.start, quote.end)
    meant = [("h", text_hash(paragraph.text)), *marked] if marked else []
    options = current_view()
    if (known := g.get("list_left")) is not None:
        return reading_address(paragraph, known[0], options, known[1], meant)
    pairs = [*meant, *part_pairs(paragraph.ordinal)]
    path = f"/documents/{encoded(paragraph.document)}"
    return plain_address(path, options, pairs, f"p{paragraph.ordinal}")


def reading_address(
    place: StoredParagraph,
    asked: SearchRequest,
    view_options: ViewOptions,
    left: SearchRequest | None = None,
    meant: Sequence[tuple[str, str]] = (),
) -> str:
    """Where a hit stands in its document: with the query for its marks (and what is `meant`, for
    those of a quote), and with what leads back to the list `left`, where that is another."""
    marking = marking_pairs(asked)
    shown = [("view", view_options.view)] if view_options.view != "list" else []
    rest = [pair for pair in write_search(left or asked) if pair not in marking]
    back = address("", [*rest, *shown, ("at", str(place.ordinal))])[1:]
    pairs = [*marking, *meant, *part_pairs(place.ordinal)]
    pairs += [(LEFT, back)] if len(back) <= _LEFT_CHARS else []
    path = f"/documents/{encoded(place.document)}"
    return plain_address(path, view_options, pairs, f"p{place.ordinal}")


def left_address(
    slug: str, args: MultiDict[str, str], asked: SearchRequest, view_options: ViewOptions
) -> str:
    """The list from which a reader came to a document, at the paragraph that was left.

    It is read as a search and written anew, so that it can lead nowhere but to a search of ours;
    what is no search, or too long, leads to the search that the document is marked with."""
    text = args.get(LEFT, "")
    given = MultiDict(parse_qsl(text) if len(text) <= _LEFT_CHARS else [])
    if not given:
        return search_address(asked, view_options)
    for name in _MARKING:
        if name not in given:
            given.setlist(name, args.getlist(name))
    try:
        asked = read_search(given).request
    except BadRequestError:
        return search_address(asked, view_options)
    there = replace(view_options, view=read_view_options(given).view)
    at = given.get("at", "")
    place = f"#hit-{encoded(slug)}-{int(at)}" if at.isdecimal() else ""
    return search_address(asked, there) + place


def concordance_address(
    asked: SearchRequest,
    view_options: ViewOptions,
    order: str = "found",
    ending: str = "",
) -> str:
    """Where every place of a query is laid out, sorted by what stands beside it, or the file."""
    pairs = write_search(replace(asked, group="none", page=1 if ending else asked.page))
    pairs = [pair for pair in pairs if pair[0] != "size"]
    pairs += [("order", order)] if order != "found" else []
    return plain_address(f"/concordance{ending}", view_options, pairs)
