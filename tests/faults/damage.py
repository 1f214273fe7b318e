"""Damage generations at random places, at rest and while they are served: never a wrong answer.

    python tests/faults/damage.py --trials 300 --seed 7

At rest: one file of the live generation, of both, or of one that an update shares with the next is
damaged; opened afterwards, the index must answer as the old or the new one did, or refuse. While
served: a searcher that has the live generation mapped must do the same. There nothing is cut: that
may end the process (SIGBUS) before it has looked at its files; started again, they are at rest.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import shim
import stages
from harm import IN_PLACE, KINDS, harm
from stages import Stage
from tally import Tally
from trials import Verdict, copy_index

from indexer.errors import QianshaoError
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from search.searcher import Searcher, open_searcher

_REBUILT_SHARE = 0.1
_SETTLED_S = 0.03  # the files are looked at every 10 ms


def judge(
    stage: Stage, ended: str, answers: Callable[[], stages.Answers], allowed: set[str]
) -> Verdict:
    """Whose answers these are. Refusing counts as "refused": an answer nobody can mistake."""
    started = time.monotonic()
    try:
        found = answers()
    except QianshaoError:
        state = "refused"
    else:
        state = "old" if found == stage.old else "new" if found == stage.new else "third"
    problem = None if state in allowed else f"{state} is not among {sorted(allowed)}"
    return Verdict(ended, state, problem, time.monotonic() - started)


def at_rest(stage: Stage, index: Path, kind: str, chance: random.Random) -> tuple[str, Verdict]:
    """Harm the live generation, or both; open what is left."""
    before, live = GenerationStore(index).generations()
    what = harm(index / live, kind, chance)
    allowed = {"old"}
    if chance.random() < 0.2:
        what += f"; {harm(index / before, kind, chance)}"
        allowed = {"refused"}
    return what, judge(stage, "damaged", lambda: stages.answers(index), allowed)


def shared(stage: Stage, index: Path, kind: str, chance: random.Random) -> tuple[str, Verdict]:
    """Harm the live generation of an update, whose files are partly those of the one before."""
    what = harm(index / GenerationStore(index).generations()[-1], kind, chance)
    return what, judge(stage, "damaged", lambda: stages.answers(index), {"old", "refused"})


@contextmanager
def opened(index: Path) -> Iterator[Searcher]:
    searcher = open_searcher(Settings(index=str(index)))
    try:
        yield searcher
    finally:
        searcher.close()


def while_served(
    stage: Stage, index: Path, kind: str, chance: random.Random
) -> tuple[str, Verdict]:
    """Harm the live generation under a searcher that has it mapped and has answered from it."""
    live = index / GenerationStore(index).generations()[-1]
    with opened(index) as searcher:
        assert stages.answers_of(searcher) == stage.new
        what = harm(live, kind, chance)
        time.sleep(_SETTLED_S)
        # The manifest is read once: damage to it changes no answer until the next start.
        is_quiet = kind not in IN_PLACE or "manifest.json" in what
        allowed = {"new", "old"} if is_quiet else {"old"}
        return what, judge(stage, "damaged", lambda: stages.answers_of(searcher), allowed)


def run(trials: int, chance: random.Random, folder: Path, tally: Tally) -> None:
    stage = stages.set_stage(folder / "full")
    both = copy_index(stage.index, folder / "both")
    stages.full_build(stage.new_corpus, both)
    updated = stages.set_bulk_stage(folder / "bulk")
    sharing = copy_index(updated.index, folder / "sharing")
    stages.incremental_build(updated.new_corpus, sharing)
    quiet = tuple(kind for kind in KINDS if kind not in ("cut", "emptied"))
    plans = [
        *(("at rest", kind, at_rest, stage, both) for kind in KINDS),
        *(("shared by an update", kind, shared, updated, sharing) for kind in KINDS),
        *(("while served", kind, while_served, stage, both) for kind in quiet),
    ]
    for number in range(trials):
        if tally.is_over:
            break
        place, kind, trial, of, template = plans[number % len(plans)]
        index = copy_index(template, folder / "trial")
        if place.startswith("shared"):
            _link_again(index, template)
        what, verdict = trial(of, index, kind, chance)
        if verdict.problem is None and chance.random() < _REBUILT_SHARE:
            stages.full_build(of.new_corpus, index)
            if stages.answers(index) != of.new:
                verdict = Verdict("damaged", "third", "a rebuild does not give the new answers")
        tally.add(f"{place}, {kind}", what, verdict)


def _link_again(index: Path, template: Path) -> None:
    """Files that two generations of the template share are shared by those of its copy."""
    before, live = (template / name for name in GenerationStore(template).generations())
    for path in live.rglob("*"):
        name = path.relative_to(live)
        if path.is_file() and (before / name).is_file() and path.samefile(before / name):
            copied = index / live.name / name
            copied.unlink()
            copied.hardlink_to(index / before.name / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--most-seconds", type=float, default=86400, help="then end and report")
    arguments = parser.parse_args()
    tally = Tally(arguments.most_seconds)
    with shim.scratch_folder() as scratch:
        for name in ("full", "bulk"):
            (Path(scratch) / name).mkdir()
        run(arguments.trials, random.Random(arguments.seed), Path(scratch), tally)
    tally.finish(arguments.seed)


if __name__ == "__main__":
    main()
