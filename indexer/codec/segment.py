"""Open one segment: everything the engine reads of it, mapped and lazy."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.codec.container import Container, StringTable
from indexer.codec.doc_values import from_column, one_by_one, profile_fields
from indexer.codec.figures.reading import SegmentFigures
from indexer.codec.ngram_index import TextIndex
from indexer.codec.postings import Postings
from indexer.codec.printed_forms import open_column
from indexer.codec.stored_text import Records
from indexer.model.documents import Document, FieldValue, Paragraph, restore
from indexer.model.schema import SCHEMA

FORMAT_VERSION = 6  # of segment files and of the list of segments
READABLE_VERSIONS = (FORMAT_VERSION,)  # 6: what a figure's indicator is of


@dataclass(frozen=True, slots=True)
class Profiles:
    """`ordinals[row]` numbers a combination; `fields[name][number]` is its ordinal (or year)."""

    ordinals: npt.NDArray[np.integer]
    fields: dict[str, npt.NDArray[np.integer]]


class Segment:
    """Rows 0 … n-1: paragraphs in the order of the build. Read-only; threads may share it."""

    def __init__(self, path: Path) -> None:
        self._container = Container(path)
        self.text = TextIndex(self._container, "text")
        self.records = Records(self._container, self.text)
        # Indexes of the distinct titles and the like; the rows of one are numbers of its column.
        self.texts = {f.key: TextIndex(self._container, f.key) for f in SCHEMA.texts}
        self.title, self.headings = self.texts["title"], self.texts["headings"]
        self.columns = {
            f.key: open_column(self._container, f.key, self.texts.get(f.key), f.kind)
            for f in SCHEMA.columns
        }
        self.numbers = {f.key: self._container.array(f"{f.key}.numbers") for f in SCHEMA.numbers}
        self.years, self.ordinals = self.numbers["year"], self.numbers["ordinal"]
        self.date_keys = self._container.array("date_keys")
        self.id_ranks = self._container.array("id_ranks")
        self._id_hashes = self._container.array("id_hashes")
        self._id_rows = self._container.array("id_rows")
        self.repeated_rows = self._container.array("repeats.rows")
        self.repeat_groups = self._container.array("repeats.groups")

    def __len__(self) -> int:
        return len(self.years)

    @cached_property
    def words(self) -> Postings:
        """Postings of words; a term's number is its place in `word_table`."""
        return Postings(self._container, "words")

    @cached_property
    def word_table(self) -> StringTable:
        return self._container.strings("words")

    @cached_property
    def figures(self) -> SegmentFigures:
        """What every row says in figures."""
        return SegmentFigures(self._container)

    @cached_property
    def profiles(self) -> Profiles | None:
        """The combinations of facet values, or None where there were too many to number."""
        if "profiles" not in self._container:
            return None
        array = self._container.array
        return Profiles(array("profiles"), {n: array(f"profiles.{n}") for n in profile_fields()})

    def stored(self, row: int) -> tuple[Document, Paragraph]:
        """The document and the paragraph of a row, as they were given to the index."""
        return restore(self.stored_values(row))

    def stored_values(self, row: int) -> dict[str, FieldValue]:
        """The same as values of the stored fields, by their keys."""
        id, text = self.records[row]
        values: dict[str, FieldValue] = {"id": id, "text": text}
        for key, column in self.columns.items():
            values[key] = column.value(row)
        return values | self._numbers(row)

    def stored_rows(
        self, rows: npt.NDArray[np.integer[Any]]
    ) -> Iterator[tuple[Document, Paragraph]]:
        """The same of many rows (ascending), block by block past the cache."""
        tables = {
            field.key: [
                from_column(field.kind, value) for value in self.columns[field.key].values.all()
            ]
            for field in SCHEMA.columns
        }
        wanted = np.zeros(len(self), bool)
        wanted[rows] = True
        row = 0
        for block in range(self.records.block_count()):
            for id, text in self.records.read_block(block):
                if wanted[row]:
                    values = {
                        key: table[self.columns[key].ordinals[row]] for key, table in tables.items()
                    }
                    yield restore({"id": id, "text": text, **values, **self._numbers(row)})
                row += 1

    def _numbers(self, row: int) -> dict[str, FieldValue]:
        return {
            key: None if (number := numbers[row]) == least else number
            for key, numbers, least in self._least
        }

    @cached_property
    def _least(self) -> tuple[tuple[str, Sequence[int], int], ...]:
        """Of each field of numbers the numbers, and what stands there for none."""
        return tuple(
            (key, one_by_one(numbers), int(np.iinfo(numbers.dtype).min))
            for key, numbers in self.numbers.items()
        )

    def row_of(self, id: str) -> int:
        """The row of a paragraph id, or -1."""
        hashes, rows = self._id_hashes, self._id_rows
        key = np.uint32(_id_hash(id))
        at = int(hashes.searchsorted(key))
        while at < len(hashes) and hashes[at] == key:
            row = int(rows[at])
            if self.records.id(row) == id:
                return row
            at += 1
        return -1

    def rows_of(self, ids: Sequence[str]) -> Iterator[tuple[int, int]]:
        """(place in `ids`, row) of every id that is here: for many, most of them absent."""
        hashes = self._id_hashes
        if not len(hashes):
            return
        keys = np.fromiter(map(_id_hash, ids), np.uint32, len(ids))
        at = np.minimum(hashes.searchsorted(keys), len(hashes) - 1)
        for place in np.flatnonzero(hashes[at] == keys).tolist():
            row = self.row_of(ids[place])
            if row >= 0:
                yield place, row


def _id_hash(id: str) -> int:
    return zlib.crc32(id.encode("utf-8", "surrogatepass"))
