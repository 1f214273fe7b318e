"""Find the figures that two documents give of the same thing, where their values differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.model.figures import Figure
from search.figures.results import FigureRow

_Measure = tuple[str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """One indicator of both documents, whose values or directions differ."""

    before: FigureRow
    after: FigureRow

    @property
    def indicator(self) -> str:
        return self.after.figure.measured


def changed_figures(
    before: Iterable[FigureRow], after: Iterable[FigureRow]
) -> tuple[ChangedFigure, ...]:
    """In the order of the later document.

    An indicator counts only if each document gives one value of it, however often: where there are
    several, nothing says which of them belong together. Figures against another base are others.
    """
    old, new = _measured(before), _measured(after)
    return tuple(
        ChangedFigure(old[measure], placed)
        for measure, placed in new.items()
        if measure in old and _said(old[measure].figure) != _said(placed.figure)
    )


def _measured(rows: Iterable[FigureRow]) -> Mapping[_Measure, FigureRow]:
    found: dict[_Measure, list[FigureRow]] = defaultdict(list)
    for row in rows:
        figure = row.figure
        if figure.role != "from" and figure.indicator and figure.value is not None:
            measure = (row.family, figure.kind, figure.unit, figure.comparison)
            found[measure].append(row)
    return {
        measure: placed[0]
        for measure, placed in found.items()
        if len({_said(one.figure) for one in placed}) == 1
    }


def _said(figure: Figure) -> tuple[str | None, str | None, str | None]:
    return figure.value, figure.value_max, figure.direction
