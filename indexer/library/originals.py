"""Find the kept original of a document: the file that it was imported from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer.errors import LibraryError
from indexer.library.ledger import ImportedFile, read_ledger

ORIGINALS = "originals"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"\.[0-9a-z]{1,12}")


@dataclass(frozen=True, slots=True)
class Original:
    """A kept file: `name` is what it was called, `suffix` its ending in small letters."""

    name: str
    suffix: str
    digest: str
    path: Path


def original_path(corpus: Path, digest: str, name: str) -> Path:
    """Where the file of this digest and name is kept."""
    suffix = PurePosixPath(name).suffix.lower()
    suffix = suffix if _SUFFIX.fullmatch(suffix) else ""
    return corpus / ORIGINALS / digest[:2] / f"{digest}{suffix}"


def find_original(corpus: Path, digest: str, name: str) -> Original | None:
    """The kept file of this digest and name; None if there is none, or a link."""
    path = original_path(corpus, digest, name)
    folder = corpus / ORIGINALS
    if not _DIGEST.fullmatch(digest) or path.is_symlink() or not path.is_file():
        return None
    if not path.resolve().is_relative_to(folder.resolve()):
        return None
    return Original(PurePosixPath(name).name, path.suffix, digest, path)


class Originals:
    """The originals of a corpus by document; the ledger is read again when it has changed."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._stamp: tuple[int, int] | None = None
        self._entries: dict[str, ImportedFile] = {}

    def of(self, slug: str) -> Original | None:
        """The file that a document was imported from, if it was kept."""
        entry = self._ledger().get(slug)
        return None if entry is None else find_original(self._corpus, entry.digest, entry.name)

    def _ledger(self) -> dict[str, ImportedFile]:
        try:
            status = (self._corpus / "originals.jsonl").stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp != self._stamp:
                self._entries = {entry.slug: entry for entry in read_ledger(self._corpus)}
                self._stamp = stamp
        except (OSError, LibraryError):
            self._stamp, self._entries = None, {}
        return self._entries
