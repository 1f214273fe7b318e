"""Choose which waiting request is answered next, so that a few greedy clients do not hold up all.

A client is known by its address and by its connection. Each has used some processor time lately,
and by what it asked before its next request is expected to take some. For that a request stands
back, as if it had come so much later: what is short, and what comes from clients that used little,
goes first, but nobody waits for ever. Of too many waiting requests the one at the other end is
turned away. Readers behind one unlisted proxy share an address, and are then told apart by their
connections; what a listed proxy brings is told apart by address alone, for its connections are
anybody's. Long requests (as expected, or for files) and those of connections that used much
together hold at most half of the threads: another request finds one free, and has not to share
Python with many.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, TypeAlias

from waitress.task import ThreadedTaskDispatcher

HALF_LIFE_S = 4.0
GREEDY_S = 0.5  # processor time lately used; somebody who types and clicks stays far below
NEWCOMER_S = 0.03  # expected of who has asked nothing yet: a little more than of a known reader
LONG_S = 0.1  # processor time of one request; a reader's takes a tenth of it
_PER_EXPECTED = 20.0  # seconds to stand back for each that the request is expected to take
_MOST_BACK_S = 5.0  # for each reason: the request, its client's address, its connection
_NEWS = 0.25  # how far one request changes what is expected of the next
_FILES = (".csv", ".xlsx", ".docx")  # known to take long before they have been begun
_MOST_CLIENTS = 4096
_NEGLIGIBLE_S = 0.001

Client: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What a client used up to `then`, and what its next request is expected to use."""

    used_s: float
    expected_s: float
    then: float


class Accounts:
    """Processor seconds of each client, half of them forgotten every `HALF_LIFE_S`."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._accounts: dict[Client, Account] = {}

    def used(self, client: Client) -> float:
        account = self._accounts.get(client)
        if account is None:
            return 0.0
        return account.used_s * math.exp2((account.then - self._now()) / HALF_LIFE_S)

    def expected(self, client: Client) -> float | None:
        """Of the next request; None of a client that has asked nothing yet."""
        account = self._accounts.get(client)
        return account.expected_s if account else None

    def add(self, client: Client, seconds: float, is_usual: bool = True) -> None:
        """One request more. What is not usual (a file) tells nothing of the next one."""
        expected = self.expected(client) or 0.0
        if is_usual:
            expected += _NEWS * (seconds - expected)
        self.put(client, self.used(client) + seconds, expected)

    def put(self, client: Client, used_s: float, expected_s: float) -> None:
        self._accounts[client] = Account(used_s, expected_s, self._now())
        if len(self._accounts) > _MOST_CLIENTS:
            self._forget()

    def _forget(self) -> None:
        """Drop who used next to nothing, and if all did use much, the lighter half."""
        left = sorted(self._accounts, key=self.used)[_MOST_CLIENTS // 2 :]
        kept = {c: self._accounts[c] for c in left if self.used(c) > _NEGLIGIBLE_S}
        self._accounts = kept


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """A request in the queue: waitress's channel that holds it, whose it is, and its kind.

    `is_usual`: its cost tells what its client's next request will cost. `is_greedy`: one of those
    that hold few threads. `due_s`: when it came, and how far it stands back; the least goes first.
    """

    channel: Any
    address: Client
    connection: Client
    is_usual: bool
    is_greedy: bool
    due_s: float

    def cancel(self) -> None:
        """Called by waitress when it ends."""
        self.channel.cancel()


class FairDispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]
    """waitress's threads, with another order of service. `address_of` names a channel's client."""

    def __init__(self, threads: int, max_waiting: int, address_of: Callable[[Any], str]) -> None:
        super().__init__()
        self.accounts = Accounts()
        self._max_waiting, self._address_of = max_waiting, address_of
        self._greedy_running, self._most_greedy = 0, max(1, threads // 2)
        self.set_thread_count(threads)

    def add_task(self, channel: Any) -> None:
        """Queue a channel, whose first request is to be answered."""
        waiting = self._judge(channel)
        with self.lock:
            self.queue.append(waiting)
            self.queue_cv.notify()

    def clients_of(self, channel: Any) -> tuple[Client, Client]:
        """Whose request waits in a channel: by address and by connection."""
        peer = tuple(map(str, channel.addr or ("",)))
        name = self._address_of(channel)
        address = ("address", name)
        return address, ("connection", *peer) if name == peer[0] else address

    def _judge(self, channel: Any) -> Waiting:
        """Whose a request is, and how far it stands back. One that was not understood has no path
        and is cut off at once."""
        address, connection = self.clients_of(channel)
        is_file = any(getattr(r, "path", "").endswith(_FILES) for r in channel.requests[:1])
        expected = self._expected(address, connection)
        is_greedy = is_file or expected >= LONG_S or self.accounts.used(connection) >= GREEDY_S
        reasons_s = (
            _PER_EXPECTED * max(expected, LONG_S * is_file),
            self.accounts.used(address),
            self.accounts.used(connection),
        )
        due_s = time.monotonic() + sum(min(reason, _MOST_BACK_S) for reason in reasons_s)
        return Waiting(channel, address, connection, not is_file, is_greedy, due_s)

    def _expected(self, address: Client, connection: Client) -> float:
        """Processor time of the next request, in seconds."""
        for client in (connection, address):
            expected = self.accounts.expected(client)
            if expected is not None:
                return expected
        return NEWCOMER_S

    def handler_thread(self, thread_no: int) -> None:
        """The life of one thread; waitress's own, but for the choice and the account."""
        while (waiting := self._take(thread_no)) is not None:
            before = time.thread_time()
            try:
                waiting.channel.service()
            except BaseException:
                self.logger.exception("Exception when servicing %r", waiting.channel)
            self._settle(waiting, time.thread_time() - before)

    def _take(self, thread_no: int) -> Waiting | None:
        """The next request to answer; None when the thread is to end."""
        with self.lock:
            while self.stop_count == 0:
                waiting = self._choose()
                if waiting is not None:
                    self._greedy_running += waiting.is_greedy
                    return waiting
                self.active_count -= 1
                self.queue_cv.wait()
                self.active_count += 1
            self.active_count -= 1
            self.stop_count -= 1
            self.threads.discard(thread_no)
            self.thread_exit_cv.notify()
            return None

    def _settle(self, waiting: Waiting, seconds: float) -> None:
        with self.lock:
            for client in {waiting.address, waiting.connection}:
                self.accounts.add(client, seconds, waiting.is_usual)
            if waiting.is_greedy:
                self._greedy_running -= 1
                self.queue_cv.notify()

    def _choose(self) -> Waiting | None:
        """Take the next one out of the queue; None when all that wait must go on waiting."""
        is_crowded = len(self.queue) - 1 > self._max_waiting  # what is taken will be turned away
        may_be_greedy = is_crowded or self._greedy_running < self._most_greedy
        found = [w for w in self.queue if may_be_greedy or not w.is_greedy]
        if not found:
            return None
        chosen: Waiting = (max if is_crowded else min)(found, key=attrgetter("due_s"))
        self.queue.remove(chosen)
        return replace(chosen, is_usual=chosen.is_usual and not is_crowded)
