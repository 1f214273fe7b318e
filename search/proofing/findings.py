"""Hold what a check finds of a draft's claims: a verdict, what the library says, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.model.figures import Figure
from search.figures.results import FigureRow
from search.proofing.claims import Claim, UnreadPlace
from search.proofing.scopes import scope_words
from search.results import StoredParagraph

_SHOWN = 3  # sources of one finding
Verdict = Literal["agrees", "differs", "unseen"]
VERDICTS: dict[Verdict, str] = {"agrees": "一致", "differs": "不一致", "unseen": "未见"}


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


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """What differs, then what is unseen, then what agrees."""
    order = ("differs", "unseen", "agrees")
    return sorted(findings, key=lambda finding: order.index(finding.verdict))


def sources_of(rows: Iterable[FigureRow]) -> tuple[Ours, ...]:
    found: dict[str, Ours] = {}
    for row in rows:
        figure, paragraph = row.figure, row.paragraph
        ours = Ours(paragraph, figure.quote, figure.start, figure.end, said_in(figure))
        found.setdefault(paragraph.id, ours)
    return tuple(found.values())[:_SHOWN]


def said_in(figure: Figure) -> str:
    if figure.kind == "rank" and figure.base:
        return scope_words(figure.base) + figure.value_text
    way = {"up": "上升", "down": "下降"}.get(figure.direction or "", "")
    return f"{way}{figure.value_text}" if figure.kind == "change" else figure.value_text
