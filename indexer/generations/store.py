"""Publish finished builds atomically as generations, and find the one that is live and whole.

root/CURRENT                    the name of the live generation
root/gen-000007-1a2b3c4d/       a published build; the name ends in its manifest's checksum
root/gen-000008.tmp/            a build under way (or a dead one, which the next build removes)
root/writer.lock                held while somebody builds
root/withdrawn.jsonl            documents that no generation may show
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar

from indexer.errors import (
    GenerationError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
    IndexWriteError,
)
from indexer.generations import durable
from indexer.generations.audit import AuditLog
from indexer.generations.lock import exclusive_lock
from indexer.generations.manifest import (
    FORMAT_VERSION,
    LISTED_BY_WHOOSH,
    Json,
    ManifestError,
    OtherFormatError,
    Verified,
    find_damage,
    find_missing,
    find_strays,
    identity,
    prove,
    read_manifest,
)
from indexer.generations.pending import Generation, PendingGeneration
from indexer.generations.withdrawals import WithdrawalList

POINTER_NAME = "CURRENT"
_LOCK_NAME = "writer.lock"
_NAME = re.compile(r"gen-(\d{6,})-[0-9a-f]{8}")
_DEAD = re.compile(r"gen-(\d{6,})(-[0-9a-f]{8})?\.tmp")
# The disk's own refusals, wherever they strike; other errors only when they name the index folder.
_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}

_REMEMBERED = 1000  # files that proved whole; more than any two generations have

Check = Literal["digests", "sizes"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pruned:
    """Names of generations that are gone, and of those that were in use and were left."""

    deleted: tuple[str, ...]
    busy: tuple[str, ...]
    warnings: tuple[str, ...]


class GenerationStore:
    """The generations of one index folder. Thread-safe; as many processes as one likes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.withdrawals = WithdrawalList(root)
        self.audit = AuditLog(root)
        self._pointer = os.fspath(root / POINTER_NAME)  # every request reads it
        self._verified: Verified = {}

    # -- reading ---------------------------------------------------------------------------------

    def current_name(self) -> str | None:
        """What CURRENT says, cheaply: None when it is missing or holds no generation's name."""
        try:
            flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)  # a FIFO must not keep us waiting
            descriptor = os.open(self._pointer, flags)
            try:
                text = os.read(descriptor, 200)
            finally:
                os.close(descriptor)
        except OSError:
            return None
        name = text.decode("utf-8", "replace").strip()
        return name if _NAME.fullmatch(name) else None

    def generations(self) -> list[str]:
        """The names of all published generations, oldest first, whether whole or not."""
        return sorted((n for n in self._list() if _NAME.fullmatch(n)), key=_sequence)

    def current(self, check: Check = "digests") -> Generation:
        """The live generation, whole, or the best one before it with `warnings` that say so.

        IndexMissingError: nothing was ever published here. IndexOutdatedError: the live one has
        another format version. IndexDamagedError: no whole generation is left. `check="sizes"`
        looks at presence and sizes only.
        """
        while True:
            name = self.current_name()
            try:
                return self._find_whole(name, check)
            except (IndexDamagedError, IndexMissingError):
                if self.current_name() == name:
                    raise  # else a publish moved on and pruned what we were reading: look again

    def open_current(self, open_generation: Callable[[Generation], T]) -> T:
        """`open_generation(current())`, again from the start if a prune took its files away, or
        somebody wrote to them meanwhile: what was read of such a file may fail in any way."""
        while True:
            generation = self.current()
            try:
                return open_generation(generation)
            except Exception as error:
                if not generation.path.is_dir() or self.has_changed(generation):
                    continue
                if not isinstance(error, OSError):
                    raise
                reason = error.strerror or str(error)
                raise IndexDamagedError(str(generation.path), reason) from error

    def find_problems(self, generation: Generation) -> list[str]:
        """All damage of one generation, hashing every file anew, and stray files."""
        strays = find_strays(generation.path, generation.manifest)
        damage = prove(generation.path, generation.manifest)
        return damage + [f"多出 {name}" for name in strays]

    def has_changed(self, generation: Generation) -> bool:
        """Whether files of a generation that proved whole here were written to or replaced since.

        Costs a stat for each. Those that are gone do not count: what is mapped stays as it was.
        """
        folder = os.fspath(generation.path)
        for record in generation.manifest.files:
            try:
                status = os.stat(f"{folder}/{record.name}")
            except OSError:
                continue
            if self._verified.get(identity(status)) != record.sha256:
                return True
        return False

    def withdrawn(self) -> frozenset[str]:
        """The slugs that no generation may show; see indexer.generations.withdrawals."""
        return self.withdrawals.slugs()

    def _find_whole(self, live: str | None, check: Check) -> Generation:
        names = self._candidates(live)
        warnings: list[str] = []
        if live is None and names:
            warnings.append(f"{POINTER_NAME} 缺失或无法读取，改用最新的一代")
        for name in names:
            try:
                generation = self._load(name, check)
            except OtherFormatError as error:
                if name == live:
                    raise IndexOutdatedError(
                        str(self.root), error.found, str(FORMAT_VERSION)
                    ) from error
                warnings.append(f"{name} 不能使用（{error}）")
            except ManifestError as error:
                warnings.append(f"{name} 已损坏（{error}），未使用")
            else:
                instead_of = live if live and live != name else ""
                told = (*warnings, *generation.warnings)
                return replace(generation, warnings=told, instead_of=instead_of)
        if not names:
            raise IndexMissingError(str(self.root))
        raise IndexDamagedError(str(self.root), "；".join(warnings))

    def _candidates(self, live: str | None) -> list[str]:
        """The live one, then those before it, newest first; at last any newer one."""
        names = self.generations()
        if live is None:
            return names[::-1]
        before = [name for name in names if _sequence(name) < _sequence(live)]
        after = [name for name in names if _sequence(name) >= _sequence(live) and name != live]
        return [live, *before[::-1], *after[::-1]]

    def _load(self, name: str, check: Check) -> Generation:
        path = self.root / name
        manifest = read_manifest(path)
        if check == "digests":
            damage = find_damage(path, manifest, self._verified)
            for known in list(self._verified)[:-_REMEMBERED]:
                self._verified.pop(known, None)
        else:
            damage = find_missing(path, manifest)
        try:
            strays = find_strays(path, manifest)
        except OSError as error:
            raise ManifestError(error.strerror or str(error)) from error
        damage += [f"多出 {stray}" for stray in strays if stray.endswith(LISTED_BY_WHOOSH)]
        if damage:
            raise ManifestError("，".join(damage[:3]))
        warnings = tuple(f"{name} 里多出文件 {stray}，未使用" for stray in strays)
        return Generation(name, path, manifest, warnings)

    def _list(self) -> list[str]:
        try:
            return os.listdir(self.root)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise IndexDamagedError(str(self.root), error.strerror or str(error)) from error

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def begin(self) -> Iterator[PendingGeneration]:
        """Be the one writer, in a fresh folder that vanishes unless it is published.

        IndexBusyError at once when another process builds; IndexWriteError when the disk refuses.
        """
        with self._writing():
            self._remove_dead()
            numbers = [0, *(int(m[1]) for n in self._list() if (m := _DEAD.fullmatch(n)))]
            numbers += [
                _sequence(name) for name in (*self.generations(), self.current_name() or "")
            ]
            path = self.root / f"gen-{max(numbers) + 1:06d}.tmp"
            path.mkdir(mode=durable.FOLDER_MODE)
            pending = PendingGeneration(path, self._publish)
            try:
                yield pending
            finally:
                if pending.published is None:
                    shutil.rmtree(path, ignore_errors=True)

    def rollback(
        self, to: str | None = None, require_readable: Callable[[Path], object] = Path.stat
    ) -> Generation:
        """Make the generation live that the live one replaced (or `to`), once it proves whole.

        `require_readable` raises IndexOutdatedError for a format that could not be served.
        """
        with self._writing():
            name = to or self._name_before(self.current_name())
            try:
                generation = self._load(name, "digests")
                require_readable(generation.path)
            except IndexOutdatedError as error:
                reason = f"它是别的版本写的，格式 {error.found}，本版本读不了"
                raise GenerationError(f"「{name}」", reason) from error
            except ManifestError as error:
                raise GenerationError(f"「{name}」", str(error)) from error
            live = self.current_name()
            warnings = self._point_to(name)
            warnings += self._log("rollback", {"generation": name, "previous": live})
            return replace(generation, warnings=(*generation.warnings, *warnings))

    def prune(self, keep: int = 2) -> Pruned:
        """Delete all but the live generation and the `keep - 1` before it."""
        with self._writing():
            self._remove_dead()
            deleted, busy = self._delete_old(keep)
            warnings = self._log("prune", {"deleted": deleted}) if deleted else []
            return Pruned(tuple(deleted), tuple(busy), tuple(warnings))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the writer lock; the disk's refusals leave as IndexWriteError."""
        try:
            durable.make_folder(self.root)
            with exclusive_lock(self.root / _LOCK_NAME):
                yield
        except OSError as error:
            if not self._is_ours(error):
                raise
            raise IndexWriteError(str(self.root), error.strerror or str(error)) from error

    def _is_ours(self, error: OSError) -> bool:
        """Whether the disk of the index refused, and not, say, that of the corpus.

        Calls on descriptors name no file, or (removing a tree) one without its folder.
        """
        if error.errno in _DISK_ERRORS or not isinstance(error.filename, str | bytes):
            return True
        name = os.fsdecode(error.filename)
        return not os.path.dirname(name) or _is_inside(name, self.root)

    def _publish(self, pending: PendingGeneration) -> Generation:
        # A damaged predecessor is no use for a roll-back. A full build has the time to notice all
        # damage; an update, which takes over files unread, does not.
        previous = self._last_whole("sizes" if pending.has_adopted else "digests")
        manifest = pending.seal(previous)
        name = f"{pending.path.name.removesuffix('.tmp')}-{manifest.checksum()}"
        os.rename(pending.path, self.root / name)
        try:
            durable.sync_folder(self.root)
            warnings = self._point_to(name)
        except BaseException:
            if self.current_name() != name:
                self._delete(name)
            raise
        if not warnings:  # else a power cut may bring back what was live before
            _, busy = self._delete_old(2)
            warnings += [f"{old} 仍被使用，未能删除；下次构建会再试" for old in busy]
        counts = {key: pending.info.get(key) for key in ("documents", "paragraphs", "fingerprint")}
        warnings += self._log("publish", {"generation": name, "previous": previous, **counts})
        return Generation(name, self.root / name, manifest, tuple(warnings))

    def _last_whole(self, check: Check) -> str | None:
        try:
            return self.current(check).name
        except (IndexMissingError, IndexDamagedError, IndexOutdatedError):
            return None

    def _log(self, event: str, what: Mapping[str, Json]) -> list[str]:
        """Tell the audit log; what is done is done, so a log that fails is a warning."""
        try:
            self.audit.record(event, what)
        except OSError as error:
            return [f"审计日志没有记下这次操作：{error.strerror or error}"]
        return []

    def _point_to(self, name: str) -> list[str]:
        """Make a generation live; a warning when it is, but the disk has not confirmed it."""
        try:
            durable.replace_atomically(self.root / POINTER_NAME, f"{name}\n".encode())
        except OSError as error:
            if self.current_name() != name:
                raise
            reason = error.strerror or str(error)
            return [f"{name} 已启用，但磁盘没有确认（{reason}）：断电后可能回到原来的一代"]
        return []

    def _name_before(self, live: str | None) -> str:
        names = self.generations()
        if live is None:
            raise GenerationError("上一代", f"{POINTER_NAME} 缺失或无法读取，请先 qianshao rebuild")
        try:
            previous = read_manifest(self.root / live).previous
        except ManifestError:
            previous = None
        if previous in names:
            return str(previous)
        older = [name for name in names if _sequence(name) < _sequence(live)]
        if not older:
            raise GenerationError("上一代", "没有更早的一代")
        return older[-1]

    def _delete_old(self, keep: int) -> tuple[list[str], list[str]]:
        names = self.generations()
        live = self.current_name()
        kept: list[str] = []
        while live in names and len(kept) < max(keep, 1):
            kept.append(str(live))
            live = self._name_before(live) if self._has_before(live) else None
        if not kept:
            return [], []
        doomed = [name for name in names if name not in kept]
        deleted = [name for name in doomed if self._delete(name)]
        return deleted, [name for name in doomed if name not in deleted]

    def _has_before(self, live: str | None) -> bool:
        try:
            self._name_before(live)
        except GenerationError:
            return False
        return True

    def _delete(self, name: str) -> bool:
        """Rename, then delete: a half-deleted generation never looks like a damaged one."""
        dying = self.root / f"{name}.tmp"
        try:
            os.rename(self.root / name, dying)
        except OSError:
            return False
        shutil.rmtree(dying, ignore_errors=True)
        return True

    def _remove_dead(self) -> None:
        for name in self._list():
            path = self.root / name
            if _DEAD.fullmatch(name) and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)


def _is_inside(name: str, root: Path) -> bool:
    path, top = os.path.abspath(name), os.path.abspath(root)
    return path == top or path.startswith(top + os.sep) or top.startswith(path + os.sep)


def _sequence(name: str) -> int:
    """The number in a generation's name; 0 for anything else."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else 0
