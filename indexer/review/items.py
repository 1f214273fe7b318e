"""Read what waits for a person: drafts, and documents whose import left doubts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer.generations.audit import identity_now
from indexer.library.notes import NOTES, ReviewNote, find_block, read_note
from indexer.model.yaml_edit import YamlEditError
from indexer.review.document_edit import Item, blocks_of, field_texts
from indexer.sources.folder import find_documents, parse_document, place_of
from indexer.text.decoding import Undecodable, decode

DRAFTS, DOCUMENTS = "drafts", "documents"
ItemState = Literal["draft", "document"]


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A draft or document as it stands, with the note of its import.

    `path` is its place in the corpus, `version` the digest of its bytes; `fields` are the values
    of its front matter as a form shows them. `replaces` is the place of the document that a draft
    would replace. `faults` say why it cannot be accepted as it is.
    """

    slug: str
    state: ItemState
    path: str
    version: str
    data: bytes
    text: str
    fields: dict[str, str]
    blocks: tuple[Item, ...]
    note: ReviewNote | None
    replaces: str | None = None
    faults: tuple[str, ...] = ()

    @property
    def open_doubts(self) -> int:
        return 0 if self.note is None else self.note.open_doubts

    def doubts_of(self) -> dict[int | None, list[int]]:
        """The numbers of its doubts by block; None for what belongs to none, or none any more."""
        texts = [block.text for block in self.blocks]
        found: dict[int | None, list[int]] = {}
        for number, mark in enumerate(self.note.doubts if self.note else ()):
            found.setdefault(find_block(mark, texts), []).append(number)
        return found


class Items:
    """The drafts and documents of a corpus; what has not changed on disk is not read again."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._read: dict[str, tuple[tuple[int, ...], ReviewItem]] = {}

    def waiting(self) -> list[ReviewItem]:
        """All drafts, then the documents with open doubts; those with most to look at first."""
        found = self.drafts()
        noted = self._noted() - {item.slug for item in found}
        paths = (path for slug, path in self._documents().items() if slug in noted)
        found += [item for item in self._items(paths, "document") if item.open_doubts]
        return sorted(found, key=lambda i: (i.state != "draft", -i.open_doubts, i.slug))

    def drafts(self) -> list[ReviewItem]:
        """All drafts, by name."""
        return self._items(self._drafts(), "draft")

    def documents(self) -> list[ReviewItem]:
        """All documents that are in the library."""
        return self._items(self._documents().values(), "document")

    def _items(self, paths: Iterable[Path], state: ItemState) -> list[ReviewItem]:
        documents = self._documents() if state == "draft" else {}
        found = [self._item(path, state, documents) for path in paths]
        return [item for item in found if item is not None]

    def get(self, slug: str, state: ItemState | None = None) -> ReviewItem | None:
        """The draft of this name, else the document (or just the one of a state)."""
        documents = self._documents()
        draft = next((path for path in self._drafts() if path.stem == slug), None)
        if draft is not None and state != "document":
            return self._item(draft, "draft", documents)
        found = documents.get(slug) if state != "draft" else None
        return None if found is None else self._item(found, "document", documents)

    def _drafts(self) -> list[Path]:
        return [path for path in _files(self._corpus / DRAFTS) if path.suffix == ".md"]

    def _documents(self) -> dict[str, Path]:
        paths, _ = find_documents(self._corpus)
        return {path.stem: path for path in paths if not path.is_symlink()}

    def _noted(self) -> set[str]:
        return {path.stem for path in _files(self._corpus / NOTES) if path.suffix == ".json"}

    def _item(self, path: Path, state: ItemState, documents: dict[str, Path]) -> ReviewItem | None:
        """None for what cannot be read as text or with its note, or has gone meanwhile."""
        try:
            replaced = documents.get(path.stem) if state == "draft" else None
            note = self._corpus / NOTES / f"{path.stem}.json"
            stamp = (*identity_now(path), *identity_now(note), replaced is not None)
            known = self._read.get(str(path))
            if known is not None and known[0] == stamp:
                return known[1]
            item = self._parsed(path, state, replaced)
        except OSError:
            return None
        if item is not None:
            self._read[str(path)] = (stamp, item)
        return item

    def _parsed(self, path: Path, state: ItemState, replaced: Path | None) -> ReviewItem | None:
        data = path.read_bytes()
        decoded = decode(data)
        if isinstance(decoded, Undecodable):
            return None
        text, place = decoded.text, place_of(path, self._corpus)
        _, problems = parse_document(text, path.stem, place)
        faults = [
            f"第 {problem.line} 行：{problem.reason}" if problem.line else problem.reason
            for problem in problems
        ]
        try:
            fields = field_texts(text)
        except YamlEditError:
            fields = {}
        return ReviewItem(
            path.stem, state, place, hashlib.sha256(data).hexdigest()[:16], data, text, fields,
            tuple(blocks_of(text)), read_note(self._corpus, path.stem),
            None if replaced is None else place_of(replaced, self._corpus), tuple(faults),
        )  # fmt: skip


def _files(folder: Path) -> Iterator[Path]:
    """Plain files of a folder by name; links and hidden files are left out."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
            yield Path(entry.path)
