"""Tell headings from paragraphs, and bring a slipped heading back to its place."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from indexer.importer.parts import is_prose
from indexer.importer.source_text import Doubt, SourceLine
from indexer.importer.wrapping import is_numbered_heading, looks_like_heading

_SIGNATURE = re.compile(r"[局委办部厅院府会队所处科校司]$|\d日$|[〇一二三四五六七八九十]日$")
# Who speaks, what a form's line is named: 问：、王所长：、地点：
_LABELLED = re.compile(r"[^，。：:]{1,12}[:：]")
_FACT = re.compile(
    r"(?:[\d一二两三四五六七八九十百千万亿余多]+(?:次|名|起|个|项|人|元|件|家|处|所|辆|期|天|户|场|条|位|万元|亿元)|[%％])$"
)
_COURTESY = re.compile(r"此致[，,！!]?|敬礼[！!]?|此致\s*敬礼[！!]?")
_BRACKETED = re.compile(r"[（(].*[）)]")
_SMALL_NUMBER = re.compile(r"(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|\d{1,2}[）)])\s*\S")
_LEVELS = ((re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"), 3), (re.compile(r"[（(]?\d"), 4))
_MIN_DECLARED = 2  # headings that the format declares; then plain short lines are none


def mark_headings(
    pieces: list[SourceLine], tails: Collection[int], doubts: list[Doubt]
) -> list[SourceLine]:
    """The pieces with kind "heading" and a level (2–6) where one is; `tails` are never headings."""
    declared = sum(piece.kind == "heading" for piece in pieces)
    top = min((p.level for p in pieces if p.kind == "heading" and p.level), default=1)
    has_marked = sum(_is_marked_heading(pieces, i) for i in range(len(pieces))) >= 2
    is_plain = declared < _MIN_DECLARED and not has_marked
    marked: list[SourceLine] = []
    i = 0
    while i < len(pieces):
        piece = pieces[i]
        if piece.kind == "heading":
            marked.append(replace(piece, level=min(6, 2 + max(0, piece.level - top))))
        elif i in tails or not _may_be_heading(piece):
            marked.append(_as_text(piece))
        elif is_numbered_heading(piece.text):
            marked.append(_heading(piece))
        elif _SMALL_NUMBER.match(piece.text):
            marked.append(_small_heading(pieces, i))
        elif _is_marked_heading(pieces, i):
            marked.append(_heading(piece))
        elif is_plain:
            run = i
            while run < len(pieces) and run not in tails and _is_plain_candidate(pieces[run]):
                run += 1
            marked += _mark_run(pieces[i:run], pieces[run:], doubts)
            i = run
            continue
        else:
            marked.append(_as_text(piece))
        i += 1
    return _bring_back(marked, tails, doubts)


def _may_be_heading(piece: SourceLine) -> bool:
    if piece.kind in ("row", "note") or is_prose(piece) or not looks_like_heading(piece.text):
        return False
    text = piece.text
    if _FACT.search(text) or _BRACKETED.fullmatch(text) or _COURTESY.fullmatch(text):
        return False
    return not _LABELLED.match(text) or is_numbered_heading(text)


def _is_plain_candidate(piece: SourceLine) -> bool:
    return (
        piece.kind != "heading"
        and _may_be_heading(piece)
        and not is_numbered_heading(piece.text)
        and not _SMALL_NUMBER.match(piece.text)
    )


def _is_marked_heading(pieces: list[SourceLine], i: int) -> bool:
    """Bold, centred or larger as a whole, short, and above text."""
    piece = pieces[i]
    if not _is_plain_candidate(piece) or not piece.is_marked:
        return False
    return i + 1 < len(pieces) and pieces[i + 1].kind != "row" and len(piece.text) <= 30


def _as_text(piece: SourceLine) -> SourceLine:
    return replace(piece, kind="text", level=0) if piece.kind == "title" else piece


def _heading(piece: SourceLine) -> SourceLine:
    level = next((level for pattern, level in _LEVELS if pattern.match(piece.text)), 2)
    return replace(piece, kind="heading", level=level)


def _small_heading(pieces: list[SourceLine], i: int) -> SourceLine:
    """1. and （1） are headings only right above prose that is no item of the same list."""
    following = pieces[i + 1] if i + 1 < len(pieces) else None
    before = pieces[i - 1] if i else None
    opens = following is not None and is_prose(following) and following.kind not in ("row", "note")
    in_list = any(p is not None and _SMALL_NUMBER.match(p.text) and len(p.text) < 42
                  for p in (following, before))  # fmt: skip
    return _heading(pieces[i]) if opens and not in_list else pieces[i]


def _mark_run(
    run: list[SourceLine], rest: list[SourceLine], doubts: list[Doubt]
) -> list[SourceLine]:
    """A stretch of plain short lines: one is a heading, two one in two lines, more are a list."""
    is_last = not any(is_prose(piece) for piece in rest)
    if is_last and any(_SIGNATURE.search(piece.text) for piece in run):
        doubts.append(Doubt(run[0].number, "文末的短行疑为落款，已留作正文"))
        return run
    if rest and rest[0].kind == "row":
        return run
    if len(run) == 1:
        return [replace(run[0], kind="heading", level=2)]
    if len(run) == 2 and run[0].kind == "text":
        joined = f"{run[0].text} {run[1].text}"
        doubts.append(Doubt(run[0].number, f"相连的两个短行合为一个小标题：「{joined}」"))
        return [replace(run[0], text=joined, kind="heading", level=2)]
    doubts.append(Doubt(run[0].number, f"相连的 {len(run)} 个短行留作正文；请看是否有小标题"))
    return run


def _bring_back(
    pieces: list[SourceLine], tails: Collection[int], doubts: list[Doubt]
) -> list[SourceLine]:
    """Move a heading that ended up below all text to the wide gap where its words are used."""
    if not pieces or pieces[-1].kind != "heading" or len(pieces) < 2 or tails:
        return pieces
    *rest, slipped = pieces
    places = [i for i in _wide_gaps(rest) if _shares_words(slipped.text, _section(rest, i))]
    if len(places) == 1:
        target = rest[places[0]]
        reason = f"文末的小标题「{slipped.text}」移到第 {target.number} 行之前；请核对"
        doubts.append(Doubt(slipped.number, reason))
        return [*rest[: places[0]], slipped, *rest[places[0] :]]
    reason = f"文末的「{slipped.text}」像是移了位的小标题，已留作正文；请移回原处"
    doubts.append(Doubt(slipped.number, reason))
    return [*rest, replace(slipped, kind="text")]


def _wide_gaps(pieces: list[SourceLine]) -> list[int]:
    """Where more blank lines than usual precede a paragraph that follows a paragraph."""
    gaps = sorted(piece.gap for piece in pieces[1:])
    usual = gaps[len(gaps) // 2] if gaps else 0
    return [
        i
        for i in range(1, len(pieces))
        if pieces[i].gap > usual + 1 and pieces[i].kind == "text" and pieces[i - 1].kind == "text"
    ]


def _section(pieces: list[SourceLine], start: int) -> str:
    """The text from `start` up to the next heading."""
    texts = []
    for piece in pieces[start:]:
        if piece.kind != "text":
            break
        texts.append(piece.text)
    return "\n".join(texts)


def _shares_words(heading: str, text: str) -> bool:
    """Whether four Han characters in a row of the heading occur in the text."""
    runs = re.findall(r"[\u4e00-\u9fff]{4,}", heading)
    return any(run[i : i + 4] in text for run in runs for i in range(len(run) - 3))
