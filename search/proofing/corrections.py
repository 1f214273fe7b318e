"""Let what a later report corrects win over what it corrects: 损失9840万元有误，应为9480万元."""

from __future__ import annotations

import re

from indexer.model.figures import Figure
from search.figures.corrections import Correction
from search.figures.results import FigureRow
from search.proofing.context import ClaimContext
from search.proofing.counterparts import is_alike, is_equal
from search.proofing.evidence import LibraryEvidence, years_of
from search.proofing.findings import Finding, Ours
from search.results import StoredParagraph

_CORRECTS = re.compile("有误|更正|订正|修正|勘误|笔误|误写|核实|复核|核定")


def corrected(finding: Finding, context: ClaimContext, evidence: LibraryEvidence) -> Finding:
    """The finding, or what it is by a correction of the same unit that says what the claim says.

    A claim with the corrected number agrees, one with the number that was corrected differs.
    """
    figure = finding.claim.figure
    if figure is None or figure.value is None:
        return finding
    is_told = _CORRECTS.search(figure.quote) is not None  # the draft speaks of the correction
    withdrawn = None if is_told else _withdrawn(finding, figure, evidence)
    if withdrawn is not None or context.place is None:
        return withdrawn or finding
    place = context.place.shown
    for one in reversed(evidence.corrections().all):
        if not (context.place.holds(one.paragraph) and _is_of(figure, one, context)):
            continue
        said = (one.row, FigureRow(one.old, one.paragraph, one.row.family))
        if all(evidence.missing_words(figure, row, place) for row in said):
            continue
        when = _when(one.paragraph)
        ours = Ours(one.paragraph, one.quote, one.start, one.end, one.new.value_text)
        if is_equal(figure, one.new):
            return Finding(finding.claim, "agrees", (ours,), f"这是{when}更正后的数")
        if is_told:
            return finding
        if finding.verdict == "agrees" or is_equal(figure, one.old):
            told = f"{when}已更正为{one.new.value_text}"
            others = [own for own in finding.ours if own.paragraph.id != one.paragraph.id]
            return Finding(finding.claim, "differs", (ours, *others), told)
    return finding


def _withdrawn(finding: Finding, figure: Figure, evidence: LibraryEvidence) -> Finding | None:
    """What a claim that agrees is where the very figures that it agrees with were corrected."""
    known = evidence.corrections()
    found: list[FigureRow] = []
    for own in finding.ours if finding.verdict == "agrees" else ():
        is_erratum = any(own.start in place for place in known.errata.get(own.paragraph.id, ()))
        right = [r for r in known.of_paragraph(own.paragraph.id) if _was(r, own, figure)]
        if not (right or is_erratum):
            return None
        found += right
    if not found:
        return None
    there, new = found[0].paragraph, found[0].figure
    ours = Ours(there, new.quote, new.start, new.end, new.value_text)
    told = f"{_when(there)}已更正为{new.value_text}"
    return Finding(finding.claim, "differs", (ours, *finding.ours), told)


def _was(right: FigureRow, own: Ours, figure: Figure) -> bool:
    wrong = right.withdrawn
    return wrong is not None and is_equal(figure, wrong) and wrong.quote == own.quote


def _when(paragraph: StoredParagraph) -> str:
    return f"{paragraph.year}年的报告" if paragraph.year else "本库后来"


def _is_of(figure: Figure, one: Correction, context: ClaimContext) -> bool:
    years = one.years or years_of(one.row)
    is_of_year = context.year is None or context.year in years
    return figure.kind == one.old.kind and is_of_year and is_alike(figure, one.new)
