"""Send requests from many clients at once, and turn what came back into counts and percentiles.

A client is a task with one kept-alive connection from an address of its own: it sends, waits for
the whole answer, thinks for `think_s`, sends again. Everything that is no whole HTTP answer (reset,
refused, cut, late) is a dead connection.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

TIMEOUT_S = 30.0
Chooser = Callable[[random.Random], str]


@dataclass(slots=True)
class Tally:
    """What one group of clients saw. Seconds of answers that were served (status below 400)."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    dead: Counter[str] = field(default_factory=Counter)
    without_retry_after: int = 0

    def percentile(self, share: float) -> float:
        """Milliseconds; nan when nothing was served. Nearest rank."""
        if not self.seconds:
            return math.nan
        ordered = sorted(self.seconds)
        return 1000 * ordered[max(0, math.ceil(share * len(ordered)) - 1)]

    @property
    def failed(self) -> int:
        """Answers that must not be: 5xx other than 503."""
        return sum(n for status, n in self.statuses.items() if status >= 500 and status != 503)

    @property
    def turned_away(self) -> int:
        return self.statuses[429] + self.statuses[503]


@dataclass(frozen=True, slots=True)
class Group:
    """`count` clients that ask what `choose` draws, from `after_s` on; at most `limit` requests."""

    name: str
    count: int
    choose: Chooser
    think_s: float = 0.0
    limit: int | None = None
    after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """One kept-alive HTTP/1.1 connection, from any address of 127.0.0.0/8."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self._port, self._source = port, source
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, accept: str = "*/*") -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                "127.0.0.1", self._port, local_addr=(self._source, 0)
            )
        reader, writer = self._streams
        text = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nAccept: {accept}\r\n\r\n"
        writer.write(text.encode("ascii"))
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.split(":", 1) for line in head[1:] if ":" in line)
        headers = {name.strip().lower(): value.strip() for name, value in pairs}
        if "content-length" in headers:
            body = await reader.readexactly(int(headers["content-length"]))
        else:  # a server that ends says so by leaving the length out: chunks, then the end
            body = await reader.read()
            if not body.endswith(b"0\r\n\r\n"):
                raise asyncio.IncompleteReadError(body, None)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(int(head[0].split()[1]), headers, body)

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def run(
    port: int, groups: Sequence[Group], seconds: float, seed: int, *others: Awaitable[None]
) -> dict[str, Tally]:
    """All groups at once for `seconds`, or until those with a limit are done; and beside them what
    `others` do."""
    return asyncio.run(_run(port, groups, seconds, seed, others))


async def _run(
    port: int, groups: Sequence[Group], seconds: float, seed: int, others: Sequence[Awaitable[None]]
) -> dict[str, Tally]:
    tallies = {group.name: Tally() for group in groups}
    end = time.monotonic() + seconds
    clients = [
        _client(
            Connection(port, f"127.1.{number}.{i + 1}"), group, chance, end, tallies[group.name]
        )
        for number, group in enumerate(groups)
        for i in range(group.count)
        for chance in [random.Random(f"{seed} {group.name} {i}")]
    ]
    await asyncio.gather(*clients, *others)
    return tallies


async def _client(
    connection: Connection, group: Group, chance: random.Random, end: float, tally: Tally
) -> None:
    sent = 0
    await asyncio.sleep(group.after_s)
    while time.monotonic() < end and (group.limit is None or sent < group.limit):
        sent += 1
        await _ask(connection, group.choose(chance), tally)
        if group.think_s:
            await asyncio.sleep(group.think_s * (0.5 + chance.random()))
    connection.close()


async def _ask(connection: Connection, path: str, tally: Tally) -> None:
    started = time.perf_counter()
    try:
        answer = await asyncio.wait_for(connection.get(path), TIMEOUT_S)
    except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
        tally.dead[type(error).__name__] += 1
        connection.close()
        return
    tally.statuses[answer.status] += 1
    if answer.status < 400:
        tally.seconds.append(time.perf_counter() - started)
    elif answer.status in (429, 503):
        tally.without_retry_after += "retry-after" not in answer.headers
        await asyncio.sleep(0.05)
