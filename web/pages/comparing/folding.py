"""Tell what of a comparison is laid out at once: what units share, the latest years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from search.comparing.grid import UnitGrid
from search.comparing.measures import By, is_of_years, part_of, year_of
from search.comparing.outcomes import place_of_outcome
from search.comparing.subjects import Aspect, is_shared
from search.comparing.tables.accounted import units_unreported
from search.comparing.tables.unit_tables import UnitTable
from search.figures.dating import exact_of_year
from search.figures.results import FigureRow
from search.figures.unit_names import offices
from search.searcher import Searcher

_RECENT, _LATEST = 1, 3  # years that a narrow screen shows at once: a unit's, a measure's
_OPEN = 4  # measures that a narrow screen lays out; of the others it has a line each
_ASPECTS = 60  # measures of a subject that are laid out
_GLANCED = 4  # measures of the table of one year
_LEVELS = ("count", "amount", "rate", "measure")


@dataclass(frozen=True, slots=True)
class Glance:
    """The latest year that most units tell of: what each says of the leading measures, by plain
    names where these are not two things. `silent` units say nothing of it; of these `unreported`
    have no report of the year."""

    year: int
    names: tuple[str, ...]
    lines: tuple[tuple[str, tuple[tuple[FigureRow, ...], ...]], ...]
    silent: tuple[str, ...] = ()
    unreported: tuple[str, ...] = ()


def folded(
    searcher: Searcher, grid: UnitGrid, by: By, outcomes: UnitTable | None
) -> dict[str, Any]:
    """What a template needs to fold what does not compare units, and on a phone older years; of a
    theme with a table of `outcomes` also what is said in words."""
    recent = _recent(grid)
    # Of one unit alone there is nothing that units share, and nothing to fold.
    is_any_shared = len(grid.units) > 1 and any(map(is_shared, grid.aspects))
    shown = grid.aspects[:_ASPECTS]
    aspects = [a for a in shown if is_shared(a) or not is_any_shared]
    several = [a for a in aspects if len(a.cells) > 1]
    glance = _glance(grid, several) if outcomes is None else None
    glance = glance and _accounted(searcher, glance, grid, by)
    return {
        "recent": recent,
        "is_past": lambda row: _is_past(row, grid),
        "are_past": lambda rows: all(_is_past(row, grid) for row in rows),
        "past_years": len({year for unit, year in grid.cells if _is_before(recent, unit, year)}),
        "past_figures": _past_years(grid),
        "aspects": aspects,
        "glance": glance,
        "outcomes": outcomes,
        # The table of one year has what a narrow screen shows first.
        "opened": [] if glance or outcomes else (several or aspects)[:_OPEN],
        "alone": [a for a in shown if a not in aspects],
        "further": len(grid.aspects) - len(shown),
    }


def _is_outcome(aspect: Aspect) -> bool:
    return place_of_outcome(aspect.name) is not None


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


def _glance(grid: UnitGrid, shared: list[Aspect]) -> Glance | None:
    """None where there is but one year, or less than two units or measures share one."""
    levels = [a for a in shared if a.kind in _LEVELS and not a.bases]
    told = {(unit, year_of(row)) for a in levels for unit, own in a.cells.items() for row in own}
    counts = Counter(year for _, year in told if year is not None)
    year = max(counts, key=lambda one: (counts[one], one), default=0)

    def rows(aspect: Aspect, unit: str) -> tuple[FigureRow, ...]:
        own = [row for row in aspect.cells.get(unit, ()) if year_of(row) == year]
        return tuple(exact_of_year([r for r in own if not (part_of(r) or is_of_years(r))]))

    levels = _told_most(levels, [sum(bool(rows(a, u)) for u in grid.units) for a in levels])
    if len(grid.years) < 2 or counts[year] < 2 or len(levels) < 2:
        return None
    lines = tuple((unit, tuple(rows(a, unit) for a in levels)) for unit in grid.units)
    plain = Counter(a.name for a in levels)
    names = (a.name if plain[a.name] == 1 and _is_outcome(a) else a.title for a in levels)
    return Glance(year, tuple(names), tuple((u, cells) for u, cells in lines if any(cells)))


def _accounted(searcher: Searcher, glance: Glance, grid: UnitGrid, by: By) -> Glance:
    """With every unit of the comparison, but for newspapers beside offices."""
    told = [unit for unit, _ in glance.lines]
    kept = offices(grid.units) if by == "source" and offices(told) else grid.units
    silent = tuple(unit for unit in kept if unit and unit not in told)
    return replace(
        glance,
        lines=tuple(line for line in glance.lines if line[0] in kept),
        silent=silent,
        unreported=units_unreported(searcher, by, silent, glance.year),
    )


def _told_most(levels: Sequence[Aspect], units: Sequence[int]) -> list[Aspect]:
    """The few that most units tell of, in their order: no column of dashes, and of what is nearly
    the same (止付, 止付冻结) the one that is told most."""
    chosen: dict[int, Aspect] = {}
    for at in sorted(range(len(levels)), key=lambda at: (-units[at], at)):
        is_near = any(levels[at].title in other.near for other in chosen.values())
        if units[at] and not is_near and len(chosen) < _GLANCED:
            chosen[at] = levels[at]
    return [chosen[at] for at in sorted(chosen)]
