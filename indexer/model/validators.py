"""Tell whether a value has the shape that dates, years, numbers or addresses must have."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

_DATE = re.compile(r"[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?")
_YEAR = re.compile(r"[1-9][0-9]{3}")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f<>\"]+", re.IGNORECASE)


def is_date(text: str) -> bool:
    """Whether this is YYYY, YYYY-MM or YYYY-MM-DD and a day that exists."""
    if not _DATE.fullmatch(text):
        return False
    if len(text) < 10:
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_year(text: str) -> bool:
    """Whether this is a year of four digits."""
    return _YEAR.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Whether this is an http(s) address: the only kind that a page may link to."""
    return _ADDRESS.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Whether this is a whole number of at most nine digits."""
    return re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) is not None


# By the kind of a field: the test, and what a value should be, in words.
SHAPES: dict[str, tuple[Callable[[str], bool], str]] = {
    "date": (is_date, "写成 2022、2022-12 或 2022-12-06"),
    "year": (is_year, "是四位数的年份"),
    "number": (is_number, "是整数"),
}
