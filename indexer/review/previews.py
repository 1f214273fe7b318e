"""Show an original without opening it in an office program: pages, a picture, or its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.importer.formats import read_source, recognize
from indexer.importer.readers.sandbox import Limits, run_module
from indexer.importer.source_text import ImportRefusedError, SourceLine
from indexer.library.originals import Original
from indexer.text.decoding import Undecodable, decode

PreviewKind = Literal["pages", "page", "picture", "lines", "none"]
_MAX_PAGE_CHARS = 4_000_000
_RENDER = Limits(seconds=30.0)
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}


@dataclass(frozen=True, slots=True)
class Preview:
    """How an original is shown: the pages of a PDF, a web page, a picture, or lines of text.

    `lines` are what the import read, for every kind that it reads; `reason` says why there are
    none. `media_type` is a picture's.
    """

    kind: PreviewKind
    lines: tuple[SourceLine, ...] = ()
    reason: str = ""
    media_type: str = ""


def preview_of(original: Original) -> Preview:
    """What can be shown of a file; never raises for what it holds."""
    data = original.path.read_bytes()
    kind = recognize(data, original.name).name
    lines: tuple[SourceLine, ...] = ()
    reason = ""
    try:
        lines = tuple(line for line in read_source(data, original.name).lines if line.text)
    except ImportRefusedError as error:
        reason = error.advice
    if kind == "image" and original.suffix in _PICTURES:
        return Preview("picture", lines, reason, _PICTURES[original.suffix])
    if kind == "pdf":
        return Preview("pages", lines, reason)
    if kind == "html":
        return Preview("page", lines, reason)
    return Preview("lines" if lines else "none", lines, reason)


def page_picture(original: Original, number: int) -> tuple[int, bytes]:
    """How many pages a PDF has, and one of them as a PNG; (0, b"") where it cannot be drawn."""
    module = "indexer.importer.readers.pdf.pictures"
    done = run_module(module, original.path.read_bytes(), _RENDER, arguments=[str(number)])
    count, _, picture = done.output.partition(b"\n")
    return (int(count), picture) if count.isdigit() else (0, b"")


def web_page(original: Original) -> str:
    """The text of a web page, for a frame in which nothing runs and nothing is fetched."""
    decoded = decode(original.path.read_bytes())
    text = "" if isinstance(decoded, Undecodable) else decoded.text
    return text[:_MAX_PAGE_CHARS]
