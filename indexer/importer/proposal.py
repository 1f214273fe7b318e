"""Put mended text together as a corpus document, with a list of all that was unsure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from indexer.importer.furniture import Furniture, find_furniture
from indexer.importer.headings import outline
from indexer.importer.source_text import Doubt, SourceLine, SourceText
from indexer.importer.wrapping import Piece, ends_sentence, join_lines
from indexer.sources.splitter import heading_level

_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z“”《》、，]*")
# What YAML does not take as it is, or would take for the end of a line.
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_HEAD_LINES = 8
_QUOTES = (("“", "”"), ("『", "』"), ("「", "」"), ("《", "》"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed corpus file: `slug` names it, `markdown` is its whole text."""

    slug: str
    title: str | None
    markdown: str
    paragraphs: int
    doubts: tuple[Doubt, ...]


def propose(source: SourceText, name: str, publisher: str | None = None) -> Proposal:
    """The document in `source`; `name` is the file's name without suffix, `publisher` its source.

    What is not known is left out of the front matter and said among the doubts.
    """
    doubts = list(source.doubts)
    lines, removed = _without_furniture(source.lines, doubts)
    removed += [f for line in source.aside if (f := find_furniture(line.text))]
    pieces, joints = join_lines(lines)
    found = outline(pieces)
    doubts += [*joints, *found.doubts]
    fields = _fields(found.title, removed, publisher, doubts)
    paragraphs = [piece for piece in found.pieces if piece.kind == "text"]
    doubts += _odd_quotes(paragraphs)
    if paragraphs and not ends_sentence(paragraphs[-1].text):
        doubts.append(Doubt(paragraphs[-1].line, "末段没有句末标点；请看是否残缺"))
    markdown = _markdown(fields, found.pieces)
    ordered = sorted(doubts, key=lambda doubt: doubt.line or 0)
    return Proposal(_slug(name), found.title, markdown, len(paragraphs), tuple(ordered))


def _without_furniture(
    lines: tuple[SourceLine, ...], doubts: list[Doubt]
) -> tuple[list[SourceLine], list[Furniture]]:
    kinds: dict[int, Furniture] = {}
    for i, line in enumerate(lines):
        found = find_furniture(line.text) if line.kind == "text" else None
        if found:
            kinds[i] = found
    _add_neighbours(lines, kinds)
    for i, furniture in kinds.items():
        doubts.append(Doubt(lines[i].number, f"作为{furniture.kind}删去：「{lines[i].text}」"))
    kept = [line for i, line in enumerate(lines) if i not in kinds]
    return kept, list(kinds.values())


def _add_neighbours(lines: tuple[SourceLine, ...], kinds: dict[int, Furniture]) -> None:
    """Site names above a navigation line and short lines below a copyright line go with them."""
    with_text = [i for i, line in enumerate(lines) if line.text]
    head = with_text[:_HEAD_LINES]
    navigation = [i for i in head if i in kinds and kinds[i].kind == "导航"]
    for i in head if navigation else ():
        if i < navigation[0] and i not in kinds and len(lines[i].text) <= 20:
            kinds[i] = Furniture("网站名")
    copyrights = [i for i in with_text if i in kinds and kinds[i].kind == "版权"]
    if not copyrights:
        return
    tail = [i for i in with_text if i > copyrights[0] and i not in kinds]
    if all(len(lines[i].text) <= 60 and not ends_sentence(lines[i].text) for i in tail):
        kinds.update(dict.fromkeys(tail, Furniture("版权")))


def _fields(
    title: str | None, removed: list[Furniture], publisher: str | None, doubts: list[Doubt]
) -> dict[str, str | int]:
    """Front matter in its order, known fields only."""
    source = publisher or next((f.source for f in removed if f.source), None)
    date = next((f.date for f in removed if f.date), None)
    year = re.search(r"(?<!\d)((?:19|20)\d\d)年", title or "")
    author = next((f.author for f in removed if f.author), None)
    editor = next((f.editor for f in removed if f.editor), None)
    if not source:
        doubts.append(Doubt(None, "来源不详；可用 --source 指定"))
    if not date:
        doubts.append(Doubt(None, "发布日期不详，未填"))
    if year:
        doubts.append(Doubt(None, f"年份 {year[1]} 取自标题；请核对"))
    else:
        doubts.append(Doubt(None, "所述年份不详，未填"))
    fields = {
        "title": title,
        "source": source,
        "date": date,
        "year": int(year[1]) if year else None,
        "author": author,
        "note": f"原文注：{editor}" if editor else None,
    }
    return {key: value for key, value in fields.items() if value}


def _odd_quotes(paragraphs: list[Piece]) -> list[Doubt]:
    return [
        Doubt(piece.line, f"{opening}{closing} 不成对；未改，请核对")
        for piece in paragraphs
        for opening, closing in _QUOTES
        if piece.text.count(opening) != piece.text.count(closing)
    ]


def _markdown(fields: dict[str, str | int], pieces: tuple[Piece, ...]) -> str:
    front = [f"{key}: {_yaml_value(value)}" for key, value in fields.items()]
    blocks = [f"## {p.text}" if p.kind == "heading" else _paragraph(p.text) for p in pieces]
    return "\n".join(["---", *front, "---", ""]) + "\n" + "\n\n".join(blocks) + "\n"


def _yaml_value(value: str | int) -> str:
    """A value as YAML: plain where that is safe, else in JSON's quotes, which YAML reads too."""
    text = str(value)
    is_plain = isinstance(value, int) or re.fullmatch(r"\d{4}(-\d\d){0,2}", text)
    is_plain = is_plain or re.fullmatch(
        r"[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z “”《》、，]*", text
    )
    return text if is_plain else _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _paragraph(text: str) -> str:
    """A paragraph that begins like a heading is indented, which keeps it a paragraph."""
    return f"    {text}" if heading_level(text) else text


def _slug(name: str) -> str:
    return re.sub(r"[\s\x00-\x1f/\\]+", "-", name).strip("-.") or "document"
