"""Propose other searches that find something, each with its address."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.request import SearchRequest
from search.results import SearchResult
from web.addresses import search_address
from web.pages import facets as facet_view
from web.pages.results.readings import is_misspelt
from web.params import ViewOptions


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """Another search that finds `total` paragraphs; `address` leads there, filters taken off."""

    text: str
    reason: str
    total: int
    address: str


def proposals(
    result: SearchResult, asked: SearchRequest, view_options: ViewOptions
) -> tuple[CorrectionView, ...]:
    """Totals of suggestions know no filters, so their links have none.

    What the hits already are of is not proposed once more, nor parts beside another spelling."""
    bare = facet_view.without_filters(asked)
    has_spelling = is_misspelt(result)
    return tuple(
        CorrectionView(
            s.text,
            s.reason,
            s.total,
            search_address(replace(bare, q=s.text), view_options),
        )
        for s in result.query.suggestions
        if s.text != result.query.corrected and not (s.reason == "part" and has_spelling)
    )
