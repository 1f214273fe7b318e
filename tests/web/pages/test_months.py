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
