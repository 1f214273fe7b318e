"""Turn a query string into a SearchRequest; `web.addresses` writes a request back into one.

Reading is lenient about what can be left out (an unknown name or a second `q` becomes a note) and
strict about what cannot be understood (`page=abc` is a BadRequestError).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar, get_args

from werkzeug.datastructures import MultiDict

from indexer.model.figures import KINDS
from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from indexer.text.numerals import spelt_in_figures
from indexer.word_list import words
from search.errors import BadRequestError
from search.figures.request import FigureRequest, FigureSort
from search.query.years import check_years
from search.request import FACET_LIMIT, Filters, Group, Mode, SearchField, SearchRequest, Sort

View = Literal["list", "kwic"]
Lang = Literal["zh", "en"]
T = TypeVar("T")

MAX_SIZE = 100
MAX_PAGE = 10**12
MAX_FACETS = 10_000
FACET_QUERY, MAX_FACET_QUERY = "facet_query.", 200  # of which facet; characters
# Characters of text in one answer: of a page of hits or of a document; what is left out is told.
MAX_CHARS = 1_500_000
MAX_SUGGESTIONS = 50
# Of all filters together: each link repeats them, so that two thousand would make sixty megabytes.
MAX_VALUES = 100
MAX_WITHIN = 10  # texts by which a result is searched again: each is a query of its own
MAX_VALUE_CHARS = 2_000
_LISTED_UNKNOWN = 10
TRUE, FALSE = ("1", "true", "True", "yes", "on"), ("0", "false", "False", "no", "off")
_SCALARS = words("""
    q mode field sort page size group explain facet_limit min_match expand entities correct semantic
""")
FIGURE_LISTS = ("document", "paragraph", "indicator", "kind", "unit")
_PAGE_ONLY = words("from h view lang export year_from year_to id by colors")
Arguments: TypeAlias = "MultiDict[str, str]"  # a decoded query string
_NUMBER = re.compile(r"-?\d*\.?\d{1,20}([eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ParsedSearch:
    """A request, and what was passed over while reading it (Chinese sentences)."""

    request: SearchRequest
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFigures:
    """The same of the figures table."""

    request: FigureRequest
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """How a page shows its result, and the sub-path it is served under (encoded, without a slash at
    its end, often ""): part of the address, no part of the search."""

    view: View = "list"
    lang: Lang = "zh"
    prefix: str = ""


def read_search(args: Arguments) -> ParsedSearch:
    """The request that a query string asks for. BadRequestError for a value without meaning."""
    once = (*_SCALARS, *facet_query_names())
    notes = _unknown(args, (*once, "within", *_PAGE_ONLY, *SCHEMA.filters))
    notes += [f"参数「{name}」出现多次，只用第一个" for name in once if len(args.getlist(name)) > 1]
    request = SearchRequest(
        q=_first(args, "q") or "",
        mode=read_choice(args, "mode", get_args(Mode), "smart"),
        field=read_choice(args, "field", get_args(SearchField), "all"),
        filters=_read_filters(args),
        within=_read_within(args),
        sort=read_choice(args, "sort", get_args(Sort), "relevance"),
        group=read_choice(args, "group", get_args(Group), "none"),
        page=_whole(args, "page", 1, 1, MAX_PAGE) or 1,
        size=_whole(args, "size", 10, 1, MAX_SIZE) or 10,
        explain=_truth(args, "explain", False),
        facet_limit=_whole(args, "facet_limit", FACET_LIMIT, 0, MAX_FACETS),
        facet_query=_read_facet_query(args),
        min_match=_share(args, "min_match"),
        expand=_truth(args, "expand", True),
        entities=_truth(args, "entities", True),
        correct=_truth(args, "correct", True),
        semantic=_truth(args, "semantic", True),
    )
    return ParsedSearch(request, tuple(notes))


def facet_query_names() -> dict[str, str]:
    """The parameters that narrow the list of a facet, and the facet of each."""
    return {f"{FACET_QUERY}{field}": field for field in SCHEMA.facets}


def _read_facet_query(args: Arguments) -> tuple[tuple[str, str], ...]:
    """What the listed values of each facet must contain, where that is asked for."""
    found: list[tuple[str, str]] = []
    for name, field in facet_query_names().items():
        text = (_first(args, name) or "").strip()
        if len(text) > MAX_FACET_QUERY:
            raise BadRequestError(name, f"{len(text)} 个字符", f"至多 {MAX_FACET_QUERY} 个字符")
        found += [(field, text)] if text else []
    return tuple(found)


def _unknown(args: Arguments, known: Sequence[str]) -> list[str]:
    names = [name for name in args if name not in known]
    notes = [f"参数「{name[:80]}」不认识，未使用" for name in names[:_LISTED_UNKNOWN]]
    more = len(names) - len(notes)
    return [*notes, *([f"另有 {more} 个参数不认识，未使用"] if more else [])]


def read_start(args: Arguments) -> int:
    """From which paragraph on a document is wanted."""
    return _whole(args, "from", 1, 1, MAX_PAGE) or 1


def read_view_options(args: Arguments) -> ViewOptions:
    """View and language; anything unknown is the default, for a page is never an error here."""
    view: View = "kwic" if _first(args, "view") == "kwic" else "list"
    lang: Lang = "en" if _first(args, "lang") == "en" else "zh"
    return ViewOptions(view, lang)


def read_page(args: Arguments, size: int = 20) -> tuple[int, int]:
    """Page and size of a plain list. BadRequestError as in a search."""
    return (
        _whole(args, "page", 1, 1, MAX_PAGE) or 1,
        _whole(args, "size", size, 1, MAX_SIZE) or size,
    )


def read_figures(args: Arguments) -> ParsedFigures:
    """The figures that a query string asks for. BadRequestError as in a search."""
    once = [name for name in ("q", "sort", "page", "size") if len(args.getlist(name)) > 1]
    notes = [f"参数「{name}」出现多次，只用第一个" for name in once]
    known = (*FIGURE_LISTS, "q", "sort", "page", "size", "lang", "export", *SCHEMA.filters)
    lists = {name: _values(args, name) for name in FIGURE_LISTS}
    _check_amount(lists)
    for kind in lists["kind"]:
        if kind not in KINDS:
            raise BadRequestError("kind", kind[:80], "、".join(KINDS) + " 之一")
    request = FigureRequest(
        documents=lists["document"],
        paragraphs=lists["paragraph"],
        q=_first(args, "q") or "",
        indicators=lists["indicator"],
        kinds=lists["kind"],
        units=lists["unit"],
        filters=_read_filters(args),
        sort=read_choice(args, "sort", get_args(FigureSort), "document"),
        page=_whole(args, "page", 1, 1, MAX_PAGE) or 1,
        size=_whole(args, "size", MAX_SIZE, 1, MAX_SIZE) or MAX_SIZE,
    )
    return ParsedFigures(request, (*_unknown(args, known), *notes))


def read_limit(args: Arguments) -> int:
    """How many suggestions are wanted. BadRequestError as in a search."""
    return _whole(args, "limit", 10, 1, MAX_SUGGESTIONS) or 10


def _read_within(args: Arguments) -> tuple[str, ...]:
    """The texts by which the result is searched again (在结果中检索), each once."""
    texts = tuple(dict.fromkeys(v.strip() for v in args.getlist("within") if v.strip()))
    chars = sum(map(len, texts))
    if len(texts) > MAX_WITHIN or chars > MAX_VALUE_CHARS:
        allowed = f"至多 {MAX_WITHIN} 个、合计 {MAX_VALUE_CHARS} 个字符"
        raise BadRequestError("within", f"{len(texts)} 个、合计 {chars} 个字符", allowed)
    return texts


def _first(args: Arguments, name: str) -> str | None:
    """The first value of a name; an empty one (a form field left blank) counts as absent."""
    values = args.getlist(name)
    return values[0] if values and values[0] != "" else None


def read_choice(args: Arguments, name: str, known: tuple[T, ...], default: T) -> T:
    value = _first(args, name)
    if value is None:
        return default
    for option in known:
        if option == value:
            return option
    raise BadRequestError(name, value[:80], "、".join(str(k) for k in known) + " 之一")


def _whole(args: Arguments, name: str, default: int | None, low: int, high: int) -> int | None:
    value = _first(args, name)
    if value is None:
        return default
    expected = f"{low} 到 {high} 之间的整数" if high < 10**6 else f"不小于 {low} 的整数"
    if not re.fullmatch(r"\d{1,18}", value, re.ASCII) or not low <= int(value) <= high:
        raise BadRequestError(name, value[:80], expected)
    return int(value)


def _share(args: Arguments, name: str) -> float | None:
    value = _first(args, name)
    if value is None:
        return None
    if not _NUMBER.fullmatch(value) or not 0 <= float(value) <= 1:
        raise BadRequestError(name, value[:80], "0 到 1 之间的数")
    return abs(float(value))  # -0.0 is a number, too


def _truth(args: Arguments, name: str, default: bool) -> bool:
    value = _first(args, name)
    if value is None:
        return default
    if value not in TRUE + FALSE:
        raise BadRequestError(name, value[:80], "0 或 1")
    return value in TRUE


def _values(args: Arguments, name: str) -> tuple[str, ...]:
    """All values of a name, each once, blank ones left out."""
    values = args.getlist(name)  # repeats and blanks count, too: so the interface is described
    if len(values) > MAX_VALUES:
        raise BadRequestError(name, f"{len(values)} 个值", f"至多 {MAX_VALUES} 个值")
    return tuple(dict.fromkeys(v.strip() for v in values if v.strip()))


def _read_filters(args: Arguments) -> Filters:
    chosen = {field: _values(args, field) for field in SCHEMA.filters}
    low, high = (_typed_year(_first(args, name)) for name in ("year_from", "year_to"))
    if low or high:  # the two boxes of the year form, which work without scripts
        if low and high and low > high:  # filled in the wrong way round
            low, high = high, low
        span = f"{low or ''}..{high or ''}" if low != high else (low or "")
        chosen["year"] = (span,)
    _check_amount(chosen)
    filters = Filters(**chosen)
    check_years(filters)
    return filters


def _typed_year(text: str | None) -> str | None:
    """A year as people type it (二〇二三, 2023年) in four figures; other texts as they are."""
    year = spelt_in_figures(normalize(text or "").removesuffix("年"))
    return year if re.fullmatch("[0-9]{4}", year) else text


def _check_amount(chosen: Mapping[str, Sequence[str]]) -> None:
    """BadRequestError, which names the filter that holds most, for more than a page can carry."""
    count = sum(len(values) for values in chosen.values())
    chars = sum(len(value) for values in chosen.values() for value in values)
    if count > MAX_VALUES or chars > MAX_VALUE_CHARS:
        most = max(chosen, key=lambda field: sum(1 + len(value) for value in chosen[field]))
        allowed = f"各筛选合计至多 {MAX_VALUES} 个值、{MAX_VALUE_CHARS} 个字符"
        raise BadRequestError(most, f"合计 {count} 个值、{chars} 个字符", allowed)
