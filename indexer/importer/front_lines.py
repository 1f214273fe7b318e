"""Tell what one line of a document's head is: letterhead, masthead, number, date or mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.importer.wrapping import DraftBlock
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
    r"|请勿外传|★|\d{1,2}年|[\s，,])+|0{0,5}\d{1,6}|签发人\s*[:：].{0,12}"
)
MEETING = re.compile(
    r"(?:时\s*间|地\s*点|主\s*持(?:人)?|参\s*加(?:人员)?|出\s*席(?:人员)?|列\s*席|记\s*录(?:人)?|缺\s*席)[:：]"
)
ABOUT = re.compile(
    r"^.{0,40}?关于.{2,}?(?:的(?:通知|通报|通告|公告|意见|决定|决议|报告|请示|批复|函|复函|方案|办法|议案|命令|纪要|规定|公示|说明|建议|调研报告|情况报告|思考|汇报))"
)
UNIT_AND_DATE = re.compile(
    r"[（(]?\s*(?P<unit>[\u4e00-\u9fff]{4,24}?(?:编|编印|主办|印)?)[\s\u3000]*(?P<date>[12○〇零一二][\d○〇零一二三四五六七八九]{3}\s*[年.-].{1,10}?)\s*[）)]?(?:印发)?"
)

# The letterhead of minutes (GB/T 9704): a unit's name and 纪要.
MINUTES = re.compile(r"[\u4e00-\u9fff]{2,40}纪要")
# ——2023年1月5日在某市第十七届人民代表大会第二次会议上: when a report was held, not its title.
OCCASION = re.compile(
    r"[（(]?[—–-]{0,2}\s*(?:19|20)\d\d\s*年.{2,12}日.{0,4}在.{4,60}(?:会|会议|大会)上[）)]?$"
)
_MOST_CELLS = 3


def is_front(text: str) -> bool:
    """Whether this line stands above titles only: letterhead, number or mark."""
    bare = "".join(text.split())
    return bool(LETTERHEAD.fullmatch(bare) or NUMBER.fullmatch(bare) or _MARK.fullmatch(text))


def kind_of(text: str, at: int) -> str:
    """The part that a line of the head is, "" for what may be title or text; `at` is its rank."""
    bare = "".join(text.split())
    if MEETING.match(text):
        return ""
    if LETTERHEAD.fullmatch(bare) and at <= 4 and not ABOUT.match(bare):
        return "letterheads"
    number = NUMBER.search(bare)
    if number and len(bare) <= len(number[0]) + 12:
        return "numbers"
    if is_date_line(text):
        return "dates"
    if _MARK.fullmatch(text) and not first_date(text):
        return "marks"
    if ISSUE.fullmatch(text.strip()):
        return "numbers"
    if at <= 5 and (_MASTHEAD.fullmatch(bare) or _is_running_masthead(text)):
        return "mastheads"
    together = UNIT_AND_DATE.fullmatch(text)
    if together and is_date_line(together["date"]) and _is_editor(together["unit"]):
        return "mastheads"
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
    return is_unit(re.sub(r"(?:编印|主办|编|印)$", "", unit))


def opened_rows(head: Sequence[DraftBlock]) -> list[DraftBlock]:
    """The same pieces; rows above the title that hold masthead, number or unit are opened.

    A briefing's head is often set as a table, 文号 and 签发人 stand in one line with a tab. A table
    of data is left alone: its first row is no such line.
    """
    pieces: list[DraftBlock] = []
    is_open = True
    for at, piece in enumerate(head):
        lines = _lines_of(piece.text, at) if piece.kind == "row" and is_open else []
        is_open = is_open and (bool(lines) or piece.kind != "row")
        pieces += [replace(piece, text=text, kind="text") for text in lines] or [piece]
    return pieces


def _lines_of(row: str, at: int) -> list[str]:
    """The lines of the head that a row holds, [] if it holds anything else."""
    cells = [cell for cell in row.strip(" |").split(" | ") if cell.strip()]
    together = "\u3000".join(cells)
    texts = [together] if kind_of(together, at) else cells
    kinds = [kind_of(text, at) for text in texts]
    is_head = all(kinds) and len(cells) <= _MOST_CELLS and set(kinds) != {"dates"}
    return texts if is_head else []
