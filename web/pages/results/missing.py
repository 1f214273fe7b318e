"""Say which years, units and places of a query the library has not, and what it has instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.figures.tables.cells import is_table_row
from indexer.text.normalizer import normalize
from search.comparing.tables.accounted import years_reported
from search.figures.unit_names import offices
from search.request import Filters, SearchRequest
from search.results import SearchResult
from search.searcher import Searcher
from search.sentences.deeds import ToldDeeds
from web.addresses import with_filter
from web.pages.results.inquiry import Inquiry, WayOut
from web.pages.results.nothing import held

_COUNTED = "余|多|起|件|名|人|个|万|亿|元|户|次|场|条|处|辆|宗|例|份|家|支|台|岁|吨|公斤|%|％"
_YEAR = re.compile(f"(?<![0-9.])(?:19|20)[0-9]{{2}}(?![0-9.]|{_COUNTED})")
_NEAREST, _SENTENCE_WITH_YEAR = 2, 30  # years told beside one that is missing; characters
_MOST_YEARS, _MOST_UNITS, _MOST_ELSEWHERE = 20, 8, 4
_EDGES = re.compile(r"^[的和与、，,\s]+|[的和与、，,\s]+$")


@dataclass(frozen=True, slots=True)
class MissingYear:
    """A year that no report is of, or none of the `unit` that a query names beside it; and others
    with their addresses: the nearest that some are of, or those in which the `subject`, what else
    was asked for, was found. `elsewhere`: who else writes of the unit in that year, with how many
    paragraphs and their address."""

    year: str
    others: tuple[tuple[str, str], ...]
    subject: str = ""
    unit: str = ""
    elsewhere: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unheld:
    """Units and places that a query names in vain: units that reports are of, the most frequent
    first, how many more there are, and the rest of the query, if that finds anything."""

    names: tuple[str, ...]
    units: tuple[WayOut, ...]
    more: int
    rest: WayOut | None


def missing_values(inquiry: Inquiry) -> dict[str, Any]:
    """What the page says of them."""
    gaps = year_gaps(inquiry)
    is_gap = is_in_gap(inquiry.result, gaps)
    return {
        "year_gaps": gaps,
        "is_in_gap": is_gap,
        "is_told_later": is_gap and told_a_year_later(inquiry.result, gaps),
        "years_missing": years_missing(inquiry),
        "unheld": _unheld(inquiry) if inquiry.query.unheld else None,
    }


def years_missing(inquiry: Inquiry) -> list[MissingYear]:
    """The years that a query names and no report is of."""
    asked, result, searcher = inquiry.meant, inquiry.result, inquiry.searcher
    named = dict.fromkeys(_YEAR.findall(normalize(asked.q)))
    if not named or asked.mode != "smart" or len(normalize(asked.q)) >= _SENTENCE_WITH_YEAR:
        return []
    known = searcher.counts("year")
    missing: list[MissingYear] = []
    for year in (year for year in named if known and year not in known):
        if _is_column(year, searcher):
            continue
        found = [v.value for v in result.facets.get("year", ()) if v.count]
        subject = "" if year in result.query.normalized or not found else result.query.normalized
        if subject:
            others = {y: with_filter(SearchRequest(subject), "year", (y,)) for y in found}
        else:
            units = tuple(unit for own in _called(inquiry).values() for unit in own)
            own = map(str, years_reported(searcher, Filters(source=units)))
            nearest = sorted(list(own) or known, key=lambda k: abs(int(k) - int(year)))[:_NEAREST]
            others = {y: replace(asked, q=asked.q.replace(year, y), page=1) for y in nearest}
        at = {y: inquiry.at(there) for y, there in others.items()}
        told = tuple(sorted(at.items())[:_MOST_YEARS])
        missing.append(MissingYear(year, told, subject))
    return missing


def _is_column(year: str, searcher: Searcher) -> bool:
    """Whether a table's row has a column of the year: 2019年：318；2020年：280."""
    column = re.compile(rf"(?:^|；){year}(?:年度?)?：")
    told = searcher.search(SearchRequest(f'"；{year}年："', facet_limit=0, correct=False))
    texts = (hit.paragraph.text for hit in told.hits)
    return any(is_table_row(text) and column.search(text) for text in texts)


def without_told(
    lacking: dict[str, Any], said: ToldDeeds | None, years: Iterable[int | None] = ()
) -> dict[str, Any]:
    """The same without the years of a unit of which a document without a unit answers, or figures
    of the `years`."""
    read = [deed.paragraph for deed in (said.told if said is not None else ())]
    told = {str(one.year) for one in read if not one.source}.union(map(str, years))
    gaps = tuple(gap for gap in lacking["year_gaps"] if gap.year not in told)
    return lacking | {"year_gaps": gaps, "is_in_gap": lacking["is_in_gap"] and bool(gaps)}


def year_gaps(inquiry: Inquiry) -> list[MissingYear]:
    """What a query names of units and years that the library has, but of which no report is: who
    asks for 石岭 2024 is not served by what others say of 2024."""
    asked, entities = inquiry.meant, inquiry.query.entities
    years = [e.value for e in entities if e.field == "year" and e.value.isdigit()]
    units = _called(inquiry)
    if not (years and units and inquiry.is_plain) or len(normalize(asked.q)) >= _SENTENCE_WITH_YEAR:
        return []
    gaps: list[MissingYear] = []
    for text, called in units.items():
        own = set(map(str, years_reported(inquiry.searcher, Filters(source=tuple(called)))))
        values = [e.value for e in entities if e.field == "source" and e.text == text and e.total]
        titled = (year for year in years if _is_titled(text, year, inquiry.searcher))
        for year in sorted({*years} - {*own, *titled} if own else ()):
            nearest = sorted(own, key=lambda y: (abs(int(y) - int(year)), y))[:_NEAREST]
            instead = ((y, replace(asked, q=asked.q.replace(year, y), page=1)) for y in nearest)
            told = tuple(sorted((y, inquiry.at(there)) for y, there in instead))
            unit = values[0] if len(values) == 1 else text
            by = _elsewhere(text, year, inquiry)
            gaps.append(MissingYear(year, told, unit=unit, elsewhere=by))
    return gaps


def _is_titled(unit: str, year: str, searcher: Searcher) -> bool:
    """Whether a document without a unit has its place in the title: 炎泉2022年旅游警务月报."""
    place, of_year = re.sub("公安.*$", "", unit), Filters(year=(year,))
    asked = SearchRequest(place, field="title", correct=False, filters=of_year, facet_limit=0)
    return any(not hit.paragraph.source for hit in searcher.search(asked).hits)


def _elsewhere(unit: str, year: str, inquiry: Inquiry) -> tuple[tuple[str, int, str], ...]:
    """Who prints a unit's name of a year: a newspaper may have what its report would say."""
    there = SearchRequest(f'"{unit}"', correct=False, filters=Filters(year=(year,)))
    found = inquiry.searcher.search(replace(there, size=1)).facets.get("source", ())
    told = [v for v in found if v.count][:_MOST_ELSEWHERE]
    return tuple(
        (v.value, v.count, inquiry.at(with_filter(there, "source", (v.value,)))) for v in told
    )


def _called(inquiry: Inquiry) -> dict[str, list[str]]:
    """The units that a query names, by how it names them."""
    units: dict[str, set[str]] = {}
    for e in inquiry.query.entities:
        if e.field == "source" and e.total:
            known = inquiry.searcher.unit_names().called(normalize(e.text), "source")
            units.setdefault(e.text, set()).update({e.value}, known)
    return {text: list(offices(values) or values) for text, values in units.items()}


def is_in_gap(result: SearchResult, gaps: Sequence[MissingYear]) -> bool:
    """Whether nothing that was found is of any unit and year that were asked for."""
    asked = {e.text for e in result.query.entities if e.field == "source"}
    years = {e.value for e in result.query.entities if e.field == "year"}
    is_whole = 0 < len(asked) * len(years) <= len(gaps)
    return is_whole and not (result.matches.phrase or result.matches.all)


def told_a_year_later(result: SearchResult, gaps: Sequence[MissingYear]) -> bool:
    """Whether a hit of the unit's next report speaks of a year of which it has none: 上年195人."""
    own = [(gap, hit.paragraph) for gap in gaps for hit in result.hits]
    return any(
        one.year == int(gap.year) + 1
        and gap.unit in (one.source or "")
        and re.search(f"[上去]年|同比|{gap.year}年", one.text)
        for gap, one in own
    )


def _unheld(inquiry: Inquiry) -> Unheld:
    units, names = held(inquiry), inquiry.query.unheld
    rest = inquiry.asked.q
    for name in names:
        rest = " ".join(filter(None, (_EDGES.sub("", part) for part in rest.split(name))))
    there = SearchRequest(rest)
    total = 0
    if len(rest) > 1 and rest != inquiry.asked.q:
        total = inquiry.searcher.total(replace(there, correct=False))
    other = inquiry.way("", rest, total, there) if total else None
    return Unheld(names, tuple(units[:_MOST_UNITS]), len(units[_MOST_UNITS:]), other)
