"""Which indicators a question for a figure over the years may name."""

from __future__ import annotations

import pytest

from search.comparing.asked_names import asked_name, names_asked_for


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("财政赤字率每年安排多少", "财政赤字率"),
        ("高铁里程各年是多少", "高铁里程"),
        ("全国财政收入历年", "财政收入"),
        ("全市破案率", "破案率"),
        ("2020年GDP增速是多少", "gdp"),
        ("刑事发案近几年", "刑事发案"),
        ("刑事发案近年来", "刑事发案"),
    ],
)
def test_times_asking_words_and_the_whole_are_no_part_of_a_name(text: str, name: str) -> None:
    assert name in names_asked_for(text)


def test_a_short_name_stays_whole() -> None:
    assert names_asked_for("全国粮") == ("全国粮",)


@pytest.mark.parametrize(
    ("form", "unit"), [("刑事发案近几年", ""), ("安全感这几年", ""), ("命案全破几年", "年")]
)
def test_lately_asks_for_a_course_and_for_no_number_of_years(form: str, unit: str) -> None:
    asked = asked_name([form])
    assert asked.asks
    assert asked.unit == unit
