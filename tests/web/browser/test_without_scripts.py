"""Everything that matters works with scripting switched off."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

Browser = Any


@pytest.fixture
def plain(browser: Browser) -> Browser:
    browser.scripts(False)
    return browser


def address(browser: Browser) -> str:
    return unquote(browser.current_url)


def follow(browser: Browser, selector: str) -> None:
    """Click what leads elsewhere, and be there: a click returns before its page has changed."""
    before = browser.current_url
    browser.one(selector).click()
    browser.wait(lambda: browser.current_url != before)


def test_the_form_searches_and_facets_apply(plain: Browser, base: str) -> None:
    plain.get(f"{base}/")
    plain.one("#q").send_keys("平安")
    follow(plain, "button.go")
    assert "q=平安" in address(plain)
    plain.one('#facets input[name="source"]').click()
    plain.all('#facets input[name="theme"]')[1].click()
    follow(plain, ".apply")
    assert "source=" in address(plain) and "theme=" in address(plain)
    assert len(plain.all(".chips li a:not(.clear)")) == 2
    follow(plain, ".chips a")
    assert len(plain.all(".chips li a:not(.clear)")) == 1
    assert plain.one("#q").get_attribute("value") == "平安"


def test_years_views_pages_and_files_are_links(plain: Browser, base: str) -> None:
    plain.get(f"{base}/search?q=%E5%B9%B3%E5%AE%89&size=5")
    follow(plain, ".bars a")
    assert "year=" in address(plain) and plain.one(".bars .on")
    follow(plain, ".bars .on a")
    assert "year=" not in address(plain)
    plain.one("input[name=year_from]").send_keys("2021")
    follow(plain, ".span button")
    assert "year_from=2021" in address(plain) and plain.one(".chips a").text
    plain.get(f"{base}/search?q=%E5%B9%B3%E5%AE%89&size=5")
    follow(plain, '.pages a[rel="next"]')
    assert "page=2" in address(plain)
    follow(plain, ".tabs a:nth-child(3)")
    assert "view=kwic" in address(plain) and plain.all(".kwic tr")
    plain.one(".files summary").click()
    assert plain.one(".files a").is_displayed()


def test_reading_citing_and_going_back_work(plain: Browser, base: str) -> None:
    plain.get(f"{base}/search?q=%E5%B9%B3%E5%AE%89%E5%89%8D%E5%93%A8")
    plain.one(".hit .cite summary").click()
    assert plain.one(".hit .reference").text.endswith("第2段.")
    follow(plain, ".hit .head a")
    assert plain.all(".report mark") and "#p" in plain.current_url
    plain.one(".jump a").click()
    follow(plain, ".contents a")
    assert "/search?q=平安前哨" in address(plain)


def test_on_a_phone_the_filters_fold_out_by_a_link(plain: Browser, base: str) -> None:
    plain.size(390, 844)
    plain.get(f"{base}/search?q=%E5%B9%B3%E5%AE%89")
    assert not plain.one("#facets").is_displayed()
    plain.one(".count a.narrow-only").click()
    assert plain.one("#facets").is_displayed()
    plain.one('#facets input[name="source"]').click()
    follow(plain, ".apply")
    assert "source=" in address(plain)


def test_what_needs_scripts_is_not_shown(plain: Browser, base: str) -> None:
    for path in ("/search?q=%E5%B9%B3%E5%AE%89", "/documents/nantong-2021", "/initiatives"):
        plain.get(base + path)
        assert not [e for e in plain.all(".script-only") if e.is_displayed()]
