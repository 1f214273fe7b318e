"""Lead from the figures that answer a question to where they stand and to their like."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from search.comparing.unit_figures import units_asked
from search.names.said_filters import without_named_conditions
from search.request import Filters, SearchRequest
from search.results import Hit, Interpretation, SearchResult, StoredParagraph
from web.addresses import compare_address
from web.pages.comparing.table import indicator_address
from web.pages.places import quoted_address
from web.pages.results.indicator_cards import indicator_line
from web.pages.results.inquiry import Inquiry
from web.params import ViewOptions

_WHOSE = ("source", "region", "year")
_MOST_BESIDE = 12  # units that are named in place of what was left out


def answer_addresses(view_options: ViewOptions) -> dict[str, Callable[..., str]]:
    """Where the figures of an answer lead: to their quote, their indicator, their theme."""
    return {
        "answer_at": quoted_address,
        "indicator_at": indicator_address,
        "theme_at": lambda theme, filters: compare_address(
            SearchRequest(filters=filters.replaced(theme=(theme,))), view_options
        ),
    }


def spelled_out(inquiry: Inquiry) -> Inquiry:
    """A search whose filters choose nothing but units and years, as it would be typed: who narrows
    电诈立案 to a unit asks for what 砚州市公安局 2021-2023 电诈立案 tells. As it is where the query
    names some itself, or is no indicator and asks nothing of several units. Where the query leaves
    units out (不要砚州) the others are named."""
    asked, result, searcher = inquiry.asked, inquiry.result, inquiry.searcher
    units, years = asked.filters.of("source"), asked.filters.of("year")
    is_all = asked.filters == Filters(source=units, year=years)
    named = {e.field for e in result.query.entities}
    names_some = not named.isdisjoint(_WHOSE)
    if result.query.units and named <= {"year"} and not asked.filters:  # 不要砚州
        is_streak = any(answer.lasting for answer in searcher.figure_answers(asked))
        if is_streak or units_asked(searcher, asked, result.query) is not None:
            return inquiry  # these know it themselves
        beside = result.query.units if len(result.query.units) <= _MOST_BESIDE else ()
        meant = " ".join((*beside, without_named_conditions(asked.q)))
        return _typed(inquiry, replace(result.query, text=meant), asked)
    until = any(year.startswith("..") for year in years)
    if not (units or years) or not is_all or names_some or until or not asked.q:
        return inquiry
    bare = replace(asked, filters=Filters())
    if len(units) < 2 and indicator_line(replace(inquiry, asked=bare), False, None) is None:
        return inquiry
    spans = (re.sub(r"\.\.$", "年以后", year).replace("..", "-") for year in years)
    meant = " ".join((*units, *spans, result.query.meant))
    return _typed(inquiry, replace(result.query, text=meant, corrected=None), bare)


def _typed(inquiry: Inquiry, query: Interpretation, asked: SearchRequest) -> Inquiry:
    """The same as if the text of this query had been typed."""
    result = replace(inquiry.result, query=query)
    return replace(inquiry, result=result, asked=replace(asked, q=query.text))


def led_by_cited(inquiry: Inquiry, cited: Sequence[StoredParagraph]) -> SearchResult:
    """A result on whose page the paragraphs that a table above cites stand first."""
    asked, result = inquiry.asked, inquiry.result
    cited = cited[: asked.size] if asked.sort == "relevance" and asked.group == "none" else ()
    if not cited:
        return result
    held = {hit.paragraph.id: hit for hit in result.hits}
    marks = inquiry.searcher.marks(inquiry.meant, [p.text for p in cited])
    told = (
        Hit(p, 0.0, "all", own, (), heading_marks=((),) * len(p.headings))
        for p, own in zip(cited, marks, strict=True)
    )
    first = [replace(held.pop(one.paragraph.id, one), match="all", lacks=()) for one in told]
    return replace(result, hits=(*first, *held.values()))
