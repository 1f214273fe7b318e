"""Read a question about a state that units keep up year after year, in whatever words it is asked.

It is read by subtraction. Without the names of units, years and the state itself, what is left must
ask for its end, its beginning, the longest or how long it lasts; what says anything else is no such
question. A few characters that no report says of the state only ask: 垫底, 县里头.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from indexer.text.normalizer import normalize
from indexer.text.numerals import whole_number
from search.figures.unit_names import UnitNames
from search.query.years import years_in_full
from search.rewrite.first_year import LEVEL, UNIT
from search.states.naming import NONE, STATE, state_named

_NUMERAL = "[0-9一二两三四五六七八九十]{1,3}"
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年?度?(?!\d)")
_SPAN = re.compile(r"(?:19|20)\d\d年?度?(?:以来|起|至|到(?!底)|开始|之?[前后]|[-~—])")
_WHETHER = re.compile("有没有|是否|是不是|有无|曾经?|(?P<deed>[断破留全])没(?P=deed)[完尽]?")
_OVER = re.compile(
    "(?:(?<!没)(?<!没有)(?<!未)(?:中断|中止|打断|断档|断))[了过的掉]*(?:之?前)?|打破(?:之?前)?|止步|归零|终结|失守|破功|重新(?:起算|计算|算|开始)?"
    "|(?<!没)(?<!没有)(?<![不无未])(?:有|欠)过?(?:旧|积)?账|(?:出现|发生|有)过?(?=命案.{0,2}[没未]破)"
    "|没有?(?:能|守住|保持|延续|实现|做到|发生)*(?:住|下去|(?:命案)?全部?[侦告]?破)|(?<!零)(?<!无一)(?<!没有)(?<!留下)[没未]能?(?:全部?)?[侦告]?破[完尽掉]?|之后呢"
    "|没能?把(?=.{0,4}破)|留下?过?(?:了)?(?:尾巴|悬案)|有过?(?:悬案|漏网|未破)"
)
_NEVER = re.compile(
    "(?:从来?|一直|始终|至今)?(?:[没未](?:有)?|不曾|未曾)(?:被|曾)?(?:中断|打断|断档|打破|断)过?(?!没)"
)
_RESTARTED = re.compile("重新(?:起算|计算|算|开始)")
_WHEN = re.compile(
    "(?:从|自|打|是|在)*(?:哪一?年|哪个年[份头]|哪年份?|何[时年]|什么时[候间]|啥时候?|几几年|几时|什么年[份头])"
    "(?:份|起|开始|以来|算起?|就|才|开头|的)*|起始|起算|起点|开始|算起|始于|最早|最先|(?:起始|开始|起算)?(?:时间|年份)点"
)
_WHO = re.compile(f"{LEVEL}里?|谁家?|哪[一几]?[个些家里儿]{UNIT}?|各个?(?:{UNIT}|家)|所有单位")
_ORDER = re.compile(
    f"(?:第|排)[二三四五2-5](?:长|久|位|名)?|排名|排行榜?|排序|名次|前{_NUMERAL}(?:名|位|家)?"
)
_FIRST = re.compile(f"前(?P<n>{_NUMERAL})(?:[名位家]|的?{UNIT})")
_MOST = re.compile(
    "最[长久多短少]年?|最高(?=的?[纪记]录)|长短|(?:更|比较)[长久]|(?:谁|哪[个家])(?:的)?(?:年头|时间)?[长久多]"
    "|(?<!多)[长久](?=的?[是?!。 ]*$)"
)
_LEAST = re.compile("最[短少]|垫底|倒数|最后一名")
_NOW = re.compile(
    "目前|现在|现今|如今|当前|眼下|在续|截[至止到](?:目前|现在|今)|至今|还在|仍然?在?"
)
_EVER = re.compile(
    "历史上?|史上|历来|历年来?|有史以来|以前|从前|此前|(?:最[长久高])?(?:的)?[纪记]录(?!.{0,3}[断破])|曾"
)
_HOW_LONG = re.compile("[第几多]|年[数头限]|时[间长]|连续")
_LENGTH = re.compile(
    rf"(?<![哪那每近前这去几])(?P<more>超过|超|满|不[少低]于|多于|大于|至少)?第?(?P<n>{_NUMERAL})"
    r"(?:个?年(?!来|间|内)(?P<up>及?以上)?|(?=连(?:全|续)?破))"
)
_LONG = re.compile(
    "(?:已经?)?(?:连续|持续|保持|坚持|维持|延续|蝉联|连年)(?:的|了|到)?|第?(?:多少|几)个?年(?:[数头])?(?:份)?|[几多]少?连|多久|多长(?:时间)?|年[数头限]|时[间长]"
    "|的?[纪记]录|情况|进展|历年|逐年|各年|多年"
)
_FILLS = re.compile(
    "全[省市县区]|[市县分]局|除了?|还有|之外|以外|[光只单]看|[两二三四五六七八九十几]个?(?:[市县区]局?|家)|年份|有?哪些|什么|哪[一个]?起|案[子件]|列出来|没有?|现行|件件|破案|侦破|告破|为什么|为何|怎么(?:会)?|咋|实现|做到|对(?:吗|不对|么)|真的|分别|一共|总共|到底|究竟|单位|地方|公安局"
    "|截[至止到]|年底|年末|一直|始终|从来|以及|[都均各的了是有和与跟及在到就才过吗呢吧啊么底末时年且而后又给被已达全谁长破局还,，?!。、；;:：“”\"'·\\s]"
)
_IN_COUNTIES = re.compile("县[一]?级(?!市)|县里头?|县局(?:里|当中|中)?|各县|县当中")
_STATE, _NONE = re.compile(STATE), re.compile(f"{NONE}|(?:发生|出现|出)过?了?命案")
# What asks of a state otherwise than for its years, and names of places that no library has.
_OF_OTHERS = re.compile(
    "做法|经验|措施|办法|举措|机制|方法|案例|原因|文件|报告|全文|奖|怎样|如何|[近前这去今明]|[县市区省州镇乡旗局院部所队]$"
)
_RECORD = re.compile("[纪记]录.{0,4}(?:[几多]少?个?年|多[长久])")  # of a unit: its 命案全破
_BEFORE_END = re.compile("断(?:了|掉|档)?(?:之|以)?前[^,，]{0,6}(?:[几多]少?个?年|多[长久])")
_WHOLE = re.compile("全[省市县区]")
_BUT = re.compile("除了?$")
_IS_QUESTION = re.compile("[吗呢么][ ?!。]*$")
_LEFT = 4  # characters that only ask
_OWN_FILL = (
    "(?:全[省市县区]|(?:获|夺|捧|拿|取|赢|评)[得到过上获]*|没有?|未|无|发生|出现|实现|达到|位[居列]|[居列排]"
    "|被评为|荣获|[是的了过都在到就为和与有年次起几个一多不谁,，?!。 ])"
)
_OWN_FILLS = re.compile(f"^{_OWN_FILL}+|{_OWN_FILL}+$")  # but 旅客列车


@dataclass(frozen=True, slots=True)
class AskedState:
    """`state`: "solved", "none" or "other", this one by its `words`. `kind`: over, never, since,
    order, most, least, long or whether. `names` of units, `others` those
    that are left out (除了岚塘), `form` a question in normal form;
    `length` in years that is asked about, from which on if `is_least`. `rest`: the form without
    years and the names of units."""

    form: str
    state: str
    words: tuple[str, ...]
    kind: str
    names: frozenset[str]
    others: frozenset[str]
    year: int | None
    length: int | None
    is_least: bool
    rest: str

    @property
    def is_of_now(self) -> bool:
        """Whether it asks for what goes on."""
        return _NOW.search(self.rest) is not None

    @property
    def is_of_ever(self) -> bool:
        """Whether it asks for what ever was."""
        return _EVER.search(self.rest) is not None

    @property
    def asks_when(self) -> bool:
        """Whether it asks for a year."""
        return _WHEN.search(self.rest) is not None

    @property
    def first(self) -> int:
        """How many from the first on are asked for: 3 of 前三名; else 0."""
        found = _FIRST.search(self.rest)
        return whole_number(found["n"]) or 0 if found else 0

    @property
    def is_of_cases(self) -> bool:
        """Whether it asks what became of the cases, and not for how many years."""
        is_of_length = self.kind not in ("whether", "long") or _HOW_LONG.search(self.rest)
        return not is_of_length

    @property
    def of_whom(self) -> str:
        """The form for whom it is of: 全省哪家 asks for every unit."""
        return _WHOLE.sub("", self.form) if _WHO.search(self.rest) else self.form

    @property
    def is_of_counties(self) -> bool:
        return _IN_COUNTIES.search(self.rest) is not None


def asked_state(
    text: str,
    units: UnitNames,
    cut: Callable[[str], Sequence[str]],
    frequency: Callable[[str], int],
    is_printed: Callable[[str], bool],
) -> AskedState | None:
    """None for what is no question about a state. `cut` gives the words of a normal form, of which
    `frequency` is 0 for none; `is_printed` tells whether reports that speak of 命案 have one."""
    form = normalize(years_in_full(text, 1, 0))
    pieces = list(units.apart(form))
    names = frozenset(pieces[1::2])
    state, is_record = _state(form, "".join(pieces[::2]).strip(), bool(names))
    dated = _without_years(" ".join(pieces[::2]), bool(names)) if state else None
    if dated is None:
        return None
    rest, year = dated
    others = names if _BUT.search(pieces[0]) else frozenset()
    length = _LENGTH.search(bare := _WHETHER.sub(" ", _IN_COUNTIES.sub(" ", rest)))
    n = _value(length["n"]) if length else None
    left, asks = _left(_LENGTH.sub(" ", bare) if n else bare, state)
    is_whether = _WHETHER.search(rest) is not None
    asks = asks or bool(n or is_whether or _IS_QUESTION.search(rest))
    words = tuple(_words(left, cut)) if state == "other" else ()
    is_bare = _only_asks(left, cut, is_printed) and not _begins_with_name(form, left, frequency)
    is_known = state != "other" and bool(asks or names) and is_bare
    if (is_record and left) or not (is_known or (asks and words)):
        return None
    return AskedState(
        form=form,
        state=state,
        words=words,
        kind=_kind(bare, state, is_whether and bool(names or state == "none")),
        names=names - others,
        others=others,
        year=year,
        length=n,
        is_least=length is not None and bool(length["more"] or length["up"]),
        rest=rest,
    )


def _state(form: str, rest: str, is_named: bool) -> tuple[str, bool]:
    """Which state is asked for, and whether only as the record of a unit."""
    state = state_named(form)
    is_record = not state and is_named and _RECORD.search(form) is not None
    is_record = is_record or (is_named and _BEFORE_END.match(rest) is not None)
    return ("solved" if is_record else state), is_record


def _without_years(rest: str, is_named: bool) -> tuple[str, int | None] | None:
    """A question without its years, and the one that it names; several of a unit that is named are
    told by all that it tells, and None of any units."""
    years = {int(found["year"]) for found in _YEAR.finditer(rest)}
    if len(years) > 1 or _SPAN.search(rest):
        return (_YEAR.sub(" ", _SPAN.sub(" ", rest)), None) if is_named else None
    return _YEAR.sub(" ", rest), next(iter(years), None)


def _left(text: str, state: str) -> tuple[str, bool]:
    """What says neither the state nor asks, and whether anything asks."""
    own = _STATE if state == "solved" else _NONE
    left, asks = text, False
    asking = (_NEVER, _OVER, own, _NOW, _EVER, _WHEN, _ORDER, _LEAST, _MOST, _WHO, _LONG)
    for pattern in asking:
        if pattern is own and state == "other":
            continue
        asks = asks or (pattern is not own and pattern.search(left) is not None)
        left = pattern.sub(" ", left)
    if state == "other":
        return left, asks
    return _FILLS.sub("", left.replace("命案", " ")).strip(), asks


def _words(left: str, cut: Callable[[str], Sequence[str]]) -> list[str]:
    """What another state is about: 较大, 交通 and 事故."""
    words = [_OWN_FILLS.sub("", word) for run in left.split() for word in cut(run)]
    return list(dict.fromkeys(word for word in words if word.strip()))


def _only_asks(
    left: str, cut: Callable[[str], Sequence[str]], is_printed: Callable[[str], bool]
) -> bool:
    """Whether the little that is left is no word of any report on 命案, nor of something else."""
    if not left:
        return True
    if len(left) > _LEFT or _OF_OTHERS.search(left):
        return False
    return not any(is_printed(word) for word in (left, *cut(left)) if len(word) > 1)


def _begins_with_name(form: str, left: str, frequency: Callable[[str], int]) -> bool:
    """Whether a question begins with a place (合肥) or with no word: of whom else would it be?"""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(form, left, strict=False))
    name = "".join(letter for letter, _ in same)
    is_place = any(frequency(name + seat) for seat in "市县省")
    return len(name) > 1 and (is_place or not frequency(name))


def _kind(rest: str, state: str, is_whether: bool) -> str:
    is_when, is_most = _WHEN.search(_RESTARTED.sub("重新", rest)), _MOST.search(rest)
    if _LEAST.search(rest):
        return "least"
    if _ORDER.search(rest):
        return "order"
    if _NEVER.search(rest):
        return "never"
    if _BEFORE_END.search(rest):
        return "most"
    if _OVER.search(rest) and not (is_when and "重新" in rest) and not (is_most and not is_when):
        return "over"
    if is_whether or (is_when and state == "none" and "零" not in rest):
        return "whether"
    if is_when and not is_most:
        return "since"
    return "most" if is_most else "long"


def _value(numeral: str) -> int | None:
    value = whole_number(numeral)
    return value if value and value > 1 else None  # 一年 is any year
