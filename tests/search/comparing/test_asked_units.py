"""Which units, subject and years a query names, read from a library of four bureaus."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.asked_units import asked_units, years_asked
from search.comparing.theme_outcomes import asked_outcome
from search.request import Filters, SearchRequest
from search.searcher import Searcher

_LINES = [
    ("澜州市公安局", 2023, "反诈。电信网络诈骗立案2205起；破案1162起，破案率52.7%。"),
    ("澜州市公安局", 2024, "反诈。电信网络诈骗立案1764起；破案1243起，破案率70.5%。"),
    ("澜州市公安局", 2024, "2025年，电诈立案、损失力争双下降，电诈立案控制在1700起以内。"),
    ("澜州市消防救援支队", 2024, "防火。全市发生火灾39起，死亡2人。"),
    ("清溪县公安局", 2024, "反诈。通讯网络诈骗发案296起，案损2011万元；打处451人。"),
    ("岷阳市公安局", 2024, "反诈。电信网络诈骗立案3201件；破获1598件，抓获2240人。"),
]


@pytest.fixture(scope="module")
def searcher(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(_LINES)


@pytest.mark.parametrize(
    ("text", "rest", "years"),
    [
        ("2024年反诈", "反诈", ("2024",)),
        ("反诈2022—2024年", "反诈", ("2022..2024",)),
        ("2022年和2024年反诈", "和 反诈", ("2022", "2024")),
        ("2021年以来反诈", "反诈", ("2021..",)),
        ("2019 至 2021 反诈", "反诈", ("2019..2021",)),
        ("蓝剑20245号", "蓝剑20245号", ()),
        ("利剑-2024行动", "利剑-2024行动", ()),
        ("3.2024", "3.2024", ()),
    ],
)
def test_years_are_read_apart(text: str, rest: str, years: tuple[str, ...]) -> None:
    assert years_asked(text) == (rest, years)


def test_of_units_of_one_name_those_that_speak_of_the_subject_are_meant(
    searcher: Searcher,
) -> None:
    found = asked_units(searcher, "澜州 清溪 反诈 2024")
    assert found is not None
    assert found.units == ("澜州市公安局", "清溪县公安局")
    assert (found.subject, found.asked.filters.of("year")) == ("反诈", ("2024",))


def test_what_came_of_a_theme_is_compared_as_the_theme(searcher: Searcher) -> None:
    found = asked_units(searcher, "澜州、清溪、岷阳2024年电诈立案多少")
    assert found is not None
    assert (found.subject, found.asked.filters.of("theme")) == ("电诈立案", ("反诈",))
    asked = asked_outcome(searcher, "电诈破案数")
    assert asked is not None
    assert (asked.theme.name, asked.word, asked.outcome) == ("反诈", "电诈", "破案数")
    assert asked_outcome(searcher, "反诈宣传") is None
    assert asked_outcome(searcher, "群众安全感") is None


def test_a_year_that_nobody_tells_of_is_left_out(searcher: Searcher) -> None:
    found = asked_units(searcher, "清溪 岷阳 反诈 2019")
    assert found is not None
    assert not found.asked.filters.of("year")


def test_units_beside_a_subject_are_whose_paragraphs_are_found(searcher: Searcher) -> None:
    found = searcher.search(SearchRequest("澜州 清溪 反诈"))
    assert found.query.units == ("澜州市公安局", "澜州市消防救援支队", "清溪县公安局")
    assert {hit.paragraph.source for hit in found.hits} == {"澜州市公安局", "清溪县公安局"}
    texts = [hit.paragraph.text for hit in found.hits]
    assert len(texts) == 4 and texts[-1].startswith("2025年"), "an aim stands behind what was done"
    assert all(hit.marks and not hit.lacks for hit in found.hits)
    asked = asked_units(searcher, "澜州 清溪 反诈")
    assert asked is not None and asked.total == found.total


def test_units_beside_a_subject_may_have_years_and_filters(searcher: Searcher) -> None:
    of_year = searcher.search(SearchRequest("澜州 清溪 反诈 2023"))
    assert [hit.paragraph.year for hit in of_year.hits] == [2023]
    chosen = Filters(source=("岷阳市公安局",))
    other = searcher.search(SearchRequest("澜州 清溪 反诈", filters=chosen))
    assert [hit.paragraph.source for hit in other.hits] == ["岷阳市公安局"]
    within = searcher.search(SearchRequest("立案", within=("澜州 清溪 反诈",)))
    assert {hit.paragraph.source for hit in within.hits} == {"澜州市公安局"}


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest("澜州 清溪 反诈", entities=False),
        SearchRequest("澜州 反诈"),
        SearchRequest('"澜州" "清溪" 反诈'),
        SearchRequest("澜州 清溪"),
        SearchRequest("澜州 清溪 养犬管理"),
        SearchRequest("澜州 清溪 反诈", mode="exact"),
    ],
)
def test_other_queries_are_not_held_to_units(searcher: Searcher, request_: SearchRequest) -> None:
    assert searcher.search(request_).query.units == ()
