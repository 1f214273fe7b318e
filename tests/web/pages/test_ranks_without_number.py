"""A rank without a number (名列前茅) is a row whose value is empty, wherever rows are shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

SAID = (
    ("滨海市公安局", 2021, "群众满意率名列全省前茅。抢劫案件发案5起，处在历史最低点。"),
    ("滨海市公安局", 2022, "群众满意率位居全省前列，破案率居全省第二。抢劫案件发案3起。"),
    ("山南市公安局", 2022, "群众满意率达97.1%，创历史新高。抢劫案件发案降至近五年最低。"),
)
WORDS = ["前茅", "最低点", "前列", "新高", "最低"]


@pytest.fixture(scope="module")
def ranks(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(SAID, "source year text")


def words_of(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    assert "None" not in page.get_text(), address
    return page.get_text()


def test_the_api_gives_null_in_both_orders(ranks: FlaskClient) -> None:
    rows = ranks.get("/api/v1/figures?kind=rank").get_json()["rows"]
    bare = [row for row in rows if row["value"] is None]
    assert [row["value_text"] for row in bare] == WORDS
    assert {row["unit"] for row in bare} == {"位"}
    assert [row["base"] for row in bare] == ["全省", "历史", "全省", "历史", "近五年"]
    for sort in ("value", "-value"):
        sorted_rows = ranks.get(f"/api/v1/figures?kind=rank&sort={sort}").get_json()["rows"]
        assert {row["id"] for row in sorted_rows} == {row["id"] for row in rows}
        assert [row["value"] for row in sorted_rows].index("2") in (0, len(WORDS))


def test_files_leave_the_cell_empty(ranks: FlaskClient) -> None:
    text = ranks.get("/figures.csv?kind=rank").get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["原文写法"] for row in rows if not row["数值"]] == WORDS
    book = openpyxl.load_workbook(io.BytesIO(ranks.get("/figures.xlsx?kind=rank").get_data()))
    cells = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert not any(cell == "None" for row in cells for cell in row)
    assert all(any(word in row for row in cells) for word in WORDS)


@pytest.mark.parametrize(
    "address",
    [
        *("/figures", "/figures?kind=rank&sort=-value", "/figures?q=群众满意率"),
        *("/compare?indicator=群众满意率", "/compare?indicator=群众满意率&kind=rank&unit=位"),
        *("/compare?indicator=抢劫案件发案", "/compare?q=群众满意率", "/compare?q=抢劫案件"),
        *(
            "/search?q=哪个单位群众满意率最高",
            "/search?q=哪个单位抢劫案件发案最少",
            "/search?q=滨海市公安局抢劫案件发案多少",
        ),
    ],
)
def test_pages_show_the_printed_words(ranks: FlaskClient, address: str) -> None:
    shown = words_of(ranks, address)
    assert any(word in shown for word in (*WORDS, "群众满意率"))


def test_an_indicator_compares_ranks_in_their_own_words(ranks: FlaskClient) -> None:
    page = words_of(ranks, "/compare?indicator=群众满意率&kind=rank&unit=位")
    assert all(word in page for word in ("前茅", "前列", "新高"))


def test_every_link_of_the_table_opens(ranks: FlaskClient) -> None:
    page = BeautifulSoup(ranks.get("/figures?kind=rank").get_data(as_text=True), "html.parser")
    links = [str(link["href"]) for link in page.select(".rows tbody a")]
    assert len(links) > 2 * len(WORDS)
    for link in links:
        words_of(ranks, link.partition("#")[0])


def test_a_draft_is_held_against_the_printed_words(ranks: FlaskClient) -> None:
    def verdict(draft: str) -> dict[str, str]:
        response = ranks.post("/proof", data={"draft": draft}, content_type="multipart/form-data")
        page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
        assert response.status_code == 200 and "None" not in page.get_text()
        return {
            item.select_one("b").get_text(): item["class"][1] for item in page.select(".finding")
        }  # type: ignore[union-attr]

    assert verdict("2021年，滨海市公安局群众满意率名列全省前茅。") == {"前茅": "agrees"}
    assert verdict("2022年，滨海市公安局群众满意率名列全国前茅。") == {"前茅": "differs"}
