"""Connections go to the worker that has least to do, with what has been read from them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from web.exchange import Desk, Exchange, Parcel

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers need fork")


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    made = Exchange(4)
    yield made
    for number in range(made.count):
        made.slot(number).close()
        made.inbox(number).close()


@pytest.fixture
def desks(exchange: Exchange) -> list[Desk]:
    """All four, as if each were in a process of its own."""
    made = [exchange.desk(number) for number in range(exchange.count)]
    for desk in made:
        desk.open()
    return made


@pytest.fixture
def connection() -> Iterator[socket.socket]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours


def parcel(connection: socket.socket, request: bytes = b"GET / HTTP/1.1\r\n\r\n") -> Parcel:
    return Parcel(connection, 1, used_s=2.5, expected_s=0.125, request=request)


def test_a_request_stays_where_nobody_has_less_to_do(desks: list[Desk]) -> None:
    assert [desk.better(is_long=False) for desk in desks] == [None] * 4
    for desk in desks:
        desk.tell(2, 0)
    assert desks[3].better(is_long=False) is None


def test_a_request_goes_to_the_one_with_least_to_do(desks: list[Desk]) -> None:
    for desk, shorts in zip(desks, (3, 2, 1, 2), strict=True):
        desk.tell(shorts, 0)
    assert desks[0].better(is_long=False) == 2
    assert desks[2].better(is_long=False) is None
    assert desks[1].better(is_long=False, already_done=1) is None


def test_short_requests_avoid_who_answers_a_long_one(desks: list[Desk]) -> None:
    for desk, (shorts, longs) in zip(desks, ((0, 1), (0, 5), (1, 0), (1, 0)), strict=True):
        desk.tell(shorts, longs)
    assert desks[0].better(is_long=False) == 2
    assert desks[2].better(is_long=False) is None


def test_long_requests_keep_to_half_of_the_workers_while_there_are_short_ones(
    desks: list[Desk],
) -> None:
    for desk, longs in zip(desks, (2, 1, 1, 0), strict=True):
        desk.tell(0, longs)
    assert desks[0].better(is_long=True) == 3
    desks[2].tell(1, 1)
    desks[2].tell(0, 1)
    assert desks[0].better(is_long=True) == 1
    assert desks[3].better(is_long=True) == 1
    assert desks[1].better(is_long=True) is None


def test_nobody_passes_anything_to_the_dead(exchange: Exchange, desks: list[Desk]) -> None:
    desks[0].tell(9, 0)
    for number in (1, 2, 3):
        exchange.forget(number)
    assert desks[0].better(is_long=False) is None
    desks[3].open()
    assert desks[0].better(is_long=False) == 3


def test_what_was_sent_a_moment_ago_counts_until_it_has_been_taken(
    desks: list[Desk], connection: socket.socket
) -> None:
    desks[0].tell(2, 0)
    for number in (1, 2, 3):
        assert desks[0].better(is_long=False) == number
        assert desks[0].send(number, parcel(connection))
    assert desks[0].better(is_long=False) == 1
    assert desks[0].send(1, parcel(connection)) and desks[0].better(is_long=False) == 2
    assert len([p.connection.close() for p in desks[1].parcels()]) == 2
    assert desks[0].better(is_long=False) == 1


def test_a_connection_arrives_whole_and_works(desks: list[Desk], connection: socket.socket) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        assert desks[0].send(1, parcel(ours))
        ours.close()
        (found,) = desks[1].parcels()
        assert (found.listener, found.used_s, found.expected_s) == (1, 2.5, 0.125)
        assert found.request == b"GET / HTTP/1.1\r\n\r\n"
        with found.connection:
            found.connection.sendall(b"answer")
        assert theirs.recv(100) == b"answer"


def test_what_does_not_fit_is_kept(desks: list[Desk], connection: socket.socket) -> None:
    assert not desks[0].send(1, parcel(connection, b"x" * 1_000_000))
    sent = 0
    while desks[0].send(1, parcel(connection)):
        sent += 1
        assert sent < 100_000
    assert sent and len([p.connection.close() for p in desks[1].parcels()]) == sent


def test_who_takes_the_place_of_the_dead_finds_what_lay_in_the_inbox(
    exchange: Exchange, desks: list[Desk], connection: socket.socket
) -> None:
    assert desks[0].send(1, parcel(connection))
    exchange.forget(1)
    (found,) = exchange.desk(1).parcels()
    found.connection.close()
