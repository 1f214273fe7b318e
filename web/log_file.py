"""Append lines to a file that others rotate; a disk that refuses costs lines, never an answer."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

_MODE = 0o640
_QUIET_S = 60.0  # between two complaints
_log = logging.getLogger("qianshao.web")


class LogFile(logging.Handler):
    """One line for each record, by one `write`, so that several processes share the file.

    When the file was renamed or removed (logrotate needs no signal; copytruncate does as well), the
    next line begins a new one. `on_loss` is called for every line that could not be written.
    """

    def __init__(self, path: Path, on_loss: Callable[[], None]) -> None:
        super().__init__()
        self._path, self._on_loss = path, on_loss
        self._descriptor = -1
        self._is_torn = False  # the disk took the first part of a line only
        self._complained_at = -_QUIET_S
        self._try(self._follow)

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record).encode("utf-8", "backslashreplace") + b"\n"
        if not self._try(lambda: self._write(line)):
            self._on_loss()

    def _try(self, action: Callable[[], None]) -> bool:
        try:
            action()
        except OSError as error:
            if time.monotonic() - self._complained_at >= _QUIET_S:
                self._complained_at = time.monotonic()
                reason = error.strerror or error
                _log.warning("访问日志写不进「%s」（%s）；服务照常，日志有缺失", self._path, reason)
            return False
        return True

    def _write(self, line: bytes) -> None:
        self._follow()
        whole = b"\n" + line if self._is_torn else line
        written = os.write(self._descriptor, whole)
        self._is_torn = written < len(whole) and (written > 0 or self._is_torn)
        if written < len(whole):
            raise OSError(0, "磁盘已满")

    def _follow(self) -> None:
        """Have the file open that goes by our path now."""
        if self._descriptor >= 0:
            try:
                if os.path.samestat(os.fstat(self._descriptor), os.stat(self._path)):
                    return
            except FileNotFoundError:
                pass
            self._close()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._descriptor, self._is_torn = os.open(self._path, flags, _MODE), False

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def close(self) -> None:
        self._close()
        super().close()
