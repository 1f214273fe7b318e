"""Write analysed batches as a Whoosh index of one segment in our own codec."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from indexer.build.worker import RunResult
from indexer.codec.segment import Segment
from indexer.codec.segment_list import SegmentEntry, SegmentList, write_segments
from indexer.codec.segment_writer import write_segment
from indexer.codec.whoosh_codec import write_toc
from indexer.model.problem import Progress


@dataclass(frozen=True, slots=True)
class Written:
    """What has been written: paragraphs and documents that can be searched."""

    paragraphs: int
    documents: int


def write_index(
    folder: Path,
    fingerprint: str,
    batches: Sequence[RunResult],
    progress: Progress,
    words: Callable[[], Path] | None = None,
) -> Written:
    """Write everything into a generation's folder; DuplicateIdError when two share an id.

    `words` as in write_segment.
    """
    entry = SegmentEntry("main-1.segment")
    paths = [batch.path for batch in batches]
    rows = write_segment(folder / entry.file, paths, progress, Places(batches), words)
    finish_index(folder, SegmentList(fingerprint, (entry,)))
    segment = Segment(folder / entry.file)
    return Written(rows, len(segment.columns["document"].values))


def finish_index(folder: Path, segments: SegmentList) -> None:
    """Write what makes segment files an index: our list of them, and Whoosh's."""
    write_segments(folder, segments)
    write_toc(folder, segments)


class Places:
    """Names where a row of the merged segment came from: line, or place in its chunk."""

    def __init__(self, batches: Sequence[RunResult]) -> None:
        self._batches = batches
        self._ends = list(accumulate(batch.rows for batch in batches))

    def __call__(self, row: int) -> str:
        number = bisect_right(self._ends, row)
        batch = self._batches[number]
        within = row - (self._ends[number] - batch.rows)
        return f"第 {batch.places[within]} 行" if batch.places else f"第 {row + 1} 段"
