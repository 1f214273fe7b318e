"""Import files into a corpus: each becomes a document, a draft for review, or a reason why not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
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
from indexer.library.ledger import (
    ImportedFile,
    digest_of,
    origin_of,
    read_ledger,
    read_settled,
    replace_file,
    shown_place,
    write_ledger,
)
from indexer.library.notes import ReviewNote, encode_note, note_of, note_path
from indexer.library.originals import PAGED, encode_pages, original_path, pages_of, pages_path
from indexer.library.turn import writing

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
    additions: list[Addition] = []
    with writing(corpus):
        library = _Library(corpus, options, paths)
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

    def __init__(self, corpus: Path, options: Options, roots: Sequence[Path]) -> None:
        self._corpus, self._roots = corpus, roots
        self._options = options
        self._entries = {entry.slug: entry for entry in read_ledger(corpus)}
        self._by_digest = {e.digest: e for e in self._entries.values() if self._is_there(e)}
        self._slugs = _slugs_of(corpus)
        self._settled = {entry.digest: entry for entry in read_settled(corpus)}

    def read(self, path: Path) -> list[tuple[Incoming, Read]]:
        """The proposals of a file (of all in an archive); what is known is not read again."""
        read: list[tuple[Incoming, Read]] = []
        for file in incoming_files(path):
            digest = digest_of(file.data) if file.refusal is None else ""
            if digest and self._is_known(digest):
                self._add_pages(digest, file)
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
            is_same = known.origin == origin_of(file.place)
            same = "" if is_same else f"（与 {known.place} 内容相同）"
            return Addition(file.place, "known", known.slug, reason=f"已在库中{same}")
        if (settled := self._settled.get(digest)) is not None:
            what = "退回" if settled.decision == "rejected" else "收入"
            reason = f"核对时已{what}；要改主意，请在核对台（qianshao review）撤销"
            return Addition(file.place, "known", settled.slug, reason=reason)
        assert read is not None  # what is not known was read
        return self._write(file, digest, read)

    def _is_known(self, digest: str) -> bool:
        return digest in self._by_digest or digest in self._settled

    def save(self) -> None:
        try:
            write_ledger(self._corpus, self._entries.values())
        except OSError as error:
            raise self._not_writable(error) from error

    def _write(self, file: Incoming, digest: str, proposal: Proposal) -> Addition:
        origin, shown = origin_of(file.place), shown_place(file.place, self._roots)
        before = next((e for e in self._entries.values() if e.origin == origin), None)
        if before is not None and not self._is_there(before):
            before = None
        data = proposal.markdown.encode("utf-8", "surrogatepass")
        try:
            is_edited = before is not None and self._is_edited(before, data)
            slug = before.slug if before is not None else self._free_slug(file, proposal, data)
            folder = "drafts" if self._options.review or is_edited else "documents"
            target = self._target(slug, folder)
            self._keep_note(note_of(proposal, slug, shown, file.name, digest), folder)
            replace_file(target, data)
            if self._options.keep_originals:
                self._keep(digest, file, proposal)
            if not is_edited:
                entry = ImportedFile(slug, shown, file.name, digest, digest_of(data), origin)
                self._entries[slug] = self._by_digest[digest] = entry
                self._slugs.add(slug)
                write_ledger(self._corpus, self._entries.values())
        except OSError as error:
            raise self._not_writable(error) from error
        state: State = "edited" if is_edited else "added" if before is None else "replaced"
        told = "库中的文稿已有人改过，新版作为草稿等核对（qianshao review）"
        reason = told if is_edited else None
        return Addition(
            file.place, state, slug, str(target), proposal.title, proposal.paragraphs,
            proposal.doubts, reason=reason,
        )  # fmt: skip

    def _keep_note(self, note: ReviewNote, folder: str) -> None:
        """For the desk: with every draft, and with a document that has doubts."""
        path = note_path(self._corpus, note.slug)
        if folder == "drafts" or note.open_doubts:
            replace_file(path, encode_note(note))
        else:
            path.unlink(missing_ok=True)

    def _keep(self, digest: str, file: Incoming, proposal: Proposal) -> None:
        path = original_path(self._corpus, digest, file.name)
        if not path.exists():
            replace_file(path, file.data)
        if path.suffix in PAGED:
            replace_file(pages_path(path), encode_pages(pages_of(proposal)))

    def _add_pages(self, digest: str, file: Incoming) -> None:
        """Of an original that was kept before its pages were; a file that is read no more has
        none. What cannot be written now is tried again."""
        path = original_path(self._corpus, digest, file.name)
        if path.suffix not in PAGED or not path.is_file() or pages_path(path).exists():
            return
        try:
            pages = pages_of(proposal_of(file, self._options.source))
        except ImportRefusedError:
            pages = {}
        with suppress(OSError):
            replace_file(pages_path(path), encode_pages(pages))

    def _free_slug(self, file: Incoming, proposal: Proposal, data: bytes) -> str:
        slugs = possible_slugs(proposal.slug, file.place, file.data)
        free = (s for s in slugs if s not in self._slugs or self._was_left(s, data))
        return next(free, digest_of(file.data)[:16])

    def _was_left(self, slug: str, data: bytes) -> bool:
        """Whether this very document stands there because a run ended before its ledger."""
        if slug in self._entries:
            return False
        paths = (self._target(slug, folder) for folder in ("documents", "drafts"))
        return any(path.is_file() and path.read_bytes() == data for path in paths)

    def _target(self, slug: str, folder: str) -> Path:
        """Where the document lies already, wherever below `documents`; else at its top."""
        if folder == "documents":
            found = next((self._corpus / folder).rglob(f"{_escaped(slug)}.md"), None)
            if found is not None:
                return found
        return self._corpus / folder / f"{slug}.md"

    def _is_there(self, entry: ImportedFile) -> bool:
        return any(self._target(entry.slug, f).is_file() for f in ("documents", "drafts"))

    def _is_edited(self, entry: ImportedFile, data: bytes) -> bool:
        """Whether a person changed the document: it is neither what we wrote nor, by a run that
        ended before its ledger, what we are about to write."""
        path = self._target(entry.slug, "documents")
        known = entry.written, digest_of(data)
        return path.is_file() and digest_of(path.read_bytes()) not in known

    def _not_writable(self, error: OSError) -> LibraryError:
        return LibraryError(f"无法写进「{self._corpus}」（{error.strerror or error}）")


def _slugs_of(corpus: Path) -> set[str]:
    folders: Iterable[Path] = (corpus / "documents", corpus / "drafts")
    return {path.stem for folder in folders for path in folder.rglob("*.md")}


def _escaped(slug: str) -> str:
    """A slug as a pattern that matches just itself."""
    return "".join(f"[{c}]" if c in "[*?" else c for c in slug)
