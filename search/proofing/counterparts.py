"""Tell how much a figure of the library is about the same thing as a figure of a draft."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.figures import Figure
from search.comparing.measures import is_cumulative, is_dated, is_of_years
from search.figures.dimensions import SAME_UNITS, counts_cases
from search.figures.results import FigureRow
from search.proofing.context import ClaimContext
from search.proofing.evidence import years_of
from search.proofing.likeness import bare, clause_likeness, indicator_likeness
from search.proofing.rounding import are_opposite, is_rounded, says_otherwise
from search.proofing.scopes import ScopeCheck, compare_scopes, is_wider

# Tried on 1,450 figures of five reports and of work reports of 2013–2025, each clause taken alone:
# of 150 as printed 149 agree and none differs; of 320 in round numbers (近, 余, 约, fewer digits)
# 313 agree and 3 differ; of 150 with one digit changed 149 differ and none agrees. Of 307 claims on
# another library's subjects none is said to differ.
_SAME_CLAUSE, _LIKE_CLAUSE, _SAME_INDICATOR, LIKE_INDICATOR = 0.82, 0.6, 0.8, 0.5
_SAME_COMPARISON: dict[str | None, str] = {"比上年": "同比"}  # of a year's report
_SURE_NAME_CHARS = 4
_SAME_UNITS = {**SAME_UNITS, "公斤": "千克", "公里": "千米"}


@dataclass(frozen=True, slots=True)
class Counterpart:
    """How much a figure of the library is about the same thing as a claim."""

    other: FigureRow
    indicator: float
    clause: float
    is_same_value: bool
    is_rounded: bool  # not the same digits, but one may be the other in round numbers
    can_be_rounded: bool  # it can, though one would rather have said it otherwise
    is_said_otherwise: bool  # 余, 近, 约: only one has it, or another one
    is_opposite: bool  # 近 against 余
    is_aim: bool  # what the draft says is done
    is_apart: bool  # an aim, or of several years: no other value of what was reached in one
    is_cumulative: bool  # of the year or of all years so far
    is_year_unsaid: bool  # the draft names a year, and nothing but our report's is one
    conflict: str  # "" | whose or of which year it is instead
    has_same_name: bool
    scope: ScopeCheck  # of a rank

    @property
    def is_same_thing(self) -> bool:
        return (
            self.has_same_name
            or (self.clause >= _SAME_CLAUSE and self.indicator >= LIKE_INDICATOR)
            or (self.indicator >= _SAME_INDICATOR and self.clause >= _LIKE_CLAUSE)
        )

    @property
    def key(self) -> tuple[str, str]:
        return self.other.paragraph.id, self.other.figure.key

    @property
    def place(self) -> tuple[str, str]:
        """The paragraph, and in which unit it counts here."""
        return self.other.paragraph.id, unit_of(self.other.figure)

    @property
    def agrees(self) -> bool:
        is_other = self.conflict or self.scope.is_conflict or self.is_contrary
        return self.is_same_value and not is_other

    @property
    def is_contrary(self) -> bool:
        """近1370万 against 1370万余: less than the number, and more."""
        return self.is_same_value and self.is_opposite

    @property
    def told(self) -> str:
        """What a reader is told though both agree."""
        told = []
        if self.scope.told:
            told.append(self.scope.told)
        elif self.is_said_otherwise:
            told.append(f"数相同，约数的用词不同：本库是“{self.other.figure.value_text}”")
        if self.is_cumulative:
            told.append("本库写的是累计，没有写明起止")
        if self.is_year_unsaid:
            told.append("本库原文没有写明年份")
        return "；".join(told)

    @property
    def rank(self) -> tuple[bool, bool, bool, float]:
        likeness = self.indicator + self.clause
        return not self.conflict, not self.scope.told, self.has_same_name, likeness


def counterpart_of(
    figure: Figure, other: FigureRow, context: ClaimContext, is_family: bool = False
) -> Counterpart | None:
    """None for figures that measure something else."""
    ours = other.figure
    if figure.kind != ours.kind or (figure.role and ours.role and figure.role != ours.role):
        return None
    is_start = ours.role == "from" and figure.role is None
    if is_start and (figure.direction or context.year in years_of(other)):
        return None  # 由第四位上升为第三位: the year began with it
    is_aim = figure.modality == "actual" and ours.modality == "target"
    comparisons = {_SAME_COMPARISON.get(f.comparison, f.comparison) for f in (figure, ours)}
    if len(comparisons - {None}) > 1 or comparisons == {None, "年均"}:
        return None
    shown = context.place.shown if context.place else ""
    of_years = is_of_years(other)
    cumulative = of_years and is_cumulative(other)
    is_of_one = figure.period_text is not None and len(figure.period or "") == 4
    is_open = bool(figure.qualifier) or figure.modality == ours.modality or not ours.qualifier
    may_round = is_open and figure.kind != "rank" and is_alike(figure, ours)
    return Counterpart(
        other,
        1.0 if is_family else indicator_likeness(figure, ours, shown),
        clause_likeness(figure, ours, shown),
        is_alike(figure, ours) and is_equal(figure, ours),
        may_round and is_rounded(figure, ours),
        may_round and is_rounded(figure, ours, widely=True),
        says_otherwise(figure, ours),
        are_opposite(figure, ours),
        is_aim,
        is_aim or (of_years and not cumulative and is_of_one),
        cumulative,
        context.year is not None and not is_dated(other),
        conflict_of(other, context),
        _has_same_name(figure, other, context),
        compare_scopes(figure, ours, other.paragraph.region),
    )


def _has_same_name(figure: Figure, other: FigureRow, context: ClaimContext) -> bool:
    """Whether a change or a rate has the very name of ours, surely of the same place and year.

    One of a list (毒品案件数 … 同比分别下降10.8%、24.3%) has another clause around it. A count does
    not qualify: 抓获犯罪嫌疑人 has one value in each operation.
    """
    paragraph, shown = other.paragraph, context.place.shown if context.place else ""
    name = bare(figure.measured, shown)
    return (
        figure.kind in ("change", "rate")
        and len(name) >= _SURE_NAME_CHARS
        and name == bare(other.figure.measured, shown)
        and context.place is not None
        and context.place.holds(paragraph) is True
        and context.year is not None
        and context.year in years_of(other)
    )


def is_alike(figure: Figure, ours: Figure) -> bool:
    """Whether both have the same unit and go the same way."""
    directions = {figure.direction, ours.direction} - {None}
    return unit_of(figure) == unit_of(ours) and len(directions) < 2


def is_equal(figure: Figure, ours: Figure) -> bool:
    values = (figure.value, figure.value_max), (ours.value, ours.value_max)
    return values[0] == values[1] and (
        figure.value is not None or _says_where(figure) == _says_where(ours)
    )


def _says_where(figure: Figure) -> str | None:
    """Where a rank without a number is (前茅), or else against what something is."""
    return figure.value_text if figure.kind == "rank" else figure.base


def unit_of(figure: Figure) -> str:
    if counts_cases(figure.measured, figure.unit):
        return "起"
    return _SAME_UNITS.get(figure.unit, figure.unit)


def conflict_of(other: FigureRow, context: ClaimContext) -> str:
    """Whose, or of which year, a figure is that is not of the claim's; "" where it may be."""
    paragraph, named = other.paragraph, other.figure.place or ""
    owner = paragraph.source or "/".join(paragraph.region or ())
    names = context.place.names if context.place else ()
    is_named = bool(named) and any(named in name or name in named for name in names)
    if context.place and context.place.holds(paragraph) is False and not is_named:
        return owner
    if context.scope and context.scope not in named and is_wider(context.scope, paragraph.region):
        return owner
    years = years_of(other)
    if context.year is not None and years and context.year not in years:
        return f"{'、'.join(map(str, sorted(years)))}年"
    return ""
