"""Turn a question for figures into what it asks for: the words to be met, and of what kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.taxonomy.taxonomy import SynonymGroup
from indexer.text.normalizer import normalize
from search.figures.dimensions import ANY_UNIT, IN_UNITS, SAID_OF, TIMES
from search.figures.unit_names import UnitNames
from search.request import SearchRequest
from search.rewrite.first_year import UNIT
from search.rewrite.questions import (
    MOST_OF,
    asks_for_the_most,
    is_question,
    particles,
    plain_most,
    question_words,
)
from search.states.naming import state_named

_MOST_CHARS = 200  # of a question
_FEW = r"(?<![十百千万好近这那前后每数第])几"
_HOW_MANY = re.compile(
    rf"多少(?!有点)|第几|百分之几|{_FEW}(?:个|{ANY_UNIT})(?![来前后间内里])"
    r"|(?<=有)多[长高大久远]|(?:数量|总数|人数|件数|起数|个数|家数|年数)$"
)
_NAMES_A_NUMBER = re.compile(r"(?:数量|总数|人数|件数|起数|个数|家数|年数)$")
_MOST = re.compile(r"最(?P<way>长|久|多|大|高|快|短|少|小|低|慢|早)")
_ASKING = re.compile(
    r"最[长久多大高快短少小低慢早]的?|连续|(?<=..)的?[纪记]录(?=\s*(?:最|是|有|$))"
)
_WHICH_YEAR = re.compile(r"[哪何]一?年")
# Which of several places: at least two must have been compared. 去年 is nobody's year.
_WHICH_PLACE = re.compile(rf"哪[一几两]?[个些家座]?{UNIT}|哪[家里儿]|何处|谁")
_ASKS_MOST = re.compile(
    rf"{_WHICH_YEAR.pattern}份?的?|(?:{_WHICH_PLACE.pattern})的?|(?:的)?最[长久多大高快短少小低慢](?:的?[是为])?"
    rf"|各个?(?:{UNIT}|家)的?|(?<=破案|立案|发案)数|[是有](?=$)"
)
_MEANWHILE = re.compile(r"今年|去年|前年|明年|上年|本年|[上本这]个?月|近日|最近")
# 比上年降了多少: a change, and no question for the year before
_THAN_LAST_YEAR = re.compile(
    "(?:同?比|较)(?:上一?年|去年|前一年)(?:同期)?(?=[^，。]{0,3}(?:[增升降减涨跌]|提[高升]|上[升涨]|下[降跌]))"
)
_WHICH = re.compile(r"哪|谁|何[时地年处]|什么")
_FALLS = re.compile(r"[降减]得|下降|减少|降幅|压降|缩短|下跌")
_RISES = re.compile(r"[升涨增]得|增长|增幅|增加|上升|提[高升]|涨幅|增速|上涨")
_OVER_YEARS = re.compile("年[数头限]|时间|时长|连续|持续")
# Words that name what is asked for, and nothing that a row would say.
_EMPTY = re.compile(
    r"城市|地方|地区|单位|部门|公安局|市局|区县|县区|报告|年份|年度|时间|时候|年[数头限]|连续|持续|谁家|数量|人数|人次|一共|总共"
    r"|件数|起数|个数|家数|总数|坚持|保持"
    r"|各|[一二两三四五六七八九十几][家个]|共计|排名|排[在列到]?|位[列居]|[居列]|位次|名次|第?几位?|本库|其中|目前|现在|全部|达到|最.?|有多|究竟|到底|[年月市县区局省中的和与了是有在钱个家座起名项次件万亿多少几共全为都被里达得我国]"
)
# No 2021年共, 二〇二一年共: these are of the year.
_SEVERAL = r"(?!一年)(?<![〇○零一二三四五六七八九0-9])(?:[一二三四五六七八九十两]+|[0-9]{1,2})年"
AVERAGED = re.compile(rf"平均每年|每年平均|年均(?![^，,]{{0,4}}浓度)|{_SEVERAL}累计")
OF_YEARS = re.compile(
    rf"{AVERAGED.pattern}|"
    rf"{_SEVERAL}(?:多?来(?!的?(?:新[高低]|最|首|第一|头一))|间|多?共|里|多?累计|多?合计|以(?![上下内]))"
    r"|(?:这|过去|近|(?<!提)前)(?!一年)[一二三四五六七八九十两]+年(?!来?的?(?:新[高低]|最|首|第一|头一))"
    r"|(?<![〇○零一二三四五六七八九0-9])(?<!连续)(?<!保持)(?<![时相]隔)(?<!第)[两三四五六七八九十]年(?!行动|计划|规划|来?的?(?:新[高低]|最|首|第一|头一))"
    r"|(?<![全今本当]年)(?<!年内)(?<![0-9]{4}年)累计(?!建[成有立设]|设[立置有]|[安加]装|布[建设]|配[备有]|拥有|注册|登记|创建|培育|组建|打造)|(?<![今本]年)(?<!年初)以来(?!的?(?:首|最|新[高低]|第一|唯一|少有|连续))"
    r"|“十[一二三四]?五|(?<![一二三四五六七八九百千])十(?:[一二三四]五|五(?=[”时期规以]))"
)
_SO_MANY_YEARS = re.compile("[一二三四五六七八九十]+年")
_OF_ALL_BEHIND = re.compile(r"\d[^，；\d]*[，；]全[省市县区旗年]")
_HOW_MUCH_CHANGED = re.compile(
    "(?:(?P<up>增长|增加|上升|提[高升]|上涨|[升涨](?=了))|(?P<down>下降|减少|降低|缩短|下跌|[降跌](?=了)))了?"
    "(?:百分之)?(?:多少|(?<=百分之)几)"
)
_OF_PERCENT = re.compile(
    "同比|环比|百分(?:[之点]?几?)|之|[个点了得]|[降升涨增减]得|[涨增升降]幅|增速|增长|增加|上升|提[高升]|上涨|下降|减少|降低|缩短|下跌|[升降涨跌]"
)
_CHANGE_BEHIND = re.compile(
    r"(?P<thing>.{2,})(?P<change>增长|增加|上升|提[高升]|上涨|下降|减少|降低|缩短|下跌)"
)
_ONE_YEAR, _SHARE_WORD = "一年", "占"
# 线上办理占多少, 占比是多少, 比重达到多少: the share of something.
_SHARE = re.compile(
    r"占比|比重|比例|占(?=(?:了|到)?(?:百分之)?(?:多少|几成)|[^，。]{1,20}(?:比重|比例|多少))"
)
_IS_SHARE = re.compile(rf"(?:{_SHARE.pattern})[^，。]{{0,20}}?(?:多少|几成)")
# 2025年新增就业目标是多少, 计划新增多少: what was to be done, and not what was.
_AIM = re.compile(
    r"(?:的?(?:预期|发展|计划|规划|年度)*目标(?:值|数)?(?:是|为|定为|定在)?(?=多少|几|[?!。]*$))"
    r"|(?:预计|计划|打算|力争|拟)(?=[^，。]{0,16}(?:多少|几))"
)
_PEOPLE = re.compile("(?<=..)(?:人数|人次|数量|总数)$")  # 就业人数
_ASKS_HOW_MUCH = re.compile("连续(?:几|多少)个?[年月]|百分之几|第几[位名]?[?!。]*$")
YEAR = re.compile(r"[12][0-9]{3}年?")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a superlative asks for: kinds of figures, the greatest or the least of them.

    `direction` of a change, None where the question names none or both.
    """

    kinds: Sequence[str]
    is_most: bool
    is_change: bool
    direction: str | None
    is_of_year: bool
    is_of_place: bool


@dataclass(frozen=True, slots=True)
class Question:
    """`words` must be met, each; `sought` is None of a question for how many.

    `text` is a normal form, without the words that ask for an aim; `changed` is the direction in a
    question for how much it changed: 下降了多少. `is_aim`: what was to be done; `is_of_one_year`:
    in a year, whichever.
    """

    text: str
    words: tuple[str, ...]
    sought: Sought | None
    changed: str | None
    is_aim: bool = False
    is_of_one_year: bool = False

    @property
    def shares(self) -> bool:
        """Whether it asks for a part of a whole."""
        return _SHARE_WORD in self.words

    @property
    def years(self) -> frozenset[str]:
        return frozenset(word for word in self.words if YEAR.fullmatch(word))


def ends_before(years: str, behind: str) -> bool:
    """Whether words for several years tell nothing of what comes behind: of 全市交通死亡74人 behind
    四年多改造弯道1900余处, which are the years of this work alone."""
    is_of_work = _SO_MANY_YEARS.fullmatch(years) and _OF_ALL_BEHIND.search(behind)
    return bool(is_of_work) or (years == "累计" and "；" in behind)


def asks_for_figures(text: str) -> bool:
    """Whether a text asks for the most of something, or how much of it there is."""
    text = plain_most(normalize(text))
    if _MOST.search(text) is not None:
        if asks_for_the_most(text):
            return True
        asks = _WHICH.search(text) or _HOW_MANY.search(text)
        return asks is not None and is_question(text)
    if _HOW_MANY.search(text) is None:
        return False
    names_it = _NAMES_A_NUMBER.search(normalize(text)) or _ASKS_HOW_MUCH.search(text)
    return names_it is not None or is_question(text)


def is_for_figures(request: SearchRequest) -> bool:
    """Whether a request asks so, on any page and under any filter."""
    is_short = request.mode == "smart" and len(request.q) <= _MOST_CHARS
    return is_short and (asks_for_figures(request.q) or bool(state_named(normalize(request.q))))


def may_be_answered(request: SearchRequest) -> bool:
    """Whether a request is the first page of such a question, without filters."""
    return request.page == 1 and not request.is_narrowed and is_for_figures(request)


def read_question(
    text: str, cut: Callable[[str], Sequence[str]], units: UnitNames
) -> Question | None:
    """What a text asks for; None where no figure of a known year can say so (去年, 近三年).

    `cut` gives the dictionary words of a normal form, none of which goes over the name of a unit.
    """
    text = _THAN_LAST_YEAR.sub("", text)
    if _MEANWHILE.search(text) is not None or OF_YEARS.search(text) is not None:
        return None
    form = plain_most(normalize(text)).replace(
        "地区生产总值", "国内生产总值"
    )  # one family, and no 地区
    is_aim = _AIM.search(form) is not None
    form = _AIM.sub("", form)
    is_share = _IS_SHARE.search(form) is not None
    if is_share:
        form = _SHARE.sub(f"{_SHARE_WORD} ", form)
    content = _ASKING.sub("", IN_UNITS.sub("", MOST_OF.sub("", form)))
    pieces = [[part] if at % 2 else cut(part) for at, part in enumerate(units.apart(content))]
    words = _content([word for piece in pieces for word in piece], text)
    is_of_one_year = _ONE_YEAR in words
    words = [word for word in words if word != _ONE_YEAR]
    changed, sought = _HOW_MUCH_CHANGED.search(form), sought_in(form)
    if changed is not None or (sought is not None and sought.is_change):
        # How it changed is told by the kind of a figure and its direction.
        words = [_CHANGE_BEHIND.sub(r"\g<thing>", word) for word in words]
        words = [word for word in words if not _OF_PERCENT.fullmatch(word)]
    words = joined_singles(words, form)
    way = changed.lastgroup if changed else None
    return Question(form, tuple(words), sought, way, is_aim, is_of_one_year)


def without_most(form: str) -> str:
    """A normal form without what asks for the most in it: 电诈破案 of 哪个单位电诈破案最多."""
    form = plain_most(form)
    return _ASKS_MOST.sub("", MOST_OF.sub("", form)).strip("的?!。 ")


def sought_in(form: str) -> Sought | None:
    """What superlative a normal form asks for, None without one."""
    form = plain_most(form)
    most, most_of = _MOST.search(form), MOST_OF.search(form)
    if most is None:
        return None
    way = most["way"]
    kinds, is_most = SAID_OF.get(way, ((), True))
    if _OVER_YEARS.search(form) is not None and way in "多大高少小低":
        kinds = TIMES  # 年数最多
    falls, rises = _FALLS.search(form), _RISES.search(form)
    is_change = bool(falls or rises)
    return Sought(
        kinds,
        is_most or (is_change and way == "快"),
        is_change,
        None if bool(falls) == bool(rises) else "down" if falls else "up",
        is_of_year=_WHICH_YEAR.search(form) is not None or bool(most_of and most_of["year"]),
        is_of_place=_WHICH_PLACE.search(form) is not None or bool(most_of and most_of["place"]),
    )


def _content(words: Sequence[str], text: str) -> list[str]:
    """What must be met: no words that ask, soften or only name what is asked for."""
    dropped = {*question_words(words, text), *particles(words)}
    words = [_PEOPLE.sub("", word) for word in words]
    kept = [w for w in words if w not in dropped and not _EMPTY.fullmatch(w)]
    return [w for w in kept if any(c.isalnum() for c in w)]


def joined_singles(words: Sequence[str], form: str) -> list[str]:
    """Single characters that stand together are a name that no dictionary knows: 醉驾, 快警站.

    人 is part of what it stands behind (驾驶人, 亡人事故), or says nothing.
    """
    joined: list[str] = []
    is_open = False
    for word in words:
        is_single = len(word) == 1 and word > "\u2e80"
        if is_single and joined and (is_open or word == "人") and joined[-1] + word in form:
            joined[-1] += word
        elif word != "人":
            joined.append(word)
        is_open = is_single
    return joined


def other_wordings(text: str, synonyms: Iterable[SynonymGroup]) -> Iterator[str]:
    """A question in the words of reports for those of readers: 诈骗 for 骗子."""
    form = normalize(text)
    for group in synonyms:
        said, *printed = group.words
        if group.one_way and (said := normalize(said)) in form:
            yield from (form.replace(said, word) for word in printed)
