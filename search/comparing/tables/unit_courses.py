"""Answer a question for one figure of several units over years: units × years.

甲县和乙县历年茶山纠纷, 各市2019—2022年刑事立案. Each unit is told as by a question for it
alone, so that one that words it otherwise is not left out.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from indexer.text.normalizer import normalize
from search.comparing.asked_names import AskedName, asked_name, asks_all_years
from search.comparing.asked_units import is_plain, units_named, without_signs
from search.comparing.courses import Course, course_of_asked
from search.comparing.tables.accounted import units_expected
from search.comparing.tables.asked_table import GROUP
from search.comparing.tables.course_lines import CourseLine, add_years, counts_like
from search.figures.asking import sought_in
from search.request import Filters
from search.searcher import Searcher
from search.states.naming import names_a_state

_MOST_UNITS = 12  # that are each asked for by itself


def course_of_units(searcher: Searcher, text: str) -> Course | None:
    """The course with a line of each unit; None for a text that asks for no figure of several
    units over years, or that none of those named tells."""
    found = asked_over_years(searcher, text)
    if found is None:
        return None
    asked, named = found
    every = Filters(source=tuple(chain.from_iterable(named)))
    shared = course_of_asked(searcher, asked, every)
    if asked.last and shared is not None and shared.when:  # the same years of each
        asked = replace(asked, since=shared.when[1], until=shared.when[2], last=0)
    lines = _main_lines(shared) if shared is not None else []
    units = units_expected(searcher, "source", named, (), {line.unit for line in lines})
    is_of_few = len(units) <= _MOST_UNITS
    for unit in units if is_of_few else ():
        own = course_of_asked(searcher, asked, Filters(source=(unit,)))
        shared = shared or own
        for line in _main_lines(own) if own is not None else ():
            if not lines or counts_like(lines[0].measure, line.measure):
                add_years(lines, line)
    if shared is None or not lines or (len(lines) < 2 and not named):
        return None
    lines.sort(key=lambda line: units.index(line.unit) if line.unit in units else len(units))
    told = {line.unit for line in lines}
    untold = tuple(unit for unit in units if is_of_few and unit not in told)
    left_out = 0 if is_of_few else shared.left_out
    shared = replace(shared, lines=tuple(lines), left_out=left_out, untold=untold)
    return replace(shared, silent=(), unreported=())  # a table shows its gaps


def asked_over_years(
    searcher: Searcher, text: str
) -> tuple[AskedName, tuple[tuple[str, ...], ...]] | None:
    """What a question for several units and several years names, and the units of each name, ()
    for all; None for another question, and for one after who is first."""
    text = without_signs(text)
    form = normalize(text)
    if not is_plain(text) or sought_in(form) is not None or names_a_state(form):
        return None
    pieces = searcher.unit_names().apart_as_typed(text)
    field, named = units_named(searcher, pieces[1::2])
    is_group = any(map(GROUP.search, pieces[::2]))
    is_of_units = len(named) > 1 or (is_group and bool(named) == bool(pieces[1:]))
    if field != "source" or not is_of_units:
        return None
    asked = asked_name([GROUP.sub(" ", piece) for piece in pieces[::2]])
    ever = AskedName("")
    is_span = (asked.since, asked.until) != (ever.since, ever.until)
    is_of_years = asks_all_years(form) or asked.last > 1 or is_span
    if not is_of_years or asked.since == asked.until or len(asked.name) < 2:
        return None
    meant = searcher.unit_names().meant(form) if len(named) < 2 else ()
    return asked, tuple((unit,) for unit in meant) or named


def _main_lines(course: Course) -> list[CourseLine]:
    """One line of each unit: of what most units count alike."""
    done = [line for line in course.lines if not line.is_aim]
    most = max(
        (sum(counts_like(one.measure, ln.measure) for ln in done) for one in done), default=0
    )
    kept: dict[str, CourseLine] = {}
    for one in done:
        if sum(counts_like(one.measure, ln.measure) for ln in done) == most:
            kept.setdefault(one.unit, one)
    return list(kept.values())
