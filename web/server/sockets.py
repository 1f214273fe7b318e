"""Turn host and port into listening sockets that bound number and patience of their connections.

waitress takes sockets from its caller and asks of them what Python documents: accept, recv, send,
close. These note when a connection last moved, so that one that holds a place and does not move
can be closed from outside: waitress finds it closed, as when a client leaves.
"""

from __future__ import annotations

import errno
import os
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from indexer.errors import SettingsError

UNREAD_S = 5.0  # no byte of an answer was taken for so long
UNFINISHED_S = 30.0  # since a request began to arrive
MOST_CONNECTIONS = 480  # of a worker: their files stay below the usual limit of 1,024
MOST_PER_ADDRESS = 100  # of a worker; listed proxies bring many readers and are exempt
# What a slow reader takes at 20 KB/s within UNREAD_S shows as room in a buffer of this size.
_SEND_BUFFER_BYTES = 128 << 10
_BACKLOG = 1024
_PATIENCE_S = 0.05  # for a worker with fewer connections to take a new one
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: unsent bytes are dropped with the connection


class Connection(socket.socket):
    """A connection that knows since when it waits for its client; times are monotonic."""

    def __init__(self, accepted: socket.socket, peer: Any, connections: Connections) -> None:
        super().__init__(accepted.family, accepted.type, accepted.proto, accepted.detach())
        self.peer = (str(peer[0]), str(peer[1]))
        self.moved_at = time.monotonic()
        self.asked_at: float | None = None  # a request has begun to arrive, and is not answered
        self.unread_since: float | None = None  # waitress has more to send than the client takes
        self.is_answering = False
        self._connections = connections

    def recv(self, *arguments: Any) -> bytes:
        data = super().recv(*arguments)
        self.moved_at = time.monotonic()
        if data and self.asked_at is None:
            self.asked_at = self.moved_at
        return data

    def send(self, data: Any, *arguments: Any) -> int:
        try:
            sent = super().send(data, *arguments)
        except BlockingIOError:
            self.unread_since = self.unread_since or time.monotonic()
            raise
        self.moved_at = time.monotonic()
        self.unread_since = self.moved_at if sent < len(data) else None
        return sent

    def close(self) -> None:
        with self._connections.lock:
            self._connections.forget(self)
            super().close()

    def is_late(self, now: float) -> bool:
        if self.unread_since is not None:
            return now - self.unread_since > UNREAD_S
        is_arriving = self.asked_at is not None and not self.is_answering
        return is_arriving and now - (self.asked_at or now) > UNFINISHED_S

    def is_busy(self, now: float) -> bool:
        """Whether an answer is under way, or a request is likely to wait for a thread."""
        is_waiting = self.asked_at is not None and now - self.moved_at < UNREAD_S / 2
        return self.is_answering or self.unread_since is not None or is_waiting


class Connections:
    """The open connections of one worker. `counts` are those of all, ours at `number`."""

    def __init__(self, is_exempt: Callable[[str], bool], counts: Any = None, number: int = 0):
        self.lock = threading.RLock()
        self._is_exempt = is_exempt
        self._counts, self._number = counts or memoryview(bytearray(8)).cast("q"), number
        self._open: dict[tuple[str, str], Connection] = {}
        self._held: Counter[str] = Counter()
        self._yielding_since = 0.0
        self._tell()

    def is_anothers_turn(self) -> bool:
        """Whether a worker with fewer connections may be expected to take the next one."""
        others = [count for count in self._counts if count >= 0]
        if not others or len(self._open) <= min(others):
            self._yielding_since = 0.0
            return False
        now = time.monotonic()
        self._yielding_since = self._yielding_since or now
        return now - self._yielding_since < _PATIENCE_S

    def admit(self, connection: Connection) -> bool:
        """Take a new one in, if need be at the cost of the one of its address (or, when all places
        are taken, of whoever holds most) that has not moved for longest. False: there is none."""
        self._yielding_since = 0.0
        host, crowd = connection.peer[0], ""
        with self.lock:
            if self._held[host] >= MOST_PER_ADDRESS and not self._is_exempt(host):
                crowd = host
            elif len(self._open) >= MOST_CONNECTIONS:
                crowd = self._held.most_common(1)[0][0]
            if crowd:
                still = [c for c in self._open.values() if c.peer[0] == crowd]
                still = [c for c in still if not c.is_answering]
                if not still:
                    return False
                self._abort(min(still, key=lambda c: c.moved_at))
            self._open[connection.peer] = connection
            self._held[host] += 1
            self._tell()
        return True

    def find(self, address: str, port: str) -> Connection | None:
        return self._open.get((address, port))

    def close_late(self) -> None:
        """Close those whose client has kept us waiting for too long."""
        now = time.monotonic()
        with self.lock:
            for connection in [c for c in self._open.values() if c.is_late(now)]:
                self._abort(connection)

    def are_busy(self) -> bool:
        now = time.monotonic()
        with self.lock:
            return any(connection.is_busy(now) for connection in self._open.values())

    def retire(self) -> None:
        """Let the other workers count without us."""
        number, self._number = self._number, -1
        self._counts[number] = -1

    def close(self) -> None:
        with self.lock:
            for connection in list(self._open.values()):
                connection.close()

    def forget(self, connection: Connection) -> None:
        if self._open.get(connection.peer) is connection:
            del self._open[connection.peer]
            self._held[connection.peer[0]] -= 1
            self._held += Counter()  # drops who holds none
            self._tell()

    def _abort(self, connection: Connection) -> None:
        self.forget(connection)
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            connection.shutdown(socket.SHUT_RDWR)

    def _tell(self) -> None:
        if self._number >= 0:
            self._counts[self._number] = len(self._open)


class Listener(socket.socket):
    """A listening socket, shared by all workers; each has its own `connections`."""

    connections: Connections
    _end: socket.socket | None = None
    _is_over = False

    def accept(self) -> tuple[socket.socket, Any]:
        if self._is_over:
            raise SystemExit  # waitress's loop takes it for the wish to end, in whatever thread
        if self._end is None and self.connections.is_anothers_turn():
            time.sleep(0.0005)  # the queue stays readable until it is taken
            raise BlockingIOError(errno.EWOULDBLOCK, "another worker has fewer connections")
        accepted, peer = super().accept()
        connection = Connection(accepted, peer, self.connections)
        if not self.connections.admit(connection):
            connection.close()
            raise BlockingIOError(errno.EWOULDBLOCK, "no place left")
        return connection, peer

    def retire(self) -> None:
        """Stop listening unnoticed by the loop that polls our descriptor: it names another socket
        from now on, which becomes readable by `end`."""
        self._end, other = socket.socketpair()
        with other:
            os.dup2(other.fileno(), self.fileno(), inheritable=False)

    def end(self) -> None:
        """Let the loop that serves us end."""
        self._is_over = True
        if self._end is not None:
            self._end.send(b".")

    def close(self) -> None:
        if self._end is not None:
            self._end.close()
        super().close()


def listen(host: str, port: int) -> list[Listener]:
    """One for each address of `host`. SettingsError when there is none to listen on.

    An address family that this machine does not have is passed over as long as another is left:
    "localhost" often names ::1 where IPv6 is switched off.
    """
    listeners, reason = [], "没有这个主机名"
    with suppress(socket.gaierror, UnicodeError, OverflowError):
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, address in dict.fromkeys((entry[0], entry[4]) for entry in found):
            try:
                made = socket.create_server(address[:2], family=family, backlog=_BACKLOG)
            except OSError as error:
                reason = error.strerror or reason
            else:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
                listeners.append(Listener(fileno=made.detach()))
    if not listeners:
        raise SettingsError("server.port", f"不能在 {host}:{port} 上监听（{reason}）")
    return listeners
