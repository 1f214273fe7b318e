"""Say above a list how the words of a query were understood, and what tells of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from search.comparing.asked_names import asks_all_years
from search.figures.answer import FigureAnswer
from search.rewrite.questions import asks_to_be_told
from search.sentences.deeds import Deed
from search.sentences.nearest import states_nearest
from web.pages.results.cards import Card, card_of_named_word, card_values, cards
from web.pages.results.comparisons import comparisons
from web.pages.results.indicator_cards import IndicatorCard, is_of_units
from web.pages.results.inquiry import Inquiry
from web.pages.results.missing import missing_values, without_told
from web.pages.results.nothing import nothing, proposals
from web.pages.results.pasted import pasted_wording
from web.pages.results.readings import (
    chinese_terms,
    first_printed,
    folds,
    is_misspelt,
    narrowings,
    told_readings,
    unmet_values,
)
from web.pages.results.sentences import sentence_values
from web.pages.results.silences import with_silence
from web.pages.results.titled import titles

_MOST_UNREAD = 6  # units of which the nearest sentence is quoted


def understanding(
    inquiry: Inquiry,
    answers: Sequence[FigureAnswer],
    indicator: IndicatorCard | None,
    is_boxed: bool = False,
) -> dict[str, Any]:
    """What is said above the list of the words of a query, and where nothing has or answers it;
    `is_boxed`: to a box on another page, that has no room for comparisons."""
    is_since = any(answer.lasting for answer in answers)  # a state, and no name with a first print
    compared = [] if is_boxed else comparisons(inquiry)
    lacking = missing_values(inquiry)
    folded = folds(inquiry, bool(lacking["is_in_gap"]) and not answers)
    titled = titles(inquiry)
    is_told = bool(answers or compared)
    found, named, shown = _cards(inquiry, is_since, is_told, indicator, answers or titled)
    shown = shown if answers else with_silence(shown, inquiry)
    lacking = without_told(lacking, shown.get("said"), _years_told(answers, indicator))
    lead = answers or titled or shown["said"]
    is_led = bool(lead or (compared and not inquiry.query.lacking))
    unmet = unmet_values(inquiry, is_led, bool(named))
    is_open = bool(named) or is_since or is_of_units(indicator)
    folded = () if is_open or lacking["is_told_later"] else folded
    goes_on = bool(unmet["unmet"]) and bool(folded) and not is_misspelt(inquiry.result)
    return {
        **card_values(found, inquiry),
        "folds": folded,
        **(unmet | {"missing": ""} if is_since or is_of_units(indicator) else unmet),
        "comparisons": compared,
        "titled": titled,
        **shown,
        **lacking,
        "first_printed": first_printed(inquiry),
        "readings": told_readings(inquiry, {c.value for c in found}),
        "narrowings": narrowings(inquiry),
        "states_unread": _states_unread(inquiry, answers),
        "chinese": chinese_terms(inquiry),
        "nothing": None if lead else nothing(inquiry, goes_on),
        "proposals": [p for p in proposals(inquiry) if p.title != "filters"],
    }


def _states_unread(inquiry: Inquiry, answers: Sequence[FigureAnswer]) -> dict[str, Deed]:
    """The nearest sentence of units whose state is not read, as others are longest: by unit."""
    silent = answers[-1].silent if answers and not answers[-1].theme else ()
    return states_nearest(inquiry.searcher, silent[:_MOST_UNREAD])


def _years_told(
    answers: Sequence[FigureAnswer], indicator: IndicatorCard | None
) -> Iterator[int | None]:
    """The years of which figures answer."""
    yield from (answer.year for answer in answers)
    course = indicator.course if indicator is not None else None
    yield from (year for line in (course.lines if course else ()) for year, _ in line.years)


def _cards(
    inquiry: Inquiry,
    is_since: bool,
    is_told: bool,
    indicator: IndicatorCard | None,
    answered: object,
) -> tuple[tuple[Card, ...], tuple[Card, ...], dict[str, Any]]:
    """The cards of the names that are asked for, those among them of a name in the query that
    nothing else above the list tells of (`is_told`), nor a sentence; and the sentences."""
    found = () if is_since else cards(inquiry)
    asks_what = asks_to_be_told(inquiry.query.meant)  # 守夜人是个啥队伍: whatever is counted of it
    is_counted = not (indicator is None or asks_what or indicator.is_of_name)
    is_told = bool(found) or is_told
    named = () if is_told else card_of_named_word(inquiry, is_counted)
    found = found or named
    if asks_what and found and not asks_all_years(inquiry.query.meant):
        indicator = None  # the card tells what it is
    pasted = pasted_wording(inquiry, indicator)
    shown = sentence_values(inquiry, indicator, found, answered, pasted) | {"pasted": pasted}
    return ((), (), shown) if named and shown["said"] else (found, named, shown)
