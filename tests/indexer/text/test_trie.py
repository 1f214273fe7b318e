"""The trie finds every word at every place, and refuses arrays that are none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import trie
from indexer.text.trie import Trie, to_units

pytestmark = pytest.mark.skipif(trie.compiled is None, reason="the C part was not built")

WORDS = st.lists(st.text("甲乙丙a𠮷", min_size=1, max_size=4), unique=True, max_size=30)


@given(WORDS, st.text("甲乙丙a𠮷\0", max_size=40))
def test_every_occurrence_is_found_the_longest_first(words: list[str], text: str) -> None:
    expected = [
        (start, -len(word), number)
        for number, word in enumerate(words)
        for start in range(len(text))
        if text.startswith(word, start)
    ]
    starts, numbers = Trie(words).find(text)
    found = [(s, -len(words[n]), n) for s, n in zip(starts, numbers, strict=True)]
    assert found == sorted(expected)


@given(WORDS, WORDS)
def test_words_added_later_are_as_good(words: list[str], more: list[str]) -> None:
    more = [word for word in more if word not in words]
    grown = Trie(words)
    for word in more:
        grown.extend([word])
    for number, word in enumerate([*words, *more]):
        assert grown.number(word) == number
        assert grown.has_prefix(word[:1])
    assert grown.number("丁") == -1 and not grown.has_prefix("丁")


def test_a_trie_grows_beyond_its_table() -> None:
    words = [chr(0x4E00 + a) + chr(0x4E00 + b) for a in range(60) for b in range(60)]
    grown = Trie([])
    grown.extend(words)
    assert [grown.number(word) for word in words] == list(range(len(words)))


def test_arrays_that_are_no_trie_are_refused() -> None:
    assert trie.compiled is not None
    keys, values, units = np.zeros(16, np.uint64), np.full(16, -1, np.int32), to_units("甲乙")
    ends = np.array([1, 2])
    for wrong in (np.zeros(15, np.uint64), np.zeros(8, np.uint64), np.zeros(0, np.uint64)):
        with pytest.raises(ValueError, match="beyond"):
            trie.compiled.find(wrong, values, units)
    for wrong_ends in ([2, 1], [1, 3], [-1, 2]):
        with pytest.raises(ValueError, match="beyond"):
            trie.compiled.grow(keys, values, units, np.array(wrong_ends), 0, 0)
    with pytest.raises(ValueError, match="beyond"):
        trie.compiled.cut(keys, values, np.zeros(0), 0.0, np.zeros(9, np.uint8), units, ends, 0)
    full = np.full(16, 1 << 60, np.uint64)
    assert trie.compiled.find(full, values, units) == b""
