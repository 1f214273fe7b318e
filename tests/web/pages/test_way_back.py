"""From a document a reader comes back to the very list that was left."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def ways_back(page: BeautifulSoup) -> set[str]:
    return {str(a["href"]) for a in page.select(".back a, .contents .wide a, #hitbar .to-list")}


@pytest.mark.parametrize(
    "query",
    [
        "q=平安&source=南通市公安局&sort=newest&size=5&page=2",
        "q=公安&year=2020..2023&group=document",
        "q=公安&within=平安&view=kwic&field=all&lang=en",
        "theme=反诈&sort=oldest",
        "q=平安前稍&sort=newest",
    ],
)
def test_the_way_back_is_the_list_at_the_hit(query: str, client: FlaskClient) -> None:
    page = soup(client, f"/search?{query}")
    link = page.select(".hits > .hit h2 a, .kwic td.key a")[-1]
    (back,) = ways_back(soup(client, str(link["href"])))
    left = [pair for pair in parse_qsl(query) if pair != ("field", "all")]
    assert sorted(parse_qsl(urlsplit(back).query)) == sorted(left)
    assert soup(client, back).find(id=unquote(urlsplit(back).fragment))


def test_what_is_told_above_the_list_leads_to_a_hit_and_back(client: FlaskClient) -> None:
    page = soup(client, "/search?q=海安命案全破多少年&sort=newest")
    link = str(page.select(".answers a[href*='/documents/']")[0]["href"])
    there = soup(client, link)
    assert there.select("#hitbar [data-step]") and there.select(".meant mark")
    (back,) = ways_back(there)
    assert parse_qsl(urlsplit(back).query) == [("q", "海安命案全破多少年"), ("sort", "newest")]


@pytest.mark.parametrize(
    "left",
    [
        "https://example.com/",
        "//example.com",
        "next=https://example.com&at=1",
        "page=abc",
        "size=99999",
        "q=" + "长" * 2_100,
        "at=-1",
        "at=1'\"><script>",
    ],
)
def test_what_is_no_list_leads_to_the_search_of_the_document(
    left: str, client: FlaskClient
) -> None:
    page = soup(client, f"/documents/nantong-2021?q=平安&back={quote(left)}")
    for back in ways_back(page):
        parts = urlsplit(back)
        assert (parts.netloc, parts.path) == ("", "/search")
        assert parse_qsl(parts.query) == [("q", "平安")]
        assert parts.fragment in ("", "hit-nantong-2021-1")
    assert ways_back(page)


def test_the_report_before_and_after_keep_the_marks_and_the_list_that_was_left(
    client: FlaskClient,
) -> None:
    for slug in ("nantong-2021", "haian-2024"):
        page = soup(client, f"/documents/{slug}?q=平安&back=sort%3Dnewest%26at%3D2")
        for link in page.select(".neighbours p > a:first-child"):
            (back,) = ways_back(soup(client, str(link["href"])))
            assert sorted(parse_qsl(urlsplit(back).query)) == [("q", "平安"), ("sort", "newest")]
