"""Answer what compiling a query asks of an OpenSearch index, and remember the answers.

A generation never changes, so neither do its counts; both memories are bounded.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from indexer.codec.doc_values import HEADING_SEPARATOR
from indexer.opensearch.cluster import Cluster
from indexer.opensearch.mapping import Body, value_field
from indexer.text.normalizer import normalize
from search.engines.memory import Memory
from search.engines.opensearch.counts import next_values
from search.engines.opensearch.query import NOTHING, all_of
from search.engines.scanning import Scanned, predicate, require_affordable
from search.errors import QueryTooCostlyError
from search.query.expression_matcher import expression_matcher
from search.query.tree import Everything, Expression, Near

SCAN_CHUNK = 2_000  # texts of one request
MOST_SCANNED = 200_000  # paragraphs to compare for one pattern; about 20 seconds of work
_REMEMBERED_COUNTS = 20_000
_REMEMBERED_SCANS = 64


class ClusterStatistics:
    """Counts and comparisons of one generation. `live` clauses leave out what is withdrawn."""

    def __init__(self, cluster: Cluster, index: str, live: Sequence[Body]) -> None:
        self.paragraphs = 0  # set by the engine, which knows
        self._cluster, self._index, self._live = cluster, index, list(live)
        self._counts = Memory[str, int](_REMEMBERED_COUNTS)
        self._scans = Memory[tuple[Scanned, str], list[int]](_REMEMBERED_SCANS)
        self._facets: dict[str, dict[str, int]] = {}

    def counts(self, bodies: Sequence[Body]) -> list[int]:
        """How many live paragraphs match each body; what is not remembered in one request."""
        keys = [json.dumps(body, ensure_ascii=False) for body in bodies]
        known = {key: self._counts.get(key) for key in keys}
        unknown = {k: b for k, b in zip(keys, bodies, strict=True) if known[k] is None}
        if unknown:
            filters = {str(n): body for n, body in enumerate(unknown.values())}
            counted = {"counts": {"filters": {"filters": filters}}}
            query = all_of(self._live)
            body = {"size": 0, "track_total_hits": False, "query": query, "aggs": counted}
            answer = self._cluster.search(self._index, body)
            buckets = answer["aggregations"]["counts"]["buckets"]
            for n, key in enumerate(unknown):
                known[key] = buckets[str(n)]["doc_count"]
                self._counts.put(key, buckets[str(n)]["doc_count"])
        return [known[key] or 0 for key in keys]

    def values(self, field: str) -> Sequence[str]:
        """Every value of a facet field, in no order."""
        return list(self.facet(field))

    def facet(self, field: str) -> dict[str, int]:
        """Every value of a facet field with its number of live paragraphs. Not to be changed."""
        if field not in self._facets:
            self._facets[field] = self.count_values(field, [])
        return self._facets[field]

    def count_values(self, field: str, clauses: Sequence[Body]) -> dict[str, int]:
        """As `facet`, of the paragraphs that match all clauses."""
        buckets = self._buckets(field, all_of([*clauses, *self._live]))
        return {str(bucket["key"]["value"]): bucket["doc_count"] for bucket in buckets}

    def count_documents(self, field: str, matching: Body) -> dict[str, int]:
        """Live documents with a paragraph that matches, by value of a facet field."""
        query = all_of([matching, *self._live])
        pairs = self._buckets(field, query, "document")
        return dict(Counter(str(bucket["key"]["value"]) for bucket in pairs))

    def count_pairs(self, field: str, by: str) -> dict[str, dict[str, int]]:
        """Live paragraphs by value of `by` and, under it, of `field`."""
        found: dict[str, dict[str, int]] = {}
        for bucket in self._buckets(field, all_of(self._live), value_field(by)):
            value, beside = str(bucket["key"]["value"]), str(bucket["key"]["beside"])
            found.setdefault(beside, {})[value] = bucket["doc_count"]
        return found

    def _buckets(self, field: str, query: Body, beside: str = "") -> Iterator[Body]:
        """One bucket for each value of a field, or for each beside each value of another field."""
        body: Body | None = next_values(field, query, None, beside)
        while body is not None:
            found = self._cluster.search(self._index, body)["aggregations"]["values"]
            yield from found["buckets"]
            after = found.get("after_key")
            body = next_values(field, query, after, beside) if after else None

    def scan(self, node: Scanned, candidates: Body) -> list[int]:
        """The `seq` of the live candidates whose text (or title) matches; ascending."""
        key = node, json.dumps(candidates)
        return self._scans.of(key, lambda: self._scan(node, candidates))

    def _scan(self, node: Scanned, candidates: Body) -> list[int]:
        if candidates == NOTHING:
            return []
        self._require_affordable(candidates)
        matches = predicate(node)
        read = _reader(node)
        found: list[int] = []
        chars = 0
        body: Body = {
            "query": all_of([candidates, *self._live]),
            "sort": [{"seq": "asc"}],
            "size": SCAN_CHUNK,
            "track_total_hits": False,
            "_source": ["stored.text", "stored.headings", "stored.title"],
        }
        while True:
            hits = self._cluster.search(self._index, body)["hits"]["hits"]
            for hit in hits:
                forms = read(hit["_source"]["stored"])
                if isinstance(node, Expression):
                    chars += sum(map(len, forms))
                    require_affordable(expression_matcher(node.pattern), chars)
                if any(map(matches, forms)):
                    found.append(hit["sort"][0])
            if len(hits) < SCAN_CHUNK:
                return found
            body = {**body, "search_after": hits[-1]["sort"]}

    def _require_affordable(self, candidates: Body) -> None:
        (count,) = self.counts([candidates])
        if count > MOST_SCANNED:
            raise QueryTooCostlyError("待比对段落数", count, MOST_SCANNED)


def _reader(node: Scanned) -> Callable[[Body], Sequence[str]]:
    """How to get the normal forms that a node compares out of the stored fields."""
    if isinstance(node, Everything):
        return lambda stored: ("",)
    field = node.left.field if isinstance(node, Near) else node.field
    if field == "title":
        return lambda stored: (normalize(stored.get("title") or ""),)
    return lambda stored: (
        normalize(stored["text"]),
        HEADING_SEPARATOR.join(map(normalize, stored["headings"])),
    )
