"""Public question sets, where they are at hand: better than plain BM25, no worse than we were.

QIANSHAO_EVALUATION_DATA names their folder; a set is `docs.jsonl.gz`, `queries.jsonl`, `qrels.tsv`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.evaluation.metrics import average, is_judged, read_judgements, read_queries
from search.request import SearchRequest
from search.searcher import open_searcher

GOLDEN = json.loads(Path(__file__).with_name("golden.json").read_text("utf-8"))["public"]
SAMPLE = 300  # queries of each set, evenly spread
TOLERANCE = 0.005
FOLDER = os.environ.get("QIANSHAO_EVALUATION_DATA", "")


@pytest.mark.skipif(not FOLDER, reason="QIANSHAO_EVALUATION_DATA is not set: no public sets")
@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_public_set_is_ranked_as_well_as_before(name: str, tmp_path: Path) -> None:
    folder = Path(FOLDER) / name
    if not folder.is_dir():
        pytest.skip(f"QIANSHAO_EVALUATION_DATA has no {name}")
    settings = Settings(index=str(tmp_path))
    rebuild(str(folder / "docs.jsonl.gz"), settings, BuildOptions())
    judgements, _ = read_judgements(str(folder / "qrels.tsv"))
    queries, _ = read_queries(str(folder / "queries.jsonl"))
    judged = [query for query in queries if is_judged(judgements.get(query.id, {}))]
    sample = judged[:: max(1, len(judged) // SAMPLE)]
    searcher = open_searcher(settings)
    rankings: dict[str, list[str]] = {}
    for query in sample:
        hits = searcher.rank(SearchRequest(query.text, size=100, min_match=0.0, to_depth=True))
        rankings[query.id] = [hit.id for hit in hits]
    searcher.close()
    measured = average(rankings, {query.id: judgements[query.id] for query in sample}).named()
    golden, reference = GOLDEN[name]["golden"], GOLDEN[name]["reference"]
    assert measured["nDCG@10"] >= golden["nDCG@10"] - TOLERANCE, f"now {measured}"
    assert measured["nDCG@10"] > reference["nDCG@10"]
    assert measured["MRR@10"] > reference["MRR@10"]
