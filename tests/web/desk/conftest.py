"""A library, files put before its desk, and the real desk in front of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running_desk import RunningDesk

from indexer.library.addition import Options, add_files
from indexer.library.creation import create_library
from indexer.settings import Settings
from web.desk.access import Access
from web.desk.app import DeskServer


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    create_library(tmp_path / "library")
    return tmp_path / "library" / "corpus"


@pytest.fixture
def fill(corpus: Path, tmp_path: Path) -> Callable[[dict[str, str]], None]:
    """Put texts by name before the desk, as drafts."""

    def put(files: dict[str, str], review: bool = True) -> None:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
        add_files([folder], corpus, Options(review=review))

    return put


@pytest.fixture
def desk(corpus: Path) -> Iterator[RunningDesk]:
    access = Access()
    settings = Settings(index=str(corpus.parent / "index"), corpus=str(corpus))
    server = DeskServer(settings, corpus, access, "127.0.0.1", 0, 4)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield RunningDesk(server, access, corpus)
    server.stop()
    thread.join(20)
    assert not thread.is_alive()
