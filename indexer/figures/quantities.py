"""Find the quantities that a text prints: number, scale, unit and how exact it claims to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from indexer.figures import units
from indexer.figures.units import SCALES, Quantity, arabic_number, percentage
from indexer.text.lazy_pattern import lazy_pattern
from indexer.text.normalizer import character_table
from indexer.text.numerals import chinese_number
from indexer.word_list import words

_WIDE = str.maketrans("０１２３４５６７８９．％＋－／〜～﹣−", "0123456789.%+-/~~--")
_TRADITIONAL = {
    code: form
    for code, form in character_table().items()
    if 0x4E00 <= code <= 0x9FFF and len(form) == 1 and "\u4e00" <= form <= "\u9fff"
}
# How the rules read a character that is printed otherwise: narrow, simplified; one for one.
ONE_TO_ONE = _TRADITIONAL | _WIDE
PRINTED_OTHERWISE = lazy_pattern(f"[{''.join(map(chr, ONE_TO_ONE))}]".replace("-", "\\-"))

_CN = "一二两三四五六七八九十百千零〇○"
_POINT = r"(?:点[一二三四五六七八九零〇○]+)?"
_SCALE = r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![米克瓦伏卡赫升])|百(?!分)"
# 6 5 ％: digits that were set apart, as old prints of reports are read.
_SPACED = r"(?<!\d)\d(?:[ ]\d)+(?:[ ]?\.\d+)?(?=[ ]?[%万亿])|(?<!\d)\d[ ]\.\d+(?=[ ]?%)"
_GROUPED = (
    r"\d{1,3}(?:[,，]\d{3})+(?![\d])(?:\.\d+)?"
    # 1 206万元: groups of three set apart, as statistics bulletins print them.
    r"|(?<!\d[ ])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![ ]?\d)(?:\.\d+)?|\d+(?:\.\d+)?"
)
_ARABIC = f"{_SPACED}|{_GROUPED}"
# 二、三百亿 and 七八十 are from the one to the other.
_LEAST = "两(?=、?三)|" + "|".join(f"{a}(?=、?{b})" for a, b in pairwise("一二三四五六七八九"))
_ORDINAL = r"(?:[一二三四五六七八九十]{1,3}|\d{1,4})"

QUANTITY = lazy_pattern(
    rf"""
    (?P<per>[百千]分之)(?P<percent>[{_CN}]+{_POINT}|\d+(?:\.\d+)?)(?P<permore>多|余)?
  | (?<![{_CN}])(?P<den>[二三四五六七八九十]|\d{{1,3}})分之
      (?P<num>[一二两三四五六七八九十]|\d{{1,3}})
  | (?<![\d/.])(?P<num2>[1-9])/(?P<den2>[2-9]|10)(?![\d/年月日万])
  | (?<![上下前后大多每一二两三四五六七八九十\d个])(?P<halfof>半)
      个?(?P<halfunit>小时|钟头|天|月(?<=个月))
  | (?P<half>(?<=[过近超逾])半(?:数)?(?![径天年月夜岛空年路山道])|一半|半数)
  | (?<![{_CN}第])(?P<tenths>[一二两三四五六七八九]|\b\d)成(?P<tenmore>[多余半]
        |[一二三四五六七八九](?![一二三四五六七八九十百千万]))?
      (?![立为员果本效都功长绩就型熟人份交品分才]|不变)
  | (?P<rank>第{_ORDINAL}(?P<rankword>位|名)?|首位|榜首|(?<=之)首|前{_ORDINAL}(?:位|名|强)?)
  | (?P<streak>连续)(?P<years>\d+|[{_CN}]+)(?P<ge>个)?
      (?P<span>年|月|季度|周|天|届|次|赛季|日|轮|星期)(?:(?<=年)头|(?P<andhalf>(?<=年)半(?!年)))?
  | (?P<arabic>{_ARABIC})(?P<more>余|多)?(?:[ ](?=[万亿]))?(?P<scale>{_SCALE})?
      (?:(?P<more2>余|多)(?P<scale2>亿|(?<=[百千][余多])万)?)?
  | (?<![{_CN}第万亿])(?:(?P<least>{_LEAST})、?(?=.[十百千万亿倍]))?
      (?P<chinese>[{_CN}](?:(?!千[瓦米克伏])[{_CN}万亿])*{_POINT}|[万亿](?=[余多]))
      (?P<cmore>余|多)?(?P<cscale>万亿|亿|万)?(?P<cmore2>余|多)?
  | (?P<flat>(?<![坚支保维主秉扶操把])持平(?![台安衡等稳均民息]))
  | (?P<double>翻番)
  | (?P<first>首)(?P<firstunit>[个家处支座所])(?=[“「『"])
  | (?P<vague>[数几][十百千万亿]+|上[百千万亿]+(?=[余个名人家起件户次条项处万元]))
    """,
    re.VERBOSE,
)

# What may stand behind a place in an order: 居第一。, but no 第一条.
RANK_BEHIND = r"(?:[\s，,。；;、）)！!]|$|和|的|位|名|升|降|跃|上升|下降|提|前移)"
_SIGN = lazy_pattern(r"[为是率达至到由从长速幅减]-$|[（(][+-]$")
_JOINS = ("—", "–", "-", "~", "－", "至", "到")
# Where QUANTITY may match: one set of letters, which the engine skips to quickly.
_FIRST_LETTER = lazy_pattern(
    rf"[\d{_CN}万亿半第首榜前连数几上持翻](?:(?<![第首榜前连数几上持翻])|[\d{_CN}万亿位首个家处支座所续平番]|(?<=首))"
)
_NO_PLACE = lazy_pattern(
    rf"(?:第(?>{_ORDINAL})(?>[位名]?)|前(?>{_ORDINAL})(?>[位名强]?))(?!{RANK_BEHIND})"
)

BEFORE = {word: word for word in words("不超过 超过 突破 接近 不足 不到 至少 最高 超 逾 近 约")}
BEFORE |= {"大约": "约", "将近": "近", "约为": "约", "破": "突破", "首破": "突破"}
BEFORE |= dict.fromkeys(("跌破", "少于", "低于"), "不到")
_BEFORE_ENDS = frozenset(word[-1] for word in BEFORE)
_MORE, _MORE_OF = "多余", ("次", "种", "样", "方", "元", "了", "出")
_NOT_QUALIFIER = {
    "约": "节预签违公条合契相邀制特履失守简爽婚",
    "近": "最附邻临新靠远相",
    "超": "高赶",
    **dict.fromkeys(("少于", "低于"), "不"),
    "破": "侦突打击勘告查爆识攻",
}
_CASE_UNITS, _MARK = "起宗件例", ("大关", "关口")
# 首次迈上98%台阶: a mark that was passed
_PASSED = lazy_pattern("的?(?:历史)?(?:新的?)?(?:台阶|大关|关口|门槛)")
# 建成首个“湖心屋”: the unit has one; no honour that it was given
_SET_UP = lazy_pattern(
    r"(?:建成|建起|建立|设立|设置|开设|启用|启动|成立|组建|推出|投用|打造|改造成|挂牌|揭牌)了?"
    r"(?:全[国省市县区]|我?[省市县区]|辖区)?[内里]?$"
)
_BARE = lazy_pattern(
    rf"(?:[\s，,。；;、：:（(“—{_CASE_UNITS}]|共|已|已经|累计|全[省市县区国年]|[一-龥]{{2}}(?:[市县区]局?|分局|支队|大队|专班|派出所))$"
)
_EXACT = lazy_pattern(r"(?:\d*[1-9](?:[1-9]|0[1-9])|[1-9一二三四五六七八九])[起宗件例]")
BEHIND = lazy_pattern(
    r"(?:及其?)?(?P<word>以上|左右)|[强弱](?=[，,。；;、）)]|$)|以内|之内|以下|上下|内(?![部容设涵外心网地])"
)
_QUALIFIERS_BEHIND = {word: word for word in ("以上", "左右", "以内")}
_QUALIFIERS_BEHIND |= dict.fromkeys(("内", "之内", "以下"), "以内") | {"强": "余", "弱": "近"}
FARTHEST_END = 3  # characters between the two ends of a range


def scan_quantities(text: str) -> Iterator[Quantity]:
    """All quantities of a text (in one-to-one normalised form), in its order."""
    previous: Quantity | None = None
    for found in filter(None, (_read(text, match) for match in _matches(text))):
        is_near = previous is not None and found.start - previous.end <= FARTHEST_END
        joined = _joined(text, previous, found) if previous is not None and is_near else None
        if previous is not None and joined is None:
            yield previous
        previous = joined or found
    if previous is not None:
        yield previous


def _joined(text: str, previous: Quantity, found: Quantity) -> Quantity | None:
    """Two printed numbers as one quantity: 8分30秒, 1亿3千多万人, 1亿零260万元, 3—5个."""
    scale, between = text[previous.end - 1], text[previous.end : found.number_start]
    if scale in SCALES and between in ("", "零") and not previous.unit:
        low, high, is_part = found.value, previous.value, found.is_scaled or between
        if low is None or high is None or not is_part or low >= SCALES[scale]:
            return None
        return found._replace(
            start=previous.start,
            number_start=previous.number_start,
            value=high + low,
            qualifier=found.qualifier or previous.qualifier,
        )
    return units.compound(previous, found) or units.range_of(text, previous, found)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Where QUANTITY matches. Going from one candidate to the next is much faster.

    Numbers of articles and the like, which are no place in an order, are left out.
    """
    at = 0
    while (candidate := _FIRST_LETTER.search(text, at)) is not None:
        start = candidate.start()
        no_place = _NO_PLACE.match(text, start) if text[start] in "第前" else None
        match = QUANTITY.match(text, start) if no_place is None else None
        if match is not None:
            yield match
            at = match.end()
        else:
            at = start + 1 if no_place is None else no_place.end()


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    if match["arabic"] or match["chinese"]:
        return _plain(text, match)
    if match["rank"]:
        return _rank(match)
    if match["streak"]:
        return _streak(match)
    if match["halfof"]:
        return _half_of(text, match)
    if match["flat"]:
        return Quantity(match.start(), match.end(), match.start(), None, "", units.FLAT)
    if match["double"]:
        start = match.start() + 1  # the verb stays with the words in front
        return Quantity(start, match.end(), start, Decimal(1), "番", units.TIMES)
    if match["first"]:
        start, unit = match.start(), match["firstunit"]
        is_own = _SET_UP.search(text, max(start - 10, 0), start) is not None
        one = Quantity(start, match.end(), start, Decimal(1), unit, units.COUNT)
        return one if is_own else None
    if match["vague"]:
        unit, kind, end = units.unit_at(text, match.end())
        return Quantity(match.start(), end, match.start(), None, unit, kind, vague=True)
    return _percent(text, match)


def _percent(text: str, match: re.Match[str]) -> Quantity | None:
    value: Decimal | None
    qualifier, unit = None, "%"
    if match["percent"]:
        number = match["percent"]
        value = _small(number)
        unit = "%" if match["per"] == "百分之" else "‰"
        qualifier = match["permore"]
    elif match["den"]:
        below, above = _small(match["den"]), _small(match["num"] or "")
        value = percentage(above, below) if below and above and above < below else None
    elif match["den2"]:
        if not _is_fraction(text, match):
            return None
        below, above = _small(match["den2"]), _small(match["num2"] or "")
        value = percentage(above, below) if below and above and above < below else None
    elif match["tenths"]:
        tenths = _small(match["tenths"])
        value = None if tenths is None else tenths * 10
        if value is not None and match["tenmore"] not in (None, "多", "余"):
            value += 5 if match["tenmore"] == "半" else chinese_number(match["tenmore"]) or 0
        else:
            qualifier = match["tenmore"]
    else:
        value = Decimal(50)
    if value is None:
        return None
    start, end, qualifier = _qualifiers(text, match.start(), match.end(), units.PERCENT, qualifier)
    if match["half"] and text[start - 1 : start] == "过":
        start -= 1  # 过半
    if match["half"] and (more := _OVER_HALF.match(text, end)):
        end, qualifier = more.end(), "余"  # 少了一半还多
    return Quantity(start, end, match.start(), value, unit, units.PERCENT, qualifier)


_OVER_HALF = lazy_pattern("还多|略多|有余|多(?=[，,。；;、）)]|$)")
_FRACTION_OF = lazy_pattern(
    r"(?:精简|减少|下降|降低|增长|增加|提高|压缩|缩短|占到?|[近约超]|超过|不[到足]|达到?|[只仅]?有|为)了?"
    r"[近约]?$"
)


def _is_fraction(text: str, match: re.Match[str]) -> bool:
    """精简1/4, 1/3以上的村: not 1/2版, 3/4节."""
    is_part = _FRACTION_OF.search(text, max(match.start() - 6, 0), match.start()) is not None
    return is_part or text.startswith(("的", "以上", "左右"), match.end())


def _small(number: str) -> Decimal | None:
    return arabic_number(number) if number[:1].isdigit() else chinese_number(number)


def _rank(match: re.Match[str]) -> Quantity | None:
    printed = match.group("rank")
    if printed in ("首位", "榜首", "首"):
        return Quantity(match.start(), match.end(), match.start(), Decimal(1), "位", units.RANK)
    value = _small(printed[1:].rstrip("位名强"))
    if value is None:
        return None
    qualifier = "前" if printed[0] == "前" else None
    return Quantity(match.start(), match.end(), match.start(), value, "位", units.RANK, qualifier)


def _streak(match: re.Match[str]) -> Quantity | None:
    value = _small(match["years"] or "")
    if value is None:
        return None
    start, value = match.start("years"), value + Decimal("0.5") * (match["andhalf"] is not None)
    return Quantity(start, match.end(), start, value, match["span"] or "", units.STREAK)


def _plain(text: str, match: re.Match[str]) -> Quantity | None:
    """A number with its scale and unit; bare Chinese numbers only as the end of a range."""
    arabic, chinese, scale, more, more2, scale2, cscale, cmore, cmore2 = match.group(*_PLAIN)
    start, at = match.span()
    printed = arabic or chinese or ""
    scale = (scale if arabic else cscale) or ""
    at, more = _before_unit(text, at, more or more2 or cmore or cmore2)
    unit, kind, unit_end = units.unit_at(text, at)
    half = None if scale or more else units.half_more_at(text, at)
    if half is not None:
        unit, kind, unit_end = half
    is_scaled = bool(scale) or (not arabic and ("万" in printed[1:] or "亿" in printed[1:]))
    if not (arabic or kind or is_scaled or more or _is_joined(text, start, unit_end)):
        return None
    value, value_max = _ends(match, printed, scale, SCALES[scale2 or ""])
    if value is None:
        return None
    counted = kind or (units.COUNT if is_scaled else "")
    begin, end, qualifier = _qualifiers(text, start, unit_end, counted, more)
    if printed in SCALES and printed[0] != "十" and qualifier is None:
        return None  # 百家湖, 千人计划: a scale alone is a number only in 百余, 近百
    signed = kind in (units.PERCENT, units.POINT) and begin == start
    if signed and _SIGN.search(text, max(start - 2, 0), start):
        begin = start = start - 1  # 自然增长率为-1.63‰: the sign is printed, not part of the value
    is_small = len(printed) == 1 and not scale and printed not in "百千万亿"
    return Quantity(
        begin,
        end,
        start,
        value if half is None else value + Decimal("0.5"),
        unit,
        kind,
        qualifier,
        value_max,
        is_chinese=not arabic and is_small and half is None,
        is_scaled=is_scaled,
        more=bool(more),
    )


def _ends(
    match: re.Match[str], printed: str, scale: str, scale2: int
) -> tuple[Decimal | None, Decimal | None]:
    """The value, and the upper end of 二、三百."""
    times = SCALES[scale] * scale2  # 3万多亿, 3千多万
    value = arabic_number(printed) if match["arabic"] else _chinese(printed, scale)
    if value is None or not match["least"]:
        return value and value * times, None
    low = _chinese(match["least"] + printed[1:], scale)
    return low and low * times, value * times


_PLAIN = ("arabic", "chinese", "scale", "more", "more2", "scale2", "cscale", "cmore", "cmore2")


def _before_unit(text: str, at: int, more: str | None) -> tuple[int, str | None]:
    """Where the unit behind a number begins, in 12 % and in 五个多月, too."""
    if text.startswith("个多", at) and units.unit_at(text, at + 2)[1] == units.DURATION:
        return at + 2, "多"
    return at + text.startswith(" %", at), more


def _is_joined(text: str, start: int, end: int) -> bool:
    return text[max(start - 1, 0) : start] in _JOINS or text[end : end + 1] in _JOINS


def _half_of(text: str, match: re.Match[str]) -> Quantity:
    """半小时, 半个月."""
    start, end, qualifier = _qualifiers(text, match.start(), match.end(), units.DURATION, None)
    unit = match["halfunit"] or ""
    return Quantity(start, end, match.start(), Decimal("0.5"), unit, units.DURATION, qualifier)


def _chinese(printed: str, scale: str) -> Decimal | None:
    if printed in SCALES:
        return Decimal(SCALES[printed])
    whole, hundred_millions, rest = printed.rpartition("亿")
    if not hundred_millions or scale != "万":
        return chinese_number(printed)
    above, below = chinese_number(whole + "亿"), chinese_number(rest.lstrip("零〇○"))
    return None if above is None or below is None else above / 10**4 + below  # 四亿零七百多万


def _qualifiers(
    text: str, start: int, end: int, kind: str, qualifier: str | None
) -> tuple[int, int, str | None]:
    """Take in the words before and behind that say how exact the number is."""
    if kind:
        following = text[end : end + 1]
        if qualifier is None and following and following in _MORE:
            then = text[end + 1 : end + 2]  # 比上年33.9万起多5000起
            other_word = then in _MORE_OF or then.isdecimal()
            qualifier, end = (None, end) if other_word else (following, end + 1)
            following = text[end : end + 1]
        behind = BEHIND.match(text, end) if following and following in "以左上内之及强弱" else None
        if behind is not None:
            end = behind.end()
            qualifier = qualifier or _QUALIFIERS_BEHIND.get(behind.group())
        if qualifier is None and following and following in "的历新台大关门":
            qualifier = "突破" if _PASSED.match(text, end) else None
    before = text[max(start - 1, 0) : start]
    if before and before in _BEFORE_ENDS and not _is_solved(text, start, end):
        start, qualifier = _qualifier_before(text, start, qualifier)
    return start, end, qualifier


def _is_solved(text: str, start: int, end: int) -> bool:
    """Whether 破 in front of cases is what was done (立电诈案2903起，破1055起), not 突破."""
    if text[start - 1 : start] != "破" or text[end - 1 : end] not in _CASE_UNITS:
        return text[start - 1 : start] == "破" and units.opened_before(text, start - 1)
    if _EXACT.match(text, start) and text[start - 2 : start - 1] not in ("突", "冲", "首"):
        return True  # 城东区破201起: a mark that is passed is a round number
    is_bare = _BARE.search(text, max(start - 8, 0), start - 1) is not None
    return (is_bare or start == 1) and not text.startswith(_MARK, end)


def _qualifier_before(text: str, start: int, qualifier: str | None) -> tuple[int, str | None]:
    for length in (3, 2, 1):
        printed = text[start - length : start] if start >= length else ""
        word = BEFORE.get(printed)
        if word is None:
            continue
        before = text[start - length - 1 : start - length] if start > length else ""
        if before and before in _NOT_QUALIFIER.get(printed, ""):
            break
        return start - length, qualifier or word
    return start, qualifier
