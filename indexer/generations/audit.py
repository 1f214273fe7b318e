"""Turn what administrators do into lines of a log in which nothing can be changed unnoticed.

Each line carries the SHA-256 of its content together with the hash of the line before; the head
file beside the log holds number and hash of the last line, so that a shortened log is noticed too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from indexer.generations.durable import FILE_MODE, make_folder, replace_atomically, write_all
from indexer.generations.lock import current_command, current_user, exclusive_lock, now

LOG_NAME = "audit.jsonl"
_HEAD_NAME = "audit.head"
_LOCK_NAME = "audit.lock"
_START = "0" * 64

Stamp: TypeAlias = "tuple[int, ...]"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The state of a log: how many lines hold, and the first problem (None: it is whole)."""

    records: int
    problem: str | None


class AuditLog:
    """The audit log of one index folder. Lines are only ever added, one process at a time."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / LOG_NAME
        self._place = os.fspath(self._log)  # every request asks for its state
        self._head = folder / _HEAD_NAME
        self._lock = folder / _LOCK_NAME

    def record(self, event: str, what: Mapping[str, Any]) -> None:
        """Add who did what, when, by which command, and wait for the disk. OSError: it refused."""
        make_folder(self._log.parent)
        with exclusive_lock(self._lock, wait=True):
            number, previous = self._last()
            content = {
                "number": number + 1,
                "when": now(),
                "who": current_user(),
                "event": event,
                "command": current_command(),
                "what": dict(what),
                "previous": previous,
            }
            digest = _digest(content)
            line = json.dumps({**content, "hash": digest}, ensure_ascii=False) + "\n"
            self._append(line.encode("utf-8", "surrogatepass"))
            replace_atomically(self._head, f"{number + 1} {digest}\n".encode())

    def entries(self, events: Collection[str]) -> list[dict[str, Any]]:
        """The lines about these events, oldest first, unchecked. OSError: it cannot be read."""
        contents = map(_parse, self._lines())
        return [content for content in contents if content.get("event") in events]

    def stamp(self) -> Stamp:
        """Equal at two moments if the log was; one that cannot be looked at has a stamp too."""
        return stamp_of(self._place)

    def verify(self, has_history: bool = False) -> AuditReport:
        """Read the whole log: every number, hash and link, and that the end is still there.

        Where something was published (`has_history`), a log without a line was taken away.
        """
        number, previous = 0, _START
        hashes = [_START]
        for line in self._lines():
            content = _parse(line)
            stated = content.pop("hash", None)
            if (
                content.get("number") != number + 1
                or content.get("previous") != previous
                or stated != _digest(content)
            ):
                return AuditReport(number, f"第 {number + 1} 行被改动、删除或损坏")
            number, previous = number + 1, stated
            hashes.append(stated)
        problem = self._end_problem(hashes)
        if has_history and not number and problem is None:
            problem = f"{self._log.name} 里一行也没有，而这里发布过索引"
        return AuditReport(number, problem)

    def _end_problem(self, hashes: list[str]) -> str | None:
        """A crash may leave the head one line behind, never ahead."""
        try:
            number, digest = self._head.read_text("ascii").split()
            if int(number) >= len(hashes):
                return f"应有 {number} 行，只剩 {len(hashes) - 1} 行"
            return None if hashes[int(number)] == digest else f"第 {number} 行已不是原来的那一行"
        except FileNotFoundError:
            return None if len(hashes) == 1 else f"缺少 {self._head.name}"
        except (OSError, ValueError):
            return f"{self._head.name} 无法读取"

    def _lines(self) -> list[bytes]:
        """Whole lines; what a crash cut off after the last line end never was a record."""
        try:
            return self._log.read_bytes().split(b"\n")[:-1]
        except FileNotFoundError:
            return []

    def _last(self) -> tuple[int, str]:
        lines = self._lines()
        if not lines:
            return 0, _START
        content = _parse(lines[-1])
        number, digest = content.get("number"), content.get("hash")
        if isinstance(number, int) and isinstance(digest, str):
            return number, digest
        return len(lines), _START  # `verify` will name the broken line

    def _append(self, line: bytes) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self._log, flags, FILE_MODE)
        try:
            whole = sum(len(each) + 1 for each in self._lines())
            os.ftruncate(descriptor, whole)
            os.lseek(descriptor, whole, os.SEEK_SET)
            write_all(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def identity_now(path: str | Path) -> Stamp:
    """Device, inode, size and times: the same while nobody writes to or replaces what is there.

    The time of change is among them because copies and backups carry the other one along. Where
    there is nothing, all are -1. Other OSErrors leave.
    """
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return (-1,) * 5
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def stamp_of(path: str | Path) -> Stamp:
    """The identity of a file now, or that of the error which keeps it from being looked at."""
    try:
        return identity_now(path)
    except OSError as error:
        return (-1, error.errno or 0)


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _parse(line: bytes) -> dict[str, Any]:
    try:
        content = json.loads(line)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
