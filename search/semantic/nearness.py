"""Tell which paragraphs of a generation are nearest in meaning, by their ids.

For what is no engine of its own rows: similar paragraphs, and engines that keep paragraphs
elsewhere. The vectors lie beside the generation on every machine that answers from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.codec.kernels import Vectors
from indexer.codec.segment import Segment
from indexer.codec.segment_list import read_segments
from indexer.semantic.vectors import SegmentVectors, cosines
from search.semantic.blending import Floats

HIDDEN = -2.0  # below any cosine


class LocalVectors:
    """The vectors of a generation's live paragraphs. Threads share it."""

    def __init__(
        self, folder: Path, vectors: Sequence[SegmentVectors], withdrawn: frozenset[str]
    ) -> None:
        self._vectors = vectors
        self._segments: list[Segment] = []
        self._hidden: list[npt.NDArray[np.int64]] = []
        for segment, hidden in read_segments(folder).open(folder, withdrawn):
            self._segments.append(segment)
            self._hidden.append(hidden)

    def place(self, id: str) -> tuple[int, int] | None:
        """Segment and row of a paragraph."""
        for number, segment in enumerate(self._segments):
            row = segment.row_of(id)
            if row >= 0 and row not in self._hidden[number]:
                return number, row
        return None

    def to_query(self, vector: bytes) -> Nearness:
        """How near every paragraph is to a query."""
        return Nearness(self._segments, self._cosines(np.frombuffer(vector, np.int8)))

    def to_paragraph(self, id: str) -> Nearness | None:
        """How near every paragraph of another document is to this one; None for an unknown id."""
        place = self.place(id)
        if place is None:
            return None
        number, row = place
        cosines = self._cosines(self._vectors[number].vectors[row])
        document = self._segments[number].columns["document"][row]
        for segment, near in zip(self._segments, cosines, strict=True):
            near[segment.columns["document"].rows_of([document])] = HIDDEN
        return Nearness(self._segments, cosines)

    def _cosines(self, vector: Vectors) -> list[Floats]:
        found: list[Floats] = []
        for some, hidden in zip(self._vectors, self._hidden, strict=True):
            found.append(cosines(some.vectors, some.squares, vector))
            found[-1][hidden] = HIDDEN
        return found


class Nearness:
    """The cosine of one vector with every live paragraph."""

    def __init__(self, segments: Sequence[Segment], cosines: Sequence[Floats]) -> None:
        self._segments, self._cosines = segments, cosines

    def nearest(self, least: float = -1.0) -> Iterator[tuple[str, float]]:
        """Ids with their cosines from `least` on, nearest first; equal ones by id."""
        listed = [
            (-cosines[rows], np.full(len(rows), number), rows)
            for number, cosines in enumerate(self._cosines)
            for rows in (np.flatnonzero(cosines >= least),)
        ]
        distances, numbers, rows = (np.concatenate(part) for part in zip(*listed, strict=True))
        found = (
            (float(distances[at]), self._segments[numbers[at]].records.id(int(rows[at])))
            for at in np.argsort(distances, kind="stable").tolist()
        )
        for distance, equal in groupby(found, itemgetter(0)):
            yield from ((id, -distance) for _, id in sorted(equal))

    def first(self, most: int, least: float = -1.0) -> list[tuple[str, float]]:
        """The first of `nearest`."""
        return list(islice(self.nearest(least), most))

    def of(self, ids: Sequence[str]) -> Floats:
        """The cosines of these paragraphs, all of which are there."""
        found = np.empty(len(ids))
        for place, id in enumerate(ids):
            for segment, nearness in zip(self._segments, self._cosines, strict=True):
                row = segment.row_of(id)
                if row >= 0 and nearness[row] != HIDDEN:
                    found[place] = nearness[row]
                    break
            else:
                raise KeyError(id)
        return found
