"""Filling a real node: more than it takes at once, killed in its midst, and what it refuses."""

from __future__ import annotations

import dataclasses
import itertools
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from entries import paragraph, random_entries
from opensearch_builds import build, remove_all
from three_nodes import lines

from indexer.build.builder import BuildOptions, rebuild
from indexer.errors import RejectedParagraphsError
from indexer.opensearch import bulk as opensearch_bulk
from indexer.opensearch.bulk import BulkLoader, Item
from indexer.opensearch.cluster import Cluster
from indexer.opensearch.generations import BUILDING, generations, live_index
from indexer.settings import OpenSearchSettings, Settings
from search.engines.opensearch.engine import open_opensearch_engine

ENOUGH = 3_500  # paragraphs that show whether they were taken over


@pytest.fixture
def settings(opensearch: OpenSearchSettings) -> Iterator[OpenSearchSettings]:
    yield opensearch
    remove_all(opensearch)


@pytest.fixture
def cluster(settings: OpenSearchSettings) -> Iterator[Cluster]:
    opened = Cluster(settings)
    yield opened
    opened.close()


def turned_away(cluster: Cluster) -> int:
    """How many writes the nodes have answered with 429 since they were started."""
    nodes = cluster.call("GET", "/_nodes/stats/thread_pool")["nodes"].values()
    return sum(node["thread_pool"]["write"]["rejected"] for node in nodes)


def written(cluster: Cluster, index: str) -> int:
    """How many paragraphs have been written to an index, over and over again counted."""
    total = cluster.call("GET", f"/{index}/_stats/indexing")["indices"][index]["primaries"]
    return int(total["indexing"]["index_total"])


def test_what_a_busy_node_turns_away_is_sent_again(settings, cluster, monkeypatch):
    """Twelve requests at once to a node of the suite, which takes one and lets four wait."""
    monkeypatch.setattr(opensearch_bulk, "BATCH_PARAGRAPHS", 300)
    entries = random_entries(51, 4_000)
    all_there, numbers = threading.Barrier(12), itertools.count()
    deliver = BulkLoader._deliver

    def together(self: BulkLoader, batch: list[Item]) -> None:
        if next(numbers) < 12:
            all_there.wait(60)
        deliver(self, batch)

    monkeypatch.setattr(BulkLoader, "_deliver", together)
    before = turned_away(cluster)
    build(dataclasses.replace(settings, bulk_threads=12), entries)
    assert turned_away(cluster) > before
    engine = open_opensearch_engine(settings)
    assert sorted(engine.export_ids()) == sorted(p.id for p, _ in entries)
    engine.close()


def test_refused_paragraphs_of_many_batches_are_counted_and_the_first_ones_named(
    settings, monkeypatch
):
    monkeypatch.setattr(opensearch_bulk, "BATCH_PARAGRAPHS", 50)
    endless = ["长" * 40_000]  # a keyword takes 32,766 bytes
    entries = [
        (paragraph(d.slug, p.ordinal, p.text, themes=endless) if n % 10 == 0 else p, d)
        for n, (p, d) in enumerate(random_entries(52, 300))
    ]
    with pytest.raises(RejectedParagraphsError) as raised:
        build(settings, entries)
    assert raised.value.total == 30
    bad = {p.id for p, _ in entries[::10]}
    assert len(raised.value.rejected) == 20
    assert {id for id, _ in raised.value.rejected} <= bad
    assert all("32766" in reason for _, reason in raised.value.rejected), raised.value


def test_a_rebuild_goes_on_from_where_another_process_was_killed(settings, cluster, tmp_path):
    product = Settings(index=str(tmp_path / "index"), engine="opensearch", opensearch=settings)
    path = lines(tmp_path / "many.jsonl", random_entries(53, 12_000))
    left, there = kill_on_the_way(product, path, tmp_path, cluster)
    report = rebuild(path, product, BuildOptions())
    assert live_index(cluster) == left
    assert ENOUGH <= there < report.paragraphs
    assert written(cluster, left) <= report.paragraphs + 2_000  # two requests were under way
    engine = open_opensearch_engine(settings)
    embedded = [json.loads(line)["id"] for line in Path(path).read_text("utf-8").splitlines()]
    assert sorted(engine.export_ids()) == sorted(embedded)
    engine.close()


def kill_on_the_way(
    product: Settings, path: str, folder: Path, cluster: Cluster
) -> tuple[str, int]:
    """Run `qianshao rebuild` and end it as a power cut would; its index, and what that holds."""
    elsewhere = dataclasses.asdict(product.opensearch)
    given = {"index": product.index, "engine": "opensearch", "opensearch": elsewhere}
    config = folder / "qianshao.yaml"
    config.write_text(json.dumps(given), "utf-8")
    command = [sys.executable, "-c", "from web.cli import main; main()", "rebuild", path]
    told = folder / "told"
    with told.open("wb") as out:
        process = subprocess.Popen([*command, "--config", str(config)], stderr=out)
    while True:
        assert process.poll() is None, told.read_text("utf-8")
        for found in generations(cluster):
            there = written(cluster, found.index)
            if found.state == BUILDING and there >= ENOUGH:
                process.kill()
                process.wait()
                return found.index, there
