"""Tell the figures that a query asks for: of several units, over years, or of an indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from indexer.text.normalizer import normalize
from search.comparing.asked_names import QUOTES, names_asked_for
from search.comparing.asked_units import asked_of_units
from search.comparing.courses import Course, course_of
from search.comparing.nearest import NamedIndicator, named_indicator
from search.comparing.tables.ranking import UnitFigures
from search.comparing.tables.unit_courses import course_of_units
from search.comparing.tables.unit_tables import UnitTable, unit_table
from search.comparing.tables.ways import Ways, unit_ways
from search.comparing.wordings.reworded_courses import course_in_other_words, other_years_of
from search.figures.answer import FigureAnswer
from search.figures.asking import sought_in, without_most
from search.figures.request import FigureRequest
from search.names.quoted import QUOTED
from search.request import Filters, SearchRequest
from search.results import StoredParagraph
from search.rewrite.first_year import course_subjects, without_since
from search.rewrite.questions import asks_or_softens as asks
from search.searcher import Searcher
from search.sentences.deeds import Deed
from search.states.naming import names_a_state
from web.pages.results.inquiry import Inquiry
from web.pages.results.unread import (
    Unread,
    cells_unread,
    cells_unreported,
    told_at_once,
    units_unread,
    years_unread,
)

_ANY = Filters()
CLAUSES = re.compile(r"[^\W\d][，、；,;][^\W\d]")  # of a sentence, and no name
_HOW_MANY_YEARS = re.compile("(?:已经?)?连续(?:几|多少)个?年(?:都|均)?了?|(?:几|多少)个?年了?$")


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """An indicator as `named`, or its `course`, or what several units say of it (`of_units`) or of
    several (`table`), where that is asked for.

    Of one that lasts over years also who has it longest, as a question is answered: with those that
    word it otherwise (命案全破, 命案破案率100%). `filters` choose the units asked for.
    `is_unranked`: a superlative was asked for, and nothing can be set above the other. `silent`:
    units asked for, none of which has it.
    """

    named: NamedIndicator | None
    longest: FigureAnswer | None = None
    filters: Filters = _ANY
    course: Course | None = None
    is_unranked: bool = False
    of_units: UnitFigures | None = None
    table: UnitTable | None = None
    silent: tuple[str, ...] = ()
    ways: Ways | None = None  # what units do, where that is asked and no figure
    unread: Unread = field(default_factory=dict)
    absent: frozenset[tuple[str, int]] = frozenset()  # cells of a course without any report
    once: Deed | None = None  # the sentence that tells a whole course

    @property
    def cited(self) -> tuple[StoredParagraph, ...]:
        """The paragraphs from which a table of units was read, in its order, and behind these the
        ones that it quotes."""
        if self.of_units is not None:
            lines = (*self.of_units.lines, *self.of_units.near)
            told = [line for line in lines if line.unit not in self.unread]
        else:
            cells = (c for line in (self.table.lines if self.table else ()) for c in line.cells)
            told = [cell.told for cell in cells if cell is not None]
        of_table = self.of_units is not None or self.table is not None
        quoted = [deed.paragraph for deed in self.unread.values() if of_table]
        paragraphs = [row.paragraph for own in told for row in own.rows] + quoted
        return tuple({paragraph.id: paragraph for paragraph in paragraphs}.values())

    @property
    def only_alike(self) -> bool:
        """Whether it tells nothing but names that are like what was asked for."""
        return self.named is not None and not self.named.figures

    @property
    def is_of_name(self) -> bool:
        """Whether it is what is counted of a name in quotation marks: “窑洞灯”巡夜队."""
        called = self.named.indicator if self.named is not None else ""
        return QUOTED.search(self.course.name if self.course is not None else called) is not None

    @property
    def is_question(self) -> bool:
        """Whether what it is called is no name but the question, and only others are like it."""
        return self.named is not None and not self.named.figures and asks(self.named.indicator)


def is_of_units(card: IndicatorCard | None) -> bool:
    """Whether units are set side by side: what their figures were read from stands below."""
    return card is not None and any((card.of_units, card.table, card.ways))


def indicator_line(
    inquiry: Inquiry,
    is_answered: bool,
    of_units: UnitFigures | None,
) -> IndicatorCard | None:
    """The table of units that a query asks for, or else the indicator that it is, or asks the
    course of; only above a first, whole list.

    A question for one year that has its answer needs no course, and what is asked of a unit
    that the library has not has no indicator.
    """
    searcher = inquiry.searcher
    found = _indicator(inquiry, is_answered, of_units)
    if found is None:
        return None
    if (course := found.course) is not None:
        absent = cells_unreported(searcher, course)
        once = told_at_once(course)
        return replace(found, unread=years_unread(searcher, course), absent=absent, once=once)
    if found.of_units is not None:
        return replace(found, unread=units_unread(searcher, found.of_units))
    return replace(found, unread=cells_unread(searcher, found.table)) if found.table else found


def _indicator(
    inquiry: Inquiry,
    is_answered: bool,
    of_units: UnitFigures | None,
) -> IndicatorCard | None:
    if of_units is not None:
        return IndicatorCard(None, of_units=of_units)
    asked, searcher = inquiry.asked, inquiry.searcher
    if not asked.is_first or asked.is_narrowed or inquiry.query.unheld:
        return None
    query = inquiry.query.meant.strip(QUOTES)
    if (course := course_of_units(searcher, query)) is not None:
        return IndicatorCard(None, course=course)
    table, ways = unit_table(searcher, query), unit_ways(searcher, query)
    if table is not None or ways is not None:
        return IndicatorCard(None, table=None if ways else table, ways=ways)
    sought = sought_in(normalize(query))
    is_most = sought is not None and bool(sought.kinds)  # 最早 is of no figure
    if is_most and is_answered:
        return None
    course = _course(searcher, query, is_answered)
    if course is not None and not (is_answered and course.is_of_one_year):
        return IndicatorCard(None, course=course, is_unranked=is_most)
    asking = query if is_answered else _of_years_alone(query)
    found = _named_line(query, asking, searcher, is_most)
    if is_answered and found is not None:
        return None if found.only_alike else replace(found, silent=())  # what answers is theirs
    if is_answered or (found is not None and found.named and found.named.figures):
        return found
    other = course_in_other_words(searcher, inquiry.query)
    return IndicatorCard(None, course=other) if other is not None else found


def _course(searcher: Searcher, query: str, is_answered: bool) -> Course | None:
    """The figures over years that are asked for, or else, without an answer, of other years."""
    course = course_of(searcher, query)
    if not is_answered:
        return course or other_years_of(searcher, query)
    is_streak = course is not None and course.lines and course.lines[0].measure.kind == "streak"
    # The sentences that answer tell more years of a state than figures do.
    return replace(course, silent=course.unreported) if course and is_streak else course


def _of_years_alone(query: str) -> str:
    """A question for how many years, or since when, without what asks so: 南湖分局命案全破."""
    form = normalize(query)
    bare = without_since(query) or _HOW_MANY_YEARS.sub("", form)
    return query if bare == form else bare


def _named_line(query: str, asking: str, searcher: Searcher, is_most: bool) -> IndicatorCard | None:
    asking = without_most(normalize(asking)) if is_most else asking
    own, filters = asked_of_units(searcher, asking)
    names = dict.fromkeys((*names_asked_for(asking), *course_subjects(query)[-1:]))
    if filters:
        names = dict.fromkeys(own.names)
    is_asked = is_most or (bool(filters) and own.asks)
    tried = (named_indicator(searcher, name, filters, is_asked) for name in names)
    found = [one for one in tried if one is not None]
    if not found:
        return None
    named = next((one for one in found if one.figures), found[-1])
    question = SearchRequest(f"谁的{named.indicator}时间最长")
    is_state = named.is_streak and names_a_state(normalize(question.q))  # no bare 命案
    answers = searcher.figure_answers(question) if is_state else ()
    longest = answers[0] if len(answers) == 1 else None
    silent = _silent(named, filters, searcher)
    return IndicatorCard(named, longest, filters, None, is_most, silent=silent)


def _silent(named: NamedIndicator, filters: Filters, searcher: Searcher) -> tuple[str, ...]:
    """The units asked for, where all that is told of an indicator, under this or any longer name
    (安全感, 群众安全感), is of others."""
    kinds = ("streak",) if named.is_streak else ()
    own = FigureRequest(indicators=(named.indicator,), filters=filters, kinds=kinds)
    alike = FigureRequest(q=named.indicator, filters=filters, kinds=kinds)
    tells = any(searcher.figure_listing(one).total for one in (own, alike))
    is_of_others = named.units and filters and not tells
    return tuple(unit for _, unit in filters.pairs) if is_of_others else ()
