"""Turn a query tree and filters into OpenSearch's query language: what matches, in which class.

Pure: what only the cluster or its texts can tell (how many paragraphs hold a part, which ones hold
a wildcard) is asked of an `Oracle`. Matching is exact: a literal is a term or a phrase of pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Protocol

from indexer.model.schema import SCHEMA
from indexer.opensearch.mapping import (
    Body,
    dropped_tokens,
    literal_prefix,
    pair_tokens,
    value_field,
)
from search.engines.bm25 import idf
from search.engines.ranking import MIN_MATCH, lists_some
from search.engines.scanning import Pattern, Scanned
from search.query.tree import (
    And,
    Everything,
    Expression,
    FacetMatch,
    Literal,
    Near,
    Not,
    Or,
    Part,
    Query,
    Ranked,
    RawLiteral,
    Wildcard,
    YearRange,
)
from search.query.years import parse_year_range
from search.request import Filters

EVERYTHING: Body = {"match_all": {}}
NOTHING: Body = {"match_none": {}}
ONLY_ID: Body = {"_source": False, "docvalue_fields": ["id"], "track_total_hits": False}
BY_SCORE: list[Body] = [{"_score": "desc"}, {"id": "asc"}]
# A cluster takes 1,024 terms in one query; so what is long, and therefore rare, is looked up first.
LONGEST_PHRASE = 64  # characters of one phrase
MOST_PARTS = 16  # of one conjunction


class Oracle(Protocol):
    """What compiling a query has to ask."""

    paragraphs: int

    def counts(self, bodies: Sequence[Body]) -> list[int]:
        """How many paragraphs of the whole index match each."""
        ...

    def scan(self, node: Scanned, candidates: Body) -> list[int]:
        """The `seq` of those candidates whose text really matches the node."""
        ...

    def values(self, field: str) -> Sequence[str]:
        """Every value of a facet field."""
        ...


@dataclass(frozen=True, slots=True)
class Compiled:
    """What matches, and which of those are `phrase` and `all` (None: one class for all).

    lists_some: scattered hits are listed, too. whole_word: see Ranked.words; None: no such words.
    """

    matching: Body
    phrase: Body | None = None
    every: Body | None = None
    lists_some: bool = False
    whole_word: Body | None = None

    @property
    def upper(self) -> Body:
        """The `phrase` and `all` hits of a query that has such."""
        return any_of([one for one in (self.phrase, self.every) if one is not None])


def compile_query(query: Query, oracle: Oracle) -> Compiled:
    """A whole query. A Ranked asks the oracle for counts, as its rule is one of counts."""
    if isinstance(query, Ranked):
        return _compile_ranked(query, oracle)
    return Compiled(matching(query, oracle))


@singledispatch
def matching(query: Query, _oracle: Oracle) -> Body:
    """A query in filter context that matches what the node says."""
    raise TypeError(f"no filter for {query!r}")


@matching.register
def _(query: Literal, oracle: Oracle) -> Body:
    fields = ("text", "headings") if query.field == "text" else (query.field,)
    wanted = [form for form in query.forms if form]
    return any_of(literal_body(form, name, oracle) for form in wanted for name in fields)


@matching.register
def _(query: And, oracle: Oracle) -> Body:
    return {"bool": {"filter": _conjunction(query.children, oracle)}}


@matching.register
def _(query: Or, oracle: Oracle) -> Body:
    return any_of(matching(child, oracle) for child in query.children)


@matching.register
def _(query: Not, oracle: Oracle) -> Body:
    return {"bool": {"must_not": [matching(query.child, oracle)]}}


@matching.register
def _(query: RawLiteral, _oracle: Oracle) -> Body:
    tokens = dropped_tokens(query.text).split()
    return any_of(_phrase(field, tokens) for field in ("dropped", "headings_dropped"))


@matching.register
def _(query: Wildcard, oracle: Oracle) -> Body:
    literals = [Literal((piece,), query.field) for piece in Pattern.of(query.pattern).pieces]
    return _scanned(query, all_of(matching(part, oracle) for part in literals), oracle)


@matching.register
def _(query: Expression, oracle: Oracle) -> Body:
    return _expressed(query, (), oracle)


@matching.register
def _(query: Near, oracle: Oracle) -> Body:
    both = all_of([matching(query.left, oracle), matching(query.right, oracle)])
    return _scanned(query, both, oracle)


@matching.register
def _(query: FacetMatch, _oracle: Oracle) -> Body:
    return facet_clause(query.field, query.values)


@matching.register
def _(query: YearRange, _oracle: Oracle) -> Body:
    return _years(query)


@matching.register
def _(_query: Everything, _oracle: Oracle) -> Body:
    return EVERYTHING


@matching.register
def _(query: Ranked, oracle: Oracle) -> Body:
    return _compile_ranked(query, oracle).matching


def _conjunction(children: Sequence[Query], oracle: Oracle) -> list[Body]:
    """What all of them match: expressions, which read texts, look only at what the others leave."""
    others = [matching(child, oracle) for child in children if not isinstance(child, Expression)]
    expressions = [child for child in children if isinstance(child, Expression)]
    return [*others, *(_expressed(child, others, oracle) for child in expressions)]


def _expressed(query: Expression, others: Sequence[Body], oracle: Oracle) -> Body:
    needed = [matching(Literal(forms, query.field), oracle) for forms in query.needs]
    return _scanned(query, all_of([*needed, *others]), oracle)


def literal_body(form: str, field: str, oracle: Oracle) -> Body:
    """A field of the kind text contains `form`, which is not empty."""
    prefix = literal_prefix(field)
    if len(form) == 1:
        return {"term": {f"{prefix}chars": form}}
    if len(form) <= LONGEST_PHRASE or field.startswith("heading"):
        return _phrase(f"{prefix}pairs", pair_tokens(form))
    steps = range(0, len(form), LONGEST_PHRASE - 1)
    pieces = [pair_tokens(form[at : at + LONGEST_PHRASE]) for at in steps]
    candidates = all_of(_phrase(f"{prefix}pairs", tokens) for tokens in pieces if tokens)
    return _scanned(Literal((form,), "title" if prefix else "text"), candidates, oracle)


def _phrase(field: str, tokens: Sequence[str]) -> Body:
    if len(tokens) == 1:
        return {"term": {field: tokens[0]}}
    return {"match_phrase": {field: " ".join(tokens)}} if tokens else NOTHING


def _scanned(node: Scanned, candidates: Body, oracle: Oracle) -> Body:
    found = oracle.scan(node, candidates)
    return {"terms": {"seq": found}} if found else NOTHING


def id_of(hit: Body) -> str:
    """The id of a hit of a request with ONLY_ID."""
    return str(hit["fields"]["id"][0])


def any_of(clauses: Iterable[Body]) -> Body:
    listed = list(clauses)
    if len(listed) == 1:
        return listed[0]
    return {"bool": {"should": listed, "minimum_should_match": 1}} if listed else NOTHING


def all_of(clauses: Iterable[Body]) -> Body:
    listed = list(clauses)
    return listed[0] if len(listed) == 1 else {"bool": {"filter": listed or [EVERYTHING]}}


# -- classes ---------------------------------------------------------------------------------------


def _compile_ranked(query: Ranked, oracle: Oracle) -> Compiled:
    """The three classes; "some" by the rule of the contract, whatever the filters."""
    phrase = matching(Literal(query.phrase), oracle)
    texts = [_met(part.of_text(), oracle) for part in query.parts]
    parts = [_met(part, oracle) for part in query.parts]
    in_text = [any_of(texts)] if any(part.named for part in query.parts) else []
    every = all_of([*parts, *in_text]) if parts else NOTHING
    if len(parts) > MOST_PARTS:
        every = _scanned(Everything(), every, oracle)
    found = any_of([phrase, every])
    total, *holding = oracle.counts([found, *parts])
    whole_word = _whole_word(query, phrase, oracle)
    if not lists_some(query, total):
        return Compiled(found, phrase, every, whole_word=whole_word)
    share = MIN_MATCH if query.min_match is None else query.min_match
    weights = [
        idf(count, oracle.paragraphs) if count and not part.is_weak else 0.0
        for count, part in zip(holding, query.parts, strict=True)
    ]
    some = all_of([_heavy_enough(parts, weights, share), *in_text])
    return Compiled(any_of([found, some]), phrase, every, True, whole_word)


def _met(part: Part, oracle: Oracle) -> Body:
    ways = (Literal(part.forms), *part.named)
    return any_of([matching(way, oracle) for way in ways])


def _whole_word(query: Ranked, phrase: Body, oracle: Oracle) -> Body | None:
    """Phrase hits that have the phrase as a word, in a heading, or in a form that is no word."""
    if not query.words:
        return None
    others = tuple(form for form in query.phrase if form not in query.words)
    ways: list[Body] = [{"terms": {"words": list(query.words)}}]
    ways += [literal_body(word, "headings", oracle) for word in query.words]
    ways += [matching(Literal(others), oracle)] if others else []
    return all_of([phrase, any_of(ways)])


def _heavy_enough(parts: Sequence[Body], weights: Sequence[float], share: float) -> Body:
    """At least one part with a weight, and parts that together carry `share` of it all."""
    weighty = [part for part, weight in zip(parts, weights, strict=True) if weight > 0]
    some = any_of(weighty)
    # Scores are 32-bit floats, exact to 6e-8 of themselves: equal sums must stay equal.
    needed = share * sum(weights) * (1 - 1e-6)
    if needed <= min((weight for weight in weights if weight > 0), default=0.0):
        return some  # any one part is enough
    functions = [
        {"filter": part, "weight": weight}
        for part, weight in zip(parts, weights, strict=True)
        if weight > 0
    ]
    rule = {"score_mode": "sum", "boost_mode": "replace", "min_score": needed}
    return {"function_score": {"query": some, "functions": functions, **rule}}


# -- filters ---------------------------------------------------------------------------------------


def filter_clauses(filters: Filters, but: str = "") -> list[Body]:
    """One clause for each field that is filtered, the field `but` left out."""
    return [facet_clause(name, values) for name, values in filters.chosen if name != but]


def facet_clause(field: str, values: Sequence[str]) -> Body:
    """One of the values; of a path a node with all below, a bare name in every place."""
    kind = SCHEMA[field].kind
    if kind == "year":
        return any_of(_years(parse_year_range(value, field)) for value in values)
    found: Body = {"terms": {value_field(field): list(values)}}
    names = [value for value in values if "/" not in value] if kind == "path" else []
    return any_of([found, {"terms": {f"{field}_name": names}}]) if names else found


def _years(years: YearRange) -> Body:
    ends = {"gte": years.low, "lte": years.high}
    kept = {name: end for name, end in ends.items() if end is not None}
    return {"range": {years.field: kept}} if kept else {"exists": {"field": years.field}}
