"""Remember every line of bulk input by digests, to see in the next input which have changed.

`input.arrays` (an indexer.codec.container file), N lines, D documents, B blocks of whole lines:

    hashes     uint64 (N,)   digest of each line, as indexer.sources.jsonl.open_lines gives it
    documents  uint  (N,)    1 + the number of the line's document; 0: the line could not be used
    names.data, names.ends   the D documents' names
    indexed    uint8 (D,)    1: the document is in the index (0: withdrawn)
    blocks.lines uint32 (B,) lines of each block, in order
    blocks.bytes uint64 (B,) its bytes, a line feed after each line counted
    blocks.sums uint64 (B,)  their digest

A block is a run of some 256 KiB; where it stands again, its lines need not be looked at.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.codec.container import Container, StringTable, container_writer, strings_to_arrays
from indexer.codec.doc_values import ColumnBuilder, indexes_of, smallest

FILE_NAME = "input.arrays"
BLOCK_BYTES = 256 << 10
UNUSABLE = 0  # the number of a line's document where the line could not be used
Hashes: TypeAlias = npt.NDArray[np.uint64]
Names: TypeAlias = "tuple[str, ...] | StringTable"  # a table where they come from a file


@dataclass(frozen=True, slots=True)
class Blocks:
    """Runs of whole lines: how many lines and bytes each has, and its digest."""

    lines: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]
    sums: Hashes

    @property
    def first_lines(self) -> npt.NDArray[np.int64]:
        return np.cumsum(self.lines) - self.lines


@dataclass(frozen=True, slots=True)
class LineDigests:
    """Some lines in order; `documents` are 1 + places in `names`, or UNUSABLE."""

    hashes: Hashes
    documents: npt.NDArray[np.integer[Any]]
    names: Names
    blocks: Blocks

    def __len__(self) -> int:
        return len(self.hashes)


def line_hash(line: bytes) -> int:
    """64 bits of a line, fast: two checksums of different kinds."""
    return zlib.crc32(line) << 32 | zlib.adler32(line)


def block_sum(block: bytes) -> int:
    """64 bits of many lines, three times as fast: CRC-32, and the sum of the 64-bit words."""
    words = np.frombuffer(block, "<u8", len(block) // 8)
    total = int(words.sum(dtype=np.uint64)) if len(words) else 0
    return zlib.crc32(block) << 32 | ((total >> 32) ^ total) & 0xFFFFFFFF


def digest_lines(lines: Sequence[bytes], documents: Sequence[str | None]) -> LineDigests:
    """Lines of an input, each with the name of its document (None: it could not be used)."""
    numbers: dict[str, int] = {}
    places = [
        0 if name is None else numbers.setdefault(name, len(numbers) + 1) for name in documents
    ]
    hashes = np.fromiter(map(line_hash, lines), np.uint64, len(lines))
    return LineDigests(hashes, np.array(places, np.uint32), tuple(numbers), cut_blocks(lines))


def cut_blocks(lines: Sequence[bytes]) -> Blocks:
    """Blocks of these lines, each the shortest that has BLOCK_BYTES (but the last)."""
    sizes = np.fromiter(map(len, lines), np.int64, len(lines)) + 1
    numbers = (np.cumsum(sizes) - sizes) // BLOCK_BYTES
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    ends = np.append(starts[1:], len(lines)) if len(starts) else starts
    sums = [
        block_sum(b"\n".join(lines[start:end]) + b"\n")
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
    totals = np.add.reduceat(sizes, starts) if len(starts) else starts
    return Blocks(ends - starts, totals, np.array(sums, np.uint64))


def join_blocks(parts: Sequence[Blocks]) -> Blocks:
    """Blocks of parts of an input, one after the other."""
    none = np.zeros(0, np.int64)
    return Blocks(
        np.concatenate([none, *(part.lines for part in parts)]),
        np.concatenate([none, *(part.sizes for part in parts)]),
        np.concatenate([none.astype(np.uint64), *(part.sums for part in parts)]),
    )


def join_digests(parts: Sequence[LineDigests]) -> LineDigests:
    """Digests of parts of an input, one after the other."""
    column = ColumnBuilder()
    column.add_all([""])  # stands for UNUSABLE, which is 0 in all parts
    for part in parts:
        assert isinstance(part.names, tuple)
        column.add_numbered(["", *part.names], part.documents)
    hashes = np.concatenate([np.zeros(0, np.uint64), *(part.hashes for part in parts)])
    blocks = join_blocks([part.blocks for part in parts])
    return LineDigests(hashes, column.ordinals[1:], tuple(column.numbers)[1:], blocks)


def write_digests(folder: Path, digests: LineDigests, withdrawn: frozenset[str]) -> None:
    """Write FILE_NAME into the folder of a generation that holds all documents but these."""
    names = digests.names
    if isinstance(names, tuple):
        names = StringTable(*strings_to_arrays(list(names)))
    indexed = np.ones(len(names), np.uint8)
    indexed[indexes_of(names, withdrawn)] = 0
    with container_writer(folder / FILE_NAME) as container:
        container.add("names.data", names.data)
        container.add("names.ends", names.ends)
        container.add("indexed", indexed)
        container.add("hashes", digests.hashes)
        container.add("documents", smallest(digests.documents, len(names) + 1))
        container.add("blocks.lines", digests.blocks.lines.astype(np.uint32))
        container.add("blocks.bytes", digests.blocks.sizes.astype(np.uint64))
        container.add("blocks.sums", digests.blocks.sums)


def has_digests(folder: Path) -> bool:
    """Whether a generation was built from bulk input."""
    return (folder / FILE_NAME).exists()


def read_digests(folder: Path) -> tuple[LineDigests, npt.NDArray[np.bool_]]:
    """The lines that a generation was built from, and which of their documents it holds."""
    container = Container(folder / FILE_NAME)
    array = container.array
    blocks = Blocks(
        array("blocks.lines").astype(np.int64),
        array("blocks.bytes").astype(np.int64),
        array("blocks.sums"),
    )
    names = container.strings("names")
    digests = LineDigests(array("hashes"), array("documents"), names, blocks)
    return digests, array("indexed").astype(bool)
