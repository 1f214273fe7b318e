"""Set a figure beside the one before it: of one pair, of the later year, in the same unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.figures.times import TimeMention
from indexer.figures.units import Quantity
from indexer.model.figures import Figure

_LONGEST_QUOTE = 400
_ROUNDED = 0.06  # in %: 13.4 is 13.446


def quoted(start: int, end: int, quantity: Quantity) -> tuple[int, int]:
    """The clause, or what stands around the figure where the clause has no end."""
    if end - start <= _LONGEST_QUOTE:
        return start, end
    half = _LONGEST_QUOTE // 2
    return max(start, quantity.start - half), min(end, quantity.end + half)


def at_time(row: Figure, time: TimeMention | None) -> Figure:
    return row if time is None else replace(row, period=time.period, period_text=time.text)


def in_same_unit(before: Figure, after: Figure) -> tuple[Figure, Figure]:
    if not before.unit and after.unit:
        return replace(before, unit=after.unit, kind=after.kind), after
    if before.unit and after.unit in ("", "个") and before.unit != after.unit:
        return before, replace(after, unit=before.unit, kind=before.kind)
    return before, after


def of_the_later_year(told: Sequence[Figure], change: Figure) -> Figure:
    """A change behind the levels of two years is of the later one, where it is what lies between:
    3012起，2018年为2655起，增幅13.4%; 96%，去年为91%，提高5个百分点; or goes on that way: 7起，上年
    9起，连续五年下降."""
    if len(told) < 2 or change.kind not in ("change", "streak"):
        return change
    level, before = told[-2:]
    now, then, by = (float(one.value or 0) for one in (level, before, change))
    if level.unit != before.unit or before.period != change.period or not (now and then and by):
        return change
    is_so = now != then and change.direction == ("up" if now > then else "down")
    is_so = is_so and (level.period or "") > (before.period or "")
    if is_so and _lies_between(now, then, by, change, level.unit):
        change = replace(change, period=level.period, period_text=level.period_text)
    return change


def _lies_between(now: float, then: float, by: float, change: Figure, unit: str) -> bool:
    if change.kind == "streak":
        return change.unit == "年"
    if change.unit == "%":
        return abs(abs(now / then - 1) * 100 - by) <= _ROUNDED
    is_alike = change.unit == unit or (change.unit, unit) == ("百分点", "%")
    return is_alike and abs(abs(now - then) - by) <= _ROUNDED
