"""Ask by meaning: what words leave open of a query, and paragraphs that are like another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.errors import SemanticModelError
from indexer.text.normalizer import normalize
from search.query.syntax import ParsedQuery
from search.query.tree import Literal, Query, Ranked
from search.request import SearchRequest
from search.results import SimilarParagraphs

if TYPE_CHECKING:
    from search.engines.base import Engine
    from search.semantic.meaning import MeaningIndex

_LEAST_CHARACTERS = 2  # a single one means too many things


def begin_meaning(
    parsed: ParsedQuery,
    request: SearchRequest,
    index: MeaningIndex | None,
    count: Callable[[Query], int],
) -> None:
    """Let the model read a query while words plan it, if it will most probably be needed."""
    if index is None or index.vectors is None or index.note or not _is_open(parsed, request):
        return
    if not count(Literal((normalize(request.q),))):
        index.begin(request.q.strip())


def with_meaning(
    query: Query,
    parsed: ParsedQuery,
    request: SearchRequest,
    index: MeaningIndex | None,
    count: Callable[[Query], int],
) -> tuple[Query, tuple[str, ...]]:
    """The query with its meaning, and the sentence that says so where there should be one.

    Meaning takes no part in what is to be found as written (exact, quoted, boolean, fields), nor
    where some paragraph has the whole query as one run: there words are right.
    """
    if index is None or not isinstance(query, Ranked) or not _is_open(parsed, request):
        return query, ()
    if count(Literal(query.phrase)):
        return query, ()
    if index.vectors is None or index.note:
        return query, (index.note,) if index.note else ()
    try:
        return replace(query, meaning=index.meaning(request.q.strip())), ()
    except SemanticModelError as error:
        return query, (str(error),)


def has_meaning(query: Query) -> bool:
    """Whether meaning may take part in the answer."""
    return isinstance(query, Ranked) and query.meaning is not None


def _is_open(parsed: ParsedQuery, request: SearchRequest) -> bool:
    """A plain query in the reader's own words."""
    is_plain = request.mode == "smart" and request.field == "all" and parsed.is_plain
    says_something = sum(char.isalnum() for char in request.q) >= _LEAST_CHARACTERS
    is_quoted = any(piece.quoted for piece in parsed.pieces)
    return request.semantic and is_plain and says_something and not is_quoted


def similar_paragraphs(
    index: MeaningIndex | None, engine: Engine, withdrawn: frozenset[str], id: str, limit: int
) -> SimilarParagraphs:
    """Paragraphs of other documents, not of those `withdrawn`, that mean much the same as this."""
    if index is None:
        return SimilarParagraphs((), "没有设置语义模型，无从比较段落的意思")
    if index.vectors is None:
        return SimilarParagraphs((), index.status().note)
    nearest = dict(index.similar(id, limit, withdrawn))
    found = engine.fetch(list(nearest))
    return SimilarParagraphs(tuple((paragraph, nearest[paragraph.id]) for paragraph in found))
