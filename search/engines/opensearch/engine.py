"""Answer searches from one generation in an OpenSearch cluster, whole or not at all.

A generation never changes, so the engine asks for its index by name (a publish moves only the
alias), remembers counts and comparisons, and pages by the last hit's place without a point in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from indexer.errors import IndexMissingError, IndexOutdatedError
from indexer.model.documents import FieldValue, restore
from indexer.opensearch.cluster import Cluster
from indexer.opensearch.mapping import Body, index_format
from indexer.settings import OpenSearchSettings
from search.engines.base import EngineHit, IndexInfo, Matches, Page, ReadingOrder
from search.engines.opensearch.counts import (
    DOCUMENTS_A_REQUEST,
    counting_body,
    document_bodies,
    facet_counts,
)
from search.engines.opensearch.meaning import Meant, find_meant, meant_body
from search.engines.opensearch.query import (
    BY_SCORE,
    EVERYTHING,
    ONLY_ID,
    Compiled,
    all_of,
    compile_query,
    filter_clauses,
    id_of,
    matching,
)
from search.engines.opensearch.scoring import (
    WHOLE_WORD_NAME,
    ScoringClause,
    class_step,
    explanation,
    scored_body,
    scoring_clauses,
    with_parts,
)
from search.engines.opensearch.statistics import ClusterStatistics
from search.errors import EngineUnavailableError
from search.query.tree import Query, Ranked, is_exact
from search.request import Filters
from search.results import (
    DocumentSummary,
    MatchClass,
    MatchCounts,
    StoredParagraph,
    paragraph_of,
    summary_of,
)
from search.semantic.nearness import LocalVectors

CHUNK = 10_000  # hits of one request on the way to a deep page
FETCH_CHUNK = 1_000
SORTS: dict[str, list[Body]] = {
    "relevance": BY_SCORE,
    "newest": [{"day": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
    "oldest": [{"day": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
}


def open_opensearch_engine(
    settings: OpenSearchSettings,
    index: str = "",
    withdrawn: frozenset[str] = frozenset(),
    generation: str = "",
    vectors: LocalVectors | None = None,
) -> OpenSearchEngine:
    """Open the generation in `index`, or the live one.

    `withdrawn` documents are as good as deleted; `generation` is the name to go by; `vectors` are
    those of its paragraphs, where search by meaning is possible.
    IndexMissingError, IndexOutdatedError, EngineUnavailableError.
    """
    cluster = Cluster(settings, EngineUnavailableError, EngineUnavailableError)
    wanted = index or settings.index
    try:
        ((name, found),) = cluster.call("GET", f"/{wanted}/_mapping").items()
    except KeyError as error:
        raise IndexMissingError(wanted) from error
    meta = dict(found["mappings"].get("_meta", {}))
    if meta.get("format") != index_format():
        raise IndexOutdatedError(name, str(meta.get("format")), index_format())
    meta["generation"] = generation or meta["generation"]
    return OpenSearchEngine(cluster, name, meta, withdrawn, vectors)


class OpenSearchEngine:
    """The engine seam over one index. Safe to use from several threads."""

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        meta: Body,
        withdrawn: frozenset[str] = frozenset(),
        vectors: LocalVectors | None = None,
    ) -> None:
        self._vectors = vectors
        self._cluster, self._index = cluster, index
        masked: list[Body] = [{"terms": {"document": sorted(withdrawn)}}] if withdrawn else []
        self._live: list[Body] = [{"bool": {"must_not": masked}}] if masked else []
        self._statistics = ClusterStatistics(cluster, index, self._live)
        paragraphs, documents = meta["paragraphs"], meta["documents"]
        if withdrawn:
            paragraphs = self._statistics.counts([EVERYTHING])[0]
            documents = self._count_documents(EVERYTHING, documents)
        self._statistics.paragraphs = paragraphs
        self.info = IndexInfo(meta["generation"], paragraphs, documents)

    def search(
        self,
        query: Query,
        filters: Filters,
        facets: Sequence[str],
        page: Page,
        within: Sequence[Query] = (),
    ) -> Matches:
        """Match, count, rank: counts, facets and documents in one round trip, hits in a second."""
        chosen = filter_clauses(filters)
        compiled = compile_query(query, self._statistics)
        narrowing = [matching(one, self._statistics) for one in within]
        always, kept = [*self._live, *narrowing], [*self._live, *narrowing, *chosen]
        clauses = scoring_clauses(query, self._statistics)
        meant = self._meant(query, compiled, clauses, filters, always)
        bodies = [counting_body(compiled, filters, facets, always, meant)]
        listed = meant.matching(compiled, None) if meant else compiled.matching
        bodies += document_bodies(all_of([listed, *kept]), self.info.documents)
        answers = self._cluster.searches(self._index, bodies)
        counts = _match_counts(query, answers[0]["aggregations"]["kept"])
        hits: list[EngineHit] = []
        if page.limit and counts.total:
            body = scored_body(compiled, kept, clauses)
            if meant:
                body = meant_body(meant, compiled, kept, clauses)
            hits = self._hits(query, body, clauses, meant, page)
        counted = facet_counts(answers[0], facets)
        for name in facets:
            if counted[name] is None:
                own = meant.without_own(compiled, name) if meant else compiled.matching
                others = [own, *narrowing, *filter_clauses(filters, but=name)]
                counted[name] = self._statistics.count_values(name, others)
        return Matches(
            counts=counts,
            total_documents=sum(_distinct(answer) for answer in answers[1:]),
            hits=tuple(hits),
            facet_counts={name: found or {} for name, found in counted.items()},
            lists_some=compiled.lists_some,
        )

    def count(self, query: Query) -> int:
        """How many paragraphs match, without ranking."""
        return self._statistics.counts([compile_query(query, self._statistics).matching])[0]

    def count_documents(self, query: Query, field: str) -> Mapping[str, int]:
        """How many documents have a match, by the values of a facet field."""
        return self._statistics.count_documents(field, matching(query, self._statistics))

    def count_pairs(self, field: str, by: str) -> Mapping[str, Mapping[str, int]]:
        """How many paragraphs have a value of one facet field and one of another: `by` first."""
        return self._statistics.count_pairs(field, by)

    def fetch(self, ids: Sequence[str]) -> list[StoredParagraph]:
        """The stored paragraphs of these ids, in this order; unknown ids are left out."""
        found: dict[str, StoredParagraph] = {}
        for at in range(0, len(ids), FETCH_CHUNK):
            chunk = list(dict.fromkeys(ids[at : at + FETCH_CHUNK]))
            query = all_of([{"terms": {"id": chunk}}, *self._live])
            body = {"query": query, "size": len(chunk), "_source": STORED_SOURCE}
            for hit in self._cluster.search(self._index, body)["hits"]["hits"]:
                paragraph = _stored(hit["_source"])
                found[paragraph.id] = paragraph
        return [found[id] for id in ids if id in found]

    def paragraphs(self, hits: Sequence[EngineHit]) -> list[StoredParagraph]:
        """See Engine.paragraphs."""
        return self.fetch([hit.id for hit in hits])

    def document(self, slug: str) -> DocumentSummary | None:
        """One document's metadata, or None."""
        found = self._summaries([{"term": {"document": slug}}], 0, 1)
        return found[0] if found else None

    def reading_order(self, slug: str) -> ReadingOrder:
        """See Engine.reading_order."""
        query = all_of([{"term": {"document": slug}}, *self._live])
        hits = self._walk(query, [{"ordinal": "asc"}, {"seq": "asc"}])
        return ReadingOrder([id_of(hit) for hit in hits], self.fetch)

    def documents(self, offset: int, limit: int) -> tuple[list[DocumentSummary], int]:
        """A page of documents, by slug, and how many there are."""
        return self._summaries([], offset, limit), self.info.documents

    def facet_values(self, field: str) -> Mapping[str, int]:
        """Every value of a facet field with its number of paragraphs."""
        return self._statistics.facet(field)

    def export_ids(self) -> Iterable[str]:
        """Every paragraph id, in index order."""
        return (id_of(hit) for hit in self._walk(all_of(self._live), [{"seq": "asc"}]))

    def close(self) -> None:
        """Let go of the connections."""
        self._cluster.close()

    # -- hits ------------------------------------------------------------------------------------

    def _meant(
        self,
        query: Query,
        compiled: Compiled,
        clauses: Sequence[ScoringClause],
        filters: Filters,
        always: Sequence[Body],
    ) -> Meant | None:
        """What meaning does to a query that has one, where scattered hits are listed."""
        meaning = query.meaning if isinstance(query, Ranked) else None
        if meaning is None or self._vectors is None or not compiled.lists_some:
            return None
        search = partial(self._ranked_search, page=Page())
        return find_meant(meaning, self._vectors, compiled, clauses, filters, always, search)

    def _hits(
        self,
        query: Query,
        scored: Body,
        clauses: Sequence[ScoringClause],
        meant: Meant | None,
        page: Page,
    ) -> list[EngineHit]:
        body: Body = {**ONLY_ID, "query": scored, "sort": SORTS[page.sort], "track_scores": True}
        only_class = None if isinstance(query, Ranked) else _class_of(query)
        if page.group == "document":
            inner = {"name": "all", "size": 0, "track_scores": False}
            body |= {"collapse": {"field": "document", "inner_hits": inner}}
            body |= {"from": page.offset, "size": page.limit}
            hits: Iterable[Body] = self._ranked_search(body, page)["hits"]["hits"]
        else:
            hits = self._deep(body, page)
        has_words = isinstance(query, Ranked) and bool(query.words)
        listed = [
            _engine_hit(hit, only_class, page.explain, meant is not None, has_words) for hit in hits
        ]
        if meant is None or not page.explain:
            return listed
        above = class_step(clauses)
        return [with_parts(hit, meant.parts(hit.id, above)) for hit in listed]

    def _deep(self, body: Body, page: Page) -> Iterator[Body]:
        """The hits of a page, however deep: beyond CHUNK, each request starts after the last."""
        end = page.offset + page.limit
        if end <= CHUNK:
            here = {"from": page.offset, "size": page.limit}
            yield from self._ranked_search({**body, **here}, page)["hits"]["hits"]
            return
        for start in range(0, end, CHUNK):
            size = min(CHUNK, end - start)
            hits = self._ranked_search({**body, "size": size}, page)["hits"]["hits"]
            yield from hits[max(0, page.offset - start) :]
            if len(hits) < size:
                return
            body = {**body, "search_after": hits[-1]["sort"]}

    def _ranked_search(self, body: Body, page: Page) -> Body:
        """Scores use the statistics of all shards, so that they do not depend on the sharding."""
        wishes: Body = {"search_type": "dfs_query_then_fetch"}
        if page.explain:
            wishes["include_named_queries_score"] = True
        return self._cluster.search(self._index, body, **wishes)

    # -- values and documents --------------------------------------------------------------------

    def _count_documents(self, query: Body, most: int) -> int:
        bodies = document_bodies(all_of([query, *self._live]), most)
        return sum(_distinct(answer) for answer in self._cluster.searches(self._index, bodies))

    def _summaries(self, clauses: list[Body], offset: int, limit: int) -> list[DocumentSummary]:
        if limit <= 0:
            return []
        query = all_of([{"term": {"is_first": True}}, *clauses, *self._live])
        body: Body = {
            "query": query,
            "sort": [{"document": "asc"}],
            "from": offset,
            "size": limit,
            "_source": STORED_SOURCE,
        }
        hits = self._cluster.search(self._index, body)["hits"]["hits"]
        slugs = [hit["_source"]["stored"]["document"] for hit in hits]
        sizes = self._document_sizes(slugs)
        return [
            _summary(hit["_source"], sizes[slug]) for hit, slug in zip(hits, slugs, strict=True)
        ]

    def _document_sizes(self, slugs: Sequence[str]) -> dict[str, int]:
        sizes: dict[str, int] = {}
        for at in range(0, len(slugs), DOCUMENTS_A_REQUEST):
            chunk = slugs[at : at + DOCUMENTS_A_REQUEST]
            counted = {"terms": {"field": "document", "size": len(chunk)}}
            query = {"terms": {"document": list(chunk)}}
            body = {"size": 0, "query": query, "aggs": {"sizes": counted}}
            found = self._cluster.search(self._index, body)["aggregations"]["sizes"]["buckets"]
            sizes |= {bucket["key"]: bucket["doc_count"] for bucket in found}
        return sizes

    def _walk(self, query: Body, sort: list[Body]) -> Iterator[Body]:
        """Every hit of a query in the order of a unique key, CHUNK at a time."""
        body: Body = {**ONLY_ID, "query": query, "sort": sort, "size": CHUNK}
        while True:
            hits = self._cluster.search(self._index, body)["hits"]["hits"]
            yield from hits
            if len(hits) < CHUNK:
                return
            body = {**body, "search_after": hits[-1]["sort"]}


STORED_SOURCE = ["stored"]


def _class_of(query: Query) -> MatchClass:
    """The one class of a query that has no parts: what `exact` finds is the phrase itself."""
    return "phrase" if is_exact(query) else "all"


def _match_counts(query: Query, kept: Body) -> MatchCounts:
    total = kept["doc_count"]
    if not isinstance(query, Ranked):
        return MatchCounts(**{_class_of(query): total})
    upper = kept["classes"]["buckets"]["upper"]["doc_count"]
    phrase = kept["classes"]["buckets"]["phrase"]["doc_count"]
    words = kept["classes"]["buckets"]["words"]["doc_count"]
    return MatchCounts(phrase, upper - phrase, words - upper, total - words)


def _distinct(answer: Body) -> int:
    return int(answer["aggregations"]["number"]["count"])


def _engine_hit(
    hit: Body,
    only_class: MatchClass | None,
    is_explained: bool,
    has_meaning: bool,
    has_words: bool,
) -> EngineHit:
    named = hit.get("matched_queries", [])
    lowest: MatchClass = "semantic" if has_meaning and "some" not in named else "some"
    match: MatchClass = only_class or (
        "phrase" if "phrase" in named else "all" if "all" in named else lowest
    )
    score = float(hit["_score"])
    in_document = None
    if "inner_hits" in hit:
        in_document = hit["inner_hits"]["all"]["hits"]["total"]["value"]
    parts = explanation(named, score, match) if is_explained else ()
    is_whole = any(name.startswith(f"{WHOLE_WORD_NAME}:") for name in named)
    is_across = has_words and match == "phrase" and not is_whole
    return EngineHit(id_of(hit), score, match, in_document, parts, is_across)


def _stored(source: Body) -> StoredParagraph:
    return paragraph_of(_kept(source))


def _summary(source: Body, paragraphs: int) -> DocumentSummary:
    return summary_of(restore(_kept(source))[0], paragraphs)


def _kept(source: Body) -> dict[str, FieldValue]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in source["stored"].items()}
