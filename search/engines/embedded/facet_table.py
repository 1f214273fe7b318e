"""Give a facet column the shape that filtering and counting need: sets of values, by number.

A row has a number of a *set*, a set its values: of a region every step of its path, so that a node
counts what lies below it. The values of all sets lie in one flat list of (set, value) entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.blocks import ragged
from indexer.codec.doc_values import from_column, smallest, split_sets
from indexer.codec.kernels import Rows
from indexer.codec.segment import Segment
from indexer.model.schema import SCHEMA
from search.engines.value_counts import Counts, Labels

Mask: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[np.int32]

_FEW_SETS = 8


class FacetTable:
    """One facet field of one segment. `ordinals` has the number of a set for each row."""

    def __init__(
        self,
        ordinals: npt.NDArray[np.unsignedinteger],
        values: Sequence[str],
        lengths: npt.NDArray[np.int64],
        of_profile: Numbers | None,
        is_year: bool = False,
    ) -> None:
        """`values` of all sets, one set after the other, `lengths[set]` of each. `of_profile`: the
        set of each combination of facet values, where they are numbered."""
        self.ordinals = ordinals
        self._size = len(lengths)
        self.labels = Labels(list(dict.fromkeys(values)), is_year)
        number_of = self.labels.numbers.__getitem__
        self._values = np.fromiter(map(number_of, values), np.int32, len(values))
        self._lengths = lengths
        self._borders = np.concatenate([np.zeros(1, np.int64), np.cumsum(self._lengths)])
        self._sets = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        self._of_profile = of_profile

    def has(self, wanted: frozenset[str], rows: Rows) -> Mask:
        """Which rows have one of the wanted values."""
        has: Mask = self._is_set_with(wanted)[self.ordinals[rows]]
        return has

    def rows_having(self, wanted: frozenset[str]) -> Rows:
        """All rows that have one of the wanted values, ascending."""
        of_set = self._is_set_with(wanted)
        sets = np.flatnonzero(of_set)
        if len(sets) > _FEW_SETS:
            return np.flatnonzero(of_set[self.ordinals]).astype(np.int32)
        has = np.zeros(len(self.ordinals), bool)
        for number in sets.tolist():  # comparing is ten times as fast as looking up
            has |= self.ordinals == number
        return np.flatnonzero(has).astype(np.int32)

    def _is_set_with(self, wanted: frozenset[str]) -> Mask:
        """By the number of a set, whether it has one of the wanted values."""
        numbers = self.labels.numbers
        chosen = np.zeros(len(numbers), bool)
        chosen[[numbers[name] for name in wanted if name in numbers]] = True
        of_set = np.zeros(self._size, bool)
        of_set[self._sets[chosen[self._values]]] = True
        return of_set

    def sets_naming(self, form: str) -> Numbers:
        """The sets with a value whose normal form contains a normalised text."""
        found = self.labels.naming(form)
        if not len(found):
            return np.zeros(0, np.int32)
        chosen = np.zeros(len(self.labels.values), bool)
        chosen[found] = True
        return self._sets[chosen[self._values]]

    # -- counting --------------------------------------------------------------------------------

    @property
    def has_profiles(self) -> bool:
        """Whether the values can be counted by combinations of facet values."""
        return self._of_profile is not None

    def count_rows(self, rows: Rows) -> Counts:
        """Paragraphs by the number of a label."""
        if len(rows) < len(self._values):
            size = len(self.labels.values)
            return kernels.count_values(self.ordinals, rows, self._borders, self._values, size)
        of_set = kernels.tally(self.ordinals, rows, self._size)
        return kernels.spread(of_set, self._sets, self._values, len(self.labels.values))

    def count_groups(self, rows: Rows, groups: npt.NDArray[np.integer]) -> Counts:
        """Groups by the number of a label; `groups[row]` is the group of a row."""
        sets = self.ordinals[rows]
        values = self._values[ragged(self._borders[sets], self._lengths[sets])]
        owners = np.repeat(groups[rows].astype(np.int64), self._lengths[sets])
        size = len(self.labels.values)
        distinct = np.unique(owners * size + values)
        return np.bincount(distinct % max(1, size), minlength=size)

    def count_beside(self, other: FacetTable, rows: Rows) -> tuple[list[int], list[int], list[int]]:
        """The pairs of a value here and one of another field that any rows have: the numbers of
        both labels, and how many rows."""
        both = self.ordinals[rows].astype(np.int64) * other._size + other.ordinals[rows]
        pairs, counts = np.unique(both, return_counts=True)
        values, owners = self._values_of(pairs // max(1, other._size))
        beside, at = other._values_of((pairs % max(1, other._size))[owners])
        size = max(1, len(other.labels.values))
        keys, places = np.unique(values[at] * size + beside, return_inverse=True)
        total = np.bincount(places, counts[owners][at], len(keys)).astype(np.int64)
        return (keys // size).tolist(), (keys % size).tolist(), total.tolist()

    def _values_of(
        self, sets: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The values of all these sets one after the other, and which of the sets has each."""
        lengths = self._lengths[sets]
        values = self._values[ragged(self._borders[sets], lengths)].astype(np.int64)
        return values, np.repeat(np.arange(len(sets)), lengths)

    def profile_entries(self) -> tuple[Numbers, Numbers]:
        """As the entries of sets, but one (combination, value) each."""
        assert self._of_profile is not None
        firsts = self._sets.searchsorted(np.arange(self._size + 1, dtype=np.int32))
        lengths = np.diff(firsts)[self._of_profile]
        profiles = np.repeat(np.arange(len(self._of_profile), dtype=np.int32), lengths)
        within = np.arange(len(profiles)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        entries = np.repeat(firsts[self._of_profile], lengths) + within
        return profiles, self._values[entries]


def facet_table(segment: Segment, name: str) -> FacetTable:
    """The table of a field of a segment whose values are compared as a whole."""
    field, profiles = SCHEMA[name], segment.profiles
    in_profiles = None if profiles is None else profiles.fields.get(field.key)
    if field.storage == "numbers":
        return _number_table(segment.numbers[field.key], in_profiles, field.kind == "year")
    column = segment.columns[field.key]
    strings = column.values.all()
    if field.kind == "set":
        values, lengths = split_sets(strings)
    else:
        sets = [field.facet_values(from_column(field.kind, string)) for string in strings]
        values = list(chain.from_iterable(sets))
        lengths = np.fromiter(map(len, sets), np.int64, len(sets))
    of_profile = None if in_profiles is None else in_profiles.astype(np.int32)
    return FacetTable(column.ordinals, values, lengths, of_profile)


def _number_table(
    numbers: npt.NDArray[Any], in_profiles: npt.NDArray[np.integer] | None, is_year: bool
) -> FacetTable:
    distinct = np.unique(numbers)
    least = np.iinfo(numbers.dtype).min
    values = [str(number) for number in distinct.tolist() if number != least]
    lengths = (distinct != least).astype(np.int64)
    ordinals = smallest(distinct.searchsorted(numbers), len(distinct))
    of_profile = (
        None if in_profiles is None else distinct.searchsorted(in_profiles).astype(np.int32)
    )
    return FacetTable(ordinals, values, lengths, of_profile, is_year)
