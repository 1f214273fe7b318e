"""Which figures answer a question for the most, of cases and in other words for the most."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.unit_figures import unit_figures
from search.searcher import Searcher
from tests.search.comparing.conftest import answers_of

CASES = [
    ("安漳市公安局", 2019, "涉网新型犯罪立案534起，破获96起。"),
    ("安漳市公安局", 2021, "涉网新型犯罪立案718起，达到顶峰。破获盗窃案件301起。"),
    ("安漳市公安局", 2024, "涉网新型犯罪立案466起，破获238起。"),
    ("临泓市公安局", 2022, "盗窃，立612起、破387起；伤害，立12起、破11起。"),
    ("临泓市公安局", 2023, "盗窃，立550起、破398起。电信网络诈骗立案2100起，返还1.02亿元。"),
    ("霁川市公安局", 2023, "反诈方面，电诈立案1800起，返还群众被骗资金5240万元。"),
    ("白芷县公安局", 2023, "电诈接报198起，破获97起。居民安全感95.5%。"),
    ("青桐县公安局", 2023, "电诈立案263起，破获101起。群众安全感97.5%。"),
    ("霁川市公安局", 2022, "电诈立案1950起，返还被骗资金3160万元。"),
]


@pytest.fixture(scope="module")
def cases(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(CASES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("安漳涉网犯罪哪年最多", "718起"),
        ("安漳涉网新型犯罪立案最高峰是哪年", "718起"),
        ("返还群众资金最多 哪家哪年", "1.02亿元"),
        ("霁川电诈立案峰值出现在哪年", "1950起"),
        ("电诈立案最多的一年和单位", "2100起"),
    ],
)
def test_the_most_is_told_in_whatever_words_it_is_asked_for(
    cases: Searcher, text: str, value: str
) -> None:
    assert [one.row.figure.value_text for one in answers_of(cases, text)] == [value]


def test_cases_that_were_solved_are_not_the_cases_of_a_year(cases: Searcher) -> None:
    answers = answers_of(cases, "盗窃哪年最多")
    assert not {one.row.figure.value_text for one in answers} & {"387起", "398起", "301起"}


def test_nobody_is_first_where_another_unit_counts_in_other_words_and_has_fewer(
    cases: Searcher,
) -> None:
    least = unit_figures(cases, "2023年电诈立案最少的单位")
    assert least is not None and least.is_ranked
    assert (least.leading, least.rivals) == ((), ("白芷县公安局",))
    assert answers_of(cases, "2023年电诈立案最少的单位") == ()
    most = unit_figures(cases, "2023年电诈立案最多的单位")
    assert most is not None
    assert (most.leading, most.rivals) == (("临泓市公安局",), ())


def test_what_people_feel_is_one_measure_whatever_they_are_called(cases: Searcher) -> None:
    told = unit_figures(cases, "2023年安全感最低的是哪家")
    assert told is not None and told.leading == ("白芷县公安局",)


def test_what_and_when_may_stand_behind_the_most(cases: Searcher) -> None:
    behind = unit_figures(cases, "立案最多的单位 2023 电诈")
    assert behind is not None and behind.leading == ("临泓市公安局",)


def test_nobody_is_first_where_one_that_was_not_read_tells_more_of_another_year(
    reports_of: Callable[..., Searcher],
) -> None:
    told = (("甲市公安局", 2019, "命案发6起破6起。"), ("乙市公安局", 2019, "发生命案4起，均破。"))
    large = [
        ("丙市公安局", 2018, "命案发22起破22起。"),
        ("丙市公安局", 2019, "命案办结，无一例外。"),
    ]
    few = reports_of([*told, ("丙市公安局", 2018, "命案发2起破2起。"), large[1]])
    many = reports_of([*told, *large])
    question = "2019年命案最多的是哪个局"
    assert [one.row.figure.value_text for one in answers_of(few, question)] == ["6起"]
    assert answers_of(many, question) == ()
