"""The seam between the searcher and whatever holds the index: plain data in, plain data out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from search.query.tree import Query
from search.request import Filters, Group, Sort
from search.results import DocumentSummary, MatchClass, MatchCounts, ScorePart, StoredParagraph


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an engine is serving."""

    generation: str
    paragraphs: int
    documents: int


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the ranked list is wanted, and in what order.

    Under group="document" offset and limit count documents. `explain` asks for score parts.
    """

    offset: int = 0
    limit: int = 10
    sort: Sort = "relevance"
    group: Group = "none"
    explain: bool = False


@dataclass(frozen=True, slots=True)
class EngineHit:
    """One place in the ranked list. `in_document` is set under group="document".

    `is_across`: the phrase stands there only across the borders of words (Ranked.words).
    `place` is where the engine that gave the hit will find its paragraph again: its own affair.
    """

    id: str
    score: float
    match: MatchClass
    in_document: int | None = None
    explanation: tuple[ScorePart, ...] = ()
    is_across: bool = False
    place: tuple[int, int] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Matches:
    """The engine's whole answer: no live handles.

    `facet_counts[field][value]` counts under all filters but the field's own; an engine that
    counts in arrays gives ValueCounts, of which only what is shown becomes labels. `lists_some`:
    hits with some parts only are among these, if there are any.
    """

    counts: MatchCounts
    total_documents: int
    hits: tuple[EngineHit, ...]
    facet_counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    lists_some: bool = True


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """A document's paragraphs in reading order, read when a part of them is asked for: `read` knows
    what the engine's own `keys` of paragraphs stand for."""

    keys: Sequence[Any]
    read: Callable[[Sequence[Any]], list[StoredParagraph]]

    def __len__(self) -> int:
        return len(self.keys)

    def part(self, start: int, stop: int | None = None) -> list[StoredParagraph]:
        """From the `start`-th paragraph (from 0) to before the `stop`-th."""
        return self.read(self.keys[start:stop])


class Engine(Protocol):
    """Reads one published generation. Safe to use from several threads at once."""

    info: IndexInfo

    def search(
        self,
        query: Query,
        filters: Filters,
        facets: Sequence[str],
        page: Page,
        within: Sequence[Query] = (),
    ) -> Matches:
        """Match, count, rank. Filters restrict and never score; ties go by id.

        Of what the query finds under its filters only what every query of `within` matches, too:
        these never score, and do not decide whether scattered hits are listed.
        """
        ...

    def count(self, query: Query) -> int:
        """How many paragraphs match, without ranking."""
        ...

    def count_documents(self, query: Query, field: str) -> Mapping[str, int]:
        """How many documents have a match, by the values of a facet field: the values that have
        any."""
        ...

    def count_pairs(self, field: str, by: str) -> Mapping[str, Mapping[str, int]]:
        """How many paragraphs have a value of one facet field and one of another: `by` first."""
        ...

    def fetch(self, ids: Sequence[str]) -> list[StoredParagraph]:
        """The stored paragraphs of these ids, in this order; unknown ids are left out."""
        ...

    def paragraphs(self, hits: Sequence[EngineHit]) -> list[StoredParagraph]:
        """The stored paragraphs of this engine's own hits, in this order."""
        ...

    def document(self, slug: str) -> DocumentSummary | None:
        """One document's metadata, or None."""
        ...

    def reading_order(self, slug: str) -> ReadingOrder:
        """A document's paragraphs; none when there is no such document."""
        ...

    def documents(self, offset: int, limit: int) -> tuple[list[DocumentSummary], int]:
        """A page of documents, by slug, and how many there are."""
        ...

    def facet_values(self, field: str) -> Mapping[str, int]:
        """Every value of a facet field with its number of paragraphs."""
        ...

    def export_ids(self) -> Iterable[str]:
        """Every paragraph id, in index order: what `verify` walks."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
