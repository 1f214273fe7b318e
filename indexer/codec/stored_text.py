"""Keep the ids of paragraphs, and what their normal forms do not tell of them, in small blocks.

A block holds up to 32 records of three strings each (id, and the `printed` edits of the text): the
lengths of all strings as little-endian 32-bit numbers, then the strings in UTF-8, all deflated.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.codec.container import Container, ContainerWriter
from indexer.codec.doc_values import one_by_one
from indexer.codec.ngram_index import TextIndex
from indexer.codec.printed_forms import Edits, edits_of, restore

RECORDS_PER_BLOCK = 32
_STRINGS = 3
_LEVEL = 6
_CACHED_BLOCKS = 512


@dataclass(frozen=True, slots=True)
class RecordBlocks:
    """Compressed blocks: their bytes and sizes, and how many records each holds."""

    data: bytes
    sizes: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.uint32]


def compress_records(ids: Sequence[str], texts: Sequence[str]) -> RecordBlocks:
    """Compress records in order."""
    blocks: list[bytes] = []
    counts: list[int] = []
    edits = edits_of(texts)
    for start in range(0, len(ids), RECORDS_PER_BLOCK):
        parts: list[bytes] = []
        end = start + RECORDS_PER_BLOCK
        for id, (chars, steps) in zip(ids[start:end], edits[start:end], strict=True):
            parts.extend(s.encode("utf-8", "surrogatepass") for s in (id, chars, steps))
        lengths = np.array([len(p) for p in parts], "<u4").tobytes()
        blocks.append(zlib.compress(lengths + b"".join(parts), _LEVEL))
        counts.append(len(parts) // _STRINGS)
    return RecordBlocks(
        b"".join(blocks), np.array([len(b) for b in blocks], np.uint32), np.array(counts, np.uint32)
    )


def write_records(container: ContainerWriter, parts: Sequence[RecordBlocks]) -> None:
    """Write the blocks of all parts, in order, as `records.…`."""
    with container.pieces("records.data", np.uint8) as piece:
        for part in parts:
            piece.append_bytes(part.data)
    sizes = np.concatenate([np.zeros(1, np.uint32), *[p.sizes for p in parts]])
    counts = np.concatenate([np.zeros(1, np.uint32), *[p.counts for p in parts]])
    container.add("records.offsets", np.cumsum(sizes, dtype=np.uint64))
    container.add("records.first_rows", np.cumsum(counts, dtype=np.uint32))


class Records:
    """Ids and printed texts by row. Keeps some hundred decompressed blocks. Thread-safe."""

    def __init__(self, container: Container, text: TextIndex) -> None:
        self._text = text
        self._data = container.array("records.data")
        self._offsets = container.array("records.offsets")
        self._first_rows = container.array("records.first_rows")
        self._firsts = one_by_one(self._first_rows)
        read = partial(_decompressed, self._data, self._offsets, self._first_rows)
        self._decompress, self._block = read, lru_cache(_CACHED_BLOCKS)(read)

    def __len__(self) -> int:
        return int(self._first_rows[-1])

    def __getitem__(self, row: int) -> tuple[str, str]:
        """(id, text) of a row."""
        id, edits = self._record(row)
        return id, restore(self._text.form(row), edits)

    def id(self, row: int) -> str:
        """The id of a row, without its text."""
        block = bisect_right(self._firsts, row) - 1
        return self._block(block).string((row - self._firsts[block]) * _STRINGS)

    def block_count(self) -> int:
        return len(self._offsets) - 1

    def read_block(self, number: int) -> list[tuple[str, str]]:
        """All (id, text) of one block, past the cache: for walks over everything."""
        first, block = int(self._first_rows[number]), self._decompress(number)
        return [
            (id, restore(self._text.form(first + index), edits))
            for index, (id, edits) in enumerate(map(block.record, range(len(block))))
        ]

    def _record(self, row: int) -> tuple[str, Edits]:
        block = bisect_right(self._firsts, row) - 1
        return self._block(block).record(row - self._firsts[block])


def _decompressed(
    data: npt.NDArray[Any], offsets: npt.NDArray[Any], first_rows: npt.NDArray[Any], number: int
) -> _Block:
    start, end = int(offsets[number]), int(offsets[number + 1])
    count = int(first_rows[number + 1]) - int(first_rows[number])
    return _Block(zlib.decompress(data[start:end].data), count)


class _Block:
    """One decompressed block; of its records only those asked for become strings."""

    __slots__ = ("_bounds", "_raw")

    def __init__(self, raw: bytes, count: int) -> None:
        self._raw = raw
        lengths = struct.unpack_from(f"<{_STRINGS * count}I", raw)
        self._bounds = list(accumulate(lengths, initial=4 * _STRINGS * count))

    def __len__(self) -> int:
        return (len(self._bounds) - 1) // _STRINGS

    def record(self, number: int) -> tuple[str, Edits]:
        first = number * _STRINGS
        return self.string(first), (self.string(first + 1), self.string(first + 2))

    def string(self, number: int) -> str:
        """One of the strings: of each record its id, its edits' characters and their steps."""
        raw = self._raw[self._bounds[number] : self._bounds[number + 1]]
        return raw.decode("utf-8", "surrogatepass")
