"""Answer with a kept original as a download that no browser opens by itself."""

from __future__ import annotations

from flask import Response, send_file

from indexer.library.originals import Original
from web.exports.download import disposition


def attachment(original: Original) -> Response:
    """The file under its own name; its type is never one that a browser would run or draw."""
    response = send_file(original.path, mimetype="application/octet-stream", conditional=False)
    response.headers["Content-Disposition"] = disposition(original.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
