"""What the web asks of a searcher, so that it can be the real one or one that recovers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

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
    from indexer.taxonomy.taxonomy import Taxonomy

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
    def follow(self) -> str: ...
    def close(self) -> None: ...
