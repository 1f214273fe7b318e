"""Hold what a query and its filters match in every segment: rows, classes, and who passes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from indexer.codec.kernels import Rows
from indexer.model.schema import SCHEMA
from search.engines.embedded.classes import (
    ALL,
    PHRASE,
    SEMANTIC,
    SOME,
    ClassedRows,
    PartPostings,
    classify,
    with_some,
)
from search.engines.embedded.facet_table import Mask
from search.engines.embedded.matching import intersection, match, sieve
from search.engines.embedded.meaning import Closeness
from search.engines.embedded.segment_reader import SegmentReader
from search.engines.embedded.statistics import CollectionStatistics
from search.engines.ranking import lists_some
from search.query.tree import Everything, FacetMatch, Query, Ranked, YearRange, is_exact
from search.query.years import parse_year_range
from search.request import Filters
from search.results import MatchCounts

_CLASSES = PHRASE + 1


class Evaluation:
    """One query under its filters. A facet ignores its own filter, so both views are kept."""

    def __init__(
        self,
        query: Query,
        filters: Filters,
        statistics: CollectionStatistics,
        within: Sequence[Query] = (),
    ) -> None:
        self.query, self.filters, self._within = query, filters, tuple(within)
        self._readers = statistics.readers
        self.closeness: Closeness | None = None
        self._capped: dict[str | None, list[ClassedRows]] = {}
        self.lists_some = False
        if isinstance(query, Ranked):
            postings = PartPostings.of(query, statistics)
            self._unfiltered = classify(query, statistics, postings)
            # Whatever the filters: narrowing a result must never widen it.
            found = sum(len(matched.rows) for matched in self._unfiltered)
            self.lists_some = lists_some(query, found)
            if self.lists_some:
                self._unfiltered = with_some(query, statistics, postings, self._unfiltered)
                if query.meaning and all(reader.vectors for reader in self._readers):
                    self.closeness = Closeness(query.meaning, self._readers)
                    self._unfiltered = self.closeness.with_semantic(self._unfiltered)
        else:
            class_ = PHRASE if is_exact(query) else ALL
            self._unfiltered = [ClassedRows.as_one(match(query, s), class_) for s in self._readers]
        if self._within:
            self._narrow()
        # The matching rows of every reader under all filters; and the rows alone.
        self.matched = [self._passing(number, but=None) for number in range(len(self._readers))]
        self.rows: list[Rows] = [matched.rows for matched in self.matched]

    @classmethod
    def of_everything(cls, statistics: CollectionStatistics) -> Evaluation:
        return cls(Everything(), Filters(), statistics)

    @property
    def is_everything(self) -> bool:
        """Nothing is asked and nothing filtered: totals are those of the index."""
        return isinstance(self.query, Everything) and not (self.filters or self._within)

    def rows_without(self, field: str, reader_number: int) -> Rows:
        """Matching rows, ignoring the filter on one field."""
        return self._passing(reader_number, but=field).rows

    def counts(self) -> MatchCounts:
        """Matching rows by class."""
        if not isinstance(self.query, Ranked):
            total = sum(map(len, self.rows))
            return MatchCounts(phrase=total) if is_exact(self.query) else MatchCounts(all=total)
        of_class = [0] * _CLASSES
        for matched in self.matched:
            for class_ in range(_CLASSES):
                of_class[class_] += int(np.count_nonzero(matched.classes == class_))
        return MatchCounts(*(of_class[class_] for class_ in (PHRASE, ALL, SOME, SEMANTIC)))

    # -- filters ---------------------------------------------------------------------------------

    def _narrow(self) -> None:
        """Keep what the queries of `within` match; only now, so that they change no class."""
        kept = [intersection([match(q, s) for q in self._within]) for s in self._readers]
        self._unfiltered = [
            matched.among(rows) for matched, rows in zip(self._unfiltered, kept, strict=True)
        ]

    @cached_property
    def _passes(self) -> list[dict[str, Mask]]:
        """For each reader and each field that is filtered, who of the unfiltered rows passes."""
        return [
            {
                field: passing(field, values, reader, matched.rows)
                for field, values in self.filters.chosen
            }
            for reader, matched in zip(self._readers, self._unfiltered, strict=True)
        ]

    def _passing(self, reader_number: int, but: str | None) -> ClassedRows:
        """Who passes all filters but one; of what meaning adds, only the nearest of these."""
        if self.closeness is None:
            return self._sifted(reader_number, but)
        if but not in self._capped:
            sifted = [self._sifted(number, but) for number in range(len(self._readers))]
            self._capped[but] = self.closeness.capped(sifted)
        return self._capped[but][reader_number]

    def _sifted(self, reader_number: int, but: str | None) -> ClassedRows:
        matched = self._unfiltered[reader_number]
        if not self.filters:
            return matched
        mask: Mask | None = None
        for field, one in self._passes[reader_number].items():
            if field != but:
                mask = one if mask is None else mask & one
        return matched if mask is None else ClassedRows(matched.rows[mask], matched.classes[mask])


def passing(field: str, values: tuple[str, ...], reader: SegmentReader, rows: Rows) -> Mask:
    """Which rows pass the filter on one field: OR between its values."""
    if SCHEMA[field].kind != "year":
        return _sieved(FacetMatch(field, values), reader, rows)
    passes = np.zeros(len(rows), bool)
    for value in values:
        passes |= _sieved(parse_year_range(value, field), reader, rows)
    return passes


def _sieved(query: FacetMatch | YearRange, reader: SegmentReader, rows: Rows) -> Mask:
    passes = sieve(query, reader, rows)
    assert passes is not None
    return passes
