"""What takes long is refused beyond its share, and whoever asks little is not."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from indexer.settings import ServerSettings
from web.middleware.limiter import GREEDY_S, LONG_S, Limiter
from web.middleware.metrics import Metrics

ANSWER = b"answer"


class Scene:
    """A limiter before an application that waits for its gate; the clock stands still."""

    def __init__(self, threads: int = 8, max_waiting: int = 4, file_wait_s: float = 20.0) -> None:
        self.gate, self.now = threading.Event(), 1000.0
        self.entered = threading.Semaphore(0)
        settings = ServerSettings(
            threads=threads, max_waiting=max_waiting, trusted_proxies=("10.1.0.0/16",)
        )
        self.limiter = Limiter(self._app, settings, Metrics(), lambda: self.now, file_wait_s)

    def _app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.entered.release()
        assert self.gate.wait(60)
        if environ["PATH_INFO"] == "/broken":
            raise RuntimeError("broken")
        start_response("200 OK", [])
        return [ANSWER]

    def ask(self, client: str, path: str = "/search", **environ: str) -> tuple[int, bytes]:
        """Status and body; `client` is address and, behind a blank, port."""
        address, _, port = client.partition(" ")
        told: list[str] = []
        whole = {"REMOTE_ADDR": address, "REMOTE_PORT": port, "PATH_INFO": path, **environ}
        answer = self.limiter(whole, lambda status, headers: told.append(status))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return int(told[0][:3]), body

    def has_asked(self, client: str, seconds: float, path: str = "/search") -> None:
        """As if a request had taken so much processor time."""
        address, _, port = client.partition(" ")
        for name in ((address,), (address, port)):
            self.limiter.settle(name, seconds, is_usual=path == "/search")


@pytest.fixture
def scene() -> Scene:
    return Scene()


def begin(scene: Scene, pool: ThreadPoolExecutor, *asked: str) -> Future[tuple[int, bytes]]:
    """Ask, and wait until the application has been reached."""
    asking = pool.submit(scene.ask, *asked)
    assert scene.entered.acquire(timeout=30)
    return asking


def test_what_is_expected_and_used_is_forgotten_by_halves(scene: Scene) -> None:
    scene.has_asked("10.0.0.1 1", 1.0)
    scene.has_asked("10.0.0.1 1", 1.0)
    account = scene.limiter.account(("10.0.0.1",))
    assert account and (account.used_s, account.expected_s) == (2.0, 1.0)
    scene.now += 4
    account = scene.limiter.account(("10.0.0.1",))
    assert account and account.used_s == 1.0 and 0.8 < account.expected_s < 1.0
    scene.now += 16
    account = scene.limiter.account(("10.0.0.1",))
    assert account and account.used_s < 0.1 and account.expected_s == pytest.approx(0.5)


def test_a_slow_page_among_quick_ones_does_not_make_the_next_one_long(scene: Scene) -> None:
    for seconds in (0.005, 0.005, 0.09, 0.005):
        scene.has_asked("10.0.0.1 1", seconds)
    scene.has_asked("10.0.0.1 1", 30.0, "/search.docx")
    account = scene.limiter.account(("10.0.0.1", "1"))
    assert account and 0 < account.expected_s < LONG_S


def test_the_accounts_are_bounded_and_keep_the_greediest(scene: Scene) -> None:
    for number in range(3_000):
        scene.has_asked(f"10.0.{number} 1", 0.01)
    scene.has_asked("heavy 1", 100.0)
    for number in range(3_000):
        scene.has_asked(f"10.1.{number} 1", 0.01)
    assert len(scene.limiter._accounts) <= 4096
    assert scene.limiter.account(("heavy",)) and scene.limiter.account(("heavy", "1"))


def test_long_requests_leave_threads_free_for_short_ones(scene: Scene) -> None:
    for number in range(6):
        scene.has_asked(f"10.0.0.{number} 1", 2 * LONG_S)
    with ThreadPoolExecutor(8) as pool:
        running = [begin(scene, pool, f"10.0.0.{number} 1") for number in range(4)]
        assert scene.ask("10.0.0.4 1")[0] == 503
        running.append(begin(scene, pool, "10.9.9.9 1"))
        scene.gate.set()
        assert [future.result(10)[0] for future in running] == [200] * 5
    assert scene.ask("10.0.0.4 1")[0] == 200


def test_beside_others_long_requests_have_a_quarter_of_the_threads(scene: Scene) -> None:
    for number in range(3):
        scene.has_asked(f"10.0.0.{number} 1", 2 * LONG_S)
    with ThreadPoolExecutor(8) as pool:
        running = [begin(scene, pool, f"10.9.9.{number} 1") for number in range(4)]
        running += [begin(scene, pool, f"10.0.0.{number} 1") for number in range(2)]
        assert scene.ask("10.0.0.2 1")[0] == 503
        scene.gate.set()
        assert [future.result(10)[0] for future in running] == [200] * 6


def test_in_a_large_library_what_every_reader_asks_is_not_long(scene: Scene) -> None:
    for number in range(5):
        scene.has_asked(f"10.0.0.{number} 1", 2 * LONG_S)
    scene.limiter.expect(LONG_S)
    with ThreadPoolExecutor(8) as pool:
        running = [begin(scene, pool, f"10.0.0.{number} 1") for number in range(5)]
        scene.gate.set()
        assert [future.result(10)[0] for future in running] == [200] * 5
    scene.limiter.expect(0.0001)
    assert scene.limiter.kinds("/search", (("10.0.0.1", "1"),)) == ("all", "long")


def test_a_file_waits_for_the_one_before_it_and_few_do(scene: Scene) -> None:
    with ThreadPoolExecutor(3) as pool:
        first = begin(scene, pool, "10.0.0.1 1", "/library/search.docx")
        waiting = [pool.submit(scene.ask, f"10.0.0.{n} 1", "/search.csv") for n in (2, 3)]
        for _ in range(2_000):
            if scene.limiter._running["waiting"] == 2:
                break
            scene.gate.wait(0.01)
        assert scene.ask("10.0.0.4 1", "/search.csv")[0] == 503
        assert not scene.entered.acquire(blocking=False)
        scene.gate.set()
        assert [future.result(10)[0] for future in (first, *waiting)] == [200] * 3
    assert +scene.limiter._running == {}


@pytest.mark.parametrize(("threads", "file_wait_s"), [(8, 0.0), (3, 20.0)])
def test_one_file_is_made_at_a_time(threads: int, file_wait_s: float) -> None:
    scene = Scene(threads, file_wait_s=file_wait_s)
    with ThreadPoolExecutor(2) as pool:
        first = begin(scene, pool, "10.0.0.1 1", "/library/search.docx")
        assert scene.ask("10.0.0.2 1", "/search.csv")[0] == 503
        other = begin(scene, pool, "10.0.0.2 1")
        scene.gate.set()
        assert first.result(10)[0] == other.result(10)[0] == 200
    assert scene.ask("10.0.0.2 1", "/search.csv")[0] == 200


def test_a_share_is_given_back_when_the_application_fails(scene: Scene) -> None:
    scene.gate.set()
    with pytest.raises(RuntimeError):
        scene.ask("10.0.0.1 1", "/broken")
    assert +scene.limiter._running == {}


def test_a_new_connection_is_expected_to_ask_what_its_address_asked(scene: Scene) -> None:
    kinds = scene.limiter.kinds
    scene.has_asked("10.0.0.1 1", 2 * LONG_S)
    assert "long" in kinds("/search", (("10.0.0.1",), ("10.0.0.1", "2")))
    assert "long" not in kinds("/search", (("10.0.0.2",), ("10.0.0.2", "1")))
    for _ in range(20):  # a neighbour at the same address is known by his own questions
        scene.limiter.settle(("10.0.0.1", "3"), 0.001, is_usual=True)
    assert "long" not in kinds("/search", (("10.0.0.1",), ("10.0.0.1", "3")))


def test_what_a_proxy_brings_is_told_apart_by_address_alone(scene: Scene) -> None:
    scene.gate.set()
    scene.ask("10.1.2.3 1", HTTP_X_FORWARDED_FOR="198.51.100.7, 192.0.2.7")
    assert scene.limiter.account(("192.0.2.7",))
    assert scene.limiter.account(("192.0.2.7", "1")) is None
    scene.ask("192.0.2.8 1", HTTP_X_FORWARDED_FOR="198.51.100.7")  # of no listed proxy
    assert scene.limiter.account(("192.0.2.8", "1")) and scene.limiter.account(("192.0.2.8",))


def say_depth(scene: Scene, depth: int) -> None:
    """As waitress does when a request finds no free thread."""
    words = "Task queue depth is %d"
    scene.limiter.queue.handle(
        logging.LogRecord("waitress.queue", logging.WARNING, "", 0, words, (depth,), None)
    )


def test_when_too_many_wait_the_greedy_go_first(scene: Scene) -> None:
    scene.gate.set()
    for _ in range(100):
        scene.has_asked("10.0.0.1 1", 2 * GREEDY_S / 100)
    say_depth(scene, 6)  # 5 behind this one
    assert scene.ask("10.0.0.1 1")[0] == 503
    say_depth(scene, 6)
    assert scene.ask("10.0.0.2 1")[0] == 200
    say_depth(scene, 10)
    assert scene.ask("10.0.0.2 1")[0] == 503
    assert scene.limiter.queue.count() == 9
    assert scene.ask("10.0.0.2 1", "/healthz")[0] == 200
    say_depth(scene, 1)
    assert scene.ask("10.0.0.1 1")[0] == 200
    say_depth(scene, 100)
    scene.now += 3  # nothing was said since: nobody had to wait
    assert scene.ask("10.0.0.2 1")[0] == 200 and scene.limiter.queue.count() == 0


def test_a_crowd_that_is_refused_lets_no_reader_be_refused(scene: Scene) -> None:
    scene.gate.set()
    scene.has_asked("10.0.0.1 1", 2 * GREEDY_S)
    for _ in range(400):  # those that wait are nearly all of this one, who is never answered
        scene.now += 0.01
        say_depth(scene, 40)
        assert scene.ask("10.0.0.1 1")[0] == 503
    say_depth(scene, 40)
    assert scene.ask("10.0.0.2 1")[0] == 200
    account = scene.limiter.account(("10.0.0.1",))
    assert account and account.used_s > GREEDY_S


def test_a_reader_is_told_in_a_page_and_a_program_in_json(scene: Scene) -> None:
    scene.gate.set()
    say_depth(scene, 100)
    status, body = scene.ask("10.0.0.1 1", HTTP_ACCEPT="text/html,*/*")
    assert status == 503 and "<title>服务繁忙".encode() in body
    status, body = scene.ask("10.0.0.1 1")
    assert status == 503 and json.loads(body)["code"] == "server_busy"


@pytest.mark.parametrize(
    "path,kind",
    [("/proof", "long"), ("/compare/documents", "long"), ("/figures.csv", "file"), ("/search", "")],
)
def test_what_is_known_to_take_long_is_so_from_the_first_request(
    path: str, kind: str, scene: Scene
) -> None:
    assert scene.limiter.kinds(path, (("10.0.0.1",),)) == (("all", kind) if kind else ("all",))


def test_the_parts_of_a_page_are_never_refused_to_a_reader_whose_pages_take_long(
    scene: Scene,
) -> None:
    scene.has_asked("10.0.0.1 1", LONG_S * 4)
    with ThreadPoolExecutor(6) as pool:
        parts = [
            begin(scene, pool, f"10.0.0.1 {port}", f"/static/part{port}.js") for port in range(6)
        ]
        scene.gate.set()
        assert [part.result()[0] for part in parts] == [200] * 6
    account = scene.limiter.account(("10.0.0.1",))
    assert account and account.expected_s == LONG_S * 4
