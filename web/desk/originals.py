"""Answer originals beside their proposals: a page as a picture, a web page in a frame, the file."""

from __future__ import annotations

from functools import lru_cache

from flask import Blueprint, Response, abort, make_response

from indexer.library.originals import Original
from indexer.review.previews import page_picture, preview_of, web_page
from web.desk.context import desk_site
from web.desk.guard import FRAMED_POLICY
from web.exports.download import kept_file

originals = Blueprint("originals", __name__)
_KEPT_PREVIEWS, _KEPT_PAGES = 32, 64


# Digests name contents, so what is shown of a file is read once.
preview, page_of = lru_cache(_KEPT_PREVIEWS)(preview_of), lru_cache(_KEPT_PAGES)(page_picture)


@originals.get("/originals/<slug>/pages/<int:number>.png")
def page(slug: str, number: int) -> Response:
    _, picture = page_of(_original(slug), number)
    if not picture:
        abort(404)
    return _typed(picture, "image/png")


@originals.get("/originals/<slug>/picture")
def picture(slug: str) -> Response:
    original = _original(slug)
    media_type = preview(original).media_type
    if not media_type:
        abort(404)
    return _typed(original.path.read_bytes(), media_type)


@originals.get("/originals/<slug>/page")
def framed(slug: str) -> Response:
    """A web page as it was, in a sandbox: no scripts, no requests, no forms."""
    original = _original(slug)
    if preview(original).kind != "page":
        abort(404)
    response = _typed(web_page(original).encode("utf-8", "replace"), "text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    return response


@originals.get("/originals/<slug>/file")
def file(slug: str) -> Response:
    return kept_file(_original(slug))


def _original(slug: str) -> Original:
    item = desk_site().desk.items.get(slug)
    original = None if item is None else desk_site().original(item)
    if original is None:
        abort(404)
    return original


def _typed(body: bytes, media_type: str) -> Response:
    response = make_response(body)
    response.content_type = media_type
    return response
