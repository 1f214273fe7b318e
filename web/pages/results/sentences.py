"""Tell by a sentence who did what is asked, or when, where nothing else above the list answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.figures.tables.cells import is_table_row
from indexer.text.normalizer import normalize
from search.comparing.asked_names import asks_all_years
from search.request import SearchRequest
from search.results import SearchResult
from search.rewrite.first_year import first_year_subjects
from search.rewrite.questions import is_question
from search.searcher import Searcher
from search.sentences.asking import asks_amount
from search.sentences.cells import asks_table, told_cells
from search.sentences.deeds import ToldDeeds, told_deeds
from search.sentences.nearest import told_nearest
from search.sentences.parts import parts_asked, told_parts
from search.sentences.passages import told_passages
from search.sentences.rows import told_rows
from search.states.naming import names_a_state
from web.pages.results.cards import Card
from web.pages.results.indicator_cards import CLAUSES, IndicatorCard, is_of_units
from web.pages.results.inquiry import Inquiry
from web.pages.results.pasted import PastedWording
from web.pages.results.readings import missing_name, unwritten_name

_SURELY = 0.75  # of what is asked: beside a card or a course of what is named in it


def sentence_values(
    inquiry: Inquiry,
    indicator: IndicatorCard | None,
    cards: Sequence[Card],
    answered: object,
    pasted: PastedWording | None,
) -> dict[str, Any]:
    """The sentences as `said`, and the indicator that still is to be told: none that only has a
    like name, of several clauses, nor beside a state or a first year. No sentence where
    anything is `answered`, by a table of units or by the card of a name whose first year is asked;
    none of an amount beside the figures of it. What an office's own table sums up or tells whole
    goes before all that."""
    is_since = isinstance(answered, tuple) and any(one.lasting for one in answered)
    is_silent = indicator is not None and bool(indicator.silent or indicator.ways)
    asked, result, searcher = inquiry.asked, inquiry.result, inquiry.searcher
    is_absent = not is_silent and _is_absent(inquiry, indicator)
    is_first = is_absent or _is_of_first_or_end(cards, inquiry)
    is_alike = indicator is not None and indicator.only_alike and CLAUSES.search(asked.q.strip())
    indicator = None if is_since or is_first or is_alike else indicator
    is_table = is_of_units(indicator)
    is_course = indicator is not None and indicator.course is not None
    is_told = bool(answered or is_table or is_course)
    is_of_table = not is_first and _is_of_table(inquiry, is_told)
    whole = told_cells(searcher, asked, result) if is_of_table else None
    if whole is not None:
        of_units = indicator if is_table and whole.table is None else None
        return {"said": whole, "named_indicator": of_units, "comparisons": ()}
    is_pasted = any(one.kind == "near" for one in result.query.expansions)
    is_pasted = is_pasted or (pasted is not None and pasted.is_printed)  # asks for no other
    if answered or is_table or is_first or is_pasted:
        return {"said": None, "named_indicator": indicator}
    if nearest := _of_units(inquiry, indicator):
        return {"said": nearest, "named_indicator": None}
    is_measured = indicator is not None and not (indicator.only_alike or indicator.silent)
    is_led = bool(cards) or is_course
    found = _found(inquiry, is_measured, is_led, indicator)
    if found is not None and indicator is not None and not is_measured:
        indicator = None
    return {"said": found, "named_indicator": indicator}


def _is_of_table(inquiry: Inquiry, is_told: bool) -> bool:
    """Whether rows are found and one thing is asked that a table tells."""
    result = inquiry.result
    has_rows = any(is_table_row(hit.paragraph.text) for hit in result.hits)
    return has_rows and not parts_asked(inquiry.asked.q) and asks_table(result.query.meant, is_told)


def _is_absent(inquiry: Inquiry, indicator: IndicatorCard | None) -> bool:
    """Whether a name is asked for that stands nowhere; 各市历年命案, of several units, is none, nor
    what asks for a sum, or for a charge (加急制证全省合计, 停车收费)."""
    meant = inquiry.result.query.meant
    if asks_table(meant, True) or asks_amount(meant):
        return False
    course = indicator.course if indicator is not None else None
    has_units = course is not None and len(course.units) > 1
    return bool(missing_name(inquiry) or (not has_units and unwritten_name(inquiry)))


def _found(
    inquiry: Inquiry,
    is_measured: bool,
    is_led: bool,
    indicator: IndicatorCard | None,
) -> ToldDeeds | None:
    """The sentence that answers; beside a card or a course only one that surely does."""
    asked, result, searcher = inquiry.asked, inquiry.result, inquiry.searcher
    is_silent = indicator is not None and bool(indicator.silent)
    is_of_state = names_a_state(
        normalize(result.query.meant)
    )  # 走访6年 is how long of another thing
    is_near_too = not (is_measured or is_of_state)

    def tell(request: SearchRequest, of: SearchResult) -> ToldDeeds | None:
        return _told_of(searcher, request, of, is_near_too)

    amount = told_parts(searcher, asked, tell) or tell(asked, result)
    is_near = amount is not None and amount.told[0].is_nearest
    found = told_deeds(searcher, asked, result) if is_near or not amount else amount
    if found is not None and found is not amount and found.told[0].lacks:
        found = None if asks_amount(result.query.meant) else found  # a day, not the words beside it
    if found is not None and found is not amount and (is_led or is_silent):
        found = found if found.told[0].share >= _SURELY else None
    is_of_years = asks_all_years(result.query.meant)
    has_course = indicator is not None and indicator.course is not None
    if found or (is_measured and (has_course or not is_of_years)):
        return found
    # A bare name that is printed, or that has an indicator of a like name, asks nothing.
    is_asked = is_question(result.query.meant) or not (result.matches.phrase or indicator)
    near = amount if is_asked and not is_silent else None
    if is_led and not is_of_years:
        # By a name beside words: the sentence that has them all tells more (每月耗油).
        is_bare = not (result.matches.phrase or is_question(result.query.meant))
        return near if is_bare and near is not None and not near.told[0].lacks else None
    return told_nearest(searcher, asked, result) or near


def _told_of(
    searcher: Searcher, asked: SearchRequest, result: SearchResult, is_near_too: bool
) -> ToldDeeds | None:
    """What a cell, a passage or a row tells; a row goes before a passage that lacks as much."""
    ways = (told_cells, told_passages) if is_near_too else (told_cells,)
    told = next(filter(None, (way(searcher, asked, result) for way in ways)), None)
    if not is_near_too or (told is not None and not told.told[0].is_nearest):
        return told
    row = told_rows(searcher, asked, result)
    is_row = row is not None and (told is None or len(row.told[0].lacks) <= len(told.told[0].lacks))
    return row if is_row else told


def _of_units(inquiry: Inquiry, indicator: IndicatorCard | None) -> ToldDeeds | None:
    """The nearest sentences of several units that were asked for, where a course is of one."""
    course = indicator.course if indicator is not None else None
    if course is None or len({line.unit for line in course.lines}) != 1:
        return None
    nearest = told_nearest(inquiry.searcher, inquiry.asked, inquiry.result)
    told = {one.paragraph.source for one in nearest.told} if nearest is not None else ()
    return nearest if len(told) > 1 else None


def _is_of_first_or_end(cards: Sequence[Card], inquiry: Inquiry) -> bool:
    asks = inquiry.query.first_of or first_year_subjects(inquiry.query.meant)
    return any(card.latest or (asks and card.earliest) for card in cards)
