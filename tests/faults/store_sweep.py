"""Publish tiny generations while every call in turn fails or kills: all points, all kinds.

    python tests/faults/store_sweep.py

Prints a JSON report. Starts itself again with the fault shim preloaded.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import shim
from plans import PLANS
from shim import Fault

from indexer.errors import QianshaoError
from indexer.generations import GenerationStore

OLD, NEW = "旧" * 50, "新" * 60
REFUSED, CRASHED = 1, 2


def publish(root: Path, content: str) -> None:
    """One generation of a linked file, a file in a folder and a file beside it."""
    store = GenerationStore(root)
    with store.begin() as pending:
        if store.current_name():
            pending.adopt(store.current("sizes"), ["kept"])
        else:
            (pending.path / "kept").write_text("从未改变")
        (pending.path / "parts").mkdir()
        (pending.path / "parts" / "texts").write_text(content)
        pending.publish({"content": content})


def content(root: Path) -> str:
    generation = GenerationStore(root).current()
    assert (generation.path / "kept").read_text() == "从未改变"
    text = (generation.path / "parts" / "texts").read_text()
    assert generation.manifest.info["content"] == text
    return text


def attempt(root: Path, fault: Fault) -> int:
    """Publish the new content under a fault, in a fork; its wait status."""
    child = os.fork()
    if child == 0:
        try:
            shim.arm(root, fault)
            publish(root, NEW)
            os._exit(0)
        except QianshaoError:
            os._exit(REFUSED)
        except BaseException as error:
            print(f"{fault}: {type(error).__name__}: {error}", file=sys.stderr)
            os._exit(CRASHED)
    return os.waitpid(child, 0)[1]


def problem_of(root: Path, status: int) -> str | None:
    """None when old or new is live, whole, as reported, and the next publish works."""
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == CRASHED:
        return "not an expected error"
    live = content(root)
    if live not in (OLD, NEW):
        return "a third state"
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0 and live != NEW:
        return "reported as done, but the old generation is live"
    publish(root, "再")
    left = list(root.glob("*.tmp"))
    return "the next publish does not work" if content(root) != "再" or left else None


def sweep(folder: Path) -> Iterator[tuple[str, str | None]]:
    """Every plan at every call that a publish makes: (plan, problem)."""
    template = folder / "template"
    for text in ("更旧", OLD):
        publish(template, text)
    calls = _calls(folder / "counted", template)
    for plan, kinds, action, errors in PLANS:
        points = range(1, sum(calls[kind] for kind in kinds) + 1)
        for fault in (Fault(kinds, k, action, e) for e in errors for k in points):
            root = folder / "index"
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(template, root)
            problem = problem_of(root, attempt(root, fault))
            yield plan, problem and f"{fault}: {problem}"


def _calls(root: Path, template: Path) -> dict[str, int]:
    """How many calls of each kind a publish over the template makes."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(template, root)
    reader, writer = os.pipe()
    if os.fork() == 0:
        shim.count_calls(root)
        publish(root, NEW)
        os.write(writer, json.dumps(shim.calls_seen()).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        seen: dict[str, int] = json.loads(pipe.read())
    os.wait()
    return seen


def main() -> None:
    if shim.SHIM_VARIABLE not in os.environ:
        sys.exit(shim.run_preloaded(sys.argv))
    counts: Counter[str] = Counter()
    problems: list[str] = []
    with shim.scratch_folder() as folder:
        for plan, problem in sweep(Path(folder)):
            counts[plan] += 1
            problems += [problem] if problem else []
    print(json.dumps({"trials": dict(counts), "problems": problems}, ensure_ascii=False, indent=2))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
