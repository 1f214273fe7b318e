"""Join lines that a page's width, not the writer, has cut, and keep the paragraphs apart.

Widths count a Han character as 1 and a half-width one as 1/2. A text is taken for hard-wrapped when
many of its lines end inside a sentence and none is long. Then a line that ends a sentence ends the
paragraph only if it is clearly shorter than its neighbours; a blank line inside a sentence is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.importer.source_text import Doubt, SourceLine

# A line this wide, compared to its neighbours, was cut by the page. How wide exactly is learnt from
# the lines that end inside a sentence; the bounds are for texts with few of them.
_FULL, _FULL_AT_MOST = 0.8, 0.96
_NEIGHBOURS = 4
_LEAST_LOCAL = 0.6  # of the text's usual width: short lines by themselves are no narrow column
_HEAD_FULL = 0.9  # of the usual width: above the text only such a line goes on in the next
_CLAUSE = re.compile("[，。；]")
_LONG = 45  # wider lines are paragraphs of their own in a text that is not wrapped
_SENTENCE_END = "。！？!?；;…"
_CLOSERS = "”’」』）)】》\"'"
_NO_HEADING_END = "，。；：！？、,;:.!?…—“（(《"
_ITEM = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[条章节款部分编]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]"
    r"|\d{1,2}[.．](?!\d)|[●■◆▲★·•※-]\s)"
)
# Of minutes and letters: it belongs to what was asked above it (答： of an interview is its own).
_REPLY = re.compile("(?:答复|回复|(?:处理|办理|落实|整改)(?:结果|意见|情况))\\s*[:：]")
_ASKED = re.compile(f"{_ITEM.pattern}|问\\s*[:：]")
RULE = re.compile(r"[\s─━═—–_=*~·.\-－＿＝]{4,}")  # drawn across the page
_DATE_LINE = re.compile(r"[\d〇○零一二三四五六七八九十年月日\s.-]+")

_NARROW = re.compile("[\x00-\u1fff]+")  # letters and figures, half as wide as a Han character


@dataclass(slots=True)
class _Chunk:
    """Lines that belong together, while they are being collected."""

    lines: list[SourceLine]
    gap: int


def join_lines(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Doubt]]:
    """The pieces of a text in reading order, and every joint that a person should look at."""
    text_lines = [line for line in lines if line.text]
    widths = [width(line.text) for line in text_lines]
    wrapped = is_wrapped(text_lines)
    gaps = _gaps(lines)
    if wrapped:
        between = sorted(gaps)[len(gaps) // 10]  # every line is followed by a blank one
        gaps = [max(0, gap - between) for gap in gaps]
    least = _LEAST_LOCAL * _usual(widths) if wrapped else 0.0
    shares = [w / max(least, _local_width(widths, gaps, i)) for i, w in enumerate(widths)]
    full = _full_share(text_lines, shares)
    has_indents = sum(ln.is_indented for ln in text_lines) >= max(3, 0.08 * len(text_lines))
    chunks: list[_Chunk] = []
    doubts: list[Doubt] = []
    head = next((i for i, ln in enumerate(text_lines) if _CLAUSE.search(ln.text)), 0)
    usual_width = _usual(widths)
    for i, line in enumerate(text_lines):
        following_gap = gaps[i + 1] if i + 1 < len(text_lines) else 1
        # Letterhead, title and date are lines of their own, and so are the headings of sections.
        stands_alone = i <= head and i > 0 and widths[i - 1] < _HEAD_FULL * usual_width
        stands_alone = wrapped and (stands_alone or _opens_section(text_lines, i, usual_width))
        if chunks and not stands_alone:
            # Where each paragraph is indented, a line at the margin goes on with the one above.
            is_inside = has_indents and not line.is_indented
            is_full = shares[i - 1] >= (_FULL if is_inside else full)
            reason = _joint(chunks[-1], line, gaps[i], following_gap, wrapped, is_full, is_inside)
            if reason is not None:
                if reason:
                    doubts.append(Doubt(line.number, reason))
                chunks[-1].lines.append(line)
                continue
        chunks.append(_Chunk([line], gaps[i]))
    if wrapped and not any(gaps) and not any(line.is_indented for line in text_lines):
        doubts.append(Doubt(None, "没有空行和首行缩进，段落按行长推断；请核对分段"))
    return [_piece(chunk, doubts) for chunk in chunks], doubts


def is_wrapped(lines: Sequence[SourceLine]) -> bool:
    """Whether a page's width has cut these lines: many end inside a sentence, few are long."""
    lines = [line for line in lines if line.kind == "text" and "\t" not in line.text]
    texts = [line.text for line in lines if not is_numbered_heading(line.text)]
    if len(texts) < 4:
        return False
    widest = sorted(width(text) for text in texts)[int(0.95 * (len(texts) - 1))]
    is_open = [not ends_sentence(text) and width(text) >= 0.6 * widest for text in texts]
    return widest <= 60 and sum(is_open) >= 0.4 * len(texts)


def width(text: str) -> float:
    """How wide a line is on the page, in Han characters."""
    return (len(text) + len(_NARROW.sub("", text))) / 2


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a sentence's end, closing quotes and brackets aside."""
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in _SENTENCE_END


def looks_like_heading(text: str) -> bool:
    """Whether this, standing alone, may be a heading: short, no sentence, no mark at the end."""
    if not 3 <= len(text) <= 42 or text[-1] in _NO_HEADING_END or "。" in text:
        return False
    return not _DATE_LINE.fullmatch(text)


_HEADING_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百\d]{1,4}[章节部分编])"
)
_MAX_NUMBERED = 30


def is_numbered_heading(text: str) -> bool:
    """Whether this is a heading by its number (一、（一）第一章) and by what else it lacks."""
    match = _HEADING_NUMBER.match(text)
    if not match or len(text) > _MAX_NUMBERED or len(text) < match.end() + 2:
        return False
    return not re.search(r"[。；：！？…]|[，、,]$", text[match.end() :])


def _usual(widths: Sequence[float]) -> float:
    """The width that nine in ten lines do not pass."""
    return sorted(widths)[int(0.9 * (len(widths) - 1))] if widths else 0.0


def _gaps(lines: Sequence[SourceLine]) -> list[int]:
    """For each line with text, how many blank lines precede it."""
    gaps: list[int] = []
    blank = 0
    for line in lines:
        if line.text:
            gaps.append(blank)
            blank = 0
        else:
            blank += 1
    return gaps


def _local_width(widths: Sequence[float], gaps: Sequence[int], i: int) -> float:
    """The widest line near line `i`, in its own stretch without blank lines if it has company."""
    low, high = max(0, i - _NEIGHBOURS), min(len(widths), i + _NEIGHBOURS + 1)
    first = next((j for j in range(i, low, -1) if gaps[j]), low)
    end = next((j for j in range(i + 1, high) if gaps[j]), high)
    return max(widths[first:end] if end - first > 1 else widths[low:high])


def _full_share(lines: Sequence[SourceLine], shares: Sequence[float]) -> float:
    """The share of the local width that nine in ten of the lines cut inside a sentence reach."""
    cut = [
        share
        for line, share in zip(lines, shares, strict=True)
        if not ends_sentence(line.text) and share >= _FULL
    ]
    learnt = sorted(cut)[len(cut) // 10] if len(cut) >= 10 else _FULL
    return min(max(learnt, _FULL), _FULL_AT_MOST)


def _opens_section(lines: Sequence[SourceLine], i: int, usual: float) -> bool:
    """Whether a short line at the margin, between a sentence's end and an indent, is a heading."""
    line, following = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    if following is None or not following.is_indented or line.is_indented:
        return False
    is_short = width(line.text) < 0.7 * usual and looks_like_heading(line.text)
    return is_short and ends_sentence(lines[i - 1].text)


def _joint(
    chunk: _Chunk, line: SourceLine, gap: int, following_gap: int, wrapped: bool, is_full: bool,
    is_inside: bool,
) -> str | None:  # fmt: skip
    """Whether `line` goes on with `chunk`: None no, "" yes, else yes with this doubt."""
    previous = chunk.lines[-1]
    if previous.kind != "text" or line.kind != "text" or "\t" in previous.text + line.text:
        return None
    if _REPLY.match(line.text) and _ASKED.match(chunk.lines[0].text):
        return ""
    if is_numbered_heading(line.text) or (
        len(chunk.lines) == 1 and is_numbered_heading(previous.text)
    ):
        return None
    if ends_sentence(previous.text):
        may_go_on = wrapped and gap == 0 and is_full and not line.is_indented
        return "" if may_go_on and (is_inside or not _ITEM.match(line.text)) else None
    is_torn = previous.text[-1] in "，,、" or (previous.text[-1] + line.text[0]).isdigit()
    if gap == 0:
        return _joint_without_gap(chunk, line, wrapped, is_full or is_torn)
    is_clause = wrapped and is_full and re.search(r"[，,、；]", previous.text)
    stands_alone = len(chunk.lines) == 1 and looks_like_heading(previous.text) and not is_clause
    next_stands_alone = following_gap > 0 and looks_like_heading(line.text)
    if not is_torn and (stands_alone or next_stands_alone or _ITEM.match(line.text)):
        return None
    long_enough = is_full if wrapped else width(previous.text) > _LONG
    if not is_torn and not (long_enough and _is_open_end(previous.text)):
        return None
    return f"空行在句子中间，已与上一段接合：「…{previous.text[-8:]}‖{line.text[:8]}…」"


def _joint_without_gap(chunk: _Chunk, line: SourceLine, wrapped: bool, is_full: bool) -> str | None:
    previous = chunk.lines[-1]
    if wrapped:
        is_first = len(chunk.lines) == 1
        is_apart = is_first and not is_full and not re.search(r"[,，、]", previous.text)
        is_heading = is_apart or (
            is_first
            and width(previous.text) < _FULL * width(line.text)
            and looks_like_heading(previous.text)
            and not re.search(r"[,，、]", previous.text)
        )
        return None if is_heading or (line.is_indented and not is_full) else ""
    if not is_full and (width(previous.text) <= _LONG or _ITEM.match(line.text)):
        return None
    if not _is_open_end(previous.text) or looks_like_heading(line.text):
        return None
    return f"上一行在句子中间断开，已接合：「…{previous.text[-8:]}‖{line.text[:8]}…」"


def _is_open_end(text: str) -> bool:
    """Whether the last character lets a sentence go on: no colon, no closing mark."""
    return text[-1] not in _CLOSERS + "：:—"


def _piece(chunk: _Chunk, doubts: list[Doubt]) -> SourceLine:
    first = chunk.lines[0]
    text = first.text
    for line in chunk.lines[1:]:
        text, reason = joined(text, line.text)
        if reason:
            doubts.append(Doubt(line.number, reason))
    kind = first.kind
    if "\t" in text and kind in ("text", "paragraph"):
        cells = [cell.strip() for cell in text.split("\t") if cell.strip()]
        is_row = len(cells) >= 2 and not ends_sentence(text)
        kind, text = ("row", " | ".join(cells)) if is_row else (kind, " ".join(text.split("\t")))
    return replace(first, text=text, kind=kind, gap=chunk.gap)


def joined(left: str, right: str) -> tuple[str, str | None]:
    """Two pieces of a line put together, and what a person should look at, if anything.

    Nothing goes between Han characters and inside numbers; a space between words of Latin letters,
    except between capitals, which columns cut anywhere. A hyphen that parts a word goes.
    """
    a, b = left[-1:], right[:1]
    if a == "-" and left[-2:-1].isascii() and left[-2:-1].isalpha() and b.isascii() and b.islower():
        word = f"{left.split()[-1]}{right.split()[0]}"
        return left[:-1] + right, f"行末连字符已去掉：「{word}」"
    if not (a.isascii() and b.isascii() and a.isalpha() and b.isalpha()):
        return left + right, None
    if a.isupper() and b.isupper():
        return left + right, f"外文字母在行末断开：「{left[-6:]}‖{right[:6]}」"
    return f"{left} {right}", None
