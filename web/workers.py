"""Keep several processes alive that answer at one address, because one Python uses one core.

The parent has bound the sockets and only watches: it forks the workers, starts one anew that died,
passes the end on. The kernel gives each connection to a worker that waits for one, and that one
passes it on to whoever has fewest (see exchange). A worker opens the index for itself; its arrays
are mapped files, so the memory is shared. Each follows publishes and withdrawals by itself. Workers
whose parent is gone end, too.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

import click

from indexer.errors import QianshaoError
from web.server import GRACE_S

MOST_BY_DEFAULT = 4
_PAUSE_S = 1.0  # between two starts of the same worker
_TURN_S = 0.2
_log = logging.getLogger("qianshao.workers")

Report = Callable[[], None]
Work = Callable[[int, Report, Callable[[], bool]], None]


def worker_count(wanted: int) -> int:
    """`wanted`, or for 0 one for each core that we may use, at most four. One without fork."""
    if not hasattr(os, "fork"):
        return 1
    return wanted or min(MOST_BY_DEFAULT, len(os.sched_getaffinity(0)))


class Crew:
    """The workers. `work(number, ready, is_orphan)` is run in each: it calls `ready` when it can
    answer, and returns when it is told to end by SIGTERM or `is_orphan` says so. `on_death` is
    called in the parent with number and process id of a worker that ended."""

    def __init__(self, count: int, work: Work, on_death: Callable[[int, int], None]) -> None:
        self._work, self._on_death = work, on_death
        self._numbers: dict[int, int] = {}  # process id → number of the worker
        self._started: dict[int, float] = {}  # number of the worker → when it was started
        self._waiting = list(range(count))
        self._is_stopping = False
        self._read_end, self._write_end = os.pipe()

    def run(self, welcome: Report, close: Report) -> int:
        """Until SIGTERM or SIGINT; the exit code. `welcome` is called once all can answer, `close`
        before they are told to end: a socket that is open here would go on taking connections.

        A worker that ends before all could answer ends the whole: its reason will not go away.
        """
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self._start_waiting()
        failed = not self._all_ready()
        if not failed:
            welcome()
        while not self._is_stopping and not failed:
            time.sleep(_TURN_S)
            self._bury()
            self._start_waiting()
        close()
        self._end()
        return 1 if failed and not self._is_stopping else 0

    def _stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        self._is_stopping = True

    def _start_waiting(self) -> None:
        now = time.monotonic()
        for number in list(self._waiting):
            if now - self._started.get(number, -_PAUSE_S) >= _PAUSE_S and not self._is_stopping:
                self._waiting.remove(number)
                self._started[number] = now
                self._start(number)

    def _start(self, number: int) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self._numbers[pid] = number
            return
        code = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            self._work(number, self._report_ready, lambda: os.getppid() != parent)
            code = 0
        except QianshaoError as error:
            click.echo(f"错误：{error}", err=True)
        except BaseException:
            _log.exception("worker %d", number)
        finally:
            logging.shutdown()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)  # nothing of the parent's may be cleaned up here

    def _report_ready(self) -> None:
        os.write(self._write_end, b".")

    def _all_ready(self) -> bool:
        """Wait for every worker's word; False when one died before, or the end was asked for."""
        missing = len(self._numbers)
        while missing and not self._is_stopping:
            if select.select([self._read_end], [], [], _TURN_S)[0]:
                missing -= len(os.read(self._read_end, missing))
            elif self._bury():
                return False
        return not self._is_stopping

    def _bury(self) -> bool:
        """Take note of workers that ended; whether there were any."""
        count = len(self._numbers)
        for pid in list(self._numbers):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                number = self._numbers.pop(pid)
                self._waiting.append(number)
                self._on_death(number, pid)
                if not self._is_stopping:
                    code = os.waitstatus_to_exitcode(status)
                    _log.warning("worker %d (process %d) ended with %d", number, pid, code)
        return len(self._numbers) < count

    def _end(self) -> None:
        """Let all workers finish what they have accepted; those that do not are killed."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_S + 2
        while self._numbers and time.monotonic() < deadline:
            time.sleep(_TURN_S / 4)
            self._bury()
        self._signal(signal.SIGKILL)
        for pid in self._numbers:
            os.waitpid(pid, 0)

    def _signal(self, signum: signal.Signals) -> None:
        for pid in self._numbers:
            os.kill(pid, signum)
