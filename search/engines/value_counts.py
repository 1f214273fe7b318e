"""Turn the counts of a facet's values into its leading ones: labels only for what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.text.normalizer import normalize

Numbers = npt.NDArray[np.intp]
Counts = npt.NDArray[np.int64]
_BORDER = "\0"  # between labels: no normal form contains it


class Labels:
    """The values of one facet in their own order, numbered; years ascend, others as text."""

    def __init__(self, values: Sequence[str], is_year: bool = False) -> None:
        self.is_year = is_year
        self.values = tuple(sorted(values, key=_year_key if is_year else None))
        self.numbers = {value: number for number, value in enumerate(self.values)}

    def containing(self, text: str) -> Numbers:
        """The numbers of the values that contain a text, as printed or in normal form."""
        found = {n for n, value in enumerate(self.values) if text in value}
        found |= set(self.naming(normalize(text)).tolist())
        return np.array(sorted(found), np.intp)

    def naming(self, form: str) -> Numbers:
        """The numbers of the values whose normal form contains a normalised text."""
        joined, starts = self._joined
        found: list[int] = []
        at = joined.find(form) if form else -1
        while at >= 0:
            number = int(starts.searchsorted(at, side="right")) - 1
            found.append(number)
            at = joined.find(form, int(starts[number + 1]))
        return np.array(found, np.intp)

    @cached_property
    def by_last_step(self) -> Mapping[str, Sequence[str]]:
        """The values of paths by the last of their steps."""
        nodes: dict[str, list[str]] = {}
        for value in self.values:
            nodes.setdefault(value.rsplit("/", 1)[-1], []).append(value)
        return nodes

    @cached_property
    def _joined(self) -> tuple[str, npt.NDArray[np.int64]]:
        """All values in normal form, each behind a border, and where each begins."""
        forms = [_BORDER + normalize(value) for value in self.values]
        starts = np.array([0, *accumulate(map(len, forms))], np.int64)
        return "".join(forms), starts


class ValueCounts(Mapping[str, int]):
    """Paragraphs by value of one facet: the values that have any. Never changes."""

    def __init__(self, labels: Labels, counts: Counts) -> None:
        """`counts[number]` belongs to the label of that number."""
        self._labels, self._counts = labels, counts
        self._size: int | None = None

    @classmethod
    def of(cls, counts: Mapping[str, int], is_year: bool = False) -> ValueCounts:
        """The same from counts by value."""
        if isinstance(counts, ValueCounts):
            return counts
        labels = Labels(list(counts), is_year)
        return cls(labels, np.array([counts[value] for value in labels.values], np.int64))

    def leading(
        self, limit: int | None = None, containing: str = ""
    ) -> tuple[list[str], list[int]]:
        """The first values, and their counts: by count, then by value; years ascend.

        `containing`: only of values that contain this text.
        """
        values, counts = self._labels.values, self._counts
        if self._labels.is_year or containing:
            numbers = self._present
            if containing:
                numbers = np.intersect1d(numbers, self._labels.containing(containing))
            values, counts = tuple([values[n] for n in numbers.tolist()]), counts[numbers]
        if self._labels.is_year:
            if not containing:
                self._size = len(values)
            return list(values[:limit]), counts[:limit].tolist()
        first, sizes, present = kernels.leading(counts, values, limit)
        if not containing:
            self._size = present
        return first, sizes

    @staticmethod
    def ordered(counts: Iterable[tuple[str, int]], is_year: bool = False) -> list[tuple[str, int]]:
        """Values with counts, which may be 0, in the order of `leading`."""
        if is_year:
            return sorted(counts, key=lambda item: _year_key(item[0]))
        return sorted(counts, key=lambda item: (-item[1], item[0]))

    @cached_property
    def _present(self) -> Numbers:
        return np.flatnonzero(self._counts)

    def __len__(self) -> int:
        if self._size is None:
            self._size = int(np.count_nonzero(self._counts))
        return self._size

    def __iter__(self) -> Iterator[str]:
        values = self._labels.values
        return (values[number] for number in self._present.tolist())

    def __getitem__(self, value: str) -> int:
        count = int(self._counts[self._labels.numbers[value]])
        if not count:
            raise KeyError(value)
        return count


def _year_key(value: str) -> tuple[int, str]:
    """Years by their number, whatever else may stand among them last."""
    is_number = value.removeprefix("-").isdecimal()
    return (int(value), "") if is_number else (1 << 31, value)
