"""Answer what is asked, in whatever words, of a state that units keep up year after year: 命案全破.

A question is read by subtraction. Without the names of units, years and the state itself, what is
left must ask for its end, its beginning, the longest or how long it lasts; what says anything else
is no such question. Each unit is then told by its streaks, as its reports print them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.text.normalizer import normalize
from search.figures.answer import FigureAnswer, place_of, unit_of
from search.figures.answers import streaks_apart
from search.figures.asking import STATE, names_a_state
from search.figures.dating import Lasting, dated, lasting
from search.figures.dimensions import number
from search.figures.matching import names_of
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.sections import SectionTimes, is_done
from search.figures.superlatives import NEXT_BEST
from search.figures.table import FigureTable
from search.figures.unit_names import UnitNames
from search.query.years import years_in_full
from search.rewrite.numerals import cardinal

_MOST_ROWS, _MOST_UNITS = 2_000, 8
_SENTENCE_CHARS = 200
# -- what a question may say beside units, years and the state
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年?度?(?!\d)")
_SPAN = re.compile(r"(?:19|20)\d\d年?度?(?:以来|起|至|到|开始|之?[前后]|[-~—])")
_WHETHER = re.compile("有没有|是否|是不是|曾经?|断没断")
_OVER = re.compile(
    "(?:(?<!没)(?<!没有)(?<!未)(?:中断|打断|断档|断))[了过的]*|打破|止步|归零|终结|失守|破功|重新(?:起算|计算|算|开始)?"
    "|(?<!没)(?<!没有)(?<![不无未])(?:有|欠)过?(?:旧|积)?账|(?:出现|发生|有)过?(?=命案.{0,2}[没未]破)"
    "|没有?(?:能|守住|保持|延续|实现|做到)*(?:住|下去|全部?[侦告]?破)|(?<!零)(?<!无一)(?<!没有)(?<!留下)[没未]能?[侦告]?破|之后呢"
)
_RESTARTED = re.compile("重新(?:起算|计算|算|开始)")
_WHEN = re.compile(
    "(?:从|自|打|是|在)*(?:哪一?年|哪个年[份头]|哪年份?|何[时年]|什么时[候间]|啥时候?|几几年|几时|什么年[份头])"
    "(?:份|起|开始|以来|算起?|就|才|开头|的)*|起始|起算|起点|开始|算起|始于|最早|最先|(?:起始|开始|起算)?(?:时间|年份)点"
)
_WHO = re.compile(
    "谁家?|哪[一几]?[个些家里儿](?:公安局|分局|单位|地方|地区|城市|[市县区]局|[市县区局])?"
    "|各个?(?:单位|公安局|地方|地区|[市县区局家])|所有单位"
)
_MOST = re.compile(
    "最[长久多短少]年?|第[二三四五]长|排名|排行榜?|排序|名次|前[一二两三四五六七八九十0-9]+(?:名|位|家)?"
    "|(?:更|比较)[长久]|长短|[长久](?=的?[是?!。 ]*$)"
)
_LEAST = re.compile("最[短少]")
_NOW = re.compile("目前|现在|现今|如今|当前|眼下|在续|截[至止](?:目前|现在|今)|至今")
_NUMERAL = "[0-9一二两三四五六七八九十]{1,3}"
_LENGTH = re.compile(
    rf"(?<![哪那每近前这去几])(?P<more>超过|超|满|不[少低]于|多于|大于|至少)?第?(?P<n>{_NUMERAL})"
    r"(?:个?年(?!来|间|内)(?P<up>及?以上)?|(?=连(?:全|续)?破))"
)
_LONG = re.compile(
    "(?:已经?)?(?:连续|持续|保持|坚持|维持|延续)(?:的|了|到)?|(?:多少|几)个?年(?:[数头])?(?:份)?|多久|多长(?:时间)?|年[数头限]|时[间长]"
    "|的?[纪记]录|情况|进展|历年|逐年|各年"
)
_FILLS = re.compile(
    "命案|没有?|现行|件件|破案|侦破|告破|为什么|为何|怎么(?:会)?|咋|实现|做到|对(?:吗|不对|么)|真的|分别|一共|总共|到底|究竟|单位|地方|公安局"
    "|截[至止]|年底|年末|一直|始终|从来|[都均各的了是有和与跟及在到就才过吗呢吧啊么底末时年且而后又给被已达全谁长破局,，?!。、；;:：“”\"'·\\s]"
)
_STATE = re.compile(STATE)
_OF_PART = re.compile(
    "(?<![一-龥])(?P<place>(?![全我本该])[一-龥]{1,3}(?<!辖)[县区市旗])(?:现行)?命案"
)
_NAMED_STATE = re.compile(
    f"(?:[已也又均都再的其]|再次|继续|实现|保持|做到|(?:中断|结束|打破|终结|终止)了?|[此之先]前)*(?:{STATE})"
)


@dataclass(frozen=True, slots=True)
class _AskedState:
    """`kind`: over, since, most, least or long. `names` of units, `form` a question in normal form;
    `length` in years that is asked about, from which on if `is_least`."""

    form: str
    kind: str
    names: frozenset[str]
    year: int | None
    length: int | None
    is_least: bool
    is_of_now: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """A streak as a paragraph tells it: of which year and whom, and from when to when it surely
    lasted. `place` is a part of the unit, else None."""

    row: FigureRow
    year: int
    lasting: Lasting | None
    place: str | None

    @property
    def is_over(self) -> bool:
        return self.lasting is not None and self.lasting.is_over

    @property
    def length(self) -> float:
        return number(self.row)


def state_answers(text: str, table: FigureTable, units: UnitNames) -> tuple[FigureAnswer, ...]:
    """What the streaks of a state answer; () for what is no question about one, or of no streak."""
    asked = _asked(text, units)
    if asked is None:
        return ()
    rows = list(_rows(table))
    every = (_told(row, units) for row in rows)
    told = [one for one in every if one is not None and _is_meant(one, asked, units)]
    if asked.length is not None and not asked.is_least:
        exact = _of_length(told, rows, asked, units)
        if exact or not asked.names:
            return exact
    places: dict[tuple[str | None, ...], list[_Told]] = {}
    for one in told:
        places.setdefault((*unit_of(one.row), one.place), []).append(one)
    kept = _without_echoes(places.values())
    answers = _ANSWERS[asked.kind](kept, asked)
    compared = len(kept) if asked.kind in ("most", "least") else len(told)
    return tuple(replace(one, compared=compared) for one in answers[:_MOST_UNITS])


def _asked(text: str, units: UnitNames) -> _AskedState | None:
    form = normalize(years_in_full(text, 1, 0))
    if not names_a_state(form):
        return None
    pieces = list(units.apart(form))
    rest = " ".join(pieces[::2])
    years = {int(found["year"]) for found in _YEAR.finditer(rest)}
    if len(years) > 1 or _SPAN.search(rest):
        return None
    rest = _WHETHER.sub(" ", _YEAR.sub(" ", rest))
    kind = _kind(rest)
    length = _LENGTH.search(rest)
    n = _value(length["n"]) if length else None
    is_least = length is not None and bool(length["more"] or length["up"])
    left = _LENGTH.sub(" ", rest) if n else rest
    asks = False
    for pattern in (_OVER, _STATE, _NOW, _WHEN, _WHO, _MOST, _LONG, _FILLS):
        asks = asks or (pattern not in (_STATE, _FILLS) and pattern.search(left) is not None)
        left = pattern.sub("", left)
    is_bare = not (asks or n or rest.rstrip(" ?!。").endswith(("吗", "呢", "么")))
    if left.strip() or is_bare:
        return None
    year = next(iter(years), None)
    is_of_now = _NOW.search(rest) is not None
    return _AskedState(form, kind, frozenset(pieces[1::2]), year, n, is_least, is_of_now)


def _kind(rest: str) -> str:
    is_when, is_most = _WHEN.search(_RESTARTED.sub("重新", rest)), _MOST.search(rest)
    if _LEAST.search(rest):
        return "least"
    if _OVER.search(rest) and not (is_when and "重新" in rest):
        return "over"
    if is_when and not is_most:
        return "since"
    return "most" if is_most else "long"


def _value(numeral: str) -> int | None:
    value = int(numeral) if numeral.isdecimal() else cardinal(numeral)
    return value if value and value > 1 else None  # 一年 is any year


# -- the streaks of a library ------------------------------------------------------------------


def _rows(table: FigureTable) -> Iterator[FigureRow]:
    """All that is told of the state, with what later corrected it."""
    for q in ("", "命案"):
        found = table.find(FigureRequest(q=q, kinds=("streak",)))
        if len(found) <= _MOST_ROWS:
            break
    else:
        return
    sections = SectionTimes(table.back)
    for row in table.rows(found):
        if _is_of_state(row):
            yield replace(row, section=sections.of(row))


def _is_of_state(row: FigureRow) -> bool:
    """Whether a streak is of the state, by its own name or by the sentence before it."""
    if row.figure.unit != "年" or not row.figure.value:
        return False
    name = names_of(row)
    if "积案" in name:
        return False
    if "命案" in name:
        return _STATE.search(name) is not None or "破案率" in name or "侦破率" in name
    if _NAMED_STATE.match(name) is None:
        return False
    text, end = row.paragraph.text, row.figure.end
    start = max(text.rfind(stop, 0, end) for stop in "。！？\n") + 1
    return "命案" in text[max(start, end - _SENTENCE_CHARS) : end]


def _told(row: FigureRow, units: UnitNames) -> _Told | None:
    row = row.corrected or row
    span, year = lasting(row), dated(row)
    if not is_done(row) or year is None:
        return None
    own = _OF_PART.search(normalize(row.figure.measured))
    place = place_of(row)[-1] or (own["place"] if own else None)
    place = None if place in units.of(row.paragraph) else place
    return _Told(row, year if span is None else span.last + span.is_over, span, place)


def _is_meant(one: _Told, asked: _AskedState, units: UnitNames) -> bool:
    paragraph = one.row.paragraph
    whose = units.whose(asked.form)
    if whose is not None and not whose(paragraph, one.row.figure.place):
        return False
    if not asked.names:
        return True
    if one.place is not None:
        return one.place in asked.names  # a county's years are not those of its city
    return not asked.names.isdisjoint(units.of(paragraph))


def _without_echoes(places: Iterable[list[_Told]]) -> list[list[_Told]]:
    """Without a paper that corrects what it wrote of a unit, which tells the same itself."""
    places = list(places)
    every = {(one.year, one.length) for told in places for one in told if not one.row.withdrawn}
    return [
        told
        for told in places
        if any(not one.row.withdrawn or (one.year, one.length) not in every for one in told)
    ]


# -- answers -----------------------------------------------------------------------------------


def _of_length(
    told: Sequence[_Told], rows: Iterable[FigureRow], asked: _AskedState, units: UnitNames
) -> tuple[FigureAnswer, ...]:
    """Who told of just so many years; a length that was corrected is told as it is right."""
    wrong = [row for row in rows if row.corrected and number(row) == asked.length]
    righted = [one for row in wrong if (one := _told(row, units)) and _is_meant(one, asked, units)]
    exact = [one for one in told if one.length == asked.length and not one.is_over]
    exact = [one for one in exact if asked.year in (None, one.year)]
    found = {one.row.paragraph.id: one for one in (*righted, *exact)}
    ordered = sorted(found.values(), key=lambda one: one.row.withdrawn is None)
    return tuple(FigureAnswer(one.row, len(told)) for one in ordered[:_MOST_UNITS])


def _spans(told: Iterable[_Told]) -> list[tuple[FigureRow, Lasting]]:
    return streaks_apart([(one.row, one.lasting) for one in told if one.lasting is not None])


def _latest(told: Sequence[_Told]) -> _Told:
    return max(told, key=lambda one: (one.year, one.is_over, one.length))


def _with_span(one: _Told, told: Sequence[_Told]) -> FigureAnswer:
    """A streak, since when it has lasted, and those of the unit before it and behind."""
    spans = _spans(told)
    last = one.lasting.last if one.lasting else one.year
    own = next((span for span in spans if span[1].first <= last <= span[1].last), None)
    if one.is_over:
        others = tuple(span for span in spans if span is not own)
        return FigureAnswer(one.row, 1, lasting=one.lasting, earlier=others)
    others = tuple(span for span in spans if span is not own or span[1].is_over)
    return FigureAnswer(
        one.row, 1, begun=own if own and not own[1].is_over else None, earlier=others
    )


def _how_long(places: Sequence[list[_Told]], asked: _AskedState) -> list[FigureAnswer]:
    """Of each unit what it tells last, or in the year asked for; the longest first."""
    if asked.year is not None:
        return _in_year(places, asked)
    found = [(_latest(told), told) for told in places]
    if asked.is_least:
        found = [
            (one, told) for one, told in found if not one.is_over and _reaches(one.length, asked)
        ]
    if asked.is_of_now and not asked.names:
        found = [(one, told) for one, told in found if not one.is_over]
    found.sort(key=lambda pair: (pair[0].is_over, -pair[0].length))
    return [_with_span(one, told) for one, told in found]


def _reaches(length: float, asked: _AskedState) -> bool:
    """超过十年 asks for more than ten, 十年以上 and 满十年 for ten at least."""
    least = asked.length or 0
    return length > least if "超" in asked.form or "多于" in asked.form else length >= least


def _in_year(places: Sequence[list[_Told]], asked: _AskedState) -> list[FigureAnswer]:
    """What each unit told in a year, else the streak that went on in it as other years tell."""
    year = asked.year or 0
    found: list[tuple[float, FigureAnswer]] = []
    for told in places:
        own = [one for one in told if one.year == year]
        if own:
            one = _latest(own)
            length = -1.0 if one.is_over else one.length
            span = one.lasting if one.is_over else None
            found.append((length, FigureAnswer(one.row, 1, lasting=span)))
            continue
        for row, span in _spans(told) if asked.kind == "most" else ():
            if span.first <= year <= span.last:
                found.append((year - span.first + 1, FigureAnswer(row, 1, lasting=span)))
    if asked.is_least:
        found = [(length, one) for length, one in found if _reaches(length, asked)]
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])]


def _longest(places: Sequence[list[_Told]], asked: _AskedState) -> list[FigureAnswer]:
    """Whose is the longest, with those behind it; of several units that are named, each."""
    if asked.year is not None:
        found = _in_year(places, asked)
        return found if len(asked.names) > 1 else _led(found)
    if asked.is_of_now:
        going = [(_latest(told), told) for told in places]
        best = [(one, told) for one, told in going if not one.is_over]
    else:
        best = [(max(told, key=lambda one: (one.length, not one.is_over)), told) for told in places]
    best.sort(key=lambda pair: -pair[0].length)
    if asked.names:
        return [_with_later(one, told) for one, told in best]
    if len(best) < 2 or best[0][0].length == best[-1][0].length:
        return []  # a lone one surpasses nothing
    top = [(one, told) for one, told in best if one.length == best[0][0].length]
    behind = tuple(one.row for one, _ in best[len(top) :][:NEXT_BEST])
    return [replace(_with_later(one, told), next_best=behind) for one, told in top]


def _shortest(places: Sequence[list[_Told]], asked: _AskedState) -> list[FigureAnswer]:
    """Of those that go on, as each unit tells last, the shortest; all where one is broken."""
    found = _how_long(places, asked)
    if asked.names or asked.year is not None or any(one.lasting is not None for one in found):
        return found[::-1]
    if len(found) < 2 or number(found[0].row) == number(found[-1].row):
        return []
    first = [one for one in found if number(one.row) == number(found[-1].row)]
    behind = tuple(one.row for one in found[-len(first) - 1 :: -1][:NEXT_BEST])
    return [replace(one, next_best=behind) for one in first]


def _with_later(one: _Told, told: Sequence[_Told]) -> FigureAnswer:
    """A streak, and how it went on: that it was broken, or what is told last and is shorter."""
    latest = _latest(told)
    answer = FigureAnswer(one.row, 1) if one.is_over else _with_span(one, told)
    is_later = latest.year > one.year and not latest.is_over
    return replace(answer, later=latest.row) if is_later else answer


def _led(found: Sequence[FigureAnswer]) -> list[FigureAnswer]:
    """The first of these as surpassing the others; all where other years tell that it does."""
    if len(found) < 2 or found[0].lasting is not None:
        return list(found)
    going = [one for one in found if one.lasting is None]
    top = [one for one in going if number(one.row) == number(going[0].row)]
    behind = tuple(one.row for one in going[len(top) :][:NEXT_BEST])
    return [replace(one, next_best=behind) for one in top]


def _since(places: Sequence[list[_Told]], asked: _AskedState) -> list[FigureAnswer]:
    """Since when it has lasted in each unit; the earliest first."""
    found = []
    for spans in filter(None, map(_spans, places)):
        *earlier, (row, span) = spans
        found.append(FigureAnswer(row, 1, lasting=span, earlier=tuple(earlier)))
    return sorted(found, key=lambda one: one.lasting.first if one.lasting else 0)


def _broken(places: Sequence[list[_Told]], asked: _AskedState) -> list[FigureAnswer]:
    """Each streak that came to its end; of a unit that tells of none how long it has lasted."""
    over = [
        FigureAnswer(row, 1, lasting=span)
        for told in places
        for row, span in _spans(told)
        if span.is_over and asked.year in (None, span.last + 1)
    ]
    if not over and asked.names:
        return _how_long(places, asked)
    return sorted(over, key=lambda one: one.lasting.first if one.lasting else 0)


_ANSWERS: dict[str, Callable[[Sequence[list[_Told]], _AskedState], list[FigureAnswer]]] = {
    "over": _broken,
    "since": _since,
    "most": _longest,
    "least": _shortest,
    "long": _how_long,
}
