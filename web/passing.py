"""Turn a connection with a waiting request into one of the worker that is to answer it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

from web.channels import Channel
from web.exchange import Desk, Parcel
from web.fairness import FairDispatcher, Waiting


class Dispatcher(FairDispatcher):
    """Queue and threads of one process. Where there are other workers, a request goes to the one
    that has least to do. Once the end has begun, every answer is a connection's last."""

    is_ending = False

    def __init__(
        self,
        threads: int,
        max_waiting: int,
        address_of: Callable[[Any], str],
        desk: Desk | None = None,
    ) -> None:
        self._desk = desk
        self.listeners: Sequence[BaseWSGIServer] = ()
        self._arriving: dict[HTTPChannel, Parcel] = {}
        super().__init__(threads, max_waiting, address_of)

    def add_task(self, channel: HTTPChannel) -> None:
        if self.is_ending:
            end_after_answers(channel)
        parcel = self._arriving.pop(channel, None)
        if parcel is not None:
            with self.lock:
                client = self.clients_of(channel)[1]
                self.accounts.put(client, parcel.used_s, parcel.expected_s)
        waiting = self.judge(channel)
        if parcel is not None or self.is_ending or not self._pass_on(waiting):
            self.queue_up(waiting)

    def tell(self, shorts: int, longs: int) -> None:
        if self._desk is not None:
            self._desk.tell(shorts, longs)

    def take_over(self, parcel: Parcel) -> None:
        """Answer a request that another worker passed on."""
        try:
            address = parcel.connection.getpeername()
        except OSError:  # the client has left
            parcel.connection.close()
            return
        listener = self.listeners[parcel.listener]
        channel = Channel(
            listener,
            parcel.connection,
            listener.fix_addr(address),
            listener.adj,
            map=listener._map,
        )
        self._arriving[channel] = parcel
        channel.received(parcel.request)

    def _pass_on(self, waiting: Waiting) -> bool:
        """Whether another worker has the connection now."""
        channel = waiting.channel
        if self._desk is None or not channel.whole_request:
            return False
        # The client has the last answer, or it would not ask on, before the thread is done with it.
        number = self._desk.better(waiting.is_long, already_done=channel in self.answering)
        if number is None:
            return False
        parcel = Parcel(
            connection=channel.socket,
            listener=self.listeners.index(channel.server),
            used_s=self.accounts.used(waiting.connection),
            expected_s=self.accounts.expected(waiting.connection) or 0.0,
            request=channel.whole_request,
        )
        if not self._desk.send(number, parcel):
            return False
        channel.requests.clear()
        channel.handle_close()  # our descriptor only: the connection is open in the other process
        return True


class Inbox(wasyncore.dispatcher):  # type: ignore[misc]
    """Where connections from other workers arrive; `most` open ones are enough."""

    def __init__(self, desk: Desk, dispatcher: Dispatcher, most: int, map: dict[int, Any]) -> None:
        super().__init__(desk.inbox, map)
        self._desk, self._dispatcher, self._most = desk, dispatcher, most

    def readable(self) -> bool:
        return len(self._map) < self._most

    def writable(self) -> bool:
        return False

    def handle_read(self) -> None:
        for parcel in self._desk.parcels():
            self._dispatcher.take_over(parcel)


def end_after_answers(channel: HTTPChannel) -> None:
    """Let the last answer that a connection waits for say `Connection: close`, and mean it."""
    if channel.requests:
        channel.requests[-1].headers["CONNECTION"] = "close"
