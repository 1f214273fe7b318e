"""What stands above a list agrees with it, answers for first years, and helps where it is empty."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from search.request import Filters, SearchRequest
from search.results import SearchResult
from search.searcher import Searcher


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "html.parser")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, selector
    return found


def ids(searcher: Searcher, request: SearchRequest) -> set[str]:
    return {hit.paragraph.id for hit in searcher.listing(request, is_marked=False).hits}


def names(searcher: Searcher) -> list[tuple[str, str]]:
    taxonomy = searcher.taxonomy()
    listed = {
        "theme": taxonomy.themes,
        "initiative": taxonomy.initiatives,
        "source": taxonomy.sources,
    }
    return [(field, item.name) for field, items in listed.items() for item in items]


def test_a_card_says_how_its_set_differs_from_the_list_and_only_then(
    client: FlaskClient, searcher: Searcher
) -> None:
    """Of every name of the taxonomy: the numbers are those of the sets themselves."""
    differing = 0
    for field, name in names(searcher):
        page = soup(client, f"/search?q={name}&correct=0")
        for card in page.select(".card"):
            if one(card, "h2").text.split()[-1] != name or card.select_one(".first"):
                continue  # that of a word of the name has the numbers of this word
            tagged = ids(searcher, SearchRequest(filters=Filters(**{field: (name,)}), size=9999))
            listed = ids(searcher, SearchRequest(name, size=9999, correct=False))
            assert f"{len(tagged)} 段" in one(card, ".counts").text
            told = card.select_one(".differs")
            assert (told is not None) == (tagged != listed), name
            if told is not None:
                differing += 1
                numbers = [int(n) for n in re.findall(r"(\d+) 段", told.text)]
                expected = [len(listed), len(tagged & listed)] if listed else []
                assert numbers == expected, name
    assert differing > 10


def test_a_card_leads_to_its_set_and_to_its_comparison_in_one_click(client: FlaskClient) -> None:
    card = one(soup(client, "/search?q=反诈"), ".card")
    own, compared = (str(link["href"]) for link in card.select(".onward a"))
    count = re.search(r"\d+ 段", one(card, ".counts").text)
    assert count is not None and count[0] in one(soup(client, own), ".count").text
    assert client.get(compared).status_code == 200 and "/compare?" in compared


def test_under_filters_a_card_does_not_call_the_list_its_counterpart(client: FlaskClient) -> None:
    told = one(soup(client, "/search?q=反诈&year=2021"), ".card .differs")
    [link] = told.select("a")
    assert "year" not in str(link["href"])
    total = re.search(r"\d+ 段", link.text)
    assert total is not None
    assert one(soup(client, str(link["href"])), ".count").text.strip().startswith(total[0])


@pytest.mark.parametrize(
    ("question", "name", "year"),
    [
        ("平安前哨最早出现在哪一年", "平安前哨", "2020"),
        ("平安前哨 最早是哪一年", "平安前哨", "2020"),
        *((text, "无人机", "2020") for text in ("无人机 最早", "最早 无人机", "谁最早用无人机")),
        ("反诈最早是哪一年", "反诈", "2020"),
        ("哪一年首次提到屯警点", "屯警点", "2022"),
        ("蓝剑-2024最早出现在哪一年", "蓝剑-2024", "2024"),
        ("一件事最早见于哪一年", "一件事", "2021"),
    ],
)
def test_a_question_for_the_first_year_is_answered_above_the_list(
    client: FlaskClient, searcher: Searcher, question: str, name: str, year: str
) -> None:
    card = one(soup(client, f"/search?q={question}"), ".card")
    assert year in one(card, ".first").text and name in one(card, ".first").text
    link = one(card, "blockquote a")
    slug, ordinal = re.findall(r"/documents/([^?#]+).*#p(\d+)", str(link["href"]))[0]
    paragraph = searcher.paragraph(f"{slug}#{ordinal}")
    assert str(paragraph.year) == year
    printed = searcher.search(SearchRequest(f'"{name}"', correct=False))
    assert year == min(v.value for v in printed.facets["year"] if v.count)


@pytest.mark.parametrize("question", ["反诈 各单位 数据", "四个公安局反诈", "比较各单位反诈"])
def test_who_asks_for_a_comparison_is_led_to_it(client: FlaskClient, question: str) -> None:
    page = soup(client, f"/search?q={question}")
    [link] = page.select(".propose a")
    assert "反诈" in link.text and "/compare?theme=" in str(link["href"])
    assert (
        one(page, ".count")["data-total"]
        == one(soup(client, "/search?q=反诈"), ".count")["data-total"]
    )
    heads = [" ".join(head.text.split()) for head in page.select(".card h2")]
    assert any("主题 反诈" in head for head in heads)


def test_a_comparison_of_what_is_no_theme_is_one_of_its_words(client: FlaskClient) -> None:
    for name, address in (("平安前哨", "initiative="), ("无人机", "q=")):
        [link] = soup(client, f"/search?q={name} 各单位 对比").select(".propose a")
        assert f"/compare?{address}" in str(link["href"]), name
        assert client.get(str(link["href"])).status_code == 200


def test_an_amount_of_each_unit_that_no_text_words_so_is_compared_by_its_theme(
    client: FlaskClient,
) -> None:
    [link] = soup(client, "/search?q=各单位电信诈骗止付金额是多少").select(".propose a")
    assert "/compare?theme=反诈" in unquote(str(link["href"]))


def test_what_figures_answer_is_not_said_to_be_missing(client: FlaskClient) -> None:
    page = soup(client, "/search?q=“命案全破”最长的单位")
    assert page.select(".answers b") and "没有一段" not in one(page, ".count").text


def test_the_first_year_stands_beside_what_is_printed_so(client: FlaskClient) -> None:
    page = soup(client, "/search?q=社会治安")
    years = sorted(
        str(bar["data-year"]) for bar in page.select(".bars li") if bar.select("a small")
    )
    told = one(page, ".count a[href*=oldest]")
    assert told.text.startswith(years[0])
    for other in ("平安前哨", "社会治安 无人机", "社会治安&year=2021", "最早 社会治安"):
        assert not soup(client, f"/search?q={other}").select(".count a[href*=oldest]"), other


def test_a_sentence_without_its_signs_is_shown_as_it_is_printed(client: FlaskClient) -> None:
    page = soup(client, "/search?q=巩固扩大平安前哨示范成果,建成平安前哨指挥室122家")
    typed, printed = one(page, ".near").select("p")
    assert {mark.text for mark in printed.select("mark")} == {"“", "”"} and not typed.select("mark")
    assert "巩固扩大“平安前哨”示范成果,建成“平安前哨”指挥室122家" in printed.text
    whole = "巩固扩大“平安前哨”示范成果,建成“平安前哨”指挥室122家"
    assert not soup(client, f"/search?q={whole}").select(".near")
    broken = whole.replace("示范", "示\n范")
    assert not soup(client, f"/search?q={quote(broken)}").select(".near")
    assert "原文有这一句，只有标点不同" in one(page, ".count").text


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        ("巩固扩大“平安前哨”示范成果，建成“平安前哨”指挥室122家。", True),
        ("“巩固扩大“平安前哨”示范成果,建成“平安前哨”指挥室122家", True),  # quoted; 半角
        ("巩固扩⼤“平安前哨”⽰范成果，建成“平安前哨”指挥室122家。", True),  # radicals of a PDF
        ("扩大“平安前哨”示范成果，建成“平安前哨”指挥室122家", False),  # begins within a clause
        ("平安前哨", False),
    ],
)
def test_a_whole_sentence_that_stands_so_is_said_to_and_shown_without_changes(
    client: FlaskClient, typed: str, is_told: bool
) -> None:
    page = soup(client, f"/search?q={quote(typed)}")
    assert ("原文有这一句，一字不差" in one(page, ".count").text) == is_told
    assert not page.select(".near")


def test_beside_a_sentence_that_is_printed_no_other_one_is_told(
    client_of: Callable[..., FlaskClient],
) -> None:
    lines = (
        ("云浦市公安局", 2018, "全年铲除罂粟2.2万株，是全省铲除最多的市。"),
        ("枫桥市公安局", 2018, "全年铲除罂粟1120株，比首年少了七成。"),
    )
    client = client_of(lines, "source year text")
    page = soup(client, "/search?q=全年铲除罂粟2.2万株，是全省铲除最多的市")
    assert not page.select(".answers") or "1120株" not in one(page, ".answers").text


def test_below_a_sentence_that_is_found_scattered_hits_are_folded(client: FlaskClient) -> None:
    pasted = quote("巩固扩大“平安前哨”示范成果,建成“平安\n前哨”指挥室")
    page = soup(client, f"/search?q={pasted}")
    shown = page.select(".found > .hits > .hit")
    assert [hit["data-match"] for hit in shown] == ["phrase"]
    for hit in page.select(".hit .lacks"):
        assert len(hit.text) < 120


def test_what_only_has_the_characters_of_a_slip_apart_is_folded(client: FlaskClient) -> None:
    page = soup(client, "/search?q=一网控&correct=0")
    assert page.select(".propose") and not page.select(".found > .hits > .hit")
    [summary] = page.select("details.scattered > summary")
    assert one(page, ".count")["data-total"] in summary.text


def test_of_a_thing_that_is_described_what_has_most_of_its_words_is_open(
    client: FlaskClient,
) -> None:
    described = soup(client, "/search?q=" + quote("派出所民警年龄老化"))
    assert described.select(".found > .hits > .hit")
    named = soup(client, "/search?q=" + quote("蓝鲸护航"))
    assert not named.select(".found > .hits > .hit")


def test_another_spelling_is_told_with_what_it_finds(client: FlaskClient) -> None:
    for typed in ("命案全波", "屯瞥点", "135分种"):
        for link in soup(client, f"/search?q={typed}").select(".propose a"):
            told = re.search(r"\d+", link.find_next("small").text)  # type: ignore[union-attr]
            there = one(soup(client, str(link["href"])), ".count")["data-total"]
            assert told is not None and there == told[0], typed


def test_who_has_lasted_longest_is_told_of_an_indicator_that_lasts(client: FlaskClient) -> None:
    card = one(soup(client, "/search?q=命案全破"), ".card.indicator")
    answers = one(soup(client, "/search?q=谁的命案全破时间最长"), ".answers")
    told = [link.text for link in one(card, ".note").select("a")]
    assert len(told) == 3 and "共比较 3 个单位，其中 1 个写法不同" in card.text
    assert told[0].endswith(one(answers, "b").text.strip())
    assert told[1:] == [link.text for link in answers.select(".next a")]


def test_the_first_year_of_a_source_is_that_of_its_reports(client: FlaskClient) -> None:
    told = one(soup(client, "/search?q=南通市公安局最早是哪一年"), ".card .first").text
    assert "来源“南通市公安局”在本库中最早是 2020 年" in " ".join(told.split())
    assert "这几个字最早见于 2021 年" in told


def test_an_index_published_between_two_searches_costs_only_the_answer(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Searcher.search

    def without_the_oldest(searcher: Searcher, request: SearchRequest) -> SearchResult:
        found = search(searcher, request)
        return replace(found, hits=()) if request.sort == "oldest" else found

    monkeypatch.setattr(Searcher, "search", without_the_oldest)
    page = soup(client, "/search?q=平安前哨最早出现在哪一年")
    assert page.select(".card") and not page.select(".card .first")


def test_other_questions_and_unknown_names_have_no_first_year(client: FlaskClient) -> None:
    for question in ("哪个城市命案全破时间最长", "量子芯片最早出现在哪一年", "最早是哪一年"):
        assert not soup(client, f"/search?q={question}").select(".card .first"), question


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("telecom fraud", "电信网络诈骗"),
        ("public order", "治安防控"),
        ("Homicides", "命案"),
        ("drone patrols", "无人机"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_english_words_lead_to_the_terms_of_the_reports(
    client: FlaskClient, query: str, term: str, lang: str
) -> None:
    offered = soup(client, f"/search?q={query}&lang={lang}").select(".propose a[lang=zh-CN]")
    [link] = [link for link in offered if link.text == term]
    told = re.search(r"\d+", link.find_next("small").text)  # type: ignore[union-attr]
    there = soup(client, str(link["href"]))
    assert told is not None and one(there, ".count")["data-total"] == told[0]


def test_what_is_found_or_means_nothing_here_is_not_translated(client: FlaskClient) -> None:
    for query in ("quantum chips", "平安 order", "平安前哨"):
        assert not soup(client, f"/search?q={query}").select(".propose a[lang=zh-CN]"), query


def test_without_hits_each_condition_says_what_it_costs(
    client: FlaskClient, searcher: Searcher
) -> None:
    page = soup(client, "/search?q=反诈&source=海安市公安局&year=2022&within=社区")
    assert one(page, "#q")["value"] == "反诈"
    ways = [way.text for way in page.select(".nothing li")]
    for title, value, without in (
        ("来源", "海安市公安局", {"filters": Filters(year=("2022",)), "within": ("社区",)}),
        ("年份", "2022", {"filters": Filters(source=("海安市公安局",)), "within": ("社区",)}),
        ("结果中检索", "社区", {"filters": Filters(source=("海安市公安局",), year=("2022",))}),
    ):
        total = searcher.search(SearchRequest("反诈", **without)).total  # type: ignore[arg-type]
        assert f"去掉{title}“{value}”：{total} 段" in ways
    everything = searcher.search(SearchRequest("反诈")).total
    assert f"全部去掉：{everything} 段" in ways
    for link in page.select(".nothing li a"):
        counted = re.search(r"(\d+) 段", link.parent.text if link.parent else "")
        if counted is not None:
            there = soup(client, str(link["href"]))
            assert one(there, ".count")["data-total"] == counted[1]


def test_without_hits_other_values_are_offered_that_have_some(client: FlaskClient) -> None:
    page = soup(client, "/search?q=平安前哨&year=2022&source=南通市公安局")
    offers = page.select(".nothing p.tags a")
    assert [offer.find(string=True).strip() for offer in offers] == ["2021", "2020"]
    for offer in offers:
        there = soup(client, str(offer["href"]))
        assert f"{one(there, '.count')['data-total']} 段" in offer.text


def test_a_query_without_hits_anywhere_blames_no_filter(client: FlaskClient) -> None:
    page = soup(client, "/search?q=量子芯片&source=南通市公安局")
    assert "去掉筛选也没有" in one(page, ".nothing h2").text
    assert not [way for way in page.select(".nothing li") if "去掉来源" in way.text]
    assert [way for way in page.select(".nothing li") if "只留筛选：31 段" in way.text]


def test_where_nothing_can_be_chosen_no_empty_filters_stand_but_the_chosen_stay(
    client: FlaskClient,
) -> None:
    page = soup(client, "/search?q=量子芯片&source=南通市公安局&year=2022")
    assert one(page, "#facets").has_attr("hidden") and not page.select(".facet")
    kept = [(i["name"], i["value"]) for i in page.select('#facets input[form="search"]')]
    assert kept == [("source", "南通市公安局"), ("year", "2022")]
    assert not page.select('a[href="#facets"]')
    some = soup(client, "/search?q=反诈&source=海安市公安局")
    assert not one(some, "#facets").has_attr("hidden") and some.select(".facet")


def test_a_name_that_narrows_is_told_on_its_chip_and_undone_in_one_click(
    client: FlaskClient, searcher: Searcher
) -> None:
    page = soup(client, "/search?q=巡逻&within=南通")
    chip = one(page, ".chips a").text
    assert "地区 江苏省/南通市" in chip and "来源 南通市公安局" in chip
    undo = next(a for a in page.select(".expansions a") if a.text == "只按原文")
    literal = soup(client, str(undo["href"]))
    assert one(literal, "#q")["value"] == "巡逻"
    printed = searcher.search(SearchRequest("巡逻", within=('"南通"',))).total
    assert one(literal, ".count")["data-total"] == str(printed)


def test_what_the_library_does_not_print_is_told_above_scattered_hits(client: FlaskClient) -> None:
    told = one(soup(client, "/search?q=无人机巡逻机器狗"), ".said")
    first = one(told, ".notes li")
    assert "没有「机器狗」" in first.text
    notes = told.select(".notes, .expansions, .readings, .card")
    assert notes[0]["class"] == ["notes"]


def test_of_what_is_nowhere_the_page_offers_what_the_library_has(client: FlaskClient) -> None:
    for typed, expected in (
        ("平安前线哨所", "平安前哨"),
        ("海角护学站点", "护学岗"),
        ("反诈骗元宇宙巡逻机器人", "巡逻"),
    ):
        page = soup(client, f"/search?q={typed}&mode=exact")
        offers = page.select(".nothing .tags a")
        assert any(expected in offer.text for offer in offers), typed
        for offer in offers:  # each finds what it says, and more than nothing
            told = int(re.findall(r"\d+", offer.text)[-1])
            assert told, offer
        first = soup(client, str(offers[0]["href"]))
        assert int(str(one(first, "[data-total]")["data-total"])) > 0
        index = page.select('.nothing a[href^="/initiatives?q="]')
        for link in index:  # leads to names that are like it, or is not offered
            assert soup(client, str(link["href"])).select("#index-list .names li")
        assert bool(index) == any("举措" in offer.text for offer in offers)


@pytest.mark.parametrize("typed", ["海豚馆", "xyzzy", "标题:火星", "/火[星箭]/"])
def test_a_page_without_hits_always_leads_to_some(client: FlaskClient, typed: str) -> None:
    page = soup(client, f"/search?q={typed}")
    assert one(page, ".count")["data-total"] == "0"
    links = [str(link["href"]) for link in page.select(".nothing .tags a, .propose a")]
    assert links
    for link in links:
        assert int(str(one(soup(client, link), "[data-total]")["data-total"])) > 0


def test_hits_that_only_share_characters_are_folded_below_what_was_meant(
    client: FlaskClient,
) -> None:
    page = soup(client, "/search?q=平安前稍&correct=0")
    fold = one(page, "details.scattered")
    assert not fold.has_attr("open")
    hits = page.select(".hit")
    assert hits and all(hit["data-match"] == "some" and hit in fold.select(".hit") for hit in hits)
    assert one(page, ".propose").sourceline < fold.sourceline  # type: ignore[operator]
    for order in ("sort=newest", "group=document"):
        address = f"/search?q=平安前稍&correct=0&{order}"
        assert soup(client, address).select_one("details.scattered") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("平安前稍", "平安前哨"),
        ("公安局反炸", "公安局 反诈"),
        ("“平安前稍”", None),
        ("平安前线", None),
        ("平安前哨", None),
    ],
)
def test_a_slip_that_stands_nowhere_is_searched_as_it_was_meant(
    client: FlaskClient, searcher: Searcher, typed: str, meant: str | None
) -> None:
    """One character that sounds or looks alike, not a word of its own, nor what is quoted."""
    result = searcher.search(SearchRequest(typed))
    assert result.query.corrected == meant
    page = soup(client, f"/search?q={typed}")
    told = page.select_one(".corrected")
    assert bool(told) == (meant is not None)
    if meant is not None:
        back = one(page, ".corrected a")
        assert "correct=0" in str(back["href"])
        assert result.matches == searcher.search(SearchRequest(meant)).matches
        assert f"没有「{typed}」，已改查「{meant}」" in one(page, ".corrected").text
        assert f"以下是「{meant}」" not in page.text  # told once
        exported = searcher.listing(SearchRequest(typed))
        assert exported.total == result.total


def test_the_first_year_of_a_card_keeps_the_query(client: FlaskClient, searcher: Searcher) -> None:
    kept = 0
    for _, name in names(searcher)[::4]:
        page = soup(client, f"/search?q={name}&correct=0")
        for link in page.select(".card .counts a"):
            target = soup(client, str(link["href"]))
            assert int(str(one(target, "[data-total]")["data-total"])) > 0, name
            kept += one(target, "#q")["value"] == name
    assert kept > 10


def test_a_question_that_names_a_theme_leads_to_the_comparison_of_it(client: FlaskClient) -> None:
    page = soup(client, "/search?q=哪些城市反诈工作成效最好")
    assert page.select_one('.propose a[href^="/compare?theme=%E5%8F%8D%E8%AF%88"]')
    assert not soup(client, "/search?q=反诈").select('.propose a[href^="/compare?theme="]')


def test_a_question_at_the_start_page_is_searched(client: FlaskClient) -> None:
    found = client.get("/?q=反诈&year=2021")
    assert found.status_code == 302 and found.location.startswith("/search?q=")
    assert client.get(found.location).status_code == 200


def test_a_unit_that_the_library_has_not_leads_to_those_it_has(client: FlaskClient) -> None:
    unknown = soup(client, "/search?q=松泉局命案全破多少年")
    assert "本库没有「松泉局」的文献" in one(unknown, ".count").text
    assert not unknown.select(".card.indicator")
    page = soup(client, "/search?q=苏州市公安局反诈")
    assert "本库没有「苏州市公安局」的文献" in one(page, ".count").text
    rest, *units = one(page, ".unheld").select("a")
    assert rest.text == "反诈" and {"南通市公安局", "海安市公安局"} <= {a.text for a in units}
    for link in (rest, *units):
        assert int(str(one(soup(client, str(link["href"])), "[data-total]")["data-total"])) > 0
    shown = [hit for hit in page.select(".hit") if hit.find_parent("details") is None]
    assert not shown and page.select_one(".nothing") is None


def test_a_year_without_reports_leads_to_the_years_that_print_it(client: FlaskClient) -> None:
    page = soup(client, "/search?q=2015年平安前哨")
    told = [p for p in page.select(".propose") if "本库没有 2015 年的报告" in p.text]
    assert [a.text for a in told[0].select("a")] == ["2020 年", "2021 年"]
    assert len([hit for hit in page.select(".hit") if hit.find_parent("details") is None]) == 3
