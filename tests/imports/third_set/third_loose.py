"""Texts, Markdown, mails, archives and workbooks of the third set."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import openpyxl
from papers import Blocks, Paper
from third_texts import PoliceWriter


def _wrapped(blocks: Blocks, width: int) -> list[str]:
    lines = []
    for kind, text in blocks:
        whole = text if kind == "heading" else f"　　{text}"
        lines += [whole[at : at + width] for at in range(0, len(whole), width)]
    return lines


def paged_gbk(w: PoliceWriter) -> Paper:
    """GBK from a print queue: broken at 34, every 20 lines a running head and 第 N 页 共 M 页."""
    title = f"{w.unit}{w.day.year}年{w.subject}工作总结"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(4)]
    lines, made = _wrapped(blocks, 34), [title, ""]
    for page in range(0, len(lines), 20):
        made += lines[page : page + 20]
        made += [f"第 {page // 20 + 1} 页 共 {len(lines) // 20 + 1} 页", f"{w.unit}　内部文件"]
    truth = w.truth(title, date=None, year=str(w.day.year), genre="工作总结")
    return Paper("paged_gbk.txt", "\r\n".join(made).encode("gbk"), tuple(blocks), truth)


def labelled(w: PoliceWriter) -> Paper:
    """From an editorial system: 标题： 作者： 来源： 日期： 正文： as labels."""
    title = f"{w.place}{w.subject}出实招"
    blocks: Blocks = [("text", w.paragraph()) for _ in range(4)]
    head = [
        f"标题：{title}",
        f"作者：{w.person}",
        f"来源：{w.medium}",
        f"日期：{w.day.printed}",
        "正文：",
    ]
    text = "\n".join([*head, *(f"    {text}" for _, text in blocks)])
    truth = w.truth(title, publisher=w.medium, date=w.day.iso, author=w.person)
    truth.pop("source")
    return Paper("labelled.txt", text.encode(), tuple(blocks), truth, tuple(head))


def flush_wrapped(w: PoliceWriter) -> Paper:
    """Read from paper: no indents, no blank lines; a short line ends each paragraph."""
    title = f"{w.place}{w.subject}调查报告"
    blocks: Blocks = [("heading", w.heading(1))]
    for number in (2, 3):
        blocks += [
            ("text", _not_full(w, 30)),
            ("text", _not_full(w, 30)),
            ("heading", w.heading(number)),
        ]
    blocks.append(("text", _not_full(w, 30)))
    lines = [text[at : at + 30] for _, text in blocks for at in range(0, len(text), 30)]
    truth = w.truth(title, date=None, genre="调研报告")
    truth.pop("source")
    data = "\n".join([title, *lines]).encode()
    return Paper("flush_wrapped.txt", data, tuple(blocks), truth)


def _not_full(w: PoliceWriter, width: int) -> str:
    """A paragraph whose last line is clearly shorter than the others."""
    while True:
        text = w.paragraph()
        if 3 < len(text) % width < width - 8:
            return text


def old_mac(w: PoliceWriter) -> Paper:
    """Carriage returns alone, a BOM, the day in brackets under the title."""
    title = f"{w.unit}关于{w.subject}的情况通报"
    blocks: Blocks = [
        ("text", w.paragraph()),
        *w.sections(2),
        ("text", w.unit),
        ("text", w.day.chinese),
    ]
    text = "\r\r".join([title, *(text for _, text in blocks)])
    truth = w.truth(title, date=w.day.iso, genre="通报")
    return Paper("old_mac.txt", text.encode("utf-8-sig"), tuple(blocks), truth)


def ruled(w: PoliceWriter) -> Paper:
    """A newsletter drawn with ===== and -----, its masthead letter-spaced."""
    title = f"{w.place}{w.subject}“回头看”扎实开展"
    blocks: Blocks = [
        ("text", w.paragraph(f"连日来，{w.unit}")),
        *(("text", w.paragraph()) for _ in "12"),
    ]
    head = [
        "平 安 建 设 简 报",
        f"第{w.dice.randint(2, 60)}期",
        f"{w.unit}办公室　　{w.day.printed}",
    ]
    tail = f"报送：{w.place}委政法委"
    text = "\n".join(
        [*head, "=" * 40, "", title, "", *(f"　　{t}" for _, t in blocks), "-" * 40, tail]
    )
    truth = w.truth(title, date=w.day.iso, genre="工作简报")
    optional = (*head, "=" * 40, "-" * 40)
    return Paper("ruled.txt", text.encode("gb18030"), (*blocks, ("text", tail)), truth, optional)


def answers(w: PoliceWriter) -> Paper:
    """政策问答: numbered questions as short lines, answers below; all of it text."""
    title = f"{w.place}{w.subject}政策问答"
    blocks: Blocks = []
    for number in range(1, 5):
        blocks += [
            ("text", f"{number}．问：办理{w.subject}需要哪些材料？"),
            ("text", f"答：{w.paragraph()}"),
        ]
    text = "\n".join([title, f"发布单位：{w.unit}", *(text for _, text in blocks)])
    truth = w.truth(title, genre="解读")
    return Paper("answers.txt", text.encode(), tuple(blocks), truth, (f"发布单位：{w.unit}",))


def converted_markdown(w: PoliceWriter) -> Paper:
    """As pandoc writes a Word file: bold title, setext headings, a pipe table, footnotes."""
    title = f"{w.unit}{w.day.year}年上半年{w.subject}分析报告"
    first, second, note = w.paragraph(), w.paragraph(), "数据来源：警情系统。"
    rows = [text for _, text in w.rows()]
    blocks: Blocks = [("heading", "总体情况"), ("text", first), ("text", note), *(("row", r) for r in rows),
                      ("heading", "有关建议"), ("text", second)]  # fmt: skip
    table = [f"| {row} |" for row in rows]
    table.insert(1, "|---|---:|---:|---:|")
    text = "\n".join([f"**{title}**", "", "总体情况", "========", "", f"{first}[^1]", "", *table, "",
                      "有关建议", "--------", "", second, "", f"[^1]: {note}"])  # fmt: skip
    truth = w.truth(title, year=str(w.day.year))
    return Paper("converted_markdown.md", text.encode(), tuple(blocks), truth, ("[^1]",))


def listed_markdown(w: PoliceWriter) -> Paper:
    """Notes: ATX title with closing signs, nested lists, a link, emphasis, a rule, HTML breaks."""
    title = f"{w.place}{w.subject}经验交流材料"
    points, text = [w.sentence() for _ in range(3)], w.sentence()
    blocks: Blocks = [("heading", "主要做法"), *(("text", p) for p in points), ("heading", "体会"),
                      ("text", f"详见工作专栏。{text}")]  # fmt: skip
    lines = [f"# {title} #", "", f"*{w.unit}*", "", "## 主要做法 ##", "", f"- **{points[0]}**",
             f"  - {points[1]}", f"- {points[2]}", "", "***", "", "## 体会", "",
             f"详见[工作专栏](http://example.com/a)。{text}"]  # fmt: skip
    truth = w.truth(title)
    return Paper("listed_markdown.md", "\n".join(lines).encode(), tuple(blocks), truth, (w.unit,))


def forwarded(w: PoliceWriter) -> Paper:
    """A mail without attachment: the paper is the mail's HTML, quoted-printable, GBK."""
    title = f"{w.unit}关于{w.subject}推进情况的汇报"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(2)]
    message = EmailMessage()
    message["Subject"] = f"转发：{title}"
    message["From"], message["To"] = f"{w.person} <a@example.cn>", "b@example.cn"
    message["Date"] = "Tue, 07 Mar 2023 16:20:00 +0800"
    body = "".join(f"<p>{text}</p>" for _, text in blocks)
    message.set_content(
        f"<html><body><p align=center><b>{title}</b></p>{body}</body></html>",
        "html",
        "gbk",
        "quoted-printable",
    )
    truth: dict[str, str | None] = {
        "title": title,
        "source": w.unit,
        "region": w.region,
        "genre": "工作报告",
    }
    return Paper("forwarded.eml", bytes(message), tuple(blocks), truth)


def plain_mail(w: PoliceWriter) -> Paper:
    """A mail of flowed plain text in base64; its signature below the two dashes."""
    title = f"{w.place}{w.subject}情况简要汇报"
    blocks: Blocks = [("text", w.paragraph()) for _ in range(3)]
    message = EmailMessage()
    message["Subject"], message["From"] = title, f"{w.person} <a@example.cn>"
    message["Date"] = "Tue, 07 Mar 2023 16:20:00 +0800"
    message.set_content(
        "\n\n".join(text for _, text in blocks) + "\n", charset="utf-8", cte="base64"
    )
    return Paper(
        "plain_mail.eml", bytes(message), tuple(blocks), {"title": title, "region": w.region}
    )


def nested_archive(w: PoliceWriter) -> Paper:
    """A ZIP with UTF-8 names in folders, rubbish of a Mac beside, and one text."""
    paper = old_mac(w)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("__MACOSX/._情况通报.txt", b"\0\5\26\7")
        made.writestr("材料/.DS_Store", b"\0\0\0\1Bud1")
        made.writestr("材料/2023/情况通报.txt", paper.data)
    return Paper("nested_archive.zip", buffer.getvalue(), paper.blocks, paper.fields)


def _saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def two_head_rows(w: PoliceWriter) -> Paper:
    """A ledger with a merged title, two rows of merged headings, a total and a remark."""
    title = f"{w.unit}{w.day.year}年{w.subject}情况统计表"
    book: Any = openpyxl.Workbook()
    sheet = book.active
    years = (w.day.year - 1, w.day.year)
    for row in ([title], [f"单位：起　　填报时间：{w.day.iso}"],
                ["派出所", f"{years[0]}年", None, f"{years[1]}年", None],
                [None, "受理数", "办结数", "受理数", "办结数"]):  # fmt: skip
        sheet.append(row)
    for area in ("A1:E1", "A2:E2", "A3:A4", "B3:C3", "D3:E3"):
        sheet.merge_cells(area)
    blocks: Blocks = []
    for name in ("城东派出所", "城西派出所", "湖滨派出所", "合计"):
        values = [w.dice.randint(10, 900) for _ in range(4)]
        sheet.append([name, *values])
        blocks += [("row", " | ".join(map(str, (name, *values))))]
    sheet.append(["备注：数据来源于警务平台。"])
    blocks.append(("row", "备注：数据来源于警务平台。"))
    truth = w.truth(title, year=str(w.day.year), genre="统计")
    return Paper("two_head_rows.xlsx", _saved(book), tuple(blocks), truth)


def dated_ledger(w: PoliceWriter) -> Paper:
    """台账 without a title: days, times, amounts, shares, truth values; a hidden sheet."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"{w.place}{w.subject}台账"
    sheet.append(["序号", "日期", "单位", "金额（元）", "完成率", "是否办结"])
    blocks: Blocks = []
    for number in range(1, 5):
        day, money, share = w.a_day(w.day.year), w.dice.randint(1000, 99999), w.dice.randint(10, 99)
        sheet.append(
            [number, datetime.date(day.year, day.month, day.day), w.unit, money, share / 100, "是"]
        )
        sheet.cell(sheet.max_row, 2).number_format = "yyyy-mm-dd"
        sheet.cell(sheet.max_row, 4).number_format = "#,##0.00"
        sheet.cell(sheet.max_row, 5).number_format = "0%"
        row = f"{number} | {day.iso} | {w.unit} | {money:,}.00 | {share}% | 是"
        blocks.append(("row", row))
    book.create_sheet("码表").sheet_state = "hidden"
    return Paper(
        "dated_ledger.xlsx", _saved(book), tuple(blocks), {"date": None, "publisher": None}
    )


def tables_below(w: PoliceWriter) -> Paper:
    """Two tables on one sheet, each under its own caption, a blank row between."""
    title = f"{w.place}{w.day.year}年{w.subject}考核结果"
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    blocks: Blocks = []
    for caption in ("一、县（市、区）", "二、市直部门"):
        sheet.append([])
        sheet.append([caption])
        blocks.append(("row", caption))
        for _, text in w.rows():
            sheet.append(text.split(" | "))
            blocks.append(("row", text))
    truth = w.truth(title, year=str(w.day.year))
    truth.pop("source")
    return Paper("tables_below.xlsx", _saved(book), tuple(blocks), truth)


def wide_questions(w: PoliceWriter) -> Paper:
    """问题清单: long texts with line breaks in the cells, an empty column, units merged down."""
    title = f"{w.unit}{w.subject}问题清单"
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.append([None, title])
    sheet.append([None, "责任单位", "问题描述", "整改措施"])
    blocks: Blocks = []
    for number in range(4):
        texts = [w.sentence(), f"1.{w.sentence()}\n2.{w.sentence()}"]
        sheet.append([None, "法制大队" if number == 0 else None, *texts])
        blocks.append(("row", " | ".join(texts).replace("\n", " ")))
    sheet.merge_cells("B3:B6")
    return Paper("wide_questions.xlsx", _saved(book), tuple(blocks), w.truth(title))


def semicolons(w: PoliceWriter) -> Paper:
    """A CSV of semicolons with a BOM and a title line."""
    rows = [text for _, text in w.rows()]
    text = "\n".join(row.replace(" | ", ";") for row in rows)
    blocks = tuple(("row", row) for row in rows)
    return Paper(f"{w.place}进度.csv", text.encode("utf-8-sig"), blocks, {"date": None})


KINDS: tuple[Callable[[PoliceWriter], Paper], ...] = (
    paged_gbk, labelled, flush_wrapped, old_mac, ruled, answers, converted_markdown,
    listed_markdown, forwarded, plain_mail, nested_archive, two_head_rows, dated_ledger,
    tables_below, wide_questions, semicolons,
)  # fmt: skip


def make_third_loose(seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    return [kind(PoliceWriter(f"third {kind.__name__}", seed, public)) for kind in KINDS]
