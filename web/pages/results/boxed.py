"""Say to a box on another page what the page of results says above its list, in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from search.comparing.beginnings import Stated
from search.figures.answer import FigureAnswer
from search.request import SearchRequest
from search.results import SearchResult
from search.rewrite.first_year import first_year_subjects
from search.searcher import Searcher
from search.sentences.deeds import ToldDeeds
from web.context import printed_root
from web.pages.citations import cite
from web.pages.comparing.differences import corrected_address
from web.pages.places import quoted_address
from web.pages.results.cards import card_of_named_word, cards
from web.pages.results.first_years import Earliest, begun_of, hit_quote
from web.pages.results.indicator_cards import indicator_line
from web.pages.results.missing import YearGap, is_in_gap, year_gaps, years_missing
from web.pages.results.nothing import WayOut, nothing
from web.pages.results.pasted import PastedWording, pasted_wording
from web.pages.results.readings import unmet_values
from web.pages.results.sentences import sentence_values
from web.pages.results.titled import Titles, titles
from web.params import ViewOptions


@dataclass(frozen=True, slots=True)
class BoxTold:
    """What is told beside the hits: `missing` are names, units and places that stand nowhere in
    the library, `years_missing` years of which it has no report, `first` is where the name that
    is asked of stands first, `begun` says when it began. Of a query that is `is_unmet` the hits
    are no hits, of one that is `is_scattered` each lacks some of the words."""

    missing: tuple[str, ...]
    years_missing: tuple[str, ...]
    year_gaps: tuple[YearGap, ...]
    is_in_gap: bool
    pasted: PastedWording | None
    held: tuple[WayOut, ...]
    is_unmet: bool
    is_scattered: bool
    first: Earliest | None
    begun: Stated | None
    titled: Titles
    said: ToldDeeds | None


def told_in_box(
    result: SearchResult,
    asked: SearchRequest,
    view_options: ViewOptions,
    searcher: Searcher,
    answers: Sequence[FigureAnswer],
) -> BoxTold:
    titled = titles(result, asked, view_options, searcher)
    unmet = unmet_values(result, asked, bool(answers or titled))
    is_since = any(answer.lasting for answer in answers)  # a state: its first print says nothing
    first = None if is_since else _first(result, asked, searcher, bool(answers))
    unheld = () if result.matches.phrase else result.query.unheld
    gaps = year_gaps(result, asked, view_options, searcher)
    indicator = indicator_line(result, asked, searcher, bool(answers), None)
    offered = None if result.total else nothing(result, asked, view_options, searcher, False)
    said = sentence_values(searcher, asked, result, indicator, (), answers or first)
    return BoxTold(
        missing=unheld or ((str(unmet["missing"]),) if unmet["missing"] and not is_since else ()),
        years_missing=tuple(
            one.year for one in years_missing(result, asked, view_options, searcher)
        ),
        year_gaps=tuple(gaps),
        is_in_gap=is_in_gap(result, gaps),
        pasted=pasted_wording(result, asked, searcher, indicator),
        held=offered.held if offered else (),
        is_unmet=bool(unmet["unmet"]),
        is_scattered=bool(unmet["is_scattered"]),
        first=first,
        begun=begun_of(first, result.query.meant) if first else None,
        titled=titled,
        said=said["said"],
    )


def box_body(
    result: SearchResult,
    asked: SearchRequest,
    view_options: ViewOptions,
    searcher: Searcher,
    answers: Sequence[FigureAnswer],
) -> dict[str, Any]:
    """The same as JSON, with a reference for each hit, in the order of the hits, and what later
    reports correct in it."""
    told = told_in_box(result, asked, view_options, searcher, answers)
    today, root = date.today(), printed_root()
    return {
        "missing": list(told.missing),
        "years_missing": list(told.years_missing),
        "year_gaps": [
            {"unit": gap.unit, "year": gap.year, "nearest": [year for year, _ in gap.others]}
            for gap in told.year_gaps
        ],
        "in_gap": told.is_in_gap,
        "pasted": None if told.pasted is None else _pasted_body(told.pasted),
        "held": [{"name": one.value, "url": one.address} for one in told.held],
        "unmet": told.is_unmet,
        "scattered": told.is_scattered,
        "first": None if told.first is None else _first_body(told.first, told.begun),
        "said": [] if told.said is None else _said_body(told.said),
        "titles": [{"title": t.document.title, "url": t.address} for t in told.titled.reports],
        "citations": [
            cite(hit.paragraph, root, today, view_options.lang).edition_2025 for hit in result.hits
        ],
        "corrections": [
            [
                {"wrong": row.withdrawn.value_text, "right": row.figure.value_text}
                | {"url": corrected_address(row), "title": row.paragraph.called}
                for row in searcher.corrections().of_paragraph(hit.paragraph.id)
                if row.withdrawn
            ]
            for hit in result.hits
        ],
    }


def _said_body(said: ToldDeeds) -> list[dict[str, Any]]:
    return [
        {"quote": one.quote, "source": one.paragraph.source, "year": one.paragraph.year}
        | {"lacks": list(one.lacks), "url": quoted_address(one.paragraph, one)}
        for one in said.told
    ]


def _pasted_body(pasted: PastedWording) -> dict[str, Any]:
    found = pasted.difference
    sides = {"typed": found.typed, "printed": found.printed} if found else {}
    marked = {side: [[span.text, span.matched] for span in spans] for side, spans in sides.items()}
    return {
        "is_printed": pasted.is_printed,
        "is_near": pasted.is_near,
        "is_apart": pasted.is_apart,
        "difference": marked or None,
    }


def _first_body(first: Earliest, begun: Stated | None) -> dict[str, Any]:
    return {
        "name": first.form or first.name,
        "year": first.year,
        "url": hit_quote(first.hit),
        "begun": None if begun is None else begun.date,
        "stated": [one.date for one in first.stated],
        "planned": first.mention.is_plan,
        "sooner": first.sooner and {"name": first.sooner.form, "year": first.sooner.year},
        "done_year": first.mention.done_year if first.mention.is_plan else None,
    }


def _first(
    result: SearchResult, asked: SearchRequest, searcher: Searcher, is_answered: bool
) -> Earliest | None:
    query = result.query
    asks = query.first_of or first_year_subjects(query.meant)
    drawn = cards(result, asked, searcher) if asks else ()
    if not drawn and not is_answered:
        drawn = card_of_named_word(result, asked, searcher, is_bare=False)
    found = (card.earliest for card in drawn)
    return next((one for one in found if one is not None and one.year), None)
