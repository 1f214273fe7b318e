"""Keep the list of withdrawn documents, which no generation may show and no build bring back.

The audit log says the same once more: what the list does not mention (any more) is taken from
there, so that a list that was deleted, cut or restored from an old backup brings nothing back.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from indexer.errors import AuditNotWrittenError, IndexDamagedError, IndexWriteError
from indexer.generations.audit import AuditLog, Stamp, identity_now
from indexer.generations.durable import make_folder, replace_atomically
from indexer.generations.lock import current_user, exclusive_lock, now

LIST_NAME = "withdrawn.jsonl"
_LOCK_NAME = "withdrawn.lock"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One line of the list: a document taken out, or (action "restore") allowed again."""

    slug: str
    reason: str
    when: str
    who: str
    action: Literal["withdraw", "restore"] = "withdraw"


class WithdrawalList:
    """The list of one index folder: lines are only ever added. Thread-safe.

    It lies beside the generations, so it holds for all of them, through roll-back and rebuild. A
    list that cannot be read is an IndexDamagedError: showing what was withdrawn would be worse.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / LIST_NAME
        # Every request asks for their state: as strings, for a path costs as much as the look.
        self._folder, self._place = os.fspath(root), os.fspath(self._path)
        self._audit = AuditLog(root)
        self._lock = threading.Lock()
        self._stamp: Stamp = ()  # () is that of no list: nothing was read yet
        self._slugs: frozenset[str] = frozenset()

    def slugs(self) -> frozenset[str]:
        """The documents withdrawn now. Costs three stats while nothing has changed."""
        stamp = self.stamp()
        with self._lock:
            while stamp != self._stamp:
                slugs = _in_force(self.entries())
                before, stamp = stamp, self.stamp()
                if stamp == before:  # else list and log may be those of two folders
                    self._slugs, self._stamp = slugs, stamp
            return self._slugs

    def stamp(self) -> Stamp:
        """What is equal at two moments if folder, list and audit log were the same at both.

        The log belongs to it because it speaks for a list that lost a line, or is gone.
        """
        try:
            folder, own = identity_now(self._folder), identity_now(self._place)
            return (*folder[:2], *own, *self._audit.stamp())
        except OSError as error:
            raise self._damaged(error.strerror or str(error)) from error

    def entries(self) -> tuple[Withdrawal, ...]:
        """Every line, oldest first, and what only the audit log remembers.

        IndexDamagedError names the line that cannot be read.
        """
        listed = self._listed()
        return (*(listed or ()), *self._forgotten(listed))

    def warnings(self) -> tuple[str, ...]:
        """What is wrong with the list, in Chinese, though nothing withdrawn is shown."""
        slugs = sorted(_in_force(self._forgotten(self._listed())))
        if not slugs:
            return ()
        shown = "、".join(f"「{slug}」" for slug in slugs)
        return (f"撤回名单 {LIST_NAME} 里缺了{shown}，已按审计日志继续不予显示；请查明原因",)

    def _listed(self) -> tuple[Withdrawal, ...] | None:
        """The lines of the file; None where there is none."""
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._damaged(error.strerror or str(error)) from error
        return tuple(self._entry(line, number) for number, line in enumerate(lines, 1))

    def _forgotten(self, listed: tuple[Withdrawal, ...] | None) -> tuple[Withdrawal, ...]:
        """What the audit log says of documents that the list does not mention."""
        try:
            lines = self._audit.entries(("withdraw", "restore"))
        except OSError as error:
            if listed is not None:
                return ()
            raise self._damaged(f"缺失，审计日志也无法读取（{error.strerror or error}）") from error
        known = {entry.slug for entry in listed or ()}
        found = (_from_audit(line) for line in lines)
        return tuple(entry for entry in found if entry is not None and entry.slug not in known)

    def withdraw(self, slug: str, reason: str) -> bool:
        """Take a document out; False when it already was. Visible to every reader at once.

        IndexWriteError: it is not. AuditNotWrittenError: it is, and the next call tells the log.
        """
        return self._add(slug, reason, "withdraw")

    def restore(self, slug: str, reason: str) -> bool:
        """Undo a withdrawal; False when there was none."""
        return self._add(slug, reason, "restore")

    def _add(self, slug: str, reason: str, action: Literal["withdraw", "restore"]) -> bool:
        root = self._path.parent
        try:
            make_folder(root)
            with exclusive_lock(self._path.with_name(_LOCK_NAME), wait=True):
                entries = self.entries()
                is_new = (slug in _in_force(entries)) != (action == "withdraw")
                if is_new:
                    added = Withdrawal(slug, reason, now(), current_user(), action)
                    self._replace((*entries, added))
                elif self._is_told(slug, action):
                    return False
        except OSError as error:
            raise IndexWriteError(str(root), error.strerror or str(error)) from error
        try:
            self._audit.record(action, {"slug": slug, "reason": reason})
        except OSError as error:
            raise AuditNotWrittenError(str(root), error.strerror or str(error)) from error
        return is_new

    def _replace(self, entries: tuple[Withdrawal, ...]) -> None:
        """Should the disk not confirm a list that is there, the audit log will remember it."""
        try:
            replace_atomically(self._path, _to_bytes(entries))
        except OSError:
            if self._listed() != entries:
                raise

    def _is_told(self, slug: str, action: str) -> bool:
        """Whether this is the audit log's last word about a document."""
        lines = self._audit.entries(("withdraw", "restore"))
        said = [
            entry.action for line in lines if (entry := _from_audit(line)) and entry.slug == slug
        ]
        return (said[-1] if said else "restore") == action

    def _entry(self, line: bytes, number: int) -> Withdrawal:
        try:
            tree: dict[str, Any] = json.loads(line)
            entry = Withdrawal(**tree)
            if not entry.slug or entry.action not in ("withdraw", "restore"):
                raise ValueError(entry.action)
        except (ValueError, TypeError) as error:
            raise self._damaged(f"第 {number} 行无法读取") from error
        return entry

    def _damaged(self, reason: str) -> IndexDamagedError:
        return IndexDamagedError(str(self._path), f"撤回名单{reason}，请用备份还原这个文件")


def _from_audit(line: dict[str, Any]) -> Withdrawal | None:
    """A line of the audit log as one of the list; None where it lacks what it should say."""
    try:
        what = line["what"]
        return Withdrawal(
            str(what["slug"]), str(what["reason"]), line["when"], line["who"], line["event"]
        )
    except (KeyError, TypeError):
        return None


def _to_bytes(entries: tuple[Withdrawal, ...]) -> bytes:
    lines = (json.dumps(asdict(entry), ensure_ascii=False) for entry in entries)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def _in_force(entries: tuple[Withdrawal, ...]) -> frozenset[str]:
    withdrawn: set[str] = set()
    for entry in entries:
        (withdrawn.add if entry.action == "withdraw" else withdrawn.discard)(entry.slug)
    return frozenset(withdrawn)
