"""Import files into a corpus: each becomes a document, a draft for review, or a reason why not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from indexer.errors import LibraryError
from indexer.importer.intake import (
    Incoming,
    find_files,
    incoming_files,
    possible_slugs,
    proposal_of,
)
from indexer.importer.proposal import Proposal
from indexer.importer.source_text import Doubt, ImportRefusedError
from indexer.library.ledger import ImportedFile, digest_of, read_ledger, replace_file, write_ledger

State = Literal["added", "replaced", "known", "edited", "refused"]
_AHEAD = 16  # files that are read ahead of the one being written


@dataclass(frozen=True, slots=True)
class Options:
    """How files are added: `source` for all of them, drafts for `review`, originals kept or not."""

    source: str | None = None
    review: bool = False
    use_ocr: bool = False
    keep_originals: bool = True


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of one file.

    "known" was in the library before; of "edited" a person has changed the document since, so the
    file's new version waits among the drafts. `written` is the Markdown, `reason` says why not.
    """

    place: str
    state: State
    slug: str | None = None
    written: str | None = None
    title: str | None = None
    paragraphs: int = 0
    doubts: tuple[Doubt, ...] = ()
    code: str | None = None
    reason: str | None = None


def add_files(
    paths: Sequence[Path],
    corpus: Path,
    options: Options,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Addition]:
    """Import all files below `paths` into `corpus`; each is told, whatever became of it.

    Safe to repeat and to stop: what was written stands in the ledger after every file.
    LibraryError if the corpus cannot be written.
    """
    files = find_files(paths)
    library = _Library(corpus, options)
    additions: list[Addition] = []
    for index, addition in _each(files, library):
        additions.append(addition)
        progress(index + 1, len(files))
    library.save()
    return additions


def _each(files: Sequence[Path], library: _Library) -> Iterator[tuple[int, Addition]]:
    """Read files side by side (PDFs and old formats in processes of their own), write in order."""
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        for start in range(0, len(files), _AHEAD):
            batch = files[start : start + _AHEAD]
            for offset, read in enumerate(pool.map(library.read, batch)):
                for file, result in read:
                    yield start + offset, library.take(file, result)


Read = Proposal | ImportRefusedError | None  # None: its content is in the library already


class _Library:
    """A corpus with its ledger, while files are added."""

    def __init__(self, corpus: Path, options: Options) -> None:
        self._corpus = corpus
        self._options = options
        self._entries = {entry.slug: entry for entry in read_ledger(corpus)}
        self._by_digest = {e.digest: e for e in self._entries.values() if self._is_there(e)}
        self._slugs = _slugs_of(corpus)

    def read(self, path: Path) -> list[tuple[Incoming, Read]]:
        """The proposals of a file (of all in an archive); what is known is not read again."""
        read: list[tuple[Incoming, Read]] = []
        for file in incoming_files(path):
            if file.refusal is None and digest_of(file.data) in self._by_digest:
                read.append((file, None))
                continue
            try:
                proposal = proposal_of(file, self._options.source, self._options.use_ocr)
                read.append((file, proposal))
            except ImportRefusedError as error:
                read.append((file, error))
        return read

    def take(self, file: Incoming, read: Read) -> Addition:
        if isinstance(read, ImportRefusedError):
            return Addition(file.place, "refused", code=read.kind, reason=read.advice)
        digest = digest_of(file.data)
        known = self._by_digest.get(digest)
        if known is not None:
            same = "" if known.place == file.place else f"（与 {known.place} 内容相同）"
            return Addition(file.place, "known", known.slug, reason=f"已在库中{same}")
        assert read is not None  # what is not known was read
        return self._write(file, digest, read)

    def save(self) -> None:
        try:
            write_ledger(self._corpus, self._entries.values())
        except OSError as error:
            raise self._not_writable(error) from error

    def _write(self, file: Incoming, digest: str, proposal: Proposal) -> Addition:
        before = next((e for e in self._entries.values() if e.place == file.place), None)
        if before is not None and not self._is_there(before):
            before = None
        is_edited = before is not None and self._is_edited(before)
        slug = before.slug if before is not None else self._free_slug(file, proposal)
        folder = "drafts" if self._options.review or is_edited else "documents"
        target = self._target(slug, folder)
        data = proposal.markdown.encode("utf-8", "surrogatepass")
        try:
            replace_file(target, data)
            if self._options.keep_originals:
                self._keep(digest, file)
            if not is_edited:
                entry = ImportedFile(slug, file.place, file.name, digest, digest_of(data))
                self._entries[slug] = self._by_digest[digest] = entry
                self._slugs.add(slug)
                write_ledger(self._corpus, self._entries.values())
        except OSError as error:
            raise self._not_writable(error) from error
        state: State = "edited" if is_edited else "added" if before is None else "replaced"
        reason = "库中的文稿已有人改过，新版放在 drafts 里；请对照后自行替换" if is_edited else None
        return Addition(
            file.place, state, slug, str(target), proposal.title, proposal.paragraphs,
            proposal.doubts, reason=reason,
        )  # fmt: skip

    def _keep(self, digest: str, file: Incoming) -> None:
        suffix = PurePosixPath(file.name).suffix.lower()
        path = self._corpus / "originals" / digest[:2] / f"{digest}{suffix}"
        if not path.exists():
            replace_file(path, file.data)

    def _free_slug(self, file: Incoming, proposal: Proposal) -> str:
        slugs = possible_slugs(proposal.slug, file.place, file.data)
        return next((s for s in slugs if s not in self._slugs), digest_of(file.data)[:16])

    def _target(self, slug: str, folder: str) -> Path:
        """Where the document lies already, wherever below `documents`; else at its top."""
        if folder == "documents":
            found = next((self._corpus / folder).rglob(f"{_escaped(slug)}.md"), None)
            if found is not None:
                return found
        return self._corpus / folder / f"{slug}.md"

    def _is_there(self, entry: ImportedFile) -> bool:
        return any(self._target(entry.slug, f).is_file() for f in ("documents", "drafts"))

    def _is_edited(self, entry: ImportedFile) -> bool:
        path = self._target(entry.slug, "documents")
        return path.is_file() and digest_of(path.read_bytes()) != entry.written

    def _not_writable(self, error: OSError) -> LibraryError:
        reason = error.strerror or str(error)
        return LibraryError(str(self._corpus), f"无法写进「{self._corpus}」（{reason}）")


def _slugs_of(corpus: Path) -> set[str]:
    folders: Iterable[Path] = (corpus / "documents", corpus / "drafts")
    return {path.stem for folder in folders for path in folder.rglob("*.md")}


def _escaped(slug: str) -> str:
    """A slug as a pattern that matches just itself."""
    return "".join(f"[{c}]" if c in "[*?" else c for c in slug)
