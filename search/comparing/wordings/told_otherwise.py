"""Find what a unit tells of a measure in years in which no name says it, and what others print.

通讯网络诈骗呈井喷之势，立案1127起 is no 电诈立案 by its name, nor 全年死亡131人 a 交通死亡: what
counts the like, comes near to the years beside it and is of nothing else is told as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer.model.figures import Figures
from indexer.text.normalizer import normalize
from search.clauses import clause_start
from search.comparing.asked_names import AskedName
from search.comparing.measures import (
    is_cumulative,
    is_of_years,
    is_told,
    part_of,
    with_corrected,
    year_of,
)
from search.comparing.outcomes import is_of_fraud, same_outcome, split_outcome
from search.comparing.tables.accounted import years_reported
from search.comparing.theme_outcomes import asked_outcome, same_subject, wider_words
from search.comparing.told_measure import rows_of_measure
from search.comparing.wordings.bare_figures import says_head, words_in
from search.figures.dating import is_of_part
from search.figures.dimensions import PEOPLE, counted_unit, number
from search.figures.matching import is_of_one_case
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.unit_names import offices
from search.request import Filters
from search.searcher import Searcher

_MOST_ROWS = 2_000  # figures of the years that are looked at
_MOST_PAPERS = 40  # all of whose figures of a measure are read
_LEAST = 2  # characters of what is measured
_TIMES, _POINTS = 3, 12  # how far from the years beside it: as often, in %
_ROUNDED = 0.01  # 2.04万 is 20413
_STOPS = "。！？；;\n"
_SMALLER = re.compile("[支大中总]队|派出所|分局|街道")
_PARTS = re.compile("^[，,、]?(?:其中|造成|致)")
_FILLS = re.compile(
    "人民|群众|公众|居民|市民|百姓|全年|年内|当年|一年[来间]?|今年|去年|本年|全[市县区省州]|共计?|累计|总共|有|了|事故|发生|造成|导致|人数|[总]?数量?|案件?|犯罪"
    "|[0-9〇零一二三四五六七八九十]{1,4}年|[^一-龥]"
)
_KIND_OF = re.compile("(?:感|率|度|指数|数|量)$")
_COUNTED = re.compile("(?<=..)(?:[人次件起]数|数量?|总数)$")
_BEHIND = re.compile("[^一-龥]|的|和|与|$")


@dataclass(frozen=True, slots=True)
class _Sought:
    """What says of what a measure is, and what is counted of it: 电诈, 立案. `wide`: any character
    of a word that readers have for the subject, `letters` those of its own words beside them;
    `first` is the first word of its name."""

    subject: re.Pattern[str] | None
    deed: str
    tails: tuple[str, ...]
    wide: re.Pattern[str] | None = None
    letters: frozenset[str] = frozenset()
    first: str = ""


def with_others(
    searcher: Searcher,
    asked: AskedName,
    own: Mapping[int, tuple[FigureRow, ...]],
    done: Collection[int],
    unit: str,
) -> dict[int, tuple[FigureRow, ...]]:
    """What a unit tells of its years, with what it tells in other words in those that are not
    `done`, and behind both what newspapers print that is different."""
    told = {year: rows[0] for year, rows in own.items() if len(rows) == 1}
    reported = years_reported(searcher, Filters(source=(unit,)))
    missing = [year for year in reported.difference(done) if asked.has(year)]
    found = told_otherwise(searcher, asked.name, told, missing, unit)
    every = {**own, **{year: (row,) for year, row in found.items()}}
    printed = _told_by_others(searcher, asked, told | found, unit)
    return every | {year: (*every.get(year, ()), row) for year, row in printed.items()}


def told_otherwise(
    searcher: Searcher, name: str, told: Mapping[int, FigureRow], years: Iterable[int], unit: str
) -> dict[int, FigureRow]:
    """A figure of each of these years that tells what the unit calls otherwise in those `told`;
    of the years nearest to them first, as each is held against those beside it."""
    missing, known = list(years), dict(told)
    if not (missing and known):
        return {}
    sought = _sought(searcher, name)
    if not sought.deed and len(sought.tails[0]) < _LEAST and " " not in name:
        return {}  # 巡山人: a name, and nothing that is measured
    groups: dict[int, list[tuple[int, FigureRow]]] = {}
    for rank, row in _saying(searcher, sought, tuple(known.values()), unit, missing):
        groups.setdefault(year_of(row) or 0, []).append((rank, row))
    found: dict[int, FigureRow] = {}
    for year in sorted(missing, key=lambda one: min(abs(one - y) for y in told)):
        near = [one for one in groups.get(year, ()) if _is_near(one[1], year, known)]
        best = [row for rank, row in near if rank == min(rank for rank, _ in near)]
        if len({number(row) for row in best}) == 1:
            known[year] = found[year] = best[0]
    left = [year for year in missing if year not in found]
    # Under the name of one that is found others may be told: “归航”找回63人
    return found | (told_otherwise(searcher, name, known, left, unit) if found else {})


def _told_by_others(
    searcher: Searcher, asked: AskedName, told: Mapping[int, FigureRow], unit: str
) -> dict[int, FigureRow]:
    """What newspapers print of the unit in other years than those `told`, or differently: one
    figure of each year, where they agree."""
    known = searcher.facet_pairs("year", "source")
    papers = tuple(one for one, years in known.items() if years and not offices((one,)))
    if not (told and 0 < len(papers) <= _MOST_PAPERS):
        return {}
    like = next(iter(told.values()))
    counted = counted_unit(like.family, like.figure.unit)
    printed: dict[int, list[FigureRow]] = {}
    years = (f"{asked.since}..{asked.until + 1}",) if asked.span else ()
    filters = Filters(source=papers, year=years)
    for row in with_corrected(_printed(searcher, asked, filters)):
        is_like = row.figure.kind == like.figure.kind and row.corrected is None
        is_like = is_like and counted_unit(row.family, row.figure.unit) == counted
        year = year_of(row) or 0
        if is_like and asked.has(year) and _is_whole(row) and _is_of(searcher, row, unit):
            own = told.get(year)
            if own is None or (number(own) != number(row) and not _is_rounded(row, own)):
                printed.setdefault(year, []).append(row)
    return {y: rows[0] for y, rows in printed.items() if len(set(map(number, rows))) == 1}


def _printed(searcher: Searcher, asked: AskedName, filters: Filters) -> Iterable[FigureRow]:
    """What newspapers tell of it; 返还群众被骗款 is of fraud, whatever stands around it."""
    same = rows_of_measure(searcher, asked, filters).same
    deed = _sought(searcher, asked.name).deed
    if not is_of_fraud(deed):
        return same
    known = {row.key for row in same}
    rows = searcher.figure_listing(FigureRequest(q=deed, filters=filters)).rows
    more = (row for row in rows if same_outcome(normalize(row.figure.measured)) == deed)
    return *same, *(row for row in more if row.key not in known)


def _is_rounded(row: FigureRow, exact: FigureRow) -> bool:
    return abs(number(row) / (number(exact) or 1) - 1) < _ROUNDED and "万" in row.figure.value_text


def _is_of(searcher: Searcher, row: FigureRow, unit: str) -> bool:
    """Whether a newspaper's figure is of a unit: the only one that its sentence names, or else the
    paragraph, or the name of the paper."""
    names, paragraph = searcher.unit_names(), row.paragraph
    paper = normalize(paragraph.source or "")
    cities = (paper[:end] for end in range(_LEAST, len(paper)))
    text, at = paragraph.text, row.figure.value_start
    start = clause_start(text, at, _STOPS)
    said = (text[start:at], f"{paragraph.title or ''} {text}")
    for own in (*(list(names.apart(normalize(text)))[1::2] for text in said), cities):
        if units := {u for name in own for u in offices(names.called(name, "source"))}:
            return units == {unit}
    return False


def _sought(searcher: Searcher, name: str) -> _Sought:
    thing, _, says = name.partition(" ")
    if says:
        return _Sought(_at_beginning([thing]), "", tuple(says.split("、")[:1]))
    form = _COUNTED.sub("", normalize(name))
    if (of := asked_outcome(searcher, form)) is not None:
        words = same_subject(searcher, of.theme, of.word).pattern.split("|")
        wide = wider_words(searcher, words)
        letters = frozenset("".join(words)).difference(*wide)
        signs = "|".join(set("".join(wide)))
        return _Sought(
            _at_beginning([*words, *wide]),
            same_outcome(of.outcome),
            (),
            re.compile(signs) if wide else None,
            letters,
        )
    what, deed = split_outcome(form)
    words = words_in(searcher, what or form)
    head = words if deed else words[:-1]
    is_said = _FILLS.sub("", "".join(head)) != ""
    subject = _at_beginning(says_head("".join(head), head).pattern.split("|")) if is_said else None
    tail = (words[-1], *searcher.figure_families(words[-1:]))
    return _Sought(subject, deed, () if deed else tail, first=words[0])


def _at_beginning(words: Sequence[str]) -> re.Pattern[str]:
    """Any of these words, where it is not the end of a longer name."""
    every = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(f"(?:^|(?<=[^一-龥])|(?<=[的等]))(?:{every})")


def _saying(
    searcher: Searcher,
    sought: _Sought,
    told: Sequence[FigureRow],
    unit: str,
    years: Sequence[int],
) -> Iterator[tuple[int, FigureRow]]:
    """The figures of these years that may tell it, the surest with the lowest rank."""
    like, usual = told[0], "".join(f"、{_plain(row)}" for row in told)
    filters = Filters(source=(unit,), year=tuple(map(str, years)))
    request = FigureRequest(kinds=(like.figure.kind,), filters=filters)
    counted = counted_unit(like.family, like.figure.unit)
    listed = islice(searcher.figure_listing(request).rows, _MOST_ROWS)
    alike = (r for r in listed if counted_unit(r.family, r.figure.unit) == counted)
    rows = list(filter(_is_whole, alike))
    held = searcher.figures_of(list({row.paragraph.id for row in rows}))
    for row in rows:
        every = held.get(row.paragraph.id, Figures()).rows
        before = max(
            (f.value_end for f in every if f.value_end <= row.figure.value_start), default=0
        )
        is_short = counted in PEOPLE and _is_cut_short(_plain(row), sought.first, usual)
        rank = 0 if is_short else _rank(sought, row, before, normalize(like.figure.measured))
        if rank is not None:
            yield rank, row.corrected or row


def _plain(row: FigureRow) -> str:
    return re.sub("[“”]", "", normalize(row.figure.measured))


def _is_cut_short(name: str, doing: str, usual: str) -> bool:
    """Whether a name is one of the `usual` without the people, whom the measure word says:
    “归航”找回63人, “归航”找回走失人员57人."""
    is_done = len(doing) >= _LEAST and name.endswith(doing)
    return is_done and len(name) - len(doing) >= _LEAST and f"、{name}" in usual


def _is_whole(row: FigureRow) -> bool:
    figure = row.figure
    is_level = figure.value is not None and figure.qualifier is None and is_told(row)
    is_own = not (part_of(row) or is_of_part(row) or is_of_one_case(row) or _is_of_smaller(row))
    return is_level and is_own and not (is_of_years(row) or is_cumulative(row))


def _is_of_smaller(row: FigureRow) -> bool:
    """Whether a figure is of an office below the unit: 支队现有民警158人."""
    found = _SMALLER.search(row.figure.measured)
    return found is not None and found[0] not in (row.paragraph.source or "")


def _rank(sought: _Sought, row: FigureRow, before: int, usual: str) -> int | None:
    """How surely a figure tells it: 0 where both what it is of and what is counted are said behind
    the figure before (that ends there), 1 where nothing else is, 2 where a sentence begins with it
    and shares words with its `usual` name (人亡事故死亡, 交通事故死亡); None for any other."""
    text, at = row.paragraph.text, row.figure.value_start
    start = clause_start(text, at, _STOPS)
    lead = normalize(text[max(start, before) : at])
    measured = normalize(row.figure.measured)
    if _PARTS.match(lead) or not _says_deed(sought, row, lead):
        return None
    said = f"{lead} {measured}"
    if sought.subject is None or _names(sought, said):
        return 0
    ahead = normalize(text[max(start, before) : row.figure.start])
    if sought.deed or before > start or _rest(sought, ahead):
        return None
    rest = min((_rest(sought, name) for name in (measured, row.family)), key=len)
    shared = any(rest[at : at + 2] in usual for at in range(len(rest) - 1))
    return 1 if not rest else 2 if shared else None


def _says_deed(sought: _Sought, row: FigureRow, lead: str) -> bool:
    measured = normalize(row.figure.measured)
    if sought.deed:
        return sought.deed in (same_outcome(measured), split_outcome(measured)[1])
    if any(tail in said for tail in sought.tails for said in (measured, row.family)):
        return True
    if row.figure.kind != "rate":  # 民警下水救生全员达标，全年救起落水人员64人
        return False
    if sought.tails[0] in lead:
        return True
    stem = _KIND_OF.sub("", sought.tails[0])
    found = lead.rfind(stem) if len(stem) > 1 else -1
    return found >= 0 and _BEHIND.match(lead, found + len(stem)) is not None


def _names(sought: _Sought, said: str) -> bool:
    """Whether the subject is named, and not as the end of a narrower name (养老诈骗); by the wider
    word that readers have for it also behind words of its own: 以电话、短信行骗."""
    bare = _FILLS.sub(" ", said)
    if sought.subject is not None and sought.subject.search(bare) is not None:
        return True
    wide = sought.wide is not None and sought.wide.search(bare) is not None
    return wide and len(sought.letters.intersection(bare)) > 1


def _rest(sought: _Sought, said: str) -> str:
    """What words say beside what is counted."""
    for tail in sought.tails:
        said = said.replace(tail, "")
    return _FILLS.sub("", said)


def _is_near(row: FigureRow, year: int, told: Mapping[int, FigureRow]) -> bool:
    """Whether a figure comes near to those of the years beside it."""
    before = max((one for one in told if one < year), default=None)
    behind = min((one for one in told if one > year), default=None)
    known = [one for one in (before, behind) if one is not None]
    beside, value = [number(told[one]) for one in known], number(row)
    if not known:
        return False
    if row.figure.kind == "rate":
        return min(beside) - _POINTS <= value <= max(beside) + _POINTS
    times = _TIMES + 2 * (min(abs(year - one) for one in known) - 1)
    return min(beside) / times <= value <= max(beside) * times
