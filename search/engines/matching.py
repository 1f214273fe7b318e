"""Evaluate a query tree over one shelf: which rows match.

Rows are lists, not masks: what a rare word costs does not grow with the index. What can only be
said of every row (a facet value, a year, what is left out) sieves the rows that the rest found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.columns import NO_YEAR
from indexer.codec.inversion import ragged, to_units
from indexer.codec.kernels import Rows
from indexer.codec.text_index import NO_ROWS, Occurrences, TextIndex
from search.engines.facet_table import Mask
from search.engines.shelf import Shelf
from search.query import (
    And,
    Everything,
    FacetMatch,
    Literal,
    Near,
    Not,
    Or,
    Query,
    Ranked,
    RawLiteral,
    Wildcard,
    YearRange,
)

MAX_GAP = 20  # characters that one `*` may stand for
_SENTENCE_ENDS = to_units("。!?;…")  # in normal form
_WILDCARD = re.compile(r"[*?]+")

Sieve: TypeAlias = Not | FacetMatch | YearRange | Everything


def match(query: Query, shelf: Shelf) -> Rows:
    """The live rows that match, ascending. Of a Ranked query: those with at least one part."""
    match query:
        case Literal():
            return literal_rows(query, shelf)
        case And(children):
            return _all_of(children, shelf)
        case Or(children):
            return kernels.unite([match(child, shelf) for child in children])
        case Not() | FacetMatch() | YearRange() | Everything():
            return _all_of((query,), shelf)
        case Ranked():
            forms = [*query.phrase, *(form for part in query.parts for form in part.forms)]
            return literal_rows(Literal(tuple(forms)), shelf)
        case RawLiteral():
            return shelf.find_raw(query.text)
        case Wildcard():
            return wildcard_match(query, shelf)
        case Near():
            return near_rows(query, shelf)


def _all_of(children: Sequence[Query], shelf: Shelf) -> Rows:
    """Rows that every child matches: lists are intersected, sieves look at what is left."""
    lists = [match(child, shelf) for child in children if not isinstance(child, Sieve)]
    rows = intersection(lists) if lists else shelf.everything
    for child in children:
        if isinstance(child, Sieve) and len(rows):
            passing = sieve(child, shelf, rows)
            if passing is not None:
                rows = rows[passing]
    return rows


def sieve(query: Sieve, shelf: Shelf, rows: Rows) -> Mask | None:
    """For each of `rows` whether it passes; None: all do."""
    match query:
        case Everything():
            return None
        case Not(child):
            absent: Mask = kernels.locate(rows, match(child, shelf)) < 0
            return absent
        case YearRange():
            return _in_range(shelf.segment.years[rows], query)
        case FacetMatch(field, values):
            return shelf.facet(field).has(wanted_values(field, values, shelf), rows)


def intersection(lists: Sequence[Rows]) -> Rows:
    """Rows that stand in every list, from the shortest on."""
    rows, *others = sorted(lists, key=len)
    for other in others:
        rows = kernels.intersect(rows, other)
    return rows


def literal_rows(query: Literal, shelf: Shelf) -> Rows:
    """Rows with one of the forms."""
    return kernels.unite([shelf.find(form, query.field).rows for form in query.forms])


def wanted_values(field: str, values: Sequence[str], shelf: Shelf) -> frozenset[str]:
    """The values that a filter or field term means: a bare region name is every node of it."""
    wanted = frozenset(values)
    if field == "region":
        wanted |= {node for node in shelf.facet(field).names if node.rsplit("/", 1)[-1] in wanted}
    return wanted


def facet_rows(query: FacetMatch, shelf: Shelf) -> Rows:
    """Live rows with one of the values."""
    return _all_of((query,), shelf)


def _in_range(years: npt.NDArray[np.int16], query: YearRange) -> Mask:
    passing: Mask = years != NO_YEAR
    if query.low is not None:
        passing &= years >= query.low
    if query.high is not None:
        passing &= years <= query.high
    return passing


def wildcard_match(query: Wildcard, shelf: Shelf) -> Rows:
    """Rows where the pieces of the pattern follow each other with gaps that its signs allow."""
    rows = wildcard_rows(query, shelf)
    return shelf.rows_of_titles(rows) if query.field == "title" else rows


def wildcard_rows(query: Wildcard, shelf: Shelf) -> npt.NDArray[np.int32]:
    """Rows (of titles: numbers of titles) that hold the pattern."""
    texts = shelf.segment.text if query.field == "text" else shelf.segment.title
    starts = texts.starts
    pieces = _WILDCARD.split(query.pattern)
    signs = _WILDCARD.findall(query.pattern)
    gaps = [_gap(sign) for sign in signs]
    lasts: npt.NDArray[np.int64] | None = None  # last units of what matched so far
    rows = np.zeros(0, np.int32)
    before = gaps[0] if not pieces[0] else (0, 0)
    for index, piece in enumerate(pieces):
        if not piece:
            continue
        places = shelf.occurrences(piece, query.field)
        begins = starts[places.rows].astype(np.int64) + places.offsets
        if lasts is None:
            row_starts = starts[places.rows].astype(np.int64)
            count = texts.characters_before
            kept = count(begins) - count(row_starts) >= before[0]
        else:
            kept = _follows(lasts, begins, places.rows, gaps[index - 1], texts)
        rows = places.rows[kept]
        lasts = begins[kept] + len(to_units(piece)) - 1
    if lasts is not None and not pieces[-1] and gaps:
        ends = starts[rows + 1].astype(np.int64) - 1
        left = texts.characters_before(ends) - texts.characters_before(lasts)
        rows = rows[left >= gaps[-1][0]]
    return np.unique(rows)


def _gap(sign: str) -> tuple[int, int]:
    """Least and most characters that a run of wildcard signs stands for."""
    least = sign.count("?")
    return least, least + MAX_GAP * sign.count("*")


def _follows(
    lasts: npt.NDArray[np.int64],
    begins: npt.NDArray[np.int64],
    rows: npt.NDArray[np.int32],
    gap: tuple[int, int],
    texts: TextIndex,
) -> Mask:
    """Which places (in `rows`) begin `gap` characters after one of `lasts`, in the same row."""
    ordered = np.sort(texts.characters_before(lasts))
    at = texts.characters_before(begins)
    row_starts = texts.characters_before(texts.starts[rows].astype(np.int64))
    from_ = np.searchsorted(ordered, np.maximum(at - 1 - gap[1], row_starts), side="left")
    to = np.searchsorted(ordered, at - 1 - gap[0], side="right")
    follows: Mask = to > from_
    return follows


def near_rows(query: Near, shelf: Shelf) -> Rows:
    """Rows where both sides stand close to each other, in either order."""
    left, right = (_all_places(side, shelf) for side in (query.left, query.right))
    if query.distance is None:
        return _same_sentence(left, right, shelf)
    text = shelf.segment.text
    found = [NO_ROWS]
    for first, second in ((left, right), (right, left)):
        lasts = text.starts[first[0].rows].astype(np.int64) + first[0].offsets + first[1] - 1
        begins = text.starts[second[0].rows].astype(np.int64) + second[0].offsets
        kept = _follows(lasts, begins, second[0].rows, (0, query.distance), text)
        found.append(second[0].rows[kept])
    return np.unique(np.concatenate(found))


def _all_places(literal: Literal, shelf: Shelf) -> tuple[Occurrences, npt.NDArray[np.int64]]:
    """Every place of every form, and the length of the form that stands there."""
    places = [shelf.occurrences(form) for form in literal.forms]
    sizes = [
        np.full(len(p.rows), len(to_units(form)), np.int64)
        for p, form in zip(places, literal.forms, strict=True)
    ]
    return (
        Occurrences(
            np.concatenate([p.rows for p in places]), np.concatenate([p.offsets for p in places])
        ),
        np.concatenate(sizes),
    )


def _same_sentence(
    left: tuple[Occurrences, npt.NDArray[np.int64]],
    right: tuple[Occurrences, npt.NDArray[np.int64]],
    shelf: Shelf,
) -> npt.NDArray[np.int32]:
    text = shelf.segment.text
    rows = np.intersect1d(left[0].rows, right[0].rows)
    if not len(rows):
        return rows.astype(np.int32)
    starts = text.starts[rows].astype(np.int64)
    sizes = text.starts[rows + 1].astype(np.int64) - starts
    units = text.units[ragged(starts, sizes)]
    sentence = np.cumsum(np.isin(units, _SENTENCE_ENDS))
    base = np.cumsum(sizes) - sizes
    keys: list[npt.NDArray[np.int64]] = []
    for places, _ in (left, right):
        at = np.searchsorted(rows, places.rows)
        known = (at < len(rows)) & (rows[np.minimum(at, len(rows) - 1)] == places.rows)
        at = at[known]
        number = sentence[base[at] + places.offsets[known]]
        keys.append(at.astype(np.int64) << 32 | number)
    both = np.intersect1d(keys[0], keys[1]) >> 32
    chosen: npt.NDArray[np.int32] = rows[np.unique(both)].astype(np.int32)
    return chosen
