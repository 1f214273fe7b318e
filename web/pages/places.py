"""Say where a paragraph is read: by the hash that a link remembers, and with what is marked."""

from __future__ import annotations

from collections.abc import Collection

from indexer.model.documents import text_hash
from search.errors import NotFoundError
from search.request import SearchRequest
from search.results import StoredParagraph
from web.context import site

_AT_ONCE, _CHARS = 500, 2_000_000


def paragraphs_with_hashes(slug: str, wanted: Collection[str]) -> dict[str, StoredParagraph]:
    """By hash, the first paragraph of a whole document that has it. Empty where there is none."""
    found: dict[str, StoredParagraph] = {}
    start: int | None = 1
    while start is not None and len(found) < len(set(wanted)):
        try:
            part = site().searcher.document_part(slug, start, _CHARS, _AT_ONCE)
        except NotFoundError:
            break
        for paragraph in part.paragraphs:
            if (own := text_hash(paragraph.text)) in wanted:
                found.setdefault(own, paragraph)
        start = part.next
    return found


def marking_pairs(asked: SearchRequest) -> list[tuple[str, str]]:
    """What the address of a document takes along of a search, so that its hits are marked."""
    pairs = [("q", asked.q)] if asked.q else []
    pairs += [("mode", asked.mode)] if asked.mode != "smart" else []
    pairs += [(name, "0") for name in ("expand", "entities") if not getattr(asked, name)]
    return [*pairs, *(("within", text) for text in asked.within)]
