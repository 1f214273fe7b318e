"""The compiled inner loops and NumPy's give the same, bit for bit, and refuse what is damaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.codec import blocks, kernels
from indexer.codec.inverter import to_units
from indexer.codec.segment import Segment
from indexer.text.normalizer import normalize
from search.engines.embedded.proximity import ProximityPart
from search.highlighter import Marker
from search.query.tree import Literal, Part

pytestmark = pytest.mark.skipif(kernels.compiled is None, reason="the C part was not built")

ROWS = st.lists(st.integers(0, 5000), max_size=400).map(lambda some: _rows(sorted(set(some))))
RANGES = st.tuples(st.integers(0, 2000), st.integers(1, 3000), st.integers(1, 40)).map(
    lambda ends: np.arange(ends[0], ends[0] + ends[1], ends[2], dtype=np.int32)
)


def _rows(numbers: Any) -> kernels.Rows:
    return np.array(numbers, np.int32)


@contextmanager
def pure() -> Iterator[None]:
    compiled, kernels.compiled = kernels.compiled, None
    try:
        yield
    finally:
        kernels.compiled = compiled


def same(name: str, *arguments: Any) -> Any:
    found = getattr(kernels, name)(*arguments)
    with pure():
        expected = getattr(kernels, name)(*arguments)
    assert found.dtype == expected.dtype or name == "best"
    assert found.tolist() == expected.tolist()
    return found


@given(
    st.lists(
        st.lists(
            st.one_of(st.just(0), *(st.integers(0, 2**bits - 1) for bits in range(1, 33))),
            min_size=1,
            max_size=300,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_groups_unpack_alike(groups: list[list[int]]) -> None:
    sizes = np.array([len(group) for group in groups], np.uint32)
    packed = blocks.pack(np.array([v for group in groups for v in group], np.uint32), sizes)
    places = kernels.landmarks(packed.widths, sizes, 0, 0, 0, 1, len(sizes))
    for group, (block, start) in zip(groups, places.tolist(), strict=True):
        where = (packed.data, start, packed.widths, block, len(group))
        assert same("unpack", *where).tolist() == group
        if max(group) < 2**32 - 1:
            assert same("unpack_freqs", *where).tolist() == [value + 1 for value in group]
        if sum(group) + len(group) < 2**31:
            same("unpack_rows", *where)


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=40), st.integers(1, 9), st.integers(0, 2**32)
)
def test_groups_are_found_alike(lengths: list[int], step: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    sizes = np.array(lengths, np.uint32)
    values = [chance.integers(0, 2 ** chance.integers(1, 20), n) for n in lengths]
    widths = blocks.pack(np.concatenate(values).astype(np.uint32), sizes).widths
    every = same("landmarks", widths, sizes, 0, 0, 0, 1, len(sizes))
    first = int(chance.integers(0, len(sizes)))
    count = (len(sizes) - 1 - first) // step + 1
    some = same("landmarks", widths, sizes, first, *every[first].tolist(), step, count)
    assert some.tolist() == every[first::step].tolist()


@given(st.one_of(ROWS, RANGES), st.one_of(ROWS, RANGES))
def test_lists_of_rows_are_combined_alike(a: kernels.Rows, b: kernels.Rows) -> None:
    assert set(same("intersect", a, b).tolist()) == set(a.tolist()) & set(b.tolist())
    assert set(same("unite", [a, b]).tolist()) == set(a.tolist()) | set(b.tolist())
    far = np.concatenate([a, b[:3] + np.int32(3_000_000)])
    same("unite", [b, far, a, far[-2:]])
    same("locate", a, b)


@given(st.one_of(ROWS, RANGES), st.one_of(ROWS, RANGES))
def test_frequencies_of_two_lists_are_added_alike(a: kernels.Rows, b: kernels.Rows) -> None:
    a_freqs, b_freqs = (np.arange(1, len(some) + 1, dtype=np.uint32) for some in (a, b))
    rows, freqs = kernels.add_lists(a, a_freqs, b, b_freqs)
    with pure():
        expected = kernels.add_lists(a, a_freqs, b, b_freqs)
    assert (rows.tolist(), freqs.tolist()) == tuple(some.tolist() for some in expected)
    together = Counter(dict(zip(a.tolist(), a_freqs.tolist(), strict=True)))
    together.update(dict(zip(b.tolist(), b_freqs.tolist(), strict=True)))
    assert dict(zip(rows.tolist(), freqs.tolist(), strict=True)) == dict(sorted(together.items()))


@given(st.one_of(ROWS, RANGES), st.one_of(ROWS, RANGES), st.integers(0, 2**32))
def test_scores_are_the_same_to_the_last_bit(
    listed: kernels.Rows, rows: kernels.Rows, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    freqs = chance.integers(1, 50, len(listed)).astype(np.uint32)
    norms = chance.random(300) * 3 + 0.01
    lengths = chance.integers(0, 300, 6000).astype(chance.choice([np.uint16, np.uint32]))
    before = chance.random(len(rows))
    totals = [before.copy(), before.copy()]
    kernels.add_scores(listed, freqs, rows, lengths, norms, 3.7, 0.6, totals[0])
    with pure():
        kernels.add_scores(listed, freqs, rows, lengths, norms, 3.7, 0.6, totals[1])
    assert totals[0].tolist() == totals[1].tolist()
    assert (totals[0] == before).sum() >= len(rows) - len(np.intersect1d(listed, rows))


@given(st.lists(st.one_of(ROWS, RANGES), min_size=1, max_size=4), RANGES, st.integers(0, 2**32))
def test_sums_of_scores_are_the_same_to_the_last_bit(
    lists: list[kernels.Rows], rows: kernels.Rows, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    terms = [(some, chance.integers(1, 9, len(some)).astype(np.uint32), 1.7) for some in lists]
    lengths = chance.integers(0, 300, 6000).astype(chance.choice([np.uint16, np.uint32]))
    norms = chance.random(300) * 3 + 0.01
    for some in (rows, np.unique(np.concatenate([rows, *lists]))):
        same("sum_scores", terms, some, lengths, norms, 0.6)


@given(st.one_of(ROWS, RANGES), st.sampled_from([np.uint8, np.uint16, np.uint32]))
def test_values_are_added_alike(rows: kernels.Rows, kind: Any) -> None:
    ordinals = (np.arange(6000) * 7 % 200).astype(kind)
    totals = [np.ones(len(rows)), np.ones(len(rows))]
    kernels.add_values(np.arange(200) / 3, ordinals, rows, totals[0])
    with pure():
        kernels.add_values(np.arange(200) / 3, ordinals, rows, totals[1])
    assert totals[0].tolist() == totals[1].tolist()
    assert (totals[0] > 1).sum() == (ordinals[rows] > 0).sum()
    in_turn = [np.ones(len(rows)), np.ones(len(rows))]
    kernels.add_values(np.arange(200) / 3, ordinals[rows], None, in_turn[0])
    with pure():
        kernels.add_values(np.arange(200) / 3, ordinals[rows], None, in_turn[1])
    assert totals[0].tolist() == in_turn[0].tolist() == in_turn[1].tolist()


@given(RANGES, st.integers(1, 30), st.sampled_from([1, 3, 1000]), st.integers(0, 2**32))
def test_the_best_are_chosen_alike(rows: kernels.Rows, most: int, distinct: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    keys = chance.integers(0, distinct, len(rows)).astype(np.float64)
    keys[chance.random(len(rows)) < 0.1] = -np.inf
    ranks = chance.permutation(6000).astype(np.uint32)
    same("best", keys, ranks, rows, most)


@given(RANGES, st.sampled_from([np.uint8, np.uint16, np.uint32]), st.integers(0, 2**32))
def test_groups_are_led_alike(rows: kernels.Rows, kind: Any, seed: int) -> None:
    chance = np.random.default_rng(seed)
    keys = chance.integers(0, 3, len(rows)).astype(np.float64)
    ranks = chance.permutation(6000).astype(np.uint32)
    ordinals = chance.integers(0, 40, 6000).astype(kind)
    led = kernels.lead_groups(keys, ranks, rows, ordinals, 50)
    with pure():
        expected = kernels.lead_groups(keys, ranks, rows, ordinals, 50)
    assert [part.tolist() for part in led] == [part.tolist() for part in expected]


@given(RANGES, st.sampled_from([np.uint8, np.uint16, np.uint32]), st.integers(0, 2**32))
def test_ordinals_are_counted_alike(rows: kernels.Rows, kind: Any, seed: int) -> None:
    ordinals = np.random.default_rng(seed).integers(0, 200, 6000).astype(kind)
    assert same("tally", ordinals, rows, 200).sum() == len(rows)
    sizes = np.random.default_rng(seed).integers(0, 4, 200)
    borders = np.concatenate([[0], np.cumsum(sizes)])
    values = np.arange(borders[-1], dtype=np.int32) % 31
    counts = same("count_values", ordinals, rows, borders, values, 31)
    assert counts.sum() == sizes[ordinals[rows]].sum()


def test_a_literal_is_found_alike(segment_of: Callable[..., Segment]) -> None:
    texts = [f"平安前哨{n}平安前哨行动" if n % 3 else f"前哨{n}𠮷野家安安安安" for n in range(900)]
    index = segment_of(texts).text
    for literal in ("前哨行", "平安前哨", "哨平安前", "安安安", "𠮷野家", "前哨77𠮷"):
        found = index.find(literal)
        with pure():
            expected = index.find(literal)
        assert found.rows.tolist() == expected.rows.tolist()
        assert found.freqs.tolist() == expected.freqs.tolist()
        assert found.freqs.tolist() == [n for t in texts if (n := _count(t, literal))]


def _count(text: str, literal: str) -> int:
    return sum(text.startswith(literal, at) for at in range(len(text)))


def test_damaged_data_are_refused() -> None:
    ten = np.arange(10, dtype=np.int32)
    ones = np.ones(10, np.uint32)
    with pytest.raises(ValueError, match="beyond"):
        kernels.unpack(np.zeros(3, np.uint8), 0, np.array([4], np.uint8), 0, 10)
    with pytest.raises(ValueError, match="beyond"):
        kernels.unpack(np.zeros(300, np.uint8), 0, np.array([33], np.uint8), 0, 10)
    with pytest.raises(ValueError, match="beyond"):  # rows beyond 31 bits
        kernels.unpack_rows(np.full(40, 255, np.uint8), 0, np.array([6], np.uint8), 0, 10)
    with pytest.raises(ValueError, match="beyond"):
        lengths = np.zeros(9, np.uint16)
        kernels.add_scores(ten, ones, ten, lengths, np.ones(1), 1.0, 0.6, np.zeros(10))
    with pytest.raises(ValueError, match="beyond"):
        lengths = np.zeros(9, np.uint16)
        kernels.sum_scores([(ten, ones, 1.0)] * 2, ten, lengths, np.ones(1), 0.6)
    with pytest.raises(ValueError, match="beyond"):
        kernels.tally(np.full(10, 5, np.uint8), ten, 5)
    with pytest.raises(ValueError, match="beyond"):
        kernels.tally(np.zeros(9, np.uint8), ten, 5)
    for borders, values in ([0, 3], [0, 1, 2]), ([0, 9], [0, 1, 2]), ([-1, 3], [0] * 3):
        with pytest.raises(ValueError, match="beyond"):
            where = np.array(borders, np.int64), np.array(values, np.int32)
            kernels.count_values(np.zeros(10, np.uint8), ten, *where, 2)
    with pytest.raises(ValueError, match="beyond"):
        kernels.add_values(np.zeros(4), np.full(10, 4, np.uint8), ten, np.zeros(10))
    with pytest.raises(ValueError, match="beyond"):
        kernels.best(np.zeros(10), np.zeros(9, np.uint32), ten, 3)
    starts = np.array([0, 4, 900], np.uint32)
    units = to_units("平安前哨平安")
    with pytest.raises(ValueError, match="beyond"):
        kernels.verify(
            units,
            starts,
            ten[:2],
            ones[:2],
            np.zeros(2, np.uint32),
            np.zeros(2, np.uint8),
            units[:3],
            0,
        )


@given(
    st.lists(st.integers(0, 6), max_size=60).map(lambda some: np.array(some, np.int64)),
    st.one_of(st.none(), st.integers(0, 70)),
)
def test_largest_counts_lead_alike(counts: Any, most: int | None) -> None:
    values = tuple(f"值{place}" for place in range(len(counts)))
    found = kernels.leading(counts, values, most)
    with pure():
        assert kernels.leading(counts, values, most) == found
    wanted = sorted((-count, place) for place, count in enumerate(counts.tolist()) if count)
    assert list(zip(*found[:2], strict=True)) == [(values[p], -c) for c, p in wanted[:most]]
    assert found[2] == len(wanted)


_PRINTED = st.text("平安前哨Ａa“” \n😀𠮷%％½\ud800", max_size=20)


@given(
    st.lists(_PRINTED, max_size=5),
    st.lists(st.text("平安前哨a𠮷%12", min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_literals_are_marked_alike(texts: list[str], words: list[str]) -> None:
    marker = Marker(Literal(tuple(map(normalize, words))))
    found = marker.marks(texts)
    with pure():
        assert marker.marks(texts) == found


@given(
    st.lists(st.text("甲乙丙。", max_size=14), min_size=1, max_size=6),
    st.lists(
        st.lists(st.text("甲乙丙", min_size=1, max_size=3), min_size=1, max_size=3),
        min_size=2,
        max_size=4,
    ),
)
def test_nearness_is_told_alike(texts: list[str], parts: list[list[str]]) -> None:
    units = to_units("".join(texts))
    starts = np.array([0, *np.cumsum([len(text) for text in texts])], np.uint32)
    segment = SimpleNamespace(text=SimpleNamespace(units=units, starts=starts))

    def found_in(forms: Sequence[str]) -> tuple[SimpleNamespace]:
        return (SimpleNamespace(rows=_rows([n for n, t in enumerate(texts) if _has(t, forms)])),)

    readers = [SimpleNamespace(segment=segment)]
    statistics: Any = SimpleNamespace(readers=readers, found=found_in)
    part = ProximityPart("", tuple(Part(tuple(forms)) for forms in parts), 1.7)
    rows = np.arange(len(texts), dtype=np.int32)
    found, expected = np.zeros(len(texts)), np.zeros(len(texts))
    part.add(statistics, 0, rows, found)
    with pure():
        part.add(statistics, 0, rows, expected)
    assert found.tolist() == expected.tolist()
    assert [bool(near) for near in found] == [
        any(_has(text, left) and _has(text, right) for left, right in pairwise(parts))
        for text in texts
    ]


def _has(text: str, forms: Sequence[str]) -> bool:
    return any(form in text for form in forms)


def test_gaps_and_marks_refuse_what_leads_beyond_their_arrays() -> None:
    literals = [[to_units("甲")], [to_units("乙")]]
    beyond = np.array([0, 9], np.uint32)
    with pytest.raises(ValueError, match="beyond"):
        kernels.least_gaps(to_units("甲乙"), beyond, _rows([0]), literals)
    with pytest.raises(ValueError, match="beyond"):
        kernels.compiled.mark(("甲",), np.zeros(0, np.int32), ("甲",))  # type: ignore[union-attr]
