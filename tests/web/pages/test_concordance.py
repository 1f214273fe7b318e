"""The concordance: every place of a query on a line, sorted and counted by its neighbours."""

from __future__ import annotations

import csv
import io
from collections import Counter

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from web.pages.concordance.lines import ConcordanceLine, in_order, lines_of, neighbours


def rows_of(client: FlaskClient, address: str) -> list[list[str]]:
    page = BeautifulSoup(client.get(address).get_data(as_text=True), "html.parser")
    rows = page.select("table.kwic tbody tr")
    return [[cell.get_text() for cell in row.select("td")] for row in rows]


def test_lines_are_sorted_by_common_neighbours_and_each_is_counted(client: FlaskClient) -> None:
    found = rows_of(client, "/concordance?q=指挥&mode=exact")
    assert len(found) >= 10
    by_right = rows_of(client, "/concordance?q=指挥&mode=exact&order=r1")
    assert sorted(found) == sorted(by_right)
    beside = [row[2][:1] for row in by_right]
    counts = Counter(beside)
    runs = [a for a, b in zip(beside, [None, *beside], strict=False) if a != b]
    assert len(runs) == len(counts), "lines with the same neighbour stand together"
    page = client.get("/concordance?q=指挥&mode=exact&order=r1").get_data(as_text=True)
    soup = BeautifulSoup(page, "html.parser")
    told = {a.contents[0].strip(): a.small.get_text() for a in soup.select(".neighbours a")}  # type: ignore[union-attr]
    first = next(iter(told))
    assert told[first] == str(counts[first]) == str(max(counts[c] for c in told))
    link = soup.select_one(".neighbours a")
    assert link is not None
    narrowed = client.get(str(link["href"]).replace("/search", "/search.json")).get_json()
    assert 0 < narrowed["total"] <= counts[first]
    assert all(f"指挥{first}" in hit["text"] for hit in narrowed["hits"])


def test_left_neighbours_of_three_characters_and_what_has_none_comes_last(
    client: FlaskClient,
) -> None:
    rows = rows_of(client, "/concordance?q=警务&order=l3")
    beside = [row[0][-3:] for row in rows]
    assert len(beside) > 5
    has = ["，" not in text and "“" not in text and len(text) == 3 for text in beside]
    assert has.index(False) > 0 if False in has else True


@pytest.mark.parametrize("order", ["found", "l2", "r3"])
def test_files_hold_every_line_in_the_order_of_the_page(client: FlaskClient, order: str) -> None:
    rows = rows_of(client, f"/concordance?q=反诈&order={order}")
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/concordance.xlsx?q=反诈&order={order}").data)
    )
    table = list(book.worksheets[0].iter_rows(values_only=True))
    head = next(i for i, row in enumerate(table) if "前文" in row)
    names = list(table[head])
    at = [names.index(name) for name in ("前文", "命中", "后文")]
    written = [[row[column] or "" for column in at] for row in table[head + 1 :]]
    assert written[: len(rows)] == [row[:3] for row in rows]
    assert ("邻字" in names) == (order != "found")
    text = client.get(f"/concordance.csv?q=反诈&order={order}").get_data(as_text=True)
    assert "前文" in text and "反诈" in text


def test_pages_notes_and_the_way_there_and_back(client: FlaskClient) -> None:
    results = BeautifulSoup(
        client.get("/search?q=反诈&view=kwic").get_data(as_text=True), "html.parser"
    )
    way = next(a for a in results.select("a") if "/concordance?" in str(a.get("href")))
    page = BeautifulSoup(client.get(str(way["href"])).get_data(as_text=True), "html.parser")
    assert any("view=kwic" in str(a["href"]) for a in page.select("p.note a"))
    everything = client.get("/concordance?q=公安&page=2")
    assert everything.status_code == 200
    assert client.get("/concordance?q=反诈&order=x9").status_code == 400
    nothing = client.get("/concordance?q=qwxyzz&mode=exact").get_data(as_text=True)
    assert "没有可以对照的命中" in nothing


def test_no_more_lines_are_kept_than_said(client: FlaskClient) -> None:
    from web.context import site

    with client.application.test_request_context("/"):
        from search.request import SearchRequest

        hits = list(site().searcher.listing(SearchRequest(q="公安", size=50)).hits)
    lines, is_cut = lines_of(hits, 7)
    assert len(lines) == 7 and is_cut
    lines, is_cut = lines_of(hits)
    assert not is_cut and len(lines) >= len(hits)


def test_neighbours_of_nothing_are_none() -> None:
    empty: list[ConcordanceLine] = []
    assert in_order(empty, "l1") == [] and neighbours(empty, "r2") == []


def test_waiting_lines_hold_no_texts_and_no_more_text_is_read_than_a_file_holds(
    client: FlaskClient,
) -> None:
    from search.request import SearchRequest
    from web.context import site

    with client.application.test_request_context("/"):
        hits = list(site().searcher.listing(SearchRequest(q="公安", size=50)).hits)
        lines, is_cut = lines_of(hits, most_chars=len(hits[0].paragraph.text) + 1)
        whole, _ = lines_of(hits)
    assert is_cut and 0 < len(lines) < len(whole)
    assert not any(line.place.paragraph.text for line in whole)


def test_the_view_of_results_and_the_concordance_are_one_file(client: FlaskClient) -> None:
    query = "q=反诈&source=南通市公安局"
    assert (
        client.get(f"/search.csv?{query}&view=kwic").data
        == client.get(f"/concordance.csv?{query}").data
    )
    head, first, *_ = csv.reader(
        io.StringIO(
            client.get(
                f"/concordance.csv?{query}&order=r1", headers={"Host": "qs.example.cn"}
            ).get_data(as_text=True)
        )
    )
    row = dict(zip(head, first, strict=True))
    assert row["引用（GB/T 7714—2025）"].endswith(f"永久链接：{row['永久链接']}.")
