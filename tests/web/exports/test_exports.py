"""Files hold what the page shows, and nothing in them runs."""

from __future__ import annotations

import csv
import io
import itertools
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from flask.testing import FlaskClient
from lxml import etree
from openpyxl.utils import column_index_from_string

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.searcher import Searcher, open_searcher
from web.app import create_app
from web.exports.csv import neutralised
from web.exports.docx import EXCERPT, printable
from web.exports.download import disposition
from web.exports.sheet import header
from web.exports.xlsx import CELL_CHARS, fitting

QUERIES = ["q=平安前哨", "q=平安", "", "q=平安&size=2", "q=平安&source=南通市公安局"]


def _csv_rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("query", QUERIES)
def test_the_number_of_rows_is_the_stated_total(query: str, client: FlaskClient) -> None:
    body = client.get(f"/search.json?{query}").get_json()
    rows = _csv_rows(client.get(f"/search.csv?{query}").data)
    assert tuple(rows[0]) == header()
    assert len(rows) - 1 == body["total"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/search.xlsx?{query}").data))
    assert book["检索结果"].max_row - 1 == body["total"]
    report = docx.Document(io.BytesIO(client.get(f"/search.docx?{query}").data))
    styles = [p.style.name for p in report.paragraphs if p.style is not None]
    assert styles.count(EXCERPT) == body["total"]
    slugs = [row[1].partition("#")[0] for row in rows[1:]]
    assert styles.count("Heading 2") == len([*itertools.groupby(slugs)])  # each title once in a row


def test_rows_are_in_the_order_of_the_page(client: FlaskClient) -> None:
    ids = [h["id"] for h in client.get("/search.json?q=平安&size=100").get_json()["hits"]]
    rows = _csv_rows(client.get("/search.csv?q=平安").data)
    assert [row[1] for row in rows[1:]] == ids


def test_lines_end_in_crlf_and_text_is_whole(client: FlaskClient) -> None:
    data = client.get("/search.csv?q=平安前哨").data
    assert data.endswith(b"\r\n")
    hits = client.get("/search.json?q=平安前哨").get_json()["hits"]
    assert [row[13] for row in _csv_rows(data)[1:]] == [h["text"] for h in hits]


_FORMULAS = ["=1+1", "+86", "-1", "@SUM(A1)", "＝1", "＠a", "\tx", "\rx", "\nx", "\x1fx"]
_HIDDEN = [
    before + "=1+1" for before in ("\n", "\t", "\r\n", " ", "　", "\xa0", "\ufeff", "\u200b")
]


@pytest.mark.parametrize("start", [*_FORMULAS, *_HIDDEN])
def test_what_could_begin_a_formula_is_neutralised(start: str) -> None:
    assert neutralised(start) == "'" + start
    assert neutralised("平安" + start) == "平安" + start


@pytest.mark.parametrize("text", ["", "平安=1", "　　平安前哨", " 3-4月", "（+86）"])
def test_a_cell_without_danger_stays_as_it_is(text: str) -> None:
    assert neutralised(text) == text


@pytest.fixture(scope="module")
def long_texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Twenty paragraphs of 200,000 characters."""
    folder = tmp_path_factory.mktemp("long")
    line = json.dumps("平安前哨。" + "走访巡逻调处，" * 28_000, ensure_ascii=False)
    lines = (f'{{"id": "long-{n}", "text": {line}}}\n' for n in range(20))
    (folder / "in.jsonl").write_text("".join(lines), "utf-8")
    settings = Settings(index=str(folder / "index"), corpus=str(folder))
    rebuild(str(folder / "in.jsonl"), settings, BuildOptions())
    searcher = open_searcher(settings)
    yield searcher
    searcher.close()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx"])
def test_a_file_of_long_texts_costs_little_memory_and_gives_it_back(
    ending: str, long_texts: Searcher
) -> None:
    client = create_app(Settings(), long_texts).test_client()
    client.get(f"/search.{ending}?q=没有").close()  # imports what it needs
    tracemalloc.start()
    try:
        size = sum(len(piece) for piece in client.get(f"/search.{ending}?q=前哨").iter_encoded())
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > (10_000_000 if ending == "csv" else 10_000)
    # What is left are the paragraphs that were read last: 1.5 million characters of two bytes.
    assert peak < 48e6 and left < 4e6, (peak, left)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx"])
def test_too_many_bytes_are_refused_before_the_first_one_is_sent(
    ending: str, client_with: Callable[..., FlaskClient]
) -> None:
    whole = client_with().get(f"/search.{ending}?q=平安").data
    refused = client_with(max_bytes=4_000).get(f"/search.{ending}?q=平安")
    assert refused.status_code == 400 and len(whole) > 4_000
    assert refused.get_json()["code"] == "export_too_many_bytes"
    assert refused.get_json()["limit"] == 4_000
    page = client_with(max_bytes=4_000).get(f"/search.{ending}?q=平安&export=page&size=1")
    assert page.status_code == 200 and page.data


def test_excel_cells_stay_text_and_tell_when_they_are_cut() -> None:
    assert fitting("=1+1") == "=1+1"
    long = fitting("😀" * CELL_CHARS)
    assert len(long.encode("utf-16-le")) // 2 <= CELL_CHARS
    assert "超出" in long
    assert fitting("a\x00b\x0bc\nd") == "abc\nd"


def test_a_workbook_has_no_formula_and_no_link(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/search.xlsx?q==1%2B1 平安").data))
    cells = [c for page in book for row in page.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in cells} <= {"s"}
    assert not any(c.hyperlink for c in cells)


def test_a_workbook_prints_across_and_one_page_wide(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/search.xlsx?q=平安").data))
    assert len(book.worksheets) == 2
    for page in book:
        assert page.page_setup.orientation == "landscape" and page.page_setup.paperSize == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert book.worksheets[0].print_title_rows == "$1:$1"


def test_rows_of_a_workbook_are_as_high_as_their_texts_and_paper_has_what_is_read(
    client: FlaskClient,
) -> None:
    page = openpyxl.load_workbook(io.BytesIO(client.get("/search.xlsx?q=公安").data))["检索结果"]
    head = [cell.value for cell in page[1]]
    text = head.index("正文")
    heights = {len(str(row[text].value)): page.row_dimensions[row[0].row].height for row in page}
    assert heights[max(heights)] > 100 > 15 * 2
    assert str(page.print_area).startswith("'检索结果'!$A$1:") and page.freeze_panes == "A2"
    assert str(page.print_area).split(":")[1].startswith(f"${page[1][text].column_letter}$")


def test_figures_are_numbers_that_print_whole_beside_what_they_count(client: FlaskClient) -> None:
    page = openpyxl.load_workbook(io.BytesIO(client.get("/figures.xlsx").data))["数据表"]
    head = {str(cell.value): cell.column_letter for cell in page[1]}
    for title in ("序号", "年份", "段号", "数值"):
        cells = [cell for cell in page[head[title]][1:] if cell.value is not None]
        assert cells and all(cell.data_type == "n" for cell in cells), title
    for cell in (cell for cell in page[head["数值"]][1:] if cell.value is not None):
        is_whole = float(cell.value).is_integer()
        assert cell.number_format == ("#,##0" if is_whole else "#,##0.##########")
    assert page[f"{head['年份']}2"].number_format == "General"
    groups = [d for d in page.column_dimensions.values() if d.hidden]
    folded = {number for d in groups for number in range(d.min, d.max + 1)}
    shown = [t for t, letter in head.items() if column_index_from_string(letter) not in folded]
    assert {"指标", "数值", "单位", "时期", "来源", "原句"} <= set(shown)
    last = str(page.print_area).split(":")[1].split("$")[1]
    end = column_index_from_string(last)
    printed = [title for title in shown if column_index_from_string(head[title]) <= end]
    assert printed[-1] == "原句" and page.print_title_rows == "$1:$1"
    assert sum(page.column_dimensions[head[title]].width for title in printed) < 200


def test_word_gets_only_characters_that_xml_can_carry() -> None:
    assert printable("a\x00b\x1b[31mc\ud800\ufffe\nd") == "ab[31mc\nd"


def test_the_longest_query_fits_into_every_file(client: FlaskClient) -> None:
    for ending in ("csv", "xlsx", "docx"):
        assert client.get(f"/search.{ending}?q={'０' * 1000}").data


def test_a_line_break_is_one_in_word_and_a_tabulator_is_kept(client: FlaskClient) -> None:
    data = client.get("/search.docx", query_string={"q": "平安\n前\t哨"}).data
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "摘录：平安\n前\t哨"


def test_excerpts_carry_their_reference_as_a_footnote_and_bold_hits(client: FlaskClient) -> None:
    data = client.get("/search.docx?q=平安前哨").data
    report = docx.Document(io.BytesIO(data))
    called = [i for p in report.element.iter(qn("w:footnoteReference")) for i in p.values()]
    notes = [n for n in _notes(data) if n.get(qn("w:type")) is None]
    assert called == [n.get(qn("w:id")) for n in notes] and len(called) == 3
    texts = ["".join(t.text for t in note.iter(qn("w:t"))) for note in notes]
    assert all("]. " in t and t.endswith("段.") for t in texts)
    assert not any(mark in t for t in texts for mark in ("/documents/", "/OL]", "[2026"))
    data = client.get("/search.docx?q=平安前哨", headers={"Host": "qs.example.cn"}).data
    linked = ["".join(t.text for t in n.iter(qn("w:t"))) for n in _notes(data)[-3:]]
    assert all("永久链接：http://qs.example.cn/documents/" in t for t in linked)
    bold = [run.text for p in report.paragraphs for run in p.runs if run.bold]
    assert "平安前哨" in bold


def test_word_is_told_of_chinese_fonts_language_and_notes(client: FlaskClient) -> None:
    data = client.get("/search.docx?q=平安前哨").data
    report = docx.Document(io.BytesIO(data))
    for name in ("Normal", "Heading 1", "Heading 2"):
        fonts = report.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体")
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    languages = {e.get(qn("w:eastAsia")) for e in report.styles.element.iter(qn("w:lang"))}
    assert languages == {"zh-CN"}
    assert {"footnote text", "footnote reference"} <= {s.name for s in report.styles}


def test_title_and_facts_of_an_excerpt_stay_with_its_text_on_an_a4_page(
    client: FlaskClient,
) -> None:
    report = docx.Document(io.BytesIO(client.get("/search.docx?q=公安").data))
    section = report.sections[0]
    sizes = section.page_width, section.page_height
    assert [round(size.mm) for size in sizes if size is not None] == [210, 297]
    assert "PAGE" in section.footer._element.xml
    styles = [p.style for p in report.paragraphs[2:] if p.style is not None]
    assert "Heading 2" in {style.name for style in styles}
    for style in styles:
        kept: Any = style.paragraph_format  # type: ignore[attr-defined]
        assert bool(kept.keep_with_next) == (style.name != EXCERPT)
        assert style.name != EXCERPT or kept.widow_control


def test_a_basket_without_a_name_is_called_by_its_day(client: FlaskClient) -> None:
    for name, title in (("", "摘编（20"), ("反诈材料", "摘编：反诈材料")):
        data = client.get("/basket.docx", query_string={"id": "haian-2024#3", "name": name}).data
        assert docx.Document(io.BytesIO(data)).paragraphs[0].text.startswith(title)


def _notes(data: bytes) -> list[Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return list(etree.fromstring(parts.read("word/footnotes.xml")))


def test_grouped_hits_are_exported_as_documents(client: FlaskClient) -> None:
    query = "q=平安&group=document&size=2"
    body = client.get(f"/search.json?{query}").get_json()
    rows = _csv_rows(client.get(f"/search.csv?{query}").data)
    assert len(rows) - 1 == body["total_documents"]
    counted = rows[0].index("命中段数")
    assert sum(int(row[counted]) for row in rows[1:]) == body["total"]
    assert "〔原文无题〕" in "".join(row[1] for row in rows) and "haian-2024" not in rows[1][1]


def test_the_concordance_is_exported_in_three_columns(client: FlaskClient) -> None:
    rows = _csv_rows(client.get("/search.csv?q=平安前哨&view=kwic&mode=exact").data)
    texts = [h["text"] for h in client.get("/search.json?q=平安前哨&mode=exact").get_json()["hits"]]
    assert rows[0][1:4] == ["前文", "命中", "后文"]
    assert len(rows) - 1 == sum(text.count("平安前哨") for text in texts) >= 3
    for row in rows[1:]:
        left, hit, right = (cell.removeprefix("'") for cell in row[1:4])
        assert hit == "平安前哨" and any(left + hit + right in t.replace("\n", " ") for t in texts)
    shown = client.get("/search?q=平安前哨&view=kwic").get_data(as_text=True)
    assert "view=kwic" in shown.partition(">Excel</a>")[0].rpartition("href=")[2]


def test_addresses_in_files_are_readable(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/search.xlsx?q=平安 %26 前哨").data))
    told = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert told["地址"].endswith("/search?q=平安%20%26%20前哨")


def test_too_many_rows_are_refused_unless_one_page_is_asked_for(
    client_with: Callable[..., FlaskClient],
) -> None:
    client = client_with(max_rows=5)
    total = client.get("/search.json?q=平安").get_json()["total"]
    assert total > 5
    refused = client.get("/search.csv?q=平安")
    assert refused.status_code == 400
    assert refused.get_json()["code"] == "export_too_large"
    assert (refused.get_json()["total"], refused.get_json()["limit"]) == (total, 5)
    page = client.get("/search.csv?q=平安&export=page&size=4")
    assert len(_csv_rows(page.data)) == 5
    shown = client.get("/search?q=平安").get_data(as_text=True)
    assert "export=page" in shown
    assert client.get("/search.xlsx?q=平安&export=half").status_code == 400


def test_a_file_is_named_by_its_query_in_utf8_and_in_ascii(client: FlaskClient) -> None:
    with client.get("/search.csv?q=平安前哨") as response:
        header = response.headers["Content-Disposition"]
    assert header.startswith('attachment; filename="qianshao-')
    assert "filename*=UTF-8''%E5%89%8D%E5%93%A8-%E5%B9%B3%E5%AE%89%E5%89%8D%E5%93%A8-" in header
    assert header.isascii()


@pytest.mark.parametrize("words", ['a"; x="', "a\r\nSet-Cookie: b", "../../etc/passwd", "a/b\\c:d"])
def test_no_query_breaks_out_of_the_file_name(words: str, client: FlaskClient) -> None:
    with client.get("/search.csv", query_string={"q": words}) as response:
        header: Any = response.headers["Content-Disposition"]
    assert header.count('"') == 2 and "\n" not in header and "Set-Cookie" not in response.headers
    assert not set("/\\:") & set(header.split("filename=")[1].split(";")[0])
    assert disposition("x.csv") == "attachment; filename=\"qianshao-x.csv\"; filename*=UTF-8''x.csv"


def test_the_number_of_a_note_is_no_exponent_of_a_figure(
    client_of: Callable[..., FlaskClient],
) -> None:
    texts = ("单位：甲局；立案（起）：312；安全感（%）：98.2", "甲局立案312起。")
    page = client_of(texts, "text", title="表")
    report = docx.Document(io.BytesIO(page.get("/search.docx?q=立案").data))
    told = {p.text for p in report.paragraphs if "312" in p.text}
    assert told == {f"{texts[0]}\u2009", texts[1]}
