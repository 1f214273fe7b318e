"""Write paragraphs into a new generation in an OpenSearch cluster.

A generation is one index: filled, counted and closed for writing before anything points to it.
An interrupted build leaves its index behind unpublished; the next build of the same fingerprint
goes on from there (paragraphs that are the same already are not sent again), any other removes it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from indexer.errors import ClusterUnavailableError
from indexer.model.documents import Document, Paragraph
from indexer.opensearch.bulk import BulkLoader, Item, bulk_item, taken_over
from indexer.opensearch.cluster import Body, Cluster
from indexer.opensearch.generations import READY, delete, generations
from indexer.opensearch.mapping import index_fields
from indexer.opensearch.start import (
    SLOW_CALL_S,
    build_meta,
    clone,
    require_primaries,
    start,
)
from indexer.settings import OpenSearchSettings

REMOVED_AT_ONCE = 10_000

Cut: TypeAlias = Callable[[str], Iterable[str]]


class OpenSearchWriter:
    """Fills one new index; `index` is its name.

    `cut` gives the words of a printed text. `base` names a published index of which the new one is
    to be a copy that `remove` and `add` change; empty starts from nothing.
    """

    def __init__(
        self, settings: OpenSearchSettings, fingerprint: str, cut: Cut, base: str = ""
    ) -> None:
        self.cluster = Cluster(settings)
        self._fingerprint, self._cut = fingerprint, cut
        self._documents: set[str] = set()
        self._is_ready = False
        self._fence = f"{settings.index}-by-{uuid.uuid4().hex[:12]}"  # no other writer has it
        self._next = self._expected = 0
        known = None
        if base:
            self.index = self.cluster.patiently(lambda: clone(self.cluster, base, self._fence))
            self._expected = self._count({"match_all": {}})
            self._next = self.cluster.patiently(self._numbers_used)
        else:
            self.index, is_resumed = self.cluster.patiently(
                lambda: start(self.cluster, fingerprint, self._fence)
            )
            known = self._already_there if is_resumed else None
        self._loader = BulkLoader(self.cluster, self._fence, known)

    @property
    def skipped(self) -> int:
        """Paragraphs that an interrupted build had already written."""
        return self._loader.skipped

    def add(self, p: Paragraph, d: Document, is_repeat: bool = False) -> None:
        """Add a paragraph; of an old document, `remove` all and add it whole.

        `is_repeat`: it nearly repeats an earlier paragraph of its document.
        """
        is_first = d.slug not in self._documents
        self._documents.add(d.slug)
        fields = index_fields(self._next, p, d, self._cut(p.text), is_first, is_repeat)
        self._loader.send(bulk_item(fields))
        self._next += 1
        self._expected += 1

    def remove(self, ids: Sequence[str]) -> None:
        """Take paragraphs of `base` out of its copy, before any is added."""
        self._expected -= len(ids)
        for at in range(0, len(ids), REMOVED_AT_ONCE):
            self._delete({"terms": {"id": list(ids[at : at + REMOVED_AT_ONCE])}})

    def commit(self) -> Body:
        """Make the generation whole and unchangeable; gives what is known of it.

        RejectedParagraphsError, IndexBusyError or ClusterUnavailableError leave it unpublished.
        """
        self._loader.finish()
        self._take_down_fence()
        self._delete({"range": {"seq": {"gte": self._next}}})
        self._call("POST", "/_refresh")
        paragraphs = self._count({"match_all": {}})
        if paragraphs != self._expected:
            reason = f"索引 {self.index} 应有 {self._expected} 段，实有 {paragraphs} 段"
            raise ClusterUnavailableError(reason)
        documents = self._count({"term": {"is_first": True}})
        counts = {"state": READY, "paragraphs": paragraphs, "documents": documents}
        meta = build_meta(self.index, self._fingerprint) | counts
        self._call("PUT", "/_mapping", {"_meta": meta})
        self._call("PUT", "/_settings", {"index": {"blocks.write": True}})
        self.cluster.patiently(lambda: require_primaries(self.cluster, self.index))
        self._is_ready = True
        return meta

    def abort(self) -> None:
        """Stop. A finished index goes; an unfinished one stays for the next build to go on from."""
        self._loader.stop()
        if self._is_ready:
            delete(self.cluster, self.index)
        self.cluster.close()

    def close(self) -> None:
        self.cluster.close()

    # -- starting --------------------------------------------------------------------------------

    def _numbers_used(self) -> int:
        body = {"size": 0, "aggs": {"last": {"max": {"field": "seq"}}}}
        last = self.cluster.search(self.index, body)["aggregations"]["last"]["value"]
        return 0 if last is None else int(last) + 1

    def _already_there(self, batch: Sequence[Item]) -> set[int]:
        """Which items of a batch (in ascending order) an interrupted build has written alike."""
        places = {"range": {"seq": {"gte": batch[0].seq, "lte": batch[-1].seq}}}
        body = {"query": places, "size": len(batch), "_source": ["seq", "digest"]}
        hits = self.cluster.search(self.index, body)["hits"]["hits"]
        there = {hit["_source"]["seq"]: hit["_source"]["digest"] for hit in hits}
        return {item.seq for item in batch if there.get(item.seq) == item.digest}

    # -- finishing -------------------------------------------------------------------------------

    def _take_down_fence(self) -> None:
        """Nothing more is to be sent. IndexBusyError when another build has taken over."""
        path = f"/{self.index}/_alias/{self._fence}"
        try:
            self.cluster.patiently(lambda: self.cluster.call("DELETE", path))
        except KeyError as error:  # or a first try, cut off, has done it
            if not any(g.index == self.index and not g.aliases for g in generations(self.cluster)):
                raise taken_over(self.cluster) from error

    def _delete(self, query: Body) -> None:
        self._call("POST", "/_refresh")
        self.cluster.patiently(lambda: self._delete_once(query))

    def _delete_once(self, query: Body) -> None:
        # A request that was cut off may still be at work: its deletions are no conflict.
        wishes: Body = {"refresh": True, "conflicts": "proceed", "timeout_s": SLOW_CALL_S}
        self.cluster.call("POST", f"/{self.index}/_delete_by_query", {"query": query}, **wishes)
        if self._count(query):
            raise ClusterUnavailableError(f"索引 {self.index} 里要删的段落还没有删完")

    def _count(self, query: Body) -> int:
        body = {"size": 0, "query": query, "track_total_hits": True}
        answer = self.cluster.patiently(lambda: self.cluster.search(self.index, body))
        total: int = answer["hits"]["total"]["value"]
        return total

    def _call(self, method: str, path: str, body: Any = None) -> None:
        def step() -> None:
            url = f"/{self.index}{path}"
            answer = self.cluster.call(method, url, body, timeout_s=SLOW_CALL_S)
            if answer.get("_shards", {}).get("failed"):
                raise ClusterUnavailableError(f"索引 {self.index} 有分片没有回答")

        self.cluster.patiently(step)
