"""Turn requests away while too many others wait behind them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from web import access
from web.proxies import Environment, Network, StartResponse, WsgiApp, client_address

if TYPE_CHECKING:  # prometheus_client looks at the environment when it is imported: web.metrics
    from web.metrics import Metrics

# Of answers that are given before the application is asked, and hold nothing but words.
BARE_HEADERS = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
)
_RETRY_AFTER_S = 2
_BUSY = "当前检索的人太多，请稍后再试"


class Shedding:
    """A WSGI layer that turns a request away while too many others wait behind it."""

    def __init__(
        self,
        app: WsgiApp,
        dispatcher: Any,
        max_waiting: int,
        metrics: Metrics,
        networks: Iterable[Network],
    ) -> None:
        self._app, self._dispatcher, self._metrics = app, dispatcher, metrics
        self._max_waiting, self._networks = max_waiting, tuple(networks)

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        waiting = len(self._dispatcher.queue)
        if waiting <= self._max_waiting or environ.get("PATH_INFO") == "/healthz":
            return self._app(environ, start_response)
        body, kind = _busy_body("text/html" in environ.get("HTTP_ACCEPT", ""))
        headers = [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Retry-After", str(_RETRY_AFTER_S)),
            *BARE_HEADERS,
        ]
        self._tell(environ, len(body))
        start_response("503 Service Unavailable", headers)
        return [body]

    def _tell(self, environ: Environment, size: int) -> None:
        self._metrics.refuse()
        peer, forwarded = environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")
        access.log(environ, client_address(peer, forwarded, self._networks), 503, size, 0.0)


def _busy_body(is_reader: bool) -> tuple[bytes, str]:
    if is_reader:
        page = (
            '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>服务繁忙 · 前哨</title>'
            f"<h1>服务繁忙</h1><p>{_BUSY}。按刷新键再试，地址栏里的检索词不会丢失。</p></html>"
        )
        return page.encode(), "text/html; charset=utf-8"
    problem = {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": _BUSY,
        "code": "server_busy",
    }
    return json.dumps(problem, ensure_ascii=False).encode(), "application/problem+json"
