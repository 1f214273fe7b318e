"""OpenSearch answers by meaning as the embedded engine does: hits, classes, counts, order."""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from small_library import records

from indexer.build.builder import BuildOptions, rebuild
from indexer.generations.store import GenerationStore
from indexer.semantic.embedding import embed
from indexer.settings import OpenSearchSettings, SemanticSettings, Settings
from search.request import Filters, SearchRequest
from search.searcher import Searcher, open_searcher

ADDRESS = os.environ.get("QIANSHAO_TEST_OPENSEARCH", "")
pytestmark = pytest.mark.skipif(
    not ADDRESS, reason="no OpenSearch node: QIANSHAO_TEST_OPENSEARCH is not set"
)

_SENTENCES = (
    "民警迅速到场。",
    "快处警情，立即出警。",
    "河湖水质好转。",
    "老师和学生上课。",
    "电信诈骗下降。",
    "道路交通畅通。",
    "平安前哨站建成。",
)
QUESTIONS = (
    "捷速",
    "哪些民警立马出动，老师怎么上课",
    "污染 河道 老师",
    "车驾怎么走",
    "马上 报案 骗子",
    "平安前哨",
    "没有的词",
)


def _text(n: int) -> str:
    said = [_SENTENCES[(n * step + n // 5) % 7] for step in (1, 2, 3)[: n % 4]]
    return "".join(said) or f"第{n}段"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, tiny: Path):
    """The same 300 paragraphs on both engines, some of them nearly repeated."""
    folder = tmp_path_factory.mktemp("both")
    texts = {f"文{n % 150}#{n}": _text(n) for n in range(300)}  # nearly no repeats in a document
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in records(texts)))
    cluster = OpenSearchSettings((ADDRESS,), f"m{uuid.uuid4().hex[:10]}", timeout_s=30.0)
    opened: list[Searcher] = []
    for engine in ("whoosh", "opensearch"):
        settings = Settings(
            index=str(folder / engine),
            corpus=str(folder / "none"),
            engine=engine,
            opensearch=cluster,
            semantic=SemanticSettings(str(tiny)),
        )
        rebuild(str(path), settings, BuildOptions())
        embed(settings)
        opened.append(open_searcher(settings))
    yield opened
    for searcher in opened:
        searcher.close()


def answers(searcher: Searcher, q: str, **more):
    found = searcher.search(SearchRequest(q, size=100, **more))
    facets = {name: {(r.value, r.count) for r in rows} for name, rows in found.facets.items()}
    return found, facets


@pytest.mark.parametrize("filters", [Filters(), Filters(year=("2021",)), Filters(source=("文局",))])
@pytest.mark.parametrize("q", QUESTIONS)
def test_both_engines_count_and_class_alike(both, q, filters):
    (one, one_facets), (other, other_facets) = (answers(s, q, filters=filters) for s in both)
    assert one.matches == other.matches
    assert one.total_documents == other.total_documents
    assert one_facets == other_facets
    assert {(h.paragraph.id, h.match) for h in one.hits} == {
        (h.paragraph.id, h.match) for h in other.hits
    } or one.total > 100


@pytest.mark.parametrize("q", QUESTIONS)
def test_what_meaning_adds_stands_in_the_same_order(both, q):
    added = [
        [h.paragraph.id for h in answers(searcher, q)[0].hits if h.match == "semantic"]
        for searcher in both
    ]
    assert added[0] == added[1]


@pytest.mark.parametrize("q", QUESTIONS)
def test_scores_never_rise_and_their_parts_sum_to_them(both, q):
    for searcher in both:
        found, _ = answers(searcher, q, explain=True)
        scores = [hit.score for hit in found.hits]
        assert scores == sorted(scores, reverse=True)
        for hit in found.hits:
            total = sum(part.score for part in hit.explanation)
            assert total == pytest.approx(hit.score, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("q", QUESTIONS)
def test_cosines_of_the_same_paragraph_are_the_same(both, q):
    told: list[dict[str, str]] = []
    for searcher in both:
        hits = answers(searcher, q, explain=True)[0].hits
        labels = {
            hit.paragraph.id: part.part
            for hit in hits
            for part in hit.explanation
            if "余弦" in part.part
        }
        told.append(labels)
    common = told[0].keys() & told[1].keys()
    assert {id: told[0][id] for id in common} == {id: told[1][id] for id in common}
    assert len(common) >= 0.9 * max(map(len, told))


def test_pages_and_groups_and_withdrawals_hold_on_both(both):
    q = QUESTIONS[1]
    for searcher in both:
        whole = [hit.paragraph.id for hit in answers(searcher, q)[0].hits]
        pages = [
            hit.paragraph.id
            for page in (1, 2, 3, 4, 5)
            for hit in searcher.search(SearchRequest(q, page=page, size=20)).hits
        ]
        assert pages == whole[:100]
        grouped, _ = answers(searcher, q, group="document")
        assert len({hit.paragraph.document for hit in grouped.hits}) == min(
            100, grouped.total_documents
        )
        GenerationStore(searcher._settings.index_path()).withdrawals.withdraw("文3", "试验")
        assert not [
            hit for hit in answers(searcher, "捷速")[0].hits if hit.paragraph.document == "文3"
        ]


def test_without_meaning_both_are_as_before(both):
    for searcher in both:
        off = searcher.search(SearchRequest("捷速", semantic=False))
        assert off.matches.semantic == 0
        plain = open_searcher(replace(searcher._settings, semantic=SemanticSettings()))
        assert plain.search(SearchRequest("捷速")).total == off.total
        plain.close()
