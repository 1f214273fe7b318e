"""Propose other searches that find something, each with its address."""

from __future__ import annotations

from dataclasses import dataclass, replace

from web.pages import facets as facet_view
from web.pages.results.inquiry import Inquiry
from web.pages.results.readings import is_misspelt


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """Another search that finds `total` paragraphs; `address` leads there, filters taken off."""

    text: str
    reason: str
    total: int
    address: str


def proposals(inquiry: Inquiry) -> tuple[CorrectionView, ...]:
    """Totals of suggestions know no filters, so their links have none.

    What the hits already are of is not proposed once more, nor parts beside another spelling."""
    bare, result = facet_view.without_filters(inquiry.asked), inquiry.result
    has_spelling = is_misspelt(result)
    return tuple(
        CorrectionView(
            s.text,
            s.reason,
            s.total,
            inquiry.at(replace(bare, q=s.text)),
        )
        for s in result.query.suggestions
        if s.text != result.query.corrected and not (s.reason == "part" and has_spelling)
    )
