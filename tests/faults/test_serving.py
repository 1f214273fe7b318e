"""The real server over an index folder that is damaged, closed to it, or replaced meanwhile."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
import stages
from conftest import Library, unavailable
from serving import Service, family, serving
from swaps import address_of

from indexer.generations import GenerationStore

_ADDRESS = address_of("平安前哨")
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1


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


def subject_to_modes() -> None:
    """Even root may not write where the mode forbids it: for the process about to be started."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)


def command(library: Library, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-c", "from web.cli import main; main()", *arguments]
    line += ["--index", str(library.index)]
    return subprocess.run(line, capture_output=True, text=True, preexec_fn=subject_to_modes)


@pytest.mark.skipif(os.name != "posix", reason="needs modes of files")
def test_a_read_only_index_answers_and_refuses_to_be_changed(library: Library) -> None:
    if not sys.platform.startswith("linux"):
        unavailable("read-only folders are tried on Linux")
    paths = [library.index, *library.index.rglob("*")]
    for path in paths:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        found = command(library, "search", "平安前哨", "--json")
        assert found.returncode == 0 and json.loads(found.stdout)["total"] == 4
        for line in (
            ("status",),
            ("verify", str(library.stage.new_corpus)),
        ):
            assert command(library, *line).returncode == 0, line
        for line in (
            ("rebuild", str(library.stage.old_corpus)),
            ("update", str(library.stage.new_corpus)),
            ("rollback",),
            ("prune", "--keep", "1"),
            ("withdraw", "report-1", "--reason", "申请"),
        ):
            refused = command(library, *line)
            assert refused.returncode == 1 and "Traceback" not in refused.stderr, line
    finally:
        for path in paths:
            path.chmod(0o750 if stat.S_ISDIR(path.stat().st_mode) else 0o640)
    assert stages.answers(library.index) == library.stage.new
