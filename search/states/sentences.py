"""Read what sentences on 命案 tell that no figure does: since when it lasts, and single years.

Each is a row of the shape that the figures table has, so that it is told and linked as these are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from indexer.figures.occasion import told_as_plan
from indexer.model.figures import Figure
from indexer.text.normalizer import normalize
from indexer.text.numerals import whole_number
from search.clauses import SENTENCE, normal
from search.engines.base import Engine, Page
from search.figures.answer import unit_of
from search.figures.asking import OF_YEARS
from search.figures.dating import Lasting
from search.figures.dimensions import number
from search.figures.results import FigureRow
from search.query.tree import Literal
from search.request import Filters
from search.results import StoredParagraph
from search.states.lengths import LAST_OPEN, length_told, year_said
from search.states.naming import NONE, STATE
from search.states.whose import place_of_source

_MOST_READ = 1_000  # paragraphs
_STATE = re.compile(STATE)
OF_NONE = re.compile(f"{NONE}|结束零命案")
_NUMERAL = "[0-9]+|[一二两三四五六七八九十百]+"
_YEAR = "(?P<year>20[0-9]{2})年(?!以来|起|至今|算起)|(?P<last>[去上]年)|[今本当]年"
# 2015年31起破了30起；今年28起全破 is of two years.
_OTHER_YEAR = re.compile(f"[;；](?=[^,，;；]{{0,3}}(?:{_YEAR}))")
_SAYS_YEAR = re.compile(_YEAR)
# 2018年至2022年，命案45起、侦破44起
_OF_SEVERAL = re.compile(rf"20[0-9]{{2}}年?[至到—–-]+20[0-9]{{2}}年|{OF_YEARS.pattern}")
# 命案14起，侦破13起; 5起命案破4起; 命案发31起破30起; behind a sentence on them 去年发11起、破10起,
# or behind their name: （四）命案。发3起，破3起
_PAIR = re.compile(
    rf"(?:命案(?!积案):?(?:现案|立案)?(?:共|发案?|发生)?(?P<all>{_NUMERAL})起?|(?P<before>{_NUMERAL})起(?:现行)?命案"
    rf"|^(?:[去上今全]年|20[0-9]{{2}}年)?发(?P<bare>{_NUMERAL})起)"
    rf"[^。;0-9发]{{0,8}}?破(?:获|案|了)?(?P<done>{_NUMERAL})起?"
)
_UNSOLVED = re.compile(
    "[没未](?:有|能)?(?:全部)?(?:拿下|侦破|告破|破获|破案|破(?!获|案))|(?:[仍尚还]|至今)在(?:攻坚|逃|侦办|侦查|追)"
    "|命案(?=直?[至到][^,，。;；]{0,10}才[侦告]?破|[^,，。;；]{0,6}(?:次年|翌年|第二年|隔年)[^,，。;；]{0,6}才)"
)
_NONE_UNSOLVED = re.compile(
    "(?:没有|无|未|零|不)(?:再|曾)?(?:留下|发生|出现|有)?(?:一起|任何|一)?(?:命案|案件)?(?:未破|没破|积压)"
)
_KEPT = re.compile(
    f"{STATE}|{_NONE_UNSOLVED.pattern}|(?:均|都|全部?|已|[0-9]{{1,2}}小时|当[日天年])[^,，。;；]{{0,8}}(?:破(?:获|案(?!率)|(?!案率))|查结)"
)
# 现案全破纪录中断, “连年全破”的牌子断在2021年, 打断了连续六年的全破
# 除2011年外，各年度命案均告破
_EXCEPT = re.compile("除了?(?P<year>20[0-9]{2})年[^,，。;；]{0,12}?以?外")
_ENDED = re.compile(
    "(?:全破|命案必破)[^,，。;；]{0,14}(?:中断|断档|被?打断|[断止]在|[断止]于|止步|被?打破|终结|告终)了?(?:20[0-9]{2}年)?"
    "|(?:中断|打断|打破|终结|终止|结束|断送|告别)了?[^,，。;；]{0,16}全破"
)
_NEVER = re.compile(
    "(?:没|没有|未|从未|不曾|未曾|从没)(?:有|被|曾)?(?:中断|断档|打断|断|终结|打破)"
)
_OLD_CASES = re.compile("(?:命案)?积案[^,，。;；]*")
_LEFT_FROM = re.compile(
    r"(?:(?P<year>20\d\d)|(?P<last>[上去])|[往历])年(?![^,。;]{0,3}[没无零])[^,。;]{0,4}(?:遗留|留有|留下|尚有|[^,。;]{0,4}未破)[^,。;]*"
)
_ENDED_NONE = re.compile("(?:结束|打破|终结|终止)[^,。;]{0,8}$")
_SINCE = re.compile(
    r"(?:[自从])?(?P<year>(?:19|20)\d\d)(?:年(?:\d{1,2}月)?(?:以来|起|至今|开始|算起)"
    r"(?!诉|[^,，]{0,8}(?:首次|第一次|最[低少]))|年?[至到—-]+20\d\d年?(?=[)）]))"
)
_OF_CASES = re.compile("命案|全破")
_UNTIL = re.compile(r"(?:截[至止到]|至|到)(?P<year>20\d\d)年(?:底|末|年)")
_AIMS = re.compile("力争|确保|争取|务必|目标")
_PLAN_PAPER = re.compile("(?:要点|计划|方案|打算|安排)$")
_HALF_YEAR = re.compile("上半年|季度|1[-至—]6月")
# For how many years, behind what was solved or in front of it: 当天破了，连着十七年; 十六年没断.
_COUNTED = re.compile(
    rf"(?:[了起,、(]|[已也均为是这算]|已经|至此|起来|累计)*(?P<so>(?:连续|连着|接连|一连)第?)?"
    rf"(?P<n>{_NUMERAL})个?年头?(?(so)|(?:没|未|不)(?:有|曾)?断)(?!以?[前内来间])"
)
_LASTED = re.compile(  # 全破14年, 全破年数:10年
    rf"{STATE}的?(?:年[数头限])?:?(?:[已达为是共满有到了]|保持)*(?P<n>[0-9]{{1,2}}|[一二两三四五六七八九十]{{1,3}})个?年(?!以?[前内来间])"
)
# 连着十七年都全破; 整整20年没有一起破不了; 22年了，命案个个告破
_COUNTED_AHEAD = re.compile(
    rf"(?:连着|接连|一连|整整|足足|(?=(?:{_NUMERAL})年了,))(?P<n>{_NUMERAL})"
    "个?年(?=(?:了,|[里都均])?(?:命案)?$)"
)
_SINCE_FOUNDED = re.compile(
    f"(?:建局|建市|建区|建县|建队|挂牌|成立|组建)(?P<n>{_NUMERAL})个?年(?=以?来,?[^,，。;；0-9]{{0,8}}{STATE})"
)
_YEARS = re.compile("(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})个?年")
_CLOSE = 8  # characters between a state and the brackets that say since when
_THIS_YEAR = re.compile("[今本]年")


@dataclass(frozen=True, slots=True)
class Told:
    """What a paragraph tells of a state: of which year and whom, and from when to when it surely
    lasted; `place` is a part of the unit, else None. `way`: "streak", "since" of what tells no
    length, and of one year "kept" or "broken"; `is_none`: how long there were none at all. `unit`:
    the source whose cases they are, where that is found."""

    row: FigureRow
    year: int
    lasting: Lasting | None
    place: str | None
    way: str = "streak"
    is_none: bool = False
    unit: str = ""

    @property
    def whom(self) -> tuple[str | None, ...]:
        """The unit whose cases they are: sources that tell of one place are one."""
        place = place_of_source(self.unit)
        return (place,) if place else (self.unit or None, *unit_of(self.row))

    @property
    def is_over(self) -> bool:
        return self.lasting is not None and self.lasting.is_over

    @property
    def length(self) -> float:
        return number(self.row)


class CaseParagraphs:
    """The newest paragraphs of a library that print 命案, as many as may be read; read once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @cached_property
    def paragraphs(self) -> tuple[StoredParagraph, ...]:
        newest = Page(limit=_MOST_READ, sort="newest")
        hits = self._engine.search(Literal(("命案",)), Filters(), (), newest).hits
        return tuple(self._engine.paragraphs(hits))

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What their sentences tell of single years, or since when."""
        paragraphs = {paragraph.id: paragraph for paragraph in self.paragraphs}
        return tuple(one for paragraph in paragraphs.values() for one in sentences(paragraph))


def sentences(paragraph: StoredParagraph) -> Iterator[Told]:
    """What each sentence on 命案 tells of a year, or since when; none of plans."""
    text, year = normal(paragraph.text), year_reported(paragraph)
    if year is None:
        return
    is_of_cases = False  # whether the sentence before was of them
    # 去年 of a report on 2019 that is given in 2020 is 2019, but not beside 今年.
    is_late = (paragraph.date or "")[:4] > str(year) and not _THIS_YEAR.search(text)
    last = year if is_late else year - 1
    for sentence in SENTENCE.finditer(text):
        pair = _PAIR.match(sentence[0]) if is_of_cases else None
        goes_on = is_of_cases and _STATE.match(sentence[0]) is not None  # 命案发4破4。全破14年
        is_bare = pair is not None and pair["bare"] is not None
        was_of_cases, names_cases = is_of_cases, _OF_CASES.search(sentence[0]) is not None
        is_of_cases = names_cases or is_bare or goes_on
        if not (is_of_cases or was_of_cases) or _is_planned(paragraph, sentence):
            continue
        told = list(_of_sentence(paragraph, sentence, year, last)) if is_of_cases else []
        if not any(one.way in ("streak", "since") for one in told):
            told += _lengths(paragraph, sentence, year, is_of_cases=was_of_cases)
        yield from told


def _of_sentence(
    paragraph: StoredParagraph, sentence: re.Match[str], year: int, last: int
) -> Iterator[Told]:
    is_aim = _AIMS.search(sentence[0]) is not None
    text, at = sentence.string, sentence.start()
    for piece in _OTHER_YEAR.split(sentence[0])[:: _OTHER_YEAR.groups + 1]:
        at = text.index(piece, at)
        pair = _PAIR.search(piece)
        if pair is not None and _OF_SEVERAL.search(piece, 0, pair.start()):
            continue
        for way, told, first, (start, end) in _of_years(piece, year, last):
            if not is_aim or way == "broken":  # 力争…，命案继续全破
                place = (at + start, at + end)
                yield _as_told(paragraph, way, told, first, place, sentence.span())


def _lengths(
    paragraph: StoredParagraph, sentence: re.Match[str], year: int, *, is_of_cases: bool
) -> Iterator[Told]:
    """How long it lasts, where a sentence says so in other words than these."""
    masked = _EXCEPT.sub(lambda said: "＿" * len(said[0]), sentence[0])
    if masked != sentence[0]:
        masked = "＿" * masked.rfind("＿") + masked[masked.rfind("＿") :]
    told = length_told(masked, year, of_cases=is_of_cases or masked != sentence[0])
    if told is not None and not _AIMS.search(sentence[0]):
        until = _UNTIL.search(sentence[0], 0, told.end)
        year = min(int(until["year"]), year) if until else year
        first = told.first if told.first is not None else year - (told.years or 1) + 1
        place = (sentence.start() + told.start, sentence.start() + told.end)
        way = "since" if told.years is None else "streak"
        one = _as_told(paragraph, way, year, first, place, sentence.span())
        if told.years is not None and one.lasting is not None:
            figure = replace(one.row.figure, value=str(told.years))
            span = replace(one.lasting, is_printed=told.first is not None)
            one = replace(one, row=replace(one.row, figure=figure), lasting=span)
        yield replace(one, is_none=told.is_none)


def year_reported(paragraph: StoredParagraph) -> int | None:
    """The year that a paragraph is of; of a newspaper without one, that of its date."""
    date = (paragraph.date or "")[:4]
    return paragraph.year or (int(date) if date.isdecimal() else None)


def _is_planned(paragraph: StoredParagraph, sentence: re.Match[str]) -> bool:
    if _PLAN_PAPER.search(normalize(paragraph.title or "")):
        return True
    at = sentence.start() + max(sentence[0].find("命案"), 0)
    return told_as_plan(paragraph, paragraph.text, paragraph.heading, range(at, at + 2))


_Found: TypeAlias = tuple[str, int, int | None, tuple[int, int]]


def _of_years(sentence: str, year: int, last: int) -> Iterator[_Found]:
    """The way, the year and, of "since", the first year; and where it stands in the sentence.
    `last` is the year that it calls the last."""
    earlier, sentence = _of_other_years(sentence, year)
    yield from earlier
    of_year = _OLD_CASES.sub(lambda said: "＿" * len(said[0]), sentence)
    pair, kept = _PAIR.search(sentence), _KEPT.search(of_year) if "命案" in of_year else None
    if pair is not None:
        is_all = _count(pair["done"]) >= _count(pair["all"] or pair["before"] or pair["bare"])
        yield (
            "kept" if is_all else "broken",
            _spoken(sentence[: pair.end()], year, last),
            None,
            pair.span(),
        )
        unsolved = None if is_all else pair
    elif (unsolved := _unsolved(sentence)) is not None:
        yield "broken", _spoken(sentence[: unsolved.end()], year, last), None, unsolved.span()
    elif (ended := _ended(sentence)) is not None:
        yield "broken", _spoken(sentence[: ended.end()], year, last), None, ended.span()
        unsolved = ended
    elif (none := OF_NONE.search(sentence)) and not _ENDED_NONE.search(sentence[: none.start()]):
        yield "none", _spoken(sentence[: none.end()], year, last), None, none.span()
    elif kept is not None:
        yield "kept", _spoken(sentence[: kept.end()], year, last), None, kept.span()
    counted = _counted(sentence, pair or kept)
    if counted is not None and unsolved is None:
        yield "streak", year, year - counted[0] + 1, counted[1]
    since = _SINCE.search(sentence)
    end = _end_of_lasting(sentence, since) if since is not None else 0
    if since and end and _is_since(sentence, since, year):
        way = "since" if unsolved is None else "ended"
        yield way, year, int(since["year"]), (since.start(), end)


def _of_other_years(sentence: str, year: int) -> tuple[list[_Found], str]:
    """The years before in which a case was left unsolved, and the sentence without them."""
    found: list[_Found] = []
    for out in (*_EXCEPT.finditer(sentence), *LAST_OPEN.finditer(sentence)):
        found.append(("broken", year_said(out["year"]) or year, None, out.span()))
        sentence = "＿" * out.end() + sentence[out.end() :]
    for left in _LEFT_FROM.finditer(sentence):
        of = int(left["year"]) if left["year"] else year - 1  # 攻克上年未破的“9·12”案
        if of < year:
            if left["year"] or left["last"]:  # 往年遗留的 are of no one year
                found.append(("broken", of, None, left.span()))
            sentence = sentence.replace(left[0], "＿" * len(left[0]))
    return found, sentence


def _spoken(ahead: str, year: int, last: int) -> int:
    """The year of a report, or that which was named last."""
    every = list(_SAYS_YEAR.finditer(ahead))
    dated = [one for one in every if one[0] != "当年"]  # 2020年的一起当年未破
    named = next(reversed(dated or every), None)
    if named is None:
        return year
    said = int(named["year"]) if named["year"] else last if named["last"] else year
    return min(said, year)  # 2022年，继续保持 of a report on 2021 is of no other year


def _end_of_lasting(sentence: str, since: re.Match[str]) -> int:
    """Where what lasts since then ends: the state behind it, around it (侦破率自2011年以来始终为
    百分之百), or close before it in brackets (全破已四年（自2014年起）); 0 without any."""
    at, end = since.span()
    bare = sentence[:at] + sentence[end:]
    close = _CLOSE if sentence[at - 1 : at] in ("(", "（") else 0
    states = (found.end() for found in _STATE.finditer(bare) if found.end() + close > at)
    return next((max(end, state + end - at) for state in states), 0)


def _is_since(sentence: str, since: re.Match[str], year: int) -> bool:
    """Whether no number of years is told besides, which would be a figure (连续五年), or one that
    the first year tells as well: 自2018年以来五年新发命案全破."""
    said = _YEARS.search(sentence, since.end())
    if said is None:
        return True
    is_counted = "连" in sentence[since.end() : said.start()] or "连" in sentence[said.end() :]
    return not is_counted and _count(said["n"]) == year - int(since["year"]) + 1


def _counted(sentence: str, solved: re.Match[str] | None) -> tuple[int, tuple[int, int]] | None:
    """The years beside what was solved, and where they stand."""
    found = _SINCE_FOUNDED.search(sentence)
    if found is None and solved is not None:
        ahead = sentence[: solved.start()]
        found = _COUNTED.match(sentence, solved.end()) or _COUNTED_AHEAD.search(ahead)
    found = found or _LASTED.search(sentence)
    if found is None:
        return None
    years = _count(found["n"])
    return (years, (found.start("n"), found.end())) if years > 1 else None


def _unsolved(sentence: str) -> re.Match[str] | None:
    if "积案" in sentence:
        return None
    return _UNSOLVED.search(_NONE_UNSOLVED.sub(lambda said: "＿" * len(said[0]), sentence))


def _ended(sentence: str) -> re.Match[str] | None:
    """Where it says that what had lasted came to its end, and nowhere that it never did."""
    return None if _NEVER.search(sentence) else _ENDED.search(sentence)


def _count(numeral: str) -> int:
    return whole_number(numeral) or 0


def _as_told(
    paragraph: StoredParagraph,
    way: str,
    year: int,
    first: int | None,
    value: tuple[int, int],
    span: tuple[int, int],
) -> Told:
    """A sentence as a row of the figures table has it: what is said stands for the value."""
    text, (start, end) = paragraph.text, span
    while start < end and text[start] in "，,、 　":
        start += 1
    value_start, value_end = max(value[0], start), value[1]
    is_counted, is_over = way == "streak", way == "ended"
    is_half = _HALF_YEAR.search(normalize(paragraph.title or "")) is not None
    figure = Figure(
        indicator="命案",
        kind="streak",
        unit="年",
        value=None
        if first is None
        else str(max(1, year - first + (not (is_half or is_over) or is_counted))),
        value_text=text[value_start:value_end],
        value_start=value_start,
        value_end=value_end,
        group_start=value_start,
        period=str(year),
        quote=text[start:end],
        start=start,
        end=end,
    )
    lasts = (
        None
        if first is None
        else Lasting(first, year - is_over, not is_counted, is_over, figure.quote)
    )
    way = "since" if is_over else way
    return Told(FigureRow(figure, paragraph, "命案"), year, lasts, None, way)
