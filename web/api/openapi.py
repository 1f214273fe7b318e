"""Describe every address of the service in OpenAPI 3.1; tests hold every answer against it.

Parameters are described exactly: what the pattern admits is answered, what it does not is a 400.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from web.api.parameters import (
    ALL_FILTERS,
    AMOUNT,
    concordance_query,
    figures_query,
    filter_parameters,
    in_path,
    initiatives_query,
    one_of,
    page_size,
    paragraph_id,
    parameter,
    search_query,
    terms_query,
    whole,
)
from web.api.schemas import COUNT, TEXT, Schema, schemas
from web.exports.formats import FORMATS, REFERENCES, TABLES
from web.middleware.metrics import CONTENT_TYPE as METRICS_TYPE
from web.params import MAX_PAGE, MAX_SUGGESTIONS

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
    query, rows = search_query(max_chars), figures_query()
    slug, id = in_path("slug"), in_path("id")
    start = parameter("from", whole(1, MAX_PAGE, 1), _START)
    paging = [parameter("page", whole(1, MAX_PAGE, 1)), parameter("size", page_size(20))]
    suggesting = [parameter("q", TEXT), parameter("limit", whole(1, MAX_SUGGESTIONS, 10))]
    similar = [paragraph_id(), parameter("limit", whole(1, MAX_SUGGESTIONS, 10))]
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
            "terms", "How often each of many names occurs, by unit or year", "Terms", terms_query()
        ),
        "/terms.json": _json(
            "termsTwin", "The API's body of the page /terms", "Terms", terms_query()
        ),
        f"{api}/taxonomy": _json("taxonomy", "Sources, themes, initiatives", "Taxonomy"),
        f"{api}/status": _json("status", "What is live", "Status"),
    }


def _file_paths(max_chars: int) -> Schema:
    words = "page: only the page that is shown; all: up to export.max_rows, above it a 400"
    extent = parameter("export", one_of("all", "page"), words)
    query = [*search_query(max_chars), extent]
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
    tables = _table_paths(extent, max_chars)
    original = _get(
        "original",
        "files",
        "The file that a document was made from, unchanged",
        {"application/octet-stream": {}, "application/pdf": {}},
        [in_path("slug"), parameter("view", TEXT, "1: a PDF is sent to be drawn, not saved")],
    )
    return {**hits, **tables, "/documents/{slug}/original": original, **_reference_paths()}


def _reference_paths() -> Schema:
    return {
        "/basket.{ending}": _get(
            "basketFile", "files", _BASKET, {"*/*": {}}, [in_path("ending"), _listed("id")]
        ),
        "/cite.{ending}": _get(
            "reference",
            "files",
            f"References as {' or '.join(f'.{format.ending}' for format in REFERENCES)}",
            {format.media_type: {} for format in REFERENCES},
            [in_path("ending"), _listed("id"), _listed("document")],
        ),
    }


def _listed(name: str) -> Schema:
    return parameter(name, {"type": "array", "items": TEXT}, "May be repeated")


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


def _table_paths(extent: Schema, max_chars: int) -> Schema:
    """What becomes a table, in each format for tables."""
    asked = (
        ("figures", [*figures_query(), extent]),
        ("terms", terms_query()),
        ("concordance", concordance_query(max_chars)),
        ("initiatives", initiatives_query()),
    )
    return {
        f"/{name}.{format.ending}": _get(
            f"{name}{format.ending.title()}",
            "files",
            f"All rows as .{format.ending}",
            {format.media_type: {}},
            query,
        )
        for name, query in asked
        for format in TABLES
    }


def _page_paths(max_chars: int) -> Schema:
    query, slug, name = search_query(max_chars), in_path("slug"), in_path("name")
    asked = [p for p in query if p["name"] in ("q", "mode", "expand", "entities")]
    boxed = [p for p in query if not str(p["name"]).startswith("facet")]
    view = parameter("view", TEXT, "kwic: keyword in context; anything else: the list")
    start = parameter("from", whole(1, MAX_PAGE, 1), _START)
    hash = parameter("h", TEXT, "First eight hexadecimal digits of a paragraph's hash")
    id = paragraph_id()
    page = parameter("page", whole(1, MAX_PAGE, 1))
    return {
        "/": _page("start", "What the library holds"),
        "/search": _page("searchPage", "Search and read the hits", [*query, view]),
        "/documents": _page(
            "documentsPage", "The documents", [page, parameter("size", page_size(50))]
        ),
        "/documents/{slug}": _page("documentPage", "Read a document", [slug, *asked, hash, start]),
        "/similar": _page("similarPage", "Paragraphs that mean much the same", [id]),
        "/preview": _page("preview", "A paragraph among its neighbours", [id, *asked]),
        **_figure_pages(asked[0]),
        "/initiatives": _page("initiativesPage", "The initiatives", initiatives_query()),
        "/initiatives/{name}": _page(
            "initiativePage", "One initiative", [name, page, parameter("size", page_size(10))]
        ),
        "/advanced": _page("advancedPage", "Write a query row by row"),
        "/concordance": _page(
            "concordancePage",
            "Every place of a query, sorted by what stands beside it",
            concordance_query(max_chars),
        ),
        "/terms": _page("termsPage", "How often each of many names occurs", terms_query()),
        "/basket": _page("basketPage", "The paragraphs that this browser has collected"),
        "/help": _page("helpPage", "How to write a query"),
        "/embed-guide": _page("embedGuide", "How to put the box into other pages"),
        "/embed": _page("embedBox", "The box for a frame", query),
        "/api/v1/box": _get(
            "boxed", "api", "What the box on another page says of a search", {_HTML: {}}, boxed
        ),
    }


def _figure_pages(text: Schema) -> Schema:
    """Pages of figures and comparisons; `text` is the parameter `q`."""
    listed = {**AMOUNT, "items": TEXT}
    chosen = [text, parameter("indicator", listed, ALL_FILTERS), *filter_parameters()]
    by = parameter("by", TEXT, "region: a row for each region; anything else: for each source")
    both = [parameter("a", TEXT, "The older document"), parameter("b", TEXT, "The newer one")]
    show = parameter("show", TEXT, "all: also what is the same in both")
    page = parameter("page", whole(1, MAX_PAGE, 1))
    picture: Schema = {"image/svg+xml": {}}
    excel: Schema = {FORMATS["xlsx"].media_type: {}}
    return {
        "/figures": _page("figuresPage", "The figures table", figures_query()),
        "/compare": _page("comparePage", "One measure over units and years", [*chosen, by]),
        "/compare.svg": _get(
            "compareChart", "pages", "The chart of one measure", picture, [*chosen, by]
        ),
        "/compare.xlsx": _get(
            "compareFile", "files", "The comparison as a workbook", excel, [*chosen, by]
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
    language = parameter("lang", TEXT, "en: English; anything else: Chinese")
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


def _version() -> str:
    try:
        return version("qianshao")
    except PackageNotFoundError:  # run from a source tree without an installation
        return "0"
