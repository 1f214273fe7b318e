"""Kinds of trouble that office files bring, each in the smallest file that has it."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from indexer.importer.formats import read_source, recognize
from indexer.importer.intake import Incoming, import_files, incoming_files
from indexer.importer.proposal import Proposal, propose
from indexer.importer.readers import office
from indexer.importer.source_text import ImportRefusedError
from indexer.library.originals import pages_of
from indexer.sources.folder import parse_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
PROSE = "近年来，分局坚持问题导向，推动社区警务提质增效，群众安全感持续提升。"
NEXT = "下一步，分局将继续完善巡防体系，压实各级责任，确保各项措施落地见效。"


def paragraph(inner: str) -> str:
    return f"<w:p>{inner if '<w:' in inner else run(inner)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def word(
    *paragraphs: str,
    parts: dict[str, str] | None = None,
    namespace: str = W,
    main: str = "document",
) -> bytes:
    """A Word file of these paragraphs (XML or plain text) and other parts by relation kind."""
    body = "".join(p if p.startswith("<w:") else paragraph(p) for p in paragraphs)
    buffer = io.BytesIO()
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
        archive.writestr(f"word/{main}.xml", document)
        relation = f'<Relationship Id="r" Type="{kinds}/officeDocument" Target="word/{main}.xml"/>'
        archive.writestr("_rels/.rels", f"<Relationships>{relation}</Relationships>")
        relations = ""
        for number, (kind, xml) in enumerate((parts or {}).items()):
            archive.writestr(f"word/{kind}.xml", f'<w:x xmlns:w="{namespace}">{xml}</w:x>')
            target = f'Type="{kinds}/{kind}" Target="{kind}.xml"'
            relations += f'<Relationship Id="r{number}" {target}/>'
        broken = f'<Relationship Id="image" Type="{kinds}/image" Target="NULL"/>'
        xml = f"<Relationships>{relations}{broken}</Relationships>"
        archive.writestr(f"word/_rels/{main}.xml.rels", xml)
    return buffer.getvalue()


def proposed(data: bytes, name: str) -> Proposal:
    return propose(read_source(data, name), name.rsplit(".", 1)[0])


def texts(data: bytes, name: str = "a.docx") -> list[str]:
    parsed, problems = parse_document(proposed(data, name).markdown, "a", "a.md")
    assert parsed is not None, problems
    return [p.text for p in parsed.paragraphs]


def doubts(data: bytes, name: str = "a.docx") -> str:
    return "\n".join(str(doubt) for doubt in proposed(data, name).doubts)


TABLE = (
    "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{a}</w:tc>"
    "<w:tc>{b}</w:tc></w:tr>"
    "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{c}<w:tbl><w:tr><w:tc>{d}</w:tc>"
    "</w:tr></w:tbl></w:tc></w:tr></w:tbl>"
)
NUMBERED = (
    "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
    "<w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='7'><w:abstractNumId w:val='1'/></w:num>"
)
LIST_STYLE = (
    "<w:style w:type='paragraph' w:styleId='L'><w:name w:val='List Number'/><w:pPr><w:numPr>"
    "<w:numId w:val='7'/></w:numPr></w:pPr></w:style>"
)
FOOTNOTES = "<w:footnote w:id='2'><w:p><w:r><w:t>数据由统计科核定。</w:t></w:r></w:p></w:footnote>"
BOX = (
    "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里的文字也是正文。</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict></w:r>"
)
M = "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (
            f"<w:smartTag>{run('2021年5月3日')}</w:smartTag>{run('部署行动。')}",
            "2021年5月3日部署行动。",
        ),
        (f"<w:ins>{run('新增的话')}</w:ins>{run('保留。')}", "新增的话保留。"),
        (f"<w:del><w:r><w:delText>删掉</w:delText></w:r></w:del>{run('留下。')}", "留下。"),
        (f"{run('公开。')}{run('内部掌握', '<w:vanish/>')}", "公开。"),
        (f"{run('破案率为')}<m:oMath {M}><m:r><m:t>98.6%</m:t></m:r></m:oMath>", "破案率为98.6%"),
        (
            f"{run('辖区')}<w:r><w:ruby><w:rt>{run('xū')}</w:rt><w:rubyBase>{run('盱')}"
            f"</w:rubyBase></w:ruby></w:r>{run('眙路。')}",
            "辖区盱眙路。",
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
            "<w:r><w:instrText>PAGE</w:instrText></w:r>"
            f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('第三页。')}"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            "第三页。",
        ),
        (f"<w:hyperlink>{run('链接上的字')}</w:hyperlink>{run('也在。')}", "链接上的字也在。"),
        (f"<w:sdt><w:sdtContent>{run('控件里的字。')}</w:sdtContent></w:sdt>", "控件里的字。"),
    ],
)
def test_what_a_word_paragraph_shows_is_its_text(inner: str, expected: str) -> None:
    assert texts(word(PROSE, paragraph(inner), NEXT))[1] == expected


def test_what_is_left_out_of_a_word_file_is_told() -> None:
    told = doubts(word(PROSE, paragraph(run("公开。") + run("内部掌握", "<w:vanish/>"))))
    assert "隐藏文字未收入：「内部掌握」" in told
    deleted = "<w:del><w:r><w:delText>删掉的话</w:delText></w:r></w:del>"
    assert "删掉的话" in doubts(word(PROSE, paragraph(deleted + run("留下。"))))


def test_numbers_by_style_are_printed() -> None:
    style = "<w:pPr><w:pStyle w:val='L'/></w:pPr>"
    data = word(
        PROSE, *(paragraph(style + run(f"{t}明确，目标具体。")) for t in ("要求", "任务")), NEXT,
        parts={"numbering": NUMBERED, "styles": LIST_STYLE},
    )  # fmt: skip
    assert texts(data)[1:3] == ["一、要求明确，目标具体。", "二、任务明确，目标具体。"]


def test_notes_and_text_boxes_follow_the_paragraph_that_calls_them() -> None:
    noted = paragraph(run(PROSE) + "<w:r><w:footnoteReference w:id='2'/></w:r>")
    assert texts(word(noted, NEXT, parts={"footnotes": FOOTNOTES})) == [
        PROSE, "注1：数据由统计科核定。", NEXT,
    ]  # fmt: skip
    assert texts(word(paragraph(run(PROSE) + BOX), NEXT)) == [PROSE, "框里的文字也是正文。", NEXT]


def test_each_row_of_a_table_is_a_paragraph_and_none_a_heading() -> None:
    table = TABLE.format(
        a=paragraph("治安"), b=paragraph("每日巡逻"), c=paragraph("走访"), d=paragraph("夜间巡逻")
    )
    assert texts(word(PROSE, table, NEXT)) == [
        PROSE, "治安 | 每日巡逻", "治安 | 走访", "夜间巡逻", NEXT,
    ]  # fmt: skip


def test_strict_files_macros_and_broken_relations_are_read() -> None:
    assert texts(word(PROSE, NEXT, namespace=STRICT)) == [PROSE, NEXT]
    assert texts(word(PROSE, NEXT, main="document2"), "a.docm") == [PROSE, NEXT]


def test_an_official_paper_gives_its_fields() -> None:
    lines = (
        "海安市公安局文件",
        "海公发〔2021〕15号",
        "关于印发《工作规范》的通知",
        "各派出所：",
        PROSE,
    )
    tail = ("附件：工作规范", "海安市公安局", "二〇二一年五月三日", "抄送：市委办公室。")
    result = proposed(word(*lines, "一、总体要求", NEXT, *tail), "a.docx")
    for line in (
        "title: 关于印发《工作规范》的通知",
        "source: 海安市公安局",
        'doc_number: "海公发〔2021〕15号"',
        "region: [江苏省, 南通市, 海安市]",
        "date: 2021-05-03",
        "genre: 通知",
        "## 一、总体要求",
    ):
        assert line in result.markdown
    assert result.markdown.count("##") == 1
    assert {e.field: e.words for e in result.evidence}["source"] == "海安市公安局文件"


def test_a_speech_gives_its_speaker_and_date() -> None:
    text = f"在全市大会上的讲话\n\n（2021年5月3日）\n\n王　明\n\n同志们：\n\n{PROSE}\n"
    result = proposed(text.encode(), "a.txt")
    assert "date: 2021-05-03" in result.markdown and "author: 王明" in result.markdown
    assert "##" not in result.markdown


@pytest.mark.parametrize(
    "line",
    [
        "问：什么情况可以申领",
        "记者：请介绍一下情况",
        "集体二等功一次",
        "时间：2022年3月1日",
        "盗窃\t320\t280",
    ],
)
def test_short_lines_that_are_text_stay_text(line: str) -> None:
    text = f"城东分局社区警务情况\n\n{PROSE}\n\n{line}\n\n{NEXT}\n"
    assert "##" not in proposed(text.encode(), "a.txt").markdown
    assert line.replace("\t", " | ") in texts(text.encode(), "a.txt")


def test_a_meeting_s_time_is_no_date() -> None:
    text = f"专题会议纪要\n\n时间：2022年3月1日\n\n地点：一号会议室\n\n{PROSE}\n"
    assert "date:" not in proposed(text.encode(), "a.txt").markdown


@pytest.mark.parametrize(
    "data",
    [
        PROSE.encode().decode("gb18030", "ignore").encode(),
        "\ufffd\ufffd\ufffd\ufffd，警务".encode() * 9,
    ],
)
def test_garbled_text_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefusedError) as caught:
        read_source(data, "a.txt")
    assert caught.value.kind == "garbled"


def test_one_bad_byte_is_marked_and_told_with_its_place() -> None:
    data = f"城东分局情况\n{PROSE}\n".encode("gb18030") + b"\xc9\n" + NEXT.encode("gb18030")
    told = doubts(data, "a.txt")
    assert "第 3 行" in told and "0xC9" in told
    assert NEXT in texts(data, "a.txt")


def test_radicals_are_written_as_characters() -> None:
    assert texts(
        "题目甲乙丙\n\n⺠警⻅义勇为，⻔禁系统升级，⽅便群众办事。\n".encode(), "a.txt"
    ) == ["民警见义勇为，门禁系统升级，方便群众办事。"]


def test_text_behind_an_early_end_of_a_page_is_kept() -> None:
    page = f"<html><body><div>导航</div></body></html><h1>标题四字</h1><p>{PROSE}</p><p>{NEXT}</p>"
    assert texts(page.encode(), "a.html") == [PROSE, NEXT]


def test_a_page_s_table_is_read_row_by_row() -> None:
    table = "<table><tr><th rowspan=2>单位</th><th>任务</th></tr><tr><td>巡逻</td></tr></table>"
    assert texts(f"<h1>标题四字</h1><p>{PROSE}</p>{table}".encode(), "a.html") == [
        PROSE, "单位 | 任务", "单位 | 巡逻",
    ]  # fmt: skip


def test_a_wechat_page_gives_account_and_date() -> None:
    page = (
        "<html><head><title>南通公安护航开学季</title></head><body><h1 id='activity-name'>"
        "南通公安护航开学季</h1><a id='js_name'>南通公安</a><div id='js_content'>"
        f"<p>{PROSE}</p><p>{NEXT}</p></div><script>var createTime = '2021-09-01 10:00';</script>"
    )
    markdown = proposed(page.encode(), "a.html").markdown
    for line in ("publisher: 南通公安", "date: 2021-09-01", "source: 南通市公安局"):
        assert line in markdown


def test_a_workbook_s_rows_carry_their_column_names() -> None:
    book = openpyxl.Workbook()
    for row in (["南通市公安局2021年统计表"], ["单位", "破案率"], ["城东派出所", 0.986]):
        book.active.append(row)
    book.active["B3"].number_format = "0.0%"
    buffer = io.BytesIO()
    book.save(buffer)
    assert texts(buffer.getvalue(), "a.xlsx") == ["单位：城东派出所；破案率：98.6%"]
    csv = "单位,破案率\n城东派出所,98.6%\n"
    assert texts(csv.encode("gb18030"), "统计资料.csv") == ["单位：城东派出所；破案率：98.6%"]


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def filled_in(what: str, unit: str, *rows: list[object]) -> list[list[object]]:
    title = f"临岚县公安局各派出所{what}统计表（2021—2023年）"
    remark = [f"单位：{unit}", None, "填报日期：2024年1月15日"]
    return [[title], remark, ["派出所", 2021, 2022, 2023], *rows]


def test_the_title_of_each_sheet_stands_above_its_rows_with_the_unit() -> None:
    first = filled_in("盗窃案件", "起", ["东塘派出所", 61, 78, 84], ["注：东塘派出所为快报数。"])
    second = filled_in("纠纷", "件", ["东塘派出所", 9, None, 7])
    made = proposed(workbook(盗窃=first, 纠纷=second), "派出所数据统计表2021-2023.xlsx").markdown
    front, _, body = made.removeprefix("---\n").partition("---\n")
    assert front.splitlines() == [
        'title: "派出所数据统计表2021-2023"', "source: 临岚县公安局", "date: 2024-01-15",
        "genre: 统计",
    ]  # fmt: skip
    remark = "填报日期：2024年1月15日"
    assert body.split("\n\n") == [
        "\n## 临岚县公安局各派出所盗窃案件统计表（2021—2023年）（单位：起）",
        f"单位：起　{remark}",
        "派出所：东塘派出所；2021：61；2022：78；2023：84",
        "注：东塘派出所为快报数。",
        "## 临岚县公安局各派出所纠纷统计表（2021—2023年）（单位：件）",
        f"单位：件　{remark}",
        "派出所：东塘派出所；2021：9；2023：7\n",
    ]


def test_sheets_of_one_title_keep_it_and_their_names() -> None:
    rows: list[list[object]] = [
        ["2021年统计表"],
        ["单位：临岚县公安局"],
        ["单位", "警力"],
        ["东塘", 9],
    ]
    made = proposed(workbook(一季度=rows, 二季度=rows[1:]), "统计表.xlsx").markdown
    assert 'title: "2021年统计表"' in made and "\n## 一季度\n" in made and "\n## 二季度\n" in made


def test_the_row_of_a_workbook_is_told_for_each_paragraph() -> None:
    rows: list[list[object]] = [["单位", "警力"], ["东塘所", 9], [], ["西河所", 7]]
    data = workbook(一季度=[["警力表"], *rows], 二季度=[*rows[:1], ["北岭所", 5]])
    places = pages_of(proposed(data, "警力.xlsx"))
    assert list(places.values()) == ["一季度!3", "一季度!5", "二季度!2"]
    columns: list[list[object]] = [["指标", "东塘所", "西河所"], ["警力", 9, 7], ["接警", 40, 30]]
    assert pages_of(proposed(workbook(表=columns), "警力.xlsx")) == {}  # it is read turned


def test_a_mail_gives_subject_date_and_attachments(tmp_path: Path) -> None:
    mail = (
        "From: =?utf-8?b?5Y2X6YCa5biC5YWs5a6J5bGA?= <a@b.cn>\r\nSubject: =?utf-8?b?5pyI5bqm5bel5L2c"
        "5oOF5Ya1?=\r\nDate: Mon, 3 May 2021 10:00:00 +0800\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; '
        f"charset=utf-8\r\n\r\n{PROSE}\r\n--x\r\nContent-Type: text/plain\r\n"
        f'Content-Disposition: attachment; filename="b.txt"\r\n\r\n{NEXT}\r\n--x--\r\n'
    )
    path = tmp_path / "a.eml"
    path.write_bytes(mail.encode())
    first, second = incoming_files(path)
    markdown = proposed(first.data, first.name).markdown
    for line in ("title: 月度工作情况", "date: 2021-05-03", "source: 南通市公安局", PROSE):
        assert line in markdown
    assert second.name == "b.txt" and NEXT in second.data.decode()


def test_an_ofd_file_is_read_by_its_characters_places() -> None:
    deltas = f"g {len(PROSE) - 1} 4.2"
    page = (
        '<o:Page xmlns:o="http://www.ofdspec.org/2016"><o:Content><o:Layer><o:TextObject Boundary='
        f'"20 30 170 6" Size="4.2"><o:TextCode X="0" Y="4" DeltaX="{deltas}">{PROSE}</o:TextCode>'
        "</o:TextObject></o:Layer></o:Content></o:Page>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "OFD.xml", "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>"
        )
        archive.writestr("D/Document.xml", "<Document><Page BaseLoc='P/Content.xml'/></Document>")
        archive.writestr("D/P/Content.xml", page)
    assert texts(buffer.getvalue(), "a.ofd") == [PROSE]


def test_markdown_comes_in_as_it_is_but_for_torn_words() -> None:
    text = f"---\ntitle: 旧题\n---\n\n# 城东分局情况\n\n{PROSE}\n\nThe Public Security Bu-\nreau.\n"
    result = proposed(text.encode(), "a.md")
    assert result.markdown == text.replace("Bu-\nreau", "Bureau")
    assert texts(f"# 题目甲乙\n\n## 一节\n\n{PROSE}\n".encode(), "a.md") == [PROSE]


def archive_of(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_the_files_in_an_archive_are_imported_one_by_one(tmp_path: Path) -> None:
    inner = archive_of({"深/c.txt": f"丙篇题目\n\n{PROSE}".encode()})
    data = archive_of({
        "甲/a.txt": f"甲篇题目\n\n{PROSE}".encode(), "乙/a.txt": f"乙篇题目\n\n{NEXT}".encode(),
        "__MACOSX/._a.txt": b"x", "录像.mp4": b"\0\1", "inner.zip": inner,
    })  # fmt: skip
    path = tmp_path / "来件.zip"
    path.write_bytes(data)
    outcomes = list(import_files([path], tmp_path / "out"))
    assert {Path(o.path).name: o.title for o in outcomes if o.written} == {
        "a.txt": "乙篇题目", "c.txt": "丙篇题目",
    }  # fmt: skip
    assert sorted(os.listdir(tmp_path / "out")) == ["a.md", "c.md", "乙-a.md"]
    assert [o.code for o in outcomes if not o.written] == ["other"]


@pytest.mark.parametrize(("count", "size"), [(9, 60 << 20), (2_500, 1)], ids=["large", "many"])
def test_archive_bombs_are_refused_unread(tmp_path: Path, count: int, size: int) -> None:
    path, data = tmp_path / "bomb.zip", bytes(size)
    path.write_bytes(archive_of({f"{n}.txt": data for n in range(count)}))
    [file] = incoming_files(path)
    assert file.refusal is not None and file.refusal.kind == "bomb"


def test_archives_inside_archives_end_somewhere(tmp_path: Path) -> None:
    data = b"x"
    for _ in range(6):
        data = archive_of({"a.zip": data}) if data != b"x" else archive_of({"a.txt": data})
    path = tmp_path / "deep.zip"
    path.write_bytes(data)
    files: list[Incoming] = list(incoming_files(path))
    assert [f.refusal.kind for f in files if f.refusal] == ["bomb"]


needs_office = pytest.mark.skipif(not office.is_installed(), reason="LibreOffice is not installed")


@needs_office
@pytest.mark.parametrize("kind", ["rtf", "odt", "doc"])
def test_old_formats_come_in_by_way_of_libreoffice(kind: str) -> None:
    rtf = "{\\rtf1\\ansi " + "".join(f"\\u{ord(c)}?" for c in f"{PROSE}") + "\\par}"
    data = rtf.encode()
    if kind != "rtf":
        data = office.convert(data, "a.rtf", ".rtf", kind)
    assert texts(data, f"a.{kind}") == [PROSE]


needs_ocr = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is missing")


@needs_ocr
def test_a_picture_is_read_only_when_asked() -> None:
    picture = b"P5 8 8 255\n" + b"\xff" * 64
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
    with pytest.raises(ImportRefusedError) as caught:
        read_source(png, "a.png")
    assert caught.value.kind == "image"
    assert picture.startswith(b"P5")
    with pytest.raises(ImportRefusedError) as caught:
        read_source(png, "a.png", use_ocr=True)
    assert caught.value.kind in ("too_costly", "no_ocr")


def test_macros_and_characters_of_one_font_are_told() -> None:
    plain = word(PROSE + "\ue5f9", NEXT)
    with zipfile.ZipFile(buffer := io.BytesIO(plain), "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    told = [doubt.reason for doubt in read_source(buffer.getvalue(), "a.docm").doubts]
    assert any("有宏，没有运行" in reason for reason in told)
    assert any("私用区字符（U+E5F9）" in reason for reason in told)
    assert not any("宏" in doubt.reason for doubt in read_source(plain, "a.docx").doubts)


@pytest.mark.parametrize("kind", ["text", "spreadsheet", "presentation", "text-template"])
def test_an_opendocument_file_is_no_archive_of_its_parts(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "报告.zip"  # whatever it is called
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<office:document-content/>")
        archive.writestr("meta.xml", "<office:document-meta/>")
    assert len(list(incoming_files(path))) == 1
    assert recognize(path.read_bytes(), path.name).name == "old_format"


@pytest.mark.skipif(not office.is_installed(), reason="no LibreOffice: conversion not tested")
@pytest.mark.parametrize("suffix", ["odt", "rtf", "doc"])
def test_what_libreoffice_has_written_comes_back_whole(suffix: str, tmp_path: Path) -> None:
    written = docx.Document()
    for text in (PROSE, NEXT):
        written.add_paragraph(text)
    written.save(buffer := io.BytesIO())
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(office.convert(buffer.getvalue(), "a.docx", ".docx", suffix))
    (outcome,) = import_files([path], tmp_path / "out")
    assert outcome.written is not None
    text = Path(outcome.written).read_text("utf-8")
    assert PROSE in text and NEXT in text
