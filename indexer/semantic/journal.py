"""Keep each vector as soon as it is computed, so that a killed run goes on where it ended.

The file: 8 bytes of magic, the dimensions (4 bytes), then records of equal size: the digest of a
text, its vector, and the CRC-32 of both. Whatever a crash left at the end is cut off when the
journal is opened; nothing before it is lost.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import numpy as np

from indexer.codec.kernels import Vectors
from indexer.generations import durable
from indexer.semantic.vectors import DIGEST_BYTES, Digests

FILE_NAME = "journal"
_MAGIC = b"QSVECTS1"
_HEADER = len(_MAGIC) + 4
_CRC_BYTES = 4


class Journal:
    """The journal of one model, open for appending. A context; one process at a time."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self._path = folder / FILE_NAME
        self._dimensions = dimensions
        durable.make_folder(folder)
        self._descriptor = os.open(
            self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), durable.FILE_MODE
        )
        self._end = self._recover()

    def records(self) -> tuple[Digests, Vectors]:
        """All that is kept: digests of texts, and the vector of each, mapped until `clear`."""
        size = _record_bytes(self._dimensions)
        count = (self._end - _HEADER) // size
        if not count:
            return np.zeros(0, f"V{DIGEST_BYTES}"), np.zeros((0, self._dimensions), np.int8)
        rows = np.memmap(self._path, np.int8, "r", _HEADER, (count, size))
        digests = np.ascontiguousarray(rows[:, :DIGEST_BYTES]).view(f"V{DIGEST_BYTES}")[:, 0]
        return digests, rows[:, DIGEST_BYTES : DIGEST_BYTES + self._dimensions]

    def add(self, digests: Iterable[bytes], vectors: Vectors) -> None:
        """Keep more vectors. What was kept survives the death of this process at once."""
        records: list[bytes] = []
        for digest, vector in zip(digests, vectors, strict=True):
            kept = digest + vector.tobytes()
            records.append(kept + struct.pack("<I", zlib.crc32(kept)))
        content = b"".join(records)
        os.lseek(self._descriptor, self._end, os.SEEK_SET)
        durable.write_all(self._descriptor, content)
        self._end += len(content)

    def clear(self) -> None:
        """Forget all: every vector is in a segment's file by now."""
        os.ftruncate(self._descriptor, _HEADER)
        self._end = _HEADER

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)

    def _recover(self) -> int:
        """Cut off what is not whole; the end of what is. A journal of another kind begins anew."""
        header = _MAGIC + struct.pack("<I", self._dimensions)
        size = _record_bytes(self._dimensions)
        end = 0
        with open(self._path, "rb") as file:
            if file.read(_HEADER) == header:
                end = _HEADER
                while len(record := file.read(size)) == size and _is_whole(record):
                    end += size
        os.ftruncate(self._descriptor, end)
        if not end:
            durable.write_all(self._descriptor, header)
            end = _HEADER
        return end


def count_records(folder: Path, dimensions: int) -> int:
    """How many vectors a journal keeps, by its size."""
    try:
        size = (folder / FILE_NAME).stat().st_size
    except OSError:
        return 0
    return max(0, size - _HEADER) // _record_bytes(dimensions)


def journal_dimensions(folder: Path) -> int:
    """The dimensions of the vectors that a journal keeps; 0 where there is none."""
    try:
        with open(folder / FILE_NAME, "rb") as file:
            header = file.read(_HEADER)
    except OSError:
        return 0
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        return 0
    return int(struct.unpack("<I", header[len(_MAGIC) :])[0])


def _record_bytes(dimensions: int) -> int:
    return DIGEST_BYTES + dimensions + _CRC_BYTES


def _is_whole(record: bytes) -> bool:
    return record[-_CRC_BYTES:] == struct.pack("<I", zlib.crc32(record[:-_CRC_BYTES]))
