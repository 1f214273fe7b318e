"""Turn printed numbers, Arabic or Chinese, into exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL_SCALES = {"十": 10, "百": 100, "千": 1000}
SCALES = {
    "": 1,
    "十": 10,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
_COUNTING = frozenset(DIGITS) - frozenset("零〇○")
_GREAT = frozenset("百千万亿")
MAX_DIGITS = 24  # a longer run of digits is an account number, not a figure


def chinese_number(text: str) -> Decimal | None:
    """The value of 三千四百, 二十一点六, 三百五十六亿六千万; None for 三四, 一九五八, 百."""
    whole, dot, fraction = text.partition("点")
    value = _chinese_integer(whole)
    if value is None or not dot:
        return value
    if not fraction or any(c not in DIGITS for c in fraction):
        return None
    return value + Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))


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
        if char in DIGITS and digit is not None:
            return None
        if char in "零〇○":
            last = min(last, 10**4)
        elif char in DIGITS:
            digit = DIGITS[char]
        else:
            scale = SMALL_SCALES[char]
            if (digit is None and not (scale == 10 and section % 100 == 0)) or scale >= last:
                return None
            section += (1 if digit is None else digit) * scale
            digit, last = None, scale
    return section + (digit or 0)


_NO_DIGITS = str.maketrans("", "", ",， \u00a0\u2009\u202f")


def arabic_number(text: str) -> Decimal | None:
    """The value of 1,250 or 6.3; None for a number longer than any figure."""
    digits = text.translate(_NO_DIGITS)
    return None if len(digits) > MAX_DIGITS else Decimal(digits)


def decimal_text(value: Decimal) -> str:
    """Plain digits without exponent and without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percentage(numerator: Decimal, denominator: Decimal) -> Decimal:
    """X分之Y as per cent with two decimals: 三分之二 is 66.67."""
    with localcontext() as context:
        context.prec = 2 * MAX_DIGITS
        return (numerator * 100 / denominator).quantize(Decimal("0.01"))
