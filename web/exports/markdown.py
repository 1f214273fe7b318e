"""Write a sheet of excerpts as Markdown: each paragraph with its reference as a footnote."""

from __future__ import annotations

import re
from typing import IO

from web.exports.sheet import Sheet

# What would begin a heading, list, quotation, table or code at the start of a line, or mark words.
_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")
_STARTS = re.compile(r"^(\s*\d*)([-+=.)])", re.MULTILINE)


def write_markdown(sheet: Sheet, file: IO[bytes]) -> None:
    """Headings with number and title, the text, a footnote; notes stand at the end."""
    notes: list[str] = []

    def put(*lines: str) -> None:
        file.write(("\n".join(lines) + "\n\n").encode("utf-8", "replace"))

    put(f"# 摘录：{plain(sheet.words)}")
    put(f"共 {sheet.count} 段，导出日期：{sheet.day.isoformat()}。")
    if sheet.missing:
        put(f"以下各段已不在库中，未能收入：{plain('、'.join(sheet.missing))}")
    for number, hit, citation in sheet.entries():
        p = hit.paragraph
        put(f"## {number}. {plain(p.called)}")
        put(f"{plain(p.text)}[^{number}]")
        if note := sheet.notes.get(p.id):
            put(f"批注：{plain(note)}")
        if remark := (sheet.remarks or {}).get(p.id):
            put(f"〔{plain(remark)}〕")
        if warning := citation.shortfall:
            put(f"〔{plain(warning)}〕")
        notes.append(f"[^{number}]: {plain(citation.edition_2025)}")
    put(*notes)


def plain(text: str) -> str:
    """Text that Markdown shows as it is, on its own lines."""
    escaped = _MARKS.sub(r"\\\1", text)
    return _STARTS.sub(r"\1\\\2", escaped).replace("\n", "  \n")
