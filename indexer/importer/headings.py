"""Tell title and headings from paragraphs, and bring a slipped heading back to its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.importer.source_text import Doubt
from indexer.importer.wrapping import Piece, ends_sentence, looks_like_heading, width

_PROSE_WIDTH = 45
_SIGNATURE = re.compile(r"[局委办部厅院府会队所处科校司]$|\d日$|[〇一二三四五六七八九十]日$")


@dataclass(frozen=True, slots=True)
class Outline:
    """A text with its parts told apart; `pieces` are headings and paragraphs in reading order."""

    title: str | None
    pieces: tuple[Piece, ...]
    doubts: tuple[Doubt, ...]


def outline(pieces: Sequence[Piece]) -> Outline:
    """Find title and headings among the pieces. Nothing is dropped but the title itself."""
    doubts: list[Doubt] = []
    title, rest = _take_title(list(pieces), doubts)
    marked = _mark_headings(rest, doubts)
    return Outline(title, tuple(_bring_back(marked, doubts)), tuple(doubts))


def _is_prose(piece: Piece) -> bool:
    if ends_sentence(piece.text):
        return True
    return width(piece.text) >= _PROSE_WIDTH and not piece.text.endswith("—")  # a kicker


def _take_title(pieces: list[Piece], doubts: list[Doubt]) -> tuple[str | None, list[Piece]]:
    """The declared title, else the first line above the prose that looks like one."""
    head = next((i for i, piece in enumerate(pieces) if _is_prose(piece)), len(pieces))
    declared = [i for i, piece in enumerate(pieces) if piece.kind == "title"]
    found = declared or [i for i in range(head) if looks_like_heading(pieces[i].text)]
    if not found:
        doubts.append(Doubt(None, "没有找到标题；请补上或确认原文无标题"))
        return None, pieces
    at = found[0]
    title = pieces[at].text
    rest = [*pieces[:at], *pieces[at + 1 :]]
    if at < len(rest) and re.match(r"[—–-]{2}", rest[at].text) and not _is_prose(rest[at]):
        title += rest.pop(at).text
    while at < len(rest) and rest[at].text == title:
        rest.pop(at)
    if any(rest[i].line for i in range(at)):
        doubts.append(Doubt(rest[0].line, f"标题「{title}」之前还有文字，已留在正文；请看是否引题"))
    return title, rest


def _mark_headings(pieces: list[Piece], doubts: list[Doubt]) -> list[Piece]:
    """Give the kind "heading" to what looks like one and stands above prose."""
    marked: list[Piece] = []
    i = 0
    while i < len(pieces):
        run = i
        while run < len(pieces) and _may_be_heading(pieces[run]):
            run += 1
        if run == i:
            marked.append(pieces[i])
            i += 1
            continue
        is_last = not any(_is_prose(piece) for piece in pieces[run:])
        marked += _mark_run(pieces[i:run], is_last, doubts)
        i = run
    return marked


def _may_be_heading(piece: Piece) -> bool:
    return piece.kind == "heading" or (
        not _is_prose(piece) and piece.kind == "text" and looks_like_heading(piece.text)
    )


def _mark_run(run: list[Piece], is_last: bool, doubts: list[Doubt]) -> list[Piece]:
    """One stretch of lines that look like headings: two are one in two lines, more are a list."""
    if all(piece.kind == "heading" for piece in run):
        return run
    if is_last and any(_SIGNATURE.search(piece.text) for piece in run):
        doubts.append(Doubt(run[0].line, "文末的短行疑为落款，已留作正文"))
        return run
    if len(run) == 1:
        return [replace(run[0], kind="heading")]
    if len(run) == 2:
        joined = f"{run[0].text} {run[1].text}"
        doubts.append(Doubt(run[0].line, f"相连的两个短行合为一个小标题：「{joined}」"))
        return [replace(run[0], text=joined, kind="heading")]
    doubts.append(Doubt(run[0].line, f"相连的 {len(run)} 个短行：末行作小标题，其余作正文"))
    return [*run[:-1], replace(run[-1], kind="text" if is_last else "heading")]


def _bring_back(pieces: list[Piece], doubts: list[Doubt]) -> list[Piece]:
    """Move a heading that ended up below all text to the wide gap where its words are used."""
    if not pieces or pieces[-1].kind != "heading" or len(pieces) < 2:
        return pieces
    *rest, slipped = pieces
    places = [i for i in _wide_gaps(rest) if _shares_words(slipped.text, _section(rest, i))]
    if len(places) == 1:
        target = rest[places[0]]
        reason = f"文末的小标题「{slipped.text}」移到第 {target.line} 行之前；请核对"
        doubts.append(Doubt(slipped.line, reason))
        return [*rest[: places[0]], slipped, *rest[places[0] :]]
    reason = f"文末的「{slipped.text}」像是移了位的小标题，已留作正文；请移回原处"
    doubts.append(Doubt(slipped.line, reason))
    return [*rest, replace(slipped, kind="text")]


def _wide_gaps(pieces: list[Piece]) -> list[int]:
    """Where more blank lines than usual precede a paragraph that follows a paragraph."""
    gaps = sorted(piece.gap for piece in pieces[1:])
    usual = gaps[len(gaps) // 2] if gaps else 0
    return [
        i
        for i in range(1, len(pieces))
        if pieces[i].gap > usual + 1 and pieces[i].kind == "text" and pieces[i - 1].kind == "text"
    ]


def _section(pieces: list[Piece], start: int) -> str:
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
