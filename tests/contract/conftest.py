"""Engines under contract, each built from (paragraph, document) pairs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the modules beside the tests

from reference_engine import Entry, ReferenceEngine

from search.engines.base import Engine

EngineFactory = Callable[[Sequence[Entry]], Engine]


def _reference(entries: Sequence[Entry], _: Path) -> Engine:
    return ReferenceEngine(entries)


FACTORIES = {"reference": _reference}


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
