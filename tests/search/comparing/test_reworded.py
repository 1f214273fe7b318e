"""A question in a reader's own words is answered by the figures that it can only mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.courses import course_in_other_words
from search.comparing.tables.reworded import reworded
from search.comparing.unit_figures import units_asked
from search.request import SearchRequest
from search.searcher import Searcher
from tests.search.comparing.conftest import told

RIVER, HILL = "江阳市公安局", "岭上县公安局"
LINES = [
    (RIVER, 2022, "全市视频监控3.37万路。“江风队”队员718人。电诈立案986起，破案402起。"),
    (HILL, 2022, "全县视频监控5180路。“山月队”注册队员2105人。农忙时民警下田帮收。"),
    (HILL, 2023, "全县视频监控6000路。“山月队”2680人。"),
]


@pytest.fixture(scope="module")
def reports(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(LINES)


def test_units_and_a_measure_are_told_however_they_are_asked(reports: Searcher) -> None:
    request = SearchRequest("江阳岭上视频监控啥规模，2022年前后")
    found = units_asked(reports, request, reports.search(request).query)
    assert found is not None
    assert [one.rows[0].figure.value_text for one in found.lines] == ["3.37万路", "5180路"]


def test_two_names_are_set_side_by_side(reports: Searcher) -> None:
    query = reports.search(SearchRequest("队伍规模 江风队 山月队 2022")).query
    found = told(course_in_other_words(reports, query))
    assert found == {("江阳", 2022): "718人", ("岭上", 2022): "2105人"}


@pytest.mark.parametrize(
    "question",
    [
        "江阳岭上视频监控农忙2022",  # a word that is printed asks for something else
        "江阳和岭上2022年电诈立案破案有多少规模",  # of two things
        "江阳岭上2022年视频监控最多的",  # the most is surely told, or not
        "全县视频监控6000路",  # printed
        "视频监控",
    ],
)
def test_what_asks_for_more_is_not_guessed(reports: Searcher, question: str) -> None:
    assert reworded(reports, reports.search(SearchRequest(question)).query) is None
