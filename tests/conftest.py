"""Indexes that several tests read, built once; hypothesis keeps no time: busy is no failure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.searcher import Searcher, open_searcher

CORPUS = Path(__file__).parents[1] / "corpus"

settings.register_profile("qianshao", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("qianshao")


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an index of the bundled reports, which nobody may change."""
    made = Settings(index=str(tmp_path_factory.mktemp("bundled") / "index"))
    rebuild(str(CORPUS), made, BuildOptions())
    return made


@pytest.fixture(scope="session")
def index_of_lines(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Iterable[Mapping[str, object]]], Settings]:
    """Builds an index of JSON Lines records and gives its settings."""

    def build(records: Iterable[Mapping[str, object]]) -> Settings:
        folder = tmp_path_factory.mktemp("lines")
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (folder / "in.jsonl").write_text("".join(lines), "utf-8")
        made = Settings(index=str(folder / "index"), corpus=str(folder / "none"))
        rebuild(str(folder / "in.jsonl"), made, BuildOptions())
        return made

    return build


@pytest.fixture(scope="module")
def opened() -> Iterator[Callable[[Settings], Searcher]]:
    """Opens an index for searching; all are closed at the end of the module."""
    with ExitStack() as stack:

        def open_one(made: Settings) -> Searcher:
            searcher = open_searcher(made)
            stack.callback(searcher.close)
            return searcher

        yield open_one
