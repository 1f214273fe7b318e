"""Many names at once become one table, whose every number leads to just so many hits."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from web.pages.terms import MAX_COLUMNS, MAX_TERM_CHARS, MAX_TERMS

NAMES = ["平安前哨", "网格", "没有这个名称xyz", "“三圈五城”", "反诈"]


def page_of(client: FlaskClient, **sent: str) -> BeautifulSoup:
    response = client.post("/terms", data=sent, follow_redirects=True)
    assert response.status_code == 200
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def cells(page: BeautifulSoup) -> dict[str, list[str]]:
    return {
        row.find("th").find(string=True).get_text(): [
            cell.get_text() for cell in row.find_all("td")
        ]  # type: ignore[union-attr]
        for row in page.select(".terms tbody tr")
    }


@pytest.mark.parametrize("by", ["source", "year"])
@pytest.mark.parametrize("count", ["paragraphs", "documents"])
def test_every_number_is_the_total_of_the_hits_it_leads_to(
    client: FlaskClient, by: str, count: str
) -> None:
    page = page_of(client, terms="\n".join(NAMES), by=by, count=count)
    assert list(cells(page)) == NAMES
    links = page.select(".terms tbody td a")
    assert len(links) > len(NAMES)
    for link in links:
        found: Any = client.get(str(link["href"]).replace("/search", "/search.json", 1)).get_json()
        total = found["total_documents"] if count == "documents" else found["total"]
        assert link.get_text() == str(total)


def test_what_is_nowhere_has_a_row_of_zeroes(client: FlaskClient) -> None:
    page = page_of(client, terms="\n".join(NAMES))
    assert set(cells(page)["没有这个名称xyz"]) == {"0"}
    assert not page.select('.terms a[href*="xyz"]')


def test_years_have_no_gaps(client: FlaskClient) -> None:
    page = page_of(client, terms="公安", by="year")
    years = [
        int(head.get_text()) for head in page.select(".terms thead th") if head.get_text().isdigit()
    ]
    assert years == list(range(years[0], years[-1] + 1))


def test_a_list_is_an_address_that_shows_it_again(client: FlaskClient) -> None:
    sent = client.post("/terms?lang=en", data={"terms": "网格\r\n反诈", "by": "year"})
    assert sent.status_code == 303
    there = urlsplit(sent.headers["Location"])
    assert dict(parse_qsl(there.query)) == {"terms": "网格\n反诈", "by": "year", "lang": "en"}
    page = BeautifulSoup(client.get(sent.headers["Location"]).get_data(as_text=True), "html.parser")
    assert list(cells(page)) == ["网格", "反诈"]


def test_a_name_that_stands_nowhere_is_told_what_may_be_meant(client: FlaskClient) -> None:
    page = client.get("/terms", query_string={"terms": "平安前稍\n平安前哨\nxyzzy"}).text
    rows = BeautifulSoup(page, "html.parser").select(".terms tbody tr")
    told = [[a.text for a in row.select("th .also a")] for row in rows]
    assert told == [["平安前哨"], [], []]


def test_what_is_left_out_of_a_list_is_told(client: FlaskClient) -> None:
    many = [f"名称{n}" for n in range(MAX_TERMS + 3)]
    lines = ["网格", " 网格 ", "「网格」", "长" * (MAX_TERM_CHARS + 1), "", *many]
    body: Any = client.get("/terms.json", query_string={"terms": "\n".join(lines)}).get_json()
    assert body["left_out"] == {"repeated": 2, "too_long": 1, "too_many": 4}
    assert len(body["terms"]) == MAX_TERMS
    notes = page_of(client, terms="\n".join(lines)).select_one(".result .notes")
    assert notes is not None
    assert len(notes.find_all("li")) == 3


def test_a_list_too_long_for_an_address_is_answered_all_the_same(client: FlaskClient) -> None:
    names = [f"这是一个很长很长的名称第{n}号" for n in range(MAX_TERMS)]
    response = client.post("/terms", data={"terms": "\n".join(names)})
    assert response.status_code == 200
    page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    assert len(cells(page)) == MAX_TERMS
    assert len(page.select(".terms thead th")) <= MAX_COLUMNS + 4  # name, sum, rest, unnamed


def test_of_many_years_the_latest_are_shown(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [
        th.get_text() for th in page_of(client, terms="平安", by="year").select(".terms thead th")
    ]
    monkeypatch.setattr("web.pages.terms.MAX_YEARS", 2)
    page = page_of(client, terms="平安", by="year")
    shown = [th.get_text() for th in page.select(".terms thead th")]
    years = [title for title in every if title.isdigit()]
    assert len(years) > 2 and [title for title in shown if title.isdigit()] == years[-2:]
    assert f"共有 {len(years)} 年，这里逐年列最近的 2 年" in page.get_text()
    assert f"至 {int(years[-2]) - 1}" in shown
    for row in cells(page).values():  # earlier years are one column: what is shown adds up
        assert int(row[0]) == sum(int(cell.replace("–", "0")) for cell in row[1:])


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_files_hold_the_table(client: FlaskClient, ending: str) -> None:
    asked = {"terms": "\n".join(NAMES), "by": "year", "count": "documents"}
    response = client.post(f"/terms.{ending}", data=asked)
    assert response.status_code == 200
    if ending == "csv":
        rows = list(csv.reader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
    else:
        book = openpyxl.load_workbook(io.BytesIO(response.get_data()))
        rows = [[str(cell) for cell in row] for row in book["名单"].values]
        book.close()
    body: Any = client.get("/api/v1/terms", query_string=asked).get_json()
    assert rows[0] == ["序号", "名称", "合计", *body["values"], "未注明", "在本库中最早"]
    for row, term in zip(rows[1:], body["terms"], strict=True):
        counts = [str(term["counts"].get(value, 0)) for value in body["values"]]
        assert row[1:-2] == [term["text"], str(term["documents"]), *counts]
        years = [int(year) for year, count in term["counts"].items() if count]
        assert row[-1] in ("", "None", str(term["first_year"]))
        assert term["first_year"] == min(years, default=None)
    assert rows == [*{tuple(row): row for row in rows}.values()]


def test_numbers_of_the_workbook_are_numbers(client: FlaskClient) -> None:
    response = client.get("/terms.xlsx", query_string={"terms": "公安"})
    book = openpyxl.load_workbook(io.BytesIO(response.get_data()))
    row = [cell.value for cell in book["名单"][2]]
    book.close()
    assert row[1] == "公安"
    assert all(isinstance(cell, int) for cell in row[2:])


@pytest.mark.parametrize("wrong", [{"by": "month"}, {"count": "words"}])
def test_what_has_no_meaning_is_refused(client: FlaskClient, wrong: dict[str, str]) -> None:
    response = client.get("/api/v1/terms", query_string={"terms": "公安", **wrong})
    assert response.status_code == 400
    assert response.get_json()["code"] == "bad_parameter"


def test_other_sites_cannot_send_a_list(client: FlaskClient) -> None:
    response = client.post(
        "/terms", data={"terms": "公安"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403


def test_an_empty_list_is_the_form_and_an_empty_file(client: FlaskClient) -> None:
    page = page_of(client, terms=" \n ")
    assert page.select_one("textarea[name=terms]") is not None
    assert not page.select(".terms")
    assert client.get("/terms.csv").status_code == 200
    assert client.get("/terms.doc").status_code == 404


@pytest.mark.parametrize("path", ["/", "/advanced"])
def test_the_list_is_reached_from_start_and_advanced_search(client: FlaskClient, path: str) -> None:
    assert 'href="/terms"' in client.get(path).get_data(as_text=True)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("1. 网格", "2. 反诈"), ("网格", "反诈")),
        (("11、反诈", "12、网格"), ("反诈", "网格")),
        (("一、巡防", "二、反诈"), ("巡防", "反诈")),
        (("（十九）巡防", "（二十）反诈", "（二十一）网格"), ("巡防", "反诈", "网格")),
        (("(3)巡防", "(4)反诈"), ("巡防", "反诈")),
        (("①网格", "②反诈"), ("网格", "反诈")),
        (("1 网格", "2 反诈"), ("网格", "反诈")),
        (("• 网格",), ("网格",)),
        (("\uf0b7\t网格",), ("网格",)),
        (("九、巡防", "十、一网通办"), ("巡防", "一网通办")),
        (("1. 网格",), ("1. 网格",)),  # no list
        (("1. 网格", "3. 反诈"), ("1. 网格", "3. 反诈")),
        (("1. 网格", "（2）反诈"), ("1. 网格", "（2）反诈")),
        (("1、3、5分钟",), ("1、3、5分钟",)),
        (("1、3、5分钟", "2、网格"), ("1、3、5分钟", "网格")),
        (("3、5分钟", "4、6分钟"), ("3、5分钟", "4、6分钟")),
        (("110接处警", "111接处警"), ("110接处警", "111接处警")),
        (("3.31特大侵犯著作权案", "4.1案"), ("3.31特大侵犯著作权案", "4.1案")),
        (("十四五规划", "十五五规划"), ("十四五规划", "十五五规划")),
        (("一、", "二、"), ("一、", "二、")),
    ],
)
def test_numbers_and_bullets_copied_with_a_list_are_no_part_of_a_name(
    lines: tuple[str, ...], names: tuple[str, ...], client: FlaskClient
) -> None:
    sent = "\n\n".join(lines)
    body: Any = client.get("/terms.json", query_string={"terms": sent}).get_json()
    assert [term["text"] for term in body["terms"]] == list(names)
    written = [" ".join(line.split()) for line in lines]
    lost = [pair for pair in zip(written, names, strict=True) if pair[0] != pair[1]]
    assert [(s["line"], s["name"]) for s in body["stripped"]] == lost
    page = page_of(client, terms=sent).get_text()
    assert ("行首的编号" in page) == bool(lost)
    assert all(f"{line} → {name}" in page for line, name in lost)


def test_a_name_that_the_library_prints_keeps_its_number(
    client_of: Callable[..., FlaskClient],
) -> None:
    text = "全市推进2.号工程建设，网格一体运行。"
    record = {"id": "a:1", "document": "a", "title": "甲", "text": text}
    client = client_of([record])
    sent = {"terms": "1. 网格\n2.号工程\n3. 楼宇"}
    body: Any = client.get("/terms.json", query_string=sent).get_json()
    found = [(term["text"], term["paragraphs"]) for term in body["terms"]]
    assert found == [("网格", 1), ("2.号工程", 1), ("楼宇", 0)]


def test_a_form_of_an_initiative_tells_how_often_all_its_forms_stand(client: FlaskClient) -> None:
    page = page_of(client, terms="135分钟\n网格")
    (also,) = page.select(".terms tbody th .also a")
    row = cells(page)["135分钟"]
    target = client.get(str(also["href"]))
    assert target.status_code == 200
    query = {"initiative": "135分钟"}
    total = client.get("/api/v1/search", query_string=query).get_json()["total"]
    assert f"共 {total} 段" in also.get_text() and int(row[0]) < total
    assert not page_of(client, terms="反诈").select(".also")


def test_the_box_above_a_list_has_a_mode(client: FlaskClient) -> None:
    chosen = page_of(client, terms="网格").select("#search input[type=radio][checked]")
    assert [box["value"] for box in chosen] == ["smart", "all"]
