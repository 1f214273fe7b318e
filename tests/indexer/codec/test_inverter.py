"""Inverting texts at once gives what counting them one by one gives; merging changes nothing."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.codec.inverter import (
    RAW,
    TermPart,
    invert_texts,
    invert_words,
    merge_parts,
    to_units,
)
from indexer.codec.postings import TermBatch
from indexer.text.normalizer import character_table, normalize

_TEXTS = st.lists(st.text(alphabet="平安前哨Ａa1“” \n電𠮷😀％", max_size=12), max_size=8)
Postings = dict[int, dict[int, list[int]]]  # key → row → positions (or as many zeros)


def _read(batch: TermBatch) -> Postings:
    found: Postings = {}
    row = place = 0
    for key, doc_freq in zip(batch.keys.tolist(), batch.doc_freqs.tolist(), strict=True):
        for _ in range(doc_freq):
            freq = int(batch.freqs[row])
            positions = [0] * freq
            if batch.positions is not None:
                positions = batch.positions[place : place + freq].tolist()
            found.setdefault(key, {})[int(batch.rows[row])] = positions
            row, place = row + 1, place + freq
    return found


def _pairs(texts: list[str]) -> Postings:
    found: Postings = defaultdict(lambda: defaultdict(list))
    for row, text in enumerate(texts):
        units = to_units(normalize(text)).tolist()
        for at, (a, b) in enumerate(pairwise(units)):
            found[a << 16 | b][row].append(at)
    return found


def _chars(texts: list[str]) -> Postings:
    found: Postings = defaultdict(lambda: defaultdict(list))
    for row, text in enumerate(texts):
        for unit in to_units(normalize(text)).tolist():
            found[unit][row].append(0)
        removed = [char for char in text if character_table().get(ord(char)) == ""]
        for char in removed:
            found[RAW + ord(char)][row].append(0)
    return found


@given(_TEXTS)
def test_pairs_and_characters_are_those_of_a_plain_count(texts: list[str]) -> None:
    inverted = invert_texts(texts)
    assert _read(inverted.pairs) == _pairs(texts)
    assert _read(inverted.chars) == _chars(texts)
    forms = [to_units(normalize(text)) for text in texts]
    assert inverted.lengths.tolist() == [len(form) for form in forms]
    assert inverted.units.tolist() == [unit for form in forms for unit in form.tolist()]
    assert inverted.pairs.keys.tolist() == sorted(_pairs(texts))


@settings(max_examples=60)
@given(st.lists(_TEXTS, min_size=1, max_size=4), st.integers(1, 40))
def test_batches_merge_to_what_one_batch_gives(batches: list[list[str]], most: int) -> None:
    """However many occurrences are merged at a time."""
    parts: list[TermPart] = []
    base = 0
    for texts in batches:
        parts.append(TermPart(invert_texts(texts).pairs, base))
        base += len(texts)
    merged: Postings = {}
    for batch in merge_parts(parts, most):
        read = _read(batch)
        assert merged.keys().isdisjoint(read.keys())
        merged.update(read)
    assert merged == _pairs([text for texts in batches for text in texts])
    assert list(merged) == sorted(merged)


def test_nothing_inverts_to_nothing() -> None:
    inverted = invert_texts([])
    assert (len(inverted.units), len(inverted.pairs.keys), len(inverted.chars.keys)) == (0, 0, 0)
    none = inverted.chars.keys
    assert len(invert_words(none, none).keys) == 0
