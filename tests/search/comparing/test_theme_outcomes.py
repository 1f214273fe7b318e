"""What came of a theme's cases is told of all units, however they name it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.courses import course_of
from search.comparing.unit_figures import unit_figures
from search.searcher import Searcher
from tests.search.comparing.conftest import answers_of, told, values_of

CASES = [
    ("丹水市公安局", 2021, "反诈工作。立电信网络诈骗案件3120起，破642起，群众损失9840万元。"),
    ("丹水市公安局", 2023, "反诈方面，全年立案2110起，追赃返还4015万元。"),
    ("丹水市公安局", 2022, "反诈工作。立电信网络诈骗案件2754起，破701起，群众损失8100万元。"),
    ("青屏市公安局", 2021, "（二）电信网络诈骗治理。发案4215件，侦破906件，涉案金额2.07亿元。"),
    (
        "青屏市公安局",
        2022,
        "（二）电信网络诈骗治理。发案3902件，完成4000件以内的控制目标；侦破1275件。",
    ),
    ("青屏市公安局", 2022, "（三）盗窃治理。发案920件，侦破610件，损失3.4亿元。"),
    ("溪南县公安局", 2022, "电诈案件发案六十一起，破十九起，群众损失四百万元。"),
    ("溪南县公安局", 2022, "2023年，电诈破案力争达到40起，电诈损失压到三百万元以下。"),
    ("溪南县公安局", 2022, "发生命案1起，侦破毒品案件31起。刑警侦破800起。"),
]


@pytest.fixture(scope="module")
def cases(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(CASES)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("丹水电诈群众损失历年", {("丹水", 2021): "9840万元", ("丹水", 2022): "8100万元"}),
        (
            "丹水电诈立案历年",
            {("丹水", 2021): "3120起", ("丹水", 2022): "2754起", ("丹水", 2023): "2110起"},
        ),
        ("青屏电诈破案各年", {("青屏", 2021): "906件", ("青屏", 2022): "1275件"}),
        ("溪南电诈案损变化", {("溪南", 2022): "四百万元"}),
        ("溪南命案侦破历年", {}),  # 毒品案件 are cases of the same theme, and no 命案
    ],
)
def test_what_came_of_cases_is_told_where_the_subject_is_not_repeated(
    cases: Searcher, text: str, values: dict[tuple[str, int], str]
) -> None:
    assert told(course_of(cases, text)) == values


def test_cases_that_nobody_counts_as_opened_are_told_as_solved_ones_are(
    reports_of: Callable[..., Searcher],
) -> None:
    """Marked as another wording; 盗窃, of which both are told, is not."""
    searcher = reports_of(
        [
            ("丹水市公安局", 2021, "破获毒品刑事案件377起；盗窃案件立案920起，侦破610起。"),
            ("青屏市公安局", 2021, "毒品案件58起，社区戒毒执行率96%。破获盗窃案件210起。"),
            ("溪南县公安局", 2021, "查办毒品案件17件，缴获13.6千克。"),
        ]
    )
    table = unit_figures(searcher, "2021年各单位毒品案件")
    assert table is not None
    shown = {line.unit[:2]: line.rows[0].figure.value_text for line in (*table.lines, *table.near)}
    assert shown == {"丹水": "377起", "青屏": "58起", "溪南": "17件"}
    assert {line.unit[:2] for line in table.near} == {"丹水", "溪南"}


def test_an_aim_of_what_came_of_cases_is_a_line_of_its_own(cases: Searcher) -> None:
    course = course_of(cases, "溪南电诈损失历年")
    assert told(course, is_aim=True) == {("溪南", 2023): "三百万元以下"}


@pytest.mark.parametrize(
    ("text", "values", "silent"),
    [
        ("哪个单位电信网络诈骗破案最多", ["1275件", "701起", "十九起"], ()),
        ("电诈案损最高的是谁", ["8100万元", "四百万元"], ("青屏市公安局",)),  # both of 2022
        ("历年电诈案损最高的是谁", ["9840万元", "四百万元"], ("青屏市公安局",)),
        ("2022年哪个单位电诈立案最多", ["3902件", "2754起", "六十一起"], ()),
        ("丹水哪一年电诈破案最多", ["701起", "642起"], ()),
        ("丹水电诈哪年最多", ["3120起", "2754起", "2110起"], ()),  # its cases, and not those solved
        ("电诈涉案金额最高的单位", [], ()),  # one unit alone tells it
        ("哪个单位命案侦破最多", [], ()),
    ],
)
def test_who_has_most_of_what_came_of_cases_is_told_of_all_wordings(
    cases: Searcher, text: str, values: list[str], silent: tuple[str, ...]
) -> None:
    answers = answers_of(cases, text)
    assert values_of(answers) == values
    assert {answer.silent for answer in answers} <= {silent}


def test_a_superlative_that_cannot_be_told_gets_the_course(cases: Searcher) -> None:
    assert told(course_of(cases, "电诈涉案金额最高的单位")) == {}
    course = course_of(cases, "刑警侦破最多的单位")
    assert course is None or all(line.unit for line in course.lines)
