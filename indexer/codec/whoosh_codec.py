"""Show our segments to Whoosh: its own searcher opens the index and finds the same.

Read-only: the codec has no writers, because an index is built as a whole (indexer.build.builder)
and published atomically. Fields: `text` has the segmenter's words, scored; `pairs` neighbouring
characters of the normal form with positions, so that a phrase of them is a run of characters;
`chars` single characters. The others hold exact values, as `indexer.model.schema` lists them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, formats, index, reading
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import ListMatcher, NullMatcher

from indexer.codec.doc_values import split_set
from indexer.codec.postings import Postings
from indexer.codec.segment import Segment
from indexer.codec.segment_list import SegmentList, read_segments
from indexer.model.schema import SCHEMA

INDEX_NAME = "MAIN"
SCORED_FIELDS = ("text", "pairs", "chars")


def value_fields() -> list[str]:
    """Columns that Whoosh can search by exact value."""
    return [field.key for field in SCHEMA.columns if field.kind != "text"]


class UnitField(fields.FieldType):  # type: ignore[misc]
    """A scored field whose terms are given, not analysed: Whoosh never writes this index."""

    def __init__(self, positions: bool) -> None:
        self.format = formats.Positions() if positions else formats.Frequency()
        self.analyzer = None
        self.scorable = True
        self.stored = False
        self.unique = False
        self.indexed = True
        self.vector = None
        self.sortable = False
        self.column_type = None
        self.spelling = False

    def to_bytes(self, value: Any) -> bytes:
        return value if isinstance(value, bytes) else str(value).encode("utf-8")


def schema() -> fields.Schema:
    """The fields of a paragraph."""
    made = fields.Schema()
    for name in SCORED_FIELDS:
        made.add(name, UnitField(positions=name == "pairs"))
    for name in value_fields():
        made.add(name, fields.ID(stored=True))
    for field in SCHEMA.stored:
        if field.key not in made:
            made.add(field.key, fields.STORED())
    return made


def write_toc(folder: Path, segments: SegmentList) -> None:
    """Write Whoosh's table of contents for the segments of a finished build."""
    opened = [WhooshSegment(folder, number) for number in range(len(segments.segments))]
    index.TOC(schema(), opened, 1).write(FileStorage(str(folder)), INDEX_NAME)


class WhooshSegment(base.Segment):  # type: ignore[misc]
    """Names one of our segments inside Whoosh's table of contents; holds numbers only."""

    def __init__(self, folder: Path, number: int) -> None:
        super().__init__(INDEX_NAME)
        self.segid = f"{number:016d}"
        self.number = number
        for at, (segment, deleted) in enumerate(read_segments(folder).open(folder)):
            if at == number:
                self._rows, self._deleted = len(segment), frozenset(deleted.tolist())

    def codec(self) -> ArrayCodec:
        return ArrayCodec()

    def doc_count_all(self) -> int:
        return self._rows

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> frozenset[int]:
        return self._deleted

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        raise NotImplementedError("前哨的索引只读；请用 qianshao update 或 withdraw")

    def should_assemble(self) -> bool:
        return False


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Opens the readers of a segment."""

    def terms_reader(self, storage: Any, segment: WhooshSegment) -> TermsReader:
        return TermsReader(_open(storage, segment))

    def per_document_reader(self, storage: Any, segment: WhooshSegment) -> RowReader:
        return RowReader(_open(storage, segment), segment)


def _open(storage: Any, segment: WhooshSegment) -> Segment:
    folder = Path(storage.folder)
    return Segment(folder / read_segments(folder).segments[segment.number].file)


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Terms and posting lists of one segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def indexed_field_names(self) -> list[str]:
        return [*SCORED_FIELDS, *value_fields()]

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return len(self._rows(*term)[0]) > 0

    def _scored(self, field: str, text: bytes) -> tuple[Postings, int]:
        segment = self._segment
        if field == "text":
            return segment.words, segment.word_table.find(text.decode("utf-8"))
        units = np.frombuffer(text.decode("utf-8").encode("utf-16-le"), "<u2").tolist()
        if field == "pairs" and len(units) == 2:
            return segment.text.pairs, segment.text.pairs.term_of(units[0] << 16 | units[1])
        if field == "chars" and len(units) == 1:
            return segment.text.chars, segment.text.chars.term_of(units[0])
        return segment.text.chars, -1

    def _rows(self, field: str, text: bytes) -> tuple[Any, Any]:
        """Rows and frequencies of a term, both empty when there is none."""
        if field in SCORED_FIELDS:
            postings, term = self._scored(field, text)
            if term >= 0:
                return postings.rows(term), postings.freqs(term)
            return np.zeros(0, np.int32), np.zeros(0, np.uint32)
        column = self._segment.columns[field]
        wanted = text.decode("utf-8")
        hits = [i for i, value in enumerate(column.values.all()) if wanted in split_set(value)]
        rows = np.flatnonzero(np.isin(column.ordinals, hits))
        return rows, np.ones(len(rows), np.uint32)

    def term_info(self, field: str, text: bytes) -> reading.TermInfo:
        rows, freqs = self._rows(field, text)
        if not len(rows):
            raise KeyError((field, text))
        lengths = self._segment.text.lengths()[rows]
        return reading.TermInfo(
            weight=int(freqs.sum()),
            df=len(rows),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=int(freqs.max()),
            minid=int(rows[0]),
            maxid=int(rows[-1]),
        )

    def doc_frequency(self, field: str, text: bytes) -> int:
        return len(self._rows(field, text)[0])

    def frequency(self, field: str, text: bytes) -> int:
        return int(self._rows(field, text)[1].sum())

    def matcher(self, field: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        rows, freqs = self._rows(field, text)
        if not len(rows):
            return NullMatcher()
        values: list[bytes] = []
        if field == "pairs":
            postings, term = self._scored(field, text)
            ends = np.cumsum(freqs)
            places = np.split(postings.positions(term), ends[:-1])
            values = [formats.Positions().encode(p.tolist()) for p in places]
        return ListMatcher(
            rows.tolist(),
            freqs.astype(float).tolist(),
            values or [b""] * len(rows),
            format_,
            scorer=scorer,
            term=(field, text),
            terminfo=self.term_info(field, text),
        )

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in sorted(self.indexed_field_names()):
            yield from self.terms_from(field, b"")

    def terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for text in self._sorted_terms(field):
            if text >= prefix:
                yield field, text

    def items(self) -> Iterator[tuple[tuple[str, bytes], reading.TermInfo]]:
        for term in self.terms():
            yield term, self.term_info(*term)

    def items_from(
        self, field: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], reading.TermInfo]]:
        for term in self.terms_from(field, prefix):
            yield term, self.term_info(*term)

    def _sorted_terms(self, field: str) -> list[bytes]:
        segment = self._segment
        if field == "text":
            return [segment.word_table.raw(i) for i in range(len(segment.word_table))]
        if field in SCORED_FIELDS:
            postings = segment.text.pairs if field == "pairs" else segment.text.chars
            width = 2 if field == "pairs" else 1
            return sorted(
                text for key in postings.keys.tolist() if (text := _text_of_key(key, width))
            )
        values = {v for value in segment.columns[field].values.all() for v in split_set(value)}
        return sorted(value.encode("utf-8") for value in values)


def _text_of_key(key: int, width: int) -> bytes | None:
    """The UTF-8 of a key's units; None for halves of a character and dropped characters."""
    units = [key >> 16, key & 0xFFFF] if width == 2 else [key]
    try:
        return b"".join(u.to_bytes(2, "little") for u in units).decode("utf-16-le").encode("utf-8")
    except (UnicodeDecodeError, OverflowError):
        return None


class RowReader(base.PerDocumentReader):  # type: ignore[misc]
    """Lengths, deletions and stored values by row."""

    def __init__(self, segment: Segment, entry: WhooshSegment) -> None:
        self._segment, self._entry = segment, entry

    @cached_property
    def _lengths(self) -> Any:
        return self._segment.text.lengths()

    def doc_count(self) -> int:
        return len(self._segment) - self._entry.deleted_count()

    def doc_count_all(self) -> int:
        return len(self._segment)

    def has_deletions(self) -> bool:
        return self._entry.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        return self._entry.is_deleted(docnum)

    def deleted_docs(self) -> frozenset[int]:
        return self._entry.deleted_docs()

    def doc_field_length(self, docnum: int, field: str, default: int = 0) -> int:
        return int(self._lengths[docnum]) if field in SCORED_FIELDS else default

    def field_length(self, field: str) -> int:
        return int(self._lengths.sum()) if field in SCORED_FIELDS else 0

    def min_field_length(self, field: str) -> int:
        return int(self._lengths.min(initial=0)) if field in SCORED_FIELDS else 0

    def max_field_length(self, field: str) -> int:
        return int(self._lengths.max(initial=0)) if field in SCORED_FIELDS else 0

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        row = self._segment.stored(docnum)
        values = {field.key: field.value(*row) for field in SCHEMA.stored}
        known = {key: value for key, value in values.items() if value not in (None, ())}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in known.items()}
