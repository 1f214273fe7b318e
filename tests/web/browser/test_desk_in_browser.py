"""The desk in a real browser: by keyboard alone, with an input method, before 200 drafts."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.library.addition import Options, add_files
from indexer.library.creation import create_library
from indexer.settings import Settings
from web.desk.access import Access
from web.desk.app import DeskServer

REPORT = """南通市公安局{year}年工作总结

　　{year}年，全市公安机关聚焦主责主业，推动“社区警务提质增效，“平安前哨”工程持续深化。

　　下一步，市局将继续完善巡防体系，压实各级责任，确保各项措施落地见效。

　　第{year}号材料由办公室整理，供各单位学习参考，请认真组织学习。
"""


class DeskPage:
    """A desk whose page is open in the browser."""

    def __init__(self, browser: Any, server: DeskServer, corpus: Path, link: str) -> None:
        self.browser, self.server, self.corpus, self.link = browser, server, corpus, link

    def open(self, path: str = "/") -> None:
        self.browser.get(f"http://127.0.0.1:{self.server.port}{path}")

    def key(self, key: str) -> None:
        """A key that leads to another page, which is waited for."""
        self.browser.run("document.documentElement.dataset.old = 1")
        self.browser.key(key)
        self.browser.wait(
            "!document.documentElement.dataset.old && document.readyState == 'complete'"
        )

    def draft(self, slug: str) -> str:
        return (self.corpus / "drafts" / f"{slug}.md").read_text("utf-8")


@pytest.fixture
def page(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[DeskPage]:
    count = getattr(request, "param", 1)
    create_library(tmp_path / "library")
    corpus = tmp_path / "library" / "corpus"
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(count):
        text = REPORT.format(year=2021).replace("南通市", f"南通市第{number}派出所及南通市")
        (folder / f"总结{number:03}.txt").write_text(text, "utf-8")
    add_files([folder], corpus, Options(review=True))
    access = Access()
    settings = Settings(index=str(tmp_path / "library" / "index"), corpus=str(corpus))
    server = DeskServer(settings, corpus, access, "127.0.0.1", 0, 4)
    thread = threading.Thread(target=server.run)
    thread.start()
    opened = DeskPage(browser, server, corpus, server.link(access.new_token()))
    browser.get(opened.link)
    browser.wait("location.search == '' && document.querySelector('.items, #begin')")
    yield opened
    assert not browser.errors()
    browser.get("about:blank")
    server.stop()
    thread.join(30)


def test_a_draft_is_searchable_in_three_clicks(page: DeskPage) -> None:
    browser = page.browser
    browser.one(".items a").click()
    browser.wait("document.querySelector('.proposal')")
    browser.one('.decide [data-key="a"]').click()
    browser.wait("location.pathname == '/'")
    browser.one("#update").click()
    browser.wait("document.querySelector('#search-page')", 60)
    assert "现在可以检索 1 篇" in browser.one(".sentence").text
    browser.get(browser.one("#search-page").get_attribute("href") + "search?q=平安前哨")
    browser.wait("document.querySelector('mark')", 20)


@pytest.mark.parametrize("page", [0], indirect=True)
def test_a_folder_is_searchable_in_three_clicks(page: DeskPage, tmp_path: Path) -> None:
    browser = page.browser
    folder = tmp_path / "年报"
    folder.mkdir()
    for year in (2021, 2022):
        text = REPORT.format(year=year).replace("“社区", "社区")
        (folder / f"总结{year}.txt").write_text(text, "utf-8")
    browser.one("#begin").click()
    browser.wait("document.querySelector('#folder')")
    browser.one("#folder").send_keys(str(folder))  # in place of the system's own window
    browser.wait("document.querySelector('#to-drafts')", 60)
    browser.one("#to-drafts").click()
    browser.wait("document.querySelector('#accept-clear')").click()
    browser.wait("location.pathname == '/' && !document.querySelector('#accept-clear')")
    assert "2 篇有改动" in browser.one("#update").text
    browser.one("#update").click()
    browser.wait("document.querySelector('#search-page')", 60)
    assert "现在可以检索 2 篇" in browser.one(".sentence").text


def test_doubts_are_stepped_through_and_mended_by_keys(page: DeskPage) -> None:
    browser = page.browser
    page.open("/items/总结000")
    before = browser.run("return document.querySelectorAll('.doubt[id]').length")
    assert before > 0
    browser.key("n")
    assert browser.run("return document.activeElement.className").startswith("doubt")
    page.key("x")
    assert len(browser.all(".doubt.done")) == 1
    browser.run("document.activeElement.blur()")
    for _ in range(2):
        browser.key("j")
    assert browser.run("return document.activeElement.dataset.block") == "1"
    page.key("h")
    assert "\n## 下一步" in page.draft("总结000")
    assert browser.run("return document.activeElement.dataset.block") == "1"
    page.key("h")
    page.key("m")
    assert "深化。下一步" in page.draft("总结000")
    page.key("u")
    assert "深化。\n\n下一步" in page.draft("总结000")


def test_keys_and_enter_of_an_input_method_do_nothing_else(page: DeskPage) -> None:
    browser = page.browser
    page.open("/items/总结000")
    browser.one("#f-genre").click()
    browser.run(
        "const g = document.getElementById('f-genre'); g.value = '';"
        "for (const key of ['a', 'u', 'Enter']) g.dispatchEvent(new KeyboardEvent('keydown',"
        "{key, keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))"
    )
    browser.compose("gongzuo")
    browser.type("工作总结")
    browser.key("Enter", 13)
    assert browser.run("return document.getElementById('f-genre').value") == "工作总结"
    assert (page.corpus / "drafts" / "总结000.md").is_file()
    assert browser.run("return location.pathname").startswith("/items/")
    browser.run("document.activeElement.blur()")
    page.key("s")
    assert "genre: 工作总结" in page.draft("总结000")


def test_words_typed_while_the_file_changes_are_not_lost(page: DeskPage) -> None:
    browser = page.browser
    page.open("/items/总结000?edit=1#b1")
    browser.wait("document.querySelector('textarea')")
    browser.run("document.querySelector('textarea').value = '我写的一段话。'")
    path = page.corpus / "drafts" / "总结000.md"
    path.write_text(path.read_text("utf-8") + "\n别处加的一段。\n", "utf-8")
    browser.one("button[value='write:1']").click()
    browser.wait("document.querySelector('.alert')")
    text = browser.one("main").text
    assert "我写的一段话。" in text and "别处加的一段。" in text
    assert "我写的一段话" not in page.draft("总结000")
    browser.errors()  # the browser logs the answer 409


@pytest.mark.parametrize("page", [200], indirect=True)
def test_two_hundred_drafts_are_quick(page: DeskPage) -> None:
    started = time.process_time()  # of the desk, which runs here, and of this test
    page.open("/")
    assert len(page.browser.all(".items tbody tr")) == 200
    page.open("/items/总结100")
    page.browser.wait("document.querySelector('.proposal')")
    assert time.process_time() - started < 3


def test_everything_works_without_scripts(page: DeskPage) -> None:
    browser = page.browser
    browser.scripts(False)
    browser.size(1440, 2400)
    page.open("/items/总结000")
    browser.one("button[value='toggle:1']").click()
    browser.wait(lambda: "刚才：改小标题" in browser.page_source)
    assert "\n## 下一步" in page.draft("总结000")
    browser.one("#undo").click()
    browser.wait(lambda: "刚才：改小标题" not in browser.page_source)
    assert "\n## 下一步" not in page.draft("总结000")


def test_a_foreign_site_can_neither_frame_nor_send(page: DeskPage, foreign: Any) -> None:
    browser = page.browser
    target = f"http://127.0.0.1:{page.server.port}/undo"
    address = foreign.put(
        "/attack.html",
        f"<form method=post action='{target}'><input name=number value=1></form>"
        f"<iframe src='http://127.0.0.1:{page.server.port}/'></iframe>"
        "<script>document.forms[0].submit()</script>",
    )
    browser.get(address)
    browser.wait("document.body && document.body.textContent.includes('没有做成')")
    browser.errors()
    page.open("/")
    assert len(browser.all(".items tbody tr")) == 1


def test_the_desk_has_no_accessibility_faults(page: DeskPage, axe: str) -> None:
    browser = page.browser
    for path in ("/", "/add", "/items/总结000", "/names", "/sources", "/check", "/update"):
        page.open(path)
        browser.run(axe)
        found = browser.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
            ".then(r => done(r.violations.map(v => v.id + ': ' + v.nodes[0].html)))"
        )
        assert not found, path
