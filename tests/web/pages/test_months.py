"""A figure of some months says so wherever it stands where a year's is expected."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.pages.test_above_the_list import soup

UNIT = "澄江市公安局"
TOLD = [
    (2023, "全年电信网络诈骗立案1105起。"),
    (2024, "今年1至6月，电信网络诈骗立案486起，破案201起。"),
]


@pytest.fixture(scope="module")
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(TOLD, "year text", source=UNIT)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/search?q=澄江电信网络诈骗立案历年", "486起 1–6月"),
        ("/search?q=澄江电信网络诈骗立案历年&lang=en", "486起 months 1–6"),
        ("/compare?indicator=电信网络诈骗立案", "486起 1–6月"),
    ],
)
def test_a_figure_of_some_months_says_so(client: FlaskClient, address: str, told: str) -> None:
    text = " ".join(soup(client, address).get_text(" ").split())
    assert told in text and "1105起 1" not in text


_MONTHS = (41, 38, 45, 52, 47, 60, 39)


def test_months_of_a_table_are_added_where_nothing_tells_them_together(
    client_of: Callable[..., FlaskClient],
) -> None:
    rows = [
        (f"月份：{n}月；立案（起）：{cases}；破案（起）：{n}；破案率（%）：{n}.5",)
        for n, cases in enumerate(_MONTHS, 1)
    ]
    title = f"{UNIT}2024年盗窃案件分月统计表"
    asked = client_of(rows, "text", source=UNIT, year=2024, title=title, document="表")
    for when, told in (("2024年上半年", "283起 各月相加"), ("2024年一季度", "124起 各月相加")):
        page = soup(asked, f"/search?q=澄江{when}盗窃立案多少").select_one(".course")
        assert page is not None and told in " ".join(page.get_text(" ").split())
    for question in ("澄江2024年下半年盗窃立案多少", "澄江2024年上半年盗窃破案率多少"):
        assert "各月相加" not in soup(asked, f"/search?q={question}").get_text()
