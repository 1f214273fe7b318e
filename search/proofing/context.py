"""Tell of which place and year each part of a draft speaks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from search.results import StoredParagraph

T = TypeVar("T")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年(?!来)")
_ENDINGS = re.compile(r"(?:自治区|自治州|新区|[省市县区州盟旗])$")


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


class KnownPlaces:
    """Every name by which the library's units and regions may be written."""

    def __init__(
        self, sources: Iterable[tuple[str, Iterable[str]]], regions: Iterable[str]
    ) -> None:
        """Sources with their aliases, and paths of regions (江苏省/南通市)."""
        forms: dict[str, set[str]] = {}
        for region in regions:
            name = region.rsplit("/", 1)[-1]
            short = _ENDINGS.sub("", name)
            for form in {name, short if len(short) > 1 else name}:
                forms.setdefault(form, set()).add(name)
        for source, aliases in sources:
            for form in {source, *aliases}:
                if len(form) > 1:
                    forms.setdefault(form, set()).add(source)
        self._forms: Mapping[str, frozenset[str]] = {f: frozenset(n) for f, n in forms.items()}
        longest_first = sorted(self._forms, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def place(self, name: str) -> NamedPlace | None:
        """The place that is written so."""
        names = self._forms.get(name)
        return NamedPlace(names, name) if names else None

    def mentions(self, draft: str) -> list[tuple[int, NamedPlace]]:
        """Where the draft names a place, in order."""
        found = self._pattern.finditer(draft)
        return [(m.start(), NamedPlace(self._forms[m[0]], m[0])) for m in found]


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """Of which place and year a claim speaks, as far as the draft says so."""

    place: NamedPlace | None
    year: int | None


class DraftContext:
    """Answers for any place in a draft what it speaks of there.

    The nearest mention before it in its paragraph counts; else the one mention of the whole draft,
    if there is no other; else what the reader has said of the draft.
    """

    def __init__(
        self, draft: str, known_places: KnownPlaces, place: NamedPlace | None, year: int | None
    ) -> None:
        self._places = known_places.mentions(draft)
        self._years = [(m.start(), int(m[1])) for m in _YEAR.finditer(draft)]
        named, years = {p.names for _, p in self._places}, {year for _, year in self._years}
        self._place = self._places[0][1] if len(named) == 1 else place
        self._year = self._years[0][1] if len(years) == 1 else year

    def at(self, offset: int, paragraph_start: int) -> ClaimContext:
        place = _last(self._places, paragraph_start, offset)
        year = _last(self._years, paragraph_start, offset)
        return ClaimContext(
            place if place is not None else self._place, year if year is not None else self._year
        )


def _last(found: list[tuple[int, T]], start: int, end: int) -> T | None:
    at = bisect_left(found, end, key=lambda item: item[0])
    return found[at - 1][1] if at and found[at - 1][0] >= start else None
