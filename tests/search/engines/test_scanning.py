"""Near and wildcard queries mean the same in C, in Python and as a regular expression says it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.codec import kernels
from indexer.codec.inverter import to_units
from search.engines.scanning import MAX_GAP, SENTENCE_ENDS, Pattern, predicate
from search.highlighter import Marker
from search.query.tree import Literal, Near, Wildcard

TEXT = st.text("国法人。!𠮷😀a", max_size=60)
LITERALS = st.lists(st.text("国法人。𠮷", min_size=1, max_size=3), min_size=1, max_size=3)
SIGNS = st.text("*?", min_size=1, max_size=3)
PATTERNS = st.lists(
    st.one_of(st.text("国法𠮷", min_size=1, max_size=2), SIGNS), min_size=1, max_size=6
)
NEAR = st.builds(
    Near,
    LITERALS.map(lambda forms: Literal(tuple(forms))),
    LITERALS.map(lambda forms: Literal(tuple(forms))),
    st.one_of(st.none(), st.integers(0, 12)),
)
compiled_only = pytest.mark.skipif(kernels.compiled is None, reason="the C part was not built")


def regex(pattern: str, lazy: str = "") -> re.Pattern[str]:
    signs = {"*": f".{{0,{MAX_GAP}}}{lazy}", "?": "."}
    return re.compile("".join(signs.get(c) or re.escape(c) for c in pattern), re.DOTALL)


def is_near(text: str, near: Near) -> bool:
    """Word for word what a near query means, pair by pair of places."""
    places = [
        [m.span(1) for f in side.forms for m in re.finditer(f"(?=({re.escape(f)}))", text)]
        for side in (near.left, near.right)
    ]
    for a, b in ((a, b) for a in places[0] for b in places[1]):
        if near.distance is None:
            first, last = sorted((a[0], b[0]))
            if not any(c in SENTENCE_ENDS for c in text[first + 1 : last + 1]):
                return True
        elif 0 <= b[0] - a[1] <= near.distance or 0 <= a[0] - b[1] <= near.distance:
            return True
    return False


def texts_of(texts: list[str]) -> tuple[kernels.Units, kernels.Freqs, kernels.Rows]:
    """The units of all, where each begins, and every row."""
    units = [to_units(text) for text in texts]
    starts = np.cumsum([0, *map(len, units)]).astype(np.uint32)
    return np.concatenate(units), starts, np.arange(len(texts), dtype=np.int32)


def has_pairs(texts: list[str]) -> bool:
    return any(ord(char) > 0xFFFF for text in texts for char in text)


@given(TEXT, NEAR)
def test_near_is_what_its_words_say(text: str, near: Near) -> None:
    assert predicate(near)(text) == is_near(text, near)


@given(TEXT, PATTERNS)
def test_a_wildcard_is_what_a_regular_expression_says(text: str, parts: list[str]) -> None:
    pattern = "".join(parts)
    if pattern.strip("*?"):
        assert predicate(Wildcard(pattern))(text) == bool(regex(pattern).search(text))


@compiled_only
@given(st.lists(TEXT, min_size=1, max_size=5), NEAR)
def test_near_is_the_same_in_c(texts: list[str], near: Near) -> None:
    sides = [[to_units(form) for form in side.forms] for side in (near.left, near.right)]
    ends = to_units(SENTENCE_ENDS)
    found = kernels.near(*texts_of(texts), *sides, near.distance, ends, has_pairs(texts))
    assert found is not None and found.tolist() == [predicate(near)(text) for text in texts]


@compiled_only
@given(st.lists(TEXT, min_size=1, max_size=5), PATTERNS)
def test_a_wildcard_is_the_same_in_c(texts: list[str], parts: list[str]) -> None:
    pattern = Pattern.of("".join(parts))
    pieces = [to_units(piece) for piece in pattern.pieces]
    gaps, tail = pattern.gaps, pattern.tail
    found = kernels.in_sequence(*texts_of(texts), pieces, gaps, tail, has_pairs(texts))
    assert found is not None and found.tolist() == [pattern.is_in(text) for text in texts]


@compiled_only
def test_texts_that_lead_beyond_their_array_are_refused() -> None:
    units, starts, rows = texts_of(["国法", "人民"])
    piece = [to_units("国")]
    for bad_starts, bad_rows in ((starts + np.uint32(1), rows), (starts, rows + np.int32(1))):
        with pytest.raises(ValueError, match="beyond"):
            kernels.in_sequence(units, bad_starts, bad_rows, piece, [(0, 0)], 0, False)
        with pytest.raises(ValueError, match="beyond"):
            kernels.near(units, bad_starts, bad_rows, piece, piece, 3, piece[0], True)


@given(TEXT, PATTERNS)
def test_marked_is_the_shortest_from_each_beginning(text: str, parts: list[str]) -> None:
    pattern = "".join(parts).strip("*?")
    if pattern:
        shortest = regex(pattern, "?")
        ranges = [m.span(1) for m in re.finditer(f"(?=({shortest.pattern}))", text, re.DOTALL)]
        assert Pattern.of(pattern).places(text) == ranges


@pytest.mark.parametrize("pattern", ["国*" * 15 + "法", "*".join("国" * 15) + "??法"])
def test_no_text_makes_a_pattern_try_every_way_to_fill_its_gaps(pattern: str) -> None:
    """A regular expression would try 20 ** 14 ways here, and never come to an end."""
    text = "国" * 400
    assert not predicate(Wildcard(pattern))(text)
    assert predicate(Wildcard(pattern))(text + "国国法")
    (marked,) = Marker(Wildcard(pattern)).marks([text + "国国法"])
    assert marked[0][1] == len(text) + 3 and marked[0][0] > 0
