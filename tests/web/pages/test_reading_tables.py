"""The rows of a table are read as a table, and a search meets those that have its words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.web.pages.test_above_the_list import soup

_MONTHS = [(1, 19, 6), (2, 23, 9), (3, 9, 4), (9, 11, 2), (11, 9, 3)]
_ROWS = ["填报：刑侦大队 单位：起"]
_ROWS += [f"月份：{n}月；立案：{of}；其中入室盗窃：{inner}" for n, of, inner in _MONTHS]
_ROWS += ["月份：合计；立案：71"]
_UNITS = [
    "单位：青溪县公安局；年度：2023；接警（起）：810",
    "单位：柳河县公安局；年度：2023；接警（起）：2024",
    "单位：青溪县公安局；年度：2024；走访（户）：40；接警（起）：920",
]


@pytest.fixture(scope="module")
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    told = [*[("分月", row) for row in _ROWS], *[("分单位", row) for row in _UNITS]]
    return client_of(told, "heading text", id="表#{n}")


def _hits(page: BeautifulSoup) -> list[object]:
    """The rows and heads that a reader steps through, and the marks of plain paragraphs."""
    return [place.get("id") or place.text for place in page.select("p.text mark, .answers")]


def test_rows_are_a_table_whose_every_row_is_a_paragraph(client: FlaskClient) -> None:
    page = soup(client, "/documents/表")
    months, units = page.select(".rows table")
    assert [th.text for th in months.select("thead th")[1:-1]] == ["月份", "立案", "其中入室盗窃"]
    assert [row["id"] for row in months.select("tbody tr")] == [f"p{n}" for n in range(2, 8)]
    total = months.select("tbody tr")[-1].select("th, td")[1:-1]
    assert [cell.text for cell in total] == ["合计", "71", ""]
    heads = [th.text for th in units.select("thead th")[2:-1]]
    assert heads == ["年度", "走访（户）", "接警（起）"]
    for row, text in zip(months.select("tbody tr"), _ROWS[1:], strict=True):
        assert row.select_one(".text").text == text  # type: ignore[union-attr]
        assert row["data-hash"] and row.select(".reference") and row.select(".tick input")
    assert [p.text for p in page.select("section.para .text")] == _ROWS[:1]
    assert not page.select(".answers, mark")


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("9月入室盗窃几起", ["p5"]),  # neither 立案：9 nor a column's name
        ("1月立案", ["p2"]),  # nor 11月
        ("青溪 柳河", ["p8", "p9", "p10"]),
        ("青溪2024年接警", ["p10"]),  # 2024 of 年度, not of 接警
        ("入室盗窃", ["月份"]),  # only a name: the head, once
    ],
)
def test_the_hits_of_a_table_are_the_rows_that_answer(
    client: FlaskClient, query: str, hits: list[str]
) -> None:
    page = soup(client, f"/documents/表?q={query}")
    assert _hits(page) == hits
    told = page.select_one("#hitbar .told")
    assert told is not None and f"有 {len(hits)} 处命中" in told.text
    counted = [small.text for small in page.select(".contents small")]
    assert counted == [f"{len(hits)} 处命中"]


def test_the_cell_that_answers_is_told_apart(client: FlaskClient) -> None:
    page = soup(client, "/documents/表?q=9月入室盗窃几起")
    assert [cell.text for cell in page.select(".answers .asked")] == ["2"]
