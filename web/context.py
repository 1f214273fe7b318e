"""What a request handler needs of the application: settings, searcher, counters, own address."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from flask import current_app, request

from indexer.settings import Settings
from search.request import SearchRequest
from search.searcher import Searcher
from web.params import ViewOptions, read_view_options

if TYPE_CHECKING:
    from web.api.health_probe import HealthProbe
    from web.middleware.metrics import Metrics
    from web.pages.initiatives.rows import IndexRow
    from web.pages.overview import Overview

T = TypeVar("T")


class KeptCount(Generic[T]):
    """What is counted of the live generation: once, and anew only after a publish."""

    def __init__(self, count: Callable[[Searcher], T]) -> None:
        self._count, self._lock = count, threading.Lock()
        self._kept: tuple[str, T] | None = None

    def of(self, searcher: Searcher) -> T:
        generation = searcher.search(SearchRequest(size=1, facet_limit=0)).generation
        with self._lock:
            if self._kept is None or self._kept[0] != generation:
                self._kept = generation, self._count(searcher)
            return self._kept[1]


@dataclass(frozen=True, slots=True)
class Site:
    """The application's lasting parts, kept in Flask's `extensions`."""

    settings: Settings
    searcher: Searcher
    metrics: Metrics
    overview: KeptCount[Overview]
    initiatives: KeptCount[tuple[str, tuple[IndexRow, ...]]]
    probe: HealthProbe


def site() -> Site:
    """The parts of the application that answers the current request."""
    return cast(Site, current_app.extensions["qianshao"])


def prefix() -> str:
    """The sub-path we are served under, encoded, without a slash at its end; often empty."""
    return str(request.environ.get("qianshao.prefix", ""))


def current_view() -> ViewOptions:
    """How the page of the current request is shown, as its links carry it on."""
    return replace(read_view_options(request.args), prefix=prefix())


def root_address() -> str:
    """Where links to us lead, without a slash at its end: `server.public_url`, or scheme, host and
    sub-path by which this reader reached us."""
    if public := site().settings.server.public_url:
        return public.rstrip("/")
    return f"{request.scheme}://{request.host}{prefix()}"


def printed_root() -> str:
    """`root_address` for files and citations, which others read: "" where it names this machine
    only (127.0.0.1, localhost), so that none of them prints it as a permanent link."""
    is_known = site().settings.server.public_url or not _is_loopback(request.host)
    return root_address() if is_known else ""


def _is_loopback(host: str) -> bool:
    """Whether a host, with or without a port, means the very machine that asks for it."""
    name = host.rpartition("]")[0].lstrip("[") or host.partition(":")[0]
    name = name.lower().rstrip(".")
    try:
        address = ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def origin() -> str:
    """Scheme and host of `root_address`: what a host page must allow."""
    if public := site().settings.server.public_url:
        return "/".join(public.split("/")[:3])
    return f"{request.scheme}://{request.host}"
