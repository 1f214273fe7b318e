"""Turn facet counts into the rows that readers see: ordered, selected ones kept, regions nested."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import repeat
from typing import NamedTuple

from indexer.model.documents import WAITING
from indexer.model.schema import SCHEMA, Field
from search.engines.value_counts import ValueCounts
from search.query.years import is_in_years
from search.request import FACET_LIMIT, SearchRequest
from search.results import FacetValue

Rows = tuple[FacetValue, ...]
_FACET_VALUE = partial(tuple.__new__, FacetValue)  # a page has hundreds: without a call of Python


class Columns(NamedTuple):
    """The rows of one facet, column by column; None for what no row has.

    `is_path`: each row lies under the row of the step before, if there is one.
    """

    values: list[str]
    counts: list[int]
    selected: list[bool] | None
    states: list[str | None] | None
    is_path: bool


class FacetRows(Mapping[str, Rows]):
    """The rows of every facet, made only where somebody looks at them: a body needs none."""

    def __init__(self, columns: dict[str, Columns]) -> None:
        self.columns = columns
        self._rows: dict[str, Rows] = {}

    def __getitem__(self, name: str) -> Rows:
        known = self._rows.get(name)
        if known is None:
            known = self._rows[name] = _as_rows(self.columns[name])
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(frozen=True, slots=True)
class FacetLists:
    """The rows of every facet, and how many there would be if none were left out."""

    rows: FacetRows
    sizes: dict[str, int]


def facet_lists(
    counts: Mapping[str, Mapping[str, int]],
    request: SearchRequest,
    candidates: Collection[str] = (),
) -> FacetLists:
    """All facets, cut to the limit and the containing text of a request.

    `candidates` are the initiatives that nobody has listed yet.

    A selected value is listed whatever the limit and the text, and at 0.
    """
    rows: dict[str, Columns] = {}
    sizes: dict[str, int] = {}
    selections, texts = dict(request.filters.chosen), dict(request.facet_query)
    limit = request.facet_limit
    for name in SCHEMA.facets:
        field = SCHEMA[name]
        asked = _Asked(field, _limit(field, limit), texts.get(name, ""))
        counted = ValueCounts.of(counts.get(name, {}), field.kind == "year")
        selected = selections.get(name)
        chosen = _selected_values(name, counted, selected) if selected else {}
        waiting = candidates if name == "initiative" else ()
        rows[name] = _columns(asked, counted, chosen, waiting)
        sizes[name] = len(counted)
        if chosen:
            sizes[name] += sum([value not in counted for value in chosen])
    return FacetLists(FacetRows(rows), sizes)


class _Asked(NamedTuple):
    """A facet, how many of its values are listed, and what these contain."""

    field: Field
    limit: int | None
    text: str


def _columns(
    asked: _Asked, counted: ValueCounts, chosen: Mapping[str, None], candidates: Collection[str]
) -> Columns:
    values, sizes = counted.leading(asked.limit, asked.text)
    selected: list[bool] | None = None
    if chosen:
        listed = _with_chosen(asked, list(zip(values, sizes, strict=True)), counted, chosen)
        values, sizes = [value for value, _ in listed], [size for _, size in listed]
        selected = [value in chosen for value in values]
    states = [WAITING if v in candidates else None for v in values] if candidates else None
    return Columns(values, sizes, selected, states, asked.field.kind == "path")


def _as_rows(columns: Columns) -> Rows:
    values, sizes, selected, states, is_path = columns
    parents = map(_parent, values) if is_path else repeat(None)
    several = (values, sizes, selected or repeat(False), parents, states or repeat(None))
    return tuple(map(_FACET_VALUE, zip(*several, strict=False)))


def _limit(field: Field, limit: int | None) -> int | None:
    """How many values are listed. Years are a chart, which must not end in the midst of time: all
    of them, unless fewer than usual are asked for."""
    is_chart = field.kind == "year" and limit is not None and limit >= FACET_LIMIT
    return None if is_chart else limit


def _with_chosen(
    asked: _Asked,
    listed: list[tuple[str, int]],
    counted: ValueCounts,
    chosen: Mapping[str, None],
) -> list[tuple[str, int]]:
    """The same with every chosen value: at its place in the order, else behind the others."""
    known = {value for value, _ in listed}
    others = [(value, counted.get(value, 0)) for value in chosen if value not in known]
    everything = ValueCounts.ordered([*listed, *others], asked.field.kind == "year")
    if asked.text:
        return [*listed, *(item for item in everything if item[0] not in known)]
    limit = len(everything) if asked.limit is None else asked.limit
    return everything[:limit] + [item for item in everything[limit:] if item[0] in chosen]


def _selected_values(
    field: str, counts: Mapping[str, int], selected: tuple[str, ...]
) -> dict[str, None]:
    """The rows that a selection ticks: a bare region name ticks every node of that name."""
    chosen: dict[str, None] = {}
    for value in selected:
        if SCHEMA[field].kind == "year" and ".." in value:
            inside = [year for year in counts if is_in_years(int(year), (value,))]
            chosen.update(dict.fromkeys(inside))
            continue
        if SCHEMA[field].kind == "path" and value not in counts:
            nodes = [node for node in counts if node.rsplit("/", 1)[-1] == value]
            if nodes:
                chosen.update(dict.fromkeys(nodes))
                continue
        chosen[value] = None
    return chosen


@lru_cache(maxsize=4096)
def _parent(path: str) -> str | None:
    return path.rsplit("/", 1)[0] if "/" in path else None
