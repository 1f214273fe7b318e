"""Measure whether the index answers, in a bounded time, for machines that watch the service."""

from __future__ import annotations

import threading

from search.errors import EngineUnavailableError
from search.request import SearchRequest
from search.results import SearchResult
from web.door import Door

PATIENCE_S = 3.0  # who watches gives up after some ten seconds, and would see nothing at all
ANALYSED = SearchRequest("就绪", size=1, facet_limit=1)
WHOLE = SearchRequest(size=1, facet_limit=0)


class Pulse:
    """One look at a time, shared by all who ask meanwhile; who asks waits PATIENCE_S at most."""

    def __init__(self, searcher: Door) -> None:
        self._searcher = searcher
        self._lock = threading.Lock()
        self._beat: _Beat | None = None

    def measure(self) -> SearchResult:
        """The whole index as a result. EngineUnavailableError when that takes too long."""
        with self._lock:
            if self._beat is None or not self._beat.is_alive():
                self._beat = _Beat(self._searcher)
                self._beat.start()
            beat = self._beat
        beat.join(PATIENCE_S)
        if isinstance(beat.outcome, BaseException):
            raise beat.outcome
        if beat.outcome is None:
            raise EngineUnavailableError(f"{PATIENCE_S:g} 秒内没有回答")
        return beat.outcome


class _Beat(threading.Thread):
    """Two searches, one of them through the analyzer. `outcome` is None until they have ended."""

    def __init__(self, searcher: Door) -> None:
        super().__init__(name="pulse", daemon=True)
        self.outcome: SearchResult | BaseException | None = None
        self._searcher = searcher

    def run(self) -> None:
        try:
            self._searcher.search(ANALYSED)
            self.outcome = self._searcher.search(WHOLE)
        except Exception as error:
            self.outcome = error
