"""Where a city stands beside its counties and branches, the page says that it holds them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tests.web.pages.test_above_the_list import one, soup

TEXTS = (
    ("柳河市公安局", "电信网络诈骗立案1254起，损失6605万元，紧急止付7033万元。群众安全感97.88%。"),
    ("柳河市公安局南湖分局", "电信网络诈骗立案402起，损失2210万元，止付2650万元。"),
    ("青岩县公安局", "电信网络诈骗立案118起，损失512万元，止付377万元。群众安全感98.71%。"),
    ("桐山县公安局", "电信网络诈骗立案141起，损失690万元，止付455万元。群众安全感97.93%。"),
)
UNITS = [f"{place}{level}县公安局" for place in ("青岩", "桐山", "柏岭") for level in "东西南北"]
HOLDS = "柳河市公安局的数字是全市的，含所属的县、分局"


@pytest.fixture(scope="module")
def reports(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(TEXTS, "source text", year=2023)


@pytest.mark.parametrize(
    ("question", "first", "units", "holds"),
    [
        ("哪个县群众安全感最高", "青岩县公安局", 2, False),
        ("哪个单位群众安全感最高", "青岩县公安局", 4, True),  # one tells nothing of it
    ],
)
def test_a_city_beside_its_parts_is_told_to_hold_them(
    reports: FlaskClient, question: str, first: str, units: int, holds: bool
) -> None:
    card = one(soup(reports, f"/search?q={question}"), ".of-units")
    assert one(card, ".first b").text == first and len(card.select("tbody tr")) == units
    assert (HOLDS in card.text) is holds


def test_what_a_table_was_read_from_stands_first_below_it(reports: FlaskClient) -> None:
    page = soup(reports, "/search?q=哪个单位群众安全感最高")
    told = [hit.text for hit in page.select("ol.hits > li:not(.divider)")]
    assert [text.split()[0][:2] for text in told[:2]] == ["青岩", "桐山"]
    assert "上表的出处" in one(page, "ol.hits > li.divider").text


def test_what_a_table_cites_below_headings_is_drawn(client_of: Callable[..., FlaskClient]) -> None:
    told = [(unit, f"立案{118 + at}起。", "（二）电诈") for at, unit in enumerate(UNITS)]
    client = client_of(told, "source text heading", year=2023)
    page = soup(client, "/search?q=2023年电诈立案各单位对比&size=10")
    hits = page.select("ol.hits > li:not(.divider)")
    assert len(hits) > 10 and UNITS[-1] in hits[0].text  # with the most, and not on the first page


def test_the_first_is_of_those_read_where_a_report_is_unread(reports: FlaskClient) -> None:
    card = one(soup(reports, "/search?q=哪个单位群众安全感最高"), ".of-units")
    assert "（读到的 3 个单位中）" in one(card, ".first").text
    unread = one(card, "td.none a")
    assert "source=柳河市公安局南湖分局" in unquote(str(unread["href"]))
    assert "立案402起" in soup(reports, str(unread["href"])).text
