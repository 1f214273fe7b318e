"""Packed groups of integers come back as they were, alone and together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.codec import blocks

_VALUES = st.one_of(
    st.integers(0, 3),
    st.integers(0, 300),
    st.integers(0, 2**32 - 1),
    st.integers(0, 32).map(lambda bits: (1 << bits) - 1),
)


def _mixed(run: tuple[int, int, int]) -> list[int]:
    """Blocks of two widths, so many that they are unpacked a width at a time."""
    a, b, size = run
    return [b if place // blocks.BLOCK % 3 else a for place in range(size)] * 2


_GROUPS = st.lists(
    st.one_of(
        st.lists(_VALUES, min_size=1, max_size=12),
        st.tuples(_VALUES, st.integers(100, 300)).map(lambda run: [run[0]] * run[1]),
        st.tuples(_VALUES, _VALUES, st.integers(2600, 2900)).map(_mixed),
    ),
    max_size=12,
)


def _packed(groups: list[list[int]]) -> tuple[blocks.Packed, npt.NDArray[np.int64]]:
    values = np.array([v for group in groups for v in group], np.uint32)
    sizes = np.array([len(group) for group in groups], np.int64)
    return blocks.pack(values, sizes), sizes


def _unpacked(packed: blocks.Packed, sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    return blocks.unpack_groups(packed.data, packed.widths, sizes)


@given(_GROUPS)
def test_all_groups_come_back_together(groups: list[list[int]]) -> None:
    packed, sizes = _packed(groups)
    assert _unpacked(packed, sizes).tolist() == [v for group in groups for v in group]


@given(_GROUPS)
def test_each_group_comes_back_alone_from_where_the_sizes_say(groups: list[list[int]]) -> None:
    packed, sizes = _packed(groups)
    counts = blocks.blocks_in(sizes)
    lengths = blocks.group_bytes(packed.widths, sizes)
    assert lengths.sum() == len(packed.data)
    for number, group in enumerate(groups):
        block = int(counts[:number].sum())
        widths = packed.widths[block : block + int(counts[number])]
        data = packed.data[int(lengths[:number].sum()) :]
        assert blocks.unpack(data, widths, len(group)).tolist() == group


@pytest.mark.parametrize(
    ("value", "bits"),
    [(0, 0), (1, 1), (3, 2), (4, 3), (15, 4), (16, 5), (255, 8), (256, 9), (65_535, 16),
     (65_536, 17), (2**31 - 1, 31), (2**31, 32)],
)  # fmt: skip
def test_a_block_takes_the_fewest_bits_that_hold_its_largest_value(value: int, bits: int) -> None:
    packed, _ = _packed([[value] * blocks.BLOCK])
    assert blocks.WIDTHS[int(packed.widths[0])] == bits
    assert len(packed.data) == bits * blocks.BLOCK // 8


def test_one_large_value_widens_its_own_block_only() -> None:
    packed, _ = _packed([[0] * blocks.BLOCK + [2**31] + [0] * (2 * blocks.BLOCK)])
    assert [blocks.WIDTHS[int(code)] for code in packed.widths] == [0, 32, 0, 0]


def test_nothing_packs_to_nothing() -> None:
    packed, sizes = _packed([])
    assert (len(packed.data), len(packed.widths)) == (0, 0)
    assert len(_unpacked(packed, sizes)) == 0
