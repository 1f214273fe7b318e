"""Keep trying to open the index, so that the service starts without one and recovers by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from indexer.errors import QianshaoError
from search.request import SearchRequest
from search.results import (
    Completion,
    DocumentPage,
    DocumentSummary,
    IndexStatus,
    SearchResult,
    StoredParagraph,
)
from web.door import Door, Marks

if TYPE_CHECKING:
    from indexer.taxonomy.taxonomy import Taxonomy

PAUSE_S = 1.0


class RecoveringDoor:
    """A searcher that may not be there yet: every call opens it first, at most once a second.

    While it cannot be opened, calls raise the QianshaoError that says why; none but the first ones
    wait for a try that another call has under way. Thread-safe.
    """

    def __init__(self, opener: Callable[[], Door]) -> None:
        self._opener = opener
        self._lock = threading.Lock()
        self._door: Door | None = None
        self._error: QianshaoError | None = None
        self._tried_at = 0.0

    def _open(self) -> Door:
        door = self._door
        if door is not None:
            return door
        before = self._error
        if not self._lock.acquire(blocking=before is None):
            assert before is not None
            raise before
        try:
            if self._door is None:
                self._try()
            if self._door is None:
                assert self._error is not None
                raise self._error
            return self._door
        finally:
            self._lock.release()

    def _try(self) -> None:
        if self._error is not None and time.monotonic() - self._tried_at < PAUSE_S:
            return
        try:
            self._door, self._error = self._opener(), None
        except QianshaoError as error:
            self._error, self._tried_at = error, time.monotonic()

    def search(self, request: SearchRequest) -> SearchResult:
        return self._open().search(request)

    def suggest(self, text: str, limit: int = 10) -> tuple[Completion, ...]:
        return self._open().suggest(text, limit)

    def paragraph(self, id: str) -> StoredParagraph:
        return self._open().paragraph(id)

    def documents(self, page: int = 1, size: int = 20) -> DocumentPage:
        return self._open().documents(page, size)

    def document(self, slug: str) -> tuple[DocumentSummary, tuple[StoredParagraph, ...]]:
        return self._open().document(slug)

    def status(self) -> IndexStatus:
        return self._open().status()

    def taxonomy(self) -> Taxonomy:
        return self._open().taxonomy()

    def marks(self, request: SearchRequest, texts: Sequence[str]) -> list[Marks]:
        return self._open().marks(request, texts)

    def follow(self) -> str:
        return self._open().follow()

    def close(self) -> None:
        with self._lock:
            if self._door is not None:
                self._door.close()
                self._door = None
