"""A searcher follows publishes and withdrawals while it is asked, and never mixes two answers."""

from __future__ import annotations

import gc
import json
import shutil
import time
import weakref
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.errors import IndexMissingError
from indexer.generations.audit import AuditLog
from indexer.generations.pending import Generation
from indexer.generations.store import GenerationStore
from indexer.generations.withdrawals import WithdrawalList
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
        library = searcher._live.current()
        assert library.figures and library.knowledge and library.unit_names  # all that is kept
        del library
        name = _publish(settings, "乙")
        _until(lambda: searcher.search(SearchRequest("平安前哨")).generation == name)
        _until(lambda: segment() is None)
    finally:
        gc.enable()


def _swap(one: Path, other: Path) -> None:
    """What lies in the two places changes places."""
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


@pytest.fixture
def two_folders(settings: Settings, tmp_path: Path) -> Path:
    """In the index folder 甲 is withdrawn; the folder returned holds a copy without withdrawals."""
    _publish(settings, "甲")
    other = Path(shutil.copytree(settings.index_path(), tmp_path / "other"))
    GenerationStore(settings.index_path()).withdrawals.withdraw("甲", "申请")
    return other


def _total(searcher: Searcher) -> int:
    return searcher.search(SearchRequest("平安前哨")).total


@pytest.mark.parametrize("swaps_while_open", [1, 2], ids=["swapped", "swapped and back"])
def test_the_list_of_one_folder_is_never_used_for_the_generation_of_another(
    settings: Settings, two_folders: Path, monkeypatch: pytest.MonkeyPatch, swaps_while_open: int
) -> None:
    index = settings.index_path()
    _swap(index, two_folders)
    real, swaps = GenerationStore.open_current, [True] * swaps_while_open

    def open_current(store: GenerationStore, opening: Callable[[Generation], Any]) -> Any:
        if swaps:
            swaps.pop()
            _swap(index, two_folders)
        return real(store, opening)

    monkeypatch.setattr(GenerationStore, "open_current", open_current)
    searcher = open_searcher(settings)
    try:
        has_list = (index / "withdrawn.jsonl").exists()
        assert has_list == (swaps_while_open % 2 == 1)
        assert _total(searcher) == (0 if has_list else _PARAGRAPHS)
    finally:
        searcher.close()


def test_a_list_and_a_log_of_two_folders_are_not_read_together(
    settings: Settings, two_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = settings.index_path()
    (index / "withdrawn.jsonl").unlink()  # only the log remembers
    withdrawals, real, swaps = WithdrawalList(index), AuditLog.entries, [True]

    def entries(log: AuditLog, events: Collection[str]) -> Any:
        if swaps:
            swaps.pop()
            _swap(index, two_folders)
        return real(log, events)

    monkeypatch.setattr(AuditLog, "entries", entries)
    assert withdrawals.slugs() == frozenset()
    _swap(index, two_folders)
    assert withdrawals.slugs() == {"甲"}


def test_a_folder_that_comes_back_without_its_list_still_shows_nothing_withdrawn(
    settings: Settings, two_folders: Path
) -> None:
    index = settings.index_path()
    (index / "withdrawn.jsonl").unlink()
    _swap(index, two_folders)
    searcher = open_searcher(settings)
    try:
        assert _total(searcher) == _PARAGRAPHS
        _swap(index, two_folders)
        assert _total(searcher) == 0
    finally:
        searcher.close()


def test_a_generation_is_not_refused_because_another_folder_lay_there_for_a_moment(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(settings, "甲")
    shutil.copytree(settings.index_path(), tmp_path / "other")
    name = _publish(settings, "乙")
    real, swaps = GenerationStore.open_current, [True]

    def open_current(store: GenerationStore, opening: Callable[[Generation], Any]) -> Any:
        if swaps:
            swaps.pop()
            _swap(settings.index_path(), tmp_path / "other")
        return real(store, opening)

    monkeypatch.setattr(GenerationStore, "open_current", open_current)
    searcher = open_searcher(settings)
    try:
        assert _edition(searcher)[0] == "甲局"
        _swap(settings.index_path(), tmp_path / "other")
        _until(lambda: searcher.search(SearchRequest("平安前哨")).generation == name)
    finally:
        searcher.close()
