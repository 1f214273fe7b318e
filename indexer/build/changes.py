"""Tell which documents of an input differ from what the live generation was built from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from indexer.build.input_snapshot import InputState, input_state, read_state, write_state
from indexer.build.worker import Chunk
from indexer.generations.pending import Generation
from indexer.model.problem import Problem
from indexer.sources.input import FolderInput


class NoStartError(Exception):
    """The live generation is damaged, or most of the input is new: a rebuild is the way."""


class Changes(ABC):
    """What an update does. `dead`: documents whose rows in the live index are dead; `fresh`: those
    to be indexed from the input; `withdrawn`: those of the input that must not come back."""

    problems: tuple[Problem, ...] = ()  # of lines that cannot be used

    def __init__(self, dead: Iterable[str], fresh: Iterable[str], withdrawn: Iterable[str]) -> None:
        self.dead, self.fresh = frozenset(dead), frozenset(fresh)
        self.withdrawn = frozenset(withdrawn)

    @property
    def documents(self) -> int:
        return len(self.dead | self.fresh)

    @abstractmethod
    def chunks(self) -> Iterator[Chunk]:
        """The fresh documents, whole, in the order of the input."""

    @abstractmethod
    def write(self, folder: Path, unlearnt: int) -> None:
        """What the next update compares its input with, into a new generation's folder.

        `unlearnt`: paragraphs changed since the vocabulary was learnt.
        """


class FolderChanges(Changes):
    """Changes of a corpus folder: a look at the size and times of each file, and the new ones."""

    def __init__(self, source: FolderInput, live: Generation, withdrawn: frozenset[str]) -> None:
        self._source, self._withdrawn = source, withdrawn
        known = read_state(live.path)
        self._state: InputState = input_state(source, known)
        before = {place: state for place, state in known.files.items() if not state.is_bad}
        now = self._state.files
        fresh = {
            place: state
            for place, state in now.items()
            if state.slug not in withdrawn
            and (place not in before or before[place].sha256 != state.sha256)
        }
        dead = {state.slug for place, state in before.items() if place not in now or place in fresh}
        dead |= {state.slug for state in before.values() if state.slug in withdrawn}
        super().__init__(
            dead,
            (state.slug for state in fresh.values()),
            withdrawn & {state.slug for state in now.values()},
        )
        paths = {path.stem: path for path in source.paths}
        self._paths = [paths[fresh[place].slug] for place in sorted(fresh)]

    def chunks(self) -> Iterator[Chunk]:
        return self._source.chunks_of(self._paths)

    def write(self, folder: Path, unlearnt: int) -> None:
        state = self._state.after(self._source, self._withdrawn)
        write_state(folder, replace(state, unlearnt=unlearnt))
