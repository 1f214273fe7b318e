"""A store of generations publishes all or nothing and never serves what is damaged."""

from __future__ import annotations

import json
import multiprocessing
import os
import stat
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from indexer.errors import (
    GenerationError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
)
from indexer.generations.manifest import MANIFEST_NAME, checksum
from indexer.generations.pending import Generation
from indexer.generations.store import GenerationStore


def publish(root: Path, content: str) -> Generation:
    with GenerationStore(root).begin() as pending:
        (pending.path / "parts").mkdir()
        (pending.path / "parts" / "texts.bin").write_text(content)
        (pending.path / "words.bin").write_text(content * 2)
        return pending.publish({"fingerprint": "f", "paragraphs": len(content)})


def live_content(root: Path) -> str:
    return (GenerationStore(root).current().path / "parts" / "texts.bin").read_text()


def read_log(folder: Path) -> list[str]:
    return (folder / "audit.jsonl").read_text("utf-8").splitlines()


def test_a_published_build_is_live_whole_and_closed_to_others(tmp_path: Path) -> None:
    root = tmp_path / "new" / "index"
    published = publish(root, "甲")
    live = GenerationStore(root).current()
    assert live == published and live.name.startswith("gen-000001-") and live.warnings == ()
    assert live.manifest.info["paragraphs"] == 1 and live.manifest.fingerprint == "f"
    assert stat.S_IMODE(live.path.stat().st_mode) == 0o750
    for record in live.manifest.files:
        assert stat.S_IMODE((live.path / record.name).stat().st_mode) == 0o640


def test_what_is_written_to_while_it_is_opened_is_damaged(tmp_path: Path) -> None:
    """Its reader fails as the bytes have it: here by what is no error of files."""
    publish(tmp_path, "甲")

    def open_garbage(generation: Generation) -> int:
        (generation.path / "words.bin").write_bytes(b"\xff" * 8)
        return int((generation.path / "words.bin").read_text("utf-8"))

    with pytest.raises(IndexDamagedError):
        GenerationStore(tmp_path).open_current(open_garbage)


def test_an_error_of_our_own_is_no_damage(tmp_path: Path) -> None:
    publish(tmp_path, "甲")
    with pytest.raises(ZeroDivisionError):
        GenerationStore(tmp_path).open_current(lambda generation: 1 // 0)


def test_an_empty_or_absent_folder_holds_no_index(tmp_path: Path) -> None:
    for root in (tmp_path, tmp_path / "absent"):
        with pytest.raises(IndexMissingError):
            GenerationStore(root).current()
        assert GenerationStore(root).current_name() is None


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    publish(tmp_path, "甲")
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(ZeroDivisionError), GenerationStore(tmp_path).begin() as pending:
        (pending.path / "half.bin").write_text("x")
        raise ZeroDivisionError
    assert sorted(os.listdir(tmp_path)) == before and live_content(tmp_path) == "甲"


def test_two_generations_are_kept(tmp_path: Path) -> None:
    names = [publish(tmp_path, content).name for content in "甲乙丙丁"]
    assert GenerationStore(tmp_path).generations() == names[2:]


def test_the_second_writer_is_told_who_builds(tmp_path: Path) -> None:
    with GenerationStore(tmp_path).begin():
        with pytest.raises(IndexBusyError) as refused, GenerationStore(tmp_path).begin():
            pass
        assert str(os.getpid()) in refused.value.reason
    publish(tmp_path, "甲")


def work_on(started: Event, may_end: Event) -> None:
    started.set()
    may_end.wait(60)


def test_a_worker_that_outlives_its_build_does_not_keep_the_lock(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork") if os.name == "posix" else None
    if context is None:
        pytest.skip("only POSIX forks")
    started, may_end = context.Event(), context.Event()
    with GenerationStore(tmp_path).begin():
        worker = context.Process(target=work_on, args=(started, may_end))
        worker.start()
        assert started.wait(60)
    try:
        publish(tmp_path, "甲")
    finally:
        may_end.set()
        worker.join()


def test_leftovers_of_a_dead_build_are_removed(tmp_path: Path) -> None:
    (tmp_path / "gen-000007.tmp" / "parts").mkdir(parents=True)
    (tmp_path / "my notes.tmp").write_text("mine")
    publish(tmp_path, "甲")
    assert not (tmp_path / "gen-000007.tmp").exists() and (tmp_path / "my notes.tmp").exists()


DAMAGES = {
    "a flipped bit": lambda f: f.write_bytes(bytes([f.read_bytes()[0] ^ 1]) + f.read_bytes()[1:]),
    "a zeroed block": lambda f: f.write_bytes(bytes(len(f.read_bytes()))),
    "a cut file": lambda f: f.write_bytes(f.read_bytes()[:-1]),
    "a longer file": lambda f: f.write_bytes(f.read_bytes() + b"x"),
    "a missing file": lambda f: f.unlink(),
    "a folder in its place": lambda f: (f.unlink(), f.mkdir()),
    "a link in its place": lambda f: (
        f.rename(f.parent.parent.parent / "away"),
        f.symlink_to(".."),
    ),
    "a FIFO in its place": lambda f: (f.unlink(), os.mkfifo(f)),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["words.bin", MANIFEST_NAME])
def test_damage_makes_the_generation_before_live_and_says_so(
    tmp_path: Path, damage: str, name: str
) -> None:
    publish(tmp_path, "旧")
    damaged = publish(tmp_path, "新")
    DAMAGES[damage](damaged.path / name)
    live = GenerationStore(tmp_path).current()
    assert live.name.startswith("gen-000001-") and damaged.name in live.warnings[0]
    publish(tmp_path, "再")
    assert live_content(tmp_path) == "再"
    assert GenerationStore(tmp_path).rollback().name == live.name


def test_when_all_generations_are_damaged_nothing_is_served(tmp_path: Path) -> None:
    for content in "旧新":
        (publish(tmp_path, content).path / "words.bin").write_text("?")
    with pytest.raises(IndexDamagedError):
        GenerationStore(tmp_path).current()


def test_swapped_files_and_a_manifest_from_elsewhere_are_damage(tmp_path: Path) -> None:
    old, new = publish(tmp_path, "旧"), publish(tmp_path, "新")
    (new.path / MANIFEST_NAME).write_bytes((old.path / MANIFEST_NAME).read_bytes())
    (new.path / "words.bin").write_bytes((old.path / "words.bin").read_bytes())
    assert GenerationStore(tmp_path).current().name == old.name


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"gen-1", b"../gen-000002-00000000", b"x" * 999]
)
def test_a_broken_pointer_leads_to_the_newest_whole_generation(
    tmp_path: Path, content: bytes
) -> None:
    publish(tmp_path, "旧")
    new = publish(tmp_path, "新")
    (tmp_path / "CURRENT").write_bytes(content)
    live = GenerationStore(tmp_path).current()
    assert live.name == new.name and live.warnings
    assert publish(tmp_path, "再").name.startswith("gen-000003-")


def test_a_pointer_to_a_missing_folder_falls_back(tmp_path: Path) -> None:
    old = publish(tmp_path, "旧")
    (tmp_path / "CURRENT").write_text("gen-000009-0a0b0c0d\n")
    assert GenerationStore(tmp_path).current().name == old.name
    assert publish(tmp_path, "再").name.startswith("gen-000010-")


def test_a_stray_file_is_told_but_a_stray_table_of_contents_is_damage(tmp_path: Path) -> None:
    old, new = publish(tmp_path, "旧"), publish(tmp_path, "新")
    (new.path / ".DS_Store").write_text("")
    live = GenerationStore(tmp_path).current()
    assert live.name == new.name and ".DS_Store" in live.warnings[0]
    (new.path / "_MAIN_99.toc").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    assert GenerationStore(tmp_path).current().name == old.name


def test_another_format_version_is_told_not_guessed(tmp_path: Path) -> None:
    live = publish(tmp_path, "甲")
    tree = json.loads((live.path / MANIFEST_NAME).read_text())
    content = json.dumps({**tree, "format_version": 99}).encode()
    (live.path / MANIFEST_NAME).write_bytes(content)
    name = f"gen-000001-{checksum(content)}"
    live.path.rename(tmp_path / name)
    (tmp_path / "CURRENT").write_text(name)
    with pytest.raises(IndexOutdatedError) as told:
        GenerationStore(tmp_path).current()
    assert told.value.found == "99"
    publish(tmp_path, "乙")
    assert live_content(tmp_path) == "乙"


def test_rollback_goes_back_and_the_next_build_forgets_the_rejected_one(tmp_path: Path) -> None:
    publish(tmp_path, "甲")
    bad = publish(tmp_path, "乙")
    store = GenerationStore(tmp_path)
    store.rollback()
    assert live_content(tmp_path) == "甲"
    with pytest.raises(GenerationError):
        store.rollback()
    assert store.rollback(bad.name).name == bad.name
    store.rollback()
    publish(tmp_path, "丙")
    store.rollback()
    assert live_content(tmp_path) == "甲" and bad.name not in store.generations()


def test_rollback_to_a_damaged_generation_is_refused(tmp_path: Path) -> None:
    old = publish(tmp_path, "甲")
    publish(tmp_path, "乙")
    (old.path / "words.bin").unlink()
    with pytest.raises(GenerationError):
        GenerationStore(tmp_path).rollback()
    assert live_content(tmp_path) == "乙"


def test_prune_leaves_what_is_live_after_a_rollback(tmp_path: Path) -> None:
    old = publish(tmp_path, "甲")
    new = publish(tmp_path, "乙")
    store = GenerationStore(tmp_path)
    store.rollback()
    assert store.prune(keep=1).deleted == (new.name,) and store.current().name == old.name


def test_adopted_files_are_shared_and_survive_the_generation_they_came_from(
    tmp_path: Path,
) -> None:
    first = publish(tmp_path, "甲")
    inode = (first.path / "parts" / "texts.bin").stat().st_ino
    for _ in range(3):
        store = GenerationStore(tmp_path)
        with store.begin() as pending:
            pending.adopt(store.current("sizes"), ["parts/texts.bin"])
            (pending.path / "words.bin").write_text("乙")
            pending.publish({})
    live = GenerationStore(tmp_path).current()
    assert (live.path / "parts" / "texts.bin").stat().st_ino == inode
    assert live_content(tmp_path) == "甲" and not first.path.exists()


def test_adopting_what_the_earlier_manifest_does_not_have_is_refused(tmp_path: Path) -> None:
    first = publish(tmp_path, "甲")
    (first.path / "stray.bin").write_text("x")
    store = GenerationStore(tmp_path)
    with pytest.raises(IndexDamagedError), store.begin() as pending:
        pending.adopt(first, ["stray.bin"])
    assert store.current().name == first.name


def test_opening_starts_again_when_a_prune_took_the_files_away(tmp_path: Path) -> None:
    publish(tmp_path, "甲")
    seen: list[str] = []

    def open_slowly(generation: Generation) -> str:
        seen.append(generation.name)
        if len(seen) == 1:
            publish(tmp_path, "乙")
            publish(tmp_path, "丙")
        return (generation.path / "parts" / "texts.bin").read_text()

    assert GenerationStore(tmp_path).open_current(open_slowly) == "丙" and len(seen) == 2


def test_every_change_of_the_live_generation_is_in_the_audit_log(tmp_path: Path) -> None:
    publish(tmp_path, "甲")
    publish(tmp_path, "乙")
    store = GenerationStore(tmp_path)
    store.rollback()
    store.prune(keep=1)
    events = [json.loads(line)["event"] for line in read_log(tmp_path)]
    assert events == ["publish", "publish", "rollback", "prune"]
    assert store.audit.verify().problem is None
