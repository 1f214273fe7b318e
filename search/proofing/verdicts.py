"""Decide of each claim of a draft whether the library says the same, something else or nothing.

"Something else" is said only where the library surely speaks of the same thing: nearly the same
clause or indicator, of the same place and year. What is merely alike is nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from indexer.model.figures import Figure
from indexer.text.normalizer import normalize, normalize_with_offsets
from search.figures.results import FigureRow
from search.proofing.claims import MAX_CLAIMS, Claim, UnreadPlace, read_claims
from search.proofing.context import ClaimContext, DraftContext
from search.proofing.evidence import LibraryEvidence, years_of
from search.proofing.likeness import bare, clause_likeness, indicator_likeness
from search.proofing.rounding import is_rounded
from search.proofing.scopes import ScopeCheck, compare_scopes, scope_words
from search.results import StoredParagraph

if TYPE_CHECKING:
    from search.searcher import Searcher

Verdict = Literal["agrees", "differs", "unseen"]
VERDICTS: dict[Verdict, str] = {"agrees": "一致", "differs": "不一致", "unseen": "未见"}

_SHOWN = 3  # sources of one finding
# Tried on 1,450 figures of five reports and of work reports of 2013–2025, each clause taken alone:
# of 150 as printed 149 agree and none differs; of 320 in round numbers (近, 余, 约, fewer digits)
# 313 agree and 3 differ; of 150 with one digit changed 149 differ and none agrees. Of 307 claims on
# another library's subjects none is said to differ.
_SAME_CLAUSE, _LIKE_CLAUSE, _SAME_INDICATOR, _LIKE_INDICATOR = 0.82, 0.6, 0.8, 0.5
_SAME_QUOTATION = 80.0  # of 100
_SAME_COMPARISON: dict[str | None, str] = {"比上年": "同比"}  # of a year's report
_UNITS = {"人": "名", "位": "名", "宗": "起", "部": "件"}
_COUNTING = re.compile(r"[0-9一二三四五六七八九十两百千万]")
_SURE_NAME_CHARS = 4
_SURE_DIGITS = 3  # two figures with fewer are alike by chance
_WORD = re.compile(r"[\w“「《]")


@dataclass(frozen=True, slots=True)
class Ours:
    """What the library says: `paragraph.text[start:end] == quote`.

    Of a name that stands in a heading only, both are 0, and the quote is the heading.
    """

    paragraph: StoredParagraph
    quote: str
    start: int
    end: int
    said: str  # the figure, name or wording itself


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim with its verdict; `reason` (Chinese) says in what it differs, in what it agrees only
    nearly (round numbers, the scope of a rank), or what the same unit has the same number of."""

    claim: Claim
    verdict: Verdict
    ours: tuple[Ours, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProofResult:
    """A draft checked: its findings in order, what was not understood and what was too much."""

    draft: str
    findings: tuple[Finding, ...]
    unread: tuple[UnreadPlace, ...]
    left_out: int

    def count(self, verdict: Verdict) -> int:
        return sum(finding.verdict == verdict for finding in self.findings)


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
    judges = {"figure": _judge_figure, "name": _judge_name, "quotation": _judge_quotation}
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
    conflict: str  # "" | what of the context is another
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
    def agrees(self) -> bool:
        return self.is_same_value and not self.conflict and not self.scope.is_conflict

    @property
    def rank(self) -> tuple[bool, bool, bool, float]:
        likeness = self.indicator + self.clause
        return not self.conflict, not self.scope.told, self.has_same_name, likeness


def _judge_figure(claim: Claim, context: ClaimContext, evidence: LibraryEvidence) -> Finding:
    figure = claim.figure
    assert figure is not None
    place = context.place.shown if context.place else ""
    near = evidence.near(f"{place} {figure.measured} {figure.quote}")
    family = evidence.family(figure.measured.removeprefix(place), figure.kind, context.year)
    same = {(row.paragraph.id, row.figure.key) for row in family}
    near_rows = [r for r in evidence.figures(near) if (r.paragraph.id, r.figure.key) not in same]
    matches = [m for row in family if (m := _match(figure, row, context, is_family=True))]
    matches += [m for row in near_rows if (m := _match(figure, row, context))]
    matches = [match for match in matches if match.indicator >= _LIKE_INDICATOR]
    matches.sort(key=lambda match: match.rank, reverse=True)
    agreeing = [m for m in matches if m.agrees]
    if agreeing:
        return Finding(claim, "agrees", _sources(agreeing), agreeing[0].scope.told)
    surely = [m for m in matches if m.is_same_thing]
    rounded = [m for m in surely if m.is_rounded and not m.conflict]
    others = [m for m in surely if not m.conflict and m not in rounded]
    if rounded and (figure.qualifier or not others or rounded[0].rank > others[0].rank):
        return Finding(claim, "agrees", _sources(rounded), "约数相合，本库的写法不同")
    elsewhere = [
        m
        for m in surely
        if m.conflict and m.is_same_value and m.other.figure.qualifier == figure.qualifier
    ]
    if elsewhere:
        return Finding(claim, "differs", _sources(elsewhere), elsewhere[0].conflict)
    if others:
        *first, likeness = others[0].rank
        best = [m for m in others if m.rank >= (*first, likeness - 0.1)]
        return Finding(claim, "differs", _sources(best), _difference(figure, best[0]))
    return _same_number(claim, figure, context, evidence)


def _same_number(
    claim: Claim, figure: Figure, context: ClaimContext, evidence: LibraryEvidence
) -> Finding:
    """Unseen, with the very same quantity where the same unit's paragraphs have it.

    It may be of another thing, so it is for the reader to tell.
    """
    digits = Decimal(figure.value or 0).normalize().as_tuple().digits
    if context.place is None or len(digits) < _SURE_DIGITS:
        return Finding(claim, "unseen")
    found = [
        row
        for row in evidence.with_number(figure, context.place.names)
        if context.place.holds(row.paragraph)
        and _is_alike(figure, row.figure)
        and _is_equal(figure, row.figure)
    ]
    found.sort(key=lambda row: context.year not in years_of(row))
    if not found:
        return Finding(claim, "unseen")
    told = f"本库同一单位有同样的数值：{found[0].figure.called}{_said(found[0].figure)}"
    return Finding(claim, "unseen", _sources_of(found), told)


def _match(
    figure: Figure, other: FigureRow, context: ClaimContext, is_family: bool = False
) -> _Match | None:
    """None for figures that measure something else."""
    ours = other.figure
    if figure.kind != ours.kind or (figure.role and ours.role and figure.role != ours.role):
        return None
    comparisons = {_SAME_COMPARISON.get(f.comparison, f.comparison) for f in (figure, ours)}
    if len(comparisons - {None}) > 1:
        return None
    shown = context.place.shown if context.place else ""
    return _Match(
        other,
        1.0 if is_family else indicator_likeness(figure, ours, shown),
        clause_likeness(figure, ours, shown),
        _is_alike(figure, ours) and _is_equal(figure, ours),
        figure.kind != "rank"
        and _is_alike(figure, ours)
        and (bool(figure.qualifier) or figure.modality == ours.modality or not ours.qualifier)
        and is_rounded(figure, ours),
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
    return _UNITS.get(figure.unit, figure.unit)


def _conflict(other: FigureRow, context: ClaimContext) -> str:
    paragraph = other.paragraph
    if context.place and context.place.holds(paragraph) is False:
        named = other.figure.place
        if not (named and any(named in name or name in named for name in context.place.names)):
            return f"本库中这是{paragraph.source or '/'.join(paragraph.region or ())}的数据"
    years = years_of(other)
    if context.year is not None and years and context.year not in years:
        return f"本库中这是{'、'.join(map(str, sorted(years)))}年的数据"
    return ""


def _difference(figure: Figure, match: _Match) -> str:
    ours = match.other.figure
    if {figure.direction, ours.direction} == {"up", "down"}:
        return "升降方向不同" if figure.value == ours.value else "升降方向和数值不同"
    if match.is_same_value:
        return match.scope.told
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


# -- names and quotations -------------------------------------------------------------------------


def _judge_name(claim: Claim, context: ClaimContext, evidence: LibraryEvidence) -> Finding:
    found = evidence.literal(claim.text)
    if found is not None:
        return Finding(claim, "agrees", (_printed(found, claim.text),))
    written = normalize(claim.text)
    allowed = 0 if len(written) < 3 else 1 if len(written) < 8 else 2
    candidates = [(Levenshtein.distance(written, normalize(n)), n) for n in evidence.names()]
    bare = _COUNTING.sub("", written)
    for distance, name in sorted(c for c in candidates if 0 < c[0] <= allowed):
        if _COUNTING.sub("", normalize(name)) == bare:
            continue  # 四个提升 is no misprint of 五个提升, nor 蓝剑-2023 of 蓝剑-2024
        paragraph = evidence.literal(name)
        if paragraph is not None and distance < len(written) / 2:
            return Finding(claim, "differs", (_printed(paragraph, name),), "写法不同")
    return Finding(claim, "unseen")


def _judge_quotation(claim: Claim, context: ClaimContext, evidence: LibraryEvidence) -> Finding:
    found = evidence.literal(claim.text)
    if found is not None:
        return Finding(claim, "agrees", (_printed(found, claim.text),))
    wanted = normalize(claim.text)
    best: tuple[float, StoredParagraph, int, int] | None = None
    for paragraph in evidence.near(claim.text):
        form, offsets = normalize_with_offsets(paragraph.text)
        if len(form) < len(wanted) / 2:
            continue
        aligned = fuzz.partial_ratio_alignment(wanted, form, score_cutoff=_SAME_QUOTATION)
        if aligned and len(form) >= len(wanted) and (best is None or aligned.score > best[0]):
            start, end = offsets[aligned.dest_start], offsets[aligned.dest_end - 1] + 1
            best = aligned.score, paragraph, start, end
    if best is None:
        return Finding(claim, "unseen")
    _, paragraph, start, end = best
    while start < end and not _WORD.match(paragraph.text[start]):
        start += 1
    quote = paragraph.text[start:end]
    return Finding(claim, "differs", (Ours(paragraph, quote, start, end, quote),), "文字不同")


def _printed(paragraph: StoredParagraph, words: str) -> Ours:
    """Where the words stand in the paragraph as printed, or its beginning if in a heading only."""
    form, offsets = normalize_with_offsets(paragraph.text)
    wanted = normalize(words)
    at = form.find(wanted) if wanted else -1
    if at < 0:
        heading = next((h for h in paragraph.headings if wanted in normalize(h)), words)
        return Ours(paragraph, heading, 0, 0, words)
    start, end = offsets[at], offsets[at + len(wanted) - 1] + 1
    return Ours(paragraph, paragraph.text[start:end], start, end, paragraph.text[start:end])


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """What differs, then what is unseen, then what agrees."""
    order = ("differs", "unseen", "agrees")
    return sorted(findings, key=lambda finding: order.index(finding.verdict))
