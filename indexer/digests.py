"""Fingerprint the documents of bulk input, to see in the next one which have changed.

`input.arrays`: the names of all documents and, for each, the sum over its lines of the line's hash
times an odd number that depends on its place in the document, modulo 2^64: any change of a line, or
of the order of lines, changes the sum.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.codec.container import Container, ContainerWriter, StringTable, strings_to_arrays

FILE_NAME = "input.arrays"
_MASK = (1 << 64) - 1
_ODD = 0x9E3779B97F4A7C15


def line_hash(line: bytes) -> int:
    """64 bits of a line, fast: two checksums of different kinds."""
    return zlib.crc32(line) << 32 | zlib.adler32(line)


class DocumentDigests:
    """Takes the lines in input order and keeps one number a document."""

    def __init__(self) -> None:
        self.sums: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def add(self, documents: Sequence[str], hashes: Sequence[int]) -> None:
        """Lines by the document each belongs to and its hash."""
        sums, counts = self.sums, self._counts
        for document, value in zip(documents, hashes, strict=True):
            place = counts.get(document, 0)
            counts[document] = place + 1
            mixed = ((value + place + 1) * _ODD) & _MASK
            mixed ^= mixed >> 29
            sums[document] = (sums.get(document, 0) + mixed * _ODD) & _MASK

    def write(self, folder: Path) -> None:
        container = ContainerWriter(folder / FILE_NAME)
        data, ends = strings_to_arrays(list(self.sums))
        container.add("names.data", data)
        container.add("names.ends", ends)
        container.add("sums", np.array(list(self.sums.values()), np.uint64))
        container.close()


def read_digests(folder: Path) -> dict[str, int] | None:
    """Document → its sum, or None where the generation was not built from bulk input."""
    path = folder / FILE_NAME
    if not path.exists():
        return None
    container = Container(path)
    names = StringTable(container.array("names.data"), container.array("names.ends"))
    sums: list[int] = container.array("sums").tolist()
    return dict(zip(names.all(), sums, strict=True))
