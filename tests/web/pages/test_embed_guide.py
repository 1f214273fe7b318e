"""What the guide has copied is what it tries, and works where it is pasted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

import web

SCRIPT = (Path(web.__file__).parent / "static" / "embed.js").read_text("utf-8")


def guide(client: FlaskClient, query: str = "", host: str = "qs.example.cn") -> BeautifulSoup:
    answer = client.get(f"/embed-guide{query}", headers={"Host": host})
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


@pytest.mark.parametrize("query", ["", "?source=南通市公安局", "?lang=en"])
def test_the_component_of_the_block_is_the_one_that_is_tried(
    query: str, client: FlaskClient
) -> None:
    page = guide(client, query)
    block = next(c.get_text() for c in page.select("code") if "embed.js" in c.get_text())
    pasted = BeautifulSoup(block, "html.parser").select_one("qianshao-search")
    tried = page.select_one("qianshao-search")
    assert pasted is not None and tried is not None
    example = tried.attrs.pop("value", None)
    assert pasted.attrs == tried.attrs and tried["limit"] == "5"
    assert (example is None) == ("source" in query)
    if example:  # what is tried shows hits at once
        assert client.get(f"/api/v1/search?q={example}").get_json()["total"]


def test_the_limits_told_are_those_of_the_component(client: FlaskClient) -> None:
    most, least, usual = re.findall(
        r"Math\.min\((\d+), Math\.max\((\d+), parseInt.*\|\| (\d+)\)", SCRIPT
    )[0]
    assert f"limit（{least}–{most}，不写为 {usual}）" in guide(client).get_text()


def test_an_english_guide_gives_english_blocks(client: FlaskClient) -> None:
    code = "".join(c.get_text() for c in guide(client, "?lang=en").select("code"))
    assert 'lang="en"' in code and "lang=en" in code and "检索" not in code


@pytest.mark.parametrize(
    ("portal", "origin"),
    [
        ("http://oa.example.cn", "http://oa.example.cn"),
        ("https://OA.example.cn:8443/portal/index.jsp?a=1", "https://oa.example.cn:8443"),
        ("oa.example.cn/first", "http://oa.example.cn"),
        ("ftp://oa.example.cn", None),
        ("单位网站", None),
    ],
)
def test_a_named_portal_gets_the_lines_for_its_administrator(
    portal: str, origin: str | None, client: FlaskClient
) -> None:
    page = guide(client, f"?portal={portal}")
    block = next((c.get_text() for c in page.select("code") if "allowed_origins" in c.text), "")
    if origin is None:
        assert not block and page.select_one("[role=alert]") is not None
        return
    settings = yaml.safe_load(block[block.index("embed:") :])
    assert settings["embed"]["allowed_origins"][-1] == origin


def test_a_guide_opened_at_the_server_says_that_its_blocks_work_there_only(
    client: FlaskClient,
) -> None:
    assert "别的电脑打不开" in guide(client, host="127.0.0.1:8000").get_text()
    assert "别的电脑打不开" not in guide(client).get_text()


def test_without_its_script_the_component_is_a_link_to_the_search(client: FlaskClient) -> None:
    page = guide(client, "?source=南通市公安局")
    block = next(c.get_text() for c in page.select("code") if "embed.js" in c.get_text())
    link = BeautifulSoup(block, "html.parser").select_one("qianshao-search a")
    assert link is not None and link.get_text() == "检索报告"
    assert str(link["href"]).startswith("http://qs.example.cn/search?source=")
