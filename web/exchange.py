"""Carry connections, whose request has been read, from one worker to another that has less to do.

The parent makes the exchange before it forks: a board, on which each worker writes how much it has
to do, and an inbox for each. Only its worker writes a row of the board and reads an inbox; but all
hold all of them open, so what lies in the inbox of a worker that dies waits for the one that takes
its place. A worker that cannot pass a connection on keeps it, and loses nothing but time.

Long requests (see fairness) are the first half of the workers' alone while there are short ones.
"""

from __future__ import annotations

import math
import mmap
import socket
import struct
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

SHORTS_MATTER_S = 2.0  # how long after the last short request room is kept for the next
_LONG_RUNNING = 2.0  # how many short requests ahead are as bad as sharing a Python with a long one
_SHORTS, _LONGS, _SHORT_AT, _EMPTIED_AT, _IS_OPEN = range(5)
_COLUMNS = 5
_HEAD = struct.Struct("<Hdd")  # listener, used_s, expected_s
_MOST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Parcel:
    """A connection, the one request read from it, and the account of its client.

    `listener` tells which of the listening sockets took it in, from 0.
    """

    connection: socket.socket
    listener: int
    used_s: float
    expected_s: float
    request: bytes


class Exchange:
    """What all workers share; at most `count` of them, numbered from 0."""

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
    """What one worker knows of the others, and how it deals with them. Of its main thread only,
    but for `tell`."""

    def __init__(self, exchange: Exchange, number: int) -> None:
        self._exchange, self._number = exchange, number
        self._sent: list[deque[float]] = [deque() for _ in range(exchange.count)]
        self.inbox = exchange.inbox(number)

    def open(self) -> None:
        """From now on others may pass connections on to us."""
        self._exchange.write(self._number, _IS_OPEN, 1.0)

    def close(self) -> None:
        self._exchange.forget(self._number)

    def tell(self, shorts: int, longs: int) -> None:
        """Write how many requests are being answered here or wait."""
        if shorts > self._exchange.read(self._number, _SHORTS):
            self._exchange.write(self._number, _SHORT_AT, time.monotonic())
        self._exchange.write(self._number, _SHORTS, shorts)
        self._exchange.write(self._number, _LONGS, longs)

    def better(self, is_long: bool, already_done: int = 0) -> int | None:
        """Who is to answer a request that has come here; None: we ourselves. Of what we told,
        `already_done` is answered, and only its thread has not yet come to say so."""
        takers = self._for_longs() if is_long else self._open()
        burdens = {number: self._burden(number, is_long) for number in takers}
        best = min(burdens, key=lambda n: burdens[n], default=self._number)
        own = burdens.get(self._number, math.inf) - already_done
        return best if best != self._number and burdens[best] < own else None

    def send(self, number: int, parcel: Parcel) -> bool:
        """Pass a connection on; False when that worker's inbox is full, or the request too long."""
        head = _HEAD.pack(parcel.listener, parcel.used_s, parcel.expected_s)
        now = time.monotonic()
        try:
            socket.send_fds(
                self._exchange.slot(number), [head, parcel.request], [parcel.connection.fileno()]
            )
        except OSError:
            return False
        self._sent[number].append(now)
        return True

    def parcels(self) -> Iterator[Parcel]:
        """All that lies in our inbox."""
        while True:
            now = time.monotonic()
            try:
                data, descriptors, _, _ = socket.recv_fds(self.inbox, _MOST_BYTES, 1)
            except BlockingIOError:
                self._exchange.write(self._number, _EMPTIED_AT, now)
                return
            if len(data) > _HEAD.size and descriptors:
                listener, used_s, expected_s = _HEAD.unpack_from(data)
                connection = socket.socket(fileno=descriptors[0])
                yield Parcel(connection, listener, used_s, expected_s, data[_HEAD.size :])

    def _burden(self, number: int, is_long: bool) -> float:
        """What a request would find there, that which we passed on a moment ago included."""
        read = self._exchange.read
        sent, emptied_at = self._sent[number], read(number, _EMPTIED_AT)
        while sent and sent[0] < emptied_at:
            sent.popleft()
        shorts, longs = read(number, _SHORTS), read(number, _LONGS)
        return len(sent) + (longs if is_long else shorts + _LONG_RUNNING * (longs > 0))

    def _open(self) -> list[int]:
        read = self._exchange.read
        return [number for number in range(self._exchange.count) if read(number, _IS_OPEN)]

    def _for_longs(self) -> list[int]:
        found = self._open()
        return found[: max(1, len(found) // 2)] if self._have_shorts() else found

    def _have_shorts(self) -> bool:
        """Whether anybody asked something short of late."""
        read, everyone = self._exchange.read, range(self._exchange.count)
        last = max(read(number, _SHORT_AT) for number in everyone)
        return time.monotonic() - last < SHORTS_MATTER_S or any(read(n, _SHORTS) for n in everyone)
