"""Hold a claim that the library does not seem to know against what stands beside a known one.

破案1846起，抓获4746名: where the first is printed so, the second is what its sentence says was done
in the same words (抓获涉案犯罪嫌疑人4764名), and a slip of the pen is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.model.figures import Figure
from search.comparing.outcomes import same_outcome, split_outcome
from search.figures.results import FigureRow
from search.proofing.claims import sentence_at
from search.proofing.context import ClaimContext
from search.proofing.counterparts import conflict_of, is_alike, is_equal, unit_of
from search.proofing.evidence import LibraryEvidence, years_of
from search.proofing.findings import Finding, sources_of
from search.proofing.likeness import bare

_LEAST_CHARS = 2  # of a name that is found in another


def beside_others(
    finding: Finding, findings: Sequence[Finding], draft: str, evidence: LibraryEvidence
) -> Finding:
    """The finding, or what the one row says that stands beside what its sentence has right."""
    figure = finding.claim.figure
    name = bare(figure.indicator, "") if figure is not None else ""
    if figure is None or figure.value is None or len(name) < _LEAST_CHARS:
        return finding
    start, end = sentence_at(draft, finding.claim.start)
    known = [
        other
        for other in findings
        if other.verdict == "agrees" and other.claim.kind == "figure"
        if start <= other.claim.start < end
    ]
    named = [
        row
        for row in _beside(known, evidence)
        if (row.figure.kind, unit_of(row.figure)) == (figure.kind, unit_of(figure))
        and name in bare(row.figure.measured, "")
    ]
    ways = [row for row in named if is_equal(figure, row.figure)]
    if figure.kind == "change" and len(ways) == len(named) == 1 and _are_opposite(figure, named[0]):
        return Finding(finding.claim, "differs", sources_of(ways), "升降方向不同")
    rows = [
        row
        for row in named
        if is_alike(figure, row.figure)
        and evidence.missing_words(figure, row, "") != ("",)  # 不起诉298人 has 起诉, too
    ]
    if len({(row.figure.measured, row.figure.value) for row in rows}) != 1:
        return finding
    if is_equal(figure, rows[0].figure):
        return Finding(finding.claim, "agrees", sources_of(rows))
    return Finding(finding.claim, "differs", sources_of(rows), "数值不同")


def _are_opposite(figure: Figure, row: FigureRow) -> bool:
    """Whether one rose and the other fell."""
    return {figure.direction, row.figure.direction} == {"up", "down"}


def slips(
    figure: Figure, context: ClaimContext, near: Iterable[FigureRow], evidence: LibraryEvidence
) -> list[FigureRow]:
    """The rows of which a claim may be a slip of the pen: 火灾368起, for 接报火灾386起 in print.

    Surely of the same unit and year, of all that the claim names, and with two digits exchanged;
    [] where another row of these has another value, and nothing says which is meant.
    """
    place = context.place.shown if context.place else ""
    surely = _surely_of(figure, context, near)
    rows = [row for row in surely if not evidence.missing_words(figure, row, place)]
    is_one = len({row.figure.value for row in rows}) == 1
    return rows if is_one and _are_exchanged(figure.value, rows[0].figure.value) else []


def same_outcomes(
    figure: Figure, context: ClaimContext, near: Iterable[FigureRow], evidence: LibraryEvidence
) -> list[FigureRow]:
    """The rows that tell what came of what a claim names, under the name of the outcome alone:
    电信网络诈骗立案3640件，群众损失1.93亿元 for 电信网络诈骗损失.

    Surely of the same unit and year; [] where two of these have other values.
    """
    place = context.place.shown if context.place else ""
    subject, outcome = split_outcome(bare(figure.measured, place))
    if not outcome or len(subject) < _LEAST_CHARS:
        return []
    rows = [
        row
        for row in _surely_of(figure, context, near)
        if same_outcome(bare(row.figure.measured, place)) == outcome
        and evidence.leads_to(subject, row)
    ]
    return rows if len({row.figure.value for row in rows}) == 1 else []


def _surely_of(figure: Figure, context: ClaimContext, near: Iterable[FigureRow]) -> list[FigureRow]:
    """What is counted or measured in the same way, surely of the same unit and year."""
    place = context.place
    if place is None or context.year is None:
        return []
    return [
        row
        for row in near
        if (row.figure.kind, unit_of(row.figure)) == (figure.kind, unit_of(figure))
        and place.holds(row.paragraph) is True
        and context.year in years_of(row)
        and not conflict_of(row, context)
        and row.figure.role != "from"
        and row.figure.modality == figure.modality
        and is_alike(figure, row.figure)
    ]


def _are_exchanged(one: str | None, other: str | None) -> bool:
    """Whether two numbers have the same digits, two of which have changed their places."""
    if one is None or other is None:
        return False
    if len(one) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(pairs) == 2 and pairs[0] == pairs[1][::-1] and "." not in pairs[0]


def _beside(known: Iterable[Finding], evidence: LibraryEvidence) -> list[FigureRow]:
    """The rows that share a sentence with what the library says of the known claims, each once."""
    found: dict[tuple[str, str], FigureRow] = {}
    for finding in known:
        for ours in finding.ours:
            start, end = sentence_at(ours.paragraph.text, ours.start)
            for row in evidence.figures([ours.paragraph]):
                if start <= row.figure.value_start < end and row.figure.role != "from":
                    found[row.key] = row
    taken = {ours.said for finding in known for ours in finding.ours}
    return [row for row in found.values() if row.figure.value_text not in taken]
