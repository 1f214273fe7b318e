"""Merge analysed batches into one segment file, in bounded memory."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.codec.container import Container, ContainerWriter, container_writer
from indexer.codec.doc_values import NO_YEAR, ColumnBuilder, profile_fields, write_profiles
from indexer.codec.figures.writing import merge_figures
from indexer.codec.inverter import TermPart, Units, invert_texts, merge_parts
from indexer.codec.merging import gather
from indexer.codec.ngram_index import TextIndexWriter
from indexer.codec.postings import PostingsWriter, TermBatch
from indexer.codec.printed_forms import edits_of
from indexer.codec.run import SortedRun
from indexer.codec.stored_text import write_records
from indexer.errors import DuplicateIdError
from indexer.model.problem import Progress
from indexer.model.schema import SCHEMA

TEXTS_AT_ONCE = 50_000


def write_segment(
    path: Path,
    batch_paths: Sequence[Path],
    progress: Progress,
    places: Callable[[int], str],
    words: Callable[[], Path] | None = None,
) -> int:
    """Write the segment of these batches, in their order; gives the number of rows.

    `places(row)` names where a row came from, for DuplicateIdError. `words()` waits for what
    `write_words` has written meanwhile, if somebody else does.
    """
    batches, bases = _open(batch_paths)
    with container_writer(path) as container:
        ids = [id for batch in batches for id in batch.strings("ids")]
        _write_ids(container, ids, places)
        progress("合并字段", 1, 5)
        columns = _write_columns(container, batches)
        progress("合并正文倒排", 2, 5)
        _write_text(container, batches, bases)
        progress("合并词", 3, 5)
        if words is None:
            _write_words(container, batches, bases)
        else:
            container.take_in(Container(words()))
        progress("写标题、原文与数据", 4, 5)
        for field in SCHEMA.texts:
            write_text_index(container, field.key, list(columns[field.key].numbers))
        merge_figures(container, batches, write_text_index)
        write_records(container, [batch.records() for batch in batches])
    progress("合并完成", 5, 5)
    return len(ids)


def write_words(path: Path, batch_paths: Sequence[Path]) -> None:
    """Merge the words of these batches into a file of their own."""
    with container_writer(path) as container:
        _write_words(container, *_open(batch_paths))


def _open(paths: Sequence[Path]) -> tuple[list[SortedRun], list[int]]:
    """Batches, and the number of each one's first row in the segment."""
    batches = [SortedRun(path) for path in paths]
    return batches, np.cumsum([0, *map(len, batches)])[:-1].tolist()


def _write_ids(container: ContainerWriter, ids: list[str], places: Callable[[int], str]) -> None:
    encoded = [id.encode("utf-8", "surrogatepass") for id in ids]
    order = sorted(range(len(encoded)), key=encoded.__getitem__)
    for a, b in pairwise(order):
        if encoded[a] == encoded[b]:
            raise DuplicateIdError(ids[a], places(min(a, b)), places(max(a, b)))
    ranks = np.empty(len(ids), np.uint32)
    ranks[order] = np.arange(len(ids), dtype=np.uint32)
    container.add("id_ranks", ranks)
    hashes = np.fromiter(map(zlib.crc32, encoded), np.uint32, len(ids))
    by_hash = np.argsort(hashes, kind="stable")
    container.add("id_hashes", hashes[by_hash])
    container.add("id_rows", by_hash.astype(np.uint32))


def _write_columns(
    container: ContainerWriter, batches: Sequence[SortedRun]
) -> dict[str, ColumnBuilder]:
    columns = {field.key: ColumnBuilder() for field in SCHEMA.columns}
    for field in SCHEMA.columns:
        column = columns[field.key]
        for batch in batches:
            column.add_numbered(*batch.column(field.key))
    columns["headings"] = _with_runs(columns, np.concatenate([b.lacks_headings for b in batches]))
    for field in SCHEMA.columns:
        column = columns[field.key]
        if field in SCHEMA.texts:
            column.write_ordinals(container, field.key)
        else:
            column.write(container, field.key)
    numbers = _write_numbers(container, batches, columns["document"].ordinals)
    years = numbers["year"]
    dates = list(columns["date"].numbers)
    keys = np.array([date_key(date) for date in dates], np.int32)[columns["date"].ordinals]
    from_year = np.where(years == NO_YEAR, 0, years.astype(np.int32) * 10_000 + 101)
    container.add("date_keys", np.where(keys == 0, from_year, keys).astype(np.int32))
    documents = columns["document"].ordinals
    sketches = np.concatenate([b.sketches for b in batches])
    groups = repeat_groups(documents, sketches)
    repeated = np.flatnonzero(groups)
    container.add("repeats.rows", repeated.astype(np.uint32))
    container.add("repeats.groups", groups[repeated])
    known = {**numbers, **{key: column.ordinals for key, column in columns.items()}}
    write_profiles(container, {key: known[key] for key in profile_fields()})
    return columns


def _with_runs(columns: dict[str, ColumnBuilder], lacking: npt.NDArray[np.uint8]) -> ColumnBuilder:
    """The headings of every row; of bulk input: the first row of each run of equal ones has it."""
    known, headings = columns["headings"], columns["heading"]
    if not lacking.any():
        return known
    documents = columns["document"].ordinals
    order = np.argsort(documents, kind="stable")
    keys = np.stack([documents[order], headings.ordinals[order]])
    first = np.ones(len(order), bool)
    first[order[1:]] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    owned = np.where(first, headings.ordinals.astype(np.int64), -1)
    used, numbers = np.unique(owned, return_inverse=True)
    table = [*headings.numbers, ""]
    names = [*known.numbers, *(table[number] for number in used.tolist())]
    merged = ColumnBuilder()
    merged.add_numbered(
        names, np.where(lacking.astype(bool), numbers + len(known.numbers), known.ordinals)
    )
    return merged


def _write_numbers(
    container: ContainerWriter, batches: Sequence[SortedRun], documents: npt.NDArray[np.uint32]
) -> dict[str, npt.NDArray[Any]]:
    """The number fields; a paragraph without an ordinal is the next one of its document."""
    numbers = {f.key: np.concatenate([b.numbers(f.key) for b in batches]) for f in SCHEMA.numbers}
    given = numbers["ordinal"]
    counted = (running_count(documents) + 1).astype(given.dtype)
    numbers["ordinal"] = np.where(given == 0, counted, given)
    for key, array in numbers.items():
        container.add(f"{key}.numbers", array)
    return numbers


def date_key(date: str) -> int:
    """A date as a number that sorts: 20221206. A partial date counts as its first day, "" as 0."""
    return int((date + "-01-01")[:10].replace("-", "")) if date else 0


def running_count(values: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """For each row, how many earlier rows have the same value."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    first = np.flatnonzero(np.diff(ordered, prepend=np.int64(-1)))
    sizes = np.diff(first, append=len(values))
    counts = np.empty(len(values), np.uint32)
    counts[order] = np.arange(len(values)) - np.repeat(first, sizes)
    return counts


def repeat_groups(
    documents: npt.NDArray[np.uint32], sketches: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint32]:
    """A number > 0 that rows of one document share when they nearly repeat each other, else 0."""
    order = np.lexsort((sketches, documents))
    ordered = np.stack([documents[order].astype(np.uint64), sketches[order]])
    first = np.ones(len(order), bool)
    first[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    groups = np.cumsum(first)
    sizes = np.bincount(groups)
    result = np.zeros(len(order), np.uint32)
    result[order] = np.where(sizes[groups] > 1, groups, 0)
    return result


def _write_text(container: ContainerWriter, batches: Sequence[SortedRun], bases: list[int]) -> None:
    writer = TextIndexWriter("text")
    for name, postings in (("chars", writer.chars), ("pairs", writer.pairs)):
        parts = [b.terms(name, base) for b, base in zip(batches, bases, strict=True)]
        _merge(postings, parts)
    lengths = np.concatenate([b.lengths for b in batches])
    writer.finish(container, [b.units for b in batches], lengths)


def _merge(writer: PostingsWriter, parts: Sequence[TermPart]) -> None:
    for merged in merge_parts(parts):
        writer.add(merged)


def _write_words(
    container: ContainerWriter, batches: Sequence[SortedRun], bases: list[int]
) -> None:
    """Words are numbered in the order of their UTF-8 bytes over the whole segment."""
    tables = [batch.strings("words.words") for batch in batches]
    words = sorted({w for table in tables for w in table}, key=lambda w: w.encode())
    numbers = {word: number for number, word in enumerate(words)}
    parts = []
    for batch, table, base in zip(batches, tables, bases, strict=True):
        new = np.array([numbers[w] for w in table], np.uint32)
        parts.append(renumbered(batch.terms("words", 0).batch, new, base))
    writer = PostingsWriter("words", with_positions=False)
    _merge(writer, parts)
    writer.finish(container)
    container.add_strings("words", words)
    container.add("words.lengths", np.concatenate([b.word_lengths for b in batches]))


def renumbered(batch: TermBatch, new: npt.NDArray[np.uint32], base: int) -> TermPart:
    """A batch whose keys become `new[key]`, brought into the order of the new keys."""
    if not len(batch.keys):
        return TermPart(batch, base)
    keys = new[batch.keys]
    order = np.argsort(keys)
    sizes = batch.doc_freqs.astype(np.int64)
    starts, sizes = (np.cumsum(sizes) - sizes)[order], sizes[order]
    rows, freqs = gather(batch.rows, starts, sizes), gather(batch.freqs, starts, sizes)
    return TermPart(TermBatch(keys[order], batch.doc_freqs[order], rows, freqs, None), base)


def write_text_index(container: ContainerWriter, name: str, texts: Sequence[str]) -> None:
    """Index the distinct values of a column (titles, headings) as texts of their own."""
    chars: list[TermPart] = []
    pairs: list[TermPart] = []
    units: list[Units] = []
    lengths: list[npt.NDArray[np.uint32]] = [np.zeros(0, np.uint32)]
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        inverted = invert_texts(texts[start : start + TEXTS_AT_ONCE])
        chars.append(TermPart(inverted.chars, start))
        pairs.append(TermPart(inverted.pairs, start))
        units.append(inverted.units)
        lengths.append(inverted.lengths)
    writer = TextIndexWriter(name)
    if chars:
        _merge(writer.chars, chars)
        _merge(writer.pairs, pairs)
    writer.finish(container, units, np.concatenate(lengths))
    container.add_strings(f"{name}.edits", [chars + steps for chars, steps in edits_of(texts)])
