"""Remember what input a generation was built from, so that an update redoes only what changed.

`input.json`: {"taxonomy": digest, "files": {path: {slug, size, mtime_ns, sha256, is_bad}}}. Bulk
input has no files; the digest of each of its documents lies in `input.arrays`. Digests of files
are SHA-256 in hexadecimal.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from indexer.corpus import place_of
from indexer.sources import FolderSource, Source

STATE_NAME = "input.json"


@dataclass(frozen=True, slots=True)
class FileState:
    """A corpus file as it was when it was read."""

    slug: str
    size: int
    mtime_ns: int
    sha256: str
    is_bad: bool = False  # it had problems, so nothing of it is in the index


@dataclass(frozen=True, slots=True)
class InputState:
    """All files of a corpus folder by place, and the digest of its taxonomy and gate."""

    taxonomy: str = ""
    files: dict[str, FileState] = field(default_factory=dict)


def input_state(
    source: Source,
    known: InputState | None = None,
    withdrawn: frozenset[str] = frozenset(),
) -> InputState:
    """The state of an input now. Files that look as they did (size, time) keep their digest.

    Withdrawn documents count as bad: nothing of them is in the index.
    """
    taxonomy = taxonomy_digest(source.taxonomy_folder)
    if not isinstance(source, FolderSource):
        return InputState(taxonomy)
    files: dict[str, FileState] = {}
    bad = {problem.place for problem in source.problems}
    for path in source.paths:
        place = place_of(path, source.root)
        before = known.files.get(place) if known else None
        try:
            status = os.stat(path)
            if before and (before.size, before.mtime_ns) == (status.st_size, status.st_mtime_ns):
                files[place] = replace(before, is_bad=path.stem in withdrawn or place in bad)
                continue
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            is_bad = path.stem in withdrawn or place in bad
            files[place] = FileState(path.stem, status.st_size, status.st_mtime_ns, digest, is_bad)
        except OSError:
            continue  # told as a problem where it is read
    return InputState(taxonomy, files)


def taxonomy_digest(folder: Path | None) -> str:
    """One digest over the files of a taxonomy folder; that of nothing where there is none."""
    digest = hashlib.sha256()
    if folder is not None and folder.is_dir():
        for path in sorted(folder.glob("*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def write_state(folder: Path, state: InputState) -> None:
    text = json.dumps(
        {"taxonomy": state.taxonomy, "files": {k: asdict(v) for k, v in state.files.items()}},
        ensure_ascii=False,
    )
    (folder / STATE_NAME).write_text(text, "utf-8")


def read_state(folder: Path) -> InputState:
    """The state that a generation was built from; an empty one when it cannot be read."""
    try:
        tree = json.loads((folder / STATE_NAME).read_bytes())
        return InputState(tree["taxonomy"], {k: FileState(**v) for k, v in tree["files"].items()})
    except (OSError, ValueError, KeyError, TypeError):
        return InputState()
