"""Tell machines how the service is: alive, ready, and in figures."""

from __future__ import annotations

from flask import Blueprint, Response

from indexer.errors import QianshaoError
from search.request import SearchRequest
from web.api import json_response
from web.metrics import CONTENT_TYPE
from web.site import site

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    return json_response({"status": "ok"})


@health.get("/readyz")
def ready() -> Response:
    """200 once the index is open and has answered a search; the error's problem+json until then."""
    metrics = site().metrics
    try:
        result = site().searcher.search(SearchRequest(q="就绪", size=1, facet_limit=1))
    except QianshaoError:
        metrics.ready.set(0)
        raise
    metrics.ready.set(1)
    return json_response({"status": "ready", "generation": result.generation})


@health.get("/metrics")
def figures() -> Response:
    metrics = site().metrics
    try:
        whole = site().searcher.search(SearchRequest(size=1, facet_limit=0))
        metrics.paragraphs.set(whole.total)
        metrics.ready.set(1)
    except QianshaoError:
        metrics.ready.set(0)
    return Response(metrics.text(), content_type=CONTENT_TYPE)
