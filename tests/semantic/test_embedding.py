"""Vectors are computed once each, after publishing; whatever ends a run costs next to nothing."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from dying import POINTS, DyingEncoder
from small_library import TEXTS, records
from tiny_model import write_tiny_model

from indexer.build.builder import BuildOptions
from indexer.build.updater import update
from indexer.errors import IndexBusyError, IndexMissingError, SemanticModelError
from indexer.generations.lock import exclusive_lock
from indexer.generations.manifest import read_manifest
from indexer.generations.store import GenerationStore
from indexer.semantic import embedding
from indexer.semantic.embedding import embed, embedding_progress, sources
from indexer.semantic.model import read_model
from indexer.semantic.vectors import digests_of, open_vectors, passages, read_record
from indexer.settings import SemanticSettings, Settings

KILLS = [(point, times) for point in POINTS for times in ((1, 3) if "records" in point else (1,))]
MANY = {
    f"文{number % 7}#{number}": f"第{number}段，快处警情{number * 7919}" for number in range(150)
}


def vector_files(settings: Settings) -> dict[str, bytes]:
    folder = settings.index_path() / "vectors"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*/*"))}


def lines(path: Path, texts: dict[str, str]) -> str:
    path.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in records(texts)))
    return str(path)


def test_every_row_gets_the_vector_of_its_own_text(library):
    settings = library()
    report = embed(settings)
    assert (report.embedded, report.rows, report.is_complete) == (len(TEXTS), len(TEXTS), True)
    store = GenerationStore(settings.index_path())
    live, model = store.current(), read_model(settings.semantic.model)
    encoder = embedding.Encoder(model)
    for source in sources(store.root, live.path, live.manifest, model.digest):
        record = read_record(source.path, model.digest, source.sha256)
        found = open_vectors(source.path, record)
        assert found.digests.tolist() == digests_of(passages(source.segment)).tolist()
        for vector, text in zip(found.vectors, passages(source.segment), strict=True):
            assert vector.tolist() == encoder.passage(text).tolist()


def test_a_second_run_has_nothing_to_do_and_needs_no_process(library, in_this_process, monkeypatch):
    settings = library()
    embed(settings)
    before = vector_files(settings)
    monkeypatch.setattr(embedding, "Workers", None)
    assert embed(settings).embedded == 0
    assert vector_files(settings) == before


def test_equal_texts_are_computed_once(library, in_this_process):
    same = {f"{document}#1": "同样的一段话" for document in "甲乙丙丁"}
    assert embed(library(records(same))).embedded == 1


def test_after_an_update_only_new_texts_are_computed(library, in_this_process, tmp_path):
    settings = library()
    embed(settings)
    changed = {**TEXTS, "甲#1": "换了一段新的话。", "戊#1": "又来了一段。"}
    update(lines(tmp_path / "in.jsonl", changed), settings, BuildOptions())
    report = embed(settings)
    assert (report.embedded, report.rows) == (2, len(TEXTS) + 1)
    update(lines(tmp_path / "in.jsonl", TEXTS), settings, BuildOptions())
    assert embed(settings).embedded == 0  # the earlier generation is kept, and so are its vectors


def test_progress_is_seen_from_outside_and_a_stopped_run_goes_on(library, in_this_process):
    settings = library(records(MANY))
    store, model = GenerationStore(settings.index_path()), read_model(settings.semantic.model)
    live = store.current()

    def done() -> int:
        return embedding_progress(store.root, live.path, live.manifest, model.digest).done

    assert done() == 0
    stops = iter([False, False, False, True])
    first = embed(settings, should_stop=lambda: next(stops))
    assert not first.is_complete
    assert 0 < done() == first.embedded < len(MANY)
    second = embed(settings)
    assert second.is_complete
    assert first.embedded + second.embedded == len(MANY) == done()


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, bytes]:
    """The vector files of MANY as a run leaves them that nothing ends, once there are any."""
    return {}


@pytest.mark.parametrize(("point", "times"), KILLS)
def test_a_run_that_was_killed_goes_on_where_it_ended(
    library, in_this_process, undisturbed, point, times
):
    settings = library(records(MANY))
    script = [sys.executable, str(Path(__file__).with_name("dying.py"))]
    arguments = [settings.index, settings.semantic.model, point, str(times)]
    ended = subprocess.run([*script, *arguments], capture_output=True, timeout=300)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert embed(settings).is_complete
    after = vector_files(settings)
    if not undisturbed:
        shutil.rmtree(settings.index_path() / "vectors")
        embed(settings)
        undisturbed.update(vector_files(settings))
    assert after == undisturbed


def test_damaged_vectors_are_computed_anew(library, in_this_process):
    settings = library()
    embed(settings)
    before = vector_files(settings)
    (path,) = (settings.index_path() / "vectors").glob("*/*.arrays")
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert embed(settings).embedded == len(TEXTS)
    assert vector_files(settings) == before


def test_another_model_computes_all_anew_and_takes_the_place_of_the_first(
    library, in_this_process, tmp_path
):
    settings = library()
    embed(settings)
    other = str(write_tiny_model(tmp_path / "other", extra="①"))
    assert embed(replace(settings, semantic=SemanticSettings(other))).embedded == len(TEXTS)
    (left,) = (settings.index_path() / "vectors").iterdir()
    assert left.name == read_model(other).digest[:16]


def test_what_is_published_meanwhile_is_done_as_well(library, in_this_process, tmp_path):
    settings = library()
    published: list[str] = []

    def publish_once(stage: str, done: int, of: int) -> None:
        if not published:
            texts = {**TEXTS, "戊#1": "运行中发布的一段。"}
            source = lines(tmp_path / "in.jsonl", texts)
            published.append(update(source, settings, BuildOptions()).generation)

    report = embed(settings, publish_once)
    assert [report.generation] == published
    assert (report.embedded, report.rows) == (len(TEXTS) + 1, len(TEXTS) + 1)


def test_a_second_process_is_told_who_is_at_it(library):
    settings = library()
    with exclusive_lock(settings.index_path() / "vectors.lock"), pytest.raises(IndexBusyError):
        embed(settings)


def test_a_model_that_ends_its_process_is_told_and_what_was_done_is_kept(library, monkeypatch):
    settings = library(records(MANY))
    monkeypatch.setattr(embedding, "LowPriorityEncoder", DyingEncoder)
    with pytest.raises(SemanticModelError, match="意外结束"):
        embed(settings)
    monkeypatch.undo()
    report = embed(settings)
    assert report.is_complete
    assert report.embedded < len(MANY)


def test_a_broken_model_is_told_by_the_process_that_loads_it(library, tmp_path):
    folder = write_tiny_model(tmp_path / "broken")
    (folder / "tiny.onnx").write_bytes(b"\x08\x08" * 100)
    with pytest.raises(SemanticModelError) as caught:
        embed(library(model=folder))
    assert caught.value.folder == str(folder)


def test_without_an_index_there_is_nothing_to_compute(tiny, tmp_path):
    settings = Settings(index=str(tmp_path / "none"), semantic=SemanticSettings(str(tiny)))
    with pytest.raises(IndexMissingError):
        embed(settings)


def test_generations_that_are_gone_leave_no_vectors_behind(library, in_this_process, tmp_path):
    settings = library()
    embed(settings)
    for number in range(3):
        texts = {f"新{number}#{n}": f"全新{number}的{n}" for n in range(30)}
        update(lines(tmp_path / "in.jsonl", texts), settings, BuildOptions())
        embed(settings)
    store = GenerationStore(settings.index_path())
    segments = {
        file.sha256[:16]
        for name in store.generations()
        for file in read_manifest(store.root / name).files
        if file.name.endswith(".segment")
    }
    found = {path.stem for path in (store.root / "vectors").glob("*/*.arrays")}
    assert found <= segments


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs POSIX")
@pytest.mark.parametrize(
    ("block", "ends"), [("while True: pass", True), ("select.select([], [], [], 0.5)", False)]
)
def test_a_task_that_waits_for_a_processor_is_not_taken_for_one_without_end(
    block: str, ends: bool
) -> None:
    code = "import select\nfrom indexer.semantic import embedding\nembedding._TASK_LIMIT_S = 0.1\n"
    code += f"with embedding._time_limit():\n    {block}\n"
    ended = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert ended.returncode == (-signal.SIGPROF if ends else 0)
