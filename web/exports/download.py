"""Turn a writer and what it writes, or a kept file, into an answer that a browser saves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from tempfile import TemporaryFile
from typing import IO, TypeVar
from urllib.parse import quote

from flask import Blueprint, Response, send_file

from indexer.library.originals import Original
from web.errors import ExportNotWrittenError
from web.exports.formats import FORMATS, TABLES

S = TypeVar("S")
_OF_TABLES = tuple(row.ending for row in TABLES)
_SAVED = ("application/octet-stream", "attachment", "sandbox; default-src 'none'")
# Without scripts, forms or an origin, and nothing is fetched.
_PAGE = ("text/html", "inline", f"{_SAVED[2]}; style-src 'unsafe-inline'; img-src data:")
# By the browser's own viewer, which opens it at a page and runs nothing of it with our origin. No
# policy of content: it would forbid the viewer itself.
_PDF = ("application/pdf", "inline", "frame-ancestors 'none'")
DRAWN = {".pdf": _PDF, ".html": _PAGE, ".htm": _PAGE}
_PIECE = 65_536  # bytes of a file that are read and sent at a time


def download(
    written: S, write: Callable[[S, IO[bytes]], None], ending: str, words: str, day: date
) -> Response:
    """The file is written whole before the first byte leaves: a refusal can still be one.

    It goes to a temporary file: neither the writing nor a slow reader costs memory.
    """
    try:
        file, size = _written(write, written)
    except OSError as error:
        raise ExportNotWrittenError(error.strerror or str(error)) from error
    response = Response(_pieces(file), content_type=FORMATS[ending].content_type)
    response.call_on_close(file.close)
    response.content_length = size
    response.headers["Content-Disposition"] = disposition(file_name(words, day, ending))
    response.headers["Cache-Control"] = "no-store"
    return response


def offer_files(
    blueprint: Blueprint,
    path: str,
    answer: Callable[[str], Response],
    endings: Iterable[str] = _OF_TABLES,
    methods: Sequence[str] = ("GET",),
) -> None:
    """Have a path with each of these endings answered by a file."""
    for ending in endings:
        rule = f"{path}.{ending}"
        blueprint.add_url_rule(
            rule, rule[1:].replace(".", "_"), partial(answer, ending), methods=methods
        )


def file_name(words: str, day: date, ending: str) -> str:
    """前哨-平安前哨-2026-11-21.csv: the query without characters that file systems refuse."""
    kept = "".join(c for c in words if c.isalnum() or c in "-—·、（）")[:30]
    return "-".join(part for part in ("前哨", kept, day.isoformat()) if part) + f".{ending}"


def disposition(name: str, kind: str = "attachment") -> str:
    """Content-Disposition as RFC 6266 has it: an ASCII name, and the real one in UTF-8."""
    plain = "".join(c for c in name if c.isascii() and (c.isalnum() or c in ".-")).strip("-")
    return f"{kind}; filename=\"qianshao-{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def kept_file(original: Original, is_drawn: bool = False) -> Response:
    """A kept original under its own name: to be saved, of a type that no browser runs or draws, or
    drawn where a browser can."""
    media_type, kind, policy = DRAWN.get(original.suffix, _SAVED) if is_drawn else _SAVED
    response = send_file(original.path.resolve(), mimetype=media_type, conditional=False)
    response.headers["Content-Type"] = media_type  # a page itself says in which characters
    response.headers["Content-Disposition"] = disposition(original.name, kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = policy
    return response


def _written(write: Callable[[S, IO[bytes]], None], written: S) -> tuple[IO[bytes], int]:
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(TemporaryFile())
        write(written, file)
        size = file.tell()
        file.seek(0)
        stack.pop_all()  # written: the response will close it
    return file, size


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
