"""Read a year filter as readers write it: 2021, 2020..2022, 2020.., ..2022."""

from __future__ import annotations

import re

from search.errors import BadRequestError
from search.query.tree import YearRange

_YEARS = re.compile(r"(\d{4})|(\d{4})?\.\.(\d{4})?")


def parse_year_range(text: str) -> YearRange:
    """A range with both ends included; BadRequestError for anything else ("..", "21")."""
    match = _YEARS.fullmatch(text.strip())
    if match is None or text.strip() == "..":
        raise BadRequestError("year", text, "2021、2020..2022、2020.. 或 ..2022")
    single, low, high = match.groups()
    if single:
        return YearRange(int(single), int(single))
    return YearRange(int(low) if low else None, int(high) if high else None)
