"""Say of a unit that its reports write nothing of what is asked of it, and where it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.text.normalizer import normalize
from search.comparing.asked_units import is_plain, rest_and_years, subjects_asked, units_named
from search.figures.unit_names import offices
from search.request import Filters, SearchRequest
from search.results import SearchResult
from search.rewrite.questions import question_words
from search.searcher import Searcher
from web.pages.results.inquiry import Inquiry

_LONGEST = 30  # characters of a query that names a unit; a longer one tells of several things
_MOST = 6  # places told
_SHORTEST = 2  # characters of a subject
_COUNTED = re.compile("(?:人?数量?|[量率额]|情况|时间|金额|规模)$")


@dataclass(frozen=True, slots=True)
class Silence:
    """A unit as it was typed ("": all of them), the year that was asked for, if any, and the
    subject of which its reports (of that year) have no word; `others`: the years in which they
    have, or else the units whose reports have: name, paragraphs, address."""

    unit: str
    year: str
    subject: str
    is_of_years: bool
    others: tuple[tuple[str, int, str], ...]
    met: tuple[tuple[str, int], ...] = ()


def silence(inquiry: Inquiry) -> Silence | None:
    """None unless the query names one unit or year beside a subject that is printed elsewhere and
    of which no word is found with it, or not the thing (枪支 of 缴获枪支); of a year a name."""
    asked, matches, searcher = inquiry.meant, inquiry.result.matches, inquiry.searcher
    is_asked = inquiry.is_plain and is_plain(asked.q) and len(normalize(asked.q)) <= _LONGEST
    if not is_asked or matches.phrase or matches.all:
        return None
    pieces = searcher.unit_names().apart_as_typed(asked.q)
    field, named = units_named(searcher, pieces[1::2])
    rest, years = rest_and_years(pieces[::2])
    names = searcher.named_words(asked)[:1] or (() if pieces[1:] else _printed_name(rest, searcher))
    is_of_one = len(named) == 1 or (not pieces[1:] and bool(years and names))
    if field != "source" or not is_of_one or len(years) > 1 or ".." in "".join(years):
        return None
    unit, values = (pieces[1], named[0]) if named else ("", ())
    subjects = subjects_asked(rest)[::-1] if named and not names else ()
    counted = (_COUNTED.sub("", subject) for subject in subjects)  # 无人机 of 无人机数量
    for subject in dict.fromkeys((*names, *subjects, *counted)):
        found = _silence_on(subject, unit, values, years, inquiry)
        if found:
            return found
    return None


def _printed_name(rest: Sequence[str], searcher: Searcher) -> tuple[str, ...]:
    """What stands beside a year, where it is printed so and counts nothing: 程远山."""
    name = "".join(subjects_asked(rest)[-1:])
    is_printed = searcher.total(SearchRequest(name, "exact", correct=False)) if name else 0
    return (name,) if is_printed and not searcher.figure_words(name, False) else ()


def with_silence(shown: dict[str, Any], inquiry: Inquiry) -> dict[str, Any]:
    """The sentence and the indicator that are `shown`, with what is told of a silence beside them:
    none beside figures, or a sentence that has all the words, nor of words that stand nowhere; and
    no sentence that only has the other words."""
    silent = silence(inquiry)
    indicator, said = shown["named_indicator"], shown["said"]
    is_answered = bool(silent and silent.met and said and not said.told[0].lacks)
    course = indicator.course if indicator else None
    is_told = is_answered or course is not None
    years = {str(year) for line in (course.lines if course else ()) for year, _ in line.years}
    if silent is None or inquiry.query.lacking or (is_told and silent.year in {"", *years}):
        return shown | {"silent": None}
    return shown | {"silent": silent, "said": said if is_told else None}


def _silence_on(
    subject: str,
    unit: str,
    values: tuple[str, ...],
    years: tuple[str, ...],
    inquiry: Inquiry,
) -> Silence | None:
    searcher = inquiry.searcher
    bare = SearchRequest(subject, correct=False)
    own = replace(bare, filters=Filters(source=values))
    in_year = replace(own, filters=own.filters.replaced(year=years))
    written = _found(in_year, searcher)
    if len(subject) < _SHORTEST or written.matches.phrase or written.matches.all:
        return None
    if not _has_own_report(in_year, values, searcher):
        return None
    met = {w: _found(replace(in_year, q=w), searcher).total for w in _words(subject, searcher)}
    if len(met) > 1 and any(met.values()):
        names = searcher.named_words(bare)
        is_met = any(_found(replace(own, q=name), searcher).matches.phrase for name in names)
        thing = "" if years or is_met else _thing(met, searcher)
        if not thing:
            return None
        subject = next((name for name in names if thing in name), thing)
        bare, own = replace(bare, q=subject), replace(own, q=subject)
    elif written.total:
        return None
    is_of_years = bool(years) and _found(own, searcher).matches.phrase > 0
    told = _writing(own if is_of_years else bare, is_of_years, inquiry)
    other = tuple((word, n) for word, n in met.items() if n)
    year = years[0] if years else ""
    return Silence(unit, year, subject, is_of_years, told, other) if told else None


def _writing(
    there: SearchRequest, is_of_years: bool, inquiry: Inquiry
) -> tuple[tuple[str, int, str], ...]:
    """The years in which it is written, or else by whom, the most first, with their addresses."""
    found = _found(there, inquiry.searcher)
    if found.matches.phrase < found.total:  # of which some only share a word with it
        there = replace(there, mode="exact")
        found = _found(there, inquiry.searcher)
    field = "year" if is_of_years else "source"
    facet = sorted(found.facets.get(field, ()), key=lambda v: v.value if is_of_years else -v.count)
    others = (
        (v.value, v.count, replace(there, filters=there.filters.replaced(**{field: (v.value,)})))
        for v in facet
        if v.count
    )
    told = ((v, n, inquiry.at(at)) for v, n, at in others)
    return tuple(told)[:_MOST]


def _has_own_report(asked: SearchRequest, units: tuple[str, ...], searcher: Searcher) -> bool:
    """Whether there is a report of the unit itself: what a newspaper of that place leaves out says
    nothing of it."""
    there = _found(replace(asked, q=""), searcher).facets.get("source", ())
    own = offices(units) or units
    return any(v.count and (not units or v.value in own) for v in there)


def _words(subject: str, searcher: Searcher) -> list[str]:
    words = searcher.dictionary_words(normalize(subject))
    asking = question_words(words, subject)
    return [w for w in words if len(w) > 1 and w not in asking and not _COUNTED.search(w)]


def _thing(met: Mapping[str, int], searcher: Searcher) -> str:
    """The one word that a unit does not write, where it is the rarest of a subject, for other
    words may tell it: 电诈一千五百起 tells of 电诈立案; else ""."""
    often = {w: _found(SearchRequest(w, correct=False), searcher).total for w in met}
    unmet = [w for w, n in met.items() if not n]
    return unmet[0] if len(unmet) == 1 and often[unmet[0]] <= min(often.values()) else ""


def _found(request: SearchRequest, searcher: Searcher) -> SearchResult:
    """How much there is, and where: in an order that needs no answers."""
    return searcher.search(replace(request, size=1, facet_limit=None, sort="newest"))
