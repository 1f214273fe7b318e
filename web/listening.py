"""Turn host and port into listening sockets, which several processes may share."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence

from indexer.errors import SettingsError

_BACKLOG = 1024


def listen(host: str, port: int) -> list[socket.socket]:
    """One socket for each address of `host`. SettingsError when there is none to listen on.

    An address family that this machine does not have is passed over as long as another is left:
    "localhost" often names ::1 where IPv6 is switched off.
    """
    sockets: list[socket.socket] = []
    failure: OSError | None = None
    for family, address in _addresses(host, port):
        try:
            sockets.append(_bound(family, address))
        except OSError as error:
            failure = error
    if not sockets:
        reason = (failure.strerror if failure else None) or "没有这个主机名"
        raise SettingsError("server.port", f"不能在 {host}:{port} 上监听（{reason}）") from failure
    return sockets


def addresses(sockets: Sequence[socket.socket]) -> list[tuple[str, int]]:
    """Host and port of each, the real port where 0 was asked for."""
    names = [found.getsockname() for found in sockets]
    return [(str(name[0]), int(name[1])) for name in names]


def close(sockets: Sequence[socket.socket]) -> None:
    """Stop listening, as far as this process goes."""
    for found in sockets:
        found.close()


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[object, ...]]]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError, OverflowError):
        return []
    wanted = (socket.AF_INET, socket.AF_INET6)
    return list(dict.fromkeys((f, a) for f, _, _, _, a in found if f in wanted))


def _bound(family: socket.AddressFamily, address: tuple[object, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two servers take the same port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.setblocking(False)
        made.bind(address)
        made.listen(_BACKLOG)
    except OSError:
        made.close()
        raise
    return made
