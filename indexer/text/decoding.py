"""Turn the bytes of a text file into characters, or say why these cannot be trusted."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache

# A share of everyday characters among the Han ones below which a reading is taken for garbage.
# Measured on the five reports in both scripts: a right reading has ≥ 0.98; UTF-8 read as GB18030
# has ≤ 0.33, Big5 read as GB18030 ≤ 0.64.
_PLAUSIBLE = 0.8
_SAMPLE_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with line ends as LF and without a byte order mark, and what it was written in.

    `encoding` is "utf-8", "utf-16" or "gb18030".
    """

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why the bytes are no readable text. `line` is 1-based where one is to blame."""

    code: str  # "binary" | "undecodable"
    line: int | None
    reason: str


def decode(data: bytes) -> Decoded | Undecodable:
    """Read UTF-8 (with or without BOM), UTF-16 or GB18030; nothing is ever replaced or dropped.

    UTF-16 is known by its BOM or by the zero bytes of its ASCII characters; GB18030 is believed
    only if the result reads like Chinese. No bytes give an empty text.
    """
    attempt = _decode(data)
    if isinstance(attempt, Undecodable):
        return attempt
    if "\0" in attempt.text:
        line = attempt.text.count("\n", 0, attempt.text.index("\0")) + 1
        return Undecodable("binary", line, "含 NUL 字符，不是文本文件")
    return attempt


def _decode(data: bytes) -> Decoded | Undecodable:
    utf16 = _utf16_codec(data)
    if utf16:
        try:
            return Decoded(_unix_lines(data.decode(utf16)), "utf-16")
        except UnicodeDecodeError:
            return Undecodable("undecodable", None, "像是 UTF-16 编码，但有残缺，无法解读")
    try:
        return Decoded(_unix_lines(data.decode("utf-8-sig")), "utf-8")
    except UnicodeDecodeError as error:
        return _decode_gb18030(data, error)


_UTF16_LEAST = 8  # characters: fewer bytes without a mark can look like anything


def _unix_lines(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _utf16_codec(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:4096]
    if len(data) % 2 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data[:4096].decode(codec, "ignore")
    except UnicodeDecodeError:
        return None
    readable = sum(c.isprintable() or c in "\r\n\t" for c in text)
    han = everyday_share(text)
    is_text = readable >= 0.95 * len(text) and han >= _PLAUSIBLE
    return codec if is_text and len(text) >= _UTF16_LEAST else None


def _decode_gb18030(data: bytes, utf8_error: UnicodeDecodeError) -> Decoded | Undecodable:
    line = data.count(b"\n", 0, utf8_error.start) + 1
    if b"\0" in data:
        return Undecodable("binary", data[: data.index(b"\0")].count(b"\n") + 1, "不是文本文件")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        text = data[: error.start].decode("gb18030", "ignore")
        if not _mostly_utf8(data) and _is_plausible(text):
            line = data.count(b"\n", 0, error.start) + 1
    else:
        if _is_plausible(text) and not _mostly_utf8(data):
            return Decoded(_unix_lines(text), "gb18030")
    if _is_big5(data):
        return Undecodable("undecodable", line, "像是 Big5 编码；请另存为 UTF-8")
    reason = f"第 {line} 行起无法按 UTF-8 或 GB18030 解读；请另存为 UTF-8"
    return Undecodable("undecodable", line, reason)


def _mostly_utf8(data: bytes) -> bool:
    """Whether this is UTF-8 with a few broken bytes, to be mended rather than re-read."""
    text = data[:_SAMPLE_CHARS].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = sum(ord(c) > 127 for c in text) - broken
    return foreign > 4 * broken and _is_plausible(text)


def _is_big5(data: bytes) -> bool:
    try:
        return _is_plausible(data.decode("big5"))
    except UnicodeDecodeError:
        return False


def _is_plausible(text: str) -> bool:
    sample = text[:_SAMPLE_CHARS]
    odd = sum("\ue000" <= c <= "\uf8ff" or "\x80" <= c <= "\xa0" for c in sample)
    has_han = any("\u4e00" <= c <= "\u9fff" for c in sample)
    return has_han and odd * 20 <= len(sample) and everyday_share(sample) >= _PLAUSIBLE


def everyday_share(text: str) -> float:
    """The share of everyday characters among the Han characters of `text`; 1.0 if it has none."""
    han = [c for c in text if "\u3400" <= c <= "\u9fff"]
    everyday = _everyday_characters()
    return sum(c in everyday for c in han) / len(han) if han else 1.0


@cache
def _everyday_characters() -> frozenset[str]:
    """GB 2312's level 1 (3,755 characters) and Big5's frequent part (5,401)."""
    simplified = bytes(
        b for row in range(0xB0, 0xD8) for col in range(0xA1, 0xFF) for b in (row, col)
    )
    traditional = bytes(
        b
        for row in range(0xA4, 0xC7)
        for col in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        for b in (row, col)
    )
    return frozenset(simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore"))


_READ_CHARS = 100_000
_LEAST_HAN = 8  # characters: fewer of them say nothing
# Of the Han characters, how many are everyday ones: right texts have ≥ 0.9 (names and old texts
# included), UTF-8 read as GBK has ≤ 0.4.
_LEAST_PLAUSIBLE = 0.6
_BROKEN_SHARE = 0.02  # of all characters
_ODD_SHARE = 0.3  # a few private-use fillers between words are usual, a third is not
_ODD = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
# What a text layer without a character map gives: letters and signs of Western tables.
_WESTERN = re.compile("[\xa1-\xff\u0152-\u0178\u0192\u02c6-\u02dd\u2020-\u2022\u2030\ufb01\ufb02]")


_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def private_reason(text: str) -> str | None:
    """What a person should know of the characters of a text that only one font gives a meaning:
    fillers, or letters that a printing house has drawn itself; None without any."""
    found = _PRIVATE.findall(text)
    if not found:
        return None
    kinds = list(dict.fromkeys(found))
    named = "、".join(f"U+{ord(c):04X}" for c in kinds[:3]) + ("等" if len(kinds) > 3 else "")
    told = f"有 {len(found)} 个私用区字符（{named}），换一种字体就显示不出，检索时不计"
    return f"{told}；请对照原文改正或删去"


def garbled_reason(text: str) -> str | None:
    """Why this text is garbled, in Chinese; None where it reads well or is too short to say."""
    sample = text[:_READ_CHARS]
    visible = sum(not c.isspace() for c in sample)
    if not visible:
        return None
    broken = sample.count("\ufffd")
    if broken > max(3, _BROKEN_SHARE * visible):
        return f"有 {broken} 个字符在存盘以前就已丢失（{chr(0xFFFD)}），无法恢复；请重新取得原文件"
    if len(_ODD.findall(sample)) > _ODD_SHARE * visible and visible >= _LEAST_HAN:
        return "多是控制字符或私用字符，不是正常文字；请重新取得原文件或做文字识别（OCR）"
    if len(_WESTERN.findall(sample)) > 0.3 * visible and visible >= _LEAST_HAN:
        return "文字没有对应的编码，读出来是乱码；请做文字识别（OCR），或另取原文件"
    han = sum("\u3400" <= c <= "\u9fff" for c in sample)
    if han >= _LEAST_HAN and everyday_share(sample) < _LEAST_PLAUSIBLE:
        return "读出来是乱码，像是用错编码读过再存的（如 UTF-8 误作 GBK）；请重新取得原文件"
    return None
