"""Serve the application by one waitress, until told to end, which loses nothing that was asked."""

from __future__ import annotations

import logging
import os
import select
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Flask
from waitress import create_server
from werkzeug.wsgi import ClosingIterator

from indexer.settings import ServerSettings
from web.middleware.limiter import Limiter
from web.middleware.proxies import Environment, StartResponse, is_listed, parse_networks
from web.middleware.security import MAX_ADDRESS_CHARS, most_body_bytes
from web.server.sockets import Connections, Listener, listen

GRACE_S = 10.0
_QUIET_TURNS = 3
# An answer below this size never holds a thread until its client has taken it: beyond 1 MiB, it
# lies in a temporary file.
_LARGEST_BUFFERED_ANSWER = 256 << 20


class Server:
    """Listening from the start; `run` answers until `stop`, in whatever thread."""

    def __init__(
        self,
        app: Flask,
        settings: ServerSettings,
        listeners: Sequence[Listener] = (),
        counts: Any = None,
        number: int = 0,
    ) -> None:
        """On `listeners`, or on new ones; as worker `number` of those with `counts`."""
        self._limiter = Limiter(app.wsgi_app, settings, app.extensions["qianshao"].metrics)
        self._settings = settings
        self._listeners = tuple(listeners) or tuple(listen(settings.host, settings.port))
        networks = parse_networks(settings.trusted_proxies)
        self.connections = Connections(lambda host: is_listed(host, networks), counts, number)
        for listener in self._listeners:
            listener.connections = self.connections
        self._parent = None if counts is None else os.getppid()
        self._ending = threading.Event()

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """Where it listens: host and port, the real one where port 0 was asked for."""
        return [listener.getsockname()[:2] for listener in self._listeners]

    def expect(self, common_s: float) -> None:
        """Know how much processor time a search for a common word takes here."""
        self._limiter.expect(common_s)

    @property
    def waiting(self) -> int:
        """How many requests wait for a thread."""
        return self._limiter.queue.count()

    def stop(self, *signal: object) -> None:
        """Begin the graceful end; usable as a signal handler and from any thread."""
        self._ending.set()

    def run(self) -> None:
        settings, queue = self._settings, logging.getLogger("waitress.queue")
        server = create_server(
            self._answer,
            sockets=list(self._listeners),
            threads=settings.threads,
            ident=None,
            clear_untrusted_proxy_headers=False,
            max_request_body_size=most_body_bytes(settings),
            max_request_header_size=MAX_ADDRESS_CHARS * 2,
            outbuf_high_watermark=_LARGEST_BUFFERED_ANSWER,
            connection_limit=10_000,  # ours is lower
            channel_timeout=30,
            cleanup_interval=5,
            asyncore_use_poll=True,
            log_socket_errors=False,
        )
        queue.propagate = False
        queue.addHandler(self._limiter.queue)
        threading.Thread(target=self._watch, name="connections", daemon=True).start()
        try:
            server.run()
        finally:
            queue.removeHandler(self._limiter.queue)
            self.connections.close()
            server.close()

    def _watch(self) -> None:
        """Close connections that keep us waiting; after `stop`, or when the parent of several
        workers is gone, end once all is answered."""
        while not self._ending.wait(0.5) and self._parent in (None, os.getppid()):
            self.connections.close_late()
        self._ending.set()
        self.connections.retire()
        deadline = time.monotonic() + GRACE_S
        while select.select(self._listeners, [], [], 0)[0] and time.monotonic() < deadline:
            time.sleep(0.01)  # what has reached us is taken in
        for listener in self._listeners:
            listener.retire()
        quiet = 0
        while quiet < _QUIET_TURNS and time.monotonic() < deadline:
            time.sleep(0.05)
            self.connections.close_late()
            quiet = 0 if self.connections.are_busy() else quiet + 1
        self._listeners[0].end()

    def _answer(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        """Ask the application, and close the connection after the answer where nothing may follow:
        when we end, and behind a body, whose end a proxy before us may have seen elsewhere.

        Without a Content-Length, waitress says `Connection: close`, and does so.
        """
        connection = self.connections.find(environ["REMOTE_ADDR"], environ["REMOTE_PORT"])
        if connection is None:  # closed as too late, or to make room
            return self._limiter.refuse(environ, start_response)
        connection.is_answering, is_pipelined = True, connection.unread_since is not None

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            is_last = self._ending.is_set() or "CONTENT_LENGTH" in environ
            if is_last and environ["REQUEST_METHOD"] != "HEAD":
                headers = [h for h in headers if h[0].lower() != "content-length"]
            return start_response(status, headers, *error)

        def finish() -> None:
            connection.asked_at, connection.is_answering = None, False

        # Who sends the next question before it takes the last answer could fill our disk.
        body = (self._limiter.refuse if is_pipelined else self._limiter)(environ, start)
        return ClosingIterator(body, [finish])
