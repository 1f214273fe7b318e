"""Let one process at a time write into a corpus: `qianshao add`, or a step of a desk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import IndexBusyError, LibraryError
from indexer.generations.durable import make_folder
from indexer.generations.lock import exclusive_lock

_LOCK = "review/lock"
_PATIENCE_S = 3.0


@contextmanager
def writing(corpus: Path) -> Iterator[None]:
    """Alone with the corpus. LibraryError if somebody else writes for longer than a step takes, or
    the folder cannot be written."""
    deadline = time.monotonic() + _PATIENCE_S
    lock = corpus / _LOCK
    while True:
        try:
            make_folder(lock.parent)
            turn = exclusive_lock(lock)
            turn.__enter__()
            break
        except IndexBusyError as error:
            if time.monotonic() > deadline:
                advice = f"资料库正由 {error.reason} 写入；请等它结束后再试，这次没有改动"
                raise LibraryError(advice) from error
            time.sleep(0.05)
        except OSError as error:
            raise LibraryError(f"无法写进「{corpus}」（{error.strerror or error}）") from error
    try:
        yield
    finally:
        turn.__exit__(None, None, None)
