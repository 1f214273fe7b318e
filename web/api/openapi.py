"""Describe every address of the service in OpenAPI 3.1; tests hold every answer against it.

Parameters are described exactly: what the pattern admits is answered, what it does not is a 400.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import get_args

from indexer.model.figures import KINDS
from indexer.model.schema import SCHEMA
from search.request import FACET_LIMIT
from web.api.schemas import COUNT, TEXT, Schema, schemas
from web.exports.formats import FORMATS, REFERENCES, TABLES
from web.middleware.metrics import CONTENT_TYPE as METRICS_TYPE
from web.pages.terms import MAX_TERM_CHARS, MAX_TERMS, Column, Unit
from web.params import (
    FALSE,
    FIGURE_LISTS,
    MAX_FACET_QUERY,
    MAX_FACETS,
    MAX_PAGE,
    MAX_SIZE,
    MAX_SUGGESTIONS,
    MAX_VALUE_CHARS,
    MAX_VALUES,
    MAX_WITHIN,
    TRUE,
    facet_query_names,
)

_JSON, _PROBLEM, _HTML = "application/json", "application/problem+json", "text/html"
_BASKET = f"Chosen paragraphs as .{' .'.join(FORMATS)} .json"


def description(max_query_chars: int) -> Schema:
    """The whole document, without `servers`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "前哨 qianshao",
            "version": _version(),
            "description": "Full-text search over a library of Chinese reports. Read-only.",
        },
        "tags": [
            {"name": "api", "description": "JSON"},
            {"name": "files", "description": "All hits as a file"},
            {"name": "machines", "description": "For monitoring, browsers and other sites"},
            {"name": "pages", "description": "For readers"},
        ],
        "paths": {
            **_api_paths(max_query_chars),
            **_file_paths(max_query_chars),
            **_machine_paths(),
            **_page_paths(max_query_chars),
        },
        "components": {"schemas": schemas()},
    }


_START = "The first paragraph wanted of a document too long for one answer"


def _api_paths(max_chars: int) -> Schema:
    query, rows = _search_query(max_chars), _figures_query()
    slug, id = _in_path("slug"), _in_path("id")
    start = _parameter("from", _whole(1, MAX_PAGE, 1), _START)
    paging = [_parameter("page", _whole(1, MAX_PAGE, 1)), _parameter("size", _size(20))]
    suggesting = [_parameter("q", TEXT), _parameter("limit", _whole(1, MAX_SUGGESTIONS, 10))]
    similar = [_paragraph_id(), _parameter("limit", _whole(1, MAX_SUGGESTIONS, 10))]
    api = "/api/v1"
    return {
        f"{api}/search": _json("search", "Search paragraphs", "SearchResponse", query),
        "/search.json": _json(
            "searchTwin", "The API's body of the page /search", "SearchResponse", query
        ),
        f"{api}/figures": _json("figures", "Rows of the figures table", "Figures", rows),
        f"{api}/figures/indicators": _json(
            "indicators", "What figures measure, most frequent first", "Indicators", rows
        ),
        "/figures.json": _json(
            "figuresTwin", "The API's body of the page /figures", "Figures", rows
        ),
        f"{api}/suggest": _json(
            "suggest", "What the search box suggests", "Suggestions", suggesting
        ),
        f"{api}/paragraphs/{{id}}": _json("paragraph", "One paragraph", "Paragraph", [id]),
        f"{api}/similar": _json(
            "similar", "Paragraphs of other documents that mean much the same", "Similar", similar
        ),
        f"{api}/documents": _json("documents", "The documents", "Documents", paging),
        f"{api}/documents/{{slug}}": _json(
            "document", "A document with its paragraphs", "Reading", [slug, start]
        ),
        f"{api}/terms": _json(
            "terms", "How often each of many names occurs, by unit or year", "Terms", _terms_query()
        ),
        "/terms.json": _json(
            "termsTwin", "The API's body of the page /terms", "Terms", _terms_query()
        ),
        f"{api}/taxonomy": _json("taxonomy", "Sources, themes, initiatives", "Taxonomy"),
        f"{api}/status": _json("status", "What is live", "Status"),
    }


def _file_paths(max_chars: int) -> Schema:
    words = "page: only the page that is shown; all: up to export.max_rows, above it a 400"
    extent = _parameter("export", _one_of("all", "page"), words)
    query = [*_search_query(max_chars), extent]
    hits = {
        f"/search.{format.ending}": _get(
            f"search{format.ending.title()}",
            "files",
            f"All hits as .{format.ending}",
            {format.media_type: {}},
            query,
        )
        for format in FORMATS.values()
    }
    tables = {
        f"/{name}.{format.ending}": _get(
            f"{name}{format.ending.title()}",
            "files",
            f"All rows as .{format.ending}",
            {format.media_type: {}},
            asked,
        )
        for name, asked in (("figures", [*_figures_query(), extent]), ("terms", _terms_query()))
        for format in TABLES
    }
    original = _get(
        "original",
        "files",
        "The file that a document was made from, unchanged",
        {"application/octet-stream": {}},
        [_in_path("slug")],
    )
    return {
        **hits,
        **tables,
        "/documents/{slug}/original": original,
        **_reference_paths(),
    }


def _reference_paths() -> Schema:
    return {
        "/basket.{ending}": _get(
            "basketFile", "files", _BASKET, {"*/*": {}}, [_in_path("ending"), _listed("id")]
        ),
        "/cite.{ending}": _get(
            "reference",
            "files",
            f"References as {' or '.join(f'.{format.ending}' for format in REFERENCES)}",
            {format.media_type: {} for format in REFERENCES},
            [_in_path("ending"), _listed("id"), _listed("document")],
        ),
    }


def _listed(name: str) -> Schema:
    return _parameter(name, {"type": "array", "items": TEXT}, "May be repeated")


def _machine_paths() -> Schema:
    open_search = "application/opensearchdescription+xml"
    component = "The web component <qianshao-search>"
    return {
        "/healthz": _json("alive", "The process is alive", "Health", tag="machines"),
        "/readyz": _json("ready", "The index is open and warm", "Ready", tag="machines"),
        "/metrics": _get("metrics", "machines", "For Prometheus", {METRICS_TYPE: {"schema": TEXT}}),
        "/opensearch.xml": _get("browserSearch", "machines", "For browsers", {open_search: {}}),
        "/embed.js": _get("component", "machines", component, {"text/javascript": {}}),
        "/api/openapi.json": _get(
            "description", "machines", "This document", {_JSON: {"schema": {"type": "object"}}}
        ),
    }


def _page_paths(max_chars: int) -> Schema:
    query, slug, name = _search_query(max_chars), _in_path("slug"), _in_path("name")
    asked = [p for p in query if p["name"] in ("q", "mode", "expand", "entities")]
    view = _parameter("view", TEXT, "kwic: keyword in context; anything else: the list")
    start = _parameter("from", _whole(1, MAX_PAGE, 1), _START)
    hash = _parameter("h", TEXT, "First eight hexadecimal digits of a paragraph's hash")
    id = _paragraph_id()
    page = _parameter("page", _whole(1, MAX_PAGE, 1))
    return {
        "/": _page("start", "What the library holds"),
        "/search": _page("searchPage", "Search and read the hits", [*query, view]),
        "/documents": _page(
            "documentsPage", "The documents", [page, _parameter("size", _size(50))]
        ),
        "/documents/{slug}": _page("documentPage", "Read a document", [slug, *asked, hash, start]),
        "/similar": _page("similarPage", "Paragraphs that mean much the same", [id]),
        "/preview": _page("preview", "A paragraph among its neighbours", [id, *asked]),
        **_figure_pages(asked[0]),
        "/initiatives": _page("initiativesPage", "The initiatives"),
        "/initiatives/{name}": _page(
            "initiativePage", "One initiative", [name, page, _parameter("size", _size(10))]
        ),
        "/advanced": _page("advancedPage", "Write a query row by row"),
        "/terms": _page("termsPage", "How often each of many names occurs", _terms_query()),
        "/basket": _page("basketPage", "The paragraphs that this browser has collected"),
        "/help": _page("helpPage", "How to write a query"),
        "/embed-guide": _page("embedGuide", "How to put the box into other pages"),
        "/embed": _page("embedBox", "The box for a frame", query),
    }


def _figure_pages(text: Schema) -> Schema:
    """Pages of figures and comparisons; `text` is the parameter `q`."""
    listed = {**_AMOUNT, "items": TEXT}
    chosen = [text, _parameter("indicator", listed, _ALL_FILTERS), *_filters()]
    by = _parameter("by", TEXT, "region: a row for each region; anything else: for each source")
    both = [_parameter("a", TEXT, "The older document"), _parameter("b", TEXT, "The newer one")]
    show = _parameter("show", TEXT, "all: also what is the same in both")
    page = _parameter("page", _whole(1, MAX_PAGE, 1))
    picture: Schema = {"image/svg+xml": {}}
    return {
        "/figures": _page("figuresPage", "The figures table", _figures_query()),
        "/compare": _page("comparePage", "One measure over units and years", [*chosen, by]),
        "/compare.svg": _get(
            "compareChart", "pages", "The chart of one measure", picture, [*chosen, by]
        ),
        "/compare/documents": _page(
            "documentsSideBySide", "Two documents side by side", [*both, show, page]
        ),
        "/proof": _page("proofPage", "Where a draft is compared with the library"),
    }


def _json(
    name: str, words: str, body: str, parameters: list[Schema] | None = None, tag: str = "api"
) -> Schema:
    schema = {"schema": {"$ref": f"#/components/schemas/{body}"}}
    return _get(name, tag, words, {_JSON: schema}, parameters)


def _page(name: str, words: str, parameters: list[Schema] | None = None) -> Schema:
    language = _parameter("lang", TEXT, "en: English; anything else: Chinese")
    return _get(name, "pages", words, {_HTML: {}}, [*(parameters or []), language])


def _get(
    name: str, tag: str, words: str, content: Schema, parameters: list[Schema] | None = None
) -> Schema:
    """A readable address. Errors are problem+json for programs, a page for readers."""
    forms: Schema = {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if tag == "pages":
        forms = {_HTML: {}}
    elif tag == "files" or name in ("metrics", "browserSearch", "component", "original"):
        forms = {**forms, _HTML: {}}
    error = {"description": "An error (RFC 9457)", "content": forms}
    waiting = {"Retry-After": {"description": "Seconds", "required": True, "schema": COUNT}}
    return {
        "get": {
            "operationId": name,
            "tags": [tag],
            "summary": words,
            "parameters": parameters or [],
            "responses": {
                "200": {"description": words, "content": content},
                "4XX": error,
                "503": {**error, "description": "Busy, or no index", "headers": waiting},
                "5XX": error,
            },
        }
    }


_AMOUNT: Schema = {"type": "array", "maxItems": MAX_VALUES}
_ALL_FILTERS = f"All together: at most {MAX_VALUES} values of {MAX_VALUE_CHARS} characters"


_WITHIN = (
    "Query texts that must find each hit, too (在结果中检索): they narrow the result and change"
    f" neither its classes nor its order. All together: at most {MAX_VALUE_CHARS} characters"
)
_FACET_TEXT: Schema = {"type": "string", "maxLength": MAX_FACET_QUERY}
_FACET_WORDS = "Of this facet, only values that contain the text (and selected ones) are listed"


def _filters() -> list[Schema]:
    return [
        _parameter(
            f, {**_AMOUNT, "items": _YEAR if SCHEMA[f].kind == "year" else TEXT}, _ALL_FILTERS
        )
        for f in SCHEMA.filters
    ]


def _terms_query() -> list[Schema]:
    names = f"Names, one a line: at most {MAX_TERMS} of {MAX_TERM_CHARS} characters"
    return [
        _parameter("terms", TEXT, names),
        _parameter("by", _one_of(*get_args(Column)), "What the columns are"),
        _parameter("count", _one_of(*get_args(Unit)), "What is counted"),
    ]


def _figures_query() -> list[Schema]:
    kinds = {"type": "string", "enum": ["", *KINDS]}
    lists = {name: kinds if name == "kind" else TEXT for name in FIGURE_LISTS}
    return [
        _parameter("q", TEXT, "Words between spaces, each of which stands in the indicator"),
        *(_parameter(n, {**_AMOUNT, "items": of}, _ALL_FILTERS) for n, of in lists.items()),
        *_filters(),
        _parameter("page", _whole(1, MAX_PAGE, 1)),
        _parameter("size", _size(MAX_SIZE)),
        _parameter("sort", _one_of("document", "value", "-value"), "-value: greatest first"),
    ]


def _search_query(max_chars: int) -> list[Schema]:
    text = {"type": "string", "maxLength": max_chars}
    return [
        _parameter("q", text, "Query text; empty lists what passes the filters"),
        _parameter("mode", _one_of("smart", "exact")),
        _parameter("field", _one_of("all", "title")),
        *_filters(),
        _parameter("within", {**_AMOUNT, "maxItems": MAX_WITHIN, "items": text}, _WITHIN),
        _parameter("sort", _one_of("relevance", "newest", "oldest")),
        _parameter("page", _whole(1, MAX_PAGE, 1)),
        _parameter("size", _size(10)),
        _parameter("group", _one_of("none", "document")),
        _parameter("explain", _one_of(*FALSE, *TRUE)),
        _parameter("facet_limit", _whole(0, MAX_FACETS, FACET_LIMIT)),
        *(_parameter(name, _FACET_TEXT, _FACET_WORDS) for name in facet_query_names()),
        _parameter("min_match", {"type": "number", "minimum": 0, "maximum": 1}),
        _parameter("expand", _one_of(*TRUE, *FALSE), "0: only the words as typed (只查原词)"),
        _parameter(
            "entities", _one_of(*TRUE, *FALSE), "0: who, where, when by text only (只按原文)"
        ),
        _parameter("correct", _one_of(*TRUE, *FALSE), "0: no search in a surely meant spelling"),
        _parameter("semantic", _one_of(*TRUE, *FALSE), "0: by words only, not by meaning"),
    ]


def _parameter(name: str, schema: Schema, words: str = "") -> Schema:
    """A parameter that may be left out, or left blank, as a form does with an empty field."""
    found: Schema = {"name": name, "in": "query", "required": False, "schema": schema}
    if schema.get("type") == "array":
        found |= {"style": "form", "explode": True}
    elif schema is not TEXT:
        found["allowEmptyValue"] = True
    return found | ({"description": words} if words else {})


def _in_path(name: str) -> Schema:
    words = "Percent-encoded UTF-8; a slash may stand as it is"
    text = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": text, "description": words}


def _paragraph_id() -> Schema:
    return _in_path("id") | {"in": "query", "description": "A paragraph's id"}


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values), "default": values[0]}


def _whole(low: int, high: int, default: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high, "default": default}


def _size(default: int) -> Schema:
    return _whole(1, MAX_SIZE, default)


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


def _version() -> str:
    try:
        return version("qianshao")
    except PackageNotFoundError:  # run from a source tree without an installation
        return "0"
