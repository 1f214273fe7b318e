"""In a library of other reports than the lists were made for, only what is printed has a year."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from search.searcher import Searcher
from tests.web.pages.test_above_the_list import one, soup

TEXTS = {
    2010: "推进简政放权、放管结合、优化服务改革。",
    2012: "深化放管服改革，营商环境改善。",
    2014: "办好中国国际进口博览会。",
    2016: "办好进博会，扩大进口。",
    2018: "依法打击电信网络诈骗和骗子团伙。",
    **{year: f"这一年粮食产量增长{year % 10}%。" for year in range(1985, 2000)},
}
UNPRINTED = "进博会安保"
URL = "https://zh.example.org/wiki/%E6%8A%A5%E5%91%8A?a=%26"


@pytest.fixture(scope="module")
def foreign(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    lines = [
        {"id": f"r{year}#1", "text": text, "year": year, "source": "国务院", "url": URL}
        for year, text in TEXTS.items()
    ]
    title = "放眼全国服务人民"
    lines.append(
        {"id": "none#1", "text": "没有年份的一段说扩大进口。", "source": "国务院", "title": title}
    )
    return client_of(lines, themes=True)


def test_an_initiative_that_no_text_prints_is_told_apart_and_has_no_year(
    foreign: FlaskClient,
) -> None:
    index = soup(foreign, "/initiatives?sort=year")
    assert "其中 1 项标“未写出名称”" in index.text
    [row] = [li for li in index.select(".names li") if UNPRINTED in li.text]
    assert "未写出名称" in row.text and "最早" not in row.text
    page = soup(foreign, f"/initiatives/{UNPRINTED}")
    assert "在本库中最早" not in one(page, "dl.about").text
    assert "没有一段写出这个名称" in one(page, ".warning").text
    assert [m.text for m in page.select(".hits mark")] == ["中国国际进口博览会", "进博会"]
    facet = one(soup(foreign, "/search"), '.facet[data-field="initiative"]')
    assert [li for li in facet.select("li") if UNPRINTED in li.text and "未写出名称" in li.text]
    assert UNPRINTED not in one(soup(foreign, "/"), "main").text
    compared = one(soup(foreign, f"/compare?initiative={UNPRINTED}"), ".warning").text
    assert f"没有一段写出“{UNPRINTED}”" in compared
    assert not soup(foreign, "/compare?initiative=平安前哨").select(".warning")
    offered = foreign.get("/api/v1/suggest?q=进博").get_json()["suggestions"]
    assert UNPRINTED not in {line["text"] for line in offered}


@pytest.mark.parametrize("name", [UNPRINTED, "反诈"])
def test_of_a_name_that_no_text_prints_no_first_year_is_told(
    foreign: FlaskClient, name: str
) -> None:
    card = one(soup(foreign, f"/search?q={name}&correct=0"), ".card")
    assert "没有一段写出这个名称" in one(card, ".counts").text and "最早" not in card.text
    asked = one(soup(foreign, f"/search?q={name}最早是哪一年&correct=0"), ".card")
    assert "所以说不出最早的年份" in one(asked, ".first").text
    assert not asked.select("blockquote")


def test_the_first_year_counts_every_form_that_is_searched_and_says_which(
    foreign: FlaskClient,
) -> None:
    full = "简政放权、放管结合、优化服务"
    told = " ".join(one(soup(foreign, "/search?q=放管服"), ".card .counts").text.split())
    assert f"写作“{full}”的最早 2010 年 · 写作“放管服”的最早 2012 年" in told
    answer = one(soup(foreign, "/search?q=放管服最早出现在哪一年"), ".card .first").text
    assert re.search(r"最早见于\s*2012 年", answer)  # the name as asked, and not its synonym
    assert f"“{full}”更早，见于 2010 年" in answer
    about = one(soup(foreign, "/initiatives/放管服"), "dl.about").text
    assert "2012 年" in about and f"同义的“{full}”最早 2010 年" in about


def test_a_table_of_years_adds_up_though_it_has_room_for_the_latest(foreign: FlaskClient) -> None:
    table = one(soup(foreign, "/"), "table.coverage")
    heads = [th.text for th in table.select("thead th")]
    assert heads[1].startswith("至 ") and heads[-2:] == ["未注明", "合计"]
    *cells, total = (int(td.text.replace("·", "0") or 0) for td in table.select("tbody td"))
    assert sum(cells) == total == len(TEXTS) + 1
    earlier = one(table, "tbody td a")
    found = soup(foreign, str(earlier["href"]))
    assert one(found, ".count")["data-total"] == earlier.text


def test_a_name_that_is_nowhere_is_told_so_and_its_scattered_words_are_folded(
    foreign: FlaskClient, client: FlaskClient
) -> None:
    for library, name in ((foreign, "粮食云帆计划"), (client, "平安小鹰队")):
        page = soup(library, f"/search?q={name}&correct=0")
        assert f"本库没有「{name}」" in one(page, ".count").text
        assert not one(page, "details.scattered").has_attr("open")
        for way in page.select(".nothing .tags a"):
            there = soup(library, str(way["href"]))
            assert int(str(one(there, ".count")["data-total"])) > 0, way
    box = soup(client, "/embed?q=平安小鹰队")
    assert "本库没有「平安小鹰队」" in one(box, ".count").text and not box.select(".hit")
    for query in ("平安 小鹰队", "群众安全感指数"):  # one of two things, most of one
        assert not soup(client, f"/search?q={query}&correct=0").select("details.scattered")


def test_a_misspelt_name_is_not_met_by_a_title_with_two_of_its_characters(
    foreign: FlaskClient,
) -> None:
    mistyped, meant = (
        one(soup(foreign, f"/search?q={query}"), ".count")["data-total"]
        for query in ("放菅服", "放管服")
    )
    assert mistyped == meant == "2"


def test_the_address_of_a_report_is_readable_and_opens(foreign: FlaskClient) -> None:
    page = soup(foreign, "/documents/r2012")
    link = one(page, "dd.url a")
    assert link["href"] == URL and link.text == "https://zh.example.org/wiki/报告?a=%26"
    assert "https://zh.example.org/wiki/报告?a=%26. 第1段." in one(page, ".reference").text
    assert URL in foreign.get("/cite.ris?id=r2012%231").get_data(as_text=True)


def test_prints_are_those_of_the_generation(searcher: Searcher) -> None:
    prints = searcher.library().prints
    names = {i.name for i in searcher.taxonomy().initiatives if i.parts}
    assert prints.keys() == names
    assert all((p.first_year is None) == (not p.paragraphs) for p in prints.values())


def test_a_first_year_tells_how_many_paragraphs_have_none(foreign: FlaskClient) -> None:
    page = soup(foreign, "/search?q=营商环境 最早是哪一年")
    assert "没有年份" not in one(page, ".card blockquote").text
    page = soup(foreign, "/search?q=扩大进口最早是哪一年")
    assert "另有 1 段没有年份，未算在内" in one(page, ".card blockquote").text
    page = soup(foreign, "/search?q=扩大进口最早是哪一年&lang=en")
    assert "1 paragraph without a year not counted" in one(page, ".card blockquote").text


def test_a_name_of_no_dated_paragraph_is_told_so_with_the_first_of_them(
    foreign: FlaskClient,
) -> None:
    page = soup(foreign, "/search?q=没有年份的一段最早是哪一年")
    card = one(page, ".card")
    told = " ".join(one(card, ".first").text.split())
    assert "只见于没有年份的报告：1 段没有年份" in told and not re.search("[0-9]{4}", told)
    assert "/documents/none" in str(one(card, "blockquote a")["href"])


@pytest.mark.parametrize(
    "question", ["{} 第一次出现", "{}哪年提出", "最先提到{}是在", "{}最早", "哪份报告最早写“{}”"]
)
def test_of_a_name_that_stands_nowhere_it_is_said_that_the_library_has_none(
    foreign: FlaskClient, question: str
) -> None:
    for name in ("粮食云帆计划", "元宇宙"):
        page = soup(foreign, "/search?q=" + question.format(name))
        assert f"本库没有「{name}」" in one(page, ".count").text
        assert not page.select(".card .first") and not page.select(".found > .hits > .hit")
        box = soup(foreign, "/embed?q=" + question.format(name))
        assert f"本库没有「{name}」" in one(box, ".count").text and not box.select(".hit")
    narrowed = soup(foreign, "/search?q=扩大进口最早是哪一年&year=1990")
    assert "本库没有" not in one(narrowed, ".count").text


def test_below_a_name_whose_first_year_is_asked_its_scattered_words_are_folded(
    foreign: FlaskClient,
) -> None:
    page = soup(foreign, "/search?q=打击电信网络诈骗最早哪年出现")
    assert all(hit["data-match"] == "phrase" for hit in page.select(".found > .hits > .hit"))
    assert page.select(".card .first")
