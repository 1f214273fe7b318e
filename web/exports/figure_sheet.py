"""Turn rows of the figures table into the rows of a file, each with quote, link and reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indexer.model.figures import (
    DIRECTION_LABELS,
    KIND_LABELS,
    MODALITY_LABELS,
    ROLE_LABELS,
    figure_ids,
)
from indexer.word_list import words
from search.figures.request import FigureRequest
from search.figures.results import FigureListing, FigureRow
from web.errors import ExportTooManyBytesError
from web.pages.citations import cite, quote_path

_MOST_NAMED = 3  # documents in the name of a file
COLUMNS = (
    *words("序号 行编号 题名 来源 地区 年份 所属事项 指标 类型 数值 数值上限"),
    *("单位", "原文写法", "限定", "增减", "比较", "基准或范围", "起止", "时期", "时期原文"),
    *("所指", "性质", "原句", "段号", "永久链接", "引用（GB/T 7714—2025）", "对应行", "并列组"),
    "后更正为",
)


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """A file of figures: what was asked, when, and one row for each figure. See `Table`.

    `root` is our address up to and with the sub-path; `max_bytes` None for any size.
    """

    words: str
    address: str
    root: str
    day: date
    listing: FigureListing
    max_bytes: int | None = None
    name: str = "数据表"
    columns: tuple[str, ...] = COLUMNS
    numeric: frozenset[str] = frozenset(("序号", "年份", "数值", "数值上限", "段号"))

    @property
    def count(self) -> int:
        return self.listing.total

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row for each figure. ExportTooManyBytesError once they are more than `max_bytes`."""
        size = 0
        for number, row in enumerate(self.listing.rows, 1):
            cells = self._cells(number, row)
            size += sum(len(cell.encode("utf-8", "replace")) for cell in cells)
            if self.max_bytes is not None and size > self.max_bytes:
                raise ExportTooManyBytesError(self.count, self.max_bytes, "行")
            yield cells

    def about(self) -> tuple[tuple[str, str], ...]:
        return (
            ("内容", self.words),
            ("地址", self.address),
            ("行数", str(self.count)),
            ("导出日期", self.day.isoformat()),
            ("索引", self.listing.generation),
            ("数值", "不带正负号：增减看“增减”一列；万、亿已换算；原文写法照录"),
            ("各列", "其余各列收在列标上方的“+”里，打印时不占纸"),
        )

    def _cells(self, number: int, row: FigureRow) -> tuple[str, ...]:
        figure, paragraph = row.figure, row.paragraph
        ids = figure_ids(figure, paragraph.id)
        citation = cite(paragraph, self.root, self.day)
        cells = (
            *(str(number), ids.id, paragraph.called, paragraph.source),
            "/".join(paragraph.region),
            None if paragraph.year is None else str(paragraph.year),
            *(
                figure.subject,
                figure.indicator,
                KIND_LABELS[figure.kind],
                figure.value,
                figure.value_max,
            ),
            *(figure.unit, figure.value_text, figure.qualifier),
            DIRECTION_LABELS.get(figure.direction or ""),
            *(figure.comparison, figure.base, ROLE_LABELS.get(figure.role or "")),
            *(figure.period, figure.period_text, figure.place, MODALITY_LABELS[figure.modality]),
            *(
                figure.quote,
                str(paragraph.ordinal),
                self.root + quote_path(row),
                citation.edition_2025,
            ),
            *(ids.pair, ids.group),
            _corrected(row.corrected),
        )
        return tuple(cell or "" for cell in cells)


def _corrected(right: FigureRow | None) -> str:
    if right is None:
        return ""
    there = right.paragraph
    return f"{right.figure.value_text}（见《{there.called}》第{there.ordinal}段）"


def figure_words(asked: FigureRequest) -> str:
    """What a file of these rows is about, in few words."""
    named = "、".join(asked.documents[:_MOST_NAMED])
    return "数据表 " + (" ".join(part for part in (asked.q.strip(), named) if part) or "全部")
