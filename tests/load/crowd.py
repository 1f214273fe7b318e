"""Burden a server with connections as hostile clients do: silent, slow, unread, left, expensive."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from clients import Connection

_UNREAD = b"GET /static/page.css HTTP/1.1\r\nHost: a\r\n\r\n" * 200
_REQUEST = "GET {} HTTP/1.1\r\nHost: a\r\n\r\n"
_HELD_S = 10.0  # longer than the server is patient with most of them
_Act = Callable[[asyncio.StreamReader, asyncio.StreamWriter, str], Awaitable[object]]


async def _silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    await reader.read(1)


async def _slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    for character in _REQUEST.format(path):
        writer.write(character.encode())
        await writer.drain()
        await asyncio.sleep(0.5)


async def _unread(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    writer.write(_UNREAD)
    await asyncio.sleep(_HELD_S)


async def _left(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(_REQUEST.format(path).encode())
    await asyncio.sleep(0.1)


_ACTS: tuple[_Act | None, ...] = (_silent, _slow, _unread, _left, None)  # None: asks and reads


async def crowd(
    port: int, count: int, addresses: int, paths: Sequence[str], seconds: float, seed: int
) -> None:
    """`count` connections from so many client addresses, of every kind alike, opened anew whenever
    the server closes one. `paths` are expensive to answer."""
    end = time.monotonic() + seconds
    held = (
        _hold(port, f"127.2.{n % addresses}.1", _ACTS[n % len(_ACTS)], paths, end, f"{seed} {n}")
        for n in range(count)
    )
    await asyncio.gather(*held)


async def _hold(
    port: int, source: str, act: _Act | None, paths: Sequence[str], end: float, seed: str
) -> None:
    chance = random.Random(seed)
    while (left := end - time.monotonic()) > 0:
        with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            async with asyncio.timeout(min(left, _HELD_S)):
                await _once(port, source, act, chance.choice(paths))
        await asyncio.sleep(0.05 + chance.random() / 10)


async def _once(port: int, source: str, act: _Act | None, path: str) -> None:
    if act is None:
        connection = Connection(port, source)
        try:
            await connection.get(path)
        finally:
            connection.close()
        return
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        await act(reader, writer, path)
    finally:
        writer.transport.abort()
