"""Let meaning order the scattered hits of an OpenSearch index, and add those that are like it.

The cluster says what words find, and how well; how near a paragraph is in meaning is computed here,
from the vectors beside the generation, exactly as the embedded engine does it. The paragraphs that
meaning moves, at most some hundred, are then named in the query with the scores they get, so that
the cluster sorts, groups, filters and pages as ever. (Vectors in the cluster would have to be there
before an index is closed for writing, that is, before it is published.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np

from indexer.model.schema import SCHEMA
from indexer.opensearch.mapping import Body
from search.engines.opensearch.query import (
    BY_SCORE,
    ONLY_ID,
    Compiled,
    any_of,
    filter_clauses,
    id_of,
)
from search.engines.opensearch.scoring import (
    ScoringClause,
    class_step,
    class_steps,
    constant,
    named_clauses,
)
from search.query.tree import Meaning
from search.request import Filters
from search.results import ScorePart
from search.semantic.blending import BLENDED, BY_WORDS, MOST_SEMANTIC, POOL, blended, by_meaning
from search.semantic.nearness import LocalVectors, Nearness

Search: TypeAlias = Callable[[Body], Body]

AT_ONCE = 10_000  # hits, and ids named, of one request


@dataclass(frozen=True, slots=True)
class Placed:
    """A scattered hit that is ordered by both: what words and what meaning give it."""

    id: str
    words: float
    meaning: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Meant:
    """What meaning does to one query: whom it places, and whom it adds under which filters.

    `added[None]` are the hits under all filters, `added[field]` under all but that field's own.
    """

    placed: tuple[Placed, ...]
    added: dict[str | None, tuple[tuple[str, float], ...]]

    def matching(self, compiled: Compiled, but: str | None) -> Body:
        """What words find, and what meaning adds."""
        return any_of([compiled.matching, _ids([id for id, _ in self.added.get(but, ())])])

    def without_own(self, compiled: Compiled, field: str) -> Body:
        """What is counted for a facet, whose own filter is left out of account."""
        return self.matching(compiled, field if field in self.added else None)

    def parts(self, id: str, above_words: float) -> tuple[ScorePart, ...]:
        """What made the score of a hit that meaning placed or added; empty for any other."""
        for one in self.placed:
            if one.id == id:
                return (
                    ScorePart(BLENDED, above_words),
                    ScorePart(BY_WORDS, one.words),
                    ScorePart(by_meaning(one.cosine), one.meaning),
                )
        cosines = dict(self.added[None])
        return (ScorePart(by_meaning(cosines[id]), cosines[id]),) if id in cosines else ()


def find_meant(
    meaning: Meaning,
    vectors: LocalVectors,
    compiled: Compiled,
    clauses: Sequence[ScoringClause],
    filters: Filters,
    live: Sequence[Body],
    search: Search,
) -> Meant:
    """Ask the cluster for what is needed to tell. `live` clauses leave out what is withdrawn."""
    near = vectors.to_query(meaning.vector)
    kept = [*live, *filter_clauses(filters)]
    candidates = near.first(AT_ONCE, meaning.threshold)
    added = {
        but: _added(candidates, compiled, [*live, *filter_clauses(filters, but or "")], search)
        for but in (None, *(field for field in SCHEMA.filters if filters.of(field)))
    }
    return Meant(_placed(meaning, near, compiled, clauses, kept, search), added)


def _added(
    candidates: Sequence[tuple[str, float]],
    compiled: Compiled,
    kept: Sequence[Body],
    search: Search,
) -> tuple[tuple[str, float], ...]:
    """The nearest candidates that words do not find and the filters let through."""
    if not candidates:
        return ()
    ids = _ids([id for id, _ in candidates])
    query = {"bool": {"filter": [ids, *kept], "must_not": [compiled.matching]}}
    found = {id for id, _ in _hits(search(_request(query, len(candidates))))}
    return tuple(islice((one for one in candidates if one[0] in found), MOST_SEMANTIC))


def _placed(
    meaning: Meaning,
    near: Nearness,
    compiled: Compiled,
    clauses: Sequence[ScoringClause],
    kept: Sequence[Body],
    search: Search,
) -> tuple[Placed, ...]:
    """The scattered hits that lead by words or by meaning, and what each of the two gives them."""
    scattered: Body = {"filter": [compiled.matching, *kept], "must_not": [compiled.upper]}
    scored = {"bool": {**scattered, "should": [clause.body for clause in clauses]}}
    lexical = dict(_hits(search(_request(scored, AT_ONCE))))
    leading = list(islice(lexical, POOL))
    if len(lexical) < AT_ONCE:  # all of them
        cosines = near.of(list(lexical))
        order = sorted(zip(-cosines, lexical, strict=True))
        pool = {*leading, *(id for _, id in order[:POOL])}
    else:
        more = dict(islice(_nearest_of(near, scored, search), POOL))
        lexical |= more
        pool = {*leading, *more}
    ids = sorted(pool)
    found = near.of(ids)
    words, meant = blended(np.array([lexical[id] for id in ids]), found, meaning.weight)
    parts = (part.tolist() for part in (words, meant, found))
    return tuple(Placed(*one) for one in zip(ids, *parts, strict=True))


def _nearest_of(near: Nearness, scored: Body, search: Search) -> Iterator[tuple[str, float]]:
    """Hits of a query with their scores, nearest first."""
    nearest = near.nearest()
    while ids := [id for id, _ in islice(nearest, AT_ONCE)]:
        bool_: Body = scored["bool"]
        query = {"bool": {**bool_, "filter": [*bool_["filter"], _ids(ids)]}}
        found = dict(_hits(search(_request(query, AT_ONCE))))
        yield from ((id, found[id]) for id in ids if id in found)


# -- the query that the cluster answers in the end -------------------------------------------------


def meant_body(
    meant: Meant,
    compiled: Compiled,
    kept: Sequence[Body],
    clauses: Sequence[ScoringClause],
) -> Body:
    """As `scored_body`: a step more below `some` for what meaning adds, and for the hits that it
    places their own scores instead of those of words."""
    above_words = class_step(clauses)
    step = above_words + 2.0
    placed = _ids([one.id for one in meant.placed])
    should = [constant(compiled.matching, 2 * step, "some"), *class_steps(compiled, step)]
    should.append({"bool": {"should": named_clauses(clauses), "must_not": [placed]}})
    given = [(one.id, above_words + one.words + one.meaning) for one in meant.placed]
    should += [constant({"term": {"id": id}}, score) for id, score in [*given, *meant.added[None]]]
    return {"bool": {"filter": [meant.matching(compiled, None), *kept], "should": should}}


def _ids(ids: Sequence[str]) -> Body:
    return {"terms": {"id": list(ids)}} if ids else {"match_none": {}}


def _request(query: Body, size: int) -> Body:
    return {**ONLY_ID, "query": query, "size": min(size, AT_ONCE), "sort": BY_SCORE}


def _hits(answer: Body) -> Iterator[tuple[str, float]]:
    """Ids and scores, in their order."""
    for hit in answer["hits"]["hits"]:
        yield id_of(hit), float(hit["_score"] or 0.0)
