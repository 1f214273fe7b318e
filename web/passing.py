"""Turn a new connection into a channel of the worker that has fewest of them."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Any

from waitress import wasyncore
from waitress.server import BaseWSGIServer

from web.channels import Channel
from web.exchange import Desk


class Admission:
    """Stands where waitress expects the class of a channel, and may pass the connection on."""

    def __init__(self, desk: Desk, listeners: Sequence[BaseWSGIServer]) -> None:
        self._desk, self._listeners = desk, listeners

    def __call__(
        self,
        listener: BaseWSGIServer,
        connection: socket.socket,
        address: Any,
        adj: Any,
        map: dict[int, Any],
    ) -> Channel | None:
        self.count()
        number = self._desk.idler()
        place = self._listeners.index(listener)
        if number is not None and self._desk.send(number, connection, place):
            connection.close()  # our descriptor only
            return None
        return Channel(listener, connection, address, adj, map=map)

    def count(self) -> None:
        """Let the other workers know how many connections are open here."""
        self._desk.tell(sum(len(listener.active_channels) for listener in self._listeners))


class Inbox(wasyncore.dispatcher):  # type: ignore[misc]
    """Where connections from other workers arrive."""

    def __init__(
        self, desk: Desk, listeners: Sequence[BaseWSGIServer], map: dict[int, Any]
    ) -> None:
        super().__init__(desk.inbox, map)
        self._desk, self._listeners = desk, listeners

    def readable(self) -> bool:
        """As long as connections are let in at all."""
        return bool(len(self._map) < self._listeners[0].adj.connection_limit)

    def writable(self) -> bool:
        return False

    def handle_read(self) -> None:
        for connection, place in self._desk.arrivals():
            listener = self._listeners[place]
            try:
                address = listener.fix_addr(connection.getpeername())
            except OSError:  # the client has left
                connection.close()
            else:
                Channel(listener, connection, address, listener.adj, map=self._map)
