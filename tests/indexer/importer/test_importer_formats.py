"""Formats: html, docx, pdf and text are read, everything else refused with advice."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.importer.formats import read_source
from indexer.importer.intake import find_files, import_files
from indexer.importer.proposal import Proposal, propose
from indexer.importer.readers import office
from indexer.importer.readers.pdf.child import PdfRefusedError, extract_pages
from indexer.importer.readers.web.page import read_html
from indexer.importer.readers.word.body import read_docx
from indexer.importer.source_text import ImportRefusedError
from indexer.library.addition import Options, add_files
from indexer.library.creation import create_library
from indexer.library.originals import pages_of
from indexer.model.documents import text_hash
from indexer.sources.folder import ParsedDocument, parse_document

FIRST = "今年以来，海滨公安把群众最关心的事放在首位，推出便民措施12项，窗口服务时间延长到晚上7点。"
SECOND = (
    "冬季攻势中，全市抓获在逃人员171名，破案数同比上升，各所队坚持每日巡逻防控，市民安全感增强。"
)
# What an old file without content is called: LibreOffice cannot convert it, or is not there.
OLD = "damaged" if office.is_installed() else "old_format"
BOMB_KINDS = ("too_costly", "damaged", "scan")
PAGE = f"""<!DOCTYPE html>
<html><head><meta charset="CHARSET"><title>海滨公安推出新举措_海滨政法网</title>
<style>p {{ color: red }}</style><script>var a = "不是正文，不应出现在正文里。";</script></head>
<body><nav><a href="/">首页</a> <a href="/a">机构</a></nav>
<div class="path">当前位置：首页 &gt; 动态 &gt; 正文</div>
<div class="main"><h1>海滨公安推出新举措</h1>
<div class="meta">发布时间：2022-03-05 09:30 来源：海滨日报 浏览次数：<span>12</span></div>
<div class="text"><p>　　今年以来，海滨公安把群众最关心的事放在首位，推出便民措施<b>12</b>项，
窗口服务时间延长到晚上7点。</p>
<h2>打击犯罪</h2>
<p>{SECOND}</p><!-- 注释，不应出现 --></div></div>
<footer>海滨政法网 © 2022 版权所有</footer></body></html>"""


def document(result: Proposal) -> ParsedDocument:
    parsed, problems = parse_document(result.markdown, "a", "a.md")
    assert parsed is not None, problems
    return parsed


def imported(folder: Path, name: str, data: bytes) -> ParsedDocument:
    path = Path(name)
    return document(propose(read_source(data, path.name), path.stem))


def refused(folder: Path, name: str, data: bytes) -> str:
    with pytest.raises(ImportRefusedError) as caught:
        read_source(data, name)
    assert name in str(caught.value) and caught.value.code == "import_refused"
    return caught.value.kind


def pdf_of(pages: list[list[str]], extra: bytes = b"") -> bytes:
    """A small PDF with a text layer, written by hand; `extra` goes into the trailer."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
        b" /DescendantFonts [4 0 R] >>"
    )
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font, descendant]
    kids = []
    for lines in pages:
        shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
        stream = zlib.compress(f"BT /F1 12 Tf 14 TL 50 780 Td {shown} ET".encode())
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, extra, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer %s" % (size, table, trailer)


def docx_of(fill: Callable[[Any], None]) -> bytes:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    fill(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def zip_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_web_page_gives_its_main_text(tmp_path: Path, encoding: str) -> None:
    charset = {"gb18030": "gb2312", "utf-16": "utf-16"}.get(encoding, "utf-8")
    parsed = imported(tmp_path, "a.html", PAGE.replace("CHARSET", charset).encode(encoding))
    assert [(p.heading, p.text) for p in parsed.paragraphs] == [(None, FIRST), ("打击犯罪", SECOND)]
    assert parsed.document.title == "海滨公安推出新举措"
    assert parsed.document.date == "2022-03-05"


def test_a_page_with_line_breaks_instead_of_paragraphs(tmp_path: Path) -> None:
    page = f"<html><body><div>{FIRST}<br><br>{SECOND}<br/>{FIRST}</div></body></html>"
    parsed = imported(tmp_path, "a.txt", page.encode())
    assert [p.text for p in parsed.paragraphs] == [FIRST, SECOND, FIRST]


def test_tables_and_lists_of_a_page_are_kept(tmp_path: Path) -> None:
    page = f"<body><p>{FIRST}</p><ul><li>{SECOND}</li></ul><table><tr><td>{FIRST}</td></tr></table>"
    parsed = imported(tmp_path, "a.htm", page.encode())
    assert [p.text for p in parsed.paragraphs] == [FIRST, SECOND, FIRST]


def test_a_word_document_keeps_headings_and_tables(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        made.add_heading("海滨公安工作回顾", level=0)
        made.add_paragraph(FIRST)
        made.add_heading("打击犯罪", level=1)
        made.add_paragraph(SECOND)
        table = made.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "抓获", "171名。"

    parsed = imported(tmp_path, "a.docx", docx_of(fill))
    assert parsed.document.title == "海滨公安工作回顾"
    assert [(p.heading, p.text) for p in parsed.paragraphs] == [
        (None, FIRST),
        ("打击犯罪", SECOND),
        ("打击犯罪", "抓获 | 171名。"),
    ]


def test_a_pdf_is_joined_over_lines_and_pages(tmp_path: Path) -> None:
    lines = [FIRST[i : i + 15] for i in range(0, len(FIRST), 15)]
    more = [SECOND[i : i + 15] for i in range(0, len(SECOND), 15)]
    pages = [
        ["内部资料", "海滨公安回顾", *lines, *more[:1], "- 1 -"],
        ["内部资料", *more[1:], "- 2 -"],
        ["内部资料", *lines, "- 3 -"],
    ]
    proposal = propose(read_source(pdf_of(pages), "a.pdf"), "a")
    parsed = document(proposal)
    assert [p.text for p in parsed.paragraphs] == [FIRST, SECOND, FIRST]
    assert parsed.document.title == "海滨公安回顾"
    assert proposal.pages == (1, 1, 3)  # where each begins
    assert pages_of(proposal) == {text_hash(SECOND): 1}  # the other stands on two pages
    corpus = tmp_path / "library" / "corpus"
    create_library(corpus.parent)
    (tmp_path / "a.pdf").write_bytes(pdf_of(pages))
    for _ in range(2):  # an original that was kept before its pages gets them, too
        add_files([tmp_path / "a.pdf"], corpus, Options())
        (kept,) = corpus.glob("originals/*/*.pages.json")
        assert json.loads(kept.read_bytes()) == {text_hash(SECOND): 1}
        kept.unlink()
    text = propose(read_source(f"标题\n\n{FIRST}".encode(), "a.txt"), "a")
    assert pages_of(text) == {}


def test_pages_of_a_pdf_without_text_are_told(tmp_path: Path) -> None:
    doubts = propose(read_source(pdf_of([[FIRST], [], [SECOND]]), "a.pdf"), "a").doubts
    assert any("第 2 页没有文字" in doubt.reason for doubt in doubts)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OLD),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OLD),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ole"),
        ("a.doc", "改了名的文字".encode(), "damaged"),
        ("a.ofd", zip_of({"OFD.xml": b"<x/>"}), "scan"),
        ("a.docx", zip_of({"xl/workbook.xml": b"<x/>"}), "damaged"),
        ("a.docx", zip_of({"a.txt": b"x"}), "damaged"),
        ("a.7z", b"7z\xbc\xaf\x27\x1cxx", "7z"),
        ("a.docx", b"PK\x03\x04 cut", "damaged"),
        ("a.docx", zip_of({"word/document.xml": b"<x/>"}), "damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "image"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 60, "image"),
        ("a.mht", b"MIME-Version: 1.0", "damaged"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"\0\1\2\3" * 40, "binary"),
        ("a.txt", "電信網絡詐騙案件持續高發。".encode("big5"), "undecodable"),
        ("a.pdf", pdf_of([[FIRST]])[:-40], "damaged"),
        ("a.pdf", b"%PDF-1.4\nrubbish\n%%EOF", "damaged"),
        ("a.pdf", pdf_of([[], []]), "scan"),
    ],
)
def test_what_cannot_be_imported_is_refused(
    tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    assert refused(tmp_path, name, data) == kind


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(io.BytesIO(pdf_of([[FIRST]])))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert refused(tmp_path, "a.pdf", buffer.getvalue()) == "encrypted"


def test_a_pdf_that_asks_for_too_much_memory_is_refused(tmp_path: Path) -> None:
    stream = zlib.compress(b"1 0 0 1 0 0 cm\n" * 4_000_000, 1)
    plain = pdf_of([[FIRST]])
    start, end = plain.index(b"stream\n") + 7, plain.index(b"\nendstream")
    head = plain[:start].replace(b"/Length %d" % (end - start), b"/Length %d" % len(stream))
    assert refused(tmp_path, "a.pdf", head + stream + plain[end:]) in BOMB_KINDS


@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 30))
def test_no_pdf_raises_anything_but_a_refusal(data: bytes, at: int, cut: int) -> None:
    plain = pdf_of([[FIRST]])
    for content in (b"%PDF-1.4\n" + data, plain[:at] + data[:9] + plain[at + cut :]):
        try:
            assert isinstance(extract_pages(content), list)
        except PdfRefusedError as error:
            assert error.advice


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_cut_documents_are_refused(tmp_path: Path, cut: float) -> None:
    whole = docx_of(lambda made: made.add_paragraph(FIRST * 50))
    assert refused(tmp_path, "a.docx", whole[: int(cut * len(whole))]) == "damaged"


def test_entity_and_zip_bombs_are_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "x">{entities}]><x>&e9;</x>'
    assert refused(tmp_path, "e.docx", zip_of({"word/document.xml": bomb.encode()})) == "bomb"
    huge = zip_of({"word/document.xml": b" " * (70 << 20)})
    assert refused(tmp_path, "z.docx", huge) == "bomb"
    many = zip_of({"word/document.xml": b"", **{f"m{i}": b"\0" * (50 << 20) for i in range(5)}})
    assert refused(tmp_path, "m.docx", many) == "bomb"
    deep = b"<html><body>" + b"<div>" * 100_000 + FIRST.encode()
    assert refused(tmp_path, "d.html", deep) == "bomb"
    wordy = b"<html><body><p " + b"a=b " * 1_200_000 + b">" + FIRST.encode()
    assert refused(tmp_path, "w.html", wordy) == "bomb"


def test_a_pdf_with_a_million_objects_stays_within_its_limits(tmp_path: Path) -> None:
    path = b"0 0 m 9 9 l S\n" * 1_000_000
    stream = zlib.compress(b"BT /F1 12 Tf 50 780 Td <4eca> Tj ET\n" + path, 1)
    plain = pdf_of([[FIRST]])
    start, end = plain.index(b"stream\n") + 7, plain.index(b"\nendstream")
    head = plain[:start].replace(b"/Length %d" % (end - start), b"/Length %d" % len(stream))
    file = tmp_path / "a.pdf"
    file.write_bytes(head + stream + plain[end:])
    code = """
import json, pathlib, resource, sys
from indexer.importer.formats import read_source
from indexer.importer.source_text import ImportRefusedError
try:
    said = len(read_source(pathlib.Path(sys.argv[1]).read_bytes(), "a.pdf").lines)
except ImportRefusedError as error:
    said = error.kind
print(json.dumps([said, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""
    # In a process of its own, whose only child is the one that reads the PDF.
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True)
    said, used_kib = json.loads(done.stdout)
    assert said in (0, 1, *BOMB_KINDS)
    assert used_kib < 1024 * 1024


def test_a_pdf_bomb_stays_within_memory(tmp_path: Path) -> None:
    packer = zlib.compressobj(1)
    stream = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(400)) + packer.flush()
    plain = pdf_of([[FIRST]])
    start, end = plain.index(b"stream\n") + 7, plain.index(b"\nendstream")
    head = plain[:start].replace(b"/Length %d" % (end - start), b"/Length %d" % len(stream))
    path = tmp_path / "bomb.pdf"
    path.write_bytes(head + stream + plain[end:])
    program = (
        "import resource, sys; from pathlib import Path; from indexer.importer.formats import *\n"
        "from indexer.importer.source_text import ImportRefusedError\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))\n"
        "try: read_source(Path(sys.argv[1]).read_bytes(), 'bomb.pdf')\n"
        "except ImportRefusedError as error: print(error.kind)"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True)
    assert done.stdout.strip() in BOMB_KINDS, done.stderr


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "a b.txt"
    source.write_text(f"题目甲乙\n\n{FIRST}\n\n{SECOND}\n")
    out = tmp_path / "out"
    [first] = import_files([source], out, "海滨市公安局")
    assert first.written == str(out / "a-b.md") and first.paragraphs == 2
    (out / "a-b.md").write_text("改过")
    [second] = import_files([source], out)
    assert (second.written, second.code) == (None, "exists")
    assert (out / "a-b.md").read_text() == "改过"


def test_folders_give_every_file_but_hidden_and_temporary_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.HTML", "a/d.doc", "notes.md", "~$x.docx", "e.xyz"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    names = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert names == ["a/c.HTML", "a/d.doc", "b.txt", "e.xyz", "notes.md"]
    assert find_files([tmp_path / "e.xyz"]) == [tmp_path / "e.xyz"]


@given(st.binary(max_size=300))
@pytest.mark.parametrize(
    ("reader", "start"),
    [(read_html, b"<html><body>"), (read_docx, b"PK\x03\x04")],
)
def test_no_bytes_raise_anything_but_a_refusal(
    reader: Callable[[bytes, str], Any], start: bytes, data: bytes
) -> None:
    for content in (start + data, start + data + b"\n%%EOF"):
        try:
            propose(reader(content, "a"), "a")
        except ImportRefusedError as error:
            assert error.advice


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<br>",
                "甲，",
                FIRST,
                "<h1>",
                "</h1>",
                "<table>",
                "<td>",
                "<!--",
                "-->",
                "<![CDATA[",
                "&#x0;",
                "<pre>",
                "\n",
                "<title>",
                "<script>",
                "<nav>",
                "&nbsp;",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_no_markup_raises(page: str) -> None:
    try:
        propose(read_html(page.encode(), "a"), "a")
    except ImportRefusedError as error:
        assert error.advice
