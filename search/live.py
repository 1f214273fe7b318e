"""Keep the live generation open, and follow publishes and withdrawals while it is being used."""

from __future__ import annotations

import logging
import threading

from indexer.errors import QianshaoError
from indexer.generations import GenerationStore
from indexer.settings import Settings
from search.library import Library, open_library

_log = logging.getLogger(__name__)


class LiveLibrary:
    """Hands out the open library. A request keeps the one it was given until it has its answer.

    After a publish the new generation is opened beside the old one, in a thread of its own, and
    takes over when it is warm. After a withdrawal the next request waits for the reopened index:
    what was withdrawn is not shown again.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store = GenerationStore(settings.index_path())
        self._lock = threading.Lock()
        self._opening: threading.Thread | None = None
        self._refused: str | None = None  # a published generation that could not be opened
        self._library = open_library(settings, self._store)

    def current(self) -> Library:
        """The library to answer one request from."""
        library = self._library
        if self._store.withdrawn() != library.withdrawn:
            return self._reopen()
        name = self._store.current_name()
        if name and name not in (library.generation.name, self._refused):
            self._open_in_background(name)
        return library

    def _reopen(self) -> Library:
        with self._lock:
            if self._store.withdrawn() != self._library.withdrawn:
                self._library = open_library(self._settings, self._store)
            return self._library

    def _open_in_background(self, name: str) -> None:
        if self._opening is not None and self._opening.is_alive():
            return
        with self._lock:
            if self._opening is None or not self._opening.is_alive():
                self._opening = threading.Thread(
                    target=self._take_over, args=(name,), name="open-generation", daemon=True
                )
                self._opening.start()

    def _take_over(self, name: str) -> None:
        try:
            library = open_library(self._settings, self._store)
        except QianshaoError as error:
            _log.warning(
                "新索引 %s 无法打开，继续使用 %s：%s", name, self._library.generation.name, error
            )
            self._refused = name
            return
        if library.generation.name != name:
            self._refused = name
        with self._lock:
            self._library = library

    def close(self) -> None:
        """Wait for an opening under way, then let go."""
        if self._opening is not None:
            self._opening.join()
        self._library.engine.close()
