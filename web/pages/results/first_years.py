"""Find the first year in which a name is printed, and say whether that is one of plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from indexer.text.normalizer import normalize
from search.comparing.asked_units import years_asked
from search.comparing.beginnings import READ, Stated, date_beside, surest_starts
from search.comparing.first_mention import FirstMention, first_mention
from search.names.lifetimes import stated_end
from search.request import Filters, SearchRequest
from search.results import Hit, SearchResult
from search.rewrite.first_year import asks_where_it_stands
from search.searcher import Searcher
from web.pages.excerpts import Excerpt, excerpt
from web.pages.places import QuotePlace, quoted_address

_QUOTED = 100  # characters around a name where it first stands
_FORMS = 8  # of a name whose first years are looked up
_YEAR_ALONE = 5  # characters of 2020年
_AROUND = '在的"“”「」《》 '  # 清溪的“溪警在线”


@dataclass(frozen=True, slots=True)
class FirstPrint:
    """One way in which a name is written, and the first year in which it stands so; "" if all that
    has it is undated."""

    form: str
    year: str


@dataclass(frozen=True, slots=True)
class Earliest:
    """The paragraph that answers a question for the first year of a name.

    `form` is what it prints for the name: the name as asked where it is printed, else another form
    of it, "" where it is only known to be of it; `year` is "" where all that print it are undated;
    `own_year` is the first year of the name as it was asked, where `form` is another and that is a
    later one; `sooner` is another form that is printed before the name itself; `undated` are
    paragraphs with the name of which no year is known; `mention` says whether it only plans;
    `unit` is the one whose reports alone were asked."""

    name: str
    year: str
    mention: FirstMention
    form: str
    own_year: str | None
    undated: int
    sooner: FirstPrint | None = None
    unit: str = ""

    @property
    def hit(self) -> Hit:
        return self.mention.hit

    @property
    def stated(self) -> tuple[Stated, ...]:
        """When texts say that it began, no later than it stands first, unless that only plans; the
        year alone says no more than that of the paragraph."""
        known = self.mention.done_year if self.mention.is_plan else int(self.year or 0)
        said: dict[str, Stated] = {}
        for one in self.mention.stated:
            is_more = one.year != known or len(one.date) > _YEAR_ALONE
            if is_more and (not known or one.year <= known or one.is_renaming or self.unit):
                said.setdefault(one.date, one)
        return tuple(sorted(said.values(), key=lambda one: one.year))

    @property
    def date(self) -> str:
        """What its sentence says of the time, as it is printed; "" where it says nothing."""
        return date_beside(self.hit)

    @property
    def excerpt(self) -> Excerpt:
        return excerpt(self.hit.paragraph.text, self.hit.marks, _QUOTED, _QUOTED)


@dataclass(frozen=True, slots=True)
class Latest:
    """The paragraph that answers a question for the end of a name: the last that says since when
    there is none (`ended`), or where none does the last that prints it."""

    name: str
    hit: Hit
    ended: Stated | None

    @property
    def year(self) -> str:
        return str(self.hit.paragraph.year or "")

    @property
    def excerpt(self) -> Excerpt:
        return excerpt(self.hit.paragraph.text, self.hit.marks, _QUOTED, _QUOTED)


def latest_of(name: str, asked: SearchRequest, searcher: Searcher) -> Latest | None:
    """How a name ended, of those of its paragraphs that the request finds; None where none is."""
    newest = replace(asked, sort="newest", group="none", page=1, size=READ, facet_limit=0)
    hits = searcher.search(newest).hits
    ended = stated_end(hits)
    told = [ended.hit] if ended else hits
    return Latest(name, told[0], ended) if told else None


def begun_of(found: Earliest, question: str) -> Stated | None:
    """When it began, as the one that names the earliest year says, whoever that is, but no unit
    that took it over from others, unless that is asked of; None where it is asked when the name
    was first written."""
    if not found.form or asks_where_it_stands(question):
        return None
    told = surest_starts(found.stated, bool(found.unit))
    return min(told, key=lambda one: one.year, default=None)


def first_prints(
    name: str, result: SearchResult, searcher: Searcher, aliases: Sequence[str] = ()
) -> list[FirstPrint]:
    """The forms of a name that are searched for it, `result` being what it finds, and its aliases,
    each with the first year in which it is printed, the earliest first."""
    written = normalize(name)
    others = (e.to for e in result.query.expansions if normalize(e.origin) == written)
    forms = dict.fromkeys((name, *chain.from_iterable(others), *aliases))
    counted = searcher.term_table(list(forms)[:_FORMS], "year", False).rows
    found = [FirstPrint(row.text, str(row.first_year or "")) for row in counted if row.paragraphs]
    return sorted(found, key=lambda one: (not one.year, int(one.year or 0)))


def plan_of(searcher: Searcher, forms: Iterable[str], year: str) -> FirstMention | None:
    """Where a name in any of these forms first stands, if that is in this year and only plans."""
    any_form = " OR ".join(f'"{form}"' for form in dict.fromkeys(forms))
    mention = first_mention(searcher, SearchRequest(any_form, correct=False), int(year))
    is_so = mention is not None and mention.is_plan and str(mention.hit.paragraph.year) == year
    return mention if is_so else None


def undated_in(found: SearchResult) -> int:
    """How many of the paragraphs are of no known year."""
    return found.total - sum(value.count for value in found.facets.get("year", ()))


def outside(
    found: Earliest | None, year: int, asked: SearchRequest, searcher: Searcher
) -> tuple[Earliest | None, Latest | None]:
    """What tells that a name is none of a year: that it began later, or that it ended before."""
    begun = begun_of(found, "") if found else None
    if found is None or year < (begun.year if begun else int(found.year or 0)):
        return found, None
    latest = latest_of(found.name, asked, searcher)
    return None, latest if latest and latest.ended and latest.ended.year < year else None


def name_of_year(asked: SearchRequest, searcher: Searcher) -> tuple[str, str, int] | None:
    """The name in a query, the one unit beside it, "" for none, and its one year."""
    form = normalize(asked.q)
    years, units = years_asked(form)[1], list(searcher.unit_names().apart(form))[1::2]
    is_one = len(years) == 1 and years[0].isdigit() and len(units) < 2
    names = searcher.named_words(asked) if is_one else ()
    return (names[0], "".join(units), int(years[0])) if names else None


class NameOfUnit(NamedTuple):
    """A name that stands beside that of a unit or a place: `asked` finds it in reports of these."""

    unit: str
    name: str
    asked: SearchRequest


def name_of_unit(text: str, searcher: Searcher) -> NameOfUnit | None:
    """清溪的溪警在线, 溪警在线在清溪; None where there is no unit, or several may be meant."""
    before, *rest = searcher.unit_names().apart(normalize(text))
    name = "".join((before, *rest[1:])).strip(_AROUND)
    if len(rest) < 2 or (before and rest[1]) or len(name) < 2:
        return None
    for field in ("source", "region"):
        if len(units := searcher.unit_names().called(rest[0], field)) == 1:
            asked = SearchRequest(f'"{name}"', correct=False, filters=Filters(**{field: (*units,)}))
            return NameOfUnit(units[0], name, asked)
    return None


def hit_quote(hit: Hit) -> str:
    """The address of a hit's first mark in its document."""
    return quoted_address(hit.paragraph, QuotePlace(*hit.marks[0]) if hit.marks else None)


def stated_quote(one: Stated) -> str:
    """The address of what says when something began."""
    return quoted_address(one.hit.paragraph, one)
