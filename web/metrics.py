"""Count what the service does, for Prometheus to read at /metrics.

Where several workers answer at one address, each counts in a file of its own in a shared folder,
named by the variable PROMETHEUS_MULTIPROC_DIR before prometheus_client is imported; whichever
worker is asked tells the sum. Counts of a worker that died are kept.
"""

from __future__ import annotations

import os

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
        self.ready = self._gauge("qianshao_index_ready", "1 when an index is open")
        self.paragraphs = self._gauge("qianshao_index_paragraphs", "Paragraphs in the live index")

    def _gauge(self, name: str, words: str) -> Gauge:
        """All workers measure the same thing, and the one that is asked measures it now."""
        mode = "mostrecent"
        return Gauge(name, words, multiprocess_mode=mode, registry=self.registry)  # type: ignore[arg-type]

    def observe(self, route: str, status: int, seconds: float) -> None:
        """One answered request. `route` is the rule, never the address: the series stay few."""
        self.requests.labels(route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        if not os.environ.get(_FOLDER):
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def forget_worker(pid: int) -> None:
    """Drop what only a living worker can say."""
    if os.environ.get(_FOLDER):
        mark_process_dead(pid)  # type: ignore[no-untyped-call]
