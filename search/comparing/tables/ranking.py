"""Set what several units say of one figure in order; by how much it changed is worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from indexer.figures.units import decimal_text
from indexer.model.figures import Figures
from search.comparing.measures import rewritten, signed, year_of
from search.comparing.tables.asked_figures import AskedFigures
from search.figures.dating import is_of_part
from search.figures.dimensions import number
from search.figures.results import FigureRow
from search.searcher import Searcher

_MOST_UNITS = 16  # rows of a table
_DIFFER = ("count", "amount", "rate", "measure")
_SCALES = ((10**8, "亿"), (10**4, "万"))


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """What one unit says: mostly one figure, a few where its reports give several.

    `change`: by how many % it changed, where that is worked out from a level and what was before.
    """

    unit: str
    rows: tuple[FigureRow, ...]
    change: float | None = None

    @property
    def direction(self) -> str | None:
        if self.change is None:
            return self.rows[0].figure.direction
        return "down" if self.change < 0 else "up" if self.change > 0 else "flat"

    @property
    def is_one(self) -> bool:
        """Whether it says one thing, which has one place in an order."""
        return len(self.rows) == 1 or self.change is not None

    @property
    def year(self) -> int | None:
        return year_of(self.rows[0])

    @property
    def printed(self) -> tuple[tuple[FigureRow, str], ...]:
        """Each figure, and its value in digits where it is not printed so."""
        return tuple((row, rewritten(row, row.figure.unit)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What units say of `name` in a year, the greatest first where the most is asked for; `theme`
    is that of which it is an outcome, "" for an indicator.

    Every unit asked for is somewhere: in `lines`; in `near` with what only seems to be the same
    (涉案金额 for 损失) or is of another year; in `silent`, of which nothing is read. `unreported`:
    those of which the library has no report of the year, where it `is_of_asked_year`.

    `leading`: the units with the most, or the least (`is_least`), or at the `places` asked for,
    where that is asked for (`is_ranked`) and can be told. `wordings`: the printed names, if they
    differ: whether they count the same is for the reader to see. `wholes`: units whose figures hold
    those of others here. `rivals`: units of `near` that may be before the first.
    """

    name: str
    year: int
    lines: tuple[UnitFigure, ...]
    near: tuple[UnitFigure, ...]
    silent: tuple[str, ...]
    left_out: int
    leading: tuple[str, ...] = ()
    is_ranked: bool = False
    is_least: bool = False
    wordings: tuple[str, ...] = ()
    theme: str = ""
    wholes: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    unreported: tuple[str, ...] = ()
    places: tuple[int, int] | tuple[()] = ()
    is_of_asked_year: bool = False
    is_ever: bool = False  # of each unit the year with the most
    direction: str | None = None  # of the changes that lead
    aims: Mapping[str, tuple[FigureRow, ...]] = field(default_factory=dict)  # asked for, by unit

    @property
    def difference(self) -> str:
        """By how much two units differ, 998起; "" of others, and of what is not counted alike."""
        rows = [line.rows[0] for line in self.lines if len(line.rows) == 1]
        units = {row.figure.unit for row in rows}
        if len(self.lines) != 2 or len(rows) != 2 or self.near or len(units) != 1:
            return ""
        is_exact = all(not r.figure.qualifier and r.figure.kind in _DIFFER for r in rows)
        if not (is_exact and self.is_of_one_year):
            return ""
        one, two = (Decimal(row.figure.value or 0) for row in rows)
        unit = units.pop()
        return f"{_in_digits(abs(one - two))}{'个百分点' if unit == '%' else unit}"

    @property
    def is_of_one_year(self) -> bool:
        """Whether its lines are all of one year, and not each of the unit's latest."""
        return not self.is_ever and len({line.year for line in self.lines}) < 2

    @property
    def is_none_so(self) -> bool:
        """Whether one way is asked for, in which none of these changed."""
        return bool(self.direction and self.lines) and all(
            line.direction != self.direction for line in self.lines
        )

    @property
    def unread(self) -> tuple[str, ...]:
        """The units with a report of the year in which nothing is read that could be compared."""
        other = (line.unit for line in self.near if line.year != self.year)
        return tuple(unit for unit in (*other, *self.silent) if unit not in self.unreported)

    @property
    def is_level(self) -> bool:
        """Whether it is higher or lower, as rates are, and not more or less."""
        return (self.lines or self.near)[0].rows[0].figure.kind == "rate"


def _in_digits(value: Decimal) -> str:
    """14500000 as 1450万."""
    scale, word = next((s for s in _SCALES if value >= s[0]), (1, ""))
    return decimal_text(value / scale) + word


def in_order(asked: AskedFigures, lines: Iterable[UnitFigure]) -> list[UnitFigure]:
    """In the order in which units are named; by value where the most is asked for, or no unit."""
    if asked.degree is not None or asked.is_sorted or not asked.named:
        falls = asked.is_change and asked.direction == "down"
        return sorted(lines, key=_value, reverse=(asked.degree is not False) != falls)
    order = {unit: at for at, unit in enumerate(asked.units)}
    return sorted(lines, key=lambda line: order.get(line.unit, len(order)))


def ranked(asked: AskedFigures, found: UnitFigures) -> UnitFigures:
    """With who has the most, or stands at the places asked for, where that can be told."""
    if asked.is_change:
        return _changed_so(asked, found)
    if asked.degree is None or not found.lines:
        return found
    leading, rivals = _leading(asked, found.lines), _rivals(asked, found)
    if len(found.near) > len(found.lines):
        leading = ()  # of two units, where four tell it otherwise or of other years
    if asked.named and found.unread:
        leading = ()  # of three that are named one is not read: it may well be the first
    return replace(
        found,
        leading=() if rivals else leading,
        rivals=rivals if leading else (),
        is_ranked=True,
        is_least=asked.degree is False,
        places=asked.places,
    )


def _changed_so(asked: AskedFigures, found: UnitFigures) -> UnitFigures:
    """With those that rose, or fell, where one way is asked for, or who did so most."""
    so = [ln for ln in found.lines if ln.direction == asked.direction]
    if asked.direction is None:
        return found
    if not so:
        return replace(found, direction=asked.direction)
    values = [abs(_value(line)) for line in so]
    best = min(values) if asked.degree is False else max(values)
    if asked.degree is not None:
        leading = [ln.unit for ln, own in zip(so, values, strict=True) if own == best]
    else:
        leading = [line.unit for line in so]
    is_told = len(leading) < len(found.lines) and all(ln.is_one for ln in so)
    rivals = [
        ln.unit
        for ln in found.near
        if asked.degree is not None and ln.direction == asked.direction
        if (abs(_value(ln)) >= best if asked.degree else abs(_value(ln)) <= best)
    ]
    return replace(
        found,
        leading=tuple(leading) if is_told and not rivals else (),
        rivals=tuple(rivals),
        is_ranked=asked.degree is not None,
        is_least=asked.degree is False,
        direction=asked.direction,
    )


def cut(found: UnitFigures) -> UnitFigures:
    """With no more rows than a table has room for; the others are counted."""
    lines, near = found.lines[:_MOST_UNITS], found.near[:_MOST_UNITS]
    silent = found.silent[: max(0, _MOST_UNITS - len(lines) - len(near))]
    told = len(found.lines) + len(found.near) + len(found.silent)
    left_out = told - len(lines) - len(near) - len(silent)
    return replace(found, lines=lines, near=near, silent=silent, left_out=left_out)


def _leading(asked: AskedFigures, lines: Sequence[UnitFigure]) -> tuple[str, ...]:
    """The first, or those at the places asked for; () where they do not differ, or are of several
    years and no streaks."""
    values = list(map(_value, lines))
    is_streak = lines[0].rows[0].figure.kind == "streak"
    is_of_year = is_streak or asked.is_ever or len({ln.year for ln in lines}) == 1
    if len(set(values)) < 2 or not (is_of_year and all(line.is_one for line in lines)):
        return ()
    first, last = asked.places or (1, 1)
    ranks = [1 + sum((v > own) == asked.degree and v != own for v in values) for own in values]
    return tuple(
        line.unit for line, rank in zip(lines, ranks, strict=True) if first <= rank <= last
    )


def _rivals(asked: AskedFigures, found: UnitFigures) -> tuple[str, ...]:
    """Units that tell it in other words, or of another year, and would not stand behind the first:
    接报198起, where the fewest 立案 are 263. Nobody can say who is first then."""
    best, kind = _value(found.lines[0]), found.lines[0].rows[0].figure.kind
    values = [(ln.unit, _value(ln)) for ln in found.near if ln.rows[0].figure.kind == kind]
    return tuple(unit for unit, v in values if (v >= best if asked.degree else v <= best))


def _value(line: UnitFigure) -> float:
    """The first figure's value; below zero of what fell."""
    if line.change is not None:
        return line.change
    value = signed(line.rows[0], line.rows[0].figure.unit)
    return 0.0 if value is None else value


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
