"""Keep the printed paragraphs and their ids in small compressed blocks.

A block holds up to 16 records: for each, the lengths of id and text as two little-endian 32-bit
numbers; then all ids and texts one after the other, in UTF-8, deflated together.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.codec.container import Container, ContainerWriter

RECORDS_PER_BLOCK = 16
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
    for start in range(0, len(ids), RECORDS_PER_BLOCK):
        parts: list[bytes] = []
        for pair in zip(
            ids[start : start + RECORDS_PER_BLOCK],
            texts[start : start + RECORDS_PER_BLOCK],
            strict=True,
        ):
            parts.extend(s.encode("utf-8", "surrogatepass") for s in pair)
        lengths = np.array([len(p) for p in parts], "<u4").tobytes()
        blocks.append(zlib.compress(lengths + b"".join(parts), _LEVEL))
        counts.append(len(parts) // 2)
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

    def __init__(self, container: Container) -> None:
        self._data = container.array("records.data")
        self._offsets = container.array("records.offsets")
        self._first_rows = container.array("records.first_rows")
        self._cache: OrderedDict[int, list[tuple[str, str]]] = OrderedDict()
        self._lock = threading.Lock()

    def __getitem__(self, row: int) -> tuple[str, str]:
        """(id, text) of a row."""
        block = int(self._first_rows.searchsorted(row, side="right")) - 1
        return self.block(block)[row - int(self._first_rows[block])]

    def __len__(self) -> int:
        return int(self._first_rows[-1])

    def block_count(self) -> int:
        return len(self._offsets) - 1

    def block(self, number: int) -> list[tuple[str, str]]:
        """All records of one block."""
        with self._lock:
            found = self._cache.get(number)
            if found is not None:
                self._cache.move_to_end(number)
                return found
        records = self.read_block(number)
        with self._lock:
            self._cache[number] = records
            if len(self._cache) > _CACHED_BLOCKS:
                self._cache.popitem(last=False)
        return records

    def read_block(self, number: int) -> list[tuple[str, str]]:
        """As `block`, past the cache: for walks over everything."""
        start, end = int(self._offsets[number]), int(self._offsets[number + 1])
        raw = zlib.decompress(self._data[start:end].data)
        count = int(self._first_rows[number + 1]) - int(self._first_rows[number])
        lengths = np.frombuffer(raw, "<u4", 2 * count)
        ends = (np.cumsum(lengths, dtype=np.int64) + 8 * count).tolist()
        starts = [8 * count, *ends[:-1]]
        strings = [
            raw[a:b].decode("utf-8", "surrogatepass") for a, b in zip(starts, ends, strict=True)
        ]
        return list(zip(strings[::2], strings[1::2], strict=True))

    def raw_block(self, number: int) -> tuple[bytes, int]:
        """The compressed bytes of a block and its number of records: what a merge copies."""
        start, end = int(self._offsets[number]), int(self._offsets[number + 1])
        count = int(self._first_rows[number + 1]) - int(self._first_rows[number])
        return self._data[start:end].tobytes(), count
