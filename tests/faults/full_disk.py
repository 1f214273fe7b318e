"""Build, add and review on a small disk that is really full: all is as before, or all is done.

    python tests/faults/full_disk.py --trials 60 --seed 7

The disk is a tmpfs of its own, which only root may mount; its free space is random, from nothing to
a little more than is needed. What is done with a library (library.py) is judged as it is there: no
file, draft, original or decision may be lost.
"""

from __future__ import annotations

import argparse
import errno
import gc
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "semantic"))

import library
import stages
import trials
from stages import BUILDS, Build, Stage
from tally import Tally
from tiny_model import write_tiny_model
from trials import Verdict

from indexer.build.worker_pool import Workers

_DISK_BYTES = 64 << 20
_SPARE = 1.2  # of what is needed
_PAGE = 4096


@contextmanager
def small_disk() -> Iterator[Path]:
    """A mounted tmpfs; OSError where none can be mounted."""
    with tempfile.TemporaryDirectory(prefix="qianshao-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", folder]
        done = subprocess.run(mount, capture_output=True, text=True)
        if done.returncode:
            raise OSError(errno.EPERM, done.stderr.strip() or "mount failed")
        try:
            yield Path(folder)
        finally:
            # Lazily: something of an index may still be mapped until Python collects it.
            subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path, left: int) -> Path:
    """A file that leaves so many bytes free."""
    gc.collect()  # what was open before gives its space back now, not when the disk is to be full
    state = os.statvfs(disk)
    filler = disk / "filler"
    with filler.open("wb") as file:
        rest = max(0, state.f_bavail * state.f_frsize - left)
        while rest > 0:
            rest -= file.write(bytes(min(rest, 1 << 20)))
    return filler


@dataclass(frozen=True, slots=True)
class Task:
    """What is done on the full disk, where its index lies, and how what came of it is judged.

    `judge` gets the folder and how the step ended.
    """

    stage: Stage
    step: Build
    index: str
    judge: Callable[[Path, str], Verdict]


def build_task(name: str, folder: Path) -> Task:
    """One of the builds; afterwards, with room again, a full build."""
    set_stage, build = BUILDS[name]
    stage = set_stage(folder)

    def judge(index: Path, ended: str) -> Verdict:
        verdict = trials.judge(stage, index, ended)
        if verdict.problem is None:
            verdict = replace(verdict, problem=trials.rebuild_problem(stage, index))
        return verdict

    return Task(stage, build, ".", judge)


def library_task(name: str, folder: Path) -> Task:
    """One of the steps people take with their files; afterwards the same step again."""
    write_tiny_model(folder / "model")
    act = library.ACTS[name]
    stage = library.set_stage(folder, act)
    done = library.files_of(folder / "done")
    return Task(
        stage, act.step, "index", lambda root, ended: library.judge(act, stage, root, done, ended)
    )


TASKS = {name: build_task for name in BUILDS} | {name: library_task for name in library.ACTS}


def trial(task: Task, disk: Path, left: int) -> Verdict:
    """Do it with so many bytes left; then make room and judge."""
    root = trials.copy_index(task.stage.index, disk / "trial")
    filler = fill(disk, left)
    ended, crash = trials.build_apart(task.stage, root, task.step)
    meanwhile = stages.answers(root / task.index)
    filler.unlink()
    if crash:
        return Verdict(ended, "lost", crash)
    verdict = task.judge(root, ended)
    if meanwhile not in (task.stage.old, task.stage.new):
        return replace(verdict, state="third", problem="wrong answers while the disk was full")
    return verdict


def needed(task: Task, disk: Path) -> int:
    """Bytes that it adds, at the least."""
    root = trials.copy_index(task.stage.index, disk / "trial")
    before = os.statvfs(disk)
    trials.build_apart(task.stage, root, task.step)
    after = os.statvfs(disk)
    return (before.f_bavail - after.f_bavail) * before.f_frsize


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=60, help="of all steps together")
    parser.add_argument("--steps", nargs="*", default=list(TASKS), choices=list(TASKS))
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--most-seconds", type=float, default=86400, help="then end and report")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    Workers.start = lambda self: None  # type: ignore[method-assign]  # vectors: in this process
    tally = Tally(arguments.most_seconds)
    try:
        with small_disk() as disk, tempfile.TemporaryDirectory() as scratch:
            for number, name in enumerate(arguments.steps):
                folder = Path(scratch) / str(number)
                folder.mkdir()
                task = TASKS[name](name, folder)
                most = max(_PAGE, int(needed(task, disk) * _SPARE))
                for _ in range(0 if tally.is_over else arguments.trials // len(arguments.steps)):
                    left = chance.randrange(most)
                    tally.add(f"{name}, disk full", left, trial(task, disk, left))
    except OSError as error:
        print(f"not tried: no small disk can be mounted here ({error})", file=sys.stderr)
        sys.exit(2)
    tally.finish(arguments.seed)


if __name__ == "__main__":
    main()
