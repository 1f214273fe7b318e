"""Keep several processes alive that answer at one address, because one Python uses one core.

The parent has bound the sockets and only watches: it forks the workers, starts one anew that died,
passes the end on. What waits in the queue of a socket outlives any worker. A worker opens the index
for itself; its arrays are mapped files, so the memory is shared.
"""

from __future__ import annotations

import logging
import mmap
import multiprocessing
import os
import signal
import threading
import time
from array import array
from collections.abc import Callable, Sequence
from multiprocessing.connection import wait
from typing import Any

from web.server.sockets import Listener
from web.server.worker import GRACE_S

_MOST_BY_DEFAULT = 4
_PAUSE_S = 1.0  # before a worker is started anew
_TURN_S = 0.2
_log = logging.getLogger("qianshao.workers")

Work = Callable[[int, Any, Callable[[], None]], None]


def worker_count(wanted: int) -> int:
    """`wanted`, or for 0 one for each core that we may use, at most four. One without fork."""
    if not hasattr(os, "fork"):
        return 1
    return wanted or min(_MOST_BY_DEFAULT, len(os.sched_getaffinity(0)))


class Supervisor:
    """`work(number, counts, ready)` runs in each worker: it calls `ready` once it can answer. In
    the parent, `bury` is called with the process id of one that died."""

    def __init__(self, count: int, work: Work, bury: Callable[[int], None]) -> None:
        self._work, self._bury = work, bury
        self._context: Any = multiprocessing.get_context("fork")
        self._counts = memoryview(mmap.mmap(-1, 8 * count)).cast("q")
        self._counts[:] = memoryview(array("q", [-1] * count))
        self._ready, self._tell_ready = self._context.Pipe(duplex=False)
        self._workers: list[Any] = [None] * count
        self._is_stopping = False

    def run(self, listeners: Sequence[Listener], welcome: Callable[[], None]) -> int:
        """Until SIGTERM or SIGINT; the exit code. `welcome` is called once all can answer. One that
        ends before that ends the whole: its reason will not go away."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for number in range(len(self._workers)):
            self._start(number)
        missing, has_failed = len(self._workers), False
        while missing and not has_failed and not self._is_stopping:
            seen = wait([self._ready, *self._sentinels()], timeout=_TURN_S)
            missing -= self._take_ready()
            has_failed = bool(seen) and self._ready not in seen
        if not missing:
            welcome()
        while not has_failed and not self._is_stopping:
            wait(self._sentinels(), timeout=_TURN_S)
            self._replace_dead()
        for listener in listeners:
            listener.close()  # an open one here would go on taking connections
        self._end()
        return int(has_failed)

    def _stop(self, *signal: object) -> None:
        self._is_stopping = True

    def _start(self, number: int) -> None:
        worker = self._context.Process(target=self._live, args=(number, os.getpid()))
        worker.start()
        self._workers[number] = worker

    def _live(self, number: int, parent: int) -> None:
        """In the worker. It does not outlive its parent."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
        self._work(number, self._counts, lambda: self._tell_ready.send(number))

    def _sentinels(self) -> list[Any]:
        return [worker.sentinel for worker in self._workers]

    def _take_ready(self) -> int:
        taken = 0
        while self._ready.poll():
            self._ready.recv()
            taken += 1
        return taken

    def _replace_dead(self) -> None:
        self._take_ready()
        for number, worker in enumerate(self._workers):
            if not worker.is_alive() and not self._is_stopping:
                self._counts[number] = -1
                _log.warning(
                    "worker %d (process %d) ended with %d", number, worker.pid, worker.exitcode
                )
                self._bury(worker.pid)
                time.sleep(_PAUSE_S)
                self._start(number)

    def _end(self) -> None:
        """Let all workers finish what they have accepted; those that do not are killed."""
        for worker in self._workers:
            worker.terminate()
        deadline = time.monotonic() + GRACE_S + 7
        for worker in self._workers:
            worker.join(max(0.0, deadline - time.monotonic()))
            worker.kill()
            worker.join()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_TURN_S)
    os.kill(os.getpid(), signal.SIGTERM)
