"""Promise 6: what was found is marked as one whole, at the place where it is printed."""

from __future__ import annotations

import pytest
from collection import Collection

from indexer.text.normalizer import normalize


def _marked(collection: Collection, query: str, id: str, **options: object) -> list[str]:
    """The marked pieces of one paragraph's text, as printed."""
    hits = {h.paragraph.id: h for h in collection.search(query, size=100, **options).hits}
    text = collection.texts[id]
    return [text[start:end] for start, end in hits[id].marks]


@pytest.mark.parametrize("word", ["马克思主义", "刑事案件", "破案率100%"])
@pytest.mark.parametrize("mode", ["smart", "exact"])
def test_06_a_word_gets_one_whole_mark(reports: Collection, word: str, mode: str) -> None:
    assert _marked(reports, word, "biaoji#3", mode=mode) == [word]


@pytest.mark.parametrize(
    ("query", "id", "marked"),
    [
        ("平安前哨", "biaoji#1", ["平安前哨"]),  # right after an emoji
        ("祥", "biaoji#1", ["祥"]),  # after a character beyond the basic plane
        ("平安前哨", "biaoji#2", ["平安前哨", "平安前哨"]),  # between < > and after &
        ("ABC平安前哨", "qianshao#5", ["ＡＢＣ平安前哨"]),  # full-width letters
        ("平安前哨", "qianshao#3", ["平 安 前 哨"]),
        ("平安前哨", "qianshao#4", ["平安\n前哨"]),
        ("15.72%", "shuzi#1", ["１５．７２％"]),
        ("电信网络诈骗", "fanti#1", ["電信網絡詐騙"]),
    ],
)
def test_06_offsets_are_right_after_whatever_precedes(
    reports: Collection, query: str, id: str, marked: list[str]
) -> None:
    assert _marked(reports, query, id) == marked


def test_06_every_mark_of_an_exact_hit_is_the_query_and_every_hit_has_one(
    jumble: Collection,
) -> None:
    for run in jumble.random_runs(6, 150):
        form = normalize(run)
        if not form:
            continue
        for hit in jumble.search(run, mode="exact", size=20).hits:
            text = hit.paragraph.text
            pieces = [normalize(text[start:end]) for start, end in hit.marks]
            assert pieces, run
            assert all(form in piece for piece in pieces), (run, pieces)
            edges = [edge for mark in hit.marks for edge in mark]
            assert edges == sorted(set(edges)), "marks are apart and in order"
