"""Find what texts say of when a thing began, or was called otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indexer.figures.occasion import told_as_plan
from indexer.text.normalizer import normalize
from indexer.text.numerals import spelt_in_figures
from search.engines.base import Engine, Page
from search.names.quoted import QUOTED, QuotedNames
from search.names.written_dates import (
    AGO,
    DATE,
    NO_SPAN,
    NUMERALS,
    SHORT_DATE,
    WRITTEN,
    YEAR,
    in_full,
)
from search.query.tree import Literal, Query, Ranked
from search.request import Filters, SearchRequest
from search.results import Hit, StoredParagraph
from search.rewrite.first_year import BEGINS, ended_subjects, first_year_subjects
from search.rewrite.planner import Plan
from search.rewrite.questions import asks_to_be_told, which_spans

MARKS, _SENTENCE = 8, 160  # of a paragraph; characters of a sentence in front of a name
READ = 40  # paragraphs, the oldest of those that print the name

_BEGUN = (
    f"{BEGINS}|[始首初][设建创办]|[起开首试][飞航]|推广[至到]|引[入进]|试[播用]|开[出展]|部署(?:实施|推行)?|推行|铺开|首推|打[响头]|组成|实施|实行|施行|(?<!建)设|试水|首次[一-龥]{{2}}"
    "|(?<!召)[装挂开摆支]出?(?=了?[首第头]|$)|(?<![举查侦承主经督转交])办|探索|投入使用"
    "|[组建办搞开拉搭摆支架][织立]?起来?|(?:首次|率先|开始)(?:组织)?(?:举办|推广)"
)
# Deeds that begin something where the date says so: 自2023年春节后，…推广.
_SINCE_THEN = "执行|推广|组织|举办|使用|应用"
_NAMED = "(?:更名|改名|改称|定名|命名|升级)为"
_UNIT_OF = (
    "[一这该]?[支个项批套种]|(?:全[一-龥])?(?:首|[第头]一)[一-龥]|名为|由[^，,。“”]{1,16}组成的"
)
# What a sentence first tells of and then calls by its name: 这就是后来的“板凳说事会”.
_CALLED = (
    "(?:这(?:就|便|也)?是|也?就是|取名|起名|简称|此[为即]|名叫|叫[做作]|(?:群众|村民|居民|大家|百姓)?称之?[为作])"
    "(?:后来|如今|今天|现在)?的?"
)
# What else a verb may be of: 成立的反诈中心推广“老哥” says nothing of 老哥, 又设立 of no beginning.
_FIRST_OF = r"首批(?:[0-9一二三四五六七八九十百]{1,4}[一-龥]{0,2}?(?=[“「『]|$))?"
_LINK = f"(?:了|的|{_FIRST_OF}|{_UNIT_OF})*+"
_AGAIN = re.compile(
    "新增|再次?|又|扩|推广|重[新启]|恢复|第[二三四五六]|拟|将|计划|打算|力争|争取|后(?![一-龥]*村)|相继|[以之]前|(?<![下起出上过])来(?!的|自|人|说)|期间"
)
_TAKEN_OVER = re.compile("推广[至到]|引[入进]|落地|学习|借[用鉴]|参照|仿照|复制|学来")
_SAME = "(?:(?!连续|保持|实现|至今|以来)[^。；！？])"  # what is kept up since then is another
_BEFORE = re.compile(
    rf"{NO_SPAN}(?P<date>{DATE})(?P<gap>{_SAME}{{0,80}}?)(?:{_BEGUN}|{_NAMED}){_LINK}$"
)
_BEGINS = re.compile(f"(?:{_BEGUN}){_LINK}$")
_DEED = re.compile(f"(?:{_SINCE_THEN}){_LINK}$")
_BEGUN_OBJECT = re.compile(
    f"(?P<verb>开展|实施|[实施]行|推行|{_SINCE_THEN}|(?P<begun>{_BEGUN})){_LINK}(?P<run>(?![和或及与为])(?:(?!的)[一-龥]){{3,10}})"
)
_CALLED_BEHIND = re.compile(
    rf"^(?P<date>{DATE})(?P<gap>[^。；！？]{{0,80}}?[，,])(?:把?[它其])?{_CALLED}$"
)
# Whatever is done since then is the deed, where the name is its object: 4月起搭在工地的“…”.
_SINCE_BEFORE = re.compile(
    rf"{NO_SPAN}(?P<date>{DATE})(?P<gap>(?:(?:开学|新?学期|[上中下]旬|初|底)?起|(?<=后)[，,]){_SAME}{{1,60}}?)"
    rf"(?<![，,、：:“”以用由在与和及把将被靠向对让使给按照托过借助经])$"
)
_ON_BEFORE = re.compile(
    rf"(?:(?:{_BEGUN}|始|创)于(?={DATE}的)|(?={DATE}起))(?P<date>{DATE})(?P<gap>起?)的$"
)
_STANDS_ALONE = re.compile(
    "[^一-龥]|$|[一二三四五六七八九十百千两几数]|[一-龥]{0,4}(?:机制|平台|系统|工程|行动|模式|项目|制度|[队室站岗亭])(?:[^一-龥]|$)"
)  # and is of no one's else: 起给“…”队员发补贴
_BEGUN_BEFORE = (_BEFORE, _SINCE_BEFORE, _CALLED_BEHIND, _ON_BEFORE)
# How the text below a heading that is the name begins: 4月，从后坞村起头…; 6月起，…
_HEADED = re.compile(rf"^(?P<date>{DATE})(?:起|开始)(?P<told>[^。；！？]{{0,{_SENTENCE}}})")
_ADVERB = "(?:正式|率先|全面|开始|(?:先?在|由)[^，,。；“”]{1,10}?)?"
_THING = "(?:机制|平台|系统|工程|行动|小程序|模式|项目|计划|专项|战役|会战|攻坚|[队室站岗亭])"
_KIND = f"(?:[^，,。；“”\\d于自从在]{{0,10}}{_THING})?"
_NOT_NEXT = "(?!第[二三四五六]|[二三四]期|新)"
_DATED_BEFORE = re.compile(rf"{NO_SPAN}(?P<date>{DATE})(?P<gap>[^。；！？“”「」]{{0,40}})$")
# 2017年6月起，“码头夜话”每晚在候工棚…; but no 起，“…”升级.
_OPENS_SINCE = re.compile(
    rf"{NO_SPAN}(?P<date>{DATE})(?P<gap>起[，,]?(?:[^，,。；“”]{{0,10}}的)?)$"
)
_GOES_ON = re.compile(
    "[^，,。；]{0,10}?(?:扩|升级|增|并|改|调整|推广|再|停|全覆盖|覆盖到|纳入|移交|降|升|达)"
)
_BEGUN_BEHIND = re.compile(
    rf"{_KIND}{_ADVERB}(?:{_BEGUN})(?!以?后|之后|以?来|至今|[以之]?前|[的时]){_NOT_NEXT}"
)
# A date in what a thing answers to: 针对去年挪车警情…的问题，上线“一码挪车”.
_OF_A_CAUSE = re.compile("(?:针对|鉴于|由于|吸取|总结|根据|[比较据因])$")
_DATED_BEHIND = re.compile(
    rf"[:：]?{_KIND}(?:(?:(?P<since>[自从])|于|是在?)?(?P<date>{DATE})(?P<gap>)"
    rf"(?:{_ADVERB}(?:{_BEGUN}{_NOT_NEXT}|运行以来)|(?(since)(?:以来|算起|[做干坚])|(?!)))|(?:{_BEGUN})于(?P<behind>{DATE}))"
)
# What the next clause says of what a name is of: “…”走到第六个年头。2017年春运首推，
_AFTERWARDS = re.compile(
    rf"[^。；“”]{{0,80}}[。；，,][自从于]?(?P<date>{DATE}|{SHORT_DATE.pattern})"
    rf"(?:{_ADVERB}(?:{_BEGUN})(?:以来|至今)?(?=[，,。；]|(?<=以来))|(?P<opens>起[，,]?|[，,]))"
)
# How old it is by then: “…”搞了两年。2017年3月起，
_AGE = re.compile(rf"(?<![\d年])(?P<years>\d{{1,2}}|[两{NUMERALS}])个?(?:周?年)(?![前度级])")
# That the date was printed wrong, and what is right: 成立于2022年，不对，是2023年4月.
_PUT_RIGHT = re.compile(
    rf"[”\"]?[，,]?(?:[^，,。]{{0,3}}(?:不对|不实|有误|错了?|[系属是][^，,。]{{0,4}}误)[，,]?(?:实?应?当?该?[为是](?P<date>{DATE}))?"
    rf"|实?应[当该]?[为是](?P<then>{DATE}))"
)
_RENAMED = re.compile(f'(?:{_NAMED})[“"「『]?[^，,。；”"」』]{{2,14}}[”"」』]?')
_OPENING, _CLOSING = '“"「『《', '”"」』》'
_ENDS = "。；！？\n"
_SHORTEST_NAME, _LONGEST_NAME = 2, 12  # characters of a query that is a name
_PART = 12  # characters of a name on either side of a part of it


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence that says when what a name is of began, or was called otherwise: `date` as it is
    printed (2022年5月), or with the year of its report where `printed` is shorter (去年11月),
    `start` and `end` of what says so in the text of the paragraph."""

    hit: Hit
    date: str
    start: int
    end: int
    is_renaming: bool = False
    printed: str = ""

    @property
    def year(self) -> int:
        return int(spelt_in_figures(self.date[:4]))

    @property
    def quote(self) -> str:
        return self.hit.paragraph.text[self.start : self.end]


def with_founding(planned: Plan, request: SearchRequest, engine: Engine) -> Query:
    """A name, or a question for it or its first year, with the paragraphs that tell that in front,
    and a question for what is done with those that begin something; of all units one of each."""
    query = planned.query
    if not isinstance(query, Ranked) or query.answers or request.mode != "smart":
        return query
    bare = normalize(request.q.strip(_OPENING + _CLOSING))
    itself = max((part.forms[0] for part in query.parts), key=len, default="")
    if query.is_question and all(part.forms[0] in itself for part in query.parts):
        bare = itself  # 云台守夜人是哪个局的
    is_name = _SHORTEST_NAME <= len(bare) <= _LONGEST_NAME and QuotedNames(engine).is_called(bare)
    names = (planned.about, *first_year_subjects(request.q), bare if is_name else "")
    is_ended = bool(ended_subjects(request.q))
    for name in (own for own in names if own and not is_ended):
        found = engine.search(Literal((name,)), Filters(), (), Page(0, READ, "oldest")).hits
        if found:
            return replace(query, answers=founding_paragraphs(name, engine.paragraphs(found)))
    if not asks_to_be_told(request.q):
        return query
    leading = engine.search(query, Filters(), (), Page(0, READ)).hits
    found = tuple(hit for hit in leading if hit.match in ("phrase", "all"))
    begun = [one for one in engine.paragraphs(found) if any(stated_starts(_marked(one, QUOTED)))]
    if which_spans(normalize(request.q)):
        begun = list({one.source: one for one in reversed(begun)}.values())
    return replace(query, answers=tuple(one.id for one in begun))


def _marked(paragraph: StoredParagraph, name: re.Pattern[str]) -> Hit:
    marks = tuple(m.span() for m in islice(name.finditer(paragraph.text), MARKS))
    return Hit(paragraph, 0.0, "phrase", marks, ())


def founding_paragraphs(name: str, paragraphs: Iterable[StoredParagraph]) -> tuple[str, ...]:
    """The ids of those that say when what a name is of first began; where none does the first that
    tells of it as done, and not a notice that only lists it."""
    printed = re.compile(f"[{_OPENING}{_CLOSING}]?".join(map(re.escape, name)))  # “听潮”预警台
    hits = [_marked(one, printed) for one in paragraphs]
    if founding := founding_ids([one for hit in hits for one in stated_starts(hit)]):
        return founding
    return tuple(hit.paragraph.id for hit in hits if not only_plans(hit))[:1]


def founding_ids(stated: Sequence[Stated]) -> tuple[str, ...]:
    """Of several that say so those of the report nearest to that year."""

    def told(one: Stated) -> tuple[int, int]:
        return one.year, abs((one.hit.paragraph.year or one.year) - one.year)

    begun = surest_starts(stated)
    first = min(map(told, begun), default=None)
    return tuple(dict.fromkeys(one.hit.paragraph.id for one in begun if told(one) == first))


def surest_starts(stated: Iterable[Stated], is_of_unit: bool = False) -> list[Stated]:
    """Those that tell of a beginning, of what others had before only for one unit; where some
    print its year, these alone."""
    begun = [one for one in stated if not one.is_renaming]
    begun = [one for one in begun if is_of_unit or not _TAKEN_OVER.search(one.quote)]
    return [one for one in begun if not one.printed] or begun


def stated_starts(hit: Hit) -> Iterator[Stated]:
    """What a paragraph says of when what it is marked for began: only where a year stands in the
    same sentence, beside a verb that has the name for its object or subject, and no plan."""
    text = hit.paragraph.text
    if headed := _headed_start(hit):
        yield headed
    for start, end in hit.marks[:MARKS]:
        first, last = sentence_around(text, start, end)
        if not first and start > _SENTENCE:
            continue
        start, end = _whole_name(text, start, end, first, last)
        found = _stated_around(hit, first, start, end, last)
        if found and not only_plans(replace(hit, marks=((start, end),))):
            yield found


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence of a name begins and ends."""
    first = max(text.rfind(sign, max(0, start - _SENTENCE), start) for sign in _ENDS) + 1
    ends = (at for sign in _ENDS if (at := text.find(sign, end, end + _SENTENCE)) >= 0)
    return first, min(ends, default=min(end + _SENTENCE, len(text)))


def _headed_start(hit: Hit) -> Stated | None:
    """What the first sentence below a heading in quotation marks says of what that names."""
    called = zip(hit.paragraph.headings, hit.heading_marks, strict=False)
    is_called = any(
        heading[start - 1 : start] in _OPENING and heading[end : end + 1] in _CLOSING
        for heading, marks in called
        for start, end in marks
        if start
    )
    year = hit.paragraph.year
    if not is_called or year is None:
        return None
    first = re.split(f"(?<=[{_ENDS}])", hit.paragraph.text[:_SENTENCE])[0]
    full, _, printed = in_full(first, hit.paragraph, True)
    found = _HEADED.match(full)
    if found is None or _AGAIN.search(found["told"]):
        return None
    end = found.end() - (len(full) - len(first))
    return Stated(hit, found["date"], 0, end, False, printed)


def begun_objects(paragraph: StoredParagraph) -> Iterator[tuple[str, str]]:
    """The runs of characters, in no quotation marks, that it says with a date were begun, each
    behind the verb that says so."""
    for found in _BEGUN_OBJECT.finditer(paragraph.text):
        own = (found.start("run"), found.start("run") + 1)
        stated = stated_starts(Hit(paragraph, 0.0, "phrase", (own,), ()))
        since = (one.quote.removeprefix(one.printed or one.date) for one in stated)
        if any(found["begun"] or told.startswith("起") for told in since):
            yield found["verb"], found["run"]


def _stated_around(hit: Hit, first: int, start: int, end: int, last: int) -> Stated | None:
    """What the sentence from `first` to `last` says of the name in it from `start` to `end`."""
    text = hit.paragraph.text
    before, behind = text[first:start], text[end:last]
    is_renaming = _RENAMED.match(behind) is not None
    if found := _dated(before, behind):
        put_right = _PUT_RIGHT.match(behind, found[2])
        right = put_right["date"] or put_right["then"] if put_right else found[0]
        last = end + (put_right.end() if put_right else found[2])
        return Stated(hit, right, start - found[1], last, is_renaming) if right else None
    year = hit.paragraph.year
    if year is None:
        return None
    may_be_bare = {int(spelt_in_figures(y[:-1])) for y in YEAR.findall(text[:first])} <= {year}
    for side, own in enumerate((before, re.split("[，,]", behind, maxsplit=1)[0])):
        full, date, printed = (
            ("", "", "") if YEAR.search(own) else in_full(own, hit.paragraph, may_be_bare)
        )
        found = _dated(*((full, behind) if side == 0 else (before, full))) if date else None
        if found and found[0] == date:
            spans = [found[1], found[2]]
            spans[side] -= len(date) - len(printed)
            return Stated(hit, date, start - spans[0], end + spans[1], is_renaming, printed)
    return _stated_afterwards(hit, first, start, end, year)


def _stated_afterwards(hit: Hit, first: int, start: int, end: int, year: int) -> Stated | None:
    """What a clause behind a name says of it, that names no other subject; one that only opens
    with a date where the sentence (from `first` on) says how many years that is ago."""
    text = hit.paragraph.text
    found = _AFTERWARDS.match(text, end)
    if found is None:
        return None
    date, told, printed = in_full(found["date"], hit.paragraph, True)
    brought = _BEGINS.search(text[first:start])  # 引入“…”，10月起试点
    start = first + brought.start() if brought else start
    one = Stated(hit, told or date, start, found.end(), False, printed)
    ages = (
        AGO.get(m["years"]) or int(m["years"])
        for m in _AGE.finditer(text[first : found.start("date")])
    )
    is_told = (
        brought or not found["opens"] or any(age - 1 <= year - one.year <= age for age in ages)
    )
    return one if one.year <= year and is_told else None


def date_beside(hit: Hit) -> str:
    """The one date of the sentence where the name first stands, with the year of its report where
    it prints none; else ""."""
    text, (start, end) = hit.paragraph.text, hit.marks[0] if hit.marks else (0, 0)
    first, last = sentence_around(text, start, end)
    sentence = text[first:last]
    found = {one.group() for one in WRITTEN.finditer(sentence)}
    is_season = re.search("[至到]次年|每年", sentence) is not None
    date = found.pop() if len(found) == 1 and not is_season else ""
    year = hit.paragraph.year
    return (in_full(date, hit.paragraph, True)[1] or date) if year and date else date


def _whole_name(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The name in quotation marks that a mark is, or is part of (警务船 in “渔排警务船”), with the
    marks; within a sentence from `first` to `last`."""
    before, behind = text[max(first, start - _PART) : start], text[end : min(last, end + _PART)]
    opened = max(before.rfind(sign) for sign in _OPENING)
    is_open = opened >= 0 and not any(sign in before[opened:] for sign in _CLOSING)
    closed = min((at for sign in _CLOSING if (at := behind.find(sign)) >= 0), default=-1)
    is_closed = closed >= 0 and not any(sign in behind[:closed] for sign in _OPENING)
    if is_open and is_closed:
        return start - len(before) + opened, end + closed + 1
    return start - before.endswith(tuple(_OPENING)), end + behind.startswith(tuple(_CLOSING))


def _dated(before: str, behind: str) -> tuple[str, int, int] | None:
    """Of the sentence around a name: the date, and how far it says so before and behind it."""
    renamed = _RENAMED.match(behind)
    begun = _BEGUN_BEHIND.match(behind)
    is_object = _STANDS_ALONE.match(behind) or _DEED.search(before)
    before_name = [way for way in _BEGUN_BEFORE if is_object or way is not _SINCE_BEFORE]
    ways = (
        (next(filter(None, (way.search(before) for way in before_name)), None), 0),
        (_DATED_BEFORE.search(before) if begun else None, begun.end() if begun else 0),
        (None if _GOES_ON.match(behind) else _OPENS_SINCE.search(before), 0),
        (_DATED_BEFORE.search(before) if renamed else None, renamed.end() if renamed else 0),
    )
    for found, length in ways:
        is_only = found and len(YEAR.findall(before)) == 1
        ahead = before[: found.start()] if found else ""
        is_of_it = is_only and not _OF_A_CAUSE.search(ahead)
        if found and is_of_it and not _AGAIN.search(found["gap"] + ahead):
            return found["date"], len(before) - found.start(), length
    if own := _DATED_BEHIND.match(behind):
        return own["date"] or own["behind"], 0, own.end()
    return None


def only_plans(hit: Hit) -> bool:
    """Whether all places where the name stands in the paragraph are within plans."""
    one = hit.paragraph
    return bool(hit.marks) and all(
        told_as_plan(one, one.text, one.heading, range(*mark)) for mark in hit.marks
    )
