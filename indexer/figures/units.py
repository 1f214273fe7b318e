"""Turn printed numbers into decimals, and a number with its measure word into a quantity."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import NamedTuple

from indexer.text.lazy_pattern import lazy_pattern
from indexer.word_list import words

PERCENT, POINT, TIMES = "percent", "point", "times"
FLAT = "flat"  # 持平: nothing is printed but that it stayed
MONEY, MEASURE, DURATION, COUNT, RANK, STREAK = (
    "money",
    "measure",
    "duration",
    "count",
    "rank",
    "streak",
)

_WORDS = {
    PERCENT: "% ‰",
    POINT: "百分点 千分点 基点",
    TIMES: "倍 番",
    MONEY: """元 美元 港元 港币 欧元 日元 英镑 卢布 新卢布 旧卢布 新台币 澳元 加元 韩元 新元
        澳门元 瑞士法郎 法郎 马克 卢比 泰铢 林吉特 里拉 比索 克朗 块钱""",
    MEASURE: """
        平方米 平方公里 平方千米 立方米 公里 千米 米 厘米 毫米 海里 英里 华里 平米 立方 亩 公顷 顷
        吨 公吨 公斤 千克 克 毫克 微克 斤 市斤 担 升 毫升 千瓦时 千瓦 兆瓦 瓦 吉瓦 度 车公里 吨公里
        人公里 TB GB PB MB KB EB km kg km² m² ㎡ ㎞ ㎏ ha kW MW GW kWh MWh GWh TWh kVA MVA
        标箱 标准箱 摄氏度 ℃ °C 瓩 分贝 分
        载重吨 千伏 伏
        标准立方米 吨标准煤 桶 公担 公尺 立方公尺 平方公尺 市尺 匹 锭 英亩 马力 Mbps Gbps 兆""",
    DURATION: "分钟 秒 秒钟 小时 天 月 年 周 星期 季度 工作日 学时 课时 个小时 昼夜 岁 周岁",
    COUNT: """
        路 人 名 位 户 家 个 件 起 宗 例 次 条 项 处 座 栋 幢 间 所 辆 台 套 部 艘 架 只 头 匹 羽 株
        棵 张
        本 册 份 篇 幅 支 批 轮 场 期 班 类 大类 小类 门类 种 门 款 枚 颗 粒 块 片 面 顶 笔 单 票
        封 通 段 箱 案 串
        道 根 眼 口 盏 把 杆 发 包 瓶 袋 盒 罐 卷 集 床 层 组 对 双 副 具 例次 人次 台次 车次
        架次 班次
        件次 起次 本次 证次 户次 家次 乘次 处次 所次 站次 校次 店次
        场次 批次 航次 艘次 辆次 条次 点次 趟 趟次 列 艘 尊 樽 组次 人日 宿
        班列 轮次 步
        支队伍 人份 剂 剂次 床位 学位 亩次 万株 节 门次 公里次 卡 对次 尾 峰 滴 堆 垛 团 队 届次
        省份""",
}
KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
FIRST_LETTERS = frozenset(word[0] for word in KINDS)
_LENGTHS = {  # of the words that begin with a letter, the longest first
    letter: sorted({len(word) for word in KINDS if word[0] == letter}, reverse=True)
    for letter in FIRST_LETTERS
}

ANY_UNIT = f"[{''.join(sorted(FIRST_LETTERS - frozenset('级月年')))}]"  # for regular expressions

# 个 in front of these is not printed in the unit.
AFTER_GE = {
    "百分点": POINT,
    "千分点": POINT,
    "基点": POINT,
    "月": DURATION,
    "工作日": DURATION,
    "小时": DURATION,
    "季度": DURATION,
    "星期": DURATION,
    "点": POINT,
    "位次": RANK,
    "名次": RANK,
    "番": TIMES,
}
# What is counted in these is a row even where the number is a small one in Chinese.
SURE_WITH_SMALL_NUMBERS = frozenset(words("起 名 人 户 家 件 例 宗 次 人次 辆 台 元 吨 公里 亩"))

# What so many may be for: 元/斤, 次/分钟; the longer first.
PER = words("""
    平方公里 立方米 平方米 千瓦时 人次 分钟 小时 公里 公顷 公斤 千克 万人 人 亩 年 月 日 天 户 吨 斤
    克 升 米 度 次 件 个 张 台 只 头 本 股 秒
""")
# With the letter behind them these begin a word: 两千万台湾同胞, 五百万家庭. It is counted itself.
_BEGINS_A_WORD = {
    "人": "口才类",
    "家": "庭长属具乡",
    "台": "湾胞风阶词海商属",
    "位": "于置居列",
    "户": "口籍",
    "团": "员体结伙",
    "支": "部出持援付",
    "种": "植子粮",
    "所": "有",
    "本": "科省市地国",
    "部": "门分",
    "具": "有备",
    "处": "于在理罚",
    "门": "诊",
    "场": "所地",
    "轮": "船胎",
    "项": "目",
    "条": "件",
    "点": "位",
    "片": "区",
    "道": "路",
    "口": "岸",
    "单": "位",
    "升": "至到为级学",
    "克": "服",
    "度": "过假",
}
_BUT_A_MEASURE = ("项目标", "种植物", "种子类", "部门类", "人口罩")


_OF_SO_MANY = lazy_pattern(r"/(?:10|十|百)?万(?!元)")  # 孕产妇死亡率4.2/10万


class Quantity(NamedTuple):
    """A printed number with its unit. `start`/`end` run from qualifier to unit.

    A tuple, for every printed number makes one, and most are dropped: far cheaper than a dataclass.
    """

    start: int
    end: int
    number_start: int
    value: Decimal | None
    unit: str
    kind: str  # one of the kinds above, or "" where no unit is printed
    qualifier: str | None = None
    value_max: Decimal | None = None
    is_chinese: bool = False  # one small Chinese numeral, as in 三个
    is_scaled: bool = False  # 万, 亿 … printed
    more: bool = False  # 余, 多 printed
    vague: bool = False  # 数百, 上千: seen, not read

    @property
    def decimal(self) -> str | None:
        return None if self.value is None else decimal_text(self.value)

    @property
    def decimal_max(self) -> str | None:
        return None if self.value_max is None else decimal_text(self.value_max)


def unit_at(text: str, at: int) -> tuple[str, str, int]:
    """The unit that stands at `at`: as the table writes it, its kind and where it ends.

    ("", "", at) where none stands there.
    """
    if text.startswith("/", at):
        rate = _OF_SO_MANY.match(text, at)
        return (rate.group(), PERCENT, rate.end()) if rate is not None else ("", "", at)
    if text.startswith("个", at):
        for word, kind in AFTER_GE.items():
            if text.startswith(word, at + 1) and not (
                word == "点" and text[at + 2 : at + 3] in "位心"
            ):
                return ("百分点" if word == "点" else word), kind, at + 1 + len(word)
    for length in _LENGTHS.get(text[at : at + 1], ()):
        word = text[at : at + length]  # shorter at the end of the text
        kind = KINDS.get(word, "")
        if kind:
            return _with_addition(text, at, at + len(word), kind)
    return "", "", at


def _with_addition(text: str, at: int, end: int, kind: str) -> tuple[str, str, int]:
    """Take in what may follow a measure word: 微克/立方米, 件（把）. 人口 is no measure word."""
    behind = text[end : end + 1]
    if behind and behind in _BEGINS_A_WORD.get(text[at:end], ()):
        is_unit = text.startswith(_BUT_A_MEASURE, at)
        return (text[at:end], kind, end) if is_unit else ("", "", at)
    if text.startswith("/", end):
        per = next((p for p in PER if text.startswith(p, end + 1)), "")
        if per:
            end += 1 + len(per)
    elif kind == COUNT and text[end : end + 1] in "（(" and end + 1 < len(text):
        for inner in (1, 2):
            closes = text[end + 1 + inner : end + 2 + inner]
            if closes and closes in "）)" and text[end + 1 : end + 1 + inner] in KINDS:
                end += 2 + inner
                break
    return text[at:end], kind, end


# What stands behind a number and is half a unit more: 2个半小时, 一小时半, 5分半钟.
_HALF_MORE = lazy_pattern(r"个半(?P<unit>小时|钟头|月)|(?P<own>小时|分|天)半钟?(?![数径路])")
_SMALLER = {
    ("天", "小时"): 24,
    **dict.fromkeys((("小时", "分"), ("小时", "分钟"), ("分", "秒"), ("分钟", "秒")), 60),
}


def half_more_at(text: str, at: int) -> tuple[str, str, int] | None:
    """The unit of a number with half a one more behind it, its kind and where it ends."""
    half = _HALF_MORE.match(text, at) if text[at : at + 1] in "个小分天" else None
    if half is None:
        return None
    unit = half["unit"] or half["own"]
    return ("分钟" if unit == "分" else unit), DURATION, half.end()


def compound(larger: Quantity, smaller: Quantity) -> Quantity | None:
    """Both as one duration, in the smaller unit; None where they are no two parts of one."""
    ratio = _SMALLER.get((larger.unit, smaller.unit))
    if ratio is None or larger.end != smaller.number_start or larger.value_max is not None:
        return None
    if smaller.value is None or larger.value is None:
        return None
    return smaller._replace(
        start=larger.start,
        number_start=larger.number_start,
        value=larger.value * ratio + smaller.value,
        unit="分钟" if smaller.unit == "分" else smaller.unit,
        kind=DURATION,
        qualifier=larger.qualifier or smaller.qualifier,
        is_chinese=False,
    )


_RANGE = lazy_pattern(r"\s*(?:[—–\-~－]+|至|到)\s*")


def range_of(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    """3—5个, 8—10万元, 700万到800万吨, 百分之四到五: one quantity with two ends."""
    if low.value is None or high.value is None or low.value_max:
        return None
    at_least = _from_least_to_most(text, low, high)
    if not at_least and _RANGE.fullmatch(text, low.end, high.start) is None:
        return None
    if low.kind in (RANK, STREAK) or high.kind in (RANK, STREAK):
        return None
    from_to = text[low.end : low.end + 1] not in ("—", "–", "~")
    if from_to and text[max(low.start - 1, 0) : low.start] in ("由", "从", "自"):
        return None
    value, unit, kind = low.value, high.unit, high.kind
    if low.unit == "%" and not high.unit:
        unit, kind = low.unit, low.kind
    elif low.unit and low.unit != high.unit:
        return None
    elif not low.unit and not low.is_scaled and high.is_scaled:
        scale = next((s for s in ("万亿", "亿", "万", "千", "百") if _ends_in(text, high, s)), "")
        value *= SCALES[scale]
    if not unit or value >= high.value:
        return None
    return high._replace(
        start=low.start,
        number_start=low.number_start,
        value=value,
        value_max=high.value,
        unit=unit,
        kind=kind,
        qualifier=None if at_least else high.qualifier or low.qualifier,
        is_chinese=False,
    )


def _from_least_to_most(text: str, low: Quantity, high: Quantity) -> bool:
    """10万元以上50万元以下."""
    return (
        low.end == high.start
        and low.unit == high.unit
        and text[low.end - 2 : low.end] == "以上"
        and text[high.end - 2 : high.end] in ("以下", "以内")
    )


def _ends_in(text: str, quantity: Quantity, scale: str) -> bool:
    printed = text[quantity.number_start : quantity.end]
    at = printed.find(scale)
    return at > 0 and not any(c.isdigit() for c in printed[at:])


SCALES = {
    "": 1,
    "十": 10,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
MAX_DIGITS = 24  # a longer run of digits is an account number, not a figure


_NO_DIGITS = str.maketrans("", "", ",， \u00a0\u2009\u202f")


def arabic_number(text: str) -> Decimal | None:
    """The value of 1,250 or 6.3; None for a number longer than any figure."""
    digits = text.translate(_NO_DIGITS)
    return None if len(digits) > MAX_DIGITS else Decimal(digits)


def decimal_text(value: Decimal) -> str:
    """Plain digits without exponent and without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percentage(numerator: Decimal, denominator: Decimal) -> Decimal:
    """X分之Y as per cent with two decimals: 三分之二 is 66.67."""
    with localcontext() as context:
        context.prec = 2 * MAX_DIGITS
        return (numerator * 100 / denominator).quantize(Decimal("0.01"))


_OPENED = lazy_pattern(
    r"[发立](?:案|生)?[0-9一二两三四五六七八九十百]{1,4}[起件宗]?[、，,]?[已全均]?$"
)


def opened_before(text: str, end: int) -> bool:
    """Whether a text tells there how many cases were opened, also without a measure word: 发6."""
    return _OPENED.search(text, max(end - 12, 0), end) is not None
