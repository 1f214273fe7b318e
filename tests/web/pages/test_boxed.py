"""A box on another page is told what the page of results says above its list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

TEXTS = [
    ("甲山市公安局", 2023, "全年电信网络诈骗立案412起，破案201起。"),
    ("甲山市公安局", 2024, "全年电信网络诈骗立案380起，破案190起。"),
    ("甲山市公安局", 2024, "明年打算开展“板凳夜谈”，覆盖全部行政村。"),
    ("乙水县公安局", 2024, "新建“平安驿站”九处，司机可以歇脚。"),
    ("乙水县公安局", 2024, "平安建设考核居全省前列。"),
    ("乙水县公安局", 2024, "“渡口议事亭”自2021年6月设立以来，调解纠纷83起。"),
]


@pytest.fixture(scope="module")
def boxes(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    lines = [
        {"id": f"d{i}#1", "document": f"d{i}", "title": f"{who}{year}年工作报告第{i}篇"}
        | {"text": text, "year": year, "source": who, "date": f"{year}-12-2{i}"}
        for i, (who, year, text) in enumerate(TEXTS, 1)
    ]
    return client_of(lines)


def frame(client: FlaskClient, q: str, at: str = "/embed", **more: str) -> BeautifulSoup:
    answer = client.get(at, query_string={"q": q, **more})
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def boxed(client: FlaskClient, q: str) -> BeautifulSoup:
    """What the component is told."""
    return frame(client, q, "/api/v1/box")


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def test_the_component_is_told_what_the_frame_shows(boxes: FlaskClient) -> None:
    framed, told = frame(boxes, "平安驿站"), boxed(boxes, "平安驿站")
    for which in (".count", ".hit h2", ".hit .text", ".divider"):
        assert [str(one) for one in framed.select(which)] == [
            str(one) for one in told.select(which)
        ]
    assert not told.select("form, script, link") and not frame(boxes, "").select(".count")
    assert not boxes.get("/api/v1/box").get_data(as_text=True).strip()


def test_each_hit_has_its_reference_and_leads_to_its_place(boxes: FlaskClient) -> None:
    hit = boxed(boxes, "平安驿站").select(".hit")[0]
    reference = hit.select_one(".reference").get_text()  # type: ignore[union-attr]
    assert reference.startswith("乙水县公安局. 乙水县公安局2024年工作报告第4篇[")
    assert "q=" in str(hit.select_one("h2 a")["href"])  # type: ignore[index]


def test_a_figure_through_the_years_is_told(boxes: FlaskClient) -> None:
    told = boxed(boxes, "甲山电信网络诈骗立案历年").select_one(".course")
    assert told is not None and {"412起", "380起"} <= {a.get_text() for a in told.select("li a")}


def test_a_figure_that_a_later_report_corrects_is_not_shown_bare(
    client_of: Callable[..., FlaskClient],
) -> None:
    told = [
        (2022, "全年电信网络诈骗立案2618起，破案1104起。"),
        (2023, "上年报告中2022年电信网络诈骗立案2618起有误，应更正为2631起。"),
    ]
    client = client_of(
        {"id": f"e{year}#1", "document": f"e{year}", "title": f"江阳市公安局{year}年工作报告"}
        | {"source": "江阳市公安局", "year": year, "text": text}
        for year, text in told
    )
    for page in (frame(client, "2618起"), boxed(client, "2618起")):
        [note] = page.select(".hit .corrected")
        assert "“2618起”后更正为 2631起" in " ".join(note.get_text().split())


def test_hits_with_a_part_of_the_words_are_not_counted_in_the_frame(boxes: FlaskClient) -> None:
    page = frame(boxes, "平安驿站")
    assert page.select_one(".count strong").get_text() == "1 段"  # type: ignore[union-attr]
    assert [d.get_text(" ", strip=True) for d in page.select(".divider")] == [
        "分散命中 以下各段只含一部分词 · 1 段"
    ]
    assert [p.get_text() for p in page.select(".lacks")] == ["缺：驿站"]


def test_a_question_is_answered_in_the_frame(boxes: FlaskClient) -> None:
    told = frame(boxes, "2024年电信网络诈骗立案多少").select_one(".answers")
    assert told is not None and told.b is not None and told.b.get_text() == "380起"


def test_a_first_year_is_told_with_its_plan(boxes: FlaskClient) -> None:
    told = frame(boxes, "板凳夜谈哪一年开始").select_one("p.answers")
    assert told is not None and "2024 年" in told.get_text() and "计划" in told.get_text()


def test_when_a_name_began_is_told_where_the_text_says_so(boxes: FlaskClient) -> None:
    told = text_of(boxed(boxes, "渡口议事亭是哪年开始的"))
    assert "始于 2021年6月 原文写明" in told and "最早见于 2024 年" in told


@pytest.mark.parametrize("q", ["丙川市公安局反诈", "丙川县公安局电信网络诈骗立案"])
def test_what_the_library_has_not_is_told_without_hits(boxes: FlaskClient, q: str) -> None:
    page = frame(boxes, q)
    assert "本库没有「丙川" in page.get_text()
    assert not page.select(".hit")


def test_a_year_without_reports_is_told(boxes: FlaskClient) -> None:
    assert "本库没有 2019 年的报告" in frame(boxes, "2019年电信网络诈骗立案").get_text()


def test_a_unit_without_a_report_of_the_year_is_told_without_hits(boxes: FlaskClient) -> None:
    q = "乙水县2023年板凳夜谈"
    page = frame(boxes, q)
    assert not page.select(".hit")
    assert "本库没有乙水县公安局 2023 年的文献" in page.get_text()


def test_a_pasted_sentence_is_said_to_be_printed_or_altered(boxes: FlaskClient) -> None:
    printed = "全年电信网络诈骗立案412起，破案201起"
    assert "一字不差" in frame(boxes, printed).select_one(".count").get_text()  # type: ignore[union-attr]
    altered = printed.replace("201", "210")
    assert [m.get_text() for m in frame(boxes, altered).select(".near mark")] == ["210", "201"]


def test_whose_reports_there_are_is_told_where_nothing_is_found(boxes: FlaskClient) -> None:
    told = text_of(boxed(boxes, "警犬"))
    assert "本库收有" in told and "甲山市公安局" in told and "乙水县公安局" in told


def test_a_title_leads_to_its_report(boxes: FlaskClient) -> None:
    [told] = boxed(boxes, "甲山市公安局2023年工作报告第1篇").select(".titled a")[:1]
    assert told.get_text() == "《甲山市公安局2023年工作报告第1篇》"
    assert str(told["href"]).endswith("/documents/d1")


def test_the_frame_is_light_unless_told_to_follow_the_system(boxes: FlaskClient) -> None:
    assert frame(boxes, "平安").html["data-theme"] == "light"  # type: ignore[index]
    follows = frame(boxes, "平安", colors="auto")
    assert not follows.html.has_attr("data-theme")  # type: ignore[union-attr]
    assert follows.select_one("input[name=colors]") is not None


def test_another_form_that_is_printed_before_the_name_is_told(client: FlaskClient) -> None:
    told = frame(client, "135分钟哪年开始").select_one("p.answers")
    assert told is not None and "“1、3、5分钟”更早，见于 2020 年" in told.get_text()
