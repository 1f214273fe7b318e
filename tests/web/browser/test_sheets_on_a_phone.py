"""On a phone what opens is as wide as the screen, and names fill their lines."""

from __future__ import annotations

import pytest

from tests.web.browser.conftest import Browser

WIDEST = "return document.documentElement.scrollWidth"


@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize("path", ["/", "/?lang=en", "/search?q=%E5%B9%B3%E5%AE%89", "/documents"])
def test_the_advanced_sheet_is_in_sight(browser: Browser, base: str, width: int, path: str) -> None:
    browser.size(width, 844)
    browser.get(base + path)
    browser.one(".more summary").click()
    left, right = browser.run(
        "const r = document.querySelector('.more > .sheet').getBoundingClientRect();"
        "return [r.left, r.right]"
    )
    assert 0 <= left < 20 and width - 20 < right <= width
    assert browser.run(WIDEST) <= width


def test_the_first_stop_leads_to_the_results(browser: Browser, base: str) -> None:
    browser.size(1280, 900)
    browser.get(f"{base}/search?q=%E5%B9%B3%E5%AE%89")
    browser.run("document.querySelector('.skip').click()")
    assert browser.run("return document.activeElement.id") == "found"


def test_the_way_back_stays_in_the_bar(browser: Browser, base: str) -> None:
    browser.size(360, 844)
    browser.get(f"{base}/search?q=%E5%B9%B3%E5%AE%89&sort=newest&page=2&size=5")
    left = browser.run("return location.search")
    browser.get(browser.all(".hits h2 a")[2].get_attribute("href"))
    browser.run("scrollTo(0, 2500)")
    edges = (
        "const r = document.querySelector('#hitbar .to-list').getBoundingClientRect();"
        "return [r.top, r.left, r.width, r.height]"
    )
    top, start, wide, high = browser.run(edges)
    assert 0 <= top < 48 and start >= 0 and min(wide, high) >= 24
    assert browser.run(WIDEST) <= 360
    browser.one("#hitbar .to-list").click()
    browser.wait("location.pathname.endsWith('/search')")
    assert browser.run("return location.search") == left
    assert browser.run("return document.querySelector('.hit:target') !== null")
