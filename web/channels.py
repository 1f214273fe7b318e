"""Refuse requests whose end two readers could see in different places, or that never end.

A proxy that believes Content-Length and a server that believes Transfer-Encoding would take the
rest of one request for another reader's next one. waitress refuses every other such form.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask

from web import access
from web.shedding import BARE_HEADERS

_CROWDED = 0.75  # of the connections that the server lets in


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("both Content-Length and Transfer-Encoding")


class _Refusal(ErrorTask):  # type: ignore[misc]
    """The answer to what could not be read as a request: as guarded as any other, and logged."""

    def execute(self) -> None:
        self.response_headers.extend(BARE_HEADERS)
        super().execute()
        peer = str(self.channel.addr[0]) if self.channel.addr else ""
        code = int(self.request.error.code)
        access.log({"REQUEST_METHOD": None}, peer, code, self.content_length, 0.0)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that reads its requests strictly."""

    parser_class = _Parser
    error_task_class = _Refusal
    last_activity: float

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._make_room()

    def _make_room(self) -> None:
        """Before no more connections are let in, idle ones are closed: of the address that holds
        most of them, the one that has been idle longest. One client cannot keep the others out."""
        channels = list(self.server.active_channels.values())
        if len(channels) < _CROWDED * self.adj.connection_limit:
            return
        held = Counter(channel.addr[0] for channel in channels)
        idle = [c for c in channels if c is not self and not c.requests and not c.total_outbufs_len]
        if idle:
            last = max(idle, key=lambda c: (held[c.addr[0]], -c.last_activity))
            last.will_close = True

    def handle_read(self) -> None:
        """A request that arrives byte by byte has no more time than one of which nothing comes."""
        before, unfinished = self.last_activity, self.request
        super().handle_read()
        if unfinished is not None and self.request is unfinished:
            self.last_activity = before
