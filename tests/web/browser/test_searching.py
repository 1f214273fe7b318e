"""Searching by hand: typing, composing, keys, facets, going back."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import unquote

import pytest

Browser = Any
SETTLE_S = 0.6  # longer than the pause after which typing searches


def total(browser: Browser) -> int:
    return int(browser.run("return document.querySelector('[data-total]').dataset.total"))


def box(browser: Browser) -> str:
    return str(browser.run("return document.getElementById('q').value"))


def open_search(browser: Browser, base: str, query: str = "") -> None:
    browser.get(f"{base}/search?{query}")
    browser.wait("document.querySelector('#q').getAttribute('role') === 'combobox'")
    browser.run("window.still = true")


def focus_box(browser: Browser) -> None:
    browser.run("const q = document.getElementById('q'); q.focus(); q.select();")


def test_typing_searches_in_place_and_back_returns(browser: Browser, base: str) -> None:
    open_search(browser, base, "q=%E5%8F%8D%E8%AF%88")
    before = total(browser)
    focus_box(browser)
    browser.type("平安前哨")
    browser.wait("document.querySelector('[data-total]').dataset.total === '3'")
    assert browser.run("return window.still") is True
    assert unquote(browser.current_url).endswith("q=平安前哨")
    assert "平安前哨" in browser.title
    browser.run("history.back()")
    browser.wait(lambda: total(browser) == before)
    assert box(browser) == "反诈"
    browser.run("history.forward()")
    browser.wait(lambda: total(browser) == 3 and box(browser) == "平安前哨")
    assert browser.errors() == []


def test_a_fresh_load_gives_the_same_hits(browser: Browser, base: str) -> None:
    open_search(browser, base)
    focus_box(browser)
    browser.type("合成作战")
    browser.wait("location.search.length > 5")
    browser.wait("!document.body.classList.contains('busy')")
    in_place = browser.run("return [...document.querySelectorAll('.hit')].map(h => h.dataset.id)")
    browser.refresh()
    fresh = browser.run("return [...document.querySelectorAll('.hit')].map(h => h.dataset.id)")
    assert in_place == fresh and fresh


def test_nothing_happens_while_an_input_method_composes(browser: Browser, base: str) -> None:
    open_search(browser, base, "q=%E5%8F%8D%E8%AF%88")
    address = browser.current_url
    focus_box(browser)
    browser.requests()
    for typed in ("p", "ping", "ping'an"):
        browser.cdp(
            "Input.imeSetComposition",
            text=typed,
            selectionStart=len(typed),
            selectionEnd=len(typed),
        )
    time.sleep(SETTLE_S)
    browser.key("Enter", 229)
    browser.key("Enter", 13)
    time.sleep(SETTLE_S)
    assert browser.current_url == address
    assert [r for r in browser.requests() if "/search" in r or "suggest" in r] == []
    browser.type("平安前哨")  # the candidate is chosen: the composition ends
    browser.wait("document.querySelector('[data-total]').dataset.total === '3'")
    assert browser.run("return window.still") is True


def test_enter_that_ends_a_composition_never_submits(browser: Browser, base: str) -> None:
    browser.get(f"{base}/")
    focus_box(browser)
    browser.compose("pingan")
    browser.key("Enter", 229)
    browser.key("Enter", 13)
    time.sleep(0.3)
    assert browser.current_url == f"{base}/"
    browser.type("平安")
    browser.key("Enter", 13)
    browser.wait("location.pathname === '/search'")
    assert "q=平安" in unquote(browser.current_url)


def test_one_may_type_at_once_on_the_start_page(browser: Browser, base: str) -> None:
    browser.get(f"{base}/")
    is_mouse = "matchMedia('(hover: hover) and (pointer: fine)').matches"
    browser.wait(f"!{is_mouse} || document.activeElement.id === 'q'")
    assert browser.run("return document.getElementById('suggestions').hidden")


def test_suggestions_are_labelled_and_taken_by_keys(browser: Browser, base: str) -> None:
    browser.get(f"{base}/")
    focus_box(browser)
    browser.type("paqs")
    browser.wait("document.querySelectorAll('#suggestions li').length > 0")
    rows = [li.text for li in browser.all("#suggestions li")]
    assert any("平安前哨" in row and "举措" in row for row in rows)
    browser.key("ArrowDown", 40)
    assert browser.one("#q").get_attribute("aria-activedescendant") == "suggestion-0"
    chosen = browser.one("#suggestions li[aria-selected=true] b").text
    browser.key("Enter", 13)
    browser.wait("location.pathname === '/search'")
    assert unquote(browser.current_url).endswith(chosen) or chosen in unquote(browser.current_url)


def test_escape_closes_the_suggestions_and_then_leaves_the_box(browser: Browser, base: str) -> None:
    browser.get(f"{base}/")
    focus_box(browser)
    browser.type("平安")
    browser.wait("!document.getElementById('suggestions').hidden")
    browser.key("Escape", 27)
    assert browser.run("return document.getElementById('suggestions').hidden")
    assert browser.run("return document.activeElement.id") == "q"
    browser.key("Escape", 27)
    assert browser.run("return document.activeElement.id") != "q"


def test_ticking_facets_keeps_scroll_focus_and_choice(browser: Browser, base: str) -> None:
    open_search(browser, base, "q=%E5%B9%B3%E5%AE%89")
    before = total(browser)
    boxes = '#facets input[name="theme"]'
    browser.run("document.getElementById('facets').scrollTop = 120; scrollTo(0, 200);")
    position = browser.run("return [document.getElementById('facets').scrollTop, scrollY]")
    value = browser.all(boxes)[1].get_attribute("value")
    browser.run(
        "const b = document.querySelectorAll(arguments[0])[1]; b.focus(); b.click();", boxes
    )
    browser.wait(lambda: total(browser) < before and browser.all(".chips li"))
    assert browser.run("return document.activeElement.value") == value
    moved = browser.run("return [document.getElementById('facets').scrollTop, scrollY]")
    assert moved[0] == position[0]
    one = total(browser)
    others = f"{boxes}:not(:checked)"
    browser.run("document.querySelector(arguments[0]).click()", others)
    browser.wait(lambda: len(browser.all(".chips li a:not(.clear)")) == 2)
    assert total(browser) >= one
    browser.run("history.back()")
    browser.wait(lambda: len(browser.all(".chips li a:not(.clear)")) == 1)
    browser.run("history.back()")
    browser.wait(lambda: not browser.all(".chips li") and total(browser) == before)
    assert browser.run("return window.still") is True


def test_years_are_drawn_over_the_chart(browser: Browser, base: str) -> None:
    open_search(browser, base, "q=%E5%B9%B3%E5%AE%89")
    places = browser.run(
        "return [...document.querySelectorAll('.bars li')].map(b => { const r = "
        "b.getBoundingClientRect(); return [r.left + r.width / 2, r.bottom - 5, b.dataset.year]; })"
    )
    (x1, y1, first), (x2, y2, last) = places[0], places[2]
    for kind, x, y in (("Pressed", x1, y1), ("Moved", (x1 + x2) / 2, y1), ("Moved", x2, y2)):
        browser.cdp(
            "Input.dispatchMouseEvent",
            type=f"mouse{kind}",
            x=x,
            y=y,
            button="left",
            buttons=1,
            clickCount=1,
        )
    assert len(browser.all(".bars li.drawn")) == 3
    browser.cdp(
        "Input.dispatchMouseEvent", type="mouseReleased", x=x2, y=y2, button="left", clickCount=1
    )
    browser.wait("location.search.includes('year=')")
    assert f"year={first}..{last}" in browser.current_url
    browser.wait(lambda: len(browser.all(".bars li.on")) == 3)


def test_the_keys_walk_preview_tick_and_turn(browser: Browser, base: str) -> None:
    open_search(browser, base, "q=%E5%B9%B3%E5%AE%89&size=5")
    browser.key("j")
    browser.key("j")
    browser.key("k")
    assert browser.run(
        "return document.querySelector('.hit.at') === document.querySelector('.hit')"
    )
    browser.key("Enter", 13)
    browser.wait("document.querySelector('#preview .here mark')")
    browser.wait("document.querySelector('#preview .where').textContent.length > 0")
    where = browser.one("#preview .where").text
    browser.key("n")
    assert browser.one("#preview .where").text != where
    browser.key("p")
    assert browser.one("#preview .where").text == where
    browser.key("x")
    assert browser.run("return document.getElementById('picks').classList.contains('on')")
    browser.key("]", 221)
    browser.wait("location.search.includes('page=2')")
    browser.wait("!document.body.classList.contains('busy')")
    browser.key("[", 219)
    browser.wait("!location.search.includes('page=2')")
    browser.wait("!document.body.classList.contains('busy')")
    browser.key("?", 191)
    assert browser.run("return document.getElementById('keys').open")
    browser.key("j")
    assert browser.run("return document.querySelector('.hit.at')") is None
    browser.key("Escape", 27)
    browser.wait("!document.getElementById('keys').open")
    browser.key("/", 191)
    assert browser.run("return document.activeElement.id") == "q"
    browser.key("j")
    assert box(browser).endswith("j") or "j" in box(browser)


def test_o_opens_the_reading_view_at_the_paragraph(browser: Browser, base: str) -> None:
    open_search(browser, base, "q=%E5%B9%B3%E5%AE%89%E5%89%8D%E5%93%A8")
    browser.key("j")
    id = browser.one(".hit.at").get_attribute("data-id")
    browser.key("o")
    browser.wait("location.pathname.startsWith('/documents/')")
    ordinal = id.rsplit("#", 1)[1]
    assert browser.current_url.endswith(f"#p{ordinal}")
    browser.wait("document.querySelectorAll('.report mark').length > 0")


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_copying_puts_text_and_reference_on_the_clipboard(
    browser: Browser, base: str, has_clipboard: bool
) -> None:
    open_search(browser, base, "q=%E5%B9%B3%E5%AE%89%E5%89%8D%E5%93%A8")
    browser.run(
        """window.kept = {};
        document.addEventListener("copy", (e) => {
          for (const t of ["text/plain", "text/html"]) window.kept[t] = e.clipboardData.getData(t);
        });
        const write = async (items) => { for (const t of items[0].types)
          window.kept[t] = await (await items[0].getType(t)).text(); };
        Object.defineProperty(navigator, "clipboard",
          { value: arguments[0] ? { write } : undefined, configurable: true });""",
        has_clipboard,
    )
    text = browser.one(".hit .text").get_attribute("textContent")
    browser.run(
        """document.querySelector(".hit .tools").insertAdjacentHTML("beforebegin",
        '<p class="note corrected">“12家”后更正为 <a href="/">21家</a></p>')"""
    )
    browser.one('.hit [data-copy="text"]').click()
    browser.wait("window.kept['text/html'] && window.kept['text/plain']")
    kept = browser.run("return window.kept")
    plain = kept["text/plain"].split("\n")
    assert plain[:2] == [text, "〔“12家”后更正为 21家〕"]  # what was withdrawn is not quoted bare
    assert re.search(r"\[N\]\. .*第\d+段\.$", plain[2])
    assert kept["text/html"].startswith("<p>") and plain[2] in kept["text/html"]
    browser.run(
        "window.kept = {};"
        "document.querySelectorAll('.tick input').forEach(b => b.checked || b.click())"
    )
    browser.one('[data-copy="picked"]').click()
    browser.wait("window.kept['text/plain']")
    assert browser.run("return window.kept['text/plain']").count("段.") == 3
    browser.key("j")
    browser.run("window.kept = {}")
    browser.key("c")
    browser.wait("window.kept['text/plain']")
    assert browser.run("return window.kept['text/plain']").endswith("段.")


def test_a_lost_connection_is_told_and_keeps_the_results(browser: Browser, base: str) -> None:
    open_search(browser, base, "q=%E5%B9%B3%E5%AE%89")
    before = total(browser)
    browser.cdp("Network.enable")
    browser.cdp(
        "Network.emulateNetworkConditions",
        offline=True,
        latency=0,
        downloadThroughput=-1,
        uploadThroughput=-1,
    )
    try:
        focus_box(browser)
        browser.type("反诈")
        browser.wait("document.querySelector('.offline')")
        assert total(browser) == before and box(browser) == "反诈"
    finally:
        browser.cdp(
            "Network.emulateNetworkConditions",
            offline=False,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )


def test_long_facets_narrow_while_typing(browser: Browser, base: str) -> None:
    open_search(browser, base)
    within = browser.one('.facet[data-field="initiative"] .within')
    within.click()
    browser.type("前哨")
    rows = (
        "[...document.querySelectorAll('.facet[data-field=\"initiative\"] li')]"
        ".filter(r => !r.hidden).map(r => r.textContent)"
    )
    browser.wait(f"{rows}.length < 6")
    shown = browser.run(f"return {rows}")
    assert shown and all("前哨" in text for text in shown)


def test_the_colour_mode_is_kept_and_no_page_flashes(browser: Browser, base: str) -> None:
    browser.get(f"{base}/")
    background = "return getComputedStyle(document.body).backgroundColor"
    light = browser.run(background)
    browser.one("#theme").click()
    dark = browser.run(background)
    assert dark != light
    browser.get(f"{base}/help")
    assert browser.run(background) == dark


@pytest.mark.parametrize("mode", ["smart", "exact"])
def test_searching_within_results_narrows_twice_and_one_step_is_undone(
    browser: Browser, base: str, mode: str
) -> None:
    open_search(browser, base, f"q=%E5%B9%B3%E5%AE%89&mode={mode}")
    totals = [total(browser)]
    for text in ("网格", "公安"):
        browser.one(".refine input").click()
        browser.type(text)
        browser.key("Enter", 13)
        browser.wait(lambda: 0 < total(browser) < totals[-1])
        totals.append(total(browser))
    assert box(browser) == "平安"
    chips = browser.run(
        "return [...document.querySelectorAll('.chips a:not(.clear)')].map(a => a.textContent)"
    )
    assert ["网格" in chips[0], "公安" in chips[1], len(chips)] == [True, True, 2]
    browser.one(".chips a").click()
    browser.wait(lambda: totals[-1] < total(browser) < totals[0])
    assert "within=%E5%85%AC%E5%AE%89" in browser.run("return location.href")
    assert browser.run("return window.still") is True


def test_the_filters_of_a_phone_fold_out_and_search_in_place(browser: Browser, base: str) -> None:
    browser.size(390, 844)
    open_search(browser, base, "q=%E5%B9%B3%E5%AE%89")
    before = total(browser)
    browser.one(".count a.narrow-only").click()
    browser.wait("getComputedStyle(document.getElementById('facets')).display !== 'none'")
    browser.requests()
    browser.one('#facets input[name="source"]').click()
    browser.wait(lambda: total(browser) < before)
    assert browser.run("return window.still") is True
    browser.run("history.back()")
    browser.wait(lambda: total(browser) == before)


def test_a_year_in_chinese_figures_narrows_as_it_does_in_others(
    browser: Browser, base: str
) -> None:
    open_search(browser, base, "q=%E5%B9%B3%E5%AE%89")
    browser.run("const y = document.querySelector('[name=year_from]'); y.value = ''; y.focus();")
    browser.type("二〇二四")
    browser.run("document.querySelector('.span button').click()")
    browser.wait("document.querySelector('.chips a')")
    assert browser.run("return document.querySelector('[name=year_from]').value") == "2024"
