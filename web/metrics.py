"""Count what the service does, for Prometheus to read at /metrics."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
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
        self.ready = Gauge(
            "qianshao_index_ready", "1 when an index is open", registry=self.registry
        )
        self.paragraphs = Gauge(
            "qianshao_index_paragraphs", "Paragraphs in the live index", registry=self.registry
        )

    def observe(self, route: str, status: int, seconds: float) -> None:
        """One answered request. `route` is the rule, never the address: the series stay few."""
        self.requests.labels(route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self.registry)
