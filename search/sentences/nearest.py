"""Answer a question for figures, or for how long something lasts, that no rule reads an answer to.

The sentence that comes nearest is quoted, for the reader to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.text.normalizer import normalize
from search.comparing.asked_names import CHANGE, RANK, asks_all_years, without_change
from search.comparing.asked_units import asked_of_units
from search.comparing.tables.accounted import years_reported
from search.figures.dimensions import counts_cases
from search.request import Filters, SearchRequest
from search.results import SearchResult
from search.searcher import Searcher
from search.sentences.deeds import Deed, ToldDeeds
from search.sentences.unread_years import (
    LASTS,
    named_measure,
    sentences_of_paragraphs,
    sentences_of_years,
)
from search.states.naming import state_named

_READ = 200  # paragraphs that print a name
_UNITS, _YEARS = 6, 12  # that are looked at for a question
_SHORTEST = 2  # characters of a name
_WHO_MORE = re.compile("(?:哪[一个家边]?[个家边]?|谁)更?[多少高低大小快慢].*$")
_WHETHER = re.compile("有没有|有无|是否|[吗么]")
# Without which a question for how long something lasts (电诈发案连续几年下降) says of what.
_LASTS = re.compile(
    "(?:连续|接连|持续|保持)(?:了|有)?(?:(?:几|多少)个?年)?(?:都|在)?(?:下降|减少|上升|增长|降|升)?了?"
    "|连[降升增](?:了)?(?:(?:几|多少)个?年)?|(?:几|多少)个?年(?:都|来)?(?:没有?|未|不)(?:再?发生|出现)?过?|^(?:没有?|未)(?:再?发生|出现)过?"
)
# Which reports leave out, as nothing else is meant (止付 of 电诈, 破案率 of 刑事案件), or say apart
# from the subject: 命案积案…破28起.
_WIDER = re.compile(
    "^(?:刑事(?=破案率)|(?:电信网络诈骗|电信诈骗|电诈|涉诈|反诈)(?=止付|冻结|劝阻|见面|预警|挽损|返还)|(?:破获|侦破|攻破)(?=..))"
    "|(?<=..)(?:破案|破获|侦破)(?:案件)?数?量?$"
)
_STATES = {"solved": ("命案", "破案"), "none": ("命案",)}
_TELLS_STATE = re.compile("[破零无没未]")


def told_nearest(
    searcher: Searcher, request: SearchRequest, result: SearchResult
) -> ToldDeeds | None:
    """The nearest sentence of each unit that a question names, of the years that it names or else
    the last that tells, of one unit in all years where that is asked for, if only by the name of
    what it began; None for a text that names none, asks for no figure, or has no such sentence."""
    text = result.query.meant
    asked, filters = asked_of_units(searcher, text)
    units, is_of_years = filters.of("source"), asks_all_years(text)
    name = without_change(_WHO_MORE.sub("", asked.name))
    measure = "%" if asked.unit == CHANGE else "" if asked.unit == RANK else asked.unit
    if not measure and not name.endswith("率"):
        measure = "起" if counts_cases(name, "") else ""  # 刑事警情 is no 破案率达100%
    names: tuple[str, ...] = (name,)
    if (state := state_named(normalize(text))) or _LASTS.search(name):
        measure, names = LASTS, _STATES.get(state, (_LASTS.sub("", name),))
    is_asking = asked.asks or asked.unit or measure == LASTS or asked.span or len(units) > 1
    is_first = request.is_first and not request.within
    if not (is_first and len(names[0]) >= _SHORTEST and is_asking) or _WHETHER.search(text):
        return None
    if not units:
        return _of_name(searcher, name, text, measure) if is_of_years else None
    is_course = len(asked.span) > 1 or (len(units) == 1 and is_of_years)
    told: list[Deed] = []
    for tried in dict.fromkeys((names, tuple(_WIDER.sub("", one) or one for one in names))):
        for unit in () if told else units[:_UNITS]:
            found = _of_unit(searcher, tried, unit, measure, asked.span)
            told += found[0 if is_course else -1 :]
    return ToldDeeds(tuple(dict.fromkeys(told))) if told else None


def states_nearest(searcher: Searcher, units: Iterable[str]) -> dict[str, Deed]:
    """What comes nearest to how long 命案全破 has lasted in each of these units, of which no streak
    is read."""
    found = ((unit, _of_unit(searcher, _STATES["solved"], unit, LASTS, ())) for unit in units)
    return {unit: own[-1] for unit, own in found if own and _TELLS_STATE.search(own[-1].quote)}


def _of_unit(
    searcher: Searcher, names: tuple[str, ...], unit: str, measure: str, span: tuple[int, ...]
) -> list[Deed]:
    """The nearest sentence of each year of a span, or else of all that it reports, in order."""
    years = span or sorted(years_reported(searcher, Filters(source=(unit,))))
    of = named_measure(searcher, names)
    return list(sentences_of_years(searcher, of, unit, years[-_YEARS:], measure).values())


def _of_name(searcher: Searcher, name: str, text: str, measure: str) -> ToldDeeds | None:
    """The nearest sentence of each year, of whatever unit, that prints the name in a question."""
    for printed in searcher.named_words(SearchRequest(text))[:1]:
        asked = SearchRequest(f'"{printed}"', "exact", size=_READ, facet_limit=0, correct=False)
        read = [hit.paragraph for hit in searcher.listing(asked, False).hits]
        years = sorted({one.year for one in read if one.year})[-_YEARS:]
        of = named_measure(searcher, (name,))
        found = tuple(sentences_of_paragraphs(searcher, of, read, years, measure).values())
        return ToldDeeds(found) if found else None
    return None
