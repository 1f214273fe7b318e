"""Run one build under one fault in a process of its own, then judge what the index answers."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import shim
from shim import Fault

from indexer.builder import BuildOptions, rebuild
from indexer.errors import QianshaoError
from indexer.generations import GenerationStore
from indexer.settings import Settings
from indexer.updater import update
from search.gatekeeper import gatekeeper
from search.library import open_library
from search.request import SearchRequest
from search.response import response_body
from search.searcher import open_searcher

QUERIES = ("", "平安前哨", "年", "旧版", "新版", "巡逻 无人机", "没有的词")
DONE, REFUSED, CRASHED = 0, 1, 2

Answers = tuple[str, ...]
Build = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a trial. `problem` is None when the index answers exactly as old or new."""

    ended: str  # "done" | "refused" | "killed" | "crashed"
    state: str  # "old" | "new" | "third"
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A published index of the old corpus, and what both corpora answer."""

    index: Path
    old_corpus: Path
    new_corpus: Path
    old: Answers
    new: Answers


def full_build(corpus: Path, index: Path) -> None:
    settings = Settings(index=str(index), corpus=str(corpus))
    rebuild(str(corpus), settings, BuildOptions(verify=gatekeeper(settings)))


def incremental_build(corpus: Path, index: Path) -> None:
    settings = Settings(index=str(index), corpus=str(corpus))
    update(str(corpus), settings, BuildOptions(verify=gatekeeper(settings)))


def answers(index: Path) -> Answers:
    """Everything that the index says to all QUERIES, but not how fast and from which build."""
    searcher = open_searcher(Settings(index=str(index)))
    try:
        results = [searcher.search(SearchRequest(q=q, size=50, explain=True)) for q in QUERIES]
    finally:
        searcher.close()
    return tuple(str(response_body(replace(r, took_ms=0, generation=""))) for r in results)


def write_corpus(folder: Path, word: str, documents: int) -> Path:
    """A corpus whose every paragraph says which version it is of, with taxonomy and gate."""
    (folder / "documents").mkdir(parents=True)
    (folder / "taxonomy").mkdir()
    for number in range(documents):
        text = f"---\ntitle: 第{number}号报告\nyear: {2019 + number}\n---\n\n"
        text += (
            f"{word}的“平安前哨”第{number}段，{number * 7}年。\n\n{word}无人机巡逻{number}次。\n"
        )
        (folder / "documents" / f"report-{number}.md").write_text(text, "utf-8")
    (folder / "taxonomy" / "initiatives.yaml").write_text("- name: 平安前哨\n", "utf-8")
    (folder / "gate.yaml").write_text(f"- {word}的平安前哨\n", "utf-8")
    return folder


def set_update_stage(folder: Path) -> Stage:
    """As set_stage, but one corpus folder changes: the index is of what it held before.

    One report is changed, one removed, one kept, and all of that is found by an update.
    """
    corpus = write_corpus(folder / "corpus", "旧版", 4)
    (corpus / "gate.yaml").write_text("- 平安前哨\n", "utf-8")
    full_build(corpus, folder / "index")
    kept = (corpus / "documents" / "report-1.md").read_text("utf-8")
    shutil.rmtree(corpus / "documents")
    write_corpus(folder / "changed", "新版", 3)
    shutil.copytree(folder / "changed" / "documents", corpus / "documents")
    (corpus / "documents" / "report-1.md").write_text(kept, "utf-8")
    full_build(corpus, folder / "new-index")
    old, new = answers(folder / "index"), answers(folder / "new-index")
    return Stage(folder / "index", corpus, corpus, old, new)


def set_stage(folder: Path) -> Stage:
    """Build both corpora without faults: the old one stays live in the stage's index."""
    old, new = write_corpus(folder / "old", "旧版", 3), write_corpus(folder / "new", "新版", 4)
    full_build(new, folder / "new-index")
    full_build(old, folder / "index")
    return Stage(
        folder / "index", old, new, answers(folder / "index"), answers(folder / "new-index")
    )


def count_calls(stage: Stage, scratch: Path, kinds: tuple[str, ...], build: Build) -> int:
    """How many calls of these kinds a whole build of the new corpus makes below its index."""
    index = _copy(stage.index, scratch)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        shim.count_calls(index, kinds)
        build(stage.new_corpus, index)
        os.write(writer, str(shim.calls_seen()).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as pipe:
        return int(pipe.read())


def run_trial(stage: Stage, scratch: Path, fault: Fault, build: Build) -> Verdict:
    """Build the new corpus over the old index while `fault` strikes; then judge, then rebuild."""
    index = _copy(stage.index, scratch)
    child = os.fork()
    if child == 0:
        os._exit(_faulty_build(stage, index, fault, build, scratch))
    _, status = os.waitpid(child, 0)
    ended = _ending(status)
    verdict = judge(stage, index, ended)
    if ended == "crashed":
        log = (scratch / "crash.txt").read_text("utf-8") if (scratch / "crash.txt").exists() else ""
        return replace(verdict, problem=f"not an expected error: {log[-800:]}")
    return verdict


def judge(stage: Stage, index: Path, ended: str) -> Verdict:
    """Old or new exactly; new if the build said that it was done; the next build must work."""
    try:
        found = answers(index)
    except QianshaoError as error:
        return Verdict(ended, "third", f"cannot be opened: {error}")
    state = "old" if found == stage.old else "new" if found == stage.new else "third"
    if state == "third":
        return Verdict(ended, state, "answers are neither the old ones nor the new ones")
    if ended == "done" and state != "new":
        return Verdict(ended, state, "the build reported success, but the old answers are live")
    return Verdict(ended, state, _next_writer_problem(index))


def _next_writer_problem(index: Path) -> str | None:
    """The next build must find a free lock, clean up, and leave nothing but generations."""
    store = GenerationStore(index)
    with store.begin() as pending:
        (pending.path / "probe").write_text("x")
    left = [path.name for path in index.glob("gen-*.tmp")]
    return f"left behind: {left}" if left else None


def rebuild_problem(stage: Stage, index: Path, build: Build) -> str | None:
    """None when a full build over what a fault left behind gives the new answers."""
    build(stage.new_corpus, index)
    settings = Settings(index=str(index))
    warnings = open_library(settings, GenerationStore(index)).generation.warnings
    if warnings or answers(index) != stage.new:
        return f"the next build does not give the new answers {warnings}"
    return None


def _faulty_build(stage: Stage, index: Path, fault: Fault, build: Build, scratch: Path) -> int:
    try:
        shim.arm(index, fault)
        build(stage.new_corpus, index)
        return DONE
    except QianshaoError:
        return REFUSED
    except BaseException:
        (scratch / "crash.txt").write_text(traceback.format_exc(), "utf-8")
        return CRASHED
    finally:
        sys.stdout.flush()


def _ending(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGKILL else "crashed"
    return {DONE: "done", REFUSED: "refused"}.get(os.WEXITSTATUS(status), "crashed")


def _copy(index: Path, scratch: Path) -> Path:
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    return Path(shutil.copytree(index, scratch / "index"))
