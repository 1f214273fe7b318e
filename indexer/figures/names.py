"""Make indicators of the words around figures: split lists, share heads and tails, join."""

from __future__ import annotations

from indexer.figures.lexicon import NOUN_VERBS, PIVOTS, TAILS, VERBS
from indexer.text.lazy_pattern import lazy_pattern
from indexer.word_list import words

MAX_NAME, MAX_TOPIC = 60, 24

_BY_LENGTH = sorted(VERBS, key=len, reverse=True)
_BY_LENGTH[_BY_LENGTH.index("派出")] = "派出(?!所)"  # 派出所 is an office
_ANY = "|".join(_BY_LENGTH)
_ANY_LONG = "|".join(word for word in _BY_LENGTH if len(word) > 1)
VERB = lazy_pattern(_ANY_LONG)
ONLY_VERBS = lazy_pattern(rf"(?:{_ANY_LONG})+")
ENDS_WITH_VERB = lazy_pattern(
    rf"(?:(?:{_ANY_LONG})[、和与及或并])*(?:{_ANY})(?:了|起|出|过|各类|各种|各级|新)?$"
)

_SECOND = lazy_pattern(
    r"开展|参加|参与|进入|达到|获评|获得|荣获|实现|受到|入围|用于|支持|(?<!达)到(?!位|达|案|期|场)|赴|(?<!来)自(?!动|然|治|助|主|行|愿)"
)
_SEPARATOR = lazy_pattern(
    r"、|以及|及其|(?<![普涉危触顾提殃波惠])及(?![格时])|和(?![谐平解])|与(?!会)|或(?!者)|跟"
)
_OPEN, _CLOSE = "“‘（(《「『", "”’）)》」』"
_PAIRS = tuple(zip(_OPEN, _CLOSE, strict=True))
_TAIL = lazy_pattern(rf"(?:{'|'.join(sorted(TAILS, key=len, reverse=True))})$")
_MEASURED = lazy_pattern(
    r"(?:数|量|率|额|度|值|感|耗|费|比|幅|长|重|产值|浓度|收入|支出|时间|面积|案件|警情|人员|工资|外资|价格|指数|成本|犯罪|事故|嫌疑人|水平|贷款|存款|机构|医院|学校|企业)$"
)
_LOST = ("损失", "案损", "被骗")  # 群众损失、打处人员数: has no number of people
_SHORT_TAIL = lazy_pattern(r"[^的、]{2}(?:人数|率|数|量|度|额|值)$|[数率]$")
_OF_ALL = lazy_pattern(
    r"(?P<head>.+?)(?:[两二三四五六七八九十]|(?<![A-Za-z\d])\d+(?![A-Za-z\d]))(?P<measure>个|项|类|家|地|区|名|所|科|支|座)?的?(?P<tail>[^、]*)$"
)
BACK_REFERENCE = lazy_pattern(
    r"^(?:这|该|上述|前述|此|以上)(?:一|两|三|二|几)?(?:项|个|组|些)?(?:数字|比例|比重|数据|数值|指标|数|占比|水平)(?:则|也|均|都)?$"
    r"|^(?:这)?[两二三四五](?:个|项|组)?(?:数字|数据|指[标数]|数值|比例|数)(?:则|也|均|都)?$|^(?:二者|两者|三者|其|它|前者)$"
)


def split_list(text: str) -> list[str]:
    """The members of 甲、乙和丙, not looking inside quotes and parentheses."""
    if not _SEPARATOR.search(text):
        return [text]
    members, depth, last = [], 0, 0
    separators = {m.start(): m.end() for m in _SEPARATOR.finditer(text)}
    at = 0
    while at < len(text):
        char = text[at]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(depth - 1, 0)
        elif depth == 0 and at in separators:
            members.append(text[last:at])
            at = last = separators[at]
            continue
        at += 1
    members.append(text[last:])
    stripped = (member.strip(" 　").rstrip("等") for member in members)
    return [member for member in stripped if member]


def names_of_list(text: str, count: int) -> list[str] | None:
    """`count` names of a list, each with the head and tail they share; None if it has not so many.

    入室盗窃、扒窃发案 → 入室盗窃发案, 扒窃发案.
    """
    before, apart, done = text.partition("分别")
    if apart and before and done:  # 煤炭、钢铁分别淘汰落后产能
        members = names_of_list(before, count)
        return None if members is None else [member + done for member in members]
    parts = split_list(text)
    if count < 2 or len(parts) < count:
        return None
    if len(parts) > count:
        parts = _joined_to_measures(parts)
        return parts if len(parts) == count else None
    parts = _without_total(parts)
    return _share_head(_share_tail(parts))


def _joined_to_measures(parts: list[str]) -> list[str]:
    """盗窃 | 诈骗案件破案数 | 抓获数: what is no measure belongs to the one behind it."""
    joined, waiting = [], ""
    for part in parts:
        if _MEASURED.search(part):
            joined.append(waiting + part)
            waiting = ""
        else:
            waiting += part + "、"
    return [] if waiting else joined


def _without_total(parts: list[str]) -> list[str]:
    """东城、西城两个分局的满意率: the last member loses its count."""
    found = _OF_ALL.match(parts[-1])
    if found is None or not found.group("tail") or found.group("head").endswith(("第", "近", "前")):
        return parts
    head, tail = found.group("head"), found.group("tail")
    return [*(f"{part}{tail}" for part in parts[:-1]), f"{head}{tail}"]


_WHERE = ("城镇", "农村", "城市", "乡村")
# What is done to buildings and the like, one after the other.
BUILT = words("建 新建 改建 扩建 改扩建 改造 建成 建设 新增 升级 扩容 修缮 修复 改造提升 整治提升")


def _share_tail(parts: list[str]) -> list[str]:
    last = parts[-1]
    if all(len(part) == 1 for part in parts[:-1]) and last[0] in "一二三四五六七八九十":
        return [*(part + last[1:] for part in parts[:-1]), last]
    before, of, behind = last.rpartition("的")
    if of and before and len(behind) >= 2 and not any("的" in part for part in parts[:-1]):
        tail = of + behind
    else:
        found = _TAIL.search(last) or _SHORT_TAIL.search(last)
        tail = found.group() if found is not None else ""
    if not tail or tail == last:
        return parts
    if len(last) > 4 and all(part in _WHERE for part in (*parts[:-1], last[:2])):
        tail = last[2:]  # 城镇、农村居民人均可支配收入
    whole = _TAIL.search(last.removesuffix(tail))
    if whole is not None and whole.start() and not any(p.endswith(whole.group()) for p in parts):
        tail = whole.group() + tail  # 涉黄、涉毒案件查处数: both are 案件查处数
    *others, own = parts
    whole_names = (p if _MEASURED.search(p) or p.endswith(_LOST) else p + tail for p in others)
    return [*whole_names, own]


# What is counted of cases, accidents and the like, and says by itself not of which.
_COUNTED_OF = (
    r"(?:(?:人均|直接)?(?:发案|破案|立案|案损|涉案|损失|经济损失|财产损失|死亡|受伤|伤亡|亡人"
    r"|抓获|查处|返还|挽损|止付|起诉)(?:金?额)?(?:人数|起数|[数率量]|总[数额量])?|起数)"
)
_OF_WHICH = lazy_pattern(rf"(?P<head>.{{2,}}?)(?:{_COUNTED_OF}|(?:案件|警情)[数量])")
_ONLY_COUNTED = lazy_pattern(_COUNTED_OF)
# 电动自行车戴盔率、守法率; 小学入学率、巩固率
_RATED = (
    r"(?:(?:安全)?头盔佩戴|戴盔|佩戴|(?:登记)?上牌|守法|系带|覆盖|完好|合格|入学|巩固|办结|化解)率"
)
_RATE_OF = lazy_pattern(rf"(?P<head>.{{2,10}}?){_RATED}")
_ONLY_RATE = lazy_pattern(_RATED)


def _share_head(parts: list[str]) -> list[str]:
    found = _OF_WHICH.fullmatch(parts[0])
    if found is not None and all(map(_ONLY_COUNTED.fullmatch, parts[1:])):
        head = found["head"]  # 电诈案件发案数、案损数; 事故起数和死亡人数
        if not head.startswith("打击"):
            head = head.removeprefix(verb_in_front(head)).removeprefix("立")
        return [parts[0], *(head + part for part in parts[1:])] if len(head) > 1 else parts
    rate = _RATE_OF.fullmatch(parts[0])
    if rate is not None and all(map(_ONLY_RATE.fullmatch, parts[1:])):
        return [parts[0], *(rate["head"] + part for part in parts[1:])]
    head, of, _ = parts[0].partition("对")
    if of and 2 <= len(head) <= 8 and not any("对" in part for part in parts[1:]):
        return [parts[0], *(f"{head}对{part}" for part in parts[1:])]
    return parts


def members_of_all(text: str) -> list[str]:
    """The names of a list that one figure is said of (均为): at least one."""
    return names_of_list(text, len(split_list(text))) or [text]


_VERBS_IN_FRONT = lazy_pattern(
    rf"(?:每[日天月年])?(?:精心|快速|精准|成功|有效|严厉|依法|大力|全力|深入|首批)?(?:{_ANY_LONG})+"
)
_NEWLY = lazy_pattern(
    rf"^(?:今年|当年|年内|全年)?(?:新增|净增|新[建设装招](?!(?:{_ANY_LONG}))|新(?=(?:{_ANY_LONG})))了?"
    r"|(?<=.)(?:新增|净增)$"
)
_IN_ALL = lazy_pattern(r"(?:全[市县区省]|目前|现|已|总)*(?:累计|总计|合计|总共|共有|总数|总量)")


def in_all(name: str, words: str) -> str:
    """新增队员810名，累计(2280名): what there is in all is not what is new: 队员."""
    if _IN_ALL.match(words) is None:
        return name
    return _NEWLY.sub("", name, count=1)


_BODY = lazy_pattern(
    r"[^，。]{0,10}(?:公安局|分局|公安机关|公安|警方|法院|检察院|市局|支队|大队|政府|委员会)$"
)


def verb_in_front(text: str) -> str:
    """The verb, or the verbs in a row, that a name begins with."""
    found = _VERBS_IN_FRONT.match(text)
    return "" if found is None or found.end() == len(text) else found.group()


def thing_of(text: str) -> str:
    """A name without the verbs in front, but for 安置帮教对象: who they are, the verbs say."""
    thing = text.removeprefix(verb_in_front(text))
    return thing if len(thing) > 2 or thing not in _WHO else text


_WHO = words("对象 人员 人数 案件")


def is_body(text: str) -> bool:
    """Whether the text is only the body that acts, as in 南京公安在174个派出所建成….."""
    return _BODY.fullmatch(text) is not None and VERB.search(text) is None


def is_topic(text: str) -> bool:
    """Whether a clause of its own only says what the next one is about: 粮食产量，…."""
    return len(text) <= MAX_TOPIC and _MEASURED.search(text) is not None and not VERB.match(text)


def acts(name: str, *, is_object: bool) -> bool:
    """Whether a name has a verb of its own; `is_object`: it stands behind its number."""
    found = VERB.findall(name)
    return bool(found) and not (is_object and all(verb in NOUN_VERBS for verb in found))


def verb_at_end(text: str) -> str:
    """The verb (with 了 and the like) that the text ends with, or nothing."""
    found = ENDS_WITH_VERB.search(text[-8:])
    return "" if found is None else found.group()


_PLACE_LAST = lazy_pattern(r"(?<=..)全[国省市县区州旗]$")


_ON_WHAT_KIND = lazy_pattern(rf"(?:{_ANY_LONG}|[撤拆关停砍裁并取新增改][一-龥])[一-龥]{{2,}}的$")


def join_around(before: str, behind: str, *, acted: bool = False) -> str:
    """The indicator of a number that stands inside it: 聘任16名督导专员.

    `acted` says that a verb stood further in front: then a second one ends the object.
    """
    behind = behind.strip("的 　，,、")
    if before.endswith(("的", "等", "为")) or before in ("在", "对", "以", "由", "从"):
        # 撤掉客流稀少的18个站点: without the verb they would be all there are
        is_done = before.endswith("的") and len(before) <= 12 and _ON_WHAT_KIND.match(before)
        before = before if is_done or (before.endswith("等") and len(before) <= 12) else ""
        if is_done:
            return before + behind
    before = _PLACE_LAST.sub("", before)  # 覆盖全县127所学校
    if _MAY_ADVERB.search(before):
        before = _INNER_ADVERB.sub("", before)  # 道路交通事故共造成
    verb = verb_at_end(before)
    if verb == "拥有" and "的" in behind:  # 拥有九千万名党员的政党
        before, behind = verb, behind.partition("的")[0]
    if len(before) > 8:
        before = before[-len(verb) :] if verb else before
    before = before.removesuffix("了")
    if acted or (verb and not verb.startswith(PIVOTS)):
        second = _SECOND.search(behind, 2)
        behind = behind if second is None else behind[: second.start()]
    return before + behind


def predicate(trail: str) -> str:
    """What stands behind a level (保持100%侦破) and is no sentence of its own."""
    words_behind = clean_trail(trail)
    return words_behind if len(words_behind) <= 4 else ""


_NO_NOUN = words(
    "就 便 即 也 亦 才 并 到 至 的基础上 的水平 的基础 的台阶 大关 台阶 关口 为 是 ，"
    " , 左右 以上 比 较 同比 等 、 之 （ ("
)
_NOUNS = words(
    "并购 并网 并轨 到案 到场 到位 到期 到岗 到达 到会 至今 "
    "便民 便利 便捷 便携 便衣 便道 就业 就医 就诊 就学 即时 即食 才艺 才子 同比例 等级 等额"
)
_LONG_REMARK = lazy_pattern(r"[（(](?=[^）)]{5}).*")


def clean_trail(text: str) -> str:
    """The noun or the predicate that stands behind a unit, without what follows it."""
    text = text.strip(" 　")
    if text.startswith(_NO_NOUN) and not text.startswith(_NOUNS):
        return ""
    text = text.removeprefix("的")
    text = _LONG_REMARK.sub("", text) if "（" in text or "(" in text else text
    return _TRAIL_END.sub("", _IS_A.sub("", text))[:MAX_NAME]


# 1亿吨石油是我国的财富
_IS_A = lazy_pattern(r"(?<=[一-龥]{2})(?<![于但凡就还总都正要可只也才])是(?!否).{2,}$")
_TRAIL_END = lazy_pattern(
    r"(?:为(?:支点|依托|基础|重点|主体|骨干|核心|载体|抓手)|(?:合并|整合|撤并|简并)[为成]|^\d{1,4}破|等|累计|共计|(?<!公)共|先后)$"
)
_INNER_ADVERB = lazy_pattern(
    r"(?<=[一-龥”\d])(?:(?:(?<!不)仅|累计|共计|至少|大约|已经|先后|最高可?(?=[获给奖补享申贷领]))(?=[一-龥]{2})|[只就约已](?=占)"
    r"|(?<!个)(?:[一二两三四五六七八九十]{1,2}年)(?:累计|共计|合计)(?!的)"
    rf"|(?:年底前|年内)(?:要|将)(?={_ANY_LONG})|(?:拟|已|力争|(?<![占比按])全年|(?<!公)共|(?<![即大上中少])将)(?={_ANY_LONG})"
    rf"|(?<=[一-龥]{{2}})[共现]有(?=[一-龥]{{2}})|(?<=[一-龥”\d]{{2}})(?<![占比按])(?:全年(?!计划|目标|任务)|(?<![一二两三四五六七八九十半几\d])年内|(?<![一二三四五六七八九])一年(?![内来间之以多中的]))(?=[一-龥]{{2}})"
    rf"|(?:虽|却|也|仍|竟|(?<![归偿退返])还|(?<!成)就|(?<![规原守])则|(?<!船)只)+(?={_ANY_LONG}|[立破发]))"
)
# 大寨去年平均每人生产粮食: when it was is no part of what it was.
_ITS_YEAR = (
    r"(?:[今去前明本当]年|目前(?:一年)?|(?:19|20)\d\d年|[一二][一二三四五六七八九零〇○]{3}年)"
)
_INNER_TIME = lazy_pattern(
    rf"(?<=[一-龥])(?<![比较同与于从自由到至占是为按截过超这])在?(?:{_ITS_YEAR}[和与及、])?{_ITS_YEAR}"
    r"(?:上半年|下半年|全年|[底末初])?的?(?=[一-龥]{2}|[立破发抓]$)(?![的度以同至到计预决期间规级代]|起(?![诉获])|水平)"
)
_MAY_ADVERB = lazy_pattern(
    "[底内仅大累共合至已先最只就约拟将全争一虽却也仍竟还则]"
)  # one of its letters

_ABOUT_SO_MANY = words("起 件 人 名 元 户 家 次 个 天 例 宗")
_SINCE = lazy_pattern(r"(?<=..)[从自][^，从自]{1,8}(?:开始|起)$")  # 出口从7月份开始
_FROM_ABOUT = lazy_pattern(
    r"(?<=..)[由从][^，由从]{0,4}(?:十几|几十|数十|上百|几百|成百)[一-龥]{1,2}$"
)
_AND_SO_ON = lazy_pattern(r"^等(?![级待额外候比次式])")  # 《某条例》等(22部)行政法规
_WORD = lazy_pattern(r"[^\W\d_]")
_REMARK = lazy_pattern(r"（(?:[^（）]{7,40}|\d{1,2}月?[—–~至到-]\d{1,2}月)）|\([^()]{7,40}\)")
_CONDITION = lazy_pattern(r"^对[^，]{2,30}的(?=给予|予以|每|一次性)")


_TO_DO = lazy_pattern(r"^[一二三四五六七八九十]要(?:把|将|让|使)?(?=..)")  # 一要把发案压到…


# 年度群众安全感, 群众安全感调查结果: the indicator itself
_FOUND_OUT = lazy_pattern(r"^年度(?=.{2,}[感度率]$)|(?<=[感度率])的?(?:调查|测评|测试)结果$")
_YEAR_AFTER_YEAR = lazy_pattern("(?<=[率感度数量额])(?:继|连[升降增]?)$")  # 安全感继2020年升至
_NONE_LEFT = lazy_pattern("(?<=案)无一(?:漏网|漏案|悬案|积案|未破|例外)$")  # 36起命案无一漏网
# 电诈发案终于降下来了：全年962起; 诈骗警情掉头向下，全年3380起; 诈骗立案首次突破两千，达到2015起
_HAS_MOVED = lazy_pattern(
    "(?<=[一-龥]{2}[案率数量情失额亡])(?:终于|第一次|首[次度]|再次|开始|逐年|明显|[又也已])*"
    "(?:[降升涨跌减压]了?[下上]来?了?|掉头(?:向[上下])?|[突跌]破[百千万两]+)$"
)
# 出入境办证因疫情降至; 因诈骗损失 is told of all the same
_THROUGH = lazy_pattern(
    "(?<=[一-龥]{2})(?:(?:因|受|由于)[^，的因受]{1,12}影响|[因受](?:新冠)?疫情)$"
)
# 队员是清一色的退休装卸工，从32人发展到148人: counted is what stands in front.
_WHO_THEY_ARE = lazy_pattern(
    "(?<=^[一-龥]{2})(?<![正就还于但要可只也才凡])(?:都|全|均|多)?是[^，]{1,12}的[^，的]{2,}$"
)


def _without_telling(name: str) -> str:
    """A name without the verb, or the sentence, that its clause goes on with."""
    name = _YEAR_AFTER_YEAR.sub("", name) if name[-1:] in _TELLING else name
    name = _FOUND_OUT.sub("", name) if name[:1] == "年" or name[-1:] == "果" else name
    name = _HAS_MOVED.sub("", name) if name[-1:] in "来了下上头百千万" else name
    name = _NONE_LEFT.sub("", name) if "无一" in name else name
    name = _THROUGH.sub("", name) if name[-1:] in "响情" else name
    name = name.removesuffix("虽然").removesuffix("虽")
    name = name.removesuffix("其中") if len(name) > 3 else name  # 破获其中98起
    return _WHO_THEY_ARE.sub("", name) if "是" in name else name


_TELLING = ("继", "连", "升", "降", "增")
# 立电诈案412起，破201起; 酒驾：查142起
SHORT_DEEDS = {"破": "破案", "发": "发案", "立": "立案", "抓": "抓获", "查": "查处", "死": "死亡"}


_SHORT_DEED = lazy_pattern(
    r"(?<=[一-龥][一-龥])(?<![设成建确树创独订起中公私对挺自竖站])立$|(?<=案件|诈骗|盗窃|伤害|命案|电诈)[破发]$"
)


def tidy(name: str) -> str:
    """An indicator as the table shows it: without loose marks; empty if no word is left."""
    if "（" in name or "(" in name:
        name = _REMARK.sub("", name)
    if name.startswith("对"):
        name = _CONDITION.sub("", name)
    name = _AND_SO_ON.sub("", name.strip(" 　，,、：:；;的了—-…·"))
    name = name[1:] if name.startswith("发现行") else name  # 发|现行命案22起
    name = _without_telling(_TO_DO.sub("", name))
    name = _INNER_TIME.sub("", name) if "年" in name or "目" in name else name
    if name.endswith(_ABOUT_SO_MANY):
        name = _FROM_ABOUT.sub("", name)
    if name.endswith(("开始", "起")):
        name = _SINCE.sub("", name)
    if _MAY_ADVERB.search(name):
        name = _INNER_ADVERB.sub("", name)
    for opening, closing in _PAIRS:
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "") if name.count(opening) > name.count(closing) else name
            name = name.replace(closing, "") if name.count(opening) < name.count(closing) else name
    name = _SHORT_DEED.sub(lambda deed: SHORT_DEEDS[deed[0]], name)  # 盗窃案件立6120起
    return SHORT_DEEDS.get(name, name)[-MAX_NAME:] if _WORD.search(name) else ""
