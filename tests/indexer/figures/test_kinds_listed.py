"""A list of kinds of cases or places: what stands in front of each names its figures alone."""

from __future__ import annotations

import pytest

from indexer.figures import extract

KINDS = [
    ("盗窃", "立案", "6120"),
    ("盗窃", "破案", "3874"),
    ("抢劫抢夺", "立案", "64"),
    ("抢劫抢夺", "破案", "61"),
    ("伤害", "立案", "1208"),
]


@pytest.mark.parametrize(
    "text",
    [
        "主要案件：盗窃，立6120起、破3874起；抢劫抢夺，立64起、破61起；伤害，立1208起。",
        "盗窃：立案6120起，破案3874起；抢劫抢夺：立案64起，破案61起；伤害：立案1208起。",
    ],
)
def test_each_kind_has_the_figures_up_to_the_semicolon(text: str) -> None:
    rows = extract(text, year=2022).rows
    assert [(r.subject, r.indicator, str(r.value)) for r in rows] == KINDS


def test_kinds_without_a_comma_have_their_own_figures_too() -> None:
    rows = extract("盗窃立6120起破3874起、伤害立1208起破1165起。", year=2022).rows
    assert [(r.subject, r.indicator) for r in rows] == [
        *[(None, "盗窃立案"), ("盗窃", "破案")],
        *[(None, "伤害立案"), ("伤害", "破案")],
    ]


def test_places_listed_share_the_cases_and_have_their_own_figures() -> None:
    rows = extract(
        "电诈案件：河东分局，立案301起；河西分局，立案280起、破案133起。", year=2022
    ).rows
    assert [(r.place, r.subject, r.indicator, str(r.value)) for r in rows] == [
        ("河东分局", "电诈案件", "立案", "301"),
        ("河西分局", "电诈案件", "立案", "280"),
        ("河西分局", "电诈案件", "破案", "133"),
    ]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("刑事案件立案5210起，其中侵财4206起，破1688起。", [None, None, "侵财"]),
        ("专项行动中，立案64起；盗窃，立案8起；抓获9人。", [None, "盗窃", None]),
        ("年内，立案64起。", [None]),
    ],
)
def test_what_is_no_kind_names_nothing(text: str, subjects: list[str | None]) -> None:
    assert [row.subject for row in extract(text, year=2022).rows] == subjects


def test_a_long_list_is_read_in_linear_time() -> None:
    text = "盗窃，立6起、破3起；" * 700 + "盗窃，" * 4000
    assert len(extract(text, year=2022).rows) == 1400
    months = "1月动。" * 9000 + "1月动员。立案9起，同比上升1%。"
    assert [row.value for row in extract(months, year=2022).rows] == ["9", "1"]


@pytest.mark.parametrize("clause", ["电信诈骗来势凶猛", "电信诈骗发案仍在高位", "电信诈骗持续高发"])
def test_how_a_kind_of_cases_goes_is_no_part_of_it(clause: str) -> None:
    rows = extract(f"{clause}，全年立3902起，破获1046起。", year=2020).rows
    assert {row.subject for row in rows} == {"电信诈骗"}
