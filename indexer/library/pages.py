"""Keep beside an original on which page, or row of which sheet, each paragraph begins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from indexer.importer.proposal import Proposal
from indexer.model.documents import text_hash
from indexer.sources.front_matter import cut_front_matter
from indexer.sources.splitter import Block, split_items

PAGED = (".pdf", ".ofd", ".xlsx")
Place = int | str  # a page; 警力!5, the row of a sheet
_SUFFIX = ".pages.json"
_MOST_BYTES = 8_000_000


def pages_path(original: Path) -> Path:
    return original.with_name(original.name + _SUFFIX)


def pages_of(proposal: Proposal) -> dict[str, Place]:
    """The place of each paragraph, by the hash of its text, which survives that others come and go.

    A text that begins in two places has none, nor has anything in a format without pages."""
    items = list(split_items(cut_front_matter(proposal.markdown)[1]))
    if not any(proposal.pages) or len(proposal.pages) != len(items):
        return {}
    found: dict[str, set[Place]] = {}
    for item, page, sheet in zip(items, proposal.pages, proposal.sheets, strict=True):
        if isinstance(item, Block) and page:
            found.setdefault(text_hash(item.text), set()).add(f"{sheet}!{page}" if sheet else page)
    return {hash: pages.pop() for hash, pages in found.items() if len(pages) == 1}


def encode_pages(pages: Mapping[str, Place]) -> bytes:
    return json.dumps(pages, separators=(",", ":")).encode()


def read_pages(original: Path) -> dict[str, Place]:
    """By hash; empty where nothing was kept, or what is there is no such table."""
    path = pages_path(original)
    try:
        if path.is_symlink() or path.stat().st_size > _MOST_BYTES:
            return {}
        tree = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(tree, dict):
        return {}
    return {str(hash): page for hash, page in tree.items() if _is_place(page)}


def _is_place(page: object) -> bool:
    is_row = isinstance(page, str) and page.rpartition("!")[2].isdecimal()
    return is_row or (type(page) is int and page > 0)
