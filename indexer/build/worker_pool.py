"""Share tasks among processes, one a core, each of which holds what is costly to make.

Tasks are functions of that holding and their arguments. Until `start` they are done right here, at
once: a few paragraphs are indexed sooner than a process is started.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from indexer.errors import CorpusError

H = TypeVar("H")
P = ParamSpec("P")
T = TypeVar("T")


class Workers(Generic[H]):
    """A context: at its end all tasks are done, or cancelled by an error, and no process is left.

    CorpusError leaves it when a process died.
    """

    def __init__(self, make: Callable[[], H]) -> None:
        """`make` gives a worker's holding; it is pickled, as are all tasks and arguments."""
        self._make = make
        self._here: H | None = None
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """From here on tasks go to processes."""
        # Fresh ones: forking a process with threads is unsafe.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(worker_count(), context, _begin, (self._make,))

    def submit(
        self, task: Callable[Concatenate[H, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Have a task done."""
        if self._pool is not None:
            return self._pool.submit(_do, task, args, kwargs)
        if self._here is None:
            self._here = self._make()
        done: Future[T] = Future()
        done.set_result(task(self._here, *args, **kwargs))
        return done

    def __enter__(self) -> Workers[H]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=error is not None)
        if isinstance(error, BrokenProcessPool):
            reason = "分析进程意外结束（可能是内存不足），未发布；现有索引未变"
            raise CorpusError(f"{reason}，请腾出内存后重试") from error


def worker_count() -> int:
    """One process a core that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


_holding: Any = None  # of this process, where it is a worker


def _begin(make: Callable[[], object]) -> None:
    global _holding
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C ends it at once, without a traceback
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _holding = make()
    # A task makes millions of values and hardly a cycle: looking for cycles again and again among
    # all of them was an eighth of a build. `_do` looks once, for what the task itself has left.
    gc.freeze()
    gc.disable()


def _end_with_parent() -> None:
    """A worker whose build was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(task: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    try:
        return task(_holding, *args, **kwargs)
    finally:
        gc.collect()
