"""Evaluate a query tree over one shelf: which rows match."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from indexer.codec.columns import NO_YEAR
from indexer.codec.inversion import ragged, to_units
from indexer.codec.text_index import Occurrences, TextIndex
from search.engines.shelf import Mask, Shelf
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


def match(query: Query, shelf: Shelf) -> Mask:
    """The live rows that match. Of a Ranked query: those with at least one part."""
    match_: Mask
    if isinstance(query, Literal):
        match_ = literal_mask(query, shelf)
    elif isinstance(query, And):
        match_ = shelf.everything()
        for child in query.children:
            match_ &= match(child, shelf)
    elif isinstance(query, Or):
        match_ = np.zeros(len(shelf), bool)
        for child in query.children:
            match_ |= match(child, shelf)
    elif isinstance(query, Not):
        match_ = shelf.everything() & ~match(query.child, shelf)
    elif isinstance(query, Everything):
        match_ = shelf.everything()
    elif isinstance(query, Ranked):
        forms = [*query.phrase, *(form for part in query.parts for form in part.forms)]
        match_ = literal_mask(Literal(tuple(forms)), shelf)
    else:
        match_ = _match_leaf(query, shelf)
    return match_


def _match_leaf(query: RawLiteral | Wildcard | Near | FacetMatch | YearRange, shelf: Shelf) -> Mask:
    if isinstance(query, RawLiteral):
        return shelf.mask_of(shelf.find_raw(query.text))
    if isinstance(query, Wildcard):
        return wildcard_mask(query, shelf)
    if isinstance(query, Near):
        return near_mask(query, shelf)
    if isinstance(query, YearRange):
        return year_mask(query, shelf)
    return facet_mask(query.field, query.values, shelf)


def literal_mask(query: Literal, shelf: Shelf) -> Mask:
    """Rows with one of the forms."""
    mask = np.zeros(len(shelf), bool)
    for form in query.forms:
        mask[shelf.find(form, query.field).rows] = True
    return mask


def facet_mask(field: str, values: tuple[str, ...], shelf: Shelf) -> Mask:
    """Live rows with one of the values; a bare region name is every node of that name."""
    table = shelf.facet(field)
    wanted = set(values)
    if field == "region":
        nodes = {node for steps in table.sets for node in steps}
        wanted |= {node for node in nodes if node.rsplit("/", 1)[-1] in wanted}
    mask = table.mask(frozenset(wanted))
    return mask if shelf.live is None else mask & shelf.live


def year_mask(query: YearRange, shelf: Shelf) -> Mask:
    """Live rows whose year is known and within the range."""
    years = shelf.segment.years
    mask: Mask = years != NO_YEAR
    if query.low is not None:
        mask &= years >= query.low
    if query.high is not None:
        mask &= years <= query.high
    return mask if shelf.live is None else mask & shelf.live


def wildcard_mask(query: Wildcard, shelf: Shelf) -> Mask:
    """Rows where the pieces of the pattern follow each other with gaps that its signs allow."""
    rows = wildcard_rows(query, shelf)
    if query.field == "title":
        of_title = np.zeros(len(shelf.segment.title) + 1, bool)
        of_title[rows] = True
        mask: Mask = of_title[shelf.segment.columns["title"].ordinals]
        return mask if shelf.live is None else mask & shelf.live
    return shelf.mask_of(rows)


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


def near_mask(query: Near, shelf: Shelf) -> Mask:
    """Rows where both sides stand close to each other, in either order."""
    left, right = (_all_places(side, shelf) for side in (query.left, query.right))
    if query.distance is None:
        return shelf.mask_of(_same_sentence(left, right, shelf))
    text = shelf.segment.text
    found = [np.zeros(0, np.int32)]
    for first, second in ((left, right), (right, left)):
        lasts = text.starts[first[0].rows].astype(np.int64) + first[0].offsets + first[1] - 1
        begins = text.starts[second[0].rows].astype(np.int64) + second[0].offsets
        kept = _follows(lasts, begins, second[0].rows, (0, query.distance), text)
        found.append(second[0].rows[kept])
    return shelf.mask_of(np.concatenate(found))


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
