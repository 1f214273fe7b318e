"""Tell which documents of a bulk file changed, from one read of it, parsing only what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.build.changes import Changes, NoStartError
from indexer.build.input_snapshot import InputState, input_state, write_state
from indexer.build.worker import Chunk, in_chunks
from indexer.codec.container import StringTable, strings_to_arrays
from indexer.codec.doc_values import indexes_of
from indexer.generations.pending import Generation
from indexer.model.problem import Problem
from indexer.sources.input import JsonLinesInput
from indexer.sources.jsonl import is_zipped, open_lines, parse_line
from indexer.sources.line_digests import LineDigests, read_digests, write_digests
from indexer.sources.line_matching import NEW, match_lines

_MOST_NEW = 0.5  # share of new lines above which everything is built anew
_ODD = np.uint64(0x9E3779B97F4A7C15)
Numbers = npt.NDArray[np.int64]  # 1 + a document's place among the names; 0: an unusable line


class JsonLinesChanges(Changes):
    """Changes of a bulk file against the lines that the live generation was built from."""

    def __init__(
        self, source: JsonLinesInput, live: Generation, withdrawn: frozenset[str], folder: Path
    ) -> None:
        """`folder` takes input that can be read only once (standard input, gzip)."""
        self._source, self._withdrawn = source, withdrawn
        self._state: InputState = input_state(source)
        old, indexed = read_digests(live.path)
        self._matched = match_lines(_readable(source, folder), old)
        self._refuse_too_many()
        names, documents = self._documents(old)
        self.digests = LineDigests(self._matched.hashes, documents, names, self._matched.blocks)
        known = np.zeros(len(names) + 1, bool)
        known[1 : len(indexed) + 1] = indexed
        present = np.bincount(documents, minlength=len(names) + 1) > 0
        barred = np.zeros(len(names) + 1, bool)
        barred[[1 + number for number in indexes_of(names, withdrawn)]] = True
        changed = np.zeros(len(names) + 1, bool)
        changed[changed_documents(old, self.digests, self._matched.old_lines)] = True
        for some in (known, present, barred, changed):
            some[0] = False
        self._is_fresh = present & ~barred & (changed | ~known)
        dead = known & (changed | barred | ~present)

        super().__init__(
            *(_named(names, some) for some in (dead, self._is_fresh, present & barred))
        )
        self.problems = tuple(self._problems())

    def _refuse_too_many(self) -> None:
        new = int((self._matched.old_lines == NEW).sum())
        if new > _MOST_NEW * len(self._matched.old_lines) and self._source.path != "-":
            raise NoStartError

    def _documents(self, old: LineDigests) -> tuple[StringTable, Numbers]:
        """The names of all documents, old ones first, and the number of each line's document."""
        assert isinstance(old.names, StringTable)
        old_lines = self._matched.old_lines
        documents = np.zeros(len(old_lines), np.int64)
        is_old = old_lines != NEW
        documents[is_old] = old.documents[old_lines[is_old]]
        new_names: dict[int, str] = {}
        for place, line in self._matched.lines(np.flatnonzero(~is_old)):
            parsed = parse_line(line, self._source.place, place + 1)
            if not isinstance(parsed, Problem):
                new_names[place] = parsed[0].slug
        distinct = list(dict.fromkeys(new_names.values()))
        numbers = dict(_numbers_of(old.names, frozenset(distinct)))
        added = [name for name in distinct if name not in numbers]
        numbers.update((name, len(old.names) + n) for n, name in enumerate(added, 1))
        for place, name in new_names.items():
            documents[place] = numbers[name]
        return _extended(old.names, added), documents

    def _problems(self) -> Iterator[Problem]:
        """What is wrong with each line that cannot be used, at the place where it stands now."""
        for place, line in self._matched.lines(np.flatnonzero(self.digests.documents == 0)):
            parsed = parse_line(line, self._source.place, place + 1)
            if isinstance(parsed, Problem):
                yield parsed

    def chunks(self) -> Iterator[Chunk]:
        places = np.flatnonzero(self._is_fresh[self.digests.documents])
        placed = in_chunks(self._matched.lines(places), lambda both: len(both[1]))
        for number, both in enumerate(placed):
            numbers, lines = tuple(place + 1 for place, _ in both), tuple(line for _, line in both)
            yield Chunk(number, self._source.place, (), lines, numbers)

    def write(self, folder: Path, unlearnt: int) -> None:
        write_state(folder, replace(self._state, unlearnt=unlearnt))
        write_digests(folder, _without_unused(self.digests), self._withdrawn)


def _readable(source: JsonLinesInput, folder: Path) -> Path:
    """A plain file of the input's lines: the input itself, or a copy of what comes only once."""
    if source.path != "-" and not is_zipped(source.path):
        return Path(source.path)
    copy = folder / "input.jsonl"
    with open(copy, "wb") as out:
        out.writelines(line + b"\n" for line in open_lines(source.path))
    return copy


def changed_documents(old: LineDigests, new: LineDigests, old_lines: Numbers) -> Numbers:
    """The numbers of documents whose lines are not the same, in the same order, as before.

    Numbers are those of `new`, which goes on where `old` ends. Lines at the beginning and at the
    end that nothing has happened to are left aside.
    """
    here = np.arange(len(new))
    moved = np.flatnonzero(old_lines != here)
    head = int(moved[0]) if len(moved) else min(len(old), len(new))
    most = min(len(old), len(new)) - head
    shifted = np.flatnonzero(old_lines[::-1][:most] != (len(old) - 1 - here)[:most])
    tail = int(shifted[0]) if len(shifted) else most
    before = _sums(old, head, len(old) - tail, len(new.names))
    after = _sums(new, head, len(new) - tail, len(new.names))
    return np.flatnonzero(before != after)


def _sums(digests: LineDigests, start: int, end: int, names: int) -> npt.NDArray[np.uint64]:
    """One number a document, which any change of its lines or of their order would change."""
    documents = digests.documents[start:end].astype(np.int64)
    order = np.argsort(documents, kind="stable")
    sorted_documents = documents[order]
    starts = np.flatnonzero(np.diff(sorted_documents, prepend=-1))
    counts = np.diff(np.append(starts, len(order)))
    places = np.arange(len(order)) - np.repeat(starts, counts)
    mixed = (digests.hashes[start:end][order] + places.astype(np.uint64) + np.uint64(1)) * _ODD
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _ODD
    sums = np.zeros(names + 1, np.uint64)
    if len(starts):
        sums[sorted_documents[starts]] = np.add.reduceat(mixed, starts)
    sums[0] = 0
    return sums


def _named(names: StringTable, some: npt.NDArray[np.bool_]) -> list[str]:
    return [names[number - 1] for number in np.flatnonzero(some).tolist()]


def _numbers_of(names: StringTable, wanted: frozenset[str]) -> Iterator[tuple[str, int]]:
    for index in indexes_of(names, wanted):
        yield names[index], index + 1


def _extended(names: StringTable, added: list[str]) -> StringTable:
    data, ends = strings_to_arrays(added)
    base = names.ends[-1] if len(names) else np.uint32(0)
    return StringTable(
        np.concatenate([names.data, data]), np.concatenate([names.ends, ends + base])
    )


def _without_unused(digests: LineDigests) -> LineDigests:
    """The same without names that no line has any more, once they are the greater part."""
    used = np.flatnonzero(np.bincount(digests.documents, minlength=len(digests.names) + 1)[1:])
    if 2 * len(used) >= len(digests.names):
        return digests
    numbers = np.zeros(len(digests.names) + 1, np.int64)
    numbers[used + 1] = np.arange(1, len(used) + 1)
    names = tuple(digests.names[number] for number in used.tolist())
    return replace(digests, documents=numbers[digests.documents], names=names)
