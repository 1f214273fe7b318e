"""The application over the bundled corpus, built once by the real builder."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.settings import EmbedSettings, ExportSettings, ServerSettings, Settings
from search.searcher import Searcher, open_searcher
from web.app import create_app

CORPUS = Path(__file__).parents[2] / "corpus"
PORTAL = "http://portal.example.cn"


@pytest.fixture(scope="session")
def index(bundled: Settings) -> Path:
    return bundled.index_path()


@pytest.fixture(scope="session")
def settings(index: Path) -> Settings:
    return Settings(
        index=str(index),
        server=ServerSettings(trusted_proxies=("10.1.0.0/16", "127.0.0.9")),
        embed=EmbedSettings((PORTAL,)),
    )


@pytest.fixture(scope="session")
def searcher(settings: Settings) -> Iterator[Searcher]:
    opened = open_searcher(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def app(settings: Settings, searcher: Searcher) -> Flask:
    return create_app(settings, searcher)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def client_with(settings: Settings, searcher: Searcher) -> Callable[..., FlaskClient]:
    """A client of an application with other settings, over the same index."""

    def make(max_rows: int = 10_000, max_bytes: int = 100_000_000, **server: object) -> FlaskClient:
        changed = dataclasses.replace(
            settings,
            export=ExportSettings(max_rows, max_bytes),
            server=dataclasses.replace(settings.server, **server),  # type: ignore[arg-type]
        )
        return create_app(changed, searcher).test_client()

    return make
