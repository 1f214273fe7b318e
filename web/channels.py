"""Refuse requests whose end two readers could see in different places.

A proxy that believes Content-Length and a server that believes Transfer-Encoding would take the
rest of one request for another reader's next one. waitress refuses every other such form.
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("both Content-Length and Transfer-Encoding")


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that reads its requests strictly."""

    parser_class = _Parser
