"""Carry new connections to the worker that has fewest, whichever the kernel gave them to.

The kernel wakes whoever waits, and that is often the same one: of two workers one did all the work
of four clients. The parent makes the exchange before it forks: a board, on which each worker writes
how many connections it has, and an inbox for each. Only its worker writes a row of the board and
reads an inbox, but all hold all of them open: what lies in the inbox of a worker that dies waits
for the one that takes its place.
"""

from __future__ import annotations

import mmap
import socket
import time
from collections import deque
from collections.abc import Iterator

_CONNECTIONS, _EMPTIED_AT, _IS_OPEN = range(3)
_COLUMNS = 3
_MOST_BYTES = 16


class Exchange:
    """What all workers share; `count` of them, numbered from 0."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._board = memoryview(mmap.mmap(-1, 8 * _COLUMNS * count)).cast("d")
        self._inboxes = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(count)]
        for slot, inbox in self._inboxes:
            slot.setblocking(False)
            inbox.setblocking(False)

    def desk(self, number: int) -> Desk:
        """The place of one worker, to be taken in its own process."""
        return Desk(self, number)

    def forget(self, number: int) -> None:
        """Let nobody pass anything to a worker that has died."""
        self.write(number, _IS_OPEN, 0.0)

    def read(self, number: int, column: int) -> float:
        return self._board[number * _COLUMNS + column]

    def write(self, number: int, column: int, value: float) -> None:
        self._board[number * _COLUMNS + column] = value

    def slot(self, number: int) -> socket.socket:
        return self._inboxes[number][0]

    def inbox(self, number: int) -> socket.socket:
        return self._inboxes[number][1]


class Desk:
    """What one worker knows of the others, and how it deals with them. For one thread."""

    def __init__(self, exchange: Exchange, number: int) -> None:
        self._exchange, self._number = exchange, number
        self._sent: list[deque[float]] = [deque() for _ in range(exchange.count)]
        self.inbox = exchange.inbox(number)

    def open(self) -> None:
        """From now on others may pass connections on to us."""
        self._exchange.write(self._number, _IS_OPEN, 1.0)

    def close(self) -> None:
        """From now on we take no more, and pass none on."""
        self._exchange.forget(self._number)

    def tell(self, connections: int) -> None:
        """Write how many connections are open here."""
        self._exchange.write(self._number, _CONNECTIONS, connections)

    def idler(self) -> int | None:
        """Who is to have a connection that has come here; None: we ourselves."""
        read = self._exchange.read
        found = [number for number in range(self._exchange.count) if read(number, _IS_OPEN)]
        if self._number not in found:
            return None
        best = min(found, key=lambda number: (self._burden(number), number != self._number))
        return best if best != self._number else None

    def send(self, number: int, connection: socket.socket, listener: int) -> bool:
        """Pass a connection on, that the listening socket `listener` took in; False when it cannot
        be done, because that worker's inbox is full."""
        now = time.monotonic()
        try:
            slot = self._exchange.slot(number)
            socket.send_fds(slot, [str(listener).encode()], [connection.fileno()])
        except OSError:
            return False
        self._sent[number].append(now)
        return True

    def arrivals(self) -> Iterator[tuple[socket.socket, int]]:
        """The connections that lie in our inbox, each with its listener's number."""
        while True:
            now = time.monotonic()
            try:
                data, descriptors, _, _ = socket.recv_fds(self.inbox, _MOST_BYTES, 1)
            except BlockingIOError:
                self._exchange.write(self._number, _EMPTIED_AT, now)
                return
            if descriptors:
                yield socket.socket(fileno=descriptors[0]), int(data)

    def _burden(self, number: int) -> float:
        """A worker's connections, those included that we passed on and it has not yet taken."""
        sent, emptied_at = self._sent[number], self._exchange.read(number, _EMPTIED_AT)
        while sent and sent[0] < emptied_at:
            sent.popleft()
        return len(sent) + self._exchange.read(number, _CONNECTIONS)
