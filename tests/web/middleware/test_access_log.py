"""The access log: whole lines from several processes, rotated by others, on disks that refuse."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from web.middleware.access_log import LogFile


@contextmanager
def opened(path: Path) -> Iterator[tuple[LogFile, list[int]]]:
    """A log, and a list that grows by one for each line that is lost."""
    lost: list[int] = []
    log = LogFile(path, lambda: lost.append(1))
    try:
        yield log, lost
    finally:
        log.close()


def say(log: LogFile, words: str) -> None:
    log.emit(logging.LogRecord("qianshao.access", logging.INFO, "", 0, "%s", (words,), None))


def test_a_renamed_or_removed_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "access.jsonl"
    with opened(path) as (log, lost):
        say(log, "一")
        path.rename(path.with_suffix(".1"))
        say(log, "二")
        path.unlink()
        say(log, "三")
        assert path.read_text("utf-8") == "三\n" and not lost
        path.write_bytes(b"")  # what copytruncate does
        say(log, "四")
        assert path.read_text("utf-8") == "四\n"
    assert path.with_suffix(".1").read_text("utf-8") == "一\n"
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o640 & ~_umask()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


MANY = """
import logging, sys
from pathlib import Path
from web.middleware.access_log import LogFile

log = LogFile(Path(sys.argv[1]), sys.exit)
for number in range(300):
    words = f"{sys.argv[2]} {number} {sys.argv[2] * 3000}"
    log.emit(logging.LogRecord("x", logging.INFO, "", 0, words, (), None))
"""


def test_lines_of_several_processes_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "access.jsonl"
    command = [sys.executable, "-c", MANY, str(path)]
    writers = [subprocess.Popen([*command, name]) for name in "abc"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    lines = [line.split(" ") for line in path.read_text().splitlines()]
    assert all(filler == name * 3_000 for name, _, filler in lines)
    found = sorted((name, int(number)) for name, number, _ in lines)
    assert found == [(name, number) for name in "abc" for number in range(300)]


def test_a_folder_that_cannot_be_made_costs_lines_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    with opened(tmp_path / "file" / "access.jsonl") as (log, lost):
        for _ in range(5):
            say(log, "一")
        assert len(lost) == 5
        assert len(caplog.messages) == 1 and "access.jsonl" in caplog.messages[0]
        (tmp_path / "file").unlink()
        say(log, "二")
        assert len(lost) == 5
    assert (tmp_path / "file" / "access.jsonl").read_text("utf-8") == "二\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_costs_lines_only(caplog: pytest.LogCaptureFixture) -> None:
    with opened(Path("/dev/full")) as (log, lost):
        for _ in range(3):
            say(log, "一")
    assert len(lost) == 3 and len(caplog.messages) == 1


TORN = """
import logging, resource, sys
from pathlib import Path
from web.middleware.access_log import LogFile

lost = []
log = LogFile(Path(sys.argv[1]), lambda: lost.append(1))
def say(words):
    log.emit(logging.LogRecord("x", logging.INFO, "", 0, words, (), None))
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (15, hard))
for words in ("one", "two", "three", "four"):
    say(words)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
say("five")
print(len(lost))
"""


@pytest.mark.skipif(os.name == "nt", reason="no limits on files")
def test_a_line_that_was_cut_does_not_swallow_the_next(tmp_path: Path) -> None:
    path = tmp_path / "access.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", TORN, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "1\n" or done.stdout == "2\n"
    lines = path.read_text().splitlines()
    assert lines[:2] == ["one", "two"] and lines[-1] == "five"
