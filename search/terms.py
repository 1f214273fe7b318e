"""Count many names over the values of one field: a table of terms by units or by years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from search.engines.base import Engine, Page
from search.query.tree import Query
from search.request import Filters


@dataclass(frozen=True, slots=True)
class TermCount:
    """One term: its paragraphs and documents, and how many of either have each value."""

    text: str
    paragraphs: int
    documents: int
    by_value: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TermTable:
    """The terms in the order asked for. `values`: all of the field, with their paragraphs."""

    rows: tuple[TermCount, ...]
    values: Mapping[str, int]
    generation: str


def count_terms(
    terms: Iterable[str],
    field: str,
    of_documents: bool,
    read: Callable[[str], Query],
    engine: Engine,
) -> TermTable:
    """`read` turns a term into its query. Of documents each counts once for a value."""
    rows: list[TermCount] = []
    for term in terms:
        query = read(term)
        found = engine.search(query, Filters(), (field,), Page(limit=0))
        counts = found.facet_counts[field]
        if of_documents and found.counts.total:
            counts = engine.count_documents(query, field)
        rows.append(TermCount(term, found.counts.total, found.total_documents, dict(counts)))
    return TermTable(tuple(rows), dict(engine.facet_values(field)), engine.info.generation)
