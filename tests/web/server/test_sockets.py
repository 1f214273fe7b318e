"""Connections that do not move are closed, no address takes all places, the idlest worker takes."""

from __future__ import annotations

import socket
from array import array
from collections.abc import Iterator

import pytest

from indexer.errors import SettingsError
from web.server import sockets
from web.server.sockets import MOST_PER_ADDRESS, UNFINISHED_S, UNREAD_S, Connections, Listener

QUESTION = b"GET / HTTP/1.1\r\n"


class Place:
    """A listener with its connections, and clients of it; the clock stands still."""

    def __init__(self, connections: Connections) -> None:
        (self.listener,) = sockets.listen("127.0.0.1", 0)
        self.listener.setblocking(False)
        self.connections = connections
        self.listener.connections = connections
        self.ends: list[socket.socket] = []

    def connect(self, address: str = "127.0.0.1") -> socket.socket:
        port = self.listener.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", port), 10, (address, 0))
        self.ends.append(client)
        return client

    def join(self, address: str = "127.0.0.1") -> tuple[sockets.Connection, socket.socket]:
        """Our end of a new connection, and the client's."""
        client = self.connect(address)
        while True:
            try:
                found = self.listener.accept()[0]
            except BlockingIOError:  # it is on its way
                continue
            assert isinstance(found, sockets.Connection)
            found.setblocking(False)
            self.ends.append(found)
            return found, client

    def close(self) -> None:
        for end in self.ends:
            end.close()
        self.listener.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr("web.server.sockets.time.monotonic", lambda: now[0])
    return now


@pytest.fixture
def place(clock: list[float]) -> Iterator[Place]:
    made = Place(Connections(lambda host: host == "127.0.0.9"))
    yield made
    made.close()


def is_cut(connection: sockets.Connection) -> bool:
    """Whether the server has given a connection up: reading from it, waitress sees its end."""
    try:
        return connection.recv(1000) == b""
    except BlockingIOError:
        return False


def fill(connection: sockets.Connection) -> None:
    """Send until the client's side takes no more."""
    with pytest.raises(BlockingIOError):
        while True:
            connection.send(b"x" * 65_536)


def test_an_answer_of_which_no_byte_is_taken_is_given_up(place: Place, clock: list[float]) -> None:
    ours, theirs = place.join()
    fill(ours)
    clock[0] += UNREAD_S - 1
    place.connections.close_late()
    while len(theirs.recv(1 << 20)) == 1 << 20:
        pass
    sent = ours.send(b"x")
    assert sent == 1 and ours.unread_since is None
    fill(ours)
    clock[0] += UNREAD_S - 1
    place.connections.close_late()
    assert not is_cut(ours)
    clock[0] += 2
    place.connections.close_late()
    assert is_cut(ours)


def test_a_request_that_comes_byte_by_byte_runs_out_of_time(
    place: Place, clock: list[float]
) -> None:
    ours, theirs = place.join()
    for byte in QUESTION:
        theirs.sendall(bytes([byte]))
        while True:
            try:
                assert ours.recv(100)
                break
            except BlockingIOError:
                continue
        clock[0] += UNFINISHED_S / len(QUESTION)
        place.connections.close_late()
        assert not is_cut(ours)
    clock[0] += 1
    place.connections.close_late()
    assert is_cut(ours)


def test_an_answer_under_way_has_all_its_time(place: Place, clock: list[float]) -> None:
    ours, theirs = place.join()
    theirs.sendall(QUESTION)
    while is_cut(ours) or ours.asked_at is None:
        pass
    ours.is_answering = True
    clock[0] += 10 * UNFINISHED_S
    place.connections.close_late()
    assert not is_cut(ours) and place.connections.are_busy()


def test_an_address_that_holds_too_many_loses_the_one_that_has_not_moved_for_longest(
    place: Place, clock: list[float]
) -> None:
    held = []
    for _ in range(MOST_PER_ADDRESS):
        held.append(place.join("127.0.0.2")[0])
        clock[0] += 0.01
    held[0].is_answering = True
    other, _ = place.join("127.0.0.3")
    assert not any(map(is_cut, [*held, other]))
    newest, _ = place.join("127.0.0.2")
    assert [n for n, connection in enumerate(held) if is_cut(connection)] == [1]
    assert not is_cut(newest) and not is_cut(other)


def test_who_holds_all_places_by_answers_gets_no_more(place: Place) -> None:
    for _ in range(MOST_PER_ADDRESS):
        place.join("127.0.0.2")[0].is_answering = True
    client = place.connect("127.0.0.2")
    for _ in range(1000):
        with pytest.raises(BlockingIOError):
            place.listener.accept()
        client.settimeout(0.01)
        try:
            assert client.recv(1) == b""
        except TimeoutError:
            continue
        except ConnectionResetError:
            pass
        break
    else:
        raise AssertionError("not refused")
    assert not is_cut(place.join("127.0.0.3")[0])


def test_a_listed_proxy_may_bring_any_number(place: Place) -> None:
    held = [place.join("127.0.0.9")[0] for _ in range(MOST_PER_ADDRESS + 5)]
    assert not any(map(is_cut, held))


def test_when_all_places_are_taken_whoever_holds_most_makes_room(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "MOST_CONNECTIONS", 10)
    greedy = [place.join("127.0.0.2")[0] for _ in range(6)]
    modest = [place.join(f"127.0.1.{number}")[0] for number in range(4)]
    newcomer, _ = place.join("127.0.2.1")
    assert sum(map(is_cut, greedy)) == 1 and not any(map(is_cut, [*modest, newcomer]))


def test_a_connection_goes_to_the_worker_that_has_fewest_unless_that_one_sleeps(
    clock: list[float],
) -> None:
    counts = memoryview(array("q", [-1, -1, -1]))
    places = [Place(Connections(lambda host: False, counts, number)) for number in range(2)]
    try:
        first, second = (place.connections for place in places)
        assert list(counts) == [0, 0, -1]
        assert not first.is_anothers_turn()
        places[0].join()
        assert list(counts) == [1, 0, -1]
        assert first.is_anothers_turn() and not second.is_anothers_turn()
        clock[0] += 0.06
        assert not first.is_anothers_turn()
        places[1].join()
        assert list(counts) == [1, 1, -1] and not first.is_anothers_turn()
        second.retire()
        places[0].join()
        assert list(counts) == [2, -1, -1] and not first.is_anothers_turn()
    finally:
        for place in places:
            place.close()


def test_a_retired_listener_takes_no_more_and_ends_whoever_polls_it(place: Place) -> None:
    address = place.listener.getsockname()
    place.listener.retire()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, 1)
    place.listener.end()
    with pytest.raises(SystemExit):
        place.listener.accept()


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1", "a" * 300])
def test_an_address_that_is_not_ours_is_told(host: str) -> None:
    with pytest.raises(SettingsError) as caught:
        sockets.listen(host, 0)
    assert caught.value.name == "server.port"


def test_a_name_may_stand_for_several_addresses() -> None:
    listeners = sockets.listen("localhost", 0)
    try:
        assert listeners and all(isinstance(listener, Listener) for listener in listeners)
    finally:
        for listener in listeners:
            listener.close()
