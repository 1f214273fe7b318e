"""Hold what one query and its filters match on every shelf: classes, filter masks, final rows."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.engines.classes import ALL, PHRASE, SOME, Classes, add_some, classify, lists_some
from search.engines.matching import facet_mask, match, year_mask
from search.engines.shelf import Mask, Shelf
from search.engines.statistics import Statistics
from search.query import Everything, Literal, Query, Ranked, RawLiteral
from search.request import FACET_FIELDS, Filters
from search.results import MatchCounts
from search.years import parse_year_range

Rows = npt.NDArray[np.int32]


class Evaluation:
    """One query under its filters. Lazy: a part that nobody asks for is not computed."""

    def __init__(self, query: Query, filters: Filters, statistics: Statistics) -> None:
        self.query, self.filters = query, filters
        self._shelves = statistics.shelves
        self._filter_masks = [_filter_masks(filters, shelf) for shelf in self._shelves]
        if isinstance(query, Ranked):
            self.classes: list[Classes] = classify(query, statistics)
            if lists_some(query, self._count_all()):
                add_some(query, statistics, self.classes)
        else:
            class_ = PHRASE if _is_exact(query) else ALL
            self.classes = [match(query, s).astype(np.uint8) * class_ for s in self._shelves]

    @classmethod
    def of_everything(cls, statistics: Statistics) -> Evaluation:
        return cls(Everything(), Filters(), statistics)

    @property
    def is_everything(self) -> bool:
        """Nothing is asked and nothing filtered: totals are those of the index."""
        return isinstance(self.query, Everything) and not self.filters

    def _count_all(self) -> int:
        """Phrase and all hits under all filters: one rule holds for hits and facets alike."""
        total = 0
        for number, classes in enumerate(self.classes):
            mask = self._mask(number)
            chosen = classes >= ALL
            total += int(np.count_nonzero(chosen if mask is None else chosen & mask))
        return total

    def _mask(self, shelf_number: int, but: str | None = None) -> Mask | None:
        """Rows that pass all filters, or all but one field's; None: no filter is set."""
        mask: Mask | None = None
        for name, one in self._filter_masks[shelf_number].items():
            if name != but:
                mask = one if mask is None else mask & one
        return mask

    @cached_property
    def rows(self) -> list[Rows]:
        """The matching rows of every shelf, ascending, under all filters."""
        return [self.rows_without(None, number) for number in range(len(self._shelves))]

    def rows_without(self, field: str | None, shelf_number: int) -> Rows:
        """Matching rows, ignoring the filter on one field."""
        matched = self.classes[shelf_number] > 0
        mask = self._mask(shelf_number, field)
        return np.flatnonzero(matched if mask is None else matched & mask).astype(np.int32)

    def has_filter(self, field: str) -> bool:
        return bool(self.filters.of(field))

    def counts(self) -> MatchCounts:
        """Matching rows by class."""
        if not isinstance(self.query, Ranked):
            total = sum(map(len, self.rows))
            return MatchCounts(phrase=total) if _is_exact(self.query) else MatchCounts(all=total)
        by_class = dict.fromkeys((PHRASE, ALL, SOME), 0)
        for number, classes in enumerate(self.classes):
            mask = self._mask(number)
            for name in by_class:
                chosen = classes == name
                by_class[name] += int(np.count_nonzero(chosen if mask is None else chosen & mask))
        return MatchCounts(by_class[PHRASE], by_class[ALL], by_class[SOME])


def _is_exact(query: Query) -> bool:
    """What `exact` asks for: every hit holds the whole query as one run."""
    is_text = isinstance(query, Literal) and query.field == "text"
    return is_text or isinstance(query, RawLiteral)


def _filter_masks(filters: Filters, shelf: Shelf) -> dict[str, Mask]:
    """For each field that is filtered, the rows that pass: OR between its values."""
    masks: dict[str, Mask] = {}
    for name in FACET_FIELDS:
        values = filters.of(name)
        if not values:
            continue
        if name == "year":
            mask = np.zeros(len(shelf), bool)
            for value in values:
                mask |= year_mask(parse_year_range(value), shelf)
        else:
            mask = facet_mask(name, values, shelf)
        masks[name] = mask
    return masks
