"""Judged queries of every kind over two libraries: no category gets worse unnoticed.

`judged/<library>/queries.jsonl` asks for names, who/where/when, questions, synonyms, figures,
pasted sentences and what is left out; the first part of an id is its category. Over the bundled
reports every relevant paragraph is graded by reading; over the government reports by patterns that
only its relevant paragraphs meet. `judged/absent.txt` asks for what the bundled reports lack.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from judged_answers import checked, questions, shown
from judged_queries import HERE, LIBRARIES, by_category, judged, opened, rankings

from search.request import SearchRequest
from search.searcher import Searcher

GOLDEN = json.loads((HERE / "golden.json").read_text("utf-8"))["judged"]
ANSWERED = {"reports": 66, "gov-reports": 77}  # questions answered as judged
CHECKED = {"reports": (9, 13), "gov-reports": (16, 30)}  # false claims told, true ones found
TOLERANCE = 0.005


@pytest.fixture(scope="module", params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> Iterator[tuple[str, Searcher]]:
    with opened(request.param) as searcher:
        if searcher is None:
            pytest.skip(f"QIANSHAO_EVALUATION_DATA has no {request.param}.jsonl.gz")
        yield request.param, searcher


def test_at_least_two_hundred_queries_whose_paragraphs_are_known() -> None:
    sets = [judged(library) for library in LIBRARIES]
    assert sum(len(queries) for queries, _ in sets) >= 200
    for queries, grades in sets:
        assert {query.id for query in queries} == set(grades)


def test_no_category_is_answered_worse_than_before(library: tuple[str, Searcher]) -> None:
    name, searcher = library
    queries, grades = judged(name)
    found = by_category(rankings(searcher, queries), grades)
    for category, golden in GOLDEN[name].items():
        assert found[category] >= golden - TOLERANCE, f"now {found}"


def test_no_question_is_answered_wrong_and_none_less_often_than_before(
    library: tuple[str, Searcher],
) -> None:
    name, searcher = library
    outcomes = {q.text: q.outcome(shown(searcher, q)) for q in questions(name)}
    assert [text for text, outcome in outcomes.items() if outcome == "wrong"] == []
    assert list(outcomes.values()).count("right") >= ANSWERED[name]


def test_no_true_claim_is_called_wrong_and_few_false_ones_agree(
    library: tuple[str, Searcher],
) -> None:
    name, searcher = library
    found = checked(searcher, name)
    wrong = [c.sentence for c, finding in found if c.is_true and finding.verdict == "differs"]
    assert wrong == []
    told = [finding.verdict for claim, finding in found if not claim.is_true]
    seen = [finding.verdict for claim, finding in found if claim.is_true]
    assert (told.count("differs"), seen.count("agrees")) >= CHECKED[name]
    silent = [c for c, f in found if not c.is_true and f.verdict == "agrees" and not f.reason]
    assert silent == []


def test_what_is_not_there_has_no_hits_that_claim_to_have_it() -> None:
    with opened("reports") as searcher:
        assert searcher is not None
        for line in (HERE / "judged" / "absent.txt").read_text("utf-8").splitlines():
            result = searcher.search(SearchRequest(line))
            claimed = result.matches.phrase + result.matches.all
            assert claimed == 0 or result.query.corrected, line


def test_no_nonsense_is_answered_by_single_characters() -> None:
    lines = (HERE / "judged" / "absent.txt").read_text("utf-8").splitlines()
    assert len(lines) >= 30
    with opened("reports") as searcher:
        assert searcher is not None
        for line in lines:
            for hit in searcher.search(SearchRequest(line)).hits:
                marks = (*hit.marks, *hit.title_marks, *(m for h in hit.heading_marks for m in h))
                assert any(end - start > 1 for start, end in marks), (line, hit.paragraph.id)
