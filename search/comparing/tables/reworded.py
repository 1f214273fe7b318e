"""Bring a question in a reader's own words down to what figures can answer.

甲县乙县视频监控规模，2023年前后 asks for 视频监控 of two units: beside units, years and what
figures of the library measure it has only words that ask, and words that are nowhere in it. Where a
word is left that reports do print, it asks for something else, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from indexer.text.normalizer import normalize
from search.comparing.asked_names import QUOTES, without_frame
from search.comparing.asked_units import is_plain, is_printed, rest_and_years
from search.comparing.outcomes import is_outcome
from search.comparing.tables.asked_table import GROUP, only_asks_for_figures
from search.figures.asking import sought_in
from search.request import SearchRequest
from search.results import Interpretation
from search.rewrite.questions import particles, question_words
from search.searcher import Searcher

_MOST_THINGS = 3  # words that figures measure
# How much or how many there is of something, about when, and what joins two that are compared.
_HOW_MUCH = re.compile(
    "规模|体量|总量|数量|数目|总数|人数|人次|数|多|大|多大|几|多少|前后|左右|上下|实际|当年|全年"
    "|一?年|一年年|人|名|个|起|长|涨|变|vs|pk|对|家|几家"
)
_PEOPLE = re.compile("人数|多少人|几人|多少名|几名|多少个人")
_MEMBERS = re.compile("队员|成员|人员|队伍|人数")
_WHO = re.compile("哪[个家些几支]|谁|几家")


@dataclass(frozen=True, slots=True)
class Reworded:
    """What a question is about: units and years as typed, names that the library prints in
    quotation marks, and what is measured, in the orders that may be meant. `is_of_people`: how many
    there are of a named team."""

    units: tuple[str, ...]
    years: tuple[str, ...]
    named: tuple[str, ...]
    measured: tuple[str, ...]
    is_of_units: bool
    is_of_people: bool

    @property
    def tables(self) -> Iterator[str]:
        """The plain questions for a table of units."""
        whom = " ".join(self.units) or "各单位"
        when = f"{self.years[0]}年" if len(self.years) == 1 else ""
        if self.is_of_units and len(self.years) < 2:
            yield from (f"{whom} {when}{name}" for name in self.measured)

    @property
    def courses(self) -> Iterator[tuple[str, ...]]:
        """Plain questions for figures over years: of each name one."""
        whom = self.units[0] if len(self.units) == 1 else ""
        when = f"{self.years[0]}年" if len(self.years) == 1 else "历年"
        if len(self.units) > 1 or len(self.years) > 1:
            return
        counted = "人数" if self.is_of_people else ""
        for name in self.measured or ("",):
            told = [f"{one}{name}{counted}" for one in self.named] or [name]
            yield tuple(f"{whom}{when}{one}" for one in told)


def reworded(searcher: Searcher, query: Interpretation) -> Reworded | None:
    """None for a query that is printed, names nothing that figures tell, or asks for more."""
    forms = dict.fromkeys(text.strip(QUOTES) for text in (query.text, query.meant))
    read = (_read(searcher, text) for text in forms if is_plain(text))
    found = next(filter(None, read), None)
    is_most = sought_in(normalize(query.meant)) is not None
    # The most of something is answered by what is surely of it, or not at all.
    return None if is_most and found is not None and not found.is_of_people else found


def _read(searcher: Searcher, text: str) -> Reworded | None:
    text = without_frame(text)
    pieces = searcher.unit_names().apart_as_typed(text)
    units = tuple(dict.fromkeys(pieces[1::2]))
    rest, years = rest_and_years([GROUP.sub(" ", piece) for piece in pieces[::2]])
    form = " ".join(rest)
    named = [one for one in searcher.named_words(SearchRequest(text)) if one in form]
    for one in named:
        form = form.replace(one, " ")
    is_group = not units and (GROUP.search(normalize(text)) or _WHO.search(form)) is not None
    if not (units or years or named or is_group):
        return None
    measured = _measured(searcher, form, is_of_names=len(named) > 1)
    if measured is None or not (measured or named):
        return None
    if is_printed(searcher, text):
        return None
    is_of_people = bool(named) and all(map(_MEMBERS.fullmatch, measured))
    is_of_people = is_of_people and bool(measured or len(named) > 1 or _PEOPLE.search(form))
    measured = () if is_of_people else measured
    if named and not (measured or is_of_people):
        return None
    return Reworded(
        units,
        years,
        tuple(sorted(named, key=text.find)),
        tuple("".join(words) for words in permutations(measured)) if measured else (),
        not named and (len(units) > 1 or is_group),
        is_of_people,
    )


def _measured(searcher: Searcher, form: str, is_of_names: bool) -> Sequence[str] | None:
    """The words of a normal form that figures measure; None where another is left, but for what is
    said of several names (志愿力量规模)."""
    words = [word for word in searcher.dictionary_words(form) if word.strip()]
    asking = {*question_words(words, form), *particles(words)}
    found: list[str] = []
    is_of_unknown = False  # 养老诈骗, where no report prints 养老: of something else
    for word in dict.fromkeys(words):
        if word in asking or _HOW_MUCH.fullmatch(word) or only_asks_for_figures(word):
            is_of_unknown = False
        elif len(word) > 1 and searcher.figure_words(word, is_cut=False):
            if is_of_unknown:
                return None
            found.append(word)
        elif not is_of_names and is_printed(searcher, word):
            return None
        else:
            is_of_unknown = len(word) > 1
    is_of_one = sum(map(is_outcome, found)) < 2  # 立案 and 破案 are two
    return found if is_of_one and len(found) <= _MOST_THINGS else None
