"""A box on another page is told what the page of results says above its list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


def asked(client: FlaskClient, q: str, **more: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(
        "/api/v1/search", query_string={"q": q, "box": "1", **more}
    ).get_json()
    return found


def frame(client: FlaskClient, q: str, **more: str) -> BeautifulSoup:
    answer = client.get("/embed", query_string={"q": q, **more})
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def test_only_a_box_is_told(boxes: FlaskClient) -> None:
    assert "box" not in boxes.get("/api/v1/search?q=平安驿站").get_json()
    assert boxes.get("/api/v1/search?q=平安驿站&box=maybe").status_code == 400


def test_each_hit_has_its_reference(boxes: FlaskClient) -> None:
    body = asked(boxes, "平安驿站")
    assert len(body["box"]["citations"]) == len(body["hits"])
    assert body["box"]["citations"][0].startswith("乙水县公安局. 乙水县公安局2024年工作报告第4篇[")


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
    body = asked(client, "2618起")
    at = [hit["document"] for hit in body["hits"]].index("e2022")
    [remark] = body["box"]["corrections"][at]
    assert (remark["wrong"], remark["right"]) == ("2618起", "2631起")
    assert (
        remark["url"].startswith("/documents/e2023")
        and remark["title"] in "江阳市公安局2023年工作报告"
    )
    [note] = frame(client, "2618起").select(".hit .corrected")
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
    assert asked(boxes, "2024年电信网络诈骗立案多少")["answers"][0]["value_text"] == "380起"


def test_a_first_year_is_told_with_its_plan(boxes: FlaskClient) -> None:
    first = asked(boxes, "板凳夜谈哪一年开始")["box"]["first"]
    assert (first["name"], first["year"], first["planned"]) == ("板凳夜谈", "2024", True)
    told = frame(boxes, "板凳夜谈哪一年开始").select_one("p.answers")
    assert told is not None and "2024 年" in told.get_text() and "计划" in told.get_text()


def test_when_a_name_began_is_told_where_the_text_says_so(boxes: FlaskClient) -> None:
    found = asked(boxes, "渡口议事亭是哪年开始的")
    assert found["box"]["first"]["begun"] == "2021年6月"
    assert found["box"]["first"]["year"] == "2024" and found["query"]["lacking"] == []
    assert asked(boxes, "量子巡逻犬 平安")["query"]["lacking"] == ["量子巡逻犬"]


@pytest.mark.parametrize("q", ["丙川市公安局反诈", "丙川县公安局电信网络诈骗立案"])
def test_what_the_library_has_not_is_told_without_hits(boxes: FlaskClient, q: str) -> None:
    [name] = asked(boxes, q)["box"]["missing"]
    page = frame(boxes, q)
    assert name.startswith("丙川") and f"本库没有「{name}」的文献" in page.get_text()
    assert not page.select(".hit")


def test_a_year_without_reports_is_told(boxes: FlaskClient) -> None:
    assert asked(boxes, "2019年电信网络诈骗立案")["box"]["years_missing"] == ["2019"]
    assert "本库没有 2019 年的报告" in frame(boxes, "2019年电信网络诈骗立案").get_text()


def test_a_unit_without_a_report_of_the_year_is_told_without_hits(boxes: FlaskClient) -> None:
    q = "乙水县2023年板凳夜谈"
    told, page = asked(boxes, q)["box"], frame(boxes, q)
    assert told["year_gaps"] == [{"unit": "乙水县公安局", "year": "2023", "nearest": ["2024"]}]
    assert told["in_gap"] and not page.select(".hit")
    assert "本库没有乙水县公安局 2023 年的文献" in page.get_text()


def test_a_pasted_sentence_is_said_to_be_printed_or_altered(boxes: FlaskClient) -> None:
    printed = "全年电信网络诈骗立案412起，破案201起"
    assert asked(boxes, printed)["box"]["pasted"]["is_printed"]
    assert "一字不差" in frame(boxes, printed).select_one(".count").get_text()  # type: ignore[union-attr]
    altered = printed.replace("201", "210")
    told = asked(boxes, altered)["box"]["pasted"]
    assert told["is_near"] and ["201", True] in told["difference"]["printed"]
    assert [m.get_text() for m in frame(boxes, altered).select(".near mark")] == ["210", "201"]


def test_whose_reports_there_are_is_told_where_nothing_is_found(boxes: FlaskClient) -> None:
    names = {one["name"] for one in asked(boxes, "警犬")["box"]["held"]}
    assert names == {"甲山市公安局", "乙水县公安局"}
    assert "本库收有" in frame(boxes, "警犬").get_text()


def test_a_title_leads_to_its_report(boxes: FlaskClient) -> None:
    [told] = asked(boxes, "甲山市公安局2023年工作报告第1篇")["box"]["titles"]
    assert told["title"] == "甲山市公安局2023年工作报告第1篇" and told["url"].endswith(
        "/documents/d1"
    )


def test_the_frame_is_light_unless_told_to_follow_the_system(boxes: FlaskClient) -> None:
    assert frame(boxes, "平安").html["data-theme"] == "light"  # type: ignore[index]
    follows = frame(boxes, "平安", colors="auto")
    assert not follows.html.has_attr("data-theme")  # type: ignore[union-attr]
    assert follows.select_one("input[name=colors]") is not None


def test_another_form_that_is_printed_before_the_name_is_told(client: FlaskClient) -> None:
    first = asked(client, "135分钟哪年开始")["box"]["first"]
    assert (first["year"], first["sooner"]) == ("2022", {"name": "1、3、5分钟", "year": "2020"})
    told = frame(client, "135分钟哪年开始").select_one("p.answers")
    assert told is not None and "“1、3、5分钟”更早，见于 2020 年" in told.get_text()
