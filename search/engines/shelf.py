"""Give one segment of the index the view that matching needs: live rows only, fields by name.

A *mask* is one boolean a row; a *found* is rows and frequencies. Both leave out deleted and
withdrawn paragraphs, so document frequencies are those of a fresh build.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.codec.columns import split_set
from indexer.codec.inversion import RAW, to_units
from indexer.codec.segment import Segment
from indexer.codec.text_index import NOTHING, NOWHERE, Found, Occurrences
from indexer.normalizer import normalize

Mask: TypeAlias = npt.NDArray[np.bool_]
FACET_COLUMNS = {
    "source": "source",
    "theme": "themes",
    "initiative": "initiatives",
    "region": "region",
    "genre": "genre",
}
_CACHE_BYTES = 48 << 20


class Shelf:
    """One segment with its deletions. Threads may share it."""

    def __init__(self, segment: Segment, live: Mask | None) -> None:
        self.segment = segment
        self.live = live
        self._found = _FoundCache(_CACHE_BYTES)
        self._facets: dict[str, FacetTable] = {}

    def __len__(self) -> int:
        return len(self.segment)

    @cached_property
    def live_count(self) -> int:
        return len(self) if self.live is None else int(self.live.sum())

    def everything(self) -> Mask:
        """The mask of all live rows."""
        return np.ones(len(self), bool) if self.live is None else self.live.copy()

    # -- literals --------------------------------------------------------------------------------

    def find(self, literal: str, field: str = "text") -> Found:
        """Live rows whose text (or title) contains a normalised literal, with frequencies."""
        if not literal:
            return NOTHING
        key = (field, literal)
        found = self._found.get(key)
        if found is None:
            found = self._live_found(self._find(literal, field))
            self._found.put(key, found)
        return found

    def doc_freq(self, literal: str) -> int:
        """In how many live rows; without decoding where one or two units need none."""
        if self.live is None and len(to_units(literal)) <= 2:
            return self.segment.text.doc_freq_bound(literal)
        return len(self.find(literal).rows)

    def _find(self, literal: str, field: str) -> Found:
        if field == "text":
            return self.segment.text.find(literal)
        titles = self.segment.title.find(literal)
        freqs = np.zeros(len(self.segment.title) + 1, np.uint32)
        freqs[titles.rows] = titles.freqs
        of_row = freqs[self.segment.columns["title"].ordinals]
        rows = np.flatnonzero(of_row).astype(np.int32)
        return Found(rows, of_row[rows])

    def _live_found(self, found: Found) -> Found:
        if self.live is None or not len(found.rows):
            return found
        kept = self.live[found.rows]
        return Found(found.rows[kept], found.freqs[kept])

    def occurrences(self, literal: str, field: str = "text") -> Occurrences:
        """Every place of a literal in live rows; of the title, rows are numbers of titles."""
        if not literal:
            return NOWHERE
        if field == "title":
            return self.segment.title.occurrences(literal)
        places = self.segment.text.occurrences(literal)
        if self.live is None or not len(places.rows):
            return places
        kept = self.live[places.rows]
        return Occurrences(places.rows[kept], places.offsets[kept])

    def find_raw(self, text: str) -> npt.NDArray[np.int32]:
        """Live rows that print `text`, all of whose characters normalisation drops."""
        rows: npt.NDArray[np.int32] | None = None
        chars = self.segment.text.chars
        for char in set(text):
            term = chars.term_of(RAW + ord(char))
            if term < 0:
                return NOTHING.rows
            having = chars.rows(term)
            rows = having if rows is None else np.intersect1d(rows, having, assume_unique=True)
        if rows is None:
            return NOTHING.rows
        if self.live is not None:
            rows = rows[self.live[rows]]
        if len(text) > 1:
            rows = np.array([r for r in rows if text in self.segment.records[int(r)][1]], np.int32)
        return rows

    def mask_of(self, rows: npt.NDArray[np.int32]) -> Mask:
        mask = np.zeros(len(self), bool)
        mask[rows] = True
        return mask

    # -- words -----------------------------------------------------------------------------------

    def find_word(self, word: str) -> Found:
        """Live rows that have a word of the segmenter."""
        key = ("words", word)
        found = self._found.get(key)
        if found is None:
            term = self.segment.word_table.find(word)
            found = NOTHING
            if term >= 0:
                words = self.segment.words
                found = self._live_found(Found(words.rows(term), words.freqs(term)))
            self._found.put(key, found)
        return found

    # -- facets ----------------------------------------------------------------------------------

    def facet(self, field: str) -> FacetTable:
        """Values and sets of a facet field (not the year, which is a number)."""
        table = self._facets.get(field)
        if table is None:
            table = self._facets[field] = FacetTable(self.segment, field)
        return table


class FacetTable:
    """A facet column: each row has a number of a set, each set its values.

    `sets[number]` are the values of a set: of a region every step of its path, so that a node
    counts what lies below it.
    """

    def __init__(self, segment: Segment, field: str) -> None:
        column = segment.columns[FACET_COLUMNS[field]]
        self.ordinals = column.ordinals
        split = _steps if field == "region" else _one if field in ("source", "genre") else split_set
        self.sets = [split(value) for value in column.values.all()]
        self.normalized = [tuple(normalize(v) for v in values) for values in self.sets]

    def mask(self, wanted: frozenset[str]) -> Mask:
        """Rows that have one of the wanted values."""
        hits = np.fromiter(
            (not wanted.isdisjoint(values) for values in self.sets), bool, len(self.sets)
        )
        chosen: Mask = hits[self.ordinals]
        return chosen

    def counts(
        self, ordinals: npt.NDArray[np.integer], weights: npt.NDArray[np.int64] | None
    ) -> dict[str, int]:
        """Paragraphs by value; `ordinals` number sets, each counted once or by its weight."""
        of_set = np.bincount(ordinals, weights, minlength=len(self.sets))
        counts: dict[str, int] = {}
        for number in np.flatnonzero(of_set).tolist():
            count = int(of_set[number])
            for value in self.sets[number]:
                counts[value] = counts.get(value, 0) + count
        return counts


def _steps(path: str) -> tuple[str, ...]:
    """江苏省/南通市 → 江苏省, 江苏省/南通市."""
    names = path.split("/") if path else []
    return tuple("/".join(names[:depth]) for depth in range(1, len(names) + 1))


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


class _FoundCache:
    """Least recently used posting lists, bounded in bytes."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes, self._bytes = max_bytes, 0
        self._entries: OrderedDict[tuple[str, str], Found] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> Found | None:
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: tuple[str, str], found: Found) -> None:
        size = found.rows.nbytes + found.freqs.nbytes + 200
        if size > self._max_bytes // 4:
            return
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = found
            self._bytes += size
            while self._bytes > self._max_bytes:
                _, old = self._entries.popitem(last=False)
                self._bytes -= old.rows.nbytes + old.freqs.nbytes + 200
