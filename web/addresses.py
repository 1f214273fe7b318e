"""Turn a request into the address that asks for it, and into the requests that its links make.

Defaults are left out, so that `read_search(write_search(r)).request == r` for every request that an
address can express. `web.params` reads what is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, unquote

from search.figures.request import FigureRequest
from search.request import SearchRequest
from web.params import FACET_QUERY, FIGURE_LISTS, ViewOptions

_FIRST_PART, _LEAD = 400, 10  # paragraphs surely on its page; those shown before the one meant
_DEFAULT = SearchRequest()
_CODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def address(path: str, pairs: Iterable[tuple[str, str]] = (), fragment: str = "") -> str:
    """A path (already encoded) with its query string and fragment."""
    query = "&".join(_encoded_pair(name, value) for name, value in pairs)
    return path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


@lru_cache(maxsize=4096)  # a page has a hundred addresses, and each says the same of the search
def _encoded_pair(name: str, value: str) -> str:
    return f"{encoded(name)}={encoded(value)}"


def encoded(name: str) -> str:
    """A slug, id or initiative name as it stands in a path: UTF-8, percent-encoded, "/" raw."""
    return quote(name, safe="/")


def readable(address: str) -> str:
    """An address as a person reads it: Han characters instead of percent signs.

    What is ASCII stays encoded: `%26` and `&` are not the same.
    """
    return _CODED.sub(lambda found: _decoded(found[0]), address)


def _decoded(coded: str) -> str:
    text = unquote(coded, errors="replace")
    return text if text.isprintable() and "\ufffd" not in text else coded


def plain_address(
    path: str,
    view_options: ViewOptions,
    pairs: Iterable[tuple[str, str]] = (),
    fragment: str = "",
) -> str:
    """A page beside the search, in the same language."""
    language = [("lang", view_options.lang)] if view_options.lang != "zh" else []
    return address(view_options.prefix + path, [*pairs, *language], fragment)


def write_search(request: SearchRequest) -> list[tuple[str, str]]:
    """The name–value pairs of a request, defaults left out, in a fixed order."""
    pairs: list[tuple[str, str]] = []
    if request.q:
        pairs.append(("q", request.q))
    for name in ("mode", "field"):
        if getattr(request, name) != getattr(_DEFAULT, name):
            pairs.append((name, getattr(request, name)))
    pairs += request.filters.pairs
    pairs.extend(("within", text) for text in request.within)
    for name in ("sort", "group", "page", "size", "facet_limit", "min_match"):
        value = getattr(request, name)
        if value != getattr(_DEFAULT, name):
            pairs.append((name, str(value)))
    pairs.extend((f"{FACET_QUERY}{field}", text) for field, text in request.facet_query)
    if request.explain:
        pairs.append(("explain", "1"))
    for name in ("expand", "entities", "correct", "semantic"):
        if not getattr(request, name):
            pairs.append((name, "0"))
    return pairs


def write_view_options(view_options: ViewOptions) -> list[tuple[str, str]]:
    pairs = [("view", view_options.view)] if view_options.view != "list" else []
    return [*pairs, *([("lang", view_options.lang)] if view_options.lang != "zh" else [])]


def search_address(request: SearchRequest, view_options: ViewOptions, ending: str = "") -> str:
    """Where this search is found: `<prefix>/search`, or its twin `/search.json` and the like."""
    pairs = write_search(request)
    shown = write_view_options(view_options)
    pairs += shown if not ending else [pair for pair in shown if pair == ("view", "kwic")]
    return address(f"{view_options.prefix}/search{ending}", pairs)


def compare_address(request: SearchRequest, view_options: ViewOptions) -> str:
    """Where what a search is about is compared, units over years."""
    bare = SearchRequest(request.q, request.mode, filters=request.filters, within=request.within)
    return plain_address("/compare", view_options, write_search(bare))


def addresses_with(
    request: SearchRequest, field: str, view_options: ViewOptions
) -> Callable[[str], str]:
    """Where the same search is found with one value alone for a filter: for many values."""
    pairs = [*write_search(with_filter(request, field, ("",))), *write_view_options(view_options)]
    at = pairs.index((field, ""))
    before = "".join(f"{_encoded_pair(*pair)}&" for pair in pairs[:at])
    after = "".join(f"&{_encoded_pair(*pair)}" for pair in pairs[at + 1 :])
    return lambda value: (
        f"{view_options.prefix}/search?{before}{_encoded_pair(field, value)}{after}"
    )


def figures_address(request: FigureRequest, view_options: ViewOptions, ending: str = "") -> str:
    """Where these rows are found: `<prefix>/figures`, or its twin `/figures.csv` and the like."""
    both = (request.documents, request.paragraphs, request.indicators)
    lists = (*both, request.kinds, request.units)
    pairs = [("q", request.q)] if request.q else []
    pairs += [(n, v) for n, values in zip(FIGURE_LISTS, lists, strict=True) for v in values]
    pairs += request.filters.pairs
    for name in ("sort", "page", "size"):
        value = getattr(request, name)
        if value != getattr(FigureRequest(), name):
            pairs.append((name, str(value)))
    return plain_address(f"/figures{ending}", view_options, pairs)


def part_pairs(ordinal: int) -> list[tuple[str, str]]:
    """What an address needs to lead to a paragraph that is not in the first part of a document."""
    return [("from", str(ordinal - _LEAD))] if ordinal > _FIRST_PART else []


def with_filter(request: SearchRequest, field: str, values: Iterable[str]) -> SearchRequest:
    """The same request with other values for one filter, back on its first page."""
    filters = request.filters.replaced(**{field: tuple(dict.fromkeys(values))})
    return replace(request, filters=filters, page=1)


def without_text(request: SearchRequest, text: str) -> SearchRequest:
    """The same request with one text of `within` less, back on its first page."""
    return replace(request, within=tuple(one for one in request.within if one != text), page=1)


def without_value(request: SearchRequest, field: str, value: str) -> SearchRequest:
    """The same request with one filter value less, back on its first page."""
    return with_filter(request, field, (v for v in request.filters.of(field) if v != value))
