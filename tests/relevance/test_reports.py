"""Judged queries over the five bundled reports: the ranking may not get worse unnoticed.

`reports/queries.jsonl` asks as readers do: names of initiatives, figures, place and topic together,
questions, other words for the same thing, traditional and full-width characters, pasted sentences.
`reports/qrels.tsv` grades every relevant paragraph: 3 answers it, 2 helps, 1 touches it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from search.evaluation.metrics import QueryLine, average, read_judgements, read_queries
from search.request import SearchRequest
from search.searcher import Searcher

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"
GOLDEN = json.loads((HERE / "golden.json").read_text("utf-8"))["reports"]
TOLERANCE = 0.005


@pytest.fixture(scope="module")
def searcher(bundled_library: Searcher) -> Searcher:
    return bundled_library


def queries() -> list[QueryLine]:
    found, problems = read_queries(str(HERE / "reports" / "queries.jsonl"))
    assert problems == []
    return found


def judgements() -> dict[str, dict[str, int]]:
    found, problems = read_judgements(str(HERE / "reports" / "qrels.tsv"))
    assert problems == []
    return found


def ranked(searcher: Searcher, text: str) -> list[str]:
    return [
        hit.id for hit in searcher.rank(SearchRequest(text, size=100, min_match=0.0, to_depth=True))
    ]


def test_at_least_sixty_queries_each_with_a_relevant_paragraph() -> None:
    grades = judgements()
    assert len(queries()) >= 60
    assert {query.id for query in queries()} == set(grades)
    assert all(1 <= grade <= 3 for some in grades.values() for grade in some.values())


def test_every_judged_paragraph_is_in_the_library(searcher: Searcher) -> None:
    for id in {id for grades in judgements().values() for id in grades}:
        assert searcher.paragraph(id).id == id


def test_ranking_is_as_good_as_the_golden_scores(searcher: Searcher) -> None:
    rankings = {query.id: ranked(searcher, query.text) for query in queries()}
    measured = average(rankings, judgements()).named()
    for name, golden in GOLDEN.items():
        assert measured[name] >= golden - TOLERANCE, f"now {measured}, golden {GOLDEN}"


def test_name_of_an_initiative_finds_its_paragraphs_first_and_no_mere_part_of_it(
    searcher: Searcher,
) -> None:
    result = searcher.search(SearchRequest("平安前哨", size=100))
    assert {hit.paragraph.document for hit in result.hits} == {"nantong-2020", "nantong-2021"}
    assert all("平安前哨" in hit.paragraph.text for hit in result.hits)


def test_question_finds_what_words_it_otherwise(searcher: Searcher) -> None:
    """The report says 命案连续31年全破, the reader asks 命案全破, which other reports print."""
    result = searcher.search(SearchRequest("哪个城市命案全破时间最长", size=100))
    assert "haian-2024#5" in [hit.paragraph.id for hit in result.hits][:10]
