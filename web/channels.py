"""Refuse requests whose end two readers could see in different places.

A proxy that believes Content-Length and a server that believes Transfer-Encoding would take the
rest of one request for another reader's next one. waitress refuses every other such form.
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError

_END = b"\r\n\r\n"


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("both Content-Length and Transfer-Encoding")


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that reads its requests strictly.

    While the one request that it holds came in one piece, without a body or anything after it,
    `whole_request` is that piece: another process can answer it instead.
    """

    parser_class = _Parser
    whole_request = b""

    def received(self, data: bytes) -> bool:
        is_idle = not self.requests and self.request is None
        is_whole = data.find(_END) == len(data) - len(_END) >= 0
        self.whole_request = data if is_idle and is_whole else b""
        return bool(super().received(data))
