"""Lay the figures of one indicator out as units × years, each measure apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from search.figures.request import FigureRequest
from search.figures.results import FigureRow

if TYPE_CHECKING:
    from search.searcher import Searcher

By = Literal["source", "region"]

MAX_ROWS = 2_000  # figures of an indicator that are laid out


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of an indicator: figures of one kind and unit, units × years.

    A cell holds every different figure of its unit and year. `bases` are what its figures are
    against, where they are not all against the same: they must not be read as one column.
    """

    kind: str
    unit: str
    units: tuple[str, ...]
    years: tuple[int | None, ...]
    cells: Mapping[tuple[str, int | None], tuple[FigureRow, ...]]
    bases: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(map(len, self.cells.values()))

    @property
    def main_base(self) -> str:
        """What most of the figures are against; "" for nothing."""
        counts = Counter(against(row) for rows in self.cells.values() for row in rows)
        return counts.most_common(1)[0][0] if counts else ""

    @property
    def values(self) -> dict[tuple[str, int | None], float]:
        """What a chart draws: the number of each cell that has exactly one against the main base.

        What fell is below zero.
        """
        found = {}
        base = self.main_base
        for key, rows in self.cells.items():
            numbers = {signed(row) for row in rows if against(row) == base}
            if len(numbers) == 1 and (number := numbers.pop()) is not None:
                found[key] = number
        return found


def measures_of(searcher: Searcher, request: FigureRequest, by: By) -> tuple[Measure, ...]:
    """Every measure of the figures asked for, that of most figures first.

    Where a figure goes from one level to another, the one that was reached counts; targets and
    standards are no figures of a year.
    """
    groups: dict[tuple[str, str], list[FigureRow]] = {}
    for number, row in enumerate(searcher.figure_listing(request).rows):
        if number >= MAX_ROWS:
            break
        figure = row.figure
        is_told = figure.value is not None or figure.kind == "rank"  # 列全省前茅
        if figure.role != "from" and figure.modality == "actual" and is_told:
            groups.setdefault((figure.kind, figure.unit), []).append(row)
    found = (_measure(kind, unit, rows, by) for (kind, unit), rows in groups.items())
    return tuple(sorted(found, key=lambda m: (-len(m.cells), -m.count, m.kind, m.unit)))


def year_of(row: FigureRow) -> int | None:
    """The year that a figure is of: of its period if that is one year, else of its document."""
    period = row.figure.period or ""
    head = period[:4]
    is_one = head.isdecimal() and all(part[:4] == head for part in period.split("/"))
    return int(head) if is_one else row.paragraph.year


def signed(row: FigureRow) -> float | None:
    """The value, with a minus for what fell."""
    figure = row.figure
    if figure.value is None:
        return None
    falls = figure.kind == "change" and figure.direction == "down"
    return -float(figure.value) if falls else float(figure.value)


def _measure(kind: str, unit: str, rows: Iterable[FigureRow], by: By) -> Measure:
    cells: dict[tuple[str, int | None], list[FigureRow]] = {}
    for row in rows:
        place = row.paragraph.source if by == "source" else "/".join(row.paragraph.region or ())
        same = cells.setdefault((place or "", year_of(row)), [])
        if _said(row) not in {_said(other) for other in same}:
            same.append(row)
    bases = {against(row) for held in cells.values() for row in held}
    return Measure(
        kind,
        unit,
        tuple(sorted({unit for unit, _ in cells}, key=lambda unit: (not unit, unit))),
        tuple(sorted({year for _, year in cells}, key=lambda year: (year is None, year or 0))),
        {key: tuple(held) for key, held in cells.items()},
        tuple(sorted(bases)) if len(bases) > 1 else (),
    )


def _said(row: FigureRow) -> tuple[str | None, ...]:
    figure = row.figure
    value = figure.value_text if figure.value is None else figure.value
    return value, figure.value_max, figure.direction, figure.comparison, figure.base


def against(row: FigureRow) -> str:
    """Comparison and base of a figure in words, "" without."""
    return " ".join(part for part in (row.figure.comparison, row.figure.base) if part)
