"""The basket of a real browser: kept over a restart, by name, in order, and as a Word file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import docx
import pytest

Browser = Any
Launch = Callable[[Path], AbstractContextManager[Browser]]
QUERY = "q=%E5%B9%B3%E5%AE%89"


@pytest.fixture
def tick(base: str) -> Callable[[Browser, str, int], list[str]]:
    """Tick the first hits of a search; the ids of their paragraphs."""

    def ticked(browser: Browser, query: str, count: int) -> list[str]:
        browser.get(f"{base}/search?{query}")
        for box in browser.all(".hit .tick input")[:count]:
            browser.run("arguments[0].click()", box)
        return [e.get_attribute("data-id") for e in browser.all(".hit")[:count]]

    return ticked


def listed(browser: Browser) -> list[str]:
    return [e.get_attribute("data-id") for e in browser.all("#items .item")]


def name_it(browser: Browser, name: str) -> None:
    field = browser.one("#rename input")
    field.clear()
    field.send_keys(name)
    browser.one("#rename button").click()


def test_a_basket_filled_in_chinese_is_told_in_english(
    browser: Browser, base: str, tick: Callable[[Browser, str, int], list[str]]
) -> None:
    tick(browser, QUERY, 3)
    browser.get(f"{base}/search?{QUERY}&lang=en")
    assert "摘编篮" not in browser.one("[data-basket]").text
    browser.get(f"{base}/basket?lang=en")
    assert [option.text for option in browser.all("#baskets option")] == ["Basket (3)"]
    for facts in browser.all("#items .facts"):
        assert "paragraph " in facts.text and " 年" not in facts.text and "第 " not in facts.text
    assert any("(news report)" in f.text or "(annual" in f.text for f in browser.all(".facts"))
    browser.get(f"{base}/basket")
    assert [option.text for option in browser.all("#baskets option")] == ["摘编篮（3）"]


def test_baskets_by_name_survive_a_restart_and_become_a_word_file(
    launch: Launch, base: str, tick: Callable[[Browser, str, int], list[str]], tmp_path: Path
) -> None:
    profile, files = tmp_path / "profile", tmp_path / "files"
    files.mkdir()
    with launch(profile) as browser:
        first = tick(browser, QUERY, 3)
        browser.get(f"{base}/basket")
        browser.one('[data-do="add"]').click()
        name_it(browser, "第二篮")
        second = tick(browser, f"{QUERY}&sort=oldest", 2)
        browser.get(f"{base}/basket")
        assert listed(browser) == second
        browser.one('#items .item:last-child [data-move="-1"]').click()
        assert listed(browser) == second[::-1]
    with launch(profile) as browser:  # another process over the same profile
        browser.get(f"{base}/basket")
        assert listed(browser) == second[::-1]
        names = [option.text for option in browser.all("#baskets option")]
        assert names == ["摘编篮（3）", "第二篮（2）"]
        browser.cdp("Page.setDownloadBehavior", behavior="allow", downloadPath=str(files))
        browser.one("#export button.go").click()
        saved = browser.wait(lambda: list(files.glob("*.docx")), 20)
        book = docx.Document(str(saved[0]))
        text = "\n".join(p.text for p in book.paragraphs)
        assert "第二篮" in text
        browser.all("#baskets option")[0].click()
        browser.wait(lambda: listed(browser) == first)
        browser.one('[data-do="delete"]').click()
        assert listed(browser) == second[::-1]
        browser.one('[data-do="undo"]').click()
        assert listed(browser) == first
