"""Tell what one line of a document's head is: letterhead, masthead, number, date or mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.importer.source_text import SourceLine
from indexer.metadata.clues import Evidence
from indexer.metadata.dates import first_date, is_date_line
from indexer.metadata.proposal import NUMBER
from indexer.metadata.units import is_unit

LETTERHEAD = re.compile(
    r"[\u4e00-\u9fff（）()、]{2,40}(?:文件|公报)(?:[（(][^（）()]{1,12}[）)])?|[\u4e00-\u9fff]{4,24}令"
)
_MASTHEAD = re.compile(
    r"[\u4e00-\u9fff“”\s]{0,20}(?:简报|通讯|动态|快报|专报|信息|要情|参考|内参|摘报|专刊|交流|通报|月报|周报)"
    r"(?:\s*[（(]?(?:.{0,8}专刊|增刊|特刊)[）)]?)?"
)
ISSUE = re.compile(
    r"[（(〔\[]?\s*(?:(?:19|20)\d\d\s*年?\s*)?(?:总?第\s*[\d一二三四五六七八九十百]{1,4}\s*[期号]|增刊)"
    r"[\s，,]*(?:[（(]?\s*总第\s*\d{1,5}\s*期\s*[）)]?)?\s*[）)〕\]]?"
)
_MARK = re.compile(
    r"(?:特急|加急|平急|急件|特提|秘密|机密|绝密|内部(?:资料|文件|参考)|注意保(?:存|密)"
    r"|请勿外传|(?:内部)?明电|内部传真电报?|传真电报|明传电报|★|\d{1,2}年|[\s，,])+|0{0,5}\d{1,6}|签发人\s*[:：].{0,12}"
)
# The form above a telegram: its number is read as one, the office that sent it is its letterhead.
_FORM = re.compile(
    r"(?:发往单位|收文单位|发(?:电|文)单位|签批盖章|签发人?|拟稿人?|校对人?|等\s*级|密\s*级|紧急程度|编\s*号|页\s*数|份\s*数)"
    r"\s*[:：\u3000]\s*(?P<value>.*)"
)
MEETING = re.compile(
    r"(?:时\s*间|地\s*点|主\s*持(?:人)?|参\s*加(?:人员)?|出\s*席(?:人员)?|列\s*席|记\s*录(?:人)?|缺\s*席)[:：]"
)
ABOUT = re.compile(
    r"^.{0,40}?关于.{2,}?(?:的(?:通知|通报|通告|公告|意见|决定|决议|报告|请示|批复|函|复函|方案|办法|议案|命令|纪要|规定|公示|说明|建议|调研报告|情况报告|思考|汇报))"
)
_UNIT = (
    r"(?P<unit>[\u4e00-\u9fff]{4,24}?(?:[\s\u3000]+[\u4e00-\u9fff]{4,24}?)?"
    r"(?:编|编印|主办|印|整理)?)"
)
_WHEN = r"[12○〇零一二][\d○〇零一二三四五六七八九]{3}\s*[年.-].{1,10}?"
UNIT_AND_DATE = re.compile(
    rf"[（(]?\s*{_UNIT}[，,\s\u3000]*(?P<date>{_WHEN})\s*[）)]?(?:印发?|制)?"
)
_DATE_AND_UNIT = re.compile(rf"(?P<date>{_WHEN})[，,\s\u3000]+{_UNIT}")

# The letterhead of minutes (GB/T 9704): a unit's name and 纪要.
MINUTES = re.compile(r"[\u4e00-\u9fff]{2,40}纪要")
# ——2023年1月5日在某市第十七届人民代表大会第二次会议上: when a report was held, not its title.
OCCASION = re.compile(
    r"[（(]?[—–-]{0,2}\s*(?:19|20)\d\d\s*年.{2,12}日.{0,4}在.{4,60}(?:会|会议|大会)上[）)]?$"
)
_FEW_HEADINGS = 2  # that show which of them is above the others
_MOST_CELLS = 3


_LABELLED = re.compile(
    r"[【\[]?(?P<label>标\s*题|题\s*目|作\s*者|记\s*者|来\s*源|稿\s*源|日\s*期|时\s*间|正\s*文|内\s*容)[】\]]?\s*[:：]\s*(?P<value>.*)"
)
_FIELD_OF = {"标题": "title", "题目": "title", "作者": "author", "记者": "author", "来源": "from",
             "稿源": "from", "日期": "date", "时间": "date"}  # fmt: skip
_MOST_LABELS = 8  # lines


def labelled_head(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Evidence]]:
    """The same lines without an editorial system's labels (标题：…, 正文：), and what those say.

    Only a head in which the title has such a label is one; a meeting's 时间：… is left alone.
    """
    declared: list[Evidence] = []
    kept = list(lines)
    with_text = [i for i, line in enumerate(lines) if line.text][:_MOST_LABELS]
    for i in with_text:
        if not (match := _LABELLED.fullmatch(lines[i].text)):
            break
        label = "".join(match["label"].split())
        if (field := _FIELD_OF.get(label)) and match["value"]:
            declared.append(Evidence(field, match["value"], lines[i].text[:40]))
        kept[i] = replace(lines[i], text="" if field else match["value"])
        if not field:
            break
    is_head = len(declared) > 1 and any(d.field == "title" for d in declared)
    return (kept, declared) if is_head else (list(lines), [])


def is_front(text: str) -> bool:
    """Whether this line stands above titles only: letterhead, number or mark."""
    bare = "".join(text.split())
    return bool(LETTERHEAD.fullmatch(bare) or NUMBER.fullmatch(bare) or _MARK.fullmatch(text))


def kind_of(text: str, at: int) -> str:
    """The part that a line of the head is, "" for what may be title or text; `at` is its rank."""
    bare = "".join(text.split())
    if MEETING.match(text):
        return ""
    if LETTERHEAD.fullmatch(bare) and at <= 5 and not ABOUT.match(bare):
        return "letterheads"
    number = NUMBER.search(bare)
    if number and len(bare) <= len(number[0]) + 12:
        return "numbers"
    if is_date_line(text):
        return "dates"
    if form := _FORM.fullmatch(text):
        return "letterheads" if text.startswith("发") and is_unit(form["value"]) else "marks"
    if _MARK.fullmatch(bare) and not first_date(text):
        return "marks"
    if ISSUE.fullmatch(text.strip()):
        return "numbers"
    if (
        at <= 5
        and not ABOUT.match(bare)
        and (_MASTHEAD.fullmatch(bare) or _is_running_masthead(text))
    ):
        return "mastheads"
    together = UNIT_AND_DATE.fullmatch(text) or _DATE_AND_UNIT.fullmatch(text)
    if together and is_date_line(together["date"]) and _is_editor(together["unit"]):
        # Who put a chronicle together and when: a briefing has editors.
        return "dates" if together["unit"].endswith("整理") else "mastheads"
    return ""


def _is_running_masthead(text: str) -> bool:
    """A briefing's name with its issue in one line."""
    issue = ISSUE.search(text)
    return (
        issue is not None
        and issue[0].strip() != ""
        and bool(_MASTHEAD.fullmatch(text[: issue.start()].strip(" （(　")))
    )


def _is_editor(unit: str) -> bool:
    return is_unit(re.sub(r"(?:编印|主办|整理|编|印)$", "", unit))


def opened_rows(head: Sequence[SourceLine]) -> list[SourceLine]:
    """The same pieces; rows above the title that hold masthead, number or unit are opened.

    A briefing's head is often set as a table, 文号 and 签发人 stand in one line with a tab. A table
    of data is left alone: its first row is no such line.
    """
    pieces: list[SourceLine] = []
    is_open = True
    for at, piece in enumerate(head):
        if piece.kind == "row" and pieces and (issuers := _issuers(pieces[-1].text, piece.text)):
            pieces[-1] = replace(pieces[-1], text=issuers)
            continue
        lines = _lines_of(piece.text, at) if piece.kind == "row" and is_open else []
        is_open = is_open and (bool(lines) or piece.kind != "row")
        pieces += [replace(piece, text=text, kind="text") for text in lines] or [piece]
    return pieces


def _issuers(letterhead: str, row: str) -> str:
    """The letterhead with one more office that issues the paper, "" if the row names none."""
    unit = "".join(row.strip(" |").split())
    if not is_unit(unit) or not LETTERHEAD.fullmatch("".join(letterhead.split())):
        return ""
    return f"{letterhead.rstrip().removesuffix('文件').rstrip()}\u3000{unit}\u3000文件"


def _lines_of(row: str, at: int) -> list[str]:
    """The lines of the head that a row holds, [] if it holds anything else."""
    cells = [cell for cell in row.strip(" |").split(" | ") if cell.strip()]
    together = "\u3000".join(cells)
    texts = [together] if kind_of(together, at) else cells
    kinds = [kind_of(text, at) for text in texts]
    is_head = all(kinds) and len(cells) <= _MOST_CELLS and set(kinds) != {"dates"}
    return texts if is_head else []


def with_lone_heading(pieces: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """The pieces, the first of them as their title if it is the one heading above all others."""
    filled = [piece for piece in pieces if piece.text]
    levels = [piece.level for piece in filled if piece.kind == "heading"]
    is_titled = any(piece.kind == "title" for piece in filled)
    if is_titled or not filled or filled[0].kind != "heading" or len(levels) < _FEW_HEADINGS:
        return pieces
    if levels.count(filled[0].level) > 1 or min(levels) < filled[0].level:
        return pieces
    return [replace(piece, kind="title") if piece is filled[0] else piece for piece in pieces]
