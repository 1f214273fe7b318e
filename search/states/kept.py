"""Lay out what one unit tells of a state: its streaks, which of them goes on, single years."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from indexer.text.normalizer import normalize
from indexer.text.numerals import han_cardinal
from search.figures.answer import FigureAnswer
from search.figures.answers import streaks_apart
from search.figures.dating import Lasting, is_of_part
from search.figures.results import FigureRow
from search.states.sentences import Told

_YEARS_SHOWN, _LATER = 4, 2  # years; that the end of a streak may be told later
# What a sentence on one year says of all its cases, and not of one of them (48小时告破).
_OF_ALL = re.compile("[均都皆全必]|件件|[没未无]|零|起.*起|100%|百分之百")
WAYS = ("kept", "none", "broken")  # of what is told of a whole year
LATEST, NO_LENGTH = "最近写到的一年", "没有读到连续的年数，各年写的是"
NOW, EVER = "目前仍在延续的最长", "历史最长，后来中断"
ENDED, UNBROKEN, AFTER = "已中断", "没有读到中断", "中断之后"


@dataclass(frozen=True)
class Kept:
    """`told` are the streaks of a unit (or a part of it), `years` what it tells of one year."""

    told: Sequence[Told]
    years: Sequence[Told]

    @cached_property
    def spans(self) -> list[tuple[FigureRow, Lasting]]:
        """Each streak once, the earliest first."""
        return streaks_apart(
            [(one.row, self._surely(one.lasting)) for one in self.told if one.lasting]
        )

    def _surely(self, span: Lasting) -> Lasting:
        """A span that only its end tells, as what told it while it went on has it."""
        if not span.is_over or span.is_printed:
            return span
        length = span.last - span.first
        known = (t.lasting for t in self.told if t.lasting and not t.lasting.is_over)
        same = (
            k for k in known if k.last - k.first == length and 0 < span.first - k.first <= _LATER
        )
        own = next(same, None)
        return span if own is None else replace(span, first=own.first, last=own.last)

    @property
    def latest(self) -> Told:
        return max(self.told, key=lambda one: (one.year, one.is_over, one.length))

    @property
    def longest(self) -> Told:
        return max(self.told, key=lambda one: (one.length, not one.is_over))

    @property
    def goes_on(self) -> bool:
        """Whether the streak that is told last was not broken since."""
        return bool(self.told) and not self.latest.is_over

    @cached_property
    def broken(self) -> dict[int, Told]:
        """The years in which it was not kept up, as the unit's own report of the year tells."""
        found: dict[int, Told] = {}
        for one in sorted(self.years, key=lambda one: one.row.paragraph.year or 0):
            if one.way == "broken":
                found.setdefault(one.year, one)
        return found

    def is_ended(self, one: Told) -> bool:
        """Whether a streak came to its end later, or tells of it."""
        spans = (span for _, span in self.spans if span.first <= one.year - 1 <= span.last)
        return one.is_over or any(span.is_over for span in spans) or self.latest.is_over

    def newest(self, one: Told | None = None) -> FigureAnswer:
        """A streak (else the one told last), since when it has lasted, and those before it."""
        one = one or self.latest
        last = one.lasting.last if one.lasting else one.year
        own = next((span for span in self.spans if span[1].first <= last <= span[1].last), None)
        others = tuple(span for span in self.spans if span is not own)
        if one.is_over:
            return FigureAnswer(one.row, 1, lasting=one.lasting, earlier=others)
        if own and own[1].is_over:
            return FigureAnswer(one.row, 1, earlier=tuple(self.spans))
        if one.way == "since":
            counted = [t for t in self.told if t.way == "streak" and own and t.year >= own[1].first]
            best = max(counted, key=lambda told: told.year, default=None)
            row, nth = best.row if best else None, int(one.length)
            at = (
                (one.year, nth) if one.lasting and one.year - one.lasting.first + 1 == nth else None
            )
            if re.search(f"连续(?:{nth}|{han_cardinal(nth)})年", one.row.figure.quote):
                row = at = None  # 连续十九年…的纪录在2024年延续 says itself how long
            return FigureAnswer(one.row, 1, lasting=one.lasting, earlier=others, counted=row, at=at)
        return FigureAnswer(one.row, 1, begun=own, earlier=others)

    def with_later(self, one: Told) -> FigureAnswer:
        """A streak, and how it went on: that it was broken, or what is told last and is shorter."""
        latest = self.latest
        answer = FigureAnswer(one.row, 1, lasting=one.lasting) if one.is_over else self.newest(one)
        is_later = latest.year > one.year and not latest.is_over and latest.length < one.length
        if not is_later:
            return answer
        earlier = tuple(pair for pair in answer.earlier if pair[1].last <= one.year)
        return replace(answer, later=latest.row, earlier=earlier)

    def of_later(self) -> list[FigureAnswer]:
        """What is told of years behind the last streak, the latest."""
        last = self.latest.year if self.told else 0
        later = [one for one in self.years if one.year > last and one.way != "since"]
        return told_of_years(later[-1:], LATEST if self.goes_on else AFTER)


def units_of(
    told: Iterable[Told], years: Iterable[Told], ways: Collection[str] = WAYS
) -> list[Kept]:
    """What is told, by unit and part of one; a streak goes on by years told in these ways."""
    streaks: dict[tuple[str | None, ...], list[Told]] = {}
    single: dict[tuple[str | None, ...], list[Told]] = {}
    for held, every in ((streaks, told), (single, years)):
        for one in every:
            held.setdefault((*one.whom, one.place), []).append(one)
    ordered = {key: sorted(own, key=lambda one: one.year) for key, own in single.items()}
    keys = dict.fromkeys((*streaks, *ordered))
    return [_gone_on(Kept(streaks.get(key, ()), ordered.get(key, ())), ways) for key in keys]


def _gone_on(own: Kept, ways: Collection[str]) -> Kept:
    """With the streaks that single years tell: one goes on through each year of which the next
    reports say that it was kept up, and ends in the first in which it was not; a new one begins
    behind that."""
    spans = [span for _, span in own.spans]
    span: Lasting | None = None
    worked_out: list[Told] = []
    for one in _whole_years(own.years, ways):
        before = [s for s in spans if s.last < one.year]
        if before and (span is None or before[-1].last >= span.last):
            span = before[-1]
        if any(s.first <= one.year <= s.last + s.is_over for s in spans):
            continue
        goes_on = span is not None and span.last + 1 + span.is_over == one.year
        if one.way == "broken":
            if goes_on and span is not None and span.first < span.last and not span.is_over:
                worked_out.append(_worked_out(one, replace(span, is_over=True)))
            span = Lasting(one.year + 1, one.year, False, False, "")
        elif goes_on and span is not None:
            first = one.year if span.is_over else span.first
            span = Lasting(first, one.year, span.is_printed and not span.is_over, False, "")
            if first < one.year:  # one year is none that was kept up
                worked_out.append(_worked_out(one, span))
        else:
            span = None
    return Kept((*own.told, *worked_out), own.years)


def _whole_years(years: Iterable[Told], ways: Collection[str]) -> list[Told]:
    """What is told of all cases of each year, the earliest first."""
    told = (one for one in years if one.way in ways)
    return [
        one
        for one in _best_of_years(told)
        if one.way == "broken"
        or (_OF_ALL.search(normalize(one.row.figure.value_text)) and not is_of_part(one.row))
    ]


def _best_of_years(years: Iterable[Told]) -> list[Told]:
    """One for each year, the earliest first: what was left unsolved before all else, what is of
    the whole year before what is of its first months, and that there were none."""
    found: dict[int, Told] = {}
    for one in sorted(years, key=_weight):
        found[one.year] = one
    return sorted(found.values(), key=lambda one: one.year)


def _weight(one: Told) -> tuple[bool, bool, bool]:
    return one.way == "broken", not is_of_part(one.row), one.way == "none"


def _worked_out(one: Told, span: Lasting) -> Told:
    """A single year as the end of a streak, or its last year so far."""
    length, figure = span.last - span.first + 1, one.row.figure
    row = replace(one.row, figure=replace(figure, value=str(length), value_text=f"推算{length}年"))
    return Told(row, one.year, replace(span, quote=figure.quote), one.place, "since")


def told_of_years(years: Iterable[Told], said: str = "") -> list[FigureAnswer]:
    """What sentences tell of single years, each year once: the latest first."""
    ordered = sorted(_best_of_years(years), key=lambda one: (one.way != "broken", -one.year))
    latest = sorted(ordered[:_YEARS_SHOWN], key=lambda one: -one.year)
    return [FigureAnswer(one.row, 1, is_when=True, said=said) for one in latest]
