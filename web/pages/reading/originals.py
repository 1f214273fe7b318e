"""Answer the file that a document was imported from, to save or look at, where it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, request

from indexer.library.originals import Original, Originals, Place, read_pages
from indexer.settings import Settings
from web.addresses import encoded
from web.context import prefix, site
from web.exports.download import DRAWN, kept_file

original_files = Blueprint("originals", __name__)
_NAME = "qianshao.originals"


@original_files.get("/documents/<opaque:slug>/original")
def original(slug: str) -> Response:
    """The file; 404 for a document that is not published (or withdrawn), or has none."""
    site().searcher.document_part(slug, 1, 1, 1)
    found = original_of(slug)
    if found is None:
        abort(404, "本篇没有留下原件")
    return kept_file(found, is_drawn="view" in request.args)


@dataclass(frozen=True, slots=True)
class OriginalPages:
    """Where a document's paragraphs begin in its original: pages, or rows of sheets (警力!5), by
    the hash of a text."""

    address: str
    by_hash: dict[str, Place]
    is_drawn: bool  # a browser opens it at a page
    opens: bool = False  # in a browser, as a whole

    def at(self, page: Place) -> str:
        return f"{self.address}?view=1#page={page}" if self.is_drawn else ""

    @staticmethod
    def row(place: Place | None) -> tuple[str, str] | None:
        """The sheet and the row of a workbook; None of a page."""
        sheet, sign, row = str(place or "").rpartition("!")
        return (sheet, row) if sign else None

    @property
    def are_rows(self) -> bool:
        return any(isinstance(place, str) for place in self.by_hash.values())


def original_values(slug: str) -> dict[str, object]:
    """What the page of a document says of its original."""
    original = original_of(slug)
    return {"original": original, "pages": original_pages(slug, original)}


def original_pages(slug: str, original: Original | None) -> OriginalPages:
    """Nothing is known of a document without an original, or of one imported without pages."""
    address = f"{prefix()}/documents/{encoded(slug)}/original"
    if original is None:
        return OriginalPages(address, {}, False)
    return OriginalPages(
        address, read_pages(original.path), is_pdf(original), original.suffix in DRAWN
    )


def is_pdf(original: Original) -> bool:
    return original.suffix == ".pdf"


def original_of(slug: str) -> Original | None:
    """The kept original of a published document, unless `keep_originals` is off."""
    settings: Settings = site().settings
    if not settings.keep_originals:
        return None
    known: Originals = current_app.extensions.setdefault(_NAME, Originals(settings.corpus_path()))
    return known.of(slug)
