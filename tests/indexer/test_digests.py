"""Any change of a line, and of the order of lines, is a change of its document."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from indexer.digests import DocumentDigests, line_hash, read_digests

_LINES = st.lists(st.tuples(st.sampled_from("甲乙丙"), st.binary(max_size=6)), max_size=12)
Lines = list[tuple[str, bytes]]


def _sums(lines: Lines, pieces: int = 1) -> dict[str, int]:
    digests = DocumentDigests()
    size = len(lines) // pieces + 1
    for start in range(0, len(lines), size):
        part = lines[start : start + size]
        digests.add([document for document, _ in part], [line_hash(line) for _, line in part])
    return digests.sums


def _by_document(lines: Lines) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for document, line in lines:
        found.setdefault(document, []).append(line)
    return found


@given(_LINES, _LINES, st.integers(1, 4))
def test_a_document_keeps_its_sum_exactly_while_its_lines_stay(
    before: Lines, after: Lines, pieces: int
) -> None:
    old, new = _by_document(before), _by_document(after)
    sums, others = _sums(before), _sums(after, pieces)
    assert sums.keys() == old.keys()
    same = {document for document in sums if sums[document] == others.get(document)}
    assert same == {document for document in old if old[document] == new.get(document)}


@given(_LINES)
def test_sums_do_not_depend_on_chunks_or_on_other_documents(lines: Lines) -> None:
    assert _sums(lines, 3) == _sums(lines)
    for document in "甲乙丙":
        alone = [line for line in lines if line[0] == document]
        assert _sums(alone).get(document) == _sums(lines).get(document)


def test_sums_come_back_from_their_file(tmp_path: Path) -> None:
    assert read_digests(tmp_path) is None
    digests = DocumentDigests()
    digests.add(["甲", "乙/丙", "甲"], [1, 2**64 - 1, 3])
    digests.write(tmp_path)
    assert read_digests(tmp_path) == digests.sums
