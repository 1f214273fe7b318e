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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import shim
import trials
from plans import PLANS
from shim import Fault
from trials import Stage, Verdict


def faults(
    stage: Stage, folder: Path, count: int, chooser: random.Random
) -> Iterator[tuple[str, Fault]]:
    """`count` faults: plans in turn, the point of each one at random among all its calls."""
    calls = {
        kinds: trials.count_calls(stage, folder / "count", kinds, trials.full_build)
        for _, kinds, _, _ in PLANS
    }
    for number in range(count):
        name, kinds, action, errors = PLANS[number % len(PLANS)]
        if calls[kinds]:
            k = chooser.randint(1, calls[kinds])
            yield name, Fault(kinds, k, action, chooser.choice(errors))


def run(count: int, seed: int) -> dict[str, object]:
    """All trials; the report has counts by fault and by how they ended, and each problem."""
    chooser = random.Random(seed)
    counts: Counter[str] = Counter()
    problems: list[str] = []
    with shim.scratch_folder() as name:
        folder = Path(name)
        stage = trials.set_stage(folder)
        for plan, fault in faults(stage, folder, count, chooser):
            verdict = trials.run_trial(stage, folder / "trial", fault, trials.full_build)
            if verdict.problem is None and chooser.random() < 0.2:
                counts["rebuilt afterwards"] += 1
                problem = trials.rebuild_problem(
                    stage, folder / "trial" / "index", trials.full_build
                )
                verdict = Verdict(verdict.ended, verdict.state, problem)
            counts["trials"] += 1
            counts[f"{plan}: {verdict.ended}, {verdict.state}"] += 1
            counts["third states"] += verdict.state == "third"
            if verdict.problem:
                problems.append(f"{fault}: {verdict.ended}, {verdict.state}: {verdict.problem}")
    return {"seed": seed, "counts": dict(sorted(counts.items())), "problems": problems}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    if shim.SHIM_VARIABLE not in os.environ:
        sys.exit(shim.run_preloaded(sys.argv))
    report = run(arguments.trials, arguments.seed)
    print(json.dumps(report, ensure_ascii=False, indent=2))
    sys.exit(1 if report["problems"] else 0)


if __name__ == "__main__":
    main()
