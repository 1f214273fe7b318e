"""Tell whether a value has the shape that the corpus contract gives to dates, years, addresses."""

from __future__ import annotations

import re
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
