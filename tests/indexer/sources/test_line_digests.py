"""What is remembered of the lines of bulk input comes back, however the input was cut up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.sources import line_digests as digests
from indexer.sources.line_digests import (
    UNUSABLE,
    block_sum,
    digest_lines,
    has_digests,
    join_digests,
    line_hash,
    read_digests,
    write_digests,
)

LINES = st.lists(st.tuples(st.sampled_from(["甲", "乙", None]), st.binary(max_size=9)), max_size=20)


@given(LINES, st.integers(1, 4))
def test_digests_do_not_depend_on_how_the_input_was_cut(
    lines: list[tuple[str | None, bytes]], size: int
) -> None:
    parts = [lines[start : start + size] for start in range(0, len(lines), size)]
    joined = join_digests([digest_lines([b for _, b in p], [n for n, _ in p]) for p in parts])
    assert joined.hashes.tolist() == [line_hash(line) for _, line in lines]
    named = [None if n == UNUSABLE else joined.names[n - 1] for n in joined.documents.tolist()]
    assert named == [name for name, _ in lines]
    assert int(joined.blocks.lines.sum()) == len(lines)
    assert int(joined.blocks.sizes.sum()) == sum(len(line) + 1 for _, line in lines)


def test_blocks_are_runs_of_whole_lines() -> None:
    lines = [bytes([65 + n % 26]) * (n % 50_000) for n in range(0, 300_000, 7_001)]
    blocks = digest_lines(lines, [None] * len(lines)).blocks
    assert len(blocks.lines) > 1
    for first, count, size, total in zip(
        blocks.first_lines, blocks.lines, blocks.sizes, blocks.sums, strict=True
    ):
        block = b"".join(line + b"\n" for line in lines[first : first + count])
        assert (len(block), block_sum(block)) == (size, total)
        assert size < digests.BLOCK_BYTES + max(map(len, lines)) + 1


@given(st.binary(min_size=1, max_size=64), st.data())
def test_any_other_block_has_another_sum(block: bytes, data: st.DataObject) -> None:
    other = data.draw(st.binary(min_size=len(block), max_size=len(block)))
    assert (block_sum(block) == block_sum(other)) == (block == other)


def test_digests_come_back_from_their_file(tmp_path: Path) -> None:
    assert not has_digests(tmp_path)
    written = digest_lines([b"1", b"2", b"", b"3"], ["甲", "乙/丙", None, "甲"])
    write_digests(tmp_path, written, frozenset({"乙/丙", "没有"}))
    assert has_digests(tmp_path)
    read, indexed = read_digests(tmp_path)
    assert read.hashes.tolist() == written.hashes.tolist()
    assert read.documents.tolist() == [1, 2, 0, 1]
    assert [read.names[n] for n in range(len(read.names))] == ["甲", "乙/丙"]
    assert indexed.tolist() == [True, False]
    assert np.array_equal(read.blocks.sums, written.blocks.sums)
