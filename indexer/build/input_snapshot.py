"""Remember what input a generation was built from, so that an update redoes only what changed.

`input.json`: {"taken_ns": time, "unlearnt": paragraphs, "taxonomy": digest, "files": {path:
[slug, size, mtime_ns, ctime_ns, sha256, is_bad]}}. Bulk input has no files; its lines are
remembered in `input.arrays` (indexer.sources.line_digests). Digests of files are SHA-256 in
hexadecimal.

A file whose size and times are as they were is not read again, unless it had been written so
shortly before the state was taken that the clock might not tell a later write.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.sources.folder import place_of
from indexer.sources.input import BuildInput, FolderInput
from indexer.taxonomy.taxonomy import Taxonomy

STATE_NAME = "input.json"
_CLOCK = 2_000_000_000  # nanoseconds: the coarsest clock of a common file system (FAT)


@dataclass(frozen=True, slots=True)
class FileState:
    """A corpus file as it was when it was read."""

    slug: str
    size: int
    mtime_ns: int
    ctime_ns: int
    sha256: str
    is_bad: bool = False  # it had problems, so nothing of it is in the index


@dataclass(frozen=True, slots=True)
class InputState:
    """All files of a corpus folder by place, and the digest of its taxonomy and gate."""

    taxonomy: str = ""
    files: dict[str, FileState] = field(default_factory=dict)
    taken_ns: int = 0
    unlearnt: int = 0  # paragraphs changed since the vocabulary was learnt

    def after(self, source: BuildInput, withdrawn: frozenset[str]) -> InputState:
        """The same, once the source was read: files with problems and withdrawn documents are not
        in the index, and what is has the digest of the bytes that were analysed.

        A file that was another one while it was read, though it is as it was again, so is seen by
        the next update: its time of change is not the one remembered.
        """
        bad = {problem.place for problem in source.problems}
        read = source.digests if isinstance(source, FolderInput) else {}
        files = {
            place: replace(
                state,
                is_bad=place in bad or state.slug in withdrawn,
                sha256=read.get(place, state.sha256),
            )
            for place, state in self.files.items()
        }
        return replace(self, files=files)

    def trusts(self, before: FileState | None, status: os.stat_result) -> bool:
        """Whether a file surely is what it was when this state was taken."""
        if before is None or status.st_size != before.size:
            return False
        times = (status.st_mtime_ns, status.st_ctime_ns)
        return times == (before.mtime_ns, before.ctime_ns) and max(times) < self.taken_ns - _CLOCK


def input_state(source: BuildInput, known: InputState | None = None) -> InputState:
    """The state of an input now, before it is read. What `known` can be trusted for keeps its
    digest; nothing is bad yet."""
    taken_ns = time.time_ns()
    taxonomy = taxonomy_digest(source.taxonomy)
    if not isinstance(source, FolderInput):
        return InputState(taxonomy, {}, taken_ns)
    known = known or InputState()
    files: dict[str, FileState] = {}
    for path in source.paths:
        place = place_of(path, source.root)
        before = known.files.get(place)
        try:
            status = os.stat(path)
            if before is not None and known.trusts(before, status):
                files[place] = replace(before, is_bad=False) if before.is_bad else before
                continue
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            continue  # told as a problem where it is read
        times = status.st_mtime_ns, status.st_ctime_ns
        files[place] = FileState(path.stem, status.st_size, *times, digest)
    return InputState(taxonomy, files, taken_ns)


def taxonomy_digest(taxonomy: Taxonomy) -> str:
    """One digest over the files that a taxonomy was read from; that of nothing without any.

    Not of the candidates that were found in the documents: they are no input.
    """
    digest = hashlib.sha256()
    for name, content in taxonomy.files:
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def write_state(folder: Path, state: InputState) -> None:
    tree = {
        "taken_ns": state.taken_ns,
        "unlearnt": state.unlearnt,
        "taxonomy": state.taxonomy,
        "files": {place: _as_list(file) for place, file in state.files.items()},
    }
    (folder / STATE_NAME).write_text(json.dumps(tree, ensure_ascii=False), "utf-8")


def read_state(folder: Path) -> InputState:
    """The state that a generation was built from; an empty one when it cannot be read."""
    try:
        tree = json.loads((folder / STATE_NAME).read_bytes())
        files = {place: FileState(*values) for place, values in tree["files"].items()}
        return InputState(tree["taxonomy"], files, tree["taken_ns"], tree.get("unlearnt", 0))
    except (OSError, ValueError, KeyError, TypeError):
        return InputState()


def _as_list(state: FileState) -> list[str | int | bool]:
    times = [state.mtime_ns, state.ctime_ns]
    return [state.slug, state.size, *times, state.sha256, state.is_bad]
