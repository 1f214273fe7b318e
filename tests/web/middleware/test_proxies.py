"""Served below a sub-path, and only a listed proxy may say so."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from indexer.errors import SettingsError
from web.middleware.proxies import clean_prefix, parse_networks

PROXY = {"REMOTE_ADDR": "10.1.2.3"}
STRANGER = {"REMOTE_ADDR": "10.2.2.3"}
FORWARDED = {
    "X-Forwarded-Prefix": "/library",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "portal.example.cn",
    "X-Forwarded-For": "192.0.2.7",
}
PAGES = ["/", "/search?q=平安", "/documents", "/initiatives", "/help", "/embed-guide", "/nothing"]
PAGES += ["/documents/nantong-2021?q=平安", "/initiatives/平安前哨", "/embed?q=平安"]


@pytest.mark.parametrize("path", PAGES)
def test_every_address_on_a_page_stays_below_the_sub_path(path: str, client: FlaskClient) -> None:
    text = client.get(path, headers=FORWARDED, environ_base=PROXY).get_data(as_text=True)
    links = re.findall(r'(?:href|src|action)="([^"]*)"', text)
    local = [link for link in links if not link.startswith(("#", "?"))]
    assert len(local) > 3
    for link in local:
        assert link.startswith(("/library/", "https://portal.example.cn/library/")), link
    assert 'data-prefix="/library"' in text or path.startswith("/embed?")


def test_urls_of_hits_hold_the_sub_path(client: FlaskClient) -> None:
    address = "/api/v1/search?q=平安前哨"
    body = client.get(address, headers=FORWARDED, environ_base=PROXY).get_json()
    assert {h["url"].split("/documents/")[0] for h in body["hits"]} == {"/library"}
    xml = client.get("/opensearch.xml", headers=FORWARDED, environ_base=PROXY).get_data(True)
    assert 'template="https://portal.example.cn/library/search?q={searchTerms}"' in xml


def test_a_proxy_may_leave_the_prefix_on_the_path(client: FlaskClient) -> None:
    kept = client.get("/library/api/v1/status", headers=FORWARDED, environ_base=PROXY)
    assert kept.status_code == 200


def test_a_stranger_cannot_choose_our_addresses(client: FlaskClient) -> None:
    for environ in (STRANGER, {"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "unix:"}):
        text = client.get("/", headers=FORWARDED, environ_base=environ).get_data(as_text=True)
        assert "library/" not in text and "portal.example.cn/" not in text


def test_of_several_values_the_last_one_counts(client: FlaskClient) -> None:
    headers = {**FORWARDED, "X-Forwarded-Prefix": "/evil, /library"}
    body = client.get("/search.json?q=平安", headers=headers, environ_base=PROXY).get_json()
    assert body["hits"][0]["url"].startswith("/library/")


@pytest.mark.parametrize(
    "given,clean",
    [
        ("/library", "/library"),
        ("/library/", "/library"),
        ("/a/b", "/a/b"),
        ("/%E6%A3%80%E7%B4%A2", "/%E6%A3%80%E7%B4%A2"),
        ("", ""),
        ("/", ""),
        ("library", ""),
        ("//evil.example", ""),
        ("/a/../b", ""),
        ("/a?b", ""),
        ('/a"><script>', "/a%22%3E%3Cscript%3E"),
        ("/a\r\nX: y", ""),
        ("https://evil.example", ""),
    ],
)
def test_a_prefix_is_a_path_and_nothing_else(given: str, clean: str) -> None:
    assert clean_prefix(given) == clean


def test_an_entry_that_is_no_address_is_told() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_networks(("127.0.0.1", "proxy.local"))
    assert caught.value.name == "server.trusted_proxies"


def test_a_listed_user_reaches_the_log_only_from_the_proxy(
    client_with: Callable[..., FlaskClient],
) -> None:
    client = client_with(user_header="X-Remote-User")
    headers = {"X-Remote-User": "zhang"}
    assert client.get("/search", headers=headers, environ_base=PROXY).status_code == 200
    assert client.get("/search", headers=headers, environ_base=STRANGER).status_code == 401
