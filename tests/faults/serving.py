"""Run the real `qianshao serve` in a process of its own, and ask it over HTTP."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_STARTED = re.compile(r"http://127\.0\.0\.1:(\d+)")
_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Service:
    """A running server."""

    process: subprocess.Popen[str]
    port: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=_TIMEOUT_S)

    def get(self, address: str) -> tuple[int, bytes]:
        """Status and body, over a connection of its own."""
        connection = self.connect()
        try:
            return ask(connection, address)
        finally:
            connection.close()

    def memory_kib(self) -> int:
        """Private resident memory of its largest process: what that one alone would give back."""
        return max(private_kib(pid) for pid in family(self.process.pid))


def family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def private_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon:")), 0)


def ask(connection: http.client.HTTPConnection, address: str) -> tuple[int, bytes]:
    """Status and body of one GET; the connection stays open."""
    connection.request("GET", address)
    response = connection.getresponse()
    return response.status, response.read()


def ask_many(
    service: Service,
    requests: Iterator[tuple[str, str]],
    clients: int,
    seen: Callable[[str, str, str, float], None],
) -> None:
    """Send all of these (kind, address), from several clients at once.

    `seen` gets, one call at a time, kind and address, the status or the name of the error that came
    instead, and the seconds that it took.
    """
    turn, telling = threading.Lock(), threading.Lock()

    def client() -> None:
        connection = service.connect()
        while True:
            with turn:
                kind, address = next(requests, ("", ""))
            if not address:
                break
            started = time.monotonic()
            try:
                how = str(ask(connection, address)[0])
            except (OSError, http.client.HTTPException) as error:
                how = type(error).__name__
                connection.close()  # the next request opens it again
            waited = time.monotonic() - started
            with telling:
                seen(kind, address, how, waited)
        connection.close()

    running = [threading.Thread(target=client) for _ in range(clients)]
    for each in running:
        each.start()
    for each in running:
        each.join()


@contextmanager
def serving(
    index: Path, *options: str, start: Callable[[], None] | None = None
) -> Iterator[Service]:
    """A server over an index folder, on a port of its own; ended afterwards if still there.

    `start` is called in its process before it becomes the server.
    """
    command = [sys.executable, "-c", "from web.cli import main; main()", "serve"]
    command += ["--index", str(index), "--port", "0", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        preexec_fn=start,
    )
    try:
        assert process.stdout
        started = _STARTED.search(process.stdout.readline())
        assert started, "the server did not start"
        yield Service(process, int(started[1]))
    finally:
        process.terminate()
        try:
            process.communicate(timeout=_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
