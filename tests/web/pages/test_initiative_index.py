"""The index of initiatives finds a half-remembered name, and leaves as a file with its facts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.request import Filters, SearchRequest
from search.searcher import Searcher
from web.pages.initiatives.rows import IndexRow


def page_of(client: FlaskClient, **asked: str) -> BeautifulSoup:
    response = client.get("/initiatives", query_string=asked)
    assert response.status_code == 200
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def listed(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select(".names a")]


@pytest.mark.parametrize(
    ("wanted", "first", "is_near"),
    [
        ("护城", "南通“护城河”", False),
        ("平安哨", "平安前哨", True),  # a character left out
        ("huchenghe", "南通“护城河”", True),
        ("平安钱哨", "平安前哨", True),
        ("两室一队", "一室两队", True),  # in another order
    ],
)
def test_a_name_is_found_by_a_part_or_by_what_is_like_it(
    client: FlaskClient, wanted: str, first: str, is_near: bool
) -> None:
    page = page_of(client, q=wanted)
    assert listed(page)[0] == first
    assert ("相近" in page.select_one("#index-list .count").get_text()) == is_near  # type: ignore[union-attr]


@pytest.mark.parametrize("order", ["kind", "name", "year", "count"])
def test_a_first_page_is_short_and_the_rest_is_folded_under_its_heading(
    client: FlaskClient, order: str
) -> None:
    page = page_of(client, sort=order)
    folded = {a.get_text() for a in page.select(".rest a")}
    assert len(listed(page)) - len(folded) <= 120 < len(listed(page))
    for rest in page.select(".rest"):
        told = int(re.findall(r"\d+", (rest.select_one("summary small") or rest).get_text())[0])
        assert told == len(rest.select("li")) and rest.find_parent(class_="kind")
    assert not page_of(client, q="平安").select(".rest")


def test_what_is_nowhere_is_told_with_a_way_on(client: FlaskClient) -> None:
    page = page_of(client, q="量子芯片")
    assert listed(page) == []
    link = page.select_one("#index-list .count a")
    assert link is not None and str(link["href"]).startswith("/search?q=")


@pytest.mark.parametrize("order", ["kind", "name", "year", "count"])
def test_every_order_and_the_file_list_the_same_names_once(
    client: FlaskClient, searcher: Searcher, order: str
) -> None:
    names = listed(page_of(client, sort=order, unused="1"))
    text = client.get(f"/initiatives.csv?sort={order}").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["名称"] for row in rows] == names
    assert sorted(names) == sorted({*names}) and "平安前哨" in names
    if order == "year":
        years = [int(row["在本库中最早"] or 9999) for row in rows]
        assert years == sorted(years)
    row = next(row for row in rows if row["名称"] == "平安前哨")
    asked = SearchRequest(filters=Filters(initiative=("平安前哨",)))
    found = searcher.search(asked)
    assert row["段数"] == str(found.total)
    assert row["在本库中最早"] == min(v.value for v in found.facets["year"] if v.count)
    assert row["来源"] == "、".join(v.value for v in found.facets["source"] if v.count)


def test_the_start_page_and_the_index_count_the_same(client: FlaskClient) -> None:
    index = page_of(client).select_one("h1 small")
    start = BeautifulSoup(client.get("/").text, "html.parser").select_one('a[href="/initiatives"]')
    assert index is not None
    assert index.get_text() in client.get("/").text and start is not None


def test_what_is_listed_becomes_a_list_of_terms(client: FlaskClient) -> None:
    page = page_of(client, q="平安")
    form = page.select_one('form[action="/terms"]')
    assert form is not None
    terms = str(form.select_one("input[name=terms]")["value"])  # type: ignore[index]
    assert terms.splitlines() and set(terms.splitlines()) == set(listed(page))


def test_a_letter_is_that_of_the_sound(searcher: Searcher) -> None:
    names = ["“平安”", "110接处警", "DNA库", "氵", "鼹鼠行动", "镵石", "", "重庆模式", "朝阳群众"]
    rows = [
        IndexRow(name, 1, "", (), (), 1, sound=s)
        for name, s in zip(names, searcher.library().vocabulary.sounds(names), strict=True)
    ]
    assert [row.letter for row in rows][:3] == ["P", "0–9", "D"]
    assert [row.letter for row in rows][4:7] == ["Y", "C", ""]  # rare characters have one, too


def test_names_are_read_as_in_their_phrase_and_stand_in_the_order_of_sounds(
    client: FlaskClient, searcher: Searcher
) -> None:
    pypinyin = pytest.importorskip("pypinyin")
    names = listed(page_of(client, sort="name"))
    told = searcher.library().vocabulary.sounds(names)
    assert told == sorted(told, key=lambda s: (not s[0][:1].isdecimal(), s)) and len(told) > 50
    plain = [
        (n, s) for n, s in zip(names, told, strict=True) if re.fullmatch("[\u4e00-\u9fff]+", n)
    ]
    same = sum(list(s) == pypinyin.lazy_pinyin(n, v_to_u=False) for n, s in plain)
    assert same >= 0.97 * len(plain)


def test_names_that_a_library_quotes_or_begins_are_listed_with_count_and_first_year(
    client_of: Callable[..., FlaskClient],
) -> None:
    rows = (
        (2021, "打算办“渔火夜校”。自5月起实施百烛巷工程，3月建立微信群。6月起安装率达到六成。"),
        (2022, "“渔火夜校”办起来了。百烛巷增至30条，安装率达到七成。"),
    )
    asked = client_of(rows, "year text", themes=True, title="{year}年总结")
    page = page_of(asked)
    link, begun = page.select("[aria-labelledby=quoted] .names a")
    assert {link.get_text(), begun.get_text()} == {"渔火夜校", "百烛巷"}
    told = page.select("[aria-labelledby=quoted] .names li")[0].get_text()
    assert "2 段" in told and "最早 2021 年" in told and "qianshao " not in page.get_text()
    assert asked.get(str(link["href"])).text.count('class="hit"') == 2
    assert not page_of(asked, q="别的").select("[aria-labelledby=quoted]")
    assert "2 项" in page.select("h1")[0].get_text()
    for wanted in ("渔火", "yuhuoyexiao", "火渔夜"):  # by a part, by sound, by characters
        found = page_of(asked, q=wanted)
        assert [a.get_text() for a in found.select("[aria-labelledby=quoted] .names a")] == [
            "渔火夜校"
        ]
        assert "没有名称里有" not in found.get_text()
    start = BeautifulSoup(asked.get("/").text, "html.parser")
    assert "渔火夜校" in start.select("[aria-labelledby=from]")[0].get_text()
