"""Say above the results what the library has of the indicator that a query names."""

from __future__ import annotations

from search.comparing.nearest import NamedIndicator, named_indicator
from search.request import SearchRequest
from search.results import SearchResult
from search.rewrite.first_year import course_subjects
from search.searcher import Searcher

_MARKS = '"“”「」 '


def indicator_line(
    result: SearchResult, asked: SearchRequest, searcher: Searcher
) -> NamedIndicator | None:
    """The indicator that a query is, or asks the course of; only above a first, whole list."""
    if asked.mode != "smart" or asked.page > 1 or asked.filters or asked.within:
        return None
    query = (result.query.corrected or asked.q).strip(_MARKS)
    names = dict.fromkeys((query, *course_subjects(query)[-1:]))
    found = (named_indicator(searcher, name) for name in names if name)
    return next((one for one in found if one is not None), None)
