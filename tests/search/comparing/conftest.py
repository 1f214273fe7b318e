"""Small libraries of reports, with the themes of the bundled ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from search.comparing.courses import Course
from search.comparing.leaders import answers_to
from search.comparing.measures import By, Measure, measures_in, rows_named
from search.comparing.unit_figures import units_asked
from search.figures.answer import FigureAnswer
from search.figures.request import FigureRequest
from search.request import SearchRequest
from search.searcher import Searcher

Told = tuple[str, int, str] | tuple[str, int, str, str]
Reports = Callable[..., Searcher]


@pytest.fixture(scope="module")
def reports_of(library_of: Callable[..., Searcher]) -> Reports:
    """Opens a library of (source, year, text, heading), a document each."""

    def build(told: Sequence[Told], titles: Mapping[int, str] | None = None) -> Searcher:
        named = titles or {}
        rows = [(named.get(at, f"{row[0]}{row[1]}年工作总结"), *row) for at, row in enumerate(told)]
        return library_of(rows, "title source year text heading", themes=True)

    return build


def told(course: Course | None, is_aim: bool = False) -> dict[tuple[str, int], str]:
    """The first value of each unit and year."""
    return {
        (line.unit[:2], year): rows[0].figure.value_text
        for line in (course.lines if course else ())
        if line.is_aim == is_aim
        for year, rows in line.years
    }


def answers_of(searcher: Searcher, text: str) -> tuple[FigureAnswer, ...]:
    """What is told above the hits of a question, as the page, the API and the command have it."""
    request = SearchRequest(text)
    query = searcher.search(request).query
    return answers_to(searcher, request, query, units_asked(searcher, request, query))


def values_of(answers: Sequence[FigureAnswer]) -> list[str]:
    """The values as printed, each with those that come next."""
    return [row.figure.value_text for one in answers for row in (one.row, *one.next_best)]


def measures_of(searcher: Searcher, request: FigureRequest, by: By) -> tuple[Measure, ...]:
    """Every measure of the figures asked for."""
    return measures_in(searcher, rows_named(searcher, request), by)
