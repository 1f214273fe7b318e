"""The table of one figure of several units over years, as the page draws it."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.web.pages.test_above_the_list import one, soup

SAID = (
    ("云浦市公安局", 2021, "走失找回201人。电诈立案433起。"),
    ("云浦市公安局", 2024, "电诈立案380起，比上年少11起。"),
    ("青石市公安局", 2024, "电诈立案300起。"),
    ("云浦市公安局", 2022, "走失找回214人。电诈立案401起。"),
    ("青石市公安局", 2021, "走失找回88人。电诈立案298起。"),
    ("青石市公安局", 2022, "走失：求助96起，找回91人。电诈立案310起。"),
)


def test_a_figure_of_the_nearest_sentence_stands_in_its_cell_to_be_checked(
    client_of: Callable[..., FlaskClient],
) -> None:
    client = client_of(SAID, "source year text")
    card = one(soup(client, "/search?q=云浦、青石历年走失找回"), ".course")
    cells = {cell.get_text(" ", strip=True) for cell in card.select("tbody td")}
    assert cells == {"201人", "214人", "88人", "91人 待核对"}
    assert "求助96起，找回91人" in one(card, ".nearest").get_text()


def test_what_a_year_comes_to_by_the_next_one_is_told_as_worked_out(
    client_of: Callable[..., FlaskClient],
) -> None:
    client = client_of(SAID, "source year text")
    for question in ("云浦、青石历年电诈立案", "云浦历年电诈立案"):
        text = one(soup(client, f"/search?q={question}"), ".course").get_text(" ")
        assert "391起 推算自 380起 、 下降 11起" in " ".join(text.split())


def test_the_difference_of_two_years_is_told_for_each_unit(
    client_of: Callable[..., FlaskClient],
) -> None:
    client = client_of(SAID, "source year text")
    card = one(soup(client, "/search?q=云浦和青石2022年电诈立案比2021年多多少"), ".course")
    assert [" ".join(row.get_text(" ").split()) for row in card.select(".steps li")] == [
        "云浦市公安局 2022 年比 2021 年 少 32起 下降 7.4% 推算",
        "青石市公安局 2022 年比 2021 年 多 12起 上升 4% 推算",
    ]


def test_a_colon_before_the_units_asks_for_a_year_of_each(
    client_of: Callable[..., FlaskClient],
) -> None:
    client = client_of(SAID, "source year text")
    for question in ("2022年电诈立案数对比:云浦、青石", "2022年哪个市局电诈立案少（地级市）"):
        text = one(soup(client, f"/search?q={question}"), ".card.indicator").get_text(" ")
        assert "401起" in text and "310起" in text


def test_the_one_sentence_that_tells_a_whole_course_is_quoted(
    client_of: Callable[..., FlaskClient],
) -> None:
    told = (
        ("岚甸市公安局", 2018, "汽车保有量2013年33.8万辆，五年后翻了一番还多，为71.2万辆。"),
        ("棠湖市公安局", 2020, "全年接报警情3.1万起。"),
        ("棠湖市公安局", 2021, "全年接报警情2.9万起。"),
    )
    client = client_of(told, "source year text", title="工作总结")

    def card(query: str) -> str:
        return one(soup(client, f"/search?q={query}"), ".course").get_text()

    assert "71.2万辆" in card("岚甸市历年汽车保有量")
    assert "原句" not in card("棠湖市历年接报警情")  # each year has its own
