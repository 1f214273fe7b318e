"""Decide of each claim of a draft whether the library says the same, something else or nothing.

"Something else" is said only where the library surely speaks of the same thing: nearly the same
clause or indicator, of the same place and year. What is merely alike is nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from indexer.model.figures import Figure
from indexer.text.normalizer import normalize
from search.comparing.told_measure import measure_word
from search.figures.results import FigureRow
from search.proofing.claims import MAX_CLAIMS, Claim, read_claims
from search.proofing.context import ClaimContext, DraftContext, DraftPlaces
from search.proofing.corrections import corrected
from search.proofing.counterparts import (
    LIKE_INDICATOR,
    Counterpart,
    conflict_of,
    counterpart_of,
    is_alike,
    is_equal,
    unit_of,
)
from search.proofing.evidence import LibraryEvidence, PrintedSentence, years_of
from search.proofing.findings import Finding, Ours, ProofResult, said_in, sources_of
from search.proofing.likeness import bare
from search.proofing.neighbours import beside_others, same_outcomes, slips
from search.proofing.rounding import is_rounded
from search.proofing.wording import judge_name, judge_quotation
from search.searcher import Searcher

_MOST_NEAR = 400  # figures of like paragraphs that a claim is held against
_LOOKED_AT = 40  # counterparts of one claim whose names are held against its words
_BETTER_NAMED = 0.05
_END_CHARS = 2  # of a name, that say what is counted
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
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
    known = DraftPlaces(searcher.unit_names())
    context = DraftContext(draft, known, known.place(place), year)
    judges = {"figure": _judge_figure, "name": judge_name, "quotation": judge_quotation}
    places = [context.at(claim.start, claim.paragraph_start) for claim in read.claims]
    findings = [
        judges[claim.kind](claim, at, evidence)
        for claim, at in zip(read.claims, places, strict=True)
    ]
    findings = [corrected(f, at, evidence) for f, at in zip(findings, places, strict=True)]
    findings = [
        beside_others(finding, findings, draft, evidence)
        if finding.verdict == "unseen"
        else finding
        for finding in findings
    ]
    return ProofResult(draft, tuple(findings), read.unread, read.left_out)


# -- figures --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the library has that may be of the same thing as a claim, the likest first.

    `own` without other members of a list; `missing`: which deciding words of the claim are not
    said of a counterpart; `near`: all figures of like indicators or paragraphs; `printed`: the
    sentence of the draft as the library prints it, or nearly so.
    """

    figure: Figure
    context: ClaimContext
    matches: list[Counterpart]
    own: list[Counterpart]
    missing: dict[tuple[str, str], tuple[str, ...]]
    near: list[FigureRow]
    printed: Sequence[PrintedSentence]

    def proved(self, match: Counterpart) -> bool:
        return not self.missing.get(match.key)

    def is_in_sentence(self, match: Counterpart) -> bool:
        return any(one.holds(match.other) for one in self.printed)

    def may_be_elsewhere(self, match: Counterpart, claim: Claim) -> bool:
        """Whether what agrees is of another year than the sentence that has the draft's other
        numbers; of a draft that names a year, it is of that."""
        if self.context.year is not None or self.is_in_sentence(match):
            return False
        own = set(_NUMBER.findall(normalize(claim.text)))
        others = set(_NUMBER.findall(normalize(claim.sentence))) - own
        return any(others & set(_NUMBER.findall(normalize(p.text))) for p in self.printed)


def _judge_figure(claim: Claim, context: ClaimContext, evidence: LibraryEvidence) -> Finding:
    place = context.place.shown if context.place else ""
    found = _gathered(claim, context, evidence, place)
    figure, own = found.figure, [m for m in found.own if found.proved(m)]
    agreeing = sorted(
        (m for m in own if m.agrees and not m.is_apart),
        key=lambda m: (not found.is_in_sentence(m), m.is_said_otherwise, m.is_year_unsaid),
    )
    is_elsewhere = bool(agreeing) and found.may_be_elsewhere(agreeing[0], claim)
    if agreeing and not is_elsewhere:
        return _agreeing(claim, agreeing)
    surely = [m for m in found.matches if m.is_same_thing and found.proved(m)]
    rounded = [m for m in own if m.is_same_thing and m.is_rounded]
    rounded = [m for m in rounded if not (m.conflict or m.is_contrary or m.is_apart)]
    others = [m for m in surely if not (m.conflict or m.is_apart or m in rounded)]
    others = [m for m in others if m.is_contrary or not m.can_be_rounded]
    others = [m for m in others if not evidence.tells_years(m.other)]
    others = [m for m in others[:_LOOKED_AT] if _may_be_otherwise(figure, m, evidence, place)]
    in_sentence = [m for m in others if found.is_in_sentence(m)]
    others = in_sentence or others
    if is_elsewhere:
        return _of_sentence(claim, in_sentence, agreeing)
    if rounded and (figure.qualifier or not others or rounded[0].rank > others[0].rank):
        told = "约数相合，本库的写法不同"
        told += "；本库原文没有写明年份" if rounded[0].is_year_unsaid else ""
        return Finding(claim, "agrees", _sources(rounded), told)
    if context.year is None and any(m.agrees for m in own):
        others = []  # an aim with this very number: another year's result is no other value of it
    return (
        _differing(claim, figure, surely, others)
        or _no_proof(claim, own, found)
        or _unseen(claim, figure, found.context, evidence, found.near)
    )


def _agreeing(claim: Claim, agreeing: Sequence[Counterpart]) -> Finding:
    told = "；".join(filter(None, (agreeing[0].told, _unproved(claim, agreeing))))
    return Finding(claim, "agrees", _sources(agreeing), told)


def _of_sentence(
    claim: Claim, in_sentence: Sequence[Counterpart], agreeing: Sequence[Counterpart]
) -> Finding:
    """Of a number that the sentence nearest to the draft's has not, and another one has."""
    if not in_sentence:
        return _agreeing(claim, agreeing)
    told = "最接近的原句数值不同；稿中的数见于另一段"
    return Finding(claim, "differs", _sources([*in_sentence[:2], *agreeing]), told)


def _gathered(
    claim: Claim, context: ClaimContext, evidence: LibraryEvidence, place: str
) -> _Evidence:
    figure = claim.figure
    assert figure is not None
    is_rank = figure.kind == "rank"
    if is_rank and figure.base is None and claim.scope:
        figure = replace(figure, base=claim.scope)
    scoped = replace(context, scope="" if is_rank else claim.scope)
    printed = evidence.in_print(claim.sentence)
    near = evidence.near(f"{place} {figure.measured} {figure.quote}")
    near = (*(one.paragraph for one in printed), *near)
    family = evidence.family(figure.measured.removeprefix(place), figure.kind, context.year)
    same = {row.key for row in family}
    near_rows = [r for r in evidence.figures(near) if r.key not in same]
    near_rows = [r for r in near_rows if r.figure.kind == figure.kind]
    if len(near_rows) > _MOST_NEAR:  # a paragraph may have thousands: those of its number first
        near_rows.sort(key=lambda row: row.figure.value != figure.value)
        near_rows = near_rows[:_MOST_NEAR]
    matches = [m for row in family if (m := counterpart_of(figure, row, scoped, is_family=True))]
    matches += [m for row in near_rows if (m := counterpart_of(figure, row, scoped))]
    matches = _named_alike(figure, matches)
    matches.sort(key=lambda match: match.rank, reverse=True)
    own = _without_siblings(matches)
    equal = [m for m in own if m.is_same_value or m.is_rounded]
    missing = {m.key: evidence.missing_words(figure, m.other, place) for m in equal[:_LOOKED_AT]}
    missing |= {m.key: ("",) for m in equal[_LOOKED_AT:]}  # a paragraph may have thousands
    return _Evidence(figure, scoped, matches, own, missing, [*family, *near_rows], printed)


def _no_proof(claim: Claim, own: Sequence[Counterpart], found: _Evidence) -> Finding | None:
    """The same number as an aim, of several years, or of another thing."""
    aims = [m for m in own if m.agrees]
    if aims:
        told = "目标，不是已经做到的" if aims[0].is_aim else "几年的合计或平均，不是一年的"
        return Finding(claim, "unseen", _sources(aims), f"本库说的是{told}")
    alike = [m for m in found.own if m.agrees and not m.is_apart]
    if not alike:
        return None
    lacking, ours = "、".join(found.missing[alike[0].key]), alike[0].other.figure.called
    told = f"数值相同，但本库说的是「{ours}」"
    told += f"，没有写到「{lacking}」" if lacking else ""
    return Finding(claim, "unseen", _sources(alike), told)


def _may_be_otherwise(
    figure: Figure, match: Counterpart, evidence: LibraryEvidence, place: str
) -> bool:
    """住宅火灾862起 is no other number of those who died in them, nor 不起诉298人 of 起诉."""
    ours = match.other.figure
    if match.is_contrary:
        return True
    is_of_unit = unit_of(ours) == unit_of(figure) or ours.value == figure.value
    return is_of_unit and not evidence.missing_words(figure, match.other, place)


def _named_alike(figure: Figure, matches: Sequence[Counterpart]) -> list[Counterpart]:
    """恶势力团伙 is the 团伙 of 打掉恶势力犯罪集团2个、团伙5个, however much more its name is like
    that of the other: what a name ends in is what is counted."""
    alike = [match for match in matches if match.indicator >= LIKE_INDICATOR]
    ending = [match for match in matches if _end(match.other.figure) == _end(figure)]
    better = {m.place for m in alike} & {m.place for m in ending}
    kept = [m for m in alike if m.place not in better]
    return kept + [m for m in ending if m.place in better]


def _end(figure: Figure) -> str:
    return bare(figure.indicator, "")[-_END_CHARS:]


def _without_siblings(matches: Sequence[Counterpart]) -> list[Counterpart]:
    """Without those whose paragraph has another value of what the draft names: 集团12个、团伙6个.

    The names of two members of a list may be as good as alike.
    """
    named: dict[tuple[str, str], float] = {}  # how well other values are named, by paragraph, unit
    for match in matches:
        if not (match.is_same_value or match.can_be_rounded):
            named[match.place] = max(named.get(match.place, 0.0), match.indicator)
    return [m for m in matches if m.indicator + _BETTER_NAMED > named.get(m.place, 0.0)]


def _unproved(claim: Claim, agreeing: Iterable[Counterpart]) -> str:
    """What the draft says in brackets of what a figure holds, where our paragraph does not."""
    texts = [match.other.paragraph.text for match in agreeing]
    if not claim.remark or any(claim.remark in text for text in texts):
        return ""
    return f"括号里的“{claim.remark}”，本库没有写明"


def _differing(
    claim: Claim, figure: Figure, surely: list[Counterpart], others: list[Counterpart]
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
    if figure.kind == "streak" and figure.period is None:  # it goes on: its newest length counts
        best = sorted(others, key=lambda m: max(years_of(m.other), default=0), reverse=True)
    told = _difference(figure, best[0])
    if elsewhere:
        told = f"{told}；稿中的数在本库是{elsewhere[0].conflict}的"
    return Finding(claim, "differs", _sources([*best[:2], *elsewhere, *best]), told)


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
    place = context.place.shown if context.place else ""
    same = [
        match
        for row in found
        if (match := counterpart_of(figure, row, context)) and match.agrees and not match.is_apart
        if not evidence.missing_words(figure, row, place)
    ]
    if same:  # 批捕421人: in other words, and all of them are said of ours
        return Finding(claim, "agrees", _sources(same), same[0].told)
    outcomes = same_outcomes(figure, context, near, evidence)
    if found and not (outcomes and is_equal(figure, outcomes[0].figure)):
        told = f"本库同一单位有同样的数值：{found[0].figure.called}{said_in(found[0].figure)}"
        return Finding(claim, "unseen", sources_of(found), told)
    if slipped := slips(figure, context, near, evidence):
        return Finding(claim, "differs", sources_of(slipped), "数值不同，疑为数字颠倒")
    if outcomes:
        return _of_outcome(claim, figure, outcomes)
    found = _neighbours(figure, context, near)
    if found:
        said = f"{found[0].figure.called}{said_in(found[0].figure)}"
        told = f"本库有名称相近的数据，不一定是一回事：{said}"
        return Finding(claim, "unseen", sources_of(found), told)
    return Finding(claim, "unseen")


def _of_outcome(claim: Claim, figure: Figure, rows: Sequence[FigureRow]) -> Finding:
    """Against what our report tells under the name of the outcome alone, its subject before it."""
    ours, told = rows[0].figure, f"本库写作「{rows[0].figure.called}」"
    if is_equal(figure, ours):
        return Finding(claim, "agrees", sources_of(rows), told)
    if is_rounded(figure, ours, widely=True):
        return Finding(claim, "agrees", sources_of(rows), f"约数相合，{told}")
    return Finding(claim, "differs", sources_of(rows), f"数值不同；{told}")


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
        and is_alike(figure, row.figure)
        and is_equal(figure, row.figure)
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
        if (row.figure.kind, unit_of(row.figure)) == (figure.kind, unit_of(figure))
        and measure_word(row.figure.measured) == word
        and context.place.holds(row.paragraph)
        and not conflict_of(row, context)
    ]


def _difference(figure: Figure, match: Counterpart) -> str:
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


def _sources(matches: Iterable[Counterpart]) -> tuple[Ours, ...]:
    return sources_of(match.other for match in matches)
