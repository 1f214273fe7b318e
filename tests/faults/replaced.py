"""Put something else in the place of a served index folder, and back: whole answers or a refusal.

    python tests/faults/replaced.py --changes 100 --clients 8 --seed 7

The server runs as somebody who is subject to modes, with two workers, and clients ask all the time.
Each answer must be, whole, that of an index that was ever in that place, or 503 with the reason;
once the folder is back, so must its answers be.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import shim
from modes import subject_to_modes
from serving import Service, ask, serving
from stages import set_stage
from swaps import Body, comparable, expected_bodies

from indexer.generations.store import GenerationStore

_WATCHED = 60  # answers that are waited for while something else is there
_PATIENCE_S = 60.0


def _nothing(index: Path, other: Path) -> None:
    pass


def _another_index(index: Path, other: Path) -> None:
    shutil.copytree(other, index)


def _a_link_to_another(index: Path, other: Path) -> None:
    index.symlink_to(other)


def _a_file(index: Path, other: Path) -> None:
    index.write_text("not a folder")


def _an_empty_folder(index: Path, other: Path) -> None:
    index.mkdir()


def _a_folder_closed_to_us(index: Path, other: Path) -> None:
    shutil.copytree(other, index)
    index.chmod(0)


def _a_damaged_index(index: Path, other: Path) -> None:
    shutil.copytree(other, index)
    for path in index.glob("gen-*/main-1.segment"):
        path.write_bytes(path.read_bytes()[::-1])


def _an_index_without_pointer(index: Path, other: Path) -> None:
    shutil.copytree(other, index)
    (index / "CURRENT").unlink()


def _the_same_read_only(index: Path, other: Path) -> None:
    """Not the place changes, but what may be done there."""
    shutil.copytree(index.with_name("aside"), index)
    for path in (*index.rglob("*"), index):
        path.chmod(0o500 if path.is_dir() else 0o400)


REPLACEMENTS: tuple[Callable[[Path, Path], None], ...] = (
    _nothing,
    _another_index,
    _a_link_to_another,
    _a_file,
    _an_empty_folder,
    _a_folder_closed_to_us,
    _a_damaged_index,
    _an_index_without_pointer,
    _the_same_read_only,
)


def _take_away(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        for folder in (path, *(p for p in path.rglob("*") if p.is_dir())):
            folder.chmod(0o750)
        shutil.rmtree(path)


@dataclass
class Run:
    """What the clients share: what may be answered to each address, and what was."""

    known: tuple[dict[str, Body], ...]
    seen: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stop: threading.Event = field(default_factory=threading.Event)

    def client(self, service: Service) -> None:
        """Over a new connection each time: whichever worker answers."""
        while not self.stop.is_set():
            for address in self.known[0]:
                connection = service.connect()
                try:
                    status, content = ask(connection, address)
                    how = self._judge(address, status, json.loads(content))
                except (OSError, HTTPException, ValueError) as error:
                    how = f"lost: {type(error).__name__}: {error}"
                connection.close()
                with self.lock:
                    self.seen[how] += 1
                    self.problems += [how] if ":" in how else []

    def _judge(self, address: str, status: int, body: Body) -> str:
        if status == 503 and str(body.get("code", "")).startswith("index_") and body["detail"]:
            return "refused"
        if status == 503 and body.get("code") == "server_busy":
            return "busy"  # on a machine with other work; it tells nothing of any index
        if status == 200 and comparable(body)[1] in [bodies[address] for bodies in self.known]:
            return "whole"
        return f"third state: {status} {str(body)[:200]}"

    def wait_for(self, answers: int) -> None:
        before = self.seen.total()
        while self.seen.total() < before + answers:
            time.sleep(0.01)


def change(run: Run, service: Service, index: Path, other: Path, replacement: Any) -> float:
    """One change and back; seconds until the folder that is back was answered from."""
    aside = index.with_name("aside")
    index.rename(aside)
    replacement(index, other)
    run.wait_for(_WATCHED)
    _take_away(index)
    aside.rename(index)
    started = time.monotonic()
    address, expected = next(iter(run.known[0].items()))
    right = 0
    while right < 8:  # of both workers, most likely
        status, content = service.get(address)
        right = right + 1 if status == 200 and comparable(json.loads(content))[1] == expected else 0
        if time.monotonic() - started > _PATIENCE_S:
            run.problems.append(f"after {replacement.__name__} it is not followed")
            break
    return time.monotonic() - started


def run_changes(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    """The whole run in numbers."""
    chance = random.Random(arguments.seed)
    (folder / "served").mkdir()
    (folder / "other").mkdir()
    index = set_stage(folder / "served").index
    other = set_stage(folder / "other", documents=2).index
    GenerationStore(index).withdrawals.withdraw("report-1", "申请")  # nothing may bring it back
    run = Run((expected_bodies(index), expected_bodies(other)))
    deadline = time.monotonic() + arguments.most_seconds
    kinds: Counter[str] = Counter()
    slowest = 0.0
    with serving(index, "--workers", "2", start=subject_to_modes) as service:
        threads = [
            threading.Thread(target=run.client, args=(service,)) for _ in range(arguments.clients)
        ]
        for thread in threads:
            thread.start()
        while kinds.total() < arguments.changes and time.monotonic() < deadline:
            turn = kinds.total() % len(REPLACEMENTS)
            if turn == 0:
                order = chance.sample(REPLACEMENTS, len(REPLACEMENTS))
            slowest = max(slowest, change(run, service, index, other, order[turn]))
            kinds[order[turn].__name__.strip("_").replace("_", " ")] += 1
        run.stop.set()
        for thread in threads:
            thread.join()
    return {
        "changes": kinds.total(),
        "of these": dict(sorted(kinds.items())),
        "requests": run.seen.total(),
        "whole": run.seen["whole"],
        "refused": run.seen["refused"],
        "lost": sum(n for how, n in run.seen.items() if how.startswith("lost")),
        "third states": sum(n for how, n in run.seen.items() if how.startswith("third")),
        "slowest recovery, s": round(slowest, 2),
        "problems": run.problems[:10],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--most-seconds", type=float, default=86400, help="then end and report")
    arguments = parser.parse_args()
    with shim.scratch_folder() as folder:
        report = run_changes(Path(folder), arguments)
    print(json.dumps({"seed": arguments.seed, **report}, ensure_ascii=False, indent=1))
    sys.exit(1 if report["problems"] else 0)


if __name__ == "__main__":
    main()
