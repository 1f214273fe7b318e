"""Word files of the third set; some are printed as PDF, too (third_printed)."""

from __future__ import annotations

from collections.abc import Callable

from docx.enum.text import WD_BREAK
from papers import Blocks, Paper, small_number
from third_texts import PoliceWriter
from word_builder import Word

Fields = dict[str, str | None]
Made = tuple[Blocks, Fields, list[str]]
SONG = "方正小标宋简体"


def joint_paper(w: PoliceWriter, doc: Word) -> Made:
    """联合发文: the units stand in a borderless table beside 文件; two signatures, one day."""
    other = f"{w.place}教育局"
    number = f"{w.short}联发〔{w.day.year}〕{w.dice.randint(2, 60)}号"
    first, second = f"{w.unit}　{other}", f"关于联合开展{w.subject}工作的通知"
    doc.table([[w.unit, "文件"], [other, ""]])
    doc.line(number, 16, "center")
    doc.line(f"{first}\n{second}", 22, "center", font=SONG)
    blocks: Blocks = [("text", "各派出所，各中小学校："), ("text", w.paragraph()), *w.sections(2)]
    blocks += [("text", f"联系人：{w.person}，电话：0516-8{w.dice.randint(100000, 999999)}。")]
    doc.blocks(blocks)
    doc.line(f"{w.unit}　　　　{other}", side="center")
    doc.line(w.day.chinese, side="right")
    blocks += [("text", f"{w.unit}　　　　{other}"), ("text", w.day.chinese)]
    year = str(w.day.year)
    truth = w.truth(first + second, doc_number=number, date=w.day.iso, year=year, genre="通知")
    truth.pop("source")
    return blocks, truth, [f"{w.unit} | 文件", other, number]


def signed_upward(w: PoliceWriter, doc: Word) -> Made:
    """上行文: number and 签发人 in the two cells of a table below the letterhead."""
    number = f"{w.short}报〔{w.day.year}〕{w.dice.randint(2, 60)}号"
    title = f"{w.unit}关于{w.day.year}年{w.subject}工作情况的报告"
    doc.line(w.unit, 42, "center", True, SONG)
    doc.table([[number, f"签发人：{w.person}"]])
    doc.line(title, 22, "center", font=SONG)
    blocks: Blocks = [("text", f"{w.path[0]}有关部门："), ("text", w.paragraph()), *w.sections(3)]
    blocks += [("text", "特此报告。"), ("text", w.unit), ("text", w.day.printed)]
    doc.blocks(blocks)
    copies = f"抄送：{w.place}人民政府办公室。"
    doc.table([[copies], [f"{w.unit}办公室 {w.day.printed}印发"]])
    blocks += [("text", copies), ("text", f"{w.unit}办公室 {w.day.printed}印发")]
    truth = w.truth(title, doc_number=number, date=w.day.iso, year=str(w.day.year))
    return blocks, truth, [w.unit, f"{number} | 签发人：{w.person}"]


def speech_below(w: PoliceWriter, doc: Word) -> Made:
    """A speech with a slogan as title, the occasion below a dash, office and name, a bare day."""
    title, occasion = "锚定目标　真抓实干", f"——在全市{w.subject}推进会上的讲话"
    doc.line(title, 22, "center", font=SONG)
    doc.line(occasion, 16, "center", font="楷体")
    doc.line(f"市委常委、政法委书记　{w.person}", 16, "center", font="楷体")
    doc.line(w.day.printed, 16, "center", font="楷体")
    blocks: Blocks = [("text", "各位领导、同志们："), ("text", w.paragraph()), *w.sections(3)]
    blocks += [("text", "最后，预祝大家工作顺利，谢谢！")]
    doc.blocks(blocks)
    truth: Fields = {
        "title": title + occasion, "date": w.day.iso, "genre": "讲话", "author": w.person,
        "doc_number": None, "publisher": None,
    }  # fmt: skip
    return blocks, truth, [f"市委常委、政法委书记 {w.person}", w.day.printed]


def quick_report(w: PoliceWriter, doc: Word) -> Made:
    """信息快报: masthead with spaces, issue and total issue, editor and day on one line."""
    title = f"{w.unit}“三个到位”推进{w.subject}"
    issue = f"第{w.dice.randint(2, 99)}期（总第{w.dice.randint(100, 999)}期）"
    doc.line("公 安 信 息 快 报", 48, "center", True, SONG)
    doc.line(issue, 16, "center")
    doc.line(f"{w.unit}指挥中心\t\t\t{w.day.printed}", 16)
    doc.line(title, 22, "center", True)
    blocks: Blocks = [("text", w.paragraph(f"今年以来，{w.unit}"))]
    for head in ("强化组织领导到位。", "强化宣传发动到位。", "强化督导检查到位。"):
        blocks.append(("text", head + w.paragraph()))
    doc.blocks(blocks)
    last = [f"呈报：{w.place}委、{w.place}人民政府，上级公安机关。", "（共印60份）"]
    for text in last:
        doc.line(text, 14)
    blocks += [("text", text) for text in last]
    truth = w.truth(title, date=w.day.iso, year=str(w.day.year), genre="工作简报")
    return blocks, truth, ["公 安 信 息 快 报", issue, f"{w.unit}指挥中心 {w.day.printed}"]


def minutes_form(w: PoliceWriter, doc: Word) -> Made:
    """会议记录表: a form with time, place, chair above the text; the day is the meeting's."""
    title = f"{w.unit}党委会议纪要"
    doc.line(title, 26, "center", True)
    session = f"〔{w.day.year}〕第{w.dice.randint(2, 30)}次"
    doc.line(session, 16, "center")
    form = [["时间", f"{w.day.printed}上午9时"], ["地点", "三楼会议室"], ["主持", w.person],
            ["参加", f"{w.other}、{w.third}"], ["记录", "办公室"]]  # fmt: skip
    doc.table(form)
    blocks: Blocks = [("row", " | ".join(row)) for row in form]
    rest: Blocks = [("text", w.paragraph("会议研究了以下事项：")), *w.sections(3)]
    doc.blocks(rest)
    truth = w.truth(title, date=None, genre="会议纪要")
    truth.pop("doc_number")
    return [*blocks, *rest], truth, [session]


def cover_and_contents(w: PoliceWriter, doc: Word) -> Made:
    """研究报告: a cover with series, title, subtitle, group and month; Word's own contents."""
    title, below = f"{w.subject}路径研究", f"——基于{w.place}的实证分析"
    cover = [("平安建设研究系列报告之三", 14), (title, 36), (below, 18), (f"{w.unit}课题组", 16),
             (f"{w.day.year}年{w.day.month}月", 16)]  # fmt: skip
    for text, size in cover:
        doc.line(text, size, "center", size > 30)
    doc.made.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    blocks: Blocks = [("heading", "摘　要"), ("text", w.paragraph())]
    blocks.append(("text", f"关键词：{w.subject}；基层治理；对策建议"))
    for number in (1, 2, 3):
        blocks.append(("heading", f"{number} {w.heading()}"))
        for inner in (1, 2):
            blocks += [("heading", f"{number}.{inner} {w.heading()}"), ("text", w.paragraph())]
    contents = ["目　录"]
    contents += [f"{text}\t{page}" for page, (kind, text) in enumerate(blocks) if kind == "heading"]
    for text in contents:
        doc.line(text, 12)
    for kind, text in blocks:
        if kind == "heading":
            doc.made.add_heading(text, level=2 if text[1:2] == "." else 1)
        else:
            doc.line(text)
    truth = w.truth(title + below, date=f"{w.day.year}-{w.day.month:02}", genre="调研报告")
    truth.pop("author")
    optional = [text for text, _ in cover] + [text.replace("\t", " ") for text in contents]
    return blocks, truth, [*optional, *contents]


def run_in_heads(w: PoliceWriter, doc: Word) -> Made:
    """工作要点: bold openings run into their paragraphs; they are text, not headings."""
    title = f"{w.unit}{w.day.year}年工作要点"
    doc.line(title, 22, "center", font=SONG)
    blocks: Blocks = [("text", w.paragraph())]
    doc.blocks(blocks)
    for outer in (1, 2):
        heading = w.heading(outer)
        doc.line(heading, font="黑体")
        blocks.append(("heading", heading))
        for number in (1, 2, 3):
            opening, rest = f"{number}．{w.heading()}。", w.paragraph()
            made = doc.line(opening, 16, "left", True)
            made.add_run(rest)
            blocks.append(("text", opening + rest))
    truth = w.truth(title, date=None, year=str(w.day.year), genre="规划")
    return blocks, truth, []


def plan_with_annexes(w: PoliceWriter, doc: Word) -> Made:
    """方案: an annex on a page of its own, with its own title and a table of two head rows."""
    title = f"{w.place}{w.subject}专项行动实施方案"
    doc.line(title, 22, "center", font=SONG)
    blocks: Blocks = [("text", w.paragraph("为深入推进专项行动，特制定本方案。")), *w.sections(3)]
    blocks += [("text", "附件：任务分解表"), ("text", w.unit), ("text", w.day.printed)]
    doc.blocks(blocks)
    doc.made.add_page_break()
    doc.line("附件", 16)
    annex = f"{w.subject}任务分解表"
    doc.line(annex, 22, "center", font=SONG)
    table = doc.table([["单位", "上半年", "", "下半年", ""], ["", "任务数", "完成数", "任务数", "完成数"],
                       ["刑侦大队", "12", "11", "30", "28"], ["城关派出所", "40", "39", "52", "51"]])  # fmt: skip
    for one, two in (((0, 1), (0, 2)), ((0, 3), (0, 4)), ((0, 0), (1, 0))):
        table.cell(*one).merge(table.cell(*two))
    blocks += [("text", "附件"), ("heading", annex)]
    blocks += [("row", "单位 | 上半年 | 下半年"), ("row", "单位 | 任务数 | 完成数 | 任务数 | 完成数"),
               ("row", "刑侦大队 | 12 | 11 | 30 | 28"), ("row", "城关派出所 | 40 | 39 | 52 | 51")]  # fmt: skip
    truth = w.truth(title, date=w.day.iso, genre="方案")
    return blocks, truth, []


def weekly(w: PoliceWriter, doc: Word) -> Made:
    """周报: a span of days below the title is neither its date nor its year's only sign."""
    title = f"{w.unit}重点工作周报"
    span = f"（{w.day.printed}—{w.day.month}月{w.day.day + 1}日）"
    doc.line(title, 26, "center", True)
    doc.line(span, 16, "center")
    rows = [("row", "序号 | 工作内容 | 进展情况 | 责任部门")]
    rows += [("row", f"{n} | {w.sentence()} | 已完成 | 办公室") for n in (1, 2, 3)]
    blocks: Blocks = [*rows, ("text", "下周工作安排："), ("text", w.paragraph())]
    doc.blocks(blocks)
    truth = w.truth(title, year=str(w.day.year))
    return blocks, truth, [span]


def press_conference(w: PoliceWriter, doc: Word) -> Made:
    """新闻发布会实录: every paragraph begins with who speaks, in bold."""
    title = f"{w.place}{w.subject}新闻发布会实录"
    doc.line(title, 22, "center", True)
    doc.line(f"（{w.day.printed}）", 16, "center")
    blocks: Blocks = []
    for who in (f"{w.person}：", "新华社记者：", f"{w.other}：", "主持人："):
        text = w.paragraph()
        doc.line(who, 16, "left", True).add_run(text)
        blocks.append(("text", who + text))
    truth: Fields = {"title": title, "date": w.day.iso, "region": w.region, "doc_number": None}
    return blocks, truth, [f"（{w.day.printed}）"]


def duty_report(w: PoliceWriter, doc: Word) -> Made:
    """述职述廉报告: office and name below the title; the year is in the title."""
    title = f"{w.day.year}年度述职述廉报告"
    doc.line(title, 22, "center", font=SONG)
    doc.line(f"{w.unit}副局长　{w.person}", 16, "center", font="楷体")
    blocks: Blocks = [("text", w.paragraph("现将本人履职情况报告如下，请予评议。")), *w.sections(3)]
    doc.blocks(blocks)
    truth = w.truth(title, year=str(w.day.year), author=w.person, genre="工作报告")
    return blocks, truth, [f"{w.unit}副局长 {w.person}"]


def experience(w: PoliceWriter, doc: Word) -> Made:
    """经验材料: a title of two rhyming halves, the subtitle with the unit, no date."""
    title, below = "小网格托起大平安　微治理激发新动能", f"——{w.unit}创新{w.subject}的实践"
    doc.line(title, 22, "center", True)
    doc.line(below, 16, "center")
    blocks: Blocks = [("text", w.paragraph()), *w.sections(3)]
    doc.blocks(blocks)
    truth = w.truth(title + below, date=None)
    return blocks, truth, []


def spaced_by_hand(w: PoliceWriter, doc: Word) -> Made:
    """Nothing centred but by spaces; empty paragraphs everywhere; a letter-spaced title."""
    doc.line(" " * 22 + "情　况　通　报", 22, font="宋体")
    doc.line("")
    issue = f"（{w.day.year}年第{w.dice.randint(2, 20)}期）"
    doc.line(" " * 30 + issue, 14)
    title = f"关于{w.subject}督查情况的通报"
    doc.line(" " * 12 + title, 18, bold=True)
    blocks: Blocks = [("text", f"{w.place}各有关单位："), ("text", w.paragraph()), *w.sections(2)]
    for kind, text in blocks:
        doc.line(text if kind == "heading" else "    " + text, 14, bold=kind == "heading")
        doc.line("")
    doc.line(" " * 50 + w.unit, 14)
    doc.line(" " * 50 + w.day.printed, 14)
    blocks += [("text", w.unit), ("text", w.day.printed)]
    truth = w.truth(title, date=w.day.iso, genre="通报")
    return blocks, truth, ["情　况　通　报", issue]


def commented(w: PoliceWriter, doc: Word) -> Made:
    """Comments of colleagues, a running head with title and page numbers: none is text."""
    title = f"{w.place}{w.subject}调研报告"
    doc.running(f"{title}（征求意见稿）", "第 ")
    doc.line(title, 22, "center", True)
    doc.line(f"（征求意见稿，{w.day.printed}）", 14, "center")
    blocks: Blocks = [("text", w.paragraph()), *w.sections(3)]
    doc.blocks(blocks)
    runs = doc.made.paragraphs[3].runs
    doc.made.add_comment(runs, text="这里的数字请再核实一下", author="审核", initials="审")
    truth = w.truth(title, genre="调研报告")
    truth.pop("source")
    return blocks, truth, [f"（征求意见稿，{w.day.printed}）"]


def urgent_wire(w: PoliceWriter, doc: Word) -> Made:
    """内部明电: a form of the telegraph office above the title; 特提, 密级, page counts."""
    doc.line("内 部 明 电", 40, "center", True, SONG)
    form = [["发往单位", "各县（市、区）公安局"], ["发电单位", w.unit], ["签批盖章", w.person],
            ["等级", "特提"], ["编号", f"明电〔{w.day.year}〕{w.dice.randint(2, 90)}号"]]  # fmt: skip
    doc.table(form)
    title = f"关于切实做好国庆期间{w.subject}工作的紧急通知"
    doc.line(title, 22, "center", font=SONG)
    blocks: Blocks = [("text", "各县（市、区）公安局："), ("text", w.paragraph()), *w.sections(2)]
    blocks += [("text", w.unit), ("text", w.day.printed)]
    doc.blocks(blocks)
    truth = w.truth(title, doc_number=form[-1][1], date=w.day.iso, genre="通知")
    return blocks, truth, ["内 部 明 电", *(" | ".join(row) for row in form)]


def clauses(w: PoliceWriter, doc: Word) -> Made:
    """A 规定 with chapters and articles; who passed it and when stands below the title."""
    title = f"{w.place}{w.subject}管理规定"
    doc.line(title, 22, "center", font=SONG)
    note = f"（{w.day.printed}{w.unit}第3次局务会议通过）"
    doc.line(note, 14, "center", font="楷体")
    blocks: Blocks = []
    article = 0
    for chapter, name in enumerate(("总则", "职责分工", "监督检查", "附则"), start=1):
        blocks.append(("heading", f"第{small_number(chapter)}章　{name}"))
        doc.line(blocks[-1][1], 16, "center", font="黑体")
        for _ in range(2):
            article += 1
            blocks.append(("text", f"第{small_number(article)}条　{w.sentence()}"))
            doc.line(blocks[-1][1])
    truth = w.truth(title, genre="办法")
    return blocks, truth, [note]


KINDS: tuple[Callable[[PoliceWriter, Word], Made], ...] = (
    joint_paper, signed_upward, speech_below, quick_report, minutes_form, cover_and_contents,
    run_in_heads, plan_with_annexes, weekly, press_conference, duty_report, experience,
    spaced_by_hand, commented, urgent_wire, clauses,
)  # fmt: skip


def make_third_words(seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    papers = []
    for kind in KINDS:
        doc = Word()
        blocks, truth, optional = kind(PoliceWriter(f"third {kind.__name__}", seed, public), doc)
        name = f"{kind.__name__}.docx"
        papers.append(Paper(name, doc.save(), tuple(blocks), truth, tuple(optional)))
    return papers
