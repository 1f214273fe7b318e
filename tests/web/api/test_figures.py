"""The figures table says the same as JSON, CSV, Excel and on the command line, all of it proven."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from web.cli import main
from web.exports.figure_sheet import COLUMNS

QUERIES = ("", "document=nantong-2021", "q=破案率", "kind=change&sort=-value", "year=2021..2022")
CONTRACT = (
    *("id", "document", "paragraph", "ordinal", "title", "source", "region", "year", "indicator"),
    *("kind", "value", "value_max", "unit", "value_text", "value_start", "value_end", "qualifier"),
    *("direction", "comparison", "base", "role", "pair", "group", "period", "period_text"),
    *("place", "modality", "quote", "start", "end", "url", "family"),
)


def every_row(client: FlaskClient, query: str = "") -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    page = 1
    while found := client.get(f"/api/v1/figures?{query}&page={page}").get_json()["rows"]:
        rows, page = rows + found, page + 1
    return rows


def csv_rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_field_of_the_contract_is_there_and_proven_by_the_text(client: FlaskClient) -> None:
    body = client.get("/api/v1/figures").get_json()
    assert (body["page"], body["size"]) == (1, 100) and body["generation"].startswith("gen-")
    rows = every_row(client)
    assert len(rows) == body["total"] > 150
    texts: dict[object, str] = {}
    for row in rows:
        assert set(CONTRACT) <= set(row)
        id = str(row["paragraph"])
        if id not in texts:
            found = client.get(f"/api/v1/paragraphs/{id.replace('#', '%23')}").get_json()
            texts[id] = found["text"]
        assert texts[id][row["start"] : row["end"]] == row["quote"]  # type: ignore[misc]


@pytest.mark.parametrize("query", QUERIES)
def test_files_hold_the_same_rows_in_the_same_order(query: str, client: FlaskClient) -> None:
    rows = every_row(client, query)
    lines = csv_rows(client.get(f"/figures.csv?{query}").data)
    assert tuple(lines[0]) == COLUMNS
    for line, row in zip(lines, rows, strict=True):
        assert (line["行编号"], line["原句"]) == (row["id"], row["quote"])
        assert line["数值"] == (row["value"] or "") and line["永久链接"].endswith(str(row["url"]))
        assert line["题名"], "a text without title is called by what is known of it"
        assert line["引用（GB/T 7714—2025）"].endswith(f"第{row['ordinal']}段.")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/figures.xlsx?{query}").data))
    sheet = list(book["数据表"].iter_rows(values_only=True))
    assert sheet[0] == COLUMNS and [row[1] for row in sheet[1:]] == [row["id"] for row in rows]
    numbers = [row[COLUMNS.index("数值")] for row in sheet[1:]]
    values = [None if row["value"] is None else float(str(row["value"])) for row in rows]
    assert numbers == values, "a spreadsheet can add them up"


def test_a_page_alone_can_be_a_file_and_too_many_rows_are_refused(
    client: FlaskClient, client_with: Callable[..., FlaskClient]
) -> None:
    assert len(csv_rows(client.get("/figures.csv?size=7&page=2&export=page").data)) == 7
    small = client_with(max_rows=5)
    assert small.get("/figures.csv").status_code == 400
    assert small.get("/figures.csv?size=5&export=page").status_code == 200
    assert client.get("/figures.csv?export=some").status_code == 400


def test_unknown_names_and_values_are_noted_and_malformed_ones_refused(client: FlaskClient) -> None:
    body = client.get("/api/v1/figures?colour=red&source=无此来源&q=a&q=b").get_json()
    assert len(body["notes"]) == 3 and body["rows"] == []
    assert client.get("/api/v1/figures?kind=&source=&page=&q=").get_json()["total"] > 150
    assert client.get("/api/v1/figures?page=999").get_json()["rows"] == []
    assert client.get("/api/v1/figures?document=none").get_json()["total"] == 0


def test_links_lead_below_the_prefix_to_the_paragraph(client: FlaskClient) -> None:
    headers = {"X-Forwarded-Prefix": "/library", "X-Forwarded-Proto": "http"}
    address = "/api/v1/figures?document=nantong-2021&size=1"
    row = client.get(address, headers=headers, environ_base={"REMOTE_ADDR": "10.1.2.3"}).get_json()
    assert row["rows"][0]["url"].startswith("/library/documents/nantong-2021?h=")


def test_indicators_are_counted_by_family_kind_and_unit(client: FlaskClient) -> None:
    body = client.get("/api/v1/figures/indicators?q=破案&size=100").get_json()
    assert body["total"] == len(body["indicators"]) > 3
    rows = every_row(client, "q=破案")
    assert sum(one["count"] for one in body["indicators"]) == len(rows)
    for one in body["indicators"]:
        chosen = f"indicator={quote(one['indicator'])}&kind={one['kind']}&unit={quote(one['unit'])}"
        found = every_row(client, chosen)
        assert len(found) >= one["count"] and {row["unit"] for row in found} == {one["unit"]}
        assert len({row["family"] for row in found}) == 1
    first = client.get("/api/v1/figures/indicators?size=1").get_json()
    assert len(first["indicators"]) == 1 and first["total"] > 100


@pytest.fixture
def command(index: Path) -> Callable[..., str]:
    def run(*arguments: str, exit_code: int = 0) -> str:
        done = CliRunner().invoke(main, ["figures", *arguments, "--index", str(index)])
        assert done.exit_code == exit_code, done.output
        return done.stdout if not exit_code else done.output

    return run


def test_the_command_prints_the_body_of_the_api(
    command: Callable[..., str], client: FlaskClient
) -> None:
    body = client.get("/api/v1/figures?document=nantong-2021&kind=rate").get_json()
    assert json.loads(command("nantong-2021", "--kind", "rate", "--json")) == body
    whole = json.loads(command("--json"))
    assert whole["rows"] == every_row(client) and len(whole["rows"]) == whole["total"]
    some = json.loads(command("--json", "--size", "2", "--page", "2", "--sort", "-value"))
    assert some == client.get("/api/v1/figures?size=2&page=2&sort=-value").get_json()


def test_the_command_writes_files_whole(
    command: Callable[..., str], client: FlaskClient, tmp_path: Path
) -> None:
    ids = [row["id"] for row in every_row(client)]
    target = tmp_path / "表.csv"
    command(str(target))
    assert [row["行编号"] for row in csv_rows(target.read_bytes())] == ids
    book = tmp_path / "表.xlsx"
    command("--xlsx", str(book))
    assert openpyxl.load_workbook(book)["数据表"].max_row == len(ids) + 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["表.csv", "表.xlsx"]
    command("--csv", str(book), exit_code=2)
    command("--csv", "--json", exit_code=2)
    command(str(tmp_path / "无此文件夹" / "表.csv"), exit_code=1)


def test_the_command_lists_figures_below_their_paragraphs(command: Callable[..., str]) -> None:
    listed = command("nantong-2021", "--q", "平安前哨")
    assert "nantong-2021#8" in listed and "122家" in listed
    assert "没有这篇" in command("没有这篇", exit_code=1)
