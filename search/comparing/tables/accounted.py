"""Account for every unit in a table of units: which should be there, and why one tells nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from search.comparing.asked_names import AskedName
from search.comparing.measures import By, year_of
from search.figures.results import FigureRow
from search.figures.unit_names import offices
from search.request import Filters
from search.searcher import Searcher
from search.states.whose import Owners, tells_of_itself

_MOST_SILENT = 8  # years that are told to be missing
_NEARLY = 0.7  # of the units that tell of another year
_BUREAU, _STATION = re.compile("[局厅处县区旗]$"), re.compile("派出所$")


def of_offices(rows: Iterable[FigureRow], is_named: bool) -> list[FigureRow]:
    """Without what newspapers tell, where offices do and none `is_named`: they repeat it. And
    without the stations and towns of tables where bureaus tell, which are those asked for."""
    told = list(rows)
    if is_named:
        return told
    own = [row for row in told if offices((row.paragraph.source or "",))] or told
    if any(_BUREAU.search(row.paragraph.source or "") for row in own):
        own = [row for row in own if not _STATION.search(row.paragraph.source or "")]
    return own


def of_owners(searcher: Searcher, rows: Iterable[FigureRow]) -> list[FigureRow]:
    """What a newspaper tells of a bureau under the bureau, for a year of which this has no report;
    all others as they are."""
    owners = Owners(searcher.unit_names())
    found = []
    for row in rows:
        if not tells_of_itself(row.paragraph.source or ""):
            owner = owners.source_of(row)
            if owner and is_unreported(searcher, "source", owner, year_of(row)):
                row = replace(row, paragraph=replace(row.paragraph, source=owner))
        found.append(row)
    return found


def with_newspapers(searcher: Searcher, filters: Filters) -> Filters:
    """Filters that choose bureaus, with the newspapers that may tell of them."""
    chosen = filters.of("source")
    known = searcher.facet_pairs("year", "source") if chosen else {}
    papers = (source for source in known if not tells_of_itself(source))
    return filters.replaced(source=(*chosen, *papers)) if chosen else filters


def units_expected(
    searcher: Searcher,
    by: By,
    named: Sequence[Sequence[str]],
    meant: Sequence[str],
    told: Collection[str],
) -> tuple[str, ...]:
    """The units that a table must account for, which has these: those named (of several that share
    a name only who tells, or else the first), or meant (各分局), or all of the library that are
    called as those told are: bureaus beside bureaus, no newspaper."""
    if named:
        of_name = ([u for u in own if u in told] or list(own[:1]) for own in named)
        return tuple(dict.fromkeys(unit for own in of_name for unit in own))
    if meant or by != "source":
        return tuple(meant)
    kinds = set(map(_kind, told))
    known = searcher.facet_pairs("year", "source")
    return tuple(
        unit for unit, years in known.items() if any(years.values()) and _kind(unit) in kinds
    )


def _kind(unit: str) -> str:
    """By its last character; the police of a railway (公安处) are a bureau."""
    return re.sub("公安处$|(?<=公安局)(?:新闻|宣传|政治|指挥|政工).*", "局", unit)[-1:]


def units_unreported(
    searcher: Searcher, by: By, units: Collection[str], year: int
) -> tuple[str, ...]:
    """Those of these units that the library has no report of that year of."""
    return tuple(unit for unit in units if is_unreported(searcher, by, unit, year))


def is_unreported(searcher: Searcher, by: By, unit: str, year: int | None) -> bool:
    known = searcher.facet_pairs("year", "source") if by == "source" else {}
    return unit in known and not known[unit].get(str(year))


def latest_told(searcher: Searcher, by: By, units: Collection[str], told: Mapping[int, int]) -> int:
    """The latest year of which most of the units have a report and nearly as many tell as of any
    other, by how many tell of each; 0 for none."""
    most = max(told.values(), default=0)
    years = [year for year, number in told.items() if number >= _NEARLY * most]
    known = [y for y in years if 2 * len(units_unreported(searcher, by, units, y)) < len(units)]
    return max(known or years, default=0)


def years_reported(searcher: Searcher, filters: Filters) -> set[int]:
    """The years of which the library has reports of the units that filters choose by name."""
    sources = filters.of("source")
    known = searcher.facet_pairs("year", "source") if sources else {}
    return {int(year) for unit in sources for year, n in known.get(unit, {}).items() if n}


def few_years(years: Iterable[int]) -> tuple[int, ...]:
    """These years in their order; () where they are too many to be told."""
    found = tuple(sorted(years))
    return found if len(found) <= _MOST_SILENT else ()


def silent_years(
    asked: AskedName, told: Collection[int], aimed: Collection[int], reported: Iterable[int]
) -> tuple[int, ...]:
    """The years asked for, or else those between the years `told`, that are not among these; also
    those before and behind that are `reported` of, but for what is only `aimed` at. () where they
    are too many."""
    if asked.span or not (told and asked.asks):
        return few_years(year for year in asked.span if year not in told)
    between = set(range(min(told), max(told))).difference(told)
    around = {year for year in set(reported).difference(told, aimed) if asked.has(year)}
    return few_years(between | around) or few_years(between)
