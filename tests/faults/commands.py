"""Kill whole `qianshao` builds at random times, and start several at once: old or new answers.

    python tests/faults/commands.py --trials 60 --seed 7

Whole commands, from the reading of their arguments to their exit code: nothing is injected. Each
runs in a fork of this process, which has imported all that it needs, so that every kill strikes a
build and none the start of an interpreter. Of two or ten builds at once those that come too late
must say who is building, and one at least must win.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import shim
import trials
from stages import Stage, set_stage, set_update_stage
from tally import Tally
from trials import Verdict

from web.cli import main as qianshao

Chance = random.Random
STAGES = {"rebuild": set_stage, "update": set_update_stage}


@dataclass(frozen=True, slots=True)
class Started:
    """A command under way, and where it says what is wrong."""

    pid: int
    errors: int

    def end(self) -> tuple[int, bytes]:
        """Wait for its end: its wait status and what it said."""
        with os.fdopen(self.errors, "rb") as pipe:
            told = pipe.read()
        return os.waitpid(self.pid, 0)[1], told


def start(command: str, stage: Stage, index: Path) -> Started:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(writer, sys.stderr.fileno())
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.argv = ["qianshao", command, str(stage.new_corpus), "--index", str(index)]
        os._exit(_code_of_command())
    os.close(writer)
    return Started(pid, reader)


def _code_of_command() -> int:
    try:
        qianshao()
    except SystemExit as end:
        return int(end.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
    return trials.CRASHED


def seconds_of(command: str, stage: Stage, scratch: Path) -> float:
    """How long the whole command takes here, now; the first one loads what the others share."""
    for _ in range(2):
        index = trials.copy_index(stage.index, scratch)
        started = time.monotonic()
        start(command, stage, index).end()
    return time.monotonic() - started


def killed(
    command: str, stage: Stage, index: Path, chance: Chance, seconds: float
) -> tuple[str, Verdict]:
    """kill -9 at a random moment."""
    after = seconds * chance.uniform(0, 1.05)
    build = start(command, stage, index)
    time.sleep(after)
    os.kill(build.pid, signal.SIGKILL)
    status, told = build.end()
    verdict = trials.judge(stage, index, trials.ending_of(status))
    return f"after {after:.2f} s", _no_traceback(verdict, told)


def at_once(command: str, stage: Stage, index: Path, count: int) -> tuple[str, Verdict]:
    """So many at the same time: all end well or say who builds; the new answers are there."""
    builds = [start(command, stage, index) for _ in range(count)]
    ended = [build.end() for build in builds]
    codes = [os.waitstatus_to_exitcode(status) for status, _ in ended]
    verdict = trials.judge(stage, index, "done" if 0 in codes else "refused")
    pids = [str(build.pid).encode() for build in builds]
    for code, (_, words) in zip(codes, ended, strict=True):
        verdict = _no_traceback(verdict, words)
        named = any(pid in words for pid in pids)
        if code not in (0, 1) or (code == 1 and not named):
            verdict = replace(verdict, problem=f"code {code}: {words.decode()[-300:]}")
    return f"exit codes {sorted(codes)}", verdict


def _no_traceback(verdict: Verdict, told: bytes) -> Verdict:
    if b"Traceback" in told:
        return replace(verdict, problem=told.decode("utf-8", "replace")[-500:])
    return verdict


def run(
    count: int, chance: Chance, stages: Mapping[str, Stage], folder: Path, tally: Tally
) -> None:
    seconds = {name: seconds_of(name, stage, folder / "trial") for name, stage in stages.items()}
    for number in range(count):
        if tally.is_over:
            break
        command = chance.choice(sorted(stages))
        stage = stages[command]
        index = trials.copy_index(stage.index, folder / "trial")
        if number % 10 == 8:
            kind, (what, verdict) = "two at once", at_once(command, stage, index, 2)
        elif number % 10 == 9:
            kind, (what, verdict) = "ten at once", at_once(command, stage, index, 10)
        else:
            kind = "kill -9 at any time"
            what, verdict = killed(command, stage, index, chance, seconds[command])
        if verdict.problem is None and chance.random() < 0.3:
            verdict = replace(verdict, problem=trials.rebuild_problem(stage, index))
        tally.add(f"{command}, {kind}", what, verdict)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--most-seconds", type=float, default=86400, help="then end and report")
    arguments = parser.parse_args()
    tally = Tally(arguments.most_seconds)
    with shim.scratch_folder() as scratch:
        stages: dict[str, Stage] = {}
        for name, set_one in STAGES.items():
            (Path(scratch) / name).mkdir()
            stages[name] = set_one(Path(scratch) / name)
        run(arguments.trials, random.Random(arguments.seed), stages, Path(scratch), tally)
    tally.finish(arguments.seed, cores=os.cpu_count())


if __name__ == "__main__":
    main()
