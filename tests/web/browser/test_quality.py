"""What holds on every page: accessible in both modes, silent towards the world."""

from __future__ import annotations

from typing import Any

import pytest

Browser = Any
PAGES = {
    "start": "/",
    "results": "/search?q=%E5%B9%B3%E5%AE%89"
    "&source=%E5%8D%97%E9%80%9A%E5%B8%82%E5%85%AC%E5%AE%89%E5%B1%80",
    "documents-view": "/search?q=%E5%B9%B3%E5%AE%89&group=document&explain=1",
    "concordance": "/search?q=%E5%B9%B3%E5%AE%89&view=kwic",
    "none": "/search?q=pinganqianshao1",
    "reading": "/documents/nantong-2021?q=%E5%B9%B3%E5%AE%89&h=00000000#p9",
    "documents": "/documents",
    "initiatives": "/initiatives",
    "initiative": "/initiatives/%E5%B9%B3%E5%AE%89%E5%89%8D%E5%93%A8",
    "help": "/help",
    "guide": "/embed-guide",
    "embed": "/embed?q=%E5%B9%B3%E5%AE%89",
    "advanced": "/advanced?q=%E5%B9%B3%E5%AE%89%20NOT%20%E5%85%AC%E5%AE%89",
    "error": "/search?q=a&page=x",
    "english": "/search?q=%E5%B9%B3%E5%AE%89&lang=en",
    "within": "/search?q=%E5%B9%B3%E5%AE%89&within=%E5%85%AC%E5%AE%89&within=%E6%B2%BB%E5%AE%89",
    "within-none": "/search?q=%E5%B9%B3%E5%AE%89&within=xyz",
    "terms": "/terms?terms=%E5%B9%B3%E5%AE%89%0A%E5%8F%8D%E8%AF%88%0Axyz&by=year",
    "terms-form": "/terms",
    "compare": "/compare?theme=%E5%8F%8D%E8%AF%88",
    "indicator": "/compare?indicator=%E6%8A%93%E8%8E%B7%E6%95%B0",
    "first-year": "/search?q=%E5%B9%B3%E5%AE%89%E5%89%8D%E5%93%A8%E6%9C%80%E6%97%A9"
    "%E6%98%AF%E5%93%AA%E4%B8%80%E5%B9%B4",
    "basket-empty": "/basket",
    "basket": "/basket?full",
    "reading-basket": "/documents/nantong-2021?full&q=%E5%B9%B3%E5%AE%89",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("width,mode", [(1440, "light"), (390, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(
    browser: Browser, base: str, axe: str, name: str, width: int, mode: str
) -> None:
    browser.size(width)
    browser.dark(mode == "dark")
    browser.get(base + PAGES[name])
    if "full" in PAGES[name]:
        collect(browser, base)
        browser.get(base + PAGES[name])
        browser.wait("document.querySelector('.picked.on, #items .item')")
    browser.run(
        "document.querySelectorAll('details:not(.more, .files)').forEach(d => { d.open = true; })"
    )
    if name == "results":
        browser.run("document.querySelector('.hit .text').click()")
        browser.wait("document.querySelector('#preview .here')")
    browser.cdp("Runtime.evaluate", expression=axe)
    found = violations(browser, "document")
    for sheet in (".more", ".files"):  # what opens over a page, each by itself
        if browser.all(sheet):
            browser.run(
                "document.querySelectorAll('.more, .files').forEach(d =>"
                " { d.open = d.matches(arguments[0]); }); scrollTo(0, 0)",
                sheet,
            )
            found += violations(browser, f"'{sheet}'")
    assert found == []


def violations(browser: Browser, where: str) -> list[str]:
    """What axe finds in a part of the page."""
    found: list[str] = browser.execute_async_script(
        f"const done = arguments[1]; axe.run({where}, {{ runOnly: arguments[0] }})"
        ".then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3)"
        ".map(n => n.target + ' ' + n.failureSummary).join(' | '))));",
        TAGS,
    )
    return found


def test_a_table_that_goes_on_shows_it_at_its_edge_and_keeps_its_first_column(
    browser: Browser, base: str
) -> None:
    browser.size(360, 740)
    browser.get(f"{base}/")
    frame = "const f = document.querySelector('.scroll');"
    assert browser.run(f"{frame} return f.scrollWidth > f.clientWidth")
    drawn = browser.run(f"{frame} return getComputedStyle(f).backgroundAttachment")
    assert drawn.startswith("local, scroll")  # the cover moves, the shadow does not
    over = browser.run(
        f"{frame} f.scrollLeft = 80; const c = f.querySelector('tbody th');"
        "return [c.getBoundingClientRect().left - f.getBoundingClientRect().left,"
        " getComputedStyle(f.querySelector('table')).backgroundColor]"
    )
    assert over == [0, "rgba(0, 0, 0, 0)"]


@pytest.mark.parametrize("width", [360, 390])
def test_no_page_of_a_phone_scrolls_sideways(browser: Browser, base: str, width: int) -> None:
    browser.size(width, 740)
    wide = {}
    for name, path in PAGES.items():
        browser.get(base + path)
        reach = browser.run("return document.documentElement.scrollWidth")
        if reach > width:
            wide[name] = reach
    assert wide == {}


def test_the_bar_of_the_basket_leaves_the_foot_of_a_page_free(browser: Browser, base: str) -> None:
    browser.size(390, 740)
    collect(browser, base)
    for path in (PAGES["results"], PAGES["reading"]):
        browser.get(base + path)
        browser.wait("document.querySelector('.picked.on')")
        browser.run("scrollTo(0, document.documentElement.scrollHeight)")
        foot, bar = browser.run(
            "return [document.querySelector('.foot p').getBoundingClientRect().bottom,"
            " document.querySelector('.picked').getBoundingClientRect().top]"
        )
        assert foot <= bar


@pytest.mark.parametrize("language", ["", "&lang=en"])
def test_on_a_desk_the_bar_of_the_basket_is_one_row_and_covers_no_filter(
    browser: Browser, base: str, language: str
) -> None:
    browser.size(1280, 800)
    collect(browser, base)
    browser.get(base + PAGES["results"] + language)
    browser.wait("document.querySelector('.picked.on')")
    browser.run(
        "const f = document.getElementById('facets'); f.scrollTop = f.scrollHeight;scrollTo(0, 400)"
    )
    bar, height, filters = browser.run(
        "const r = s => document.querySelector(s).getBoundingClientRect();"
        "return [r('.picked').top, r('.picked').height, r('#facets').bottom]"
    )
    assert height < 60 and filters <= bar


def test_a_phone_reads_with_the_next_hit_at_hand(browser: Browser, base: str) -> None:
    browser.size(390, 740)
    browser.get(base + PAGES["reading"])
    for _ in range(3):
        browser.one('.hitbar [data-step="1"]').click()
        bar = browser.run(
            "const r = document.getElementById('hitbar').getBoundingClientRect();"
            "return [r.top, r.height]"
        )
        assert bar[0] >= 0
        assert bar[1] < 48  # one line
        inside = browser.run(
            "const r = document.querySelector('mark.at').getBoundingClientRect();"
            "return r.top > 48 && r.bottom < innerHeight"
        )
        assert inside


def test_a_concordance_shows_both_sides_on_a_phone(browser: Browser, base: str) -> None:
    browser.size(360, 740)
    browser.get(base + PAGES["concordance"])
    places = browser.run(
        "return [...document.querySelectorAll('.kwic tbody tr')].map(r => {"
        " const [a, k, b] = r.children; const w = e => e.getBoundingClientRect();"
        " return [w(a).width, w(k).left, w(k).right, w(b).width, w(b).right]; })"
    )
    assert places
    for left, start, end, right, edge in places:
        assert left > 90
        assert right > 90
        assert 0 < start < end < edge <= 360


def collect(browser: Browser, base: str) -> None:
    """Put three paragraphs into the basket."""
    browser.get(base + PAGES["results"])
    browser.run(
        "document.querySelectorAll('.hit .tick input').forEach((t, n) => n < 3 && t.click())"
    )


def test_no_request_leaves_the_host(browser: Browser, base: str) -> None:
    for path in PAGES.values():
        browser.get(base + path)
    browser.get(f"{base}/search?q=%E5%B9%B3%E5%AE%89")
    browser.run("document.getElementById('q').focus()")
    browser.type("前哨")
    browser.wait("location.search.includes('%E5%89%8D')")
    asked = [r for r in browser.requests() if not r.startswith(("data:", "about:", "chrome"))]
    assert len(asked) > 50
    assert {r for r in asked if not r.startswith(f"{base}/")} == set()


@pytest.mark.parametrize("name", ["start", "results", "reading", "initiatives", "guide"])
def test_tab_reaches_what_can_be_used_and_shows_where_it_is(
    browser: Browser, base: str, name: str
) -> None:
    browser.get(base + PAGES[name])
    seen = []
    for _ in range(25):
        browser.key("Tab", 9)
        state = browser.run(
            "let e = document.activeElement;"
            "while (e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;"
            "const s = getComputedStyle(e);"
            "const r = e.getBoundingClientRect();"
            "const f = e.nextElementSibling && getComputedStyle(e.nextElementSibling);"
            "return [e.tagName, s.outlineStyle !== 'none' || (f && f.outlineStyle !== 'none'),"
            " r.width > 0 && r.height > 0]"
        )
        seen.append(state)
    assert {tag for tag, _, _ in seen} >= {"A", "BUTTON"}
    assert all(shown and sized for tag, shown, sized in seen if tag != "BODY"), seen


def test_a_page_prints_without_its_machinery(browser: Browser, base: str) -> None:
    browser.get(base + PAGES["reading"])
    browser.cdp("Emulation.setEmulatedMedia", media="print")
    try:
        for selector in (".top", ".contents", ".hitbar", ".neighbours"):
            assert not [e for e in browser.all(selector) if e.is_displayed()]
        assert browser.one(".report h1").is_displayed()
        assert browser.run("return getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)"
        )
    finally:
        browser.cdp("Emulation.setEmulatedMedia", media="")
