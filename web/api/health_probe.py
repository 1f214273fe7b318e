"""Measure whether the index answers, in a bounded time, for machines that watch the service."""

from __future__ import annotations

import threading

from search.errors import EngineUnavailableError
from search.request import SearchRequest
from search.results import SearchResult
from search.searcher import Searcher

PATIENCE_S = 3.0  # who watches gives up after some ten seconds, and would see nothing at all
ANALYSED = SearchRequest("就绪", size=1, facet_limit=1)
WHOLE = SearchRequest(size=1, facet_limit=0)


class HealthProbe:
    """One look at a time, shared by all who ask meanwhile; who asks waits PATIENCE_S at most."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._lock = threading.Lock()
        self._look: _Look | None = None

    def measure(self) -> SearchResult:
        """The whole index as a result. EngineUnavailableError when that takes too long."""
        with self._lock:
            if self._look is None or not self._look.is_alive():
                self._look = _Look(self._searcher)
                self._look.start()
            look = self._look
        look.join(PATIENCE_S)
        if isinstance(look.outcome, BaseException):
            raise look.outcome
        if look.outcome is None:
            raise EngineUnavailableError(f"{PATIENCE_S:g} 秒内没有回答")
        return look.outcome


class _Look(threading.Thread):
    """Two searches, one of them through the analyzer. `outcome` is None until they have ended."""

    def __init__(self, searcher: Searcher) -> None:
        super().__init__(name="health-probe", daemon=True)
        self.outcome: SearchResult | BaseException | None = None
        self._searcher = searcher

    def run(self) -> None:
        try:
            self._searcher.search(ANALYSED)
            self.outcome = self._searcher.search(WHOLE)
        except Exception as error:
            self.outcome = error
