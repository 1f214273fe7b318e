"""Meaning adds to what words find and orders what they leave open; nothing else changes."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from small_library import TEXTS, records
from tiny_model import write_tiny_model

from indexer.errors import SemanticModelError
from indexer.generations.store import GenerationStore
from indexer.model.schema import SCHEMA
from indexer.semantic.embedding import embed
from indexer.semantic.encoder import Encoder
from indexer.settings import SemanticSettings, Settings
from search.request import Filters, SearchRequest
from search.results import SearchResult
from search.searcher import Searcher, open_searcher
from search.semantic.blending import MOST_SEMANTIC

QUESTION = "哪些民警立马出动，老师怎么上课"
# Nothing of this is in the texts but its idea.
IN_OTHER_WORDS = "捷速"


@pytest.fixture
def searcher(library, in_this_process):
    settings = library()
    embed(settings)
    opened = open_searcher(settings)
    yield opened
    opened.close()


@pytest.fixture
def many(library, in_this_process):
    """80 paragraphs of the same idea in the same words, 20 of another."""
    texts = {f"文{n % 7}#{n}": f"迅速{'快' * (n % 9)}{n}师警"[: 5 + n % 9] for n in range(80)}
    texts |= {f"他#{n}": f"学校老师，水{n}" for n in range(20)}
    settings = library(records(texts))
    embed(settings)
    opened = open_searcher(settings)
    yield opened
    opened.close()


def ask(searcher: Searcher, q: str, **more) -> SearchResult:
    return searcher.search(SearchRequest(q, size=100, **more))


def without_times(result: SearchResult) -> SearchResult:
    told = replace(result.query, semantic=None)
    return replace(result, took_ms=0, query=told)


def test_a_hit_without_any_of_the_words_is_found_and_told_apart(searcher):
    found = ask(searcher, IN_OTHER_WORDS)
    assert [(hit.paragraph.id, hit.match) for hit in found.hits] == [("甲#1", "semantic")]
    assert (found.matches.semantic, found.total, found.matches.by_words) == (1, 1, 0)
    assert found.query.semantic is True
    assert found.facets["source"][0].value == "甲局"


def test_without_meaning_the_answer_is_that_of_words(searcher, library):
    by_words = open_searcher(replace(library(), semantic=SemanticSettings()))
    for q in (QUESTION, IN_OTHER_WORDS, "平安前哨", "警情 学校", "没有的词"):
        off = ask(searcher, q, semantic=False)
        assert off.query.semantic is False
        expected = ask(by_words, q)
        assert expected.query.semantic is None
        same = replace(without_times(off), generation="")
        assert same == replace(without_times(expected), generation="")
    by_words.close()


@pytest.mark.parametrize(
    ("q", "more"),
    [
        ("平安前哨", {}),
        ("河湖污染", {}),
        ("捷速", {"mode": "exact"}),
        ("捷速", {"field": "title"}),
        ("“捷速”", {}),
        ('"捷速"', {}),
        ("捷速 OR 立马", {}),
        ("捷速 -警情", {}),
        ("来源:甲局 捷速", {}),
        ("捷*速", {}),
        ("", {}),
        ("？！", {}),
        ("捷", {}),
    ],
)
def test_what_is_to_be_found_as_written_is_left_to_words(searcher, q, more):
    on, off = ask(searcher, q, **more), ask(searcher, q, semantic=False, **more)
    assert without_times(on) == without_times(off)
    assert on.matches.semantic == 0


def test_classes_stand_in_their_order_and_scores_never_rise(many):
    for q in ("迅捷出警的老师多久到", "马上 老师 水河", "捷速出动"):
        for group in ("none", "document"):
            found = ask(many, q, group=group)
            order = ["phrase", "all", "some", "semantic"]
            places = [order.index(hit.match) for hit in found.hits]
            assert places == sorted(places)
            assert all(a.score >= b.score for a, b in pairwise(found.hits))
            assert found.total == sum(found.matches.__getattribute__(name) for name in order)


def test_the_parts_of_an_explanation_sum_to_the_score_and_show_the_cosine(many):
    seen = set()
    for q in ("迅捷出警的老师多久到", "捷速出动"):
        for hit in ask(many, q, explain=True).hits:
            assert sum(part.score for part in hit.explanation) == pytest.approx(hit.score, abs=1e-6)
            if any("余弦" in part.part for part in hit.explanation):
                seen.add(hit.match)
    assert seen == {"some", "semantic"}


def test_no_more_than_fifty_are_added_and_facets_count_just_these(many):
    found = ask(many, "捷捷")
    assert found.matches.semantic == MOST_SEMANTIC == found.total == len(found.hits)
    for field in ("source", "year"):
        assert sum(row.count for row in found.facets[field]) == MOST_SEMANTIC


def test_filters_come_before_the_fifty(many):
    """What a filter lets through is what the nearest of its own are, and its facet shows others."""
    filters = Filters(source=("文局",), year=("2021",))
    narrowed = ask(many, "捷捷", filters=filters)
    assert 20 < narrowed.total < MOST_SEMANTIC
    assert {hit.paragraph.year for hit in narrowed.hits} == {2021}
    counts = {row.value: row.count for row in narrowed.facets["year"]}
    for year in ("2020", "2021", "2022"):
        alone = ask(many, "捷捷", filters=Filters(source=("文局",), year=(year,)))
        assert alone.total in (counts[year], 26, 27)
    assert sum(counts.values()) == MOST_SEMANTIC


def test_pages_cut_one_list(many):
    q = "迅捷出警的老师多久到"
    whole = [(hit.paragraph.id, hit.score) for hit in ask(many, q).hits]
    pages = [
        (hit.paragraph.id, hit.score)
        for page in range(1, 12)
        for hit in many.search(SearchRequest(q, page=page, size=10)).hits
    ]
    assert pages == whole + [
        (hit.paragraph.id, hit.score)
        for hit in many.search(SearchRequest(q, page=2, size=100)).hits
    ]


def test_two_readings_give_the_same_bits(many, library):
    again = open_searcher(replace(many._settings))
    for q in ("迅捷出警的老师多久到", "捷速", "老师"):
        assert [(h.paragraph.id, h.score) for h in ask(many, q).hits] == [
            (h.paragraph.id, h.score) for h in ask(again, q).hits
        ]
    again.close()


def test_a_withdrawn_document_is_not_added(searcher):
    store = GenerationStore(searcher._settings.index_path())
    store.withdrawals.withdraw("甲", "试验")
    assert ask(searcher, IN_OTHER_WORDS).total == 0


def test_meaning_joins_when_its_vectors_are_there(library, in_this_process, monkeypatch):
    monkeypatch.setattr("search.reader_manager._PAUSE_S", 0.0)
    settings = library()
    opened = open_searcher(settings)
    assert ask(opened, IN_OTHER_WORDS).total == 0
    assert opened.status().semantic.state == "embedding"
    embed(settings)
    ask(opened, IN_OTHER_WORDS)
    opened._live._opening.join()
    assert ask(opened, IN_OTHER_WORDS).matches.semantic == 1
    status = opened.status().semantic
    assert (status.state, status.done, status.paragraphs, status.note) == ("ready", 8, 8, "")
    opened.close()


# -- models that cannot be used --------------------------------------------------------------------


def asked_with(settings: Settings, model: str) -> SearchResult:
    opened = open_searcher(replace(settings, semantic=SemanticSettings(model)))
    result = ask(opened, IN_OTHER_WORDS)
    told = ask(opened, "平安前哨").query.notes
    assert told == ask(opened, "平安前哨", semantic=False).query.notes
    opened.close()
    return result


def test_a_missing_model_is_told_in_a_sentence_and_words_answer(library, in_this_process, tmp_path):
    settings = library()
    embed(settings)
    result = asked_with(settings, str(tmp_path / "gone"))
    assert [note for note in result.query.notes if "gone" in note]
    assert (result.total, result.query.semantic) == (0, False)


def test_another_model_than_that_of_the_vectors_is_told_and_not_loaded(
    library, in_this_process, tmp_path, monkeypatch
):
    settings = library()
    embed(settings)
    monkeypatch.setattr("search.semantic.meaning.Encoder", None)
    result = asked_with(settings, str(write_tiny_model(tmp_path / "other", extra="①")))
    assert [note for note in result.query.notes if "另一个模型" in note]
    (tmp_path / "other" / "tiny.onnx").write_bytes(b"MZ hostile")
    assert asked_with(settings, str(tmp_path / "other")).total == 0


def test_damaged_vectors_are_told_and_words_answer(library, in_this_process):
    settings = library()
    embed(settings)
    (path,) = (settings.index_path() / "vectors").glob("*/*.arrays")
    content = bytearray(path.read_bytes())
    content[70] ^= 1
    path.write_bytes(content)
    result = asked_with(settings, settings.semantic.model)
    assert [note for note in result.query.notes if "已损坏" in note]


def test_a_model_that_goes_while_it_is_served_is_told(library, in_this_process, tmp_path):
    folder = write_tiny_model(tmp_path / "going")
    settings = library(model=folder)
    embed(settings)
    opened = open_searcher(settings)
    (folder / "tiny.onnx").unlink()
    result = ask(opened, IN_OTHER_WORDS)
    assert [note for note in result.query.notes if "tiny.onnx" in note]
    assert result.query.semantic is False
    opened.close()


def test_who_sets_no_model_imports_nothing_for_it(library):
    index = str(library().index)
    script = (
        "import sys\n"
        "from indexer.settings import Settings\n"
        "from search.request import SearchRequest\n"
        "from search.searcher import open_searcher\n"
        f"found = open_searcher(Settings(index={index!r})).search(SearchRequest('捷速'))\n"
        "assert found.query.semantic is None, found\n"
        "names = ('onnxruntime', 'tokenizers', 'indexer.semantic.encoder')\n"
        "assert not [name for name in names if name in sys.modules]\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])


def test_all_facets_count_what_is_listed(searcher):
    found = ask(searcher, QUESTION)
    assert found.total == len(found.hits) > 1
    assert sum(row.count for row in found.facets["source"]) == found.total
    assert set(found.facets) == set(SCHEMA.facets)
    assert len(TEXTS) == 8


# -- the model's turn ------------------------------------------------------------------------------


def test_a_question_is_read_once_by_the_model_whoever_asks_at_once(searcher, monkeypatch):
    read: list[str] = []
    encode = Encoder.query

    def counted(self: Encoder, text: str):
        read.append(text)
        return encode(self, text)

    monkeypatch.setattr(Encoder, "query", counted)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: without_times(ask(searcher, QUESTION)), range(16)))
    assert read == [QUESTION]
    assert all(answer == answers[0] for answer in answers)
    for q, more in (("平安前哨", {}), ("捷速 OR 立马", {}), ("“捷速”", {}), ("捷", {})):
        ask(searcher, q, **more)
    ask(searcher, IN_OTHER_WORDS, semantic=False)
    assert read == [QUESTION]  # what meaning takes no part in costs nothing


def test_a_model_that_fails_once_is_told_and_asked_again(searcher, monkeypatch):
    def failing(self: Encoder, text: str):
        raise SemanticModelError("model", "试验中的失败")

    with monkeypatch.context() as patch:
        patch.setattr(Encoder, "query", failing)
        told = ask(searcher, IN_OTHER_WORDS)
    assert [note for note in told.query.notes if "试验中的失败" in note]
    assert (told.total, told.query.semantic) == (0, False)
    assert ask(searcher, IN_OTHER_WORDS).matches.semantic == 1
