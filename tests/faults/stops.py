"""Stop the real server by SIGTERM under load: whatever it was asked before is answered, exit 0.

    python tests/faults/stops.py --stops 20 --clients 32 --seed 7

A request sent before the signal that gets no whole answer is lost. Later ones may find the door
closed, or a connection closed that waited for them; they are only counted.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import shim
from serving import Service, ask, serving
from stages import QUERIES, set_stage
from swaps import address_of

GRACE_S = 11.0  # what the server allows itself, and a second to end


@dataclass
class Stop:
    """One stop: when each request was sent and how it ended."""

    ended: list[tuple[float, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def client(self, service: Service, is_brief: bool) -> None:
        """Ask until the server is gone, over one connection or a new one each time."""
        connection = service.connect()
        while not self.over.is_set():
            for query in QUERIES:
                sent = time.monotonic()
                try:
                    status, _ = ask(connection, address_of(query))
                    how = str(status)
                except (OSError, HTTPException) as error:
                    how = type(error).__name__
                with self.lock:
                    self.ended.append((sent, how))
                if is_brief or not how.isdigit():
                    self.over.wait(0 if how.isdigit() else 0.02)
                    connection.close()
                    connection = service.connect()
                if self.over.is_set():
                    break
        connection.close()


def stop_once(index: Path, clients: int, after_s: float) -> tuple[Counter[str], list[str]]:
    """Counts of one stop, and what was wrong with it."""
    stop = Stop()
    with serving(index) as service:
        threads = [
            threading.Thread(target=stop.client, args=(service, n % 4 == 0)) for n in range(clients)
        ]
        for thread in threads:
            thread.start()
        time.sleep(after_s)
        with stop.lock:
            asked = time.monotonic()
            service.process.send_signal(signal.SIGTERM)
        code = service.process.wait(60)
        seconds = time.monotonic() - asked
        stop.over.set()
        for thread in threads:
            thread.join()
    before = [how for sent, how in stop.ended if sent < asked - _SENDING_S]
    counts = Counter({"asked before": len(before), "lost": sum(how != "200" for how in before)})
    counts.update(f"afterwards: {how}" for sent, how in stop.ended if sent >= asked - _SENDING_S)
    problems = [f"exit code {code}"] if code else []
    problems += [f"took {seconds:.1f} s"] if seconds > GRACE_S else []
    problems += [how for how in before if how != "200"]
    return counts, problems


# Between the moment that a client notes and the bytes on the wire lie its own threads' turns.
_SENDING_S = 0.05


def run_stops(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    """All stops in numbers."""
    stage, chance, clients = set_stage(folder), random.Random(arguments.seed), arguments.clients
    deadline = time.monotonic() + arguments.most_seconds
    stops = 0
    counts: Counter[str] = Counter()
    problems: list[str] = []
    while stops < arguments.stops and time.monotonic() < deadline:
        stops += 1
        more, wrong = stop_once(stage.index, clients, chance.uniform(0.3, 1.5))
        counts += more
        problems += wrong
    return {
        "stops": stops,
        "clients": clients,
        **{key: counts[key] for key in ("asked before", "lost", *sorted(counts))},
        "problems": problems,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stops", type=int, default=20)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--most-seconds", type=float, default=86400, help="then end and report")
    arguments = parser.parse_args()
    with shim.scratch_folder() as folder:
        report = run_stops(Path(folder), arguments)
    print(json.dumps({"seed": arguments.seed, **report}, ensure_ascii=False, indent=1))
    sys.exit(1 if report["problems"] else 0)


if __name__ == "__main__":
    main()
