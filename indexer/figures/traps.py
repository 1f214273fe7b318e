"""Tell figures from what measures nothing (dates, codes, slogans) and names from what is none."""

from __future__ import annotations

from indexer.figures import units
from indexer.figures.lexicon import LONG_VERBS
from indexer.figures.names import BACK_REFERENCE
from indexer.figures.quantities import RANK_BEHIND
from indexer.figures.units import Quantity
from indexer.text.lazy_pattern import lazy_pattern
from indexer.word_list import words

# What is quoted at no more than 30 letters is a name or a slogan, not a statement; but a sentence
# that somebody says is one, up to its end: “全年立案1203起。”
_QUOTED = lazy_pattern(
    r"《[^《》]{0,200}》|“[^“”]{0,30}(?<![。！？])”|「[^「」]{0,30}」|『[^『』]{0,30}』"
    r"|\"[^\"“”\n]{0,30}\"|‘[^‘’]{0,30}’"
)
_BRACKETED = lazy_pattern(r"[〔\[［【]\d+[〕\]］】]")
_ADDRESS = lazy_pattern(r"https?://\S+|www\.\S+|[\w.]+@[\w.]+")

_NUMBER_BEFORE = lazy_pattern(
    r"(?:[A-Za-z_/·•#@×*+\d.:：∶§№-]|[“‘\"《「『]|第|附件|[图表]|尾号|编号|文号)$"
)
_ACRONYM = lazy_pattern(r"(?<![A-Za-z\d])[A-Z]{2,4}$")
_SURE = (units.MONEY, units.PERCENT, units.POINT)
_HOUSE_BEFORE = lazy_pattern(r"[\d一二三四五六七八九十][号幢栋楼弄]$")
_AFTER = lazy_pattern(
    r"[A-Za-z·•#@×*+]|\.\d|[号版届室楼岁路时点日线页世]|周年|周岁|年代|等[奖功品次]|比\d|[:：∶]\d"
    r"|[—\-~至到、]\d*[号楼室]|[一二两三四五六七八九十]|／|分之"
)
# A measure word and the letter behind it that make another word.
_BUT_NOT = lazy_pattern(r"名义务|次生产|名单[位亲身]")
_OTHER_WORDS = words("""
    人均 人民 度假 台账 名义 名单 节气 次生 批示 起步 户籍
    案件 案例 宿舍 案值 案由 案情 案卷 案发 案犯
""")
_UNIT_LETTER = lazy_pattern(r"[A-Za-z]")
_RANK_BEFORE = lazy_pattern(
    r"(?:居|列|排|名次?|位次|为|获|得|升至|升到|降至|降到|跃至|跃升至|进入|跻身|保持|蝉联|从|由|挺进|冲进|至|到|评|在|[省市县区国州旗球系]|[率数量度额值分]\S{0,6}"
    r"|位于|处于|城市|法院|单位|全[一-龥]{1,2}|同类|指数|考核|排位|成绩)(?:了|全[省市县区国州旗]|[一-龥]{2,8}?)?$"
)
_PLACES_BEFORE = lazy_pattern(
    r"[居列排位获得](?:[^，。；、]{0,8}第[一二三四五六七八九十\d]{1,3}[位名]?[、和及与])+[^，。；、\d]{0,6}$"
)
_SLOGAN = lazy_pattern(r"(?:坚持|树立|秉持|安全|质量|生命|信誉|预防|群众|人民|健康)[^，。、]{0,3}$")
# 把农业放在经济工作的首位: what is to be, no place that was reached
_PUT_FIRST = lazy_pattern(r"(?:[放摆][在到]|置于)[^，。；、]{0,10}$|作为$")
_RANK_BEHIND = lazy_pattern(RANK_BEHIND)


def quiet_spans(text: str) -> list[tuple[int, int]]:
    """Where the text names instead of stating: titles, short quotations, document numbers."""
    spans = [m.span() for m in _QUOTED.finditer(text)]
    if "〔" in text or "[" in text or "［" in text or "【" in text:
        spans += [m.span() for m in _BRACKETED.finditer(text)]
    if "www" in text or "http" in text or "@" in text:
        spans += [m.span() for m in _ADDRESS.finditer(text)]
    return sorted(spans)


def is_trap(text: str, quantity: Quantity) -> bool:
    """Whether the printed number is part of a name, a date, a code or an ordinal."""
    if quantity.kind == units.RANK and quantity.unit not in ("位次", "名次"):
        return not _is_place_in_order(text, quantity)
    if quantity.kind == units.STREAK:
        return quantity.unit == "日"
    at, end = quantity.number_start, quantity.end
    before = text[max(at - 2, 0) : at]
    if _HOUSE_BEFORE.match(before) or before.endswith("每"):
        return True  # 3号楼502, 每10万人发案数
    if _NUMBER_BEFORE.search(before) and not (quantity.kind and before[-1:] in "：:、"):
        return not _is_glued(text, quantity)
    if quantity.kind == "" and _AFTER.match(text, end):
        return True
    if quantity.kind and _UNIT_LETTER.match(text, end) and not text[end - 1 : end].isascii():
        return False
    if quantity.kind == units.COUNT and (
        _SO_MANY_OF.search(before)
        or (quantity.unit in "幢栋座层期" and _ROOM.match(text, end))
        or (quantity.unit == "期" and _ESTATE.search(before))
    ):
        return True
    if (
        quantity.unit in ("公里", "米")
        and text.startswith("处", end)
        and _ROAD.search(text, max(quantity.start - 12, 0), quantity.start)
    ):
        return True  # G15高速322公里处
    if quantity.kind == units.PERCENT and text.startswith(("世纪", "个世纪", "时间"), end):
        return True  # 四分之一世纪, 最后四分之一时间
    return _is_time(text, quantity) or _is_phrase(text, quantity)


def _is_glued(text: str, quantity: Quantity) -> bool:
    """表2360万只, 实现GDP7062亿元: a figure behind what else begins a number or a code."""
    at = quantity.number_start
    if text[at - 1] in "图表":
        return quantity.is_scaled and bool(quantity.kind)
    return quantity.kind in _SURE and _ACRONYM.search(text, max(at - 5, 0), at) is not None


_NATION = lazy_pattern(
    r"(?:56|五十六)个?民族|(?:960|九百六十)[余多]?万[余多]?平方(?:公里|千米)(?:的|$|[，。])"
)
_ESTATE = lazy_pattern(r"[园苑城府湾庭郡里]$|小区$")
_SEEN = lazy_pattern("视频|监控|探头|摄像|镜头|感知")
_ROAD = lazy_pattern(r"高速|[国省县]道|公路|[A-Z]\d+")
_ROOM = lazy_pattern(r"[\d一二三四五六七八九十]+(?:单元|[室号层楼户栋幢座])|单元")  # 7幢2单元501室
_SO_MANY_OF = lazy_pattern(r"[两三四五六七八九十]个“?$")  # 三个1亿人问题


def _is_place_in_order(text: str, quantity: Quantity) -> bool:
    if not _RANK_BEHIND.match(text, quantity.end):
        return False
    before = text[max(quantity.start - 12, 0) : quantity.start]
    if _SLOGAN.search(before):
        return False
    if _PUT_FIRST.search(before):
        return False
    if _RANK_BEFORE.search(before):
        return True
    return bool(_PLACES_BEFORE.search(text, max(quantity.start - 40, 0), quantity.start))


def _is_time(text: str, quantity: Quantity) -> bool:
    """N年, N月 as dates and spans of time; N天, N小时, N分钟 are durations."""
    unit, end = quantity.unit, quantity.end
    if unit == "年":
        return text[end - 1 : end + 1] in ("年代", "年级", "年期", "年版") or (
            quantity.value is not None and quantity.value >= 1000
        )
    if unit == "月" and text[end - 2 : end - 1] not in ("个", "多"):
        return True
    if unit in ("分钟", "小时", "天", "秒") and text.startswith("前", end):
        return True
    return unit == "小时" and quantity.value == 24 and text[end - 1 : end] != "内"


_OF_A_CODE = lazy_pattern(r".{0,4}(?:编码|密码|代码|数字?$|身份)")
_MARKS = frozenset("分绩评度")  # 得分98.5分


def _is_phrase(text: str, quantity: Quantity) -> bool:
    """Measure words that begin another word, and small Chinese numbers in names."""
    end = quantity.end
    after = text[end : end + 2]
    if quantity.unit in ("位", "组") and _OF_A_CODE.match(text[end : end + 6]):
        return True
    if (
        quantity.unit in ("面", "口", "道", "点", "度", "发", "头", "手", "届")
        and quantity.is_chinese
    ):
        return True
    if text.startswith(("级", "型", "纲要"), end) and quantity.kind != units.PERCENT:
        return True
    if quantity.unit == "分":
        is_mark = not _MARKS.isdisjoint(text[max(quantity.start - 6, 0) : quantity.start])
        return not is_mark and "." not in (quantity.decimal or "")
    if quantity.unit == "路":
        # 12路公交; 监控4.6万路, 高清探头3800路, 视频监控仅有380路
        is_seen = _SEEN.search(text, max(quantity.start - 10, 0), quantity.start) is not None
        return not (is_seen or quantity.is_scaled or (quantity.value or 0) >= 1000)
    if quantity.unit == "番":
        return "翻" not in text[max(quantity.start - 4, 0) : quantity.start]
    if quantity.unit == "起" and quantity.is_chinese and quantity.value == 1:
        return True
    if quantity.unit == "条" and text[max(quantity.start - 1, 0) : quantity.start] == "第":
        return True
    if _NATION.match(text, quantity.number_start):
        return True  # 五十六个民族, 960万平方公里的土地
    is_other = text[end - 1 : end + 1] in _OTHER_WORDS and not _BUT_NOT.match(text, end - 1)
    return is_other or (quantity.kind == units.COUNT and after == "以来")


# Nouns and verbs of one letter that are counted by themselves; any other letter is no name.
_SHORT_NAMES = frozenset(
    "钢铁煤油电水气盐糖纱布纸表棉麻丝茶烟酒粮豆菜肉蛋奶鱼猪牛羊马鸡船车药枪县村乡镇户亡伤抓破立捕拘查转印"
)
_OPENS_NO_NAME = lazy_pattern(
    r"只差|下同|远远|大大|(?:总[额数量值]|数量|数额)$|之比|占(?![比地用领道线有])|有了|人(?:认为|主张)|每(?:人|天|年|个|个人|户|月|亩)?$|去[办做搞]"
    r"|由(?:过去|原来|上年|去年|于|此)|比(?![例重率值分赛武价中])|较(?![大强高低好])|如果|假如|即使|只要"
    r"|使(?![用馆命领])|除了?(?![尘险雪害四])|超过|略?低于|略?高于|少于|多于|小于|大于|不足|不到|相当于|根据|按照|依照"
    r"|关于|对于|据对|经过|正在|[省市县]、(?!自治|直辖|[市县区旗])|以[上下]|让我们|这(?:一项|将|个$|样$)|致(?![力富残])|同[^，]{2,16}比较|应[当该]"
    r"|[在于](?![建校岗册逃编职线押读库营产研外内园途]|[^，]*(?:设立|开展|建|参保|就业|吃饭|安排|比[重例]))[一-龥（）]{1,12}$"
    r"|前(?:建成|年)|到本世纪末|从[^，]{2,10}开始|从[^，从到]{2,6}到[^，到]{2,6}$|我的意见|此(?:一项|$)|[百千万亿]+[元吨亩]?$|[二三四五六七八九十]+[个名家项][^，]*[和、与]"
)
_ENDS_NO_NAME = lazy_pattern(
    r"(?:[，、由从把被按以每或]|比较|调整[到为]|基础上|不仅|不但|之后|(?:到期|精简|调整)后|略高于|端在|在内|相应地|力求|应该|第[一二三四五六七八九十]个?)$"
)
_INSIDE_NO_NAME = lazy_pattern(
    r"什么|哪怕|[高低多少]于[一二\d]|大大超过|可以|就能|能够|如果|即使|相信|不得不"
    r"|[达降升增减][到至]\s*\d|\d[\d .l]*[万亿]*元"
    r"|[一二][八九〇○零][一二三四五六七八九〇○零]{2}(?!年)"
)
_VERB = lazy_pattern(LONG_VERBS)
_OF_A_MEASURE = lazy_pattern(r"[率额量数值度]$|比[重例]$|[投捐援资付贴助]")
# In a long name it says what shall be: 美苏两国应当率先大幅度削减核武器.
_SHALL_BE = lazy_pattern(r"应[当该]|必须")
_LONGEST_NAME = 14


def names_nothing(name: str) -> bool:
    """Whether words in front of a figure are no name of what it measures: 由过去, 超过, 只差."""
    if len(name) == 1:
        return name not in _SHORT_NAMES
    of_whom = name[0] == "对" and name[1] not in "外内口"
    if of_whom and not (_VERB.search(name) or _OF_A_MEASURE.search(name)):
        return True  # 对年综合能耗5万吨以上的企业，加强管理
    return bool(
        _OPENS_NO_NAME.match(name)
        or _ENDS_NO_NAME.search(name)
        or _INSIDE_NO_NAME.search(name)
        or (len(name) >= _LONGEST_NAME and _SHALL_BE.search(name))
    )


# What is left of a lead that only goes on about what was named before.
_NO_NAME = lazy_pattern(
    r"到|至|用|即|实现|连续若干年|一次性|可以|在|对|以|将|把|按|实|当年|每月|超|了|其|这|这个|由|从|又|及|等|人|平均|年|[多少尚]"
    r"|(?:年度|年初|控制|预期)?目标值?"
    r"|(?:这)?(?:\d+|[一二两三四五六七八九十]+)(?:年|个月)(?:来|间)?"
)


def says_nothing(name: str) -> bool:
    """Whether a name only points back, or is no name at all: 这一数字, 目标值, 实."""
    return bool(BACK_REFERENCE.match(name) or _NO_NAME.fullmatch(name))
