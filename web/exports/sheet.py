"""Turn hits into the rows of an export: what a file says, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indexer.model.schema import SCHEMA
from search.results import Hit, Listing
from web.errors import ExportTooManyBytesError
from web.pages.citations import Citation, cite

_BEFORE = ("序号", "段落编号")
_AFTER = ("匹配", "正文", "永久链接", "引用（GB/T 7714—2025）")
_MARK_BYTES = 100  # what it takes to print a mark in bold
_MATCHES = {"phrase": "词组", "all": "全部词", "some": "分散"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a file says: what was asked, when, and one row for each paragraph.

    `listing` is walked once, row by row: no file holds its texts in memory. `root` is our address
    up to and with the sub-path.
    """

    words: str
    address: str
    root: str
    day: date
    listing: Listing
    max_bytes: int

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row of text cells for each hit, in the order of `header`. As `entries`."""
        for number, hit, citation in self.entries():
            yield _row(number, hit, citation)

    def entries(self) -> Iterator[tuple[int, Hit, Citation]]:
        """Every hit with its number and its reference.

        ExportTooManyBytesError as soon as their texts are more than `max_bytes`.
        """
        size = 0
        for number, hit in enumerate(self.listing.hits, 1):
            citation = cite(hit.paragraph, self.root, self.day)
            size += _MARK_BYTES * len(hit.marks) + sum(
                len(cell.encode("utf-8", "replace")) for cell in _row(number, hit, citation)
            )
            if size > self.max_bytes:
                raise ExportTooManyBytesError(self.listing.count, self.max_bytes)
            yield number, hit, citation


def header() -> tuple[str, ...]:
    """The names of the columns."""
    return (*_BEFORE, *(field.header or field.label for field in SCHEMA.exported), *_AFTER)


def _row(number: int, hit: Hit, citation: Citation) -> tuple[str, ...]:
    p = hit.paragraph
    return (
        str(number),
        p.id,
        *(field.text_of(field.read(p)) for field in SCHEMA.exported),
        _MATCHES[hit.match],
        p.text,
        citation.link,
        citation.edition_2025,
    )
