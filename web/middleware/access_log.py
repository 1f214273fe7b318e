"""Write one line of JSON for every answered request, and count it.

User input reaches the log only as JSON strings in plain ASCII, so a line break or a terminal code
in an address cannot begin a second line.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request

from web.context import site
from web.middleware.proxies import Environment

if TYPE_CHECKING:  # prometheus_client looks at the environment when it is imported: metrics
    from web.middleware.metrics import Metrics

_MAX_CHARS = 2_000
_QUIET_S = 60.0  # between two complaints
_logger = logging.getLogger("qianshao.access")
_complaints = logging.getLogger("qianshao.web")


class LogFile(logging.handlers.WatchedFileHandler):
    """A file that others rotate; a disk that refuses costs lines, never an answer.

    `on_loss` is called for every line that could not be written.
    """

    def __init__(self, path: Path, on_loss: Callable[[], None]) -> None:
        super().__init__(path, encoding="utf-8", errors="backslashreplace", delay=True)
        self._on_loss = on_loss
        self._complained_at = -_QUIET_S

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:  # the file cannot be opened
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        self._on_loss()
        if time.monotonic() - self._complained_at >= _QUIET_S:
            self._complained_at = time.monotonic()
            reason = getattr(sys.exc_info()[1], "strerror", None) or sys.exc_info()[1]
            words = "访问日志写不进「%s」（%s）；服务照常，日志有缺失"
            _complaints.warning(words, self.baseFilename, reason)

    def close(self) -> None:
        with suppress(OSError):  # the disk refuses the last lines, too
            super().close()

    def _open(self) -> Any:
        """For us and our group only."""
        os.makedirs(os.path.dirname(self.baseFilename), exist_ok=True)
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        return open(descriptor, self.mode, encoding=self.encoding, errors=self.errors)


def install(app: Flask, folder: str, metrics: Metrics) -> None:
    """Log to `<folder>/access.jsonl`, which may be rotated, or to standard error."""
    if not _logger.handlers:
        _logger.addHandler(_handler(folder, metrics))
        _logger.setLevel(logging.INFO)
        _logger.propagate = False
    app.before_request(_start)
    app.after_request(_finish)


def log(
    environ: Environment,
    remote: str,
    status: int,
    size: int | None,
    seconds: float,
    total: int | None = None,
) -> None:
    """Write the line of an answered request; `size` is that of its body in bytes, `total` what a
    search found.
    """
    entry = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": environ.get("REQUEST_METHOD"),
        "path": _text(environ.get("PATH_INFO", ""))[:_MAX_CHARS],
        "query": _text(environ.get("QUERY_STRING", ""))[:_MAX_CHARS],
        "status": status,
        "ms": round(seconds * 1000, 1),
        "bytes": size,
        "total": total,
        "remote": remote or None,
        "user": environ.get("qianshao.user") or None,
        "agent": environ.get("HTTP_USER_AGENT", "")[:200] or None,
    }
    _logger.info("%s", json.dumps(entry, ensure_ascii=True))


def _text(native: str) -> str:
    """What WSGI hands over as bytes in the guise of Latin-1."""
    return native.encode("latin-1", "replace").decode("utf-8", "backslashreplace")


def _handler(folder: str, metrics: Metrics) -> logging.Handler:
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if folder:
        handler = LogFile(Path(folder) / "access.jsonl", metrics.lost_lines.inc)
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler


def _start() -> None:
    g.started_at = time.perf_counter()


def _finish(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("started_at", time.perf_counter())
    rule = request.url_rule.rule if request.url_rule else "(none)"
    site().metrics.observe(rule, response.status_code, seconds)
    size = response.calculate_content_length()
    remote = request.remote_addr or ""
    log(request.environ, remote, response.status_code, size, seconds, g.get("total"))
    return response
