"""Tell whether a text that could be decoded reads like Chinese or was garbled on its way."""

from __future__ import annotations

import re

from indexer.text.decoding import everyday_share

_SAMPLE_CHARS = 100_000
_LEAST_HAN = 8  # characters: fewer of them say nothing
# Of the Han characters, how many are everyday ones: right texts have ≥ 0.9 (names and old texts
# included), UTF-8 read as GBK has ≤ 0.4.
_PLAUSIBLE = 0.6
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
    sample = text[:_SAMPLE_CHARS]
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
    if han >= _LEAST_HAN and everyday_share(sample) < _PLAUSIBLE:
        return "读出来是乱码，像是用错编码读过再存的（如 UTF-8 误作 GBK）；请重新取得原文件"
    return None
