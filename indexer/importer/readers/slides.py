"""Turn a presentation (pptx) into source lines: each slide's title a heading, its texts below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.importer.readers.word.package import Package, attribute, child, local
from indexer.importer.source_text import Doubt, SourceLine, SourceText, source_line


def read_pptx(data: bytes, name: str) -> SourceText:
    """The texts of all slides in order; speaker's notes are told, not taken."""
    package = Package(data, name, main="ppt/presentation.xml")
    lines: list[SourceLine] = []
    for number, slide in enumerate(_slides(package), start=1):
        for kind, text in _texts(slide):
            at = len(lines) + 1
            if kind in ("title", "ctrTitle"):
                lines.append(SourceLine(at, text, "title" if number == 1 else "heading", level=2))
            elif kind == "row":
                lines.append(source_line(at, text, "row"))
            else:
                lines.append(source_line(at, text, "paragraph"))
    doubts = [Doubt(None, "演示文稿：每个文本框的每段收作一段；图中文字未收入", is_note=True)]
    notes = [
        text for root in _slides(package, "notesSlides/notesSlide") for _, text in _texts(root)
    ]
    if notes:
        reason = f"演讲者备注 {len(notes)} 段未收入，头一段是「{notes[0][:40]}」；要用请抄进正文"
        doubts.append(Doubt(None, reason))
    return SourceText(tuple(lines), tuple(doubts))


def _slides(package: Package, kind: str = "slides/slide") -> Iterator[Any]:
    """The roots of slides, or of their notes, by number, which is the order they are shown in."""
    found = [
        (int(match[1]), path)
        for path in package.members
        if (match := re.fullmatch(rf"ppt/{kind}(\d+)\.xml", path))
    ]
    for _, path in sorted(found):
        root = package.parse(path)
        if root is not None:
            yield root


def _texts(slide: Any) -> Iterator[tuple[str, str]]:
    for shape in slide.iter():
        if local(shape) == "sp":
            placeholder = child(shape, "nvSpPr", "nvPr", "ph")
            kind = "" if placeholder is None else attribute(placeholder, "type") or "body"
            if kind in ("sldNum", "ftr", "dt", "sldImg", "hdr"):
                continue
            paragraphs = [_text(p) for p in shape.iter() if local(p) == "p"]
            if kind in ("title", "ctrTitle"):
                paragraphs = ["".join(paragraphs)]
            yield from ((kind, text) for text in paragraphs if text.strip())
        elif local(shape) == "tr":
            cells = [c for c in shape if local(c) == "tc"]
            texts = [" ".join(_text(p) for p in c.iter() if local(p) == "p").strip() for c in cells]
            if any(texts):
                yield "row", " | ".join(texts)


def _text(paragraph: Any) -> str:
    return "".join(str(t.text or "") for t in paragraph.iter() if local(t) == "t").strip()
