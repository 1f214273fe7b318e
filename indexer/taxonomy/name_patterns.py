"""Cut from a paragraph the expressions that are built like the name of an initiative.

Rules of form only, none of them knows a name. Confidence is our estimate of how often such an
expression is a name, from the five bundled reports read without their taxonomy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

NO_KIND = "口号"  # the kind of a name whose ending tells none
# What a name ends with → its kind.
SUFFIXES = {
    "行动": "行动",
    "专项行动": "行动",
    "系列行动": "行动",
    "攻势": "行动",
    "整治": "行动",
    "会战": "会战",
    "攻坚": "行动",
    "攻坚年": "行动",
    "工程": "工程",
    "计划": "计划",
    "行动计划": "计划",
    "平台": "平台",
    "系统": "系统",
    "模型": "模型",
    "机制": "机制",
    "模式": "模式",
    "体系": "体系",
    "改革": "改革",
    "战略": "战略",
    "中心": "中心",
    "试点": "试点",
    "讲堂": "活动",
    "大赛": "活动",
    "活动": "活动",
    "培训班": "活动",
    "机动队": "队伍",
    "快反队": "队伍",
    "突击队": "队伍",
    "战队": "队伍",
    "工作站": "阵地",
    "服务站": "阵地",
    "检查站": "阵地",
    "警务站": "阵地",
    "指挥室": "阵地",
    "服务窗口": "阵地",
    "防控圈": "体系",
    "防控网": "体系",
    "示范城市": "荣誉",
    "示范区": "荣誉",
    "标准": "标准",
    "大脑": "系统",
}
_ENDING = "|".join(sorted(SUFFIXES, key=len, reverse=True))
# Endings specific enough to make a name of what stands before them without a verb that says so.
_TELLING = "机动队|快反队|突击队|战队|工作站|服务站|检查站|警务站|指挥室|平台|模型|中心|会战|攻势"
_PLACES = "站|点|岗|队|室|窗口|中心|圈|网格|基地|驿站|哨|机库|指挥部"
_VERBS = (
    "开展|推进|实施|打造|建立|建成|组建|搭建|研发|启动|部署|推出|推行|构建|成立|设立|深化|健全|建设"
    "|开发|上线|完善|创新|创设|升级|出台|首创|组织|举办|优化|创建|形成|做强|做大|做实|依托|运用"
)
_HAN = r"[\u3400-\u9fff]"
_WORD = r"[\u3400-\u9fff0-9A-Za-z·—\-]"
_NUMERAL = "[一二两三四五六七八九十百千]"
_COUNTED = r"(?![一二两三四五六七八九十百千万亿年月日届次个点号时分秒岁中天章条款])[\u3400-\u9fff]"
_COUNT = r"\d[\d.]*[余万多]*(?:个|处|家|支|座|辆|条|套)"
_OPEN, _CLOSE = "“「『", "”」』"

_QUOTED = re.compile(rf"[{_OPEN}]([^{_OPEN}{_CLOSE}。！？!?；;\n]{{2,30}})[{_CLOSE}]({_ENDING})?")
_MEASURE = re.compile(r"《([^《》\n]{4,40}(?:意见|方案|办法|规划|规定|计划|措施|纲要|细则))》")
_SUMS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]{1,8}(?:[+＋][\u3400-\u9fffA-Za-z0-9]{1,8})+")
_CODE = re.compile(rf"{_HAN}{{2,6}}(?:[-—－]20\d\d(?!\d)|\d\.\d(?![\d%％万亿个分公]))")
_SLOGAN = re.compile(
    rf"{_NUMERAL}{_COUNTED}{_NUMERAL}{_COUNTED}(?:、{_NUMERAL}{_COUNTED}[一二两三四五六七八九十多]{_COUNTED})*"
)
_AFTER_VERB = re.compile(rf"(?:{_VERBS})(?:了|好)?({_WORD}{{2,16}}?(?:{_ENDING})(?:{_ENDING})?)")
_AFTER_BREAK = re.compile(rf"(?:^|[，,。；;、：:和与])({_WORD}{{2,10}}?(?:{_TELLING}))")
_AFTER_COUNT = re.compile(rf"{_COUNT}({_HAN}{{2,8}}(?:{_PLACES}))(?!{_HAN})")
_BEFORE_COUNT = re.compile(rf"({_HAN}{{2,10}}(?:{_PLACES})){_COUNT}")
# What a name does not run across: particles, verbs, counts and the words for who does it.
_LINK = re.compile(
    rf"的|了|和|与|及|等(?!级)|在|对(?![策接象])|为|以|把|将|由|并|是|有|从|围绕|加大|一[支张批个套项座]"
    rf"|{_COUNT}|\d+项|各类|各项|全市|全省|全国|全区|全县|(?:省|市|县|区)?公安(?:局|厅|机关)|[市县区]两级|{_VERBS}"
)
_SPEECH = re.compile(r"[说道称示问答喊][：:,，]?$|[：:]$")
_CHATTER = re.compile(r"[吗呢吧啊]|怎么|什么|不是|就是|[我你他她].{9}")
_NUMBER_ONLY = re.compile(r"[\d.,、%％\s一二三四五六七八九十]+")
_CLASS_OF_CASES = ("案件", "警情", "违法", "犯罪", "人员")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What makes no name of an ending: 专项行动, 长效机制, 指挥中心 …
_GENERIC = _words("""
    专项 系列 集中 统一 重大 有效 长效 工作 这一 相关 新型 指挥 综合 集成 系列专项 全面 具体 基本
    重点 常态 常态化 规范 科学 合理 良好 完整 政治 经济 社会 市场 管理 服务 信息 网络 联动 协调
    保障 责任 领导 监督 评价 考核 工作运行 多项 一项 有关 上述 同一 整个 主要 核心 城市 农村 行政
    国家 战略 教育 培训 改革 发展 实践 生产 经营 商务 会议 城乡 现代 先进 统筹 协同 应急 防控 运行
    操作 推动 样板 试点 示范 勤务 体制
""")
# Everyday four-character turns that look like numeral slogans.
_IDIOMS = _words("""
    一心一意 一点一滴 一年一度 一针一线 一草一木 一分一秒 一举一动 一朝一夕 一丝一毫 四面八方
    四通八达 四分五裂 五湖四海 五花八门 五颜六色 七上八下 七嘴八舌 三番五次 三令五申 三心二意
    三言两语 千家万户 千方百计 千锤百炼 千军万马 千言万语 千山万水 千辛万苦 一字一句 一时一刻
    一前一后 一左一右 一言一行 一家一户 一户一档 一人一档 万无一失 百里挑一 一模一样 独一无二
    两全其美 一大一小 一厂一策 一企一策 四车一组 一步一个 一东一西 一南一北 一老一小 十全十美
    百发百中
""")


class NameCandidate(NamedTuple):
    """An expression of the paragraph: `text[start:end]` holds it, quotation marks and all.

    `core` is the name without the ending that the print has outside the quotation marks.
    """

    name: str
    core: str
    kind: str
    confidence: float
    start: int
    end: int


def find_candidates(text: str) -> Iterator[NameCandidate]:
    """The expressions of one paragraph that may name an initiative, rule by rule."""
    yield from _quoted(text)
    for match in _MEASURE.finditer(text):
        yield _candidate(match, 1, "制度", 0.7)
    for match in _CODE.finditer(text):
        yield _after_link(match, "行动" if "20" in match[0] else "系统", 0.8)
    for match in _SUMS.finditer(text):
        if not match[0].replace("+", "").replace("＋", "").isdigit():
            yield _after_link(match, "模式", 0.7)
    for match in _SLOGAN.finditer(text):
        if match[0] not in _IDIOMS:
            yield _candidate(match, 0, NO_KIND, 0.6)
    yield from _unquoted(text)


def kind_of(name: str) -> str:
    """The kind that a name's ending tells, NO_KIND without one."""
    for length in range(4, 0, -1):
        if name[-length:] in SUFFIXES:
            return SUFFIXES[name[-length:]]
    return NO_KIND


def _candidate(match: re.Match[str], group: int, kind: str, confidence: float) -> NameCandidate:
    name = match[group]
    return NameCandidate(name, name, kind, confidence, match.start(), match.end())


def _after_link(match: re.Match[str], kind: str, confidence: float) -> NameCandidate:
    """The match without the verb and the like in front: 3+1+N of 建立3+1+N."""
    first = re.split("[+＋]", match[0])[0]
    name = match[0][len(first) - len(_LINK.split(first)[-1]) :]
    return NameCandidate(name, name, kind, confidence, match.end() - len(name), match.end())


def _quoted(text: str) -> Iterator[NameCandidate]:
    """“…”行动 is nearly always a name; “…” alone often, but no speech and no “八类”案件."""
    for match in _QUOTED.finditer(text):
        inner, ending = match[1].strip(" ，,、：:"), match[2] or ""
        if len(inner) < 2 or _CHATTER.search(inner) or _NUMBER_ONLY.fullmatch(inner):
            continue
        if ending:
            confidence = 0.95
        elif _SPEECH.search(text[: match.start()]) or text.startswith(_CLASS_OF_CASES, match.end()):
            continue
        elif kind_of(inner) != NO_KIND or _SLOGAN.search(inner) or _SUMS.search(inner):
            confidence = 0.9
        else:
            confidence = 0.75 if len(inner) <= 12 else 0.55
        name = inner + ending
        kind = kind_of(name)
        if kind == NO_KIND and _SUMS.search(name):
            kind = "模式"
        yield NameCandidate(name, inner, kind, confidence, match.start(), match.end())


def _unquoted(text: str) -> Iterator[NameCandidate]:
    """Runs that end like a name after a verb that makes things, after a break, or counted."""
    for pattern, confidence in ((_AFTER_VERB, 0.6), (_AFTER_BREAK, 0.45)):
        for match in pattern.finditer(text):
            name = _LINK.split(match[1])[-1]
            ending = next(name[-n:] for n in range(4, -1, -1) if n == 0 or name[-n:] in SUFFIXES)
            stem = name[: len(name) - len(ending)]
            if ending and len(stem) >= 2 and stem not in _GENERIC and len(name) >= 4:
                end = match.end(1)
                yield NameCandidate(name, name, kind_of(name), confidence, end - len(name), end)
    for pattern in (_AFTER_COUNT, _BEFORE_COUNT):
        for match in pattern.finditer(text):
            name = _LINK.split(match[1])[-1]
            if len(name) >= 4:
                end = match.end(1)
                yield NameCandidate(name, name, "阵地", 0.55, end - len(name), end)
