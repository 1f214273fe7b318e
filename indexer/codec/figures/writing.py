"""Turn the figures of paragraphs into arrays: of a batch first, then of the segment.

`figures.counts` has the number of figures of each row, and each other array a number for each
figure: a place in the text, or a number into the distinct values of its field. Quotes and printed
values are not kept: they are what stands at their places. The same of `unread`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from indexer.codec.container import ContainerWriter
from indexer.codec.doc_values import ABSENT, ColumnBuilder, narrow
from indexer.model.figures import Figure, Figures

# Places in the text, in code points; `copy` and `pair` are told in `_places`. The indicator is kept
# with what it is of in front of it, so that both are searched; `subject` is how long that is.
PLACES = ("value_start", "value_end", "start", "end", "group_start", "copy", "pair", "subject")
INDICATOR = "figures.indicator"
TEXTS = (
    *("indicator", "kind", "value", "value_max", "unit", "qualifier", "direction", "comparison"),
    *("role", "base", "period", "period_text", "place", "modality"),
)
UNREAD_PLACES = ("start", "end")
NO_VALUE = np.nan  # the key of a figure without a value


class FigureArrays(Protocol):
    """What is asked of a run of paragraphs whose figures are merged with others."""

    def array(self, name: str) -> npt.NDArray[Any]: ...
    def column(self, name: str) -> tuple[list[str], npt.NDArray[Any]]: ...


def write_figures(container: ContainerWriter, found: Sequence[Figures]) -> None:
    """Write the figures of a batch's paragraphs, in their order."""
    container.add("figures.counts", _counts([len(each.rows) for each in found]))
    rows = [row for each in found for row in each.rows]
    places = [places for each in found for places in _places(each.rows)]
    table = np.array(places, np.int64).reshape(len(places), len(PLACES))
    for number, name in enumerate(PLACES):
        container.add(f"figures.{name}", narrow(table[:, number]))
    for name in TEXTS:
        column = ColumnBuilder()
        field = "measured" if name == "indicator" else name
        column.add_all([getattr(row, field) or ABSENT for row in rows])
        column.write(container, f"figures.{name}")
    unread = [one for each in found for one in each.unread]
    container.add("unread.counts", _counts([len(each.unread) for each in found]))
    for name in UNREAD_PLACES:
        container.add(f"unread.{name}", _counts([getattr(one, name) for one in unread]))
    reasons = ColumnBuilder()
    reasons.add_all([one.reason for one in unread])
    reasons.write(container, "unread.reason")


def merge_figures(
    container: ContainerWriter,
    runs: Sequence[FigureArrays],
    write_texts: Callable[[ContainerWriter, str, list[str]], None],
) -> None:
    """Write the figures of all runs; `write_texts` indexes the distinct indicators."""
    for name in (
        *_named("figures", ("counts", *PLACES)),
        *_named("unread", ("counts", *UNREAD_PLACES)),
    ):
        container.add(name, narrow(np.concatenate([run.array(name) for run in runs])))
    for name in (*_named("figures", TEXTS), "unread.reason"):
        column = ColumnBuilder()
        for run in runs:
            column.add_numbered(*run.column(name))
        if name != INDICATOR:
            column.write(container, name)
        else:
            column.write_ordinals(container, name)
            write_texts(container, name, list(column.numbers))
        if name == "figures.value":
            container.add("figures.value.keys", value_keys(list(column.numbers)))


def value_keys(values: Sequence[str]) -> npt.NDArray[np.float64]:
    """What each decimal text sorts by; NO_VALUE for none."""
    return np.array([float(value) if value else NO_VALUE for value in values], np.float64)


def _places(rows: Sequence[Figure]) -> list[tuple[int, ...]]:
    """The places of a paragraph's figures. `pair` counts, from 1, to the partner among them."""
    numbers = {row.key: number for number, row in enumerate(rows, 1)}
    return [
        (
            *(row.value_start, row.value_end, row.start, row.end, row.group_start, row.copy),
            numbers[row.pair] if row.pair else 0,
            len(row.subject or ""),
        )
        for row in rows
    ]


def _named(of: str, names: Sequence[str]) -> list[str]:
    return [f"{of}.{name}" for name in names]


def _counts(numbers: Sequence[int]) -> npt.NDArray[Any]:
    return narrow(np.array(numbers, np.int64))
