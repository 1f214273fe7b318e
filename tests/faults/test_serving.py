"""The real server over an index folder that is damaged, closed to it, or replaced meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
import stages
from click.testing import CliRunner, Result
from modes import subject_to_modes, unavailable, without_override
from serving import Service, family, serving
from stages import Library
from swaps import address_of, comparable, expected_bodies

from indexer.generations.store import GenerationStore
from web.cli import main

_ADDRESS = address_of("平安前哨")


def ask(service: Service) -> tuple[int, Any]:
    status, body = service.get(_ADDRESS)
    return status, json.loads(body)


def ask_again(service: Service, address: str) -> tuple[int, Any]:
    """Ask until somebody answers: each worker that has a file mapped which is cut may end (SIGBUS)
    at the first look into it, and is started again."""
    deadline = time.monotonic() + 30
    while True:
        try:
            status, body = service.get(address)
        except (ConnectionError, HTTPException):
            assert time.monotonic() < deadline
        else:
            return status, json.loads(body)


def until(service: Service, status: int, name: str) -> None:
    """Ask until an answer has this status and this generation or error code."""
    deadline = time.monotonic() + 30
    while True:
        found, body = ask_again(service, _ADDRESS)
        if found == status and name in (body.get("generation"), body.get("code")):
            return
        assert time.monotonic() < deadline, (found, body)


def segment(library: Library, generation: str) -> Path:
    return library.index / generation / "main-1.segment"


def test_damage_under_the_service_brings_the_old_answers_then_503_then_a_rebuild_heals(
    library: Library,
) -> None:
    old, new = GenerationStore(library.index).generations()
    with serving(library.index) as service:
        until(service, 200, new)
        path = segment(library, new)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 8
        with path.open("r+b") as file:
            file.write(content)
        until(service, 200, old)
        for _ in range(20):  # whichever worker answers
            assert ask(service)[1]["generation"] == old
        told = json.loads(service.get("/api/v1/status")[1])
        assert new in " ".join(told["warnings"])
        os.truncate(segment(library, old), 100)
        until(service, 503, "index_damaged")
        assert ask_again(service, "/readyz")[0] == 503
        assert ask_again(service, "/healthz")[0] == 200
        stages.full_build(library.stage.new_corpus, library.index)
        until(service, 200, GenerationStore(library.index).generations()[-1])


def test_a_folder_that_is_removed_and_put_back_is_followed(library: Library) -> None:
    new = GenerationStore(library.index).generations()[-1]
    aside = library.index.with_name("aside")
    with serving(library.index) as service:
        until(service, 200, new)
        library.index.rename(aside)
        until(service, 200, new)
        assert json.loads(service.get("/api/v1/status")[1])["warnings"]
        shutil.copytree(aside, library.index)
        stages.full_build(library.stage.old_corpus, library.index)
        until(service, 200, GenerationStore(library.index).generations()[-1])


@pytest.mark.skipif(os.name != "posix", reason="needs modes of files")
def test_a_folder_made_read_only_under_the_service_is_served_on(library: Library) -> None:
    new = GenerationStore(library.index).generations()[-1]
    expected = expected_bodies(library.index)
    with serving(library.index, "--workers", "2", start=subject_to_modes) as service:
        until(service, 200, new)
        with read_only(library.index):
            for _ in range(10):
                for address, body in expected.items():
                    assert comparable(ask_again(service, address)[1]) == (new, body)
            assert service.get("/readyz")[0] == 200
            assert command(library, "rollback").exit_code == 1
        assert command(library, "withdraw", "report-1", "--reason", "申请").exit_code == 0
        assert ask(service)[1]["total"] == 3
        assert command(library, "rollback").exit_code == 0
        until(service, 200, GenerationStore(library.index).generations()[0])


def gone(pids: list[int]) -> bool:
    return not any(Path(f"/proc/{pid}/status").exists() for pid in pids)


def test_what_a_killed_server_left_is_removed_by_the_next_one_and_nothing_else(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/proc/self/task").exists():
        unavailable("finding the workers needs Linux")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    foreign = temporary / "qianshao-serve-foreign"
    foreign.mkdir()  # of a server that has not come to lock it
    with serving(library.index, "--workers", "2") as killed:
        until(killed, 200, GenerationStore(library.index).generations()[-1])
        (left,) = set(temporary.iterdir()) - {foreign}
        with serving(library.index, "--workers", "2") as living:
            (own,) = set(temporary.iterdir()) - {foreign, left}
            pids = family(killed.process.pid)
            assert len(pids) == 3
            killed.process.kill()
            killed.process.wait()
            for pid in pids[1:]:
                with suppress(ProcessLookupError):  # orphans end by themselves, too
                    os.kill(pid, signal.SIGKILL)
            deadline = time.monotonic() + 30
            while not gone(pids) and time.monotonic() < deadline:
                time.sleep(0.01)
            assert left.is_dir()
            with serving(library.index, "--workers", "2"):
                assert not left.exists() and own.is_dir() and foreign.is_dir()
            until(living, 200, GenerationStore(library.index).generations()[-1])
            status, counts = living.get("/metrics")
            assert status == 200 and b"qianshao_requests_total" in counts
    assert set(temporary.iterdir()) == {foreign}


@contextmanager
def read_only(index: Path) -> Iterator[None]:
    """Nothing below may be written meanwhile, by whoever is subject to modes."""
    paths = [index, *index.rglob("*")]
    for path in paths:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(0o750 if path.is_dir() else 0o640)


def command(library: Library, *arguments: str) -> Result:
    """A command, run by somebody who is subject to modes."""
    with without_override():
        done = CliRunner().invoke(main, [*arguments, "--index", str(library.index)])
    assert isinstance(done.exception, SystemExit | None) and "Traceback" not in done.output
    return done


@pytest.mark.skipif(os.name != "posix", reason="needs modes of files")
def test_a_read_only_index_answers_and_refuses_to_be_changed(library: Library) -> None:
    if not sys.platform.startswith("linux"):
        unavailable("read-only folders are tried on Linux")
    with read_only(library.index):
        found = command(library, "search", "平安前哨", "--json")
        assert found.exit_code == 0 and json.loads(found.stdout)["total"] == 4
        for line in (("status",), ("verify", str(library.stage.new_corpus))):
            assert command(library, *line).exit_code == 0, line
        for line in (
            ("rebuild", str(library.stage.old_corpus)),
            ("update", str(library.stage.new_corpus)),
            ("rollback",),
            ("prune", "--keep", "1"),
            ("withdraw", "report-1", "--reason", "申请"),
        ):
            refused = command(library, *line)
            assert refused.exit_code == 1 and str(library.index) in refused.stderr, line
    assert stages.answers(library.index) == library.stage.new
