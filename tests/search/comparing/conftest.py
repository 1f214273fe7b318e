"""Small libraries of reports, with the themes of the bundled ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.comparing.courses import Course
from search.comparing.leaders import answers_to
from search.comparing.unit_figures import units_asked
from search.figures.answer import FigureAnswer
from search.request import SearchRequest
from search.searcher import Searcher

Told = tuple[str, int, str] | tuple[str, int, str, str]
Reports = Callable[..., Searcher]


@pytest.fixture(scope="module")
def reports_of(
    tmp_path_factory: pytest.TempPathFactory, opened: Callable[[Settings], Searcher]
) -> Reports:
    """Opens a library of (source, year, text, heading), a document each."""

    def build(told: Sequence[Told], titles: Mapping[int, str] | None = None) -> Searcher:
        folder = tmp_path_factory.mktemp("reports")
        with (folder / "in.jsonl").open("w", encoding="utf-8") as file:
            for at, (source, year, text, *headings) in enumerate(told):
                row = {"id": f"d{at}#1", "document": f"d{at}", "title": f"{source}{year}年工作总结"}
                row["title"] = (titles or {}).get(at, row["title"])
                row |= {"text": text, "source": source, "year": year}  # type: ignore[dict-item]
                row |= dict.fromkeys(["heading"][: len(headings)], "".join(headings))
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        made = Settings(index=str(folder / "index"))
        rebuild(str(folder / "in.jsonl"), made, BuildOptions())
        return opened(made)

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
