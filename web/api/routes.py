"""Answer the JSON API: requests in, bodies out, as /api/openapi.json describes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, request

from indexer.model.documents import WAITING
from indexer.model.schema import SCHEMA
from search.comparing.leaders import answers_to
from search.comparing.unit_figures import units_asked
from search.figures.response import answers_body, figures_body, indicators_body
from search.request import SearchRequest
from search.response import (
    Body,
    answer_bytes,
    body_bytes,
    completions_body,
    document_address,
    fields_body,
    paragraph_body,
)
from search.results import DocumentPage, DocumentPart, DocumentSummary, SearchResult
from web.api import openapi
from web.context import prefix, site
from web.pages.citations import quote_path
from web.params import MAX_CHARS, read_figures, read_limit, read_page, read_search, read_start

if TYPE_CHECKING:
    from indexer.taxonomy.taxonomy import Taxonomy


def _documents_body(page: DocumentPage) -> Body:
    return {
        "documents": [_document_body(document) for document in page.documents],
        "total": page.total,
        "page": page.page,
        "size": page.size,
    }


def _document_body(document: DocumentSummary) -> Body:
    """One document; `url` is our reading view, `source_url` the publisher's address."""
    address = document_address(document.slug, prefix())
    ours = {"paragraphs": document.paragraphs, "url": address}
    return {"slug": document.slug, **fields_body(document, SCHEMA.told_of_document, ours)}


def _reading_body(part: DocumentPart) -> Body:
    """A document with its paragraphs in reading order; `next`: ask `from` there for the rest."""
    return {
        "document": _document_body(part.document),
        "next": part.next,
        "paragraphs": [fields_body(p, SCHEMA.told_of_paragraph) for p in part.paragraphs],
    }


def _taxonomy_body(taxonomy: Taxonomy, counts: Mapping[str, int]) -> Body:
    """The live taxonomy; `counts` says how many paragraphs carry each initiative.

    A candidate that no paragraph carries any more (its report was withdrawn) is not named.
    """
    return {
        "sources": [{"name": s.name, "aliases": list(s.aliases)} for s in taxonomy.sources],
        "themes": [{"name": t.name, "definition": t.definition} for t in taxonomy.themes],
        "initiatives": [
            {
                "name": i.name,
                "aliases": list(i.aliases),
                "kind": i.kind,
                "themes": list(i.themes),
                "count": counts.get(i.name, 0),
                **({"status": WAITING} if i.is_candidate else {}),
            }
            for i in taxonomy.initiatives
            if counts.get(i.name) or not i.is_candidate
        ],
    }


api = Blueprint("api", __name__)


def json_response(body: Any) -> Response:
    """JSON as UTF-8, Han characters as themselves."""
    return _json(body_bytes(body))


def _json(body: bytes) -> Response:
    return Response(body, content_type="application/json; charset=utf-8")


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
    return json_response(completions_body(found))


@api.get("/api/v1/paragraphs/<opaque:id>")
def paragraph(id: str) -> Response:
    return json_response(paragraph_body(site().searcher.paragraph(id), prefix()))


@api.get("/api/v1/similar")
def similar() -> Response:
    """Paragraphs by their likeness, and why there are none where meaning cannot tell."""
    found = site().searcher.similar(request.args.get("id", ""), read_limit(request.args))
    rows = [{**paragraph_body(one, prefix()), "cosine": cosine} for one, cosine in found.paragraphs]
    return json_response({"similar": rows, "note": found.note})


@api.get("/api/v1/documents")
def documents() -> Response:
    page, size = read_page(request.args)
    return json_response(_documents_body(site().searcher.documents(page, size)))


@api.get("/api/v1/documents/<opaque:slug>")
def document(slug: str) -> Response:
    part = site().searcher.document_part(slug, read_start(request.args), MAX_CHARS)
    return json_response(_reading_body(part))


@api.get("/api/v1/taxonomy")
def taxonomy() -> Response:
    searcher = site().searcher
    return json_response(_taxonomy_body(searcher.taxonomy(), searcher.counts("initiative")))


@api.get("/api/v1/status")
def status() -> Response:
    """What is live; `semantic` is there where a local model is set."""
    live = asdict(site().searcher.status())
    return json_response({name: told for name, told in live.items() if told is not None})


@api.get("/api/openapi.json")
def description() -> Response:
    described = _description(site().settings.search.max_query_chars)
    return json_response({**described, "servers": [{"url": prefix() or "/"}]})


@cache
def _description(max_query_chars: int) -> dict[str, Any]:
    return openapi.description(max_query_chars)
