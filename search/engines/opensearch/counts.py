"""Turn a compiled query into the requests that count: classes, facets, documents. Exact, pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from indexer.opensearch.mapping import Body, value_field
from search.engines.opensearch.meaning import Meant
from search.engines.opensearch.query import Compiled, all_of, any_of, filter_clauses
from search.request import Filters

# A cluster gives at most 65,535 buckets in one answer.
VALUES_A_FACET = 10_000
DOCUMENTS_A_REQUEST = 30_000
PAGE_OF_VALUES = 10_000


def counting_body(
    compiled: Compiled,
    filters: Filters,
    facets: Sequence[str],
    live: Sequence[Body],
    meant: Meant | None = None,
) -> Body:
    """Counts classes under all filters, and each facet under all filters but its own.

    `meant`: what meaning adds, which depends on the filters.
    """
    listed = meant.matching(compiled, None) if meant else compiled.matching
    kept: Body = {"filter": all_of([listed, *filter_clauses(filters)])}
    if compiled.phrase is not None:
        upper, words = compiled.upper, compiled.matching
        counted = {"phrase": compiled.phrase, "upper": upper, "words": words}
        kept["aggs"] = {"classes": {"filters": {"filters": counted}}}
    own = {name: meant.without_own(compiled, name) if meant else listed for name in facets}
    counts = {
        f"facet:{name}": {
            "filter": all_of([own[name], *filter_clauses(filters, but=name)]),
            "aggs": {"values": {"terms": {"field": value_field(name), "size": VALUES_A_FACET}}},
        }
        for name in facets
    }
    query = all_of([any_of([listed, *own.values()]) if meant else listed, *live])
    return {"size": 0, "track_total_hits": False, "query": query, "aggs": {"kept": kept, **counts}}


def facet_counts(
    answer: Mapping[str, Any], facets: Sequence[str]
) -> dict[str, dict[str, int] | None]:
    """The counts of a `counting_body`; None where a facet has more values than one answer takes."""
    counts: dict[str, dict[str, int] | None] = {}
    for name in facets:
        values = answer["aggregations"][f"facet:{name}"]["values"]
        is_whole = not values["sum_other_doc_count"]
        found = {str(bucket["key"]): bucket["doc_count"] for bucket in values["buckets"]}
        counts[name] = found if is_whole else None
    return counts


def next_values(field: str, query: Body, after: Body | None, beside: str = "") -> Body:
    """One page of all values of a facet, in their own order, after the last of the page before.

    `beside`: each value once for each value of this field of the index that stands beside it.
    """
    other = [{"beside": {"terms": {"field": beside}}}] if beside else []
    values: Body = {
        "size": PAGE_OF_VALUES,
        "sources": [{"value": {"terms": {"field": value_field(field)}}}, *other],
    }
    if after is not None:
        values["after"] = after
    return {
        "size": 0,
        "track_total_hits": False,
        "query": query,
        "aggs": {"values": {"composite": values}},
    }


def document_bodies(query: Body, documents: int) -> list[Body]:
    """Requests that together count the documents of a query's hits; the numbers are to be added.

    Each looks at one part of the documents, so that none exceeds the limit of buckets; the buckets
    stay in the cluster, only their number comes back.
    """
    parts = max(1, -(-documents // DOCUMENTS_A_REQUEST))
    return [_document_body(query, part, parts) for part in range(parts)]


def _document_body(query: Body, part: int, parts: int) -> Body:
    # Parts are cut by a hash, so they differ in size: twice the mean, and the limit, are enough.
    terms: Body = {"field": "document", "size": 2 * DOCUMENTS_A_REQUEST}
    if parts > 1:
        terms["include"] = {"partition": part, "num_partitions": parts}
    return {
        "size": 0,
        "track_total_hits": False,
        "query": query,
        "aggs": {
            "documents": {"terms": terms},
            "number": {"stats_bucket": {"buckets_path": "documents._count"}},
        },
    }
