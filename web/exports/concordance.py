"""Turn hits into the rows of the view 对照: what stands left of each mark, the mark, the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from web.exports.sheet import Sheet
from web.pages.excerpts import Concordance, concordance

_WIDTH = 40  # characters on each side
_COLUMNS = (
    *("序号", "前文", "命中", "后文", "题名", "来源", "年份", "段号", "段落编号", "永久链接"),
    "引用（GB/T 7714—2025）",
)


@dataclass(frozen=True, slots=True)
class ConcordanceSheet:
    """One row for each mark; a paragraph without one (found by its title) has a row, too."""

    sheet: Sheet

    @property
    def name(self) -> str:
        return "对照"

    @property
    def words(self) -> str:
        return f"{self.sheet.words}（对照）"

    @property
    def day(self) -> date:
        return self.sheet.day

    @property
    def count(self) -> int:
        return self.sheet.count

    @property
    def columns(self) -> tuple[str, ...]:
        return _COLUMNS

    @property
    def numeric(self) -> frozenset[str]:
        return frozenset()

    def about(self) -> tuple[tuple[str, str], ...]:
        return (*self.sheet.about(), ("行", "每处命中一行，左右各至多四十字"))

    def rows(self) -> Iterator[tuple[str, ...]]:
        number = 0
        for _, hit, citation in self.sheet.entries():
            p = hit.paragraph
            whole = (Concordance("", "", p.text[: 2 * _WIDTH]),)
            for line in concordance(p.text, hit.marks, _WIDTH) or whole:
                number += 1
                year = "" if p.year is None else str(p.year)
                yield (
                    *(str(number), line.left, line.keyword, line.right, p.called),
                    *(p.source or "", year, str(p.ordinal), p.id),
                    *(citation.link, citation.edition_2025),
                )
