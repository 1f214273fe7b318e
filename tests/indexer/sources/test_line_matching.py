"""Every line of a changed file is told from the old ones, whatever was changed, and found again."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import CorpusError
from indexer.sources import line_digests as digests
from indexer.sources import line_matching
from indexer.sources.jsonl import MAX_LINE_BYTES, open_lines
from indexer.sources.jsonl_changes import changed_documents
from indexer.sources.line_digests import LineDigests, digest_lines, line_hash
from indexer.sources.line_matching import NEW, match_lines

LINES = [f"{n % 40:02}文档{n}：{'内容' * (n % 9)}".encode() for n in range(3_000)]
Edit = Callable[[list[bytes]], list[bytes]]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small file has many."""
    for module in (digests, line_matching):
        monkeypatch.setattr(module, "BLOCK_BYTES", 1024)


def _document(line: bytes) -> str | None:
    return line[:2].decode() if line else None


def _digests(lines: list[bytes]) -> LineDigests:
    return digest_lines(lines, [_document(line) for line in lines])


def _shuffled(lines: list[bytes]) -> list[bytes]:
    return random.Random(1).sample(lines, len(lines))


EDITS: dict[str, Edit] = {
    "nothing": lambda lines: lines,
    "everything is gone": lambda lines: [],
    "everything is new": lambda lines: [line + b"!" for line in lines],
    "one line changed": lambda lines: [*lines[:1500], "改".encode(), *lines[1501:]],
    "the first line changed": lambda lines: [b"00", *lines[1:]],
    "the last line changed": lambda lines: [*lines[:-1], b"00"],
    "a line more at the beginning": lambda lines: [b"00", *lines],
    "lines more at the end": lambda lines: [*lines, b"00", b"01"],
    "a line less": lambda lines: [*lines[:700], *lines[701:]],
    "every hundredth line changed": lambda lines: [
        line + b"?" if n % 100 == 50 else line for n, line in enumerate(lines)
    ],
    "two lines exchanged": lambda lines: [lines[2000], *lines[1:2000], lines[0], *lines[2001:]],
    "halves exchanged": lambda lines: lines[1500:] + lines[:1500],
    "turned round": lambda lines: lines[::-1],
    "shuffled": _shuffled,
    "everything twice": lambda lines: lines + lines,
    "blank lines in between": lambda lines: [*lines[:500], b"", b"", *lines[500:], b"", b"1"],
}


@pytest.mark.parametrize("edit", EDITS)
def test_lines_are_matched_and_found_again(tmp_path: Path, edit: str) -> None:
    old, new = _digests(LINES), EDITS[edit](LINES)
    path = tmp_path / "input.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in new))
    matched = match_lines(path, old)
    assert matched.hashes.tolist() == [line_hash(line) for line in new]
    assert dict(matched.lines(np.arange(len(new)))) == dict(enumerate(new))
    known = set(LINES)
    if edit != "everything twice":
        for line, old_line in zip(new, matched.old_lines.tolist(), strict=True):
            assert (LINES[old_line] == line) if line in known else old_line == NEW
    _check_blocks(new, matched.blocks)
    if not set(new) - known:
        _check_documents(old, new, matched.old_lines)


def _check_blocks(lines: list[bytes], blocks: digests.Blocks) -> None:
    """Blocks of a changed file serve the next update."""
    assert int(blocks.lines.sum()) == len(lines)
    for first, count, size, total in zip(
        blocks.first_lines, blocks.lines, blocks.sizes, blocks.sums, strict=True
    ):
        block = b"".join(line + b"\n" for line in lines[first : first + count])
        assert (len(block), digests.block_sum(block)) == (size, total)


def _check_documents(old: LineDigests, new: list[bytes], old_lines: line_matching.Matches) -> None:
    numbers = {name: number for number, name in enumerate(old.names, 1)}
    documents = np.array([numbers.get(_document(line) or "", 0) for line in new], np.int64)
    now = _digests(new)
    found = changed_documents(
        old, LineDigests(now.hashes, documents, old.names, now.blocks), old_lines
    )
    of_old = {name: [line for line in LINES if _document(line) == name] for name in old.names}
    of_new = {name: [line for line in new if _document(line) == name] for name in old.names}
    changed = {name for name in old.names if of_old[name] != of_new[name]}
    assert {old.names[number - 1] for number in found.tolist()} == changed


@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n\n  \n", b"\n\n\n"])
def test_lines_are_those_that_a_rebuild_reads(tmp_path: Path, head: bytes, end: bytes) -> None:
    path = tmp_path / "input.jsonl"
    long = b"x" * MAX_LINE_BYTES
    path.write_bytes(head + b"\n".join([b"1", b" \r", b"2\r", long, long + b"y", b"", b"3"]) + end)
    expected = list(open_lines(path))
    matched = match_lines(path, _digests([]))
    assert matched.hashes.tolist() == [line_hash(line) for line in expected]
    again = match_lines(path, _digests(expected))
    assert [expected[line] for line in again.old_lines.tolist()] == expected
    assert [line for _, line in again.lines(np.arange(len(expected)))] == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=60), st.lists(st.integers(0, 30), max_size=60))
def test_lines_that_repeat_are_matched_by_what_they_say(
    tmp_path_factory: pytest.TempPathFactory, before: list[int], after: list[int]
) -> None:
    old = [b"%02d" % n * 60 for n in before]
    new = [b"%02d" % n * 60 for n in after]
    path = tmp_path_factory.mktemp("lines") / "input.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in new))
    matched = match_lines(path, _digests(old))
    assert matched.hashes.tolist() == [line_hash(line) for line in new]
    for line, old_line in zip(new, matched.old_lines.tolist(), strict=True):
        assert old_line == NEW or old[old_line] == line
    _check_blocks(new, matched.blocks)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "input.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in LINES))
    matched = match_lines(path, _digests(LINES))
    path.write_bytes(b"".join(line + b"\n" for line in LINES[::-1]))
    with pytest.raises(CorpusError):
        list(matched.lines(np.arange(10)))
