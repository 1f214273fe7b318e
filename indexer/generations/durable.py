"""Put bytes on disk so that they survive a crash: fsync, atomic replace, modes."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

FOLDER_MODE = 0o750
FILE_MODE = 0o640

# File systems that cannot sync a folder say so with one of these; there is nothing more to do.
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
_WINDOWS_RETRIES = 20


def make_folder(path: Path) -> None:
    """Create `path` with its parents; a folder made here is closed to others (0750)."""
    if path.is_dir():
        return
    path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Give one regular file its mode and wait until its bytes are on disk."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, FILE_MODE)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on disk. Windows has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def write_new(path: Path, content: bytes, mode: int = FILE_MODE) -> None:
    """Write a file that must not exist yet, and wait for the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, mode)
    try:
        write_all(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_atomically(path: Path, content: bytes, mode: int = FILE_MODE) -> None:
    """Make `path` hold `content`: a reader sees the old file or the new one, never a mixture.

    Any error before the rename leaves the old file; one after it (the folder's fsync) leaves the
    new file, whose survival of a power cut is then not certain. The caller holds a lock on `path`,
    so a draft that is there already was left by a crash.
    """
    draft = path.with_name(f"{path.name}.tmp")
    draft.unlink(missing_ok=True)
    try:
        write_new(draft, content, mode)
        replace(draft, path)
    except BaseException:
        discard(draft)
        raise
    sync_folder(path.parent)


def create_atomically(path: Path, content: bytes, mode: int = FILE_MODE) -> None:
    """A file that must not exist yet, whole or not at all. FileExistsError: there is one."""
    draft = path.with_name(f".{os.getpid()}.{time.monotonic_ns()}.tmp")
    try:
        write_new(draft, content, mode)
        _move_beside(draft, path)
    finally:
        discard(draft)
    sync_folder(path.parent)


def _move_beside(draft: Path, path: Path) -> None:
    """A hard link never overwrites; where there are none, a look before the rename must do."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.rename(draft, path)


def replace(source: Path, target: Path) -> None:
    """os.replace; on Windows, wait out a reader who holds the target for a moment."""
    for attempt in range(_WINDOWS_RETRIES):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if os.name != "nt" or attempt == _WINDOWS_RETRIES - 1:
                raise
            time.sleep(0.02)


def write_all(descriptor: int, content: bytes) -> None:
    """os.write until everything is written: one call may take less than it was given."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def discard(path: Path) -> None:
    """Remove a draft; one that cannot be removed is left to the next build's cleaning."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
