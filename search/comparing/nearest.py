"""Find the indicator that a text names, and those of the library that are nearest to a name.

A name that is no indicator of the library leads on to those that hold its words: from 群众安全感 to
安全感满意度.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from indexer.text.normalizer import normalize
from search.comparing.measures import has_value, place_of, year_of
from search.comparing.told_measure import measure_word
from search.figures.request import FigureRequest
from search.figures.results import IndicatorCount, statement_of
from search.request import Filters
from search.searcher import Searcher

_LOOKED_AT, _LONGEST = 500, 20  # figures of an indicator, characters of a name
_WORDS, _OF_WORD, _SHOWN = 4, 40, 8  # words looked for, measures of each, measures told
_COUNTED = re.compile("(?P<doing>[一-龥]{2})(?:人数|数量?)$")
_LEAST = 2  # figures of an indicator that is worth a line


@dataclass(frozen=True, slots=True)
class NamedIndicator:
    """What the library has of an indicator; `nearest` instead, if it has none of that name.

    `units` and `years` are those of the first figures, where there are very many. `is_streak`: some
    say how many years something has lasted; then the units and years are theirs.
    """

    indicator: str
    figures: int
    units: int
    years: tuple[int, ...]
    nearest: tuple[IndicatorCount, ...] = ()
    is_streak: bool = False


def nearest_indicators(
    searcher: Searcher, text: str, filters: Filters | None = None
) -> tuple[IndicatorCount, ...]:
    """The measures whose names end as a name does, then those that hold most of its words, then the
    most frequent: 案值 before 查获海上走私案件 for 海上走私案值.

    What is counted may be told in full, too: 抓获涉案犯罪嫌疑人 for 抓获数.
    """
    words = searcher.figure_words(text)[:_WORDS]
    counted = _COUNTED.search(normalize(text))
    if counted is not None and counted["doing"] not in words:
        words.append(counted["doing"])
    last = normalize(text)[-2:]  # 案值, which no dictionary cuts from 走私案值
    words += [last] if last not in words and searcher.figure_words(last, is_cut=False) else []
    tail = max((word for word in words if normalize(text).endswith(word)), key=len, default="")
    found: dict[tuple[str, str, str], IndicatorCount] = {}
    for word in words:
        asked = FigureRequest(q=word, filters=filters or Filters())
        for one in searcher.figure_indicators(asked, _OF_WORD, is_folded=True)[0]:
            found.setdefault((one.indicator, one.kind, one.unit), one)

    def shared(one: IndicatorCount) -> tuple[bool, int]:
        names = [normalize(name) for name in one.wordings]
        is_last = tail != "" and any(name.endswith(tail) for name in names)
        return is_last, sum(len(word) for word in words if any(word in name for name in names))

    return tuple(
        sorted(found.values(), key=lambda one: (shared(one), one.count))[: -_SHOWN - 1 : -1]
    )


def named_indicator(
    searcher: Searcher, text: str, filters: Filters | None = None, is_asked: bool = False
) -> NamedIndicator | None:
    """The indicator that the whole of a text names; None for any other text, at next to no cost.

    `is_asked`: a question asks for its figures, so those nearest to any name are told. With filters
    they are of these units, and a name that these do not have is told of all.
    """
    form = normalize(text)
    measured = measure_word(form) or (form if is_asked else "")
    if not 1 < len(form) <= _LONGEST:
        return None
    forms = (form, *searcher.figure_families([form]))
    if not (measured or any(searcher.figure_words(one, is_cut=False) for one in forms)):
        return None
    listing = searcher.figure_listing(FigureRequest(indicators=(text,)))
    looked_at = list(islice(listing.rows, _LOOKED_AT))
    repeats = len(looked_at) - len(set(map(statement_of, looked_at)))
    rows = list(filter(has_value, looked_at))
    if len(rows) >= _LEAST:
        lasting = [r for r in rows if r.figure.kind == "streak" and r.figure.direction is None]
        # Also 8起命案全破; but one that was first for seven years running is a level: 安全感98%.
        lasting = [] if 2 * sum(r.figure.kind == "rate" for r in rows) > len(rows) else lasting
        told = lasting or rows
        units = {place for row in told if (place := place_of(row, "source"))}
        years = sorted({year for row in told if (year := year_of(row)) is not None})
        ((name, _),) = Counter(row.figure.measured for row in rows).most_common(1)
        return NamedIndicator(
            name, listing.total - repeats, len(units), tuple(years), is_streak=bool(lasting)
        )
    if not measured or (rows and not is_asked):
        return None
    nearest = nearest_indicators(searcher, measured, filters)
    return NamedIndicator(text, 0, 0, (), nearest) if nearest else None
