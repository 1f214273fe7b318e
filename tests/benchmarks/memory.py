"""Read how much memory processes use from /proc (Linux)."""

from __future__ import annotations

import contextlib
from pathlib import Path

_KIB_PER_MB = 1024


def own_memory() -> dict[str, float]:
    """Private (anonymous) and mapped (file) resident megabytes of this process."""
    status = _status("self")
    return {
        "private_mb": status.get("RssAnon", 0) / _KIB_PER_MB,
        "mapped_mb": status.get("RssFile", 0) / _KIB_PER_MB,
    }


def tree_private_mb(pid: int) -> float:
    """Private resident megabytes of a process and all below it; 0.0 when it is gone."""
    children = _children()
    waiting, total = [str(pid)], 0
    while waiting:
        one = waiting.pop()
        total += _status(one).get("RssAnon", 0)
        waiting.extend(children.get(one, ()))
    return total / _KIB_PER_MB


def _children() -> dict[str, list[str]]:
    children: dict[str, list[str]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                children.setdefault(parent, []).append(folder.name)
    return children


def _status(pid: str) -> dict[str, int]:
    """The figures of /proc/PID/status in KiB; empty when the process is gone."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        pairs = (line.split(":", 1) for line in lines if line.endswith(" kB"))
        return {name: int(value.split()[0]) for name, value in pairs}
    return {}
