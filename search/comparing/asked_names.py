"""Take off what stands around an indicator's name in a question for its figures.

北屏这几年群众安全感怎么变 is of 群众安全感; 2021到2024年道路亡人 of 道路亡人, from 2021 to 2024.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from indexer.text.normalizer import normalize
from indexer.text.numerals import whole_number
from search.figures.dimensions import ANY_UNIT, CASE_UNITS
from search.rewrite.first_year import UNIT

QUOTES = '"“”「」 '  # around a whole question
# How it is asked to be told, around what is: 请把…放在一起给我看看, 谢谢.
_TWICE = "|".join(f"{verb}一?{verb}" for verb in "看说列讲比摆查找理排")
_REQUESTED = (
    f"放到?在?一起|摆到?在?一起|并排|挨个儿?|逐个|逐家|一一|一起|[给帮]我们?|{_TWICE}|[看列说排摆比]一?下子?|横向"
    "|[列做弄搞整拉来排放摆]一?[个张份](?:表格?|清单|单子|图)?(?:出来)?|[列摆排]出来|列表"
    "|谢谢[你您了]?|多谢|麻烦[你您]?|来着|[呗吧啊呢哈,，。.!?、;；~ ]"
)
_FRAME = re.compile(
    rf"^(?>请问?|麻烦[你您]?|我?想(?:要|知道|看|了解)?|[把论将]|关于|{_REQUESTED})++(?=..)"
    rf"|(?<=..)(?>{_REQUESTED})++$"
)
_FIRST, _LAST = 1900, 2100
_LONGEST = 60  # characters of a question
_YEAR = r"(?<![\d.])(?:19|20)\d\d(?![\d.])(?:年度?[底末]?)?"
_TO = r"\s*(?:到|至|[-–—~～]{1,2})\s*"
YEARS = re.compile(
    rf"(?<!-)[从自]?(?P<since>{_YEAR})(?:(?:{_TO})(?P<until>{_YEAR})|(?P<on>以来|[至到迄](?:今天?|现在|目前)|起|之?后|以后))?(?:[间期]间?)?"
)
_NEXT_YEAR = re.compile(rf"(?:[和与及跟同、,]|对比)\s*(?={_YEAR})")
# 2019年…比2018年, 2019年与2018年相比: by how much one year differs from another
_THAN = re.compile(
    rf"(?P<year>{_YEAR})[^,，。;；]*?(?:(?:相?比|较)于?\s*(?P<base>{_YEAR})|[和与跟同]\s*(?P<other>{_YEAR})相比)"
)
_THAN_WORDS = re.compile(rf"(?:相?比|较)于?\s*(?={_YEAR})|(?<=年)相比[,，]?")
_FROM_TO = re.compile(
    rf"(?P<base>{_YEAR}){_TO}(?P<year>{_YEAR}).*(?:[升增涨多降减跌少]|增加|增长|上涨)了?(?:多少|几)"
)
_MORE = re.compile(r"(?<=..)\s*的?(?:共|一共|总共)?(?:[多少高低增减升降涨跌])了?$")
_TIME = (
    r"一?年年|(?:最?近|过去|这|前|头)?(?:[0-9一二三四五六七八九十两几]+|多|些)个?年(?:度|以来|来|间|[里内])?"
    "(?!行动|计划|规划|攻坚|期|以[上下])|[去今前上历各逐每分按近]年度?(?:来(?![电访信人]))?|一直以?来?|历史上"
    "|年度(?=的?(?:变化|变动|走势|趋势|曲线|数据|数字|数值|统计|对比|比较|情况)?[?!。]*$)"
)
# 近三年, 十四五期间, 疫情三年: years that the library or the calendar tells.
_RECENT = re.compile(
    "(?:最?近|过去|这)的?(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})个?年(?:度|以来|来|间|[里内中])?"
    "(?!行动|计划|规划|攻坚)"
)
_PLAN = re.compile(
    '[“"]?十(?P<number>[一二三四五])五[”"]?(?:时期|期间|以来|这?五年|[里内中])?(?!规划|计划|纲要|开局|收官)'
)
_EPIDEMIC = re.compile(
    "(?:新冠)?(?:肺炎)?疫情(?:防控)?的?[这那]?(?:三年|几年|期间|时期)|三年(?:新冠)?疫情(?:期间)?"
)
_CONGRESS = re.compile("(?:党的)?(?P<name>十八|十九|二十)大以来")
_CONGRESSES = {"十八": 2012, "十九": 2017, "二十": 2022}
# Words for all years, wherever they stand in a question: 电诈案件这几年立案数
_ALL_YEARS = re.compile(
    "(?:最?近|过去|这|前|头)[一]?(?:几|多|些)个?年(?:度|以来|来|间|[里内])?|[历各逐每按]年度?(?:来(?![电访信人]))?|近年以?来?"
    "|一?年年(?!度)|年复一年|历史上|一直以来|多年来|自?(?:成立|启用|建成|运行|推行|开展|设立|创建)以来"
)
_CHANGES = (
    r"变化|变动|演变|走势|走向|趋势|曲线|涨跌|升降|增减|一年比一年[多少高低大小长短快慢]了?"
    r"|[升涨增变降跌减]了(?:没有?|吗|多少)|是?[升增涨多]了?(?:还是|是)[降减跌少]了?|(?:怎么|如何|怎样)(?:增[长加多]|减少|[变长涨升降])"
)
_HOW = "怎么样?|怎样|如何|咋样?|什么"
_AMOUNT = (
    rf"(?:(?:多少|几何|几多|多高|多大|有几|(?<![近这前去后])几(?=[万亿]*{ANY_UNIT}[?!。]*$))"
    rf"(?:[万亿]*(?P<unit>{ANY_UNIT}|块?钱))?)"
)
_ACROSS = f"各个?(?:{UNIT}|家)(?:之间)?"
_CORRECTED = "(?:修订|更正|核定|修正|订正)后"
_SAYS_NOTHING = (
    rf"{_ACROSS}|{_CORRECTED}|全年|[\s,，、。?!的]|呢|吗|了|都|一?共|总共|分别|各[自有]?|大概"
    "|到底|究竟"
)
# 目标完成没有, 目标和结果: what was aimed at, and what was reached.
_MET = (
    "(?:年度|年初)?目标(?:任务|要求)?(?:都|有没有|是否|能不能)?(?:完成|达到|达成|实现)"
    "(?:情况|没有?|了没有?|了|与否)?"
    "|(?:完成|达到|达成|实现|达标|做到)了?(?:没有|没|吗|与否|情况)(?=[?!。 ]*$)"
    "|(?:年度|年初)?目标[和与、及](?:实际)?(?:结果|完成(?:情况)?|实际|实绩)"
)
_ASKING = re.compile(
    rf"(?>有没有|有无|是否有|{_TIME}|{_SAYS_NOTHING}|请问|想知道|[看查]一?[看查下]|关于|在(?![编逃册校押职岗线读建库])"
    r"|请?(?:帮我)?(?:列出|列举|提供|给出|统计|查询)(?:一下)?|请)++(?=..)"
)
_ASKED = re.compile(
    r"(?>(?:上?升|下?降|涨|跌|压|增|减)[到至]了?|什么程度|[报写]的(?=是)|是几"
    rf"|{_TIME}|(?:{_HOW})?(?:{_CHANGES}|变)|{_HOW}|{_AMOUNT}|{_SAYS_NOTHING}"
    rf"|{_MET}|情况|数据|数字|数值|(?<=的)数|统计|对比|比较|对照|水平|目标值?|计划数?|安排|[是为有达到])++$"
)
_ASKS = re.compile(rf"有没有|有无|是否有|{_TIME}|{_MET}|{_CHANGES}|{_HOW}|多少|几何|几多|多高|多大")
# 发生多少起电诈案件: how many cases were opened
ASKS_WHETHER_MET = re.compile(_MET)
_HAPPENED = re.compile(
    "^(?:一?共|全年)?(?:发生|接报|发|立)了?(?:多少|几)(?>[起件宗]?)(?P<what>.{2,}?)(?:刑事)?案件?$"
)
_WHICH_YEAR = re.compile("[哪何]一?年份?")
# 首次过亿, 第一次下降, 超过98: what a figure did in the year asked for
_PASSED = re.compile(
    "(?<=..)(?:第一次|首次|首度|开始)?(?:出现)?"
    "(?:下降|上升|反弹|回升|回落|增长|减少|突破|超过?|过(?=[0-9百千万亿])|达到|降[到至]|升[到至]|低于|跌破)了?"
    "[0-9.百千万亿%元起人个]{0,12}(?:以[上下内])?的?[?!。]*$"
)
_PARTS = {
    **{"上半年": ("01", "06"), "下半年": ("07", "12"), "前三季度": ("01", "09")},
    **{
        f"{way}季度": (f"{at:02}", f"{at + 2:02}")
        for way, at in zip("一二三四", (1, 4, 7, 10), strict=True)
    },
}
_MONTHS = re.compile(
    "(?P<part>[上下]半年|前三季度|(?<!前)[一二三四]季度)|(?<!\\d)(?:0?1月?\\s*[-—–~至到]\\s*|前)(?P<last>1[01]|[2-9])个?月份?"
    "|(?<![\\d\\-—–~～至到第前.])0?(?P<month>1[0-2]|[1-9])月份?(?![\\d一二三四五六七八九十底初中末以起前后])"
)
# What a measure's own name says that it is told in.
_UNITS_SAID = (
    (re.compile("(?:案值|货值|价值|金额)$"), "元"),
    (re.compile("(?<=..)(?:用时|耗时|时长)$|平均.*时间$"), "分钟"),
    (re.compile("(?<=..)(?:率|占比|比例|比重)$"), "%"),
)
_CHANGE = re.compile(
    "(?<=..)的?(?:同比|环比|[比较与](?:上一?年|去年|前一年)(?:相比)?)?的?(?:(?:增长|下降|上升|上涨|减少|增加|提高|变化|增减|升降)的?(?:率|幅度|比例)?|增速|[增涨降升]幅|(?<=同比))$"
)
_WHOLE = re.compile("^全[国省市县区州](?=..)")  # the unit's own: reports leave it out
_WHERE_YEARS_STOOD = re.compile("(?<=[一-龥]) +(?=[一-龥])")
_COUNT = re.compile(
    r"(?<=..)(?:[数总]量|总数|(?P<years>的?年[数限头])|(?P<unit>人次|[路人户家个件起宗例次条处所辆台套艘支株枚笔张](?=数))数?"
    r"|(?<![指系基参])数)$"
)
# 无人机数量增长 is how many there were, year after year.
_GROWN = re.compile("(?<=..[数量])的?(?:增长|增加|增多|减少|上升|下降|增减)$")
# What readers say, and reports print; tried last, and told under the name that is printed.
_MEANT = (
    (
        re.compile(
            "^(?:(?:交通|亡人)?(?:车祸|事故|交通|路上|马路上|公路上)[里中上]?的?(?:死|没|丧生|遇难|去世|离世)[了掉的]*人?数?"
            "|(?:死亡|亡人?|死)(?:人?数)?)$"
        ),
        "交通事故死亡",
    ),
    (re.compile("^诈骗(?:案件?)?(?=.)"), "电诈"),
)
# As the unit of a question for places in an order, and for how much something changes each year.
RANK, CHANGE = "名次", "增减"
_RANKED = re.compile(
    "(?<=..)(?:在?全[国省市县区])?的?(?:排名|名次|位次|排(?:在)?第几(?:位|名)?|第几[位名])$"
)
_KILLINGS = re.compile("(?:现行|现发|发生)?命案(?:[总]?数量?|[起件]数)?")
_CASES = re.compile("(?<=..)(?<![发破立受积命])案(?:件|子)?(?:数量?)?$")
_OPENED = re.compile("(?<=..)[立发]案(?:起?数|数量)?$")
_CRIME = re.compile("(?<=.)(?:诈骗|盗窃|抢劫|抢夺|伤害|传销|走私|赌博)$")
_SO_MANY_CASES = re.compile("(?<=..)(?<![发破立受积命])案(?:(?:件|子)?数量?|子)$")
_JOINS = re.compile("[和与及跟同、,，\\s的]*")


@dataclass(frozen=True, slots=True)
class AskedName:
    """What a question names, the years it asks for, and the measure word behind 多少.

    `asks`: whether it has words for a course or an amount, and is more than a name. `when`: the
    words for its years, where these are no numbers (近三年: the `last` 3 that are told). `only`:
    the single years that it lists, where these are several. `than`: the year whose difference
    from another is asked for, and this other. `is_of_cases`: of these (毒品案件, 盗窃案), and not
    of whether they were opened or solved.
    """

    name: str
    since: int = _FIRST
    until: int = _LAST
    unit: str = ""
    asks: bool = False
    months: tuple[str, str] | None = None  # of a part of a year: 上半年, 3月
    when: str = ""
    last: int = 0
    only: tuple[int, ...] = ()
    than: tuple[int, int] | None = None
    is_of_cases: bool = False

    def has(self, year: int) -> bool:
        return self.since <= year <= self.until and (not self.only or year in self.only)

    @property
    def span(self) -> tuple[int, ...]:
        """The first and the last year asked for and those between, where a text names them."""
        is_open = self.since == _FIRST or self.until == _LAST
        if self.only:
            return self.only
        return () if is_open else tuple(range(self.since, self.until + 1))

    @property
    def cases(self) -> tuple[str, ...]:
        """How many cases were opened, where they are named: 盗窃案, 合同诈骗, 刑事立案."""
        of = _OPENED.sub("", _CASES.sub("", self.name))
        is_of_cases = of != self.name or _CRIME.search(of) is not None
        words = ("发案", "立案") if self.name.endswith("发案") else ("立案", "发案")
        is_so = is_of_cases and self.unit in ("", *CASE_UNITS)
        return tuple(f"{of}{word}" for word in words) if is_so else ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name; without the word for its change, without 全国, and without what is counted."""
        own = bare_name(_WHOLE.sub("", self.name))  # 全市历年群众安全感
        own_cases = _CASES.sub("立案", own)  # 电诈案子每年多少
        tried = [self.name, _CHANGE.sub("", self.name), own, _COUNT.sub("", own), own_cases]
        tried += [said.sub(printed, own) for said, printed in _MEANT]
        is_counted = self.unit in CASE_UNITS - {""} or _SO_MANY_CASES.search(self.name)
        tried[:0] = self.cases if is_counted else ()
        tried[:0] = ["命案发案"] if _KILLINGS.fullmatch(own) else []
        return tuple(dict.fromkeys(filter(None, tried)))


def asks_all_years(text: str) -> bool:
    """Whether a question is for all years (历年) or for how something changed."""
    return _ALL_YEARS.search(text) is not None or re.search(_CHANGES, text) is not None


def asked_name(pieces: Sequence[str]) -> AskedName:
    """What the pieces of a normal form name, between which other names stood."""
    text = " ".join(pieces)
    told = _years_in_words(text) or _years(text)
    than = _than(text)
    pieces = [_without_years_in_words(piece) for piece in pieces]
    pieces = [_THAN_WORDS.sub(" ", piece) for piece in pieces] if than else pieces
    pieces, is_when = _without_when(pieces)
    months = _months(text)
    pieces = [_MONTHS.sub("", piece) for piece in pieces]
    amount = re.search(_AMOUNT, text)
    named = (bare_name(piece) for piece in pieces if not _JOINS.fullmatch(piece))
    name = _WHERE_YEARS_STOOD.sub("", "".join(named))
    name = _MORE.sub("", without_change(name)).strip() if than else name
    name = name if amount else _GROWN.sub("", name)
    counted = _COUNT.search(name)  # 监控路数 asks for 路
    is_of_years = told != AskedName("")
    asks = is_of_years or is_when or _ASKS.search(text) is not None
    unit = (amount and amount["unit"]) or (counted and counted["unit"]) or ""
    unit = "年" if counted and counted["years"] else unit
    if (ranked := _RANKED.search(name)) is not None:
        name, unit = name[: ranked.start()], RANK
    elif _CHANGE.search(name):
        unit = CHANGE
    unit = "元" if unit.endswith("钱") else unit
    unit = unit or next((told for said, told in _UNITS_SAID if said.search(name)), "")
    asks = asks or months is not None or bool(counted)
    asked = replace(told, name=name, unit=unit, asks=asks, months=months, than=than)
    return replace(asked, is_of_cases=bool(asked.cases) and not _OPENED.search(name))


def _than(text: str) -> tuple[int, int] | None:
    """The years of which the difference is asked for: the one, then that it is compared with."""
    if found := _THAN.search(text) or _FROM_TO.search(text):
        base = found["base"] or found.groupdict().get("other")
        return int(year_in(found["year"])), int(year_in(base or ""))
    return None


def without_months(text: str) -> tuple[str, tuple[str, str] | None]:
    """A text without the part of a year that it names, and its first and last month."""
    return _MONTHS.sub(" ", text), _months(text)


def _months(text: str) -> tuple[str, str] | None:
    """The first and the last month of the part of a year that a text names."""
    found = _MONTHS.search(text)
    if found is None:
        return None
    if found["month"] is not None:
        return (f"{int(found['month']):02}",) * 2
    last = found["last"]
    return _PARTS[found["part"]] if last is None else ("01", f"{int(last):02}")


def _without_when(pieces: Sequence[str]) -> tuple[Sequence[str], bool]:
    """The pieces without 哪年…首次过亿, which a course shows; whether they ask so."""
    if not any(map(_WHICH_YEAR.search, pieces)):
        return pieces, False
    bare = [_WHICH_YEAR.sub("", piece).strip() for piece in pieces]
    changed = [_PASSED.sub("", piece) for piece in bare]
    return (changed, True) if changed != bare else (pieces, False)


def bare_name(form: str) -> str:
    """A part of a question without years and without what only asks at its ends."""
    bare = YEARS.sub(" ", _NEXT_YEAR.sub(" ", form)).strip()
    bare = _HAPPENED.sub(r"\g<what>立案", bare)
    ahead = _ASKING.match(bare)
    bare = bare[ahead.end() if ahead else 0 :]
    return _ASKED.sub("", bare)


def names_asked_for(text: str) -> tuple[str, ...]:
    """What indicator a text may ask for, as it stands first: 2020年GDP增速是多少, GDP增速, GDP."""
    form = normalize(text)
    if len(form) > _LONGEST:
        return (form,)
    return tuple(dict.fromkeys((form, *asked_name([form]).names)))


def without_frame(text: str) -> str:
    """A question without what asks, politely or not, to be told: 请把…放在一起给我看看, 谢谢."""
    form = normalize(text)
    bare = _FRAME.sub("", form) if len(form) <= _LONGEST else form
    return text if bare == form else bare


def without_change(name: str) -> str:
    """A name without the word for its change: 电诈立案 of 电诈立案降幅."""
    return _CHANGE.sub("", name)


def year_in(printed: str) -> str:
    """The digits of a year: 2024 of 2024年度."""
    return re.sub(r"\D", "", printed)


def _years(text: str) -> AskedName:
    """The first and the last of the years that a text names, or only those that it lists."""
    spans = [
        (int(year_in(one["since"])), int(year_in(one["until"] or one["since"])), one["on"])
        for one in YEARS.finditer(text)
    ]
    if not spans:
        return AskedName("")
    since, until = min(span[0] for span in spans), max(span[1] for span in spans)
    if any(is_open is not None for _, _, is_open in spans):
        return AskedName("", since)
    is_list = len(spans) > 1 and all(first == last for first, last, _ in spans)
    only = tuple(sorted({first for first, _, _ in spans})) if is_list else ()
    return AskedName("", since, until, only=only)


def _years_in_words(text: str) -> AskedName | None:
    """The years of 近三年 (of which the library tells), 十四五 and the like; None for none."""
    if found := _RECENT.search(text):
        return AskedName("", when=found[0], last=whole_number(found["count"]) or 0)
    if found := _PLAN.search(text):
        first = 2006 + 5 * ("一二三四五".index(found["number"]))
        return AskedName("", first, first + 4, when=found[0])
    if found := _EPIDEMIC.search(text):
        return AskedName("", 2020, 2022, when=found[0])
    if found := _CONGRESS.search(text):
        return AskedName("", _CONGRESSES[found["name"]], when=found[0])
    return None


def in_years(text: str, last: Callable[[], int]) -> str:
    """A text with years for words that mean them: 近五年 up to the last that a library has."""
    told = _years_in_words(text)
    if told is None:
        return text
    until = min(told.until, last())
    first = until - told.last + 1 if told.last else told.since
    return text.replace(told.when, f"{first}年到{until}年", 1)


def _without_years_in_words(piece: str) -> str:
    for words in (_RECENT, _PLAN, _EPIDEMIC, _CONGRESS, _ALL_YEARS):
        piece = words.sub(" ", piece)
    return piece
