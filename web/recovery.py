"""Keep trying to open the index, so that the service starts without one and recovers by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from indexer.errors import QianshaoError
from search.searcher import Searcher

PAUSE_S = 1.0


class RecoveringSearcher:
    """A searcher that may not be there yet: every call opens it first, at most once a second.

    While it cannot be opened, calls raise the QianshaoError that says why; none but the first ones
    wait for a try that another call has under way. Thread-safe.
    """

    def __init__(self, opener: Callable[[], Searcher]) -> None:
        self._opener = opener
        self._lock = threading.Lock()
        self._searcher: Searcher | None = None
        self._error: QianshaoError | None = None
        self._tried_at = 0.0

    def __getattr__(self, name: str) -> Any:
        """A method of the searcher that is to be there when it is called."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **options: getattr(self._open(), name)(*args, **options)

    def close(self) -> None:
        with self._lock:
            if self._searcher is not None:
                self._searcher.close()
                self._searcher = None

    def _open(self) -> Searcher:
        if self._searcher is not None:
            return self._searcher
        before = self._error
        if not self._lock.acquire(blocking=before is None):
            assert before is not None
            raise before
        try:
            return self._searcher or self._try()
        finally:
            self._lock.release()

    def _try(self) -> Searcher:
        if self._error is not None and time.monotonic() - self._tried_at < PAUSE_S:
            raise self._error
        try:
            self._searcher, self._error = self._opener(), None
        except QianshaoError as error:
            self._error, self._tried_at = error, time.monotonic()
            raise
        return self._searcher
