"""Machines that watch the service hear soon how it is, whatever the engine is waiting for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from indexer.settings import Settings
from search.errors import EngineUnavailableError
from search.request import SearchRequest
from search.results import SearchResult
from search.searcher import Searcher
from web import recovery
from web.api import health_probe
from web.app import create_app
from web.recovery import RecoveringSearcher


class SlowDoor:
    """The real searcher behind a door that can be held shut."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.is_open = threading.Event()
        self.is_open.set()
        self.searches = 0

    def search(self, request: SearchRequest) -> SearchResult:
        self.searches += 1
        self.is_open.wait(30)
        return self._searcher.search(request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)


@pytest.fixture
def door(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDoor]:
    monkeypatch.setattr(health_probe, "PATIENCE_S", 0.2)
    slow = SlowDoor(searcher)
    yield slow
    slow.is_open.set()


def test_an_index_that_does_not_answer_is_told_as_not_ready(
    settings: Settings, door: SlowDoor
) -> None:
    client = create_app(settings, door).test_client()
    assert client.get("/readyz").status_code == 200
    assert "qianshao_index_ready 1.0" in client.get("/metrics").text
    door.is_open.clear()
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["code"]) == (503, "engine_unavailable")
    assert ready.headers["Retry-After"]
    figures = client.get("/metrics")
    assert (figures.status_code, "qianshao_index_ready 0.0" in figures.text) == (200, True)
    assert client.get("/healthz").status_code == 200
    door.is_open.set()
    deadline = time.monotonic() + 30
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline
    assert "qianshao_index_ready 1.0" in client.get("/metrics").text


def test_many_who_ask_share_one_look(settings: Settings, door: SlowDoor) -> None:
    client = create_app(settings, door)
    door.is_open.clear()
    with ThreadPoolExecutor(8) as asking:
        told = list(asking.map(lambda _: client.test_client().get("/readyz"), range(24)))
    assert {answer.status_code for answer in told} == {503}
    assert door.searches == 1


def test_while_one_call_tries_to_open_the_others_are_told_what_the_last_try_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recovery, "PAUSE_S", 0.0)
    tries, go_on = threading.Semaphore(0), threading.Event()

    def away() -> Any:
        tries.release()
        go_on.wait(30)
        raise EngineUnavailableError("没有按时回答")

    opened = RecoveringSearcher(away)
    go_on.set()
    with pytest.raises(EngineUnavailableError):
        opened.status()
    tries.acquire()
    go_on.clear()
    with ThreadPoolExecutor(1) as first:
        trying = first.submit(opened.status)
        assert tries.acquire(timeout=30)  # and it is still at it
        with pytest.raises(EngineUnavailableError):
            opened.status()
        assert not trying.done()
        go_on.set()
        with pytest.raises(EngineUnavailableError):
            trying.result()


def test_a_page_of_a_service_without_a_model_has_no_word_of_it(
    settings: Settings, searcher: Searcher
) -> None:
    app = create_app(settings, RecoveringSearcher(lambda: searcher))
    page = app.test_client().get("/documents/nantong-2020").get_data(as_text=True)
    assert "近年来" in page and "相近段落" not in page
