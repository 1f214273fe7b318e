"""Serve the application with waitress: bounded threads, bounded queue, a graceful end.

Requests beyond the threads wait; when more than `server.max_waiting` do, those that stand back most
(see fairness) are answered 503 with Retry-After at once, which empties the queue.
SIGTERM (and SIGINT) take in what has reached us, close the listening socket, answer all of that
within `GRACE_S`, telling each client that its connection ends with this answer, then return.
"""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from types import FrameType
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from indexer.settings import ServerSettings
from web.channels import Channel
from web.exchange import Desk
from web.fairness import FairDispatcher
from web.listening import addresses, listen
from web.passing import Admission, Inbox
from web.proxies import Network, client_address, parse_networks
from web.security import MAX_ADDRESS_CHARS
from web.shedding import Shedding

GRACE_S = 10.0
_QUIET_TURNS = 2  # of the loop, one after the other: what has arrived meanwhile has been read


class Dispatcher(FairDispatcher):
    """Queue and threads. Once the end has begun, every answer is a connection's last."""

    is_ending = False

    def add_task(self, channel: HTTPChannel) -> None:
        if self.is_ending:
            end_after_answers(channel)
        super().add_task(channel)


def end_after_answers(channel: HTTPChannel) -> None:
    """Let the last answer that a connection waits for say `Connection: close`, and mean it."""
    if channel.requests:
        channel.requests[-1].headers["CONNECTION"] = "close"


class Server:
    """A bound and listening service; `run` answers until `stop`."""

    def __init__(
        self,
        app: Flask,
        settings: ServerSettings,
        sockets: Sequence[socket.socket] = (),
        desk: Desk | None = None,
    ) -> None:
        """On `sockets`, or on new ones; as one of several workers, at `desk`. SettingsError when
        it cannot listen there."""
        self._sockets = tuple(sockets) or tuple(listen(settings.host, settings.port))
        self._map: dict[int, Any] = {}
        networks = parse_networks(settings.trusted_proxies)
        dispatcher = Dispatcher(
            settings.threads, settings.max_waiting, lambda channel: _address_of(channel, networks)
        )
        shedding = Shedding(
            app.wsgi_app,
            dispatcher,
            settings.max_waiting,
            app.extensions["qianshao"].metrics,
            networks,
        )
        app.wsgi_app = shedding  # type: ignore[method-assign]
        self._dispatcher, self._desk = dispatcher, desk
        self._admission: Admission | None = None
        self._stopping = threading.Event()
        self._take_in(app, settings)

    def _take_in(self, app: Flask, settings: ServerSettings) -> None:
        """Let connections come from the sockets, and from other workers."""
        create_server(
            app,
            map=self._map,
            _dispatcher=self._dispatcher,
            sockets=list(self._sockets),
            threads=settings.threads,
            ident=None,
            clear_untrusted_proxy_headers=False,
            max_request_body_size=settings.max_body_bytes,
            max_request_header_size=MAX_ADDRESS_CHARS * 2,
            connection_limit=max(100, settings.threads + settings.max_waiting * 4),
            channel_timeout=30,
        )
        listeners = self._listeners()
        if self._desk is not None:
            self._admission = Admission(self._desk, listeners)
            Inbox(self._desk, listeners, self._map)
            self._desk.open()
        for listener in listeners:
            listener.channel_class = self._admission or Channel

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """Where it listens: host and port, the real one where port 0 was asked for."""
        return addresses(self._sockets)

    def waiting(self) -> int:
        """How many requests wait for a thread."""
        return len(self._dispatcher.queue)

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Begin the graceful end; usable as a signal handler and from any thread."""
        self._dispatcher.is_ending = True
        if self._desk is not None:
            self._desk.close()
        self._stopping.set()

    def run(
        self, handle_signals: bool = True, is_orphan: Callable[[], bool] = lambda: False
    ) -> None:
        """Answer until `stop` is called or `is_orphan`, then finish what has been accepted."""
        if handle_signals:
            signal.signal(signal.SIGTERM, self.stop)
            signal.signal(signal.SIGINT, self.stop)
        while not self._stopping.is_set() and not is_orphan():
            self._turn(0.25)
        self._begin_end()
        deadline = time.monotonic() + GRACE_S
        quiet = 0
        while quiet < _QUIET_TURNS and time.monotonic() < deadline:
            self._turn(0.05)
            quiet = 0 if self._is_busy() else quiet + 1
        self._dispatcher.shutdown(cancel_pending=True, timeout=1)
        wasyncore.close_all(self._map)

    def _begin_end(self) -> None:
        """Accept whoever has come, then close the door; idle connections get no more answers."""
        self.stop()
        known = -1
        while len(self._map) > known:
            known = len(self._map)
            self._turn(0)
        for listener in self._listeners():
            wasyncore.dispatcher.close(listener)  # not its own close: the trigger must live on
        for channel in self._channels():
            end_after_answers(channel)

    def _turn(self, timeout_s: float) -> None:
        wasyncore.loop(timeout=timeout_s, map=self._map, count=1, use_poll=True)
        if self._admission is not None:
            self._admission.count()

    def _listeners(self) -> list[BaseWSGIServer]:
        return [d for d in list(self._map.values()) if isinstance(d, BaseWSGIServer)]

    def _channels(self) -> list[HTTPChannel]:
        return [d for d in list(self._map.values()) if isinstance(d, HTTPChannel)]

    def _is_busy(self) -> bool:
        """Whether an accepted request is still being answered or its answer still being sent."""
        return any(c.requests or c.total_outbufs_len for c in self._channels())


def _address_of(channel: Any, networks: Iterable[Network]) -> str:
    """Whose request waits in a channel; only a task that is being cut off has none."""
    headers = channel.requests[0].headers if channel.requests else {}
    peer = str(channel.addr[0]) if channel.addr else ""
    return client_address(peer, headers.get("X_FORWARDED_FOR", ""), networks)
