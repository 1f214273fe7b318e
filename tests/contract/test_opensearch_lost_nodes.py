"""Three real nodes, one of them killed: answers stay whole or are refused, and builds go on.

The nodes are started here, so it needs a JDK and Maven; QIANSHAO_TEST_OPENSEARCH_NODES=3 asks for
it (`make test-opensearch` does).
"""

from __future__ import annotations

import importlib.util
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from entries import random_entries
from opensearch_builds import build
from reference_engine import Entry, ReferenceEngine

from indexer.errors import ClusterUnavailableError
from indexer.settings import OpenSearchSettings
from search.engines.base import Engine, Matches, Page
from search.engines.opensearch import open_opensearch_engine
from search.errors import EngineUnavailableError
from search.query import Everything, Literal, Part, Ranked, Wildcard
from search.request import FACET_FIELDS, Filters

NODES = Path(__file__).parent.parent / "opensearch_nodes" / "nodes.py"
QUERIES = (
    Literal(("平安",)),
    Ranked(("平安前哨",), (Part(("平安",)), Part(("前哨",))), min_match=0.0),
    Wildcard("平?前"),
    Everything(),
)
PAGE = Page(limit=50, sort="newest")

pytestmark = pytest.mark.skipif(
    os.environ.get("QIANSHAO_TEST_OPENSEARCH_NODES") != "3",
    reason="three OpenSearch nodes were not asked for (make test-opensearch)",
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    spec = importlib.util.spec_from_file_location("nodes", NODES)
    assert spec and spec.loader
    nodes = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(nodes)
    with nodes.running(3) as running:
        yield running


@pytest.fixture(scope="module")
def settings(cluster) -> OpenSearchSettings:
    return OpenSearchSettings(
        hosts=tuple(cluster.addresses),
        index="three",
        timeout_s=10.0,
        shards=3,
        replicas=1,
        patience_s=120.0,
    )


def answer(engine: Engine, number: int) -> Matches:
    query = QUERIES[number % len(QUERIES)]
    return engine.search(query, Filters(), FACET_FIELDS, PAGE)


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


def test_a_killed_node_in_the_middle_of_searches(cluster, settings, capsys):
    entries = random_entries(31, 1_500)
    build(settings, entries)
    engine = open_opensearch_engine(settings)
    reference = ReferenceEngine(entries)
    expected = [without_scores(answer(engine, n)) for n in range(len(QUERIES))]
    assert expected == [without_scores(answer(reference, n)) for n in range(len(QUERIES))]
    readers = Readers(engine, expected)
    readers.until(lambda outcomes: outcomes["right"] >= 40)
    cluster.kill(2)
    before = readers.outcomes["right"]
    readers.until(lambda outcomes: outcomes["right"] >= before + 80)
    outcomes = readers.stop()
    with capsys.disabled():
        print(f"\nsearches while a node was killed: {dict(outcomes)}")
    assert outcomes["wrong"] == 0
    assert outcomes["right"] >= before + 80
    engine.close()
    cluster.start()


def test_a_killed_node_in_the_middle_of_a_rebuild(cluster, settings, capsys):
    old, new = random_entries(32, 200), random_entries(33, 12_000)
    build(settings, old)
    outcome: list[str] = []

    def losing_a_node() -> Iterator[Entry]:
        for number, entry in enumerate(new):
            if number == len(new) // 2:
                cluster.kill(1)
            yield entry

    try:
        build(settings, losing_a_node())
        outcome.append("published")
    except ClusterUnavailableError as error:
        outcome.append(f"refused: {error.reason}")
    cluster.start()
    with capsys.disabled():
        print(f"\nrebuild while a node was killed: {outcome}")
    served = new if outcome == ["published"] else old
    engine = open_opensearch_engine(settings)
    assert sorted(engine.export_ids()) == sorted(p.id for p, _ in served)
    engine.close()
    if served is old:
        build(settings, new)
        engine = open_opensearch_engine(settings)
        assert engine.info.paragraphs == len(new)
        engine.close()
