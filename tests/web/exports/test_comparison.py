"""A comparison as a workbook: the very table that is shown, numbers as numbers."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.searcher import open_searcher
from web.app import create_app

LINES = [
    ("江阳市公安局", 2022, "全年电信网络诈骗立案1210起，案损9840万元，同比下降18.7%。"),
    ("江阳市公安局", 2023, "全年电信网络诈骗立案1105起，案损8120万元。"),
    ("江阳市公安局", 2023, "更正：2022年报告中案损9840万元有误，应为9480万元。"),
    ("岭上县公安局", 2023, "（二）电信网络诈骗治理。发案二百零三件；涉案金额960万元。=1+1"),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """With the themes of the bundled reports."""
    folder: Path = tmp_path_factory.mktemp("book")
    rows = (
        {"id": f"s{at}#1", "document": f"s{at}", "text": text, "source": source, "year": year}
        for at, (source, year, text) in enumerate(LINES)
    )
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "in.jsonl").write_text(lines, "utf-8")
    settings = Settings(index=str(folder / "index"))
    rebuild(str(folder / "in.jsonl"), settings, BuildOptions())
    return create_app(settings, open_searcher(settings)).test_client()


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
