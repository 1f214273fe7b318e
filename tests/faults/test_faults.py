"""Faults injected for real: afterwards the old or the new answers, never a third state.

This is the fast part. The long one is campaign.py (`make test-faults`), with counts and a seed.
"""

from __future__ import annotations

import json
import marshal
import os
import pickle
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
import stages
import trials
from click.testing import CliRunner
from modes import unavailable
from stages import Library

from indexer.errors import IndexDamagedError, QianshaoError
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from indexer.text.analyzer import Segmenter
from search.request import SearchRequest
from search.searcher import Searcher, open_searcher
from web.cli import main

HERE = Path(__file__).parent
SEED = 20261121


def qianshao(*arguments: str | Path, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from web.cli import main; main()", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, **{**pipes, **options})  # type: ignore[call-overload,no-any-return]


def rebuild(library: Library, **options: object) -> subprocess.Popen[str]:
    corpus = library.stage.new_corpus
    return qianshao("rebuild", corpus, "--index", library.index, **options)


@pytest.mark.parametrize("name", ["update", "bulk update"])
def test_the_updates_that_trials_strike_take_over_what_is_there(tmp_path: Path, name: str) -> None:
    stage = stages.BUILDS[name][0](tmp_path)
    before = GenerationStore(stage.index).current()
    report = stages.incremental_build(stage.new_corpus, stage.index)
    live = GenerationStore(stage.index).current()
    assert report.changed_documents == 3 and stages.answers(stage.index) == stage.new != stage.old
    for file in ("main-1.segment", "lexicon.arrays"):
        assert (live.path / file).samefile(before.path / file)


def test_damage_in_any_file_of_the_live_generation_gives_the_old_answers(library: Library) -> None:
    chooser = random.Random(SEED)
    store = GenerationStore(library.index)
    live = store.current()
    for name in [record.name for record in live.manifest.files] + ["manifest.json"]:
        path = live.path / name
        whole = path.read_bytes()
        for damaged in damages(whole, chooser):
            path.write_bytes(damaged)
            found = GenerationStore(library.index).current()
            assert found.name < live.name and found.warnings, name
        assert stages.answers(library.index) == library.stage.old
        path.write_bytes(whole)
    assert stages.answers(library.index) == library.stage.new


def damages(whole: bytes, chooser: random.Random) -> list[bytes]:
    """A flipped bit, a zeroed block, a cut, and nothing left."""
    at = chooser.randrange(len(whole))
    start = at - at % 4096
    zeroed = whole[:start] + bytes(len(whole[start : start + 4096])) + whole[start + 4096 :]
    flipped = whole[:at] + bytes([whole[at] ^ (1 << chooser.randrange(8))]) + whole[at + 1 :]
    return [flipped, whole[:at], b"", *([zeroed] if zeroed != whole else [])]


def test_files_swapped_between_generations_are_noticed(library: Library) -> None:
    store = GenerationStore(library.index)
    old, new = (library.index / name for name in store.generations())
    for name in ("main-1.segment", "lexicon.arrays"):
        (old / name).rename(old / "away")
        (new / name).rename(old / name)
        (old / "away").rename(new / name)
    same = (old / "lexicon.arrays").read_bytes() == (new / "lexicon.arrays").read_bytes()
    assert same  # one dictionary: swapping these two is no damage
    with pytest.raises(IndexDamagedError):
        GenerationStore(library.index).current()


def test_planted_pickles_are_never_loaded(library: Library, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    bomb = pickle.dumps(Bomb(str(marker)))
    old, new = (library.index / name for name in GenerationStore(library.index).generations())
    (new / "_MAIN_99.toc").write_bytes(bomb)  # Whoosh would take the one with the highest number
    assert stages.answers(library.index) == library.stage.old
    (new / "_MAIN_99.toc").unlink()
    assert stages.answers(library.index) == library.stage.new
    for generation in (new, old):
        toc = generation / "_MAIN_1.toc"
        toc.write_bytes(bomb.ljust(toc.stat().st_size, b"\0"))
    with pytest.raises(IndexDamagedError):
        stages.answers(library.index)
    for command in ("status", "verify", "rollback", "prune"):
        CliRunner().invoke(main, [command, "--index", str(library.index)])
    stages.incremental_build(library.stage.new_corpus, library.index)
    assert stages.answers(library.index) == library.stage.new and not marker.exists()


def test_planted_dictionary_caches_change_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker, temporary = tmp_path / "ran", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    sound = GenerationStore(library.index).current()
    believable = marshal.dumps(({"平": 9, "安前": 10**6, "安": 9, "前哨": 9}, 10**6))
    for planted in (pickle.dumps(Bomb(str(marker))), believable):
        (temporary / "jieba.cache").write_bytes(planted)
        os.utime(temporary / "jieba.cache", (2**32, 2**32))  # newer than jieba's own dictionary
        pure = Segmenter(("平安前哨",), "jieba").cut("推进平安前哨")
        assert pure == Segmenter(("平安前哨",)).cut("推进平安前哨")
    build = rebuild(library, env={**os.environ, "TMPDIR": str(temporary)})
    build.communicate()
    built = GenerationStore(library.index).current()
    assert build.returncode == 0 and built.name > sound.name and not marker.exists()
    for name in ("lexicon.arrays", "vocabulary.arrays", "main-1.segment"):
        assert built.manifest.record(name) == sound.manifest.record(name), name
    assert [path.name for path in temporary.iterdir()] == ["jieba.cache"]


class Bomb:
    """Unpickling this creates a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (self.path, "w")


def test_of_two_builds_at_once_one_is_refused_and_told_who_builds(library: Library) -> None:
    builds = [rebuild(library), rebuild(library)]
    told = [build.communicate()[1] for build in builds]
    codes = [build.returncode for build in builds]
    # Both may win where one ended before the other began.
    assert sorted(codes) in ([0, 1], [0, 0])
    for number, code in enumerate(codes):
        assert code == 0 or str(builds[1 - number].pid) in told[number]
    assert stages.answers(library.index) == library.stage.new


def test_of_ten_writers_exactly_one_gets_in(library: Library) -> None:
    start, stop = os.pipe(), os.pipe()
    children = []
    for _ in range(10):
        child = os.fork()
        if child == 0:
            os.read(start[0], 1)
            try:
                with GenerationStore(library.index).begin():
                    os.close(stop[1])
                    os.read(stop[0], 1)  # hold the lock until all others have been refused
                os._exit(0)
            except QianshaoError as error:
                os._exit(1 if error.code == "index_busy" else 2)
        children.append(child)
    os.write(start[1], b"x" * 10)
    codes = [os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(9)]
    os.close(stop[1])
    codes.append(os.waitstatus_to_exitcode(os.wait()[1]))
    assert sorted(codes) == [0] + [1] * 9
    assert stages.answers(library.index) == library.stage.new


def test_a_killed_build_leaves_the_old_index_and_no_worker(library: Library) -> None:
    GenerationStore(library.index).rollback()
    build = rebuild(library, start_new_session=True)
    store = GenerationStore(library.index)
    while build.poll() is None and not list(library.index.glob("gen-*.tmp")):
        time.sleep(0.01)
    build.send_signal(signal.SIGKILL)
    build.communicate()
    assert stages.answers(library.index) in (library.stage.old, library.stage.new)
    assert trials.rebuild_problem(library.stage, library.index) is None
    assert not list(library.index.glob("*.tmp")) and len(store.generations()) == 2


def test_an_update_over_a_damaged_index_heals_it_and_says_so(library: Library) -> None:
    live = GenerationStore(library.index).current()
    path = live.path / "main-1.segment"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    build = qianshao("update", library.stage.new_corpus, "--index", library.index)
    _, told = build.communicate()
    assert build.returncode == 0 and f"{live.name} 已损坏" in told and path.name in told
    assert GenerationStore(library.index).current().warnings == ()
    assert stages.answers(library.index) == library.stage.new


def test_workers_end_with_a_build_that_is_killed(tmp_path: Path) -> None:
    if not Path("/proc/self/task").exists():
        unavailable("finding worker processes needs Linux")
    lines = (json.dumps({"id": f"甲#{n}", "text": f"第{n}段"}) + "\n" for n in range(25_000))
    (tmp_path / "many.jsonl").write_text("".join(lines), "utf-8")
    build = qianshao("rebuild", tmp_path / "many.jsonl", "--index", tmp_path / "index")
    workers: list[int] = []
    while build.poll() is None and len(workers) < 2:
        workers = [pid for pid in children_of(build.pid) if "spawn_main" in command_of(pid)]
    assert build.poll() is None, "the build ended before it had workers"
    build.kill()
    build.communicate()
    deadline = time.monotonic() + 30
    while any("spawn_main" in command_of(pid) for pid in workers):
        assert time.monotonic() < deadline, "workers live on"


def children_of(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def test_a_full_disk_is_told_and_leaves_the_old_index(library: Library) -> None:
    GenerationStore(library.index).rollback()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    build = rebuild(library, preexec_fn=limit)
    _, told = build.communicate()
    assert build.returncode == 1 and "Traceback" not in told
    assert stages.answers(library.index) == library.stage.old


def test_a_folder_that_cannot_be_made_is_told(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    build = qianshao("rebuild", library.stage.new_corpus, "--index", tmp_path / "file" / "index")
    _, told = build.communicate()
    assert build.returncode == 1 and "Traceback" not in told


def open_index(library: Library) -> Searcher:
    return open_searcher(Settings(index=str(library.index)))


def test_an_open_index_answers_on_while_its_folder_is_removed_and_replaced(
    library: Library,
) -> None:
    searcher = open_index(library)
    request = SearchRequest(q="新版")
    before = searcher.search(request)
    shutil.rmtree(library.index)
    assert searcher.search(request).hits == before.hits
    shutil.copytree(library.stage.index, library.index)
    deadline = time.monotonic() + 30
    while searcher.search(request).total and time.monotonic() < deadline:
        time.sleep(0.01)
    assert searcher.search(SearchRequest(q="旧版")).total == 6
    searcher.close()


def test_no_request_fails_or_mixes_generations_during_swaps(library: Library) -> None:
    store = GenerationStore(library.index)
    old, new = store.generations()
    searcher = open_index(library)
    stop = threading.Event()
    problems: list[str] = []
    seen: set[str] = set()

    def ask() -> None:
        while not stop.is_set():
            result = searcher.search(SearchRequest(q="平安前哨", size=50))
            word = "旧版" if result.generation == old else "新版"
            texts = [hit.paragraph.text for hit in result.hits]
            if not texts or any(word not in text for text in texts):
                problems.append(f"{result.generation}: {texts}")
            seen.add(result.generation)

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    for number in range(40):
        store.rollback(old if number % 2 == 0 else new)
        time.sleep(0.02)
    stop.set()
    for client in clients:
        client.join()
    searcher.close()
    assert problems == [] and seen == {old, new}


def test_a_withdrawn_document_stays_out_through_rollback_and_rebuild(library: Library) -> None:
    searcher = open_index(library)
    request = SearchRequest(q="平安前哨", size=50)
    assert "report-1" in {hit.paragraph.document for hit in searcher.search(request).hits}
    store = GenerationStore(library.index)
    store.withdrawals.withdraw("report-1", "申请撤回")
    assert "report-1" not in {hit.paragraph.document for hit in searcher.search(request).hits}
    searcher.close()
    store.rollback()
    for build in (None, stages.full_build):
        if build:
            build(library.stage.old_corpus, library.index)
        again = open_index(library)
        assert "report-1" not in {hit.paragraph.document for hit in again.search(request).hits}
        again.close()
