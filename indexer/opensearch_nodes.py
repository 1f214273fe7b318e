"""Choose the node of an OpenSearch cluster that a request goes to: rather one that answers.

The client passes over nodes that refuse a connection. One that accepts and then says nothing
(frozen, swapping, cut off) would be asked again and again; here it is left alone for a while.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any

from opensearchpy import Connection, Urllib3HttpConnection
from opensearchpy.connection_pool import RoundRobinSelector
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import ConnectionTimeout

logger = logging.getLogger("qianshao.opensearch")
logger.addHandler(logging.NullHandler())  # a command tells its one error, a server logs them all
logging.getLogger("opensearch").setLevel(logging.ERROR)  # its warnings are pages of tracebacks

LEFT_ALONE_S = 30.0  # about as long as a cluster takes to expel a node that is silent


class WatchedConnection(Urllib3HttpConnection):
    """A connection to one node that knows until when it had better not be used."""

    silent_until = 0.0  # time.monotonic()

    def perform_request(self, *arguments: Any, **named: Any) -> Any:
        try:
            return super().perform_request(*arguments, **named)
        except ConnectionTimeout:
            self.silent_until = time.monotonic() + LEFT_ALONE_S
            logger.warning("%s does not answer in time", self.host)
            raise
        except NoConnection:
            logger.warning("%s cannot be reached", self.host)
            raise


class AnsweringSelector(RoundRobinSelector):
    """Takes turns among the nodes that answer; among all where none does."""

    def select(self, connections: Sequence[Connection]) -> Any:
        now = time.monotonic()
        answering = [c for c in connections if getattr(c, "silent_until", 0.0) <= now]
        return super().select(answering or connections)
