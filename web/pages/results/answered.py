"""Lead from the figures that answer a question to where they stand and to their like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from search.request import SearchRequest
from search.results import Hit, SearchResult, StoredParagraph
from search.searcher import Searcher
from web.addresses import compare_address
from web.context import prefix
from web.pages.comparing.differences import reading_address as quote_address
from web.pages.comparing.table import indicator_address
from web.params import ViewOptions


def answer_addresses(view_options: ViewOptions) -> dict[str, Callable[..., str]]:
    """Where the figures of an answer lead: to their quote, their indicator, their theme."""
    return {
        "answer_at": quote_address,
        "indicator_at": indicator_address,
        "theme_at": lambda theme, filters: compare_address(
            SearchRequest(filters=filters.replaced(theme=(theme,))), view_options, prefix()
        ),
    }


def led_by_cited(
    result: SearchResult, asked: SearchRequest, searcher: Searcher, cited: Sequence[StoredParagraph]
) -> SearchResult:
    """A result on whose page the paragraphs that a table above cites stand first."""
    cited = cited[: asked.size] if asked.sort == "relevance" and asked.group == "none" else ()
    if not cited:
        return result
    held = {hit.paragraph.id: hit for hit in result.hits}
    marks = searcher.marks(replace(asked, q=result.query.meant), [p.text for p in cited])
    told = (
        Hit(p, 0.0, "all", own, (), heading_marks=((),) * len(p.headings))
        for p, own in zip(cited, marks, strict=True)
    )
    first = [replace(held.pop(one.paragraph.id, one), match="all", lacks=()) for one in told]
    return replace(result, hits=(*first, *held.values()))
