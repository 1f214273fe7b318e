"""A word list is kept as hashes and frequencies, and cuts by the most probable path."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.text.dictionary import Lexicon, word_hash, write_lexicon


def _lexicon(frequencies: dict[str, int]) -> Lexicon:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "words"
        write_lexicon(path, frequencies)
        return Lexicon(path)


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.text("平安前哨a𠮷", min_size=1, max_size=5), st.integers(1, 10**6), max_size=30
    ),
    st.text("平安前哨a𠮷", min_size=1, max_size=5),
)
def test_every_word_has_its_frequency_and_others_none(words: dict[str, int], other: str) -> None:
    lexicon = _lexicon(words)
    assert {word: lexicon.frequency(word) for word in words} == words
    assert lexicon.frequency(other) == words.get(other, 0)


@pytest.mark.parametrize(
    ("frequencies", "form", "words"),
    [
        ({}, "平安前哨", ["平", "安", "前", "哨"]),
        ({"平安": 10, "前哨": 10}, "平安前哨", ["平安", "前哨"]),
        ({"平安": 10, "前哨": 10, "平安前哨": 10}, "平安前哨", ["平安前哨"]),
        ({"平": 1, "平安": 1, "安前": 500_000, "哨": 500_000}, "平安前哨", ["平", "安前", "哨"]),
        ({"平安": 10}, "平安，abc12平安", ["平安", "abc12", "平安"]),
        ({"平安": 10}, "", []),
        ({"平安": 10}, "，。！", []),
    ],
)
def test_text_is_cut_along_the_most_probable_path(
    frequencies: dict[str, int], form: str, words: list[str]
) -> None:
    assert _lexicon(frequencies).cut(form) == words


def test_for_search_longer_words_come_with_their_parts() -> None:
    lexicon = _lexicon({"平安": 5, "前哨": 5, "安前": 5, "平安前哨": 50, "安前哨": 5})
    assert lexicon.cut_for_search("平安前哨") == ["平安", "安前", "前哨", "安前哨", "平安前哨"]


def test_hashes_of_the_dictionary_do_not_meet() -> None:
    from indexer.text.analyzer import dictionary_frequencies

    words = list(dictionary_frequencies())[:40_000]
    assert len({word_hash(word) for word in words}) == len(words)
