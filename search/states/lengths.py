"""Read for how many years, or since when, a state of 命案 lasts, however a sentence says it.

By subtraction: a clause that tells a number of years, or a beginning, is of the state where the
state stands in it, or right beside it, and nothing is left in it that could last itself
(盗窃立案连续五年下降) or that speaks of other years (潜逃22年).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.text.numerals import whole_number
from search.states.naming import NONE, STATE

_ALL = "全[部数]?|[均皆都悉]数?|一律|统统|无一例外|件件|起起|个个|桩桩|宗宗|案案|一案不漏|逐一"
_DONE = "(?:[侦告]?破(?:案|获|掉)?|拿下|告破|归案|查结|了结|落网|告捷|攻克|侦结)"
_LEFT_OPEN = (
    "(?:[未没](?:有|能)?(?:[侦告]?破|查结)|欠账|旧账|积压|悬案|悬着|漏网|漏掉|遗漏|遗留|尾巴"
    "|挂账|挂起|挂案|落空|落下|落单"
    "|例外|失手|跑掉|未结|破不了|在逃|空白|死角|留白)"
)
# All were solved: in more words than a question for it has.
_SOLVED = re.compile(
    f"{STATE}|(?:{_ALL})[^,，。;；0-9]{{0,4}}{_DONE}"
    f"|(?:从未|从没|不曾|未曾|再无|再没有?|再未|没有?|无一?|未|零|不)(?:再|曾|有|留下?|出现|发生"
    f"|让)*(?:任何|过|一起|一宗|一桩|一件|1起)*(?:现行|新发)?(?:命案)?{_LEFT_OPEN}"
    f"|一[起宗桩件案][^,，。;；]{{0,3}}(?:没|未|不)(?:有|曾)?{_LEFT_OPEN}|{_LEFT_OPEN}(?:始终"
    f"|一直|保持|持续)?[为是]?零"
    "|当年发[,、]?当年破|发一破一|有发必破|[有逢]案必破|随发随破|快侦快破"
    "|(?:侦破|破案)率[^,，。;；0-9]{0,10}(?:满格|满分|百分百|不掉线)|(?:百分百|百分之百"
    "|100%)[^,，。;；0-9]{0,3}(?:破|率)"
    "|(?:[侦破]|破案)率[^,，。;；0-9]{0,10}(?:百分之百|100%|百分百)|满分(?:卷|答卷|成绩)|满堂红"
    "|全胜"
    "|全破|双零|[现命]案清零|(?:命案|悬案|积案)始终为零"
)
_NEVER_ANY = re.compile(
    f"{NONE}|(?:无|没有|未有|没见过?|不见)(?:任何)?(?:一起)?(?:命案|凶杀案?|杀人案?)(?:发生"
    f"|出现)?|(?:命案|凶案|杀人案件?)[^,，。;；0-9]{{0,6}}(?:零发|零记录|零纪录|归零|绝迹|为零"
    f"|空白)"
    "|(?:没有?|未|无)(?:再|曾)?(?:发生|出现|出|响起)过?(?:任何|一起)?(?:的)?(?:凶杀|杀人"
    "|人命)(?:案件?|官司)?"
    "|(?:没有?|未|不曾|再无|再没有?)(?:再|曾)?(?:响起|发生|出现|出"
    "|有)过?[^,，。;；0-9未没]{0,3}命案(?!未|没|悬|积|欠|挂)|无凶杀|无命案"
)
_DIGIT = "[0-9〇○零一二三四五六七八九]"
_YEAR = f"(?P<year>(?:19|20)[0-9]{{2}}|[一二][〇○零九]{_DIGIT}{{2}})年?"
_N = "(?P<n>[0-9]{1,2}|[一二两三四五六七八九十廿]{1,4})"
_YEARS = re.compile(
    f"(?P<nth>第)?(?<![0-9.〇○零])(?<![几余多])(?:{_N}个?完?整?(?:年头|周年|年度|整年|年整|年|载"
    f"|春秋|寒暑)(?:[零又]?[0-9一二三四五六七八九十]{{1,2}}个?月)?"
    f"|{_N.replace('<n>', '<m>')}连[破冠胜全])(?![0-9一二三四五六七八九]|[代级龄薪]"
    f"|[以之]?[前内间]|以?[上下]?有期|徒刑|规划|计划|行动|攻坚)"
)
_SINCE = re.compile(
    f"(?:[自从打由]|自从)?{_YEAR}(?:[0-9]{{1,2}}月份?(?:[0-9]{{1,2}}日)?)?(?:年?[初底末]|下半年"
    f"|上半年)?(?:[^,，。;；]{{0,3}})?"
    "(?:以来|(?<![0-9一二三四五六七八九十两几数])起(?!诉)|开始|算起|至今|迄今|到现在|到如今"
    "|到今[天年]|之后|以后|后)"
    f"|[自从打]{_YEAR.replace('<year>', '<event>')}[^,，。;；]{{1,24}}?(?:以来|起(?!诉)|开始"
    f"|算起|至今|之日)"
    f""
    f"|[自从打][^,，。;；0-9]{{1,6}}{_YEAR.replace('<year>', '<founded>')}[^,，。;；]{{0,8}}(?:以来"
    f"|起(?!诉)|开始|算起|至今)"
    f"|[从打自]{_YEAR.replace('<year>', '<again>')}重新[^,，。;；]{{1,3}}|(?:始于|起于|起自"
    f"|肇始于|追溯到|起点[是为]|起步于|开端[是为])了?{_YEAR.replace('<year>', '<begun>')}"
    f"|{_YEAR.replace('<year>', '<from>')}[至到—–~-]+(?P<to>20[0-9]{{2}})年?"
)
# 上一起未破命案还是2009年的: all were solved since the year behind that.
LAST_OPEN = re.compile(
    f"(?:上一?[次起回宗桩]|最近一[次起宗桩]|最后一[次起宗桩])[^,，。;；]{{0,12}}(?:{_LEFT_OPEN}"
    f"|未能?侦破|没能?破)[^。;；]{{0,14}}?{_YEAR}"
)
_BREAKS = re.compile(
    "(?:中断|断档|打断|断送|断[在了]|终结|止步|破功|打破|失守|归零|告终|戛然|到此为止|[画划]上了?句号"
    "|结束了?)"
)
_UNBROKEN = re.compile(
    "(?:没|没有|未|从未|不曾|未曾|从没|不)(?:有|被|曾|再)?(?:中断|断档|打断|断|终结|打破)过?"
)
_OVER_CASES = re.compile("(?:命案|现案|积案|悬案)[^,，。;；]{0,4}归零")
# What lasts or is told otherwise: then a number of years is no length of the state.
_OTHERS = re.compile(
    "下降|上升|减少|增长|增加|回落|第一|首位|满意|安全感|交通|火灾|事故|盗|抢|骗|毒|枪|爆|信访"
    "|上访|群体|警情|奖|冠军|考核"
    "|荣誉|先进|命案积案|积案|潜逃|藏匿|隐姓|尘封|沉睡|沉寂|时隔|跨越|逃亡|漂白|归案|从警|任职"
    "|任局长|岁|工龄|近[0-9一二三四五六七八九十两]|过去|历时|前[0-9一二三四五六七八九十两]"
    "|相比|比[^例]|同比|较|力争|确保|争取|目标|计划|要点|判处|立案|发案|打击|经费|投入|项目"
    "|每[0-9一二三四五六七八九十两]?年|再用|未来|今后|下一|[0-9]个(?![年月春寒完整])"
    "|[一-龥](?<!全)(?:乡|镇|街道|村|社区|派出所)|首次|第一次|首度|以来最|各地"
    "|[两二三四五六七八九十多][座个]?[一-龥]?(?:市|县|城|地)(?!公安)"
)
_FILL = re.compile(
    "连续|接连|一连|连着|整整|足足|已经|已|也|又|至此|这是|这|那|该|此|项|份|个|张|累计|保持"
    "|持续|延续|坚持|坚守|维持|蝉联|守住|守|写到|写下|写进|进入|步入|迈入|走到|来到|走过"
    "|延至|延伸|升至|升到|达到|达|满|超过|超|迎来|交出|定格|实现|做到|纪录|记录|成绩单|成绩"
    "|战绩|战果|牌子|金字招牌|招牌|答卷|承诺|势头|局面|命案|现行|现发|新发|现案|凶杀"
    "|全[市县区旗盟州省局]|我[市县区局旗]|本[市县区局地]|辖区|县境|境内|境|侦破"
    "|算下来|算|数|了|的|是|为|在|里|中|到|有|再|均|都|一直|始终|至|从|自|年末|年底|全年|截止"
    "|截|目前|如今|今年|本年|以来|当年|去年|上年|期间|[“”\"'、()（）:：\\s—-]"
)
_CLAUSE = re.compile("[^,，;；:：。？?]+")
_AT_ONCE = re.compile("小时")
_MOST_YEARS = 60
_FAR, _LEFT = 3, 16  # clauses between a state and its length; characters that may be left over


@dataclass(frozen=True, slots=True)
class Length:
    """What a sentence tells of how long a state lasts: `years` of it, or its `first` year, where
    this stands in the sentence; `is_none` of there having been no 命案 at all."""

    years: int | None
    first: int | None
    start: int
    end: int
    is_none: bool


def length_told(sentence: str, year: int, *, of_cases: bool = False) -> Length | None:
    """The length that a sentence in normal form tells, of a report on a year; None where it tells
    none surely. `of_cases`: what stands before it speaks of 命案."""
    if not (of_cases or re.search("命案|凶杀|杀人案|凶案", sentence)):
        return None
    told = _behind_a_break(sentence)
    spans = [(found.start(), found.end()) for found in _CLAUSE.finditer(told)]
    texts = [told[start:end] for start, end in spans]
    solved = [_SOLVED.search(text) is not None for text in texts]
    never = [_NEVER_ANY.search(text) is not None for text in texts]
    last = LAST_OPEN.search(told)
    if last is not None and (first := year_said(last["year"])) and first < year:
        return Length(None, first + 1, *last.span(), is_none=False)
    found: list[Length] = []
    for at, text in enumerate(texts):
        state = _nearest_state(at, texts, solved, never, of_cases)
        if state is None or not _is_of_state(text):
            continue
        is_none = never[state] and not solved[state]
        found += [replace(one, is_none=is_none) for one in _lengths(text, spans[at][0], year)]
    return _both([one for one in found if not _quick(told, one)] or found, year)


def _quick(sentence: str, one: Length) -> bool:
    """Whether it tells for how long cases were solved at once: 连续三年24小时内侦破."""
    clause = _CLAUSE.match(sentence, one.start)
    return clause is not None and _AT_ONCE.search(clause[0]) is not None


def _both(found: list[Length], year: int) -> Length | None:
    """The number of years before a beginning, with this where it leads to the same."""
    counted = next((one for one in found if one.years is not None), None)
    begun = next((one for one in found if one.first is not None), None)
    if counted is None or begun is None or begun.first is None or counted.years is None:
        return counted or begun
    is_same = abs(year - begun.first + 1 - counted.years) <= 1
    return replace(counted, first=begun.first) if is_same else counted


def _behind_a_break(sentence: str) -> str:
    """A sentence without what it tells up to the end of a streak that was broken."""
    bare = _UNBROKEN.sub(lambda said: "＿" * len(said[0]), sentence)
    bare = _OVER_CASES.sub(lambda said: "＿" * len(said[0]), bare)
    ends = [found.end() for found in _BREAKS.finditer(bare)]
    if not ends:
        return sentence
    stops = [at for sign in ",，;；" if (at := sentence.find(sign, ends[-1])) >= 0]
    at = min(stops, default=len(sentence))
    return "＿" * at + sentence[at:]


def _nearest_state(
    at: int, texts: list[str], solved: list[bool], never: list[bool], of_cases: bool
) -> int | None:
    """The clause with the state that a clause may tell the length of; -1 for one that stands before
    the sentence, None without any. Nothing else may stand between them."""
    for far in range(_FAR + 1):
        for state in dict.fromkeys((at - far, at + far)):
            if not 0 <= state < len(texts) or not (solved[state] or never[state]):
                continue
            between = texts[min(at, state) + 1 : max(at, state)]
            if not any(map(_OTHERS.search, between)):
                return state
    return None


def _is_of_state(text: str) -> bool:
    """Whether a clause with a number of years speaks of nothing else that may last so long."""
    if _OTHERS.search(_SOLVED.sub(" ", text)):
        return False
    is_state = _SOLVED.search(text) or _NEVER_ANY.search(text)
    if is_state:
        return True
    bare = _YEARS.sub(" ", _SINCE.sub(" ", text))
    return len(_FILL.sub("", bare).strip()) <= _LEFT


def _lengths(text: str, at: int, year: int) -> Iterator[Length]:
    """The numbers of years that a clause tells, and since when."""
    for found in _YEARS.finditer(text):
        n = whole_number(found["n"] or found["m"]) or 0
        if 1 < n < _MOST_YEARS:
            yield Length(n, None, at + found.start(), at + found.end(), False)
    for found in _SINCE.finditer(text):
        first = year_said(next((own for own in found.groups()[:-1] if own), ""))
        if first and first < year and (found["to"] is None or int(found["to"]) >= year):
            yield Length(None, first, at + found.start(), at + found.end(), False)


def year_said(said: str) -> int | None:
    """A year in four figures, 二〇〇七 too; None for anything else."""
    digits = said.translate(str.maketrans("〇○零一二三四五六七八九", "000123456789"))
    return int(digits) if digits.isdecimal() and len(digits) == 4 else None
