"""Who, where and when beside what: the paragraphs of that report or year about it come first.

`context/queries.jsonl` joins a place, unit or year to a word that several reports have; relevant,
by construction, is every paragraph of the reports of that place or year with the word in its text
or headings, whether or not it prints the name.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from search.evaluation.metrics import average, read_judgements, read_queries
from search.request import SearchRequest
from search.searcher import Searcher

HERE = Path(__file__).parent
GOLDEN = json.loads((HERE / "golden.json").read_text("utf-8"))["context"]
TOLERANCE = 0.005


@pytest.fixture(scope="module")
def searcher(bundled_library: Searcher) -> Searcher:
    return bundled_library


def measured(searcher: Searcher, **options: object) -> dict[str, float]:
    queries, query_problems = read_queries(str(HERE / "context" / "queries.jsonl"))
    judgements, judgement_problems = read_judgements(str(HERE / "context" / "qrels.tsv"))
    assert not query_problems and not judgement_problems and len(queries) >= 130
    rankings = {}
    for query in queries:
        asked = SearchRequest(query.text, size=100, min_match=0.0, to_depth=True, **options)  # type: ignore[arg-type]
        rankings[query.id] = [hit.id for hit in searcher.rank(asked)]
    return dict(average(rankings, judgements).named())


def test_names_are_met_by_what_is_known_of_a_paragraph(searcher: Searcher) -> None:
    found = measured(searcher)
    for name, golden in GOLDEN.items():
        assert found[name] >= golden - TOLERANCE, f"now {found}, golden {GOLDEN}"
    by_text_only = measured(searcher, entities=False)
    assert by_text_only["nDCG@10"] < found["nDCG@10"] - 0.1
