"""Public question sets, where they are at hand: better than plain BM25, no worse than we were.

QIANSHAO_EVALUATION_DATA names their folder; a set is `docs.jsonl.gz`, `queries.jsonl`, `qrels.tsv`.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from public_sets import FOLDER, QuestionSet, WordScorer, bm25_ranking, our_ranking, read_set

from search.evaluation.metrics import QueryLine, average

GOLDEN = json.loads(Path(__file__).with_name("golden.json").read_text("utf-8"))["public"]
SAMPLE = 300  # queries of each set, evenly spread
TOLERANCE = 0.005


@pytest.mark.skipif(not FOLDER, reason="QIANSHAO_EVALUATION_DATA is not set: no public sets")
@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_public_set_is_ranked_as_well_as_before(name: str) -> None:
    folder = Path(FOLDER) / name
    if not folder.is_dir():
        pytest.skip(f"QIANSHAO_EVALUATION_DATA has no {name}")
    chosen = read_set(folder, max(1, len(read_set(folder).queries) // SAMPLE))
    measured = average(our_ranking(chosen), chosen.grades).named()
    golden, reference = GOLDEN[name]["golden"], GOLDEN[name]["reference"]
    assert measured["nDCG@10"] >= golden["nDCG@10"] - TOLERANCE, f"now {measured}"
    assert measured["nDCG@10"] > reference["nDCG@10"]
    assert measured["MRR@10"] > reference["MRR@10"]


def test_the_bm25_to_compare_with_scores_by_its_formula() -> None:
    scores = WordScorer([["命案", "命案", "全破"], ["电诈"], ["命案", "下降"]]).scores(["命案"])
    # idf = ln(1 + 1.5 / 2.5); twice in three words of two on average: 2 · 2.2 / (2 + 1.65)
    assert scores == pytest.approx([0.470004 * 4.4 / 3.65, 0, 0.470004])


def test_both_rankings_list_the_paragraph_that_answers(tmp_path: Path) -> None:
    lines = [{"id": "a#1", "text": "命案全破"}, {"id": "b#1", "text": "电诈下降"}]
    with gzip.open(tmp_path / "docs.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    queries = (QueryLine("q1", "命案"), QueryLine("q2", "电诈"))
    chosen = QuestionSet(tmp_path / "docs.jsonl.gz", queries, {"q1": {"a#1": 1}, "q2": {"b#1": 1}})
    assert our_ranking(chosen) == bm25_ranking(chosen) == {"q1": ["a#1"], "q2": ["b#1"]}
