"""The long fault campaign: builds under every kind of fault, counted, repeatable by its seed.

    python tests/faults/campaign.py --trials 300 --seed 7

Every call of every kind that a build makes below the index folder is a trial: it fails (once, or
from then on) or the process is killed there. `--trials N --skip M` takes N of them, after M others,
in an order that the seed gives and that goes round all kinds; without --trials all are run. Starts
itself again with the fault shim preloaded; every trial is a fork of the warm process.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Collection
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import shim
import trials
from plans import PLANS
from shim import Fault
from stages import BUILDS, Build, Stage
from tally import Tally

_REBUILT_SHARE = 0.2  # of the trials are followed by a full build without faults


def all_faults(
    stage: Stage, folder: Path, build: Build, plans: Collection[str], chooser: random.Random
) -> list[tuple[str, Fault]]:
    """Every fault of these plans, the plans in turn, each in random order."""
    calls = trials.count_calls(stage, folder, build)
    by_plan: list[list[tuple[str, Fault]]] = []
    for name, kinds, action, errors in PLANS:
        points = range(1, sum(calls[kind] for kind in kinds) + 1)
        faults = [(name, Fault(kinds, k, action, error)) for error in errors for k in points]
        in_order = chooser.sample(faults, len(faults))
        by_plan.append(in_order if name in plans else [])
    return [fault for fault in chain(*zip_longest(*by_plan)) if fault is not None]


def run(name: str, arguments: argparse.Namespace, tally: Tally) -> None:
    """Trials of one kind of build; one in five is followed by a full build without faults."""
    set_stage, build = BUILDS[name]
    deadline = time.monotonic() + arguments.most_seconds
    chooser = random.Random(arguments.seed)
    end = arguments.skip + arguments.trials if arguments.trials else None
    with shim.scratch_folder() as scratch:
        folder = Path(scratch)
        stage = set_stage(folder)
        faults = all_faults(stage, folder / "count", build, arguments.plans, chooser)
        for plan, fault in faults[arguments.skip : end]:
            if time.monotonic() > deadline:
                break
            verdict = trials.run_trial(stage, folder / "trial", fault, build)
            if verdict.problem is None and chooser.random() < _REBUILT_SHARE:
                problem = trials.rebuild_problem(stage, folder / "trial" / "index")
                verdict = replace(verdict, problem=problem)
            tally.add(f"{name}, {plan}", fault, verdict)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=0, help="how many of each build; 0: all")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many before them")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--most-seconds", type=float, default=86400, help="for each build")
    parser.add_argument("--builds", nargs="*", default=list(BUILDS), choices=list(BUILDS))
    names = [name for name, *_ in PLANS]
    parser.add_argument("--plans", nargs="*", default=names, choices=names)
    arguments = parser.parse_args()
    if shim.SHIM_VARIABLE not in os.environ:
        sys.exit(shim.run_preloaded(sys.argv))
    tally = Tally()
    for name in arguments.builds:
        run(name, arguments, tally)
    tally.finish(arguments.seed, skipped=arguments.skip)


if __name__ == "__main__":
    main()
