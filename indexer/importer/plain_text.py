"""Turn a text file of any accepted encoding into source lines."""

from __future__ import annotations

from indexer.importer.source_text import Doubt, ImportRefusedError, SourceText, source_lines
from indexer.text.decoding import Undecodable, decode


def read_text(data: bytes, name: str) -> SourceText:
    """The lines of a text file; an encoding other than UTF-8 is noted."""
    text, encoding = decode_or_refuse(data, name)
    doubts = () if encoding == "utf-8" else (Doubt(None, f"按 {encoding} 编码解读"),)
    return SourceText(source_lines(text), doubts)


def decode_or_refuse(data: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding; ImportRefusedError where the bytes are no readable text."""
    decoded = decode(data)
    if isinstance(decoded, Undecodable):
        where = "" if decoded.line is None else f"第 {decoded.line} 行："
        raise ImportRefusedError(name, decoded.code, f"{where}{decoded.reason}")
    return decoded.text, decoded.encoding
