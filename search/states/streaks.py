"""Answer what is asked, in whatever words, of a state that units keep up year after year: 命案全破.

Each unit is told by its streaks, as its reports print them. The longest that goes on and the
longest that ever was are two things, and both are told where they differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from indexer.text.normalizer import normalize
from search.figures.answer import FigureAnswer
from search.figures.dimensions import number
from search.figures.results import FigureRow
from search.figures.superlatives import NEXT_BEST
from search.figures.table import FigureTable
from search.figures.unit_names import UnitNames
from search.states.asked import AskedState, asked_state
from search.states.evidence import StateEvidence
from search.states.kept import (
    ENDED,
    EVER,
    LATEST,
    NO_LENGTH,
    NOW,
    UNBROKEN,
    WAYS,
    Kept,
    told_of_years,
    units_of,
)
from search.states.naming import state_named
from search.states.sentences import CaseParagraphs, Told
from search.states.whose import place_of_source, tells_of_itself

_ENDS = re.compile("断|破功|终结|归零|打破|止步|失守")  # of what had lasted
_HOW_LONG = re.compile("(?:连续|保持)(?:了)?(?:几|多少)年.*[,，? ].*断")
_MOST_UNITS, _MOST_BREAKS = 8, 12
_Pair: TypeAlias = tuple[Told, Kept]


@dataclass(frozen=True, slots=True)
class States:
    """What the reports of a library tell of states. `cut` gives the words of a normal form,
    `frequency` is that of a word in the dictionary."""

    table: FigureTable
    units: UnitNames
    cut: Callable[[str], Sequence[str]]
    frequency: Callable[[str], int]
    cases: CaseParagraphs

    def answers(self, text: str) -> tuple[FigureAnswer, ...] | None:
        """What is told of a state that is asked for; None for what is no question about one, or
        where nothing tells of it."""
        evidence = self._evidence(text)
        if evidence is None:
            return None
        asked, told = evidence.asked, evidence.streaks()
        if asked.state == "other" and not told:
            return None
        if asked.length is not None and not asked.is_least and asked.kind != "over":
            exact = _of_length(told, evidence, asked)
            if exact or not asked.names:
                return exact
        # 命案3起全破 is no year without any, but told of a unit that is named.
        is_none = asked.state == "none"
        years = [y for y in evidence.years if y.way == "none" or not is_none or asked.names]
        kept = _without_echoes(units_of(told, years, ("none",) if is_none else WAYS))
        answers = _ANSWERS[asked.kind](kept, asked)
        most = _MOST_BREAKS if asked.kind in ("over", "whether") else _MOST_UNITS
        lasting = sum(1 for one in kept if one.told)
        compared = lasting if asked.kind in ("most", "least", "order", "never") else len(told)
        silent = self._silent(kept, asked)
        return tuple(replace(one, compared=compared, silent=silent) for one in answers[:most])

    def _silent(self, kept: Sequence[Kept], asked: AskedState) -> tuple[str, ...]:
        """The offices that speak of 命案 and were not compared, as no streak of theirs is read."""
        if asked.kind not in ("most", "least", "order") or asked.names or asked.state != "solved":
            return ()
        compared = {one.unit for own in kept for one in own.told}
        compared |= {place_of_source(one) for one in compared} - {""}
        sources = sorted({one.source or "" for one in self.cases.paragraphs})
        left = (one for one in sources if not {one, place_of_source(one)} & compared)
        mine = (one for one in left if not any(name in one for name in asked.others))
        level = self.units.meant(asked.form)  # of 哪个县 no city
        return tuple(one for one in mine if tells_of_itself(one) and (not level or one in level))

    def streaks(self, name: str) -> tuple[FigureRow, ...]:
        """For how many years each unit tells of an indicator that is a state (命案全破), in
        whatever words; () for any other."""
        evidence = self._evidence(f"谁的{name}时间最长") if state_named(normalize(name)) else None
        if evidence is None or evidence.asked.state == "other":
            return ()
        told = (one for one in evidence.streaks() if one.way == "streak" and not one.is_over)
        return tuple(one.row for one in told if one.place is None)

    def _evidence(self, text: str) -> StateEvidence | None:
        def is_printed(word: str) -> bool:
            return any(word in paragraph.text for paragraph in self.cases.paragraphs)

        asked = asked_state(text, self.units, self.cut, self.frequency, is_printed)
        return StateEvidence(self.table, self.units, asked, self.cases) if asked else None


def _without_echoes(units: Iterable[Kept]) -> list[Kept]:
    """Without a paper that corrects what it wrote of a unit, which tells the same itself."""
    units = list(units)
    every = {(t.year, t.length) for own in units for t in own.told if not t.row.withdrawn}
    return [
        own
        for own in units
        if not own.told
        or any(not t.row.withdrawn or (t.year, t.length) not in every for t in own.told)
    ]


def _of_length(
    told: Sequence[Told], evidence: StateEvidence, asked: AskedState
) -> tuple[FigureAnswer, ...]:
    """Who told of just so many years; a length that was corrected is told as it is right."""
    wrong = [row for row in evidence.rows if row.corrected and number(row) == asked.length]
    righted = [t for row in wrong if (t := evidence.told(row)) and evidence.is_meant(t)]
    exact = [t for t in told if t.length == asked.length and not t.is_over and t.way == "streak"]
    exact = [one for one in exact if asked.year in (None, one.year)]
    found = {one.row.paragraph.id: one for one in (*righted, *exact)}
    ordered = sorted(found.values(), key=lambda one: one.row.withdrawn is None)
    return tuple(FigureAnswer(one.row, len(told)) for one in ordered[:_MOST_UNITS])


def _how_long(units: Sequence[Kept], asked: AskedState) -> list[FigureAnswer]:
    """Of each unit what it tells last, or in the year asked for; the longest first. Of a unit that
    is named and tells of no streak what it tells of single years."""
    if asked.year is not None:
        return _in_year(units, asked)
    found = [(own.latest, own) for own in units if own.told]
    if asked.is_least:
        best = [(t if _reaches(t.length, asked) else own.longest, own) for t, own in found]
        found = [(t, own) for t, own in best if _reaches(t.length, asked)]
    if asked.is_of_now and not asked.names:
        found = [(one, own) for one, own in found if own.goes_on]
    found.sort(key=lambda pair: (not pair[1].goes_on, -pair[0].length))
    answers = [
        answer
        for one, own in found
        for answer in ((own.newest(one), *own.of_later()) if asked.names else (own.newest(one),))
    ]
    if answers or (asked.state != "none" and (not asked.names or asked.kind == "long")):
        return answers  # who asks for how many years is told no single ones
    single = _of_years(units, asked)
    return [replace(one, said=NO_LENGTH) for one in single[:1]] + single[1:]


def _reaches(length: float, asked: AskedState) -> bool:
    """超过十年 asks for more than ten, 十年以上 and 满十年 for ten at least."""
    least = asked.length or 0
    return length > least if "超" in asked.form or "多于" in asked.form else length >= least


def _in_year(units: Sequence[Kept], asked: AskedState) -> list[FigureAnswer]:
    """What each unit told in a year, else the streak that went on in it as other years tell, or of
    a unit that is named what it tells of that year alone."""
    year = asked.year or 0
    found: list[tuple[float, FigureAnswer]] = []
    for own in units:
        told = [one for one in own.told if one.year == year]
        if told:
            one = Kept(told, ()).latest
            span = one.lasting if one.is_over or one.way == "since" else None
            found.append(
                (-1.0 if one.is_over else one.length, FigureAnswer(one.row, 1, lasting=span))
            )
            continue
        spans = [(row, span) for row, span in own.spans if span.first <= year <= span.last]
        single = [one for one in own.years if one.year == year and one.way != "since"]
        if single and asked.is_of_cases:
            found += [(0.0, answer) for answer in told_of_years(single)]
            continue
        # 第几年 is counted from the first; 多少年 asks for what was told of the year.
        for row, span in spans if asked.kind != "long" or "第" in asked.form else ():
            nth = year - span.first + 1
            found.append((nth, FigureAnswer(row, 1, lasting=span, at=(year, nth))))
    if asked.is_least:
        found = [(length, one) for length, one in found if _reaches(length, asked)]
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])]


def _longest(units: Sequence[Kept], asked: AskedState) -> list[FigureAnswer]:
    """Whose is the longest that goes on, and whose was the longest ever if that is another; of
    units that are named, the longest of each."""
    if asked.year is not None:
        found = _in_year(units, asked)
        return found if len(asked.names) > 1 else _led(found)
    units = [own for own in units if own.told]
    if asked.names and not asked.is_of_now:
        best = sorted(((own.longest, own) for own in units), key=lambda pair: -pair[0].length)
        return [own.with_later(one) for one, own in best]
    now = _first([(own.latest, own) for own in units if own.goes_on])
    if asked.is_of_now:
        return now
    ever = _first([(own.longest, own) for own in units])
    if not ever or not now or number(ever[0].row) <= number(now[0].row):
        return ever or now
    now = [replace(one, said=NOW) for one in now]
    ever = [replace(one, said=EVER, next_best=(), ended=()) for one in ever]
    return [*ever, *now] if asked.is_of_ever else [*now, *ever]


def _first(best: list[_Pair]) -> list[FigureAnswer]:
    """The longest, with those behind, or the only one; none where all are as long."""
    best.sort(key=lambda pair: -pair[0].length)
    if not best or (len(best) > 1 and best[0][0].length == best[-1][0].length):
        return []
    return _ahead_of(best)


def _ahead_of(ordered: Sequence[_Pair]) -> list[FigureAnswer]:
    """The first of these, and what is as long, as surpassing the others."""
    top = [(one, own) for one, own in ordered if one.length == ordered[0][0].length]
    behind = ordered[len(top) :]
    rows = tuple(told.row for told, _ in behind[:NEXT_BEST])
    ended = tuple(told.row for told, own in behind[:NEXT_BEST] if own.is_ended(told))
    return [replace(own.with_later(one), next_best=rows, ended=ended) for one, own in top]


def _in_order(units: Sequence[Kept], asked: AskedState) -> list[FigureAnswer]:
    """Those that go on, the longest first, each with its place; then those that were broken."""
    if asked.year is not None:
        found = [one for one in _in_year(units, asked) if not (one.lasting and one.lasting.is_over)]
        return [replace(one, rank=at) for at, one in enumerate(found, 1)]
    units = [own for own in units if own.told]
    going = sorted((own for own in units if own.goes_on), key=lambda own: -own.latest.length)
    lengths = [own.latest.length for own in going]
    order = [replace(own.newest(), rank=lengths.index(own.latest.length) + 1) for own in going]
    if asked.first:
        return [one for one in order if one.rank <= asked.first]
    return order + _over_of([own for own in units if not own.goes_on])


def _over_of(units: Iterable[Kept]) -> list[FigureAnswer]:
    ended = sorted(units, key=lambda own: -own.longest.length)
    return [replace(own.newest(), said="" if own.latest.is_over else ENDED) for own in ended]


def _shortest(units: Sequence[Kept], asked: AskedState) -> list[FigureAnswer]:
    """Of those that go on, as each unit tells last, the shortest; then those that were broken."""
    if asked.names or asked.year is not None:
        return _how_long(units, asked)[::-1]
    units = [own for own in units if own.told]
    going = sorted(((own.latest, own) for own in units if own.goes_on), key=lambda p: p[0].length)
    ended = _over_of([own for own in units if not own.goes_on])
    if len(going) < 2 or going[0][0].length == going[-1][0].length:
        return ended
    return _ahead_of(going) + ended


def _led(found: Sequence[FigureAnswer]) -> list[FigureAnswer]:
    """The first of these as surpassing the others; all where other years tell that it does."""
    if len(found) < 2 or found[0].lasting is not None:
        return list(found)
    going = [one for one in found if one.lasting is None]
    top = [one for one in going if number(one.row) == number(going[0].row)]
    behind = tuple(one.row for one in going[len(top) :][:NEXT_BEST])
    return [replace(one, next_best=behind) for one in top]


def _since(units: Sequence[Kept], asked: AskedState) -> list[FigureAnswer]:
    """Since when it has lasted in each unit; the earliest first."""
    found = []
    for own in units:
        if own.spans:
            *earlier, (row, span) = own.spans
            last = own.latest
            is_later = last.way == "streak" and last.year > (row.paragraph.year or 0)
            counted = last.row if is_later and not span.is_over else None
            found.append(
                FigureAnswer(row, 1, lasting=span, earlier=tuple(earlier), counted=counted)
            )
    return sorted(found, key=lambda one: one.lasting.first if one.lasting else 0)


def _broken(units: Sequence[Kept], asked: AskedState) -> list[FigureAnswer]:
    """Each streak that came to its end, and each other year in which it was not kept up; of a unit
    that tells of none how long it has lasted."""
    found: list[tuple[int, FigureAnswer]] = []
    for own in units:
        over = {span.last + 1: (row, span) for row, span in own.spans if span.is_over}
        found += [(at, FigureAnswer(row, 1, lasting=span)) for at, (row, span) in over.items()]
        single = (one for at, one in own.broken.items() if at not in over)
        found += [(one.year, FigureAnswer(one.row, 1, is_when=True)) for one in single]
    found = [(at, one) for at, one in found if asked.year in (None, at)]
    ended = [(at, one) for at, one in found if one.lasting is not None]
    found = ended if ended and _ENDS.search(asked.rest) else found
    if not found and asked.names:
        return [replace(one, said=UNBROKEN) for one in _how_long(units, asked)]
    broken = [one for _, one in sorted(found, key=lambda pair: -pair[0])]
    if not (asked.names and asked.year is None and _HOW_LONG.search(asked.rest)):
        return broken
    going = [own for own in units if own.goes_on]  # 连续几年，断过没有 asks for both
    return [*(FigureAnswer(own.latest.row, 1, said=LATEST) for own in going), *broken]


def _never(units: Sequence[Kept], asked: AskedState) -> list[FigureAnswer]:
    """Those of whom no break is read, the longest first; of a unit that is named its breaks."""
    if asked.names:
        return _broken(units, asked)
    found = [own for own in units if own.goes_on and not own.broken]
    found = [own for own in found if not any(span.is_over for _, span in own.spans)]
    found.sort(key=lambda own: -own.latest.length)
    return [replace(own.newest(), said=UNBROKEN) for own in found]


def _of_years(units: Sequence[Kept], asked: AskedState) -> list[FigureAnswer]:
    """What each unit tells of single years; of several units, or of one that is asked in which,
    the years without any."""
    found: list[FigureAnswer] = []
    for own in units:
        told = [one for one in own.years if one.way in WAYS and asked.year in (None, one.year)]
        none = [one for one in told if one.way == "none"]
        is_all = asked.names and not (none and asked.asks_when)
        found += told_of_years(told if is_all else none)
    return found


def _whether(units: Sequence[Kept], asked: AskedState) -> list[FigureAnswer]:
    """The years without any; of what is solved its streak, or else what single years tell."""
    single = _of_years(units, asked) if asked.state == "none" else []
    return single or _how_long(units, asked)


_ANSWERS: dict[str, Callable[[Sequence[Kept], AskedState], list[FigureAnswer]]] = {
    "over": _broken,
    "never": _never,
    "since": _since,
    "order": _in_order,
    "most": _longest,
    "least": _shortest,
    "long": _how_long,
    "whether": _whether,
}
