"""Let what a later report corrects win over what it corrects: 损失9840万元有误，应为9480万元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indexer.figures import extract
from indexer.model.figures import Figure
from search.figures.results import FigureRow
from search.proofing.context import ClaimContext
from search.proofing.counterparts import is_alike, is_equal
from search.proofing.evidence import LibraryEvidence, years_of
from search.proofing.findings import Finding, Ours

_UNIT = r"\s?[百千万亿]{0,4}[一-龥%％]"
# What it is by the correction, and, right before that, what was wrong.
_NEW = re.compile(
    r"(?:应当?[为是]|(?:更正|修正|订正|勘误|核减|核增|核定)为)"
    rf"(?P<new>\d[\d.,，]{{0,20}}{_UNIT}{{1,2}})"
)
_OLD = re.compile(
    rf"(?<![\d.])(?P<old>\d[\d.,，]{{0,20}}{_UNIT}{{0,2}}?)[）)”\"]?"
    r"(?:有误|不准确|系笔误|系误写|错误)?[，,、（(]?"
    r"(?:(?:现|特|后)?经[^，。；\d]{0,6}(?:核[实查对定]|复核)[，,]?)?(?:现|特|后|已|予以){0,3}$"
)
_FARTHEST = 60  # characters from the wrong number to the right one
_CORRECTS = re.compile("有误|更正|订正|修正|勘误|笔误|误写|核实|复核|核定")


@dataclass(frozen=True, slots=True)
class Correction:
    """The row that a report corrects, or that is all it says of it, and the corrected figure, which
    ends at `end`."""

    row: FigureRow
    new: Figure
    end: int

    @property
    def ours(self) -> Ours:
        """The whole of the correction, from the name of what it corrects."""
        paragraph, start = self.row.paragraph, self.row.figure.start
        quote = paragraph.text[start : self.end]
        return Ours(paragraph, quote, start, self.end, self.new.value_text)


def corrected(finding: Finding, context: ClaimContext, evidence: LibraryEvidence) -> Finding:
    """The finding, or what it is by a correction of the same unit that says what the claim says.

    A claim with the corrected number agrees, one with the number that was corrected differs.
    """
    figure = finding.claim.figure
    if figure is None or figure.value is None or context.place is None:
        return finding
    if _CORRECTS.search(figure.quote):
        return finding  # the draft speaks of the correction itself
    place = context.place.shown
    near = evidence.near(f"{place} {figure.measured} {figure.quote}")
    known = {p.id: p for p in (*near, *(ours.paragraph for ours in finding.ours))}
    held = [p for p in known.values() if context.place.holds(p) and _CORRECTS.search(p.text)]
    for one in _corrections(evidence.figures(held)):
        if not _is_of(figure, one, context) or evidence.missing_words(figure, one.row, place):
            continue
        when = f"{one.row.paragraph.year}年的报告" if one.row.paragraph.year else "本库后来"
        if is_equal(figure, one.new):
            return Finding(finding.claim, "agrees", (one.ours,), f"这是{when}更正后的数")
        if finding.verdict == "agrees" or is_equal(figure, one.row.figure):
            told = f"{when}已更正为{one.new.value_text}"
            others = [ours for ours in finding.ours if ours.paragraph.id != one.row.paragraph.id]
            return Finding(finding.claim, "differs", (one.ours, *others), told)
    return finding


def _is_of(figure: Figure, one: Correction, context: ClaimContext) -> bool:
    years = years_of(one.row)
    is_of_year = context.year is None or context.year in years
    return figure.kind == one.row.figure.kind and is_of_year and is_alike(figure, one.new)


def _corrections(rows: Iterable[FigureRow]) -> Iterator[Correction]:
    for row in rows:
        text, own = row.paragraph.text, row.figure
        for found in _NEW.finditer(text):
            if not _CORRECTS.search(_sentence(text, found.start())):
                continue  # 应为5人: no correction by itself
            old = _OLD.search(text, max(found.start() - _FARTHEST, 0), found.start())
            at = old.start("old") if old else found.start("new")
            if own.value_start != at:
                continue
            new = next(iter(extract(f"指标值{found['new']}").rows), None)
            if new is not None:
                yield Correction(
                    row, replace(new, kind=own.kind, direction=own.direction), found.end()
                )


def _sentence(text: str, at: int) -> str:
    start = text.rfind("。", 0, at) + 1
    end = text.find("。", at)
    return text[start : end if end >= 0 else len(text)]
