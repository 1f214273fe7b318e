"""Generations in a real cluster: made whole, made live by an alias, resumed, pruned, refused."""

from __future__ import annotations

import pytest
from entries import document, paragraph, random_entries
from opensearch_builds import build, cut, remove_all
from reference_engine import ReferenceEngine

from indexer.errors import (
    ClusterUnavailableError,
    GenerationError,
    IndexMissingError,
    IndexOutdatedError,
    RejectedParagraphsError,
)
from indexer.model.schema import SCHEMA
from indexer.opensearch.cluster import Cluster
from indexer.opensearch.generations import BUILDING, generations, make_live, prune
from indexer.opensearch.writer import OpenSearchWriter
from search.engines.base import Page
from search.engines.opensearch.engine import open_opensearch_engine
from search.errors import EngineUnavailableError
from search.query.tree import Everything, Literal
from search.request import Filters

OLD = document("old", "旧的平安", "旧的前哨")
NEW = document("new", "新的平安")


@pytest.fixture
def settings(opensearch):
    yield opensearch
    remove_all(opensearch)


def served(settings) -> list[str]:
    engine = open_opensearch_engine(settings)
    try:
        return sorted(engine.export_ids())
    finally:
        engine.close()


def test_publishing_and_rolling_back_are_moves_of_one_alias(settings):
    old = build(settings, OLD)
    new = build(settings, NEW)
    assert served(settings) == ["new#1"]
    cluster = Cluster(settings)
    assert [g.is_live for g in generations(cluster)] == [False, True]
    make_live(cluster, old)
    assert served(settings) == ["old#1", "old#2"]
    assert prune(cluster, {old}) == [new]
    with pytest.raises(GenerationError):
        make_live(cluster, new)
    assert served(settings) == ["old#1", "old#2"]
    cluster.close()


def test_a_search_during_a_publish_finishes_on_the_old_generation(settings):
    build(settings, OLD)
    engine = open_opensearch_engine(settings)
    before = engine.search(Everything(), Filters(), SCHEMA.facets, Page(limit=1))
    build(settings, NEW)
    rest = engine.search(Everything(), Filters(), SCHEMA.facets, Page(offset=1, limit=9))
    assert [hit.id for hit in (*before.hits, *rest.hits)] == ["old#1", "old#2"]
    assert rest.counts == before.counts
    assert [p.text for p in engine.fetch(["old#1"])] == ["旧的平安"]
    engine.close()


def test_an_unfinished_build_is_never_served(settings):
    build(settings, OLD)
    writer = OpenSearchWriter(settings, "test", cut())
    for p, d in NEW:
        writer.add(p, d)
    writer.abort()
    assert served(settings) == ["old#1", "old#2"]
    cluster = Cluster(settings)
    with pytest.raises(GenerationError):
        make_live(cluster, writer.index)
    cluster.close()


def test_an_interrupted_build_is_resumed_by_the_next_one(settings):
    entries = random_entries(7, 2_600)
    first = OpenSearchWriter(settings, "same", cut())
    for p, d in entries[:2_300]:
        first.add(p, d)
    first.abort()  # two batches of a thousand are there
    changed = [*entries[:5], *document("changed", "换过的一段"), *entries[6:]]
    second = OpenSearchWriter(settings, "same", cut())
    assert second.index == first.index
    for p, d in changed:
        second.add(p, d)
    meta = second.commit()
    assert second.skipped >= 1_999 - 6  # what follows the change in its document is new, too
    make_live(second.cluster, second.index)
    second.close()
    assert served(settings) == sorted(p.id for p, _ in changed)
    assert meta["documents"] == ReferenceEngine(changed).info.documents


def test_a_shorter_build_leaves_nothing_of_an_interrupted_longer_one(settings):
    first = OpenSearchWriter(settings, "same", cut())
    for p, d in random_entries(8, 1_200):
        first.add(p, d)
    first.abort()
    build(settings, NEW, "same")
    assert served(settings) == ["new#1"]


def test_an_interrupted_build_of_another_analysis_is_removed(settings):
    first = OpenSearchWriter(settings, "one", cut())
    first.add(*OLD[0])
    first.abort()
    second = OpenSearchWriter(settings, "other", cut())
    cluster = Cluster(settings)
    building = [g.index for g in generations(cluster) if g.state == BUILDING]
    assert building == [second.index]
    second.abort()
    cluster.close()


def test_a_changed_copy_equals_a_fresh_build(settings):
    entries = list(random_entries(9, 300))
    base = build(settings, entries)
    slug = entries[100][1].slug
    gone = [p.id for p, d in entries if d.slug == slug]
    fresh = document("fresh", "平安前哨", "网格")
    writer = OpenSearchWriter(settings, "test", cut(), base=base)
    writer.remove(gone)
    for p, d in fresh:
        writer.add(p, d)
    writer.commit()
    make_live(writer.cluster, writer.index)
    writer.close()
    reference = ReferenceEngine([e for e in entries if e[1].slug != slug] + fresh)
    engine = open_opensearch_engine(settings)
    assert (engine.info.paragraphs, engine.info.documents) == (
        reference.info.paragraphs,
        reference.info.documents,
    )
    page = Page(limit=1000, sort="newest")
    found = engine.search(Literal(("平",)), Filters(), SCHEMA.facets, page)
    expected = reference.search(Literal(("平",)), Filters(), SCHEMA.facets, page)
    assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits]
    assert found.facet_counts == expected.facet_counts
    assert engine.documents(0, 1000) == reference.documents(0, 1000)
    engine.close()


@pytest.mark.parametrize("lost", ["/_clone/", "/_mapping"])
def test_a_copy_is_made_again_when_the_cluster_did_not_answer(settings, monkeypatch, lost):
    base = build(settings, OLD)
    call = Cluster.call
    answers_lost: list[str] = []

    def forgetful(self: Cluster, method: str, path: str, *rest: object, **named: object) -> object:
        answer = call(self, method, path, *rest, **named)
        if lost in path and method != "GET" and not answers_lost:
            answers_lost.append(path)
            raise ClusterUnavailableError("没有按时回答")
        return answer

    monkeypatch.setattr(Cluster, "call", forgetful)
    writer = OpenSearchWriter(settings, "test", cut(), base=base)
    monkeypatch.undo()
    assert answers_lost
    for p, d in NEW:
        writer.add(p, d)
    writer.commit()
    make_live(writer.cluster, writer.index)
    assert {g.index for g in generations(writer.cluster)} == {base, writer.index}
    writer.close()
    assert served(settings) == ["new#1", "old#1", "old#2"]


def test_withdrawn_documents_are_as_good_as_deleted(settings):
    build(settings, [*OLD, *NEW])
    engine = open_opensearch_engine(settings, withdrawn=frozenset(["old"]), generation="gen-1")
    assert (engine.info.generation, engine.info.paragraphs, engine.info.documents) == (
        "gen-1",
        1,
        1,
    )
    assert list(engine.export_ids()) == ["new#1"]
    assert engine.count(Literal(("平安",))) == 1
    assert engine.search(Literal(("旧",)), Filters(), SCHEMA.facets, Page()).counts.total == 0
    assert engine.fetch(["old#1", "new#1"]) == engine.fetch(["new#1"])
    assert engine.document("old") is None
    assert not engine.reading_order("old")
    assert [d.slug for d in engine.documents(0, 10)[0]] == ["new"]
    engine.close()


def test_refused_paragraphs_are_named_and_nothing_is_published(settings):
    build(settings, OLD)
    endless = "长" * 40_000  # a keyword takes 32,766 bytes
    bad = paragraph("bad", 1, "文字", themes=[endless])
    writer = OpenSearchWriter(settings, "test", cut())
    writer.add(*NEW[0])
    writer.add(bad, document("bad", bad)[0][1])
    with pytest.raises(RejectedParagraphsError) as raised:
        writer.commit()
    assert raised.value.total == 1
    assert raised.value.rejected[0][0] == "bad#1"
    writer.abort()
    assert served(settings) == ["old#1", "old#2"]


def test_an_index_of_another_format_is_told(settings):
    index = build(settings, OLD)
    cluster = Cluster(settings)
    cluster.call("PUT", f"/{index}/_settings", {"index": {"blocks.write": False}})
    cluster.call("PUT", f"/{index}/_mapping", {"_meta": {"format": "opensearch-0"}})
    cluster.close()
    with pytest.raises(IndexOutdatedError) as raised:
        open_opensearch_engine(settings)
    assert raised.value.found == "opensearch-0"


def test_no_index_is_told(settings):
    with pytest.raises(IndexMissingError):
        open_opensearch_engine(settings)


def test_a_lost_shard_is_an_error_and_never_a_part_of_the_answer(settings):
    """A closed index answers like one whose shards are all lost."""
    index = build(settings, OLD)
    engine = open_opensearch_engine(settings)
    cluster = Cluster(settings)
    cluster.call("POST", f"/{index}/_close")
    with pytest.raises(EngineUnavailableError):
        engine.search(Everything(), Filters(), SCHEMA.facets, Page())
    cluster.call("POST", f"/{index}/_open", wait_for_active_shards=1)
    assert engine.search(Everything(), Filters(), (), Page()).counts.total == 2
    cluster.close()
    engine.close()


def test_a_deleted_index_is_told(settings):
    build(settings, OLD)
    engine = open_opensearch_engine(settings)
    remove_all(settings)
    with pytest.raises(EngineUnavailableError):
        engine.search(Everything(), Filters(), SCHEMA.facets, Page())
    with pytest.raises(EngineUnavailableError):
        engine.fetch(["old#1"])
    engine.close()


def test_nobody_there_is_told():
    from indexer.settings import OpenSearchSettings

    nowhere = OpenSearchSettings(hosts=("http://127.0.0.1:9",), timeout_s=1.0, patience_s=0.0)
    with pytest.raises(EngineUnavailableError):
        open_opensearch_engine(nowhere)
    with pytest.raises(ClusterUnavailableError):
        OpenSearchWriter(nowhere, "test", cut())
