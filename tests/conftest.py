"""Indexes that several tests read, built once; hypothesis keeps no time: busy is no failure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.searcher import Searcher, open_searcher
from web.app import create_app

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
def bundled_library(bundled: Settings) -> Iterator[Searcher]:
    """Opens it for searching."""
    with closing(open_searcher(bundled)) as searcher:
        yield searcher


def _records(
    rows: Iterable[Mapping[str, object] | Iterable[object]], names: str, every: Mapping[str, object]
) -> Iterator[Mapping[str, object]]:
    """Records of rows that tell the fields of these names, a document each (d0#1, d1#1 …), with
    what every record has: a text names the row's number and fields in braces."""
    for n, row in enumerate(rows):
        said = (row,) if isinstance(row, str) else row
        told = said if isinstance(said, Mapping) else dict(zip(names.split(), said, strict=False))
        every = {"id": "d{n}#1", **every}
        same = {k: v.format(n=n, **told) if isinstance(v, str) else v for k, v in every.items()}
        yield same | dict(told)


@pytest.fixture(scope="session")
def index_of_lines(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Settings]:
    """Builds an index of JSON Lines records, or of rows of which the fields are named: gives its
    settings. `themes` are those of the bundled reports; without, there is no taxonomy."""

    def build(
        rows: Iterable[Mapping[str, object] | Iterable[object]],
        names: str = "",
        themes: bool = False,
        **every: object,
    ) -> Settings:
        folder = tmp_path_factory.mktemp("lines")
        lines = (json.dumps(x, ensure_ascii=False) + "\n" for x in _records(rows, names, every))
        (folder / "in.jsonl").write_text("".join(lines), "utf-8")
        corpus = CORPUS if themes else folder / "none"
        made = Settings(index=str(folder / "index"), corpus=str(corpus))
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


@pytest.fixture(scope="module")
def library_of(
    index_of_lines: Callable[..., Settings], opened: Callable[[Settings], Searcher]
) -> Callable[..., Searcher]:
    """Opens for searching what `index_of_lines` builds."""
    return lambda *rows, **every: opened(index_of_lines(*rows, **every))


@pytest.fixture(scope="module")
def client_of(
    index_of_lines: Callable[..., Settings], opened: Callable[[Settings], Searcher]
) -> Callable[..., FlaskClient]:
    """A client of the pages of what `index_of_lines` builds."""

    def build(*rows: object, **every: object) -> FlaskClient:
        made = index_of_lines(*rows, **every)
        return create_app(made, opened(made)).test_client()

    return build
