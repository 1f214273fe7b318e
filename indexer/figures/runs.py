"""Cut a sentence into clauses, these into runs of figures, and tell what a clause compares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.figures import names, units
from indexer.figures.leads import COMPARISON_WITH, Lead, classify_base, read_lead
from indexer.figures.lexicon import LONG_VERBS, NOUN_VERBS
from indexer.figures.occasion import NAMED_AIM, REACHING
from indexer.figures.standings import rank_scope
from indexer.figures.units import Quantity
from indexer.text.lazy_pattern import lazy_pattern

LONGEST_REMARK = 60
LONGEST_TRAIL = 120
_COMMA = lazy_pattern(r"[，；;：:（）()!！?？]|,(?!(?<=\d,)\d{3}(?!\d))|——|…+")
_SIDE_BY_SIDE = lazy_pattern(r"\s*(?:[、，,]|和|及|以及|与|或)?\s*")
_SEPARATOR_FIRST = lazy_pattern(r"\s*(?:、|以及|及|和|与|并|且|，|,)")
_SEPARATOR_LAST = lazy_pattern(r"(?:、|以及|(?<![普涉危触顾提殃波惠])及|和|与|或)\s*$")


_FOR_EACH = lazy_pattern(r"[人户亩日月年]均")


class Clause(NamedTuple):
    """What stands between two commas, with its quantities. A tuple: a paragraph has dozens."""

    start: int
    end: int
    quantities: tuple[Quantity, ...]


class Run(NamedTuple):
    """Quantities side by side, the words in front of them and those behind."""

    quantities: tuple[Quantity, ...]
    lead: str
    lead_start: int
    trail: str = ""
    continues: bool = False  # a list: the run before and this one stand side by side
    scope: str | None = None  # of a rank: among whom, where that is counted (168个城市)

    def followed_by(self, trail: str) -> Run:
        """The run with the words behind it; too many of them are a sentence of their own."""
        if not trail or len(trail) > LONGEST_TRAIL:
            return self
        return self._replace(trail=trail)


def clauses_of(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> Iterator[Clause]:
    """The clauses of `text[start:end]` up to the one with the last quantity.

    Commas inside a quantity or a remark do not cut.
    """
    at, first, index = start, 0, 0
    open_until = -1
    count = len(quantities)
    for comma in _COMMA.finditer(text, start, end):
        begin, behind = comma.span()
        while index < count and quantities[index].end <= begin:
            index += 1
        if index < count and quantities[index].start < behind:
            continue
        mark = text[begin]
        if mark in "（(" and _is_remark(text, behind, end, quantities, index):
            open_until = behind + LONGEST_REMARK
            continue
        if mark in "）)" and open_until >= begin:
            open_until = -1
            continue
        if mark == "—" and index - first == 1 and not text[at : quantities[first].start].strip():
            continue  # 172起——电诈立案数
        clause = _clause(text, at, begin, quantities[first:index])
        if clause is not None:
            yield clause
        at, first = behind, index
        if first == count:
            return
    clause = _clause(text, at, end, quantities[first:])
    if clause is not None:
        yield clause


def _clause(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> Clause | None:
    """The clause without the white space around it; none if nothing is left."""
    words = text[start:end]
    if words[:1].isspace() or words[-1:].isspace():
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
    if start >= end:
        return None
    if not quantities:
        return Clause(start, end, ())
    return Clause(start, end, tuple([q for q in quantities if q.start >= start and q.end <= end]))


def _is_remark(text: str, at: int, end: int, quantities: Sequence[Quantity], index: int) -> bool:
    """Whether a short parenthesis without figures opens here: 细颗粒物（PM2.5）."""
    close = text.find("）", at, min(at + LONGEST_REMARK, end))
    if close < 0:
        close = text.find(")", at, min(at + LONGEST_REMARK, end))
    return close >= 0 and (index >= len(quantities) or quantities[index].start >= close)


def runs_of(text: str, clause: Clause) -> list[Run]:
    """The runs of a clause; the words between two are given to the one they belong to."""
    if len(clause.quantities) == 1:
        only = clause.quantities[0]
        lead, trail = text[clause.start : only.start], text[only.end : clause.end]
        if not lead and trail.startswith("——"):
            return [Run(clause.quantities, trail.lstrip("—"), clause.start)]
        return [Run(clause.quantities, lead, clause.start).followed_by(trail)]
    groups: list[list[Quantity]] = []
    end = clause.start
    for quantity in clause.quantities:
        if groups and _belongs(groups[-1][-1], quantity, text[end : quantity.start]):
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
        end = quantity.end
    runs: list[Run] = []
    end, lead = clause.start, ""
    for position, group in enumerate(groups):
        gap = text[end : group[0].start]
        continues = False
        if position:
            behind, lead = _share_out(groups[position - 1][-1], lead, gap)
            continues = not lead or _in_one_list(gap)
            runs[-1] = runs[-1].followed_by(behind)
        else:
            lead = gap
        end = group[-1].end
        start = group[0].start - len(lead)
        runs.append(Run(_with_shared(group, lead), lead, start, continues=continues))
    if runs:
        runs[-1] = runs[-1].followed_by(text[end : clause.end])
    return runs


_RANK_SCOPE_END = lazy_pattern(r"(?:位列|排名|列|居|位居|名列|在)(?P<within>全[省市国县区])?$")
_AMONG_END = lazy_pattern(r"(?:中|里|内)?(?:名|(?<!单)位)?(?:排名?|列|居)?(?:在|由|从)?$")


def is_scope(run: Run, following: Sequence[Run]) -> bool:
    """Whether the figure says among how many the one behind it is a place: 列168个城市第6位."""
    return (
        bool(following)
        and following[0].quantities[0].kind == units.RANK
        and run.quantities[0].kind == units.COUNT
        and _RANK_SCOPE_END.search(run.lead) is not None
    )


def ranked_among(scope: Run, ranked: Run, original: str) -> Run:
    """列168个重点城市第6位, 在全市46家单位中由第9位升至第7位: the count is the rank's scope."""
    within = _RANK_SCOPE_END.search(scope.lead)
    start = scope.quantities[0].start - len((within and within["within"]) or "")
    printed = original[start : ranked.quantities[0].start]
    lead = _RANK_SCOPE_END.sub("", scope.lead) + ("由" if ranked.lead[-1:] in ("由", "从") else "")
    return ranked._replace(
        lead=lead, lead_start=scope.lead_start, scope=_AMONG_END.sub("", printed)
    )


def _with_shared(group: Sequence[Quantity], lead: str) -> tuple[Quantity, ...]:
    """4万、1万、2万件: a unit printed once, behind the last, is of all; so is 分别突破."""
    first, last = group[0], group[-1]
    if first.qualifier in ("突破", "超过", "超", "逾") and "分别" in lead[-6:]:
        group = [q._replace(qualifier=q.qualifier or first.qualifier) for q in group]
    if not last.unit:
        return tuple(group)
    shared = ("", "个") if last.unit in units.AFTER_GE else ("",)
    return tuple(
        q._replace(unit=last.unit, kind=last.kind) if q.unit in shared else q for q in group
    )


def _belongs(last: Quantity, quantity: Quantity, gap: str) -> bool:
    apart = (units.STREAK, units.RANK)
    if last.kind in apart or quantity.kind in apart:
        return False
    return _SIDE_BY_SIDE.fullmatch(gap) is not None


def _in_one_list(gap: str) -> bool:
    first = _SEPARATOR_FIRST.match(gap)
    return _SEPARATOR_LAST.search(gap) is not None or (
        first is not None and first.group().strip() in ("、", "和", "及", "以及", "与")
    )


def _share_out(last: Quantity, own_lead: str, gap: str) -> tuple[str, str]:
    """Part the words between two runs: what ends the first, what begins the second."""
    if _SEPARATOR_FIRST.match(gap):
        return "", _SEPARATOR_FIRST.sub("", gap, count=1)
    separator = _SEPARATOR_LAST.search(gap)
    if separator is not None:
        return gap[: separator.start()], ""
    if last.kind == units.STREAK:
        return gap, gap
    if gap.strip() in names.SHORT_DEEDS:
        return "", gap  # 盗窃立6120起破3874起
    parts = names.split_list(gap)
    if len(parts) > 1:
        at = gap.rfind(parts[-1])
        return gap[:at].rstrip("、和与及以"), gap[at:]
    lead = read_lead(gap)
    if not lead.name or lead.is_from:
        return "", gap
    per = _FOR_EACH.search(gap, 1)
    if per is not None and (own_lead.endswith("的") or names.verb_at_end(own_lead)):
        return gap[: per.start()], gap[per.start() :]  # 带动37户|脱贫户|户均增收6000元
    verb = names.VERB.search(gap)
    own_name = read_lead(own_lead).name
    if verb is not None and (verb.start() > 0 or own_name):
        at = 0 if gap[: verb.start()] in names.BUILT else verb.start()  # 升级改造派出所
        return gap[:at], gap[at:]
    return ("", gap) if own_name and not names.verb_at_end(own_name) else (gap, "")


def bare_changes(runs: Sequence[Run], *, in_list: bool) -> int:
    """How many of the runs that follow have a verb of change and no name.

    `in_list`: without 分别 they must stand side by side, under one comparison.
    """
    count = 0
    for run in runs:
        lead = read_lead(run.lead)
        if lead.name or not lead.change or len(run.quantities) > 1:
            break
        if in_list and (lead.comparison is not None or not run.continues):
            break
        count += 1
    return count


def bare_ranks(run: Run, rest: Sequence[Run]) -> int:
    """How many places stand side by side behind this one: 分别居全省第二、第五."""
    own_scopes = "分别" in run.lead
    count = 0
    for behind in rest:
        place = behind.quantities[0]
        if place.kind != units.RANK or place.value is None:
            break
        if behind.lead.strip() and not (own_scopes and not rank_scope(behind.lead, True, True)[0]):
            break
        count += 1
    return count


def _noun_behind(run: Run, name: str) -> str:
    """What stands behind the unit; of 人口的发展中大国 it is 人口 that is counted."""
    behind = run.trail
    if NAMED_AIM.match(behind):
        return ""
    if name.startswith(("争取", "申请")) and behind.startswith("用于"):
        return ""  # 争取资金9万元用于改建: what for is no part of what was got
    if run.quantities[0].kind == units.PERCENT:  # 六成是求助类警情; 其中一半为经济纠纷
        behind = behind.removeprefix("是") if name else behind.lstrip("是为")
    return "人口" if behind.startswith("人口的") else names.clean_trail(behind)


def _shared_deed(run: Run, rest: Sequence[Run]) -> str:
    """3个集体、11名个人荣立一等功: what the last of a list did, the others did, too."""
    if not rest or not rest[0].continues or rest[0].lead.strip() or not 1 < len(run.trail) <= 6:
        return ""
    verbs = [v for v in names.VERB.finditer(rest[0].trail, 1) if v.group() not in NOUN_VERBS]
    deed = verbs[0] if verbs else names.VERB.search(rest[0].trail, 1)
    if deed is None or names.VERB.search(run.trail) or deed.end() == len(rest[0].trail):
        return ""
    return rest[0].trail[deed.start() :]


_CIRCUMSTANCES = ("的情况下", "的条件下", "的同时", "的前提下")
_JOINTLY = lazy_pattern(r"(?P<who>[^，]{1,20})的[一-龥]{2,6}下")  # 在600万香港人的共同努力下
_OBJECT = lazy_pattern(
    r"(?!目标|任务|速度|幅度|可能|必要|[是的后前时以左右]|内(?![设部容])|[上下中](?!级))[一-龥]{3,12}$"
)
_OF_THOSE = lazy_pattern(r"的(?:[共就约还已将])?有$")  # 开工建设的有800个企业
_HAD = lazy_pattern(
    rf"(?!(?:{LONG_VERBS})(?!项目|工程|单位|任务|人员|企业|[点站所室])|转|受(?!益)|被|对|在|从|以|由|得|成|变|获)[一-龥]"
)
_AS_IT_WAS = lazy_pattern(
    r"[由从](?:上年|去年|原来|过去|当时|\d{4}年|[一二][一二三四五六七八九〇○零]{3}年)[^，]{0,4}的$"
)
_BROUGHT = lazy_pattern(r"(?:护)?[送带]至|送[到往]|移[送交]")
_WHERE = lazy_pattern(r"(?<![控制保持稳定维现存正处落旨意列排居站均都别])在$")
_SUPPORT = lazy_pattern(r"为(?:支点|依托|基础|重点|主体|骨干|核心|载体|抓手)$")


def with_trail(name: str, run: Run, lead: Lead, rest: Sequence[Run]) -> str:
    """Join what stands in front of the number with the noun behind it: 聘任16名督导专员."""
    if lead.share and name:
        name += lead.share
    name = _without_circumstance(name, run)
    if run.lead.endswith("在") and (joint := _JOINTLY.fullmatch(run.trail)) is not None:
        return joint["who"]
    trail = _noun_behind(run, name) + (_shared_deed(run, rest) if not name else "")
    if not trail or lead.to or _AS_IT_WAS.match(run.lead):  # 由上年的2.51吨煤降到2.28吨煤
        return name
    counted = run.quantities[0].kind == units.COUNT
    if lead.change:
        takes = run.quantities[0].kind not in (units.PERCENT, units.POINT, units.TIMES)
        takes = takes or _OBJECT.match(trail) is not None  # 精简三分之一内设机构
        return trail if takes and not name and lead.comparison is None else name
    if run.lead.endswith("在") and counted and _WHERE.search(run.lead):
        return names.join_around("", trail, acted=True)  # 在258个网格落地见效
    if run.lead.endswith(("将", "把")):
        return names.join_around("", _BROUGHT.split(trail)[0], acted=True)
    ends_in_of = run.lead.endswith("的") and "占" not in name
    if names.is_body(name) or ends_in_of or _SUPPORT.search(run.trail):
        before = f"{name}的" if ends_in_of else ""
        return names.join_around(before, trail, acted=bool(run.lead))
    if lead.level and name and not lead.each:
        return _what_is_had(name, run, trail) if counted else name
    if name and not names.verb_at_end(name) and names.VERB.match(trail):
        return name + trail if trail in ("奖励", "补助", "补贴", "罚款", "资助") else name
    return names.join_around(name, trail)


def _without_circumstance(name: str, run: Run) -> str:
    if NAMED_AIM.match(run.trail) and REACHING.fullmatch(name):
        return ""  # 完成年初210人以下的目标: of what was told before
    if name.startswith("在") and run.trail.startswith(_CIRCUMSTANCES):
        return name[1:]  # 在能源增长3%的情况下
    return "" if name.endswith("这样一个") else name  # 对于我们这样一个有13亿人口的国家


def _what_is_had(name: str, run: Run, trail: str) -> str:
    """各部门将有117个建设单位: of what is had, where 有 is the verb; else the name in front."""
    if not run.lead.endswith("有") or _HAD.match(trail) is None:
        return name
    return f"{name}的{trail}" if _OF_THOSE.search(run.lead) else trail


_ARRIVES = lazy_pattern(r"(?:到达|赶到|抵达|到场|到岗)(?:现场)?")


def with_arrival(found: list[str], run: Run) -> list[str]:
    """警力2分钟内抵达现场: what is done in that time belongs to each name."""
    deed = _ARRIVES.match(run.trail)
    if deed is None or run.quantities[0].kind != units.DURATION:
        return found
    return [name if deed.group() in name else name + deed.group() for name in found]


_WITH = lazy_pattern(r"(?:与|同|和|跟|比)(?P<base>[^与同和跟，]{1,36})$")


def comparison_clause(text: str) -> tuple[str, str | None] | None:
    """What a clause such as 与去年同期相比 or 产量比上年有所减少 compares all that follows with.

    None for others.
    """
    return _comparison_of_change(text) or _comparison_alone(text)


def _comparison_alone(text: str) -> tuple[str, str | None] | None:
    if text.startswith("以") and (found := _BASE_PERIOD.fullmatch(text)) is not None:
        return "比基期", found["base"]
    if text.startswith(("较", "比", "对比", "相比")):
        found = _AGAINST_ALONE.fullmatch(text)
        return None if found is None else classify_base(found.group("base"))
    found = _YEAR_AGAINST.fullmatch(text) if "年" in text and "比" in text else None
    if found is not None:  # 1981年比1980年，原煤增长0.2%，原油下降4.5%
        return classify_base(found["base"])
    if "比" not in text[-6:] and "相较" not in text[-6:]:
        return None
    found = COMPARISON_WITH.search(text[-30:])
    return None if found is None else classify_base(found.group("base"))


# 较“十三五”末，
_YEAR_AGAINST = lazy_pattern(
    r"[^，]{0,8}年(?:全国|全市|全省|全县|我国|我市|预计)?[比较](?P<base>[^，]{2,8}年)(?:相?比较?)?"
)
_BASE_PERIOD = lazy_pattern(r"以(?P<base>[^，]{2,8}年)为(?:基期|基数|基准|基年)")
_AGAINST_ALONE = lazy_pattern(r"(?:[较比]|[对相]比)(?P<base>[^，,。较比]{1,12}[末初底前年期月])")
_CHANGED_SOMEHOW = lazy_pattern(
    r"(?:都|均|也)?(?:有所|略有|有较大|有很大|将?有(?:如下|以下|下列)的?|有|明显|大幅度?|显著)?"
    r"(?:增长|增加|提高|上升|减少|下降|降低|变化)(?:了|比例|情况|幅度)?$"
)


def _comparison_of_change(text: str) -> tuple[str, str | None] | None:
    if "比" not in text and "较" not in text:
        return None
    found = _CHANGED_SOMEHOW.search(text[-14:])
    if found is None:
        return None
    lead = read_lead(text[: len(text) - len(found.group())] + "增长")
    return None if lead.comparison is None else (lead.comparison, lead.base)


def base_of_clause(text: str) -> str | None:
    """What 同建国初期的一九五零年的(…作比较) compares with."""
    found = _WITH.search(text[-40:])
    return None if found is None else found.group("base").strip("的") or None
