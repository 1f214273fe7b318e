"""Scores are the documented sums: BM25 by hand, and parts that say where they come from."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

from indexer.text.normalizer import normalize
from search.engines import bm25
from search.request import SearchRequest
from search.results import Hit
from search.searcher import Searcher

TEXTS = {
    "a#1": "平安前哨，平安。",
    "a#2": "前哨站岗，一切平安无事，这一段要长得多，说的是别的事情。",
    "b#1": "网格员走访社区。",
    "b#2": "平安",
    "c#1": "前哨在远处，很远很远很远很远很远很远很远的地方，才是平安。",
}


@pytest.fixture(scope="module")
def searcher(library_of: Callable[..., Searcher]) -> Searcher:
    lines = [{"id": id, "text": text, "title": f"{id[0]}题"} for id, text in TEXTS.items()]
    lines.append({"id": "d#1", "text": "平安二字。", "title": "前哨记"})
    lines.append({"id": "d#2", "text": "别的前哨。", "title": "无关"})
    return library_of(lines)


def _hits(searcher: Searcher, q: str, **options: object) -> dict[str, Hit]:
    request = SearchRequest(q, size=100, explain=True, **options)  # type: ignore[arg-type]
    return {hit.paragraph.id: hit for hit in searcher.search(request).hits}


def test_rarity_is_never_negative_and_falls_with_frequency() -> None:
    values = [bm25.idf(n, 100) for n in range(101)]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0
    assert bm25.idf(10, 100) == pytest.approx(math.log(1 + 90.5 / 10.5))


def test_frequency_saturates_and_length_weighs() -> None:
    norms = bm25.length_norms(np.array([10, 20, 40]), 20.0, 1.2, 0.75)
    assert norms.tolist() == pytest.approx([1.2 * 0.625, 1.2, 1.2 * 1.75])
    shares = bm25.saturate(np.array([1, 10, 1_000]), np.full(3, 1.2), 1.2)
    assert shares[0] == pytest.approx(1.0)
    assert all(a < b < 2.2 for a, b in itertools.pairwise(shares))
    assert bm25.length_norms(np.array([3]), 0.0).tolist() > [0]


@pytest.mark.parametrize("word", ["平安", "前", "网格员走访", "很远"])
def test_an_exact_score_is_bm25_by_hand(searcher: Searcher, word: str) -> None:
    """Lengths in UTF-16 units, frequencies with overlaps, "doc" a paragraph."""
    hits = _hits(searcher, word, mode="exact")
    forms = {h.paragraph.id: normalize(h.paragraph.text) for h in _hits(searcher, "").values()}
    average = sum(map(len, forms.values())) / len(forms)
    holding = [id for id, form in forms.items() if word in form]
    assert set(hits) == set(holding)
    for id in holding:
        form = forms[id]
        freq = sum(form.startswith(word, at) for at in range(len(form)))
        norm = bm25.K1 * (1 - bm25.B + bm25.B * len(form) / average)
        own = bm25.idf(len(holding), len(forms)) * freq * (bm25.K1 + 1) / (freq + norm)
        assert hits[id].score == pytest.approx(own)


def test_a_search_in_titles_measures_titles_and_keeps_documents_together(
    searcher: Searcher,
) -> None:
    hits = _hits(searcher, "题", field="title")
    assert list(hits) == ["a#1", "a#2", "b#1", "b#2", "c#1"]  # whatever their own lengths are
    titles = [len(hit.paragraph.title or "") for hit in _hits(searcher, "").values()]
    norm = bm25.K1 * (1 - bm25.B + bm25.B * 2 / (sum(titles) / len(titles)))
    own = bm25.idf(5, len(titles)) * (bm25.K1 + 1) / (1 + norm)
    assert [hit.score for hit in hits.values()] == pytest.approx([own] * 5)


def test_nearer_parts_score_higher(searcher: Searcher) -> None:
    hits = _hits(searcher, "前哨 平安")
    near, far = (
        sum(part.score for part in hits[id].explanation if part.part == "相邻")
        for id in ("a#2", "c#1")
    )
    assert near > far > 0
    assert next(iter(hits)) == "a#1"


def test_a_title_decides_between_like_paragraphs_and_is_named(searcher: Searcher) -> None:
    parts = {part.part for part in _hits(searcher, "平安 前哨", min_match=0.0)["d#1"].explanation}
    assert "标题" in parts
    assert "标题" not in {part.part for part in _hits(searcher, "平安 前哨")["a#1"].explanation}


def test_the_class_is_part_of_the_score_and_no_relevance_crosses_it(searcher: Searcher) -> None:
    hits = list(_hits(searcher, "平安 前哨 网格", min_match=0.0).values())
    by_class: dict[str, list[float]] = {}
    for hit in hits:
        by_class.setdefault(hit.match, []).append(hit.score)
    assert set(by_class) == {"some"}
    hits = list(_hits(searcher, "平安 前哨", min_match=0.0).values())
    lowest = {
        name: min(h.score for h in hits if h.match == name) for name in {h.match for h in hits}
    }
    highest = {name: max(h.score for h in hits if h.match == name) for name in lowest}
    assert lowest["phrase"] > highest["all"] > 0
    assert lowest["all"] > highest["some"] > 0
