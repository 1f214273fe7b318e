"""A comparison as a workbook: the very table that is shown, numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from flask.testing import FlaskClient

LINES = [
    ("江阳市公安局", 2022, "全年电信网络诈骗立案1210起，案损9840万元，同比下降18.7%。"),
    ("江阳市公安局", 2023, "全年电信网络诈骗立案1105起，案损8120万元。"),
    ("江阳市公安局", 2023, "更正：2022年报告中案损9840万元有误，应为9480万元。"),
    ("岭上县公安局", 2023, "（二）电信网络诈骗治理。发案二百零三件；涉案金额960万元。=1+1"),
]


@pytest.fixture(scope="module")
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(LINES, "source year text", themes=True)


def _sheets(client: FlaskClient, address: str) -> dict[str, list[tuple[object, ...]]]:
    answer = client.get(address)
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_table_has_a_number_for_each_year_and_says_what_was_corrected(
    client: FlaskClient,
) -> None:
    sheets = _sheets(client, "/compare.xlsx?theme=反诈")
    assert list(sheets) == ["比较", "原文", "各年怎么说", "说明"]
    titles, *rows = sheets["比较"]
    assert titles[5:-1] == ("2022", "2023")
    told = {(row[1], row[3], row[4]): row[5:] for row in rows}
    assert told["数量", "江阳市公安局", "电信网络诈骗立案"][:2] == (1210, 1105)
    assert told["数量", "岭上县公安局", "发案"][:2] == (None, 203)
    loss = next(row for row in rows if row[1] == "金额" and row[3] == "江阳市公安局")
    assert loss[5:7] == (94_800_000, 81_200_000)
    assert "原写9840万元，后更正为9480万元" in str(loss[7])
    change = next(row for row in rows if row[1] == "变化")
    assert change[5] == -18.7


def test_every_figure_stands_with_its_sentence_and_link(client: FlaskClient) -> None:
    sheets = _sheets(client, "/compare.xlsx?theme=反诈")
    titles, *rows = sheets["原文"]
    found = [dict(zip(titles, row, strict=True)) for row in rows]
    wrong = next(row for row in found if row["原文写法"] == "9840万元")
    assert (wrong["更正"], wrong["所属年份"], wrong["数值"]) == ("已更正，勿用", 2022, 98_400_000)
    assert all("/documents/" in str(row["永久链接"]) and row["原句"] for row in found)
    assert dict(sheets["说明"])["比较"] == "反诈"


def test_an_indicator_has_its_workbook_and_nothing_has_none(client: FlaskClient) -> None:
    sheets = _sheets(client, "/compare.xlsx?indicator=电信网络诈骗立案")
    rows = sheets["比较"][1:]
    assert [row[3] for row in rows if row[1] == "数量"] == ["岭上县公安局", "江阳市公安局"]
    assert client.get("/compare.xlsx?indicator=没有").status_code == 404


def test_units_named_beside_a_theme_are_compared_on_it(client: FlaskClient) -> None:
    answer = client.get("/compare?q=江阳 岭上 反诈")
    assert answer.status_code == 302
    assert "theme=" in answer.location and answer.location.count("source=") == 2
    assert client.get("/compare?q=2023年反诈").status_code == 302
    assert client.get("/compare?q=电信网络诈骗立案1210起").status_code == 200
