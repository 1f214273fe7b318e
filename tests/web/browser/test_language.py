"""The language that a reader has chosen holds for addresses that say none."""

from __future__ import annotations

import pytest

from tests.web.browser.conftest import Browser


@pytest.mark.parametrize("path", ["/basket", "/search?q=x&year=abcd", "/documents/nantong-2021#p3"])
def test_a_chosen_language_is_remembered(browser: Browser, base: str, path: str) -> None:
    browser.get(f"{base}/help")
    browser.one("a.switch").click()
    browser.wait("document.documentElement.lang === 'en'")
    browser.get(base + path)
    browser.wait("document.documentElement.lang === 'en'")
    assert browser.run("return location.hash") == ("#p3" if "#" in path else "")
    browser.one("a.switch").click()
    browser.wait("document.documentElement.lang === 'zh-CN'")
    browser.get(base + path)
    assert browser.run("return document.documentElement.lang") == "zh-CN"
