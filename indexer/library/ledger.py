"""Remember which file became which document, by digest, in `originals.jsonl` of a corpus.

One line a file: where it came from, the digest of its bytes, the document's slug and the digest of
the Markdown that we wrote, which tells whether a person has edited it since.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import LibraryError

LEDGER_NAME = "originals.jsonl"


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One imported file: `place` is where it came from, `digest` and `written` are SHA-256."""

    slug: str
    place: str
    name: str
    digest: str
    written: str


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def read_ledger(corpus: Path) -> list[ImportedFile]:
    """All entries; none if there is no ledger yet. LibraryError for one that cannot be read."""
    path = corpus / LEDGER_NAME
    entries = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(str(path), f"「{path}」无法读取（{error}）") from error
    for number, line in enumerate(lines, start=1):
        try:
            entries.append(ImportedFile(**json.loads(line)))
        except (ValueError, TypeError) as error:
            advice = f"「{path}」第 {number} 行有误；请改正或删去这一行，现有资料未变"
            raise LibraryError(str(path), advice) from error
    return entries


def write_ledger(corpus: Path, entries: Iterable[ImportedFile]) -> None:
    """Replace the ledger at once: a stop in between leaves the old one."""
    path = corpus / LEDGER_NAME
    text = "".join(
        json.dumps(dataclasses.asdict(entry), ensure_ascii=False) + "\n" for entry in entries
    )
    replace_file(path, text.encode())


def replace_file(path: Path, data: bytes) -> None:
    """Write a file beside and move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
