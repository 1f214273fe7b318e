"""A year in which a unit tells a measure in other words than in the years beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.courses import course_of
from search.comparing.wordings.reworded_courses import other_years_of
from search.searcher import Searcher

Reports = Callable[..., Searcher]
UNIT = "汀洲市公安局"


@pytest.fixture(scope="module")
def library(reports_of: Reports) -> Searcher:
    return reports_of(
        [
            (
                UNIT,
                2014,
                "以短信、电话行骗的案子立了186起。养老诈骗立案150起。交通事故夺去96条生命。",
            ),
            (UNIT, 2015, "通讯网络诈骗来势汹汹，立案327起。全年死亡90人。"),
            (
                UNIT,
                2016,
                "电诈立案410起，破案99起。交通死亡88人。盗窃立案402起。找回走失人员57人。",
            ),
            (
                UNIT,
                2017,
                "电诈立案跳到520起。火灾死亡4人。群众安全感95.1%。“守灯”找回走失人员61人。",
            ),
            (
                UNIT,
                2018,
                "电诈立案480起。交通死亡81人。群众安全感95.6%。盗窃立案401起。守灯找回63人。",
            ),
            (UNIT, 2019, "合同诈骗立案455起。水上死亡5人。安全生产达标率96.1%。专班全年找回60人。"),
            (UNIT, 2020, "电诈立案450起。交通死亡70人。觉得“安全”的居民占96.2%。"),
            (UNIT, 2021, "命案3起均破。“山口哨”再破4起，累计9起。安全感96.9%。"),
        ]
    )


def shown(searcher: Searcher, text: str) -> dict[int, str]:
    course = course_of(searcher, text) or other_years_of(searcher, text)
    assert course is not None
    return {
        year: rows[0].figure.shown
        for line in course.lines
        if not line.is_aim
        for year, rows in line.years
    }


def test_cases_that_are_described_are_told_and_no_other_kind_of_them(library: Searcher) -> None:
    assert shown(library, "汀洲电诈立案历年") == {
        **{2014: "186起", 2015: "327起", 2016: "410起"},
        **{2017: "520起", 2018: "480起", 2020: "450起"},
    }
    course = course_of(library, "汀洲电诈立案历年")
    assert course is not None and course.silent == (2019, 2021)
    assert course.lines[0].others >= {2014}  # each under the name that is printed


def test_a_bare_figure_near_to_those_beside_it_is_told(library: Searcher) -> None:
    told = {2014: "96条", 2015: "90人", 2016: "88人", 2018: "81人", 2020: "70人"}
    assert shown(library, "汀洲交通死亡历年") == told


def test_whom_the_measure_word_says_need_not_be_named(library: Searcher) -> None:
    """And who else found so many is no number of those that a told name has in front."""
    assert shown(library, "汀洲历年找回走失人员") == {2016: "57人", 2017: "61人", 2018: "63人"}


def test_a_rate_that_a_sentence_describes_is_told(library: Searcher) -> None:
    told = {2017: "95.1%", 2018: "95.6%", 2020: "96.2%", 2021: "96.9%"}
    assert shown(library, "汀洲群众安全感逐年") == told


def test_one_year_is_told_in_its_own_words(library: Searcher) -> None:
    assert shown(library, "汀洲2014年电诈立案多少") == {2014: "186起"}


@pytest.fixture(scope="module")
def printed(reports_of: Reports) -> Searcher:
    return reports_of(
        [
            (UNIT, 2019, "电诈立案450起，返还群众612万元。现行命案6起都破。"),
            (UNIT, 2020, "电诈立案480起，返还群众718万元。命案5起，破4起。"),
            (UNIT, 2022, "电诈立案430起，返还群众901万元。命案侦破3起。民警全员达标，救起51人。"),
            (UNIT, 2020, "民警60人。"),
            (UNIT, 2018, "命案仅发7起，全数告破。电诈挽损1340万元，其中返还群众581万元。"),
            (UNIT, 2018, "因车祸失去生命的有31人。"),
            (UNIT, 2019, "民警58人。"),
            ("汀洲晚报", 2021, "巡警支队现有民警55人。"),
            (UNIT, 2023, "上半年共立电信网络诈骗案件186起。"),
            ("苇滨市公安局", 2021, "电诈立案950起。"),
            ("汀洲晚报", 2020, "去年全市返还群众被骗款781万元，比例不到三成。"),
            ("岭东日报", 2021, "汀洲市公安局通报，全市电诈立案455起。苇滨市电诈立案990起。"),
            ("岭东日报", 2022, "汀洲市公安局通报，全市电诈立案430起。"),
        ]
    )


def test_newspapers_are_told_where_they_differ_or_the_unit_has_no_report(printed: Searcher) -> None:
    course = course_of(printed, "汀洲电诈立案历年")
    assert course is not None
    told = {
        year: [(row.figure.shown, row.paragraph.source) for row in rows]
        for year, rows in course.lines[0].years
    }
    assert told[2021] == [("455起", "岭东日报")] and 2021 not in course.silent
    assert told[2022] == [("430起", UNIT)]
    assert told[2023] == [("186起", UNIT)]  # of half the year


def test_of_cases_all_solved_as_many_were_solved(printed: Searcher) -> None:
    course = course_of(printed, "汀洲命案破案历年")
    assert course is not None
    values = {year: rows[0].figure.shown for year, rows in course.lines[0].years}
    assert values == {2019: "6起", 2020: "4起", 2022: "3起"}
    assert shown(printed, "汀洲命案发案历年") == {2018: "7起", 2019: "6起", 2020: "5起"}


def test_what_was_given_back_is_told_in_any_words(printed: Searcher) -> None:
    course = course_of(printed, "汀洲电诈返还历年")
    assert course is not None
    told = {year: [row.figure.shown for row in rows] for year, rows in course.lines[0].years}
    assert told == {
        2018: ["581万元"],
        2019: ["612万元", "781万元"],
        2020: ["718万元"],
        2022: ["901万元"],
    }


def test_what_others_did_or_a_part_has_is_no_number_of_the_unit(printed: Searcher) -> None:
    assert shown(printed, "汀洲民警人数历年") == {2019: "58人", 2020: "60人"}
