"""Answer the file that a document was imported from, as a download, where the library keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, request

from indexer.library.originals import Original, Originals
from indexer.library.pages import read_pages
from indexer.settings import Settings
from web.addresses import encoded
from web.context import prefix, site
from web.exports.download import attachment, drawn_pdf

original_files = Blueprint("originals", __name__)
_NAME = "qianshao.originals"


@original_files.get("/documents/<opaque:slug>/original")
def original(slug: str) -> Response:
    """The file; 404 for a document that is not published (or withdrawn), or has none."""
    site().searcher.document_part(slug, 1, 1, 1)
    found = original_of(slug)
    if found is None:
        abort(404, "本篇没有留下原件")
    return drawn_pdf(found) if "view" in request.args and is_pdf(found) else attachment(found)


@dataclass(frozen=True, slots=True)
class OriginalPages:
    """Where a document's paragraphs begin in its original: pages by the hash of a text."""

    address: str
    by_hash: dict[str, int]
    is_drawn: bool  # a browser opens it at a page

    def at(self, page: int) -> str:
        return f"{self.address}?view=1#page={page}" if self.is_drawn else ""


def original_values(slug: str) -> dict[str, object]:
    """What the page of a document says of its original."""
    original = original_of(slug)
    return {"original": original, "pages": original_pages(slug, original)}


def original_pages(slug: str, original: Original | None) -> OriginalPages:
    """Nothing is known of a document without an original, or of one imported without pages."""
    address = f"{prefix()}/documents/{encoded(slug)}/original"
    if original is None:
        return OriginalPages(address, {}, False)
    return OriginalPages(address, read_pages(original.path), is_pdf(original))


def is_pdf(original: Original) -> bool:
    return original.suffix == ".pdf"


def original_of(slug: str) -> Original | None:
    """The kept original of a published document, unless `keep_originals` is off."""
    settings: Settings = site().settings
    if not settings.keep_originals:
        return None
    known: Originals = current_app.extensions.setdefault(_NAME, Originals(settings.corpus_path()))
    return known.of(slug)
