"""A question for the first year of a name tells the name; other texts are no such question."""

from __future__ import annotations

import pytest

from search.rewrite.first_year import first_year_subjects


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("平安前哨最早出现在哪一年", "平安前哨"),
        ("平安前哨 最早是哪一年？", "平安前哨"),
        ("哪年开始有平安前哨", "平安前哨"),
        ("最早提出平安前哨的是哪一年", "平安前哨"),
        ("平安前哨是什么时候提出的", "平安前哨"),
        ("平安前哨始于何时", "平安前哨"),
        ("平安前哨首次出现", "平安前哨"),
        ("什麼時候啟動的藍劍行動", "蓝剑行动"),
        ("在线警务最早是哪一年", "在线警务"),
        ("警械使用最早是哪一年", "警械使用"),
    ],
)
def test_the_name_is_among_those_tried(text: str, name: str) -> None:
    assert name in first_year_subjects(text)


def test_the_longest_name_is_tried_first() -> None:
    assert first_year_subjects("警械使用最早是哪一年")[0] == "警械使用"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "最早",
        "最早是哪一年",
        "平安前哨",
        "首次突破",
        "首次破获的案件",
        "第一次全国普查",
        "命案全破是哪一年",
        "哪个城市命案全破时间最长",
        "最早" + "长" * 80 + "是哪一年",
    ],
)
def test_what_asks_for_no_first_year_names_nothing(text: str) -> None:
    assert first_year_subjects(text) == ()
