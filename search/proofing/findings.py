"""Hold what a check finds of a draft's claims: a verdict, what the library says, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from search.proofing.claims import Claim, UnreadPlace
from search.results import StoredParagraph

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
