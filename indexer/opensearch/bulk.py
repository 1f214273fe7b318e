"""Send many fields to an OpenSearch index side by side, never more than the cluster can take.

Back-pressure both ways: `send` waits while enough requests are under way, and what the cluster
refuses because it is busy (429), or cannot take because a node is lost, is sent again after a
growing pause. What it refuses for good is kept and told.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from indexer.errors import (
    ClusterRefusedError,
    ClusterUnavailableError,
    IndexBusyError,
    RejectedParagraphsError,
)
from indexer.opensearch.cluster import Body, Cluster

BATCH_PARAGRAPHS = 1_000
BATCH_BYTES = 4 << 20  # OpenSearch advises requests of 5–15 MB; a small heap takes less
BULK_TIMEOUT_S = 60.0
LOST_WITHIN = "10s"  # how long the cluster itself waits for a lost shard before it says so
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 10.0
MOST_SHOWN = 20  # refused paragraphs named in the error


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph on its way: its place in the build, its id, its two bulk lines."""

    seq: int
    id: str
    digest: str
    lines: bytes


def bulk_item(fields: Mapping[str, Any]) -> Item:
    """The item of `opensearch_fields.index_fields`: sent twice, it replaces itself."""
    body = json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    action = f'{{"index": {{"_id": "{fields["seq"]}"}}}}'
    lines = b'%s\n%s, "digest": "%s"}\n' % (action.encode(), body[:-1], digest.encode())
    return Item(fields["seq"], fields["id"], digest, lines)


class BulkLoader:
    """Sends items to an index by a few threads. `known` leaves out what is there already.

    `fence` is the writer's own alias of the index: when it is gone, the index is another's.
    """

    def __init__(
        self,
        cluster: Cluster,
        fence: str,
        known: Callable[[Sequence[Item]], set[int]] | None = None,
    ) -> None:
        self._cluster, self._fence, self._known = cluster, fence, known
        threads = max(1, cluster.settings.bulk_threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="bulk")
        self._places = threading.BoundedSemaphore(threads + 1)
        self._sending: list[Future[None]] = []
        self._waiting: list[Item] = []
        self._waiting_bytes = 0
        self._rejected: list[tuple[str, str]] = []
        self.skipped = 0  # paragraphs that an interrupted build had sent already

    def send(self, item: Item) -> None:
        """Queue an item; waits while enough is under way. Errors of earlier items surface here."""
        self._waiting.append(item)
        self._waiting_bytes += len(item.lines)
        if len(self._waiting) >= BATCH_PARAGRAPHS or self._waiting_bytes >= BATCH_BYTES:
            self._submit()

    def finish(self) -> None:
        """Send the rest and wait for all; RejectedParagraphsError when some were refused."""
        self._submit()
        self._pool.shutdown(wait=True)
        for future in self._sending:
            future.result()
        if self._rejected:
            shown = self._rejected[:MOST_SHOWN]
            raise RejectedParagraphsError(shown, len(self._rejected))

    def stop(self) -> None:
        """Give up: nothing more is sent."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self) -> None:
        self._surface_errors()
        batch, self._waiting, self._waiting_bytes = self._waiting, [], 0
        if batch:
            self._places.acquire()
            self._sending.append(self._pool.submit(self._deliver, batch))

    def _surface_errors(self) -> None:
        done = [future for future in self._sending if future.done()]
        self._sending = [future for future in self._sending if not future.done()]
        for future in done:
            future.result()

    def _deliver(self, batch: list[Item]) -> None:
        try:
            if self._known is not None:
                there = self._known(batch)
                self.skipped += len(there)
                batch = [item for item in batch if item.seq not in there]
            self._deliver_all(batch)
        finally:
            self._places.release()

    def _deliver_all(self, batch: list[Item]) -> None:
        """Send a batch until every item is taken or refused for good, or patience ends."""
        deadline = time.monotonic() + self._cluster.settings.patience_s
        pause = FIRST_PAUSE_S
        while batch:
            try:
                batch, reason = self._send_once(batch)
            except ClusterRefusedError:
                raise
            except ClusterUnavailableError as error:
                reason = error.reason
            if batch and time.monotonic() > deadline:
                raise ClusterUnavailableError(reason)
            if batch:
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)

    def _send_once(self, batch: Sequence[Item]) -> tuple[list[Item], str]:
        """The items to send again, and why."""
        body = b"".join(item.lines for item in batch)
        path = f"/{self._fence}/_bulk"
        patience = min(BULK_TIMEOUT_S, self._cluster.settings.patience_s) or None
        wishes: Body = {"require_alias": True, "timeout": LOST_WITHIN, "timeout_s": patience}
        answer = self._cluster.call("POST", path, body, **wishes)
        if not answer["errors"]:
            return [], ""
        again: list[Item] = []
        reason = ""
        for item, result in zip(batch, answer["items"], strict=True):
            outcome: Body = result["index"]
            if outcome["status"] == 404:
                raise taken_over(self._cluster)
            if outcome["status"] in (429, 502, 503, 504):
                again.append(item)
                reason = _reason(outcome)
            elif outcome["status"] >= 300:
                self._rejected.append((item.id, _reason(outcome)))
        return again, reason


def taken_over(cluster: Cluster) -> IndexBusyError:
    """The error of a build that was believed dead while another one went on with its index."""
    return IndexBusyError(cluster.settings.index, "另一次构建（它接手了本次停顿过久的构建）")


def _reason(outcome: Body) -> str:
    error = outcome.get("error", {})
    cause = error.get("caused_by", error)
    return f"{cause.get('type')}: {cause.get('reason')}"
