"""Send hostile queries to the real server, one after the other, and report what they cost.

    python tests/load/hostile.py --paragraphs 10000 --count 5000 --seed 7

Every answer must be 200, or 400 with a code. Wall time is what the client waits, CPU time what the
server's processes use; on a busy machine only the second says something about the server.
"""

from __future__ import annotations

import argparse
import asyncio
import heapq
import json
import math
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent))

import service
from clients import Connection
from nasties import KNOWN, Nasty
from readers import Reader

_PATHS = (
    "/api/v1/search?q={}",
    "/api/v1/search?mode=exact&q={}",
    "/api/v1/search?min_match=0&size=100&q={}",
    "/api/v1/search?group=document&explain=1&q={}",
    "/api/v1/suggest?q={}",
)


@dataclass(slots=True)
class Costs:
    """What was measured; `dearest` are (milliseconds, address) of the slowest by CPU time."""

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    dearest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, address: str, wall_ms: float, cpu_ms: float) -> None:
        self.wall_ms.append(wall_ms)
        self.cpu_ms.append(cpu_ms)
        heapq.heappush(self.dearest, (cpu_ms, address))
        if len(self.dearest) > 12:
            heapq.heappop(self.dearest)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def problem_of(status: int, body: bytes) -> str | None:
    """What is wrong with an answer: only 200 and a 400 that names its code are right."""
    try:
        content = json.loads(body)
    except ValueError:
        return f"{status}, not JSON"
    if status == 200:
        return None
    if status == 400 and content.get("code") and content.get("detail"):
        return None
    return f"{status} {content.get('code')}"


async def send(running: service.Service, texts: list[str], chance: random.Random) -> Costs:
    """Ask every text in one of the ways; known ones in all of them."""
    connection, costs = Connection(running.port), Costs()
    for text in texts:
        encoded = quote(text.encode("utf-8", "surrogatepass"), safe="")
        paths = _PATHS if text in KNOWN else (chance.choice(_PATHS),)
        for address in [path.format(encoded) for path in paths]:
            cpu, started = running.cpu_seconds(), time.perf_counter()
            answer = await connection.get(address)
            wall = time.perf_counter() - started
            costs.add(address, 1000 * wall, 1000 * (running.cpu_seconds() - cpu))
            costs.statuses[answer.status] += 1
            problem = problem_of(answer.status, answer.body)
            if problem:
                costs.wrong.append(f"{problem}: {address[:200]}")
    connection.close()
    return costs


def report(costs: Costs) -> dict[str, object]:
    found: dict[str, object] = {
        "n": len(costs.wall_ms),
        "statuses": dict(sorted(costs.statuses.items())),
        "5xx": sum(n for status, n in costs.statuses.items() if status >= 500),
        "wrong": costs.wrong[:20],
    }
    for name, values in (("wall_ms", costs.wall_ms), ("cpu_ms", costs.cpu_ms)):
        shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
        found[name] = {key: round(percentile(values, share), 1) for key, share in shares.items()}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--paragraphs", type=int, default=10_000)
    parser.add_argument("--count", type=int, default=2_000, help="texts beside the known ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where corpus and index are kept")
    parser.add_argument("--dearest", action="store_true", help="list the dearest requests, too")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        corpus, index = service.prepare(folder, given.paragraphs, given.seed)
        draw = Nasty(Reader(corpus).runs)
        texts = [*KNOWN, *(draw(chance) for _ in range(given.count))]
        with service.running(index, Path(scratch) / "log") as running:
            asyncio.run(send(running, ["国家", "法律"] * 5, chance))
            costs = asyncio.run(send(running, texts, chance))
    print(json.dumps(report(costs), ensure_ascii=False, indent=1))
    if given.dearest:
        for cpu_ms, address in sorted(costs.dearest, reverse=True):
            print(f"{cpu_ms:8.1f} ms  {address[:300]}")
    sys.exit(1 if costs.wrong else 0)


if __name__ == "__main__":
    main()
