"""The figures table, comparisons and an indicator's page say what the rows say."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.comparing.grid import _begun, _ended, unit_grid
from search.request import Filters, SearchRequest
from search.searcher import Searcher
from web.pages.comparing.charts import NARROW, WIDE, _bars, _lines, round_ticks


def page_of(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


@pytest.mark.parametrize(
    "query",
    ["", "kind=rate", "q=破案率", "document=haian-2024", "sort=-value&kind=count", "unit=起"],
)
def test_the_table_holds_the_rows_of_the_api(query: str, client: FlaskClient) -> None:
    page = page_of(client, f"/figures?{query}")
    body = client.get(f"/api/v1/figures?{query}").get_json()
    rows = page.select(".rows tbody tr")
    repeats = page.select(".rows .repeat")
    assert len(rows) + len(repeats) == len(body["rows"]) > 0
    quotes = [row.select_one(".quote").get_text() for row in rows]  # type: ignore[union-attr]
    wanted = [row["quote"] for row in body["rows"]]
    assert [q for q in wanted if q in quotes][: len(quotes)] and set(quotes) <= set(wanted)
    assert f"{body['total']} 行" in page.select_one("h1").get_text()  # type: ignore[union-attr]


def test_repeats_are_folded_into_the_first(client: FlaskClient) -> None:
    page = page_of(client, "/figures?document=huainan-2021&q=破案率")
    assert page.select(".rows .repeat a")


def test_what_was_not_read_is_told(client: FlaskClient) -> None:
    body = client.get("/api/v1/figures").get_json()
    page = page_of(client, "/figures")
    assert len(page.select(".unread li")) == len(body["unread"])


def test_headings_sort_and_files_hold_the_same_rows(client: FlaskClient) -> None:
    page = page_of(client, "/figures?kind=rate&lang=en")
    target = str(page.select(".rows thead a")[0]["href"])
    assert "sort=-value" in target and "lang=en" in target
    turned = page_of(client, target)
    assert "sort=value" in str(turned.select(".rows thead a")[0]["href"]).replace("-value", "")
    for link in page.select("p.note a[href*='/figures.']"):
        assert client.get(str(link["href"])).status_code == 200


def test_a_comparison_leaves_empty_only_what_is_empty(
    client: FlaskClient, searcher: Searcher
) -> None:
    page = page_of(client, "/compare?q=平安")
    heads = [th.get_text() for th in page.select(".sentences thead th")][1:]
    seen = 0
    for row in page.select(".sentences tbody tr"):
        unit = row.select_one("th").get_text()  # type: ignore[union-attr]
        for year, cell in zip(heads, row.select("td"), strict=True):
            body = client.get(f"/search.json?q=平安&source={unit}&year={year}").get_json()
            assert ("none" in (cell.get("class") or ())) == (body["total"] == 0)
            seen += body["total"]
    assert seen == client.get("/search.json?q=平安").get_json()["total"]
    assert page.select(".cells td mark")


def test_cells_quote_their_paragraph(searcher: Searcher) -> None:
    asked = SearchRequest(q="破案率")
    grid = unit_grid(searcher, asked, "region")
    assert grid.cells and grid.is_whole
    for cell in grid.cells.values():
        said = "".join(piece.text for piece in cell.pieces).strip("…")
        assert said in cell.paragraph.text
        assert any(piece.is_mark for piece in cell.pieces)


@pytest.mark.parametrize("subject", ["theme=反诈", "initiative=平安前哨", "q=平安前哨&by=region"])
def test_themes_initiatives_and_queries_can_be_compared(subject: str, client: FlaskClient) -> None:
    page = page_of(client, f"/compare?{subject}&lang=en")
    assert page.select(".cells td:not(.none) a.sentence")
    assert all("lang=en" in str(a["href"]) for a in page.select(".cells a.all"))


@pytest.mark.parametrize("path", ["/compare?theme=反诈", "/figures?q=反诈", "/figures?kind=change"])
def test_what_a_figure_is_against_is_english_on_an_english_page(
    path: str, client: FlaskClient
) -> None:
    words = r"^(同比|环比|比上年|比基期|比对象|年均|一起案件|全省|全市|[0-9]{4} ?年)$"
    chinese = page_of(client, path).find_all(string=re.compile(words))
    page = page_of(client, f"{path}&lang=en")
    assert not page.find_all(string=re.compile(words))
    assert not [
        s for s in page.select(".aspects small") if "一起案件" in s.text or "同比" in s.text
    ]
    assert not chinese or page.find_all(string=re.compile("year|one case|whole"))


def test_a_cell_shows_the_sentence_with_figures_of_the_theme(client: FlaskClient) -> None:
    page = page_of(client, "/compare?theme=反诈")
    cells = {
        row.select_one("th").get_text(): row.get_text()  # type: ignore[union-attr]
        for row in page.select(".sentences tbody tr")
    }
    assert "16.2%" in cells["海安市公安局"] and "1000余起" not in cells["海安市公安局"]
    assert "1846起" in cells["南通市公安局"] and "57.4%" in cells["淮南市公安局"]


def test_what_several_units_measure_stands_in_one_row(client: FlaskClient) -> None:
    page = page_of(client, "/compare?theme=反诈")
    empty = {td.get_text(strip=True) for td in page.select(".aspects td.none")}
    assert empty <= {"没有读到"}  # the text may have it: only a unit × year is not in the library
    rows = {tuple(a.get_text() for a in tr.select("td a")): tr for tr in page.select(".aspects tr")}
    row = rows[("升 57.4%", "升 132.3%")]
    target = str(row.select_one("th a")["href"])  # type: ignore[index]
    assert "theme=" in target and page_of(client, target).select(".numbers td a")


def test_a_link_to_a_figure_opens_its_paragraph_with_the_quote_marked(client: FlaskClient) -> None:
    for row in client.get("/api/v1/figures?document=haian-2024").get_json()["rows"]:
        read = page_of(client, row["url"])
        text = read.select_one(f"#p{row['ordinal']} .text")
        assert text is not None
        assert [mark.get_text() for mark in text.select("mark")] == [row["quote"]]
    page = page_of(client, "/documents/haian-2024?h=00000000&mark=3-9")
    assert not page.select(".text mark")  # another text: its characters are not those meant
    assert not page_of(client, "/documents/haian-2024?mark=9-3").select(".text mark")


def test_an_indicator_is_laid_out_measure_by_measure(client: FlaskClient) -> None:
    page = page_of(client, "/compare?indicator=命案破案率")
    heads = [h2.get_text() for h2 in page.select("h2")]
    assert len(heads) == len(set(heads)) > 1  # a rate and a streak are no one column
    assert page.select(".notes")
    rows = client.get("/api/v1/figures?indicator=命案破案率").get_json()["rows"]
    shown = {
        a.get_text(strip=True)
        for a in page.select(".numbers td a")
        if a.find_parent(["details", "small"]) is None  # of other names
    }
    assert shown == {row["value_text"] for row in rows if row["kind"] != "change"}


def test_an_indicator_s_page_shows_the_other_names_of_its_measure_apart(
    client: FlaskClient,
) -> None:
    page = page_of(client, "/compare?indicator=命案破案率&kind=rate")
    names = {th.get_text(strip=True) for th in page.select(".related tbody th")}
    rows = client.get("/api/v1/figures?q=破案率&kind=rate&size=100").get_json()["rows"]
    told = {
        (r["subject"] or "") + r["indicator"]
        for r in rows
        if r["role"] != "from" and r["modality"] == "actual"
    }
    assert names == {name for name in told if name.endswith("破案率")} - {"命案破案率"} != set()
    streaks = page_of(client, "/compare?indicator=命案全破&kind=streak")
    assert "命案破案率" in {one.get_text(strip=True) for one in streaks.select("td .wording")}
    assert not page_of(client, "/compare?indicator=抓获犯罪嫌疑人").select(".related")


def test_where_a_unit_is_silent_its_measures_of_like_names_are_told(client: FlaskClient) -> None:
    page = page_of(client, "/compare?indicator=命案破案率&kind=rate")
    (silent,) = (cell for cell in page.select("td.none") if "另有" in cell.text)
    assert "没有读到" not in silent.text and "现行命案和“八类”案件破案率" in silent.text
    row = silent.parent
    assert row is not None and row.text.startswith("南通市公安局")
    for indicator in ("抓获数", "电诈案件抓获数"):
        links = page_of(client, f"/compare?indicator={indicator}").select(".tags a")
        assert any("抓获涉案犯罪嫌疑人" in link.text for link in links)


def test_the_chart_of_a_measure_is_drawn_in_the_page_and_as_a_file(client: FlaskClient) -> None:
    start = page_of(client, "/compare")
    drawn = hollows = 0
    for link in start.select(".tags a"):
        page = page_of(client, str(link["href"]))
        for picture in page.select("figure.chart svg"):
            assert picture.select("rect, polyline") and not picture.select("style, script, [style]")
            download = next(a for a in page.select("a[download]"))
            response = client.get(str(download["href"]))
            assert response.status_code == 200 and response.mimetype == "image/svg+xml"
            words = "".join(ElementTree.fromstring(response.data).itertext())
            title = page.select_one("h1 span")
            assert title is not None and title.get_text()[:20] in words
            assert "单位" in words and "来源：" in words
            hollow = picture.select('circle[fill="#ffffff"], rect[stroke][fill="#ffffff"]')
            assert bool(hollow) == ("空心：" in words)
            hollows += bool(hollow)
            drawn += 1
    assert hollows or not start.select(".tags a small")


def test_a_year_that_is_not_printed_is_told_in_the_chart_and_in_its_table(
    client: FlaskClient,
) -> None:
    told = 0
    for link in page_of(client, "/compare").select(".tags a"):
        page = page_of(client, str(link["href"]))
        if not page.select("figure.chart"):
            continue
        body = client.get(
            str(page.select_one(".links a")["href"]).replace("/figures", "/api/v1/figures")
        ).get_json()  # type: ignore[index]
        undated = [r["quote"] for r in body["rows"] if not r["period_text"]]
        marked = page.select(".cells:not(.related *) td .one sup")
        noted = "没有写明年份，按报告推定" in page.get_text()
        assert noted or not (marked or page.select('circle[fill="#ffffff"]'))
        for one in page.select(".cells td .one"):
            if one.select("sup"):
                assert str(one.select_one("a")["title"]) in undated  # type: ignore[index]
                told += 1
    assert told


def test_a_year_without_a_value_is_a_gap_in_the_line() -> None:
    told = {("甲", 2018): 3.0, ("甲", 2019): 5.0, ("甲", 2022): 4.0, ("甲", 2023): 2.0}
    (line,) = _lines(told, [2018, 2019, 2022, 2023], WIDE, {("甲", 2019)}).lines
    assert [point[2] for point in line.points if point in line.hollow] == ["5"]
    assert [len(piece) for piece in line.pieces] == [2, 2] and len(line.paths) == 2
    places = {(x, y) for x, y, _ in line.printed}
    assert not places & {(x, y) for x, y, _ in line.points}


def test_lines_of_rates_that_lie_close_start_above_zero_and_bars_never_do() -> None:
    told = {("甲", 2021): 97.2, ("甲", 2022): 98.1, ("甲", 2023): 98.6}
    years = [2021, 2022, 2023]
    cut, whole = (_lines(told, years, WIDE, may_cut=may) for may in (True, False))
    assert cut.is_cut and not whole.is_cut
    assert float(cut.ticks[0][1]) >= 97 and whole.ticks[0][1] == "0"
    heights = [[y for _, y, _ in chart.lines[0].points] for chart in (cut, whole)]
    assert max(heights[0]) - min(heights[0]) > 10 * (max(heights[1]) - min(heights[1]))
    far = {("甲", 2021): 20.0, ("甲", 2022): 60.0, ("甲", 2023): 98.0}
    assert not _lines(far, years, WIDE, may_cut=True).is_cut


def test_bars_of_two_years_tell_which_colour_is_which() -> None:
    bars = _bars({("甲", 2022): 5.0, ("乙", 2023): 4.0}, "起", WIDE, ())
    assert {(bar.colour, bar.label[-4:]) for bar in bars.bars} == set(bars.keys)
    assert not _bars({("甲", 2022): 5.0, ("乙", 2022): 4.0}, "起", WIDE, ()).keys


def test_a_page_of_the_table_is_short_and_its_lists_are_whole(client: FlaskClient) -> None:
    page = page_of(client, "/figures")
    rows, folded = page.select(".grid.rows tbody tr"), page.select(".rest tbody tr")
    assert len(rows) - len(folded) == 30
    assert str(len(folded)) in page.select_one(".rest summary").get_text()  # type: ignore[union-attr]
    assert not page_of(client, "/figures?size=20").select(".rest")
    field = page.select_one("input[name=initiative]")
    assert field is not None
    listed = page.select(f"#{field['list']} option")
    assert str(len(listed)) in str(field["placeholder"]) and len(listed) > 300


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.0, 1361.0, (0, 500, 1000, 1500)),
        (0.0, 31.0, (0, 10, 20, 30, 40)),
        (-20.4, 57.4, (-40, -20, 0, 20, 40, 60)),
        (0.0, 0.8, (0, 0.2, 0.4, 0.6, 0.8)),
        (0.0, 5.0, (0, 2, 4, 6)),
        (0.0, 0.0, (0,)),
        (-3.0, 0.0, (-3, -2, -1, 0)),
    ],
)
def test_the_axis_has_a_few_round_values(low: float, high: float, ticks: tuple[float]) -> None:
    assert round_ticks(low, high) == ticks


def test_years_stand_in_even_steps_within_the_frame() -> None:
    for first, last in ((1996, 2024), (2018, 2023), (1949, 2024)):
        for layout in (WIDE, NARROW):
            told = {("甲", year): 1.0 * year for year in (first, first + 1, last)}
            years = _lines(told, [first, first + 1, last], layout).years
            steps = {int(b) - int(a) for (_, a), (_, b) in pairwise(years)}
            assert len(steps) == 1 and len(years) > 2, (first, layout)
            assert all(layout.left <= x <= layout.width for x, _ in years)


def test_an_unknown_indicator_leads_on_to_those_of_its_words(client: FlaskClient) -> None:
    page = page_of(client, "/compare?indicator=群众安全感")
    near = page.select("section[aria-labelledby=related] a")
    assert 0 < len(near) <= 8 and any("安全感" in a.get_text() for a in near)
    for link in near:
        assert page_of(client, str(link["href"])).select("table.cells td[data-year]")
    search = page.select_one(".nothing a")
    assert search is not None and "群众安全感" in unquote(str(search["href"]))
    assert page_of(client, str(search["href"])).select_one("#found")


@pytest.mark.parametrize("query", ["命案破案率", "命案全破"])
def test_a_query_that_names_an_indicator_tells_of_it_in_a_line(
    client: FlaskClient, query: str
) -> None:
    card = page_of(client, f"/search?q={query}").select_one(".card.indicator")
    assert card is not None
    name = card.select_one("h2 span")
    assert name is not None and name.get_text() in query
    told = card.get_text()
    assert "个数据" in told and "个单位" in told and "年" in told
    link = card.select_one("a")
    assert link is not None and page_of(client, str(link["href"])).select("table.cells")


def test_a_question_for_a_course_is_answered_by_its_years(client: FlaskClient) -> None:
    card = page_of(client, "/search?q=南通命案破案率历年变化").select_one(".card.course")
    assert card is not None
    line, *_ = card.select("li")
    assert line.get_text(" ", strip=True) == "南通市公安局 ： 2020 100%"
    onward, value = card.select_one(".onward a"), line.select_one("span a")
    assert onward is not None and value is not None
    compared = page_of(client, str(onward["href"])).select("table.cells tbody th")
    assert compared and compared[0].get_text() == "南通市公安局"
    assert not any("淮南" in th.get_text() for th in compared)
    assert "100%" in page_of(client, str(value["href"])).get_text()
    assert page_of(client, "/search?q=命案破案率历年变化").select(".card.course td a")


def test_who_narrows_an_indicator_to_a_year_is_told_it_of_that_year(client: FlaskClient) -> None:
    units = page_of(client, "/search?q=破案率&year=2021").select(".of-units tbody tr")
    told = {row.th.get_text(): row.td.get_text(" ", strip=True) for row in units if row.th}  # type: ignore[union-attr]
    assert told["淮南市公安局"] == told["南通市公安局"] == "100%"
    assert told["海安市公安局"] == "本库没有 2021 年的报告"
    of_unit = page_of(client, "/search?q=破案率&source=南通市公安局&year=2021").select(".card li b")
    assert [b.get_text() for b in of_unit] == ["南通市公安局"]


@pytest.mark.parametrize("query", ["群众安全感", "安全感满意度"])
def test_a_query_that_nearly_names_an_indicator_leads_to_those(
    client: FlaskClient, query: str
) -> None:
    card = page_of(client, f"/search?q={query}").select_one(".card.indicator")
    assert card is not None and "安全感满意度" in card.get_text() and card.select("a")


@pytest.mark.parametrize(
    "query", ["平安前哨", "无人机", "群众", "哪个城市命案全破时间最长", "群众&year=2021", ""]
)
def test_other_queries_get_no_line_of_an_indicator(client: FlaskClient, query: str) -> None:
    assert not page_of(client, f"/search?q={query}").select(".card.indicator")


def test_an_answer_leads_to_its_comparison_and_tells_the_next(client: FlaskClient) -> None:
    answer = page_of(client, "/search?q=哪个城市命案全破时间最长").select_one(".answers")
    assert answer is not None
    compared = next(a for a in answer.select("a") if "同类数据比较" in a.get_text())
    assert page_of(client, str(compared["href"])).select("table.cells td[data-year]")
    following = [a.get_text() for a in answer.select(".next a")]
    assert 1 < len(following) <= 3 and "淮南" in following[0] and "9年" in following[1]
    assert "段与本库" not in answer.get_text()


def test_an_unknown_indicator_has_no_chart(client: FlaskClient) -> None:
    assert page_of(client, "/compare?indicator=没有").select(".nothing")
    page_of(client, "/compare.svg?indicator=没有", 404)


def test_results_initiatives_and_reports_lead_to_comparisons_and_figures(
    client: FlaskClient,
) -> None:
    results = page_of(client, "/search?q=平安前哨")
    target = f"/compare?q={quote('平安前哨')}"
    assert [a for a in results.select("a") if a["href"] == target]
    initiative = page_of(client, f"/initiatives/{quote('平安前哨')}")
    assert [a for a in initiative.select("a") if "/compare?initiative=" in str(a["href"])]
    report = page_of(client, "/documents/haian-2024")
    rows = client.get("/api/v1/figures?document=haian-2024").get_json()
    assert len(report.select(".document-figures li")) == rows["total"]
    target = unquote(str(report.select(".para .paragraph-figures")[0]["href"]))
    assert target.startswith("/figures?paragraph=haian-2024")


def test_figures_are_marked_in_the_text_when_wanted(client: FlaskClient) -> None:
    plain = page_of(client, "/documents/haian-2024")
    marked = page_of(client, "/documents/haian-2024?figures=1")
    assert not plain.select(".para mark")
    texts = [p.get_text() for p in plain.select(".para .text")]
    assert [p.get_text() for p in marked.select(".para .text")] == texts
    values = {
        r["value_text"]
        for r in client.get("/api/v1/figures?document=haian-2024").get_json()["rows"]
    }
    assert {m.get_text() for m in marked.select(".para mark")} == values


@pytest.mark.parametrize(
    "question,value",
    [("哪个城市命案全破时间最长", "31年"), ("南通建成多少平安前哨指挥室", "122家")],
)
def test_a_question_is_answered_above_the_hits_with_quote_and_source(
    question: str, value: str, client: FlaskClient
) -> None:
    page = page_of(client, f"/search?q={question}")
    (answer,) = page.select(".answers li")
    (body,) = client.get(f"/api/v1/search?q={question}").get_json()["answers"]
    assert body["value_text"] == value and value in answer.get_text()
    assert body["quote"] in answer.get_text()
    assert client.get(str(answer.select_one("a")["href"]).partition("#")[0]).status_code == 200  # type: ignore[index]
    assert client.get("/api/v1/search?q=平安前哨").get_json()["answers"] == []


def test_strong_words_of_a_theme_choose_the_sentence_before_weak_ones(searcher: Searcher) -> None:
    asked = SearchRequest(filters=Filters(theme=("治安防控",)))
    (theme,) = (t for t in searcher.taxonomy().themes if t.name == "治安防控")
    grid = unit_grid(searcher, asked, "source")
    told = [cell.paragraph.text[cell.start : cell.end] for cell in grid.cells.values()]
    assert told and sum(any(word in text for word in theme.strong) for text in told) == len(told)


def test_a_cell_begins_before_a_semicolon() -> None:
    text = "前一句。全市破获电诈案件80起；追回资金3万元；"
    start = text.index("追回")
    assert text[_begun(text, start, len(text)) :].startswith("全市破获")
    assert _begun(text + "长" * 200, start, start + 200) == start
    assert _begun("破获80起；追回3万元。", 6, 12) == 0


def test_a_cell_goes_on_behind_a_semicolon() -> None:
    text = "破获电诈案件80起；追回资金3万元。下一句。"
    assert text[: _ended(text, 0, text.index("；") + 1)] == "破获电诈案件80起；追回资金3万元。"
    assert _ended(text, 0, text.index("。") + 1) == text.index("。") + 1
    assert _ended("破获80起；" + "长" * 200 + "。", 0, 6) == 6


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("海安 南通 反诈", {"海安市公安局", "南通市公安局"}),
        ("淮南市公安局反诈", {"淮南市公安局"}),
        ("海安和淮南的反诈数据对比", {"海安市公安局", "淮南市公安局"}),
        ("海安、淮南电诈破案多少", {"海安市公安局", "淮南市公安局"}),
    ],
)
def test_units_named_beside_a_theme_can_be_compared_alone(
    query: str, units: set[str], client: FlaskClient
) -> None:
    answer = page_of(client, f"/search?q={query}")
    to, narrowed = answer.select(".propose a")[:2]
    grid = page_of(client, str(to["href"])).select("table.sentences th[scope=row]")
    assert {head.get_text() for head in grid} == units
    listed = page_of(client, str(narrowed["href"]))
    assert listed.select_one(".count strong").get_text() in narrowed.get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("query", "subject", "filters"),
    [
        ("2024年各地反诈数据对比", "反诈", ["theme=反诈", "year=2024"]),
        ("海安 淮南 反诈 2024", "反诈", ["source=海安市公安局", "theme=反诈", "year=2024"]),
        ("海安、淮南2020-2024年反诈多少", "反诈", ["year=2020..2024"]),
        ("海安、淮南2019年反诈", "反诈", ["theme=反诈"]),  # no report of the year
    ],
)
def test_a_year_narrows_the_comparison_and_is_no_word_of_the_subject(
    query: str, subject: str, filters: list[str], client: FlaskClient
) -> None:
    line = page_of(client, f"/search?q={query}").select(".propose a[href*='/compare?']")[0]
    target = unquote(str(line["href"]))
    assert all(one in target for one in filters)
    assert ("year=" in target) == any("year=" in one for one in filters)
    assert f"「{subject}」" in line.parent.get_text()  # type: ignore[union-attr]
    assert page_of(client, str(line["href"])).select("table.sentences")


@pytest.mark.parametrize(
    "query", ["反诈", "海安", "海安 南通", '"海安 反诈"', "全国 反诈", "海安 反诈&entities=0"]
)
def test_what_names_no_units_beside_a_subject_offers_none(query: str, client: FlaskClient) -> None:
    links = page_of(client, f"/search?q={query}").select(".propose a")
    assert not [a for a in links if "source=" in str(a["href"]) and "/compare" in str(a["href"])]


def test_the_name_of_a_theme_is_compared_as_the_theme(client: FlaskClient) -> None:
    answer = client.get("/compare?q=反诈")
    assert answer.status_code == 302
    assert unquote(answer.headers["Location"]).endswith("/compare?theme=反诈")
    by_region = client.get("/compare?q=反诈&by=region").headers["Location"]
    assert unquote(by_region).endswith("/compare?theme=反诈&by=region")
    assert client.get("/compare?q=反诈中心").status_code == 200
    of_year = client.get("/compare?q=反诈&year=2021").headers["Location"]
    assert unquote(of_year).endswith("/compare?theme=反诈&year=2021")
    assert client.get("/compare?q=反诈&genre=工作报告").status_code == 200


def test_each_sentence_of_a_comparison_is_cited_and_the_other_set_is_one_click_away(
    client: FlaskClient,
) -> None:
    page = page_of(client, "/compare?theme=反诈")
    cells = page.select(".sentences td.quotable")
    assert len(cells) == 4
    for cell in cells:
        reference = cell.select_one(".reference")
        assert reference is not None and re.search(r"\. 第\d+段\.$", reference.text)
    other = next(a for a in page.select(".note a") if "反诈" in a.text)
    worded = page_of(client, str(other["href"]))
    count = worded.select_one(".count")
    total = client.get("/api/v1/search?q=反诈&mode=exact").get_json()["total"]
    assert count is not None and count.text.strip().startswith(f"{total} 段")


def test_a_year_alone_is_one_click_away_and_back(client: FlaskClient) -> None:
    years = page_of(client, "/compare?theme=反诈").select(".years a")
    assert len(years) > 1 and [a.text for a in years] == sorted(
        (a.text for a in years), reverse=True
    )
    alone = page_of(client, str(years[0]["href"]))
    assert [th.text for th in alone.select(".sentences thead th")][1:] == [years[0].text]
    assert unquote(str(alone.select(".years a")[0]["href"])).endswith("/compare?theme=反诈")


def test_results_and_aims_tell_other_names_once_and_a_qualified_name_leads_to_the_bare_one(
    client_of: Callable[..., FlaskClient],
) -> None:
    texts = (
        (2022, "财政赤字率控制在2.8%。财政赤字率力争控制在2.7%以内。总体赤字率2.9%。"),
        (2023, "财政赤字率控制在2.6%。赤字率拟按3%安排。"),
        (2024, "财政赤字率控制在2.5%。赤字率力争控制在3%以内。"),
    )
    client = client_of(texts, "year text", themes=True, title="{year}年总结")
    page = page_of(client, "/compare?indicator=财政赤字率")
    assert len(page.select("section[aria-labelledby^=m]")) == 2
    assert len(page.select(".related")) == 1
    near = [a.get_text() for a in page.select("section[aria-labelledby=related] a")]
    assert any(name.startswith("赤字率") for name in near), near
