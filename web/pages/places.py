"""Say where a paragraph is read: by the hash that a link remembers, and with what is marked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from indexer.model.documents import text_hash
from search.errors import NotFoundError
from search.request import SearchRequest
from search.results import StoredParagraph
from web.addresses import plain_address, write_search
from web.context import prefix, site
from web.params import ViewOptions

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


def concordance_address(
    asked: SearchRequest,
    view_options: ViewOptions,
    order: str = "found",
    ending: str = "",
    root: str | None = None,
) -> str:
    """Where every place of a query is laid out, sorted by what stands beside it, or the file.

    From `root` on, else from the sub-path of the current request."""
    pairs = write_search(replace(asked, group="none", page=1 if ending else asked.page))
    pairs = [pair for pair in pairs if pair[0] != "size"]
    pairs += [("order", order)] if order != "found" else []
    start = prefix() if root is None else root
    return plain_address(f"/concordance{ending}", view_options, start, pairs)
