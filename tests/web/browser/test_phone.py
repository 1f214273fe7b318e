"""What a reader with a phone has at hand: hits, contents, names in full, legible charts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

Browser = Any
FRAUD = "%E5%8F%8D%E8%AF%88"
READING = "/documents/nantong-2021?q=%E5%B9%B3%E5%AE%89"


@pytest.mark.parametrize("query", [FRAUD, "%E5%B9%B3%E5%AE%89%E5%89%8D%E5%93%A8"])
def test_the_first_hit_is_on_the_first_screen_below_a_card(
    browser: Browser, base: str, query: str
) -> None:
    browser.size(390, 844)
    browser.get(f"{base}/search?q={query}")
    top, card = browser.run(
        "return ['.hit', '.card'].map(s => document.querySelector(s).getBoundingClientRect().top)"
    )
    assert card < top < 700


@pytest.mark.parametrize("path", [READING, "/documents/nantong-2021"])
def test_the_contents_are_in_the_bar_wherever_one_reads(
    browser: Browser, base: str, path: str
) -> None:
    browser.size(390, 844)
    browser.get(base + path)
    browser.run("scrollTo(0, 2500)")
    link = browser.one("#to-contents")
    assert not browser.one("#contents").is_displayed()
    place = "return document.getElementById('to-contents').getBoundingClientRect().top"
    assert 0 <= browser.run(place) < 48
    link.click()
    assert browser.one("#contents").is_displayed()
    assert link.get_attribute("aria-expanded") == "true"
    browser.key("Escape", 27)
    assert not browser.one("#contents").is_displayed()
    link.click()
    browser.all("#contents li a")[-1].click()
    assert not browser.one("#contents").is_displayed()
    target = "return document.querySelector(':target').getBoundingClientRect().top"
    assert 0 <= browser.run(target) < 200


def test_no_name_of_an_initiative_is_cut(browser: Browser, base: str) -> None:
    browser.size(390, 844)
    browser.get(base + READING)
    edges = browser.run(
        "return [...document.querySelectorAll('.named a')]"
        ".map(a => a.getBoundingClientRect().right)"
    )
    assert len(edges) > 20 and max(edges) <= 390


def test_the_letters_of_a_chart_are_as_large_as_others(browser: Browser, base: str) -> None:
    for width in (390, 1280):
        browser.size(width, 844)
        browser.get(f"{base}/compare?indicator={quote('电诈破案数')}")
        texts = browser.run(
            "return [...document.querySelectorAll('.chart text')].map(t =>"
            " t.getBoundingClientRect()).filter(r => r.width).map(r =>"
            " [r.left, r.top, r.right, r.bottom])"
        )
        assert texts and all(bottom - top > 11 for _, top, _, bottom in texts)
        for i, one in enumerate(texts):
            assert one[2] <= width
            for other in texts[i + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0]
                assert apart or one[3] <= other[1] + 4 or other[3] <= one[1] + 4, (one, other)


@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_of_the_site_is_in_sight(
    browser: Browser, base: str, width: int, lang: str
) -> None:
    browser.size(width, 844)
    browser.get(f"{base}/?lang={lang}")
    links = "[...document.querySelectorAll('.bar nav a')].filter((a) => a.offsetParent)"
    edges = browser.run(f"return {links}.map((a) => a.getBoundingClientRect().right)")
    assert len(edges) == 9 and max(edges) <= width


def test_the_ways_on_from_a_report_are_read_across(browser: Browser, base: str) -> None:
    browser.size(390, 844)
    browser.get(f"{base}/documents/nantong-2021?q=%E5%B9%B3%E5%AE%89%E5%89%8D%E5%93%A8")
    heights = browser.run(
        "return [...document.querySelectorAll('.neighbours .beside')].map((a) => a.offsetHeight)"
    )
    assert heights and max(heights) < 60
    bar = "const one = document.querySelector('.hitbar .brief'); return "
    assert browser.run(bar + "one.scrollWidth <= one.clientWidth && one.textContent").endswith(
        "命中"
    )


def test_a_value_that_is_chosen_stays_under_the_finger(browser: Browser, base: str) -> None:
    browser.size(390, 844)
    browser.get(f"{base}/search?q={FRAUD}#facets")
    last = "[...document.querySelectorAll('#facets .values input')].at(-1)"
    browser.run(f"{last}.scrollIntoView({{ block: 'center' }})")
    top = f"return Math.round({last}.getBoundingClientRect().top)"
    before, rows = browser.run(top), len(browser.all("#facets .values li"))
    browser.run(f"{last}.focus({{ preventScroll: true }}); {last}.click()")
    browser.wait(lambda: len(browser.all("#facets .values li")) < rows)
    chosen = "document.querySelector('#facets .values input:checked')"
    after = browser.run(f"return Math.round({chosen}.getBoundingClientRect().top)")
    assert abs(after - before) <= 4


def test_chips_are_large_enough_for_a_finger(browser: Browser, base: str) -> None:
    browser.size(390, 844)
    browser.get(f"{base}/search?q={FRAUD}&year=2021..2024")
    heights = "return [...document.querySelectorAll('.chips a')].map(a => a.offsetHeight)"
    assert browser.run(heights) and min(browser.run(heights)) >= 36
