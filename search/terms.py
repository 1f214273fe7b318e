"""Count names in texts: a table of terms by units or years, and what prints an initiative."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from indexer.taxonomy.taxonomy import Initiative
from indexer.text.normalizer import normalize
from search.engines.base import Engine, Page
from search.query.tree import Literal, Query
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


@dataclass(frozen=True, slots=True)
class Prints:
    """How many of an initiative's paragraphs print a form of its name, and since which year."""

    paragraphs: int
    first_year: int | None


def count_prints(initiatives: Iterable[Initiative], engine: Engine) -> dict[str, Prints]:
    """Of each initiative for which a part of its name may stand: 进博会 for 进博会安保.

    A library that prints such a part alone has paragraphs of the initiative, not its name. What is
    tagged with any other initiative prints it, or was tagged by hand.
    """
    found: dict[str, Prints] = {}
    for one in (one for one in initiatives if one.parts):
        forms = dict.fromkeys(filter(None, map(normalize, one.forms)))
        own = Filters(initiative=(one.name,))
        matches = engine.search(Literal(tuple(forms)), own, ("year",), Page(limit=0))
        years = [int(year) for year, count in matches.facet_counts["year"].items() if count]
        found[one.name] = Prints(matches.counts.total, min(years, default=None))
    return found
