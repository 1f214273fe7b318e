"""Values printed at the points of lines never touch one another, whatever the lines do."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from web.pages.comparing.labels import Point, placed

_LINES = st.lists(
    st.lists(st.tuples(st.integers(0, 8), st.integers(20, 258)), min_size=1, max_size=9),
    min_size=1,
    max_size=2,
)


def _box(point: Point) -> tuple[float, float, float, float]:
    x, foot, value = point
    return x - 3.5 * len(value), foot - 11, x + 3.5 * len(value), foot + 1


def _touch(one: Point, other: Point) -> bool:
    a, b = _box(one), _box(other)
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@given(_LINES, st.sampled_from([34, 90]))
def test_no_value_touches_another(lines: list[list[tuple[int, int]]], step: int) -> None:
    points = [
        [(54.0 + step * at, float(y), f"{y}.{y}") for at, y in dict(one).items()] for one in lines
    ]
    points = [sorted(one) for one in points]
    labels = [label for one in placed(points) for label in one]
    assert not [pair for pair in combinations(labels, 2) if _touch(*pair)]
    assert all(0 < foot <= 270 for _, foot, _ in labels)


def test_the_newest_values_of_two_near_lines_stand_on_both_sides() -> None:
    upper = [(60.0, 100.0, "97.62"), (160.0, 90.0, "98.1"), (260.0, 80.0, "98.57")]
    lower = [(60.0, 106.0, "97.4"), (160.0, 93.0, "97.93"), (260.0, 87.0, "98.21")]
    above, below = placed([upper, lower])
    assert [value for _, _, value in above] == ["97.62", "98.1", "98.57"]
    assert [value for _, _, value in below] == ["97.4", "97.93", "98.21"]
    assert all(foot < y for (_, foot, _), (_, y, _) in zip(above, upper, strict=True))
    assert all(foot > y for (_, foot, _), (_, y, _) in zip(below, lower, strict=True))
