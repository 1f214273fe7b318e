"""Turn hits into the rows of a view: 对照 (left, mark, right) or 按篇 (one for each document)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from web.exports.sheet import Sheet
from web.pages.excerpts import Concordance, concordance

_WIDTH = 40  # characters on each side of a mark
_CITED = ("永久链接", "引用（GB/T 7714—2025）")
Rows = Iterator[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ViewSheet:
    """The hits of a sheet as one of the page's views shows them; `name` is the view's."""

    sheet: Sheet
    name: str
    columns: tuple[str, ...]
    numeric: frozenset[str]
    remark: str
    rows_of: Callable[[Sheet], Rows]

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
        return (*self.sheet.about(), ("行", self.remark))

    def rows(self) -> Rows:
        return self.rows_of(self.sheet)


def concordance_sheet(sheet: Sheet) -> ViewSheet:
    """One row for each mark; a paragraph without one (found by its title) has a row, too."""
    columns = ("序号", "前文", "命中", "后文", "题名", "来源", "年份", "段号", "段落编号", *_CITED)
    remark = "每处命中一行，左右各至多四十字"
    return ViewSheet(sheet, "对照", columns, frozenset(), remark, _lines)


def document_sheet(sheet: Sheet) -> ViewSheet:
    """One row for each document of a sheet whose hits are grouped by document."""
    columns = (
        *("序号", "题名", "来源", "地区", "日期", "年份", "体裁", "刊发", "作者", "命中段数"),
        *("段号", "正文", *_CITED),
    )
    remark = "每篇一行，正文是其中最相关的一段"
    return ViewSheet(sheet, "按篇", columns, frozenset(("命中段数",)), remark, _documents)


def _lines(sheet: Sheet) -> Rows:
    number = 0
    for _, hit, citation in sheet.entries():
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


def _documents(sheet: Sheet) -> Rows:
    for number, hit, citation in sheet.entries():
        p = hit.paragraph
        cells = (
            *(str(number), p.called, p.source, "/".join(p.region), p.date),
            *(None if p.year is None else str(p.year), p.genre, p.publisher, p.author),
            *(str(hit.in_document or 1), str(p.ordinal), p.text),
            *(citation.link, citation.edition_2025),
        )
        yield tuple(cell or "" for cell in cells)
