"""Read and write numbers in Chinese numerals: 三百五十六亿六千万, 二十一点六, 二〇二二."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_COUNTING = frozenset(_DIGITS) - frozenset("零〇○")
_GREAT = frozenset("百千万亿")
_SPELT = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def chinese_number(text: str) -> Decimal | None:
    """The value of 三千四百, 二十一点六, 三百五十六亿六千万; None for 三四, 一九五八, 百, 几."""
    whole, dot, fraction = text.partition("点")
    value = _chinese_integer(whole)
    if value is None or not dot:
        return value
    if not fraction or any(c not in _DIGITS for c in fraction):
        return None
    return value + Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))


def _chinese_integer(text: str) -> Decimal | None:
    """The value of the whole part; every digit must have its scale, as in careful prose."""
    if text[-1:] in _COUNTING and text[-2:-1] in _GREAT:
        return None  # 三百五 is 350 in speech and 305 in haste: not read.
    if "万" not in text and "亿" not in text:
        section = _section(text)
        return None if section is None else Decimal(section)
    total = 0
    *scaled, rest = re.split("([万亿])", text)
    for printed, scale in zip(scaled[::2], scaled[1::2], strict=True):
        section = _section(printed)
        if section is None or section + (scale == "亿" and total) == 0:
            return None
        total = total + section * 10**4 if scale == "万" else (total + section) * 10**8
    section = _section(rest)
    return None if section is None else Decimal(total + section)


def _section(text: str) -> int | None:
    """The value of what stands before 万 or 亿; an empty one is 0."""
    section = 0
    digit: int | None = None
    last = 10**5  # the scale that came last: scales must fall
    for char in text:
        if char in _DIGITS and digit is not None:
            return None
        if char in "零〇○":
            last = min(last, 10**4)
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            scale = _SCALES.get(char, last)
            if (digit is None and not (scale == 10 and section % 100 == 0)) or scale >= last:
                return None
            section += (1 if digit is None else digit) * scale
            digit, last = None, scale
    return section + (digit or 0)


def whole_number(printed: str) -> int | None:
    """The value of 12 or 十二; None for what is no number."""
    if printed.isdigit() and printed.isascii():
        return int(printed)
    value = chinese_number(printed)
    return None if value is None or not printed else int(value)


def spelt_in_figures(text: str) -> str:
    """A text with 2022 for 二〇二二: each digit for itself."""
    return text.translate(_SPELT)


def han_cardinal(number: int) -> str:
    """二万三千八百七十六 for 23876; 0 ≤ number < 10^12."""
    if number == 0:
        return "零"
    words = ""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, size)
        if section:
            gap = words and section < 1000
            words += ("零" if gap else "") + _han_section(section) + name
    return words.removeprefix("一") if words.startswith("一十") else words


def _han_section(section: int) -> str:
    words, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, size)
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return words
