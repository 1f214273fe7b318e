"""What the searcher answers: plain values, complete, ready for a page, JSON or a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

from indexer.model.documents import Document, FieldValue, as_document
from search.rewrite.questions import without_quote_wish

MatchClass = Literal["phrase", "all", "some", "semantic"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of an excerpt; the texts of all spans join to the excerpt."""

    text: str
    matched: bool


def spans(
    text: str, marks: Iterable[tuple[int, int]], start: int = 0, end: int | None = None
) -> tuple[Span, ...]:
    """`text[start:end]` cut at the marks; the texts of the spans join to it."""
    end = len(text) if end is None else end
    pieces: list[Span] = []
    position = start
    for low, high in sorted(marks):
        if low >= end:
            break
        low, high = max(low, position), min(high, end)
        if low >= high:
            continue
        if low > position:
            pieces.append(Span(text[position:low], False))
        pieces.append(Span(text[low:high], True))
        position = high
    if position < end:
        pieces.append(Span(text[position:end], False))
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class Expansion:
    """Other wordings that were searched along with `origin`, and why.

    kind: "synonym" | "variant" | "traditional" | "numeral" | "hyphen" | "enumeration" | "near".
    """

    origin: str
    to: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A place, unit, year, theme, genre or initiative that a piece of the query names.

    `total` counts the paragraphs that have the value. `is_met`: the piece is also met by it.
    """

    text: str
    field: str
    value: str
    total: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query that would find something; search/README.md has the reasons."""

    text: str
    reason: str
    total: int


@dataclass(frozen=True, slots=True)
class Completion:
    """A line under the search box while typing.

    kind: "initiative" | "theme" | "source" | "title" | "phrase"; count in paragraphs.
    """

    text: str
    kind: str
    count: int


class FacetValue(NamedTuple):
    """One row of a facet. `parent` is the path above (regions only), `status` 待核 for a name
    that nobody has listed yet (initiatives only).

    A page has hundreds: as a frozen dataclass each would take three times as long to make.
    """

    value: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs
    selected: bool
    parent: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredParagraph(Document):
    """A paragraph as the index keeps it, with all that is known of its document."""

    id: str
    ordinal: int
    text: str
    heading: str | None = None
    themes: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()
    initiative_status: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()  # those that belong to it, matched like its text

    @property
    def document(self) -> str:
        return self.slug


_ATTRIBUTES = {"document", *(known.name for known in fields(StoredParagraph))} - {"slug", "more"}


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One summand of a score, named in Chinese for the reader who asks why."""

    part: str
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked paragraph. Marks are code-point offsets into `paragraph.text`, end-exclusive.

    `heading_marks` are those of each of `paragraph.headings`.
    """

    paragraph: StoredParagraph
    score: float
    match: MatchClass
    marks: tuple[tuple[int, int], ...]
    title_marks: tuple[tuple[int, int], ...]
    explanation: tuple[ScorePart, ...] = ()
    in_document: int | None = None
    is_cut: bool = False  # the text is only a beginning: SearchRequest.max_chars
    heading_marks: tuple[tuple[tuple[int, int], ...], ...] = ()
    lacks: tuple[str, ...] = ()  # of a scattered hit: the parts that it does not meet
    covers: float = 1.0  # of a scattered hit: the share of the query's rarity that it meets
    is_across_words: bool = False  # the phrase, a word, stands there across words: 江南 in 长江南京


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How a query text that narrows the hits was understood: `entities` meet it, too."""

    text: str
    normalized: str
    expansions: tuple[Expansion, ...]
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How the query was understood: what was widened, noted, proposed."""

    text: str
    mode: str
    normalized: str
    expansions: tuple[Expansion, ...]
    suggestions: tuple[Suggestion, ...]
    notes: tuple[str, ...]
    entities: tuple[Entity, ...] = ()
    corrected: str | None = None  # what was searched instead, because `text` occurs nowhere
    semantic: bool | None = None  # whether meaning took part; None: no model is set
    within: tuple[Narrowing, ...] = ()
    unheld: tuple[str, ...] = ()  # units and places that it names and the library has nowhere
    lacking: tuple[str, ...] = ()  # words that no paragraph has, if half of what it asks or more
    is_of_absent: bool = False  # and what it says first is one, or is common
    first_of: str = ""  # the name whose first year it asks, of those that the library knows
    units: tuple[str, ...] = ()  # those named beside a subject, which is sought of these alone

    @property
    def meant(self) -> str:
        """The text that was answered, without that its source is wanted."""
        return without_quote_wish(self.corrected or self.text)


@dataclass(frozen=True, slots=True)
class MatchCounts:
    phrase: int = 0
    all: int = 0
    some: int = 0
    semantic: int = 0

    @property
    def by_words(self) -> int:
        return self.phrase + self.all + self.some

    @property
    def total(self) -> int:
        return self.by_words + self.semantic


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The whole answer to one request. Totals and facet counts count paragraphs.

    `facet_values`: how many values each facet has, of which `facets` may list only the first.
    """

    query: Interpretation
    matches: MatchCounts
    total: int
    total_documents: int
    page: int
    size: int
    took_ms: float
    generation: str
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    facet_values: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """The hits of one generation, `count` of `total`; their texts are read as one walks along."""

    total: int
    count: int
    generation: str
    hits: Iterator[Hit]


@dataclass(frozen=True, slots=True)
class SimilarParagraphs:
    """Paragraphs of other documents with their cosines, nearest first.

    `note`: why meaning cannot tell; empty where it can.
    """

    paragraphs: tuple[tuple[StoredParagraph, float], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSummary(Document):
    """One document as the index knows it; `paragraphs` counts them."""

    paragraphs: int


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """Paragraphs of a document from its `start`-th on; `next` is where the rest begins, if any."""

    document: DocumentSummary
    paragraphs: tuple[StoredParagraph, ...]
    start: int
    next: int | None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    documents: tuple[DocumentSummary, ...]
    total: int
    page: int
    size: int


@dataclass(frozen=True, slots=True)
class SemanticStatus:
    """How far search by meaning is: `done` of `paragraphs` have vectors; `note` says why it is off.

    state: "ready" | "embedding" | "unusable". `model`: the beginning of its digest, if it is one.
    """

    state: str
    model: str
    done: int
    paragraphs: int
    note: str


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What is live. `skipped` counts bad input left out by the build."""

    generation: str
    engine: str
    documents: int
    paragraphs: int
    skipped: int
    built_at: str
    fingerprint: str
    format_version: int
    rebuild_due: tuple[str, ...]  # reasons in Chinese; empty: nothing is due
    bytes: int
    warnings: tuple[str, ...] = ()  # damage and losses, in Chinese; empty: all is well
    semantic: SemanticStatus | None = None  # None: no model is set


def paragraph_of(values: Mapping[str, FieldValue]) -> StoredParagraph:
    """What an engine gives back of a row, by the keys of its stored fields."""
    known: dict[str, Any] = {"more": ()}
    for name, value in values.items():
        if name in _ATTRIBUTES:
            known[name] = value
        elif value not in (None, ()):
            known["more"] += ((name, value),)
    return StoredParagraph(slug=known.pop("document"), **known)


def summary_of(document: Document, paragraphs: int) -> DocumentSummary:
    """A document with the number of its paragraphs."""
    return DocumentSummary(**_known(as_document(document)), paragraphs=paragraphs)


def _known(document: Document) -> dict[str, Any]:
    return {known.name: getattr(document, known.name) for known in fields(Document)}
