"""Count facet values over the rows that match; a facet ignores its own filter.

Rows are counted once, by their combination of facet values; each facet then adds up the few
combinations. Where a segment has too many of them, each facet counts its own column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.kernels import Rows
from indexer.model.schema import SCHEMA
from search.engines.embedded.evaluation import Evaluation
from search.engines.embedded.segment_reader import SegmentReader
from search.engines.embedded.statistics import CollectionStatistics
from search.engines.value_counts import Counts, Labels, ValueCounts


class FacetCounter:
    """Counts over all readers of one generation. Threads share it."""

    def __init__(self, readers: Sequence[SegmentReader]) -> None:
        self._readers = tuple(readers)
        self._numberings: dict[str, _Numbering] = {}
        self._everything: dict[str, ValueCounts] = {}  # of the whole index, once asked for
        self._combinations: dict[SegmentReader, _Combinations] = {}

    def count(self, evaluation: Evaluation, fields: Iterable[str]) -> dict[str, ValueCounts]:
        """Paragraphs by value, of each field."""
        if not evaluation.is_everything:
            return self._count(evaluation, tuple(fields))
        fields = tuple(fields)
        missing = tuple(field for field in fields if field not in self._everything)
        self._everything.update(self._count(evaluation, missing))
        return {field: self._everything[field] for field in fields}

    def count_documents(self, evaluation: Evaluation, field: str) -> ValueCounts:
        """Documents by value: each counts once for every value that one of its rows has."""
        counts = [
            reader.facet(field).count_groups(rows, reader.segment.columns["document"].ordinals)
            for reader, rows in zip(self._readers, evaluation.rows, strict=True)
        ]
        return self._added(field, counts)

    def count_pairs(self, evaluation: Evaluation, field: str, by: str) -> dict[str, dict[str, int]]:
        """Paragraphs by value of `by` and, under it, of `field`; pairs that none has are left
        out."""
        found: dict[str, dict[str, int]] = {}
        for reader, rows in zip(self._readers, evaluation.rows, strict=True):
            own, other = reader.facet(field), reader.facet(by)
            for value, beside, count in zip(*own.count_beside(other, rows), strict=True):
                counts = found.setdefault(other.labels.values[beside], {})
                name = own.labels.values[value]
                counts[name] = counts.get(name, 0) + count
        return found

    def of_everything(self, field: str, statistics: CollectionStatistics) -> ValueCounts:
        """Live paragraphs by value: counted by whoever asks first, and kept."""
        if field not in self._everything:
            self.count(Evaluation.of_everything(statistics), (field,))
        return self._everything[field]

    def _count(self, evaluation: Evaluation, fields: Sequence[str]) -> dict[str, ValueCounts]:
        shared = [
            self._tally(reader, rows)
            for reader, rows in zip(self._readers, evaluation.rows, strict=True)
        ]
        counted: dict[str, ValueCounts] = {}
        for field in fields:
            tallies = shared
            if evaluation.filters.of(field):
                tallies = [
                    self._tally(reader, evaluation.rows_without(field, number))
                    for number, reader in enumerate(self._readers)
                ]
            counted[field] = self._added(
                field, [None if tally is None else tally.of(field) for tally in tallies]
            )
        return counted

    def _tally(self, reader: SegmentReader, rows: Rows) -> _Tally | None:
        """None where no row matches, as in most small segments of an updated library."""
        if not len(rows):
            return None
        known = self._combinations.get(reader)
        if known is None:
            known = self._combinations[reader] = _Combinations(reader)
        return _Tally(reader, rows, known)

    def _added(self, field: str, counts: Sequence[Counts | None]) -> ValueCounts:
        """The sums over the readers."""
        numbering = self._numbering(field)
        if len(counts) == 1 and counts[0] is not None:
            return ValueCounts(numbering.labels, counts[0])
        total = np.zeros(len(numbering.labels.values), np.int64)
        for number, own in enumerate(counts):
            if own is not None:
                total[numbering.places[number]] += own
        return ValueCounts(numbering.labels, total)

    def _numbering(self, field: str) -> _Numbering:
        known = self._numberings.get(field)
        if known is None:
            of_readers = [reader.facet(field).labels for reader in self._readers]
            known = self._numberings[field] = _Numbering.of(field, of_readers)
        return known


@dataclass(frozen=True, slots=True)
class _Numbering:
    """The labels of all readers, and which of them those of each reader are."""

    labels: Labels
    places: tuple[npt.NDArray[np.intp], ...]

    @classmethod
    def of(cls, field: str, readers: Sequence[Labels]) -> _Numbering:
        if len(readers) == 1:
            return cls(readers[0], ())
        names = {value: None for labels in readers for value in labels.values}
        all_labels = Labels(list(names), SCHEMA[field].kind == "year")
        return cls(
            all_labels,
            tuple(
                np.array([all_labels.numbers[value] for value in labels.values], np.intp)
                for labels in readers
            ),
        )


class _Combinations:
    """What each combination of facet values counts for: (combination, value) entries of all facets
    that are numbered so, their values numbered through."""

    def __init__(self, reader: SegmentReader) -> None:
        tables = {field: reader.facet(field) for field in SCHEMA.facets}
        numbered = {field: table for field, table in tables.items() if table.has_profiles}
        self.places: dict[str, slice] = {}
        self.size = 0
        sources, targets = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
        for field, table in numbered.items():
            profiles, values = table.profile_entries()
            sources.append(profiles)
            targets.append(values + np.int32(self.size))
            self.places[field] = slice(self.size, self.size + len(table.labels.values))
            self.size += len(table.labels.values)
        self.sources, self.targets = np.concatenate(sources), np.concatenate(targets)

    def count(self, of_profile: npt.NDArray[np.int64]) -> Counts:
        """Paragraphs by value, from their numbers by combination."""
        return kernels.spread(of_profile, self.sources, self.targets, self.size)


class _Tally:
    """Some rows of one reader, counted by combination once and then by the values of any field."""

    def __init__(self, reader: SegmentReader, rows: Rows, combinations: _Combinations) -> None:
        self._reader, self._rows, self._combinations = reader, rows, combinations
        self._counts: Counts | None = None  # of all fields

    def of(self, field: str) -> Counts:
        place = self._combinations.places.get(field)
        profiles = self._reader.segment.profiles
        if place is None or profiles is None:
            return self._reader.facet(field).count_rows(self._rows)
        if self._counts is None:
            size = len(next(iter(profiles.fields.values())))
            of_profile = kernels.tally(profiles.ordinals, self._rows, size)
            self._counts = self._combinations.count(of_profile)
        return self._counts[place]
