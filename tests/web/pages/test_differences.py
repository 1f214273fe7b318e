"""Two documents side by side: every paragraph once, differences marked, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

PAIR = "/compare/documents?a=nantong-2020&b=nantong-2021"


def page_of(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def test_all_paragraphs_of_both_documents_stand_in_their_column(client: FlaskClient) -> None:
    page = page_of(client, f"{PAIR}&show=all")
    for place, slug in ((1, "nantong-2020"), (2, "nantong-2021")):
        body = client.get(f"/api/v1/documents/{slug}").get_json()
        column = page.select(f".pair .side:nth-child({place}) .text")
        assert sorted(p.get_text() for p in column) == sorted(p["text"] for p in body["paragraphs"])


REPORTS = {
    "bin-2020": ["全年破获盗窃案件310起，群众满意率达97.1%。", "组建夜间巡逻队伍，全天候巡防。"],
    "bin-2021": [
        "户政窗口推行一站式办理。",
        "全年破获盗窃案件295起，群众满意率达97.1%，创历史新高。",
        "组建夜间巡逻队伍，全天候巡防。",
    ],
}


@pytest.fixture(scope="module")
def two_reports(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    lines = [
        {"id": f"{slug}#{n}", "text": text, "year": int(slug[-4:]), "source": "滨海市公安局"}
        for slug, texts in REPORTS.items()
        for n, text in enumerate(texts, 1)
    ]
    return client_of(lines)


def test_a_document_beside_itself_has_no_differences(client: FlaskClient) -> None:
    address = "/compare/documents?a=haian-2024&b=haian-2024"
    assert page_of(client, address).select(".pair") == []
    page = page_of(client, f"{address}&show=all")
    assert page.select(".pair.kept") and not page.select(".pair ins, .pair del, .grid")


def test_what_changed_is_marked_and_what_did_not_is_left_out(two_reports: FlaskClient) -> None:
    page = page_of(two_reports, "/compare/documents?a=bin-2020&b=bin-2021")
    new, changed = page.select(".pair")
    assert new["class"] == ["pair", "apart"] and "户政窗口" in new.get_text()
    assert [tag.get_text() for tag in changed.select("del, ins")] == [
        "310起",
        "295起",
        "，创历史",
        "新高",  # a rank without a number is a figure of its own
    ]
    assert [tag.get_text() for tag in changed.select(".figure")] == [
        *("310起", "97.1%", "295起", "97.1%", "新高"),
    ]
    assert [cell.get_text(strip=True) for cell in page.select(".grid tbody > tr > *")] == [
        "破获盗窃案件",
        "310起",
        "295起",
    ]


def test_the_reading_view_leads_to_the_reports_before_and_after(client: FlaskClient) -> None:
    links = [
        unquote(str(a["href"]))
        for slug in ("nantong-2020", "nantong-2021")
        for a in page_of(client, f"/documents/{slug}?lang=en").select(".neighbours .beside")
    ]
    assert links == [f"{PAIR}&lang=en"] * 2
    assert page_of(client, links[0]).select(".pair")


def test_without_two_documents_a_form_asks_for_them(client: FlaskClient) -> None:
    page = page_of(client, "/compare/documents?a=nantong-2020")
    chosen = [option["value"] for option in page.select("option[selected]")]
    assert chosen == ["nantong-2020"] and len(page.select("select[name=b] option")) == 6


def test_an_unknown_document_is_not_found(client: FlaskClient) -> None:
    page_of(client, "/compare/documents?a=nantong-2020&b=没有", 404)
