"""Answer queries from the embedded index: one generation of mapped segments.

The index is a Whoosh index (`whoosh.index.open_dir` opens it), but queries are evaluated over whole
arrays here instead of one paragraph at a time there; a contract test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from indexer.codec import kernels
from indexer.codec.kernels import Rows
from indexer.codec.segment import Segment
from indexer.codec.segment_list import SegmentList, live_mask, read_segments
from indexer.semantic.vectors import SegmentVectors
from search.engines.base import EngineHit, IndexInfo, Matches, Page, ReadingOrder
from search.engines.embedded.classes import CLASS_NAMES
from search.engines.embedded.evaluation import Evaluation
from search.engines.embedded.facet_counts import FacetCounter
from search.engines.embedded.facet_table import Mask
from search.engines.embedded.matching import match
from search.engines.embedded.ordering import Ordering, Place
from search.engines.embedded.segment_reader import SegmentReader
from search.engines.embedded.statistics import CollectionStatistics
from search.engines.ranking import CLASS_LABELS
from search.query.tree import Query, Ranked
from search.request import Filters
from search.results import DocumentSummary, ScorePart, StoredParagraph, paragraph_of, summary_of

_PAGE = 100  # hits; more are for a file


class WhooshEngine:
    """One published generation. Threads may share it; `withdrawn` documents are never shown."""

    def __init__(
        self,
        path: Path,
        generation: str,
        withdrawn: frozenset[str],
        vectors: Sequence[SegmentVectors] | None = None,
    ) -> None:
        """`vectors`: of every segment in order, where search by meaning is possible."""
        self.readers = open_readers(path, read_segments(path), withdrawn, vectors)
        self._statistics = CollectionStatistics(self.readers)
        self._facets = FacetCounter(self.readers)
        self.info = IndexInfo(
            generation,
            self._statistics.num_docs,
            sum(_count_documents(reader) for reader in self.readers),
        )

    # -- searching -------------------------------------------------------------------------------

    def search(
        self,
        query: Query,
        filters: Filters,
        facets: Sequence[str],
        page: Page,
        within: Sequence[Query] = (),
    ) -> Matches:
        """See Engine.search."""
        evaluation = Evaluation(query, filters, self._statistics, within)
        counts = evaluation.counts()
        ordering = Ordering(evaluation, self._statistics)
        places = ordering.page(page)
        return Matches(
            counts,
            sum(map(_count_distinct, self.readers, evaluation.rows)),
            self._hits(places, evaluation, ordering, page.explain),
            self._facets.count(evaluation, facets),
            evaluation.lists_some,
        )

    def _hits(
        self, places: Sequence[Place], evaluation: Evaluation, ordering: Ordering, explain: bool
    ) -> tuple[EngineHit, ...]:
        hits: list[EngineHit] = []
        explanation: tuple[ScorePart, ...] = ()
        known = self._ids(places, evaluation) if len(places) > _PAGE else {}
        for place in places:
            number, at, score, in_document, is_across = place
            matched = evaluation.matched[number]
            name, where = CLASS_NAMES[int(matched.classes[at])], (number, int(matched.rows[at]))
            if explain:
                explanation = tuple(
                    ScorePart(CLASS_LABELS[name] if label is None else label, part)
                    for label, part in ordering.explain(place)
                )
            id = known[where] if known else self.readers[number].id(where[1])
            hits.append(EngineHit(id, score, name, in_document, explanation, is_across, where))
        return tuple(hits)

    def _ids(self, places: Sequence[Place], evaluation: Evaluation) -> dict[tuple[int, int], str]:
        """The ids of many rows by reader and row, read in their order: each block once."""
        rows = sorted((p.reader, int(evaluation.rows[p.reader][p.at])) for p in places)
        return {(number, row): self.readers[number].id(row) for number, row in rows}

    def count(self, query: Query) -> int:
        """How many paragraphs match, without ranking."""
        if isinstance(query, Ranked):
            return Evaluation(query, Filters(), self._statistics).counts().total
        return sum(len(match(query, reader)) for reader in self.readers)

    def count_documents(self, query: Query, field: str) -> Mapping[str, int]:
        """See Engine.count_documents."""
        evaluation = Evaluation(query, Filters(), self._statistics)
        return self._facets.count_documents(evaluation, field)

    def count_pairs(self, field: str, by: str) -> Mapping[str, Mapping[str, int]]:
        """See Engine.count_pairs."""
        return self._facets.count_pairs(Evaluation.of_everything(self._statistics), field, by)

    # -- stored values ---------------------------------------------------------------------------

    def fetch(self, ids: Sequence[str]) -> list[StoredParagraph]:
        """See Engine.fetch."""
        found: list[StoredParagraph] = []
        for id in ids:
            for reader in self.readers:
                row = reader.segment.row_of(id)
                if row >= 0 and (reader.live is None or reader.live[row]):
                    found.append(paragraph_of(reader.segment.stored_values(row)))
                    break
        return found

    def paragraphs(self, hits: Sequence[EngineHit]) -> list[StoredParagraph]:
        """See Engine.paragraphs."""
        places = [hit.place for hit in hits if hit.place]
        readers = self.readers
        return [readers[n].paragraph(row) for n, row in places]

    def document(self, slug: str) -> DocumentSummary | None:
        """See Engine.document."""
        for reader in self.readers:
            rows = _document_rows(reader, slug)
            if len(rows):
                document, _ = reader.segment.stored(int(rows[0]))
                return summary_of(document, len(rows))
        return None

    def reading_order(self, slug: str) -> ReadingOrder:
        """See Engine.reading_order."""
        for reader in self.readers:
            rows = _document_rows(reader, slug)
            if len(rows):
                return ReadingOrder(rows.tolist(), partial(_stored, reader.segment))
        return ReadingOrder((), lambda rows: [])

    def documents(self, offset: int, limit: int) -> tuple[list[DocumentSummary], int]:
        """See Engine.documents."""
        slugs = sorted(
            (slug, number)
            for number, reader in enumerate(self.readers)
            for slug in _live_documents(reader)
        )
        page: list[DocumentSummary] = []
        for slug, _ in slugs[offset : offset + limit]:
            summary = self.document(slug)
            if summary is not None:
                page.append(summary)
        return page, len(slugs)

    def facet_values(self, field: str) -> Mapping[str, int]:
        """See Engine.facet_values."""
        return self._facets.of_everything(field, self._statistics)

    def export_ids(self) -> Iterable[str]:
        """See Engine.export_ids."""
        for reader in self.readers:
            yield from (id for id, _ in live_records(reader))

    def close(self) -> None:
        """Mapped arrays go when nobody holds them any more."""
        self.readers = []


def open_readers(
    path: Path,
    segments: SegmentList,
    withdrawn: frozenset[str],
    vectors: Sequence[SegmentVectors] | None = None,
) -> list[SegmentReader]:
    """The segments of a generation's folder, without rows that are deleted or withdrawn."""
    opened = list(segments.open(path, withdrawn))
    known: Sequence[SegmentVectors | None] = vectors or [None] * len(opened)
    return [
        SegmentReader(segment, live_mask(segment, deleted) if len(deleted) else None, of_segment)
        for (segment, deleted), of_segment in zip(opened, known, strict=True)
    ]


def live_records(reader: SegmentReader) -> Iterator[tuple[str, str]]:
    """(id, text) of every live row, in order, past the cache."""
    row = 0
    for block in range(reader.segment.records.block_count()):
        for record in reader.segment.records.read_block(block):
            if reader.live is None or reader.live[row]:
                yield record
            row += 1


def _count_distinct(reader: SegmentReader, rows: Rows) -> int:
    """Documents of these rows."""
    column = reader.segment.columns["document"]
    return int(np.count_nonzero(kernels.tally(column.ordinals, rows, len(column.values))))


def _count_documents(reader: SegmentReader) -> int:
    return int(_is_live_document(reader).sum())


def _stored(segment: Segment, rows: Sequence[int]) -> list[StoredParagraph]:
    return [paragraph_of(segment.stored_values(row)) for row in rows]


def _live_documents(reader: SegmentReader) -> Iterator[str]:
    values = reader.segment.columns["document"].values
    for number in np.flatnonzero(_is_live_document(reader)).tolist():
        yield values[number]


def _is_live_document(reader: SegmentReader) -> Mask:
    column = reader.segment.columns["document"]
    seen = np.zeros(len(column.values), bool)
    seen[column.ordinals if reader.live is None else column.ordinals[reader.live]] = True
    return seen


def _document_rows(reader: SegmentReader, slug: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Live rows of a document in reading order."""
    column = reader.segment.columns["document"]
    number = column.values.index_of(slug)
    if number < 0:
        return np.zeros(0, np.int64)
    mask = column.ordinals == number
    if reader.live is not None:
        mask &= reader.live
    rows = np.flatnonzero(mask)
    return rows[np.argsort(reader.segment.ordinals[rows], kind="stable")]
