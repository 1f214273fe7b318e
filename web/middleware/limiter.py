"""Refuse what takes long beyond its share of the threads, so that short requests find one free.

A client is known by its address and its connection; readers behind one listed proxy, whose
connections are anybody's, by address alone. What a client's last requests took tells what its next
one will take. Long ones hold at most half of the threads, a quarter while others are at work, and
files one: what comes beyond that is told 503 with Retry-After at once instead of waiting for a
thread. Only a file may wait some seconds for the one before it, for most are made in two. When too
many wait for a thread, those whose address used much lately are refused, and if that does not help,
all: but nobody because of a crowd that is refused anyway.
"""

from __future__ import annotations

import json
import logging
import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.wsgi import ClosingIterator

from indexer.settings import ServerSettings
from web.exports.formats import FORMATS
from web.middleware import access_log
from web.middleware.proxies import (
    Environment,
    StartResponse,
    WsgiApp,
    client_address,
    parse_networks,
)

if TYPE_CHECKING:  # prometheus_client looks at the environment when it is imported: metrics
    from web.middleware.metrics import Metrics

LONG_S = 0.025  # processor time of one request; a reader's takes a fifth of it
_LONG_TO_COMMON = 5  # where the library is so large that a common word takes longer
GREEDY_S = 0.5  # processor time lately used; somebody who types and clicks stays far below
REFUSED_S = 0.005  # charged for a refusal: who goes on asking all the same stays greedy
_LATEST = 50  # requests of which we know how many were greedy
_USED_HALF_LIFE_S, _EXPECTED_HALF_LIFE_S = 4.0, 20.0
_NEWS = 0.25  # how far one request changes what is expected of the next
# Files are known to take long before they have been begun.
_FILES = tuple(f".{ending}" for ending in FORMATS)
FILE_WAIT_S = 5.0
_STATIC = ("/static/", "/embed.js", "/opensearch.xml")  # what they take tells nothing of a search
_LONG = (
    "/proof",
    "/terms",
    "/concordance",
    "/api/v1/terms",
    "/compare",
    "/compare/documents",
)  # likewise; nobody waits for several
_MOST_CLIENTS = 4096
_NEWS_S = 2.0  # for so long we believe what was logged of the queue
_RETRY_AFTER_S = 2
_BUSY = "当前检索的人太多，请稍后再试"
# Of answers that are given before the application is asked, and hold nothing but words.
_BARE_HEADERS = [
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
]


@dataclass(frozen=True, slots=True)
class Account:
    """Processor seconds that a client used, and that its next request is expected to use."""

    used_s: float = 0.0
    expected_s: float = 0.0
    then: float = 0.0

    def at(self, now: float) -> Account:
        """What is left of it: both are forgotten by halves."""
        age = now - self.then
        used = self.used_s * math.exp2(-age / _USED_HALF_LIFE_S)
        return Account(used, self.expected_s * math.exp2(-age / _EXPECTED_HALF_LIFE_S), now)


class QueueDepth(logging.Handler):
    """How many requests wait for a thread, by what waitress logs of its queue: whenever a request
    finds no free thread. What is old says nothing: who waited may have left."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now, self._told_at, self._told = now, 0.0, 0

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and record.args and isinstance(record.args[0], int):
            self._told, self._told_at = record.args[0], self._now()

    def take(self) -> None:
        """A request has found its thread."""
        self._told = max(0, self._told - 1)

    def count(self) -> int:
        return self._told if self._now() - self._told_at < _NEWS_S else 0


class Limiter:
    """The WSGI layer, which the server puts around the application."""

    def __init__(
        self,
        app: WsgiApp,
        settings: ServerSettings,
        metrics: Metrics,
        now: Callable[[], float] = time.monotonic,
        file_wait_s: float = FILE_WAIT_S,
    ) -> None:
        self.queue = QueueDepth(now)
        self._app, self._metrics, self._now = app, metrics, now
        self._networks = parse_networks(settings.trusted_proxies)
        self._max_waiting, self._long_s = settings.max_waiting, LONG_S
        self._half, self._quarter = max(1, settings.threads // 2), max(1, settings.threads // 4)
        self._running: Counter[str] = Counter()
        self._greedy_share = 0.0
        self._accounts: dict[tuple[str, ...], Account] = {}
        self._lock = threading.Lock()
        self._file_is_done = threading.Condition(self._lock)
        self._file_wait_s, self._most_file_waiters = file_wait_s, settings.threads // 4

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        path, clients = environ.get("PATH_INFO", ""), self._clients(environ)
        with self._lock:
            kinds = self.kinds(path, clients)
            is_refused = path != "/healthz" and self._is_refused(kinds, clients)
            if not is_refused:
                self._running.update(kinds)
        if is_refused:
            return self.refuse(environ, start_response)
        before = time.thread_time()
        is_usual = "file" not in kinds and not path.startswith(_STATIC)

        def finish() -> None:
            seconds = time.thread_time() - before
            with self._lock:
                self._running.subtract(kinds)
                if "file" in kinds:
                    self._file_is_done.notify_all()
                for client in set(clients):
                    self.settle(client, seconds, is_usual)

        try:
            return ClosingIterator(self._app(environ, start_response), [finish])
        except BaseException:
            finish()
            raise

    def expect(self, common_s: float) -> None:
        """Take for long what takes long in this library, where a common word takes `common_s`."""
        self._long_s = max(LONG_S, _LONG_TO_COMMON * common_s)

    def refuse(self, environ: Environment, start_response: StartResponse) -> list[bytes]:
        """The answer to a request that there is no room for."""
        with self._lock:
            self.settle(self._clients(environ)[0], REFUSED_S, is_usual=False)
        body, kind = _busy_body("text/html" in environ.get("HTTP_ACCEPT", ""))
        headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
        headers += [("Retry-After", str(_RETRY_AFTER_S)), *_BARE_HEADERS]
        self._metrics.refuse()
        access_log.log(environ, client_address(environ, self._networks), 503, len(body), 0.0)
        start_response("503 Service Unavailable", headers)
        return [body]

    def account(self, client: tuple[str, ...]) -> Account | None:
        found = self._accounts.get(client)
        return found.at(self._now()) if found else None

    def _clients(self, environ: Environment) -> tuple[tuple[str, ...], ...]:
        """Whose request it is: address, and connection where that is the client's own."""
        name, peer = client_address(environ, self._networks), environ.get("REMOTE_ADDR", "")
        return ((name,), (name, str(environ.get("REMOTE_PORT")))) if name == peer else ((name,),)

    def kinds(self, path: str, clients: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
        """Of which shares a request takes a part."""
        if path.startswith(_STATIC):  # a page's own parts, asked for all at once
            return ("all",)
        if path.endswith(_FILES):
            return ("all", "file")
        if path.endswith(_LONG):
            return ("all", "long")
        known = next(filter(None, map(self.account, reversed(clients))), Account())
        return ("all", "long") if known.expected_s >= self._long_s else ("all",)

    def _is_refused(self, kinds: tuple[str, ...], clients: tuple[tuple[str, ...], ...]) -> bool:
        self.queue.take()
        used = self.account(clients[0]) or Account()
        is_greedy = used.used_s >= GREEDY_S
        self._greedy_share += (is_greedy - self._greedy_share) / _LATEST
        is_room = self._running["all"] < self._half or self._running["long"] < self._quarter
        if ("long" in kinds and not is_room) or ("file" in kinds and not self._has_file_turn()):
            return True
        if is_greedy:
            return self.queue.count() > self._max_waiting
        return self.queue.count() * (1 - self._greedy_share) > 2 * self._max_waiting

    def _has_file_turn(self) -> bool:
        """Whether no other file is made, now or soon: so few wait for it that threads are left."""
        if self._running["file"] and self._running["waiting"] < self._most_file_waiters:
            waiter = ("all", "waiting")
            self._running.update(waiter)
            self._file_is_done.wait_for(lambda: not self._running["file"], self._file_wait_s)
            self._running.subtract(waiter)
        return not self._running["file"]

    def settle(self, client: tuple[str, ...], seconds: float, is_usual: bool) -> None:
        """One request more. What is not usual (a file) tells nothing of the next one."""
        known, now = self.account(client), self._now()
        was = known or Account()
        news = (_NEWS if known else 1.0) * (seconds - was.expected_s) if is_usual else 0.0
        self._accounts[client] = Account(was.used_s + seconds, was.expected_s + news, now)
        if len(self._accounts) > _MOST_CLIENTS:  # who used least is forgotten
            kept = sorted(self._accounts.items(), key=lambda item: -item[1].at(now).used_s)
            self._accounts = dict(kept[: _MOST_CLIENTS // 2])


def _busy_body(is_reader: bool) -> tuple[bytes, str]:
    if is_reader:
        page = (
            '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>服务繁忙 · 前哨</title>'
            f"<h1>服务繁忙</h1><p>{_BUSY}。按刷新键再试，地址栏里的检索词不会丢失。</p></html>"
        )
        return page.encode(), "text/html; charset=utf-8"
    problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503}
    problem |= {"detail": _BUSY, "code": "server_busy"}
    return json.dumps(problem, ensure_ascii=False).encode(), "application/problem+json"
