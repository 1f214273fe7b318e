"""Choose the node of an OpenSearch cluster that a request goes to: rather one that answers.

The client passes over nodes that refuse a connection. One that accepts and then says nothing
(frozen, swapping, cut off) would be asked again and again; here it is left alone for a while. When
no node answers at all, one request at a time finds out whether that is still so.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from opensearchpy import Connection, Urllib3HttpConnection
from opensearchpy.connection_pool import RoundRobinSelector
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import ConnectionTimeout
from urllib3 import Timeout

logger = logging.getLogger("qianshao.opensearch")
logger.addHandler(logging.NullHandler())  # a command tells its one error, a server logs them all
logging.getLogger("opensearch").setLevel(logging.ERROR)  # its warnings are pages of tracebacks

LEFT_ALONE_S = 30.0  # about as long as a cluster takes to expel a node that is silent
CONNECT_S = 3.0  # a host without power refuses nothing: another node is tried instead
QUEUE_S = 1.0  # how long a request waits for the one that finds out


class WatchedConnection(Urllib3HttpConnection):
    """A connection to one node that knows whether, and until when, it had better not be used."""

    is_answering = True  # at the last request
    silent_until = 0.0  # time.monotonic()

    def perform_request(self, *arguments: Any, timeout: float | None = None, **named: Any) -> Any:
        limit = timeout or self.timeout
        named["timeout"] = Timeout(connect=min(CONNECT_S, limit), read=limit)
        is_answering = True  # whatever it says
        try:
            return super().perform_request(*arguments, **named)
        except ConnectionTimeout:
            is_answering = False
            self.silent_until = time.monotonic() + LEFT_ALONE_S
            logger.warning("%s does not answer in time", self.host)
            raise
        except NoConnection:
            is_answering = False
            logger.warning("%s cannot be reached", self.host)
            raise
        finally:
            self.is_answering = is_answering


class AnsweringSelector(RoundRobinSelector):
    """Takes turns among the nodes that answer; among all where none does."""

    def select(self, connections: Sequence[Connection]) -> Any:
        now = time.monotonic()
        answering = [c for c in connections if getattr(c, "silent_until", 0.0) <= now]
        return super().select(answering or connections)


class Turnstile:
    """Lets requests through side by side, but one by one while no node of a cluster answers.

    So a silent cluster holds one thread of a server for as long as a request may take, not all.
    """

    def __init__(self, connections: Sequence[Any]) -> None:
        self._connections = connections
        self._one = threading.Lock()

    @contextmanager
    def passed(self) -> Iterator[bool]:
        """False when the request had better not be made now: another one waits for an answer."""
        if self._is_answering():
            yield True
            return
        is_first = self._one.acquire(timeout=QUEUE_S)
        try:
            yield is_first or self._is_answering()
        finally:
            if is_first:
                self._one.release()

    def _is_answering(self) -> bool:
        return any(connection.is_answering for connection in self._connections)
