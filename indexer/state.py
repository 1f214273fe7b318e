"""Remember what input a generation was built from, so that an update redoes only what changed.

`input.json`: {"taxonomy": digest, "files": {path: [slug, size, mtime_ns, sha256]}}; bulk input
has no files. Digests are SHA-256 in hexadecimal.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
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


@dataclass(frozen=True, slots=True)
class InputState:
    """All files of a corpus folder by place, and the digest of its taxonomy and gate."""

    taxonomy: str = ""
    files: dict[str, FileState] = field(default_factory=dict)


def input_state(source: Source, known: InputState | None = None) -> InputState:
    """The state of an input now. Files that look as they did (size, time) keep their digest."""
    if not isinstance(source, FolderSource):
        return InputState(taxonomy_digest(None))
    files: dict[str, FileState] = {}
    for path in source.paths:
        place = place_of(path, source.root)
        before = known.files.get(place) if known else None
        try:
            status = os.stat(path)
            if before and (before.size, before.mtime_ns) == (status.st_size, status.st_mtime_ns):
                files[place] = before
                continue
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            files[place] = FileState(path.stem, status.st_size, status.st_mtime_ns, digest)
        except OSError:
            continue  # told as a problem where it is read
    return InputState(taxonomy_digest(source.root), files)


def taxonomy_digest(root: Path | None) -> str:
    """One digest over the taxonomy of a corpus folder; that of nothing where there is none."""
    digest = hashlib.sha256()
    folder = root / "taxonomy" if root else None
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
