"""The extractor against what people read in the same texts: bars of the contract."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from figure_scores import Score, parse_row

SETS = Path(__file__).parents[2] / "figures_evaluation" / "judged_sets.py"


@pytest.fixture(scope="module")
def judge_set() -> Callable[[str], Score]:
    judge: Callable[[str], Score] = runpy.run_path(str(SETS))["judge_set"]
    return judge


@pytest.mark.parametrize(
    "name",
    [
        "contract",
        "reports",
        "government",
        "government_held_back",
        "invented",
        "invented_held_back",
        "unseen",
        "fresh",
        "police",
        "bureau",
        "bureau_blind",
        "bureaus_and_laws",
        "blind",
        "second_blind",
        "third_blind",
        "fourth_blind",
        "fourth_held_back",
    ],
)
def test_judged_sets_keep_the_bars(judge_set: Callable[[str], Score], name: str) -> None:
    score = judge_set(name)
    told = "\n".join([*score.lines(), *score.faults])
    assert score.made > 40
    assert score.precision >= 0.98, told
    assert score.recall >= 0.90, told
    assert score.indicator_accuracy >= 0.90, told
    assert score.traps == 0, told
    assert score.broken == 0, told


def test_a_judged_line_is_read_into_its_parts() -> None:
    row = parse_row("甲数 / 甲 | rate | 3-5 % | up/ 比基期 base=2012年 period=2020/2021 | 近")
    assert row.indicators == ("甲数", "甲")
    assert (row.value, row.value_max, row.units) == ("3", "5", ("%",))
    assert row.direction == ("up", None)
    assert (row.comparison, row.base) == (("比基期",), ("2012年",))
    assert row.period == ("2020/2021",)
    assert row.qualifier == ("近",)


def test_an_unknown_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown mark"):
        parse_row("甲 | count | 3 个 | sideways")
