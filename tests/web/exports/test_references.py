"""RIS and BibTeX say what is known, and programs of others read it back unchanged."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from flask.testing import FlaskClient

from search.results import StoredParagraph
from web.exports.references import of_document, of_paragraph, write_bibtex, write_ris

ROOT, TODAY = "http://qs.example.cn/library", date(2026, 11, 21)
FULL = StoredParagraph(
    id="nantong-2020#9",
    slug="nantong-2020",
    ordinal=9,
    title="打造平安100%_示范区 & #$",
    source="南通市公安局",
    publisher="江苏法制报",
    date="2020-12-18",
    year=2019,
    author="王一、李二、张三、赵四",
    doc_number="通公〔2020〕3号",
    url="https://example.cn/a_b.html?x=1&y=%E5%B9%B3#z",
    themes=("反诈",),
    initiatives=("平安前哨",),
    text="第一行\n第二行，破案率100%。",
)


def ris(*paragraphs: StoredParagraph) -> list[dict[str, object]]:
    out = io.BytesIO()
    write_ris((of_paragraph(p, ROOT, TODAY) for p in paragraphs), out)
    return list(rispy.loads(out.getvalue().decode("utf-8")))


def bib(*paragraphs: StoredParagraph) -> list[dict[str, str]]:
    out = io.BytesIO()
    write_bibtex((of_paragraph(p, ROOT, TODAY) for p in paragraphs), out)
    library = bibtexparser.parse_string(
        out.getvalue().decode("utf-8"), append_middleware=[LatexDecodingMiddleware()]
    )
    assert not library.failed_blocks
    return [
        {"kind": e.entry_type, "key": e.key, **{f.key: f.value for f in e.fields}}
        for e in library.entries
    ]


def test_ris_is_read_back_without_loss() -> None:
    (entry,) = ris(FULL)
    assert entry["type_of_reference"] == "NEWS"
    assert entry["authors"] == ["王一", "李二", "张三", "赵四"]
    assert entry["title"] == FULL.title
    assert entry["secondary_title"] == "江苏法制报"
    assert (entry["year"], entry["date"]) == ("2020", "2020/12/18")
    assert entry["urls"] == [FULL.url]
    assert entry["abstract"] == "第一行 第二行，破案率100%。"
    assert entry["keywords"] == ["反诈", "平安前哨"]
    note = "".join(entry["notes"])  # type: ignore[arg-type]
    assert "第9段" in note and f"{ROOT}/documents/nantong-2020?h=" in note
    assert "所述年份：2019" in note and "文号：通公〔2020〕3号" in note


def test_bibtex_is_read_back_without_loss() -> None:
    (entry,) = bib(FULL)
    assert (entry["kind"], entry["key"]) == ("article", "nantong-2020-p9")
    assert entry["title"].strip("{}") == FULL.title
    assert entry["author"].replace("{", "").replace("}", "") == "王一 and 李二 and 张三 and 赵四"
    assert entry["journal"] == "江苏法制报"
    assert (entry["date"], entry["year"], entry["month"]) == ("2020-12-18", "2020", "dec")
    assert entry["abstract"] == "第一行 第二行，破案率100%。"


@pytest.mark.parametrize("mark", '{}\\~^@,="')
def test_no_character_of_a_title_breaks_a_bibtex_entry(mark: str) -> None:
    (entry, after) = bib(replace(FULL, title=f"甲{mark}乙"), FULL)
    assert "甲" in entry["title"] and "乙" in entry["title"]
    assert entry["abstract"] == after["abstract"] == "第一行 第二行，破案率100%。"


def test_keys_are_ascii_and_each_once() -> None:
    odd = replace(FULL, slug="年鉴/2021 甲", id="年鉴/2021 甲#9")
    keys = [entry["key"] for entry in bib(FULL, FULL, odd)]
    assert len(set(keys)) == 3 and all(key.isascii() for key in keys)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "NEWS"),
        ({"publisher": None, "genre": "工作总结"}, "RPRT"),
        ({"publisher": None}, "ELEC"),
    ],
)
def test_the_type_is_that_of_the_citation(changes: dict[str, str], kind: str) -> None:
    (entry,) = ris(replace(FULL, **changes))  # type: ignore[arg-type]
    assert entry["type_of_reference"] == kind


def test_what_is_unknown_is_left_out_and_an_untitled_text_has_a_name() -> None:
    bare = StoredParagraph(id="a#1", slug="a", ordinal=1, text="平安。", source="海安市公安局")
    (entry,) = ris(bare)
    assert entry["title"] == "[海安市公安局文献]" and entry["authors"] == ["海安市公安局"]
    assert "year" not in entry and "date" not in entry
    assert entry["urls"] == [f"{ROOT}/documents/a?h={bib(bare)[0]['url'].partition('h=')[2]}"]


def test_a_document_is_cited_whole() -> None:
    out = io.BytesIO()
    write_ris(iter([of_document(FULL, ROOT, TODAY)]), out)
    (entry,) = rispy.loads(out.getvalue().decode("utf-8"))
    assert "abstract" not in entry and "第9段" not in "".join(entry["notes"])


def test_a_list_a_paragraph_and_a_document_have_their_files(client: FlaskClient) -> None:
    total = client.get("/search.json?q=平安").get_json()["total"]
    assert len(rispy.loads(client.get("/search.ris?q=平安").get_data(as_text=True))) == total
    found = bibtexparser.parse_string(client.get("/search.bib?q=平安").get_data(as_text=True))
    assert len(found.entries) == total and not found.failed_blocks
    one = client.get("/cite.ris?id=nantong-2021%239").get_data(as_text=True)
    same = client.get("/cite.bib?id=nantong-2021%239").get_data(as_text=True)
    key = bibtexparser.parse_string(same).entries[0].key
    assert rispy.loads(one)[0]["id"] == "nantong-2021-p9" == key
    whole = client.get("/cite.bib?document=haian-2024").get_data(as_text=True)
    assert "[海安市公安局2024年年度综述]" in whole
    assert client.get("/cite.ris?id=missing%231").status_code == 404
    assert client.get("/cite.ris").status_code == 400
    assert client.get("/cite.pdf?id=nantong-2021%239").status_code == 404


def test_no_address_of_this_machine_stands_in_a_reference() -> None:
    """Where nobody else would get there by it, a reference is one of the document itself."""
    out = io.BytesIO()
    write_ris((of_paragraph(p, "", TODAY) for p in (FULL, replace(FULL, url=None))), out)
    published, bare = rispy.loads(out.getvalue().decode("utf-8"))
    assert published["urls"] == [FULL.url] and "urls" not in bare
    notes = "".join(bare["notes"])
    assert "第9段" in notes and "链接" not in notes and "/documents/" not in notes
    assert "access_date" in published and "access_date" not in bare
    out = io.BytesIO()
    write_bibtex(iter([of_paragraph(replace(FULL, url=None), "", TODAY)]), out)
    assert "url" not in out.getvalue().decode("utf-8")
    out = io.BytesIO()
    unplaced = replace(FULL, url=None, publisher=None)
    write_ris(iter([of_paragraph(unplaced, "", TODAY)]), out)
    assert out.getvalue().decode("utf-8").startswith("TY  - GEN")


def test_an_article_keeps_journal_number_and_authors_apart() -> None:
    source = "《警务论衡》2022年第8卷第4期（作者：沈若川、毕文涛）"
    article = replace(FULL, source=source, publisher=None, author=None, date=None, genre="文章")
    [entry] = ris(article)
    assert entry["type_of_reference"] == "JOUR" and entry["authors"] == ["沈若川", "毕文涛"]
    assert (entry["secondary_title"], entry["volume"], entry["number"]) == ("警务论衡", "8", "4")
    [fields] = bib(article)
    assert (fields["journal"], fields["number"], fields["year"]) == ("警务论衡", "4", "2022")
