"""A figure of some months says so wherever it stands where a year's is expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from search.searcher import open_searcher
from tests.web.pages.test_above_the_list import soup
from web.app import create_app

UNIT = "澄江市公安局"
TOLD = [
    (2023, "全年电信网络诈骗立案1105起。"),
    (2024, "今年1至6月，电信网络诈骗立案486起，破案201起。"),
]


@pytest.fixture(scope="module")
def client(index_of_lines: Callable[[Iterable[Mapping[str, object]]], Settings]) -> FlaskClient:
    lines = [
        {"id": f"d{year}-1", "document": f"d{year}", "text": text, "year": year, "source": UNIT}
        for year, text in TOLD
    ]
    settings = index_of_lines(lines)
    return create_app(settings, open_searcher(settings)).test_client()


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
