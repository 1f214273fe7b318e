"""Choosing the best rows gives what sorting all of them gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.codec.kernels import best
from search.engines.embedded.ordering import best_of_groups

_KEYS = st.lists(st.sampled_from([-np.inf, 0.0, 1.0, 1.5, 2.0]), max_size=40)


def _ranks(size: int, chance: int) -> np.ndarray:
    return np.random.default_rng(chance).permutation(size).astype(np.uint32)


@given(_KEYS, st.integers(0, 50), st.integers(0, 9))
def test_the_best_are_the_first_of_a_full_sort(keys: list[float], most: int, chance: int) -> None:
    ranks = _ranks(len(keys), chance)
    wanted = sorted(range(len(keys)), key=lambda i: (-keys[i], ranks[i]))[:most]
    rows = np.arange(len(keys), dtype=np.int32)
    assert best(np.array(keys, np.float64), ranks, rows, most).tolist() == wanted


@given(_KEYS, st.integers(1, 50), st.integers(0, 9), st.data())
def test_each_group_is_led_by_its_best_and_sized(
    keys: list[float], most: int, chance: int, data: st.DataObject
) -> None:
    groups = [data.draw(st.integers(5, 9)) for _ in keys]
    ranks = _ranks(len(keys), chance)
    order = sorted(range(len(keys)), key=lambda i: (-keys[i], ranks[i]))
    leaders: dict[int, int] = {}
    for index in order:
        leaders.setdefault(groups[index], index)
    rows = np.arange(len(keys), dtype=np.int32)
    chosen, sizes = best_of_groups(
        np.array(keys, np.float64), ranks, rows, np.array(groups, np.uint16), 10, most
    )
    wanted = list(leaders.values())[:most]
    assert chosen.tolist() == wanted
    assert sizes.tolist() == [groups.count(groups[index]) for index in wanted]
