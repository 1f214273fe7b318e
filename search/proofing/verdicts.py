"""Decide of each claim of a draft whether the library says the same, something else or nothing.

"Something else" is said only where the library surely speaks of the same thing: nearly the same
clause or indicator, of the same place and year. What is merely alike is nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from indexer.model.figures import Figure
from search.comparing.measures import is_dated, is_of_years
from search.comparing.related import measure_word
from search.figures.dating import may_be_planned
from search.figures.dimensions import SAME_UNITS
from search.figures.results import FigureRow
from search.proofing.claims import MAX_CLAIMS, Claim, read_claims
from search.proofing.context import ClaimContext, DraftContext
from search.proofing.evidence import LibraryEvidence, years_of
from search.proofing.findings import Finding, Ours, ProofResult
from search.proofing.likeness import bare, clause_likeness, indicator_likeness
from search.proofing.rounding import are_opposite, is_rounded, says_otherwise
from search.proofing.scopes import ScopeCheck, compare_scopes, is_wider, scope_words
from search.proofing.wording import judge_name, judge_quotation

if TYPE_CHECKING:
    from search.searcher import Searcher

_SHOWN = 3  # sources of one finding
# Tried on 1,450 figures of five reports and of work reports of 2013–2025, each clause taken alone:
# of 150 as printed 149 agree and none differs; of 320 in round numbers (近, 余, 约, fewer digits)
# 313 agree and 3 differ; of 150 with one digit changed 149 differ and none agrees. Of 307 claims on
# another library's subjects none is said to differ.
_SAME_CLAUSE, _LIKE_CLAUSE, _SAME_INDICATOR, _LIKE_INDICATOR = 0.82, 0.6, 0.8, 0.5
_SAME_COMPARISON: dict[str | None, str] = {"比上年": "同比"}  # of a year's report
_BETTER_NAMED = 0.05
_SURE_NAME_CHARS = 4
_SURE_DIGITS = 3  # two figures with fewer are alike by chance


def proof(
    draft: str,
    searcher: Searcher,
    place: str = "",
    year: int | None = None,
    max_claims: int = MAX_CLAIMS,
) -> ProofResult:
    """Check a draft. `place` and `year`: what it speaks of where it does not say so itself."""
    read = read_claims(draft, max_claims)
    evidence = LibraryEvidence(searcher)
    known_places = evidence.known_places()
    context = DraftContext(draft, known_places, known_places.place(place), year)
    judges = {"figure": _judge_figure, "name": judge_name, "quotation": judge_quotation}
    findings = tuple(
        judges[claim.kind](claim, context.at(claim.start, claim.paragraph_start), evidence)
        for claim in read.claims
    )
    return ProofResult(draft, findings, read.unread, read.left_out)


# -- figures --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Match:
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
    is_year_unsaid: bool  # the draft names a year, and nothing but our report's is one
    conflict: str  # "" | whose or of which year it is instead
    has_same_name: bool
    scope: ScopeCheck  # of a rank

    @property
    def is_same_thing(self) -> bool:
        return (
            self.has_same_name
            or (self.clause >= _SAME_CLAUSE and self.indicator >= _LIKE_INDICATOR)
            or (self.indicator >= _SAME_INDICATOR and self.clause >= _LIKE_CLAUSE)
        )

    @property
    def place(self) -> tuple[str, str]:
        """The paragraph, and in which unit it counts here."""
        return self.other.paragraph.id, _unit(self.other.figure)

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
        if self.is_year_unsaid:
            told.append("本库原文没有写明年份")
        return "；".join(told)

    @property
    def rank(self) -> tuple[bool, bool, bool, float]:
        likeness = self.indicator + self.clause
        return not self.conflict, not self.scope.told, self.has_same_name, likeness


def _judge_figure(claim: Claim, context: ClaimContext, evidence: LibraryEvidence) -> Finding:
    figure = claim.figure
    assert figure is not None
    is_rank = figure.kind == "rank"
    if is_rank and figure.base is None and claim.scope:
        figure = replace(figure, base=claim.scope)
    place = context.place.shown if context.place else ""
    near = evidence.near(f"{place} {figure.measured} {figure.quote}")
    family = evidence.family(figure.measured.removeprefix(place), figure.kind, context.year)
    same = {(row.paragraph.id, row.figure.key) for row in family}
    near_rows = [r for r in evidence.figures(near) if (r.paragraph.id, r.figure.key) not in same]
    scoped = replace(context, scope="" if is_rank else claim.scope)
    matches = [m for row in family if (m := _match(figure, row, scoped, is_family=True))]
    matches += [m for row in near_rows if (m := _match(figure, row, scoped))]
    matches = [match for match in matches if match.indicator >= _LIKE_INDICATOR]
    matches.sort(key=lambda match: match.rank, reverse=True)
    own = _without_siblings(matches)
    agreeing = sorted(
        (m for m in own if m.agrees and not m.is_apart),
        key=lambda m: (m.is_said_otherwise, m.is_year_unsaid),
    )
    if agreeing:
        told = "；".join(filter(None, (agreeing[0].told, _unproved(claim, agreeing))))
        return Finding(claim, "agrees", _sources(agreeing), told)
    surely = [m for m in matches if m.is_same_thing]
    rounded = [m for m in own if m.is_same_thing and m.is_rounded]
    rounded = [m for m in rounded if not (m.conflict or m.is_contrary or m.is_apart)]
    others = [m for m in surely if not (m.conflict or m.is_apart or m in rounded)]
    others = [m for m in others if m.is_contrary or not m.can_be_rounded]
    others = [m for m in others if not evidence.tells_years(m.other)]
    if rounded and (figure.qualifier or not others or rounded[0].rank > others[0].rank):
        told = "约数相合，本库的写法不同"
        told += "；本库原文没有写明年份" if rounded[0].is_year_unsaid else ""
        return Finding(claim, "agrees", _sources(rounded), told)
    differs = _differing(claim, figure, surely, others)
    aims = [m for m in own if m.agrees]
    if differs is None and aims:  # no proof that it was reached, or in that year
        told = "目标，不是已经做到的" if aims[0].is_aim else "几年的合计或平均，不是一年的"
        return Finding(claim, "unseen", _sources(aims), f"本库说的是{told}")
    return differs or _unseen(claim, figure, scoped, evidence, near_rows)


def _without_siblings(matches: Sequence[_Match]) -> list[_Match]:
    """Without those whose paragraph has another value of what the draft names: 集团12个、团伙6个.

    The names of two members of a list may be as good as alike.
    """
    named: dict[tuple[str, str], float] = {}  # how well other values are named, by paragraph, unit
    for match in matches:
        if not (match.is_same_value or match.can_be_rounded):
            named[match.place] = max(named.get(match.place, 0.0), match.indicator)
    return [m for m in matches if m.indicator + _BETTER_NAMED > named.get(m.place, 0.0)]


def _unproved(claim: Claim, agreeing: Iterable[_Match]) -> str:
    """What the draft says in brackets of what a figure holds, where our paragraph does not."""
    texts = [match.other.paragraph.text for match in agreeing]
    if not claim.remark or any(claim.remark in text for text in texts):
        return ""
    return f"括号里的“{claim.remark}”，本库没有写明"


def _differing(
    claim: Claim, figure: Figure, surely: list[_Match], others: list[_Match]
) -> Finding | None:
    """What the library says of the unit and year itself, then whose the draft's number is."""
    elsewhere = [
        m
        for m in surely
        if m.conflict and m.is_same_value and m.other.figure.qualifier == figure.qualifier
        if not m.is_aim
    ]
    if not others:
        told = f"本库中这是{elsewhere[0].conflict}的数据" if elsewhere else ""
        return Finding(claim, "differs", _sources(elsewhere), told) if elsewhere else None
    *first, likeness = others[0].rank
    best = [m for m in others if m.rank >= (*first, likeness - 0.1)]
    told = _difference(figure, best[0])
    if elsewhere:
        told = f"{told}；稿中的数在本库是{elsewhere[0].conflict}的"
    return Finding(claim, "differs", _sources([*best[: _SHOWN - 1], *elsewhere, *best]), told)


def _unseen(
    claim: Claim,
    figure: Figure,
    context: ClaimContext,
    evidence: LibraryEvidence,
    near: Iterable[FigureRow],
) -> Finding:
    """Unseen, with the very same quantity where the same unit's paragraphs have it, or else with
    what the unit measures under a like name.

    Either may be of another thing, so it is for the reader to tell.
    """
    found = _same_number(figure, context, evidence)
    if found:
        told = f"本库同一单位有同样的数值：{found[0].figure.called}{_said(found[0].figure)}"
        return Finding(claim, "unseen", _sources_of(found), told)
    found = _neighbours(figure, context, near)
    if found:
        said = f"{found[0].figure.called}{_said(found[0].figure)}"
        told = f"本库有名称相近的数据，不一定是一回事：{said}"
        return Finding(claim, "unseen", _sources_of(found), told)
    return Finding(claim, "unseen")


def _same_number(
    figure: Figure, context: ClaimContext, evidence: LibraryEvidence
) -> list[FigureRow]:
    digits = Decimal(figure.value or 0).normalize().as_tuple().digits
    if context.place is None or len(digits) < _SURE_DIGITS:
        return []
    found = [
        row
        for row in evidence.with_number(figure, context.place.names)
        if context.place.holds(row.paragraph)
        and _is_alike(figure, row.figure)
        and _is_equal(figure, row.figure)
    ]
    return sorted(found, key=lambda row: context.year not in years_of(row))


def _neighbours(
    figure: Figure, context: ClaimContext, near: Iterable[FigureRow]
) -> list[FigureRow]:
    """What the same unit measures so under a like name: 现行命案破案率 for 命案破案率."""
    word = measure_word(figure.measured)
    if not word or context.place is None:
        return []
    return [
        row
        for row in near
        if (row.figure.kind, _unit(row.figure)) == (figure.kind, _unit(figure))
        and measure_word(row.figure.measured) == word
        and context.place.holds(row.paragraph)
        and not _conflict(row, context)
    ]


def _match(
    figure: Figure, other: FigureRow, context: ClaimContext, is_family: bool = False
) -> _Match | None:
    """None for figures that measure something else."""
    ours = other.figure
    if figure.kind != ours.kind or (figure.role and ours.role and figure.role != ours.role):
        return None
    if ours.role == "from" and figure.role is None and context.year in years_of(other):
        return None  # 由第四位上升为第三位: the year began with it
    is_aim = figure.modality == "actual" and (ours.modality == "target" or may_be_planned(other))
    comparisons = {_SAME_COMPARISON.get(f.comparison, f.comparison) for f in (figure, ours)}
    if len(comparisons - {None}) > 1:
        return None
    shown = context.place.shown if context.place else ""
    is_open = bool(figure.qualifier) or figure.modality == ours.modality or not ours.qualifier
    may_round = is_open and figure.kind != "rank" and _is_alike(figure, ours)
    return _Match(
        other,
        1.0 if is_family else indicator_likeness(figure, ours, shown),
        clause_likeness(figure, ours, shown),
        _is_alike(figure, ours) and _is_equal(figure, ours),
        may_round and is_rounded(figure, ours),
        may_round and is_rounded(figure, ours, widely=True),
        says_otherwise(figure, ours),
        are_opposite(figure, ours),
        is_aim,
        is_aim
        or (
            is_of_years(other) and figure.period_text is not None and len(figure.period or "") == 4
        ),
        context.year is not None and not is_dated(other),
        _conflict(other, context),
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


def _is_alike(figure: Figure, ours: Figure) -> bool:
    """Whether both have the same unit and go the same way."""
    directions = {figure.direction, ours.direction} - {None}
    return _unit(figure) == _unit(ours) and len(directions) < 2


def _is_equal(figure: Figure, ours: Figure) -> bool:
    values = (figure.value, figure.value_max), (ours.value, ours.value_max)
    return values[0] == values[1] and (
        figure.value is not None or _says_where(figure) == _says_where(ours)
    )


def _says_where(figure: Figure) -> str | None:
    """Where a rank without a number is (前茅), or else against what something is."""
    return figure.value_text if figure.kind == "rank" else figure.base


def _unit(figure: Figure) -> str:
    return SAME_UNITS.get(figure.unit, figure.unit)


def _conflict(other: FigureRow, context: ClaimContext) -> str:
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


def _difference(figure: Figure, match: _Match) -> str:
    ours = match.other.figure
    if {figure.direction, ours.direction} == {"up", "down"}:
        return "升降方向不同" if figure.value == ours.value else "升降方向和数值不同"
    if match.is_same_value:
        return match.scope.told or "一个说超过，一个说不到"
    if figure.kind == "rank":
        return "位次及其范围不同" if match.scope.is_conflict else "位次不同"
    if (figure.value, figure.value_max) != (ours.value, ours.value_max):
        return "数值不同"
    return "单位不同"


def _sources(matches: Iterable[_Match]) -> tuple[Ours, ...]:
    return _sources_of(match.other for match in matches)


def _sources_of(rows: Iterable[FigureRow]) -> tuple[Ours, ...]:
    found: dict[str, Ours] = {}
    for row in rows:
        figure, paragraph = row.figure, row.paragraph
        ours = Ours(paragraph, figure.quote, figure.start, figure.end, _said(figure))
        found.setdefault(paragraph.id, ours)
    return tuple(found.values())[:_SHOWN]


def _said(figure: Figure) -> str:
    if figure.kind == "rank" and figure.base:
        return scope_words(figure.base) + figure.value_text
    way = {"up": "上升", "down": "下降"}.get(figure.direction or "", "")
    return f"{way}{figure.value_text}" if figure.kind == "change" else figure.value_text
