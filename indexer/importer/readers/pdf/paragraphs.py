"""Join the lines of a PDF's pages to whole paragraphs by indent, width, size and pitch."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from statistics import median

from indexer.importer.readers.pdf.lines import PageLine, PdfPage, body_size
from indexer.importer.source_text import Doubt, Kind, SourceLine
from indexer.importer.wrapping import ends_sentence, joined

_INDENT = 1.2  # of the letters' size
_INDENT_SLACK = 0.3
_SHORT = 2.0  # of the letters' size: a line that ends this far from the edge did not run full
_SHORT_INSIDE = 3.0  # the same for a line that is not set in where paragraphs are
_WIDE_PITCH = 1.45  # times the usual distance of lines: a new paragraph
_SIZE_STEP = 0.06
_LEAST_FULL = 3  # lines that run to a column's edge and so show it
_SMALL = 0.88  # of the body's size: foot notes
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[条章节款部分编]|[一二三四五六七八九十]{1,3}、"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]|[●■◆▲★·•※])"
)
_WORD = re.compile(r"(?P<ended>.[，。、；：！？”）》]+)?(?P<word>[A-Za-z0-9.,%％:/+-]+)")
_NOTE = re.compile(
    r"(?:[①-⑳]|[\[［【]?\d{1,3}[\]］】]|\d{1,3}\s?(?=[\u4e00-\u9fffA-Z《“])|注\s*\d*\s*[:：]|\*{1,3}\s?\S|※)"
)
_CELLS = " | "
_REPEATED = "跨页重复的表头只收入一次"
_CONTENTS = re.compile("目[录次]")
_ENTRY = re.compile(r"[^。；]{2,60}?[\s.…·]*\d{1,3}")  # 一、总体情况 …… 3


@dataclass(frozen=True, slots=True)
class _Frame:
    """The edges of a column of text and how its lines are set."""

    left: float
    right: float
    pitch: float


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of an open table's first and last row; `is_over`: a page has ended since."""

    head: tuple[str, ...]
    last: tuple[str, ...] = ()
    is_over: bool = False


def join_page_lines(pages: Sequence[PdfPage]) -> tuple[list[SourceLine], list[Doubt]]:
    """Paragraphs in reading order, table rows and foot notes as such; joints worth a look."""
    body = body_size(pages)
    frames = _all_frames(pages, body)
    joiner = _Joiner(body, _has_indents(pages, frames, body))
    for page, own in zip(pages, frames, strict=True):
        joiner.add(page, own)
    return joiner.finish()


class _Joiner:
    """Takes pages one by one; a paragraph stays open over the end of a page.

    Foot notes wait until the paragraph that their page ends in is complete.
    """

    def __init__(self, body: float, has_indents: bool) -> None:
        self._body = body
        self._has_indents = has_indents
        self._lines: list[SourceLine] = []
        self._doubts: list[Doubt] = []
        self._notes: list[tuple[str, int]] = []
        self._chunk: list[tuple[PageLine, _Frame]] = []
        self._row: _Row | None = None
        self._in_contents = False
        self._number = 0
        self._page = self._begun = 0  # the page being added; that on which the open lines begin

    def add(self, page: PdfPage, frames: dict[int, _Frame]) -> None:
        self._page += 1
        foot = _foot_notes(page, self._body)
        text = [line for line in page.lines if line not in foot]
        self._row = self._row and replace(self._row, is_over=True)
        for line, following in zip_longest(text, text[1:]):
            frame = frames[line.column]
            if line.is_row:
                self._flush()
                self._add_row(line)
                continue
            self._row = None
            here = (line, frame)
            self._in_contents = _is_contents(line.text, self._in_contents)
            goes_on = bool(self._chunk) and not self._in_contents
            if not (goes_on and _goes_on(self._chunk, here, following, self._has_indents)):
                self._flush()
            self._begun = self._begun if self._chunk else self._page
            self._chunk.append(here)
        self._notes += [(text, self._page) for text in _joined_notes(foot)]

    def _add_row(self, line: PageLine) -> None:
        """A row; after a page's end its table's head is not repeated, and half a row made whole."""
        cells = line.text.split(_CELLS)
        table = self._row
        if table is None or len(table.head) != len(cells):
            self._row = _Row(tuple(cells))
        elif table.is_over and cells == list(table.head):
            self._doubts.append(Doubt(self._number, _REPEATED, is_note=True))
            return
        elif table.is_over and not cells[0] and any(cells):
            above = self._lines[-1].text.split(_CELLS)
            whole = [
                joined(a, b)[0] if a and b else a or b for a, b in zip_longest(table.last, cells)
            ]
            self._row = replace(table, last=tuple(whole), is_over=False)
            if len(above) == len([cell for cell in table.last if cell]):
                self._lines[-1] = replace(self._lines[-1], text=_CELLS.join(filter(None, whole)))
                return
        else:
            self._row = replace(table, last=tuple(cells), is_over=False)
        self._append(_CELLS.join(filter(None, cells)), "row", self._page, line.size)

    def finish(self) -> tuple[list[SourceLine], list[Doubt]]:
        self._flush()
        return self._lines, self._doubts

    def _append(self, text: str, kind: Kind, page: int, size: float = 0.0) -> None:
        self._number += 1
        self._lines.append(SourceLine(self._number, text, kind, size=size, page=page))

    def _flush(self) -> None:
        if self._chunk:
            first = self._number + 1
            self._number += len(self._chunk)
            parts = [part for part, _ in self._chunk]
            line, doubts = _source_line(parts, self._chunk[0][1], first)
            self._lines.append(replace(line, page=self._begun))
            self._doubts += doubts
            self._chunk.clear()
        for text, page in self._notes:
            self._append(text, "note", page)
        self._notes.clear()


def _frames(page: PdfPage, body: float) -> dict[int, _Frame]:
    """For each column its edges: the left one of most lines, the right one of the widest."""
    frames = {}
    for column in {line.column for line in page.lines}:
        lines = [ln for ln in page.lines if ln.column == column and not ln.is_row]
        text = [ln for ln in lines if abs(ln.size - body) <= _SIZE_STEP * body] or lines
        if not text:
            frames[column] = _Frame(0.0, page.width, 1.5 * body)
            continue
        lefts = sorted(ln.left for ln in text)
        left = lefts[len(lefts) // 10]
        right = max(ln.right for ln in text)
        pitches = [
            b.base - a.base
            for a, b in itertools.pairwise(text)
            if 0 < b.base - a.base < 4 * body and b.left < left + body
        ]
        frames[column] = _Frame(left, right, median(pitches) if pitches else 1.6 * body)
    return frames


def _all_frames(pages: Sequence[PdfPage], body: float) -> list[dict[int, _Frame]]:
    """The columns' edges page by page; one with few lines has those of its like elsewhere."""
    own = [_frames(page, body) for page in pages]
    shown = [
        (_is_shown(page, column, frame, body), frame)
        for page, frames in zip(pages, own, strict=True)
        for column, frame in frames.items()
    ]
    full = [frame for is_shown, frame in shown if is_shown]

    def typical(is_shown: bool, frame: _Frame) -> _Frame:
        like = [
            other
            for other in full
            if -1.0 <= frame.left - other.left <= 3 * body and frame.right <= other.right + 1.0
        ]
        best = min(like, key=lambda other: other.right - frame.right, default=frame)
        return frame if is_shown else replace(frame, left=best.left, right=best.right)

    made = iter([typical(is_shown, frame) for is_shown, frame in shown])
    return [{column: next(made) for column in frames} for frames in own]


def _is_shown(page: PdfPage, column: int, frame: _Frame, body: float) -> bool:
    """Whether enough lines run to a column's right edge to show where it is."""
    ends = [ln.right for ln in page.lines if ln.column == column and not ln.is_row]
    return sum(right > frame.right - _SHORT * body for right in ends) >= _LEAST_FULL


def _has_indents(
    pages: Sequence[PdfPage], all_frames: Sequence[dict[int, _Frame]], body: float
) -> bool:
    """Whether this file marks paragraphs by indenting their first lines."""
    indented = flush = 0
    for page, frames in zip(pages, all_frames, strict=True):
        for line, following in zip(page.lines, page.lines[1:], strict=False):
            frame = frames[line.column]
            is_text = abs(line.size - body) <= _SIZE_STEP * body and not line.is_row
            if is_text and line.right > frame.right - _SHORT * body:
                is_in = line.left > frame.left + _INDENT * body
                goes_on = abs(following.left - frame.left) < 0.5 * body
                indented += is_in and goes_on
                flush += 1
    return indented >= 1 and indented >= 0.08 * flush


def _goes_on(
    chunk: Sequence[tuple[PageLine, _Frame]],
    here: tuple[PageLine, _Frame],
    following: PageLine | None,
    has_indents: bool,
) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    (previous, frame), (line, own) = chunk[-1], here
    size = line.size
    if abs(previous.size - size) > _SIZE_STEP * max(previous.size, size):
        return False
    is_hanging = _is_hanging(previous, line, frame) and (
        frame is own or re.search("[，。；：]", previous.text)
    )
    is_in = line.left > own.left + _INDENT * size and not is_hanging
    is_signed = line.left - own.left > 0.45 * (own.right - own.left)  # each at the right by itself
    if is_in or is_signed or (_is_set_apart(previous, frame) and not _is_set_apart(line, own)):
        return False
    at_margin = has_indents and line.left < own.left + 0.5 * size  # where no paragraph begins
    room = max(_SHORT_INSIDE if at_margin else _SHORT, _first_word(line.text)) * size
    is_full = frame.right - previous.right < room
    same_column = frame is own  # of the same page, too
    if same_column and _is_far_below(previous, line, frame, is_full):
        return False
    is_inside = at_margin and is_full and re.match(r"[（(]?\d", line.text)
    if _NUMBERED.match(line.text) and ends_sentence(previous.text) and not is_inside:
        return False
    if is_full:
        return not _is_heading_below(previous, line, own, following, has_indents)
    if ends_sentence(previous.text) or previous.text[-1] in "：:":
        return False
    # A short line inside a sentence: the typesetter broke it on purpose, or it is a heading.
    is_item = _NUMBERED.match(previous.text) and not re.search("[，。；]", previous.text)
    if is_item or _NUMBERED.match(line.text):
        return False
    if not has_indents:  # paragraphs are set apart by space: inside one, lines keep their pitch
        is_close = same_column and line.base - previous.base < 1.15 * frame.pitch
        return is_close and previous.right - frame.left > 0.6 * (frame.right - frame.left)
    is_text = len(chunk) > 1 or re.search("[，、。；]", previous.text) is not None
    return is_text or _is_torn(previous, line, frame)


def _is_far_below(previous: PageLine, line: PageLine, frame: _Frame, is_full: bool) -> bool:
    """Whether more space than between lines parts two of one column; a bit more inside a
    sentence is a formula's or a note's."""
    step = line.base - previous.base
    goes_on = is_full and not ends_sentence(previous.text) and step < 2.2 * frame.pitch
    return step > _WIDE_PITCH * frame.pitch and not goes_on


def _is_contents(text: str, is_open: bool) -> bool:
    """Whether a line is of a table of contents: its name, or an entry below it."""
    return bool(_CONTENTS.fullmatch("".join(text.split())) or (is_open and _ENTRY.fullmatch(text)))


def _is_set_apart(line: PageLine, frame: _Frame) -> bool:
    """Whether a line is centred, or set to the right as a signature's date is."""
    width = frame.right - frame.left
    before, behind = line.left - frame.left, frame.right - line.right
    is_centred = before > 0.15 * width and abs(before - behind) < 0.06 * width
    is_centred = is_centred and not _is_first_indent(before, line.size)
    return is_centred or before > 0.45 * width


def _is_first_indent(before: float, size: float) -> bool:
    """Whether a line is set in by two letters, as a paragraph's first line is."""
    return abs(before - 2 * size) < _INDENT_SLACK * size


def _first_word(text: str) -> float:
    """How wide the start of a line is that could not be parted from it, in letters' sizes.

    A line that ends early by less than that was ended by the typesetter, not by the writer.
    """
    word = _WORD.match(text)
    if word is None:
        return 3.0 if text[0] in "“‘（(《〈「『【〔" else 0.0
    is_closed = text[word.end() :][:1] in "，。、；：！？”）"
    return len(word["ended"] or "") + 0.55 * len(word["word"]) + (1.5 if is_closed else 0.5)


def _is_torn(previous: PageLine, line: PageLine, frame: _Frame) -> bool:
    """Whether a short line breaks off inside a number, a word or a clause."""
    if previous.left > frame.left + _INDENT * line.size and len(previous.text) < 8:
        return False
    last, first = previous.text[-1], line.text[0]
    return (
        last in "，,、.-/" or (last.isascii() and first.isascii()) or line.text[0] in "，。、；%％"
    )


def _is_hanging(previous: PageLine, line: PageLine, frame: _Frame) -> bool:
    """Whether the line continues one that sticks out to the left, or is set in like it."""
    both_in = abs(previous.left - line.left) < 0.3 * line.size
    is_heading = _NUMBERED.match(previous.text) and not re.search("[，。；：]", previous.text)
    return (
        both_in
        and not is_heading
        and previous.right > frame.right - _SHORT * line.size
        and not ends_sentence(previous.text)
    )


def _is_heading_below(
    previous: PageLine, line: PageLine, own: _Frame, following: PageLine | None, has_indents: bool
) -> bool:
    """Whether a short line at the left edge, below a full sentence, opens something new."""
    if not has_indents or not ends_sentence(previous.text) or ends_sentence(line.text):
        return False
    is_short = line.right < own.right - _SHORT * line.size
    opens = following is None or following.left > own.left + _INDENT * line.size
    return is_short and opens


def _foot_notes(page: PdfPage, body: float) -> list[PageLine]:
    """The small lines at the bottom of a page that begin with a note's mark, and what follows."""
    found: list[PageLine] = []
    for line in reversed([ln for ln in page.lines if not ln.is_row]):
        if line.size > _SMALL * body or line.base < 0.5 * page.height:
            break
        found.insert(0, line)
    while found and not _NOTE.match(found[0].text):
        found.pop(0)
    return found


def _joined_notes(lines: Sequence[PageLine]) -> list[str]:
    texts: list[str] = []
    for line in lines:
        if texts and not _NOTE.match(line.text):
            texts[-1] = joined(texts[-1], line.text)[0]
        else:
            texts.append(line.text)
    return texts


def _source_line(
    chunk: Sequence[PageLine], frame: _Frame, first: int
) -> tuple[SourceLine, list[Doubt]]:
    text, doubts = chunk[0].text, []
    for at, line in enumerate(chunk[1:], start=1):
        text, reason = joined(text, line.text)
        if reason:
            doubts.append(Doubt(first + at, reason, is_note=True))
    head = chunk[0]
    middle, half = (frame.left + frame.right) / 2, (frame.right - frame.left) / 2
    off = abs((head.left + head.right) / 2 - middle)
    is_centered = head.left > frame.left + head.size and off < 0.12 * half
    is_centered = is_centered and not _is_first_indent(head.left - frame.left, head.size)
    return SourceLine(
        first,
        text,
        "paragraph",
        is_indented=head.left > frame.left + _INDENT * head.size and not is_centered,
        size=head.size,
        is_marked=all(line.is_bold for line in chunk) or (is_centered and len(chunk) <= 3),
    ), doubts
