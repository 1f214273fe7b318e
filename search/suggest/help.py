"""Turn a query that found (next to) nothing into notes on what failed and other queries."""

from __future__ import annotations

from indexer.text.normalizer import normalize
from search.engines.base import Matches
from search.index_reader import IndexReader
from search.query.syntax import ParsedQuery
from search.query.tree import Ranked
from search.request import SearchRequest
from search.results import Suggestion
from search.rewrite.planner import Plan
from search.suggest.no_hits import explain_no_result
from search.suggest.pasted import NOT_PRINTED, is_unprinted, printed_clauses

_FEW = 2  # phrase and all hits up to which another wording may be proposed


def needs_help(request: SearchRequest, planned: Plan, matches: Matches) -> bool:
    """Whether so little was found of the query as it was written; a question is not a mistake.

    That few hits are left of a result which was searched again says nothing of the query; where
    the wording nearest to a sentence was found, that is what was meant.
    """
    counts = matches.counts
    query = planned.query
    is_cut = isinstance(query, Ranked) and query.is_cut
    found = counts.phrase if is_cut else counts.phrase + counts.all  # its words may be anywhere
    if not planned.normalized or found > _FEW or (request.page > 1 and counts.total):
        return False
    if (request.within and counts.total) or any(e.kind == "near" for e in planned.expansions):
        return False
    is_question = isinstance(query, Ranked) and query.is_question
    return not (is_question and counts.by_words)


def other_writings(
    request: SearchRequest, planned: Plan, library: IndexReader, matches: Matches
) -> tuple[Suggestion, ...]:
    """Names that the one name which was asked for, and found, may be written as elsewhere."""
    query = planned.query
    is_name = isinstance(query, Ranked) and not (query.is_cut or query.is_question)
    is_whole = request.is_first and not request.within
    if not (is_name and is_whole and matches.counts.phrase) or " " in planned.normalized:
        return ()
    return library.alike(planned.normalized)


def help_with(
    parsed: ParsedQuery,
    planned: Plan,
    request: SearchRequest,
    library: IndexReader,
    matches: Matches,
) -> tuple[tuple[str, ...], tuple[Suggestion, ...]]:
    """Other queries for one that found (next to) nothing, and which part of it failed."""
    names = frozenset([entity.text for entity in planned.entities])
    found = list(library.spellings(request.q, names))
    notes: tuple[str, ...] = ()
    for word in library.general.related.get(planned.normalized, ()):
        count = library.count_literal(normalize(word))
        found += [Suggestion(word, "related", count)] if count else []
    if is_unprinted(parsed, planned, matches.counts.phrase):
        clauses = printed_clauses(parsed.text, library.count_literal)
        if clauses or matches.counts.by_words:
            return (NOT_PRINTED,), clauses
    if not matches.counts.by_words:
        notes, others = explain_no_result(parsed, planned.query, library.count)
        found += others
    return notes, tuple({suggestion.text: suggestion for suggestion in found[::-1]}.values())[::-1]
