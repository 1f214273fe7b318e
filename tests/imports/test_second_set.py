"""The second judged set keeps its marks: papers of many offices, in layouts of their own."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent / "second_set"))

import judge
from judge_second import judge_papers
from loose_papers import make_all
from printed_papers import make_printed_papers

# A little below what is measured: seeds differ.
LEAST_RIGHT = {"title": 0.95, "source": 0.9, "region": 0.93, "date": 0.95, "year": 0.95}
MOST_WRONG = 0.03
LEAST_F1 = {"docx": 0.98, "html": 0.97, "txt": 0.97, "pdf": 0.93}


def check(scores: judge.Scores) -> None:
    for name, least in LEAST_RIGHT.items():
        counts = scores.fields[name]
        printed = counts["right"] + counts["wrong"] + counts["empty"]
        assert counts["right"] >= least * printed, (name, scores.wrong)
        assert counts["wrong"] <= MOST_WRONG * printed, (name, scores.wrong)
        assert counts["extra"] == 0, (name, scores.wrong)
    for kind, counts in scores.boundaries.items():
        assert counts["lost"] == 0, scores.wrong
        if kind in LEAST_F1:
            f1 = 2 * counts["hits"] / (counts["got"] + counts["wanted"])
            assert f1 >= LEAST_F1[kind], (kind, f1, scores.wrong)


def test_word_files_pages_texts_and_tables_are_told_apart() -> None:
    scores = judge.Scores()
    judge_papers(make_all(seed=3), scores)
    assert sum(scores.files.values()) == 49
    check(scores)


def test_printed_files_are_told_apart() -> None:
    if not (shutil.which("soffice") and shutil.which("chromium")):
        pytest.skip("no LibreOffice or Chromium: printed files of the second set not tested")
    scores = judge.Scores()
    judge_papers(make_printed_papers(seed=3), scores)
    assert scores.files["pdf"] == 12
    check(scores)
