"""Which indicators a question for a figure over the years may name."""

from __future__ import annotations

import pytest

from search.comparing.asked_names import asked_name, names_asked_for, without_frame


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
        ("在编民警人数变化", "在编民警人数"),
        ("在逃人员历年", "在逃人员"),
        ("无人机数量增长", "无人机数量"),
        ("辅警人数的减少", "辅警人数"),
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


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("请把2023年各单位电诈立案数放在一起给我看看，谢谢", "2023年各单位电诈立案数"),
        ("24年交通亡人几家放一起", "24年交通亡人几家"),
        ("各局反诈数据列个表", "各局反诈数据"),
        ("车祸死的人，甲乙各多少来着", "车祸死的人,甲乙各多少"),
        ("给我列一下五局安全感", "五局安全感"),
    ],
)
def test_what_only_asks_to_be_told_is_taken_off(text: str, bare: str) -> None:
    assert without_frame(text) == bare


@pytest.mark.parametrize("text", ["平安前哨", "各局排查", "看看", "各单位接报数"])
def test_what_may_be_a_name_is_not(text: str) -> None:
    assert without_frame(text) == text


@pytest.mark.parametrize("name", ["路上死了多少人", "车祸死的人", "交通事故死亡人数"])
def test_deaths_on_the_road_are_meant_in_everyday_words(name: str) -> None:
    assert "交通事故死亡" in names_asked_for(name)[-1]
