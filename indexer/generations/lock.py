"""Let one process at a time write into an index folder, and tell the others who it is."""

from __future__ import annotations

import getpass
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from indexer.errors import IndexBusyError
from indexer.generations.durable import FILE_MODE, write_all

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows locks bytes, and a locked byte cannot be read by others: lock one far behind the text.
_WINDOWS_LOCK_OFFSET = 1 << 30
_HOLDER_BYTES = 1000
_MAX_COMMAND_CHARS = 400

_held: set[int] = set()


def _release_in_child() -> None:
    """A worker process forked by a build must not keep the lock when the build is killed."""
    for descriptor in _held:
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_release_in_child)


@contextmanager
def exclusive_lock(path: Path, wait: bool = False) -> Iterator[None]:
    """Hold the lock file at `path`. A dead holder's lock is free at once: the system drops it.

    When somebody else holds it: IndexBusyError at once, naming process, start and command; with
    `wait`, wait for the turn (POSIX only; for work of milliseconds). OSError when the folder
    cannot be written.
    """
    descriptor = _acquire(path, wait)
    _held.add(descriptor)
    try:
        with suppress(OSError):  # on a full disk nobody is told who we are, but a prune makes room
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            holder = f"进程 {os.getpid()}（{current_command()}，始于 {now()}）"
            write_all(descriptor, holder.encode("utf-8", "replace"))
        yield
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def _acquire(path: Path, wait: bool) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        try:
            if not _try_lock(descriptor, wait):
                raise IndexBusyError(str(path.parent), _holder(descriptor))
            if _is_still(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # somebody removed the file meanwhile: lock its successor


def _try_lock(descriptor: int, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _WINDOWS_LOCK_OFFSET, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (BlockingIOError, PermissionError):
        return False
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _holder(descriptor: int) -> str:
    """What the holder wrote about itself; it may need a moment to do so after locking."""
    for _ in range(5):
        os.lseek(descriptor, 0, os.SEEK_SET)
        text = os.read(descriptor, _HOLDER_BYTES).decode("utf-8", "replace").strip()
        if text:
            return text
        time.sleep(0.01)
    return "另一个进程"


def is_gone(pid: int) -> bool:
    """Whether a process of this machine is no more; False where that cannot be told."""
    if sys.platform != "win32":  # where asking would end it
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass
    return False


def current_user() -> str:
    """The system user, and who called sudo to become it; never an error."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = f"uid {os.getuid()}" if hasattr(os, "getuid") else "?"
    behind = os.environ.get("SUDO_USER")
    here = f"{user}@{platform.node()}"
    return f"{behind} → {here}" if behind else here


def current_command() -> str:
    """The command line of this process, cut at 400 characters."""
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:_MAX_COMMAND_CHARS]


def now() -> str:
    """The time in UTC to the second, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
