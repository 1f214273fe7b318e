"""Find the years that figures in a row are of: 2021年、2022年，伤亡分别为38人、31人."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.figures.times import TimeMention
from indexer.text.lazy_pattern import lazy_pattern

_JOINED = ("、", "和", "与", "及", "以及")
_SPAN = lazy_pattern(r"(?P<first>\d{4})/(?P<last>\d{4})")


def times_in_a_row(
    text: str, times: Sequence[TimeMention], start: int, end: int, count: int
) -> list[TimeMention]:
    """The last `count` times of `text[start:end]` where they stand in a row and are no more, or the
    years of the one span there that has as many (2020年至2022年，…分别为)."""
    near = [time for time in times if start <= time.start < end][-count - 1 :]
    if len(near) == 1 and (span := _SPAN.fullmatch(near[0].period or "")):
        years = range(int(span["first"]), int(span["last"]) + 1)
        return [near[0]._replace(period=str(y)) for y in years] if len(years) == count else []
    joined = [text[one.end : two.start].strip() in _JOINED for one, two in pairwise(near)]
    one_more = len(joined) == count and joined.pop(0)
    return [] if one_more or len(near) < count or not all(joined) else near[-count:]
