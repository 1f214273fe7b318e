"""Answer with a kept original as a download that no browser opens by itself."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, send_file

from indexer.library.originals import Original


def attachment(original: Original) -> Response:
    """The file under its own name; its type is never one that a browser would run or draw."""
    response = send_file(original.path, mimetype="application/octet-stream", conditional=False)
    plain = f"original{original.suffix}"
    name = quote(original.name, safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
