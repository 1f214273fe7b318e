"""Read the paragraphs of finished segments back, to be written somewhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.codec.segment import Segment
from indexer.codec.segment_list import read_segments
from indexer.model.documents import Document, Paragraph


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph as it was built; `is_repeat`: it nearly repeats one before it."""

    paragraph: Paragraph
    document: Document
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What makes the paragraphs of one generation out of those of another.

    `kept` counts the old one's paragraphs that stay, `removed` holds the ids of the others;
    `added` are segments with their live rows.
    """

    kept: int
    removed: tuple[str, ...]
    added: tuple[tuple[Segment, npt.NDArray[np.int64]], ...]

    @property
    def added_count(self) -> int:
        return sum(len(rows) for _, rows in self.added)


def difference(folder: Path, base: Path | None) -> Difference:
    """Compare two generation folders. A segment that both have is one file with two names."""
    new = _live_rows(folder)
    old = _live_rows(base) if base else {}
    if base:
        shared = {name for name in old if name in new and _is_one(folder / name, base / name)}
        old = {name if name in shared else f"{name} (old)": found for name, found in old.items()}
    removed: list[str] = []
    kept = 0
    for name, (segment, rows) in old.items():
        staying = new[name][1] if name in new else np.zeros(0, np.int64)
        gone = np.setdiff1d(rows, staying, assume_unique=True)
        removed += [segment.records.id(int(row)) for row in gone]
        kept += len(rows) - len(gone)
    added = [
        (segment, np.setdiff1d(rows, old[name][1], assume_unique=True) if name in old else rows)
        for name, (segment, rows) in new.items()
    ]
    return Difference(kept, tuple(removed), tuple((s, rows) for s, rows in added if len(rows)))


def _is_one(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)


def _live_rows(folder: Path) -> dict[str, tuple[Segment, npt.NDArray[np.int64]]]:
    listed = read_segments(folder)
    opened = zip(listed.segments, listed.open(folder), strict=True)
    return {
        entry.file: (segment, np.setdiff1d(np.arange(len(segment)), deleted))
        for entry, (segment, deleted) in opened
    }


def rows_of(segment: Segment, rows: npt.NDArray[np.int64]) -> Iterator[Row]:
    """These rows (ascending), block by block past the cache."""
    repeats = _repeats(segment)
    for row, (document, paragraph) in zip(rows, segment.stored_rows(rows), strict=True):
        yield Row(paragraph, document, bool(repeats[row]))


def _repeats(segment: Segment) -> npt.NDArray[np.bool_]:
    """Rows of a group of repeats, all but the first of each."""
    rows = np.asarray(segment.repeated_rows)
    _, firsts = np.unique(np.asarray(segment.repeat_groups), return_index=True)
    repeats = np.zeros(len(segment), bool)
    repeats[rows] = True
    repeats[rows[firsts]] = False
    return repeats
