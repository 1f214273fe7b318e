"""Every word of the page has its English, and the language lives in the address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

import web
from web.i18n import SCRIPT_WORDS, english, translate

TEMPLATES = Path(web.__file__).parent / "templates"


def words_of_templates() -> set[str]:
    found: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        found |= set(re.findall(r"'([^']+)' \| t\b", path.read_text("utf-8")))
    return {w for w in found if re.search(r"[\u4e00-\u9fff]", w)}


def test_every_word_of_the_templates_and_scripts_has_its_english() -> None:
    wanted = words_of_templates() | set(SCRIPT_WORDS)
    assert len(wanted) > 150
    assert sorted(wanted - set(english())) == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    for chinese, words in english().items():
        assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", words)), chinese


def test_the_scripts_say_nothing_that_is_not_listed() -> None:
    said: set[str] = set()
    for path in (TEMPLATES.parent / "static").glob("*.js"):
        if path.name != "embed.js":
            said |= set(re.findall(r'say\("([^"]+)"', path.read_text("utf-8")))
    assert said <= set(SCRIPT_WORDS)


def test_unknown_text_stays_chinese() -> None:
    assert translate("没有登记", "en") == "没有登记"
    assert translate("{n} 段", "zh", n=3) == "3 段"


@pytest.mark.parametrize("path", ["/?lang=en", "/search?q=平安&lang=en", "/help?lang=en"])
def test_the_frame_of_an_english_page_is_english_and_its_links_stay_so(
    path: str, client: FlaskClient
) -> None:
    page = BeautifulSoup(client.get(path).get_data(as_text=True), "html.parser")
    assert page.select_one("html")["lang"] == "en"  # type: ignore[index]
    nav = [a for a in page.select("nav a") if not a.get("lang")]
    assert all("lang=en" in str(a["href"]) for a in nav)
    switch = page.select_one("a.switch")
    assert switch is not None and "lang" not in str(switch["href"])
    for button in page.select("button"):
        assert not re.search(r"[\u4e00-\u9fff]", button.get_text())
