"""Count names in texts: terms by units or years, what prints an initiative, what is quoted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from indexer.taxonomy.taxonomy import Initiative, Taxonomy
from indexer.text.normalizer import normalize
from search.engines.base import Engine, Page
from search.query.tree import Literal, Query
from search.request import Filters

# What stands in quotation marks; of two characters it is as often an ordinary word (“短板”).
_QUOTED = re.compile("[“「]([^“”「」，。；：、！？《》的\n]{3,12})[”」]")
_NUMERALS = re.compile(r"[\d一二三四五六七八九十百千万两〇零·.\-—+%/]+")
_QUALIFIER = re.compile(".*[式型化类级]")  # “一站式”服务 names nothing
_LEAST_QUOTED = 2  # paragraphs: names are repeated, turns of phrase are not


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


def quoted_names(texts: Iterable[str], taxonomy: Taxonomy, most: int) -> list[str]:
    """Names that texts print in quotation marks again and again and no list has, the commonest
    first: what a library of others calls its own initiatives. Each counts once a text."""
    listed = [form for i in taxonomy.initiatives for form in (*i.forms, *i.parts)]
    known = set(map(normalize, (*listed, *taxonomy.ignored)))
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({" ".join(found.split()) for found in _QUOTED.findall(text)})
    often = [(-n, name) for name, n in counts.items() if n >= _LEAST_QUOTED]
    names = (name for _, name in sorted(often) if _may_be_name(name))
    return [name for name in names if normalize(name) not in known][:most]


def _may_be_name(text: str) -> bool:
    is_worded = sum(char.isalpha() for char in text) >= 2
    return is_worded and not (_NUMERALS.fullmatch(text) or _QUALIFIER.fullmatch(text))
