"""Find the other names under which the library may tell what is asked for: 接警 for 警情."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.text.normalizer import normalize
from search.comparing.asked_names import AskedName
from search.comparing.outcomes import is_outcome
from search.figures.dimensions import common_unit, may_count_the_same
from search.figures.request import FigureRequest
from search.request import Filters

if TYPE_CHECKING:
    from search.searcher import Searcher

_WORDS, _OF_WORD, _MOST = 2, 40, 3  # words looked for, measures of each, other names told
_NO_LEVELS = ("change", "rank", "streak", "spec")
_MARKS = re.compile("[“”\"‘’'《》]")
_AVERAGE = re.compile("[日月人户]均|平均")  # 日均接警 is no 接警
_CALLS = ("接警", "警情")  # reports tell of the same calls by either


def counts_what_is_asked(asked: str, unit: str) -> bool:
    if not asked or common_unit(asked) == common_unit(unit) or may_count_the_same(asked, unit):
        return True
    return {asked, unit} <= {"人", "名", "位", "人次"}


def alike_names(searcher: Searcher, asked: AskedName, filters: Filters, is_few: bool) -> list[str]:
    """Names that hold the one asked for: those that go on behind it (群众安全感满意率) and, where
    it has but few figures itself, the few others that hold its characters in their order."""
    key = _plain(searcher, asked.name)
    cut = [word for word in searcher.dictionary_words(normalize(asked.name)) if len(word) > 1]
    named: dict[str, str] = {}
    for word in dict.fromkeys((asked.name, *sorted(cut, key=len, reverse=True)[:_WORDS])):
        request = FigureRequest(q=word, filters=filters)
        for one in searcher.figure_indicators(request, _OF_WORD, is_folded=True)[0]:
            if one.kind not in _NO_LEVELS and counts_what_is_asked(asked.unit, one.unit):
                named.setdefault(_plain(searcher, one.indicator), one.indicator)
    named.pop(key, None)
    if not _AVERAGE.match(key):
        named = {name: one for name, one in named.items() if not _AVERAGE.match(name)}
    # What is measured stands last: 高铁里程 is held by 高铁营业里程, 破案 by no 破案率.
    holds = re.compile(".*?".join(map(re.escape, key)) + "(?:资金|金额|人员|人数)?$")
    behind = re.compile(f'{re.escape(key)}[”"]')  # 义警 of “岷江义警”注册
    going_on = [
        one
        for name, one in named.items()
        if (name.startswith(key) and not is_outcome(name[len(key) :]))
        or (asked.unit and behind.search(one))
    ]
    holding = [one for name, one in named.items() if one not in going_on and holds.search(name)]
    holding = [one for one in holding if is_few or f"“{key}”" in one]  # 首批设立“红袖标驿站”
    if len(going_on) + len(holding) <= _MOST:
        going_on += holding
    calls = [name for name in _CALLS if name != key] if key in _CALLS else []
    return [*calls, *(going_on if len(going_on) <= _MOST else ())]


def _plain(searcher: Searcher, name: str) -> str:
    """What all wordings of a name have in common, without quotation marks."""
    return _MARKS.sub("", searcher.figure_families([name])[0])
