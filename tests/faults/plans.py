"""The kinds of fault that trials go through: which calls, what strikes them, which errors."""

from __future__ import annotations

import errno

CHANGING = ("open", "write", "fsync", "rename", "unlink", "mkdir", "link", "truncate", "chmod")
# Every kind alone, struck by an error once; a disk that is full or fails from then on; kill -9 at
# any call, and in the middle of a write.
PLANS: tuple[tuple[str, tuple[str, ...], str, tuple[int, ...]], ...] = (
    ("open fails", ("open",), "once", (errno.EIO, errno.EMFILE, errno.EACCES)),
    ("write fails", ("write",), "once", (errno.EIO, errno.ENOSPC)),
    ("fsync fails", ("fsync",), "once", (errno.EIO,)),
    ("rename fails", ("rename",), "once", (errno.EIO, errno.EACCES)),
    ("unlink fails", ("unlink",), "once", (errno.EIO, errno.EACCES)),
    ("mkdir fails", ("mkdir",), "once", (errno.EIO, errno.ENOSPC)),
    ("chmod fails", ("chmod",), "once", (errno.EPERM,)),
    ("read fails", ("read",), "once", (errno.EIO,)),
    ("disk full", ("write", "mkdir", "truncate"), "from then on", (errno.ENOSPC,)),
    ("read-only", CHANGING[1:], "from then on", (errno.EROFS,)),
    ("kill -9", CHANGING, "kill", (0,)),
    ("kill -9 in a write", ("write",), "tear", (0,)),
    ("link fails", ("link",), "once", (errno.EIO, errno.EPERM)),
    ("truncate fails", ("truncate",), "once", (errno.EIO,)),
)
