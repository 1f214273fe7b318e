"""Keep one value a row as a number into a table of distinct values.

Several values of one row (themes, initiatives) are one value of the column: their set, joined by
`SET_SEPARATOR`. Counting a facet is then one count over small numbers, whatever the field. Which
columns there are, and of what kind, says `indexer.model.schema`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from indexer.codec.container import ContainerWriter
from indexer.model.documents import FieldValue
from indexer.model.schema import SCHEMA, Kind

SET_SEPARATOR = "\x1f"
# Between the headings of one row; no character, so no literal reaches from one into the next.
HEADING_SEPARATOR = "\uffff"
SEPARATORS: dict[Kind, str] = {"set": SET_SEPARATOR, "path": "/", "texts": HEADING_SEPARATOR}
NUMBER_TYPES: dict[Kind, type[np.signedinteger[Any]]] = {"year": np.int16, "number": np.int32}
NO_YEAR = -32768  # how a missing year stands in its array: the least number of its type
_FEW = 30  # values that are sought one by one rather than by reading all
_KNOWN_VALUES = 10_000  # decoded values that a column keeps: about 2 MB of titles
ABSENT = ""  # how a missing value stands in the table


def to_column(kind: Kind, value: FieldValue) -> str:
    """A row's value as one string of its column."""
    if isinstance(value, tuple):
        return join_set(value) if kind == "set" else SEPARATORS[kind].join(value)
    return ABSENT if value is None else str(value)


def to_columns(kind: Kind, values: Iterable[FieldValue]) -> list[str]:
    """`to_column` of each of many values."""
    if kind not in SEPARATORS:
        return [ABSENT if value is None else str(value) for value in values]
    known: dict[FieldValue, str] = {None: ABSENT, (): ABSENT}
    strings = []
    for value in values:
        string = known.get(value)
        if string is None:
            string = known[value] = to_column(kind, value)
        strings.append(string)
    return strings


def from_column(kind: Kind, string: str) -> FieldValue:
    """The value that `to_column` made one string of."""
    if kind in SEPARATORS:
        return tuple(string.split(SEPARATORS[kind])) if string else ()
    return None if string == ABSENT else string


def to_numbers(kind: Kind, values: Sequence[FieldValue]) -> npt.NDArray[np.signedinteger[Any]]:
    """Whole numbers of rows; None is the least one of the type."""
    type_ = NUMBER_TYPES[kind]
    least = int(np.iinfo(type_).min)
    return np.array([least if value is None else value for value in values], type_)


def join_set(values: Sequence[str]) -> str:
    """A row's several values as one value of its column, without repeats, in their order."""
    return SET_SEPARATOR.join(dict.fromkeys(values))


def split_set(value: str) -> tuple[str, ...]:
    """The values that `join_set` joined."""
    return tuple(value.split(SET_SEPARATOR)) if value else ()


def split_sets(strings: Sequence[str]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """The values of many such sets, one after the other, and how many each has: a large library
    has hundreds of thousands, too many for a tuple each."""
    joined = SET_SEPARATOR.join(filter(None, strings))
    values = joined.split(SET_SEPARATOR) if joined else []
    counts = [string.count(SET_SEPARATOR) + 1 if string else 0 for string in strings]
    return values, np.array(counts, np.int64)


class ColumnBuilder:
    """Numbers values as they come; `ordinals` has one number a row."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._parts: list[npt.NDArray[np.uint32]] = []

    def add_all(self, values: Sequence[str]) -> None:
        numbers = self.numbers
        part = [numbers.setdefault(value, len(numbers)) for value in values]
        self._parts.append(np.array(part, np.uint32))

    def add_numbered(self, table: Sequence[str], ordinals: npt.NDArray[np.integer]) -> None:
        """Rows of another column, given as numbers into its table."""
        numbers = self.numbers
        new = np.array([numbers.setdefault(v, len(numbers)) for v in table], np.uint32)
        self._parts.append(new[ordinals] if len(table) else np.zeros(0, np.uint32))

    @property
    def ordinals(self) -> npt.NDArray[np.uint32]:
        return np.concatenate(self._parts) if self._parts else np.zeros(0, np.uint32)

    def write(self, container: ContainerWriter, name: str) -> None:
        """The table of values and a number a row."""
        container.add_strings(name, list(self.numbers))
        self.write_ordinals(container, name)

    def write_ordinals(self, container: ContainerWriter, name: str) -> None:
        """A number a row only: the values are kept elsewhere."""
        container.add(f"{name}.ordinals", smallest(self.ordinals, len(self.numbers)))


def smallest(array: npt.NDArray[Any], limit: int) -> npt.NDArray[Any]:
    """The array in the narrowest unsigned type that holds numbers below `limit`."""
    kind = np.uint8 if limit <= 1 << 8 else np.uint16 if limit <= 1 << 16 else np.uint32
    return array.astype(kind)


def narrow(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The array in the narrowest unsigned type that holds its numbers."""
    return smallest(array, int(array.max(initial=0)) + 1)


def profile_fields() -> list[str]:
    """Columns and numbers that facets are counted by."""
    return [SCHEMA[name].key for name in SCHEMA.facets]


_MOST_PROFILES = 1 << 16


def write_profiles(container: ContainerWriter, fields: dict[str, npt.NDArray[np.integer]]) -> None:
    """Number the combinations of facet values that occur, so that one count serves all facets.

    `profiles`: a number a row; `profiles.<field>`: that field's ordinal in each combination. Left
    out where there are too many combinations to gain anything.
    """
    combined = np.zeros(max(map(len, fields.values())), np.int64)
    for ordinals in fields.values():
        values = ordinals.astype(np.int64)
        values = values - values.min(initial=0)
        _, combined = np.unique(
            combined * (int(values.max(initial=0)) + 1) + values, return_inverse=True
        )
    _, first = np.unique(combined, return_index=True)
    if len(first) > min(_MOST_PROFILES, max(len(combined) // 8, 256)):
        return
    container.add("profiles", smallest(combined, len(first)))
    for name, ordinals in fields.items():
        container.add(f"profiles.{name}", ordinals[first])


class Values(Protocol):
    """The distinct values of a column by number."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int, /) -> str: ...
    def all(self) -> list[str]: ...
    def index_of(self, string: str, /) -> int: ...


def indexes_of(values: Values, strings: Collection[str]) -> list[int]:
    """The numbers of those strings that are among the values, ascending."""
    if len(strings) <= _FEW:
        return sorted(number for number in map(values.index_of, strings) if number >= 0)
    return [number for number, value in enumerate(values.all()) if value in strings]


class Column:
    """One mapped column: `ordinals[row]` is a number into `values`."""

    def __init__(self, ordinals: npt.NDArray[Any], values: Values, kind: Kind = "keyword") -> None:
        self.ordinals, self.values, self._kind = ordinals, values, kind
        self._numbers = one_by_one(ordinals)
        self._known: dict[int, FieldValue] = {}

    def __getitem__(self, row: int) -> str:
        return self.values[int(self.ordinals[row])]

    def rows_of(self, values: Collection[str]) -> npt.NDArray[np.int64]:
        """The rows that have any of these."""
        chosen = self.chosen(values)
        return np.flatnonzero(chosen[self.ordinals]) if chosen.any() else np.zeros(0, np.int64)

    def chosen(self, values: Collection[str]) -> npt.NDArray[np.bool_]:
        """Which numbers are those of any of these."""
        chosen = np.zeros(len(self.values), bool)
        chosen[indexes_of(self.values, values)] = True
        return chosen

    def value(self, row: int) -> FieldValue:
        """What a row has here, as `to_column` was given it."""
        number = self._numbers[row]
        try:
            return self._known[number]
        except KeyError:
            value = from_column(self._kind, self.values[number])
        if len(self._known) >= _KNOWN_VALUES:
            self._known = {}
        self._known[number] = value
        return value


def one_by_one(array: npt.NDArray[Any]) -> Sequence[int]:
    """The same whole numbers, read one at a time in a third of an array's time."""
    numbers: Any = array.astype(array.dtype.newbyteorder("="), copy=False).data
    return numbers  # type: ignore[no-any-return]
