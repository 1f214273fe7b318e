"""Turn a generation's files into a manifest (names, sizes, checksums), and check them by it."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from indexer.generations.checksums import Checksums, is_unchanged, measure

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

# Raised when a generation's files can no longer be read by older code, or older ones by this code.
FORMAT_VERSION = 1
MANIFEST_NAME = "manifest.json"
# Whoosh opens the table of contents with the highest number that it finds by listing the folder,
# and unpickles it: a stray one would be run. Any other stray file is told and never opened.
LISTED_BY_WHOOSH = ".toc"
_HASH_THREADS = 2

Verified: TypeAlias = "dict[tuple[int, int, int, int], str]"


class ManifestError(Exception):
    """A folder cannot be a generation; the text is the Chinese reason."""


class OtherFormatError(ManifestError):
    """The folder is a generation of another format version."""

    def __init__(self, found: str) -> None:
        super().__init__(f"索引格式是 {found}")
        self.found = found


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of a generation: POSIX path inside the folder, size and checksums."""

    name: str
    size: int
    sha256: str
    crc32: str = ""

    @property
    def checksums(self) -> Checksums:
        return Checksums(self.size, self.sha256, self.crc32)

    def as_json(self) -> Mapping[str, Json]:
        more = {"crc32": self.crc32} if self.crc32 else {}
        return {"size": self.size, "sha256": self.sha256, **more}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation consists of. `previous` is the generation that it replaced.

    `info` is what the builder says of its work: counts, fingerprint, engine, time.
    """

    files: tuple[FileRecord, ...]
    info: Mapping[str, Json]
    previous: str | None = None
    format_version: int = FORMAT_VERSION

    @property
    def fingerprint(self) -> str:
        """Names algorithm, dictionary and normalisation; empty when the builder gave none."""
        return str(self.info.get("fingerprint") or "")

    @property
    def total_bytes(self) -> int:
        return sum(record.size for record in self.files)

    def record(self, name: str) -> FileRecord | None:
        return next((record for record in self.files if record.name == name), None)

    def to_bytes(self) -> bytes:
        """Canonical JSON: the same manifest always gives the same bytes."""
        return json.dumps(
            {
                "format_version": self.format_version,
                "previous": self.previous,
                "info": self.info,
                "files": {record.name: record.as_json() for record in self.files},
            },
            ensure_ascii=False,
            indent=1,
            sort_keys=True,
        ).encode("utf-8", "surrogatepass")

    def checksum(self) -> str:
        """The eight hexadecimal digits that end a generation's name: binds folder and manifest."""
        return checksum(self.to_bytes())


def checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation folder; ManifestError says why there is none that holds."""
    if folder.is_symlink() or not folder.is_dir():
        raise ManifestError("文件夹不存在")
    path = folder / MANIFEST_NAME
    try:
        _require_regular(path)
        content = path.read_bytes()
        tree = json.loads(content)
        version = tree["format_version"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ManifestError(f"{MANIFEST_NAME} 无法读取：{_reason(error)}") from error
    if checksum(content) != folder.name.rpartition("-")[2]:
        raise ManifestError(f"{MANIFEST_NAME} 与这一代的名称不符")
    if version != FORMAT_VERSION:
        raise OtherFormatError(str(version))
    return _manifest_of(tree)


def _manifest_of(tree: Mapping[str, Any]) -> Manifest:
    records = tuple(
        FileRecord(name, entry["size"], entry["sha256"], entry.get("crc32", ""))
        for name, entry in tree["files"].items()
    )
    for record in records:
        name = PurePosixPath(record.name)
        if name.is_absolute() or ".." in name.parts or not name.parts:
            raise ManifestError(f"{MANIFEST_NAME} 里的文件名「{record.name}」不在这一代之内")
    return Manifest(records, tree["info"], tree["previous"])


def record_files(folder: Path, known: Mapping[str, FileRecord]) -> tuple[FileRecord, ...]:
    """Measure every file below `folder`; `known` records are taken as they are, not hashed."""
    names = sorted(name for name in list_files(folder) if name != MANIFEST_NAME)

    def measure(name: str) -> FileRecord:
        if name in known:
            return known[name]
        return measure_file(folder, name)

    with ThreadPoolExecutor(_HASH_THREADS) as pool:
        return tuple(pool.map(measure, names))


def measure_file(folder: Path, name: str) -> FileRecord:
    """The record of one file, read in full; anything but a regular file is an OSError."""
    _require_regular(folder / name)
    found = measure(folder / name)
    return FileRecord(name, found.size, found.sha256, found.crc32)


def list_files(folder: Path) -> Iterator[str]:
    """POSIX paths of all that is no folder below `folder`; links are listed, never followed.

    OSError when a folder cannot be listed: half a list would look like a whole one.
    """
    for parent, folders, files in os.walk(folder, onerror=_raise):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in [*files, *links]:
            yield Path(parent, name).relative_to(folder).as_posix()


def _raise(error: OSError) -> None:
    raise error


def find_damage(folder: Path, manifest: Manifest, verified: Verified | None = None) -> list[str]:
    """Every difference between the files and the manifest, as Chinese reasons; empty: none.

    `verified` remembers files that this process has already seen right (by device, inode, size
    and time of change), so that files shared by two generations are read once.
    """
    seen = {} if verified is None else verified
    with ThreadPoolExecutor(_HASH_THREADS) as pool:

        def is_whole(path: Path, record: FileRecord) -> bool:
            key = identity(os.stat(path))
            if seen.get(key) != record.sha256:
                if not is_unchanged(path, record.checksums, pool):
                    return False
                seen[key] = record.sha256
            return True

        return _damages(folder, manifest, is_whole)


def prove(folder: Path, manifest: Manifest) -> list[str]:
    """As find_damage, by SHA-256 of every byte: what `verify` takes the time for."""
    with ThreadPoolExecutor(_HASH_THREADS) as pool:
        return _damages(folder, manifest, _is_as_measured, pool.map)


def find_missing(folder: Path, manifest: Manifest) -> list[str]:
    """As find_damage, but looks only at presence and size: quick at any size."""
    return _damages(folder, manifest, lambda path, record: True)


def find_strays(folder: Path, manifest: Manifest) -> list[str]:
    """Names of files in the folder that the manifest does not know."""
    known = {record.name for record in manifest.files} | {MANIFEST_NAME}
    return sorted(name for name in list_files(folder) if name not in known)


def _is_as_measured(path: Path, record: FileRecord) -> bool:
    return measure(path).sha256 == record.sha256


def _damages(
    folder: Path,
    manifest: Manifest,
    is_whole: Callable[[Path, FileRecord], bool],
    each: Callable[..., Iterable[str]] = map,
) -> list[str]:
    """What is wrong with the files that a manifest names; `is_whole` looks at their content."""

    def damage(record: FileRecord) -> str:
        path = folder / record.name
        try:
            size = _require_regular(path)
            if size != record.size:
                return f"{record.name} 应有 {record.size} 字节，实有 {size} 字节"
            return "" if is_whole(path, record) else f"{record.name} 的内容与清单不符"
        except FileNotFoundError:
            return f"缺少 {record.name}"
        except OSError as error:
            return f"{record.name} 无法读取：{_reason(error)}"

    return list(filter(None, each(damage, manifest.files)))


def identity(status: os.stat_result) -> tuple[int, int, int, int]:
    """What stays the same while nobody writes to a file: device, inode, size, time of change."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _require_regular(path: Path) -> int:
    """The size of a regular file; anything else (a link, a FIFO) is an OSError."""
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(f"{path.name} 不是普通文件")
    return status.st_size


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return f"{type(error).__name__}: {error}"
