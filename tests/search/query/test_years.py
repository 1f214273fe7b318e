"""Year filters are read as readers write them; anything else is an error that says how."""

from __future__ import annotations

import pytest

from search.errors import BadRequestError
from search.query.tree import YearRange
from search.query.years import parse_year_range


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2021", 2021, 2021),
        (" 2021 ", 2021, 2021),
        ("2020..2022", 2020, 2022),
        ("2020..", 2020, None),
        ("..2022", None, 2022),
    ],
)
def test_a_year_or_a_range_with_both_ends(text: str, low: int | None, high: int | None) -> None:
    assert parse_year_range(text) == YearRange(low, high)


@pytest.mark.parametrize(
    "text", ["", "..", "21", "2020-2022", "2020...2022", "二〇二〇", "2020..22", "x"]
)
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadRequestError) as error:
        parse_year_range(text)
    assert error.value.name == "year"
