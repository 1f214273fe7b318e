"""Turn hits into the rows of an export: what a file says, whatever its format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from indexer.model.schema import SCHEMA, Field
from search.figures.corrections import Corrections
from search.results import Hit, Listing, StoredParagraph
from web.addresses import readable
from web.errors import ExportTooManyBytesError
from web.pages.citations import Citation, cite, public_link

_BEFORE = ("序号", "段落编号")
# Files are read by the number of a column, too: what has been added since stands at the end.
_SETTLED = {
    *("title", "source", "region", "date", "year", "genre"),
    *("heading", "ordinal", "theme", "initiative"),
}
_AFTER = ("匹配", "正文", "永久链接", "引用（GB/T 7714—2025）")
_MARK_BYTES = 100  # what it takes to print a mark in bold
_MATCHES = {"phrase": "词组", "all": "全部词", "some": "分散", "semantic": "语义"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a file says: what was asked, when, one row for each paragraph. See `Table`.

    `listing` is walked once, row by row: no file holds its texts in memory. `root` is our address
    up to and with the sub-path.
    """

    words: str
    address: str
    root: str
    day: date
    listing: Listing
    max_bytes: int
    unit: str = "段"
    within: tuple[str, ...] = ()
    name: str = "检索结果"
    remarks: Mapping[str, str] | None = None  # by the id of a paragraph; a column of their own
    notes: Mapping[str, str] = field(default_factory=dict)  # the reader's own, likewise
    missing: tuple[str, ...] = ()  # ids of paragraphs that were asked for and are no more
    numeric: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        return self.listing.count

    @property
    def columns(self) -> tuple[str, ...]:
        return header() if self.remarks is None else (*header(), "备注")

    def about(self) -> tuple[tuple[str, str], ...]:
        told = (
            ("检索词" if self.address else "摘编篮", self.words),
            ("在结果中检索", "；".join(self.within)),
            ("地址", readable(self.address)),
            ("总段数", str(self.listing.total)),
            ("本表行数", str(self.listing.count)),
            ("导出日期", self.day.isoformat()),
            ("索引", self.listing.generation),
            ("已不在库中", "、".join(self.missing)),
        )
        return tuple((name, value) for name, value in told if value)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """One row of text cells for each hit, in the order of `header`. As `entries`."""
        for _, hit, _, row in self._walk():
            remark = () if self.remarks is None else (self._remark(hit.paragraph.id),)
            yield (*row, *remark)

    def _found_by(self, hit: Hit, citation: Citation) -> tuple[str, str]:
        """The match and the link; nobody has searched for a basket, which goes to other people."""
        if self.remarks is not None:
            return "", public_link(citation.link)
        return _MATCHES[hit.match], citation.link

    def _remark(self, id: str) -> str:
        return "；".join(filter(None, (self.notes.get(id), (self.remarks or {}).get(id))))

    def entries(self) -> Iterator[tuple[int, Hit, Citation]]:
        """Every hit with its number and its reference.

        ExportTooManyBytesError as soon as their texts are more than `max_bytes`.
        """
        return ((number, hit, citation) for number, hit, citation, _ in self._walk())

    def _walk(self) -> Iterator[tuple[int, Hit, Citation, tuple[str, ...]]]:
        """The same with the cells of each."""
        size, (first, last) = 0, _fields()
        for number, hit in enumerate(self.listing.hits, 1):
            citation = cite(hit.paragraph, self.root, self.day)
            p, (match, link) = hit.paragraph, self._found_by(hit, citation)
            own, more = _cells(p, first), _cells(p, last)
            row = (str(number), p.id, *own, match, p.text, link, citation.edition_2025, *more)
            size += _MARK_BYTES * len(hit.marks) + len("".join(row).encode("utf-8", "replace"))
            if size > self.max_bytes:
                raise ExportTooManyBytesError(self.listing.count, self.max_bytes)
            yield number, hit, citation, row


@dataclass(frozen=True, slots=True)
class DocumentSheet:
    """The documents of a sheet, each with its best paragraph: see `Table`."""

    sheet: Sheet
    name: str = "按篇"
    columns: tuple[str, ...] = (
        *("序号", "题名", "来源", "地区", "日期", "年份", "体裁", "刊发", "作者", "命中段数"),
        *("段号", "正文", "永久链接", "引用（GB/T 7714—2025）"),
    )
    numeric: frozenset[str] = frozenset(("命中段数",))

    @property
    def words(self) -> str:
        return f"{self.sheet.words}（{self.name}）"

    @property
    def day(self) -> date:
        return self.sheet.day

    @property
    def count(self) -> int:
        return self.sheet.count

    def about(self) -> tuple[tuple[str, str], ...]:
        return (*self.sheet.about(), ("行", "每篇一行，正文是其中最相关的一段"))

    def rows(self) -> Iterator[tuple[str, ...]]:
        for number, hit, citation in self.sheet.entries():
            p = hit.paragraph
            cells = (
                *(str(number), p.called, p.source, "/".join(p.region), p.date),
                *(None if p.year is None else str(p.year), p.genre, p.publisher, p.author),
                *(str(hit.in_document or 1), str(p.ordinal), p.text),
                *(citation.link, citation.edition_2025),
            )
            yield tuple(cell or "" for cell in cells)


def header() -> tuple[str, ...]:
    """The names of the columns."""
    first, last = ([f.header or f.label for f in some] for some in _fields())
    return (*_BEFORE, *first, *_AFTER, *last)


def _fields() -> tuple[list[Field], list[Field]]:
    """What stands before the text, and what stands at the end of a row."""
    first = [field for field in SCHEMA.exported if field.name in _SETTLED]
    return first, [field for field in SCHEMA.exported if field.name not in _SETTLED]


def _cells(p: StoredParagraph, fields: Iterable[Field]) -> list[str]:
    return [p.called if f.name == "title" else f.text_of(f.read(p)) for f in fields]


def remarks_on(corrections: Corrections) -> dict[str, str]:
    """Of each paragraph what of it was corrected, and where (Chinese)."""
    return {
        id: "；".join(
            f"“{row.withdrawn.value_text}”后更正为“{row.figure.value_text}”，"
            f"见《{row.paragraph.called}》第{row.paragraph.ordinal}段"
            for row in corrections.of_paragraph(id)
            if row.withdrawn
        )
        for id in corrections.right
    }
