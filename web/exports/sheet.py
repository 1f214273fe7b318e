"""Turn hits into the rows of an export: what a file says, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from search.results import Hit
from web.pages.citations import Citation

HEADER = (
    "序号",
    "段落编号",
    "题名",
    "来源",
    "地区",
    "日期",
    "年份",
    "体裁",
    "小标题",
    "段号",
    "主题",
    "举措",
    "匹配",
    "正文",
    "永久链接",
    "引用（GB/T 7714—2025）",
)
_MATCHES = {"phrase": "词组", "all": "全部词", "some": "分散"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a file says: what was asked, when, and one row for each paragraph."""

    words: str
    address: str
    total: int
    day: date
    generation: str
    hits: tuple[Hit, ...]
    citations: tuple[Citation, ...]

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """One row of text cells for each hit, in the order of `HEADER`."""
        pairs = zip(self.hits, self.citations, strict=True)
        return tuple(_row(number, hit, c) for number, (hit, c) in enumerate(pairs, 1))


def _row(number: int, hit: Hit, citation: Citation) -> tuple[str, ...]:
    p = hit.paragraph
    return (
        str(number),
        p.id,
        p.title or "",
        p.source or "",
        "/".join(p.region),
        p.date or "",
        str(p.year) if p.year is not None else "",
        p.genre or "",
        p.heading or "",
        str(p.ordinal),
        "；".join(p.themes),
        "；".join(p.initiatives),
        _MATCHES[hit.match],
        p.text,
        citation.link,
        citation.edition_2025,
    )
