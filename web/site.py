"""What a request handler needs of the application: settings, searcher, counters, own address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from flask import current_app, request

from indexer.settings import Settings
from search.request import SearchRequest
from search.results import (
    Completion,
    DocumentPage,
    DocumentSummary,
    IndexStatus,
    SearchResult,
    StoredParagraph,
)

if TYPE_CHECKING:
    from indexer.taxonomy import Taxonomy
    from web.metrics import Metrics
    from web.overview import OverviewCache

Marks: TypeAlias = tuple[tuple[int, int], ...]


class Door(Protocol):
    """What the web asks of a searcher; `search.searcher.Searcher` is one.

    Every method may raise a QianshaoError: the index can be missing, damaged or out of reach.
    """

    def search(self, request: SearchRequest) -> SearchResult: ...
    def suggest(self, text: str, limit: int = 10) -> tuple[Completion, ...]: ...
    def paragraph(self, id: str) -> StoredParagraph: ...
    def documents(self, page: int = 1, size: int = 20) -> DocumentPage: ...
    def document(self, slug: str) -> tuple[DocumentSummary, tuple[StoredParagraph, ...]]: ...
    def status(self) -> IndexStatus: ...
    def taxonomy(self) -> Taxonomy: ...
    def marks(self, request: SearchRequest, texts: Sequence[str]) -> list[Marks]: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Site:
    """The application's lasting parts, kept in Flask's `extensions`."""

    settings: Settings
    searcher: Door
    metrics: Metrics
    overview: OverviewCache


def site() -> Site:
    """The parts of the application that answers the current request."""
    return cast(Site, current_app.extensions["qianshao"])


def prefix() -> str:
    """The sub-path we are served under, encoded, without a slash at its end; often empty."""
    return str(request.environ.get("qianshao.prefix", ""))


def root_address() -> str:
    """Scheme, host and sub-path by which this reader reaches us, without a slash at its end."""
    return f"{request.scheme}://{request.host}{prefix()}"


def origin() -> str:
    """Scheme and host by which this reader reaches us: what a host page must allow."""
    return f"{request.scheme}://{request.host}"
