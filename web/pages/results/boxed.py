"""Say to a box on another page what the page of results says above its list, in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.comparing.beginnings import Stated
from search.comparing.tables.ranking import UnitFigures
from search.figures.answer import FigureAnswer
from search.rewrite.first_year import first_year_subjects
from search.sentences.deeds import ToldDeeds
from web.pages.results.cards import card_of_named_word, cards
from web.pages.results.first_years import Earliest, begun_of
from web.pages.results.indicator_cards import IndicatorCard, indicator_line
from web.pages.results.inquiry import Inquiry
from web.pages.results.missing import MissingYear, is_in_gap, year_gaps, years_missing
from web.pages.results.nothing import WayOut, nothing
from web.pages.results.pasted import PastedWording, pasted_wording
from web.pages.results.readings import unmet_values
from web.pages.results.sentences import sentence_values
from web.pages.results.silences import Silence, with_silence
from web.pages.results.titled import Titles, titles


@dataclass(frozen=True, slots=True)
class BoxTold:
    """What is told beside the hits: `missing` are names, units and places that stand nowhere in
    the library, `years_missing` years of which it has no report, `first` is where the name that
    is asked of stands first, `begun` says when it began. Of a query that is `is_unmet` the hits
    are no hits, of one that is `is_scattered` each lacks some of the words, or all do (`lacking`);
    `silent` is a unit whose reports do not write of it."""

    missing: tuple[str, ...]
    years_missing: tuple[MissingYear, ...]
    year_gaps: tuple[MissingYear, ...]
    is_in_gap: bool
    pasted: PastedWording | None
    held: tuple[WayOut, ...]
    lacking: tuple[str, ...]
    silent: Silence | None
    is_unmet: bool
    is_scattered: bool
    first: Earliest | None
    begun: Stated | None
    titled: Titles
    said: ToldDeeds | None
    indicator: IndicatorCard | None


def told_in_box(
    inquiry: Inquiry,
    answers: Sequence[FigureAnswer],
    of_units: UnitFigures | None,
) -> BoxTold:
    result, titled = inquiry.result, titles(inquiry)
    is_since = any(answer.lasting for answer in answers)  # a state: its first print says nothing
    first = None if is_since else _first(inquiry, bool(answers))
    unheld = () if result.matches.phrase else result.query.unheld
    gaps = year_gaps(inquiry)
    indicator = indicator_line(inquiry, bool(answers), of_units)
    offered = None if result.total else nothing(inquiry, False)
    said = sentence_values(inquiry, indicator, (), answers or first)
    if not answers:
        said = with_silence(said, inquiry)
    unmet = unmet_values(inquiry, bool(answers or of_units or titled or said["said"]))
    return BoxTold(
        missing=unheld or ((str(unmet["missing"]),) if unmet["missing"] and not is_since else ()),
        years_missing=tuple(years_missing(inquiry)),
        year_gaps=tuple(gaps),
        is_in_gap=is_in_gap(result, gaps),
        pasted=pasted_wording(inquiry, indicator),
        held=offered.held if offered else (),
        lacking=unmet["lacking"],
        silent=said.get("silent"),
        is_unmet=bool(unmet["unmet"]),
        is_scattered=bool(unmet["is_scattered"]),
        first=first,
        begun=begun_of(first, result.query.meant) if first else None,
        titled=titled,
        said=said["said"],
        indicator=said["named_indicator"],
    )


def _first(inquiry: Inquiry, is_answered: bool) -> Earliest | None:
    query = inquiry.query
    asks = query.first_of or first_year_subjects(query.meant)
    drawn = cards(inquiry) if asks else ()
    if not drawn and not is_answered:
        drawn = card_of_named_word(inquiry, is_bare=False)
    found = (card.earliest for card in drawn)
    return next((one for one in found if one is not None and one.year), None)
