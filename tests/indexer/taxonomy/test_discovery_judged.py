"""Discovery, measured: how much of what it finds are names, and how many of the names it finds.

Figures are counted as strictly as readers see them: a name must be the whole name.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.taxonomy.candidates import MIN_CONFIDENCE
from indexer.taxonomy.discovery import Passage, discover
from indexer.taxonomy.taxonomy import EMPTY
from indexer.text.normalizer import normalize

HERE = Path(__file__).parent
DATA = os.environ.get("QIANSHAO_EVALUATION_DATA", "")
_MARK = re.compile(r"⟦(\??)《?(.*?)》?⟧")


@dataclass(frozen=True, slots=True)
class Judged:
    """A report with the names that must and those that may be found, normalised."""

    passages: tuple[Passage, ...]
    must: frozenset[str]
    may: frozenset[str]


def judged(name: str) -> list[Judged]:
    _, *reports = re.split(r"^== ", (HERE / name).read_text("utf-8"), flags=re.MULTILINE)
    return [_judged(report) for report in reports]


def _judged(report: str) -> Judged:
    report = re.sub("^[^｜\n]*｜", "", report, flags=re.MULTILINE)  # themes, of no concern here
    marks = _MARK.findall(report)
    lines = re.sub(r"⟦\??|⟧", "", report).splitlines()
    must = frozenset(normalize(name) for doubt, name in marks if not doubt)
    may = frozenset(normalize(name) for doubt, name in marks if doubt)
    return Judged(tuple(Passage(line) for line in lines if line), must, may)


def gov_reports(part: str) -> Iterator[Judged]:
    path = Path(DATA) / "gov-reports.jsonl.gz"
    if not DATA or not path.is_file():
        pytest.skip("QIANSHAO_EVALUATION_DATA has no gov-reports: their names not tested")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    ids = list(texts)
    parts = (HERE / "names_of_gov_reports.txt").read_text("utf-8").split("# ")
    for line in next(p for p in parts if p.startswith(part)).splitlines()[1:]:
        place, must, may = line.split("|")
        first, last = (ids.index(name) for name in place.split())
        passages = tuple(Passage(texts[name]) for name in ids[first : last + 1])
        named = (frozenset(map(normalize, names.split())) for names in (must, may))
        yield Judged(passages, *named)


def shares(reports: list[Judged], min_confidence: float) -> tuple[float, float]:
    """Precision and recall over all reports."""
    right = wrong = named = 0
    for report in reports:
        got: set[str] = set()
        for found in discover(report.passages, EMPTY, min_confidence):
            names = {normalize(name) for name in (found.name, *found.aliases)}
            got |= names & report.must
            if names & (report.must | report.may):
                right += 1
            else:
                wrong += 1
        named += len(got)
    return right / (right + wrong), named / sum(len(report.must) for report in reports)


@pytest.mark.parametrize(
    ("name", "min_confidence", "precision", "recall"),
    [
        ("discovery_judged.txt", MIN_CONFIDENCE, 0.92, 0.84),
        ("discovery_judged.txt", 0.6, 0.88, 0.86),
        ("discovery_unseen.txt", MIN_CONFIDENCE, 0.94, 0.88),
        ("discovery_unseen.txt", 0.6, 0.87, 0.92),
        ("features_judged.txt", MIN_CONFIDENCE, 0.95, 0.78),
        ("features_held_out.txt", MIN_CONFIDENCE, 0.9, 0.78),
        ("names_elsewhere.txt", MIN_CONFIDENCE, 0.92, 0.8),
    ],
)
def test_what_is_found_are_names_and_most_names_are_found(
    name: str, min_confidence: float, precision: float, recall: float
) -> None:
    found = shares(judged(name), min_confidence)
    assert found[0] >= precision and found[1] >= recall, found


@pytest.mark.parametrize(
    ("part", "precision", "recall"), [("judged", 0.88, 0.55), ("held out", 0.4, 0.9)]
)
def test_reports_with_hardly_any_names_give_few_wrong_ones(
    part: str, precision: float, recall: float
) -> None:
    found = shares(list(gov_reports(part)), MIN_CONFIDENCE)
    assert found[0] >= precision and found[1] >= recall, found


def test_the_judged_reports_name_enough_to_measure_by() -> None:
    names = [name for report in judged("discovery_judged.txt") for name in report.must]
    assert len(names) >= 150
