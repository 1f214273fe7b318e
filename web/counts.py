"""Make a folder for the workers' counts that is gone once they are, however they ended.

The server removes its folder when it ends. One that was killed cannot; the next to start does it.
A server and its workers hold a lock in their folder, which the system drops with the last of them,
so the folder of a living one is never touched. POSIX only, as are workers.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "qianshao-serve-"
_LOCK_NAME = "alive"


@contextmanager
def counts_folder() -> Iterator[str]:
    """A folder of our own, held by this process and all that it forks meanwhile."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # not ours, or somebody else has just removed it
            _remove_if_dead(folder)
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name:
        # Under its name it is locked from the first moment.
        draft = Path(name, f"{_LOCK_NAME}.new")
        lock = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            draft.rename(Path(name, _LOCK_NAME))
            yield name
        finally:
            os.close(lock)


def _remove_if_dead(folder: Path) -> None:
    """Remove a folder that this user made and no process holds. OSError when it is none such."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        return
    lock = os.open(folder / _LOCK_NAME, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
