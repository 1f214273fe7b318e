"""Write the live paragraphs of segments anew, without their dead ones, as one batch of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.codec.run import Row
from indexer.codec.segment import Segment
from indexer.codec.segment_list import Deleted, SegmentEntry

_MOST_DEAD = 0.3  # share of dead rows from which on a segment is rewritten
_STEP = 3  # a segment is merged into the one before it that is not this many times larger


@dataclass(frozen=True, slots=True)
class OldSegment:
    """A segment of the live generation and the rows of it that are dead from now on."""

    entry: SegmentEntry
    segment: Segment
    deleted: Deleted

    @property
    def live_count(self) -> int:
        return len(self.segment) - len(self.deleted)


def segments_to_merge(segments: Sequence[OldSegment], new_rows: int) -> list[OldSegment]:
    """Which segments to merge into the one that is to be written now.

    From the end, those that are not much larger than what is merged already: a row is rewritten
    at most log₃(n) times. And those that are mostly dead, so that the index stays small.
    """
    chosen: list[OldSegment] = []
    size = new_rows
    for old in reversed(segments):
        small = old.live_count < _STEP * size
        dead = len(old.deleted) > _MOST_DEAD * len(old.segment)
        if not small and not dead:
            continue
        chosen.append(old)
        size += old.live_count
    return chosen[::-1]


def live_rows(old: OldSegment) -> Iterator[Row]:
    """Every live paragraph as it was given to the index, tags included."""
    alive = np.ones(len(old.segment), bool)
    alive[old.deleted] = False
    return old.segment.stored_rows(np.flatnonzero(alive))
