"""A searcher follows publishes and withdrawals while it is asked, and never mixes two answers."""

from __future__ import annotations

import gc
import json
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.errors import IndexMissingError
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from search.request import SearchRequest
from search.searcher import Searcher, open_searcher

_PARAGRAPHS = 30


def _publish(settings: Settings, edition: str) -> str:
    """An index in which every paragraph names its edition."""
    path = Path(settings.index).with_name("in.jsonl")
    lines = (
        {"id": f"{edition}#{n}", "text": f"平安前哨，{edition}版第{n}段", "source": f"{edition}局"}
        for n in range(_PARAGRAPHS)
    )
    path.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), "utf-8")
    return rebuild(str(path), settings, BuildOptions()).generation


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=str(tmp_path / "index"), corpus=str(tmp_path / "none"))


@pytest.fixture
def searcher(settings: Settings) -> Iterator[Searcher]:
    _publish(settings, "甲")
    opened = open_searcher(settings)
    yield opened
    opened.close()


def _edition(searcher: Searcher) -> tuple[str, str]:
    """The edition that answers and its generation; the answer must be of one piece."""
    result = searcher.search(SearchRequest("平安前哨", size=100))
    editions = {hit.paragraph.source for hit in result.hits}
    assert len(editions) == 1 and len(result.hits) == result.total == _PARAGRAPHS
    (edition,) = editions
    assert [(row.value, row.count) for row in result.facets["source"]] == [(edition, _PARAGRAPHS)]
    return str(edition), result.generation


def _until(holds: Callable[[], bool]) -> None:
    """Ask again until it holds; a publish is opened in the background."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline


def test_every_answer_during_publishes_is_of_one_generation(
    settings: Settings, searcher: Searcher
) -> None:
    names = {"甲局": searcher.status().generation}
    seen: list[tuple[str, str]] = []
    failed: list[BaseException] = []
    done: list[bool] = []

    def ask() -> None:
        try:
            while not done:
                seen.append(_edition(searcher))
        except BaseException as error:
            failed.append(error)

    readers = [Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for edition in ("乙", "丙", "丁"):
            names[f"{edition}局"] = _publish(settings, edition)
            _until(lambda wanted=f"{edition}局": _edition(searcher)[0] == wanted)
    finally:
        done.append(True)
        for reader in readers:
            reader.join()
    assert failed == []
    assert {pair for pair in seen if names[pair[0]] != pair[1]} == set()
    assert len(GenerationStore(settings.index_path()).generations()) == 2


def test_a_rollback_is_followed_too(settings: Settings, searcher: Searcher) -> None:
    _publish(settings, "乙")
    _until(lambda: _edition(searcher)[0] == "乙局")
    GenerationStore(settings.index_path()).rollback()
    _until(lambda: _edition(searcher)[0] == "甲局")


def test_a_damaged_publish_leaves_the_old_one_answering(
    settings: Settings, searcher: Searcher
) -> None:
    name = _publish(settings, "乙")
    segment = next((settings.index_path() / name).glob("*.segment"))
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 255
    segment.chmod(0o640)
    segment.write_bytes(data)
    for _ in range(20):
        assert _edition(searcher)[0] == "甲局"
    searcher.close()  # waits for the opening under way
    assert _edition_of_a_new_searcher(settings) == "甲局"


def _edition_of_a_new_searcher(settings: Settings) -> str:
    opened = open_searcher(settings)
    try:
        return _edition(opened)[0]
    finally:
        opened.close()


def test_without_an_index_it_does_not_open(settings: Settings) -> None:
    with pytest.raises(IndexMissingError):
        open_searcher(settings)


def test_a_generation_that_was_replaced_lets_go_of_its_files_at_once(
    settings: Settings, searcher: Searcher
) -> None:
    segment = weakref.ref(searcher._live.current().engine.readers[0].segment)  # type: ignore[attr-defined]
    gc.disable()
    try:
        name = _publish(settings, "乙")
        _until(lambda: searcher.search(SearchRequest("平安前哨")).generation == name)
        _until(lambda: segment() is None)
    finally:
        gc.enable()
