"""Below a sub-path, behind a real nginx, everything still finds its way."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import need  # type: ignore[import-not-found]

Browser = Any
CONF = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port};
    location /tools/search/ {{
      proxy_pass {base}/;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Prefix /tools/search;
    }}
    location / {{ return 404; }}
  }}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def below(base: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    need("nginx", nginx, "a sub-path behind a real proxy")
    folder: Path = tmp_path_factory.mktemp("nginx")
    port = free_port()
    conf = folder / "nginx.conf"
    conf.write_text(CONF.format(folder=folder, port=port, base=base))
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen([str(nginx), "-c", str(conf), "-p", str(folder)], stderr=out)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/tools/search"
    process.terminate()
    process.wait(30)


def test_pages_scripts_and_searches_work_below_the_sub_path(browser: Browser, below: str) -> None:
    browser.get(f"{below}/")
    browser.wait("document.querySelector('#q').getAttribute('role') === 'combobox'")
    browser.run("document.getElementById('q').focus()")
    browser.type("平安")
    browser.wait("!document.getElementById('suggestions').hidden")
    browser.key("Escape", 27)
    browser.key("Enter", 13)
    browser.wait("document.querySelectorAll('.hit').length > 0")
    assert browser.current_url.startswith(f"{below}/search?")
    browser.run("window.still = true; document.querySelector('#facets [type=checkbox]').click()")
    browser.wait("document.querySelector('.chips')")
    assert browser.run("return window.still") is True
    browser.key("j")
    browser.key("Enter", 13)
    browser.wait("document.querySelector('#preview .here')")
    browser.one(".hit .head a").click()
    browser.wait("document.querySelectorAll('.report mark').length > 0")
    assert browser.current_url.startswith(f"{below}/documents/")
    asked = [r for r in browser.requests() if r.startswith("http")]
    assert asked and all(r.startswith(f"{below}/") for r in asked)
    assert browser.errors() == []


def test_a_permanent_link_leads_below_the_sub_path(below: str) -> None:
    """By the name that others know: one of this machine only is in no reference."""
    asked = urllib.request.Request(f"{below}/documents/nantong-2021")
    asked.add_header("Host", "qs.example.cn")
    with urllib.request.urlopen(asked, timeout=20) as response:
        page = response.read().decode()
    assert "http://qs.example.cn/tools/search/documents/nantong-2021?h=" in page


def test_every_link_of_a_page_is_answered_below_the_sub_path(browser: Browser, below: str) -> None:
    browser.get(f"{below}/search?q=%E5%B9%B3%E5%AE%89")
    links = browser.run(
        "return [...new Set([...document.querySelectorAll('a[href], link[href], script[src]')]"
        ".map(e => e.href || e.src))]"
    )
    assert len(links) > 30
    for link in links[::3]:
        with urllib.request.urlopen(link.partition("#")[0], timeout=20) as response:
            assert response.status == 200


def test_the_component_knows_its_sub_path(browser: Browser, below: str) -> None:
    browser.get(f"{below}/embed-guide")
    box = "document.querySelector('qianshao-search')"
    browser.wait(f"{box}.shadowRoot")
    browser.run(f"{box}.value = '平安前哨'")
    browser.wait(f"{box}.shadowRoot.querySelectorAll('li a').length === 3")
    target = browser.run(f"return {box}.shadowRoot.querySelector('li a').href")
    assert target.startswith(f"{below}/documents/")
