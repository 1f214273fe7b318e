"""Find the times that a text prints, resolved against the year of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from indexer.text.lazy_pattern import lazy_pattern
from indexer.text.numerals import spelt_in_figures, whole_number

_YEAR = (
    r"(?:(?:18|19|20)\d\d|[12][ ][089][ ]\d[ ]\d[ ]|[一二][一二三四五六七八九零〇○0]{3})"
    r"年(?:度|间)?"
)
_FIRST_YEAR = r"(?<!\d)(?:19|20)\d\d(?=(?:[至到]|[—–\-~－]+)(?:19|20)\d\d年)"
_RELATIVE = (
    r"今年|去年|前年|明年|后年|(?<![年未以])来年(?![均度轻])|本年度?|当年|上一?年"
    r"|(?<![提之以])前一年|同年|本年"
)
_MONTH = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[0-3]?\d|[一二三]?十?[一二三四五六七八九十])[日号]"
_DATE = rf"{_MONTH}月(?:份|{_DAY})?"
_FIRST = rf"前{_MONTH}个月"
_TO = r"\s?(?:至|到|[—–\-~－]+)\s?"

_LISTED_YEAR = r"(?<!\d)(?:19|20)\d\d(?=(?:(?:、|和|与|以?及)(?:19|20)\d\d)+年)"  # 2020、2021年

TIME = lazy_pattern(
    rf"""
    (?P<until>截至|截止到?|到|至)?
    (?:(?P<year>{_YEAR}|{_LISTED_YEAR}|{_FIRST_YEAR}|{_RELATIVE})的?(?P<part1>上半年|下半年|第?[1-4一二三四]季度|{_FIRST}|
         {_MONTH}(?:{_TO}){_DATE}|{_DATE}(?:{_TO}(?:{_YEAR})?(?:{_DATE}|{_DAY}))?)?
      (?:[初末底]?{_TO}(?P<year2>{_YEAR}))?
     |(?P<part2>上半年|下半年|前三季度|{_FIRST}|(?:第?[1-4一二三四]|[上])季度(?!末)|
         (?<!\d){_MONTH}(?:{_TO}){_DATE}|(?<!\d)(?<!个){_DATE}(?:{_TO}(?:{_DATE}|{_DAY}))?))
    (?P<tail>底|末|初|内|以来|起(?![诉获草火步义源重飞降伏])|春运|期间)?
    """,
    re.VERBOSE,
)
_YEARS = (
    r"(?<![\d一二两三四五六七八九十零〇○几])(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?"
    r"|[一二两三四五六七八九]{1,2})"
)
SPAN = lazy_pattern(
    r"过去的?一年|一年来|这一年|近些?年来|这[两三四五六七八九十]年(?:来|间|中|里|内)?(?![计规级制])"
    rf"|(?<!连续)(?<!连续[\d一二两三四五六七八九十])(?:近|过去|今后|未来|最近)?{_YEARS}(?:[多余]?年|年[多余])(?:来(?!华)|间|内)"
    rf"|(?<![上第前后头每连续满由从比])(?<!今后)(?<!未来)(?![一1]年){_YEARS}年(?=累计|共[有计新完投建]|新增|增加|增长|转移|年均|平均每年)"
    r"|(?<![一二两三四五六七八九十年零〇○\d])[两三四五六七八九十]年中(?=[一-龥])(?![央心期旬考]|国(?!家(?!庭)|际|内))"
    rf"|(?<![^，,。；;：:\n\s])(?![一1]年){_YEARS}年(?=[一-龥]{{2}})"
    r"(?![来间内期级制计规行大自浩文以之多余后前或就再免义有才没未不建完困]|中(?!央|国(?!家(?!庭)|际|内)))"
    r"|(?<![^，,。；;：:\n\s])[二两三四五六七八九十]年前(?=[，,])"
    r"|(?<![年目以之日比较于同与])前[两三四五六七八九]年内?(?![级期来])"
    r"|今后(?![一二两三四五六七八九十\d几]|一段|的)"
    r"|(?:过去的?|今后|未来|最近|(?<![历用耗费]时)(?<!长达)近)(?:\d{1,2}|[一二两三四五六七八九十]{1,2})年|“[一二三四五六七八九十]{1,3}五”(?:时期|期间|以来|末(?!期)|(?=[，,]))|年内|全年|经过(?:\d{1,2}|[一二两三四五六七八九十]{1,2})年的?(?:持续|不懈|艰苦|共同|接续)*(?:努力|奋斗|攻坚)|第[一二三四五六七八九十]{1,2}个五年计划(?:期间|时期|[中里])|(?<!实现了)本世纪末"
    r"|(?:截[至止]到?)?(?<![今去前明后本当上同\d一二三四五六七八九零〇○])年[底末](?![前的])"
    r"|(?:建[校校局所站队厂园院馆]|成立|创办|组建|起步|启用|投用|开业|开园)(?:之初|初期|初|伊始|时)|如今"
    r"|(?<![由从比较与同])(?:(?:截[至止]到?|到)目前|目前|迄今|(?<![截直])至今)(?:为止)?(?!的)|(?<![^，；。：\n])现在(?!的)"
)
# 专项行动开展以来: since when is not told by a number.
_EVENT = lazy_pattern(
    r"[^，,。；;：:、（）()\s]{1,14}(?:开展|启动|实施|成立|运行|组建|上线|推行|施行|投用|部署|会议|大)以来$"
    r"|(?:改革开放|建[国市县局区队校所站厂园院馆])以来$"
)
# 降至近5年最低值, 创十年来新高: since when, not for when.
_SINCE_WHEN = lazy_pattern(
    r"(?:以?来)?(?:的|全[国省市])?(?:[一-龥]{2}最|最|新[高低]|同期|首|唯一|少有|罕见)"
)
_LASTING = lazy_pattern(r"[，,]?[^，,。；;]{0,8}?连续")  # 自2012年以来命案连续9年全破
_SENTENCE_END = lazy_pattern(r"[。！!？?\n]")
_SAME_YEAR, _YEAR_BEFORE_IT = ("同年", "当年"), ("上年", "上一年", "前一年")
_BY_THE_LAST = (
    *_SAME_YEAR,
    *_YEAR_BEFORE_IT,
    "本年",
    "本年度",
)  # counted from the year named before
_OF_THE_YEAR = lazy_pattern(r"(?:截[至止]到?)?(?:年[内底末]|全年)")
_NOW = ("目前", "现在", "迄今", "至今", "如今")
_SPAN_OF_YEARS = lazy_pattern(r"\d{4}/\d{4}")
_YEARS_OF_SPAN = lazy_pattern(rf"这?{_YEARS}年[来间中里内]?")
_YEAR_ALONE = lazy_pattern(r"\d{4}(?!-\d\d-|/\.\.)")  # no day, and no 2015年起
_LAST_YEARS = lazy_pattern(
    r"(?:近|过去的?|最近|这)?(?P<years>\d{1,2}|[一二两三四五六七八九十]{1,3})年(?:来|间|中|(?P<ago>前))?"
)
_SPAN_OF_PLAN = lazy_pattern(rf"(?:这|近|最近)?{_YEARS}年[来间内中里]?")
_TOTAL_OF = lazy_pattern(rf"{_YEARS}年")  # 五年累计, and no more than its sentence
_FIVE_YEARS = lazy_pattern(
    r"(?:“|第)(?P<number>十?[一二三四五六七八九])(?:五”|个五年计划)(?P<tail>时期|期间|以来|末(?!期)|(?=[，,])|[中里]|)"
)
_LAST_YEAR = ("过去的一年", "过去一年", "一年来", "这一年")
_ANY_TIME = lazy_pattern(r"[年月季]|世纪末|目前|现在|[迄至如]今|以来|五”|[之校立建步]初")
# Where a time may begin: one set of letters, which the regular expression engine skips to quickly.
FIRST_LETTERS = (
    "0123456789一二两三四五六七八九十今去前明后来本当上下同第截到至近过这未最目迄年全“"
    "建成创组起启投开如现经"
)
_OF_A_NUMBER = "0-9一二两三四五六七八九十零〇○"
_MAY_BEGIN = lazy_pattern(  # the common letters only where a time may stand soon
    rf"[{FIRST_LETTERS}](?:(?<![{_OF_A_NUMBER}去明后来当上下同全这建成创组起启投开现经])"
    rf"|[{_OF_A_NUMBER}半\s]{{0,8}}[多余]?[年月季至到—–\-~－]"
    r"|\d{3}(?=[、和与以及]{1,2}(?:19|20)\d\d)|(?<=[建成创组起启投开现经])[校局所站队厂园院馆立办步用业在过])"
)
Year: TypeAlias = int | None  # None: not known
_PARTS = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9)}
QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_COMPARED_BEFORE = lazy_pattern(
    r"(?:比|较|同|与|[高低多少大小快慢好优强早晚等]于|是|为|相当于|超过?|按|自|由|从|到|至|原计划|原定|[始立建办源生步设用]于)$"
)
# 侦破1996年“3·17”命案, 2014年遗留1起未破, 2019年一度出现的问题: not when it happened.
_APART = lazy_pattern("[^）()]+(?=[)）])")
_IN_PASSING = lazy_pattern(
    r"“\d{1,2}[·.]\d|(?:不变|可比)价|价格计|一度[一-龥]{2,4}的|为(?:基期|基数|基准|基年)"
    r"|(?:正式)?(?:挂牌|揭牌|成立|组建)[，,](?=现?(?:下辖|下设|管辖|辖|有|共有|设|编制|在编))"
    # 1998年建成的小区, 去年提出的“X”, 2004年提出用三年时间…: an event that is only referred to
    r"|(?:以前|之前|前)?(?:建成|[修始创组兴]建|建造|[成设创]立|[创开]办|启用|通车|投用|发布|颁布|出台|制定)的"
    r"|建[校局所站队厂园院]以来|[^，,。；;]{0,6}(?:提出|部署|启动|推出|推行|试点|承诺|确定|谋划|立项|[创组]建)的[“《]|提出用|[为是][\d.]+[^\d，。；]{1,4}(?:[；;。）)]|$)|(?:以前|之前)的|(?:结转|结余|滚存)"
    r"|(?:历史)?(?:遗留|积压|拖欠|欠下|留下)|(?:发生|发案|立案|受理|形成|未破|未侦破|潜逃)的"
)
_SURVEYED = lazy_pattern("(?:群众|民意|满意度)*(?:测评|调查|抽查|民调|评估|考核)[^；;。\n]*")
_AS_A_BASE = lazy_pattern(r"(?:[比较与]|(?<!共)同)[^，。；、]{1,12}的$")  # 比旧中国的1931年
_ON_TOP = lazy_pattern(r"[^，。；]{0,14}基[础数]上")
# 较上年全年: the same time, said more fully; 半年内 is of no year
_YEAR_BEFORE = lazy_pattern(r"(?<=[去上前\d])年|半(?=年内)")


class TimeMention(NamedTuple):
    """A printed time. `local` ones belong to one figure only (比2018年, 由2019年的…增至…)."""

    start: int
    end: int
    text: str
    period: str | None
    local: bool
    is_future: bool
    passing: bool = False  # 去年7月1日起, 五年累计: of its sentence only
    until: int = 0  # where what it dates ends: 下半年测评，…；

    @property
    def is_open(self) -> bool:
        """Whether it is so many years (五年, 三年内), which begin when a plan does."""
        return _SPAN_OF_PLAN.fullmatch(self.text) is not None

    @property
    def is_within(self) -> bool:
        """Whether it is within so many years (五年内), which a plan says of those to come."""
        return self.period is None and self.text.endswith("年内") and self.text != "年内"

    @property
    def is_bare(self) -> bool:
        """Whether it dates no more than its words: 2020年的(欠账), an aim 到2020年底."""
        return self.text[-1] == "的" or (self.is_future and self.text[-1] in "底末")

    def holds(self, sentence: int, at: int) -> bool:
        """Whether a figure there, in the sentence that starts so, may still be of this time."""
        return (not self.passing or self.end > sentence) and not 0 < self.until <= at


def find_times(text: str, original: str, spoken: Year, told: Year, own: Year) -> list[TimeMention]:
    """The times of a text in its order: 今年 and 去年 count from `spoken`, when it was told; 年内,
    过去一年 are of `told`, the year that it tells of, and so is a month alone where its sentence
    named no year and none before said 今年 or 去年; 同年 is the year named before, 本年度 `own`.
    """
    if _ANY_TIME.search(text) is None:
        return []
    found: list[TimeMention] = []
    last, last_end, this, is_named = told, None, told, False
    for match in _matches(text, TIME):
        if text[match.start() - 1 : match.start()] == "“":
            continue  # “五月攻势” is a name
        printed = match.group("year")
        year = last if printed in _BY_THE_LAST else spoken
        if printed in ("本年", "本年度") and (not is_named or (own and last and last < own)):
            year = own  # 本年1—5月; 2017年的两起也在本年侦破 in a report of 2018
        if not printed:  # 2019年3月启动，5月建成; 今年情况好转。三季度增长3%
            is_near = last_end is not None and not _SENTENCE_END.search(
                text, max(last_end, match.start() - 200), match.start()
            )
            year = last if is_near else this
        mention = _mention(text, original, match, year)
        if printed:
            last_end = None if mention.local else match.end()
            if not mention.local or printed in _SAME_YEAR:
                named = _resolve_year(printed, year) or last
                is_old = match["tail"] in ("以来", "起") and named and this and named < this - 1
                # （上年1600起），破案703起（上年642起）: not of the year before that
                named = last if printed in _YEAR_BEFORE_IT else named
                last = this if is_old else named  # 2017年以来…，9月建成: in the year told of
                this = last if printed in ("今年", "去年") else this
                is_named = True
        found.append(mention)
    found += _events(text, original, found)
    found += [
        _spanned(text, original, match, spoken, told)
        for match in _matches(text, SPAN)
        if match.group() not in ("全年", "年内") or not _YEAR_BEFORE.match(text, match.start() - 1)
    ]
    return _with_years(sorted(found, key=lambda mention: mention.start), told)


def _events(text: str, original: str, known: list[TimeMention]) -> list[TimeMention]:
    """行动开展以来: a time that no year is told of."""
    found, ends, at = [], {mention.end for mention in known}, text.find("以来")
    while at >= 0:
        end = at + 2
        event = _EVENT.search(text[max(end - 20, 0) : end])
        if event is not None and end not in ends and not _SINCE_WHEN.match(text, end):
            start = end - len(event.group())
            found.append(TimeMention(start, end, original[start:end], None, False, False))
        at = text.find("以来", end)
    return found


def _spanned(
    text: str, original: str, match: re.Match[str], spoken: int | None, told: int | None
) -> TimeMention:
    printed = match.group()
    several = None if told is None else _LAST_YEARS.fullmatch(printed)
    plan = _FIVE_YEARS.match(text, match.start())
    period: str | None = None
    if printed in _LAST_YEAR and told is not None:
        period = f"{told:04}"
    elif several is not None and told is not None and _are_over(printed, spoken, told):
        period = _last_years(whole_number(several["years"]), told, several["ago"])
    elif plan is not None:
        period = _of_plan(plan)
    elif printed == "本世纪末" and spoken is not None:
        period = f"{spoken // 100 + 1}00"
    elif any(word in printed for word in _NOW) and spoken is not None:
        period = f"../{spoken:04}"
    return TimeMention(
        *(match.start(), match.end(), original[match.start() : match.end()], period),
        local=_SINCE_WHEN.match(text, match.end()) is not None
        or (
            plan is not None
            and _COMPARED_BEFORE.search(text[max(match.start() - 3, 0) : match.start()]) is not None
        )
        or text.startswith(("均值", "平均"), match.end()),
        is_future=printed == "本世纪末",
        passing=any(word in printed for word in ("今后", *_NOW))
        or printed[0] == "经"
        or _TOTAL_OF.fullmatch(printed) is not None,
    )


def _of_plan(plan: re.Match[str]) -> str | None:
    """The years of a five-year plan: the first began in 1953, the third, after a pause, in 1966."""
    number = whole_number(plan["number"])
    if number is None:
        return None
    start = 1953 + 5 * (number - 1) if number < 3 else 1966 + 5 * (number - 3)
    end = "" if plan["tail"] == "以来" else f"{start + 4:04}"
    return f"{start:04}/{end or '..'}" if plan["tail"] != "末" else end


def _last_years(years: int | None, told: int, ago: str | None) -> str | None:
    if years is None or ago:  # 两三年来, 四年前
        return None if years is None else f"{told - years:04}"
    return f"{told - years + 1:04}/{told:04}" if years > 1 else f"{told:04}"


def _are_over(printed: str, spoken: int | None, told: int) -> bool:
    """近五年 ends with the year told of; 五年来 surely does only where that year is over.

    In a report of this year on the five before, 五年来 ends with the last of these. 两年新增 may
    have ended long ago; five years, a term of office, and ten have just ended.
    """
    if _TOTAL_OF.fullmatch(printed) and whole_number(printed[:-1]) not in (5, 10):
        return False
    return printed.startswith(("近", "最近")) or printed.endswith("前") or (spoken or told) > told


def _with_years(found: list[TimeMention], told: int | None) -> list[TimeMention]:
    """年内, 全年 and 年底 are of the year that was spoken of last; a day in passing is none."""
    year, is_future = told, False
    resolved: list[TimeMention] = []
    span: TimeMention | None = None
    for mention in found:
        if span is not None and _YEARS_OF_SPAN.fullmatch(mention.text):
            if mention.start - span.end <= 1:
                continue  # 从1953年到1980年的二十八年间: they are told already
            if mention.text[0] == "这" and not span.local:
                mention = mention._replace(period=span.period)
        if _SPAN_OF_YEARS.fullmatch(mention.period or ""):
            span = mention
        if mention.period is None and _OF_THE_YEAR.fullmatch(mention.text):
            if year is not None:
                until = "../" if mention.text.startswith("截") else ""
                period = f"{until}{year:04}"
                mention = mention._replace(period=period, is_future=is_future)
        elif not (mention.local or mention.is_bare) and _YEAR_ALONE.match(mention.period or ""):
            year, is_future = int((mention.period or "")[:4]), mention.is_future
        resolved.append(mention)
    return resolved


def _matches(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where the pattern matches, from one place where a time may begin to the next."""
    at = 0
    while (candidate := _MAY_BEGIN.search(text, at)) is not None:
        at, match = candidate.start() + 1, pattern.match(text, candidate.start())
        if match is not None:
            yield match
            at = match.end()


def _mention(text: str, original: str, match: re.Match[str], year: int | None) -> TimeMention:
    until, (start, end) = match.group("until"), match.span()
    start = match.end("until") if until in ("到", "至") else start
    period = _period(match, own := _resolve_year(match["year"], year))
    before, after = text[max(start - 3, 0) : start], text[end : end + 2]
    local = bool(_COMPARED_BEFORE.search(before)) and until not in ("截至", "截止", "截止到")
    is_end = until in ("到", "至") and "的" not in (after[:1], text[end - 1])
    spans = match.group("year2") and before[-1:] in "自由从"  # 从1949年到1956年: what holds
    local = local and not (is_end or spans or match.group("tail") in ("以来", "起"))
    since = match["tail"] == "以来" and (_SINCE_WHEN.match(text, end) or _LASTING.match(text, end))
    local = (
        local
        or bool(since)
        or after in ("同期", "相比", "比较")
        or _AS_A_BASE.search(text, max(start - 16, 0), start) is not None
        or _IN_PASSING.match(text, end) is not None
        or (before[-1:] == "在" and _ON_TOP.match(text, end) is not None)
    )
    future = bool(own and year and own > year)
    # 去年7月1日起, 已于今年1月签订, 3月成立, 全破（2012—2015年）: what else its sentence tells
    event = match["tail"] == "起"
    is_apart = before[-1:] in ("(", "（")  # 139人（上年146人）。安全感95.9%
    held = _SURVEYED.match(text, end) if match["part2"] else is_apart and _APART.match(text, end)
    until = held.end() if held else 0
    return TimeMention(start, end, original[start:end], period, local, future, event, until)


def _resolve_year(printed: str | None, year: int | None) -> int | None:
    if printed is None:
        return year
    printed = printed.replace(" ", "")
    figures = spelt_in_figures(printed[:4])  # 二００一年 is half spelt
    if figures.isdecimal() and (printed[0] in "12" or len(printed) >= 5):
        return int(figures)
    if year is None:
        return None
    if printed == "前一年":
        return year - 1
    return year + {"去": -1, "前": -2, "上": -1, "明": 1, "来": 1, "后": 2}.get(printed[0], 0)


def _period(match: re.Match[str], year: int | None) -> str | None:
    if year is None:
        return None
    start, end = f"{year:04}", f"{year:04}"
    part = match.group("part1") or match.group("part2")
    if part:
        start, end = _part(part, year)
        if not start:
            return None
    second = _resolve_year(match.group("year2"), None) if match.group("year2") else None
    if second is not None:
        end = f"{second:04}"
    tail = match.group("tail")
    if tail in ("以来", "起"):
        return f"{start}/.."
    if match.group("until") in ("截至", "截止", "截止到"):
        return f"../{end}"
    return start if start == end else f"{start}/{end}"


def _part(part: str, year: int) -> tuple[str, str]:
    if part in _PARTS:
        return f"{year:04}-{_PARTS[part][0]:02}", f"{year:04}-{_PARTS[part][1]:02}"
    if part.endswith("季度"):
        if not (quarter := QUARTERS.get(part[-3], 0)):
            return "", ""
        return f"{year:04}-{quarter * 3 - 2:02}", f"{year:04}-{quarter * 3:02}"
    if part.startswith("前"):
        return f"{year:04}-01", f"{year:04}-{whole_number(part[1:-2]) or 12:02}"
    pieces = re.split(_TO, part)
    pieces[1:] = [p if "月" in p else f"{pieces[0].partition('月')[0]}月{p}" for p in pieces[1:]]
    months = [_month_and_day(piece, year) for piece in pieces]
    if any(not month for month in months):
        return "", ""
    return months[0], months[-1]


def _month_and_day(piece: str, year: int) -> str:
    own = re.match(_YEAR, piece)
    if own is not None:
        year = _resolve_year(own.group(), None) or year
        piece = piece[own.end() :]
    month, _, day = piece.partition("月")
    number = whole_number(month)
    if number is None or not 1 <= number <= 12:
        return ""
    day = day.rstrip("日号份")
    of_month = whole_number(day) if day else None
    if of_month is None or not 1 <= of_month <= 31:
        return f"{year:04}-{number:02}"
    return f"{year:04}-{number:02}-{of_month:02}"
