"""Units and places that the library has nowhere are told, and share no words with others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher

TEXTS = (
    ("反诈宣传进村入户，市公安局劝阻转账13人次。", "柳渡市公安局"),
    ("柳渡市公安局鹤湾分局处置警情21起，反诈预警9次。", "柳渡市公安局"),
    ("赴绍兴市公安局学习，交流警务保障经验。", "青樟县公安局"),
)


@pytest.fixture(scope="module")
def searcher(library_of: Callable[..., Searcher]) -> Searcher:
    told = ((*said, year) for year, said in enumerate(TEXTS, 2021))
    return library_of(told, "text source year", title="{source}工作总结")


@pytest.mark.parametrize(
    ("typed", "unheld"),
    [
        ("苏州市公安局", ["苏州市公安局"]),
        ("苏州公安局", ["苏州公安局"]),
        ("苏州市公安局反诈", ["苏州市公安局"]),
        ("青岛市公安局刑警支队", ["青岛市公安局刑警支队"]),
        ("苏州市公安局、无锡市公安局反诈", ["苏州市公安局", "无锡市公安局"]),
        ("广东省公安厅 反诈", ["广东省公安厅"]),
        ("青岛 反诈", ["青岛"]),
        ("朝阳义警", []),  # one name, and of no place
        ("绍兴市公安局", []),  # printed
        ("柳渡市公安局反诈", []),
        ("柳渡市公安局鹤湾分局", []),
        ("市公安局", []),
        ("全市公安局", []),
        ("反诈 警务保障", []),
        ("南屏分局 反诈", ["南屏分局"]),
        ("城关分局 反诈", ["城关分局"]),
        ("柳渡市公安局渔市街分局反诈", ["渔市街分局"]),
        ("松泉市2023年反诈预警多少", ["松泉市"]),  # what no dictionary word covers
        ("松泉局的反诈多少年", ["松泉局"]),
        ("查松泉市反诈", ["松泉市"]),
        ("松泉警方反诈", ["松泉警方"]),
        ("松泉公安 反诈", ["松泉公安"]),
        ("松泉反诈", []),  # it may be a slip
        ("柳渡反诈", []),
        ("柳渡警方反诈", []),
        ("鹤湾反诈", []),
        ("看看反诈", []),
        ("各市局反诈", []),
        ("警保反诈", []),  # of 警务保障
        ("各分局 反诈", []),
        ("柳渡市公按局反诈", []),  # a slip
        ("基层分局 反诈", []),
    ],
)
def test_units_and_places_that_nothing_is_of_or_prints(
    searcher: Searcher, typed: str, unheld: list[str]
) -> None:
    result = searcher.search(SearchRequest(typed))
    assert list(result.query.unheld) == unheld
    if unheld:
        assert not result.matches.phrase and not result.matches.all
    for name in unheld:
        assert all(name in hit.lacks for hit in result.hits)
        rest = typed.replace(name, "").strip("、 ")
        assert bool(rest) == bool(result.total), "no 公安局 of others"


@pytest.mark.parametrize(
    ("typed", "lacking"),
    [
        ("松泉反诈", "松泉"),
        ("松泉2023年反诈预警多少", "松泉"),
        ("松泉的反诈怎么样", "松泉"),
        ("电炸破案", "电炸"),  # what it is, nobody says
        ("柳渡反诈", ""),
        ("柳渡和青樟反诈", ""),
        ("反诈是谁搞的", ""),
        ("警保反诈", ""),
    ],
)
def test_characters_that_stand_nowhere_together_are_told_as_one(
    searcher: Searcher, typed: str, lacking: str
) -> None:
    query = searcher.search(SearchRequest(typed, correct=False)).query
    assert not query.unheld and not any(lacking in e.text for e in query.entities if lacking)
    told = [note for note in query.notes if note.startswith("库中没有")]
    assert (f"库中没有「{lacking}」" in told[0]) if lacking else not told


def test_a_unit_whose_reports_there_are_is_not_told_as_missing(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("青樟县公安局的无人机"))
    assert not result.total
    assert "库中没有「无人机」" in result.query.notes


def test_a_year_that_no_report_is_of_does_not_hide_what_is_printed(searcher: Searcher) -> None:
    bare = searcher.search(SearchRequest("反诈"))
    for typed in ("2015年反诈", "反诈 2015年", "2015 反诈"):
        result = searcher.search(SearchRequest(typed))
        assert result.matches == bare.matches and result.matches.phrase
        assert any("没有 2015 年" in note for note in result.query.notes)
    assert searcher.search(SearchRequest("2021年反诈")).query.normalized != "反诈"
