"""Counts over all readers that scores and classes need: rarity of terms, length norms.

Document frequencies and the average length are those of live rows only, so a score depends neither
on how the index is split into segments nor on what was deleted from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.kernels import Rows
from indexer.codec.ngram_index import Found, united
from search.engines import bm25
from search.engines.bm25 import Floats
from search.engines.embedded.matching import match
from search.engines.embedded.segment_reader import SegmentReader
from search.query.tree import Part, TextField


class CollectionStatistics:
    """Of one open generation. Threads share it."""

    def __init__(self, readers: Sequence[SegmentReader]) -> None:
        self.readers = tuple(readers)

    @cached_property
    def num_docs(self) -> int:
        """Live paragraphs."""
        return sum(reader.live_count for reader in self.readers)

    def norms(self, field: TextField = "text") -> list[LengthNorms]:
        """BM25 length norms of every reader: of the text, or of the title of a row's document.

        A length counts UTF-16 units and serves words, pairs and characters: token counts order no
        better (measured).
        """
        return self._text_norms if field == "text" else self._title_norms

    @cached_property
    def _text_norms(self) -> list[LengthNorms]:
        return self._norms_of([reader.segment.text.lengths() for reader in self.readers])

    @cached_property
    def _title_norms(self) -> list[LengthNorms]:
        return self._norms_of([reader.title_lengths() for reader in self.readers])

    def _norms_of(self, lengths: Sequence[npt.NDArray[np.uint32]]) -> list[LengthNorms]:
        total = sum(
            int(some.sum() if reader.live is None else some[reader.live].sum())
            for some, reader in zip(lengths, self.readers, strict=True)
        )
        average = total / self.num_docs if self.num_docs else 1.0
        return [LengthNorms.of(some, average) for some in lengths]

    def found(self, forms: Sequence[str], field: TextField = "text") -> tuple[Found, ...]:
        """On every reader, rows with any of the forms; frequencies are summed over the forms."""
        return tuple(self._found_on(reader, forms, field) for reader in self.readers)

    @staticmethod
    def _found_on(reader: SegmentReader, forms: Sequence[str], field: str) -> Found:
        return united([f for form in forms if len((f := reader.find(form, field)).rows)])

    def found_or_named(self, part: Part) -> tuple[Found, ...]:
        """Where the text has the part; and once, where it is met by what is known of a paragraph.

        海安 无人机: a report of 海安's police on 无人机 need not say 海安 in every paragraph.
        """
        found = self.found(part.forms)
        if not part.named:
            return found
        return tuple(map(self._found_or_named_on, self.readers, found, repeat(part)))

    @staticmethod
    def _found_or_named_on(reader: SegmentReader, found: Found, part: Part) -> Found:
        def look() -> Found:
            return _with_named(found, [match(named, reader) for named in part.named])

        return reader.kept(part, look)

    def idf(self, found: Sequence[Found]) -> float:
        """Rarity of what these rows hold; 0 when there are none."""
        return self.idf_of(sum(len(part.rows) for part in found))

    def idf_of(self, doc_freq: int) -> float:
        return bm25.idf(doc_freq, self.num_docs) if doc_freq else 0.0


@dataclass(frozen=True, slots=True)
class LengthNorms:
    """The BM25 length norm of a row is `values[ordinals[row]]`: rows of one length share it."""

    ordinals: npt.NDArray[np.unsignedinteger]
    values: Floats

    @classmethod
    def of(cls, lengths: npt.NDArray[np.uint32], average: float) -> LengthNorms:
        if lengths.max(initial=0) < 1 << 16:
            longest = int(lengths.max(initial=0))
            values = bm25.length_norms(np.arange(longest + 1), average)
            return cls(lengths.astype(np.uint16), values)
        distinct, ordinals = np.unique(lengths, return_inverse=True)
        return cls(ordinals.astype(np.uint32), bm25.length_norms(distinct, average))

    def at(self, rows: Rows) -> Floats:
        norms: Floats = self.values[self.ordinals[rows]]
        return norms


def _with_named(found: Found, named: Sequence[Rows]) -> Found:
    """The same, and once the rows that have it by their metadata only."""
    rows = kernels.unite([found.rows, *named])
    freqs = np.ones(len(rows), np.uint32)
    freqs[kernels.locate(found.rows, rows)] = found.freqs
    return Found(rows, freqs)
