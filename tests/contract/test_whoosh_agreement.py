"""Whoosh's own searcher opens our index and finds, counts and scores as our executor does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import index, query, scoring
from whoosh.searching import Searcher as WhooshSearcher

from indexer.build.builder import BuildOptions, rebuild
from indexer.build.updater import update
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from indexer.text.analyzer import words_form
from search.engines import bm25
from search.engines.base import Page
from search.engines.embedded.engine import WhooshEngine
from search.query.tree import And, FacetMatch, Literal, Not, Or, Query
from search.request import Filters

NO_FILTERS = Filters()
PARAGRAPHS = [
    "平安前哨工程在南通落地，平安前哨指挥室建成一百二十二家。",
    "南通公安打造平安江苏示范区，平安是基本要求。",
    "前哨站与平安无关。",
    "公安机关推进反诈中心建设，公安机关公安机关。",
    "反诈中心与公安机关联动，破案率100%。",
    "建设",
]


def _write(folder: Path, names: list[str], texts: list[str]) -> None:
    for name, text in zip(names, texts, strict=True):
        front = f"---\ntitle: {name}\nsource: 来源{len(text) % 2}\nyear: 2021\n---\n\n"
        (folder / "documents" / f"{name}.md").write_text(front + text + "\n", "utf-8")


class OurWeighting(scoring.WeightingModel):  # type: ignore[misc]
    """Our BM25 for Whoosh's own searcher."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        if not searcher.schema[fieldname].scorable:
            return scoring.WeightScorer.for_(searcher, fieldname, text)
        return OurScorer(searcher, fieldname, text)


class OurScorer(scoring.WeightLengthScorer):  # type: ignore[misc]
    def __init__(self, searcher: Any, field: str, text: bytes) -> None:
        parent = searcher.get_parent()
        docs = parent.reader().doc_count()
        self._average = parent.field_length(field) / max(docs, 1)
        self._rarity = bm25.idf(parent.doc_frequency(field, text), docs)
        self.setup(searcher, field, text)

    def _score(self, weight: float, length: int) -> float:
        norm = bm25.K1 * (1 - bm25.B + bm25.B * length / max(self._average, 1e-9))
        return self._rarity * weight * (bm25.K1 + 1) / (weight + norm)


@pytest.fixture(scope="module", params=["one segment", "several segments"])
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[WhooshEngine, WhooshSearcher]]:
    tmp_path = tmp_path_factory.mktemp("agreement")
    corpus = tmp_path / "corpus"
    (corpus / "documents").mkdir(parents=True)
    names = [f"d{number}" for number in range(len(PARAGRAPHS))]
    settings = Settings(index=str(tmp_path / "index"), corpus=str(corpus))
    _write(corpus, names, PARAGRAPHS)
    rebuild(str(corpus), settings, BuildOptions())
    if request.param == "several segments":
        _write(corpus, ["d6"], ["后来补充的平安前哨一段。"])
        update(str(corpus), settings, BuildOptions())
    generation = GenerationStore(tmp_path / "index").current()
    engine = WhooshEngine(generation.path, generation.name, frozenset())
    with index.open_dir(str(generation.path)).searcher(weighting=OurWeighting()) as searcher:
        yield engine, searcher


def _scores(searcher: WhooshSearcher, tree: query.Query) -> dict[str, float]:
    return {hit["id"]: hit.score for hit in searcher.search(tree, limit=None)}


def _ours(engine: WhooshEngine, tree: Query, filters: Filters = NO_FILTERS) -> dict[str, float]:
    matches = engine.search(tree, filters, (), Page(limit=100))
    return {hit.id: hit.score for hit in matches.hits}


def _pair(text: str) -> query.Query:
    return query.Term("pairs", text)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (_pair("平安"), Literal(("平安",))),
        (query.Term("chars", "站"), Literal(("站",))),
        (query.And([_pair("平安"), _pair("南通")]), And((Literal(("平安",)), Literal(("南通",))))),
        (query.Or([_pair("反诈"), _pair("前哨")]), Or((Literal(("反诈",)), Literal(("前哨",))))),
        (
            query.AndNot(_pair("平安"), _pair("前哨")),
            And((Literal(("平安",)), Not(Literal(("前哨",))))),
        ),
    ],
)
def test_matches_and_scores_are_the_same(
    opened: tuple[WhooshEngine, WhooshSearcher], theirs: query.Query, ours: Query
) -> None:
    engine, searcher = opened
    expected, found = _scores(searcher, theirs), _ours(engine, ours)
    assert expected.keys() == found.keys() and found
    assert found == pytest.approx(expected, abs=1e-6)


def test_a_phrase_of_pairs_matches_what_contains_the_run(
    opened: tuple[WhooshEngine, WhooshSearcher],
) -> None:
    engine, searcher = opened
    phrase = query.Phrase("pairs", ["平安", "安前", "前哨"])
    found = _scores(searcher, phrase)
    assert found.keys() == _ours(engine, Literal(("平安前哨",))).keys()
    assert len(found) >= 1


def test_filters_restrict_and_do_not_score(opened: tuple[WhooshEngine, WhooshSearcher]) -> None:
    engine, searcher = opened
    filtered = searcher.search(_pair("平安"), filter=query.Term("source", "来源0"), limit=None)
    expected = {hit["id"]: hit.score for hit in filtered}
    assert _ours(engine, Literal(("平安",)), Filters(source=("来源0",))) == pytest.approx(expected)
    assert engine.count(FacetMatch("source", ("来源0",))) == len(
        _scores(searcher, query.Term("source", "来源0"))
    )


def test_words_are_those_of_the_segmenter(opened: tuple[WhooshEngine, WhooshSearcher]) -> None:
    engine, searcher = opened
    found = _scores(searcher, query.Term("text", "公安机关"))
    rows = [reader.find_word("公安机关").rows for reader in engine.readers]
    assert len(found) == sum(map(len, rows)) > 0
    assert words_form("Ａ 平 安") == "a平安"
    assert all(np.diff(part).min(initial=1) > 0 for part in rows)
