"""Lead from a query that names units, or asks for a comparison, to the page that compares them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.text.normalizer import normalize
from search.comparing.asked_units import asked_units, tag_filters, years_asked
from search.comparing.tables.asked_table import AskedTable, asked_table
from search.request import SearchRequest
from search.rewrite.first_year import comparison_subject
from search.rewrite.questions import is_question
from search.searcher import Searcher
from web.addresses import compare_address, with_filter
from web.pages.results.inquiry import Inquiry


@dataclass(frozen=True, slots=True)
class Comparison:
    """What can be compared, and where; of `units` alone where the query names some, and of `years`,
    with the search of what they say of it; where that is the result already, `literal` leads to a
    search of the words alone. `theme`: what is searched, where that is not what it is called."""

    subject: str
    address: str
    units: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    narrowed: str = ""
    total: int = 0
    literal: str = ""
    theme: str = ""


def comparisons(inquiry: Inquiry) -> list[Comparison]:
    """Where the units that a query names, or all, can be compared on what it is about."""
    asked, result, searcher = inquiry.meant, inquiry.result, inquiry.searcher
    if not asked.is_first:
        return []
    is_printed = bool(result.matches.phrase) and not result.query.units
    is_whole = asked.entities and not asked.is_narrowed
    if is_whole and (table := asked_table(searcher, asked.q)) is not None:
        return [_of_table(table, inquiry)]
    named = asked_units(searcher, asked.q) if is_whole and not is_printed else None
    if named is None:
        return [_of_all(name, one, inquiry) for name, one in _of_all_units(inquiry)]
    at, narrowed = compare_address(named.asked, inquiry.view_options), inquiry.at(named.asked)
    years = named.asked.filters.of("year")
    literal = ""
    if result.query.units and result.total == named.total:
        literal = inquiry.at(replace(asked, entities=False))
    theme = _theme_of(named.subject, named.asked)
    told = Comparison(named.subject, at, named.units, years, narrowed, named.total, literal, theme)
    return [told]


def _theme_of(name: str, asked: SearchRequest) -> str:
    """The theme that is searched for what has another name: 综述与荣誉 for 群众安全感."""
    themes = asked.filters.of("theme")
    return themes[0] if themes and name not in themes[0] else ""


def _of_table(asked: AskedTable, inquiry: Inquiry) -> Comparison:
    """Of the units, years and theme that make up a query."""
    one = SearchRequest(filters=asked.filters.replaced(year=(), theme=(asked.theme.name,)))
    told = _of_all(asked.word, _in_years(inquiry.searcher, one, asked.years), inquiry)
    return replace(told, units=asked.units)


def _of_all(name: str, one: SearchRequest, inquiry: Inquiry) -> Comparison:
    """What all units say; of some, or in some years, also the search of what they say there."""
    at, years = compare_address(one, inquiry.view_options), one.filters.of("year")
    if not (years or one.filters.of("source") or one.filters.of("region")):
        return Comparison(name, at)
    total, narrowed = inquiry.searcher.total(one), inquiry.at(one)
    return Comparison(name, at, (), years, narrowed, total, theme=_theme_of(name, one))


def _of_all_units(inquiry: Inquiry) -> list[tuple[str, SearchRequest]]:
    """What a question names that units can be compared on, and where it is found, in the years that
    it names: its themes, and of one that asks for a comparison also its initiative, or else its
    words; where no text has these whole, the themes that they are words of."""
    asked, result, searcher = inquiry.meant, inquiry.result, inquiry.searcher
    years = years_asked(normalize(asked.q))[1]
    compared = comparison_subject(asked.q)[0]
    is_compared = bool(compared) and result.query.normalized == normalize(compared)
    if not is_compared and not is_question(asked.q):
        return _of_a_theme(asked, searcher, years)
    fields = ("theme", "initiative") if is_compared else ("theme",)
    named = ((e.field, e.value) for e in result.query.entities if e.field in fields and e.total)
    found = {value: with_filter(SearchRequest(), field, (value,)) for field, value in named}
    if is_compared and result.total and not found:
        meant = _meant(searcher, compared, is_printed=bool(result.matches.phrase))
        found = {name: with_filter(SearchRequest(), "theme", (name,)) for name in meant}
        if result.matches.phrase or not found:
            found[compared] = SearchRequest(compared)
    return [(name, _in_years(searcher, one, years)) for name, one in found.items()]


def _of_a_theme(
    asked: SearchRequest, searcher: Searcher, years: tuple[str, ...]
) -> list[tuple[str, SearchRequest]]:
    """反诈 2024: what a theme or initiative is called, and nothing beside but years."""
    name = years_asked(normalize(asked.q))[0].strip("的 ")
    filters = tag_filters(searcher, name) if years and not asked.filters else None
    if filters is None:
        return []
    return [(name, _in_years(searcher, SearchRequest(filters=filters), years))]


def _in_years(searcher: Searcher, request: SearchRequest, years: tuple[str, ...]) -> SearchRequest:
    """A search narrowed to these years, where that leaves something."""
    there = replace(request, filters=request.filters.replaced(year=years))
    return there if years and searcher.total(there) else request


def _meant(searcher: Searcher, subject: str, is_printed: bool) -> list[str]:
    """The themes that a subject is words of: 反诈 of 打击电诈; of a subject that is printed only
    those of a like name, for 禁毒 is but a part of its theme."""
    written = normalize(subject)
    themes = searcher.taxonomy().themes
    meant = [t.name for t in themes if any(normalize(w) in written for w in t.strong)]
    return [name for name in meant if not is_printed or set(name) & set(written)]
