"""Answer the file that a document was imported from, as a download, where the library keeps it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app

from indexer.library.originals import Original, Originals
from indexer.settings import Settings
from web.context import site
from web.exports.download import attachment

original_files = Blueprint("originals", __name__)
_NAME = "qianshao.originals"


@original_files.get("/documents/<opaque:slug>/original")
def original(slug: str) -> Response:
    """The file; 404 for a document that is not published (or withdrawn), or has none."""
    site().searcher.document_part(slug, 1, 1, 1)
    found = original_of(slug)
    if found is None:
        abort(404, "本篇没有留下原件")
    return attachment(found)


def original_of(slug: str) -> Original | None:
    """The kept original of a published document, unless `keep_originals` is off."""
    settings: Settings = site().settings
    if not settings.keep_originals:
        return None
    known: Originals = current_app.extensions.setdefault(_NAME, Originals(settings.corpus_path()))
    return known.of(slug)
