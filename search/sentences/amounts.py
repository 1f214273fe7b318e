"""Answer how much, how many, how long or on which day, by the sentence that says so.

What rules, notices and stories set (每日补贴十五元) is no row of figures. A sentence answers that
has what is counted with a number in the measure that is asked, or with a day, and that has together
with its paragraph, headings and title all words of the question; else there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.figures.tables.cells import Cell, cells_of
from indexer.text.normalizer import normalize
from search.query.years import years_in_full
from search.request import SearchRequest
from search.results import Hit, SearchResult, StoredParagraph
from search.searcher import Searcher
from search.sentences.deeds import (
    LONGEST,
    Deed,
    ToldDeeds,
    clipped,
    deed_of_cell,
    fullest,
    is_planned,
    of_whom,
)
from search.sentences.weights import SENTENCE, Word, is_place, normal, weighed

_READ, _SHORT = 10, 200  # paragraphs; characters of one that speaks of one thing
_MEASURE = (
    "分钟|小时|个月|公里|平方米|万元|亿元|周岁|块?钱"
    "|[个种类条项年月天日号周次人名位起家岁件所处点级届批层倍分秒公米万千百辆架座套台艘户宗例元只张间床顿遍课支部份]"
)
_AMOUNT = re.compile(
    f"(?:多少|几(?!年)(?={_MEASURE}))(?P<measure>{_MEASURE})?(?:以?内|以上|以下)?"
    "|多长的?(?P<time>时间)|多(?P<long>久)|多大(?:年[龄纪]|岁数)?"
)
_DAY = re.compile(
    "(?:是|在)?(?:哪一?[天日]|几月(?:份的?)?几?[日号]?|几[号日](?!以?内)|什么时[候间]|啥时候?|何[时日])(?:起|开始)?的?"
    "|(?<=[一-龥]{4})的?(?:日期|时间)(?=[是为?]*$)"
)
_OF_DAY = re.compile("哪一?[天日]|几[月号]|日期")
_DIGIT = "[0-9〇零一二两三四五六七八九十百千万亿半]"
_NUMBER = f"{_DIGIT}[0-9.〇零一二两三四五六七八九十百千万亿]*[一-龥%]"
_DATE = (
    f"(?:{_DIGIT}+年)?{_DIGIT}{{1,3}}月(?:{_DIGIT}{{1,3}}[日号]|底|初|[上中下]旬)?"
    f"|{_DIGIT}{{4}}年|每[月周旬]{_DIGIT}{{1,3}}[日号]?"
)
_DAY_ITSELF = f"(?:月|每[月周旬])(?:{_DIGIT}{{1,3}}[日号]?|底|初|[上中下]旬)"
_TIME = f"{_DIGIT}个?(?:分钟|小时|天|日|周|月|年|秒)"
# What print has for a measure that a reader says.
_PRINTED = {"钱": "元", "块钱": "元", "天": "[天日]", "日": "[天日]", "岁": "周?岁", "号": "[日号]"}
_SOFT = re.compile(
    "现在|目前|如今|总共|一共|合计|最多|最少|至少|可以|能够?|应当?|必须|大概|左右|规定"
)

ASKING = (_AMOUNT, _DAY, _SOFT)


def asks_amount(text: str) -> bool:
    """Whether a text asks how much or on which day, and so not for a name's beginning."""
    form = normalize(text)
    return (_AMOUNT.search(form) or _OF_DAY.search(form)) is not None


def told_amounts(
    searcher: Searcher, request: SearchRequest, result: SearchResult
) -> ToldDeeds | None:
    """None for a text that asks for nothing of the kind, or that no sentence surely answers."""
    form = normalize(years_in_full(result.query.meant, 1, 0))
    is_first = request.mode == "smart" and request.page == 1 and not request.within
    asking = _asked(form)
    if not is_first or asking is None or len(form) > LONGEST or result.query.unheld:
        return None
    words = weighed(searcher, form, result, ASKING)
    of = _of_what(form, asking[0], words)
    if of is None or any(not word.is_printed and is_place(word.text, form) for word in words):
        return None
    hits = of_whom(searcher, form, _hits(searcher, words, result), is_strict=True)
    found = [
        deed
        for hit in hits
        if is_of_row(hit.paragraph.text, form)
        for deed in _best_of(hit.paragraph, words, of, asking[1])
    ]
    told = fullest(found, is_of_first=False, is_latest=True)
    return ToldDeeds(tuple(told), True, False) if told else None


def _asked(form: str) -> tuple[re.Match[str], re.Pattern[str]] | None:
    """Where it asks, and what a sentence must print to answer: a day, or a number with the measure
    that is asked."""
    if (day := _DAY.search(form)) is not None:
        return day, re.compile(_DAY_ITSELF if _OF_DAY.search(day[0]) else _DATE)
    found = _AMOUNT.search(form)
    if found is None:
        return None
    if found["time"] or found["long"]:
        return found, re.compile(_TIME)
    if found["measure"] is None:
        return found, re.compile(_NUMBER)
    measure = _PRINTED.get(found["measure"], found["measure"])
    return found, re.compile(f"{_DIGIT}[余多]?{measure}")


def _hits(searcher: Searcher, words: Sequence[Word], result: SearchResult) -> list[Hit]:
    """What the question finds, and what its words alone find: it may be searched as another."""
    alone = " ".join(word.text for word in words if word.is_printed)
    more = searcher.listing(SearchRequest(alone, size=_READ, correct=False), False).hits
    known = {hit.paragraph.id for hit in result.hits[:_READ]}
    return [*result.hits[:_READ], *(hit for hit in more if hit.paragraph.id not in known)]


def _of_what(form: str, at: re.Match[str], words: Sequence[Word]) -> Word | None:
    """The word whose amount is asked: the next behind what asks (几日内销号), else before it."""
    telling = [word for word in words if len(word.text) > 1]
    behind = [word for word in telling if form.find(word.text, at.end()) >= 0]
    before = [word for word in telling if form.rfind(word.text, 0, at.start()) >= 0]
    if behind:
        return min(behind, key=lambda word: form.find(word.text, at.end()))
    return max(before, key=lambda word: form.rfind(word.text, 0, at.start()), default=None)


def _best_of(
    paragraph: StoredParagraph, words: Sequence[Word], of: Word, asking: re.Pattern[str]
) -> Iterator[Deed]:
    """The sentence of a paragraph that has most of the words, and a number of what is asked."""
    text = normal(paragraph.text)
    above = " ".join((*map(normalize, paragraph.headings), normalize(paragraph.title or "")))
    best: tuple[float, re.Match[str]] | None = None
    for sentence in SENTENCE.finditer(text):
        near = text if len(text) <= _SHORT else sentence[0]
        if _lacks(f"{near} {above}", words) or (
            of.stands_in(sentence[0]) and is_planned(paragraph, sentence, [of])
        ):
            continue
        is_of = of.stands_in(sentence[0]) or _is_apart(of.text, sentence[0])
        if not is_of or not (asking.search(sentence[0]) or _cell_of(paragraph.text, of)):
            continue
        share = sum(word.weight for word in words if word.stands_in(sentence[0]))
        best = max(best or (0.0, sentence), (share, sentence), key=lambda one: one[0])
    if best is not None:
        share = best[0] / sum(word.weight for word in words)
        if (at := _cell_of(paragraph.text, of)) is not None:
            yield deed_of_cell(paragraph, at, share)
        else:
            yield Deed(paragraph, *clipped(best[1], words, asking), (), share)


def is_of_row(text: str, form: str) -> bool:
    """Whether the question names what a table's row is of (9月, 噪声扰民), where it is one."""
    cells = cells_of(text, 2)
    names = [cell.text for cell in cells if not cell.text[:1].isdecimal() or "月" in cell.text]
    return not cells or any(normalize(name)[:2] in form for name in names if len(name) > 1)


def _cell_of(row: str, of: Word) -> Cell | None:
    """The cell of a table's row with a number in the column of a word: 护学岗：186."""
    named = (cell for cell in cells_of(row, 2) if of.stands_in(normalize(cell.name)))
    return next((cell for cell in named if cell.text[:1].isdecimal()), None)


def _lacks(text: str, words: Sequence[Word]) -> bool:
    lacking = (word.text for word in words if not word.stands_in(text))
    return any(len(word) > 1 and not _is_apart(word, text) for word in lacking)


def _is_apart(word: str, text: str) -> bool:
    """Whether a text has the characters of a word near each other: 劝退 of 劝其退出."""
    return re.search(".{0,2}".join(map(re.escape, word)), text) is not None
