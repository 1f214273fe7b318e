"""Lay out concordance lines as the rows of a file, in any order, with their neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from search.request import SearchRequest
from web.addresses import readable
from web.pages.citations import reference
from web.pages.concordance.lines import MOST_LINES, FoundLines, Order, in_order
from web.pages.places import concordance_address
from web.params import ViewOptions


@dataclass(frozen=True, slots=True)
class ConcordanceSheet:
    """The sorted lines as a file: see `web.exports.formats.Table`. `root`: see `cite`."""

    asked: SearchRequest
    order: Order
    found: FoundLines
    root: str
    day: date
    name: str = "对照"
    numeric: frozenset[str] = frozenset(("同邻行数",))

    @property
    def words(self) -> str:
        return f"{self.asked.q.strip() or '全部'}（对照）"

    @property
    def count(self) -> int:
        return len(self.found.lines)

    @property
    def columns(self) -> tuple[str, ...]:
        beside = ("邻字", "同邻行数") if self.order != "found" else ()
        where = ("题名", "来源", "年份", "段号", "段落编号", "永久链接", "引用（GB/T 7714—2025）")
        return ("序号", "前文", "命中", "后文", *beside, *where)

    def rows(self) -> Iterator[tuple[str, ...]]:
        order = self.order
        lines = in_order(self.found.lines, order)
        counts = Counter(line.beside(order) for line in lines) if order != "found" else {}
        for number, line in enumerate(lines, 1):
            near = () if order == "found" else (line.beside(order), str(counts[line.beside(order)]))
            p, link = line.place.paragraph, self.root + line.place.link
            year = "" if p.year is None else str(p.year)
            yield (
                *(str(number), line.left, line.keyword, line.right, *near),
                *(p.called, p.source or "", year, str(p.ordinal), p.id),
                *(link, reference(p, link, self.day, "2025")),
            )

    def about(self) -> tuple[tuple[str, str], ...]:
        at = self.root + concordance_address(self.asked, ViewOptions(), self.order)
        told = (
            ("检索词", self.asked.q.strip() or "全部"),
            ("排序", order_name(self.order)),
            ("在结果中检索", "；".join(self.asked.within)),
            ("地址", readable(at)),
            ("行", "每处命中一行，左右各至多四十字；只在标题里命中的段不列"),
            ("看过的段数", f"{self.found.read}，共 {self.found.total} 段命中"),
            ("未列", f"超过 {MOST_LINES} 行或文字总量上限" if self.found.is_cut else ""),
            ("导出日期", self.day.isoformat()),
            ("索引", self.found.generation),
        )
        return tuple((name, value) for name, value in told if value)


def order_name(order: Order) -> str:
    """What a reader calls an order."""
    if order == "found":
        return "按相关"
    return f"按{'左' if order[0] == 'l' else '右'}邻 {order[1:]} 字"
