"""`status` tells what is live and why a rebuild is due; the live index stays as it was built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.build.updater import update
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from search.searcher import Searcher, open_searcher


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("status") / "corpus"
    (folder / "documents").mkdir(parents=True)
    (folder / "taxonomy").mkdir()
    (folder / "taxonomy" / "initiatives.yaml").write_text("- name: 平安前哨\n", "utf-8")
    for name in ("甲", "乙"):
        (folder / "documents" / f"{name}.md").write_text(
            f"{name}的平安前哨。\n\n第二段。\n", "utf-8"
        )
    (folder / "documents" / "坏.md").write_bytes(b"\x80\x81\xff")
    return folder


@pytest.fixture(scope="module")
def settings(corpus: Path) -> Settings:
    made = Settings(index=str(corpus.parent / "index"), corpus=str(corpus))
    rebuild(str(corpus), made, BuildOptions())
    return made


@pytest.fixture
def searcher(settings: Settings) -> Iterator[Searcher]:
    opened = open_searcher(settings)
    yield opened
    opened.close()


def test_what_is_live_is_told_in_numbers(searcher: Searcher, settings: Settings) -> None:
    status = searcher.status()
    assert (status.documents, status.paragraphs, status.skipped) == (2, 4, 1)
    assert status.generation == GenerationStore(settings.index_path()).current_name()
    assert (status.engine, status.rebuild_due) == ("whoosh", ())
    assert status.bytes > 0 and "jieba" in status.fingerprint


def _new(corpus: Path) -> Callable[[], object]:
    (corpus / "documents" / "丙.md").write_text("新的一段。\n", "utf-8")
    return (corpus / "documents" / "丙.md").unlink


def _changed(corpus: Path) -> Callable[[], object]:
    path = corpus / "documents" / "甲.md"
    before = path.read_bytes()
    path.write_text("改了。\n", "utf-8")
    return lambda: path.write_bytes(before)


def _gone(corpus: Path) -> Callable[[], object]:
    path = corpus / "documents" / "乙.md"
    before = path.read_bytes()
    path.unlink()
    return lambda: path.write_bytes(before)


def _other_words(corpus: Path) -> Callable[[], object]:
    path = corpus / "taxonomy" / "initiatives.yaml"
    before = path.read_bytes()
    path.write_text("- name: 平安前哨\n- name: 一网六控\n", "utf-8")
    return lambda: path.write_bytes(before)


@pytest.mark.parametrize(
    ("change", "reasons"), [(_new, 1), (_changed, 1), (_gone, 1), (_other_words, 2)]
)
def test_every_change_of_the_corpus_is_a_reason_until_it_is_undone(
    searcher: Searcher, corpus: Path, change: Callable[[Path], Callable[[], object]], reasons: int
) -> None:
    undo = change(corpus)
    try:
        assert len(searcher.status().rebuild_due) == reasons
        assert searcher.status().paragraphs == 4
        assert [i.name for i in searcher.taxonomy().initiatives] == ["平安前哨"]
    finally:
        undo()
    assert searcher.status().rebuild_due == ()


def test_an_update_takes_the_reason_away(corpus: Path, settings: Settings) -> None:
    undo = _changed(corpus)
    update(str(corpus), settings, BuildOptions())
    opened = open_searcher(settings)
    assert opened.status().rebuild_due == ()
    undo()
    assert len(opened.status().rebuild_due) == 1
    opened.close()
    update(str(corpus), settings, BuildOptions())
