"""Keep the live generation open, and follow publishes, withdrawals and damage while it is used."""

from __future__ import annotations

import logging
import threading
import time

from indexer.errors import QianshaoError
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from search.index_reader import IndexReader, open_index

_LOOK_S = 0.01  # how often the files of the live generation are looked at
_FOLLOW_S = 0.001  # how often what is published and withdrawn is: a page asks a thousand times
_PAUSE_S = 1.0  # between two tries to open what cannot be opened
_AGAIN_S = 60.0  # until a generation that was refused gets another chance
_DISTURBED_S = 5.0  # so long an answer may have been under way when files changed

_log = logging.getLogger(__name__)


class ReaderManager:
    """Hands out the open library. A request keeps the one it was given until it has its answer.

    After a publish the new generation is opened beside the old one, in a thread of its own, and
    takes over when it is warm. After a withdrawal, and when somebody wrote to the very files that
    are mapped, the next request waits for the reopened index: what was withdrawn or damaged is not
    shown again. If there is nothing whole to open, requests get the QianshaoError that says so.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.store = GenerationStore(settings.index_path())
        self._lock = threading.Lock()
        self._opening: threading.Thread | None = None
        self._refused, self._refused_at = "", 0.0  # published, but could not be opened
        self._looked_at = self._vectors_looked_at = self._followed_at = 0.0
        self._is_doubtful = False  # files have changed since the library was opened
        self._doubted_at = -_DISTURBED_S
        self._error: QianshaoError | None = None  # why the last reopening failed
        self._failed_at = 0.0
        self._library = self._open()

    def current(self) -> IndexReader:
        """The library to answer one request from."""
        library, now = self._library, time.monotonic()
        if now - self._followed_at < _FOLLOW_S and not self._is_doubtful:
            return library
        self._look()
        library = self._library
        if self._must_reopen(library):
            return self._reopen()
        name = self.store.current_name()
        is_newer = name != library.generation.name
        if name and not self._is_refused(name) and (is_newer or self._has_other_vectors(library)):
            self._open_in_background(name)
        self._followed_at = now
        return library

    def _has_other_vectors(self, library: IndexReader) -> bool:
        """Whether search by meaning became possible, or its files changed, since the opening."""
        if library.meaning is None:
            return False
        now = time.monotonic()
        if now - self._vectors_looked_at < _PAUSE_S:
            return False
        self._vectors_looked_at = now
        return library.meaning.has_changed()

    def was_disturbed(self) -> bool:
        """Whether somebody wrote to the mapped files just now: what was being read of them may
        have failed in any way."""
        self._looked_at = 0.0
        self._look()
        return time.monotonic() - self._doubted_at < _DISTURBED_S

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked_at >= _LOOK_S:
            library = self._library
            if self.store.has_changed(library.generation) and library is self._library:
                self._is_doubtful, self._doubted_at = True, now
            self._looked_at = now

    def _must_reopen(self, library: IndexReader) -> bool:
        return self._is_doubtful or self.store.withdrawn() != library.withdrawn

    def _is_refused(self, name: str) -> bool:
        return name == self._refused and time.monotonic() - self._refused_at < _AGAIN_S

    def _reopen(self) -> IndexReader:
        with self._lock:
            if self._must_reopen(self._library):
                if self._error and time.monotonic() - self._failed_at < _PAUSE_S:
                    raise self._error
                try:
                    self._library = self._open()
                except QianshaoError as error:
                    self._error, self._failed_at = error, time.monotonic()
                    raise
                self._is_doubtful, self._error = False, None
            return self._library

    def _open(self) -> IndexReader:
        """The best generation there is. One that is live but not whole is not tried for a while."""
        library = open_index(self._settings, self.store)
        for warning in library.generation.warnings:
            _log.warning("%s", warning)
        if library.generation.instead_of:
            self._refuse(library.generation.instead_of)
        return library

    def _refuse(self, name: str) -> None:
        self._refused, self._refused_at = name, time.monotonic()

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
            library = self._open()
        except QianshaoError as error:
            _log.warning(
                "新索引 %s 无法打开，继续使用 %s：%s", name, self._library.generation.name, error
            )
            self._refuse(name)
            return
        with self._lock:
            self._library = library
            self._is_doubtful = False

    def close(self) -> None:
        """Wait for an opening under way, then let go."""
        if self._opening is not None:
            self._opening.join()
        self._library.engine.close()
