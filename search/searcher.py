"""The one door to search: a request in, a result out, for page, API and command line alike."""

from __future__ import annotations

from search.request import SearchRequest
from search.results import (
    Completion,
    DocumentPage,
    DocumentSummary,
    IndexStatus,
    SearchResult,
    StoredParagraph,
)


class Searcher:
    """Answers over the live generation; follows a publish without a pause. Thread-safe."""

    def search(self, request: SearchRequest) -> SearchResult:
        raise NotImplementedError

    def suggest(self, text: str, limit: int = 10) -> tuple[Completion, ...]:
        raise NotImplementedError

    def paragraph(self, id: str) -> StoredParagraph:
        """NotFoundError when the index has no such id."""
        raise NotImplementedError

    def documents(self, page: int = 1, size: int = 20) -> DocumentPage:
        raise NotImplementedError

    def document(self, slug: str) -> tuple[DocumentSummary, tuple[StoredParagraph, ...]]:
        """A document and its paragraphs in reading order. NotFoundError when there is none."""
        raise NotImplementedError

    def status(self) -> IndexStatus:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError
