"""Turn a text file of any accepted encoding into source lines."""

from __future__ import annotations

import codecs
import re

from indexer.importer.source_text import Doubt, ImportRefusedError, SourceText, source_lines
from indexer.text.decoding import Decoded, Undecodable, decode

_MARK = "\ufffd"
_MAX_BAD = 20
_BAD_SHARE = 0.01  # of the bytes: beyond it the encoding was not understood at all


def read_text(data: bytes, name: str) -> SourceText:
    """The lines of a text file; an encoding other than UTF-8 is noted, unreadable bytes marked."""
    text, doubts = decode_with_marks(data, name)
    return SourceText(source_lines(text), tuple(doubts))


def decode_with_marks(data: bytes, name: str) -> tuple[str, list[Doubt]]:
    """As `decode_or_refuse`; a few bad bytes in an otherwise good text become marks and doubts."""
    decoded = decode(data)
    doubts: list[Doubt] = []
    if isinstance(decoded, Undecodable):
        marked = _marked(data) if decoded.code == "undecodable" else None
        if marked is None:
            raise _refusal(decoded, name)
        text, encoding, offsets = marked
        doubts = _bad_bytes(data, text, offsets)
    else:
        text, encoding = decoded.text, decoded.encoding
    if encoding != "utf-8":
        doubts.append(Doubt(None, f"按 {encoding} 编码解读", is_note=True))
    return text, doubts


def decode_or_refuse(data: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding; ImportRefusedError where the bytes are no readable text."""
    decoded = decode(data)
    if isinstance(decoded, Undecodable):
        raise _refusal(decoded, name)
    return decoded.text, decoded.encoding


def _refusal(decoded: Undecodable, name: str) -> ImportRefusedError:
    is_told = decoded.line is None or f"第 {decoded.line} 行" in decoded.reason
    where = "" if is_told else f"第 {decoded.line} 行："
    return ImportRefusedError(name, decoded.code, f"{where}{decoded.reason}")


def _marked(data: bytes) -> tuple[str, str, list[int]] | None:
    """The text with a mark for each bad byte, and their offsets; None where there are too many."""
    for encoding in ("utf-8", "gb18030"):
        offsets: list[int] = []

        def mark(error: UnicodeError, offsets: list[int] = offsets) -> tuple[str, int]:
            assert isinstance(error, UnicodeDecodeError)
            offsets.append(error.start)
            return _MARK, error.start + 1

        codecs.register_error("qianshao-mark", mark)
        text = data.decode(encoding, "qianshao-mark")
        if not 0 < len(offsets) <= min(_MAX_BAD, max(1, _BAD_SHARE * len(data))):
            continue
        if isinstance(decode(text.replace(_MARK, "").encode(encoding)), Decoded):
            return text.replace("\r\n", "\n").replace("\r", "\n"), encoding, offsets
    return None


def _bad_bytes(data: bytes, text: str, offsets: list[int]) -> list[Doubt]:
    doubts = []
    for spot, offset in zip(re.finditer(_MARK, text), offsets, strict=False):
        line = text.count("\n", 0, spot.start()) + 1
        what = f"第 {offset + 1} 个字节（0x{data[offset]:02X}）无法解读，写作 {_MARK}"
        before = text[: spot.start()].split("\n")[-1][-8:]
        where = f"，在「{before}」之后" if before else ""
        doubts.append(Doubt(line, f"{what}{where}；请对照原文补正"))
    return doubts
