"""Write paragraphs into a new generation in an OpenSearch cluster.

A generation is one index: filled, counted and closed for writing before anything points to it.
An interrupted build leaves its index behind unpublished; the next build of the same fingerprint
goes on from there (paragraphs that are the same already are not sent again), any other removes it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from indexer.documents import Document, Paragraph
from indexer.errors import ClusterUnavailableError
from indexer.opensearch_cluster import Body, Cluster
from indexer.opensearch_fields import FORMAT, AnalysedParagraph, index_body, index_fields
from indexer.settings import OpenSearchSettings
from indexer.writers.opensearch_bulk import BulkLoader, Item, bulk_item
from indexer.writers.opensearch_generations import BUILDING, READY, generations, next_name

SLOW_CALL_S = 300.0  # refresh, clone and delete of a whole index
REMOVED_AT_ONCE = 10_000
PAUSE_S = 1.0  # before a step is tried again

Cut = Callable[[str], Iterable[str]]
T = TypeVar("T")


class OpenSearchWriter:
    """The index writer seam over one new index; `index` is its name.

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
        if base:
            self.index = self._clone(base)
            self._next = self._numbers_used()
            self._loader = BulkLoader(self.cluster, self.index)
            return
        self._next = 0
        resumed = self._patiently(self._take_over)
        self.index = resumed or self._patiently(self._create)
        self._loader = BulkLoader(
            self.cluster, self.index, self._already_there if resumed else None
        )

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
        given = AnalysedParagraph(p, d, tuple(self._cut(p.text)), is_first, is_repeat)
        self._loader.send(bulk_item(index_fields(self._next, given)))
        self._next += 1

    def remove(self, ids: Sequence[str]) -> None:
        """Take paragraphs out of the copy of `base`, before any is added."""
        for at in range(0, len(ids), REMOVED_AT_ONCE):
            self._delete({"terms": {"id": list(ids[at : at + REMOVED_AT_ONCE])}})

    def commit(self) -> Body:
        """Make the generation whole and unchangeable; gives what is known of it.

        RejectedParagraphsError or ClusterUnavailableError leave it unpublished.
        """
        self._loader.finish()
        self._delete({"range": {"seq": {"gte": self._next}}})
        self._call("POST", "/_refresh")
        paragraphs = self._count({"match_all": {}})
        documents = self._count({"term": {"is_first": True}})
        meta = self._meta(READY, paragraphs, documents)
        self._call("PUT", "/_mapping", {"_meta": meta})
        self._call("PUT", "/_settings", {"index": {"blocks.write": True}})
        self._require_primaries()
        self._is_ready = True
        return meta

    def abort(self) -> None:
        """Stop. A finished index goes; an unfinished one stays for the next build to go on from."""
        self._loader.stop()
        if self._is_ready:
            self.cluster.call("DELETE", f"/{self.index}")
        self.cluster.close()

    def close(self) -> None:
        self.cluster.close()

    # -- starting --------------------------------------------------------------------------------

    def _create(self) -> str:
        name = next_name(self.cluster)
        body = index_body(self.cluster.settings, self._meta(BUILDING, name=name))
        self.cluster.call("PUT", f"/{name}", body, timeout_s=SLOW_CALL_S)
        return name

    def _take_over(self) -> str:
        """The index of an interrupted build of the same fingerprint; others are removed."""
        found = ""
        for generation in generations(self.cluster):
            if generation.state != BUILDING:
                continue
            if generation.meta.get("fingerprint") == self._fingerprint and not found:
                found = generation.index
                self.cluster.call("POST", f"/{found}/_refresh", timeout_s=SLOW_CALL_S)
            else:
                self.cluster.call("DELETE", f"/{generation.index}")
        return found

    def _clone(self, base: str) -> str:
        name = next_name(self.cluster)
        self.cluster.call(
            "POST",
            f"/{base}/_clone/{name}",
            {"settings": {"index": {"blocks.write": None}}},
            timeout_s=SLOW_CALL_S,
            wait_for_active_shards=1,
        )
        meta = self._meta(BUILDING, name=name) | {"fingerprint": ""}  # never to be taken over
        self.cluster.call("PUT", f"/{name}/_mapping", {"_meta": meta})
        return name

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

    def _delete(self, query: Body) -> None:
        self._call("POST", "/_refresh")
        self._call("POST", "/_delete_by_query", {"query": query}, refresh=True)

    def _count(self, query: Body) -> int:
        body = {"size": 0, "query": query, "track_total_hits": True}
        answer = self._patiently(lambda: self.cluster.search(self.index, body))
        total: int = answer["hits"]["total"]["value"]
        return total

    def _require_primaries(self) -> None:
        self._patiently(self._check_primaries)

    def _check_primaries(self) -> None:
        health = self.cluster.call("GET", f"/_cluster/health/{self.index}")
        if health["status"] == "red":
            raise ClusterUnavailableError(f"索引 {self.index} 缺少主分片")

    def _patiently(self, step: Callable[[], T]) -> T:
        """Do a step that may be repeated, until the cluster is well again or patience ends."""
        deadline = time.monotonic() + self.cluster.settings.patience_s
        while True:
            try:
                return step()
            except ClusterUnavailableError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(PAUSE_S)

    def _meta(
        self, state: str, paragraphs: int = 0, documents: int = 0, name: str = ""
    ) -> dict[str, Any]:
        return {
            "state": state,
            "format": FORMAT,
            "generation": name or self.index,
            "fingerprint": self._fingerprint,
            "paragraphs": paragraphs,
            "documents": documents,
        }

    def _call(self, method: str, path: str, body: Any = None, **parameters: Any) -> Body:
        return self._patiently(
            lambda: self.cluster.call(
                method, f"/{self.index}{path}", body, timeout_s=SLOW_CALL_S, **parameters
            )
        )
