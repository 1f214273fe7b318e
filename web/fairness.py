"""Choose which waiting request is answered next, so that a few greedy clients do not hold up all.

A client is known by its address and by its connection. Each has used some processor time lately;
requests of those who used little go first, in the order of their arrival, and of too many waiting
requests those who used most are turned away first. Readers behind one unlisted proxy share an
address, and are then told apart by their connections. Requests of heavy connections, and requests
for files, together hold at most half of the threads: another request finds one free.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from waitress.task import ThreadedTaskDispatcher

HALF_LIFE_S = 4.0
LIGHT_S = 0.25  # processor time lately used up to which nobody stands back
_HEAVY_LEVEL = 2  # from 0.5 s on; somebody who types and clicks stays far below
_FILES = (".csv", ".xlsx", ".docx")  # known to take long before they have been begun
_MOST_CLIENTS = 4096
_NEGLIGIBLE_S = 0.001

Client = tuple[str, ...]
Weight = tuple[int, int]


class Usage:
    """Processor seconds that each client used, half of them forgotten every `HALF_LIFE_S`."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._used: dict[Client, tuple[float, float]] = {}

    def of(self, client: Client) -> float:
        seconds, then = self._used.get(client, (0.0, 0.0))
        return seconds * math.exp2((then - self._now()) / HALF_LIFE_S)

    def add(self, client: Client, seconds: float) -> None:
        self._used[client] = (self.of(client) + seconds, self._now())
        if len(self._used) > _MOST_CLIENTS:
            self._forget()

    def _forget(self) -> None:
        """Drop who used next to nothing, and if all did use much, the lighter half."""
        left = sorted(self._used, key=self.of)[_MOST_CLIENTS // 2 :]
        self._used = {c: self._used[c] for c in left if self.of(c) > _NEGLIGIBLE_S}

    def level(self, client: Client) -> int:
        """0 for the light; one more each time the use doubles."""
        used = self.of(client)
        return 0 if used < LIGHT_S else 1 + int(math.log2(used / LIGHT_S))


class FairDispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]
    """waitress's threads, with another order of service. `address_of` names a channel's client."""

    def __init__(self, threads: int, max_waiting: int, address_of: Callable[[Any], str]) -> None:
        super().__init__()
        self._usage = Usage()
        self._max_waiting, self._address_of = max_waiting, address_of
        self._heavy_running, self._most_heavy = 0, max(1, threads // 2)
        self.set_thread_count(threads)

    def handler_thread(self, thread_no: int) -> None:
        """The life of one thread; waitress's own, but for the choice and the account."""
        while True:
            with self.lock:
                task = self._choose()
                while task is None and self.stop_count == 0:
                    self.active_count -= 1
                    self.queue_cv.wait()
                    self.active_count += 1
                    task = self._choose()
                if task is None or self.stop_count > 0:
                    if task is not None:
                        self.queue.appendleft(task)
                    self.active_count -= 1
                    self.stop_count -= 1
                    self.threads.discard(thread_no)
                    self.thread_exit_cv.notify()
                    return
                address, connection = self._clients(task)
                is_heavy = self._is_heavy(task)
                self._heavy_running += is_heavy
            before = time.thread_time()
            try:
                task.service()
            except BaseException:
                self.logger.exception("Exception when servicing %r", task)
            used = time.thread_time() - before
            with self.lock:
                self._usage.add(address, used)
                self._usage.add(connection, used)
                self._heavy_running -= is_heavy
                if is_heavy:
                    self.queue_cv.notify()

    def _choose(self) -> Any | None:
        """Take the next task out of the queue; None when all that wait must go on waiting."""
        is_crowded = len(self.queue) - 1 > self._max_waiting  # what is taken will be turned away
        may_be_heavy = is_crowded or self._heavy_running < self._most_heavy
        tasks = [task for task in self.queue if may_be_heavy or not self._is_heavy(task)]
        if not tasks:
            return None
        weights = [self._weight(task) for task in tasks]
        weight = max(weights) if is_crowded else min(weights)
        task = tasks[weights.index(weight)]
        self.queue.remove(task)
        return task

    def _is_heavy(self, task: Any) -> bool:
        """A request that could not be understood has no path."""
        is_file = any(getattr(r, "path", "").endswith(_FILES) for r in task.requests[:1])
        return is_file or self._usage.level(self._clients(task)[1]) >= _HEAVY_LEVEL

    def _weight(self, task: Any) -> Weight:
        address, connection = self._clients(task)
        return self._usage.level(address), self._usage.level(connection)

    def _clients(self, task: Any) -> tuple[Client, Client]:
        peer = tuple(map(str, task.addr or ()))
        return (self._address_of(task),), ("connection", *peer)
