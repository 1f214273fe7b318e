"""Work out by how much a unit's figure changed where its report prints no percentage of it.

由1969起降到1657起, 196起，较上年减少35起, or what the reports of two years count: both are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.model.figures import Figures
from search.comparing.measures import signed, year_of
from search.comparing.tables.ranking import UnitFigure
from search.figures.dating import is_of_part
from search.figures.dimensions import number
from search.figures.results import FigureRow
from search.searcher import Searcher

_COUNTED = ("count", "amount", "measure")


def worked_out(
    searcher: Searcher,
    units: Mapping[str, Sequence[FigureRow]],
    steps: Iterable[FigureRow],
    year: int,
    of_year: Callable[[Sequence[FigureRow], int], tuple[FigureRow, ...]],
) -> Iterator[UnitFigure]:
    """The change in % of each unit whose levels tell it; `steps` are changes in the levels' own
    unit."""
    by_paragraph = {(step.paragraph.id, step.figure.unit): step for step in steps}
    for unit, rows in units.items():
        whole = [r for r in rows if r.figure.kind in _COUNTED and not is_of_part(r)]
        now, last = of_year(whole, year), of_year(whole, year - 1)
        if len(now) != 1 or now[0].figure.qualifier:
            continue
        step = by_paragraph.get((now[0].paragraph.id, now[0].figure.unit))
        base = _from(searcher, now[0]) or step or (last[0] if len(last) == 1 else None)
        if base is None or base.figure.qualifier or base.figure.unit != now[0].figure.unit:
            continue
        before = number(base)
        if base is step:
            before = number(now[0]) - (signed(step, step.figure.unit) or 0)
        if before > 0:
            change = round(100 * (number(now[0]) / before - 1), 1)
            yield UnitFigure(unit, (now[0], base), change)


def _from(searcher: Searcher, row: FigureRow) -> FigureRow | None:
    """The other half of 由A降到B, if it is of the year before."""
    if row.figure.role != "to":
        return None
    figures = searcher.figures_of([row.paragraph.id]).get(row.paragraph.id, Figures()).rows
    own = next((f for f in figures if f.key == row.figure.pair and f.role == "from"), None)
    base = None if own is None else replace(row, figure=own)
    year = year_of(row) or 0
    return base if base is not None and year_of(base) in (year, year - 1) else None
