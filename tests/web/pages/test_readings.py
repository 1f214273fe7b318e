"""What is said above the list of how the words of a query were understood: once, and no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.pages.test_above_the_list import one, soup

TEXTS = [
    ("云川市公安局", 2021, "群众安全感96.1%，建设数字云川，命案连续三年全破。"),
    ("云川市公安局交通警察支队", 2022, "事故亡人下降，群众满意。数字云川有了新进展。"),
    ("东桥县公安局", 2022, "群众安全感97.2%，命案连续四年全破。"),
    ("西桥县公安局", 2022, "群众安全感95.2%，命案连续五年全破。"),
]


@pytest.fixture(scope="module")
def reports(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(TEXTS, "source year text")


def test_units_that_one_word_names_are_told_in_one_line_and_chosen_together(
    reports: FlaskClient,
) -> None:
    lines = soup(reports, "/search?q=云川群众满意").select(".readings > span")
    told = [line for line in lines if "来源" in line.text]
    assert len(told) == 1
    assert "云川市公安局、云川市公安局交通警察支队" in told[0].text
    address = str(told[0].select("a")[-1]["href"])
    assert address.count("source=") == 2


@pytest.mark.parametrize("query", ["云川历年安全感", "云川 历年 安全感", "请问云川各年安全感"])
def test_words_that_only_ask_are_not_missed(reports: FlaskClient, query: str) -> None:
    told = one(soup(reports, f"/search?q={query}"), ".found").text
    assert "库中没有" not in told


def test_an_indicator_is_not_called_by_the_question(reports: FlaskClient) -> None:
    page = soup(reports, "/search?q=命案哪一年没有全破")
    assert all("哪一年" not in heading.text for heading in page.select(".indicator h2"))
