"""A figure as the answer to a question: of which year it is, and of which unit and place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from indexer.text.normalizer import normalize
from search.figures.dating import Lasting, told_year
from search.figures.results import FigureRow
from search.figures.unit_names import UnitNames, offices

OWN = re.compile("[全本我该]|辖区|辖内|境内")


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """A row that answers, and the number of figures of its kind that it was compared with.

    `next_best`: those that it surpasses, the nearest first, no more than a few; `ended` are those
    of them that were broken since. `is_when`: what was asked for is its year, and not how much it
    is. `theme`: it came of the cases of this theme, and units name it otherwise; `silent` are those
    that speak of the theme (a streak: of 命案) and were not compared, `unread` years of the unit
    that were not.

    Of a streak: `later` is what the unit says last, if it was broken; `lasting` from when to when
    it lasted, where that is asked for; `earlier` are others of the unit; `begun`, where how long is
    asked for, the same streak as it tells since when; `counted` the last that has a length; `at` a
    year and how many it had lasted then. `wholes`: units among those compared whose figures hold
    those of others. `said` is what this answer tells of several (目前仍在延续的最长), as the
    catalogue has it, `rank` its place in an order.
    """

    row: FigureRow
    compared: int
    next_best: tuple[FigureRow, ...] = ()
    is_when: bool = False
    theme: str = ""
    silent: tuple[str, ...] = ()
    later: FigureRow | None = None
    lasting: Lasting | None = None
    wholes: tuple[str, ...] = ()
    earlier: tuple[tuple[FigureRow, Lasting], ...] = ()
    begun: tuple[FigureRow, Lasting] | None = None
    said: str = ""
    rank: int = 0
    counted: FigureRow | None = None
    at: tuple[int, int] | None = None
    ended: tuple[FigureRow, ...] = ()
    unread: tuple[int, ...] = ()

    @property
    def year(self) -> int | None:
        return told_year(self.row)

    @property
    def behind(self) -> tuple[tuple[FigureRow, int | None], ...]:
        """Those that it surpasses, each with its year."""
        return tuple((row, told_year(row)) for row in self.next_best)


def place_of(row: FigureRow) -> tuple[str | None, ...]:
    printed = row.figure.place
    named = None if printed is None or OWN.match(printed) else printed  # 全市 is the source's own
    return (*unit_of(row), named)


def unit_of(row: FigureRow) -> tuple[str | None, ...]:
    return (row.paragraph.source, *(row.paragraph.region or ()))


def is_of_other_unit(row: FigureRow, units: UnitNames) -> bool:
    """Whether what is measured begins with another unit than the office whose report it is:
    甲市已连续11年全破 in one of the province. Newspapers tell of others only."""
    before, *named = islice(units.apart(normalize(row.figure.measured)), 2)
    known = (name for name in named if not before and units.called(name, "source"))
    source = row.paragraph.source or ""
    return bool(offices((source,))) and any(name not in source for name in known)


def different(rows: Iterable[FigureRow]) -> list[FigureRow]:
    """Without what the same source says again of the same year."""
    found: dict[tuple[object, ...], FigureRow] = {}
    for row in rows:
        paragraph, figure = row.paragraph, row.figure
        said = (paragraph.source or paragraph.document, paragraph.year, row.family)
        found.setdefault((*said, figure.kind, figure.value, figure.unit), row)
    return list(found.values())
