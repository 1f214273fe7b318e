"""Answer the JSON API: requests in, bodies out, as /api/openapi.json describes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from flask import Blueprint, Response, g, request

from search.comparing.leaders import answers_to
from search.comparing.unit_figures import units_asked
from search.figures.response import answers_body, figures_body, indicators_body
from search.request import SearchRequest
from search.response import answer_bytes, body_bytes
from search.results import SearchResult
from web.api import openapi, serializers
from web.context import prefix, site
from web.pages.citations import quote_path
from web.params import (
    MAX_CHARS,
    read_figures,
    read_limit,
    read_page,
    read_search,
    read_start,
)

api = Blueprint("api", __name__)


def json_response(body: Any, status: int = 200) -> Response:
    """JSON as UTF-8, Han characters as themselves."""
    return _json(body_bytes(body), status)


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, content_type="application/json; charset=utf-8")


def answer(request_notes: tuple[str, ...], asked: SearchRequest) -> SearchResult:
    """The searcher's answer, with the notes of reading the address put before its own."""
    result = site().searcher.search(replace(asked, max_chars=MAX_CHARS))
    g.total = result.total  # for the access log
    if not request_notes:
        return result
    notes = (*request_notes, *result.query.notes)
    return replace(result, query=replace(result.query, notes=notes))


@api.get("/api/v1/search")
@api.get("/search.json", endpoint="twin")
def search() -> Response:
    parsed = read_search(request.args)
    asked = parsed.request
    found, searcher = answer(parsed.notes, asked), site().searcher
    answers = answers_to(searcher, asked, found.query, units_asked(searcher, asked, found.query))
    more: dict[str, Any] = {"answers": answers_body(answers, prefix())}
    return _json(answer_bytes(found, prefix(), more))


@api.get("/api/v1/figures")
@api.get("/figures.json", endpoint="figures_twin")
def figures() -> Response:
    parsed = read_figures(request.args)
    page = site().searcher.figures(parsed.request)
    page = replace(page, notes=(*parsed.notes, *page.notes))
    return json_response(figures_body(page, lambda row: prefix() + quote_path(row)))


@api.get("/api/v1/figures/indicators")
def figure_indicators() -> Response:
    asked = read_figures(request.args).request
    found, total = site().searcher.figure_indicators(asked, asked.size)
    return json_response(indicators_body(found, total))


@api.get("/api/v1/suggest")
def suggest() -> Response:
    limit = read_limit(request.args)
    text = request.args.get("q", "")[:200]
    found = site().searcher.suggest(text, limit) if text else ()
    return json_response(serializers.suggestions_body(found))


@api.get("/api/v1/paragraphs/<opaque:id>")
def paragraph(id: str) -> Response:
    return json_response(serializers.single_paragraph_body(site().searcher.paragraph(id), prefix()))


@api.get("/api/v1/similar")
def similar() -> Response:
    found = site().searcher.similar(request.args.get("id", ""), read_limit(request.args))
    return json_response(serializers.similar_body(found, prefix()))


@api.get("/api/v1/documents")
def documents() -> Response:
    page, size = read_page(request.args)
    return json_response(
        serializers.documents_body(site().searcher.documents(page, size), prefix())
    )


@api.get("/api/v1/documents/<opaque:slug>")
def document(slug: str) -> Response:
    part = site().searcher.document_part(slug, read_start(request.args), MAX_CHARS)
    return json_response(serializers.reading_body(part, prefix()))


@api.get("/api/v1/taxonomy")
def taxonomy() -> Response:
    overview = site().searcher.search(SearchRequest(size=1, facet_limit=None))
    counts = {row.value: row.count for row in overview.facets.get("initiative", ())}
    return json_response(serializers.taxonomy_body(site().searcher.taxonomy(), counts))


@api.get("/api/v1/status")
def status() -> Response:
    return json_response(serializers.status_body(site().searcher.status()))


@api.get("/api/openapi.json")
def description() -> Response:
    described = _description(site().settings.search.max_query_chars)
    return json_response({**described, "servers": [{"url": prefix() or "/"}]})


@cache
def _description(max_query_chars: int) -> dict[str, Any]:
    return openapi.description(max_query_chars)
