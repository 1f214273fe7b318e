"""Place the values that are printed at the points of lines, so that none touches another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

Point: TypeAlias = tuple[float, float, str]  # its place in the picture, and the value

_DIGIT, _TALL = 7.5, 14  # of a digit, and of a line of text
_ABOVE, _BELOW = -9, 19  # from a point to the foot of its value
_ROOM = 70  # between the values of one line
_DOT = 5  # around a point
_BESIDE = 45  # two lines closer than this push their values apart
_FIRST, _LAST = 12, 270  # feet of a value that stays within the picture, above the years


def placed(lines: Sequence[Sequence[Point]]) -> list[tuple[Point, ...]]:
    """The values printed of each line, in the order of its points; the newest are placed first."""
    dots = [(x, y) for points in lines for x, y, _ in points]
    edge = max((x for x, _ in dots), default=0.0)
    taken: list[tuple[float, float, float, float]] = []
    printed: list[list[Point]] = [[] for _ in lines]
    order = sorted(
        ((number, at) for number, points in enumerate(lines) for at in range(len(points))),
        key=lambda one: (-lines[one[0]][one[1]][0], one[0]),
    )
    for number, at in order:
        x, _, value = lines[number][at]
        if printed[number] and printed[number][-1][0] - x < _ROOM:
            continue
        # The first value stands clear of the numbers along the axis.
        first = lines[number][0][0] + _DIGIT * len(value) / 2
        x = max(x, first) if at == 0 else x
        x = min(x, edge - _DIGIT * len(value) / 2 + _DOT)  # clear of the names beside the lines
        for foot in _feet(lines, number, at):
            box = _box(x, foot, value)
            own = lines[number][at][:2]
            others = (_box_of_dot(dot) for dot in dots if dot != own)
            if not any(_touch(box, other) for other in (*taken, *others)):
                printed[number].append((x, foot, value))
                taken.append(box)
                break
    return [tuple(reversed(one)) for one in printed]


def _feet(lines: Sequence[Sequence[Point]], number: int, at: int) -> Iterator[float]:
    """Where a value may stand, the best first: away from another line that is near, else below a
    point that its own line comes down to, else above; the last value also further off."""
    points = lines[number]
    x, y, _ = points[at]
    beside = [
        other for n, own in enumerate(lines) if n != number for ox, other, _ in own if ox == x
    ]
    near = min(beside, key=lambda other: abs(other - y), default=None)
    around = [other for _, other, _ in points[max(at - 1, 0) : at + 2]]
    is_below = y == max(around) and min(around) < y
    if near is not None and abs(near - y) < _BESIDE:
        is_below = near < y or (near == y and number > 0)
    steps = (_BELOW, _ABOVE) if is_below else (_ABOVE, _BELOW)
    further = (_BELOW + _TALL, _ABOVE - _TALL) if is_below else (_ABOVE - _TALL, _BELOW + _TALL)
    tried = (*steps, *further) if at == len(points) - 1 else steps
    return (y + step for step in tried if _FIRST <= y + step <= _LAST)


def _box(x: float, foot: float, value: str) -> tuple[float, float, float, float]:
    half = _DIGIT * len(value) / 2
    return x - half, foot - _TALL + 2, x + half, foot + 2


def _box_of_dot(dot: tuple[float, float]) -> tuple[float, float, float, float]:
    return dot[0] - _DOT, dot[1] - _DOT, dot[0] + _DOT, dot[1] + _DOT


def _touch(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    is_apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    return not is_apart
