"""Tell machines how the service is: alive, ready, and in figures."""

from __future__ import annotations

from flask import Blueprint, Response

from indexer.errors import QianshaoError
from web.api.routes import json_response
from web.context import site
from web.middleware.metrics import CONTENT_TYPE

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    return json_response({"status": "ok"})


@health.get("/readyz")
def ready() -> Response:
    """200 when the index is open and answers a search soon; else the error's problem+json."""
    metrics = site().metrics
    try:
        result = site().probe.measure()
    except QianshaoError:
        metrics.ready.set(0)
        raise
    metrics.ready.set(1)
    return json_response({"status": "ready", "generation": result.generation})


@health.get("/metrics")
def figures() -> Response:
    metrics = site().metrics
    try:
        whole = site().probe.measure()
        metrics.tell_index(whole.total, whole.generation)
    except QianshaoError:
        metrics.ready.set(0)
    return Response(metrics.text(), content_type=CONTENT_TYPE)
