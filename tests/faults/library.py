"""Strike what people do with their own files: add, review, undo, compute vectors. Nothing is lost.

    python tests/faults/library.py --trials 300 --seed 7

Every call of every kind that a step makes below a library (corpus, drafts, originals, ledger and
index) is a trial, as in campaign.py: it fails, or the process is killed there. Afterwards each file
has its old or its new content (of a step of the desk: all the old or all the new), the index
answers as before or as after, and the same step once more ends where an undisturbed one does.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "semantic"))

import shim
import stages
import trials
from campaign import all_faults
from plans import PLANS
from shim import Fault
from stages import Stage
from tally import Tally
from tiny_model import write_tiny_model
from trials import Verdict

from indexer.build.builder import BuildOptions
from indexer.build.updater import update
from indexer.build.worker_pool import Workers
from indexer.errors import LibraryError, QianshaoError
from indexer.library.addition import Options, add_files
from indexer.review.desk import Desk, Edit
from indexer.review.items import ReviewItem
from indexer.semantic.embedding import embed
from indexer.settings import SemanticSettings, Settings
from search.verify.gate import gatekeeper

_KEPT_FOR_REVIEW = ("notes", "settled.jsonl")

Files = dict[str, bytes]
Step = Callable[[Path, Path], object]


@dataclass(frozen=True, slots=True)
class Act:
    """What is done before the trials, then what is struck. `is_atomic`: all of it or nothing."""

    before: Step
    step: Step
    is_atomic: bool


def write_report(folder: Path, name: str, word: str) -> None:
    lines = [f"{word}的“平安前哨”第{n}段，{n * 7}年巡逻{n}次，出动警力{n}人。" for n in (1, 2, 3)]
    lines.append(f"全市启动实施“{word}快巡”工程，“{word}快巡”工程覆盖{len(word)}个区。")
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(
        f"{name}公安局{word}工作报告\n\n" + "\n\n".join(lines), "utf-8"
    )


def add(files: Path, root: Path, review: bool = False) -> None:
    """What `qianshao add` does; a document that cannot be read just now stops it."""
    add_files([files], root / "corpus", Options(review=review))
    if not review:
        settings = Settings(index=str(root / "index"), corpus=str(root / "corpus"))
        update(settings.corpus, settings, BuildOptions(True, verify=gatekeeper(settings)))


def drafts(opened: Desk) -> list[ReviewItem]:
    """All of them: who cannot see one, because it cannot be read just now, does not decide."""
    names = sorted(path.stem for path in (opened.corpus / "drafts").glob("*.md"))
    found = [opened.items.get(name, "draft") for name in names]
    if None in found:
        raise LibraryError("有草稿这时读不出来")
    return [item for item in found if item is not None]


def accept(files: Path, root: Path) -> None:
    opened = Desk(root / "corpus")
    if waiting := drafts(opened):
        opened.accept(waiting)


def reject(files: Path, root: Path) -> None:
    opened = Desk(root / "corpus")
    for item in drafts(opened):
        if item.slug == "丙":
            opened.reject(item)


def correct(files: Path, root: Path) -> None:
    opened = Desk(root / "corpus")
    for item in drafts(opened):
        opened.edit(item, Edit({"title": f"{item.slug}的新标题", "year": "2020"}))


def compute(files: Path, root: Path) -> None:
    model = SemanticSettings(str(files.parent / "model"))
    embed(Settings(index=str(root / "index"), corpus=str(root / "corpus"), semantic=model))


def nothing(files: Path, root: Path) -> None:
    pass


add_for_review = partial(add, review=True)
ACTS: dict[str, Act] = {
    "add": Act(nothing, add, False),
    "add --review": Act(nothing, add_for_review, False),
    "review: accept": Act(add_for_review, accept, True),
    "review: reject": Act(add_for_review, reject, True),
    "review: correct": Act(add_for_review, correct, False),
    "embed": Act(add, compute, False),
}


def set_stage(folder: Path, act: Act) -> Stage:
    """A library of two files; then one of them changes and one comes. Its answers old and new."""
    files, root = folder / "files", folder / "library"
    for name in "甲乙":
        write_report(files, name, "旧版")
    (root / "corpus").mkdir(parents=True)
    add(files, root)
    write_report(files, "甲", "新版")
    write_report(files, "丙", "新版")
    act.before(files, root)
    done = Path(shutil.copytree(root, folder / "done"))
    act.step(files, done)
    old, new = (stages.answers(one / "index") for one in (root, done))
    return Stage(root, files, files, old, new)


def files_of(root: Path) -> Files:
    """Content by place of all that people own: not the index, locks, and half-written files."""
    found: Files = {}
    for path in sorted((root / "corpus").rglob("*")):
        place = path.relative_to(root / "corpus")
        inner = place.parts[1:2] if place.parts[0] == "review" else ()
        is_own = not inner or inner[0] in _KEPT_FOR_REVIEW
        if path.is_file() and is_own and not path.name.startswith("."):
            found[place.as_posix()] = path.read_bytes()
    for path in sorted((root / "index" / "vectors").glob("*/*.arrays")):
        found[f"vectors/{path.name}"] = path.read_bytes()
    return found


def judge(act: Act, stage: Stage, root: Path, done: Files, ended: str) -> Verdict:
    """Old or new in every file and answer; then the same step again, without a fault."""
    started = time.monotonic()
    old, now = files_of(stage.index), files_of(root)
    kept = old.keys() & done.keys()
    if missing := sorted(kept - now.keys()):
        return Verdict(ended, "lost", f"gone: {missing}")
    strange = [name for name, data in now.items() if data not in (old.get(name), done.get(name))]
    # A ledger grows file by file; vectors may be those of the generation before, if that answers.
    strange = [n for n in strange if not n.endswith(".jsonl") and not n.startswith("vectors/")]
    if strange:
        return Verdict(ended, "third", f"neither old nor new: {strange}")
    try:
        found = stages.answers(root / "index")
        if found not in (stage.old, stage.new):
            return Verdict(ended, "third", "answers are neither the old ones nor the new ones")
        if act.is_atomic:
            Desk(root / "corpus")  # ends what was begun
            now = files_of(root)
            if now not in (old, done):
                changed = sorted(n for n in {*now, *done} if now.get(n) != done.get(n))
                return Verdict(ended, "third", f"a step was done by half: {changed}")
        if ended == "done" and act.step is not compute and now != done:
            return Verdict(ended, "third", "the step reported success, but is not done")
        state = "new" if now == done and found == stage.new else "old"
        act.step(stage.new_corpus, root)
    except QianshaoError as error:
        return Verdict(ended, "lost", f"the next step fails: {error}")
    again = {
        name: data
        for name, data in files_of(root).items()
        if name in done or not name.startswith("vectors/")
    }
    if again != done or stages.answers(root / "index") != stage.new:
        changed = sorted(n for n in {*again, *done} if again.get(n) != done.get(n))
        return Verdict(ended, state, f"the same step again does not lead there: {changed}")
    return Verdict(ended, state, None, time.monotonic() - started)


def run(name: str, arguments: argparse.Namespace, tally: Tally) -> None:
    act = ACTS[name]
    deadline = time.monotonic() + arguments.most_seconds
    chooser = random.Random(arguments.seed)
    with shim.scratch_folder() as scratch:
        folder = Path(scratch)
        write_tiny_model(folder / "model")
        stage = set_stage(folder, act)
        done = files_of(folder / "done")
        faults = all_faults(stage, folder / "count", act.step, arguments.plans, chooser)
        for plan, fault in faults[: arguments.trials or None]:
            if time.monotonic() > deadline:
                break
            tally.add(f"{name}, {plan}", fault, trial(act, stage, folder / "trial", done, fault))


def trial(act: Act, stage: Stage, scratch: Path, done: Files, fault: Fault) -> Verdict:
    root = trials.copy_index(stage.index, scratch)
    ended, crash = trials.build_apart(stage, root, act.step, lambda: shim.arm(root, fault))
    if crash:
        return Verdict(ended, "lost", crash)
    return judge(act, stage, root, done, ended)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=0, help="how many of each step; 0: all")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--most-seconds", type=float, default=86400, help="for each step")
    parser.add_argument("--steps", nargs="*", default=list(ACTS), choices=list(ACTS))
    names = [name for name, *_ in PLANS]
    parser.add_argument("--plans", nargs="*", default=names, choices=names)
    arguments = parser.parse_args()
    if shim.SHIM_VARIABLE not in os.environ:
        sys.exit(shim.run_preloaded(sys.argv))
    Workers.start = lambda self: None  # type: ignore[method-assign]  # vectors: in this process
    tally = Tally()
    for name in arguments.steps:
        run(name, arguments, tally)
    tally.finish(arguments.seed)


if __name__ == "__main__":
    main()
