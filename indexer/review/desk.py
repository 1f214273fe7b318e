"""Turn what a person does at the desk into steps: fix, accept, reject, confirm, undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.errors import LibraryError, StaleEditError
from indexer.library.ledger import SETTLED_NAME, Settled, lines_of, read_ledger, read_settled
from indexer.library.notes import NOTES, ReviewNote, encode_note
from indexer.model.yaml_edit import YamlEditError
from indexer.review.document_edit import BlockEdit, with_block, with_fields
from indexer.review.items import DOCUMENTS, Items, ReviewItem
from indexer.review.journal import FileChange, Step, StepJournal

_DONE_TO = {"toggle": "改小标题，", "merge": "并段，", "write": "改字，", "delete": "删去一段，"}


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to change in one item: typed fields, one block, and doubts that were looked at."""

    fields: Mapping[str, str]
    block: BlockEdit | None = None
    done: tuple[int, ...] = ()


class Desk:
    """The waiting items of one corpus and what can be done with them.

    Everything that changes takes the `version` that the person saw: StaleEditError if the file is
    another by now. LibraryError where something cannot be written, or not as asked.
    """

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self.items = Items(corpus)
        self.journal = StepJournal(corpus)
        self.journal.open()

    def edit(self, item: ReviewItem, edit: Edit) -> Step | None:
        """Write fields and block into the file; None where that changes nothing.

        FieldValueError for a value that its field cannot hold.
        """
        try:
            text = with_fields(item.text, edit.fields)
            text = text if edit.block is None else with_block(text, edit.block)
        except YamlEditError as error:
            advice = f"「{item.path}」的文件头{error}；请用记事本打开这个文件改"
            raise LibraryError(advice) from error
        except IndexError as error:
            raise StaleEditError(item.path) from error
        changes = []
        if text != item.text:
            changes.append(FileChange(item.path, item.data, _encoded(text, item.data)))
        done = (*edit.done, *_answered(item, edit.fields))
        if done and item.note is not None:
            changes.append(self._noted(item, _looked_at(item.note, done)))
        done_to = _DONE_TO[edit.block.act] if edit.block is not None else "修改"
        label = f"{done_to}「{_called(item)}」"
        return self.journal.take(label, changes) if changes else None

    def accept(self, items: Sequence[ReviewItem], *, keep_doubts: bool = False) -> Step | None:
        """Drafts become documents, and doubts are settled or wait on. All in one step."""
        faulty = next((item for item in items if item.faults), None)
        if faulty is not None:
            advice = f"「{_called(faulty)}」还不能收入：{faulty.faults[0]}"
            raise LibraryError(advice)
        changes: list[FileChange] = []
        settled: list[Settled] = []
        for item in items:
            if item.state == "draft":
                target = item.replaces or f"{DOCUMENTS}/{item.slug}.md"
                before = self.journal.content(target)
                changes += [
                    FileChange(target, before, item.data),
                    FileChange(item.path, item.data, None),
                ]
                settled += _settled(item, "accepted") if item.replaces else []
            if not (keep_doubts and item.open_doubts):
                changes += self._without_note(item)
        verb = "收入" if any(item.state == "draft" for item in items) else "核对完"
        what = f"「{_called(items[0])}」" if len(items) == 1 else f" {len(items)} 篇"
        return self.journal.take(f"{verb}{what}", [*changes, *self._settle(settled)])

    def reject(self, item: ReviewItem) -> Step:
        """A draft or document goes away and its file is not imported again; undoing brings it
        back."""
        changes = [FileChange(item.path, item.data, None), *self._without_note(item)]
        changes += self._settle(_settled(item, "rejected") or self._imported(item))
        verb = "退回" if item.state == "draft" else "移出"
        return self.journal.take(f"{verb}「{_called(item)}」", changes)

    def _imported(self, item: ReviewItem) -> list[Settled]:
        """A document without a note was imported without doubts, or written by hand."""
        entries = (entry for entry in read_ledger(self.corpus) if entry.slug == item.slug)
        return [Settled(entry.digest, entry.name, entry.slug, "rejected") for entry in entries]

    def undo(self, number: int | None = None) -> Step | None:
        return self.journal.undo(number)

    def _noted(self, item: ReviewItem, note: ReviewNote) -> FileChange:
        path = f"{NOTES}/{item.slug}.json"
        return FileChange(path, self.journal.content(path), encode_note(note))

    def _without_note(self, item: ReviewItem) -> list[FileChange]:
        path = f"{NOTES}/{item.slug}.json"
        before = self.journal.content(path)
        return [] if before is None else [FileChange(path, before, None)]

    def _settle(self, more: Sequence[Settled]) -> list[FileChange]:
        if not more:
            return []
        known = {entry.digest: entry for entry in read_settled(self.corpus)}
        known |= {entry.digest: entry for entry in more}
        before = self.journal.content(SETTLED_NAME)
        return [FileChange(SETTLED_NAME, before, lines_of(known.values()))]


def _settled(item: ReviewItem, decision: str) -> list[Settled]:
    note = item.note
    return [] if note is None else [Settled(note.digest, note.name, item.slug, decision)]


def _answered(item: ReviewItem, typed: Mapping[str, str]) -> list[int]:
    """The open doubts of fields that have another value now: whoever typed it has looked."""
    changed = {key for key, value in typed.items() if value.strip() != item.fields.get(key, "")}
    return [
        number
        for number, mark in enumerate(item.note.doubts if item.note else ())
        if mark.field in changed and not (mark.is_note or mark.is_done)
    ]


def _looked_at(note: ReviewNote, done: Sequence[int]) -> ReviewNote:
    marks = [
        replace(mark, is_done=not mark.is_done) if number in done else mark
        for number, mark in enumerate(note.doubts)
    ]
    return replace(note, doubts=tuple(marks))


def _encoded(text: str, before: bytes) -> bytes:
    """UTF-8, with the line ends that the file had."""
    has_crlf = b"\r\n" in before
    return (text.replace("\n", "\r\n") if has_crlf else text).encode("utf-8", "surrogatepass")


def _called(item: ReviewItem) -> str:
    return item.fields.get("title") or item.slug
