"""A basket's file holds the chosen paragraphs in order, and tells what has become of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import bibtexparser
import docx
import openpyxl
import rispy
from docx.oxml.ns import qn
from flask.testing import FlaskClient

from indexer.model.documents import text_hash
from search.searcher import Searcher
from web.exports.basket import MOST_ITEMS
from web.exports.markdown import plain

IDS = ("nantong-2021#9", "haian-2024#2", "nanjing-2022#1")


def post(client: FlaskClient, ending: str, items: str, name: str = "") -> bytes:
    response = client.post(f"/basket.{ending}", data={"items": items, "name": name})
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.data


def test_paragraphs_stand_in_the_chosen_order(client: FlaskClient, searcher: Searcher) -> None:
    data = post(client, "docx", "\n".join(IDS), "反诈材料")
    report = docx.Document(io.BytesIO(data))
    assert report.paragraphs[0].text == "摘编：反诈材料"
    texts = [searcher.paragraph(id).text for id in IDS]
    assert [p.text for p in report.paragraphs if p.text in texts] == texts
    assert len(list(report.element.iter(qn("w:footnoteReference")))) == 3
    assert not any("检索地址" in p.text for p in report.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(post(client, "xlsx", "\n".join(IDS))))
    assert [row[1].value for row in book["摘编篮"].iter_rows(min_row=2)] == list(IDS)


def test_ticked_paragraphs_of_a_page_come_without_scripting(client: FlaskClient) -> None:
    data = client.post("/basket.md", data={"id": [IDS[1], IDS[0], IDS[1]]}).get_data(as_text=True)
    assert data.count("## ") == 2 and "[^2]: " in data
    assert data.index("海安市公安局 2024年年度综述") < data.index("平安答卷谱新篇")


def test_what_has_changed_moved_or_gone_is_told(client: FlaskClient, searcher: Searcher) -> None:
    right = text_hash(searcher.paragraph(IDS[0]).text)
    items = f"{right} {IDS[0]}\n{right} nantong-2021#3\n00000000 {IDS[1]}\n00000000 gone-1#4"
    found = {f["id"]: f for f in client.post("/basket.json", data={"items": items}).get_json()}
    states = [found[id]["state"] for id in (IDS[0], "nantong-2021#3", IDS[1], "gone-1#4")]
    assert states == ["same", "moved", "changed", "gone"]
    assert "第9段" in found["nantong-2021#3"]["remark"]
    text = post(client, "md", items).decode()
    assert "移到了第9段" in text and "已有改动" in text and "未能收入：gone-1" in text


def test_nothing_ticked_and_too_much_are_told(client: FlaskClient) -> None:
    assert client.post("/basket.docx").get_json()["code"] == "bad_parameter"
    many = "\n".join(f"a#{n}" for n in range(MOST_ITEMS + 1))
    assert client.post("/basket.csv", data={"items": many}).get_json()["limit"] == MOST_ITEMS
    assert client.post("/basket.exe", data={"id": IDS[0]}).status_code == 404


def test_markdown_shows_every_character_of_the_text() -> None:
    assert plain("# 一*二*\n- 三\n1. 四") == "\\# 一\\*二\\*  \n\\- 三  \n1\\. 四"


def test_the_page_needs_no_items(client: FlaskClient) -> None:
    assert "摘编篮" in client.get("/basket").get_data(as_text=True)


def test_a_warning_stays_on_the_page_of_its_text(client: FlaskClient) -> None:
    ids = [h["id"] for h in client.get("/api/v1/search?q=平安").get_json()["hits"]]
    answer = client.post("/basket.docx", data={"id": ids})
    told = docx.Document(io.BytesIO(answer.get_data())).paragraphs
    warned = [n for n, p in enumerate(told) if p.text.startswith("〔出处不全")]
    assert warned
    assert all(told[n - 1].paragraph_format.keep_with_next for n in warned)


def test_a_note_of_ones_own_goes_into_every_file(client: FlaskClient, searcher: Searcher) -> None:
    right = text_hash(searcher.paragraph(IDS[0]).text)
    items = f"{right} {IDS[0]}\t对照用，=待核\n{IDS[1]}\n00000000 {IDS[2]}\t第二条"
    told = [p.text for p in docx.Document(io.BytesIO(post(client, "docx", items))).paragraphs]
    at = told.index(searcher.paragraph(IDS[0]).text)
    assert told[at + 1] == "批注：对照用，=待核"
    assert sum(text.startswith("批注：") for text in told) == 2
    rows = list(csv.DictReader(io.StringIO(post(client, "csv", items).decode("utf-8-sig"))))
    assert rows[0]["备注"] == "对照用，=待核" and rows[1]["备注"] == ""
    assert rows[2]["备注"].startswith("第二条；收入摘编篮后")
    assert "批注：对照用" in post(client, "md", items).decode()
    assert rispy.loads(post(client, "ris", items).decode())[0]["notes"][0].startswith(
        "批注：对照用"
    )
    found = bibtexparser.parse_string(post(client, "bib", items).decode()).entries
    assert found[0]["note"].startswith("批注：对照用") and "批注" not in found[1]["note"]


def test_the_table_of_a_basket_claims_no_search_and_no_address_of_this_machine(
    client: FlaskClient,
) -> None:
    items = "\n".join(IDS)
    rows = list(csv.DictReader(io.StringIO(post(client, "csv", items).decode("utf-8-sig"))))
    assert {row["匹配"] for row in rows} == {""} == {row["永久链接"] for row in rows}
    there = client.post("/basket.csv", data={"items": items}, headers={"Host": "reports.example"})
    rows = list(csv.DictReader(io.StringIO(there.data.decode("utf-8-sig"))))
    assert all(row["永久链接"].startswith("http://reports.example/documents/") for row in rows)


def test_many_notes_are_no_body_that_is_too_long(client: FlaskClient) -> None:
    items = "\n".join(f"{IDS[0]}x{n}\t{'很长的批注' * 40}" for n in range(200))
    sent = {"data": {"items": items}, "content_type": "multipart/form-data"}  # as the page does
    assert client.post("/basket.json", **sent).status_code == 200


def test_what_a_reference_lacks_is_told_once_for_a_document(client: FlaskClient) -> None:
    ids = "\n".join(("nantong-2021#1", "nantong-2021#2", "nanjing-2022#1"))
    told = [p.text for p in docx.Document(io.BytesIO(post(client, "docx", ids))).paragraphs]
    lacking = sum(
        "出处不全" in client.get("/documents/" + slug).text
        for slug in ("nantong-2021", "nanjing-2022")
    )
    assert sum(text.startswith("〔出处不全") for text in told) == lacking


def test_what_was_corrected_later_is_told_on_the_page_as_in_the_file(
    client_of: Callable[..., FlaskClient],
) -> None:
    said = (
        (2022, "全年电信网络诈骗立案2618起，破案705起。"),
        (2023, "上年报告中2022年电信网络诈骗立案2618起有误，应更正为2631起。"),
    )
    client = client_of(
        said, "year text", source="渌宁市公安局", title="渌宁市公安局{year}年工作总结"
    )
    [told] = client.post("/basket.json", data={"items": "d0#1"}).get_json()
    assert told["state"] == "same" and "“2618起”后更正为“2631起”" in told["remark"]
    assert told["remark"] in post(client, "md", "d0#1").decode()
