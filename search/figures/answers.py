"""Answer questions for the most or for how many with the rows that say so, or not at all.

A question is recognised by its words alone, so that other queries cost nothing. Every word of it
must be met: by the row's indicator or sentence, or, who, where and when, by what is known of its
paragraph. Where kinds, units or bases differ, nothing is put above the other: each is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from indexer.figures.names import VERB
from indexer.taxonomy.taxonomy import Source
from indexer.text.normalizer import normalize
from search.figures.dimensions import (
    IN_UNITS,
    SAID_OF,
    TIMES,
    dimension,
    kinds_and_units,
    number,
)
from search.figures.matching import (
    OF_LAST_YEAR,
    SOLVED,
    is_counted,
    is_met,
    is_of_another,
    is_still_the_same,
    may_be_of_last_year,
    may_be_planned,
    names_of,
)
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.table import FigureTable
from search.query.tree import Query, Ranked
from search.request import SearchRequest
from search.rewrite.questions import (
    asks_for_the_most,
    is_question,
    particles,
    question_words,
)

_HOW_MANY = re.compile(r"多少(?!有点)|第几|(?<![十百千万好近])几[个家起名项人次条种件处所]")
_MOST = re.compile(r"最(?P<way>长|久|多|大|高|快|短|少|小|低|慢|早)")
_ASKING = re.compile(r"最[长久多大高快短少小低慢早]的?|连续")
_WHICH_YEAR = re.compile(r"[哪何]一?年")
# Which of several places: at least two must have been compared. 去年 is nobody's year.
_WHICH_PLACE = re.compile(
    r"哪[一几两]?[个些]?(?:省|市|城市|县|区|州|地|单位|部门|(?:公安|警察|市|分|县)?局|法院|检察院|派出所)|谁"
)
_OWN = re.compile(r"[全本我该]")
_LONG = ("streak", "duration")  # kinds that last over years
_MEANWHILE = re.compile(r"今年|去年|前年|明年|上年|本年|[上本这]个?月|近日|最近")
_WHICH = re.compile(r"哪|谁|何[时地年处]|什么")
_CHANGES = re.compile(r"增长|增幅|增加|上升|提高|下降|减少|降幅|涨幅|增速|压降|缩短")
# Words that name what is asked for, and nothing that a row would say.
_EMPTY = re.compile(
    r"城市|地方|地区|单位|部门|公安局|市局|区县|县区|报告|年份|年度|时间|时候|年数|连续|数量|人数|一共|总共"
    r"|共计|排名|位次|名次|第?几位?|本库|其中|目前|现在|全部|达到|最.?|有多|究竟|到底|[年月市县区省中的了是有在人钱个家起名项次件多少几共全为都被里达]"
)
_OF_YEARS = re.compile(
    r"[一二三四五六七八九十两0-9]+年(?:来|间|共|里|累计|合计|以)|(?:这|过去|近|前)[一二三四五六七八九十两]+年"
    r"|(?<![〇○零一二三四五六七八九0-9])[两三四五六七八九十]年|年均|累计|以来|“?十[一二三四]?五"
)
_PLANNED = re.compile(
    r"(?<![主重需必首纲])要|(?<![虚模比草])拟|力争|争取|预期|目标|计划|确保|控制在"
)
_HOW_MUCH_CHANGED = re.compile(
    "(?:(?P<up>增长|增加|上升|提高|上涨)|(?P<down>下降|减少|降低|缩短))了?(?:百分之)?多少"
)
_OF_PERCENT = re.compile(
    "同比|环比|百分[之点]?|之|[个点了]|增长|增加|上升|提高|上涨|下降|减少|降低|缩短"
)
_LOOKED_FOR = 3  # words of a question
_MOST_ROWS, _MOST_CHARS = 2_000, 200  # figures of one word, characters of a question
_MOST_GROUPS, _MOST_SHOWN, _NEXT_BEST = 2, 4, 3
# For a year: a figure that is so far from the others is of more than a year, or of less.
_OUTLIER, _ENOUGH = 3.0, 5
_MOST_VALUES = 2  # of one thing in one unit: of more nothing says which is meant


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """A row that answers, and the number of figures of its kind that it was compared with.

    `next_best`: those that it surpasses, the nearest first, no more than a few.
    """

    row: FigureRow
    compared: int
    next_best: tuple[FigureRow, ...] = ()


def asks_for_figures(text: str) -> bool:
    """Whether a text asks for the most of something, or how much of it there is."""
    if _MOST.search(text) is not None:
        return asks_for_the_most(text) or (_WHICH.search(text) is not None and is_question(text))
    return _HOW_MANY.search(text) is not None and is_question(text)


def may_be_answered(request: SearchRequest) -> bool:
    """Whether a request is the first page of such a question, without filters."""
    is_narrowed = bool(request.filters or request.within)
    return request.page == 1 and not is_narrowed and _is_for_figures(request)


def _is_for_figures(request: SearchRequest) -> bool:
    is_short = request.mode == "smart" and len(request.q) <= _MOST_CHARS
    return is_short and asks_for_figures(request.q)


def with_answers(
    query: Query, request: SearchRequest, answers: Callable[[str], Sequence[FigureAnswer]]
) -> Query:
    """The query with the paragraphs whose figures answer it, on every page and under any filter."""
    if not isinstance(query, Ranked) or not _is_for_figures(request):
        return query
    return replace(query, answers=tuple(a.row.paragraph.id for a in answers(request.q)))


def answer_question(
    text: str,
    cut: Callable[[str], Sequence[str]],
    table: FigureTable,
    sources: Iterable[Source],
) -> tuple[FigureAnswer, ...]:
    """The rows that answer, or () for anything that is not surely answered.

    `cut` gives the dictionary words of a normal form; `sources` have other names, too.
    """
    if _MEANWHILE.search(text) is not None or _OF_YEARS.search(text) is not None:
        return ()
    aliases = {source.name: source.aliases for source in sources}
    words = _content(cut(_ASKING.sub("", IN_UNITS.sub("", normalize(text)))), text)
    if _HOW_MUCH_CHANGED.search(text) is not None:
        words = [word for word in words if not _OF_PERCENT.fullmatch(word)]
    found = list(_found(table, words))
    done = [row for row in found if is_met(words, row, aliases, table.family)]
    done = [row for row in done if not is_of_another(words, row, found)]
    most = _MOST.search(text)
    if most is None:
        asked = [row for row in done if _is_asked_for(text, words, row, aliases)]
        is_of_year = any(re.fullmatch(r"[12]\d{3}年?", word) for word in words)
        return _how_many([row for row in asked if not is_of_year or _tells_one_year(row)])
    kinds, is_most = SAID_OF.get(most["way"], ((), True))
    is_change = _CHANGES.search(text) is not None
    sought = _Sought(kinds, is_most or (is_change and most["way"] == "快"), is_change)
    return _the_most(text, words, sought, done, table.family)


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a superlative asks for."""

    kinds: Sequence[str]
    is_most: bool
    is_change: bool


def _found(table: FigureTable, words: Sequence[str]) -> Iterable[FigureRow]:
    """The rows whose indicators hold the longest words of a question, each once."""
    found: dict[tuple[str, str], FigureRow] = {}
    telling = _telling(words)
    telling += [table.family(word) for word in telling]
    telling += [word.replace("全破", "破案率") for word in telling if "全破" in word]
    for word in dict.fromkeys(telling):
        places = table.find(FigureRequest(q=word))
        for row in table.rows(places) if len(places) <= _MOST_ROWS else ():
            if _is_done(row) and row.figure.role != "from" and row.figure.value is not None:
                found.setdefault((row.paragraph.id, row.figure.key), row)
    return found.values()


def _is_done(row: FigureRow) -> bool:
    """No target, neither by its own words nor, in a work report, by those of its paragraph."""
    figure, paragraph = row.figure, row.paragraph
    is_planned = _PLANNED.search(figure.quote) is not None or (
        OF_LAST_YEAR.search(paragraph.title or "") is not None
        and not (figure.period_text and (figure.period or "9") < str(paragraph.year))
        and _PLANNED.search(paragraph.text, 0, figure.end) is not None
    )
    return figure.modality == "actual" and not is_planned and not may_be_planned(row)


def _the_most(
    text: str,
    words: Sequence[str],
    sought: _Sought,
    rows: Sequence[FigureRow],
    family: Callable[[str], str],
) -> tuple[FigureAnswer, ...]:
    """The rows that no other row surpasses; () where too few are compared.

    Which place asks for two at least, which year for two years: a lone figure surpasses nothing.
    """
    of_all = [row for row in rows if _is_of_the_last_thing(words, row)]
    met = _of_the_thing_itself(words, of_all, family)
    if len(_different(met)) == 1 < len(_different(of_all)):
        return ()  # the most of nothing: the others are of something else
    is_of_year = _WHICH_YEAR.search(text) is not None
    if is_of_year and len(_different(met)) < 2:
        return ()
    met = [row for row in met if row.figure.kind in _LONG or _is_of_one_year(row)]
    if _WHICH_PLACE.search(text) is not None:
        met = _of_several_places(met)
    answers = _superlative(met, sought)
    if len(_different(of_all)) < 2 or any(_is_surpassed(a.row, of_all, sought) for a in answers):
        return ()  # a lone figure surpasses nothing, nor does one that a left-out one surpasses
    if is_of_year and any(_is_outlier(a.row, met) or may_be_of_last_year(a.row) for a in answers):
        return ()
    return answers


def _is_surpassed(row: FigureRow, others: Sequence[FigureRow], sought: _Sought) -> bool:
    """Whether a figure of the same measure that was left out is beyond the one that answers."""
    alike = [r for r in others if (*_measure(r), r.family) == (*_measure(row), row.family)]
    same = [r for r in alike if not _OF_YEARS.search(r.figure.period_text or "")]
    if sought.is_change:
        same = [r for r in same if r.figure.direction == row.figure.direction]
    ends = (max if sought.is_most else min)(map(number, same), default=number(row))
    return ends != number(row)


def _is_of_the_last_thing(words: Sequence[str], row: FigureRow) -> bool:
    """派出所, not 派出所建成综合指挥室; 案件, not 案件案损数.

    Behind what is asked for nothing else is done or measured.
    """
    indicator = normalize(row.figure.measured)
    ends = [at + len(word) for word in words if (at := indicator.rfind(word)) >= 0]
    if row.figure.kind == "streak" and indicator.endswith(SOLVED):
        return True  # 命案全破 and 命案破案率100%, year after year, say one thing
    if not ends or len(indicator) == max(ends):
        return True
    behind = max(ends)
    return VERB.search(indicator, behind) is None and is_still_the_same(indicator, behind)


def _of_the_thing_itself(
    words: Sequence[str], rows: list[FigureRow], family: Callable[[str], str]
) -> list[FigureRow]:
    """财政赤字, not 中央财政赤字, where some figure is of what begins with the words asked for."""
    first = words[0] if words else ""
    own = [
        row
        for row in rows
        if row.family.startswith(family(first))
        or any(name.startswith(first) for name in names_of(row).split())
    ]
    return own or rows


def _of_several_places(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """Those of which two places at least have one in the same kind and unit."""
    places: dict[tuple[str, str], set[tuple[str | None, ...]]] = {}
    for row in rows:
        places.setdefault(_measure(row), set()).add(_place_of(row))
    return [row for row in rows if len(places[_measure(row)]) > 1]


def _measure(row: FigureRow) -> tuple[str, str]:
    return (row.figure.kind, dimension(row.figure.unit))


def _place_of(row: FigureRow) -> tuple[str | None, ...]:
    printed = row.figure.place
    named = None if printed is None or _OWN.match(printed) else printed  # 全市 is the source's own
    return (row.paragraph.source, *(row.paragraph.region or ()), named)


def _content(words: Sequence[str], text: str) -> list[str]:
    """What must be met: no words that ask, soften or only name what is asked for."""
    dropped = {*question_words(words, text), *particles(words)}
    kept = [w for w in words if w not in dropped and not _EMPTY.fullmatch(w)]
    return [w for w in kept if any(c.isalnum() for c in w)]


def _telling(words: Sequence[str]) -> list[str]:
    """The words that are looked for in indicators: the longest, which are the rarest."""
    things = [word for word in dict.fromkeys(words) if len(word) > 1 and not word.isdecimal()]
    return sorted(things, key=len, reverse=True)[:_LOOKED_FOR]


def _is_of_one_year(row: FigureRow) -> bool:
    """Not of several years together: neither by its period nor by the words before it."""
    figure = row.figure
    if figure.period is None and figure.period_text:
        return False
    ends = {part[:4] for part in (figure.period or "").split("/")}
    return len(ends) == 1 and _OF_YEARS.search(row.paragraph.text, 0, figure.end) is None


def _tells_one_year(row: FigureRow) -> bool:
    """As `_is_of_one_year`, or the year is printed with it and nothing else."""
    figure = row.figure
    is_printed = bool(figure.period_text) and len(figure.period or "") in (4, 7)
    return _is_of_one_year(row) or (is_printed and _OF_YEARS.search(figure.quote) is None)


def _is_outlier(row: FigureRow, rows: Sequence[FigureRow]) -> bool:
    same = [r for r in rows if (r.figure.kind, r.figure.unit) == (row.figure.kind, row.figure.unit)]
    middle, value = median(map(number, same)), number(row)
    return len(same) >= _ENOUGH and not middle / _OUTLIER <= value <= middle * _OUTLIER


def _superlative(rows: Sequence[FigureRow], sought: _Sought) -> tuple[FigureAnswer, ...]:
    groups: dict[tuple[str | None, ...], list[FigureRow]] = {}
    for row in rows:
        figure = row.figure
        if figure.kind in (("change",) if sought.is_change else sought.kinds):
            against: tuple[str | None, ...] = ()
            if sought.is_change:
                against = (figure.direction, figure.comparison, figure.base)
            unit = dimension(figure.unit)
            if figure.kind == "measure" and sought.kinds[:2] == TIMES and unit != "米":
                continue  # 最长: of times and of lengths
            groups.setdefault((figure.kind, unit, *against), []).append(row)
    if len(groups) > _MOST_GROUPS:
        return ()
    answers: list[FigureAnswer] = []
    for group in sorted(groups.values(), key=len, reverse=True):
        best = (max if sought.is_most else min)(map(number, group))
        first = _different([row for row in group if number(row) == best])
        if len(first) > _MOST_SHOWN:
            return ()
        rest = [row for row in _different(group) if number(row) != best]
        if len(first) > 1 and not rest:
            continue  # all the same: none is the most
        rest.sort(key=number, reverse=sought.is_most)
        behind = tuple(rest[:_NEXT_BEST])
        answers += [FigureAnswer(row, len(_different(group)), behind) for row in first]
    return tuple(answers)


def _is_asked_for(
    text: str, words: Sequence[str], row: FigureRow, aliases: Mapping[str, Sequence[str]]
) -> bool:
    """Whether a row is of the kind, unit and direction that a question for how many asks for."""
    figure = row.figure
    if (changed := _HOW_MUCH_CHANGED.search(text)) is not None:
        is_it = figure.kind == "change" and figure.direction == changed.lastgroup
    else:
        kinds, units = kinds_and_units(text)
        is_it = figure.kind in kinds and (not units or figure.unit in units)
        in_units = IN_UNITS.search(text)
        if is_it and not units and in_units is not None and figure.kind != "rank":
            is_it = dimension(figure.unit) == dimension(in_units["unit"])
    return is_it and is_counted(text, words, row, aliases)


def _how_many(counted: Sequence[FigureRow]) -> tuple[FigureAnswer, ...]:
    counted = _different(counted)
    values: dict[str, set[str | None]] = {}
    for row in counted:
        values.setdefault(row.figure.unit, set()).add(row.figure.value)
    is_each_its_own = len(set(map(_place_of, counted))) == len(counted)
    too_many = any(len(of_unit) > _MOST_VALUES for of_unit in values.values())
    if len(counted) > _MOST_SHOWN or (too_many and not is_each_its_own):
        return ()
    return tuple(FigureAnswer(row, len(counted)) for row in counted)


def _different(rows: Iterable[FigureRow]) -> list[FigureRow]:
    """Without what the same source says again of the same year."""
    found: dict[tuple[object, ...], FigureRow] = {}
    for row in rows:
        paragraph, figure = row.paragraph, row.figure
        said = (paragraph.source or paragraph.document, paragraph.year, row.family)
        found.setdefault((*said, figure.kind, figure.value, figure.unit), row)
    return list(found.values())
