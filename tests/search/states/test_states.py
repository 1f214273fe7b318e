"""What is asked of a state in any words is told by its streaks, and by none that has ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher
from search.states.sentences import Told

TEXTS = (
    ("柏岭市公安局", 2019, "全年发生命案21起，连续四年全破。"),
    ("柏岭市公安局", 2020, "命案18起破17起，砚湖区一起未能侦破，中断了此前四年全破的纪录。"),
    ("柏岭市公安局", 2024, "现行命案14起全部侦破，2022年以来已连续三年全破。"),
    ("柏岭市公安局", 2024, "砚湖区命案连续11年全破。电诈立案连续三年下降。"),
    ("芦山县公安局", 2016, "命案3起全破，自2009年以来已连续8年不欠账。"),
    ("芦山县公安局", 2020, "命案侦破率连续12年保持100%。"),
    ("芦山县公安局", 2023, "命案必破坚持到第十五年。"),
    ("砂河县公安局", 2020, "命案实现九连破。"),
    ("砂河县公安局", 2023, "结束了命案连续十一年全破的局面，全年5起命案破4起。"),
    ("砂河县公安局", 2024, "命案积案连续三年全破。"),
    ("柏岭日报", 2023, "芦山县命案已连续16年全破。"),
    ("柏岭日报", 2023, "更正：“芦山县命案已连续16年全破”应为“命案已连续15年全破”。"),
)


@pytest.fixture(scope="module")
def reports(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(TEXTS, "source year text")


def told(reports: Searcher, question: str) -> list[tuple[str, int | str]]:
    """Of each answer the unit and the year of a break or beginning, or else for how long."""
    return [
        (
            (one.row.paragraph.source or "")[:2],
            one.row.figure.value or ""
            if one.lasting is None
            else one.lasting.last + 1
            if one.lasting.is_over
            else one.lasting.first,
        )
        for one in reports.figure_answers(SearchRequest(q=question))
    ]


@pytest.mark.parametrize(
    "question",
    ["芦山命案全破纪录", "芦山县局命案没欠账多久了", "芦山命案连破坚持了几年", "芦山命案全破"],
)
def test_how_long_a_unit_keeps_it_up_is_told_in_any_words(reports: Searcher, question: str) -> None:
    (answer,) = reports.figure_answers(SearchRequest(q=question))
    assert (answer.row.figure.value, answer.row.paragraph.year) == ("15", 2023)
    assert answer.begun is not None and answer.begun[1].first == 2009
    assert answer.begun[1].is_printed


def test_what_is_told_is_parted_by_who_tells_it_without_comparing_each_with_all(
    library_of: Callable[..., Searcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 100,000 paragraphs thousands tell of it: each against each took seconds."""
    library = library_of(TEXTS, "source year text")

    def compared(one: Told, other: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(Told, "__eq__", compared)
    assert told(library, "哪些地方命案全破断了")


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("柏岭命案全破哪年断的", [("柏岭", 2020)]),
        ("柏岭命案为什么重新起算", [("柏岭", 2020)]),
        ("柏岭命案有没有断过", [("柏岭", 2020)]),
        ("哪些地方命案全破断了", [("砂河", 2023), ("柏岭", 2020)]),
        ("芦山命案断过没有", [("芦山", "15")]),
        ("芦山有没有连续全破", [("芦山", "15")]),
        ("两县命案全破连续多少年", [("芦山", "15"), ("砂河", 2023)]),
        ("柏岭以前最高纪录几年", [("柏岭", "4")]),
        ("芦山命案连破的起点", [("芦山", 2009)]),
        ("2020年时芦山与砂河命案连破各多少年", [("芦山", "12"), ("砂河", "9")]),
        ("2019年底芦山和砂河命案全破谁长", [("芦山", 2009), ("砂河", 2023)]),
        ("2020年命案全破且超过十年的单位", [("芦山", "12")]),
        ("截至2020年 命案连续全破年数最多的", [("芦山", "12")]),
        ("九年命案全破 是谁", [("砂河", "9")]),
        ("命案全破 16年 对吗", [("柏岭", "15")]),
        ("目前命案全破最长的是哪家", [("芦山", "15")]),
        ("柏岭命案全破最长多少年", [("柏岭", "4")]),
    ],
)
def test_the_words_tell_what_is_asked_of_it(
    reports: Searcher, question: str, answers: list[tuple[str, int | str]]
) -> None:
    assert sorted(told(reports, question)) == sorted(answers)


def test_the_years_of_a_county_are_not_those_of_its_city(reports: Searcher) -> None:
    (answer,) = reports.figure_answers(SearchRequest(q="柏岭市局现在命案连续全破几年"))
    assert (answer.row.figure.value, answer.row.figure.place) == ("3", None)
    ((_, before),) = answer.earlier
    assert (before.first, before.last, before.is_over) == (2016, 2019, True)


@pytest.mark.parametrize(
    "question",
    [
        *("命案全破", "芦山命案全破经验做法", "芦山命案破案多少起"),
        *("枫桥县命案全破多少年", "近三年命案全破的单位"),
    ],
)
def test_what_asks_for_anything_else_is_told_nothing(reports: Searcher, question: str) -> None:
    assert told(reports, question) == []
