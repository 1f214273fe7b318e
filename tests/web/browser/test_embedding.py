"""The box on other people's pages: framed, as a component, under strict policies, among enemies."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

Browser = Any
ForeignSite = Any

HOSTILE = """<!doctype html><html><head><meta charset="utf-8"><title>门户</title>
<link rel="stylesheet" href="/hostile.css"></head>
<body><h1 id="mine">门户标题</h1><p class="text facts hit">门户正文</p>
<qianshao-search id="a" limit="2"></qianshao-search>
<qianshao-search id="b" source="南通市公安局" mode="exact" limit="1"></qianshao-search>
<button id="after">after</button>
<script src="/host.js"></script><script src="{base}/embed.js" defer></script></body></html>"""
CSS = """* { color: rgb(255, 0, 0) !important; font: 40px/1 monospace !important;
 letter-spacing: 9px !important; text-transform: uppercase !important; display: inline !important;
 background: rgb(0, 255, 0) !important; padding: 30px !important; border-radius: 50% !important;
 border: 7px solid red !important; margin: 40px !important; }
html { font-size: 3px; } input, a, mark, li { float: right !important; }"""
JS = """window.pressed = []; for (const kind of ["keydown", "keypress", "keyup"])
 document.addEventListener(kind, e => window.pressed.push(e.key));
Array.prototype.extra = 1; String.prototype.trim2 = 1;"""


@pytest.fixture
def hostile(foreign: ForeignSite, base: str) -> str:
    foreign.pages["/hostile.css"] = (CSS, {"Content-Type": "text/css"})
    foreign.pages["/host.js"] = (JS, {"Content-Type": "text/javascript"})
    policy = f"default-src 'none'; style-src 'self'; script-src 'self' {base}; connect-src {base};"
    return str(foreign.put("/hostile", HOSTILE.format(base=base), Content_Security_Policy=policy))


def inside(id: str, rest: str) -> str:
    return f"document.getElementById('{id}').shadowRoot{rest}"


def search(browser: Browser, id: str, words: str) -> None:
    browser.run(inside(id, ".querySelector('input').focus()"))
    browser.type(words)


@pytest.fixture
def page(browser: Browser, hostile: str) -> Browser:
    browser.get(hostile)
    browser.wait("document.getElementById('a') && document.getElementById('a').shadowRoot")
    return browser


def test_the_component_finds_on_a_hostile_page_under_a_strict_policy(page: Browser) -> None:
    search(page, "a", "平安前哨")
    page.wait(inside("a", ".querySelectorAll('li').length === 2"))
    assert "3" in page.run("return " + inside("a", ".querySelector('.status').textContent"))
    marks = page.run(
        "return [..." + inside("a", ".querySelectorAll('mark')") + "].map(m => m.textContent)"
    )
    assert marks and set(marks) <= {"平安前哨", "平安前哨工程"}
    search(page, "b", "平安前哨")
    page.wait(inside("b", ".querySelectorAll('li').length === 1"))
    facts = page.run("return " + inside("b", ".querySelector('.facts').textContent"))
    assert "南通市公安局" in facts
    assert [e for e in page.errors() if "Content Security Policy" in e] == []


def test_the_hosts_styles_stay_outside_and_ours_inside(page: Browser) -> None:
    search(page, "a", "平安前哨")
    page.wait(inside("a", ".querySelectorAll('li').length === 2"))
    style = page.run(
        f"const s = {inside('a', '')};"
        "const of = (q, n) => getComputedStyle(s.querySelector(q))[n];"
        "return [of('.text', 'color'), of('.text', 'fontSize'), of('.text', 'letterSpacing'),"
        " of('.text', 'textTransform'), of('input', 'cssFloat'), of('li', 'display'),"
        " of('form', 'display'), of('.root', 'paddingTop'), getComputedStyle(s.host).display]"
    )
    assert style == [
        "rgb(32, 38, 43)",
        "15px",
        "normal",
        "none",
        "none",
        "list-item",
        "flex",
        "0px",
        "block",
    ]
    mine = page.run(
        "const s = getComputedStyle(document.getElementById('mine'));"
        "return [s.color, s.fontSize, s.letterSpacing]"
    )
    assert mine == ["rgb(255, 0, 0)", "40px", "9px"]
    host = page.run(
        "const s = getComputedStyle(document.getElementById('a'));"
        "return [s.borderTopWidth, s.marginTop, s.marginLeft, s.paddingTop, s.backgroundColor]"
    )
    assert host == ["0px", "0px", "0px", "0px", "rgba(0, 0, 0, 0)"]
    assert page.run("return document.querySelectorAll('style').length") == 0
    assert page.run("return " + inside("a", ".querySelectorAll('style, [style]').length")) == 0


def test_keys_stay_in_the_box_and_reach_every_hit(page: Browser) -> None:
    search(page, "a", "平安前哨")
    page.wait(inside("a", ".querySelectorAll('li').length === 2"))
    page.run("window.pressed = []")
    page.key("j")
    page.key("/", 191)
    assert page.run("return window.pressed") == []
    page.key("Backspace", 8)
    page.key("Backspace", 8)
    page.run(inside("a", ".querySelector('input').value = '平安前哨'"))
    page.run("window.before = " + inside("a", ".querySelector('li')"))
    page.key("Enter", 13)
    page.wait(inside("a", ".querySelector('li') !== window.before"))
    page.wait(inside("a", ".querySelectorAll('li').length === 2"))
    active = inside("a", ".activeElement")
    page.key("ArrowDown", 40)
    assert page.run(f"return {active}.tagName") == "A"
    page.key("ArrowDown", 40)
    page.key("ArrowUp", 38)
    page.key("ArrowUp", 38)
    assert page.run(f"return {active}.tagName") == "INPUT"
    page.key("Escape", 27)
    page.wait(inside("a", ".querySelectorAll('li').length === 0"))
    assert page.run("return " + inside("a", ".querySelector('input').value")) == ""


def test_the_component_waits_for_the_input_method(page: Browser) -> None:
    page.run(inside("a", ".querySelector('input').focus()"))
    page.requests()
    page.compose("pingan")
    page.key("Enter", 229)
    page.key("Enter", 13)
    time.sleep(0.6)
    assert [r for r in page.requests() if "/api/" in r] == []
    page.type("平安前哨")
    page.wait(inside("a", ".querySelectorAll('li').length === 2"))


def test_links_lead_to_the_paragraph_in_the_reading_view(page: Browser, base: str) -> None:
    search(page, "a", "平安前哨")
    page.wait(inside("a", ".querySelectorAll('li').length === 2"))
    target = page.run("return " + inside("a", ".querySelector('li a').href"))
    assert target.startswith(f"{base}/documents/") and "#p" in target
    page.get(target)
    page.wait("document.querySelectorAll('.report mark').length > 0")


def test_a_proposed_wording_is_searched_in_the_box(page: Browser) -> None:
    search(page, "a", "南通市公安局2018年平安")
    page.wait(inside("a", ".querySelector('.propose a')"))
    page.run("return " + inside("a", ".querySelector('.propose a')")).click()
    page.wait(inside("a", ".querySelectorAll('li.hit').length === 2"))
    words = page.run("return " + inside("a", ".querySelector('input').value"))
    assert re.fullmatch("南通市公安局202[01]年平安", words)


def test_a_hit_is_copied_with_its_reference(page: Browser) -> None:
    search(page, "a", "平安前哨")
    page.wait(inside("a", ".querySelectorAll('li').length === 2"))
    page.run(
        "window.copied = ''; const real = DataTransfer.prototype.setData;"
        "DataTransfer.prototype.setData = function (kind, text) {"
        " window.copied = text; return real.call(this, kind, text); };"
    )
    page.run("return " + inside("a", ".querySelector('li button')")).click()
    page.wait(inside("a", ".querySelector('li button').textContent === '已复制'"))
    text, reference = page.run("return window.copied").split("\n")
    assert "平安前哨" in text and "[" in reference and reference.endswith("段.")


def test_a_server_that_is_away_is_told_and_the_text_kept(page: Browser) -> None:
    page.run("document.getElementById('a').setAttribute('server', 'http://127.0.0.1:9')")
    search(page, "a", "平安前哨")
    page.wait(inside("a", ".querySelector('.status button')"))
    status = page.run("return " + inside("a", ".querySelector('.status').textContent"))
    assert "连接不上" in status
    assert page.run("return " + inside("a", ".querySelector('input').value")) == "平安前哨"
    page.run("document.getElementById('a').removeAttribute('server')")
    page.run(inside("a", ".querySelector('.status button').click()"))
    page.wait(inside("a", ".querySelectorAll('li').length === 2"))


def test_a_page_that_is_not_listed_gets_nothing(
    browser: Browser, foreign: ForeignSite, base: str
) -> None:
    other = foreign.origin.replace("127.0.0.1", "localhost")
    foreign.put("/open", HOSTILE.format(base=base))
    foreign.put("/frame", f'<iframe src="{base}/embed?q=a" width="600" height="200"></iframe>')
    browser.get(f"{other}/open")
    browser.wait("document.getElementById('a') && document.getElementById('a').shadowRoot")
    search(browser, "a", "平安前哨")
    browser.wait(inside("a", ".querySelector('.status details')"))
    assert browser.run("return " + inside("a", ".querySelectorAll('li').length")) == 0
    told = browser.run("return " + inside("a", ".querySelector('.status').textContent"))
    assert told.startswith("本页还不能检索") and "在前哨中打开" in told and "再试" not in told
    folded = browser.run("return " + inside("a", ".querySelector('details').textContent"))
    assert other in folded and "embed.allowed_origins" in folded
    browser.errors()
    browser.get(f"{other}/frame")
    browser.wait(lambda: any("frame-ancestors" in e for e in browser.errors()))


def test_a_frame_tells_its_height_to_its_listed_parent(
    browser: Browser, foreign: ForeignSite, base: str
) -> None:
    text = (
        '<!doctype html><meta charset="utf-8"><title>门户</title>'
        f'<iframe id="f" src="{base}/embed" width="700" height="90"></iframe>'
        "<script>window.heights = []; addEventListener('message', e => { if (e.origin === "
        f"'{base}' && e.data.type === 'qianshao:height') window.heights.push(e.data.height); }});"
        "</script>"
    )
    policy = f"default-src 'none'; script-src 'unsafe-inline'; frame-src {base};"
    browser.get(foreign.put("/framing", text, Content_Security_Policy=policy))
    browser.wait("window.heights.length > 0")
    small = browser.run("return window.heights[window.heights.length - 1]")
    browser.switch_to.frame("f")
    browser.one("#q").send_keys("平安前哨")
    browser.one("button.go").click()
    browser.wait("document.querySelectorAll('.hit').length > 0")
    assert browser.all(".hit mark")
    browser.switch_to.default_content()
    browser.wait(f"window.heights[window.heights.length - 1] > {small} + 100")


def test_the_plain_form_of_the_guide_works(
    browser: Browser, foreign: ForeignSite, base: str
) -> None:
    browser.get(f"{base}/embed-guide")
    blocks = [c.get_attribute("textContent") for c in browser.all("pre code")]
    form = next(b for b in blocks if b.startswith("<form"))
    browser.get(foreign.put("/form", f'<meta charset="utf-8">{form}'))
    browser.one("input").send_keys("平安前哨")
    browser.one("button").click()
    browser.wait("document.querySelectorAll('.hit').length === 3")
    assert browser.current_url.startswith(f"{base}/search?q=")


def test_the_blocks_of_the_guide_work_as_they_stand(
    browser: Browser, foreign: ForeignSite, base: str
) -> None:
    browser.get(f"{base}/embed-guide")
    blocks = [c.get_attribute("textContent") for c in browser.all("pre code")]
    component = next(b for b in blocks if "<qianshao-search" in b)
    frame = next(b for b in blocks if b.startswith("<iframe"))
    text = f'<!doctype html><meta charset="utf-8">{component}{frame}'
    browser.get(foreign.put("/blocks", text))
    box = "document.querySelector('qianshao-search')"
    browser.wait(f"{box} && {box}.shadowRoot")
    browser.run(f"{box}.value = '公安'")
    browser.wait(f"{box}.shadowRoot.querySelectorAll('li').length > 0")
    browser.wait("Number(document.getElementById('qianshao').height) > 1")
    link = "document.getElementById('qianshao-link').offsetHeight"
    assert browser.run(f"return {link}") == 0
    browser.get(foreign.put("/blocks", text).replace("127.0.0.1", "localhost"))
    assert browser.run(f"return {link}") > 0  # not listed: no grey frame of the browser's
    assert browser.run("return document.getElementById('qianshao').height") == "1"
    browser.errors()
