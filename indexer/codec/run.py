"""Turn a chunk of paragraphs into one batch file: everything about them that needs no neighbours.

Chunks are analysed side by side in worker processes; `indexer.codec.segment_writer` merges their
files into a segment in one pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.codec.container import Container, ContainerWriter, container_writer
from indexer.codec.doc_values import ColumnBuilder, narrow, to_columns, to_numbers
from indexer.codec.inverter import InvertedTexts, TermPart, invert_forms, invert_words
from indexer.codec.postings import TermBatch
from indexer.codec.stored_text import RecordBlocks, compress_records
from indexer.model.documents import Document, Paragraph
from indexer.model.schema import SCHEMA
from indexer.text.analyzer import Segmenter
from indexer.text.bulk_normalizer import normalize_all
from indexer.text.word_ids import number_words

Row = tuple[Document, Paragraph]


@dataclass(frozen=True, slots=True)
class RunWords:
    """The words of a chunk: each distinct one, its postings, and the words a row has."""

    words: list[str]
    postings: TermBatch
    lengths: npt.NDArray[np.uint32]


def words_of_run(texts: Sequence[str], forms: Sequence[str], segmenter: Segmenter) -> RunWords:
    """Cut and invert the words of a chunk; `forms` are the normal forms of the texts."""
    numbered = number_words(texts, forms, segmenter)
    rows = np.repeat(np.arange(len(texts), dtype=np.uint32), numbered.sizes)
    kept = numbered.numbers >= 0
    rows, numbers = rows[kept], numbered.numbers[kept].astype(np.uint32)
    lengths = np.bincount(rows, minlength=len(texts)).astype(np.uint32)
    return RunWords(numbered.words, invert_words(numbers, rows), lengths)


def write_run(
    path: Path, rows: Sequence[Row], segmenter: Segmenter, forms: Sequence[str] | None = None
) -> None:
    """Analyse rows, tagged before, and write their batch file.

    `forms` are the normal forms of their texts, from callers who have them.
    """
    texts = [paragraph.text for _, paragraph in rows]
    ids = [paragraph.id for _, paragraph in rows]
    forms = normalize_all(texts) if forms is None else forms
    inverted = invert_forms(forms, texts)
    words = words_of_run(texts, forms, segmenter)
    with container_writer(path) as container:
        for name, batch in (("chars", inverted.chars), ("pairs", inverted.pairs)):
            _write_terms(container, name, batch)
        _write_terms(container, "words", words.postings)
        container.add_strings("words.words", words.words)
        container.add("words.lengths", words.lengths)
        container.add("units", inverted.units)
        container.add("lengths", inverted.lengths)
        container.add("sketches", sketches(inverted))
        _write_columns(container, rows)
        _write_figures(container, rows)
        container.add_strings("ids", ids)
        records = compress_records(ids, texts)
        container.add("records.data", np.frombuffer(records.data, np.uint8))
        container.add("records.sizes", records.sizes)
        container.add("records.counts", records.counts)


def _write_columns(container: ContainerWriter, rows: Sequence[Row]) -> None:
    documents, document_of_row = _distinct_documents(rows)
    paragraphs = [paragraph for _, paragraph in rows]
    for field in SCHEMA.columns:
        column = ColumnBuilder()
        if field.get is None and field.of == "document":  # asked once of each
            values = to_columns(field.kind, field.read_all(documents))
            column.add_numbered(values, document_of_row)
        else:
            found = starmap(field.get, rows) if field.get else field.read_all(paragraphs)
            column.add_all(to_columns(field.kind, found))
        column.write(container, field.key)
    for field in SCHEMA.numbers:
        if field.get is None and field.of == "document":
            numbers = to_numbers(field.kind, field.read_all(documents))
            numbers = numbers[document_of_row]
        else:
            numbers = to_numbers(field.kind, [field.value(*row) for row in rows])
        container.add(f"{field.key}.numbers", numbers)
    lacking = [paragraph.headings is None for _, paragraph in rows]
    container.add("lacks_headings", np.array(lacking, np.uint8))


def _distinct_documents(rows: Sequence[Row]) -> tuple[list[Document], npt.NDArray[np.int64]]:
    """The documents, one that stands in several rows once, and the number of each row's."""
    numbers: dict[int, int] = {}
    documents: list[Document] = []
    of_row = []
    for document, _ in rows:
        number = numbers.setdefault(id(document), len(documents))
        if number == len(documents):
            documents.append(document)
        of_row.append(number)
    return documents, np.array(of_row, np.int64)


def _write_figures(container: ContainerWriter, rows: Sequence[Row]) -> None:
    # Half a second of regular expressions, which nobody but a build needs.
    from indexer.codec.figures.writing import write_figures
    from indexer.figures.extractor import figures_of

    write_figures(container, [figures_of(*row) for row in rows])


def _write_terms(container: ContainerWriter, name: str, batch: TermBatch) -> None:
    container.add(f"{name}.keys", batch.keys)
    container.add(f"{name}.doc_freqs", batch.doc_freqs)
    container.add(f"{name}.rows", narrow(batch.rows))
    container.add(f"{name}.freqs", narrow(batch.freqs))
    if batch.positions is not None:
        container.add(f"{name}.positions", narrow(batch.positions))


def sketches(inverted: InvertedTexts) -> npt.NDArray[np.uint64]:
    """A number for each row that near-identical texts share: three smallest hashes of its trigrams.

    Two texts with Jaccard similarity J of their trigrams share it with probability about J³
    (Broder 1997, min-wise hashing), equal texts always.
    """
    units = inverted.units.astype(np.uint64)
    lengths = inverted.lengths.astype(np.int64)
    result = np.zeros(len(lengths), np.uint64)
    if not len(units):
        return result
    padded = np.concatenate([units, np.zeros(2, np.uint64)])
    trigrams = (padded[:-2] << np.uint64(32)) | (padded[1:-1] << np.uint64(16)) | padded[2:]
    filled = np.flatnonzero(lengths)
    starts = (np.cumsum(lengths) - lengths)[filled]
    for multiplier in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9):
        hashed = trigrams * np.uint64(multiplier)
        hashed ^= hashed >> np.uint64(29)
        ends = starts + lengths[filled] - 1
        hashed[ends] = hashed[starts]  # trigrams that would reach into the next row
        hashed[np.maximum(ends - 1, starts)] = hashed[starts]
        least = np.minimum.reduceat(hashed, starts)
        result[filled] = result[filled] * np.uint64(0x100000001B3) ^ least
    return result


class SortedRun:
    """A batch file, mapped."""

    def __init__(self, path: Path) -> None:
        self._container = Container(path)
        self.units = self._container.array("units")
        self.lengths = self._container.array("lengths")
        self.word_lengths = self._container.array("words.lengths")
        self.lacks_headings = self._container.array("lacks_headings")
        self.sketches = self._container.array("sketches")

    def __len__(self) -> int:
        return len(self.lengths)

    def terms(self, name: str, row_base: int) -> TermPart:
        """The postings of chars, pairs or words, their rows to be moved by `row_base`."""
        array = self._container.array
        positions = array(f"{name}.positions") if name == "pairs" else None
        batch = TermBatch(
            array(f"{name}.keys"),
            array(f"{name}.doc_freqs"),
            array(f"{name}.rows"),
            array(f"{name}.freqs"),
            positions,
        )
        return TermPart(batch, row_base)

    def strings(self, name: str) -> list[str]:
        return self._container.strings(name).all()

    def column(self, name: str) -> tuple[list[str], npt.NDArray[Any]]:
        """A column's table and ordinals."""
        return self.strings(name), self._container.array(f"{name}.ordinals")

    def numbers(self, name: str) -> npt.NDArray[Any]:
        """A number a row."""
        return self._container.array(f"{name}.numbers")

    def array(self, name: str) -> npt.NDArray[Any]:
        """Any array, as it was written."""
        return self._container.array(name)

    def records(self) -> RecordBlocks:
        array = self._container.array
        return RecordBlocks(
            array("records.data").tobytes(), array("records.sizes"), array("records.counts")
        )
