"""Year filters are read as readers write them; anything else is an error that says how."""

from __future__ import annotations

import pytest

from search.errors import BadRequestError
from search.query.tree import YearRange
from search.query.years import parse_year_range, years_in_full


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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("岚口22年电诈立案", "岚口2022年电诈立案"),
        ("岚口二〇二二年电诈立案", "岚口2022年电诈立案"),
        ("岚口二零二二年电诈立案", "岚口2022年电诈立案"),
        ("岚口2022年度电诈立案", "岚口2022年电诈立案"),
        ("岚口二零二一电诈立案", "岚口2021电诈立案"),
        ("岚口交通亡人 14年到23年", "岚口交通亡人 2014年到2023年"),
        ("岚口19到22年立案", "岚口2019到2022年立案"),
        ("16年以来立案", "2016年以来立案"),
    ],
)
def test_years_are_read_as_people_write_them(typed: str, meant: str) -> None:
    assert years_in_full(typed, 2014, 2025) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("命案连续22年全破", "近15年立案", "24年来立案", "22年全破的是谁", "满20年", "第21年"),
        *(
            "30年的立案",
            "2022年度工作总结",
            "十五年规划",
            "1.22年",
            "2022年",
            "5年",
            "110年",
            "二〇二一个",
        ),
    ],
)
def test_what_is_no_year_stays(text: str) -> None:
    assert years_in_full(text, 2014, 2025) == text


def test_a_hostile_text_is_read_in_linear_time() -> None:
    text = "22年度二〇" * 20_000
    assert years_in_full(text, 2014, 2025).startswith("2022年二〇")
