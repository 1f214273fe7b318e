"""Change several files of a corpus as one step: whole or not at all, and undone again.

A step is written down, before and after, then carried out, then marked as done. One that a crash
left half done is finished when the corpus is next opened. Undoing is a step of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from indexer.errors import LibraryError, StaleEditError
from indexer.generations.durable import make_folder
from indexer.library.ledger import replace_file
from indexer.library.turn import writing

STEPS = "review/steps"
_KEPT = 500  # steps that can be looked back at
_TEXT = ("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file of the corpus, by its path in it with `/`; None is no file."""

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Step:
    """What a person did at once: `label` says it, `undoes` is the number of a step taken back."""

    number: int
    label: str
    at: str
    changes: tuple[FileChange, ...]
    undoes: int | None = None


class StepJournal:
    """The steps of one corpus. LibraryError where it cannot be written or is being written."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._folder = corpus / STEPS

    def open(self) -> None:
        """Finish what a crash left half done."""
        if not any(self._folder.glob("*.todo")):
            return
        with self._writing():
            for path in sorted(self._folder.glob("*.todo")):
                step = _read(path)
                for change in () if step is None else step.changes:
                    if self.content(change.path) == change.before:
                        self._put(change)
                path.rename(path.with_suffix(".json"))

    def content(self, path: str) -> bytes | None:
        """What a file of the corpus holds now. LibraryError if it is there and cannot be read."""
        try:
            return self._inside(path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = error.strerror or str(error)
            advice = f"「{path}」读不出来（{reason}）；什么也没有改，请处理后再试"
            raise LibraryError(advice) from error

    def take(self, label: str, changes: Sequence[FileChange], undoes: int | None = None) -> Step:
        """Carry out a step. StaleEditError, and nothing done, if a file is not as `before`."""
        changes = tuple(change for change in changes if change.before != change.after)
        with self._writing():
            for change in changes:
                if self.content(change.path) != change.before:
                    raise StaleEditError(change.path)
            numbers = self._numbers()
            at = datetime.now().astimezone().isoformat(timespec="seconds")
            step = Step(max(numbers, default=0) + 1, label, at, changes, undoes)
            todo = self._folder / f"{step.number:08}.todo"
            replace_file(todo, _encoded(step))
            for change in changes:
                self._put(change)
            todo.rename(todo.with_suffix(".json"))
            for old in sorted(numbers)[: -_KEPT or None]:
                (self._folder / f"{old:08}.json").unlink(missing_ok=True)
            return step

    def undo(self, number: int | None = None) -> Step | None:
        """Take back the last step that still stands, or just step `number`; None: there is none.

        StaleEditError if one of its files has been changed since.
        """
        last = self.last()
        if last is None or (number is not None and last.number != number):
            return None
        changes = [FileChange(c.path, c.after, c.before) for c in reversed(last.changes)]
        return self.take(f"撤销：{last.label}", changes, undoes=last.number)

    def last(self) -> Step | None:
        """The last step that has not been taken back."""
        undone: set[int] = set()
        for number in sorted(self._numbers(), reverse=True):
            step = _read(self._folder / f"{number:08}.json")
            if step is None or step.number in undone:
                continue
            if step.undoes is None:
                return step
            undone.add(step.undoes)
        return None

    def standing_since(self, time_ns: int) -> list[Step]:
        """The steps taken after a moment, one and its undoing left out where both are."""
        standing: dict[int, Step] = {}
        for number in sorted(self._numbers()):
            path = self._folder / f"{number:08}.json"
            with suppress(FileNotFoundError):
                step = _read(path) if path.stat().st_mtime_ns > time_ns else None
                if step is not None and standing.pop(step.undoes or 0, None) is None:
                    standing[number] = step
        return list(standing.values())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._inside(STEPS)
        with writing(self._corpus):
            try:
                make_folder(self._folder)
                yield
            except OSError as error:
                reason = error.strerror or str(error)
                advice = f"无法写进「{self._corpus}」（{reason}）；刚才的改动没有写，请处理后再试"
                raise LibraryError(advice) from error

    def _put(self, change: FileChange) -> None:
        path = self._inside(change.path)
        if change.after is None:
            path.unlink(missing_ok=True)
        else:
            replace_file(path, change.after)

    def _inside(self, path: str) -> Path:
        """A path of the corpus; LibraryError for one that a link or `..` leads out of it."""
        parts = PurePosixPath(path).parts
        target = self._corpus.joinpath(*parts)
        root = self._corpus.resolve()
        is_inside = target.parent.resolve().is_relative_to(root) and not target.is_symlink()
        if not is_inside or ".." in parts or PurePosixPath(path).is_absolute():
            raise LibraryError(f"「{path}」是链接，或在资料库之外；核对台不读也不写它")
        return target

    def _numbers(self) -> list[int]:
        return [int(path.stem) for path in self._folder.glob("*.json") if path.stem.isdigit()]


def _encoded(step: Step) -> bytes:
    changes = [
        [c.path, *(None if data is None else data.decode(*_TEXT) for data in (c.before, c.after))]
        for c in step.changes
    ]
    tree = {
        "number": step.number, "label": step.label, "at": step.at,
        "changes": changes, "undoes": step.undoes,
    }  # fmt: skip
    return json.dumps(tree).encode()


def _read(path: Path) -> Step | None:
    try:
        tree: dict[str, Any] = json.loads(path.read_bytes())
        changes = tuple(
            FileChange(name, *(None if text is None else text.encode(*_TEXT) for text in texts))
            for name, *texts in tree["changes"]
        )
        return Step(tree["number"], tree["label"], tree["at"], changes, tree["undoes"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
