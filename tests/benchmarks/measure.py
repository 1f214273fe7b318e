"""Turn engines and tasks into figures: build, size, memory, start, update, times of each query."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memory import tree_private_mb
from workload import CLASSES, Task

WORKER = Path(__file__).with_name("worker.py")
_SAMPLE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Build:
    """Seconds from starting the process to its end, segmentation included; peak of its tree."""

    seconds: float
    size_mb: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one engine for one class. `first` is the median of each task's first run."""

    median: float
    p95: float
    first: float
    total: int  # of all tasks' hits, to see that engines answer the same question


@dataclass(frozen=True, slots=True)
class Serving:
    """Seconds from process start to the first answer, seconds of an update, memory afterwards."""

    start_s: float
    update_s: float | None
    private_mb: float
    mapped_mb: float


def build(name: str, lines: Path, folder: Path) -> Build:
    """Build in a process of its own; raises CalledProcessError when that fails."""
    started = time.perf_counter()
    arguments = [sys.executable, str(WORKER), "build", name, str(lines), str(folder)]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, tree_private_mb(process.pid))
        time.sleep(_SAMPLE_SECONDS)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    files = (path for path in folder.rglob("*") if path.is_file())
    return Build(seconds, sum(path.stat().st_size for path in files) / 1e6, peak)


class Running:
    """A worker that serves one engine; `ask` waits for its answer."""

    def __init__(self, name: str, folder: Path) -> None:
        arguments = [sys.executable, str(WORKER), "serve", name, str(folder)]
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def first_answer_s(name: str, folder: Path, task: Task) -> float:
    """Seconds from starting a process to its first answer, files warm in the page cache."""
    started = time.perf_counter()
    running = Running(name, folder)
    running.ask({"task": task.as_json()})
    seconds = time.perf_counter() - started
    running.close()
    return seconds


def interleave(
    engines: dict[str, Running], tasks: Sequence[Task], rounds: int, seed: int
) -> dict[str, dict[str, Times]]:
    """Engine → class → times. Each task goes to all engines in turn, in an order drawn anew.

    The first round is kept apart; `rounds` more follow. Classes an engine cannot do are absent.
    """
    chance = random.Random(seed)
    names = list(engines)
    answers: dict[tuple[str, str], list[list[dict[str, Any]]]] = {}
    for number in range(rounds + 1):
        for task in tasks:
            chance.shuffle(names)
            for name in names:
                answer = engines[name].ask({"task": task.as_json()})
                if answer["total"] is not None:
                    groups = answers.setdefault((name, task.kind), [[] for _ in range(rounds + 1)])
                    groups[number].append(answer)
    table: dict[str, dict[str, Times]] = {name: {} for name in engines}
    for kind in CLASSES:
        for name in engines:
            if groups := answers.get((name, kind)):
                table[name][kind] = _times(groups)
    return table


def _times(groups: list[list[dict[str, Any]]]) -> Times:
    first, warm = groups[0], [answer["ms"] for group in groups[1:] for answer in group]
    ordered = sorted(warm)
    return Times(
        median=statistics.median(warm),
        p95=ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        first=statistics.median(answer["ms"] for answer in first),
        total=sum(answer["total"] for answer in first),
    )
