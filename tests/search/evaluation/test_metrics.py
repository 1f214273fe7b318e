"""Measures agree with values worked out by hand; bad lines are told with their number."""

from __future__ import annotations

import gzip
import math
from pathlib import Path

import pytest

from search.errors import JudgementError
from search.evaluation.metrics import (
    QueryLine,
    average,
    ndcg,
    read_judgements,
    read_queries,
    recall,
    reciprocal_rank,
)

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0}


def test_perfect_order_has_ndcg_one() -> None:
    assert ndcg(["a", "b", "c", "x"], GRADES) == pytest.approx(1.0)


def test_ndcg_uses_exponential_gain_and_log2_discount() -> None:
    ideal = 7 + 3 / math.log2(3) + 1 / 2
    assert ndcg(["x", "b", "a"], GRADES) == pytest.approx((3 / math.log2(3) + 7 / 2) / ideal)


def test_ideal_ranking_is_cut_at_ten_too() -> None:
    grades = {str(n): 1 for n in range(30)}
    assert ndcg([str(n) for n in range(10)], grades) == pytest.approx(1.0)


def test_ranks_beyond_ten_do_not_count_for_ndcg_and_mrr() -> None:
    ranked = [f"x{n}" for n in range(10)] + ["a"]
    assert ndcg(ranked, GRADES) == 0.0
    assert reciprocal_rank(ranked, GRADES) == 0.0
    assert recall(ranked, GRADES, 100) == pytest.approx(1 / 3)


def test_grade_zero_is_not_relevant() -> None:
    assert reciprocal_rank(["d", "c"], GRADES) == 0.5
    assert recall(["d"], GRADES, 10) == 0.0


def test_average_counts_unanswered_queries_and_leaves_out_those_without_relevant_ones() -> None:
    judgements = {"1": {"a": 1}, "2": {"b": 1}, "3": {"c": 0}}
    scores = average({"1": ["a"], "3": ["c"]}, judgements)
    assert scores.queries == 2
    assert scores.named() == {"nDCG@10": 0.5, "MRR@10": 0.5, "Recall@10": 0.5, "Recall@100": 0.5}


def test_average_of_nothing_is_zero() -> None:
    assert average({}, {}).queries == 0
    assert average({}, {}).ndcg == 0.0


def test_queries_are_read_in_order_and_bad_lines_told(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(
        '\ufeff{"id": "q2", "text": "平安前哨"}\n\n{"id": "q1", "text": "", "note": 1}\r\n'
        '{"id": "q 3", "text": "x"}\n[1]\n{broken\n{"id": "q1", "text": "again"}\n'
        '{"id": 7, "text": "seven"}\n{"id": "q8"}\n',
        "utf-8",
    )
    queries, problems = read_queries(str(path))
    assert queries == [QueryLine("q2", "平安前哨"), QueryLine("q1", ""), QueryLine("7", "seven")]
    assert [problem.line for problem in problems] == [4, 5, 6, 7, 9]


def test_gzipped_queries_are_read(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "a", "text": "b"}\n'))
    assert read_queries(str(path)) == ([QueryLine("a", "b")], [])


def test_judgements_are_read_with_three_or_four_columns(tmp_path: Path) -> None:
    path = tmp_path / "r.tsv"
    path.write_text("q1\ta#1\t2\nq1 0 a#2 1\nq2\ta#1\tgut\nq2\ta#1\n\nq1\ta#1\t2\nq1\ta#1\t0\n")
    judgements, problems = read_judgements(str(path))
    assert judgements == {"q1": {"a#1": 2, "a#2": 1}}
    assert [problem.line for problem in problems] == [3, 4, 7]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff\n", b"\x1f\x8bcut"])
def test_unreadable_file_is_one_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "r.tsv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(JudgementError) as caught:
        read_judgements(str(path))
    assert caught.value.place == str(path)
    assert caught.value.code == "bad_judgements"
