"""What the library has not of a unit and a year is told, and others are not shown for it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.results import StoredParagraph
from search.sentences.deeds import Deed, ToldDeeds
from tests.web.pages.test_above_the_list import one, soup
from web.pages.results.missing import MissingYear, without_told

ZONE = "云浦市公安局高新技术产业开发区分局"
SAID = (
    ("枫桥县公安局", 2019, "全年道路交通死亡31人，反诈宣传进村。"),
    ("枫桥县公安局", 2021, "全年道路交通死亡27人，反诈宣传进厂。"),
    ("云浦市公安局", 2020, "全市道路交通死亡126人，反诈宣传进校。"),
    (ZONE, 2020, "反诈宣传进企业，劝阻转账13人次。"),
    (ZONE, 2022, "反诈宣传进园区，劝阻转账19人次。"),
)


@pytest.fixture(scope="module")
def library(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(SAID, "source year text", title="{source}{year}年工作总结")


def _open_hits(page: BeautifulSoup) -> list[str]:
    return [hit.text for hit in page.select(".hit") if hit.find_parent("details") is None]


@pytest.mark.parametrize(
    ("typed", "unit", "others"),
    [
        ("枫桥县2020年道路交通死亡多少", "枫桥县公安局", ["2019 年", "2021 年"]),
        ("枫桥 2022 反诈宣传", "枫桥县公安局", ["2019 年", "2021 年"]),
        ("高新分局2021年反诈宣传", ZONE, ["2020 年", "2022 年"]),
    ],
)
def test_a_unit_without_a_report_of_a_year_is_told_and_led_to_its_own_years(
    library: FlaskClient, typed: str, unit: str, others: list[str]
) -> None:
    page = soup(library, f"/search?q={typed}")
    assert f"本库没有{unit} " in one(page, ".count").text and not _open_hits(page)
    [told] = [p for p in page.select(".propose") if "改查" in p.text]
    assert [a.text for a in told.select("a")] == others
    for link in told.select("a"):
        assert "本库没有" not in one(soup(library, str(link["href"])), ".count").text


def test_beside_a_year_without_a_report_stands_who_else_writes_of_it(
    client_of: Callable[..., FlaskClient],
) -> None:
    paper = ("枫桥晚报", 2020, "枫桥县公安局通报，去年道路交通死亡29人。")
    client = client_of((*SAID, paper), "source year text", title="{source}{year}年工作总结")
    for address in ("/search", "/embed"):
        page = soup(client, f"{address}?q=枫桥县公安局2020年反诈宣传")
        [told] = [p for p in page.select(".propose") if "改查" in p.text]
        assert "2020 年写到枫桥县公安局的：枫桥晚报 1 段" in told.text
        [link] = [a for a in told.select("a") if a.text == "枫桥晚报"]
        assert [hit for hit in _open_hits(soup(client, str(link["href"]))) if "29人" in hit]


def test_a_year_that_the_next_report_speaks_of_shows_its_hits(
    client_of: Callable[..., FlaskClient],
) -> None:
    told = ("枫桥县公安局", 2021, "全年道路交通死亡27人，较上年减少3人。")
    for later, is_shown in ((told, True), ((*told[:2], "全年道路交通死亡27人。"), False)):
        client = client_of((later, *SAID[:1], *SAID[2:]), "source year text", title="{year}年总结")
        page = soup(client, "/search?q=枫桥县公安局2020年道路交通死亡人数")
        assert "本库没有枫桥县公安局 2020 年的文献" in page.text
        assert bool(_open_hits(page)) is is_shown


@pytest.mark.parametrize(
    "typed", ["枫桥县2019年道路交通死亡多少", "高新分局 反诈", "枫桥 反诈宣传", "2020年反诈宣传"]
)
def test_what_the_library_has_is_not_told_as_missing(library: FlaskClient, typed: str) -> None:
    page = soup(library, f"/search?q={typed}")
    told = [one(page, ".count").text, *(p.text for p in page.select(".propose"))]
    assert not any("本库没有" in text for text in told) and _open_hits(page)


def test_of_two_units_only_that_without_the_year_is_told(library: FlaskClient) -> None:
    page = soup(library, "/search?q=枫桥 高新分局 2022 反诈宣传")
    assert "本库没有枫桥县公安局 2022 年的文献" in one(page, "#found").text
    assert len(_open_hits(page)) == 1


@pytest.mark.parametrize(
    "typed", ["反诈机器狗有哪些做法", "机器狗反诈怎么做的", "我们单位机器狗反诈的情况怎么样"]
)
def test_a_question_of_what_is_nowhere_shows_nothing_for_it(
    library: FlaskClient, typed: str
) -> None:
    page = soup(library, f"/search?q={typed}")
    assert "机器狗" in one(page, ".count").text and not _open_hits(page)


@pytest.mark.parametrize(
    "typed",
    ["我们单位反诈宣传有哪些做法", "反诈宣传情况怎么样", "反诈宣传数据", "反诈宣传 数据"],
)
def test_words_that_only_ask_are_not_looked_for(library: FlaskClient, typed: str) -> None:
    page = soup(library, f"/search?q={typed}")
    assert one(page, "[data-total]")["data-total"] == "5" and _open_hits(page)
    assert "分散" not in one(page, ".count").text


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [("盗窃 2019年", False), ("盗窃 2020年", False), ("抢劫 2020年", False), ("盗窃 2017年", True)],
)
def test_a_year_that_a_column_names_is_not_told_as_missing(
    client_of: Callable[..., FlaskClient], typed: str, is_told: bool
) -> None:
    row = "指标：盗窃立案（起）；2019年：318；2020年：280"
    lines = [
        {"id": f"c{n}#1", "document": f"c{n}", "title": "统计表", "year": 2021 + n, "text": text}
        for n, text in enumerate((row, "全年盗窃立案204起，抢劫立案3起。"))
    ]
    client = client_of(lines)
    page = soup(client, f"/search?q={typed}")
    assert any("年的报告" in told.text for told in page.select(".propose")) == is_told


def test_what_is_told_in_clauses_has_its_scattered_hits_open(library: FlaskClient) -> None:
    assert _open_hits(soup(library, "/search?q=厂里打工妹老受骗没人宣传"))
    page = soup(library, "/search?q=打工妹老受骗，厂里没人宣传")
    assert _open_hits(page) and "含全部词" not in one(page, ".count").text


APART = "全年道路交通死亡31人，反诈宣传进村。{}反诈宣传进企业，劝阻转账13人次。"


@pytest.mark.parametrize("between", ["", "\n", "  "])
def test_sentences_of_several_paragraphs_are_all_told_as_printed(
    library: FlaskClient, between: str
) -> None:
    page = soup(library, f"/search?q={quote(APART.format(between))}")
    assert "每一句库中都有，一字不差，只是不在一段里连着写" in one(page, ".count").text
    assert len(_open_hits(page)) == 2 and not page.select(".near")
    other = soup(library, f"/search?q={quote(APART.format(between).replace('31', '32'))}")
    assert "每一句" not in one(other, ".count").text
    assert "库中没有「全年道路交通死亡32人,反诈宣传进村」这样的句子" in other.text


def test_sentences_of_paragraphs_in_a_row_are_told_so(
    client_of: Callable[..., FlaskClient],
) -> None:
    texts = ["民警走访渔村三百余户。", "船员信息全部逐一登记。", "渔港巡逻增到一日两次。"]
    client = client_of(((f"d#{n}", text) for n, text in enumerate(texts, 1)), "id text")
    told = {
        at: one(soup(client, f"/search?q={texts[0]}{texts[at]}"), ".count").text for at in (1, 2)
    }
    assert "是同一篇里相连的 2 段" in told[1] and "只是不在一段里连着写" in told[2]


def test_a_quoted_sentence_is_known_behind_whose_and_of_which_year_it_is(
    library: FlaskClient,
) -> None:
    for lead in ("城关区2023年", "城关分局工作总结："):
        page = soup(library, f"/search?q={quote(lead + '反诈宣传进企业，劝阻转账13人次')}")
        assert "与此句最接近" in one(page, ".count").text
        assert lead.rstrip("：") in one(page, ".near").text
        assert not page.select(".card")


def test_an_amount_is_no_year_without_reports(library: FlaskClient) -> None:
    assert "本库没有 1923 年" in soup(library, "/search?q=1923年反诈宣传").text
    assert "本库没有 1923 年" not in soup(library, "/search?q=反诈宣传1923人次").text


def test_instead_of_a_year_that_no_report_is_of_the_units_own_years_are_offered(
    client: FlaskClient,
) -> None:
    page = BeautifulSoup(client.get("/search?q=2023年南通电诈").text, "html.parser")
    [told] = [p for p in page.select(".propose, .notes p, p") if "本库没有 2023 年的报告" in p.text]
    assert [a.text for a in told.select("a")] == ["2020 年", "2021 年"]


def test_of_what_is_nowhere_all_units_of_the_library_are_offered(
    client_of: Callable[..., FlaskClient],
) -> None:
    units = [f"{name}县公安局" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"]
    said = [(unit, 2020, "全年道路交通死亡人数下降。") for unit in units]
    few = client_of(said[:11], "source year text")
    held = one(soup(few, "/search?q=直升机"), ".nothing").text
    assert all(unit in held for unit in units[:11]) and "另有" not in held
    many = one(soup(client_of(said, "source year text"), "/search?q=直升机"), ".nothing").text
    assert "另有 2 个" in many and sum(unit in many for unit in units) == 20


@pytest.mark.parametrize(
    "typed",
    [
        "（一）全年道路交通死亡126人，反诈宣传进校，连续两年下降。",
        "老人要把二十八万元转给专案组，谁劝都不听她的话",
        "老人要把三十八万元转给专案组，谁劝都不听她的话",
    ],
)
def test_above_a_pasted_sentence_stands_no_card_of_what_is_in_it(
    client_of: Callable[..., FlaskClient], typed: str
) -> None:
    said = (
        ("云浦市公安局", 2020, "全年道路交通死亡126人，反诈宣传进校，连续两年下降。"),
        ("云浦晚报", 2022, "老人要把二十八万元转给“专案组”，谁劝都不听她的话。"),
    )
    page = soup(client_of(said, "source year text"), f"/search?q={typed}")
    assert not page.select(".card") and len(_open_hits(page)) == 1


@pytest.mark.parametrize("typed", ["枫桥2020年旅游投诉", "枫桥县公安局2020年醉酒救助月报"])
def test_a_year_of_which_a_table_bears_the_units_place_in_its_title_is_not_missing(
    client_of: Callable[..., FlaskClient], typed: str
) -> None:
    table = {"title": "枫桥县2020年旅游警务月报", "year": 2020}
    rows = [table | {"text": f"月份：{n}月；旅游投诉（件）：{30 + n}"} for n in range(1, 5)]
    reports = [{"source": unit, "year": year, "text": text} for unit, year, text in SAID]
    page = soup(client_of([*reports, *rows], id="d{n}#1"), f"/search?q={typed}")
    assert "本库没有" not in one(page, ".count").text
    assert "以上是别的单位的" not in page.text


@pytest.mark.parametrize(("source", "gaps"), [(None, ()), ("云浦市公安局", ("2020",))])
def test_a_year_that_a_document_without_a_unit_answers_is_not_told_as_missing(
    source: str | None, gaps: tuple[str, ...]
) -> None:
    text = "月份：2月；旅游投诉（件）：31"
    read = StoredParagraph(id="a#1", slug="a", ordinal=1, text=text, source=source, year=2020)
    said = ToldDeeds((Deed(read, 0, len(text)),))
    lacking = without_told({"year_gaps": (MissingYear("2020", ()),), "is_in_gap": True}, said)
    assert tuple(gap.year for gap in lacking["year_gaps"]) == gaps
    assert lacking["is_in_gap"] == bool(gaps)
    told = without_told({"year_gaps": (MissingYear("2020", ()),), "is_in_gap": True}, None, [2020])
    assert not told["year_gaps"] and not told["is_in_gap"]


def test_where_a_rule_answers_it_is_not_said_that_nothing_is_found(
    client_of: Callable[..., FlaskClient],
) -> None:
    rules = client_of(
        (("枫桥县公安局", 2021, "一、保障", "县局为每名队员投保60万元意外伤害险。"),),
        "source year heading text",
        title="枫桥县公安局护路队管理办法",
    )
    page = soup(rules, "/search?q=意外险保多少")
    assert "60万元" in one(page, ".answers").text and not page.select(".nothing")
    assert "没有找到" not in one(page, ".count").text


def test_what_is_done_with_a_thing_is_no_part_of_its_name(
    client_of: Callable[..., FlaskClient],
) -> None:
    client = client_of([("云浦市公安局", 2020, "外卖骑手参照哨兵管理。")], "source year text")
    assert "本库没有" not in one(soup(client, "/search?q=骑手可以参加哨兵队吗"), ".count").text
    assert (
        "本库没有「雷豹队」" in one(soup(client, "/search?q=骑手可以参加雷豹队吗"), ".count").text
    )
