"""Posting lists come back from a file: rows, frequencies, positions, term by term and in ranges."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.codec.container import Container, container_writer
from indexer.codec.postings import Postings, PostingsWriter, TermBatch

Places = dict[int, dict[int, list[int]]]  # key → row → positions
_PLACES = st.dictionaries(
    st.integers(0, 2**32 - 1),
    st.dictionaries(
        st.integers(0, 70_000),
        st.lists(st.integers(0, 1_000), min_size=1, max_size=5, unique=True).map(sorted),
        min_size=1,
        max_size=8,
    ),
    max_size=8,
)


def _batch(places: Places, keys: list[int], with_positions: bool) -> TermBatch:
    rows = [row for key in keys for row in sorted(places[key])]
    runs = [places[key][row] for key in keys for row in sorted(places[key])]
    positions = np.array([p for run in runs for p in run], np.uint32)
    return TermBatch(
        np.array(keys, np.uint32),
        np.array([len(places[key]) for key in keys], np.uint32),
        np.array(rows, np.uint32),
        np.array([len(run) for run in runs], np.uint32),
        positions if with_positions else None,
    )


def _written(path: Path, places: Places, with_positions: bool = True) -> Postings:
    writer = PostingsWriter("p", with_positions)
    keys = sorted(places)
    for part in (keys[: len(keys) // 2], keys[len(keys) // 2 :]):
        writer.add(_batch(places, part, with_positions))
    with container_writer(path) as container:
        writer.finish(container)
    return Postings(Container(path), "p")


@settings(max_examples=60)
@given(_PLACES)
def test_every_posting_comes_back(places: Places) -> None:
    with tempfile.TemporaryDirectory() as folder:
        postings = _written(Path(folder) / "a", places)
        for key, of_rows in places.items():
            term = postings.term_of(key)
            assert postings.rows(term).tolist() == sorted(of_rows)
            assert postings.freqs(term).tolist() == [len(of_rows[r]) for r in sorted(of_rows)]
            positions = [p for row in sorted(of_rows) for p in of_rows[row]]
            assert postings.positions(term).tolist() == positions
        everything = postings.decode_range(0, len(places))
        wanted = _batch(places, sorted(places), with_positions=True)
        for name in ("keys", "doc_freqs", "rows", "freqs", "positions"):
            assert getattr(everything, name).tolist() == getattr(wanted, name).tolist(), name


def test_a_key_that_no_row_has_is_minus_one(tmp_path: Path) -> None:
    postings = _written(tmp_path / "a", {5: {0: [0]}, 9: {1: [2]}})
    assert [postings.term_of(key) for key in (4, 5, 7, 9, 10)] == [-1, 0, -1, 1, -1]
    assert _written(tmp_path / "b", {}).term_of(0) == -1


def test_positions_are_kept_only_where_they_are_asked_for(tmp_path: Path) -> None:
    postings = _written(tmp_path / "a", {5: {0: [0, 3]}}, with_positions=False)
    assert not postings.has_positions
    assert postings.freqs(0).tolist() == [2]
    assert postings.decode_range(0, 1).positions is None


@pytest.mark.parametrize("size", [1, 127, 128, 129, 1_000])
def test_long_lists_cross_the_borders_of_blocks(tmp_path: Path, size: int) -> None:
    rows = {row * 3: [row % 700, 900] for row in range(size)}
    postings = _written(tmp_path / "a", {1: {0: [0]}, 2: rows, 3: {7: [8]}})
    assert postings.rows(1).tolist() == sorted(rows)
    assert postings.positions(1).tolist() == [p for row in sorted(rows) for p in rows[row]]
    assert postings.rows(2).tolist() == [7]
