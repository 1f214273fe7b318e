"""Keep several processes alive that answer at one address, because one Python uses one core.

The parent has bound the sockets and only watches: it forks the workers, starts one anew that died,
passes the end on. What waits in the queue of a socket outlives any worker. A worker opens the index
for itself; its arrays are mapped files, so the memory is shared.
"""

from __future__ import annotations

import logging
import mmap
import multiprocessing
import signal
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import wait
from typing import Any

from web.server.sockets import Listener
from web.server.worker import GRACE_S

_PAUSE_S = 1.0  # before a worker is started anew
_TURN_S = 0.2
_log = logging.getLogger("qianshao.workers")


class Supervisor:
    """`work(number, counts)` runs in each worker, until SIGTERM; it is ready once it has written
    its number of connections into `counts`. `bury` is called with the process id of a dead one."""

    def __init__(
        self, count: int, work: Callable[[int, Any], None], bury: Callable[[int], None]
    ) -> None:
        self._work, self._bury = work, bury
        self._context: Any = multiprocessing.get_context("fork")
        self._counts = memoryview(mmap.mmap(-1, 8 * count)).cast("q")
        self._workers: list[Any] = [None] * count
        self._is_stopping = False

    def run(self, listeners: Sequence[Listener], welcome: Callable[[], None]) -> int:
        """Until SIGTERM or SIGINT; the exit code. `welcome` is called once all can answer. One that
        ends before that ends the whole: its reason will not go away."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for number in range(len(self._workers)):
            self._start(number)
        while min(self._counts) < 0 and not self._dead() and not self._is_stopping:
            wait([worker.sentinel for worker in self._workers], timeout=_TURN_S / 4)
        has_failed = min(self._counts) < 0 and not self._is_stopping
        if not has_failed:
            welcome()
        while not has_failed and not self._is_stopping:
            wait([worker.sentinel for worker in self._workers], timeout=_TURN_S)
            self._replace_dead()
        for listener in listeners:
            listener.close()  # an open one here would go on taking connections
        self._end()
        return int(has_failed)

    def _stop(self, *signal: object) -> None:
        self._is_stopping = True

    def _start(self, number: int) -> None:
        self._counts[number] = -1
        worker = self._context.Process(target=self._live, args=(number,))
        worker.start()
        self._workers[number] = worker

    def _live(self, number: int) -> None:
        for signum in (signal.SIGTERM, signal.SIGINT):  # until the worker has a handler of its own
            signal.signal(signum, signal.SIG_DFL)
        self._work(number, self._counts)

    def _dead(self) -> list[int]:
        return [n for n, worker in enumerate(self._workers) if not worker.is_alive()]

    def _replace_dead(self) -> None:
        for number in [] if self._is_stopping else self._dead():
            worker, self._counts[number] = self._workers[number], -1
            told = (number, worker.pid, worker.exitcode)
            _log.warning("worker %d (process %d) ended with %d", *told)
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
