"""Find the units that a query names beside a subject: 临河 青浦港 反诈, 临河市公安局反诈.

The names are those of the library's own sources and regions; a year beside them narrows the
comparison. Nothing of the query is changed: what is found here is offered beside its own results.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from search.comparing.asked_names import YEARS, AskedName, asked_name, bare_name, year_in
from search.comparing.theme_outcomes import asked_outcome
from search.figures.request import FigureRequest
from search.query.tree import FacetMatch
from search.request import Filters, SearchRequest
from search.rewrite.first_year import AGAINST, without_comparing
from search.searcher import Searcher

_LONGEST = 60  # characters of a query
_MOST = 12  # units
_LONGEST_COURSE = 40  # characters of a question for figures
_FIELDS = ("source", "region")
_MEANT = re.compile("全[省市县区](?:各地)?|(?<![一-龥])[省市县]局")  # whom a question means
_OFFICE = re.compile("^(?:公安)?局(?![势部限面])")
# 2019年电诈案件数对比：甲、乙; but 来源：甲市公安局 names a field. 哪个市局最少（地级市）
_ASIDE = re.compile(
    "".join(f"(?<!{name})" for field in SCHEMA.fields for name in (field.name, field.label))
    + "[:：]|[()（）]"
)
_SYNTAX = re.compile(r'["“”「」:：()|/*]|(?:^|\s)-|\b(?:AND|OR|NOT)\b')  # says itself what to find
_JOINT = (
    rf"[和与及跟同、,，的\s]|{AGAINST}|(?<![占同环])比(?![例率重])|对比|比较|相比|比一比|之间|连同|还有|以及|情况|数据|各年|历年"
    "|[两二三四五六七八九十几]个?(?:公安局|单位|局|地方?|家)"
)
_ONLY_JOINS = re.compile(f"(?>{_JOINT})*+")
_AT_ENDS = re.compile(f"^(?>{_JOINT})+|(?>{_JOINT})+$")


@dataclass(frozen=True, slots=True)
class AskedUnits:
    """The units, or else regions, that a query names, and its subject: `asked` finds both, in the
    years that it names.

    `named`: which of `units` each name of the query stands for.
    """

    units: tuple[str, ...]
    subject: str
    asked: SearchRequest
    total: int
    named: tuple[tuple[str, ...], ...]


def asked_units(searcher: Searcher, text: str) -> AskedUnits | None:
    """None for a query that names no unit or nothing beside, or of which these units say nothing.

    One unit alone must stand beside a theme or an initiative, for it may be part of a name.
    """
    if not is_plain(text):
        return None
    pieces = searcher.unit_names().apart_as_typed(text)
    field, named = units_named(searcher, pieces[1::2])
    units = tuple(dict.fromkeys(unit for own in named for unit in own))
    if not 0 < len(units) <= _MOST:
        return None
    rest, years = rest_and_years(pieces[::2])
    subjects = subjects_asked(rest)
    for subject in subjects:
        filters = filters_of(searcher, subject)
        if filters is not None:
            request = SearchRequest(filters=filters)
            return _of_these(searcher, request, subject, field, named, years)
    only_asked = subjects[-1:] if asked_name(rest).asks else subjects
    for subject in only_asked if len(named) > 1 else ():
        request = SearchRequest(subject, filters=Filters(**{field: units}), correct=False)
        found = searcher.search(replace(request, size=1, facet_limit=0))
        is_whole = found.matches.phrase or (subject == subjects[-1] and found.matches.all)
        if is_whole:
            return _of_these(searcher, request, subject, field, named, years)
    return None


def without_signs(text: str) -> str:
    """A question with spaces for brackets, and for the colons that name no field."""
    return _ASIDE.sub(" ", text)


def is_plain(text: str) -> bool:
    """Whether a text is short, and has nothing of the query language."""
    return len(normalize(text)) <= _LONGEST and not _SYNTAX.search(text)


def is_printed(searcher: Searcher, text: str) -> bool:
    """Whether a text stands anywhere in the library."""
    return searcher.listing(SearchRequest(text, "exact", size=1, correct=False), False).total > 0


def tag_filters(searcher: Searcher, subject: str) -> Filters | None:
    """The theme or initiative that a subject is called."""
    named = (n for n in searcher.library().names.named(subject) if isinstance(n, FacetMatch))
    tag = next((n for n in named if n.field in ("theme", "initiative")), None)
    return Filters(**{tag.field: tag.values}) if tag is not None else None


def filters_of(searcher: Searcher, subject: str) -> Filters | None:
    """The theme or initiative that a subject is called, or whose outcome it is: 电诈立案."""
    if (tagged := tag_filters(searcher, subject)) is not None:
        return tagged
    asked = asked_outcome(searcher, subject)
    return Filters(theme=(asked.theme.name,)) if asked is not None else None


def years_asked(form: str) -> tuple[str, tuple[str, ...]]:
    """A normal form without its years, and these as filters are written: 2024, 2021..2023."""
    spans = list(YEARS.finditer(form))
    ends = [(year_in(one["since"]), year_in(one["until"] or ""), one["on"]) for one in spans]
    found = (f"{first}..{last}" if last or on else first for first, last, on in ends)
    return YEARS.sub(" ", form).strip(), tuple(dict.fromkeys(found))


def rest_and_years(pieces: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """What stands around the names without its years and what only joins them, and the years."""
    parted = [years_asked(piece) for piece in pieces]
    years = tuple(dict.fromkeys(year for _, own in parted for year in own))
    return [piece for piece, _ in parted if not _ONLY_JOINS.fullmatch(piece)], years


def _of_these(
    searcher: Searcher,
    request: SearchRequest,
    subject: str,
    field: str,
    named: Sequence[Sequence[str]],
    years: Sequence[str],
) -> AskedUnits | None:
    """What the units say of the subject in these years, or else in any. Of several that one name
    stands for (澜州 of the bureau and the fire brigade) those that say something."""
    units = tuple(dict.fromkeys(unit for own in named for unit in own))
    for told in dict.fromkeys((tuple(years), ())):
        filters = request.filters.replaced(**{field: units, "year": told})
        there = replace(request, filters=filters)
        found = searcher.search(replace(there, size=1, facet_limit=None))
        if not found.total:
            continue
        counts = {row.value: row.count for row in found.facets.get(field, ())}
        kept = tuple(tuple(u for u in own if counts.get(u)) or tuple(own) for own in named)
        units = tuple(dict.fromkeys(unit for own in kept for unit in own))
        there = replace(there, filters=filters.replaced(**{field: units}))
        return AskedUnits(units, subject, there, found.total, kept)
    return None


def subjects_asked(rest: Sequence[str]) -> list[str]:
    """What is left, as it stands and without what joins it to the names or only asks: 和谐社区,
    的反诈, 立案多少, 群众安全感这几年怎么变."""
    whole = " ".join(piece.strip() for piece in rest)
    bare = " ".join(filter(None, (_AT_ENDS.sub("", piece) for piece in rest)))
    found = dict.fromkeys((whole, bare, without_comparing(bare), bare_name(bare)))
    return [one for one in found if len(one) > 1]


def units_named(
    searcher: Searcher, names: Sequence[str]
) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The sources of each of these names, or else the regions, where each name has one."""
    for field in ("source", "region"):
        called = [tuple(searcher.unit_names().called(name, field)) for name in dict.fromkeys(names)]
        if called and all(called):
            return field, tuple(called)
    return "source", ()


_YEARS_APART = re.compile(r"(?<=(?:19|20)\d\d)\s+(?=(?:19|20)\d\d(?!\d))")  # 2020 2019


def asked_of_units(searcher: Searcher, text: str, question: str = "") -> tuple[AskedName, Filters]:
    """What a text names beside units of the library, and the filters that choose these, or else
    those whom the `question` that it is of means (哪个分局, 全市)."""
    form = normalize(_YEARS_APART.sub("、", text))
    if len(form) > _LONGEST_COURSE:
        return AskedName(""), Filters()
    whole = asked_name([form])
    pieces = _apart(searcher, form)
    called = [n for n in pieces[1::2] if any(searcher.unit_names().called(n, f) for f in _FIELDS)]
    field, named = units_named(searcher, called)
    units = tuple(dict.fromkeys(unit for own in named for unit in own))
    if not called:
        meant = searcher.unit_names().meant(question or form)
        rest = _MEANT.sub(" ", form).split() if meant else pieces[::2]
        return asked_name(rest), Filters(source=meant)
    if not units:
        return AskedName(""), Filters()
    asked, filters = asked_name(pieces[::2]), Filters(**{field: units})
    own = FigureRequest(indicators=(asked.name,), filters=filters)
    of_all = FigureRequest(indicators=(whole.name,))
    if not searcher.figure_listing(own).total and searcher.figure_listing(of_all).total:
        return whole, Filters()  # the unit is part of a name
    return asked, filters


def _apart(searcher: Searcher, form: str) -> list[str]:
    """A form in pieces, of which every second one names a unit: 沅泽市局 as 沅泽市 does."""
    pieces = list(searcher.unit_names().apart(form))
    rest = [_OFFICE.sub("", piece) if at else piece for at, piece in enumerate(pieces[::2])]
    pieces[::2] = rest
    return pieces
