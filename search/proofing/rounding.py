"""Tell whether one of two figures may be the other one in round numbers.

So 近1400万元 may be 1370万元, 1.2亿元 1.22亿元 and 1700余个 1771个; a draft may have either.

A number without a word like 近 or 余 is as exact as it is written: 1.2亿 is 1.15–1.25亿, while 1800
is 1800. Nobody calls 1.86万 simply 2万, though: rounding takes a twentieth at most. With such a
word it is as exact as its last digit that is not zero.
"""

from __future__ import annotations

import re
from decimal import Decimal

from indexer.model.figures import Figure

_AT_LEAST = frozenset(("超", "超过", "逾", "突破", "余", "多", "以上", "至少"))
_AT_MOST = frozenset(("不足", "不到", "以内", "不超过"))
_NEARLY = frozenset(("近", "接近"))  # at most, and by no more than a fifth
_ABOUT = frozenset(("约", "左右"))
_SAID = ((_AT_LEAST, "more"), (_AT_MOST, "at most"), (_NEARLY, "nearly"), (_ABOUT, "about"))
_DECIMALS = re.compile(r"[0-9０-９][.．]([0-9０-９]+)")
_SCALES = {"千": 3, "万": 4, "亿": 8}
_FEW = Decimal(100)
_WHOLE = Decimal(100)  # per cent: nothing is rounded to it
_MOST_ROUNDED = 20  # at most this part of a number goes when nothing says that it is not exact


def is_rounded(figure: Figure, ours: Figure, *, widely: bool = False) -> bool:
    """Whether both may be the same quantity though they are written with other digits.

    `widely`: whether they can be at all. 1950 is hardly what is told as 1000余, yet it is more.
    """
    if figure.value is None or ours.value is None or figure.value_max or ours.value_max:
        return False
    one, other = Decimal(figure.value), Decimal(ours.value)
    if figure.qualifier is None and ours.qualifier is None:
        return _is_shortened(figure, one, ours, other)
    span, our_span = _span(figure, one, widely), _span(ours, other, widely)
    if span is None or our_span is None:
        return False
    return max(span[0], our_span[0]) <= min(span[1], our_span[1])


def says_otherwise(figure: Figure, ours: Figure) -> bool:
    """Whether a draft has lost, added or changed what says that a number is not exact."""
    return _said(figure) != _said(ours)


def are_opposite(figure: Figure, ours: Figure) -> bool:
    """近1370万 against 1370万余: below the number, and above it."""
    said = {_said(figure), _said(ours)}
    return "more" in said and bool(said & {"nearly", "at most"})


def _said(figure: Figure) -> str | None:
    for words, said in _SAID:
        if figure.qualifier in words:
            return said
    return figure.qualifier


def _is_shortened(figure: Figure, one: Decimal, ours: Figure, other: Decimal) -> bool:
    """Whether the one with fewer digits is the other one, rounded."""
    steps = _written_step(figure), _written_step(ours)
    if steps[0] == steps[1] or (_WHOLE in (one, other) and figure.unit == "%"):
        return one == other
    apart = abs(one - other)
    return apart * 2 <= max(steps) and apart * _MOST_ROUNDED <= max(abs(one), abs(other))


def _span(figure: Figure, value: Decimal, widely: bool) -> tuple[Decimal, Decimal] | None:
    """From where to where the quantity lies; None where the word says something else."""
    step = _last_digit(value)
    nearly = step * Decimal("0.999999")  # 1400 is no longer 1300余
    if figure.qualifier is None:
        return value, value
    if figure.qualifier in _AT_LEAST:  # 28 is 20余, 1280 would be 1200余
        return value, value + (nearly if widely or value < _FEW else min(nearly, value / 5))
    if figure.qualifier in _NEARLY:
        return value - min(nearly, value / 5), value
    if figure.qualifier in _AT_MOST:
        return value - nearly, value
    if figure.qualifier in _ABOUT:
        return value - step / 2, value + step / 2
    return None


def _written_step(figure: Figure) -> Decimal:
    """What the last written digit is worth: 0.1亿 of 1.2亿, 1 of 1800."""
    decimals = _DECIMALS.search(figure.value_text)
    digits = -len(decimals[1]) if decimals else 0
    return Decimal(1).scaleb(digits + sum(n for c, n in _SCALES.items() if c in figure.value_text))


def _last_digit(value: Decimal) -> Decimal:
    """What the last digit that is not zero is worth: 100 of 1800."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
