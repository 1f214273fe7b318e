"""A question for one figure of several units over years is told by unit and year."""

from __future__ import annotations

import pytest

from search.comparing.courses import course_of
from search.comparing.tables.unit_courses import course_of_units
from search.searcher import Searcher
from tests.search.comparing.conftest import Reports, told

SAID = [
    ("洛川市公安局", 2021, "全年立电信网络诈骗案件812起，同比下降6.1%。"),
    ("洛川市公安局", 2022, "立电信网络诈骗案件760起，群众损失2310万元。"),
    ("洛川市公安局", 2023, "立电信网络诈骗案件702起，群众损失1980万元。"),
    ("安平市公安局", 2021, "反诈工作中，电诈发案433起，比上年少21起。"),
    ("安平市公安局", 2022, "电诈发案401起，群众损失1150万元。"),
    ("安平市公安局", 2023, "电诈发案377起，群众损失990万元。"),
    ("石渡市公安局", 2022, "全市电信诈骗类案件立案298起。"),
    ("石渡市公安局", 2023, "电信诈骗类案件立案281起，群众损失640万元。"),
]


@pytest.fixture(scope="module")
def library(reports_of: Reports) -> Searcher:
    return reports_of(SAID)


@pytest.mark.parametrize(
    "text",
    [
        "洛川、安平、石渡历年电诈立案",
        "各市历年电诈立案对比",
        "三家2021—2023年电诈立案",
        "电诈立案 各单位 近三年",
        "洛川安平石渡三市电诈立案逐年比较",
        "电诈立案历年对比:洛川、安平、石渡",
    ],
)
def test_each_unit_is_told_year_by_year(library: Searcher, text: str) -> None:
    assert told(course_of_units(library, text)) == {
        ("洛川", 2021): "812起",
        ("洛川", 2022): "760起",
        ("洛川", 2023): "702起",
        ("安平", 2021): "433起",
        ("安平", 2022): "401起",
        ("安平", 2023): "377起",
        ("石渡", 2022): "298起",
        ("石渡", 2023): "281起",
    }


def test_two_years_stand_side_by_side(library: Searcher) -> None:
    course = course_of_units(library, "洛川和安平2022年、2023年电诈损失")
    assert course is not None and course.years == (2022, 2023)
    assert set(told(course).values()) == {"2310万元", "1980万元", "1150万元", "990万元"}


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("洛川、安平2023年电诈立案比2021年少多少", [("110起", -13.5), ("56起", -12.9)]),
        ("洛川和安平2022年与2021年相比，电诈立案少了多少", [("52起", -6.4), ("32起", -7.4)]),
        ("洛川、安平2021年到2023年电诈立案下降多少", [("110起", -13.5), ("56起", -12.9)]),
    ],
)
def test_the_difference_of_two_years_is_told(
    library: Searcher, text: str, steps: list[tuple[str, float]]
) -> None:
    course = course_of_units(library, text)
    assert course is not None and [(s.amount, s.change) for s in course.steps] == steps
    own = course_of(library, text.replace("洛川、", "").replace("洛川和", ""))
    assert own is not None and [(s.amount, s.change) for s in own.steps] == steps[1:]


def test_a_unit_of_which_nothing_is_read_is_told_so(library: Searcher) -> None:
    course = course_of_units(library, "洛川、安平、石渡历年同比")
    assert course is None or course.untold
    course = course_of_units(library, "各市2021年到2022年电诈损失")
    assert course is not None and course.untold == ("石渡市公安局",)


@pytest.mark.parametrize(
    "text",
    [
        "洛川历年电诈立案",  # one unit
        "洛川、安平2022年电诈立案",  # one year
        "历年电诈立案哪家最多",  # who is first
        "各市历年采茶工登记",  # nothing of it
    ],
)
def test_another_question_has_no_such_table(library: Searcher, text: str) -> None:
    assert course_of_units(library, text) is None


def test_cases_of_a_kind_are_those_opened_and_verbs_of_one_thing_are_joined(
    reports_of: Reports,
) -> None:
    library = reports_of(
        [
            (
                "洛川市公安局",
                2021,
                "合同诈骗立案83起，寻回走失老人41人。查获网上逃犯12名。禁毒条线破获毒品案件31起。",
            ),
            (
                "洛川市公安局",
                2022,
                "合同诈骗发案77起，找回走失老人46人。抓获在逃人员15名。毒品案件立27起。",
            ),
            (
                "安平市公安局",
                2021,
                "合同诈骗报案的商户有316户。找回走失老人9人。抓获逃犯4名。查处毒品案件24起。",
            ),
            (
                "安平市公安局",
                2022,
                "合同诈骗立案20起，找到走失老人11人。抓获逃犯6名。全年毒品案件19起。",
            ),
        ]
    )
    said = {
        "洛川、安平历年毒品案件": {"31起", "27起", "24起", "19起"},
        "洛川、安平历年合同诈骗": {"83起", "77起", "20起"},
        "各市历年找回走失老人": {"41人", "46人", "9人", "11人"},
        "各市历年抓获逃犯": {"12名", "15名", "4名", "6名"},
    }
    for text, values in said.items():
        assert set(told(course_of_units(library, text)).values()) == values


def test_crime_is_opened_or_happens_and_a_colon_joins(reports_of: Reports) -> None:
    library = reports_of(
        [
            ("洛川市公安局", 2021, "刑事案件立案1.2万起。"),
            ("洛川市公安局", 2022, "刑事立案1.1万起。"),
            ("安平市公安局", 2022, "接警38万起，刑事发案6120起，同比降7.4%。"),
        ]
    )
    for text in ("洛川、安平 2021 2022 刑事立案", "刑事立案：洛川、安平 2021—2022年"):
        found = told(course_of_units(library, text))
        assert found["安平", 2022] == "6120起" and found["洛川", 2021] == "1.2万起"


def test_one_of_several_that_tells_is_told_and_the_other_said_to_be_silent(
    library: Searcher,
) -> None:
    course = course_of_units(library, "洛川、石渡2021年到2022年电诈损失")
    assert course is not None and course.untold == ("石渡市公安局",)
