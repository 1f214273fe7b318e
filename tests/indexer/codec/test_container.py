"""Named arrays come back from one mapped file; a file of another kind is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.codec.container import Container, StringTable, container_writer, strings_to_arrays
from indexer.errors import IndexDamagedError


def test_arrays_come_back_with_type_and_shape(tmp_path: Path) -> None:
    arrays = {
        "字节": np.arange(5, dtype=np.uint8),
        "matrix": np.arange(6, dtype=np.int64).reshape(2, 3),
        "empty": np.zeros(0, np.float64),
    }
    with container_writer(tmp_path / "a") as writer:
        for name, array in arrays.items():
            writer.add(name, array)
        with writer.pieces("pieces", np.uint16) as piece:
            piece.append(np.array([1, 2], np.uint16))
            piece.append_bytes(b"")
            piece.append(np.array([3], np.uint16))
    container = Container(tmp_path / "a")
    for name, array in arrays.items():
        found = container.array(name)
        assert (found.dtype, found.shape) == (array.dtype, array.shape)
        assert (found == array).all()
    assert container.array("pieces").tolist() == [1, 2, 3]
    assert "pieces" in container and "other" not in container
    with pytest.raises(ValueError, match="read-only"):
        container.array("matrix")[0, 0] = 9


@pytest.mark.parametrize("content", [b"", b"QSARRAY1", b"\0" * 64, b"QSARRAY1" + b"x" * 40])
def test_what_is_no_container_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(IndexDamagedError):
        Container(tmp_path / "a")


def test_a_file_that_was_given_up_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), container_writer(tmp_path / "a") as writer:
        writer.add("x", np.arange(3))
        raise KeyboardInterrupt
    with pytest.raises(IndexDamagedError):
        Container(tmp_path / "a")


_STRINGS = st.lists(st.text(alphabet="平安a\0é𠮷😀", max_size=5), max_size=20)


@given(_STRINGS)
def test_strings_come_back_in_order(strings: list[str]) -> None:
    table = StringTable(*strings_to_arrays(strings))
    assert table.all() == strings
    assert len(table) == len(strings)


@given(_STRINGS, st.text(alphabet="平安a\0é𠮷😀", max_size=5))
def test_a_string_is_looked_up_in_sorted_and_unsorted_tables(strings: list[str], key: str) -> None:
    distinct = list(dict.fromkeys(strings))
    expected = distinct.index(key) if key in distinct else -1
    assert StringTable(*strings_to_arrays(distinct)).index_of(key) == expected
    ordered = sorted(distinct, key=str.encode)
    expected = ordered.index(key) if key in ordered else -1
    assert StringTable(*strings_to_arrays(ordered)).find(key) == expected
