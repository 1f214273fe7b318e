"""Measure our server beside others that could stand in its place, interleaved, and print a table.

    python tests/load/compare_servers.py --paragraphs 100000 --rounds 2

Every round runs each server anew over the same index: ours as it is installed, gunicorn with two
workers of eight threads. Needs gunicorn (the extra `bench`). Two rounds take six to eight minutes
once the index is there (`--folder` keeps it). Busy cores beside it falsify everything.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parent))

import clients
import service
from clients import Group, Tally
from nasties import DEAREST
from readers import Reader

SECONDS, LEAD_S, THINK_S = 4.0, 2.0, 0.2
CLIENTS = (1, 4, 32, 128)
SLOW, PROBES, PROBE_S = 64, 8, 1.0
# The application alone, as other servers take it; with or without our limiter around it.
MODULE = """
import os, sys
from indexer.settings import load_settings
from search.searcher import open_searcher
from web.app import create_app
from web.middleware.limiter import Limiter
from web.recovery import RecoveringSearcher

sys.setswitchinterval(0.001)
settings = load_settings(None, {"index": os.environ["MEASURED_INDEX"]})
app = create_app(settings, RecoveringSearcher(lambda: open_searcher(settings)))
limited = Limiter(app.wsgi_app, settings.server, app.extensions["qianshao"].metrics)
"""
WAITRESS = (
    "from waitress import serve; from measured import app; serve(app, port={port}, threads=16)"
)
GUNICORN = ("-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "8")
SERVERS = {
    "qianshao serve": ("-c", service.QIANSHAO, "serve", "--workers", "2", "--port", "{port}"),
    "gunicorn gthread": (*GUNICORN, "--bind", "127.0.0.1:{port}", "measured:app"),
    "the same with our limiter": (*GUNICORN, "--bind", "127.0.0.1:{port}", "measured:limited"),
    "waitress alone": ("-c", WAITRESS),
}


@contextmanager
def running(name: str, index: Path, scratch: Path) -> Iterator[service.Service]:
    """One of the servers on a free port, ready; killed at the end if it still lives."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, *(part.replace("{port}", str(port)) for part in SERVERS[name])]
    paths = os.pathsep.join([str(scratch), str(service.ROOT)])
    told = {"MEASURED_INDEX": str(index), "QIANSHAO_INDEX": str(index), "PYTHONPATH": paths}
    with open(scratch / "log", "a") as log:
        process = subprocess.Popen(
            command, env=os.environ | told, stdout=log, stderr=log, text=True, cwd=scratch
        )
    try:
        for _ in range(300):
            assert process.poll() is None, (scratch / "log").read_text("utf-8")[-2000:]
            if is_answered(port):
                break
            time.sleep(0.1)
        else:
            sys.exit(f"{name} has not become ready; is the index of another version?")
        yield service.Service(port, process)
    finally:
        process.kill()
        for pid in service.Service(port, process).pids[1:]:
            os.kill(pid, signal.SIGKILL)
        process.wait()


def is_answered(port: int, timeout: float = 2.0) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=timeout) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def measure(server: service.Service, reader: Reader, seed: int) -> dict[str, float]:
    """All figures of one run, by the name of the row."""
    found: dict[str, float] = {}
    clients.run(server.port, [Group("warm", 4, reader)], 2, seed)
    for count in CLIENTS:
        tally = clients.run(server.port, [Group("", count, reader)], SECONDS, seed)[""]
        found[f"{_clients(count)}: answers a second"] = len(tally.seconds) / SECONDS
        if count >= 32:
            found[f"{_clients(count)}: 99th percentile, ms"] = tally.percentile(0.99)
            found[f"{_clients(count)}: refused"] = tally.turned_away
    found |= beside_hostile(server, reader, seed)
    found |= beside_slow_headers(server.port)
    found["private memory, MiB"] = server.private_bytes() / 2**20
    return found | stopped(server, reader, seed)


def _clients(count: int) -> str:
    return "1 client" if count == 1 else f"{count} clients"


def beside_hostile(server: service.Service, reader: Reader, seed: int) -> dict[str, float]:
    greedy = Group("greedy", 32, lambda chance: chance.choice(DEAREST))
    modest = Group("modest", 8, reader, THINK_S, after_s=LEAD_S)
    tally: Tally = clients.run(server.port, [modest, greedy], LEAD_S + 2 * SECONDS, seed)["modest"]
    name = "8 readers beside 32 with the most expensive queries"
    return {
        f"{name}: median, ms": tally.percentile(0.5),
        f"{name}: 95th percentile, ms": tally.percentile(0.95),
    }


def beside_slow_headers(port: int) -> dict[str, float]:
    """How many of some readers' requests fail while many connections never end their headers."""
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW)]
    try:
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        time.sleep(0.5)
        failed = sum(not is_answered(port, PROBE_S) for _ in range(PROBES))
    finally:
        for connection in slow:
            connection.close()
    return {f"{SLOW} connections with slow headers: failed of {PROBES}": failed}


def stopped(server: service.Service, reader: Reader, seed: int) -> dict[str, float]:
    """What clients see of an end: answers cut in the middle, requests reset unanswered."""
    timer = threading.Timer(1.0, server.process.terminate)
    timer.start()
    tally = clients.run(server.port, [Group("", 64, reader)], 2.0, seed)[""]
    timer.join()
    return {
        "SIGTERM under 64 clients: answers cut": tally.dead["IncompleteReadError"],
        "SIGTERM under 64 clients: requests reset": tally.dead["ConnectionResetError"],
    }


def table(runs: Mapping[str, list[dict[str, float]]]) -> Iterator[str]:
    """Medians with the range of the rounds, as Markdown."""
    yield f"| | {' | '.join(runs)} |"
    yield "|---" * (len(runs) + 1) + "|"
    for row in next(iter(runs.values()))[0]:
        cells = []
        for rounds in runs.values():
            values = [found[row] for found in rounds]
            low, middle, high = min(values), statistics.median(values), max(values)
            cells.append(f"{middle:,.0f}" + (f" ({low:,.0f}–{high:,.0f})" if low < high else ""))
        yield f"| {row} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where corpus and index are kept")
    parser.add_argument("--servers", nargs="*", choices=SERVERS, default=list(SERVERS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        (scratch / "measured.py").write_text(MODULE, "utf-8")
        corpus, index = service.prepare(given.folder or scratch, given.paragraphs, given.seed)
        reader = Reader(corpus)
        runs: dict[str, list[dict[str, float]]] = {server: [] for server in given.servers}
        for number in range(given.rounds):
            for server in given.servers:
                with running(server, index.resolve(), scratch) as found:
                    runs[server].append(measure(found, reader, given.seed + number))
                print(f"round {number + 1}: {server}", file=sys.stderr, flush=True)
    load = os.getloadavg()[0]
    print(f"{given.paragraphs:,} paragraphs, {os.cpu_count()} cores, load at the end {load:.1f}\n")
    print("\n".join(table(runs)))


if __name__ == "__main__":
    main()
