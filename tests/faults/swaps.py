"""Publish generations under the clients of the real server: no request fails, no answer is mixed.

    python tests/faults/swaps.py --swaps 1000 --clients 32

Two editions of a library take turns; every swap is a publish as a build makes it (and deletes what
is too old), and the next one waits until a client has been answered from it. An answer must be,
whole, what the edition of the generation that it names has to say.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))

import shim
from serving import Service, ask, serving
from stages import QUERIES, set_stage

from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from search.request import SearchRequest
from search.response import response_body
from search.searcher import open_searcher

ALLOWED_MIB = 16
_WARM_SWAPS = 20
_PATIENCE_S = 60

Body = dict[str, Any]


def address_of(query: str) -> str:
    return "/api/v1/search?" + urlencode({"q": query, "size": 50})


def expected_bodies(index: Path) -> dict[str, Body]:
    """What one edition answers to every address, but for time and generation."""
    searcher = open_searcher(Settings(index=str(index)))
    bodies: dict[str, Body] = {}
    for query in QUERIES:
        result = searcher.search(SearchRequest(q=query, size=50))
        bodies[address_of(query)] = comparable(response_body(replace(result, took_ms=0)))[1]
    searcher.close()
    return bodies


def comparable(body: Body) -> tuple[str, Body]:
    """The generation that a body names, and the body without it and without the time."""
    plain: Body = json.loads(json.dumps(body))
    plain.pop("took_ms")
    plain.pop("answers", None)  # of figures, which the API alone adds
    return plain.pop("generation"), plain


@dataclass
class Run:
    """What the clients share. `edition_of` knows every generation before it is published live."""

    editions: dict[str, dict[str, Body]]
    edition_of: dict[str, str] = field(default_factory=dict)
    answered: Counter[str] = field(default_factory=Counter)
    to_judge: list[tuple[str, str, Body]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stop: threading.Event = field(default_factory=threading.Event)

    def client(self, service: Service) -> None:
        """Ask until the end; every answer is judged by the generation that it names."""
        connection = service.connect()
        while not self.stop.is_set():
            for address in next(iter(self.editions.values())):
                try:
                    status, content = ask(connection, address)
                    name, body = comparable(json.loads(content))
                except (OSError, ValueError, KeyError) as error:
                    status, name, body = 0, f"{type(error).__name__}: {error}", {}
                    connection = service.connect()
                self._take(status, address, name, body)
        connection.close()

    def _take(self, status: int, address: str, name: str, body: Body) -> None:
        # The client may be faster than the publisher's note of what it published: judge by
        # equality with either edition first, by name at the end.
        said = [word for word, bodies in self.editions.items() if bodies[address] == body]
        with self.lock:
            self.answered[name] += 1
            if status != 200 or not said:
                self.problems.append(f"{status} {name} {address}: {str(body)[:200]}")
            elif len(said) == 1:
                self.to_judge.append((name, said[0], {}))

    def mixed(self) -> int:
        """Answers whose words are not those of the generation that they name."""
        return sum(self.edition_of.get(name) != word for name, word, _ in self.to_judge)


def publish(store: GenerationStore, edition: Path) -> str:
    """Make an edition live as a generation of its own; its name."""
    whole = GenerationStore(edition).current()
    with store.begin() as pending:
        pending.adopt(whole, [record.name for record in whole.manifest.files])
        return pending.publish({**whole.manifest.info, "swap": time.time_ns()}).name


def swap(run: Run, store: GenerationStore, editions: dict[str, Path], number: int) -> float:
    """One swap; seconds until a client was answered from it."""
    word = list(editions)[number % len(editions)]
    started = time.monotonic()
    name = publish(store, editions[word])
    run.edition_of[name] = word
    while not run.answered[name]:
        if time.monotonic() - started > _PATIENCE_S:
            run.problems.append(f"{name} is not served")
            break
        time.sleep(0.002)
    return time.monotonic() - started


def run_swaps(folder: Path, swaps: int, clients: int) -> dict[str, Any]:
    """The whole run in numbers."""
    stage = set_stage(folder)
    editions = {"旧版": stage.index, "新版": folder / "new-index"}
    run = Run({word: expected_bodies(index) for word, index in editions.items()})
    store = GenerationStore(folder / "served")
    run.edition_of[publish(store, stage.index)] = "旧版"
    with serving(store.root) as service:
        threads = [threading.Thread(target=run.client, args=(service,)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        seconds: list[float] = []
        memory: list[float] = []
        for number in range(1, swaps + 1):
            seconds.append(swap(run, store, editions, number))
            if number == min(_WARM_SWAPS, swaps) or number % max(1, swaps // 10) == 0:
                memory.append(round(service.memory_kib() / 1024, 1))
        run.stop.set()
        for thread in threads:
            thread.join()
    return {
        "swaps": swaps,
        "clients": clients,
        "requests": sum(run.answered.values()),
        "generations that answered": len(run.answered.keys() & run.edition_of.keys()),
        "failed": len(run.problems),
        "mixed": run.mixed(),
        "judged by their words": len(run.to_judge),
        "slowest swap to be seen, s": round(max(seconds), 2),
        "private memory, MiB": memory,
        "grown, MiB": round(memory[-1] - memory[0], 1),
        "problems": run.problems[:10],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--swaps", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=32)
    arguments = parser.parse_args()
    with shim.scratch_folder() as folder:
        report = run_swaps(Path(folder), arguments.swaps, arguments.clients)
    print(json.dumps(report, ensure_ascii=False, indent=1))
    fine = not report["failed"] and not report["mixed"] and report["grown, MiB"] <= ALLOWED_MIB
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
