"""Measure the real server under 1 to 128 clients: throughput, percentiles, errors, fairness.

    python tests/load/load.py --paragraphs 100000 --seconds 10
    python tests/load/load.py --clients 8 --think 0.2 --hostile 4 --files 2

Readers ask without a pause, so from two clients on the server is saturated; `--think` lets them
think. With `--hostile` or `--files` so many clients send the dearest queries, or ask for files of
thousands of hits, without a pause; readers come 3 s later. `--crowd 500` adds so many connections
that are silent, slow, never read, given up, or expensive, from `--crowd-addresses`. `--without`
takes a part of the server away, to prove what it is good for. The idle median is that of one
client. Busy cores beside it falsify everything.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parent))

import clients
import service
from clients import Group, Tally
from crowd import crowd
from nasties import DEAREST
from readers import Reader, large_files

from indexer.settings import ExportSettings

MAX_ROWS = ExportSettings().max_rows
LEAD_S = 3.0  # greedy clients are at work when the readers come
CLIENTS = (1, 4, 16, 32, 64, 128)


def row(name: str, tally: Tally, seconds: float, cpu: float) -> dict[str, Any]:
    """One line of the report. `cores` is how many the server kept busy."""
    return {
        "clients": name,
        "served": len(tally.seconds),
        "per_s": round(len(tally.seconds) / seconds, 1),
        "p50_ms": round(tally.percentile(0.5), 1),
        "p95_ms": round(tally.percentile(0.95), 1),
        "p99_ms": round(tally.percentile(0.99), 1),
        "most_ms": round(tally.percentile(1.0), 1),
        "turned_away": tally.turned_away,
        "without_retry_after": tally.without_retry_after,
        "other_4xx": sum(n for s, n in tally.statuses.items() if 400 <= s < 500 and s != 429),
        "5xx": tally.failed,
        "dead": sum(tally.dead.values()),
        "cores": round(cpu / seconds, 2),
    }


def measure(
    running: service.Service,
    groups: list[Group],
    seconds: float,
    seed: int,
    *others: Awaitable[None],
) -> list[dict[str, Any]]:
    before, started = running.cpu_seconds(), time.monotonic()
    tallies = clients.run(running.port, groups, seconds, seed, *others)
    taken, cpu = time.monotonic() - started, running.cpu_seconds() - before
    return [row(name, tally, taken, cpu) for name, tally in tallies.items()]


def count_hits(port: int, words: str) -> int:
    address = f"http://127.0.0.1:{port}/api/v1/search?size=1&q={quote(words, safe='')}"
    with urlopen(address, timeout=30) as response:
        return int(json.load(response)["total"])


def report(rows: list[dict[str, Any]]) -> None:
    for number, line in enumerate(rows):
        if not number:
            print(" ".join(f"{name:>11}" for name in line), flush=True)
        print(" ".join(f"{value:>11}" for value in line.values()), flush=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--paragraphs", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=10, help="for each number of clients")
    parser.add_argument("--clients", type=int, nargs="*", default=CLIENTS)
    parser.add_argument("--think", type=float, default=0.0, help="mean pause between two requests")
    parser.add_argument("--hostile", type=int, default=0, help="clients with the dearest queries")
    parser.add_argument("--files", type=int, default=0, help="clients that ask for large files")
    parser.add_argument("--crowd", type=int, default=0, help="hostile connections of all kinds")
    parser.add_argument("--crowd-addresses", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where corpus and index are kept")
    parser.add_argument("--without", choices=service.PARTS, nargs="*", default=())
    parser.add_argument("--serve", default="", help="further options of `qianshao serve`")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def main() -> None:
    given = parse()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        corpus, index = service.prepare(folder, given.paragraphs, given.seed)
        reader = Reader(corpus)
        rows = []
        log, options = Path(scratch) / "log", given.serve.split()
        with service.running(index, log, options, given.without) as running:
            measure(running, [Group("warm", 2, reader)], 2, given.seed)
            files: Sequence[str] = ()
            if given.files or given.crowd:
                files = large_files(partial(count_hits, running.port), reader, MAX_ROWS, given.seed)
                print(f"files: {unquote(files[0])}")
            for count in given.clients:
                lead_s = LEAD_S if given.hostile or given.files or given.crowd else 0.0
                groups = [
                    Group(str(count), count, reader, given.think, after_s=lead_s),
                    Group("hostile", given.hostile, lambda chance: chance.choice(DEAREST)),
                    Group("files", given.files, lambda chance: chance.choice(files)),
                ]
                groups = [group for group in groups if group.count]
                lasting = lead_s + given.seconds
                paths, addresses = (*DEAREST, *files), given.crowd_addresses
                burden = crowd(running.port, given.crowd, addresses, paths, lasting, given.seed)
                rows += measure(running, groups, lasting, given.seed, burden)
            private = running.private_bytes()
    report(rows)
    print(f"private memory: {private / 2**20:.0f} MiB")
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
