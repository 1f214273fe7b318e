"""Several processes at one address: counted together, replaced when they die, ended together."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers need fork")
COMMAND = "from web.cli import main; main()"


class Service:
    """`qianshao serve --workers 2` as a process of its own."""

    def __init__(
        self, index: Path, *options: str, variables: Mapping[str, str] | None = None
    ) -> None:
        command = [sys.executable, "-c", COMMAND, "serve", "--index", str(index), "--port", "0"]
        self.process = subprocess.Popen(
            [*command, "--workers", "2", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **(variables or {})},
        )
        assert self.process.stdout is not None
        found = re.search(r"127\.0\.0\.1:(\d+)", self.process.stdout.readline())
        assert found
        self.port = int(found[1])

    @property
    def workers(self) -> list[int]:
        pid = self.process.pid
        return sorted(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def ask_often(self, reader: str) -> list[tuple[int, str, str]]:
        """Status, words and body of 40 searches over one connection, on behalf of `reader`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        answers = []
        for number in range(40):
            words = f"{reader}-{number}"
            headers = {"X-Forwarded-For": reader}
            connection.request("GET", f"/api/v1/search?q={words}", headers=headers)
            response = connection.getresponse()
            answers.append((response.status, words, response.read().decode()))
        connection.close()
        return answers

    def end(self, signum: signal.Signals = signal.SIGTERM) -> str:
        """What it wrote to stderr."""
        self.process.send_signal(signum)
        return self.process.communicate(timeout=30)[1]


@pytest.fixture
def service(index: Path) -> Iterator[Service]:
    started = Service(index)
    yield started
    started.process.kill()
    started.process.communicate()


def wait_until(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_so()


def test_the_answers_of_all_workers_are_counted_together(service: Service) -> None:
    assert len(service.workers) == 2
    for _ in range(20):
        assert service.get("/api/v1/search?q=%E5%B9%B3%E5%AE%89")[0] == 200
    _, text = service.get("/metrics")
    line = re.search(r'qianshao_requests_total{route="/api/v1/search",status="200"} (\S+)', text)
    assert line and float(line[1]) == 20
    assert "qianshao_index_paragraphs 63.0" in text and "qianshao_index_ready 1.0" in text
    lines = [json.loads(entry) for entry in service.end().splitlines() if entry[0] == "{"]
    assert len(lines) == 21 and service.process.returncode == 0


def test_a_worker_that_dies_is_replaced_and_its_counts_are_kept(service: Service) -> None:
    assert service.get("/healthz")[0] == 200
    before = service.workers
    os.kill(before[0], signal.SIGKILL)
    assert wait_until(lambda: len(service.workers) == 2 and service.workers != before)
    assert wait_until(lambda: service.get("/readyz")[0] == 200)
    assert 'route="/healthz",status="200"} 1.0' in service.get("/metrics")[1]
    assert "ended with -9" in service.end()


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_all_end_together(service: Service, signum: signal.Signals) -> None:
    workers = service.workers
    assert "Traceback" not in service.end(signum)
    assert service.process.returncode == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_workers_do_not_outlive_their_parent(service: Service) -> None:
    workers = service.workers
    service.end(signal.SIGKILL)
    assert wait_until(lambda: not any(_is_alive(pid) for pid in workers))


def test_both_work_whoever_took_the_connections_in(index: Path, tmp_path: Path) -> None:
    service = Service(index, variables={"QIANSHAO_LOG_FOLDER": str(tmp_path)})
    before = {pid: _cpu_ticks(pid) for pid in service.workers}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(service.ask_often, [f"10.0.0.{n}" for n in range(4)]))
    assert all(status == 200 for answer in answers for status, _, _ in answer)
    used = [_cpu_ticks(pid) - ticks for pid, ticks in before.items()]
    service.end()
    assert min(used) > 0.2 * max(used)


def test_every_reader_gets_the_own_answers_and_stands_in_the_log_once(
    index: Path, tmp_path: Path
) -> None:
    variables = {
        "QIANSHAO_SERVER_TRUSTED_PROXIES": "127.0.0.1",
        "QIANSHAO_LOG_FOLDER": str(tmp_path),
    }
    service = Service(index, variables=variables)
    readers = [f"10.0.0.{number}" for number in range(12)]
    with ThreadPoolExecutor(len(readers)) as pool:
        answers = [a for answer in pool.map(service.ask_often, readers) for a in answer]
    assert len(answers) == 12 * 40
    wrong = [
        (status, asked, body[:200])
        for status, asked, body in answers
        if status != 200 or asked not in body
    ]
    assert wrong == []
    service.end()
    log = (tmp_path / "access.jsonl").read_text(encoding="utf-8")
    lines = map(json.loads, log.splitlines())
    seen = Counter((line["remote"], line["query"]) for line in lines)
    assert seen == Counter((r, f"q={r}-{n}") for r in readers for n in range(40))


def _cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_a_worker_cannot_start_with_ends_the_command(index: Path, tmp_path: Path) -> None:
    settings = tmp_path / "qianshao.yaml"
    settings.write_text("embed: {allowed_origins: ['*']}\n", encoding="utf-8")
    command = [sys.executable, "-c", COMMAND, "serve", "--index", str(index), "--port", "0"]
    command += ["--config", str(settings), "--workers", "2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "错误：" in done.stderr and "Traceback" not in done.stderr
