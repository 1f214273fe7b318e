"""What one unit does not write is said of it; what a reader narrowed to is shown open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.pages.test_above_the_list import one, soup

SAID = (
    ("枫桥日报", 2018, "枫桥县交通安全。"),
    ("枫桥县公安局", 2019, "全年道路交通死亡31人，巡逻队进村宣传。"),
    ("枫桥县公安局", 2021, "全年道路交通死亡27人，警务航空队有无人机三架。"),
    ("云浦市公安局", 2020, "全市无人机巡逻七百架次，“云雀哨”启用，民警程远山获奖。"),
    ("云浦市公安局", 2021, "涉外案件的损失折合人民币三百万元，诈骗案件下降。"),
    ("青石县公安局", 2021, "全县诈骗案件下降，群众满意。"),
    *(("青石县公安局", year, "诈骗案件下降。") for year in (2015, 2016, 2017)),
    *(("青石县公安局", year, "群众满意。") for year in range(1990, 2010)),
)


@pytest.fixture(scope="module")
def library(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(SAID, "source year text", title="{source}{year}年三色手环工作总结")


@pytest.mark.parametrize(
    ("typed", "said", "led_to"),
    [
        ("青石 无人机", "青石的报告没有写到“无人机”", ["云浦市公安局", "枫桥县公安局"]),
        ("青石县无人机", "青石县的报告没有写到“无人机”", ["云浦市公安局", "枫桥县公安局"]),
        ("枫桥2019年无人机", "枫桥 2019 年的报告没有写到“无人机”", ["2021 年"]),
        ("青石哪年启动云雀哨", "青石的报告没有写到“云雀哨”", ["云浦市公安局"]),
        ("云雀哨2021年巡了多少次", "2021 年的报告没有写到“云雀哨”", ["2020 年"]),
        ("程远山 2021年", "2021 年的报告没有写到“程远山”", ["2020 年"]),  # in no quotation marks
        (  # what is met is told beside the thing that is not
            "枫桥宣传涉外",
            "枫桥的报告没有写到“涉外”，写到“宣传”的有 1 段",
            ["云浦市公安局"],
        ),
    ],
)
def test_what_a_unit_does_not_write_is_said_and_who_does(
    library: FlaskClient, typed: str, said: str, led_to: list[str]
) -> None:
    page = soup(library, f"/search?q={typed}")
    assert said in one(page, ".count").text
    [told] = [p for p in page.select(".propose") if "写到「" in p.text]
    assert [a.text for a in told.select("a")] == led_to


@pytest.mark.parametrize(
    "typed", ["枫桥推广无人机", "枫桥 无人机", "云浦2020年无人机", "无人机", "枫桥道路死亡人"]
)
def test_what_is_written_is_not_said_to_be_missing(library: FlaskClient, typed: str) -> None:
    assert "没有写到" not in one(soup(library, f"/search?q={typed}"), "#found").text


def test_what_a_newspaper_of_the_place_leaves_out_says_nothing_of_the_unit(
    library: FlaskClient,
) -> None:
    told = one(soup(library, "/search?q=枫桥2018年无人机"), "#found").text
    assert "本库没有枫桥 2018 年的文献" in told and "没有写到" not in told


def test_other_words_for_the_subject_are_no_silence(library: FlaskClient) -> None:
    assert "没有写到" not in one(soup(library, "/search?q=青石 诈骗案件数"), "#found").text


def test_a_noun_that_is_part_of_another_name_is_not_what_is_asked(library: FlaskClient) -> None:
    page = soup(library, "/search?q=数字人民币诈骗怎么防")
    assert "没有一段写出“数字人民币”" in one(page, ".count").text
    assert all(hit.find_parent("details") for hit in page.select(".hit"))


def test_what_only_a_title_has_is_not_said_to_be_nowhere(library: FlaskClient) -> None:
    told = one(soup(library, "/search?q=手环诈骗"), "#found").text
    assert "只有标题里有" in told and "库中没有「手环」" not in told


def test_of_an_altered_sentence_the_nearest_are_counted_and_printed_to_their_end(
    library: FlaskClient,
) -> None:
    page = soup(library, "/search?q=涉外案件的损失折合人民币四百万元，诈骗案件下降。")
    assert "没有一字不差的，1 段与此句最接近" in one(page, ".count").text
    assert "诈骗案件下降。" in page.select(".near p")[1].text


def test_of_equal_values_in_another_writing_it_is_said_that_they_are_equal(
    library: FlaskClient,
) -> None:
    page = soup(library, "/search?q=涉外案件的损失折合人民币300万元，诈骗案件下降。")
    assert "文字和数值都相同" in one(page, ".near").text and not page.select(".near mark")


def test_of_a_newspaper_that_does_not_write_of_it_nothing_is_told_as_found(
    library: FlaskClient,
) -> None:
    page = soup(library, "/search?q=枫桥日报怎么写缉私的")
    assert "没有一段写出“缉私”" in one(page, ".count").text


@pytest.mark.parametrize("typed", ["交通满意", "交通满意是什么", "什么叫交通满意"])
def test_a_name_that_stands_nowhere_is_told_so_though_its_words_do_not(
    library: FlaskClient, typed: str
) -> None:
    assert "没有一段写出“交通满意”" in one(soup(library, f"/search?q={typed}"), ".count").text
    boxed = soup(library, f"/api/v1/box?q={typed}")
    assert "没有一段写出“交通满意”" in one(boxed, ".count").text


def test_who_has_narrowed_sees_what_was_counted(library: FlaskClient) -> None:
    def shown(address: str) -> int:
        hits = soup(library, address).select(".hit")
        return sum(hit.find_parent("details") is None for hit in hits)

    assert shown("/search?q=直升机诈骗") == 0
    assert shown("/search?q=直升机诈骗&source=青石县公安局") == 4


def test_who_writes_it_is_who_has_all_of_it(client: FlaskClient) -> None:
    page = soup(client, "/search?q=南通110接处警数量")
    [told] = [p for p in page.select(".propose") if "写到「" in p.text]
    assert [a.text for a in told.select("a")] == ["淮南市公安局"]


def test_a_question_of_which_a_word_is_nowhere_is_not_answered_by_the_others(
    client_of: Callable[..., FlaskClient],
) -> None:
    texts = [
        ("临蓼市公安局", 2021, "船上孩子暑期托管办了五期，全年接警多，群众来信不少。"),
        ("临蓼市公安局", 2022, "给孩子上学开证明，少跑几趟岸，警方上门。"),
        ("穗皋市公安局", 2021, "外地收割机开进来，找回丢失农机九台，孩子跟着学。"),
    ]
    asked = client_of(texts, "source year text")
    told = one(soup(asked, "/search?q=临蓼打拐找到多少孩子"), ".count").text
    assert told.strip().startswith("没有一段")


@pytest.mark.parametrize(
    ("typed", "told"),
    [("南通反诈", "只看这 2 段"), ("南通电信诈骗立案", "只看主题“反诈”的 2 段")],
)
def test_what_a_theme_is_searched_for_is_called_so(
    client: FlaskClient, typed: str, told: str
) -> None:
    """Its paragraphs need not print what was asked."""
    page = soup(client, f"/search?q={typed}")
    assert told in [a.text for a in page.select(".propose a")]


def test_beside_an_answer_no_names_that_are_only_alike_are_offered(
    client_of: Callable[..., FlaskClient],
) -> None:
    texts = [
        ("鹭汀县公安局", 2024, "鹭汀县已连续十六年命案全破，群众安全感高。"),
        ("砚浦市公安局", 2024, "现行命案连续十年全破。"),
    ]
    page = soup(client_of(texts, "source year text"), "/search?q=鹭汀县已连续十六年命案全破")
    assert "十六年" in one(page, ".answers").text
    assert not page.select(".card.indicator")
