"""How long a state lasts is told by the nearest sentence, where no rule reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

_TEXTS = {
    "石渡市公安局": "命案不过夜，局里这块牌子擦了整整一十六年没有蒙过灰。",
    "松源县公安局": "命案连续九年全部侦破。",
    "宁塘县公安局": "全年命案3起。民警走访群众6年。",
    "禾丰县公安局": "电信网络诈骗发案数继2021、2022年之后第三年回落。抓获嫌疑人40人。",
    "丰岭市公安局": "记者：命案呢？局长：打2008年到现在，破案这块我睡得着觉。",
    "云渡市公安局": "命案积案攻坚。破案率2021年是43.2%，2022年是47.9%，2023年是52.4%。",
    "芦渡市公安局": (
        "止付金额去年为1.94亿元，今年增加到2.63亿元。刑事立案自2016年起逐年走低，实现“七连降”。"
    ),
    "桐渡市消防支队": "全市已安全度过4个无亡人火灾年。",
    "平野市公安局": "路上较大交通事故一次也没有，这样的平安已延续九载。全年查处酒驾300起。",
}


@pytest.fixture(scope="module")
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(
        {"id": str(n), "source": source, "year": 2023, "text": text}
        | {"title": f"{source}2023年工作总结"}
        for n, (source, text) in enumerate(_TEXTS.items())
    )


def above(client: FlaskClient, query: str) -> str:
    """What is said above the list of hits."""
    page = BeautifulSoup(client.get("/search", query_string={"q": query}).data, "html.parser")
    for hits in page.select(".hits, .facets"):
        hits.decompose()
    return " ".join(page.select_one("main").get_text().split())


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("石渡市命案全破多少年了", "整整一十六年没有蒙过灰"),
        ("石渡市命案从哪年开始全破", "整整一十六年没有蒙过灰"),
        ("禾丰县电诈发案连续几年下降", "之后第三年回落"),
        ("丰岭市命案全破连续多少年", "打2008年到现在"),
        ("平野市几年没有发生较大交通事故", "延续九载"),
        ("桐渡市几年没有亡人火灾", "4个无亡人火灾年"),
        ("芦渡市刑事案件连降几年", "七连降"),
        # of what else is there a rate of 破案, or 止付?
        ("云渡市历年刑事破案率", "2021年是43.2%"),
        ("芦渡市历年电诈止付金额", "1.94亿元"),
    ],
)
def test_a_unit_is_told_by_what_says_how_long_of_the_same(
    client: FlaskClient, query: str, told: str
) -> None:
    said = above(client, query)
    assert told in said and "请自行核对" in said


def test_years_of_something_else_tell_nothing(client: FlaskClient) -> None:
    assert "走访群众6年" not in above(client, "宁塘县命案全破多少年")


def test_beside_the_longest_what_was_not_read_is_quoted(client: FlaskClient) -> None:
    said = above(client, "谁的命案全破时间最长")
    assert said.index("连续九年全部侦破") < said.index("未比")
    unread = said.partition("未比")[2]
    assert "打2008年到现在" in unread and "一十六年没有蒙过灰" in unread
    assert unread.index("宁塘县公安局") < unread.index("原文最接近的一句")  # it tells no years
