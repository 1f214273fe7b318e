"""The judged sets keep their marks: fields, boundaries, and every character once."""

from __future__ import annotations

import judge
import pytest

# A little below what is measured (tests/README.md): seeds differ.
LEAST_RIGHT, MOST_WRONG = 0.95, 0.03
LEAST_FIELD = {"source": 0.9, "region": 0.93}
LEAST_F1 = {"docx": 0.98, "html": 0.97, "pdf": 0.93, "txt": 0.97, "md": 0.98}


def check(papers: list[judge.Paper], least_f1: float = 1.0) -> None:
    scores = judge.Scores()
    judge.judge_papers(papers, scores)
    for name, counts in scores.fields.items():
        printed = counts["right"] + counts["wrong"] + counts["empty"]
        assert counts["right"] >= LEAST_FIELD.get(name, LEAST_RIGHT) * printed, scores.wrong
        assert counts["wrong"] <= MOST_WRONG * printed, (name, scores.wrong)
    for kind, counts in scores.boundaries.items():
        assert counts["lost"] == 0, scores.wrong
        if kind in LEAST_F1:
            f1 = 2 * counts["hits"] / (counts["got"] + counts["wanted"])
            assert f1 >= min(LEAST_F1[kind], least_f1), (kind, f1, scores.wrong)


@pytest.mark.parametrize(("name", "seed", "count"), [("second", 3, 49), ("third", 3, 46)])
def test_word_files_pages_texts_and_tables_are_told_apart(name: str, seed: int, count: int) -> None:
    papers = judge.loose_papers(name, seed)
    assert len(papers) == count
    check(papers)


# Chromium prints menus and side columns of a page among its text: the third set has three such.
@pytest.mark.parametrize(("name", "count", "least"), [("second", 12, 1.0), ("third", 18, 0.85)])
def test_printed_files_are_told_apart(name: str, count: int, least: float) -> None:
    if not judge.CAN_PRINT:
        pytest.skip(f"no LibreOffice or Chromium: printed files of the {name} set not tested")
    papers = judge.printed_papers(name, seed=3)
    assert len(papers) == count
    check(papers, least)
