"""Describe the API in OpenAPI 3.1; a test holds every answer against this description."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeAlias

from search.request import FACET_FIELDS
from web.errors import STATUS
from web.params import MAX_SIZE

Schema: TypeAlias = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_MAYBE_COUNT: Schema = {"type": ["integer", "null"]}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_MARKS: Schema = {
    "type": "array",
    "description": "Code-point offsets, end-exclusive",
    "items": {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2},
}


def description() -> Schema:
    """The whole document, without `servers`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "前哨 qianshao",
            "version": _version(),
            "description": "Full-text search over a library of Chinese reports. Read-only.",
        },
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _paths() -> Schema:
    return {
        "/api/v1/search": _get("search", "Search paragraphs", "SearchResponse", _search_query()),
        "/search.json": _get(
            "searchTwin",
            "The API's body of the page /search",
            "SearchResponse",
            _search_query(),
        ),
        "/api/v1/suggest": _get(
            "suggest",
            "What the search box suggests",
            "Suggestions",
            [_parameter("q", _TEXT), _parameter("limit", _whole(1, 50, 10))],
        ),
        "/api/v1/paragraphs/{id}": _get(
            "paragraph", "One paragraph", "Paragraph", [_in_path("id")]
        ),
        "/api/v1/documents": _get(
            "documents",
            "The documents of the library",
            "Documents",
            [_parameter("page", _whole(1, 10**12, 1)), _parameter("size", _whole(1, 100, 20))],
        ),
        "/api/v1/documents/{slug}": _get(
            "document", "A document with its paragraphs", "Reading", [_in_path("slug")]
        ),
        "/api/v1/taxonomy": _get("taxonomy", "Sources, themes, initiatives", "Taxonomy"),
        "/api/v1/status": _get("status", "What is live", "Status"),
        "/healthz": _get("alive", "The process is alive", "Health"),
        "/readyz": _get("ready", "The index is open and warm", "Ready"),
    }


def _get(name: str, summary: str, answer: str, parameters: list[Schema] | None = None) -> Schema:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}}
    problem = {
        "description": "An error (RFC 9457)",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters or [],
            "responses": {
                "200": {"description": summary, "content": content},
                "4XX": problem,
                "5XX": problem,
            },
        }
    }


def _search_query() -> list[Schema]:
    year = {"type": "string", "pattern": r"^(\d{1,4}|\d{1,4}\.\.(\d{1,4})?|\.\.\d{1,4})$"}
    filters = [
        _parameter(f, {"type": "array", "items": year if f == "year" else _TEXT})
        for f in FACET_FIELDS
    ]
    return [
        _parameter("q", _TEXT, "Query text; empty lists what passes the filters"),
        _parameter("mode", _one_of("smart", "exact")),
        _parameter("field", _one_of("all", "title")),
        *filters,
        _parameter("sort", _one_of("relevance", "newest", "oldest")),
        _parameter("page", _whole(1, 10**12, 1)),
        _parameter("size", _whole(1, MAX_SIZE, 10)),
        _parameter("group", _one_of("none", "document")),
        _parameter("explain", _one_of("0", "1")),
        _parameter("facet_limit", {"type": "integer", "minimum": 0}),
        _parameter("min_match", {"type": "number", "minimum": 0, "maximum": 1}),
        _parameter("expand", _one_of("1", "0"), "0: only the words as typed (只查原词)"),
    ]


def _parameter(name: str, schema: Schema, words: str = "") -> Schema:
    found: Schema = {"name": name, "in": "query", "required": False, "schema": schema}
    if schema.get("type") == "array":
        found |= {"style": "form", "explode": True}
    return found | ({"description": words} if words else {})


def _in_path(name: str) -> Schema:
    words = "Percent-encoded UTF-8; a slash may stand as it is"
    return {"name": name, "in": "path", "required": True, "schema": _TEXT, "description": words}


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values), "default": values[0]}


def _whole(low: int, high: int, default: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high, "default": default}


def _object(**properties: Schema) -> Schema:
    """An object in which every property is required: absent values are null or []."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list_of(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _schemas() -> dict[str, Schema]:
    return {
        **_search_schemas(),
        **_document_schemas(),
        **_taxonomy_schemas(),
        "Status": _object(
            generation=_TEXT,
            engine=_TEXT,
            documents=_COUNT,
            paragraphs=_COUNT,
            skipped=_COUNT,
            built_at=_TEXT,
            fingerprint=_TEXT,
            format_version=_COUNT,
            rebuild_due=_TEXTS,
            bytes=_COUNT,
        ),
        "Health": _object(status=_TEXT),
        "Ready": _object(status=_TEXT, generation=_TEXT),
        "Problem": _object(
            type=_TEXT,
            title=_TEXT,
            status={"type": "integer", "minimum": 400, "maximum": 599},
            detail=_TEXT,
            code={"type": "string", "examples": sorted(STATUS)},
        ),
    }


def _search_schemas() -> dict[str, Schema]:
    facet = _object(value=_TEXT, count=_COUNT, selected={"type": "boolean"})
    facet["properties"]["parent"] = {**_MAYBE_TEXT, "description": "Regions: the path above"}
    rows: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/FacetValue"}}
    completion = _object(text=_TEXT, kind=_TEXT, count=_COUNT)
    return {
        "FacetValue": facet,
        "Hit": _hit_schema(),
        "SearchResponse": _object(
            query=_query_schema(),
            total=_COUNT,
            matches=_object(phrase=_COUNT, all=_COUNT, some=_COUNT),
            total_documents=_COUNT,
            page={"type": "integer", "minimum": 1},
            size={"type": "integer", "minimum": 1},
            took_ms={"type": "number", "minimum": 0},
            generation=_TEXT,
            hits=_list_of("Hit"),
            facets=_object(**{field: rows for field in FACET_FIELDS}),
        ),
        "Suggestions": _object(suggestions={"type": "array", "items": completion}),
    }


def _hit_schema() -> Schema:
    part = _object(part=_TEXT, score={"type": "number"})
    return _object(
        **_paragraph_properties(),
        score={"type": "number"},
        match={"type": "string", "enum": ["phrase", "all", "some"]},
        marks=_MARKS,
        title_marks=_MARKS,
        explanation={"type": "array", "items": part},
        in_document=_MAYBE_COUNT,
    )


def _query_schema() -> Schema:
    expansion = _object(**{"from": _TEXT, "to": _TEXTS, "kind": _TEXT})
    suggestion = _object(text=_TEXT, reason=_TEXT, total=_COUNT)
    return _object(
        text=_TEXT,
        mode=_one_of("smart", "exact"),
        normalized=_TEXT,
        expansions={"type": "array", "items": expansion},
        suggestions={"type": "array", "items": suggestion},
        notes=_TEXTS,
    )


def _paragraph_properties() -> dict[str, Schema]:
    return {
        "id": _TEXT,
        "document": _TEXT,
        "ordinal": {"type": "integer", "minimum": 1},
        "title": _MAYBE_TEXT,
        "heading": _MAYBE_TEXT,
        "source": _MAYBE_TEXT,
        "region": _TEXTS,
        "date": _MAYBE_TEXT,
        "year": _MAYBE_COUNT,
        "genre": _MAYBE_TEXT,
        "themes": _TEXTS,
        "initiatives": _TEXTS,
        "text": _TEXT,
        "url": {**_TEXT, "description": "Our reading view, sub-path included"},
        "source_url": {**_MAYBE_TEXT, "description": "The publisher's address"},
    }


def _document_schemas() -> dict[str, Schema]:
    document = _object(
        slug=_TEXT,
        title=_MAYBE_TEXT,
        source=_MAYBE_TEXT,
        region=_TEXTS,
        date=_MAYBE_TEXT,
        year=_MAYBE_COUNT,
        genre=_MAYBE_TEXT,
        paragraphs=_COUNT,
        url=_TEXT,
        source_url=_MAYBE_TEXT,
    )
    paragraph = _object(
        id=_TEXT,
        ordinal={"type": "integer", "minimum": 1},
        heading=_MAYBE_TEXT,
        text=_TEXT,
        themes=_TEXTS,
        initiatives=_TEXTS,
    )
    return {
        "Paragraph": _object(**_paragraph_properties()),
        "Document": document,
        "Documents": _object(
            documents=_list_of("Document"), total=_COUNT, page=_COUNT, size=_COUNT
        ),
        "Reading": _object(
            document={"$ref": "#/components/schemas/Document"},
            paragraphs={"type": "array", "items": paragraph},
        ),
    }


def _taxonomy_schemas() -> dict[str, Schema]:
    source = _object(name=_TEXT, aliases=_TEXTS)
    theme = _object(name=_TEXT, definition=_TEXT)
    initiative = _object(name=_TEXT, aliases=_TEXTS, kind=_TEXT, themes=_TEXTS, count=_COUNT)
    return {
        "Taxonomy": _object(
            sources={"type": "array", "items": source},
            themes={"type": "array", "items": theme},
            initiatives={"type": "array", "items": initiative},
        )
    }


def _version() -> str:
    try:
        return version("qianshao")
    except PackageNotFoundError:  # run from a source tree without an installation
        return "0"
