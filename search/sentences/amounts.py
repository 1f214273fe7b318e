"""Answer how much, how many, how long or on which day, by the sentence that says so.

What rules, notices and stories set (每日补贴十五元) is no row of figures. A sentence answers that
has what is counted with a number in the measure that is asked, or with a day, and that has together
with its paragraph, headings and title all words of the question; else there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.figures.tables.cells import cells_of
from indexer.text.normalizer import normalize
from search.query.years import years_in_full
from search.request import SearchRequest
from search.results import SearchResult, StoredParagraph
from search.rewrite.questions import is_question
from search.searcher import Searcher
from search.sentences.deeds import (
    LONGEST,
    Deed,
    ToldDeeds,
    clipped,
    fullest,
    is_planned,
    of_whom,
)
from search.sentences.weights import SENTENCE, Word, above, is_place, normal, weighed

_READ, _SHORT = 10, 200  # paragraphs; characters of one that speaks of one thing
_ALL = re.compile("(?s).+")
_BARE, _NEAR = 20, 2  # characters of a text that asks nothing; between what asks and its word
_MEASURE = (
    "分钟|个人|小时|个月|公里|平方米|万元|亿元|周岁|块?钱"
    "|[个种类条项年月天日号周次人名位起家岁件所处点级届批层倍分秒公米万千百辆架座套台艘户宗例元只张间床顿遍课支部份]"
)
_AMOUNT = re.compile(
    f"(?:多少|几(?!年)(?={_MEASURE}))(?P<measure>{_MEASURE})?(?:以?内|以上|以下)?"
    "|多长的?(?P<time>时间)|多(?P<long>久)|多大(?:年[龄纪]|岁数)|多(?P<how>[大高远宽深厚重快长])"
)
_DAY = re.compile(
    "(?:是|[在从自])?(?:哪一?[天日]|几月(?:份的?)?几?[日号]?|几[号日](?!以?内)|什么时[候间]|啥时候?|何[时日])(?:起|开始)?的?"
    "|(?<=[一-龥]{4})的?(?:日期|时间|时段)(?=[是为?]*$)|几点钟?(?:[到至]几点钟?)?"
)
_OF_DAY, _OF_HOUR = re.compile("哪一?[天日]|几[月号]|日期"), re.compile("几点|时段")
_DIGIT = "[0-9〇零一二两三四五六七八九十百千万亿半]"
_NUMBER = f"{_DIGIT}[0-9.〇零一二两三四五六七八九十百千万亿]*[一-龥%]"
_DATE = (
    f"(?:{_DIGIT}+年)?{_DIGIT}{{1,3}}月(?:{_DIGIT}{{1,3}}[日号]|底|初|[上中下]旬)?"
    f"|{_DIGIT}{{4}}年|每[月周旬]{_DIGIT}{{1,3}}[日号]?"
)
_DAY_ITSELF = f"(?:月|每[月周旬])(?:{_DIGIT}{{1,3}}[日号]?|底|初|[上中下]旬)"
_TIME = f"{_DIGIT}个?(?:分钟|小时|天|日|周|月|年|秒)"
# What print has for a measure that a reader says.
_PEOPLE = "(?:人(?!次)|名|位)"
_PRINTED = {
    "个人": _PEOPLE,
    "人": _PEOPLE,
    "钱": "元",
    "块钱": "元",
    "天": "[天日]",
    "日": "[天日]",
    "岁": "周?岁",
    "号": "[日号]",
}
# What print calls that of which a reader asks how great it is: 飞多高 for 飞行高度.
_EXTENT = {one[0]: one for one in ("高度", "宽度", "深度", "厚度", "重量", "长度")}
_EXTENT |= {"远": "距离", "快": "速度"}
_SOFT = re.compile(
    "现在|目前|如今|总共|一共|合计|最[多少高低长短大小快慢]|至少|可以|不?能够?|不[得准许]|允许|禁止|应当?|必须|大概|左右|规定|要求"
    "|(?:期限|时限|时长)(?=[是为]?(?:[多几 ]|$))"
)

# 每月最多多少: what is printed as a limit goes first.
_AT_MOST = re.compile("最[多高]|至多|上限|封顶")
_LIMIT = "(?:不(?:得|能)?超过|最[多高]|至多|上限|封顶)[^,，。;；]{0,6}?"
_TERM = re.compile("(?<=期限|效期|时限)(?=[是为?]*$)")  # asks for a time or a day, or 多久 of it
WHETHER = re.compile("为[什啥]么?|为何|原因|吗[?]?$|[是能可]否|能不能|可不可以|是不是")

ASKING = (_AMOUNT, _DAY, _SOFT)


def asks_amount(text: str) -> bool:
    """Whether a text asks how much or on which day, and so not for a name's beginning."""
    form = normalize(text)
    return (_AMOUNT.search(form) or _OF_DAY.search(form)) is not None


def measure_asked(form: str) -> str:
    """人 of 接访多少人, 元 of 多少钱; "" where none is said."""
    found = _AMOUNT.search(form)
    measure = (found["measure"] or "") if found is not None else ""
    return {"个人": "人", "钱": "元", "块钱": "元"}.get(measure, measure)


def told_amounts(
    searcher: Searcher, request: SearchRequest, result: SearchResult
) -> ToldDeeds | None:
    """None for a text that asks for nothing of the kind, or that no sentence surely answers."""
    form = normalize(years_in_full(result.query.meant, 1, 0))
    is_first = request.mode == "smart" and request.page == 1 and not request.within
    asked = _asked(form)
    is_whether = WHETHER.search(form) is not None
    is_short = len(form) <= (LONGEST if asked or is_whether else _BARE)
    is_asking = bool(asked) or is_whether or _is_bare(form, result)
    if not is_first or not is_short or result.query.unheld or not is_asking:
        return None
    words = weighed(searcher, form, result, ASKING)
    if any(not word.is_printed and is_place(word.text, form) for word in words):
        return None
    of = [_of_what(form, at, words) for at, _ in asked]
    extents = [Word(one, (one,), 1.0, True, True) for at, _ in asked if (one := _extent(at))]
    hits = of_whom(searcher, form, found_by(searcher, [*words, *extents], result), is_strict=True)
    hits = [one for one in hits if not cells_of(one.text, 2)]
    if not asked:
        return _nearest(hits, words)
    told: dict[tuple[str, int], Deed] = {}
    for n, (_, answer) in enumerate(asked):
        last = asked[n - 1][0].end() if n else 0
        until = asked[n + 1][0].start() if n + 1 < len(asked) else len(form)
        own = [w for w in words if _is_between(form, w, (0, asked[0][0].start()), (last, until))]
        for what in [one for one in (*extents, of[n]) if one is not None][:1]:
            limit = re.compile(f"{_LIMIT}(?:{answer.pattern})")
            ways = (limit, answer) if _AT_MOST.search(form) else (answer,)
            all_found = ([d for one in hits for d in _best_of(one, own, what, w)] for w in ways)
            found = next(filter(None, all_found), [])
            best = fullest(found, is_of_first=False, is_latest=True)
            told |= {(one.paragraph.id, one.start): one for one in best}
    return ToldDeeds(tuple(told.values()), True, False) if told else None


def _is_bare(form: str, result: SearchResult) -> bool:
    """Whether a text asks nothing and no paragraph has all its words in the text itself."""
    return not (result.matches.phrase or result.matches.all or is_question(form))


def _is_between(form: str, word: Word, *places: tuple[int, int]) -> bool:
    return any(form.find(word.text, start, end) >= 0 for start, end in places)


def _extent(at: re.Match[str]) -> str:
    return _EXTENT.get(at.groupdict().get("how") or "", "")


def _nearest(found: Sequence[StoredParagraph], words: Sequence[Word]) -> ToldDeeds | None:
    """The one paragraph that has, with its headings and title, all the words."""
    told = []
    for one in found:
        text = normal(one.text)
        is_said = any(word.is_telling and word.stands_in(text) for word in words)
        if len(text) <= _SHORT and is_said and not _lacks(f"{text} {above(one)}", words):
            told.append(Deed(one, 0, len(text), (), 1.0))
    return ToldDeeds(tuple(told), True, False) if len(told) == 1 else None


def _asked(form: str) -> list[tuple[re.Match[str], re.Pattern[str]]]:
    """Where it asks, and what a sentence must print to answer: a day, or a number with the measure
    that is asked."""
    asked = [(day, re.compile(_day_of(day[0]))) for day in _DAY.finditer(form)][:1]
    found = _AMOUNT.search(form)
    if found is not None and not any(
        d.start() < found.end() and found.start() < d.end() for d, _ in asked
    ):
        asked.append((found, re.compile(_number_of(found))))
    if not asked:
        asked = [(at, re.compile(f"{_TIME}|{_DATE}")) for at in _TERM.finditer(form)]
    return sorted(asked, key=lambda one: one[0].start())


def _day_of(asking: str) -> str:
    if _OF_HOUR.search(asking):
        return f"{_DIGIT}{{1,3}}[时点:]"
    return _DAY_ITSELF if _OF_DAY.search(asking) else _DATE


def _number_of(found: re.Match[str]) -> str:
    if found["time"] or found["long"]:
        return _TIME
    if found["measure"] is None:
        return _NUMBER
    return f"{_DIGIT}[余多]?{_PRINTED.get(found['measure'], found['measure'])}"


def found_by(
    searcher: Searcher, words: Sequence[Word], result: SearchResult
) -> list[StoredParagraph]:
    """What the question finds, and what its words alone find: it may be searched as another."""
    alone = " ".join(word.text for word in words if word.is_printed)
    more = searcher.listing(SearchRequest(alone, size=_READ, correct=False), False).hits
    return list({hit.paragraph.id: hit.paragraph for hit in (*result.hits[:_READ], *more)}.values())


def _of_what(form: str, at: re.Match[str], words: Sequence[Word]) -> Word | None:
    """The word whose amount is asked: that right behind what asks (几日内销号), else before it."""
    telling = [word for word in words if len(word.text) > 1]
    near = at.end() + _NEAR
    behind = [w for w in telling if form.find(w.text, at.end(), near + len(w.text)) >= 0]
    before = [word for word in telling if form.rfind(word.text, 0, at.start()) >= 0]
    if behind:
        return min(behind, key=lambda word: form.find(word.text, at.end()))
    return max(before, key=lambda word: form.rfind(word.text, 0, at.start()), default=None)


def _best_of(
    paragraph: StoredParagraph, words: Sequence[Word], of: Word, asking: re.Pattern[str]
) -> Iterator[Deed]:
    """The sentence of a paragraph that has most of the words, and a number of what is asked; else
    all of a short one, that says of what in one sentence and how much in the next."""
    text = normal(paragraph.text)
    title, is_held = above(paragraph), of.stands_in(text)
    is_under = any(word.stands_in(normalize(paragraph.heading or "")) for word in words)
    best: tuple[float, re.Match[str]] | None = None
    whole = _ALL.finditer(text) if len(text) <= _SHORT and asking.pattern != _NUMBER else ()
    for sentence in (*SENTENCE.finditer(text), *whole):
        said = sentence[0]
        if (best is not None and said == text) or not asking.search(said):
            continue
        if _lacks(f"{text if len(text) <= _SHORT else said} {title}", words):
            continue
        if of.stands_in(said) and is_planned(paragraph, sentence, [of]):
            continue
        if is_under or _has(of, said) or (is_held and _takes_up(of.text, said)):
            share = sum(word.weight for word in words if word.stands_in(said))
            best = max(best or (0.0, sentence), (share, sentence), key=lambda one: one[0])
    if best is not None:
        share = best[0] / sum(word.weight for word in words)
        yield Deed(paragraph, *clipped(best[1], words, asking), (), share)


def _takes_up(name: str, text: str) -> bool:
    """Whether a text has two characters of a longer name: 护送队 of 夜归护送线."""
    return len(name) > _NEAR + 1 and any(name[i : i + 2] in text for i in range(len(name) - 1))


def _lacks(text: str, words: Sequence[Word]) -> bool:
    return any(len(word.text) > 1 and not _has(word, text) for word in words)


def _has(word: Word, text: str) -> bool:
    """Whether a text has a word, or its characters near each other: 劝退 of 劝其退出."""
    apart = ".{0,2}".join(map(re.escape, word.text))
    return word.stands_in(text) or re.search(apart, text) is not None
