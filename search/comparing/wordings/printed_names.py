"""Find how reports call a measure that a reader names in words of his own.

拦了多少个诈骗电话 asks for 拦截诈骗电话, 查酒驾 for 查处酒驾: every word of the question but those
that only ask stands in the printed name, in any order, a verb of one character in one of two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.text.normalizer import normalize
from search.comparing.tables.asked_table import only_asks_for_figures
from search.figures.dimensions import ANY_UNIT
from search.figures.request import FigureRequest
from search.request import Filters
from search.rewrite.questions import light_words, particles, question_words
from search.searcher import Searcher

_OF_WORD = 60  # measures of a word that are looked at
_MOST = 2  # names that are told
_KINDS = ("count", "amount", "rate", "measure", "duration")
_COVERED = 3  # a name has no more than so many characters for each of the question's
# What asks how much, or in which course, and is of nothing.
_HOW_MUCH = re.compile(
    "规模|体量|量|时间|时长|平均|总[量数共]|数[量目字据]?|[人件起次]数|多|大|几.*|多少.*|前后|左右|上下|实际|当年|全年|年度"
    "|一?年|人|名|个|起|件|次|万|元|钱|块|长|涨|跌|变|升|降|到|至|什么|程度|报|是|前|后|请|提供|列出"
    "|分别|共|一共|总共|累计|为|给|向|把|将|被|有|没|了|去|来|过|的|案子|案件|成立|以来|自|从|起"
)
_UNIT = re.compile(f"{ANY_UNIT}数?")
# Words of readers and those of reports: each stands in the other.
_MAY = re.compile(
    "(?![破立发抓死亡伤返退止冻损追缴])[一-龥]"
)  # a verb that reports say otherwise: 拦
_DONE = re.compile("^(?:成功|共|全年|累计|全市|全县|全区|各类|各种|新)+|(?:各类|各种|的)")


def printed_names(searcher: Searcher, text: str, filters: Filters) -> tuple[str, ...]:
    """The names under which the units of the `filters` tell what a text without units and years
    asks for, the one that says least beside it first; () where a word is left that none has."""
    must, may = content_of(searcher, text)
    telling = sorted((word for word in must if len(word) > 1), key=len, reverse=True)
    if not telling:
        return ()
    letters = len("".join((*must, *may)))
    found: dict[str, tuple[bool, int, int]] = {}
    for word in searcher.figure_words(telling[0], is_cut=False) or telling[1:2]:
        request = FigureRequest(q=word, kinds=_KINDS, filters=filters)
        for one in searcher.figure_indicators(request, _OF_WORD, is_folded=True)[0]:
            name = _DONE.sub("", normalize(one.indicator))
            if len(name) <= _COVERED * letters and all(_says(searcher, name, w) for w in must):
                unmet = sum(word not in name for word in may)
                found.setdefault(one.indicator, (unmet > 0, len(name), -one.count))
    return tuple(sorted(found, key=lambda name: found[name]))[:_MOST]


def content_of(searcher: Searcher, text: str) -> tuple[Sequence[str], Sequence[str]]:
    """The words that a name must say, and the verbs for any doing (办, 抓), which it may."""
    form = normalize(text)
    words = [word for word in searcher.dictionary_words(form) if word.strip()]
    asking = {*question_words(words, form), *particles(words)}
    content: list[str] = []
    is_next = False  # whether the word before is a single character of what is asked for
    for word in words:
        asks = word in asking or only_asks_for_figures(word)
        if asks or _HOW_MUCH.fullmatch(word) or _UNIT.fullmatch(word):
            is_next = False
        elif is_next and len(word) == 1 and not light_words([word], form):
            content[-1] += word  # 酒 驾
        else:
            content.append(word)
            is_next = len(word) == 1 and not light_words([word], form)
    light = light_words(content, form)
    may = [word for word in content if word in light or _MAY.fullmatch(word)]
    return [word for word in dict.fromkeys(content) if word not in may], may


def _says(searcher: Searcher, name: str, word: str) -> bool:
    if word in name or searcher.figure_families([word])[0] in searcher.figure_families([name])[0]:
        return True
    return any(form in name for form in searcher.figure_words(word, is_cut=False))
