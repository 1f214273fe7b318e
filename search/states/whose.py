"""Tell of which unit a report tells how long a state lasts: the police of a place, or others of it.

A yearbook of a county and its interviews tell of the county's bureau, and newspapers of whom they
name: how long one unit has kept a state up is told by all of them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from indexer.text.normalizer import normalize
from search.clauses import clause_start
from search.figures.results import FigureRow
from search.figures.unit_names import UnitNames, offices

_OF_PLACE = re.compile(
    "(?:[一-龥]{2,4}省)?(?P<place>[一-龥]{2,7}?[市县区旗州盟])"
    "(?:公安(?:分?局)?(?:新闻|宣传|政工|政治|办公|指挥|刑侦|刑警|史志|年鉴)?[^分支大总派]{0,6}"
    "|(?:党?史志?|地方志|方志|年鉴|融媒|新闻|宣传|政府|人民政府|[市县区旗]?委|统计|档案|政务)[^分支大总派]{0,12})?"
)
_SENTENCE_CHARS = 120  # in front of a number of years, in which its unit is named


@lru_cache(10_000)
def place_of_source(source: str) -> str:
    """The place of whose police a source tells: 云泽县 of 云泽县公安局 and its 地方志编纂委员会;
    "" for a branch, a detachment, a newspaper."""
    found = _OF_PLACE.fullmatch(normalize(source))
    return found["place"] if found is not None else ""


def tells_of_itself(source: str) -> bool:
    return bool(place_of_source(source) or offices((source,)))


class Owners:
    """Finds the unit that a row is of, in one library."""

    def __init__(self, units: UnitNames) -> None:
        self._units = units

    def source_of(self, row: FigureRow) -> str:
        """The source of which a row tells; "" where a newspaper names none."""
        source = row.paragraph.source or ""
        if tells_of_itself(source):
            return source
        text, at = row.paragraph.text, row.figure.value_start
        start = clause_start(text, at, "。！？\n", max(at - _SENTENCE_CHARS, 0))
        title = normalize(row.paragraph.title or "")
        return self._last_named(normalize(text[start:at])) or self._only_named(title)

    def _named(self, form: str) -> Iterable[str]:
        for name in list(self._units.apart(form))[1::2]:
            called = [one for one in self._units.called(name, "source") if tells_of_itself(one)]
            if called:
                yield min(called, key=len)

    def _last_named(self, form: str) -> str:
        return next(reversed(list(self._named(form))), "")

    def _only_named(self, form: str) -> str:
        named = set(self._named(form))
        return named.pop() if len(named) == 1 else ""
