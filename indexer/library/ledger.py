"""Remember which file became which document, and what a person has decided on its content.

One line a file in `originals.jsonl` of a corpus: its name, a digest of where it came from and one
of its bytes, the document's slug and the digest of the Markdown that we wrote, which tells whether
a person has edited it since. One a decision in `review/settled.jsonl`: what was rejected at the
desk, or accepted in place of an edited document, is not imported again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

from indexer.errors import LibraryError
from indexer.generations.durable import replace_atomically

LEDGER_NAME, SETTLED_NAME = "originals.jsonl", "review/settled.jsonl"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One imported file: `digest` and `written` are SHA-256.

    `place` is shown to people and names no folder above the one that was added; `origin` is a
    digest of the whole path, by which a changed file is known again.
    """

    slug: str
    place: str
    name: str
    digest: str
    written: str
    origin: str = ""


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def origin_of(place: str) -> str:
    """What tells one path (with the one inside an archive) from another, and does not give it."""
    return digest_of(os.path.abspath(place).encode("utf-8", "surrogatepass"))[:16]


def shown_place(place: str, roots: Iterable[Path]) -> str:
    """A path as far as people need it: from the folder or file that was added."""
    path = Path(os.path.abspath(place))
    for root in roots:
        parent = Path(os.path.abspath(root)).parent
        if path.is_relative_to(parent):
            return path.relative_to(parent).as_posix()
    return path.name


def read_ledger(corpus: Path) -> list[ImportedFile]:
    """All entries; none if there is no ledger yet. LibraryError for one that cannot be read."""
    return [_with_origin(entry) for entry in _read_lines(corpus / LEDGER_NAME, ImportedFile)]


def _read_lines(path: Path, kind: Callable[..., T]) -> list[T]:
    entries = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f"「{path}」无法读取（{error}）") from error
    for number, line in enumerate(lines, start=1):
        try:
            entries.append(kind(**json.loads(line)))
        except (ValueError, TypeError) as error:
            advice = f"「{path}」第 {number} 行有误；请改正或删去这一行，现有资料未变"
            raise LibraryError(advice) from error
    return entries


def _with_origin(entry: ImportedFile) -> ImportedFile:
    """A line of 0.1, whose place was the path as it was given."""
    if entry.origin:
        return entry
    origin = origin_of(entry.place)
    return dataclasses.replace(entry, place=PurePath(entry.place).name, origin=origin)


def write_ledger(corpus: Path, entries: Iterable[ImportedFile]) -> None:
    """Replace the ledger at once: a stop in between leaves the old one."""
    replace_file(corpus / LEDGER_NAME, lines_of(entries))


def lines_of(entries: Iterable[ImportedFile | Settled]) -> bytes:
    """One line of JSON an entry."""
    trees = map(dataclasses.asdict, entries)
    return "".join(json.dumps(tree, ensure_ascii=False) + "\n" for tree in trees).encode()


def replace_file(path: Path, data: bytes) -> None:
    """Write a file of a corpus, and the folders above it; its readers are who may read these."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_atomically(path, data, 0o666)


@dataclass(frozen=True, slots=True)
class Settled:
    """A decision: the SHA-256 of the file, its name, its document, "accepted" or "rejected"."""

    digest: str
    name: str
    slug: str
    decision: str


def read_settled(corpus: Path) -> list[Settled]:
    """All decisions; none where nobody has decided. LibraryError for a broken file."""
    return _read_lines(corpus / SETTLED_NAME, Settled)
