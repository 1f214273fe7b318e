"""Read the words in front of a quantity: name, verb of change, comparison, share."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.figures.times import SPAN, TIME

MAX_LEAD = 90  # what stands further off does not name the figure

_UP = (
    "增长|上升|提高|提升|增加|上涨|攀升|扩大|上浮|递增|多出|高出|前移|前进|上移|延长|增多|回升|净增|"
    "实增|加快|反弹|上调|调高|跃升|晋升|拓展|扩展|拓宽|延伸|上扬|扩容|增强|实际增长|大幅增长|翻"
)
_DOWN = (
    "下降|减少|降低|下跌|缩短|压缩|压减|压降|回落|缩小|收窄|减轻|下滑|下调|调低|后移|削减|精简|缩减|"
    "收缩|下浮|负增长|锐减|骤降|减退|递减|少用|节省"
)
_UP_SHORT, _DOWN_SHORT = "增|升|涨|扩|跃", "降|减|跌|缩|压"
_AGAINST_UP, _AGAINST_DOWN = (
    "高于|多于|快于|高|多|快|长|领先|超出",
    "低于|少于|慢于|低|少|慢|短|落后",
)

_COMPARED = {
    "同比": "同比",
    "环比": "环比",
    "年均": "年均",
    "平均每年": "年均",
    "每年平均": "年均",
    "每年": "年均",
    "逐年": "",
}
_ADVERBS = (
    "分别为|分别达到|分别达|分别|(?<![平人户日年月亩村车])均|(?<![首成古])都|共计|合计|总计|累计|总共|"
    "(?<!公)共|仅|只|已经|已|平均|实际|继续|仍然|仍|依然|(?<![偿归])还|也|又|再|将近|即将|将|"
    "(?<![主重需必摘])要|可能|(?<![许认])可|预计|(?<![动建育])计划|原定|原来的|原来|现在的|现在|目前的|目前|"
    "当前|(?<![发出实体呈涌表])现|大体|基本|总体|进一步|大幅度|大幅|明显|显著|持续|稳步|逐步|大约|约|有望|"
    "力争|争取|竟|普遍|至少|最高|最多|名义|同口径|可比口径|按可比价格计算|较快|小幅|略|比较|进而|"
    "(?<=分别)(?:发生|完成)|(?:平均)?每[斤吨亩](?=$)|(?:平均)?每[斤吨亩](?=分别)|(?<!成)就|则|不断|水平|幅度|全部|一举|由此|同时|连续多年|连年|连续|多年|(?<=[到为达])(?:人均|户均|每月|每小时|每天)(?=$)"
)
_LEVELS = (
    "达到了|达到|高达|已达|(?<![发到表直])达|(?:保持|稳定|控制|维持)(?:在|为)?|仅有|共有|现有|只有|"
    "(?<![行作成认因人无有最分划])为|(?<![但就凡])是|(?<![拥占持保所没具享国私公])有|约合|约为|等于|"
    "不低于|不少于|不高于|不多于|跨上|突破了?|超过了?|超出?|逾|"
    "位居|名列|位列|^排名|^排在|高居|稳居|跃居|荣获|(?<![民邻新定安移同])居|(?<![系陈行序并下])列|"
    "(?<![存现实潜正])在|处于"
)
TOKEN = re.compile(
    rf"""
    (?P<to>(?:{_UP}|{_DOWN}|{_UP_SHORT}|{_DOWN_SHORT})(?:到了|到|至|为|成|达到)了?)
  | (?P<change>(?:{_UP}|{_DOWN})(?:了|达|幅度达|超过?|约)?)
  | (?P<compared>同比(?:去年|上年|前年)?|环比|年均|平均每年|每年平均|每年|逐年)
  | (?P<short>(?<!新)(?:{_UP_SHORT}|{_DOWN_SHORT})了?$)
  | (?P<against>(?:{_AGAINST_UP}|{_AGAINST_DOWN})(?:出|了)?$)
  | (?P<share>占比(?:约为|约|为|高?达到?)?|(?:所占|约占|只占|仅占|占)(?:到|了|据)?)
  | (?P<time>{TIME.pattern}|{SPAN.pattern})
  | (?P<each>分别|(?<![平人户日年月亩村车])均|各)
  | (?P<adverb>{_ADVERBS})
  | (?P<level>{_LEVELS})
  | (?P<from>(?<![理缘来])由|(?<!服)从(?!业))
  | (?P<of>的|了|[:：,，、\s—-]+)
    """,
    re.VERBOSE,
)

_COMPARISON = re.compile(
    r"(?:(?<![占对同环相价可之无攀])比(?!例|重|率|值|武|赛|分|对|中|较)|(?<![比])较(?!大|重|强|高|低|多|少|快|好|小|长|轻|差|为))"
    r"(?P<base>(?:(?!比|较).){1,24}?)(?:时|相比|相较)?$"
)
_COMPARISON_WITH = re.compile(
    r"(?:与|同|和|跟)(?P<base>(?:(?!与|和|跟).){1,24}?)(?:相比较?|比较|相较|作比较)(?:，|,)?(?:则|也)?$"
)
_AGAINST = re.compile(
    rf"(?P<word>高于|低于|高出|多于|少于|快于|慢于|领先于|落后于|超出|优于)"
    r"(?P<base>[^，,、；;高低比]{1,16}?)(?:的)?$"
)
_MORE = re.compile(
    r"(?:比|较)(?P<base>(?:(?!比|较).){1,14}?[年月季期初末底前])(?P<word>多|少)[一-龥]{2,4}$"
)
_WITH = re.compile(r"(?:与|同|和|跟|比)(?P<base>[^与同和跟，]{1,36})$")
_CHANGED_FIRST = re.compile(rf"(?P<verb>{_UP}|{_DOWN})了(?P<name>[一-龥].+)$")
_FIXED_BASE = re.compile(
    r"(?:去年|上年|上一年|前年)同期|上个?月|上年度?(?![底末初全])|去年(?![底末初全])|前年(?![底末初全])"
)
_RESTORED = re.compile(r"(?:恢复[至到]|相当于)(?P<base>[^，,恢相]{1,16}(?:同期|年|前|水平))的$")
_SLOGAN = re.compile(r"(?:实现|呈现|呈)?“[^“”]{1,8}”$")
_RATIO = re.compile(r"(?:(?<![行作成])为|是|相当于|达到?|超过)(?P<base>[^，,是为]{1,20}?)的?$")
_BASE_TIME = re.compile(r"年|月|季|初|末|底|前$|以前|之前|时期|节|期间|“")
_SENTENCE_HEAD = re.compile(
    r"其中|并且|如果|并(?![购网轨联])|且|同时|此外|另外|另有|另(?!一)|以及|和|与(?!会)|及(?![格时])|截至目前|目前|"
    r"今年以来|近年来|以来|累计|共计|共(?![享同青])|总计|合计|已经|已|先后|成功(?!率)|还(?![款贷田林草湿])|也|又|"
    r"再(?![生就造])|即(?![时将])|如(?![东皋意])|例如|比如|特别是|尤其是|只是|仅|但是|但|而(?!立)|则|使(?![用馆])|"
    r"要(?![素案求点道闻])|将(?!军)|努力|力争|争取|确保|预计|计划(?!生育|外)|拟|通过(?!率)|现已|均(?![值价衡])|都|分别|约(?![束谈定])|是|有(?!效|色|机|组|限|关)|"
    r"只|原(?![油煤粮料因告有则])|为(?=[其了此])|按可比价格计算|扣除物价(?:上涨)?因素|实际(?=[增下上])|[的了，,、：:；;\s）)—-]+|[一二三四五六七八九十]是|第[一二三四五六七八九十]是|至于|"
    r"新(?=抓|破)|同期|年[底末](?:前|以前)?|[一-龥]{2,8}期间|(?:\d+|[一二两三四五六七八九十]+)年(?=累计|共|间)|首次|在(?=全[市省国县区])"
)
PLACE = re.compile(
    r"(?!全国(?:人大|政协|劳|文明|示范|优秀|先进|首|百|五一|统))(?:全|我|本|该)(?:市|省|县|区|国|州|旗|局|镇|校|警|院|厅|乡|村)(?:上下|各级公安机关|公安机关|政法机关|检察机关|法院|范围内|境内|内|各地)?(?:率先)?"
    r"|全系统|辖区内|境内"
)


_BODY = re.compile(
    r"[一-龥]{0,8}?(?:公安局|公安分局|公安机关|公安厅|公安|警方|市局|分局|支队|大队|派出所|人民法院|法院|检察院|检察机关|"
    r"管理局|委员会|政府|税务局|海关|司法局|医院)(?=累计|共|在|已|先后|今年|去年|通过)"
)
_IN_A_PLACE = re.compile(
    r"(?:在|于)[^，在]{1,30}?(?:内|中|上|里|部位|地区|区域|方面|范围|场所|等地)(?=[一-龥]{2})"
)


@dataclass(frozen=True, slots=True)
class Lead:
    """What the words in front of a quantity say; `name` may be empty (then it is carried)."""

    name: str = ""
    to: bool = False
    change: bool = False
    direction: str | None = None
    comparison: str | None = None
    base: str | None = None
    each: bool = False
    share: str = ""
    is_from: bool = False
    ratio: bool = False
    level: bool = False
    place: str | None = None


def read_lead(text: str, *, times: bool = False) -> Lead:
    """Take the words in front of a quantity apart, from the number backwards.

    `times` says that the quantity is so many times something: then 是…的 names what it is
    compared with.
    """
    text = text[-MAX_LEAD:]
    lead = Lead()
    if times:
        ratio = _RATIO.search(text[-30:])
        if ratio is not None:
            comparison, base = classify_base(ratio.group("base"))
            rest = text[: max(len(text) - 30, 0) + ratio.start()]
            lead = replace(
                lead,
                ratio=True,
                comparison=comparison,
                base=base or (None if comparison == "同比" else ratio.group("base")),
            )
            return _named(rest, lead)
    restored = _RESTORED.search(text[-30:])
    if restored is not None:
        comparison, base = classify_base(restored.group("base"))
        lead = Lead(level=True, each="分别" in text[-30:], comparison=comparison, base=base)
        rest, _ = _strip_tail(text[: max(len(text) - 30, 0) + restored.start()], lead)
        return _named(rest, lead)
    more = _MORE.search(text[-24:])
    if more is not None:
        comparison, base = classify_base(more.group("base"))
        direction = "up" if more.group("word") == "多" else "down"
        lead = Lead(change=True, direction=direction, comparison=comparison, base=base)
        return _named(text[: max(len(text) - 24, 0) + more.start()], lead)
    against = _AGAINST.search(text[-24:])
    if against is not None and against.group("base") not in ("这个", "了"):
        comparison, base = classify_base(against.group("base"))
        up = not against.group("word").startswith(("低", "少", "慢", "落"))
        lead = replace(
            lead,
            change=True,
            direction="up" if up else "down",
            comparison=comparison,
            base=base or against.group("base"),
        )
        text = text[: max(len(text) - 24, 0) + against.start()]
    for _ in range(4):
        rest, lead = _strip_tail(text, lead)
        rest = _without_slogan(rest)
        found = _COMPARISON.search(rest[-30:]) or _COMPARISON_WITH.search(rest[-30:])
        if found is None or not _is_comparison(found.group("base"), lead):
            text = rest
            break
        against, behind = _base_in_front(found.group("base"))
        if lead.comparison is None:
            comparison, base = classify_base(against)
            lead = replace(lead, comparison=comparison, base=base)
        text = rest[: max(len(rest) - 30, 0) + found.start()]
        if behind and not strip_head(text)[0]:
            return _named(behind, lead)
    return _named(text, lead)


def _base_in_front(base: str) -> tuple[str, str]:
    """比上年产值增长: what is compared with, and the name where it only follows."""
    found = _FIXED_BASE.match(base)
    if found is None or len(base) - found.end() < 2:
        return base, ""
    return found.group(), base[found.end() :]


def _without_slogan(text: str) -> str:
    """发案数、损失数“双下降”: what the list is called behind it is no name."""
    found = _SLOGAN.search(text[-16:])
    if found is None or not text[-16:][found.start()] == "“" and len(text) <= len(found.group()):
        return text
    before = text[: len(text) - len(found.group())]
    return before if found.group()[0] != "“" or before.endswith(("数", "量", "率", "额")) else text


def _is_comparison(base: str, lead: Lead) -> bool:
    return lead.change or lead.to or lead.comparison is not None or bool(_BASE_TIME.search(base))


def _strip_tail(text: str, lead: Lead) -> tuple[str, Lead]:
    """Consume the chain of function words that ends the text."""
    tokens = [m for m in TOKEN.finditer(text)]
    end = len(text)
    while tokens and tokens[-1].end() == end:
        token = tokens.pop()
        if token.group("against") and not _against_something(text[: token.start()], lead):
            break
        if token.group("time") and text[: token.start()].endswith(("比", "较", "同", "与")):
            break
        if token.group("adverb") in ("平均", "水平") and _COMPARISON.search(text[:end][-30:]):
            break
        lead = _learn(lead, token)
        end = token.start()
    return text[:end], lead


def _against_something(before: str, lead: Lead) -> bool:
    return lead.comparison is not None or bool(
        _COMPARISON.search(before[-30:]) or before.endswith(("同比", "环比"))
    )


def _learn(lead: Lead, token: re.Match[str]) -> Lead:
    word = token.group()
    if token.group("to"):
        return (
            lead if lead.to or lead.change else replace(lead, to=True, direction=_direction(word))
        )
    if token.group("change") or token.group("short") or token.group("against"):
        if lead.to or lead.change:
            return lead
        return replace(lead, change=True, direction=_direction(word))
    if token.group("compared"):
        comparison = next((c for w, c in _COMPARED.items() if word.startswith(w)), "")
        return replace(lead, comparison=lead.comparison or comparison or None)
    if token.group("share"):
        return replace(lead, share="占比" if word.startswith("占比") else "占")
    if (
        token.group("each")
        or (token.group("adverb") and word.startswith("分别"))
        or word in ("都", "均")
    ):
        return replace(lead, each=True)
    if token.group("from"):
        return replace(lead, is_from=True)
    if token.group("level"):
        return replace(lead, level=True)
    return lead


def _direction(word: str) -> str:
    down = (*_DOWN.split("|"), *_DOWN_SHORT.split("|"), *_AGAINST_DOWN.split("|"))
    return "down" if word.startswith(down) else "up"


def classify_base(base: str) -> tuple[str, str | None]:
    """去年同期 → 同比; 上年 → 比上年; 2018年 → 比基期 with base; 全国 → 比对象 with base."""
    base = base.strip("的，, ")
    if base in ("去年同期", "上年同期", "上一年同期", "同期", "去年同时期"):
        return "同比", None
    if base in ("去年", "上年", "上一年", "上年度", "上一年度", "前一年"):
        return "比上年", None
    if base in ("上月", "上个月", "上一月"):
        return "比上月", None
    if base in ("上季度", "上周", "上一季度"):
        return "环比", None
    if _BASE_TIME.search(base):
        return "比基期", base
    return "比对象", base


def comparison_clause(text: str) -> tuple[str, str | None] | None:
    """What a clause such as 与去年同期相比 compares all that follows with; None for others."""
    found = _COMPARISON_WITH.search(text[-30:])
    return None if found is None else classify_base(found.group("base"))


def base_of_clause(text: str) -> str | None:
    """What 同建国初期的一九五零年的(…作比较) compares with."""
    found = _WITH.search(text[-40:])
    return None if found is None else found.group("base").strip("的") or None


def _named(text: str, lead: Lead) -> Lead:
    name, place = strip_head(text)
    changed = None if lead.change or lead.to else _CHANGED_FIRST.match(name)
    if changed is not None:  # 压缩了跑动次数2次
        name = changed.group("name")
        lead = replace(lead, change=True, direction=_direction(changed.group("verb")))
    return replace(lead, name=name, place=place)


def strip_head(text: str) -> tuple[str, str | None]:
    """Drop time, place, conjunctions and adverbs from the front of a name."""
    place = None
    at = 0
    for _ in range(12):
        found = PLACE.match(text, at)
        if found is not None:
            place = place or found.group()[:2]
        else:
            found = (
                _SENTENCE_HEAD.match(text, at)
                or _front_time(text, at)
                or _IN_A_PLACE.match(text, at)
                or _body(text, at)
            )
        if found is None or found.end() == at:
            break
        at = found.end()
    return text[at:].strip("的，,、：: 　"), place


def _body(text: str, at: int) -> re.Match[str] | None:
    return _BODY.match(text, at) if at < 12 else None


def _front_time(text: str, at: int) -> re.Match[str] | None:
    found = TIME.match(text, at) or SPAN.match(text, at)
    return found
