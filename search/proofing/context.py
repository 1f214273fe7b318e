"""Tell of which place and year each part of a draft speaks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

from indexer.text.normalizer import normalize, normalize_with_offsets
from search.figures.unit_names import UnitNames
from search.results import StoredParagraph

T = TypeVar("T")
# Not the year that something is compared with or began in (比2007年增加, 2013年以来), nor that of a
# day: 2024年3月5日 a report was given.
_YEAR = re.compile(
    r"(?<![\d比较从自与])((?:19|20)\d\d)\s?年(?![底末初]?以?来|[底末初]?起(?!诉)|的\s?[\d.]+倍"
    r"|\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
)
# From here on another year is meant than the one named before it, and which is not said.
_MOVING = re.compile(
    "[今去明]年(?!以来)|上一?年|过去的?[一二两三四五十]?年|[一二三四五六七八九十]年来|近年|前[一几两三]年|今后|未来"
)
_OPENING_CHARS = 300
_SENTENCE_END = re.compile(r"[。！？!?\n]")
# 挽损率南通第一: the place says among whom, and the sentence goes on about its own.
_RANKED = re.compile(
    r"(?:[省市县区州]|公安|机关|系统|各地)*(?:排名?|位居|位列|名列|列|居)?"
    r"(?:第[一二三四五六七八九十\d]+(?!季|次|届|批|个|家|时间|线|轮|期|阶段|党)|首位|榜首|前[列茅]|最[低高好优][点位水值]|前[一二三四五六七八九十\d]+|领先)"
)
_COMPARED = re.compile("(?:[高低优快慢多少]于|超过|[比较])$")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A unit or region that the library knows, under whatever name it was written.

    `names` are its region's names and its unit's; a paragraph is of this place if its source or
    the last step of its region is among them.
    """

    names: frozenset[str]
    shown: str

    def holds(self, paragraph: StoredParagraph) -> bool | None:
        """None where the library does not know what the paragraph is about."""
        known = {paragraph.source, *(paragraph.region or ())[-1:]} - {None}
        return bool(known & self.names) if known else None


class DraftPlaces:
    """The places that a draft names, among the units and regions of a library."""

    def __init__(self, units: UnitNames) -> None:
        self._units = units
        self._known: dict[str, NamedPlace | None] = {}

    def place(self, name: str) -> NamedPlace | None:
        """The place that is written so."""
        form = normalize(name)
        if form not in self._known:
            regions = (path.rsplit("/", 1)[-1] for path in self._units.called(form, "region"))
            names = frozenset((*self._units.called(form, "source"), *regions))
            self._known[form] = NamedPlace(names, name) if names else None
        return self._known[form]

    def mentions(self, draft: str) -> list[tuple[int, NamedPlace]]:
        """Where the draft names a place that it speaks of, in order."""
        form, offsets = normalize_with_offsets(draft)
        pieces = list(self._units.apart(form))
        ends = list(accumulate(map(len, pieces)))
        spoken_of: list[tuple[int, NamedPlace]] = []
        scope_start = -1  # of the scope of a rank behind: 江苏省 of 江苏省南通市第一 is none either
        for at in range(len(pieces) - 2, 0, -2):
            start, end = ends[at - 1], ends[at]
            if end == scope_start or _RANKED.match(form, end):
                scope_start = start
            elif _COMPARED.search(form, max(start - 2, 0), start):
                continue  # 高于金华市平均5.2个百分点 is said of another place
            elif place := self.place(draft[offsets[start] : offsets[end - 1] + 1]):
                spoken_of.append((offsets[start], place))
        return spoken_of[::-1]


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """Of which place and year a claim speaks, as far as the draft says so; `scope`: 全省, 全国."""

    place: NamedPlace | None
    year: int | None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class NamedYear:
    """A year that a draft names, and the names of the places in the same sentence."""

    year: int
    at: int
    start: int
    end: int
    names: frozenset[str]

    def holds_for(self, place: NamedPlace | None, offset: int) -> bool:
        """Whether a claim of this place is of this year: not if another place's sentence named it.

        2021年，南通破案12起。海安破案30起。 says nothing of the year of the second sentence.
        """
        is_inside = self.start <= offset < self.end
        return is_inside or place is None or not self.names or bool(self.names & place.names)


class DraftContext:
    """Answers for any place in a draft what it speaks of there.

    The nearest mention before it in its paragraph counts; else the one mention of the whole draft,
    if there is no other (of a year: above it, or in its sentence); else what the reader has said of
    the draft. A year that was named of another place does not count.
    """

    def __init__(
        self, draft: str, known: DraftPlaces, place: NamedPlace | None, year: int | None
    ) -> None:
        self._places = known.mentions(draft)
        ends = [0, *(m.end() for m in _SENTENCE_END.finditer(draft)), len(draft)]
        self._years = [(m.start(), self._named(m, ends)) for m in _YEAR.finditer(draft)]
        named, years = {p.names for _, p in self._places}, {named.year for _, named in self._years}
        is_opening = bool(self._places) and self._places[0][0] < _OPENING_CHARS
        self._place = self._places[0][1] if len(named) == 1 and is_opening else place
        # 2024年工作总结 above it; no 2025年计划 below, and no 2015年启动 in the middle of it
        is_opening = bool(self._years) and self._years[0][0] < _OPENING_CHARS
        self._only_year = self._years[0] if len(years) == 1 and is_opening else None
        self._moving = [(m.start(), m) for m in _MOVING.finditer(draft)]
        self._said_year = year

    def at(self, offset: int, paragraph_start: int) -> ClaimContext:
        place = _last(self._places, paragraph_start, offset) or self._place
        year = _last(self._years, paragraph_start, offset)
        moved = _last(self._moving, paragraph_start, offset)
        if year is None and self._only_year is not None:
            at, only = self._only_year
            year = only if at < offset or only.start <= offset < only.end else None
        if moved is not None and (year is None or moved.start() > year.at):
            return ClaimContext(place, self._said_year)  # 今年…: of no year that stands before it
        if year is None or not year.holds_for(place, offset):
            return ClaimContext(place, self._said_year)
        return ClaimContext(place, year.year)

    def _named(self, year: re.Match[str], ends: Sequence[int]) -> NamedYear:
        at = bisect_left(ends, year.end())
        start, end = ends[at - 1], ends[at]
        first = bisect_left(self._places, start, key=lambda item: item[0])
        last = bisect_left(self._places, end, key=lambda item: item[0])
        names = (place.names for _, place in self._places[first:last])
        return NamedYear(int(year[1]), year.start(), start, end, frozenset().union(*names))


def _last(found: list[tuple[int, T]], start: int, end: int) -> T | None:
    at = bisect_left(found, end, key=lambda item: item[0])
    return found[at - 1][1] if at and found[at - 1][0] >= start else None
