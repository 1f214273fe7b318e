"""What a paragraph's own words say of one figure, as values that travel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from indexer.word_list import words

# Of the rules that read figures; raised whenever they may read the same text otherwise. It is part
# of an index's fingerprint: rows of two sets of rules never stand beside each other.
FIGURE_RULES = 25

# What the fields may hold; with their names for readers, where the values are English.
KIND_LABELS = {
    "count": "数量",
    "amount": "金额",
    "measure": "度量",
    "rate": "比率",
    "change": "变化",
    "rank": "位次",
    "streak": "连续",
    "duration": "用时",
    "frequency": "频次",
    "spec": "规格",
}
DIRECTION_LABELS = {"up": "升", "down": "降", "flat": "平"}
ROLE_LABELS = {"from": "起", "to": "止"}
MODALITY_LABELS = {"actual": "实绩", "target": "目标", "standard": "标准"}
KINDS, DIRECTIONS = tuple(KIND_LABELS), tuple(DIRECTION_LABELS)
ROLES, MODALITIES = tuple(ROLE_LABELS), tuple(MODALITY_LABELS)
COMPARISONS = ("同比", "环比", "比上年", "比上月", "比基期", "比对象", "年均")
QUALIFIERS = words("""
    超 超过 逾 突破 余 多 以上 至少 近 接近 不足 不到 以内 不超过 最高 前 约 左右
""")


_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SCALES = {Decimal(10**zeros): scale for zeros, scale in ((0, ""), (3, "千"), (4, "万"), (8, "亿"))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One quantitative statement of a paragraph.

    Offsets are code points into the paragraph's text: `text[start:end] == quote` and
    `text[value_start:value_end] == value_text`. `value` and `value_max` are decimal texts without
    exponent, sign or trailing zeros. `group_start` is the same for all figures that one list made;
    `pair` is the key of the other half of a from–to pair. `copy` counts from 1 the figures that
    one printed value made, and is 0 where it made only this one. `subject` is what a bare measure
    (破案数, 整改率) is of by the words before it in its sentence, None where it says so itself.
    """

    indicator: str
    kind: str
    value: str | None = None
    value_max: str | None = None
    unit: str
    value_text: str
    value_start: int
    value_end: int
    qualifier: str | None = None
    direction: str | None = None
    comparison: str | None = None
    base: str | None = None
    group_start: int = 0
    copy: int = 0
    period: str | None = None
    period_text: str | None = None
    place: str | None = None
    modality: str = "actual"
    quote: str
    start: int
    end: int
    role: str | None = None
    pair: str | None = None
    subject: str | None = None

    @property
    def measured(self) -> str:
        """The indicator and, where it does not say so itself, what it is of: 电诈案件破案数."""
        return (self.subject or "") + self.indicator

    @property
    def ahead(self) -> str:
        """What its quote prints in front of the value."""
        return self.quote[: self.value_start - self.start]

    @property
    def called(self) -> str:
        """As `measured`, for readers: what is not of the indicator's own words in parentheses."""
        return f"（{self.subject}）{self.indicator}" if self.subject else self.indicator

    @property
    def shown(self) -> str:
        """The value as printed, with its unit where that stands elsewhere: 立案(起)：318; 第8年 for
        第8个 of 第8个全破年."""
        if self.kind == "streak" and self.unit and self.value_text.endswith("个"):
            return self.value_text[:-1] + self.unit
        digits = self.value_text.replace(",", "").replace("，", "")
        if not self.unit or self.value is None or _BARE.fullmatch(digits) is None:
            return self.value_text
        scale = _SCALES.get(Decimal(self.value) / (Decimal(digits) or 1) or Decimal(1))
        return self.value_text if scale is None else f"{self.value_text}{scale}{self.unit}"

    @property
    def key(self) -> str:
        """What tells this figure from the others of its paragraph."""
        return figure_key(self.value_start, self.value_end, self.copy)


@dataclass(frozen=True, slots=True)
class UnreadFigure:
    """A figure that was seen and not understood; `reason` is for the reader, in Chinese."""

    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was read of one paragraph, in the order of the text."""

    rows: tuple[Figure, ...] = ()
    unread: tuple[UnreadFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureIds:
    """The names by which the figures table knows a figure, its partner and its list."""

    id: str
    pair: str | None
    group: str


def figure_key(start: int, end: int, copy: int) -> str:
    return f"{start}-{end}/{copy}" if copy else f"{start}-{end}"


def figure_ids(figure: Figure, paragraph_id: str) -> FigureIds:
    """Join the paragraph's id to what the figure knows of its own place."""
    return FigureIds(
        id=f"{paragraph_id}:{figure.key}",
        pair=None if figure.pair is None else f"{paragraph_id}:{figure.pair}",
        group=f"{paragraph_id}:{figure.group_start}",
    )
