"""Find the file that a document was imported from, and where in it each paragraph begins."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer.errors import LibraryError
from indexer.generations.audit import Stamp, identity_now
from indexer.importer.proposal import Proposal
from indexer.library.ledger import LEDGER_NAME, ImportedFile, read_ledger
from indexer.model.documents import text_hash
from indexer.sources.front_matter import cut_front_matter
from indexer.sources.splitter import Block, split_items

ORIGINALS = "originals"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"\.[0-9a-z]{1,12}")
PAGED = (".pdf", ".ofd", ".xlsx")
Place = int | str  # a page; 警力!5, the row of a sheet
_PAGES_SUFFIX = ".pages.json"
_MOST_BYTES = 8_000_000


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
        self._stamp: Stamp | None = None
        self._entries: dict[str, ImportedFile] = {}

    def of(self, slug: str) -> Original | None:
        """The file that a document was imported from, if it was kept."""
        entry = self._ledger().get(slug)
        return None if entry is None else find_original(self._corpus, entry.digest, entry.name)

    def _ledger(self) -> dict[str, ImportedFile]:
        try:
            stamp = identity_now(self._corpus / LEDGER_NAME)
            if stamp != self._stamp:
                self._entries = {entry.slug: entry for entry in read_ledger(self._corpus)}
                self._stamp = stamp
        except (OSError, LibraryError):
            self._stamp, self._entries = None, {}
        return self._entries


def pages_path(original: Path) -> Path:
    return original.with_name(original.name + _PAGES_SUFFIX)


def pages_of(proposal: Proposal) -> dict[str, Place]:
    """The place of each paragraph, by the hash of its text, which survives that others come and go.

    A text that begins in two places has none, nor has anything in a format without pages."""
    items = list(split_items(cut_front_matter(proposal.markdown)[1]))
    if not any(proposal.pages) or len(proposal.pages) != len(items):
        return {}
    found: dict[str, set[Place]] = {}
    for item, page, sheet in zip(items, proposal.pages, proposal.sheets, strict=True):
        if isinstance(item, Block) and page:
            found.setdefault(text_hash(item.text), set()).add(f"{sheet}!{page}" if sheet else page)
    return {hash: pages.pop() for hash, pages in found.items() if len(pages) == 1}


def encode_pages(pages: Mapping[str, Place]) -> bytes:
    return json.dumps(pages, separators=(",", ":")).encode()


def read_pages(original: Path) -> dict[str, Place]:
    """By hash; empty where nothing was kept, or what is there is no such table."""
    path = pages_path(original)
    try:
        if path.is_symlink() or path.stat().st_size > _MOST_BYTES:
            return {}
        tree = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(tree, dict):
        return {}
    return {str(hash): page for hash, page in tree.items() if _is_place(page)}


def _is_place(page: object) -> bool:
    is_row = isinstance(page, str) and page.rpartition("!")[2].isdecimal()
    return is_row or (type(page) is int and page > 0)
