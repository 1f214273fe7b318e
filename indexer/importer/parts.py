"""Tell letterhead, number, title, byline and signature from the text that they stand around.

Official papers (GB/T 9704), briefings, speeches, minutes and news stories share these parts. What
goes into the front matter is taken out of the body, and each piece taken out is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.importer.front_lines import (
    ABOUT,
    ISSUE,
    LETTERHEAD,
    MEETING,
    MINUTES,
    OCCASION,
    UNIT_AND_DATE,
    is_front,
    kind_of,
    opened_rows,
    with_lone_heading,
)
from indexer.importer.source_text import Doubt, SourceLine
from indexer.importer.wrapping import (
    RULE,
    ends_sentence,
    is_numbered_heading,
    looks_like_heading,
    width,
)
from indexer.metadata.clues import Clues
from indexer.metadata.dates import first_date, is_date_line
from indexer.metadata.proposal import OFFICES, names_in
from indexer.metadata.units import is_unit

NO_TITLE = "没有找到标题；请补上或确认原文无标题"
_HEAD_PIECES = 16
_PROSE_WIDTH = 45
_LEFT_OVER = 5  # characters
# 按：现将…刊发: what the editors say stands above the title that it speaks of.
_EDITORS_NOTE = re.compile(
    r"[\[［【（(]?(?:编者)?按语?[\]］】）)]?\s*[:：]|[\[［【（(]编者按[\]］】）)]"
)
_OFFICE = re.compile(rf"(?:{OFFICES})[\s\u3000]")
_ENDING = re.compile(
    r"(?:报告|总结|讲话|致辞|发言|通知|通报|意见|方案|规划|计划|要点|办法|规定|规范|条例|纪要|综述|回眸|纪实|调研|公告"
    r"|决定|批复|函|情况|工作|汇报|解读|问答|统计表?|一览表|汇总表|清单)(?:[（(][^（）()]{1,16}[）)])?$"
)
_SUBTITLE = re.compile(r"[—–-]{1,2}\s*[^\s—–-]")
_SPEECH = re.compile(r"(?:讲话|致辞|发言|演讲|讲稿|动员|报告)(?:提纲|稿)?(?:[（(].*[）)])?$")
_SPEAKER = re.compile(
    rf"([\u4e00-\u9fff、]{{2,20}}?)((?:党委|党组)?副?(?:{OFFICES}))(?!.*(?:{OFFICES}|会|议))([\u4e00-\u9fff]{{2,4}})"
)
_NO_NAMES = frozenset(
    ("目录", "目次", "前言", "引言", "摘要", "附件", "正文", "序言", "概述", "结语", "附录")
)
_COPIES = re.compile(r"(?:抄送|抄报|主送|报送|分送|发送|报|送|发|附件?\d*)\s*[:：]")
_PRINTED = re.compile(r".{2,24}?[\s\u3000]*.{4,14}?日\s*(?:印发|印|编印)")
_ATTACHED = re.compile(r"附\s*件\s*\d{0,2}[:：]?")


@dataclass(frozen=True, slots=True)
class Parts:
    """A text's parts told apart. `body` are pieces in reading order, `tails` those of them that
    are its tail (attachments, signature, copies): nothing there is a heading. `clues` are the
    title and the lines of head and tail."""

    clues: Clues
    body: tuple[SourceLine, ...]
    tails: frozenset[int]
    doubts: tuple[Doubt, ...] = ()


HeadLines = defaultdict[str, list[str]]  # by their part
_LABELS = {
    "letterheads": "发文机关", "mastheads": "报头", "numbers": "文号或期号", "dates": "日期",
    "bylines": "署名", "marks": "份号、密级等标记",
}  # fmt: skip


def tell_parts(pieces: Sequence[SourceLine], usual_size: float = 0.0) -> Parts:
    """The parts of a text; `usual_size` is the body's letter size where known."""
    pieces = with_lone_heading(pieces)
    pieces = opened_rows(pieces[:_HEAD_PIECES]) + list(pieces[_HEAD_PIECES:])
    head_end = _head_end(pieces)
    found = HeadLines(list)
    kinds = _kinds(pieces[:head_end], found)
    at = _title_at(pieces[:head_end], kinds, usual_size)
    doubts: list[Doubt] = []
    title, used = _whole_title(pieces, at, kinds, head_end, usual_size)
    if at is None:
        doubts.append(Doubt(None, NO_TITLE, field="title"))
    _bylines_below(pieces, used, head_end, kinds, title or "", found)
    taken = {i for i, kind in kinds.items() if kind} | set(used)
    for i, kind in sorted(kinds.items()):
        if kind:
            reason = f"作为{_LABELS[kind]}移出正文：「{pieces[i].text}」"
            doubts.append(Doubt(pieces[i].number, reason, is_note=True))
    above = [i for i in range(at or 0) if i not in taken and pieces[i].text]
    if at is not None and above:
        reason = f"标题「{title}」之前还有文字，已留在正文；请看是否引题"
        doubts.append(Doubt(pieces[above[0]].number, reason))
    body = [piece for i, piece in enumerate(pieces) if i not in taken]
    body = [p for i, p in enumerate(body) if not (i == 0 and title and p.text == title)]
    signatures, tails = _tail(body)
    lists = {kind: tuple(lines) for kind, lines in found.items() if kind != "marks"}
    clues = Clues(title, signatures=signatures, declared=(), **lists)
    return Parts(clues, tuple(body), tails, tuple(doubts))


def is_prose(piece: SourceLine) -> bool:
    """Whether this piece is running text: a sentence, a long line, a table's row, a note."""
    if piece.kind in ("row", "note"):
        return True
    if piece.kind in ("title", "heading"):
        return False
    if ends_sentence(piece.text):
        return True
    return width(piece.text) >= _PROSE_WIDTH and not piece.text.endswith("—")


def _head_end(pieces: Sequence[SourceLine]) -> int:
    """Where the text begins: at the first prose, heading or address."""
    for i, piece in enumerate(pieces[:_HEAD_PIECES]):
        is_about = ABOUT.match(piece.text) or piece.kind == "title"
        if _EDITORS_NOTE.match(piece.text):
            continue
        opens = is_prose(piece) or piece.kind == "heading" or is_numbered_heading(piece.text)
        is_address = piece.text.endswith(("：", ":")) and len(piece.text) > 3
        if (opens or is_address) and not is_about and not is_front(piece.text):
            return i
    return min(len(pieces), _HEAD_PIECES)


def _kinds(head: Sequence[SourceLine], found: HeadLines) -> dict[int, str]:
    """For each piece of the head the part it is, "" for what may be title or text."""
    kinds: dict[int, str] = {}
    for i, piece in enumerate(head):
        kinds[i] = "" if piece.kind == "title" else kind_of(piece.text, i)
        if kinds[i]:
            found[kinds[i]].append(piece.text)
    # A briefing's name counts as one only with an issue or number below it.
    has_issue = any(ISSUE.search(line) for line in (*found["numbers"], *found["mastheads"]))
    for i, kind in list(kinds.items()):
        text = head[i].text
        if kind == "mastheads" and not has_issue and not ISSUE.search(text):
            kinds[i] = "bylines" if first_date(text) else ""  # of a notice: its office and day
            if kinds[i]:
                found["bylines"].append(text)
            found["mastheads"] = [line for line in found["mastheads"] if line != text]
    _mark_minutes(head, kinds, found)
    return kinds


def _mark_minutes(head: Sequence[SourceLine], kinds: dict[int, str], found: HeadLines) -> None:
    """某市人民政府专题会议纪要 above a number and a title is the masthead, not the title."""
    for i, kind in kinds.items():
        has_number = kinds.get(i + 1) == "numbers"
        has_title = any(not kinds[k] and _may_be_title(head[k]) for k in kinds if k > i + 1)
        if (
            not kind
            and has_number
            and has_title
            and MINUTES.fullmatch("".join(head[i].text.split()))
        ):
            kinds[i] = "mastheads"
            found["mastheads"].append(head[i].text)
            return


def _title_at(head: Sequence[SourceLine], kinds: dict[int, str], usual: float) -> int | None:
    """Which piece is the title: declared, or the one that most speaks for itself."""
    declared = [i for i, piece in enumerate(head) if piece.kind == "title"]
    free = [i for i, kind in kinds.items() if not kind and _may_be_title(head[i])]
    about = [i for i in free if ABOUT.match(head[i].text)]
    if declared:
        letterhead = LETTERHEAD.fullmatch("".join(head[declared[0]].text.split()))
        return about[0] if letterhead and about else declared[0]
    if not free:
        return None
    largest = max(head[i].size for i in free)

    def score(i: int) -> float:
        piece = head[i]
        text = piece.text
        points = 4.0 if ABOUT.match(text) else 1.5 if _ENDING.search(text) else 0.0
        if largest and piece.size == largest and largest > 1.05 * (usual or largest / 1.2):
            points += 3.0
        points += 1.0 if piece.is_marked else 0.0
        points -= 2.0 if is_unit("".join(text.split())) or _names_line(text) else 0.0
        points += 0.5 if len(text) >= 6 else -0.5
        return points - 0.3 * free.index(i)

    best = max(free, key=score)
    is_larger = head[best].size > 1.1 * (usual or head[best].size)
    while is_larger and best - 1 in free and head[best - 1].size == head[best].size:
        if _ENDING.search(head[best - 1].text):
            break
        best -= 1
    return _title_start(head, kinds, best)


def _title_start(head: Sequence[SourceLine], kinds: dict[int, str], best: int) -> int:
    """Where 关于…的通知 begins if its end was chosen: up to three lines above."""
    if ABOUT.match(head[best].text):
        return best - 1 if best and _are_issuers(head, best, kinds) else best
    for start in range(best - 1, max(-1, best - 4), -1):
        lines = head[start : best + 1]
        if any(kinds.get(i) for i in range(start, best)) or any(is_prose(p) for p in lines[:-1]):
            break
        if "关于" in lines[0].text and ABOUT.fullmatch("".join(p.text for p in lines)):
            return start
    return best


def _are_issuers(head: Sequence[SourceLine], at: int, kinds: dict[int, str]) -> bool:
    """Whether the line above 关于… names the offices of the title, set as the title is."""
    above, first = head[at - 1], head[at]
    names = above.text.split()
    is_alike = bool(first.size) and above.size == first.size and first.text.startswith("关于")
    return is_alike and not kinds.get(at - 1) and bool(names) and all(map(is_unit, names))


def _may_be_title(piece: SourceLine) -> bool:
    text = piece.text
    is_other = MEETING.match(text) or _ATTACHED.match(text) or _SUBTITLE.match(text)
    is_other = is_other or RULE.fullmatch(text) or _EDITORS_NOTE.match(text)
    is_speaker = bool(_OFFICE.search(text)) and bool(names_in(text))
    if piece.kind in ("row", "note") or is_other or is_speaker:
        return False
    if ABOUT.match(text):
        return len(text) <= 120
    return looks_like_heading(text) or (3 <= len(text) <= 60 and text[-1] in "》”）)？！?!")


def _names_line(text: str) -> bool:
    return bool(names_in(text)) and len("".join(text.split())) <= 12


def _whole_title(
    pieces: Sequence[SourceLine], at: int | None, kinds: dict[int, str], end: int, usual: float
) -> tuple[str | None, list[int]]:
    """The title with what goes on in the next line, and the pieces that it takes."""
    if at is None:
        return None, []
    used = _about_lines(pieces[:end], at, kinds)
    title = "".join(pieces[i].text for i in used)
    for i in range(used[-1] + 1, min(end + 1, at + 4, len(pieces))):
        following = pieces[i]
        if kinds.get(i) or following.kind in ("row", "note", "heading") or is_prose(following):
            break
        text = following.text
        if OCCASION.match(text):
            break
        if _SUBTITLE.match(text) or (title.endswith("——") and i == at + 1):
            title, used = title + re.sub(r"^[—–-]{1,2}\s*", "——", text), [*used, i]
        elif text == title:
            used.append(i)
        elif _is_cut(pieces[at], title, following, usual) or _is_second_line(pieces, i):
            title, used = title + text, [*used, i]
        else:
            break
    return title, used


def _about_lines(pieces: Sequence[SourceLine], at: int, kinds: dict[int, str]) -> list[int]:
    """The lines, up to four, that together are 关于…的通知; else the one line at `at`."""
    lines = [at]
    while "关于" in pieces[at].text and len(lines) < 4 and lines[-1] + 1 < len(pieces):
        lines.append(lines[-1] + 1)
        whole = "".join(pieces[i].text for i in lines)
        if kinds.get(lines[-1]) or ABOUT.match(pieces[at].text) or is_prose(pieces[lines[-1]]):
            break
        if ABOUT.fullmatch(whole):
            return lines
    return [at]


def _is_second_line(pieces: Sequence[SourceLine], at: int) -> bool:
    """Whether two lines stand together between blank ones, the title's two halves."""
    if at + 1 >= len(pieces) or is_unit(pieces[at].text) or _names_line(pieces[at].text):
        return False
    has_blanks = pieces[at - 1].gap > 0 and pieces[at].gap == 0 and pieces[at + 1].gap > 0
    is_plain = not pieces[at].size and looks_like_heading(pieces[at].text)
    return has_blanks and is_plain and not is_numbered_heading(pieces[at].text)


def _is_cut(first: SourceLine, title: str, following: SourceLine, usual: float) -> bool:
    """Whether the title goes on: it is open, or both lines are set alike and end it together."""
    text = following.text
    is_open = any(title.count(a) > title.count(b) for a, b in ("《》", "“”", "（）"))
    is_alike = bool(first.size) and first.size == following.size
    is_larger = is_alike and first.size > 1.1 * (usual or first.size)
    starts_about = "关于" in title and not ABOUT.match(title)
    is_rest = len(text) <= _LEFT_OVER < len(title) / 2  # what did not fit into the first line
    if is_larger and (is_rest or not _ENDING.search(title)) and not is_unit(text):
        return " " not in text and "\u3000" not in text
    if is_unit(text) or _names_line(text) or is_numbered_heading(text):
        return False
    return (
        is_open
        or (starts_about and len(text) < 40 and bool(_ENDING.search(text)))
        or (
            is_alike
            and first.is_marked
            and following.is_marked
            and not _ENDING.search(title)
            and len(text) <= 40
        )
    )


def _bylines_below(
    pieces: Sequence[SourceLine], used: list[int], end: int, kinds: dict[int, str], title: str,
    found: HeadLines,
) -> None:  # fmt: skip
    """Mark names and units that stand alone below the title, and a date among them."""
    start = used[-1] + 1 if used else 0
    is_speech = bool(_SPEECH.search(title))
    for i in range(start, min(end, start + 4)):
        if kinds.get(i):
            continue
        text = pieces[i].text
        bare = "".join(text.split()).strip("（）()")
        speaker = _SPEAKER.fullmatch(bare) if is_speech else None
        if speaker:  # a PDF loses the space between office and name
            text = f"{speaker[1]}{speaker[2]}　{speaker[3]}"
        longest = 32 if _OFFICE.search(text) else 16  # 某市人力资源和社会保障局局长　欧阳明
        is_name = bool(names_in(text)) and bare not in _NO_NAMES and len(bare) <= longest
        has_gap = text != "".join(text.split()) or is_speech or pieces[i].is_marked
        if (is_name and (has_gap or bool(found["dates"]))) or is_unit(bare):
            kinds[i] = "bylines"
            found["bylines"].append(text)


def _tail(body: Sequence[SourceLine]) -> tuple[tuple[str, ...], frozenset[int]]:
    """Signature lines (a unit, then a date), and which pieces around them are no headings."""
    signatures: list[str] = []
    tails: set[int] = set()
    for i, piece in enumerate(body):
        text = piece.text
        bare = "".join(text.split())
        if _COPIES.match(text) or _PRINTED.fullmatch(text) or _ATTACHED.fullmatch(bare):
            tails.add(i)
            if _PRINTED.fullmatch(text) and "印" in text:
                signatures.append(text)
            continue
        if i == 0 or not is_date_line(text):
            together = UNIT_AND_DATE.fullmatch(text) if 2 * i >= len(body) else None
            names = together["unit"].split() if together else []
            if together and all(map(is_unit, names)) and is_date_line(together["date"]):
                signatures += [*names, together["date"]]
                tails.add(i)
            continue
        units: list[int] = []
        for above in range(i - 1, max(-1, i - 4), -1):
            if not is_unit("".join(body[above].text.split())):
                break
            units.insert(0, above)
        is_last = 2 * i >= len(body) and all(
            not is_prose(p) or _COPIES.match(p.text) for p in body[i + 1 :]
        )
        if units or is_last:
            tails.update([*units, i])
            signatures += [body[u].text for u in units]
            signatures.append(text)
    return tuple(signatures), frozenset(tails)
