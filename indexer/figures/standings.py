"""Find ranks without a number (列全省前茅), 十二连增, and among whom any rank is (居全省第一)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from indexer.figures import names, units
from indexer.figures.leads import read_lead
from indexer.figures.units import Quantity
from indexer.text.lazy_pattern import lazy_pattern
from indexer.text.numerals import chinese_number

# 粮食十二连增, 实现“五连降”, 五年连降, 四年来一直走低
_ROW = lazy_pattern(
    r"“?(?P<years>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:年?连(?P<way>[增升涨丰快降跌]|全?破)|年来?(?:一直|持续|逐年|连年|一路)(?P<course>走[低高]|下[降跌]|上升|减少|增加))"
    r"”?(?=[\s，,。；;、）)！!”的]|$)"
)
_YEARS = r"(?P<years>[一二三四五六七八九十]{1,3}|\d{1,2})"
_YEARS_RUN = rf"{_YEARS}个?年头?(?![级度报期])"
_NOT_NUMBERED = r"(?<![\d连续第近前后每〇零一二三四五六七八九十百])"
# What is kept up year after year, and how a text says that it has been.
_SUCCESS = r"(?:[全必]破|全胜|零[一-龥]{2,4}|“零[^“”]{1,6}”|[纪记]录)"
_OF_SUCCESS = lazy_pattern("[破胜零录]")  # in each of them, and in a state that stands before
_COMES = (
    r"(?:[进迈步跨]入|走[到过进]|[保坚维]持[到至]|坚[守持][到至]|[延持]续[到至]|续写[到至]"
    r"|刷新[到至为]|[延伸推]+进?[到至]|迎来|[来达]到|写[到进至]|[是为]|[到至])了?"
)
_YEARS_ARE = (
    r"的?(?:连续)?(?:年[数头]|时间)"
    r"(?:已经?|又)?(?:达到?|[增升延][长加至到]*[至到]|刷新[为到至]|[为是])了?"
)
_LASTS = r"(?:已经?|一直|[均都])?(?:[保坚维]持|[延持]续)了?"
_BY_NOW = r"(?:至今|迄今|到如?今|如今|目前|到今年|至此)"
_STATE_BEFORE = lazy_pattern(
    rf"(?:{_SUCCESS}|(?:全部|均已?|悉数)(?:告破|侦破|破获)|(?:破案率|侦破率)[^，,；;。]{{0,6}}(?:100%|百分之百)"
    r"|发[一1]起?、?破[一1]起?|(?:没有|无)[^，,；;。]{0,4}一起[^，,；;。]{0,8}未破)$"
)
# The years that a state or a success has lasted, what the clause says in front of them, whether
# the state is told by the clause before, and whether it can only be a success.
_LASTING = tuple(
    (
        lazy_pattern(years),
        lazy_pattern(lead),
        follows,
        follows or ("全必" in years + lead and "发生" not in years + lead),
    )
    for years, lead, follows in (
        # 命案全破走到第十五年
        (
            f"第{_YEARS_RUN}",
            rf"(?:{_SUCCESS}|(?:[未无不]|没有)再?发生?[^，,；;。]{{1,12}})"
            rf"(?:已经?|又|再次|继续|一直|连续)*(?:的|{_COMES})?$",
            False,
        ),
        # 连续第九年实现全破
        (
            f"第(?<=连续第){_YEARS_RUN}(?=[^，,；;。]{{0,8}}(?:[全必]破|“?零[一-龥]{{2}}|未发生?|100%))",
            "",
            False,
        ),
        # 命案破案率保持百分之百，这已是第十二年
        (
            f"第{_YEARS_RUN}",
            rf"^(?:这|今年|{_BY_NOW})?(?:已经?|便|都)?(?:是|[进迈]入|达到?|到了)的?$",
            True,
        ),
        # 命案全破已保持三年, “零较大”纪录延续了11年
        (
            f"(?<=[持续了达有满]){_YEARS_RUN}",
            rf"{_SUCCESS}(?:的(?:良?好)?(?:势头|态势|局面|战绩))?"
            rf"(?:{_LASTS}|(?:已经?|一直|[均都])?(?:长?达到?|有|满))$",
            False,
        ),
        # 连续全破的年头达到九年
        (f"(?<=[到达至为是]){_YEARS_RUN}", f"{_SUCCESS}{_YEARS_ARE}$", False),
        # 命案8年全破, 从2014年起保持了六年全破, 中断了此前四年全破的纪录; not 2019年全破
        (
            rf"(?=[一二三四五六七八九十\d])(?:{_NOT_NUMBERED}|(?<=[此之先]前)|(?<=[持延]续)){_YEARS}个?年"
            r"(?=的?(?:(?:现行)?命案)?(?:连续)?[全必]破(?!率))",
            "",
            False,
        ),
        # 已有七年没有留下一起未破的, 整整八年未发生火灾: what did not happen up to now
        (
            rf"(?<=[有经已整]){_YEARS}个?年(?=(?:都|均|一直)?(?:没有?|未(?!来)|无一)"
            r"[^，,；;。]{0,16}?(?:[未漏]破|[发命]案|案件|发生|事故|火灾|上访|[伤死]亡|警情))",
            r"(?:已经?有?|已连续|(?:已经?有?)?整整|(?<=起)有)$",
            False,
        ),
        # 今年是第十二个全破年
        (
            rf"第{_YEARS}个(?=(?:(?:[一-龥]{{2,6}})?[全必]破|零[一-龥]{{2,4}})年(?![级度报期]))",
            "",
            False,
        ),
        # 2016年以来命案全破，至今已八年
        (
            rf"(?<=[已有满整经]){_YEARS}个?年(?=[\s，,。；;、）)！!]|$)",
            rf"{_BY_NOW}(?:已经?)?(?:有|满|整整?)*$",
            True,
        ),
        # 辖区命案发一破一，已延续十三年
        (f"(?<=[持续了达有满]){_YEARS_RUN}", f"^{_LASTS}$", True),
    )
)
# What comes to a streak, no part of its name: 实现了“十二连增”, 命案全破走到第十五年, 这是
CAME_TO = lazy_pattern(
    rf"(?:(?:已经?|又|再次|继续|一直|连续|[均都])*(?:(?:实现|取得)了?|{_COMES})?(?:历史)?(?:罕见)?的?"
    rf"|{_YEARS_ARE}|{_BY_NOW}?已经?(?:有|满|整整|长?达到?)*"
    r"|^(?:至今|迄今|到如?今)?(?:有|满|整整?)+|^[一二三四五六七八九十]{1,2}是|(?<=..)有|(?:已经?有?)?整整"
    rf"|{_LASTS}|[自从])$"
    # 分局连续八年: the unit itself
    r"|^(?:[我本全]?(?:分局|[省市县]局|支队|大队|派出所)|[我本全]局)(?:已经?|一直|[均都])?$"
)
_SINCE_A_YEAR = lazy_pattern(r"(?:[自从]?(?:19|20)\d\d年(?:以来|起|开始|算起)(?:至今)?|至今)的?")
_THIS = lazy_pattern(
    r"^(?:[该我本][省市县区]|这|至此|到?今年|此后|其后|随后)(?:已经?|便)?是?(?:实现)?"
)
# Behind the state that is kept up; 的纪录就此中断 stays, for it no longer lasts.
RECORD = lazy_pattern(
    r"(?<=..)的?(?:[纪记]录|(?:良?好)?(?:势头|态势|局面|战绩))(?:得以|得到|仍在|继续|已)?(?:[保坚维]持|[延持]续)?$"
)
_SOLVED_ALL = lazy_pattern(r"(?P<rate>破案率|侦破率)[^，,；;。]{0,6}(?:100%|百分之百)$")
# 连续全破 is 全破 that went on, 全破年 a year of it.
WENT_ON = lazy_pattern(r"连续(?=[全必]破)|(?<=[全必]破)(?:的?(?:连续)?年[数头]|年)$|之久$")
_ENUMERATED = lazy_pattern(r"^[一二三四五六七八九十]{1,2}是")
_OF_A_YEAR = lazy_pattern(r"^[自从]?(?:19|20)\d\d年")
_RESTARTED = lazy_pattern(r"(?:的?[纪记]录)?(?:又|再次|重新)+(?:起步|起算|开始|开启|续写|实现)+$")
STATE_ALONE = lazy_pattern(
    r"(?:.*[^，,；;。])?(?:全部?[侦告]?破|必破|发[一1]起?、?破[一1]起?|全胜|“?零[一-龥]{2,6}”?)"
)
_STANDING = lazy_pattern(
    r"(?:前[茅列]|最[低高好优](?:点|位|值|水平)?|新[低高])(?=了?(?:[\s，,。；;、）)！!]|$))"
)
_LONGEST_OF, _DENIALS = (12, 24), ("未", "没", "无")  # characters of a predicate; of a denial
_OPENS_LEVEL = lazy_pattern(r"[保稳维居排位列为增下上减]|控制|超过|\d")
_LONGEST_LEAD = 60  # characters in front that tell what stands there
_AMONG = (
    r"(?:[我本全]?[国省市县区州旗局](?:[一-龥]{0,4}(?:系统|机关|单位|法院))?"
    r"|[一-龥]{2,3}[省市县区州旗]|世界|全球|(?:同类|副省级|省会)城市|同行业|系统)"
)
_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_EVER = (
    rf"(?:历史(?:同期)?|历年|同期|(?:最?近)?{_NUMBER}[多余]?年(?:以?来)?(?:同期)?"
    r"|(?:有(?:统计|记录|记载)|建[国市县区]|\d{4}年)以来)"
)
_STANDS = (
    r"(?:走在|走进|处于|处在|处|保持在?|排名|排在|排|位居|位列|名列|稳居|居于|居|列|进入|跻身"
    r"|为|是|达到?|创下|创出|再创|屡创|连创|创造|创|刷新)了?"
)
_SCOPED = rf"(?P<scope>{_EVER}|{_AMONG})?的?$"
_IN_FRONT = lazy_pattern(rf"{_STANDS}{_SCOPED}")
# The verb stays with the name: it says which way.
_COMES_TO = lazy_pattern(rf"(?<=[升降减增跌][至到]){_SCOPED}")
_ARRIVED = lazy_pattern(r"(?:同比|已|又|再|均|都|首次|双双)*(?:下降|上升|[升降减增跌])[至到]$")
_BARE = lazy_pattern(rf"(?P<scope>{_EVER}|[我本全][国省市县区州旗]|世界|全球)$")
# Slogans and aims, not what has been reached.
_AIMED = lazy_pattern(
    r"奋力|努力|争|确保|力求|推[动进]|促进|勇|敢|率先|带头|坚持(?![到至了])|自觉|切实|目标|愿|作为|[要应]|必须"
    r"|如何|能否|继续|希望|加快|不断|使|让"
)
_MEASURED = lazy_pattern(
    r"(?:[率数量度额值感费价幅速绩]|比[例重]|指标|收入|投资|消费|税收|余额|规模|水平|成效|排名|考核"
    r"|测评|实力|质[效量]|发案|立案|破案|案件|警情|事故|犯罪|伤亡|浓度|工作)"
    r"(?:一直|始终|持续|连续|多年|连年|长期|[均都已也仍])*$"
)
_WHOSE = lazy_pattern(r"(?:[多各]|有|一批|若干|许多)项?[一-龥]{0,4}工作$")
_CLAUSE = lazy_pattern(r"[，,；;：:（）()！!。？?\n]")


def scan_standings(text: str) -> Iterator[Quantity]:
    """The ranks without a number, each a quantity without a value, in the text's order."""
    for match in _STANDING.finditer(text):
        start, end = match.span()
        before = text[max(start - _LONGEST_LEAD, 0) : start]
        clause = _CLAUSE.split(before)[-1]
        if _AIMED.search(clause) is None and _may_be_said(clause):
            yield Quantity(start, end, start, None, "位", units.RANK)


def scan_rows(text: str) -> Iterator[Quantity]:
    """Streaks that are told otherwise than by 连续九年, in the text's order."""
    found = (*_rows(text), *_lasting(text))
    yield from sorted({q.start: q for q in found}.values(), key=lambda quantity: quantity.start)


def streak_name(name: str, silent: str) -> str:
    """What has lasted, without what comes to it and since when.

    Of 这已是第十二年 it is the state that the clause in front, `silent`, tells of.
    """
    name = CAME_TO.sub("", _SINCE_A_YEAR.sub("", name)).removeprefix("实现")
    name = name.rstrip("“").removesuffix("实现")  # 命案侦破实现“四连全破”
    bare = WENT_ON.sub("", _THIS.sub("", name))
    if bare.strip("一二三四五六七八九十"):  # 一是连续九年命案全破 has none
        return bare
    found = _SOLVED_ALL.search(silent)
    return "" if found is None else silent[: found.end("rate")]


def state_kept(trail: str, *, has_more: bool) -> str:
    """What goes on behind 连续九年: 全部侦破; "" where that is told by the figures that follow
    (`has_more`), or not at all."""
    predicate = WENT_ON.sub("", trail.strip(" ,，”"))
    is_too_long = len(predicate) > _LONGEST_OF[predicate[:1] in _DENIALS]
    is_level = _OPENS_LEVEL.match(predicate) and (has_more or not read_lead(predicate).name)
    if not predicate or is_too_long or is_level:
        return ""
    return "全破" if predicate == "破" else predicate  # 九连破


def state_told(clause: str) -> str:
    """The state that a whole clause tells of: 2021年命案全破重新起步; "" for any other clause."""
    clause = _ENUMERATED.sub("", _RESTARTED.sub("", clause))
    name = _OF_A_YEAR.sub("", _SINCE_A_YEAR.sub("", clause))
    name = CAME_TO.sub("", name)
    return name if STATE_ALONE.fullmatch(name) else ""


def _lasting(text: str) -> Iterator[Quantity]:
    """命案全破已保持三年: of no other state than one that is a success year after year."""
    is_successful = "年" in text and _OF_SUCCESS.search(text) is not None
    for pattern, lead, follows, needs_success in _LASTING if "年" in text else ():
        for match in pattern.finditer(text) if is_successful or not needs_success else ():
            clause = _CLAUSE.split(text[max(match.start() - _LONGEST_LEAD, 0) : match.start()])[-1]
            end = match.start() - len(clause) - 1
            is_said = lead.search(clause) is not None and _AIMED.search(clause) is None
            if follows:
                before = text[max(end - _LONGEST_LEAD, 0) : max(end, 0)]
                is_said = is_said and _STATE_BEFORE.search(before) is not None
            value = _years(match["years"])
            if value is not None and is_said:
                yield Quantity(*match.span(), match.start(), value, "年", units.STREAK)


def _years(printed: str) -> Decimal | None:
    return Decimal(printed) if printed.isdigit() else chinese_number(printed)


def _rows(text: str) -> Iterator[Quantity]:
    """十二连增, “五连降”: streaks of years, quoted or not."""
    for match in _ROW.finditer(text) if "连" in text or "年来" in text else ():
        value = _years(match["years"])
        if value is not None:
            # 九连破: the state stands behind its years, as in 连续九年全破.
            is_state = (match["way"] or "").endswith("破")
            start = match.start("years") if is_state else match.start()
            end = match.start("way") if is_state else match.end()
            yield Quantity(start, end, start, value, "年", units.STREAK)


def is_course(printed: str) -> bool:
    """Whether it is 四年来一直走低, which ends with the year that the text is of."""
    found = _ROW.match(printed)
    return found is not None and found["course"] is not None


def way_of_row(printed: str) -> str | None:
    """Which way 十二连增 goes; None for any other streak."""
    found = _ROW.match(printed)
    way = (found["way"] or found["course"])[-1] if found is not None else "破"
    return None if way in "丰快破" else "down" if way in "降跌低少" else "up"


def _may_be_said(clause: str) -> bool:
    """Whether these words in front say that an indicator, or the one before, stands there."""
    parted = standing_scope(clause)
    if parted is None:
        return False
    name = parted[0].rstrip()
    return (
        name in ("", "均", "都", "双双")
        or _ARRIVED.fullmatch(name) is not None
        or is_measure(_ARRIVED.sub("", name))
    )


def is_measure(name: str) -> bool:
    """Whether a name ends as those of indicators do: 满意度, 发案, 破案率均."""
    return _MEASURED.search(name) is not None and _WHOSE.search(name) is None


def standing_scope(words: str) -> tuple[str, str | None] | None:
    """Part 破案率列全省, 案件下降至近5年 into what stands there and among whom or since when.

    None where the words do not say that something stands anywhere.
    """
    tail = words[-24:]
    rest = words[: len(words) - len(tail)]
    for pattern in (_COMES_TO, _IN_FRONT, _BARE):
        found = pattern.search(tail)
        if found is not None:
            return rest + tail[: found.start()], found["scope"]
    return None


_PLACE_ALONE = lazy_pattern(r"[一-龥]{2,4}")
_RANKED = lazy_pattern(
    r"(?:高居|稳居|位居|跃居|居|名列|位列|(?<![均总得评积满])分列|列|排名|排在|排|跻身|进入|升至|获得|获|由|从|为|在)了?"
    r"(?P<scope>(?:(?!由|从|居|列|升至|排名)[^，、]){0,9}"
    r"(?:[省市县区国州旗局院队]|系统|城市|单位|各地|长三角|珠三角|京津冀|大湾区|检察机关|公安机关|世界|全球|学校|医院|企业|机构|部门|行业|地区|榜))(?:各地|中|内|的|之)?(?:排名?|[位排]列)?$"
)
_RANKED_AMONG = lazy_pattern(
    r"(?P<scope>(?:全|我|本)[省市县区国州旗局](?:[一-龥]{0,4}(?:系统|法院|机关|单位))?"
    r"|(?:副省级|省会|地级|同类)城市|(?:长三角|珠三角|京津冀|大湾区|[东西南北华中]部|[东西南北华中]{2})(?:地区)?|世界|全球)的?$"
    r"|(?:高居|稳居|位居|居|列)(?P<of>各[一-龥]{1,8}?)之?$"
)
_AFTER_MEASURE = lazy_pattern(r"(?<=[率数量度额值分])(?P<scope>[一-龥]{2,4})(?P<of>)$")
_RANK_VERB = lazy_pattern(
    r"(?:高居|稳居|位居|跃居|名列|位列|分列|居|列|夺得|取得|获得|获|得|进入|跻身|蝉联)了?$"
)


def rank_scope(text: str, has_number: bool, goes_on: bool) -> tuple[str, str | None]:
    """Part 综合排名全省, 破案率居全省, 挽损率南通 into what is ranked and among whom.

    `goes_on`: a rank stands in front (列全省前茅、南通第一), and the words may be the scope alone.
    """
    if not has_number:
        return standing_scope(text) or (text, None)
    if goes_on and _PLACE_ALONE.fullmatch(text) and not is_measure(text):
        return "", text
    text = text.rstrip()
    tail = text[-40:]
    rest = text[: len(text) - len(tail)]
    ranked = _RANKED.search(tail)
    if ranked is not None:
        keep = 1 if tail[ranked.start()] in "由从" else 0
        return rest + tail[: ranked.start() + keep], ranked.group("scope")
    found = _RANKED_AMONG.search(tail) or _place_after_measure(tail)
    if found is not None:
        return rest + _RANK_VERB.sub("", tail[: found.start()]), found["scope"] or found["of"]
    return rest + _RANK_VERB.sub("", tail), None


def _place_after_measure(tail: str) -> re.Match[str] | None:
    found = _AFTER_MEASURE.search(tail)
    if found is None:
        return None
    scope = found.group("scope")
    return None if names.verb_at_end(scope) or read_lead(scope).name != scope else found
