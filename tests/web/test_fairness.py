"""Greedy clients wait for modest ones, not the other way round."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from web.fairness import _MOST_BACK_S, HALF_LIFE_S, LONG_S, Accounts, FairDispatcher
from web.proxies import client_address, parse_networks


@dataclass
class Request:
    path: str


class Task:
    """What the dispatcher sees of a channel: whose it is, what it asks, and that it takes time."""

    def __init__(
        self, client: str, done: list[str], gate: threading.Event, path: str = "/search"
    ) -> None:
        self.client, self.addr = client, (client.partition(" ")[0], hash(client) % 50_000)
        self.requests = [Request(path)]
        self.begun = threading.Event()
        self._done, self._gate = done, gate

    def service(self) -> None:
        self.begun.set()
        assert self._gate.wait(20)
        self._done.append(self.client)

    def cancel(self) -> None: ...


@dataclass
class Scene:
    """A dispatcher whose first task holds it up until `gate` opens."""

    dispatcher: FairDispatcher
    gate: threading.Event = field(default_factory=threading.Event)
    done: list[str] = field(default_factory=list)

    def ask(self, client: str, path: str = "/search", gate: threading.Event | None = None) -> Task:
        task = Task(client, self.done, gate or self.gate, path)
        self.dispatcher.add_task(task)
        return task

    def has_used(self, client: str, seconds: float) -> None:
        """In so many short requests that the next one is not expected to be long."""
        for name in self.dispatcher.clients_of(Task(client, [], self.gate)):
            self.dispatcher.accounts.put(name, seconds, expected_s=0.01)

    def asks_long(self, client: str) -> None:
        for name in self.dispatcher.clients_of(Task(client, [], self.gate)):
            self.dispatcher.accounts.add(name, 5 * LONG_S)

    def finish(self, count: int) -> list[str]:
        """Open the gate and wait; who was served, in order."""
        self.gate.set()
        deadline = threading.Event()
        for _ in range(400):
            if len(self.done) >= count:
                break
            deadline.wait(0.05)
        return self.done


@pytest.fixture
def make() -> Iterator[Callable[..., Scene]]:
    made: list[Scene] = []

    def start(threads: int = 1, max_waiting: int = 64) -> Scene:
        made.append(Scene(FairDispatcher(threads, max_waiting, lambda task: str(task.addr[0]))))
        return made[-1]

    yield start
    for scene in made:
        scene.gate.set()
        scene.dispatcher.shutdown(timeout=10)
        assert not scene.dispatcher.threads


def test_use_is_forgotten_by_halves() -> None:
    now = [0.0]
    accounts = Accounts(lambda: now[0])
    client = ("10.0.0.1",)
    assert accounts.used(client) == 0
    accounts.add(client, 1.0)
    accounts.add(client, 0.5)
    assert accounts.used(client) == pytest.approx(1.5)
    now[0] = 2 * HALF_LIFE_S
    assert accounts.used(client) == pytest.approx(0.375)


def test_a_slow_page_among_quick_ones_does_not_make_the_next_one_long() -> None:
    accounts, client = Accounts(), ("10.0.0.1",)
    assert accounts.expected(client) is None
    accounts.add(client, 5.0, is_usual=False)  # a file
    assert accounts.expected(client) == 0
    for seconds in (0.01, 0.02, 0.3, 0.01):
        accounts.add(client, seconds)
        assert (accounts.expected(client) or 0) < LONG_S
    for _ in range(4):
        accounts.add(client, 0.3)
    assert (accounts.expected(client) or 0) > LONG_S


def test_the_account_is_bounded() -> None:
    accounts = Accounts()
    for number in range(10_000):
        accounts.add((f"10.0.{number}",), 1.0)
    accounts.add(("heavy",), 100.0)
    for number in range(10_000):
        accounts.add((f"10.1.{number}",), 1.0)
    assert len(accounts._accounts) <= 4096 and accounts.used(("heavy",)) > 50


def test_equals_are_served_in_the_order_they_came(make: Callable[..., Scene]) -> None:
    scene = make()
    assert scene.ask("first").begun.wait(10)
    for name in "dcab":
        scene.ask(name)
    assert scene.finish(5) == ["first", *"dcab"]


@pytest.mark.parametrize("greedy", ["10.0.0.1 a", "10.0.0.9 a"])
def test_the_modest_overtake_the_greedy(make: Callable[..., Scene], greedy: str) -> None:
    scene = make()
    scene.has_used(greedy, 5.0)
    assert scene.ask("first").begun.wait(10)
    scene.ask(greedy)
    scene.ask("10.0.0.9 b")  # of the same address as the second of the greedy ones
    assert scene.finish(3) == ["first", "10.0.0.9 b", greedy]


def test_of_equals_the_one_who_asks_short_questions_goes_first(make: Callable[..., Scene]) -> None:
    scene = make()
    for name in scene.dispatcher.clients_of(Task("10.0.0.1 a", [], scene.gate)):
        scene.dispatcher.accounts.put(name, used_s=0.1, expected_s=0.05)
    assert scene.ask("first").begun.wait(10)
    scene.ask("10.0.0.1 a")
    scene.ask("10.0.0.2 b")
    assert scene.finish(3) == ["first", "10.0.0.2 b", "10.0.0.1 a"]


def test_nobody_stands_back_for_ever(
    make: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, now = make(), [1000.0]
    scene.has_used("greedy", 1e6)
    assert scene.ask("first").begun.wait(10)
    with monkeypatch.context() as clock:
        clock.setattr("web.fairness.time.monotonic", lambda: now[0])
        scene.ask("greedy")
        now[0] += _MOST_BACK_S
        scene.ask("before")
        now[0] += 2 * _MOST_BACK_S
        scene.ask("after")
    assert scene.finish(4) == ["first", "before", "greedy", "after"]


@pytest.mark.parametrize("path", ["/search", "/library/search.docx"])
def test_long_work_leaves_half_of_the_threads_free(make: Callable[..., Scene], path: str) -> None:
    scene = make(threads=4)
    slow = threading.Event()
    if path == "/search":
        for number in range(6):
            scene.asks_long(f"greedy {number}")
    tasks = [scene.ask(f"greedy {number}", path, slow) for number in range(6)]
    assert tasks[0].begun.wait(10) and tasks[1].begun.wait(10)
    scene.ask("modest")
    assert scene.finish(1) == ["modest"]
    assert sum(task.begun.is_set() for task in tasks) == 2
    slow.set()
    assert len(scene.finish(7)) == 7


def test_a_new_connection_is_expected_to_ask_what_its_address_asked(
    make: Callable[..., Scene],
) -> None:
    scene = make(threads=2)
    scene.asks_long("10.0.0.1 a")
    slow = threading.Event()
    assert scene.ask("10.0.0.1 b", gate=slow).begun.wait(10)
    waiting = scene.ask("10.0.0.1 c", gate=slow)
    other = scene.ask("10.0.0.2 d")
    assert other.begun.wait(10) and not waiting.begun.is_set()
    slow.set()
    assert waiting.begun.wait(10)


def test_what_a_proxy_brings_is_told_apart_by_address_alone() -> None:
    dispatcher = FairDispatcher(1, 8, lambda task: task.client)
    try:
        through = Task("192.0.2.7", [], threading.Event())
        through.addr = ("10.0.0.1", 4711)
        direct = Task("192.0.2.7", [], threading.Event())
        assert len(set(dispatcher.clients_of(through))) == 1
        assert len(set(dispatcher.clients_of(direct))) == 2
    finally:
        dispatcher.shutdown(timeout=10)


def test_of_too_many_the_greediest_is_taken_out_first(make: Callable[..., Scene]) -> None:
    scene = make(max_waiting=2)
    scene.has_used("greedy", 5.0)
    assert scene.ask("first").begun.wait(10)
    for name in ("a", "b", "greedy", "c"):
        scene.ask(name)
    assert scene.finish(5) == ["first", "greedy", "a", "b", "c"]


def test_a_client_behind_a_listed_proxy_is_whom_the_proxy_names() -> None:
    networks = parse_networks(["10.0.0.0/8"])
    assert client_address("10.1.1.1", "198.51.100.7, 192.0.2.7", networks) == "192.0.2.7"
    assert client_address("192.0.2.1", "198.51.100.7", networks) == "192.0.2.1"
    assert client_address("10.1.1.1", "", networks) == "10.1.1.1"
