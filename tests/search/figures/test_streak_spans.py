"""Since when a state has lasted is told from its streaks: as printed, or counted back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.comparing.courses import course_of
from search.request import SearchRequest
from search.searcher import Searcher

TEXTS = (
    ("柳河市公安局", 2018, "现行命案31起全部侦破，命案破案率连续三年保持100%。"),
    ("柳河市公安局", 2021, "命案连续六年全破。2022年，继续保持命案全破。"),
    ("青岩县公安局", 2017, "全年命案4起、破3起，2012年以来连续5年命案全破的纪录中断。"),
    ("青岩县公安局", 2020, "自2018年命案全破重新起步，目前已连续三年实现命案全破。"),
    ("桐山县公安局", 2019, "全县现行命案从2013年算起已有七年没有留下一起未破的。"),
    ("眉溪县公安局", 2022, "连续九年未发生较大火灾，命案连续十余年全破。"),
    ("柳河市公安局南湖分局", 2022, "“湖畔巡夜”2020年4月启动，刑事警情下降。"),
)


@pytest.fixture(scope="module")
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(TEXTS, "source year text")


@pytest.fixture(scope="module")
def searcher(client: FlaskClient) -> Searcher:
    found: Searcher = client.application.extensions["qianshao"].searcher
    return found


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("桐山县公安局命案全破从哪年开始", [("桐山", 2013, True)]),
        ("桐山从哪一年起命案全破", [("桐山", 2013, True)]),
        ("柳河市公安局什么时候开始命案全破", [("柳河", 2016, False)]),
        ("青岩命案全破是从什么时候开始的", [("青岩", 2018, True)]),
        ("青岩命案全破 起始年份", [("青岩", 2018, True)]),
        ("命案全破始于哪年", [("桐山", 2013, True), ("柳河", 2016, False), ("青岩", 2018, True)]),
        (
            "命案全破最早是哪个单位",
            [("桐山", 2013, True), ("柳河", 2016, False), ("青岩", 2018, True)],
        ),
        ("没有发生较大火灾从哪年开始", [("眉溪", 2014, False)]),
        ("未发生较大火灾从哪年开始", [("眉溪", 2014, False)]),
        ("南湖分局命案全破从哪年开始", []),
        ("湖畔巡夜从哪年开始", []),
        ("命案立案从哪年开始", []),
    ],
)
def test_since_when_a_state_has_lasted(
    searcher: Searcher, question: str, told: list[tuple[str, int, bool]]
) -> None:
    found = searcher.figure_answers(SearchRequest(q=question))
    assert [
        ((a.row.paragraph.source or "")[:2], a.lasting.first, a.lasting.is_printed)
        for a in found
        if a.lasting is not None
    ] == told


def test_a_streak_before_a_break_is_told_beside_the_one_that_goes_on(searcher: Searcher) -> None:
    (answer,) = searcher.figure_answers(SearchRequest(q="青岩命案全破从哪年开始"))
    assert answer.lasting is not None and "自2018年" in answer.lasting.quote
    ((_, before),) = answer.earlier
    assert (before.first, before.last, before.is_over) == (2012, 2016, True)


@pytest.mark.parametrize(
    "question", ["哪年命案没有全破", "哪个单位命案全破被打断", "青岩哪年没全破"]
)
def test_the_year_of_a_break_answers_who_asks_for_it(searcher: Searcher, question: str) -> None:
    (answer,) = searcher.figure_answers(SearchRequest(q=question))
    assert answer.lasting is not None and answer.lasting.last == 2016
    assert answer.row.paragraph.source == "青岩县公安局"


def test_the_page_tells_a_state_by_its_streak_and_not_by_its_first_print(
    client: FlaskClient,
) -> None:
    page = BeautifulSoup(client.get("/search?q=桐山县命案全破从哪年开始").text, "html.parser")
    told = page.select_one(".answers")
    assert told is not None and "2013 年起" in told.text and "原文写明哪年起" in told.text
    assert not page.select(".card .first") and "本库没有「" not in page.text
    counted = client.get("/search?q=柳河市命案全破从哪年开始").text
    assert "2016 年起" in counted and "按连续的年数推算" in counted
    named = BeautifulSoup(client.get("/search?q=湖畔巡夜从哪年开始").text, "html.parser")
    assert named.select(".card .first") and not named.select(".answers")


def test_a_unit_that_has_no_streak_is_said_to_have_none(client: FlaskClient) -> None:
    for question in ("南湖分局命案全破", "南湖分局连续几年命案全破", "南湖命案全破从哪年开始"):
        told = client.get(f"/search?q={question}").text
        assert "柳河市公安局南湖分局的报告里没有读到；以上是别的单位的" in told, question
    for question in ("命案全破", "桐山命案全破", "桐山连续几年命案全破"):
        assert "的报告里没有读到" not in client.get(f"/search?q={question}").text


def test_how_long_it_lasted_in_the_unit_asked_for_is_told(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/search?q=桐山命案全破").text, "html.parser")
    told = page.select_one(".answers")
    assert told is not None and "七年 桐山县公安局，2019 年" in told.text


@pytest.mark.parametrize("question", ["哪个单位命案连续侦破年数最多", "命案侦破连续年数最长的局"])
def test_solved_for_years_is_all_solved(searcher: Searcher, question: str) -> None:
    (answer,) = searcher.figure_answers(SearchRequest(q=question))
    assert (answer.row.paragraph.source, answer.row.figure.value) == ("桐山县公安局", "7")


def test_the_api_and_the_box_tell_since_when(client: FlaskClient) -> None:
    body = client.get("/api/v1/search?q=桐山县命案全破从哪年开始").get_json()
    assert body["answers"][0]["lasted"] == {"since": 2013, "until": None, "is_printed": True}
    broken = client.get("/api/v1/search?q=青岩哪年没全破").get_json()
    assert broken["answers"][0]["lasted"]["until"] == 2016
    other = client.get("/api/v1/search?q=桐山命案全破最长几年").get_json()
    assert all(row["lasted"] is None for row in other["answers"])
    told = client.get("/api/v1/box?q=桐山县命案全破从哪年开始").text
    assert "2013 年起" in told and "最早见于" not in told and "本库没有" not in told


BROKEN = (
    ("杉原县公安局", 2019, "现行命案4起全部侦破，连续五年命案全破。"),
    ("杉原县公安局", 2021, "全年命案3起、破2起，六年全破就此中断。"),
    ("杉原县公安局", 2023, "命案自2022年起连续2年全破。"),
    ("栎阳县公安局", 2022, "命案3起全破。"),
    ("栎阳县公安局", 2023, "命案连续第十一年全破。"),
    ("青岩市公安局", 2023, "命案侦破实现三连破。"),
)


@pytest.fixture(scope="module")
def broken(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(BROKEN, "source year text")


def test_a_streak_that_was_broken_is_as_long_as_its_end_tells(broken: Searcher) -> None:
    (answer,) = broken.figure_answers(SearchRequest(q="杉原县命案全破最长多少年"))
    assert (answer.row.figure.value, answer.row.paragraph.year) == ("6", 2021)
    (answer,) = broken.figure_answers(SearchRequest(q="杉原县命案全破几年了"))
    assert (answer.row.figure.value, answer.row.paragraph.year) == ("2", 2023)


@pytest.mark.parametrize(
    "question",
    [*("命案全破最多年", "2023年命案全破最长", "命案件件破最长的是哪家"), "命案没欠账最久的单位"],
)
def test_who_asks_for_the_longest_streak_gets_it_and_those_behind(
    broken: Searcher, question: str
) -> None:
    (answer,) = broken.figure_answers(SearchRequest(q=question))
    assert (answer.row.paragraph.source, answer.row.figure.value) == ("栎阳县公安局", "11")
    behind = [row.paragraph.source for row in answer.next_best]
    assert set(behind) == {"杉原县公安局", "青岩市公安局"}


@pytest.mark.parametrize(
    "question",
    ["命案全破前三名", "命案全破第二长的是谁", "命案全破排名", "命案连破年数排名"],
)
def test_who_asks_for_the_order_of_streaks_gets_each_with_its_place(
    broken: Searcher, question: str
) -> None:
    found = broken.figure_answers(SearchRequest(q=question))
    places = [(one.rank, (one.row.paragraph.source or "")[:2]) for one in found]
    assert places == [(1, "栎阳"), (2, "青岩"), (3, "杉原")]


def test_a_state_is_told_year_after_year_by_how_long_it_had_lasted(broken: Searcher) -> None:
    course = course_of(broken, "栎阳县历年命案全破")
    assert course is not None
    (line,) = course.lines
    assert [(year, rows[0].figure.value) for year, rows in line.years] == [(2023, "11")]
