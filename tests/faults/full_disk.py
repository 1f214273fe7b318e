"""Build on a small disk that is really full: the old answers stay, or the new ones are all there.

    python tests/faults/full_disk.py --trials 60 --seed 7

The disk is a tmpfs of its own, which only root may mount; its free space is random, from nothing to
a little more than a build needs.
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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import stages
import trials
from stages import BUILDS, Build, Stage
from tally import Tally
from trials import Verdict

_DISK_BYTES = 64 << 20
_SPARE = 1.2  # of what a build needs


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
    state = os.statvfs(disk)
    filler = disk / "filler"
    with filler.open("wb") as file:
        rest = max(0, state.f_bavail * state.f_frsize - left)
        while rest > 0:
            rest -= file.write(bytes(min(rest, 1 << 20)))
    return filler


def trial(stage: Stage, disk: Path, build: Build, left: int) -> Verdict:
    """Build with so many bytes left; then make room and build again."""
    gc.collect()  # what was open before this trial gives its space back
    index = trials.copy_index(stage.index, disk / "trial")
    filler = fill(disk, left)
    ended, crash = trials.build_apart(stage, index, build)
    meanwhile = stages.answers(index)
    filler.unlink()
    verdict = trials.judge(stage, index, ended)
    if meanwhile not in (stage.old, stage.new):
        return replace(verdict, state="third", problem="wrong answers while the disk was full")
    if verdict.problem is None:
        verdict = replace(verdict, problem=trials.rebuild_problem(stage, index))
    return replace(verdict, problem=crash) if crash else verdict


def needed(stage: Stage, disk: Path, build: Build) -> int:
    """Bytes that a build of the new corpus adds, at the least."""
    index = trials.copy_index(stage.index, disk / "trial")
    before = os.statvfs(disk)
    trials.build_apart(stage, index, build)
    after = os.statvfs(disk)
    return (before.f_bavail - after.f_bavail) * before.f_frsize


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--most-seconds", type=float, default=86400, help="then end and report")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    tally = Tally(arguments.most_seconds)
    try:
        with small_disk() as disk, tempfile.TemporaryDirectory() as scratch:
            for name, (set_stage, build) in BUILDS.items():
                folder = Path(scratch) / name.replace(" ", "-")
                folder.mkdir()
                stage = set_stage(folder)
                most = int(needed(stage, disk, build) * _SPARE)
                for _ in range(0 if tally.is_over else arguments.trials // len(BUILDS)):
                    left = chance.randrange(most)
                    tally.add(f"{name}, disk full", left, trial(stage, disk, build, left))
    except OSError as error:
        print(f"not tried: no small disk can be mounted here ({error})", file=sys.stderr)
        sys.exit(2)
    tally.finish(arguments.seed)


if __name__ == "__main__":
    main()
