"""The long fault campaign: builds under every kind of fault, counted, repeatable by its seed.

    python tests/faults/campaign.py --trials 300 --seed 7

Starts itself again with the fault shim preloaded; every trial is a fork of the warm process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import shim
import trials
from plans import PLANS
from shim import Fault
from trials import Build, Stage, Verdict

BUILDS = {"rebuild": trials.full_build, "update": trials.incremental_build}
STAGES = {"rebuild": trials.set_stage, "update": trials.set_update_stage}


def faults(
    stage: Stage, folder: Path, build: Build, count: int, chooser: random.Random
) -> Iterator[tuple[str, Fault]]:
    """`count` faults: plans in turn, the point of each one at random among all its calls."""
    calls = {
        kinds: trials.count_calls(stage, folder / "count", kinds, build) for _, kinds, _, _ in PLANS
    }
    for number in range(count):
        name, kinds, action, errors = PLANS[number % len(PLANS)]
        if calls[kinds]:
            k = chooser.randint(1, calls[kinds])
            yield name, Fault(kinds, k, action, chooser.choice(errors))


class Report:
    """Counts by build, fault and ending; every problem in words."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []

    def add(self, name: str, plan: str, fault: Fault, verdict: Verdict) -> None:
        self.counts["trials"] += 1
        self.counts["third states"] += verdict.state == "third"
        self.counts[f"{name}, {plan}: {verdict.ended}, {verdict.state}"] += 1
        if verdict.problem:
            what = f"{name}, {fault}: {verdict.ended}, {verdict.state}: {verdict.problem}"
            self.problems.append(what)


def run(name: str, count: int, chooser: random.Random, report: Report) -> None:
    """Trials of one kind of build; one in five is followed by a full build without faults."""
    build = BUILDS[name]
    with shim.scratch_folder() as scratch:
        folder = Path(scratch)
        stage = STAGES[name](folder)
        for plan, fault in faults(stage, folder, build, count, chooser):
            verdict = trials.run_trial(stage, folder / "trial", fault, build)
            if verdict.problem is None and chooser.random() < 0.2:
                report.counts["rebuilt afterwards"] += 1
                index = folder / "trial" / "index"
                problem = trials.rebuild_problem(stage, index, trials.full_build)
                verdict = replace(verdict, problem=problem)
            report.add(name, plan, fault, verdict)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    if shim.SHIM_VARIABLE not in os.environ:
        sys.exit(shim.run_preloaded(sys.argv))
    chooser = random.Random(arguments.seed)
    report = Report()
    for name in BUILDS:
        run(name, arguments.trials // len(BUILDS), chooser, report)
    values = {"seed": arguments.seed, "counts": report.counts, "problems": report.problems}
    print(json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True))
    sys.exit(1 if report.problems else 0)


if __name__ == "__main__":
    main()
