"""Tell which segment files a generation consists of, and which of their rows are deleted.

`segments.json`: {"version": 5, "fields": "…", "fingerprint": "…", "segments": [{"file": "…",
"deleted": "…" or null}]}; `fields` is the schema's layout. A deletion file holds row numbers,
little-endian 32-bit, ascending.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
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

    def open(
        self, folder: Path, withdrawn: Collection[str] = ()
    ) -> Iterator[tuple[Segment, Deleted]]:
        """Every segment, mapped, with the numbers of its deleted rows, those of withdrawn documents
        among them."""
        for entry in self.segments:
            segment = Segment(folder / entry.file)
            deleted = np.zeros(0, np.int64)
            if entry.deleted:
                deleted = np.fromfile(folder / entry.deleted, "<u4").astype(np.int64)
            yield segment, np.union1d(deleted, segment.columns["document"].rows_of(withdrawn))


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


def live_mask(segment: Segment, deleted: Deleted) -> npt.NDArray[np.bool_]:
    """Which rows are not among these."""
    live = np.ones(len(segment), bool)
    live[deleted] = False
    return live


def live_rows(segment: Segment, deleted: Deleted) -> npt.NDArray[np.int64]:
    """The numbers of all others."""
    return np.flatnonzero(live_mask(segment, deleted))


def write_deleted(folder: Path, name: str, rows: Sequence[int] | Deleted) -> None:
    """Write row numbers of deleted rows, sorted, each once."""
    np.unique(np.asarray(rows, np.int64)).astype("<u4").tofile(folder / name)
