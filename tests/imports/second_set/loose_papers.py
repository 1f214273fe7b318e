"""Plain texts, workbooks, and one each of mail, archive, CSV and Markdown."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from typing import Any

import openpyxl
import web_papers
import word_papers
from openpyxl.utils import get_column_letter
from papers import Blocks, Paper
from second_texts import Writer
from word_builder import Word


def _lines(blocks: Blocks, width: int = 0) -> list[str]:
    lines = []
    for kind, text in blocks:
        whole = text if kind == "heading" else f"　　{text}"
        step = width or len(whole)
        lines += [whole[start : start + step] for start in range(0, len(whole), step)]
    return lines


def utf16_report(w: Writer) -> Paper:
    """Saved by the editor of Windows as “Unicode”."""
    title = f"{w.unit}{w.day.year}年工作要点"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(3)]
    text = "\r\n".join([title, "", *_lines(blocks)])
    truth = w.truth(title, date=None, year=str(w.day.year))
    return Paper("utf16_report.txt", text.encode("utf-16"), tuple(blocks), truth)


def wrapped_gbk(w: Writer) -> Paper:
    """GB18030, broken after 38 characters, the title over two centred lines."""
    first, second = f"{w.unit}关于{w.subject}", "工作开展情况的报告"
    blocks: Blocks = [("text", f"{w.path[0]}有关部门："), ("text", w.paragraph()), *w.sections(3)]
    blocks += [("text", "特此报告。")]
    lines = [" " * 12 + first, " " * 18 + second, "", *_lines(blocks, 38)]
    lines += ["", " " * 40 + w.unit, " " * 42 + w.day.printed]
    blocks += [("text", w.unit), ("text", w.day.printed)]
    truth = w.truth(first + second, date=w.day.iso, year=str(w.day.year))
    return Paper("wrapped_gbk.txt", "\r\n".join(lines).encode("gb18030"), tuple(blocks), truth)


def pasted_page(w: Writer) -> Paper:
    """The text of a page, pasted with its menu line, stamp and editor."""
    title = f"{w.unit}全力推进{w.subject}"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(2, False)]
    head = [
        "首页 > 新闻中心 > 部门动态",
        title,
        f"发布时间：{w.day.iso} 来源：{w.unit} 【字体：大 中 小】",
    ]
    foot = [f"责任编辑：{w.person}", "【打印】【关闭】"]
    text = "\n\n".join([*head, *_lines(blocks), *foot])
    truth = w.truth(title, date=w.day.iso)
    truth.pop("publisher")
    optional = (head[0], head[2], *foot)
    return Paper("pasted_page.txt", text.encode("utf-8-sig"), tuple(blocks), truth, optional)


def printed_pages(w: Writer) -> Paper:
    """The text layer of a print: form feeds and page numbers between the lines."""
    title = f"{w.place}{w.subject}实施办法"
    blocks: Blocks = [("text", f"第{small}条　{w.paragraph()}") for small in "一二三四五六"]
    lines = [title, "", *_lines(blocks[:3]), "- 1 -", "\f", *_lines(blocks[3:]), "- 2 -"]
    truth: dict[str, str | None] = {"title": title, "region": w.region, "genre": "办法"}
    truth.pop("genre")
    return Paper("printed_pages.txt", "\n".join(lines).encode(), tuple(blocks), truth)


def speech_text(w: Writer) -> Paper:
    """A speech as text: occasion in brackets under the title, blank lines between all."""
    title = f"在{w.place}{w.subject}动员大会上的讲话"
    blocks: Blocks = [("text", "同志们："), ("text", w.paragraph()), *w.sections(3)]
    head = [title, f"（{w.day.chinese}）", w.person]
    text = "\n\n".join([*head, *_lines(blocks)])
    truth = w.truth(title, date=w.day.iso, genre="讲话", author=w.person)
    truth.pop("source")
    return Paper("speech_text.txt", text.encode("gb18030"), tuple(blocks), truth, tuple(head[1:]))


def _book(w: Writer, merged: bool, sheets: int, formats: bool) -> Paper:
    """A workbook with title, unit and day above the table; numbers, shares and days as such."""
    book: Any = openpyxl.Workbook()
    title = f"{w.unit}{w.day.year}年{w.subject}统计表"
    blocks: Blocks = []
    for number in range(sheets):
        sheet = book.active if number == 0 else book.create_sheet(f"{number + 1}季度")
        rows = [text.split(" | ") for _, text in w.rows()]
        sheet.append([title])
        if merged:
            sheet.merge_cells(f"A1:{get_column_letter(4)}1")
            sheet.append([f"填报单位：{w.unit}", None, None, f"填报日期：{w.day.printed}"])
        for index, cells in enumerate(rows):
            values: list[Any] = list(cells)
            if formats and index:
                values = [cells[0], int(cells[1]), int(cells[2]), float(cells[3][:-1]) / 100]
            sheet.append(values)
            if formats and index:
                sheet.cell(sheet.max_row, 4).number_format = "0.0%"
            blocks.append(("row", " | ".join(cells)))
    buffer = io.BytesIO()
    book.save(buffer)
    truth = w.truth(title, year=str(w.day.year), genre="统计")
    truth.pop("genre")
    name = f"book_{int(merged)}{sheets}{int(formats)}.xlsx"
    return Paper(name, buffer.getvalue(), tuple(blocks), truth)


def mail(w: Writer) -> Paper:
    """A mail in GB2312 with a plain and an HTML form, and the paper attached."""
    title = f"{w.unit}{w.day.year}年{w.subject}自查报告"
    doc = Word()
    doc.line(title, 22, "center", True)
    blocks: Blocks = [("text", w.paragraph()), *w.sections(2)]
    doc.blocks(blocks)
    message = EmailMessage()
    message["Subject"] = f"报送：{title}"
    message["From"] = f"{w.person} <bgs@example.gov.cn>"
    message["To"] = "市政府办公室 <zf@example.gov.cn>"
    message["Date"] = "Fri, 10 Mar 2023 09:00:00 +0800"
    message.set_content("领导好：\n附件为自查报告，请查收。\n", charset="gb2312")
    message.add_alternative(
        "<p>领导好：</p><p>附件为自查报告，请查收。</p>", "html", charset="gb2312"
    )
    message.add_attachment(
        doc.save(), "application", "vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename=f"{title}.docx",
    )  # fmt: skip
    truth: dict[str, str | None] = {"title": title, "source": w.unit, "year": str(w.day.year)}
    return Paper("mail.eml", bytes(message), tuple(blocks), truth)


def archive(w: Writer) -> Paper:
    """A ZIP made on Windows: GBK names, a folder, one Word file and one page."""
    paper = word_papers.make_word_papers(w.dice.randint(1, 99))[5]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        info = zipfile.ZipInfo("placeholder")
        info.filename = "上报材料/工作总结.docx".encode("gb18030").decode("cp437")
        made.writestr(info, paper.data)
    return Paper("archive.zip", buffer.getvalue(), paper.blocks, paper.fields, paper.optional)


def csv_table(w: Writer) -> Paper:
    """A table of GB18030 as Excel saves it: quotes, commas and breaks inside cells."""
    rows = [["序号", "问题描述", "整改情况"]]
    rows += [[str(number), w.sentence(), f"已整改，{w.sentence()}"] for number in range(1, 6)]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    blocks = tuple(("row", " | ".join(row)) for row in rows)
    return Paper(f"{w.place}整改台账.csv", text.encode("gb18030"), blocks, {})


def markdown(w: Writer) -> Paper:
    """Markdown with a partial front matter, a list and a quotation."""
    title = f"{w.unit}{w.day.year}年{w.subject}总结"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(2, False), ("text", w.paragraph())]
    body = "\n\n".join(f"## {text}" if kind == "heading" else text for kind, text in blocks)
    text = f"---\ntitle: {title}\nsource: {w.unit}\ndate: {w.day.iso}\n---\n\n{body}\n"
    truth: dict[str, str | None] = {"title": title, "source": w.unit, "date": w.day.iso}
    return Paper("markdown.md", text.encode(), tuple(blocks), truth)


def make_loose_papers(seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    kinds = (
        utf16_report, wrapped_gbk, pasted_page, printed_pages, speech_text, mail, archive, csv_table,
        markdown,
    )  # fmt: skip
    made = [kind(Writer(kind.__name__, seed, public)) for kind in kinds]
    for merged, sheets, formats in (
        (True, 1, False),
        (False, 1, True),
        (True, 2, True),
        (True, 3, False),
    ):
        made.append(_book(Writer(f"book {merged}{sheets}{formats}", seed), merged, sheets, formats))
    return made


def make_all(seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    """What needs no other program: Word files, pages, texts, tables and containers."""
    return [
        *word_papers.make_word_papers(seed, public), *web_papers.make_web_papers(seed, public),
        *make_loose_papers(seed, public),
    ]  # fmt: skip
