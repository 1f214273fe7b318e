"""What a segment keeps of what it found stays bounded, whatever is asked."""

from __future__ import annotations

import sys
from collections.abc import Hashable

import numpy as np

from indexer.codec.ngram_index import Found
from search.engines.embedded.segment_reader import _owned, _size
from search.engines.memory import Memory


def found(rows: int) -> Found:
    return Found(np.arange(rows, dtype=np.int32), np.ones(rows, np.uint32))


def test_lists_are_kept_up_to_a_number_of_bytes_the_oldest_go_first() -> None:
    cache = Memory[Hashable, Found](100_000, _size)
    for number in range(1000):
        cache.put(("text", f"第{number}"), found(number % 300))
        cache.get(("text", "第7"))
    kept = [entry for n in range(1000) if (entry := cache.get(("text", f"第{n}")))]
    assert 50_000 < sum(map(_size, kept)) <= 100_000
    assert cache.get(("text", "第7")) and cache.get(("text", "第999"))
    assert not cache.get(("text", "第8"))
    cache.put(("text", "的"), found(10_000))
    assert not cache.get(("text", "的"))  # more than a quarter of all


def test_a_kept_list_does_not_keep_the_larger_one_that_it_was_cut_from() -> None:
    large = np.arange(1_000_000, dtype=np.int32)
    cut = _owned(large[:3])
    assert cut.base is None and cut.tolist() == [0, 1, 2] and sys.getsizeof(cut) < 1000
    assert _owned(large) is large
