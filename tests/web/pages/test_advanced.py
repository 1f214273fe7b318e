"""Rows of the advanced form become a query line, and a query line becomes rows again."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from web.pages.advanced import QueryRow, read_rows, write_rows

LINES = [
    ((QueryRow("平安 前哨"),), "平安 前哨"),
    ((QueryRow("平安前哨", is_literal=True),), '"平安前哨"'),
    ((QueryRow("平安"), QueryRow("公安")), "平安 AND 公安"),
    (
        (QueryRow("平安"), QueryRow("公安", "OR"), QueryRow("案件", "NOT")),
        "(平安 OR 公安) NOT 案件",
    ),
    ((QueryRow("平安"), QueryRow("公安"), QueryRow("案件", "~句")), "平安 AND 公安 ~句 案件"),
    ((QueryRow("平安"), QueryRow("公安", "~5"), QueryRow("案件")), "平安 ~5 公安 AND 案件"),
    ((QueryRow("平安 公安"), QueryRow("南通", field="title")), "(平安 公安) AND 标题:南通"),
    ((QueryRow("平安"), QueryRow("海安 市", "NOT", "source", True)), '平安 NOT 来源:"海安 市"'),
]


@pytest.mark.parametrize(("rows", "line"), LINES)
def test_rows_and_line_are_the_same_thing(rows: tuple[QueryRow, ...], line: str) -> None:
    assert write_rows(rows) == line
    assert read_rows(line) == rows


@pytest.mark.parametrize(
    "line",
    ["甲 -乙", '"甲" 乙', "甲 AND (乙 OR 丙)", "(甲", "年份:>=2021 甲", "甲 AND", "/[甲乙]/ 丙"],
)
def test_what_the_form_cannot_show_stays_whole(line: str) -> None:
    assert write_rows(read_rows(line)) == line


def test_empty_rows_do_not_count_and_loose_brackets_are_dropped() -> None:
    assert (
        write_rows([QueryRow("  "), QueryRow("平安(", "OR"), QueryRow("", "NOT"), QueryRow("公安")])
        == "平安 AND 公安"
    )
    assert write_rows([]) == ""


def test_the_form_leads_to_the_results_of_its_rows(client: FlaskClient) -> None:
    pairs = [
        *(("joint", "AND"), ("in", ""), ("words", "平安"), ("how", "smart")),
        *(("joint", "NOT"), ("in", "title"), ("words", "南通"), ("how", "exact")),
        *(("joint", "AND"), ("in", ""), ("words", ""), ("how", "smart")),
        *(("year_from", "2020"), ("year_to", "2022"), ("lang", "en")),
    ]
    response = client.get(f"/advanced?{urlencode(pairs)}")
    target = urlsplit(response.headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(target.query).items()}
    assert response.status_code == 302 and target.path == "/search"
    assert asked == {"q": '平安 NOT 标题:"南通"', "year": "2020..2022", "lang": "en"}


def test_joined_rows_find_what_they_say(client: FlaskClient) -> None:
    def total(*rows: QueryRow) -> int:
        q = write_rows(rows)
        body = client.get(f"/api/v1/search?{urlencode({'q': q, 'expand': 0})}").get_json()
        return int(body["total"])

    both, one = (
        total(QueryRow("平安"), QueryRow("公安")),
        total(QueryRow("平安"), QueryRow("公安", "NOT")),
    )
    assert both and one and both + one == total(QueryRow("平安", is_literal=True))
    near = total(QueryRow("民警"), QueryRow("平安", "OR"), QueryRow("公安", "~句"))
    assert near == total(QueryRow("平安"), QueryRow("公安", "~句"), QueryRow("民警", "OR"))


def test_the_form_reads_a_query_back_with_its_filters(client: FlaskClient) -> None:
    query = urlencode({"q": '平安 NOT 标题:"南通"', "source": "南通市公安局", "year": "2020..2022"})
    page = BeautifulSoup(client.get(f"/advanced?{query}").get_data(as_text=True), "html.parser")
    assert [str(i["value"]) for i in page.select('input[name="words"]')][:2] == ["平安", "南通"]
    chosen = [str(o["value"]) for o in page.select('select[name="joint"] option[selected]')]
    assert chosen[:2] == ["AND", "NOT"]
    assert page.select_one('input[name="source"][value="南通市公安局"]')
    assert page.select_one('input[name="year_from"]')["value"] == "2020"  # type: ignore[index]
