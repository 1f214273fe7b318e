"""Colloquial questions, judged by hand, are answered better with the measured model than without.

Runs where that model is: in `model/` beside the code (`make model`), or in the folder that
QIANSHAO_SEMANTIC_MODEL names.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.semantic.embedding import embed
from indexer.settings import SemanticSettings, Settings
from search.evaluation.metrics import average
from search.request import SearchRequest
from search.searcher import Searcher, open_searcher

ROOT = Path(__file__).parents[2]
MODEL = Path(os.environ.get("QIANSHAO_SEMANTIC_MODEL") or ROOT / "model")
QUESTIONS = json.loads(Path(__file__).with_name("questions.json").read_text("utf-8"))
pytestmark = pytest.mark.skipif(
    not (MODEL / "tokenizer.json").is_file(), reason="the measured model is not here (make model)"
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory):
    """The five bundled reports with their vectors."""
    index = str(tmp_path_factory.mktemp("reports") / "index")
    settings = Settings(index=index, semantic=SemanticSettings(str(MODEL)))
    rebuild(str(ROOT / "corpus"), replace(settings, semantic=SemanticSettings()), BuildOptions())
    embed(settings)
    opened = open_searcher(settings)
    yield opened
    opened.close()


def ndcg(searcher: Searcher, semantic: bool) -> float:
    judged = {q["text"]: dict.fromkeys(q["relevant"], 1) for q in QUESTIONS["reports"]}
    rankings = {
        text: [h.id for h in searcher.rank(SearchRequest(text, size=100, semantic=semantic))]
        for text in judged
    }
    return average(rankings, judged).named()["nDCG@10"]


def test_meaning_ranks_colloquial_questions_better_than_words_alone(reports):
    assert ndcg(reports, semantic=True) > ndcg(reports, semantic=False)


def test_questions_without_an_answer_are_given_none(reports):
    asked = QUESTIONS["unanswered"]
    silent = [q for q in asked if not reports.search(SearchRequest(q)).matches.semantic]
    assert len(asked) >= 20
    assert len(silent) >= 0.8 * len(asked)
