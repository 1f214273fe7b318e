"""Say how near in meaning every row of the index is to a query: whom that adds, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.kernels import Rows
from search.engines.bm25 import Floats
from search.engines.embedded.classes import SEMANTIC, ClassedRows
from search.engines.embedded.facet_table import Mask
from search.engines.embedded.segment_reader import SegmentReader
from search.query.tree import Meaning
from search.semantic.blending import MOST_SEMANTIC, POOL, blended

Blend = tuple[float, float]  # what words and what meaning gave


class Closeness:
    """The cosine of one query with every row of every reader."""

    def __init__(self, meaning: Meaning, readers: Sequence[SegmentReader]) -> None:
        self._meaning, self._readers = meaning, readers
        self.cosines = [reader.cosines(meaning.vector) for reader in readers]

    def with_semantic(self, matched: Sequence[ClassedRows]) -> list[ClassedRows]:
        """Also, as SEMANTIC, the live rows near enough that words do not list."""
        result: list[ClassedRows] = []
        for reader, known, cosines in zip(self._readers, matched, self.cosines, strict=True):
            near = np.flatnonzero(cosines >= self._meaning.threshold).astype(np.int32)
            result.append(
                known.below(near if reader.live is None else near[reader.live[near]], SEMANTIC)
            )
        return result

    def capped(self, matched: Sequence[ClassedRows]) -> list[ClassedRows]:
        """The same without the farther SEMANTIC rows, where there are more than MOST_SEMANTIC."""
        places = [np.flatnonzero(some.classes == SEMANTIC) for some in matched]
        if sum(map(len, places)) <= MOST_SEMANTIC:
            return list(matched)
        chosen = self._nearest(
            [m.rows[at] for m, at in zip(matched, places, strict=True)], MOST_SEMANTIC
        )
        result: list[ClassedRows] = []
        for some, at, leading in zip(matched, places, chosen, strict=True):
            kept: Mask = np.ones(len(some.rows), bool)
            kept[at] = False
            kept[at[leading]] = True
            result.append(ClassedRows(some.rows[kept], some.classes[kept]))
        return result

    def blend(
        self, scores: Sequence[Floats], matched: Sequence[ClassedRows], classes: Iterable[int]
    ) -> list[tuple[npt.NDArray[np.int64], Floats, Floats]]:
        """Of each reader the places that lead those classes by words or by meaning, and what words
        and what meaning give each. `scores` are those of words, of every matching row."""
        wanted = list(classes)
        places = [np.flatnonzero(np.isin(some.classes, wanted)) for some in matched]
        rows = [some.rows[at] for some, at in zip(matched, places, strict=True)]
        by_words = self._leading([s[at] for s, at in zip(scores, places, strict=True)], rows, POOL)
        by_meaning = self._nearest(rows, POOL)
        pool = [
            at[np.union1d(*both)] for at, *both in zip(places, by_words, by_meaning, strict=True)
        ]
        lexical = np.concatenate([s[at] for s, at in zip(scores, pool, strict=True)])
        near = [c[m.rows[at]] for c, m, at in zip(self.cosines, matched, pool, strict=True)]
        parts = blended(lexical, np.concatenate(near), self._meaning.weight)
        ends = np.cumsum([len(at) for at in pool])[:-1]
        return list(zip(pool, *(np.split(part, ends) for part in parts), strict=True))

    def _nearest(self, rows: Sequence[Rows], most: int) -> list[npt.NDArray[np.int64]]:
        return self._leading(
            [c[some] for c, some in zip(self.cosines, rows, strict=True)], rows, most
        )

    def _leading(
        self, keys: Sequence[Floats], rows: Sequence[Rows], most: int
    ) -> list[npt.NDArray[np.int64]]:
        """Places of the `most` largest keys over all readers; equal ones by id."""
        best = [
            kernels.best(key, reader.segment.id_ranks, some, most)
            for key, reader, some in zip(keys, self._readers, rows, strict=True)
        ]
        listed = [(-keys[n][at], n, at) for n, places in enumerate(best) for at in places.tolist()]
        if len(listed) > most and len(best) > 1:
            listed.sort(key=lambda one: (one[0], self._id(one[1], int(rows[one[1]][one[2]]))))
        chosen = listed[:most]
        return [
            np.sort(np.array([at for _, n, at in chosen if n == number], np.int64))
            for number in range(len(best))
        ]

    def _id(self, reader: int, row: int) -> str:
        return self._readers[reader].segment.records.id(row)
