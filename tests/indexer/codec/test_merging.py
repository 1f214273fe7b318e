"""The compiled inner loops of a build and NumPy's give the same, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.codec import blocks, merging
from indexer.codec.inverter import TermPart, merge_parts
from indexer.codec.postings import TermBatch

pytestmark = pytest.mark.skipif(merging.compiled is None, reason="the C part was not built")

GROUPS = st.lists(
    st.lists(st.integers(0, 3) | st.integers(0, 2**32 - 1), min_size=1, max_size=300), max_size=12
)


@given(GROUPS, st.integers(0, 31))
def test_groups_are_packed_alike(groups: list[list[int]], shift: int) -> None:
    values = np.array([v for group in groups for v in group], np.uint32) >> np.uint32(shift)
    sizes = np.array([len(group) for group in groups], np.int64)
    ours, theirs = merging.pack(values, sizes), blocks.pack(values, sizes)
    assert ours.data.tobytes() == theirs.data.tobytes()
    assert ours.widths.tolist() == theirs.widths.tolist()


@given(
    st.lists(st.integers(0, 255), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 9)), max_size=20),
    st.sampled_from([np.uint8, np.uint16, np.uint32]),
)
def test_runs_are_gathered_alike(
    values: list[int], runs: list[tuple[int, int]], kind: type[np.unsignedinteger]
) -> None:
    source = np.array(values, kind)
    inside = [(start, size) for start, size in runs if start + size <= len(values)]
    starts = np.array([start for start, _ in inside], np.int64)
    sizes = np.array([size for _, size in inside], np.int64)
    gathered = merging.gather(source, starts, sizes)
    assert gathered.dtype == source.dtype
    assert gathered.tolist() == source[merging.ragged(starts, sizes)].tolist()


@given(GROUPS)
def test_runs_are_summed(groups: list[list[int]]) -> None:
    values = np.array([v for group in groups for v in group], np.uint32)
    sizes = np.array([len(group) for group in groups], np.int64)
    assert merging.run_sums(values, sizes).tolist() == [sum(group) for group in groups]


def test_a_merge_without_the_compiled_part_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [
        TermPart(_terms({1: {0: [3, 9]}, 5: {0: [1], 2: [0, 300]}}), 0),
        TermPart(_terms({2: {1: [7]}, 5: {0: [70_000]}}), 3),
    ]
    compiled = list(merge_parts(parts))
    monkeypatch.setattr(merging, "compiled", None)
    (pure,) = merge_parts(parts)
    (one,) = compiled
    assert one.keys.tolist() == pure.keys.tolist() == [1, 2, 5]
    assert one.doc_freqs.tolist() == pure.doc_freqs.tolist() == [1, 1, 3]
    assert one.rows.tolist() == pure.rows.tolist() == [0, 4, 0, 2, 3]
    assert one.freqs.tolist() == pure.freqs.tolist() == [2, 1, 1, 2, 1]
    assert one.positions is not None and pure.positions is not None
    assert one.positions.tolist() == pure.positions.tolist() == [3, 9, 7, 1, 0, 300, 70_000]


@given(
    st.lists(
        st.tuples(st.integers(0, 3) | st.integers(0, 2**32 - 1), st.integers(0, 4)), max_size=80
    ),
    st.booleans(),
)
def test_occurrences_are_grouped_alike(some: list[tuple[int, int]], placed: bool) -> None:
    some = sorted(some, key=lambda one: one[1])
    keys, rows = (np.array([one[part] for one in some], np.uint32) for part in (0, 1))
    positions = np.arange(len(some), dtype=np.uint32) if placed else None
    for ours, theirs in zip(
        merging.group(keys, rows, positions),
        merging.group_by_sorting(keys, rows, positions),
        strict=True,
    ):
        assert (ours is None) == (theirs is None)
        if ours is not None and theirs is not None:
            assert (ours.dtype, ours.tolist()) == (theirs.dtype, theirs.tolist())


def test_sizes_that_lead_beyond_are_refused() -> None:
    assert merging.compiled is not None
    source, out = np.zeros(4, np.uint32), np.zeros(4, np.uint32)
    for start, size in ((1, 4), (-1, 4), (0, 3), (5, 4), (0, -1)):
        with pytest.raises(ValueError, match="beyond"):
            runs = np.array([start]), np.array([size])
            merging.compiled.gather(source, 4, *runs, out)
    data, widths = np.zeros(16, np.uint8), np.zeros(1, np.uint8)
    for sizes, room in (
        ([5], data),
        ([3], data),
        ([4], data[:15]),
        ([2, 2], data),
        ([-1, 5], data),
    ):
        with pytest.raises(ValueError, match="beyond"):
            merging.compiled.pack(source, np.array(sizes), room, widths)
    none, short = np.zeros(0, np.uint32), np.zeros(3, np.uint32)
    with pytest.raises(ValueError, match="beyond"):
        merging.compiled.group(source, source, none, out, out, out, short, none)
    with pytest.raises(ValueError, match="beyond"):
        merging.compiled.group(source, source, source, out, out, out, out, none)


def _terms(terms: dict[int, dict[int, list[int]]]) -> TermBatch:
    postings = [(row, places) for rows in terms.values() for row, places in rows.items()]
    return TermBatch(
        np.array(list(terms), np.uint32),
        np.array([len(rows) for rows in terms.values()], np.uint32),
        np.array([row for row, _ in postings], np.uint32),
        np.array([len(places) for _, places in postings], np.uint32),
        np.array([place for _, places in postings for place in places], np.uint32),
    )
