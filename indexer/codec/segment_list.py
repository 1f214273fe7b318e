"""Tell which segment files a generation consists of, and which of their rows are deleted.

`segments.json`: {"version": 5, "fields": "…", "fingerprint": "…", "segments": [{"file": "…",
"deleted": "…" or null}]}; `fields` is the schema's layout. A deletion file holds row numbers,
little-endian 32-bit, ascending.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.codec.segment import FORMAT_VERSION, READABLE_VERSIONS, Segment
from indexer.errors import IndexDamagedError, IndexOutdatedError
from indexer.model.schema import SCHEMA

LIST_NAME = "segments.json"
Deleted = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """One segment: its file and, where rows were deleted, the file of their numbers."""

    file: str
    deleted: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentList:
    """The segments of a generation, in order, and the fingerprint of their analysis."""

    fingerprint: str
    segments: tuple[SegmentEntry, ...]

    def open(self, folder: Path) -> Iterator[tuple[Segment, Deleted]]:
        """Every segment, mapped, with the numbers of its deleted rows."""
        for entry in self.segments:
            deleted = np.zeros(0, np.int64)
            if entry.deleted:
                deleted = np.fromfile(folder / entry.deleted, "<u4").astype(np.int64)
            yield Segment(folder / entry.file), deleted


def read_segments(folder: Path) -> SegmentList:
    """IndexOutdatedError for another format or other fields, IndexDamagedError for no list."""
    try:
        tree = json.loads((folder / LIST_NAME).read_bytes())
    except (OSError, ValueError) as error:
        raise IndexDamagedError(str(folder), f"{LIST_NAME} 无法读取") from error
    if tree.get("version") not in READABLE_VERSIONS:
        raise IndexOutdatedError(str(folder), str(tree.get("version")), str(FORMAT_VERSION))
    if tree.get("fields") != SCHEMA.layout:
        found = f"{tree['version']}（字段与本版本不同）"
        raise IndexOutdatedError(str(folder), found, str(FORMAT_VERSION))
    entries = tuple(SegmentEntry(e["file"], e["deleted"]) for e in tree["segments"])
    return SegmentList(tree["fingerprint"], entries)


def write_segments(folder: Path, segments: SegmentList) -> None:
    """Write the list of a generation under construction."""
    tree = {
        "version": FORMAT_VERSION,
        "fields": SCHEMA.layout,
        "fingerprint": segments.fingerprint,
        "segments": [{"file": e.file, "deleted": e.deleted} for e in segments.segments],
    }
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    (folder / LIST_NAME).write_text(text, "utf-8")


def write_deleted(folder: Path, name: str, rows: Sequence[int] | Deleted) -> None:
    """Write row numbers of deleted rows, sorted, each once."""
    np.unique(np.asarray(rows, np.int64)).astype("<u4").tofile(folder / name)
