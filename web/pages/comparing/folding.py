"""Tell what of a comparison is laid out at once: the latest years."""

from __future__ import annotations

from typing import Any

from search.comparing.grid import UnitGrid
from search.comparing.measures import year_of
from search.comparing.tables.unit_tables import UnitTable
from search.figures.results import FigureRow
from web.context import site
from web.pages.results.unread import cells_unread

_RECENT, _LATEST = 1, 3  # years that a narrow screen shows at once: a unit's, a measure's
_ASPECTS = 60  # measures of a subject that are laid out


def folded(grid: UnitGrid, outcomes: UnitTable | None) -> dict[str, Any]:
    """What a template needs to fold older years on a phone; of a theme with a table of `outcomes`
    also what is said in words."""
    recent = _recent(grid)
    return {
        "recent": recent,
        "is_past": lambda row: _is_past(row, grid),
        "are_past": lambda rows: all(_is_past(row, grid) for row in rows),
        "past_years": len({year for unit, year in grid.cells if _is_before(recent, unit, year)}),
        "past_figures": _past_years(grid),
        "aspects": grid.aspects[:_ASPECTS],
        "outcomes": outcomes,
        "unread": cells_unread(site().searcher, outcomes) if outcomes else {},
        "further": max(len(grid.aspects) - _ASPECTS, 0),
    }


def _is_before(recent: dict[str, tuple[int | None, ...]], unit: str, year: int | None) -> bool:
    return unit in recent and year not in recent[unit]


def _recent(grid: UnitGrid) -> dict[str, tuple[int | None, ...]]:
    """The last years of each unit of which it says something; a narrow screen folds the others."""
    return {
        unit: tuple(year for year in grid.years if (unit, year) in grid.cells)[-_RECENT:]
        for unit in grid.units
    }


def _is_past(row: FigureRow, grid: UnitGrid) -> bool:
    """Whether a figure is of a year before the last three; a narrow screen folds it."""
    known = [year for year in grid.years if year is not None]
    year = year_of(row)
    return year is not None and len(known) > _LATEST and year < known[-_LATEST]


def _past_years(grid: UnitGrid) -> int:
    rows = (row for a in grid.aspects for held in a.cells.values() for row in held)
    return len({year_of(row) for row in rows if _is_past(row, grid)})
