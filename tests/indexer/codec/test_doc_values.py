"""Columns give every row its value, from batches with tables of their own."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.codec.doc_values import ColumnBuilder, join_set, smallest, split_set, split_sets


def test_rows_of_several_batches_keep_their_values() -> None:
    builder = ColumnBuilder()
    builder.add_all(["南通", "", "南通"])
    builder.add_numbered(["海安", "南通"], np.array([1, 0, 0], np.uint8))
    builder.add_numbered([], np.zeros(0, np.uint8))
    table = list(builder.numbers)
    expected = ["南通", "", "南通", "南通", "海安", "海安"]
    assert [table[number] for number in builder.ordinals] == expected
    assert len(table) == len(set(table)) == 3
    assert len(ColumnBuilder().ordinals) == 0


@pytest.mark.parametrize(
    "values", [(), ("反诈",), ("反诈", "治安防控"), ("一 二", "三,四", "五/六")]
)
def test_a_set_of_values_comes_back_in_its_order(values: tuple[str, ...]) -> None:
    assert split_set(join_set(values)) == values
    assert split_set(join_set((*values, *values))) == values
    many = [join_set(some) for some in ((), values, values[:1], ("",), values[1:])]
    flat, lengths = split_sets(many)
    ends = lengths.cumsum().tolist()
    apart = [tuple(flat[end - n : end]) for n, end in zip(lengths.tolist(), ends, strict=True)]
    assert apart == [split_set(string) for string in many]


@pytest.mark.parametrize(
    ("limit", "kind"), [(1, np.uint8), (256, np.uint8), (257, np.uint16), (65_537, np.uint32)]
)
def test_numbers_take_the_narrowest_type(limit: int, kind: type) -> None:
    assert smallest(np.array([0, limit - 1]), limit).dtype == kind
    assert smallest(np.array([0, limit - 1]), limit).tolist() == [0, limit - 1]
