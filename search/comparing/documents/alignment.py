"""Pair the paragraphs of two documents by what they share, wherever they have moved to.

Time is linear in the texts: a piece of text that many paragraphs share names none of them, so each
paragraph is compared with a handful of others at most.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.text.normalizer import normalize

_SHINGLE = 4  # characters: three occur by chance in any two Chinese paragraphs
_COMMON = 12  # paragraphs with the same shingle, above which it tells nothing
_CANDIDATES = 6  # paragraphs that one is compared with
# Of the shingles of the shorter text. Over the work reports of 1999–2025, paragraphs that a reader
# calls the same share .25 and more, and of a hundred others one shares .12.
_ALIKE = 0.14
# Added where both begin alike (来年打算：…, 全县发生命案两起，…): what they tell of is the same.
_SAME_OPENING = 0.3
_OPENING = 40  # characters in which the first words end
_FIRST_WORDS = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?(?P<words>[^，。；：,;:！？]+)[，。；：,;:！？]"
)
_FIGURES = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两.%]+")


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """One row of two documents side by side: places from 0, None where the other has no like.

    `likeness` is 1 for equal texts. `is_moved`: it stands among other neighbours than before.
    """

    before: int | None
    after: int | None
    likeness: float = 0.0
    is_moved: bool = False


def align(before: Sequence[str], after: Sequence[str]) -> tuple[AlignedRow, ...]:
    """Every paragraph of both documents once, in the order of `after`.

    What is only in `before` stands below the paragraph that it followed there.
    """
    old, new = [normalize(text) for text in before], [normalize(text) for text in after]
    pairs = _equal_pairs(old, new)
    openings = [*map(_opening, before)], [*map(_opening, after)]
    pairs |= _similar_pairs(old, new, pairs, openings)
    rows = {
        old_place: AlignedRow(old_place, place, alike)
        for place, (old_place, alike) in pairs.items()
    }
    kept = _longest_rise([pairs[place][0] for place in sorted(pairs)])
    rows = {place: replace(row, is_moved=place not in kept) for place, row in rows.items()}
    return tuple(_in_order(len(before), len(after), rows))


def _equal_pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, tuple[int, float]]:
    """The k-th paragraph of a text with the k-th of the same text."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for place, text in enumerate(old):
        places[text].append(place)
    return {
        place: (places[text].popleft(), 1.0) for place, text in enumerate(new) if places.get(text)
    }


def _similar_pairs(
    old: Sequence[str],
    new: Sequence[str],
    known: Mapping[int, tuple[int, float]],
    openings: tuple[Sequence[str], Sequence[str]],
) -> dict[int, tuple[int, float]]:
    """Best pairs first; of equally good ones, those that stand at about the same place."""
    used = {place for place, _ in known.values()}
    of_old = {place: _shingles(old[place]) for place in range(len(old)) if place not in used}
    holders: dict[str, list[int]] = defaultdict(list)
    for place, shingles in of_old.items():
        for shingle in shingles:
            holders[shingle].append(place)
    found: list[tuple[float, float, int, int]] = []
    for place in (place for place in range(len(new)) if place not in known):
        shingles = _shingles(new[place])
        for candidate in _candidates(shingles, holders):
            other = of_old[candidate]
            alike = len(shingles & other) / max(1, min(len(shingles), len(other)))
            # A short text inside a long one is kept wording, but less of a pair than two equals.
            alike *= (min(len(shingles), len(other)) / max(len(shingles), len(other))) ** 0.25
            opening = openings[1][place]
            alike += _SAME_OPENING * (opening != "" and opening == openings[0][candidate])
            apart = abs(place / len(new) - candidate / len(old))
            if alike >= _ALIKE:
                found.append((-alike, apart, place, candidate))
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for alike, _, place, candidate in sorted(found):
        if place not in pairs and candidate not in taken:
            pairs[place] = (candidate, min(-alike, 0.999))
            taken.add(candidate)
    return pairs


def _opening(text: str) -> str:
    """The first words of a paragraph without its number and without figures: 来年打算."""
    found = _FIRST_WORDS.match(text[:_OPENING])
    words = _FIGURES.sub("", found["words"]) if found is not None else ""
    return words if len(words) >= _SHINGLE else ""


def _shingles(text: str) -> frozenset[str]:
    if len(text) < _SHINGLE:
        return frozenset((text,))
    return frozenset(text[at : at + _SHINGLE] for at in range(len(text) - _SHINGLE + 1))


def _candidates(shingles: frozenset[str], holders: Mapping[str, Sequence[int]]) -> list[int]:
    """The paragraphs that share most rare shingles."""
    weights: Counter[int] = Counter()
    for shingle in shingles & holders.keys():
        places = holders[shingle]
        if len(places) <= _COMMON:
            for place in places:
                weights[place] += 12 // len(places)
    return sorted(weights, key=lambda place: (-weights[place], place))[:_CANDIDATES]


def _longest_rise(places: Sequence[int]) -> set[int]:
    """The largest set of places that rise all along: what has kept its order (patience sorting)."""
    tops: list[int] = []
    at: list[int] = []  # index into `places` of each pile's top
    previous: list[int] = []
    for index, place in enumerate(places):
        pile = bisect_left(tops, place)
        tops[pile : pile + 1] = [place]
        at[pile : pile + 1] = [index]
        previous.append(at[pile - 1] if pile else -1)
    kept: set[int] = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(places[index])
        index = previous[index]
    return kept


def _in_order(
    count_before: int, count_after: int, rows: Mapping[int, AlignedRow]
) -> Iterator[AlignedRow]:
    by_after = {row.after: row for row in rows.values()}
    followers: dict[int, list[int]] = defaultdict(list)
    anchor = -1
    for place in range(count_before):
        if place in rows:
            anchor = place
        else:
            followers[anchor].append(place)
    yield from (AlignedRow(place, None) for place in followers[-1])
    for place in range(count_after):
        row = by_after.get(place, AlignedRow(None, place))
        yield row
        if row.before is not None:
            yield from (AlignedRow(gone, None) for gone in followers[row.before])
