"""The judged set keeps its marks: fields, boundaries, and every character once."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import judge

# A little below what is measured (tests/README.md says how): seeds differ.
LEAST_RIGHT, MOST_WRONG = 0.95, 0.03
LEAST_F1 = {"docx": 0.98, "html": 0.97, "pdf": 0.93, "txt": 0.97, "md": 0.98}


def test_fields_and_boundaries_are_found() -> None:
    scores = judge.Scores()
    judge.judge(judge.judged_files(seed=5, each=2), scores)
    for name, counts in scores.fields.items():
        printed = counts["right"] + counts["wrong"] + counts["empty"]
        assert counts["right"] >= LEAST_RIGHT * printed, (name, scores.wrong)
        assert counts["wrong"] <= MOST_WRONG * printed, (name, scores.wrong)
    for kind, least in LEAST_F1.items():
        counts = scores.boundaries[kind]
        assert 2 * counts["hits"] >= least * (counts["got"] + counts["wanted"]), scores.wrong
        assert counts["lost"] == 0, scores.wrong
