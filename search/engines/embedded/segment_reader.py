"""Give one segment of the index the view that matching needs: live rows only, fields by name.

What is found never has deleted or withdrawn paragraphs, so document frequencies are those of a
fresh build. A *mask* is one boolean for each of some rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.inverter import RAW, ragged, to_units
from indexer.codec.kernels import Rows
from indexer.codec.ngram_index import NOTHING, Found, TextIndex, united
from indexer.codec.segment import Segment
from indexer.semantic.vectors import SegmentVectors, cosines
from search.engines.embedded.facet_table import FacetTable, Mask, facet_table
from search.engines.memory import Memory
from search.results import StoredParagraph, paragraph_of

# What a segment may keep of what it found, by its size: memory stays flat under endless different
# queries, and a small library does not need much.
_CACHE_BYTES_PER_ROW = 320
_LEAST_CACHE_BYTES, _MOST_CACHE_BYTES = 4 << 20, 96 << 20
# Of the texts of paragraphs that are kept, and what each takes beside its text.
_PARAGRAPH_CHARS, _PARAGRAPH_OVERHEAD = 1_500_000, 300
_ENTRY_BYTES = 600  # of one entry, beside its arrays: key, objects, places in the dictionary

_Number = TypeVar("_Number", bound=np.generic)


class SegmentReader:
    """One segment with its deletions. Threads may share it."""

    def __init__(
        self, segment: Segment, live: Mask | None, vectors: SegmentVectors | None = None
    ) -> None:
        self.segment = segment
        self.live = live
        self.vectors = vectors
        wanted = _CACHE_BYTES_PER_ROW * len(segment)
        most = min(max(wanted, _LEAST_CACHE_BYTES), _MOST_CACHE_BYTES)
        self._found = Memory[Hashable, Found](most, _size)
        self._facets: dict[str, FacetTable] = {}
        self._paragraphs = Memory[int, StoredParagraph](_PARAGRAPH_CHARS, _chars)

    def __len__(self) -> int:
        return len(self.segment)

    @cached_property
    def live_count(self) -> int:
        return len(self) if self.live is None else int(self.live.sum())

    @cached_property
    def everything(self) -> Rows:
        """All live rows."""
        if self.live is None:
            return np.arange(len(self), dtype=np.int32)
        return np.flatnonzero(self.live).astype(np.int32)

    # -- literals --------------------------------------------------------------------------------

    def find(self, literal: str, field: str = "text") -> Found:
        """Live rows whose text (or title) contains a normalised literal, with frequencies.

        To the field "text" belong the row's headings; "body" is the text without them.
        """
        if not literal:
            return NOTHING
        return self.kept((field, literal), lambda: self._live_found(self._find(literal, field)))

    def kept(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What was found under a key, looked for where it is not (or no longer) known."""

        def owned() -> Found:
            found = find()
            return Found(_owned(found.rows), _owned(found.freqs))

        return self._found.of(key, owned)

    def doc_freq(self, literal: str) -> int:
        """In how many live rows; without decoding where one or two units need none."""
        if self.live is None and len(to_units(literal)) <= 2:
            return self.segment.text.doc_freq_bound(literal)
        return len(self.find(literal).rows)

    def _find(self, literal: str, field: str) -> Found:
        if field == "body":
            return self.segment.text.find(literal)
        if field == "text":
            found, headings = self.segment.text.find(literal), self.segment.headings.find(literal)
            if not len(headings.rows):
                return found
            return united([found, Found(*self._rows_of_headings(headings))])
        titles = self.segment.title.find(literal)
        if not len(titles.rows):
            return NOTHING
        freqs = np.zeros(len(self.segment.title) + 1, np.uint32)
        freqs[titles.rows] = titles.freqs
        of_row = freqs[self.segment.columns["title"].ordinals]
        rows = np.flatnonzero(of_row).astype(np.int32)
        return Found(rows, of_row[rows])

    @cached_property
    def _owners(self) -> tuple[Rows, npt.NDArray[np.int64]]:
        """The rows that have headings, by the number of these, and the numbers."""
        ordinals = self.segment.columns["headings"].ordinals
        rows = np.flatnonzero(self.segment.headings.lengths()[ordinals]).astype(np.int32)
        numbers = ordinals[rows].astype(np.int64)
        order = np.argsort(numbers, kind="stable")
        return rows[order], numbers[order]

    def _rows_of_headings(self, found: Found) -> tuple[Rows, npt.NDArray[np.uint32]]:
        """The rows, ascending, that have one of these headings, and how often they have it."""
        rows, numbers = self._owners
        firsts, lasts = numbers.searchsorted(found.rows), numbers.searchsorted(found.rows, "right")
        places = ragged(firsts, lasts - firsts)
        # A row is there once, so both may be sorted as one number, in a tenth of argsort's time.
        both = rows[places].astype(np.int64) << 32 | np.repeat(found.freqs, lasts - firsts)
        both.sort()
        return (both >> 32).astype(np.int32), both.astype(np.uint32)

    def rows_of_headings(self, headings: Rows) -> Rows:
        """Live rows to which headings of these numbers belong."""
        found = Found(headings, np.ones(len(headings), np.uint32))
        return self._living(self._rows_of_headings(found)[0])

    def rows_with_heading(self, literal: str) -> Rows:
        """Live rows to which a heading belongs that contains a normalised literal."""
        return self.rows_of_headings(self.segment.headings.find(literal).rows)

    def rows_of_titles(self, titles: Rows) -> Rows:
        """Live rows whose title is one of these numbers."""
        chosen = np.zeros(len(self.segment.title) + 1, bool)
        chosen[titles] = True
        rows = np.flatnonzero(chosen[self.segment.columns["title"].ordinals]).astype(np.int32)
        return self._living(rows)

    def title_lengths(self) -> npt.NDArray[np.uint32]:
        """Units of the title that each row's document has; 0 without one."""
        lengths = np.append(self.segment.title.lengths(), np.uint32(0))
        of_rows: npt.NDArray[np.uint32] = lengths[self.segment.columns["title"].ordinals]
        return of_rows

    def _live_found(self, found: Found) -> Found:
        places = self._dead_places(found.rows)
        if not len(places):
            return found
        return Found(np.delete(found.rows, places), np.delete(found.freqs, places))

    def _living(self, rows: Rows) -> Rows:
        places = self._dead_places(rows)
        return np.delete(rows, places) if len(places) else rows

    def _dead_places(self, rows: Rows) -> npt.NDArray[np.int64]:
        """Where the rows are deleted or withdrawn. Few of a segment are, so looking for these costs
        less than asking every row."""
        return rows.searchsorted(kernels.intersect(rows, self._dead))

    @cached_property
    def _dead(self) -> Rows:
        if self.live is None:
            return NOTHING.rows
        return np.flatnonzero(~self.live).astype(np.int32)

    def find_raw(self, text: str) -> Rows:
        """Live rows that print `text`, all of whose characters normalisation drops."""
        segment = self.segment
        rows = self._living(_printing(text, segment.text))
        headings = _printing(text, segment.headings)
        if len(text) > 1:
            rows = np.array([r for r in rows if text in segment.records[int(r)][1]], np.int32)
            printed = segment.columns["headings"].values
            headings = np.array([n for n in headings if text in printed[int(n)]], np.int32)
        return kernels.unite([rows, self.rows_of_headings(headings)])

    # -- stored values --------------------------------------------------------------------------

    def paragraph(self, row: int) -> StoredParagraph:
        """The paragraph of a row. The latest are kept: the same ones come again when a search is
        narrowed, its page is opened once more, or another figure of them is read."""
        stored = self.segment.stored_values
        return self._paragraphs.of(row, lambda: paragraph_of(stored(row)))

    def id(self, row: int) -> str:
        """The id of a row."""
        known = self._paragraphs.get(row)
        return self.segment.records.id(row) if known is None else known.id

    # -- words -----------------------------------------------------------------------------------

    def find_word(self, word: str) -> Found:
        """Live rows that have a word of the segmenter."""
        return self.kept(("words", word), lambda: self._find_word(word))

    def _find_word(self, word: str) -> Found:
        term = self.segment.word_table.find(word)
        if term < 0:
            return NOTHING
        words = self.segment.words
        return self._live_found(Found(words.rows(term), words.freqs(term)))

    # -- meaning ---------------------------------------------------------------------------------

    def cosines(self, query: bytes) -> npt.NDArray[np.float64]:
        """How near in meaning each row is to a query's vector."""
        assert self.vectors is not None
        vector = np.frombuffer(query, np.int8)
        return cosines(self.vectors.vectors, self.vectors.squares, vector)

    # -- facets ----------------------------------------------------------------------------------

    def rows_having(self, field: str, wanted: frozenset[str]) -> Rows:
        """Live rows with one of the wanted values of a facet field."""
        return self._living(self.facet(field).rows_having(wanted))

    def facet(self, field: str) -> FacetTable:
        """Values and sets of a facet field."""
        table = self._facets.get(field)
        if table is None:
            table = self._facets[field] = facet_table(self.segment, field)
        return table


def _printing(text: str, texts: TextIndex) -> Rows:
    """Rows that print every character of `text`, all of which normalisation drops."""
    rows: Rows | None = None
    for char in set(text):
        term = texts.chars.term_of(RAW + ord(char))
        if term < 0:
            return NOTHING.rows
        having = texts.chars.rows(term)
        rows = having if rows is None else kernels.intersect(rows, having)
    return NOTHING.rows if rows is None else rows


def _chars(paragraph: StoredParagraph) -> int:
    return len(paragraph.text) + _PARAGRAPH_OVERHEAD


def _size(found: Found) -> int:
    return int(found.rows.nbytes + found.freqs.nbytes) + _ENTRY_BYTES


def _owned(array: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    """The array, without the larger one that it may be a slice of and would keep alive."""
    base = array.base
    if isinstance(base, np.ndarray) and base.nbytes > 2 * array.nbytes:
        return array.copy()
    return array
