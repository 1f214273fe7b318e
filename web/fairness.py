"""Choose which waiting request is answered next, so that a few greedy clients do not hold up all.

A client is known by its address and by its connection. Each has used some processor time lately;
requests of those who used little go first, in the order of their arrival, and of too many waiting
requests those who used most are turned away first. Readers behind one unlisted proxy share an
address, and are then told apart by their connections; what a listed proxy brings is told apart by
address alone, for its connections are anybody's. Of long requests, which are known by what their
clients asked before or by asking for a file, one is answered at a time: a process has one Python.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from waitress.task import ThreadedTaskDispatcher

HALF_LIFE_S = 4.0
LIGHT_S = 0.25  # processor time lately used up to which nobody stands back
LONG_S = 0.1  # processor time of one request; a reader's takes a tenth of it
_NEWS = 0.25  # how far one request changes what is expected of the next
_FILES = (".csv", ".xlsx", ".docx")  # known to take long before they have been begun
_MOST_CLIENTS = 4096
_NEGLIGIBLE_S = 0.001

Client: TypeAlias = tuple[str, ...]
Weight: TypeAlias = tuple[int, int]


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

    def level(self, client: Client) -> int:
        """0 for the light; one more each time the use doubles."""
        used = self.used(client)
        return 0 if used < LIGHT_S else 1 + int(math.log2(used / LIGHT_S))

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

    `is_usual`: its cost tells what its client's next request will cost.
    """

    channel: Any
    address: Client
    connection: Client
    is_usual: bool
    is_long: bool

    def cancel(self) -> None:
        """Called by waitress when it ends."""
        self.channel.cancel()


class FairDispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]
    """waitress's threads, with another order of service. `address_of` names a channel's client."""

    def __init__(self, threads: int, max_waiting: int, address_of: Callable[[Any], str]) -> None:
        super().__init__()
        self.accounts = Accounts()
        self._max_waiting, self._address_of = max_waiting, address_of
        self._works = {False: 0, True: 0}  # requests that wait or are answered, by is_long
        self._longs_running = 0
        self.answering: set[Any] = set()  # channels
        self.set_thread_count(threads)

    def add_task(self, channel: Any) -> None:
        """Queue a channel, whose first request is to be answered."""
        self.queue_up(self.judge(channel))

    def judge(self, channel: Any) -> Waiting:
        """Whose a request is, and whether it will be long. One that was not understood has no path
        and is cut off at once."""
        address, connection = self.clients_of(channel)
        is_file = any(getattr(r, "path", "").endswith(_FILES) for r in channel.requests[:1])
        expected = self.accounts.expected(connection)
        if expected is None:
            expected = self.accounts.expected(address) or 0.0
        is_long = is_file or expected >= LONG_S
        return Waiting(channel, address, connection, not is_file, is_long)

    def clients_of(self, channel: Any) -> tuple[Client, Client]:
        """By address and by connection."""
        peer = tuple(map(str, channel.addr or ("",)))
        name = self._address_of(channel)
        address = ("address", name)
        return address, ("connection", *peer) if name == peer[0] else address

    def queue_up(self, waiting: Waiting) -> None:
        with self.lock:
            self.queue.append(waiting)
            self._count(waiting, 1)
            self.queue_cv.notify()

    def tell(self, shorts: int, longs: int) -> None:
        """Called, with the lock held, when a request has come or has been answered."""

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
                    self._longs_running += waiting.is_long
                    self.answering.add(waiting.channel)
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
            self._count(waiting, -1)
            self.answering.discard(waiting.channel)
            if waiting.is_long:
                self._longs_running -= 1
                self.queue_cv.notify()

    def _count(self, waiting: Waiting, change: int) -> None:
        self._works[waiting.is_long] += change
        self.tell(self._works[False], self._works[True])

    def _choose(self) -> Waiting | None:
        """Take the next one out of the queue; None when all that wait must go on waiting."""
        is_crowded = len(self.queue) - 1 > self._max_waiting  # what is taken will be turned away
        may_be_long = is_crowded or not self._longs_running
        found = [waiting for waiting in self.queue if may_be_long or not waiting.is_long]
        if not found:
            return None
        weights = [self._weight(waiting) for waiting in found]
        chosen: Waiting = found[weights.index(max(weights) if is_crowded else min(weights))]
        self.queue.remove(chosen)
        return replace(chosen, is_usual=False) if is_crowded else chosen

    def _weight(self, waiting: Waiting) -> Weight:
        return self.accounts.level(waiting.address), self.accounts.level(waiting.connection)
