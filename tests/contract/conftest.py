"""Engines under contract, each built from (paragraph, document) pairs.

OpenSearch is among them where QIANSHAO_TEST_OPENSEARCH is the address of a node (`make
test-opensearch`); without it the others are tested alone. QIANSHAO_TEST_OPENSEARCH_NODES=3 asks for
the tests that start three nodes themselves, to kill them.
"""

from __future__ import annotations

import dataclasses
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from entries import random_entries
from reference_engine import Entry, ReferenceEngine
from three_nodes import lines, running_nodes

from indexer.build.builder import BuildOptions, rebuild
from indexer.build.whoosh_writer import write_index
from indexer.build.worker import RunResult
from indexer.codec.run import write_run
from indexer.settings import OpenSearchSettings, Settings
from indexer.text.analyzer import Segmenter
from search.engines.base import Engine
from search.engines.embedded.engine import WhooshEngine

THREE = os.environ.get("QIANSHAO_TEST_OPENSEARCH_NODES") == "3"
ADDRESS = os.environ.get("QIANSHAO_TEST_OPENSEARCH", "")
EngineFactory = Callable[[Sequence[Entry]], Engine]


@cache
def segmenter() -> Segmenter:
    return Segmenter()


def _reference(entries: Sequence[Entry], _: Path) -> Engine:
    return ReferenceEngine(entries)


def opensearch_settings() -> OpenSearchSettings:
    """Settings with an alias of their own."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    return OpenSearchSettings(hosts=(ADDRESS,), index=name, timeout_s=30.0, patience_s=30.0)


def _opensearch(entries: Sequence[Entry], _: Path) -> Engine:
    from opensearch_builds import build, open_temporary_engine

    settings = opensearch_settings()
    build(settings, entries)
    return open_temporary_engine(settings)


def _whoosh(entries: Sequence[Entry], folder: Path) -> Engine:
    """Two batches, so that merging them is part of what is tested."""
    (folder / "batches").mkdir()
    half = len(entries) // 2
    results: list[RunResult] = []
    for number, part in enumerate((entries[:half], entries[half:])):
        path = folder / "batches" / str(number)
        if part:
            write_run(path, [(d, p) for p, d in part], segmenter())
            results.append(RunResult(path, len(part), len(part), (), (), ()))
    write_index(folder, "test", results, lambda stage, done, of: None)
    return WhooshEngine(folder, "gen-000001", frozenset())


FACTORIES = {"reference": _reference, "whoosh": _whoosh} | (
    {"opensearch": _opensearch} if ADDRESS else {}
)


@pytest.fixture(scope="module", params=FACTORIES)
def engine_factory(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EngineFactory]:
    """Builds an index of the entries and opens it; all are closed at the end of the module."""
    opened: list[Engine] = []

    def build(entries: Sequence[Entry]) -> Engine:
        opened.append(FACTORIES[request.param](entries, tmp_path_factory.mktemp("index")))
        return opened[-1]

    yield build
    for engine in opened:
        engine.close()


@pytest.fixture(scope="module")
def opensearch_for_module() -> OpenSearchSettings:
    """Settings of the node under test; skips where there is none."""
    if not ADDRESS:
        pytest.skip(
            "no OpenSearch node: QIANSHAO_TEST_OPENSEARCH is not set (make test-opensearch)"
        )
    return opensearch_settings()


@pytest.fixture
def opensearch(opensearch_for_module: OpenSearchSettings) -> OpenSearchSettings:
    """The same under an alias that no other test has."""
    return dataclasses.replace(opensearch_for_module, index=opensearch_settings().index)


@pytest.fixture(scope="session")
def three_nodes() -> Iterator[Any]:
    """Three nodes for all tests that kill or freeze some, and have all of them well in the end."""
    if not THREE:
        pytest.skip("three OpenSearch nodes were not asked for (make test-opensearch)")
    with running_nodes(3) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def three_settings(three_nodes: Any) -> OpenSearchSettings:
    hosts = tuple(three_nodes.addresses)
    return OpenSearchSettings(hosts, "three", timeout_s=10.0, shards=3, patience_s=120.0)


@pytest.fixture
def product(three_settings: OpenSearchSettings, tmp_path: Path) -> Iterator[Settings]:
    """The product on three nodes, with an index folder of its own and 200 paragraphs live."""
    from opensearch_builds import remove_all

    elsewhere = dataclasses.replace(three_settings, index=f"p{uuid.uuid4().hex[:8]}")
    folder = str(tmp_path / "index")
    made = dataclasses.replace(Settings(), index=folder, engine="opensearch", opensearch=elsewhere)
    rebuild(lines(tmp_path / "old.jsonl", random_entries(32, 200)), made, BuildOptions())
    yield made
    remove_all(made.opensearch)
