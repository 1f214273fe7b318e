"""Kill real `qianshao` builds at random times, and start several at once: old or new answers.

    python tests/faults/commands.py --trials 60 --seed 7

Whole commands with their worker processes, in processes of their own: nothing is injected. Of two
or ten builds at once those that come too late must say who is building, and one at least must win.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import shim
import trials
from stages import Stage, set_stage
from tally import Tally
from trials import Verdict

Chance = random.Random


def start(command: str, stage: Stage, index: Path) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-c", "from web.cli import main; main()", command]
    return subprocess.Popen(
        [*line, str(stage.new_corpus), "--index", str(index)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def seconds_of(command: str, stage: Stage, scratch: Path) -> float:
    """How long the whole command takes here, now."""
    index = trials.copy_index(stage.index, scratch)
    started = time.monotonic()
    start(command, stage, index).communicate()
    return time.monotonic() - started


def killed(
    command: str, stage: Stage, index: Path, chance: Chance, seconds: float
) -> tuple[str, Verdict]:
    """kill -9 at a random moment, mostly in the second half: the first is the interpreter's."""
    after = seconds * chance.uniform(0.3, 1.05)
    build = start(command, stage, index)
    time.sleep(after)
    build.send_signal(signal.SIGKILL)
    _, told = build.communicate()
    code = build.returncode
    ended = trials.ending_of(-code if code < 0 else code << 8)
    verdict = trials.judge(stage, index, ended)
    return f"after {after:.2f} s", _no_traceback(verdict, told)


def at_once(command: str, stage: Stage, index: Path, count: int) -> tuple[str, Verdict]:
    """So many at the same time: all end well or say who builds; the new answers are there."""
    builds = [start(command, stage, index) for _ in range(count)]
    told = [build.communicate()[1] for build in builds]
    codes = [build.returncode for build in builds]
    verdict = trials.judge(stage, index, "done" if 0 in codes else "refused")
    pids = [str(build.pid).encode() for build in builds]
    for code, words in zip(codes, told, strict=True):
        verdict = _no_traceback(verdict, words)
        named = any(pid in words for pid in pids)
        if code not in (0, 1) or (code == 1 and not named):
            verdict = replace(verdict, problem=f"code {code}: {words.decode()[-300:]}")
    return f"exit codes {sorted(codes)}", verdict


def _no_traceback(verdict: Verdict, told: bytes) -> Verdict:
    if b"Traceback" in told:
        return replace(verdict, problem=told.decode("utf-8", "replace")[-500:])
    return verdict


def run(count: int, chance: Chance, folder: Path, tally: Tally) -> None:
    stage = set_stage(folder)
    seconds = {name: seconds_of(name, stage, folder / "trial") for name in ("rebuild", "update")}
    for number in range(count):
        index = trials.copy_index(stage.index, folder / "trial")
        command = chance.choice(("rebuild", "update"))
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
    arguments = parser.parse_args()
    tally = Tally()
    with shim.scratch_folder() as scratch:
        run(arguments.trials, random.Random(arguments.seed), Path(scratch), tally)
    tally.finish(arguments.seed, cores=os.cpu_count())


if __name__ == "__main__":
    main()
