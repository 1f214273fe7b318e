"""Turn a query tree into the clauses that score its hits on OpenSearch, each with a Chinese name.

The sum is the embedded engine's (search.engines.embedded.scoring) as far as the cluster can compute
it: BM25 of the parts, or of a cut query's words, pairs and characters, and a small share for parts
that stand in other fields of the schema. It differs in that the cluster rounds the
lengths of paragraphs, measures them in tokens of the field, and knows neither the nearness of parts
nor how much of a text is figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.model.schema import SCHEMA, Field
from indexer.opensearch.mapping import Body, literal_prefix, pair_tokens, value_field
from indexer.text.normalizer import normalize
from search.engines.base import EngineHit
from search.engines.bm25 import K1, idf
from search.engines.opensearch.query import (
    LONGEST_PHRASE,
    Compiled,
    Oracle,
    any_of,
    literal_body,
    matching,
)
from search.engines.ranking import (
    ANSWERED,
    ANSWERED_LABEL,
    CHARS,
    CLASS_LABELS,
    COMMON_WORD_IDF,
    PAIRS,
    WHOLE_WORD,
    char_label,
    leading,
    naming_label,
    pair_label,
    word_label,
)
from search.query.tree import Literal, Part, Query, Ranked, Signals, positive_literals
from search.results import MatchClass, ScorePart

MOST_CLAUSES = 300  # of one query, the weightiest; a cluster takes 1,024 terms in all

WHOLE_WORD_NAME = "word"
# A paragraph that nearly repeats an earlier one of its document goes to the end of its class.
UNREPEATED: Body = {"bool": {"must_not": [{"term": {"is_repeat": True}}]}}


@dataclass(frozen=True, slots=True)
class ScoringClause:
    """One summand: at most `bound`, whatever the paragraph."""

    label: str
    body: Body
    bound: float


def scoring_clauses(query: Query, oracle: Oracle) -> list[ScoringClause]:
    """What scores. Facets, years, Not and patterns only restrict: they add nothing."""
    if isinstance(query, Ranked):
        clauses = list(_of_ranked(query, oracle))
    else:
        literals = positive_literals(query)
        clauses = [clause for literal in literals for clause in _of_literal(literal, oracle)]
    weighty = [clause for clause in clauses if clause.bound > 0]
    return sorted(weighty, key=lambda clause: -clause.bound)[:MOST_CLAUSES]


def class_step(clauses: Sequence[ScoringClause]) -> float:
    """Half of how far classes are apart: a whole number above any sum of these clauses."""
    return float(math.ceil(sum(clause.bound for clause in clauses) + 1))


def scored_body(
    compiled: Compiled, filters: Sequence[Body], clauses: Sequence[ScoringClause]
) -> Body:
    """What matches, with scores: steps for its class, one for no repeat, then the clauses.

    Sub-queries are named: a hit tells its class ("phrase", "all") and the parts of its score.
    """
    should = [*class_steps(compiled, class_step(clauses)), *named_clauses(clauses)]
    return {"bool": {"filter": [compiled.matching, *filters], "should": should}}


def class_steps(compiled: Compiled, step: float) -> list[Body]:
    """What hits of the upper classes are above the others, and who has the phrase as a word, where
    it is one, and who repeats nothing above the rest of their class."""
    if compiled.phrase is None:
        return []
    steps = [(compiled.upper, "all"), (compiled.phrase, "phrase")]
    if compiled.whole_word is not None:
        steps.append((compiled.whole_word, f"{WHOLE_WORD_NAME}:{WHOLE_WORD}"))
    return [*(constant(body, 2 * step, name) for body, name in steps), constant(UNREPEATED, step)]


def named_clauses(clauses: Sequence[ScoringClause]) -> list[Body]:
    """The clauses, each with the name that a hit tells it by."""
    return [
        {"bool": {"must": [clause.body], "_name": f"{number}:{clause.label}"}}
        for number, clause in enumerate(clauses)
    ]


def constant(matching: Body, boost: float, name: str = "") -> Body:
    """A score that all hits of a filter have alike."""
    named = {"_name": name} if name else {}
    return {"constant_score": {"filter": matching, "boost": boost, **named}}


def _of_ranked(query: Ranked, oracle: Oracle) -> Iterator[ScoringClause]:
    query = replace(query, parts=tuple(part.without_titles() for part in query.parts))
    rarities = [_rarity(count, oracle) for count in oracle.counts(_held(query.parts, oracle))]
    if query.is_cut and query.signals:
        yield from _of_signals(query.signals, oracle)
        for part in query.parts:  # a word's other forms, for which no signal stands
            yield from _of_literal(Literal(part.forms[1:]), oracle) if part.forms[1:] else ()
    else:
        for part in query.parts:
            yield from _of_literal(Literal(part.forms), oracle)
    for part, rarity in zip(query.parts, rarities, strict=True):
        if part.named:
            yield _of_naming(part, rarity, oracle)
    for label, named, share in leading(query.parts):
        weight = share * sum(rarities)
        yield ScoringClause(label, constant(matching(named, oracle), weight), weight)
    if query.answers:
        weight = ANSWERED * sum(rarities)
        answering = constant({"terms": {"id": list(query.answers)}}, weight)
        yield ScoringClause(ANSWERED_LABEL, answering, weight)
    for field in SCHEMA.scored:
        for part, rarity in zip(query.parts, rarities, strict=True):
            yield _of_field(field, part, field.weight * rarity, oracle)


def _held(parts: Sequence[Part], oracle: Oracle) -> list[Body]:
    """Where each part is in the text, or is the paragraph's source or region."""
    return [
        any_of([matching(Literal(part.forms), oracle), *(matching(n, oracle) for n in part.named)])
        for part in parts
    ]


def _of_naming(part: Part, rarity: float, oracle: Oracle) -> ScoringClause:
    """A part that names the paragraph's source or region counts as if the text had it once."""
    named = any_of(matching(match, oracle) for match in part.named)
    in_text = matching(Literal(part.forms), oracle)
    only_named = {"bool": {"filter": [named], "must_not": [in_text]}}
    return ScoringClause(naming_label(part.forms[0]), constant(only_named, rarity), rarity)


def _of_literal(literal: Literal, oracle: Oracle) -> Iterator[ScoringClause]:
    """BM25 of an exact literal: its own rarity, not that of the pairs it is made of."""
    (count,) = oracle.counts([matching(literal, oracle)])
    rarity = _rarity(count, oracle)
    for form in literal.forms:
        prefix = literal_prefix(literal.field)
        tokens = pair_tokens(form) or [form]
        field = f"{prefix}pairs" if len(form) > 1 else f"{prefix}chars"
        if not form or not rarity:
            continue
        if len(form) > LONGEST_PHRASE:
            body = constant(literal_body(form, literal.field, oracle), rarity)
            yield ScoringClause(form, body, rarity)
            continue
        counts = oracle.counts([{"term": {field: token}} for token in tokens])
        counted_by_cluster = sum(_rarity(count, oracle) for count in counts)
        boost = rarity / counted_by_cluster if counted_by_cluster else 0.0
        clause = {"match_phrase": {field: {"query": " ".join(tokens), "boost": boost}}}
        yield ScoringClause(form, clause, rarity * (1 + K1))


def _of_signals(signals: Signals, oracle: Oracle) -> Iterator[ScoringClause]:
    words = list(_of_terms("words", word_label, signals.words, 1.0, oracle))
    telling = [clause for clause in words if clause.bound >= COMMON_WORD_IDF * (1 + K1)]
    yield from telling or words
    for figure in signals.figures:
        yield from _of_literal(Literal((figure,)), oracle)
    yield from _of_terms("pairs", pair_label, signals.pairs, PAIRS, oracle)
    yield from _of_terms("chars", char_label, signals.chars, CHARS, oracle)


def _of_terms(
    field: str,
    label: Callable[[str], str],
    tokens: Sequence[str],
    weight: float,
    oracle: Oracle,
) -> Iterator[ScoringClause]:
    counts = oracle.counts([{"term": {field: token}} for token in tokens])
    for token, count in zip(tokens, counts, strict=True):
        body: Body = {"term": {field: {"value": token, "boost": weight}}}
        bound = weight * _rarity(count, oracle) * (1 + K1)
        yield ScoringClause(label(token), body, bound)


def _of_field(field: Field, part: Part, weight: float, oracle: Oracle) -> ScoringClause:
    """A part that stands in another field of the paragraph."""
    if field.kind == "text":
        held = any_of(literal_body(form, field.name, oracle) for form in part.forms if form)
    else:
        values = [
            value
            for value in oracle.values(field.name)
            if any(form in normalize(value) for form in part.forms if form)
        ]
        held = {"terms": {value_field(field.name): values}}
        weight = weight if values else 0.0
    return ScoringClause(field.label, constant(held, weight), weight)


def _rarity(count: int, oracle: Oracle) -> float:
    return idf(count, oracle.paragraphs) if count else 0.0


# -- explanations ----------------------------------------------------------------------------------


def with_parts(hit: EngineHit, parts: tuple[ScorePart, ...]) -> EngineHit:
    """The hit with what meaning gave it in place of what is left for its class."""
    if not parts:
        return hit
    rest = hit.score - sum(part.score for part in parts)
    return replace(hit, explanation=(ScorePart(CLASS_LABELS[hit.match], rest), *parts))


def explanation(named: Body | list[str], score: float, match: MatchClass) -> tuple[ScorePart, ...]:
    """The clauses that the hit matched; the class is the rest, so that all sum to the score.

    A hit that matched no named clause has an empty list.
    """
    parts = [
        ScorePart(name.partition(":")[2], float(part))
        for name, part in (named.items() if isinstance(named, dict) else ())
        if name not in ("phrase", "all", "some")
    ]
    rest = score - sum(part.score for part in parts)
    return (ScorePart(CLASS_LABELS[match], rest), *parts)
