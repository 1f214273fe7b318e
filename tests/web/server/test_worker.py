"""The production server: bounded, honest under load, graceful at its end, alive without index."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.errors import IndexMissingError, SettingsError
from indexer.settings import ServerSettings, Settings
from search.request import SearchRequest
from search.results import SearchResult
from search.searcher import Searcher, open_searcher
from web.app import create_app
from web.cli.serve import keep_up, told_links, welcome
from web.middleware.metrics import Metrics
from web.recovery import RecoveringSearcher
from web.server import sockets
from web.server.worker import Server

MINI = Path(__file__).parents[2] / "corpus_mini"


@dataclass
class Running:
    server: Server
    thread: threading.Thread

    @property
    def port(self) -> int:
        return self.server.addresses[0][1]

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()


@pytest.fixture
def run(searcher: Searcher) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start(door: object = None, **server: int) -> Running:
        settings = Settings(server=ServerSettings(port=0, **server))  # type: ignore[arg-type]
        app = create_app(settings, door or searcher)  # type: ignore[arg-type]
        made = Server(app, settings.server)
        thread = threading.Thread(target=made.run)
        thread.start()
        started.append(Running(made, thread))
        return started[-1]

    yield start
    for running in started:
        running.server.stop()
        running.thread.join(30)
        assert not running.thread.is_alive()


class Slow:
    """The real searcher behind a gate: searches wait until it opens."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.gate = threading.Event()
        self.entered = threading.Semaphore(0)

    def __getattr__(self, name: str) -> object:
        return getattr(self._searcher, name)

    def search(self, request: SearchRequest) -> SearchResult:
        self.entered.release()
        assert self.gate.wait(60)
        return self._searcher.search(request)


def test_pages_are_served_without_a_version_banner(run: Callable[..., Running]) -> None:
    status, headers, body = run().get("/search?q=%E5%B9%B3%E5%AE%89")
    assert status == 200 and "平安".encode() in body
    assert "Server" not in headers


def test_limits_of_body_and_headers(run: Callable[..., Running]) -> None:
    running = run(max_body_bytes=1000)
    assert running.get("/", Cookie="a" * 140_000)[0] in (400, 431)
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.request("GET", "/", body=b"x" * 5000)
    assert connection.getresponse().status == 413
    connection.close()


def test_what_waits_too_long_in_line_is_turned_away_and_the_rest_answered(
    run: Callable[..., Running], searcher: Searcher
) -> None:
    slow = Slow(searcher)
    running = run(slow, threads=2, max_waiting=2)
    answers: list[tuple[int, dict[str, str], bytes]] = []

    def ask() -> None:
        answers.append(running.get("/api/v1/search?q=a"))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads[:2]:
        thread.start()
    for _ in range(2):  # before the others ask: the server may be slow to take its first request
        assert slow.entered.acquire(timeout=20)
    for thread in threads[2:]:
        thread.start()
    wait_until(lambda: running.server.waiting >= 8)  # all but those that may have found a thread
    slow.gate.set()
    for thread in threads:
        thread.join(20)
    statuses = sorted(status for status, _, _ in answers)
    assert len(statuses) == 12 and set(statuses) == {200, 503}
    assert statuses.count(200) >= 2 + 4 and running.server.waiting < 3
    refused = next(a for a in answers if a[0] == 503)
    assert int(refused[1]["Retry-After"]) >= 1
    assert json.loads(refused[2])["code"] == "server_busy"
    assert b"qianshao_requests_refused_total" in running.get("/metrics")[2]


def test_a_graceful_end_finishes_what_was_accepted(
    run: Callable[..., Running], searcher: Searcher
) -> None:
    slow = Slow(searcher)
    running = run(slow, threads=2)
    port = running.port
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(running_get(port)))
    asking.start()
    assert slow.entered.acquire(timeout=30)
    running.server.stop()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _accepts(port):
        time.sleep(0.02)
    assert not _accepts(port)
    slow.gate.set()
    asking.join(30)
    assert answers == [200]


def test_the_end_closes_idle_connections_behind_their_last_answer(
    run: Callable[..., Running], searcher: Searcher
) -> None:
    slow = Slow(searcher)
    running = run(slow, threads=2)
    with connected(running) as busy, connected(running) as idle:
        busy.sendall(ASKED)
        assert slow.entered.acquire(timeout=30)
        running.server.stop()
        slow.gate.set()
        answer = read_all(busy)
        assert answer.startswith(b"HTTP/1.1 200") and b"Connection: close" in answer
        assert answer.endswith(b"0\r\n\r\n") and read_all(idle) == b""


def test_nothing_is_answered_behind_a_body(run: Callable[..., Running]) -> None:
    with connected(run()) as connection:
        body = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
        connection.sendall(body + b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 405") and answer.count(b"HTTP/1.1 ") == 1


STYLES = b"GET /static/page.css HTTP/1.1\r\nHost: a\r\n\r\n"


def test_answers_that_nobody_reads_lock_no_reader_out(
    run: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "UNREAD_S", 0.2)
    monkeypatch.setattr(sockets, "MOST_CONNECTIONS", 20)
    running = run(threads=2)
    with contextlib.ExitStack() as held:
        clients = [held.enter_context(connected(running)) for _ in range(40)]
        for client in clients:
            with contextlib.suppress(OSError):  # closed already, to make room
                client.sendall(STYLES * 150)
        assert running.get("/api/v1/search?q=a")[0] == 200
        wait_until(lambda: not running.server.connections.are_busy())
        assert running.get("/api/v1/search?q=a")[0] == 200
    wait_until(lambda: running.server.waiting == 0)


def test_who_asks_on_without_reading_gets_short_answers(run: Callable[..., Running]) -> None:
    running = run(threads=2)
    with socket.socket() as client:
        client.settimeout(15)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", running.port))
        client.sendall(STYLES * 150)
        connections = running.server.connections._open
        wait_until(lambda: any(c.unread_since for c in list(connections.values())))
        answer = b""
        while answer.count(b"HTTP/1.1 ") < 150:
            answer += client.recv(1 << 20)
    assert answer.count(b"HTTP/1.1 200") + answer.count(b"HTTP/1.1 503") == 150
    assert answer.count(b"HTTP/1.1 503") > 0


def test_slow_headers_and_silent_connections_lock_no_reader_out(
    run: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "MOST_CONNECTIONS", 20)
    running = run(threads=2)
    with contextlib.ExitStack() as held:
        for number in range(40):
            client = held.enter_context(connected(running))
            client.sendall(b"GET / HTTP/1.1\r\n" if number % 2 else b"")
        begun = time.monotonic()
        assert running.get("/api/v1/search?q=a")[0] == 200
        assert time.monotonic() - begun < 5


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert is_so()


ASKED = b"GET /api/v1/search?q=a HTTP/1.1\r\nHost: a\r\n\r\n"


def connected(running: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", running.port), timeout=30)


def read_all(connection: socket.socket) -> bytes:
    pieces = []
    while piece := connection.recv(65_536):
        pieces.append(piece)
    return b"".join(pieces)


def running_get(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/api/v1/search?q=a")
    response = connection.getresponse()
    json.loads(response.read())
    connection.close()
    return response.status


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_port_that_is_taken_is_told(run: Callable[..., Running], searcher: Searcher) -> None:
    taken = ServerSettings(port=run().port)
    with pytest.raises(SettingsError) as caught:
        Server(create_app(Settings(), searcher), taken)
    assert caught.value.name == "server.port"


def test_without_an_index_the_service_says_so_and_recovers_by_itself(tmp_path: Path) -> None:
    settings = Settings(index=str(tmp_path / "index"))
    door = RecoveringSearcher(lambda: open_searcher(settings))
    client = create_app(settings, door).test_client()
    page = client.get("/search?q=平安前哨")
    text = page.get_data(as_text=True)
    assert page.status_code == 503 and int(page.headers["Retry-After"]) >= 1
    assert 'value="平安前哨"' in text and str(tmp_path) not in text
    problem = client.get("/api/v1/search?q=平安前哨")
    assert (problem.status_code, problem.get_json()["code"]) == (503, "index_missing")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/metrics").status_code == 200
    assert client.get("/embed-guide").status_code == 200
    rebuild(str(MINI), settings, BuildOptions())
    deadline = time.monotonic() + 30
    while client.get("/readyz").status_code != 200 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert client.get("/readyz").get_json()["status"] == "ready"
    assert client.get("/").status_code == 200
    door.close()


def test_the_door_does_not_knock_more_than_once_a_second() -> None:
    knocks: list[int] = []

    def opener() -> Searcher:
        knocks.append(1)
        raise IndexMissingError("nowhere")

    door = RecoveringSearcher(opener)
    for _ in range(50):
        with pytest.raises(IndexMissingError):
            door.search(SearchRequest())
    assert len(knocks) == 1


def test_the_first_reader_after_a_publish_gets_the_new_index(tmp_path: Path) -> None:
    settings = Settings(index=str(tmp_path / "index"))
    rebuild(str(MINI), settings, BuildOptions())
    door = RecoveringSearcher(lambda: open_searcher(settings))
    before = door.search(SearchRequest()).generation
    rebuild(str(MINI), settings, BuildOptions())
    ended, looks = threading.Event(), 0

    class Looked(threading.Event):
        """Waits without pausing, and lets go after the second look."""

        def wait(self, timeout: float | None = None) -> bool:
            nonlocal looks
            looks += 1
            return looks > 2

    metrics = Metrics()
    keep_up(door, metrics, lambda: 3, Looked())
    for thread in threading.enumerate():
        if thread.name == "open-generation":
            thread.join(20)
    assert looks == 3 and door.search(SearchRequest()).generation != before
    told = metrics.text().decode()
    assert "qianshao_requests_waiting 3.0" in told and "qianshao_workers 1.0" in told
    found = re.search(r"^qianshao_index_built_timestamp_seconds (\S+)$", told, re.MULTILINE)
    assert found and abs(float(found[1]) - time.time()) < 600
    follower = threading.Thread(target=keep_up, args=(door, metrics, lambda: 0, ended))
    follower.start()
    ended.set()
    follower.join(30)
    assert not follower.is_alive()
    door.close()


def test_the_welcome_names_the_address_and_the_way_in() -> None:
    local = welcome([("127.0.0.1", 8000)])
    assert "http://127.0.0.1:8000" in local[0] and "0.0.0.0" in "".join(local[1:])
    assert len(welcome([("0.0.0.0", 8000)])) == 1


def test_the_start_tells_which_address_citations_name_or_how_to_set_one() -> None:
    assert "https://qs.example.cn/…" in told_links("https://qs.example.cn/")[0]
    assert "public_url" in "".join(told_links(""))


@pytest.mark.skipif(os.name == "nt", reason="no SIGTERM on Windows")
def test_the_command_serves_and_ends_on_sigterm(index: Path) -> None:
    command = "from web.cli.serve import serve; serve()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "--index", str(index), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = int(line.split("127.0.0.1:")[1].split("（")[0])
        assert running_get(port) == 200
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, err
    assert "Traceback" not in err
    lines = [x for x in err.splitlines() if x.startswith("{")]
    assert len(lines) == 1 and json.loads(lines[0])["status"] == 200
