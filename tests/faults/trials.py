"""Run one build under one fault in a process of its own, then judge what the index answers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import shim
from shim import Fault
from stages import Build, Stage, answers, full_build

from indexer.errors import IndexMissingError, QianshaoError
from indexer.generations.store import GenerationStore

DONE, REFUSED, CRASHED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a trial. `problem` is None when the index answers exactly as old or new.

    `recovery_s`: seconds from the end of the build until all answers were there and the next
    writer had cleaned up; 0.0 when that failed.
    """

    ended: str  # "done" | "refused" | "killed" | "crashed"
    state: str  # "old" | "new" | "third" | "lost"
    problem: str | None = None
    recovery_s: float = 0.0


def count_calls(stage: Stage, scratch: Path, build: Build) -> dict[str, int]:
    """How many calls of each kind a whole build of the new corpus makes below its index."""
    index = copy_index(stage.index, scratch)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        shim.count_calls(index)
        build(stage.new_corpus, index)
        os.write(writer, json.dumps(shim.calls_seen()).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as pipe:
        counts: dict[str, int] = json.loads(pipe.read())
        return counts


def run_trial(stage: Stage, scratch: Path, fault: Fault, build: Build) -> Verdict:
    """Build the new corpus over the old index while `fault` strikes; then judge."""
    index = copy_index(stage.index, scratch)
    ended, crash = build_apart(stage, index, build, lambda: shim.arm(index, fault))
    verdict = judge(stage, index, ended)
    return replace(verdict, problem=crash) if crash else verdict


def build_apart(
    stage: Stage, index: Path, build: Build, strike: Callable[[], None] = lambda: None
) -> tuple[str, str | None]:
    """Build in a fork of this warm process: how it ended, and the traceback of a crash."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os._exit(_build(stage, index, build, strike, writer))
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read().decode("utf-8", "replace")
    _, status = os.waitpid(child, 0)
    ended = ending_of(status)
    return ended, f"not an expected error: {told[-800:]}" if ended == "crashed" else None


def _build(stage: Stage, index: Path, build: Build, strike: Callable[[], None], writer: int) -> int:
    try:
        strike()
        build(stage.new_corpus, index)
        return DONE
    except QianshaoError:
        return REFUSED
    except BaseException:
        os.write(writer, traceback.format_exc().encode()[-4000:])
        return CRASHED


def ending_of(status: int) -> str:
    """A wait status in a word."""
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGKILL else "crashed"
    return {DONE: "done", REFUSED: "refused"}.get(os.WEXITSTATUS(status), "crashed")


def judge(stage: Stage, index: Path, ended: str) -> Verdict:
    """Old or new exactly; new if the build said that it was done; the next build must work."""
    started = time.monotonic()
    try:
        found = answers(index)
    except QianshaoError as error:
        return Verdict(ended, "lost", f"cannot be opened: {error}")
    state = "old" if found == stage.old else "new" if found == stage.new else "third"
    if state == "third":
        return Verdict(ended, state, "answers are neither the old ones nor the new ones")
    if ended == "done" and state != "new":
        return Verdict(ended, state, "the build reported success, but the old answers are live")
    problem = _next_writer_problem(index)
    return Verdict(ended, state, problem, time.monotonic() - started)


def _next_writer_problem(index: Path) -> str | None:
    """The next build must find a free lock, clean up, and leave nothing but generations."""
    store = GenerationStore(index)
    with store.begin() as pending:
        (pending.path / "probe").write_text("x")
    left = [path.name for path in index.glob("gen-*.tmp")]
    return f"left behind: {left}" if left else None


def rebuild_problem(stage: Stage, index: Path) -> str | None:
    """None when a full build over what a fault left behind gives the new answers, with no word of
    damage."""
    full_build(stage.new_corpus, index)
    try:
        warnings = GenerationStore(index).current().warnings
    except IndexMissingError:
        return "the next build publishes nothing"
    if warnings or answers(index) != stage.new:
        return f"the next build does not give the new answers {warnings}"
    return None


def copy_index(index: Path, scratch: Path) -> Path:
    """A copy of an index folder in a scratch folder that holds nothing else."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    return Path(shutil.copytree(index, scratch / "index"))
