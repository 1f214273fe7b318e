"""Count what the service does, for Prometheus to read at /metrics.

Where several workers answer at one address, each counts in a file of its own in a shared folder,
named by the variable PROMETHEUS_MULTIPROC_DIR before prometheus_client is imported; whichever
worker is asked tells the sum. Counts of a worker that died are kept.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """Counters of one application, in a registry of its own (several can live in a process)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "qianshao_requests",
            "Answered requests by route and status",
            ["route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "qianshao_request_seconds",
            "Time to answer a request",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.refused = Counter(
            "qianshao_requests_refused",
            "Requests turned away because too many were waiting",
            registry=self.registry,
        )
        self.lost_lines = Counter(
            "qianshao_log_lines_lost",
            "Lines of the access log that the disk did not take",
            registry=self.registry,
        )
        self.ready = self._gauge("qianshao_index_ready", "1 when an index is open")
        self.paragraphs = self._gauge("qianshao_index_paragraphs", "Paragraphs in the live index")
        self.number = self._gauge("qianshao_index_generation", "Number of the live generation")
        self.built = self._gauge(
            "qianshao_index_built_timestamp_seconds", "When the live generation was built"
        )
        self.workers = self._sum("qianshao_workers", "Worker processes that answer")
        self.waiting = self._sum("qianshao_requests_waiting", "Requests that wait for a thread")
        self.memory = self._sum(
            "qianshao_private_memory_bytes", "Memory of the workers without the mapped index"
        )

    def _gauge(self, name: str, words: str) -> Gauge:
        """All workers measure the same thing, and the one that is asked measures it now."""
        mode = "mostrecent"
        return Gauge(name, words, multiprocess_mode=mode, registry=self.registry)  # type: ignore[arg-type]

    def _sum(self, name: str, words: str) -> Gauge:
        """Every worker measures itself, once a second; what is told is the sum of the living."""
        return Gauge(name, words, multiprocess_mode="livesum", registry=self.registry)

    def measure_worker(self, waiting: int) -> None:
        """How this process is now."""
        self.workers.set(1)
        self.waiting.set(waiting)
        self.memory.set(private_memory())

    def tell_index(self, paragraphs: int, generation: str) -> None:
        """An index is open, and answers."""
        self.ready.set(1)
        self.paragraphs.set(paragraphs)
        number = re.search(r"\d+", generation)
        self.number.set(int(number[0]) if number else 0)

    def tell_built(self, built_at: str) -> None:
        """When the live generation was built, in ISO 8601; what is none is passed over."""
        with suppress(ValueError):
            self.built.set(datetime.fromisoformat(built_at).timestamp())

    def observe(self, route: str, status: int, seconds: float) -> None:
        """One answered request. `route` is the rule, never the address: the series stay few."""
        self.requests.labels(route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def refuse(self) -> None:
        """One request that was turned away unread."""
        self.refused.inc()
        self.requests.labels("(refused)", "503").inc()

    def text(self) -> bytes:
        if not os.environ.get(_FOLDER):
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def private_memory() -> int:
    """Bytes that this process alone holds, or 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return 0
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


def forget_worker(pid: int) -> None:
    """Drop what only a living worker can say."""
    if os.environ.get(_FOLDER):
        mark_process_dead(pid)  # type: ignore[no-untyped-call]
