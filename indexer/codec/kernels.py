"""Inner loops over index arrays: the compiled ones where they were built, or else NumPy's.

`_kernels*.c` are an optional part of the installation. With or without it every answer is the
same, bit for bit; QIANSHAO_PURE=1 leaves it aside. Rows are int32 and ascend, frequencies uint32,
scores float64; arrays lie contiguous.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.codec import blocks
from indexer.compiled import load_compiled

Rows = npt.NDArray[np.int32]
Freqs = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Units = npt.NDArray[np.uint16]
Mask = npt.NDArray[np.bool_]
Vectors = npt.NDArray[np.int8]
T = TypeVar("T")

_VERSION = 14  # of the functions' arguments; one built from another version is left aside

compiled = load_compiled("indexer.codec._kernels", _VERSION)


# -- packed groups --------------------------------------------------------------------------------


def unpack(data: Bytes, start: int, widths: Bytes, block: int, size: int) -> Freqs:
    """The group of `size` values that begins at byte `start` and block `block` (see blocks)."""
    if compiled is None:
        count = (size + blocks.BLOCK - 1) // blocks.BLOCK
        return blocks.unpack(data[start:], widths[block : block + count], size)
    values = np.empty(size, np.uint32)
    compiled.unpack(data, start, widths, block, values, 0)
    return values


def unpack_freqs(data: Bytes, start: int, widths: Bytes, block: int, size: int) -> Freqs:
    """Frequencies, which are packed less one."""
    if compiled is None:
        return unpack(data, start, widths, block, size) + np.uint32(1)
    freqs = np.empty(size, np.uint32)
    compiled.unpack(data, start, widths, block, freqs, 1)
    return freqs


def unpack_rows(data: Bytes, start: int, widths: Bytes, block: int, size: int) -> Rows:
    """Rows, which are packed as the first one and the gaps between neighbours less one."""
    if compiled is None:
        gaps = unpack(data, start, widths, block, size).view(np.int32)
        gaps[1:] += 1
        return np.cumsum(gaps, dtype=np.int32)
    rows = np.empty(size, np.int32)
    compiled.unpack(data, start, widths, block, rows, 2)
    return rows


def landmarks(
    widths: Bytes, sizes: Freqs, group: int, block: int, start: int, step: int, count: int
) -> npt.NDArray[np.int64]:
    """(first block, first byte) of this group, whose are given, and of every `step`-th after it.

    Shape (count, 2). They follow from widths and sizes, so that a file need not store them.
    """
    places = np.zeros((count, 2), np.int64)
    if compiled is not None:
        compiled.landmarks(widths, sizes, group, block, start, step, places)
        return places
    passed = sizes[group : group + step * (count - 1)]
    ends = block + np.cumsum(blocks.blocks_in(passed))
    lengths = np.zeros(len(passed) + 1, np.int64)
    lengths[1:] = blocks.group_bytes(widths[block : int(ends[-1]) if count > 1 else block], passed)
    places[:, 0] = np.concatenate([[block], ends])[::step]
    places[:, 1] = start + np.cumsum(lengths)[::step]
    return places


# -- sorted lists of rows -------------------------------------------------------------------------


def locate(rows: Rows, listed: Rows) -> Rows:
    """For each of `rows` its place in `listed`, or -1."""
    if compiled is not None:
        places = np.empty(len(rows), np.int32)
        compiled.locate(rows, listed, places)
        return places
    if not len(listed):
        return np.full(len(rows), -1, np.int32)
    at = np.minimum(listed.searchsorted(rows), len(listed) - 1)
    return np.where(listed[at] == rows, at, -1).astype(np.int32)


def intersect(a: Rows, b: Rows) -> Rows:
    """Rows that stand in both."""
    if compiled is not None:
        rows = np.empty(min(len(a), len(b)), np.int32)
        return rows[: compiled.intersect(a, b, rows)]
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    return few[locate(few, many) >= 0]


def unite(lists: Sequence[Rows]) -> Rows:
    """Rows that stand in any of the lists."""
    left = [rows for rows in lists if len(rows)]
    if len(left) <= 1:
        return left[0] if left else np.zeros(0, np.int32)
    if compiled is not None:
        last = max(int(rows[-1]) for rows in left)
        united = np.empty(min(sum(map(len, left)), last + 1), np.int32)
        return united[: compiled.unite(tuple(left), united)]
    return np.unique(np.concatenate(left))


def add_lists(a: Rows, a_freqs: Freqs, b: Rows, b_freqs: Freqs) -> tuple[Rows, Freqs]:
    """Rows that stand in either of two lists, and the sum of their frequencies."""
    if compiled is not None:
        both, freqs = np.empty(len(a) + len(b), np.int32), np.empty(len(a) + len(b), np.uint32)
        count = compiled.add_lists(a, a_freqs, b, b_freqs, both, freqs)
        return both[:count], freqs[:count]
    both = unite([a, b])
    freqs = np.zeros(len(both), np.uint32)
    freqs[locate(a, both)] = a_freqs
    freqs[locate(b, both)] += b_freqs
    return both, freqs


# -- scores ---------------------------------------------------------------------------------------


def add_scores(
    listed: Rows,
    freqs: Freqs,
    rows: Rows,
    ordinals: npt.NDArray[np.integer[Any]],
    norms: Floats,
    weight: float,
    k1: float,
    total: Floats,
) -> None:
    """Add to `total` (one number for each of `rows`) what one term earns (search.engines.bm25).

    weight * freq * (k1 + 1) / (freq + norms[ordinals[row]]) where a row is `listed`, nothing
    elsewhere. `ordinals`: uint16 or uint32.
    """
    if compiled is not None:
        compiled.add_scores(
            listed, freqs, rows, ordinals, ordinals.itemsize, norms, weight, k1, total
        )
        return
    at = locate(rows, listed)
    places = np.flatnonzero(at >= 0)
    postings = at[places]
    counts = freqs[postings].astype(np.float64)
    saturated = counts * (k1 + 1) / (counts + norms[ordinals[rows[places]]])
    total[places] += weight * saturated


def sum_scores(
    terms: Sequence[tuple[Rows, Freqs, float]],
    rows: Rows,
    ordinals: npt.NDArray[np.integer[Any]],
    norms: Floats,
    k1: float,
) -> Floats:
    """What several terms, (listed rows, frequencies, weight), earn for each of `rows`: their sum.

    Terms about as dense as `rows` are gone through together, which is the same and takes half.
    """
    total = np.zeros(len(rows), np.float64)
    size = len(rows)
    dense = all(size <= 16 * len(listed) and len(listed) <= 3 * size for listed, _, _ in terms)
    if compiled is None or len(terms) < 2 or not dense:
        for listed, freqs, weight in terms:
            add_scores(listed, freqs, rows, ordinals, norms, weight, k1, total)
        return total
    lists, frequencies, weights = zip(*terms, strict=True)
    compiled.sum_scores(
        lists,
        frequencies,
        np.array(weights, np.float64),
        rows,
        ordinals,
        ordinals.itemsize,
        norms,
        k1,
        total,
    )
    return total


def add_values(
    values: Floats, ordinals: npt.NDArray[np.integer[Any]], rows: Rows | None, total: Floats
) -> None:
    """Add to `total` (one number for each of `rows`) the value of the row's ordinal; without
    `rows`, of each ordinal in turn."""
    if compiled is not None:
        compiled.add_values(values, ordinals, ordinals.itemsize, rows, total)
    else:
        total += values[ordinals if rows is None else ordinals[rows]]


def best(
    keys: Floats, ranks: npt.NDArray[np.uint32], rows: Rows, most: int
) -> npt.NDArray[np.int64]:
    """Places of the `most` largest keys, in order; of equal ones the lower `ranks[row]` first."""
    most = min(most, len(keys))
    if most <= 0:
        return np.zeros(0, np.int64)
    if compiled is not None:
        places = np.empty(most, np.int64)
        compiled.best(keys, ranks, rows, places)
        return places
    candidates = np.arange(len(keys))
    if most < len(keys):
        least = np.partition(keys, len(keys) - most)[len(keys) - most]
        candidates = np.flatnonzero(keys >= least)
    order = np.lexsort((ranks[rows[candidates]], -keys[candidates]))
    chosen: npt.NDArray[np.int64] = candidates[order[:most]]
    return chosen


def leading(
    counts: npt.NDArray[np.int64], values: tuple[T, ...], most: int | None = None
) -> tuple[list[T], list[int], int]:
    """The values of the `most` largest counts above 0, in order, of equal ones the earlier first;
    these counts; and how many of all are above 0."""
    size = len(counts) if most is None else max(0, min(most, len(counts)))
    if compiled is not None:
        found: tuple[list[T], list[int], int] = compiled.lead_counts(counts, size, values)
        return found
    places = np.flatnonzero(counts)
    order = places[np.argsort(-counts[places], kind="stable")[:size]]
    return [values[place] for place in order.tolist()], counts[order].tolist(), len(places)


def lead_groups(
    keys: Floats,
    ranks: npt.NDArray[np.uint32],
    rows: Rows,
    ordinals: npt.NDArray[np.integer[Any]],
    size: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Of each of the `size` ordinals the place of its best row (as in `best`), or -1, and how many
    of `rows` have it."""
    leaders, sizes = np.full(size, -1, np.int64), np.zeros(size, np.int64)
    if compiled is not None:
        compiled.lead_groups(keys, ranks, rows, ordinals, ordinals.itemsize, leaders, sizes)
        return leaders, sizes
    groups = ordinals[rows]
    worst_first = np.lexsort((ranks[rows], -keys))[::-1]
    leaders[groups[worst_first]] = worst_first  # of several the last, which is the best, stays
    return leaders, np.bincount(groups, minlength=size)


# -- counting -------------------------------------------------------------------------------------


def tally(ordinals: npt.NDArray[np.integer[Any]], rows: Rows, size: int) -> npt.NDArray[np.int64]:
    """How many of `rows` have each of the `size` ordinals."""
    if compiled is None:
        return np.bincount(ordinals[rows], minlength=size)
    counts = np.zeros(size, np.int64)
    compiled.tally(ordinals, ordinals.itemsize, rows, counts)
    return counts


def spread(
    counts: npt.NDArray[np.int64],
    sources: npt.NDArray[np.int32],
    targets: npt.NDArray[np.int32],
    size: int,
) -> npt.NDArray[np.int64]:
    """Sums of `counts[source]` by target, for pairs of source and target; `size` targets."""
    if compiled is None:
        # Sums of whole numbers below 2**53 are exact in floating point.
        return np.bincount(targets, counts[sources], minlength=size).astype(np.int64)
    sums = np.zeros(size, np.int64)
    compiled.spread(counts, sources, targets, sums)
    return sums


def count_values(
    ordinals: npt.NDArray[np.integer[Any]],
    rows: Rows,
    borders: npt.NDArray[np.int64],
    values: npt.NDArray[np.int32],
    size: int,
) -> npt.NDArray[np.int64]:
    """How many of `rows` have each of `size` values, where a row has several: those of its ordinal,
    `values[borders[ordinal] : borders[ordinal + 1]]`."""
    if compiled is None:
        of_rows = ordinals[rows].astype(np.int64)
        places = blocks.ragged(borders[of_rows], borders[of_rows + 1] - borders[of_rows])
        return np.bincount(values[places], minlength=size)
    counts = np.zeros(size, np.int64)
    compiled.count_values(ordinals, ordinals.itemsize, rows, borders, values, counts)
    return counts


# -- literals -------------------------------------------------------------------------------------


def verify(
    units: npt.NDArray[np.uint16],
    starts: npt.NDArray[np.uint32],
    rows: Rows,
    freqs: Freqs,
    highs: Freqs,
    lows: Bytes,
    literal: npt.NDArray[np.uint16],
    pair: int,
) -> tuple[Rows, Freqs] | None:
    """Rows that hold a literal, and how often, from the places of its pair number `pair`.

    None without the compiled part: TextIndex then compares unit by unit for all places at once.
    """
    if compiled is None:
        return None
    found, counts = np.empty(len(rows), np.int32), np.empty(len(rows), np.uint32)
    number = compiled.verify(units, starts, rows, freqs, highs, lows, literal, pair, found, counts)
    return found[:number], counts[:number]


# -- reading texts: None without the compiled part; the caller then reads them row by row ---------


def near(
    text: Units,
    starts: npt.NDArray[np.uint32],
    rows: Rows,
    left: Sequence[Units],
    right: Sequence[Units],
    distance: int | None,
    sentence_ends: Units,
    has_pairs: bool,
) -> Mask | None:
    """For each row whether a literal of each side stand near: at most `distance` characters from
    the end of one to the beginning of the other, or, for None, both beginning in one sentence.

    `has_pairs` tells whether any text holds characters of two units.
    """
    if compiled is None:
        return None
    passing = np.empty(len(rows), bool)
    sides = (*_joined(left), *_joined(right))
    most = -1 if distance is None else distance
    compiled.near(text, starts, rows, *sides, most, sentence_ends, has_pairs, passing)
    return passing


def in_sequence(
    text: Units,
    starts: npt.NDArray[np.uint32],
    rows: Rows,
    pieces: Sequence[Units],
    gaps: Sequence[tuple[int, int]],
    tail: int,
    has_pairs: bool,
) -> Mask | None:
    """For each row whether it holds the pieces one after the other: before each the least and the
    most characters of its gap (before the first: from the row's beginning, at least), and at least
    `tail` after the last."""
    if compiled is None:
        return None
    passing = np.empty(len(rows), bool)
    between = np.array(gaps, np.int64)
    compiled.in_sequence(text, starts, rows, *_joined(pieces), between, tail, has_pairs, passing)
    return passing


def least_gaps(
    text: Units,
    starts: npt.NDArray[np.uint32],
    rows: Rows,
    parts: Sequence[Sequence[Units]],
) -> Floats | None:
    """For each part but the last (a row of the answer) and each of `rows` the units between the
    nearest places of this part and the next; infinite where one is missing. A part is met by any of
    its literals."""
    if compiled is None:
        return None
    gaps = np.full((len(parts) - 1, len(rows)), np.inf)
    of_literal = np.repeat(np.arange(len(parts), dtype=np.int32), list(map(len, parts)))
    literals = [literal for part in parts for literal in part]
    compiled.least_gaps(text, starts, rows, *_joined(literals), of_literal, gaps)
    return gaps


def _joined(literals: Sequence[Units]) -> tuple[Units, npt.NDArray[np.int64]]:
    """Literals one after the other, and the size of each."""
    sizes = np.array([len(literal) for literal in literals], np.int64)
    return np.concatenate([np.zeros(0, np.uint16), *literals]), sizes
