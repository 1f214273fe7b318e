"""Read the words in front of a quantity: name, verb of change, comparison, share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from indexer.figures.lexicon import (
    DOWN,
    FUNCTION_WORD_LENGTHS,
    FUNCTION_WORDS,
    MEASURES,
    UP,
    FunctionWord,
    strip_head,
)
from indexer.figures.times import FIRST_LETTERS, SPAN, TIME
from indexer.text.lazy_pattern import lazy_pattern

MAX_LEAD = 90  # what stands further off does not name the figure

_COMPARISON = lazy_pattern(
    r"(?:(?<![占对同环相价可之无攀])比(?!例|重|率|值|武|赛|分|对|中|较)|(?:(?<!比)|(?<=占比))较(?!大|重|强|高|低|多|少|快|好|小|长|轻|差|为))"
    r"(?P<base>(?:(?!比|较).){1,24}?)(?:时|相比|相较)?$"
)
COMPARISON_WITH = lazy_pattern(
    r"(?:与|同|和|跟)(?P<base>(?:(?!与|和|跟).){1,24}?)(?:相比较?|比较|相较|作比较)(?:，|,)?(?:则|也)?$"
)
_AGAINST = lazy_pattern(
    r"(?P<word>高于|低于|高出|多于|少于|快于|慢于|领先于|落后于|超出|优于)"
    r"(?P<base>[^，,、；;高低比]{1,16}?)(?:的)?$"
)
_MORE = lazy_pattern(
    r"(?:(?P<printed>同比|环比)|(?:比|较)(?P<base>(?:(?!比|较).){1,14}?[年月季期初末底前]))"
    r"(?P<each>分别)?(?P<word>多|少)(?!增)(?:[一-龥]{2,4}|[抓破发查办接立死亡伤结])$"
)
_OVER = lazy_pattern(
    r"(?:[比较](?P<base>(?:(?!比|较).){1,14}?))?(?P<verb>[超短多少]收|[超多少]支)$"
)
_BEGUN = lazy_pattern(r"^(?:提出了?(?:“[^”]{2,4}”期间)?(?:[今明]年)?)?(?:实现)?")
_CHANGED_FIRST = lazy_pattern(rf"(?P<verb>{'|'.join((*UP, *DOWN))})了(?P<name>[一-龥].+)$")
_FIXED_BASE = lazy_pattern(
    r"(?:去年|上年|上一年|前年)同期|上个?月|上年度?(?![底末初全])|去年(?![底末初全])|前年(?![底末初全])"
)
_RESTORED = lazy_pattern(
    r"(?:恢复[至到]|相当于|不[到足]|(?:首次|再次|已)*(?:超过|[高低多少]于|[接逼]近))(?P<base>[^，,恢相]{1,16}(?:同期|年|前|水平))的$"
)
_SLOGAN = lazy_pattern(r"(?:实现|呈现?)?(?:“[^“”]{1,8}”|[一双][升降](?:[一双][升降])?)$")
_RATIO = lazy_pattern(
    r"(?:(?<![行作成])为|是|相当于|等于|达到?|超过)(?P<base>[^，,是为]{1,34}?)的?$"
)
_BASE_TIME = lazy_pattern(r"年|月|季|初|末|底|前$|以前|之前|时期|节|期间|“")
# 粮食两年增长46%
_YEARS = lazy_pattern(r"(?<![上前去同每近])(?:\d{1,2}|[一二两三四五六七八九十]{1,3})年代?$")
_TIME_ENDS = frozenset("年月日号度底末初来起动间期内半代")


class Lead(NamedTuple):
    """What the words in front of a quantity say; `name` may be empty (then it is carried).

    A tuple, for every figure has one, often changed while it is read: far cheaper than a dataclass.
    """

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
    per: bool = False  # 每10万人: so many for each of these

    @property
    def is_base(self) -> bool:
        """比1952年的5万人增长, 较上年的409起下降: the figure is what another is compared with."""
        is_compared = self.change or self.to or self.ratio or self.level
        is_year_before = self.comparison in ("比上年", "同比") and not self.name
        return (self.comparison == "比基期" or is_year_before) and not is_compared


@lru_cache(maxsize=1024)
def read_lead(text: str, *, times: bool = False) -> Lead:
    """Take the words in front of a quantity apart, from the number backwards.

    `times` says that the quantity is so many times something: then 是…的 names what it is
    compared with.
    """
    text = text[-MAX_LEAD:]
    lead = (_ratio(text) if times else None) or _restored(text)
    lead = lead or _so_many_more(text) or _over(text)
    if lead is not None:
        return lead
    lead, text = _against(_without_slogan(text))
    for _ in range(4):
        rest, lead = _strip_tail(text, lead)
        text = _without_slogan(rest)
        if text != rest:
            continue
        found = _COMPARISON.search(rest[-30:]) or COMPARISON_WITH.search(rest[-30:])
        if found is None or not _is_comparison(found.group("base"), lead):
            return _named(rest, lead)
        against, behind = _base_in_front(found.group("base"))
        if lead.comparison is None:
            if not (lead.change or lead.to) and against.endswith(("新增", "净增")):
                lead, against = lead._replace(change=True, direction="up"), against[:-2]
            comparison, base = classify_base(against)
            lead = lead._replace(comparison=comparison, base=base)
        text = _cut(rest, found, 30)
        if behind and not strip_head(text)[0]:
            return _named(behind, lead)
    return _named(text, lead)


def _cut(text: str, found: re.Match[str], tail: int) -> str:
    """The text before what was found in its last `tail` characters."""
    return text[: max(len(text) - tail, 0) + found.start()]


def _ratio(text: str) -> Lead | None:
    """是前年的(3.2倍): no direction, against what is named."""
    found = _RATIO.search(text[-44:])
    if found is None:
        return None
    comparison, base = classify_base(found.group("base"))
    if base is None and comparison != "同比":
        base = found.group("base")
    lead = Lead(ratio=True, comparison=comparison, base=base)
    return _named(_strip_tail(_cut(text, found, 44), lead)[0], lead)


def _restored(text: str) -> Lead | None:
    """恢复至2019年同期的(112%): a level against a base."""
    found = _RESTORED.search(text[-30:])
    if found is None:
        return None
    comparison, base = classify_base(found.group("base"))
    lead = Lead(level=True, each="分别" in text[-30:], comparison=comparison, base=base)
    return _named(_strip_tail(_cut(text, found, 30), lead)[0], lead)


def _so_many_more(text: str) -> Lead | None:
    """比2022年多挽损(800万元), 同比分别少发(5起、3起): a change against what is named."""
    found = _MORE.search(text[-24:])
    if found is None:
        return None
    printed = found["printed"]
    comparison, base = (printed, None) if printed else classify_base(found["base"])
    direction = "up" if found.group("word") == "多" else "down"
    each = found["each"] is not None
    lead = Lead(change=True, each=each, direction=direction, comparison=comparison, base=base)
    return _named(_cut(text, found, 24), lead)


def _over(text: str) -> Lead | None:
    """税收比预算超收(9亿元), 罚没款少收(480万元): more or less of what the verb itself names."""
    found = _OVER.search(text[-24:]) if text.endswith(("收", "支")) else None
    if found is None:
        return None
    comparison, base = classify_base(found["base"]) if found["base"] else (None, None)
    direction = "down" if found["verb"][0] in "少短" else "up"
    lead = Lead(change=True, direction=direction, comparison=comparison, base=base)
    name = strip_head(_strip_tail(_cut(text, found, 24), lead)[0])
    return lead._replace(name=name[0] + found["verb"], place=name[1])


def _against(text: str) -> tuple[Lead, str]:
    """高于全国(2.7个百分点): the base stands behind the verb; the text before it is left."""
    found = _AGAINST.search(text[-24:])
    if found is None or found.group("base") in ("这个", "了"):
        return Lead(), text
    comparison, base = classify_base(found.group("base"))
    direction = "down" if found["word"].startswith(("低", "少", "慢", "落")) else "up"
    return Lead("", False, True, direction, comparison, base), _cut(text, found, 24)


# 最低收购价平均每50公斤(提高7.4元), 配置数量达每十万人(43台): of how many is no part of the name.
_PER = lazy_pattern(
    r"(?:达到?|为|是)?(?:平均)?每(?:\d+|[十百千万]+)(?:公斤|千克|斤|吨|亩|户|人|件|公里|平方公里)$"
)
_OF_THE_YEAR = (
    *("年初", "预计", "执行", "决算", "实际", "预算", "计划", "水平"),
    *("更正", "修正", "修订", "核定", "调整后", "口径", "数字", "数据"),
)
_AS_CORRECTED = lazy_pattern("(?<=年)(?:(?:更正|修正|修订|核定|调整)后)?的?(?:数字?|数据|口径)?$")


def _base_in_front(base: str) -> tuple[str, str]:
    """比上年产值增长: what is compared with, and the name where it only follows."""
    found = _FIXED_BASE.match(base)
    behind = "" if found is None else base[found.end() :]
    if found is None or len(behind) < 2 or behind.startswith(_OF_THE_YEAR):
        return base, ""
    return found.group(), behind


def _without_slogan(text: str) -> str:
    """发案数、损失数“双下降”: what the list is called behind it is no name."""
    found = _SLOGAN.search(text[-16:]) if text.endswith(("”", "升", "降")) else None
    if found is None:
        return text
    before = _cut(text, found, 16)
    named = found.group()[0] != "“" or before.endswith(("数", "量", "率", "额", "比"))
    return before if named else text


def _is_comparison(base: str, lead: Lead) -> bool:
    return lead.change or lead.to or lead.comparison is not None or bool(_BASE_TIME.search(base))


_BOUNDED = lazy_pattern(r"..(?<!略)$")
_BOUNDS = ("低于", "少于", "高于", "多于")
_BESIDE = lazy_pattern(r"[同与和跟][^，]{2,24}$")
_THEN = ("现在", "目前", "原来", "当前")


def _strip_tail(text: str, lead: Lead) -> tuple[str, Lead]:
    """Consume the chain of function words and times that ends the text."""
    end = len(text)
    told: list[FunctionWord] = []
    while end:
        word = _function_word(text, end)
        if not word:
            time = _time_at_end(text, end)
            if time is None or text[max(time - 1, 0) : time] in ("比", "较", "同", "与"):
                break
            end = time
            continue
        known, start = FUNCTION_WORDS[word], end - len(word)
        if known.kind in ("short", "against") and end < len(text):
            break
        if word in ("多了", "少了") and not start:
            break  # 比上年的9起|多了: the figure before says of what
        if known.kind == "against" and not _against_something(text[:start], lead):
            if word not in _BOUNDS or end < len(text) or not _BOUNDED.search(text[:start]):
                break
            known = FunctionWord("level")  # 失业率低于4.6%
        if _is_of_the_name(word, known, text[:start], told):
            break
        if known.kind != "adverb":
            told.append(known)
        end = start
    return text[:end], _learn(lead, told) if told else lead


def _is_of_the_name(word: str, known: FunctionWord, before: str, told: list[FunctionWord]) -> bool:
    """Whether a function word is not one here: its words belong to the name or to a base."""
    kinds = [each.kind for each in told]
    if known.kind in ("change", "to"):
        return "share" in kinds  # 新建企业增产的只占(三成)
    if word.startswith("超过"):
        return "change" in kinds  # 超过了前三年平均每年增加20亿元的水平
    if word == "比较":
        return _BESIDE.search(before[-26:]) is not None  # 同1955年比较增长18%
    if word in _THEN:
        return before.endswith(("比", "较"))  # 比现在增加两、三倍
    return word in ("平均", "计划") and _COMPARISON.search((before + word)[-30:]) is not None


def _function_word(text: str, end: int) -> str:
    """The longest function word that ends at `end`, or nothing."""
    for length in FUNCTION_WORD_LENGTHS.get(text[end - 1], ()):
        word = text[max(end - length, 0) : end]
        known = FUNCTION_WORDS.get(word)
        if known is None:
            continue
        before = text[end - length - 1 : end - length] if end > length else ""
        if before and before in known.not_after:
            continue
        if known.opens and before:
            continue
        if known.only_after and (not before or before not in known.only_after):
            continue
        return word
    return ""


def _time_at_end(text: str, end: int) -> int | None:
    """Where the time begins that ends at `end`."""
    if text[end - 1] not in _TIME_ENDS:
        return None
    for start in range(max(end - 16, 0), end - 1):
        if text[start] in FIRST_LETTERS and text[start] not in "到至":
            found = _YEARS.match(text, start, end)
            found = found or TIME.match(text, start, end) or SPAN.match(text, start, end)
            if found is not None and found.end() == end:
                return start
    return None


def _against_something(before: str, lead: Lead) -> bool:
    return lead.comparison is not None or bool(
        _COMPARISON.search(before[-30:]) or before.endswith(("同比", "环比"))
    )


def _learn(lead: Lead, told: Sequence[FunctionWord]) -> Lead:
    """What the words tell; of two verbs of change the one nearer to the number counts."""
    first: dict[str, str] = {}
    for word in told:
        kind = "change" if word.kind in ("short", "against") else word.kind
        if not (kind in ("to", "change") and ("to" in first or "change" in first)):
            first.setdefault(kind, word.tells)
    known = lead.to or lead.change
    to, change = not known and "to" in first, not known and "change" in first
    return lead._replace(
        to=lead.to or to,
        change=lead.change or change,
        direction=first["to" if to else "change"] or None if to or change else lead.direction,
        comparison=lead.comparison or first.get("compared") or None,
        share=first.get("share", lead.share),
        each=lead.each or "each" in first,
        is_from=lead.is_from or "from" in first,
        level=lead.level or "level" in first,
    )


def classify_base(base: str) -> tuple[str, str | None]:
    """去年同期 → 同比; 上年 → 比上年; 2018年 → 比基期 with base; 全国 → 比对象 with base."""
    base = base.strip("的，, ").removesuffix("多").removesuffix("又")  # 比计划多降低了3.1%
    base = _AS_CORRECTED.sub("", base)
    if base.endswith("年平均") and TIME.fullmatch(base, 0, len(base) - 2):
        base = base.removesuffix("平均")  # 比1952年|平均降低
    if base in ("去年同期", "上年同期", "上一年同期", "同期", "去年同时期"):
        return "同比", None
    if base in ("去年", "上年", "上一年", "上年度", "上一年度", "前一年"):
        return "比上年", None
    if base in ("上月", "上个月", "上一月"):
        return "比上月", None
    if base in ("上季度", "上周", "上一季度"):
        return "环比", None
    if _BASE_TIME.search(base) and not base.startswith(("年度", "年初预", "年初计", "年初目")):
        return "比基期", base
    return "比对象", base


_ON_TOP_OF = lazy_pattern(r"在[^，、在]{2,20}基[础数]上$")  # 产量在上年增长的基础上又增产


def _named(text: str, lead: Lead) -> Lead:
    if text.endswith(("基础上", "基数上")):
        text, lead = _strip_tail(_ON_TOP_OF.sub("", text), lead)
    if "每" in text[-9:-1]:
        text, count = _PER.subn("", text)
        text, lead = _strip_tail(text, lead._replace(per=count > 0))  # 降至每万人(18.6起)
    name, place = strip_head(text)
    changed = None if lead.change or lead.to else _CHANGED_FIRST.match(name)
    if changed is not None:  # 压缩了跑动次数2次
        name = changed.group("name")
        up = changed.group("verb") in UP
        lead = lead._replace(change=True, direction="up" if up else "down")
    if (lead.change or lead.to) and (name.endswith(MEASURES) or name.startswith("提出")):
        # 实现发案率下降: what has fallen is the rate
        name = _BEGUN.sub("", name)
    elif name.startswith("提出") and name.endswith(("幅", "速", "率")):
        name = name.removeprefix("提出")
    if lead.change and lead.comparison is None and name.startswith(("同比", "环比")):
        lead, name = lead._replace(comparison=name[:2]), name[2:]  # 同比批次下降
    return lead._replace(name=name, place=place)


_LEAST_OR_MOST = lazy_pattern(
    r"(?:(?P<least>[至最]少)[一-龥]{2,4}|最高可?[获给奖补享申贷领][一-龥]{0,7})$"
)
# 不低于(5%); 不到2019年的(三分之一)
_BOUND = lazy_pattern(
    r"(?P<not>不)?(?:(?P<low>[低少小])|[高多大])于$|(?P<of>不[到足])[^，,不]{2,12}年的$"
)


_ABOUT = lazy_pattern(
    r"(?:大约|(?<![节预签违公条合制契])约)(?:[有为占]|增[长加]|上升|提高|下降|减少)了?$"
)


def qualifier_of(words: str) -> str | None:
    """至少联系(500户), 最高可获补贴(60万元): the qualifier stands before the verb."""
    if _ABOUT.search(words[-6:]):
        return "约"  # 约有3万元, 大约增长5%
    bound = _BOUND.search(words[-16:])
    if bound is not None:
        is_least = (bound["low"] is None) != (bound["not"] is not None)
        return bound["of"] or ("以上" if is_least else "以内")
    if "少" not in words[-6:] and "最高" not in words[-12:]:
        return None
    found = _LEAST_OR_MOST.search(words[-12:])
    return None if found is None else "至少" if found["least"] else "最高"
