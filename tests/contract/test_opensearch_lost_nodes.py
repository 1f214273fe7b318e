"""Three real nodes, one of them killed: answers stay whole or are refused, and builds go on."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from entries import random_entries
from opensearch_builds import build, remove_all
from reference_engine import ReferenceEngine
from three_nodes import lines

from indexer.build.builder import BuildOptions, rebuild
from indexer.errors import ClusterUnavailableError
from indexer.model.schema import SCHEMA
from indexer.opensearch.upload import STAGE
from indexer.settings import Settings
from search.engines.base import Engine, Matches, Page
from search.engines.opensearch.engine import open_opensearch_engine
from search.errors import EngineUnavailableError
from search.query.tree import Everything, Literal, Part, Ranked, Wildcard
from search.request import Filters, SearchRequest
from search.response import response_body
from search.searcher import Searcher
from search.verify.gate import gatekeeper

QUERIES = (
    Literal(("平安",)),
    Ranked(("平安前哨",), (Part(("平安",)), Part(("前哨",))), min_match=0.0),
    Wildcard("平?前"),
    Everything(),
)
PAGE = Page(limit=50, sort="newest")


@pytest.fixture
def settings(three_settings):
    yield three_settings
    remove_all(three_settings)


def answer(engine: Engine, number: int) -> Matches:
    query = QUERIES[number % len(QUERIES)]
    return engine.search(query, Filters(), SCHEMA.facets, PAGE)


def without_scores(matches: Matches) -> tuple[object, ...]:
    ids = tuple((hit.id, hit.match) for hit in matches.hits)
    return matches.counts, matches.total_documents, ids, matches.facet_counts


class Readers:
    """Threads that keep asking and count what they got: right, refused, wrong."""

    def __init__(self, engine: Engine, expected: list[tuple[object, ...]]) -> None:
        self.outcomes: Counter[str] = Counter()
        self._engine, self._expected = engine, expected
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(n,)) for n in range(4)]
        for thread in self._threads:
            thread.start()

    def _read(self, number: int) -> None:
        while not self._stop.is_set():
            number += 1
            try:
                found = without_scores(answer(self._engine, number))
            except EngineUnavailableError:
                self.outcomes["refused"] += 1
                continue
            is_right = found == self._expected[number % len(QUERIES)]
            self.outcomes["right" if is_right else "wrong"] += 1

    def until(self, enough: Callable[[Counter[str]], bool], patience_s: float = 120.0) -> None:
        deadline = time.monotonic() + patience_s
        while not enough(self.outcomes) and time.monotonic() < deadline:
            self._stop.wait(0.05)

    def stop(self) -> Counter[str]:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.outcomes


def test_a_killed_node_in_the_middle_of_searches(three_nodes, settings, capsys):
    entries = random_entries(31, 1_500)
    build(settings, entries)
    engine = open_opensearch_engine(settings)
    reference = ReferenceEngine(entries)
    expected = [without_scores(answer(engine, n)) for n in range(len(QUERIES))]
    assert expected == [without_scores(answer(reference, n)) for n in range(len(QUERIES))]
    readers = Readers(engine, expected)
    readers.until(lambda outcomes: outcomes["right"] >= 40)
    three_nodes.kill(2)
    before = readers.outcomes["right"]
    readers.until(lambda outcomes: outcomes["right"] >= before + 80)
    outcomes = readers.stop()
    with capsys.disabled():
        print(f"\nsearches while a node was killed: {dict(outcomes)}")
    assert outcomes["wrong"] == 0
    assert outcomes["right"] >= before + 80
    engine.close()
    three_nodes.start()


def test_a_frozen_node_in_the_middle_of_searches(three_nodes, settings, capsys):
    """Worse than a dead one: it takes requests and never answers them."""
    impatient = dataclasses.replace(settings, timeout_s=3.0)
    build(impatient, random_entries(34, 1_500))
    engine = open_opensearch_engine(impatient)
    expected = [without_scores(answer(engine, n)) for n in range(len(QUERIES))]
    readers = Readers(engine, expected)
    readers.until(lambda outcomes: outcomes["right"] >= 40)
    three_nodes.freeze(2)
    readers.until(lambda outcomes: outcomes["refused"] > 0)
    before = readers.outcomes["right"]
    readers.until(lambda outcomes: outcomes["right"] >= before + 80, patience_s=180.0)
    outcomes = readers.stop()
    three_nodes.thaw(2)
    with capsys.disabled():
        print(f"\nsearches while a node was frozen: {dict(outcomes)}")
    assert outcomes["wrong"] == 0
    assert outcomes["refused"] > 0
    assert outcomes["right"] >= before + 80
    engine.close()
    three_nodes.start()


def at(share: float, settings: Settings, stroke: Callable[[], object]) -> BuildOptions:
    """Options of a build in which something happens when this share of it is in the three_nodes."""
    strokes = [stroke]

    def progress(stage: str, done: int, of: int) -> None:
        if stage == STAGE and done >= share * of and strokes:
            strokes.pop()()

    return BuildOptions(progress=progress, verify=gatekeeper(settings))


def answers(settings: Settings) -> list[object]:
    """All there is to know of some searches, but scores."""
    searcher = Searcher(settings)
    bodies: list[object] = []
    try:
        for q in ("", "平安", "平安前哨 网格", "前?网", "平 NOT 哨", "“"):
            found = searcher.search(SearchRequest(q, sort="newest", size=100))
            body = response_body(found)
            body.pop("took_ms")
            for hit in body["hits"]:
                hit.pop("score")
            bodies.append(body)
    finally:
        searcher.close()
    return bodies


def require_equal_answers(product: Settings) -> None:
    assert answers(product) == answers(dataclasses.replace(product, engine="whoosh"))


@pytest.mark.parametrize(("replicas", "share"), [(1, 0.5), (1, 1.0), (0, 0.5)])
def test_a_rebuild_is_carried_through_though_a_node_is_killed_in_its_midst(
    three_nodes, product, tmp_path, capsys, replicas, share
):
    """With a copy of each shard it goes on; without, it begins anew on the nodes that remain."""
    patience = {1: 120.0, 0: 15.0}[replicas]
    wanted = dataclasses.replace(product.opensearch, replicas=replicas, patience_s=patience)
    product = dataclasses.replace(product, opensearch=wanted)
    path = lines(tmp_path / "new.jsonl", random_entries(33, 6_000))
    report = rebuild(path, product, at(share, product, lambda: three_nodes.kill(1)))
    with capsys.disabled():
        kept = f"{replicas} replicas, a node killed at {share:.0%}"
        done = f"{report.paragraphs} paragraphs published after {report.seconds:.0f} s"
        print(f"\nrebuild with {kept}: {done}")
    assert report.warnings == ()
    require_equal_answers(product)  # while the node is still away
    three_nodes.start()
    require_equal_answers(product)


def test_a_rebuild_is_refused_when_the_cluster_does_not_come_back(
    three_nodes, product, tmp_path, capsys
):
    hurried = dataclasses.replace(product.opensearch, patience_s=5.0, timeout_s=5.0)
    hurried = dataclasses.replace(product, opensearch=hurried)
    path = lines(tmp_path / "new.jsonl", random_entries(35, 4_000))
    before = answers(product)

    def stroke() -> None:
        three_nodes.kill(0)
        three_nodes.kill(2)

    with pytest.raises(ClusterUnavailableError) as refused:
        rebuild(path, hurried, at(0.5, hurried, stroke))
    with capsys.disabled():
        print(f"\nrebuild with two of three nodes killed: {refused.value.reason}")
    three_nodes.start()
    assert answers(product) == before
    report = rebuild(path, product, BuildOptions())
    assert report.paragraphs > 3_500
    require_equal_answers(product)
