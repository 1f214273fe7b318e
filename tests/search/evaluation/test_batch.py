"""A TREC run keeps the order of the hits whatever reads it."""

from __future__ import annotations

import itertools
import struct

import pytest

from search.engines.base import EngineHit
from search.evaluation.batch import trec_lines


def hit(id: str, score: float) -> EngineHit:
    return EngineHit(id, score, "all")


def as_32_bit(text: str) -> float:
    (value,) = struct.unpack("f", struct.pack("f", float(text)))
    assert isinstance(value, float)
    return value


def test_line_has_the_six_columns() -> None:
    assert trec_lines("q1", [hit("a#1", 2.5)]) == "q1 Q0 a#1 1 2.5 qianshao\n"


def test_query_without_hits_prints_no_line() -> None:
    assert trec_lines("q1", []) == ""


@pytest.mark.parametrize(
    "scores",
    [
        [3.0, 3.0, 3.0, 2.9999999, 2.5],
        [0.0] * 50,
        [2000.0] * 5000 + [1999.9] * 5000,
        [1e-9, 0.0, -1.0, -1.0],
        [float(n) for n in range(1000, 0, -1)],
    ],
)
def test_scores_strictly_decrease_even_as_32_bit_floats(scores: list[float]) -> None:
    run = trec_lines("q", [hit(f"p#{n}", score) for n, score in enumerate(scores)])
    lines = run.splitlines()
    printed = [as_32_bit(line.split()[4]) for line in lines]
    assert all(a > b for a, b in itertools.pairwise(printed))
    assert [line.split()[2] for line in lines] == [f"p#{n}" for n in range(len(scores))]
    assert [int(line.split()[3]) for line in lines] == list(range(1, len(scores) + 1))
