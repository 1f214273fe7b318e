"""A new connection goes to the worker that has fewest, whichever took it in."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from web.exchange import Desk, Exchange

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers need fork")


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    made = Exchange(3)
    yield made
    for number in range(made.count):
        made.slot(number).close()
        made.inbox(number).close()


@pytest.fixture
def desks(exchange: Exchange) -> list[Desk]:
    """All three, as if each were in a process of its own."""
    made = [exchange.desk(number) for number in range(exchange.count)]
    for desk in made:
        desk.open()
    return made


@pytest.fixture
def connection() -> Iterator[socket.socket]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours


def empty(desk: Desk) -> int:
    """Take all connections in; how many there were."""
    return len([connection.close() for connection, _ in desk.arrivals()])


def test_a_connection_stays_where_nobody_has_fewer(desks: list[Desk]) -> None:
    assert [desk.idler() for desk in desks] == [None, None, None]
    for desk in desks:
        desk.tell(2)
    assert [desk.idler() for desk in desks] == [None, None, None]


def test_a_connection_goes_to_the_one_with_fewest(desks: list[Desk]) -> None:
    for desk, connections in zip(desks, (3, 2, 1), strict=True):
        desk.tell(connections)
    assert [desk.idler() for desk in desks] == [2, 2, None]


def test_nobody_passes_anything_to_the_dead(exchange: Exchange, desks: list[Desk]) -> None:
    desks[0].tell(9)
    for number in (1, 2):
        exchange.forget(number)
    assert desks[0].idler() is None
    desks[2].open()
    assert desks[0].idler() == 2


def test_who_ends_keeps_what_has_come(desks: list[Desk]) -> None:
    desks[0].tell(9)
    desks[0].close()
    assert desks[0].idler() is None


def test_what_was_sent_a_moment_ago_counts_until_it_has_been_taken(
    desks: list[Desk], connection: socket.socket
) -> None:
    desks[0].tell(2)
    for number in (1, 2, 1, 2):
        assert desks[0].idler() == number
        assert desks[0].send(number, connection, 0)
    assert desks[0].idler() is None
    assert empty(desks[2]) == 2
    assert desks[0].idler() == 2


def test_a_connection_arrives_open_and_unread(desks: list[Desk]) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(b"question")
        assert desks[0].send(1, ours, listener=7)
        ours.close()
        ((found, listener),) = desks[1].arrivals()
        with found:
            assert (found.recv(100), listener) == (b"question", 7)
            found.sendall(b"answer")
        assert theirs.recv(100) == b"answer"


def test_what_does_not_fit_is_kept(desks: list[Desk], connection: socket.socket) -> None:
    sent = 0
    while desks[0].send(1, connection, 0):
        sent += 1
        assert sent < 100_000
    assert sent and empty(desks[1]) == sent


def test_who_takes_the_place_of_the_dead_finds_what_lay_in_the_inbox(
    exchange: Exchange, desks: list[Desk], connection: socket.socket
) -> None:
    assert desks[0].send(1, connection, 0)
    exchange.forget(1)
    assert empty(exchange.desk(1)) == 1
