"""Match the lines of a bulk file with those an index was built from, in one read of the file.

Blocks of lines that stand in the file as they did are recognised as wholes (1.5 GB/s), wherever
they stand now. Between them, lines are looked at one by one until the next block begins: those
whose digest is that of an old line are known, the others are new.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.errors import CorpusError
from indexer.sources.jsonl import LINE_TOO_LONG, MAX_LINE_BYTES
from indexer.sources.line_digests import (
    BLOCK_BYTES,
    Blocks,
    LineDigests,
    block_sum,
    cut_blocks,
    join_blocks,
    line_hash,
)

NEW = -1
Matches: TypeAlias = npt.NDArray[np.int64]  # which old line each line is, or NEW
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class LineRun:
    """Neighbouring lines of the file: `size` bytes from byte `offset` on."""

    count: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class MatchedLines:
    """Every line of the file: its digest, and which old line it is (or NEW)."""

    path: Path
    hashes: npt.NDArray[np.uint64]
    old_lines: Matches
    blocks: Blocks
    runs: tuple[LineRun, ...]

    def lines(self, wanted: npt.NDArray[np.int64]) -> Iterator[tuple[int, bytes]]:
        """(place, line) of the lines at these places (from 0, ascending), read again.

        CorpusError when the file is no longer what it was.
        """
        first = 0
        with open(self.path, "rb") as file:
            for run in self.runs:
                low, high = np.searchsorted(wanted, (first, first + run.count)).tolist()
                if low < high:
                    file.seek(run.offset)
                    lines = [line for _, line in islice(read_lines(file), run.count)]
                    for place in wanted[low:high].tolist():
                        line = lines[place - first] if place - first < len(lines) else b""
                        if line_hash(line) != self.hashes[place]:
                            raise CorpusError(f"「{self.path}」正在被改写；写完后请重试")
                        yield place, line
                first += run.count


def match_lines(path: Path, old: LineDigests) -> MatchedLines:
    """What of the file (JSON Lines, not compressed) is as it was."""
    walk = _Walk(old)
    try:
        with open(path, "rb") as file:
            walk.through(file)
    except OSError as error:
        raise CorpusError(f"「{path}」无法读取（{error.strerror}）") from error
    return walk.matched(path)


class _Walk:
    """One walk through a file, along the old blocks as long as they follow one another."""

    def __init__(self, old: LineDigests) -> None:
        self._old = old
        firsts = old.blocks.first_lines
        self._firsts: list[int] = firsts.tolist()
        self._sizes: list[int] = old.blocks.sizes.tolist()
        self._counts: list[int] = old.blocks.lines.tolist()
        self._sums: list[int] = old.blocks.sums.tolist()
        good = np.flatnonzero(old.documents[firsts])  # blank lines and the like are everywhere
        beginnings = zip(old.hashes[firsts[good]].tolist(), good.tolist(), strict=True)
        self._beginning: dict[int, int] = dict(beginnings)
        self._parts: list[_Part] = []
        self._loose: list[bytes] = []
        self._loose_bytes = 0
        self._offset = 0  # where the next block or line begins

    def through(self, file: BufferedReader) -> None:
        if file.peek(3)[:3] == _BOM:
            self._offset = len(_BOM)
        block: int | None = 0
        while block is not None:
            while block < len(self._sizes) and self._is_here(file, block):
                self._take_block(block)
                block += 1
            block = self._next_block(file)

    def _is_here(self, file: BufferedReader, block: int) -> bool:
        file.seek(self._offset)
        data = file.read(self._sizes[block])
        return len(data) == self._sizes[block] and block_sum(data) == self._sums[block]

    def _take_block(self, block: int) -> None:
        first, count = self._firsts[block], self._counts[block]
        size = self._sizes[block]
        sums = np.array([self._sums[block]], np.uint64)
        self._parts.append(
            _Part(
                self._old.hashes[first : first + count],
                np.arange(first, first + count),
                Blocks(np.array([count]), np.array([size]), sums),
                LineRun(count, self._offset, size),
            )
        )
        self._offset += size

    def _next_block(self, file: BufferedReader) -> int | None:
        """Take lines until one begins an old block, whose number it gives; None: no more lines."""
        file.seek(self._offset)
        for size, line in read_lines(file):
            block = self._beginning.pop(line_hash(line), None) if self._beginning else None
            if block is not None:
                if self._is_here(file, block):
                    self._take_loose()
                    return block
                file.seek(self._offset + size)
            self._loose.append(line)
            self._loose_bytes += size
            self._offset += size
            if self._loose_bytes >= BLOCK_BYTES:
                self._take_loose()
        self._take_loose()
        return None

    def _take_loose(self) -> None:
        lines, size = self._loose, self._loose_bytes
        if lines:
            hashes = np.fromiter(map(line_hash, lines), np.uint64, len(lines))
            run = LineRun(len(lines), self._offset - size, size)
            unknown = np.full(len(lines), NEW, np.int64)
            self._parts.append(_Part(hashes, unknown, cut_blocks(lines), run))
        self._loose, self._loose_bytes = [], 0

    def matched(self, path: Path) -> MatchedLines:
        hashes = np.concatenate([np.zeros(0, np.uint64), *(p.hashes for p in self._parts)])
        old_lines = np.concatenate([np.zeros(0, np.int64), *(p.old_lines for p in self._parts)])
        blocks = join_blocks([part.blocks for part in self._parts])
        count = len(hashes)
        while count and hashes[count - 1] == line_hash(b""):  # blank lines at the end are none
            count -= 1
        hashes, old_lines = hashes[:count], old_lines[:count]
        _know_again(hashes, old_lines, self._old.hashes)
        runs = tuple(part.run for part in self._parts)
        return MatchedLines(path, hashes, old_lines, _cut(blocks, count), runs)


@dataclass(frozen=True, slots=True)
class _Part:
    """One old block found again, or some lines between blocks."""

    hashes: npt.NDArray[np.uint64]
    old_lines: Matches
    blocks: Blocks
    run: LineRun


def _know_again(
    hashes: npt.NDArray[np.uint64],
    old_lines: npt.NDArray[np.int64],
    old_hashes: npt.NDArray[np.uint64],
) -> None:
    """Find the lines that stand between blocks among the old ones that no block accounts for."""
    loose = np.flatnonzero(old_lines == NEW)
    is_left = np.ones(len(old_hashes), bool)
    is_left[old_lines[old_lines != NEW]] = False
    left = np.flatnonzero(is_left)
    left = left[np.argsort(old_hashes[left], kind="stable")]
    if not len(loose) or not len(left):
        return
    keys = old_hashes[left]
    at = np.minimum(keys.searchsorted(hashes[loose]), len(keys) - 1)
    same = keys[at] == hashes[loose]
    old_lines[loose[same]] = left[at[same]]


def _cut(blocks: Blocks, count: int) -> Blocks:
    """The blocks of the first `count` lines; one that ends later is never found again."""
    kept = int(np.searchsorted(blocks.first_lines, count))
    lines, sums = blocks.lines[:kept].copy(), blocks.sums[:kept].copy()
    if kept and (over := int(lines.sum()) - count):
        lines[-1] -= over
        sums[-1] ^= np.uint64(1)
    return Blocks(lines, blocks.sizes[:kept], sums)


def read_lines(file: BufferedReader) -> Iterator[tuple[int, bytes]]:
    """(bytes it takes up in the file, line) from here on, as `jsonl.open_lines` gives them.

    Blank lines at the end included. The file may be moved between two lines.
    """
    while line := file.readline(MAX_LINE_BYTES + 1):
        size = len(line)
        if line.endswith(b"\n"):
            line = line[:-1]
        elif size > MAX_LINE_BYTES:
            line = LINE_TOO_LONG
            while rest := file.readline(BLOCK_BYTES):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
        yield size, b"" if line.isspace() else line
