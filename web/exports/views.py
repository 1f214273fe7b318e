"""Turn hits that are grouped by document into the rows of 按篇: one for each document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from web.exports.sheet import Sheet


@dataclass(frozen=True, slots=True)
class DocumentSheet:
    """The documents of a sheet, each with its best paragraph: see `web.exports.table.Table`."""

    sheet: Sheet
    name: str = "按篇"
    columns: tuple[str, ...] = (
        *("序号", "题名", "来源", "地区", "日期", "年份", "体裁", "刊发", "作者", "命中段数"),
        *("段号", "正文", "永久链接", "引用（GB/T 7714—2025）"),
    )
    numeric: frozenset[str] = frozenset(("命中段数",))

    @property
    def words(self) -> str:
        return f"{self.sheet.words}（{self.name}）"

    @property
    def day(self) -> date:
        return self.sheet.day

    @property
    def count(self) -> int:
        return self.sheet.count

    def about(self) -> tuple[tuple[str, str], ...]:
        return (*self.sheet.about(), ("行", "每篇一行，正文是其中最相关的一段"))

    def rows(self) -> Iterator[tuple[str, ...]]:
        for number, hit, citation in self.sheet.entries():
            p = hit.paragraph
            cells = (
                *(str(number), p.called, p.source, "/".join(p.region), p.date),
                *(None if p.year is None else str(p.year), p.genre, p.publisher, p.author),
                *(str(hit.in_document or 1), str(p.ordinal), p.text),
                *(citation.link, citation.edition_2025),
            )
            yield tuple(cell or "" for cell in cells)
