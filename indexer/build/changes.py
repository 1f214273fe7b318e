"""Tell which documents of an input differ from what the live generation was built from."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from indexer.build.input_snapshot import InputState, input_state, read_state, write_state
from indexer.build.served_files import TAXONOMY_FOLDER
from indexer.build.worker import Chunk
from indexer.errors import TaxonomyError
from indexer.generations.pending import Generation
from indexer.model.problem import Problem
from indexer.sources.folder import place_of, read_document
from indexer.sources.input import BuildInput, FolderInput
from indexer.taxonomy.candidates import changed_forms
from indexer.taxonomy.discovery import passages_of
from indexer.taxonomy.mentions import FileMentions, read_mentions, rules_digest
from indexer.taxonomy.taxonomy import Taxonomy, load_taxonomy
from indexer.text.bulk_normalizer import normalize_all
from indexer.text.matcher import FormMatcher
from indexer.text.normalizer import normalize


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


def unchanged_mentions(source: BuildInput, generation: Path) -> dict[str, FileMentions]:
    """What was found for this generation in files that surely are as they were then."""
    if not isinstance(source, FolderInput) or not source.taxonomy.takes_candidates:
        return {}
    known, state = read_mentions(generation), read_state(generation)
    if known.rules != rules_digest(source.taxonomy):
        return {}
    same: dict[str, FileMentions] = {}
    for path in source.paths:
        place = place_of(path, source.root)
        file, before = known.files.get(place), state.files.get(place)
        with suppress(OSError):  # told where the file is read
            is_same = file and before and file.sha256 == before.sha256
            if is_same and file and state.trusts(before, os.stat(path)):
                same[place] = file
    return same


def served_candidates(generation: Path) -> Taxonomy:
    """The taxonomy by which a generation's documents were tagged; NoStartError for a broken one."""
    try:
        return load_taxonomy(generation / TAXONOMY_FOLDER)
    except TaxonomyError as error:
        raise NoStartError(str(error)) from error


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
        fresh |= {place: now[place] for place in self._renamed(live, now.keys() - fresh.keys())}
        dead = {state.slug for place, state in before.items() if place not in now or place in fresh}
        dead |= {state.slug for state in before.values() if state.slug in withdrawn}
        super().__init__(
            dead,
            (state.slug for state in fresh.values()),
            withdrawn & {state.slug for state in now.values()},
        )
        paths = {path.stem: path for path in source.paths}
        self._paths = [paths[fresh[place].slug] for place in sorted(fresh)]

    def _renamed(self, live: Generation, unchanged: Iterable[str]) -> list[str]:
        """Of files that are as they were, those in which other candidates are tagged now."""
        forms = changed_forms(served_candidates(live.path), self._source.taxonomy)
        if not forms:
            return []
        matcher = FormMatcher(forms)
        paths = {place_of(path, self._source.root): path for path in self._source.paths}
        kept = [p for p in sorted(unchanged) if paths[p].stem not in self._withdrawn]
        return [place for place in kept if self._names_any(paths[place], matcher, forms)]

    def _names_any(self, path: Path, matcher: FormMatcher, forms: Collection[str]) -> bool:
        parsed = read_document(path, self._source.root)[0]
        if parsed is None:
            return False
        given = (name for override in parsed.overrides for name in override.names)
        texts = (passage.text for passage in passages_of(parsed.document, parsed.paragraphs))
        return any(normalize(name) in forms for name in given) or any(
            map(matcher.find, normalize_all(list(texts)))
        )

    def chunks(self) -> Iterator[Chunk]:
        return self._source.chunks_of(self._paths)

    def write(self, folder: Path, unlearnt: int) -> None:
        state = self._state.after(self._source, self._withdrawn)
        write_state(folder, replace(state, unlearnt=unlearnt))
