"""Reading: links land on their paragraph, hits are walked through, phones show the same."""

from __future__ import annotations

import re
from typing import Any

import pytest

from indexer.model.documents import text_hash
from search.searcher import Searcher

Browser = Any
IN_VIEW = (
    "(() => { const r = document.getElementById('p%d').getBoundingClientRect();"
    " return r.top >= 0 && r.top < innerHeight * 0.75; })()"
)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_deep_link_lands_on_its_paragraph(browser: Browser, base: str, width: int) -> None:
    browser.size(width, 844)
    browser.get(f"{base}/documents/nantong-2021?q=%E5%B9%B3%E5%AE%89#p9")
    browser.wait(IN_VIEW % 9)
    assert browser.run("return document.querySelectorAll('#p9 mark').length") > 0
    assert browser.run("return document.querySelector('#p9 mark.at') !== null")


def test_a_link_with_a_moved_ordinal_goes_to_the_text_it_means(
    browser: Browser, base: str, searcher: Searcher
) -> None:
    wanted = text_hash(searcher.paragraph("nantong-2021#12").text)
    browser.get(f"{base}/documents/nantong-2021?h={wanted}#p3")
    browser.wait("location.hash === '#p12'")
    browser.wait(IN_VIEW % 12)
    assert "12" in browser.one("#moved").text
    browser.get("about:blank")
    browser.get(f"{base}/documents/nantong-2021?h={wanted}#p12")
    browser.wait(IN_VIEW % 12)
    assert not browser.one("#moved").is_displayed()


def test_n_and_p_walk_through_all_hits_of_the_document(browser: Browser, base: str) -> None:
    browser.get(f"{base}/documents/nantong-2021?q=%E5%B9%B3%E5%AE%89")
    browser.wait("document.querySelector('#q').getAttribute('role')")
    count = browser.run("return document.querySelectorAll('.report .text mark').length")
    seen = []
    for _ in range(count + 1):
        browser.key("n")
        seen.append(
            browser.run(
                "return [...document.querySelectorAll('.report .text mark')]"
                ".findIndex(m => m.classList.contains('at'))"
            )
        )
    assert seen == [*range(count), count - 1]  # the last hit is the last: no jump to the top
    assert not browser.one("#hitbar [data-step='1']").is_enabled()
    browser.key("p")
    assert str(count - 1) in browser.one("#hitbar .where").text


def test_a_citation_opens_without_leaving_the_page(browser: Browser, base: str) -> None:
    browser.get(f"{base}/documents/nantong-2021#p2")
    browser.one("#p2 .cite summary").click()
    shown = browser.one("#p2 .reference").text
    assert re.search(r"\[[A-Z]\]\. ", shown) and shown.endswith("第2段.")
    # An address of this machine only is no permanent link: the document itself is cited.
    assert "/documents/" not in shown


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=%E5%B9%B3%E5%AE%89",
        "/search?q=%E5%B9%B3%E5%AE%89&view=kwic",
        "/documents/nantong-2021?q=%E5%B9%B3%E5%AE%89",
        "/initiatives",
        "/initiatives/%E5%B9%B3%E5%AE%89%E5%89%8D%E5%93%A8",
        "/help",
        "/embed-guide",
        "/search?q=%E5%B9%B3%E5%AE%89&lang=en",
        "/nothing",
    ],
)
def test_no_page_is_wider_than_its_window(
    browser: Browser, base: str, path: str, width: int
) -> None:
    browser.size(width, 844)
    browser.get(base + path)
    assert browser.run("return document.documentElement.scrollWidth") <= width
    small = [e for e in browser.errors() if "404" not in e]
    assert small == []


def test_results_do_not_jump_while_they_load(browser: Browser, base: str) -> None:
    browser.get(f"{base}/search?q=%E5%B9%B3%E5%AE%89")
    shift = browser.run(
        "return new Promise(done => { let sum = 0; new PerformanceObserver(list => {"
        " for (const e of list.getEntries()) sum += e.value; })"
        ".observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 500); })"
    )
    assert shift < 0.05
