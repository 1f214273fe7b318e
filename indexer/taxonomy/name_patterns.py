"""Cut from a paragraph the expressions that are built like the name of an initiative.

Rules of form only, none of them knows a name. Confidence is our estimate of how often such an
expression is a name (tests/indexer/taxonomy/discovery_judged.txt says how well that holds).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.taxonomy.name_endings import (
    GENERIC,
    IDIOMS,
    NO_KIND,
    OUTCOMES,
    PLAIN,
    SUFFIXES,
    ending_of,
    kind_of,
    without_outcome,
)
from indexer.text.lazy_pattern import lazy_pattern
from indexer.word_list import words

_ENDING = "|".join(sorted(SUFFIXES.keys() - set(OUTCOMES), key=len, reverse=True))
_TELLING = words("""
    机动队 快反队 突击队 战队 工作站 服务站 检查站 警务站 指挥室 平台 模型 中心 会战 攻势
""")
_PLACES = "站|点|岗|队|室|窗口|中心|圈|网格|基地|驿站|哨|机库|指挥部"
# Verbs whose object is a new thing, which is as good as named …
_MAKING = (
    "打造|建成|组建|搭建|研发|启动|推出|推行|成立|设立|开发|上线|创新|创设|出台|首创|举办|创建"
    "|发起|开通|创出|总结出|摸索出|提炼出|建起|办好|创立|创办|布建|试行|打响|办起|共建|建起|承办|建立|组织|升级改造|试点|启用|投入使用的"
    "|挂牌|自建的?|揭牌|办了|配发"
)
# … and those that are said of work of any kind.
_VERBS = (
    f"{_MAKING}|开展|推进|实施|部署|构建|深化|健全|建设|完善|升级|优化|形成|做强|做大|做实|依托|运用|落实"
    "|推广|设置|探索|纳入|列入|应用|集成|实行|制定|安装|推开|用好|参加|组成|实现|获评|荣获|通过|借助|利用|接入"
)
# Verbs that use a thing: what follows its name is done with it (运用“一张图”调兵) …
_USING = lazy_pattern("(?:依托|运用|应用|用好|通过|借助|利用|接入)$")
_REACHED = lazy_pattern("实现(?:了)?$")  # 实现“零发案”: an outcome
# … and those that are as often a part of a name: 知识创新工程, 标准提升行动.
_NOUN_VERBS = "创新|建设|升级|优化|应用|推广|试点|深化|探索|集成|组织|实现"
_THING = 0.68  # once; enough where it is used again
_ACTING = 0.77  # what does something by itself is no turn of phrase
_WEAK = 0.55  # the surest of the rules by place
_HAN, _WORD = r"[\u3400-\u9fff]", r"[\u3400-\u9fff0-9A-Za-z·—\-]"
_NUMERAL = "[一二两三四五六七八九十百千]"
_COUNTED = r"(?![一二两三四五六七八九十百千万亿年月日届次个点号时分秒岁中天章条款])[\u3400-\u9fff]"
_COUNT = r"\d[\d.]*[余万多]*(?:个|处|家|支|座|辆|条|套)"
_OPEN, _CLOSE = "“「『", "”」』"

_QUOTED = lazy_pattern(rf"[{_OPEN}]([^{_OPEN}{_CLOSE}。！？!?；;\n]{{2,30}})[{_CLOSE}]")
_MEASURE = lazy_pattern(r"《([^《》\n]{4,40}(?:意见|方案|办法|规划|规定|计划|措施|纲要|细则))》")
_SUMS = lazy_pattern(r"[\u3400-\u9fffA-Za-z0-9]{1,8}(?:[+＋][\u3400-\u9fffA-Za-z0-9]{1,8})+")
_CODE = lazy_pattern(
    rf"{_HAN}{{2,6}}(?:[-—－]20\d\d(?!\d)|(?<![同环]比)(?<![至到为达约超近均低高升降增减缩少多时后])\d\.\d"
    r"(?=系统|平台|版|模式|工程|行动|体系|机制|计划|[”’」』，,。；、）)\s]|$))"
)
_CODE_SIGN = lazy_pattern(r"[-—－]20\d\d|\d\.\d")
_SLOGAN = lazy_pattern(
    rf"{_NUMERAL}{_COUNTED}{_NUMERAL}{_COUNTED}(?:、{_NUMERAL}{_COUNTED}[一二两三四五六七八九十多]{_COUNTED})*"
)
_VERB = lazy_pattern(rf"(?:{_VERBS})(?:了|好)?")
_KEPT_UP = lazy_pattern("(?:健全|完善|优化|深化|做[强大实])(?:了|好)?")  # a thing of any kind
_MADE_NEW = lazy_pattern(rf"(?:{_MAKING})(?:了|好)?")
_RUN = lazy_pattern(rf"{_WORD}{{4,30}}")
_BREAK = lazy_pattern(rf"(?:^|[，,。；;、：:和与])(?={_WORD})")
_ON = lazy_pattern(rf"(?:{_COUNT})?[、和及与]")
_AFTER_COUNT = lazy_pattern(rf"{_COUNT}({_HAN}{{2,8}}(?:{_PLACES}))(?!{_HAN})")
_BEFORE_COUNT = lazy_pattern(rf"({_HAN}{{2,10}}(?:{_PLACES})){_COUNT}")
# What a name does not run across: particles, verbs, counts and the words for who does it.
_NO_NAME = (
    "的|了|和(?![谐平美睦事])|与|及|等(?!级)|在|对(?![策接象])|为|以|把|将|由|(?<!串)并(?!联)|是|有|从|围绕|加大|一[支张批个套项座]|关于|努力"
    rf"|{_COUNT}|\d+项|各类|各项|全市|全省|全国|全区|全县|(?:省|市|县|区)?公安(?:局|厅|机关)|[市县区]两级"
)
_LINK = lazy_pattern(f"{_NO_NAME}|{_VERBS}")
_COUNTED_THINGS = lazy_pattern("[两三四五六七八九十百千]+余?[个处家名起户]")
_PLAIN_VERBS = "|".join(v for v in _VERBS.split("|") if v not in _NOUN_VERBS.split("|"))
_LINK_OF_PROJECT = lazy_pattern(f"{_NO_NAME}|{_PLAIN_VERBS}")
_PROJECT = lazy_pattern(rf"{_HAN}{{4,20}}(?:工程|行动|行动计划|攻坚战|平台|系统|模型)")
# How a name goes on behind its quotation marks: “鹰眼”智能研判系统, “净网”“护苗”等专项行动.
_TAIL = lazy_pattern(
    rf"({_WORD}{{0,10}}?)((?:{_ENDING})+(?!员|长(?!制)|伍)|(?<![上下到在])[队室团圈站岗](?!员|长|伍|伙|点|位|队|结)"
    r"|(?<![司执普违立守宪刑民用学合办])法(?![律院官治规制庭学案]))"
)

# … and how it begins before them, after the verb that makes it: 试行涉案财物“云管家”系统.
_LEAD = lazy_pattern(rf"(?:{_VERBS})(?:了|好)?({_WORD}{{2,10}})$|^[、和]({_WORD}{{2,8}})$")
_ACTS_WORDS = (
    "让|使|已|累计|上线|开通|启用|投用|运行|成为|成了|面向|覆盖|连接|惠及|受理|接待|化解|服务|全年|平均"
    f"|今年|去年|每[周月季年天晚夜]|上岗|上路|把|由|按|{_NUMERAL}[年季月天]|自20|当场|先后|共"
)
# A thing that is there from now on: 走失老人预警模型上线三个月.
_LAUNCHED = lazy_pattern(
    rf"({_WORD}{{4,16}}?(?:模型|系统|平台|工作站|服务站|警务站|检查站|警务室|实验室|小程序|驿站|专班))"
    "(?:今年|去年|正式|全面|已经?)*(?:上线|启用|投用|投入使用|投入运行|揭牌|落成)"
)
# … said by what it is before its name: 设了便民服务“暖心岛”.
_MADE_AS = lazy_pattern(rf"(?:(?:{_MAKING})(?:了|好)?|[设建办]了)[\u3400-\u9fff]{{2,8}}$")
# A team or thing of which a clause tells what it does: ，岛际联防快艇队昼夜轮值.
_AT_WORK = lazy_pattern(
    rf"(?:^|[，,。；;\n]|由|靠)({_WORD}{{4,16}}?(?:机动队|突击队|小分队|服务队|巡逻队|快艇队|突击小组|工作站|服务站|警务站|模型|专班|网))"
    f"(?={_ACTS_WORDS}|昼夜|全天候|先行|扫码|自动|一键|实时|随时|常年|轮流|上门|管着)"
)
_HOW_OFTEN = lazy_pattern(rf"^(?:\d+|{_NUMERAL}+)[余多]?[次场轮批期]")
_NO_LEAD = lazy_pattern(r"[建设办成用作装现获好为叫]$|^(?:一系列|系列|各|本|其|新)")
_MADE = lazy_pattern(rf"(?:(?:{_VERBS})(?:了|好)?|[设建办])(?<!通过|借助|利用)$|[设办建]了$")
# Without an ending that we know: what a made thing is called up to a break, “情指杯”技能竞赛.
_NOUN_TAIL = lazy_pattern(rf"({_HAN}{{2,8}})(?=[，,。；;、：:（(\n{_OPEN}]|\d|$)")
_NO_NOUN = lazy_pattern(
    rf"^(?:\d+|{_NUMERAL}+)[余多]?[期次场届轮批年季月天名人]|案$|^[向到往朝]|成果|建设|工作|内涵|要求|目标|理念|精神|作用|优势|方式|思维|能力|水平|力度|试点"
)
# “秋风”“净边”三个专项行动 are one each.
_COUNTED_TAIL = lazy_pattern(r"[\d两二三四五六七八九十]+[个项大]")
_SPEECH = lazy_pattern(
    r"(?:[说道称示问答喊]|(?<!总结|提炼|概括|命名|定名|取名)为|(?<![制创])作|(?<![建形办组])成)[：:,，]?$|[：:]$"
)
_CHATTER = lazy_pattern(r"[吗呢吧啊]|怎么|什么|不是|就是|[我你他她您].{5}")
_COMMA = lazy_pattern("[，,]")
_NUMBER_ONLY = lazy_pattern(r"[\d.,、%％\s一二三四五六七八九十·•]+")
# What is named here is a crime, a person or a thing, no measure of ours.
_NO_MEASURE = lazy_pattern(
    r"等?(?:[\u3400-\u9fff]{0,6})(?:案件|案|警情|违法|犯罪|人员|骗局|诈骗|团伙|窝点|车辆|行为|现象|问题"
    r"|行业|贷款|经费|提案|目标|方针|谬论|图谋|线索)"
)
_PRETENCE = lazy_pattern(
    r"(?:以|名为|所谓|虚假|假冒|冒充|谎称|涌现出|被(?:群众)?(?:亲切地)?称[为作])$"
)
# A name in quotation marks that is spoken of as a thing: “智安街区”建设, “智安街区”21个.
_AS_A_THING = lazy_pattern(rf"(?:建设|创建|工作|活动)(?!者|站|组|室|人员)|{_COUNT}")
# … but not as what the work is against.
_FOUGHT = lazy_pattern(
    "(?:打击|整治|防范|查处|治理|取缔|清理|惩治|遏制|曝光|防止|杜绝|抵制)[^，,。；;]{0,6}$"
)
# A name in quotation marks of which a clause tells what it does: ，“众智工坊”面向基层开放 …
_SUBJECT = lazy_pattern(r"(?:^|[，,。；;\n]|由|靠)$")
_ACTS = lazy_pattern(_ACTS_WORDS)
# … or that is called so or counted like one: 手里有一本“连心账”; but a whole sort has no name.
_ONE_OF = lazy_pattern(r"(?:一[本支套座间款]|取名为?|名叫|叫[作做]?)$")
_SORT = lazy_pattern(r"(?:一批|若干|一些|各种|各类)$")
# “净网”“护苗”等专项行动: the ending that examples share; “微信”等平台 are no names of ours.
_SHARED_TAIL = lazy_pattern(
    r"等(?:[一二两三四五六七八九十\d]*[个项大次])?((?:系列|集中|专项)*(?:行动|会战|整治|攻坚战?|工程|机制|模式|活动|品牌|改革|工作法))"
)
_HONOUR = lazy_pattern(r"(?:获评|荣获|授予|获得|荣立|评为|获|成了|如今的)$")
_CLASSES = words("模式 机制 体系 标准 服务 战略")
_THINGS = words("系统 中心 小区 基地 窗口 演练 服务区 中队 专班 工作队")


class NameCandidate(NamedTuple):
    """An expression of the paragraph: `text[start:end]` holds it, quotation marks and all.

    `core` is what the print has in quotation marks, or the name; `printed` is the name with the
    words for its kind that the print adds to it: 一网六控 is also 一网六控新模式.
    """

    name: str
    core: str
    printed: str
    kind: str
    confidence: float
    start: int
    end: int


def find_candidates(text: str, floor: float = 0.0) -> Iterator[NameCandidate]:
    """The expressions of one paragraph that may name an initiative, rule by rule.

    Rules that are no surer than `floor` are left out.
    """
    yield from _quoted(text)
    for match in _MEASURE.finditer(text):
        yield _candidate(match, 1, "制度", 0.7)
    # Both begin with any Han character: what they turn on is looked for first.
    for match in _CODE.finditer(text) if _CODE_SIGN.search(text) else ():
        yield _after_link(match, "行动" if "20" in match[0] else "系统", 0.8)
    for match in _SUMS.finditer(text) if "+" in text or "＋" in text else ():
        if not match[0].replace("+", "").replace("＋", "").isdigit():
            yield _after_link(match, "模式", 0.7)
    for match in _SLOGAN.finditer(text):
        if match[0] not in IDIOMS:
            yield _candidate(match, 0, NO_KIND, 0.6)
    yield from _after_verbs(text)
    for match in (*_LAUNCHED.finditer(text), *_AT_WORK.finditer(text)):
        start = match.end(1) - len(_LINK.split(match[1])[-1])
        if (name := _name_at(text, start)) is not None and name[1] == match.end(1):
            found = _plain_name(text[start : match.end(1)], False, start)
            yield found._replace(confidence=max(found.confidence, _ACTING))
    if floor < _WEAK:
        yield from _by_place(text)


def _candidate(match: re.Match[str], group: int, kind: str, confidence: float) -> NameCandidate:
    name = match[group]
    return NameCandidate(name, name, name, kind, confidence, match.start(), match.end())


def _after_link(match: re.Match[str], kind: str, confidence: float) -> NameCandidate:
    """The match without the verb and the like in front: 3+1+N of 建立3+1+N."""
    first = re.split("[+＋]", match[0])[0]
    name = match[0][len(first) - len(_LINK.split(first)[-1]) :]
    return NameCandidate(name, name, name, kind, confidence, match.end() - len(name), match.end())


def _quoted(text: str) -> Iterator[NameCandidate]:
    """“…”行动 is nearly always a name; “…” alone where a verb makes it, but no speech, no slang."""
    found = list(_QUOTED.finditer(text))
    shared, done = "", len(text)
    tails: list[str] = []
    for match in reversed(found):  # “净网”“护苗”专项行动: the last one's ending belongs to all
        tail = _tail(text, match.end(), text[max(match.start() - 8, 0) : match.start()])
        is_listed = text[match.end() : done] in ("", "、", "和") and match is not found[-1]
        shared = tail or (shared if is_listed else "")
        tails.append(shared)
        done = match.start()
    end = 0
    for match, tail in zip(found, reversed(tails), strict=True):
        before = text[end : match.start()] if end <= match.start() else ""
        candidate = _quoted_name(
            text, match, tail, before or text[max(match.start() - 1, 0) : match.start()]
        )
        is_own = text.startswith(tail, match.end())
        end = match.end() + (len(tail) if is_own else 0)
        if candidate is not None:
            yield candidate._replace(end=end)


def _quoted_name(text: str, match: re.Match[str], tail: str, before: str) -> NameCandidate | None:
    inner = without_outcome(match[1].strip(" ，,、：:"))
    is_number = bool(_NUMBER_ONLY.fullmatch(inner))
    is_part = not tail and (is_number or _COMMA.search(inner))
    if len(inner) < 2 or _CHATTER.search(inner) or is_part:
        return None
    if _PRETENCE.search(before) or (_SORT if tail else _SPEECH).search(before):
        return None
    is_bare = not tail and kind_of(inner) == NO_KIND
    if (not tail and _NO_MEASURE.match(text, match.end())) or (is_bare and _FOUGHT.search(before)):
        return None
    lead = _lead(before) if tail or kind_of(inner) != NO_KIND else ""
    printed = lead + inner + tail
    name = inner if _says_itself(inner, tail) else printed
    kind = kind_of(inner + tail)
    if kind == NO_KIND and _SUMS.search(inner):
        kind = "模式"
    if kind == NO_KIND and _HONOUR.search(before):
        kind = "荣誉"
    confidence = _sureness(inner, tail, before)
    if _AS_A_THING.match(text, match.end()):
        confidence = max(confidence, _THING)
    if is_bare and len(inner) <= 12 and _acts(text, match.end(), before):
        confidence = max(confidence, _ACTING)
    start = match.start() - len(lead)
    return NameCandidate(name, inner, printed, kind, confidence, start, match.end())


def _acts(text: str, end: int, before: str) -> bool:
    """Whether what is quoted before `end` is the subject of a clause, or one that has a name."""
    if _ONE_OF.search(before):
        return True
    return _SUBJECT.search(before) is not None and _ACTS.match(text, end) is not None


def _says_itself(inner: str, tail: str) -> bool:
    """Whether what stands in the quotation marks is the name and what follows only its class."""
    if (
        tail.endswith("称号")
        or tail.startswith("新")
        or (tail and ending_of(inner) not in ("", *PLAIN))
    ):
        return True
    if _COUNTED_TAIL.match(tail):
        return True
    if tail == ending_of(tail):
        return False
    is_saying = "、" in inner or bool(_SUMS.search(inner) or _SLOGAN.match(inner))
    return is_saying and SUFFIXES.get(ending_of(tail)) in _CLASSES


def _sureness(inner: str, tail: str, before: str) -> float:
    if tail:
        return 0.95
    is_made = _MADE.search(before) is not None and not _REACHED.search(before)
    if kind_of(inner) != NO_KIND:
        return 0.9 if is_made or ending_of(inner) not in PLAIN else 0.6
    if is_made:
        return 0.85 if len(inner) <= 12 else 0.6
    if _MADE_AS.search(before[-14:]) and len(inner) <= 12:
        return _ACTING
    if _SUMS.search(inner) or _SLOGAN.search(inner):
        return 0.7
    return 0.5 if len(inner) <= 12 else 0.4


def _tail(text: str, at: int, before: str) -> str:
    """What a name has behind its quotation marks up to the ending that tells its kind, "" for none.

    The first ending counts, and what follows it at once: 专项 + 行动. Of what is made, a noun that
    ends at a break will do.
    """
    match = _TAIL.match(text, at)
    if match is not None and not _LINK.search(match[1]):
        return match[0]
    shared = _SHARED_TAIL.match(text, at)
    if shared is not None:
        return shared[1]
    is_made = _MADE.search(before) and not _USING.search(before)
    noun = _NOUN_TAIL.match(text, at) if is_made else None
    is_name = noun is not None and not (_LINK.search(noun[1]) or _NO_NOUN.search(noun[1]))
    return noun[1] if noun is not None and is_name else ""


def _lead(before: str) -> str:
    """What a name has before its quotation marks: the run of words since the verb that makes it."""
    match = _LEAD.search(before[-16:])
    if match is None:
        return ""
    run = _HOW_OFTEN.sub("", _LINK.split(match[1] or match[2])[-1])
    return run if len(run) >= 2 and not _NO_LEAD.search(run) else ""


def _after_verbs(text: str) -> Iterator[NameCandidate]:
    """Runs that end like a name after a verb that makes things, and what is listed with them."""
    for verb in _VERB.finditer(text):
        is_new = _MADE_NEW.fullmatch(verb[0]) is not None
        at: int | None = verb.end()
        while at is not None:
            name = _name_at(text, at)
            if name is None:
                break
            start, end = name
            found = _plain_name(text[start:end], is_new, start)
            if _KEPT_UP.fullmatch(verb[0]):
                found = found._replace(confidence=min(found.confidence, _THING))
            yield found
            on = _ON.match(text, end)
            at = on.end() if on else None
        if at == verb.end() and (name := _last_name(text, at)) is not None:
            found = _plain_name(text[slice(*name)], False, name[0])
            yield found._replace(confidence=found.confidence - 0.15)


def _by_place(text: str) -> Iterator[NameCandidate]:
    """Runs that end like a name after a break, or counted."""
    for before in _BREAK.finditer(text):
        name = _name_at(text, before.end())
        if name is not None and text.endswith(_TELLING, *name):
            found = _plain_name(text[slice(*name)], False, name[0])
            yield found._replace(confidence=0.45)
    for pattern in (_AFTER_COUNT, _BEFORE_COUNT):
        for match in pattern.finditer(text):
            called = _LINK.split(match[1])[-1]
            if len(called) >= 4:
                end = match.end(1)
                yield NameCandidate(called, called, called, "阵地", 0.55, end - len(called), end)


def _name_at(text: str, at: int) -> tuple[int, int] | None:
    """Where a name stands in the run of words that begins here: up to its end, if it ends like a
    name; else up to an ending that hardly stands anywhere else."""
    run = _RUN.match(text, at)
    if run is None:
        return None
    link = _LINK.search(run[0])
    if link and link.start() > 1:
        stop = _LINK_OF_PROJECT.search(run[0])
        project = run[0][: stop.start()] if stop else run[0]
        if len(project) > link.start() and _PROJECT.fullmatch(project):
            return at, at + len(project)
    words = run[0][: link.start()] if link else run[0]
    words = _COUNTED_THINGS.split(words)[0]
    for length in range(len(words), 3, -1):
        ending = ending_of(words[:length])
        if ending in OUTCOMES:
            continue
        stem = words[: length - len(ending)]
        is_whole = length == len(words)
        if ending and len(stem) >= 2 and stem not in GENERIC and (is_whole or ending not in PLAIN):
            return at, at + length
    return None


def _last_name(text: str, at: int) -> tuple[int, int] | None:
    """The same of what a run ends with, after particles and the like: 全市的水上机动队."""
    run = _RUN.match(text, at)
    last = _LINK.split(run[0])[-1] if run else ""
    name = _name_at(text, run.end() - len(last)) if run and len(last) < len(run[0]) else None
    return name if run and name and name[1] == run.end() else None


def _plain_name(name: str, is_new: bool, start: int) -> NameCandidate:
    ending = ending_of(name)
    stem = name[: len(name) - len(ending)]
    is_telling = ending not in PLAIN or ending_of(stem) not in ("", *PLAIN)  # 提升年 + 活动
    confidence = 0.8 if is_telling else 0.77 if is_new and ending in _THINGS else 0.6
    return NameCandidate(name, name, name, kind_of(name), confidence, start, start + len(name))
