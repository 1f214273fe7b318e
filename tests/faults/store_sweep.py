"""Change tiny indexes while every call in turn fails or kills: all points, all kinds.

    python tests/faults/store_sweep.py

What is tried: a publish, a roll-back, a prune, a withdrawal and its undoing. Prints a JSON report.
Starts itself again with the fault shim preloaded.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import shim
from plans import PLANS
from shim import Fault

from indexer.errors import AuditNotWrittenError, QianshaoError
from indexer.generations.store import GenerationStore

OLDER, OLD, NEW = "更旧", "旧" * 50, "新" * 60
GONE, HIDDEN = "撤回的", "早先撤回的"  # documents that are withdrawn in a trial, and before all
REFUSED, CRASHED, UNTOLD = 1, 2, 3  # UNTOLD: done, but the audit log could not be told


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


# What may be found of a content and of withdrawals, before an operation and after it.
Found = tuple[str, frozenset[str]]
_BEFORE: Found = (OLD, frozenset({HIDDEN}))


@dataclass(frozen=True, slots=True)
class Operation:
    """What is done to an index that is as `_BEFORE` says, and what is found once it is done."""

    run: Callable[[Path], object]
    after: Found


OPERATIONS = {
    "publish": Operation(lambda root: publish(root, NEW), (NEW, _BEFORE[1])),
    "rollback": Operation(lambda root: GenerationStore(root).rollback(), (OLDER, _BEFORE[1])),
    "prune": Operation(lambda root: GenerationStore(root).prune(1), _BEFORE),
    "withdraw": Operation(
        lambda root: GenerationStore(root).withdrawals.withdraw(GONE, "申请"),
        (OLD, frozenset({HIDDEN, GONE})),
    ),
    "undo": Operation(
        lambda root: GenerationStore(root).withdrawals.restore(HIDDEN, "允许"), (OLD, frozenset())
    ),
}


def attempt(root: Path, operation: Operation, fault: Fault) -> int:
    """Run an operation under a fault, in a fork; its wait status."""
    child = os.fork()
    if child == 0:
        try:
            shim.arm(root, fault)
            operation.run(root)
            os._exit(0)
        except AuditNotWrittenError:
            os._exit(UNTOLD)
        except QianshaoError:
            os._exit(REFUSED)
        except BaseException as error:
            print(f"{fault}: {type(error).__name__}: {error}", file=sys.stderr)
            os._exit(CRASHED)
    return os.waitpid(child, 0)[1]


def problem_of(root: Path, operation: Operation, status: int) -> str | None:
    """None when all is as before or as after, whole, as reported, and the next publish works."""
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
    if code == CRASHED:
        return "not an expected error"
    found = content(root), GenerationStore(root).withdrawn()
    if found not in (_BEFORE, operation.after):
        return f"a third state: {found}"
    if code in (0, UNTOLD) and found != operation.after:
        return "reported as done, but all is as before"
    if code == REFUSED and found != _BEFORE:
        return "reported as refused, but it is done"
    if code == UNTOLD and (operation.run(root) or _is_untold(root, operation)):
        return "the audit log never hears of it"
    publish(root, "再")
    GenerationStore(root).withdrawals.withdraw("又一篇", "申请")
    now = content(root), GenerationStore(root).withdrawn()
    if now != ("再", found[1] | {"又一篇"}) or list(root.glob("*.tmp")):
        return "what comes next does not work"
    return None if GenerationStore(root).audit.verify().problem is None else "the audit log is torn"


def _is_untold(root: Path, operation: Operation) -> bool:
    said = GenerationStore(root).audit.entries(("withdraw", "restore"))
    last = {line["what"]["slug"]: line["event"] for line in said}
    return {slug for slug, event in last.items() if event == "withdraw"} != operation.after[1]


def sweep(folder: Path) -> Iterator[tuple[str, str | None]]:
    """Every plan at every call of every operation: (operation and plan, problem)."""
    template = folder / "template"
    for text in (OLDER, OLD):
        publish(template, text)
    GenerationStore(template).withdrawals.withdraw(HIDDEN, "申请")
    root = folder / "index"
    for name, operation in OPERATIONS.items():
        calls = _calls(folder / "counted", template, operation)
        for plan, kinds, action, errors in PLANS:
            points = range(1, sum(calls[kind] for kind in kinds) + 1)
            for fault in (Fault(kinds, k, action, e) for e in errors for k in points):
                shutil.rmtree(root, ignore_errors=True)
                shutil.copytree(template, root)
                problem = problem_of(root, operation, attempt(root, operation, fault))
                yield f"{name}, {plan}", problem and f"{name}: {fault}: {problem}"


def _calls(root: Path, template: Path, operation: Operation) -> dict[str, int]:
    """How many calls of each kind an operation over the template makes."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(template, root)
    reader, writer = os.pipe()
    if os.fork() == 0:
        shim.count_calls(root)
        operation.run(root)
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
