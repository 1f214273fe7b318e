"""Read what reports tell of a state: its streaks, since when it lasts, and years without it.

Streaks are rows of the figures table. What tells no length (2022年以来保持全破), or of one year
alone (命案14起，破13起), is read from sentences, as rows of the same shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from indexer.text.normalizer import normalize
from search.clauses import SENTENCE, clause_start
from search.figures.answer import is_of_other_unit, place_of
from search.figures.dating import Lasting, dated, lasting
from search.figures.dimensions import number
from search.figures.matching import names_of
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.sections import SectionTimes, is_done
from search.figures.table import FigureTable
from search.figures.unit_names import UnitNames, offices
from search.results import StoredParagraph
from search.states.asked import AskedState
from search.states.naming import STATE
from search.states.sentences import OF_NONE, CaseParagraphs, Told
from search.states.whose import Owners, tells_of_itself

_MOST_ROWS = 2_000
_SENTENCE_CHARS, _QUOTE_CHARS = 200, 120
_STATE = re.compile(STATE)
_OF_PART = re.compile(
    "(?<![一-龥])(?P<place>(?![全我本该])[一-龥]{1,3}(?<!辖)[县区市旗])(?:现行)?命案"
)
_MAY_BE_OF_PART = re.compile("[县区市旗](?:现行)?命案")
_OF_SOME = re.compile(
    "[0-9]个(?:[乡县市区村镇街单派][^,，。;；0-9]{0,4})?(?:已|连续|已经|实现|保持)*$"
)
_SOME_CHARS = 16
_NONE_OF_THEM = re.compile("(?:均|都)?(?:未|没有?|零|无)再?(?:发|发生|发案|出现)")
_NAMED_STATE = re.compile(
    f"(?:[已也又均都再的其]|再次|继续|实现|保持|做到|(?:中断|结束|打破|终结|终止)了?|[此之先]前)*(?:{STATE})"
)


class StateEvidence:
    """What a library tells of the state asked for."""

    def __init__(
        self,
        table: FigureTable,
        units: UnitNames,
        asked: AskedState,
        cases: CaseParagraphs,
    ) -> None:
        self.asked = asked
        self._table, self._units, self._cases = table, units, cases
        self._owners = Owners(units)
        self.rows = list(self._rows())

    def streaks(self) -> list[Told]:
        """What tells a length, and what tells since when, of whom is asked."""
        told = (self.told(row) for row in self.rows)
        found = [one for one in told if one is not None and self.is_meant(one)]
        is_none = self.asked.state == "none"
        # 八年半 is no 八年
        read = {(one.row.paragraph.id, int(one.length)) for one in found}
        read |= {(row.paragraph.id, int(number(row))) for row in self.rows}
        found += [
            one
            for one in self.years
            if one.way in ("since", "streak")
            and (one.row.paragraph.id, int(one.length)) not in read
            and (is_none == one.is_none or (is_none and self._says_none(one)))
        ]
        return self._of_offices(found)

    @cached_property
    def years(self) -> list[Told]:
        """What sentences tell of one year alone, or since when, of whom is asked."""
        if self.asked.state == "other":
            return []
        errata = self._table.corrections.errata  # repeat what was wrong
        every = (one for one in self._every if one.row.paragraph.id not in errata)
        return self._of_offices([one for one in every if self.is_meant(one)])

    @cached_property
    def _every(self) -> list[Told]:
        """What sentences tell, of whomever."""
        return [
            replace(one, unit=self._owners.source_of(one.row), place=self._part(one.row))
            for one in self._cases.told
        ]

    def _part(self, row: FigureRow) -> str | None:
        """The part of a unit that is named last in front of what is told."""
        text, figure = row.paragraph.text, row.figure
        ahead = text[figure.start : figure.value_end]
        if _MAY_BE_OF_PART.search(ahead) is None:
            return None
        ahead = normalize(ahead)
        place = next((found["place"] for found in reversed([*_OF_PART.finditer(ahead)])), None)
        return None if place is None or place in self._units.of(row.paragraph) else place

    @cached_property
    def _own(self) -> dict[tuple[str | None, ...], set[int]]:
        """The units that tell of themselves, each with the years that it tells."""
        told = (*(one for row in self.rows if (one := self.told(row))), *self._every)
        own: dict[tuple[str | None, ...], set[int]] = {}
        for one in told:
            if tells_of_itself(one.row.paragraph.source or ""):
                first = one.lasting.first if one.lasting else one.year
                own.setdefault(one.whom, set()).update(range(first, one.year + 1))
        return own

    @staticmethod
    def _says_none(one: Told) -> bool:
        """Whether the part of its sentence that says how long says so of none at all."""
        figure, text = one.row.figure, one.row.paragraph.text
        start = max(text.rfind(sign, figure.start, figure.value_start) for sign in "；;") + 1
        part = re.split("[；;]", text[max(start, figure.start) : figure.end])[0]
        return OF_NONE.search(normalize(part)) is not None

    def _of_offices(self, told: list[Told]) -> list[Told]:
        """Without what newspapers tell of a unit that tells itself: they repeat it. What they tell
        of nobody that is found counts where no unit tells anything, and that a streak was broken
        in a year of which the unit says nothing."""
        itself: list[Told] = []
        others: list[Told] = []
        for one in told:
            (itself if tells_of_itself(one.row.paragraph.source or "") else others).append(one)
        named = [
            one
            for one in others
            if one.unit
            if one.whom not in self._own
            or (one.way == "broken" and one.year not in self._own[one.whom])
        ]
        return [*itself, *named] or told

    def _rows(self) -> Iterator[FigureRow]:
        for q in ("", "命案" if self.asked.state != "other" else " ".join(self.asked.words)):
            found = self._table.find(FigureRequest(q=q, kinds=("streak",)))
            if len(found) <= _MOST_ROWS:
                break
        else:
            return
        sections = SectionTimes(self._table.back)
        for row in self._table.rows(found):
            if is_of_state(row, self.asked) and not is_of_other_unit(row, self._units):
                yield replace(row, section=sections.of(row))

    def told(self, row: FigureRow) -> Told | None:
        row = row.corrected or row
        span, year = lasting(row), dated(row)
        if not is_done(row) or year is None or _is_of_some(row):
            return None
        own = _OF_PART.search(normalize(row.figure.measured))
        place = place_of(row)[-1] or (own["place"] if own else None)
        place = None if place in self._units.of(row.paragraph) else place
        year = year if span is None else span.last + span.is_over
        span = span and replace(span, quote=_quote(row, span))
        return Told(row, year, span, place, unit=self._owners.source_of(row))

    @cached_property
    def _whose(self) -> Callable[[StoredParagraph, str | None], bool] | None:
        """Once for all rows: it goes over every unit of the library."""
        asked = self.asked
        return self._units.whose("哪个县" if asked.is_of_counties else asked.of_whom)

    def is_meant(self, one: Told) -> bool:
        paragraph, asked = replace(one.row.paragraph, source=one.unit or None), self.asked
        if not one.unit:
            paragraph = one.row.paragraph
        if self._whose is not None and not self._whose(paragraph, one.row.figure.place):
            return False
        if not asked.others.isdisjoint(self._units.of(paragraph)):
            return False
        if not asked.names:
            return True
        if one.place is not None:
            return one.place in asked.names  # a county's years are not those of its city
        region = () if self._names_office else paragraph.region or ()
        return not asked.names.isdisjoint(self._units.of_unit(paragraph.source or "", region))

    @cached_property
    def _names_office(self) -> bool:
        """Whether a name is that of an office, which is asked for before those of its area."""
        return any(offices(self._units.called(name, "source")) for name in self.asked.names)


def _quote(row: FigureRow, span: Lasting) -> str:
    """Of a streak that ended the whole sentence, which says by what."""
    if not span.is_over:
        return span.quote
    text, figure = row.paragraph.text, row.figure
    own = next(
        (s for s in SENTENCE.finditer(text) if s.start() <= figure.value_start < s.end()), None
    )
    return own[0].strip() if own and len(own[0]) <= _QUOTE_CHARS else span.quote


def _is_of_some(row: FigureRow) -> bool:
    """Whether it tells of some of many: 28个乡镇中，有19个连续五年以上未发生命案."""
    start = max(row.figure.start - _SOME_CHARS, 0)
    return _OF_SOME.search(row.paragraph.text[start : row.figure.value_start]) is not None


def is_of_state(row: FigureRow, asked: AskedState) -> bool:
    """Whether a streak is of the state asked for, by its own name or by its sentence."""
    if row.figure.unit != "年" or not row.figure.value:
        return False
    if asked.state == "other":
        return _tells_words(row, asked.words)
    name = names_of(row)
    if "积案" in name:
        return False
    is_of_none = OF_NONE.search(name) is not None
    is_of_none = is_of_none or (
        _NONE_OF_THEM.fullmatch(name) is not None and "命案" in _before(row)
    )
    if asked.state == "none" or is_of_none:
        return is_of_none and asked.state == "none"
    if "命案" in name:
        is_so = _STATE.search(name) or _STATE.search(normalize(row.figure.quote))
        return is_so is not None or "破案率" in name or "侦破率" in name
    if _NAMED_STATE.match(name) is None:
        return "全破" in name and "命案" in _before(row)  # 全破年数增至16年
    return "命案" in _before(row) or ("全破" in name and "命案" in row.paragraph.text)


def _before(row: FigureRow) -> str:
    """The sentence of a figure up to its end, and that before it."""
    text, end = row.paragraph.text, row.figure.end
    return text[clause_start(text, end, "。！？\n", max(end - _SENTENCE_CHARS, 0)) : end]


# How reports and readers tell the same: 首位, 第一; 没有 is left out of both.
_SAME = {"第一": "第一|首位|榜首|第1|头名", "首位": "第一|首位|榜首|第1"}


def _tells_words(row: FigureRow, words: Sequence[str]) -> bool:
    """Whether a streak's sentence has all these words, and itself one of them."""
    quote = normalize(row.figure.quote)
    clause = re.split("[；;]", normalize(_before(row)))[-1]
    forms = [re.compile(_SAME.get(word, re.escape(word.removesuffix("案")))) for word in words]
    is_all = all(form.search(clause) or form.search(normalize(names_of(row))) for form in forms)
    return is_all and any(form.search(quote) for form in forms)
