"""Write one line of JSON for every answered request, and count it.

User input reaches the log only as JSON strings in plain ASCII, so a line break or a terminal code
in an address cannot begin a second line.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path

from flask import Flask, Response, g, request

from web.site import site

_MAX_CHARS = 2_000
_logger = logging.getLogger("qianshao.access")


def install(app: Flask, folder: str) -> None:
    """Log to `<folder>/access.jsonl`, which may be rotated, or to standard error."""
    if not _logger.handlers:
        _logger.addHandler(_handler(folder))
        _logger.setLevel(logging.INFO)
        _logger.propagate = False
    app.before_request(_start)
    app.after_request(_finish)


def line(response: Response, seconds: float) -> str:
    """The log line of the current request, without its line break."""
    entry = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": request.method,
        "path": request.path[:_MAX_CHARS],
        "query": request.query_string.decode("utf-8", "backslashreplace")[:_MAX_CHARS],
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "bytes": response.calculate_content_length(),
        "remote": request.remote_addr,
        "user": request.environ.get("qianshao.user") or None,
        "agent": (request.user_agent.string or "")[:200] or None,
    }
    return json.dumps(entry, ensure_ascii=True)


def _handler(folder: str) -> logging.Handler:
    handler: logging.Handler
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        handler = WatchedFileHandler(Path(folder) / "access.jsonl", encoding="utf-8")
    else:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler


def _start() -> None:
    g.started_at = time.perf_counter()


def _finish(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("started_at", time.perf_counter())
    rule = request.url_rule.rule if request.url_rule else "(none)"
    site().metrics.observe(rule, response.status_code, seconds)
    _logger.info("%s", line(response, seconds))
    return response
