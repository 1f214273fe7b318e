"""Eighteen Word files of kinds that offices write, in layouts of their own."""

from __future__ import annotations

from collections.abc import Callable

from papers import Blocks, Paper
from second_texts import Writer
from word_builder import Word

Fields = dict[str, str | None]


def red_head(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """红头文件: a title over two lines, attachments, signature, copies and print line in a table."""
    number = f"{w.place[0]}政发〔{w.day.year}〕{w.dice.randint(1, 99)}号"
    unit = f"{w.place}人民政府"
    first, second = f"{unit}关于印发{w.subject}", "实施方案的通知"
    doc.line("000017", 14)
    doc.line("特急", 16, font="黑体")
    doc.line(f"{unit}文件", 42, "center", True, "方正小标宋简体")
    doc.line(number, 16, "center")
    doc.line(f"{first}\n{second}", 22, "center", font="方正小标宋简体")
    blocks: Blocks = [
        ("text", "各乡镇人民政府、街道办事处，市政府各部门："),
        ("text", w.paragraph("现将实施方案印发给你们，请认真贯彻执行。")), *w.sections(3),
        ("text", "附件：1．任务分解表"), ("text", "2．联系人名单"),
    ]  # fmt: skip
    doc.blocks(blocks)
    doc.line(unit, side="right")
    doc.line(w.day.printed, side="right")
    doc.line("（此件公开发布）")
    copies, printed = "抄送：市委各部门，市人大常委会办公室，市政协办公室。", f"{unit}办公室"
    doc.table([[copies, ""], [printed, f"{w.day.printed}印发"]])
    tail = [unit, w.day.printed, "（此件公开发布）", copies, f"{printed} | {w.day.printed}印发"]
    blocks += [("text", text) for text in tail]
    truth = w.truth(
        first + second,
        source=unit,
        doc_number=number,
        date=w.day.iso,
        year=str(w.day.year),
        genre="通知",
    )
    return blocks, truth, ["000017", "特急", f"{unit}文件", number]


def request_upward(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """请示: 文号 and 签发人 on one line, the date in Chinese numerals."""
    number = f"{w.unit[0]}{w.unit[len(w.place)]}〔{w.day.year}〕{w.dice.randint(1, 60)}号"
    title = f"{w.unit}关于申请{w.subject}专项资金的请示"
    doc.line(f"{w.unit}文件", 40, "center", True)
    doc.line(f"{number}\t\t签发人：{w.person}", 16)
    doc.line(title, 22, "center")
    blocks: Blocks = [("text", f"{w.path[0]}有关部门："), ("text", w.paragraph()), *w.sections(2)]
    blocks += [("text", "妥否，请批示。"), ("text", w.unit), ("text", w.day.chinese)]
    blocks += [("text", f"（联系人：{w.other}，联系电话：0577-6600{w.dice.randint(1000, 9999)}）")]
    doc.blocks(blocks)
    truth = w.truth(title, doc_number=number, date=w.day.iso, year=str(w.day.year), genre="请示")
    truth.pop("author")
    return blocks, truth, [f"{w.unit}文件", f"{number} 签发人：{w.person}", f"签发人：{w.person}"]


def reply_letter(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """函: the unit's name alone as letterhead, the number to the right."""
    number = f"{w.unit[0]}{w.unit[len(w.place)]}函〔{w.day.year}〕{w.dice.randint(1, 60)}号"
    title = f"{w.unit}关于商请支持{w.subject}工作的函"
    doc.line(w.unit, 36, "center", True)
    doc.line(number, 16, "right")
    doc.line(title, 22, "center", True)
    blocks: Blocks = [("text", f"{w.path[0]}财政厅："), ("text", w.paragraph("来函收悉。"))]
    blocks += [("text", w.paragraph()), ("text", "专此函达，请予支持。")]
    blocks += [("text", w.unit), ("text", w.day.printed)]
    doc.blocks(blocks)
    truth = w.truth(title, doc_number=number, date=w.day.iso, year=str(w.day.year), genre="函")
    return blocks, truth, [w.unit, number]


def speech(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """讲话稿: the title in two paragraphs, office and name of the speaker, the date in brackets."""
    first, second = f"在全市{w.subject}", "工作推进会上的讲话"
    doc.line(first, 22, "center", font="方正小标宋简体")
    doc.line(second, 22, "center", font="方正小标宋简体")
    doc.line(f"{w.unit}局长　{w.person}", 16, "center", font="楷体")
    doc.line(f"（{w.day.printed}）", 16, "center", font="楷体")
    blocks: Blocks = [("text", "同志们："), ("text", w.paragraph()), *w.sections(3)]
    blocks += [("text", "我就讲这些，供大家参考。")]
    doc.blocks(blocks)
    truth = w.truth(first + second, date=w.day.iso, genre="讲话", author=w.person)
    return blocks, truth, [f"{w.unit}局长 {w.person}", f"（{w.day.printed}）"]


def briefing(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """简报: the masthead stands in a table, a list of readers at the end."""
    issue, unit = f"第{w.dice.randint(1, 40)}期", f"{w.unit}办公室"
    table = doc.table([["工 作 简 报", ""], [issue, ""], [f"{unit}编", w.day.printed]])
    table.rows[0].cells[0].merge(table.rows[0].cells[1])
    title = f"{w.place}多措并举推进{w.subject}"
    doc.line(title, 22, "center", True)
    blocks: Blocks = [("text", w.paragraph(f"近期，{w.unit}")), *w.sections(3, False)]
    doc.blocks(blocks, "style")
    last = ["报：市委、市政府领导。", "送：市直有关单位，各县（市、区）。", "（共印80份）"]
    for text in last:
        doc.line(text, 14)
    truth = w.truth(title, date=w.day.iso, year=str(w.day.year))
    blocks += [("text", text) for text in last]
    return blocks, truth, ["工 作 简 报", issue, f"{unit}编 | {w.day.printed}"]


def summary_by_look(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """工作总结: nothing but a title in a big font; it looks ahead to the next year, too."""
    title = f"{w.unit}{w.day.year}年工作总结及{w.day.year + 1}年工作打算"
    doc.line(title, 22, "center", font="方正小标宋简体")
    blocks: Blocks = [("text", w.paragraph(f"{w.day.year}年，")), *w.sections(4)]
    doc.blocks(blocks)
    truth = w.truth(title, date=None, year=str(w.day.year), genre="工作总结")
    return blocks, truth, []


def styled_report(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """A long report with styles and a table of contents; dated a year after its subject."""
    title = f"{w.place}{w.day.year}年度{w.subject}评估报告"
    doc.made.add_paragraph(title, style="Title")
    doc.line(w.unit, 16, "center")
    doc.line(f"{w.day.year + 1}年1月", 16, "center")
    blocks = w.sections(4)
    contents = ["目　录"]
    for page, text in enumerate((text for kind, text in blocks if kind == "heading"), start=1):
        contents.append(f"{text}\t{page}")
    for text in contents:
        doc.line(text, 12, "left")
    doc.made.add_page_break()
    doc.blocks(blocks, "style")
    truth = w.truth(title, date=f"{w.day.year + 1}-01", year=str(w.day.year))
    return blocks, truth, [w.unit, f"{w.day.year + 1}年1月", *contents]


def word_numbers(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """Word numbers the headings and points itself: the numbers must stand in the text."""
    title = f"{w.unit}关于{w.subject}的工作方案"
    doc.line(title, 22, "center", True)
    doc.numbering()
    blocks: Blocks = []
    for first in ("一", "二"):
        heading = w.heading()
        doc.numbered(heading, 0)
        blocks.append(("heading", f"{first}、{heading}"))
        for second in ("一", "二"):
            heading = w.heading()
            doc.numbered(heading, 1)
            blocks.append(("heading", f"（{second}）{heading}"))
            for third in (1, 2, 3):
                text = w.paragraph()
                doc.numbered(text, 2)
                blocks.append(("text", f"{third}.{text}"))
    return blocks, w.truth(title, date=None, genre="方案"), []


def nested_lists(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """Lists in lists, by Word's list styles; bullets are no characters of the text."""
    title = f"{w.place}{w.subject}问题清单（{w.day.year}年）"
    doc.line(title, 20, "center", True)
    blocks: Blocks = []
    for _ in range(2):
        heading = w.heading()
        doc.made.add_heading(heading, level=1)
        blocks.append(("heading", heading))
        for style in ("List Bullet", "List Bullet 2", "List Bullet 2", "List Bullet"):
            text = w.sentence()
            doc.made.add_paragraph(text, style=style)
            blocks.append(("text", text))
    truth = w.truth(title, date=None, year=str(w.day.year))
    truth.pop("source")
    return blocks, truth, []


def footnotes(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """Footnotes stand after the paragraph that calls them."""
    title = f"{w.subject}的成效与思考——以{w.place}为例"
    doc.line(title, 22, "center", True)
    doc.line(w.person, 16, "center")
    blocks: Blocks = []
    for number in (1, 2, 3):
        heading, text, note = w.heading(number), w.paragraph(), f"数据来源：{w.place}统计公报。"
        doc.line(heading, font="黑体")
        doc.noted(text, note)
        blocks += [("heading", heading), ("text", text), ("text", note)]
        blocks.append(("text", w.paragraph()))
        doc.line(blocks[-1][1])
    truth = w.truth(title, date=None, author=w.person)
    truth.pop("source")
    return blocks, truth, [w.person]


def text_box(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """A text box in both of Word's forms: once in the text."""
    title = f"{w.unit}关于{w.subject}情况的通报"
    doc.line(title, 22, "center", True)
    blocks: Blocks = [("text", w.paragraph())]
    doc.blocks(blocks)
    text, box = w.paragraph(), f"典型案例：{w.sentence()}"
    doc.boxed(text, box)
    rest: Blocks = [*w.sections(2), ("text", w.unit), ("text", w.day.printed)]
    doc.blocks(rest)
    blocks += [("text", text), ("text", box), *rest]
    return blocks, w.truth(title, date=w.day.iso, year=str(w.day.year), genre="通报"), []


def tracked(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """Tracked changes: what was put in stays, what was taken out or moved away goes."""
    title = f"{w.unit}{w.day.year}年上半年{w.subject}工作小结"
    doc.line(title, 22, "center", True)
    start, added, end, moved = w.sentence(), w.sentence(), w.sentence(), w.paragraph()
    mark = "w:author='审' w:date='2024-01-01T00:00:00Z'"
    run = "<w:r><w:t>{}</w:t></w:r>".format
    gone = "<w:r><w:delText>这句话已经删去。</w:delText></w:r>"
    doc.raw(f"<w:p><w:moveFrom w:id='4' {mark}>{run(moved)}</w:moveFrom></w:p>")
    doc.raw(
        f"<w:p>{run(start)}<w:ins w:id='1' {mark}>{run(added)}</w:ins>"
        f"<w:del w:id='2' {mark}>{gone}</w:del>{run(end)}</w:p>"
    )
    doc.raw(f"<w:p><w:moveTo w:id='5' {mark}>{run(moved)}</w:moveTo></w:p>")
    rest = w.sections(2)
    doc.blocks(rest)
    blocks: Blocks = [("text", start + added + end), ("text", moved), *rest]
    truth = w.truth(title, date=None, year=str(w.day.year))
    return blocks, truth, []


def table_inside(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """A table in the middle of the text, with its caption."""
    title = f"{w.unit}{w.day.year}年{w.subject}进展情况报告"
    doc.line(title, 22, "center", True)
    blocks = [*w.sections(2), ("text", "表1　各地进展情况"), *w.rows(), *w.sections(2)]
    doc.blocks(blocks)
    truth = w.truth(title, date=None, year=str(w.day.year))
    return blocks, truth, []


def reprint(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """转载: pasted from a page, with the day of the paper, of the page and of events."""
    title = f"{w.place}：{w.subject}见实效"
    event, later = w.a_day(w.day.year - 1), w.a_day(w.day.year + 1)
    doc.line(title, 22, "center", True)
    byline = f"{w.day.iso}　来源：{w.medium}　作者：{w.person}"
    doc.line(byline, 10.5, "center")
    opening = f"{event.printed}，{w.unit}召开专题会议。{w.paragraph()}"
    blocks: Blocks = [("text", opening), *w.sections(2, False)]
    doc.blocks(blocks, "style")
    last = f"（本网{later.printed}转载）"
    doc.line(last, 10.5)
    blocks.append(("text", last))
    truth = w.truth(title, publisher=w.medium, date=w.day.iso, author=w.person)
    return blocks, truth, [byline]


def running_heads(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """Headers, page numbers and a WordArt watermark belong to no text."""
    title = f"{w.unit}{w.day.year}年法治政府建设情况报告"
    doc.running(f"{w.unit}内部资料 注意保存", "— ")
    mark = "<w:p><w:r><w:pict><v:shape id='PowerPlusWaterMarkObject1' type='#_x0000_t136'>"
    doc.made.sections[0].header._element.append(
        doc.raw(mark + "<v:textpath string='机密'/></v:shape></w:pict></w:r></w:p>")
    )
    doc.line(title, 22, "center", True)
    blocks = [("text", w.paragraph()), *w.sections(3), ("text", w.unit), ("text", w.day.printed)]
    doc.blocks(blocks)
    truth = w.truth(title, date=w.day.iso, genre="工作报告")
    truth.pop("genre")
    return blocks, truth, []


def minutes(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """会议纪要: its letterhead is its genre; the meeting's day is not the paper's."""
    issue, meeting = f"〔{w.day.year}〕{w.dice.randint(1, 30)}号", w.a_day(w.day.year - 1)
    unit = f"{w.place}人民政府"
    title = f"研究{w.subject}有关问题的会议纪要"
    doc.line(f"{unit}专题会议纪要", 36, "center", True)
    doc.line(issue, 16, "center")
    doc.line(title, 22, "center")
    opening = (
        f"{meeting.printed}，副市长{w.person}主持召开会议，研究{w.subject}有关问题。纪要如下："
    )
    people = f"出席：{w.other}、{w.third}，市直有关部门负责人。"
    blocks: Blocks = [("text", opening), *w.sections(2), ("text", people)]
    doc.blocks(blocks)
    truth = w.truth(title, source=unit, genre="会议纪要")
    truth.pop("doc_number")
    return blocks, truth, [f"{unit}专题会议纪要", issue]


def content_controls(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """A cover page of content controls, a hyperlink and a soft hyphen inside words."""
    title = f"{w.place}{w.subject}白皮书（{w.day.year}）"
    doc.raw(
        "<w:sdt><w:sdtPr><w:alias w:val='标题'/></w:sdtPr><w:sdtContent><w:p><w:pPr><w:jc w:val="
        "'center'/></w:pPr><w:r><w:rPr><w:sz w:val='60'/></w:rPr><w:t>"
        f"{title}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    doc.line(w.unit, 18, "center")
    doc.line(f"{w.day.year}年{w.day.month}月", 18, "center")
    first, linked, last = w.sentence(), "市政府门户网站", "同步公开。"
    doc.raw(
        f"<w:p><w:r><w:t>{first}本报告在</w:t></w:r><w:hyperlink w:anchor='a'><w:r><w:t>{linked}"
        f"</w:t></w:r></w:hyperlink><w:r><w:t>{last}</w:t></w:r></w:p>"
    )
    rest = w.sections(3)
    doc.blocks(rest)
    blocks: Blocks = [("text", f"{first}本报告在{linked}{last}"), *rest]
    date = f"{w.day.year}-{w.day.month:02}"
    return blocks, w.truth(title, date=date, year=str(w.day.year)), [w.unit, date_line(w)]


def date_line(w: Writer) -> str:
    return f"{w.day.year}年{w.day.month}月"


def soft_lines(w: Writer, doc: Word) -> tuple[Blocks, Fields, list[str]]:
    """All in one paragraph with line breaks, as pasted from a chat or a page."""
    title = f"{w.unit}关于{w.subject}的倡议书"
    doc.line(title, 18, "center", True)
    texts = [w.paragraph() for _ in range(4)]
    doc.line("\n".join(texts), 14)
    blocks: Blocks = [("text", text) for text in texts]
    blocks += [("text", w.unit), ("text", w.day.printed)]
    doc.line(w.unit, side="right")
    doc.line(w.day.printed, side="right")
    truth = w.truth(title, date=w.day.iso, year=str(w.day.year))
    return blocks, truth, []


KINDS: tuple[Callable[[Writer, Word], tuple[Blocks, Fields, list[str]]], ...] = (
    red_head, request_upward, reply_letter, speech, briefing, summary_by_look, styled_report,
    word_numbers, nested_lists, footnotes, text_box, tracked, table_inside, reprint, running_heads,
    minutes, content_controls, soft_lines,
)  # fmt: skip


def make_word_papers(seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    papers = []
    for kind in KINDS:
        doc = Word()
        blocks, truth, optional = kind(Writer(kind.__name__, seed, public), doc)
        papers.append(
            Paper(f"{kind.__name__}.docx", doc.save(), tuple(blocks), truth, tuple(optional))
        )
    return papers
